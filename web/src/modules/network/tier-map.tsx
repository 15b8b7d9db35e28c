import { AimOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useIsDark } from '../../ui/preferences.ts'
import { FONT, paletteOf } from '../../ui/theme.ts'
import { StateTag } from '../../ui/values.tsx'
import type { ChainMap } from './api.ts'
import { STATUS_TONES } from './status.tsx'
import { type Layout, LEAD, neighbour } from './tier-map-layout.ts'
import { type Scene, threadChunks } from './tier-map-paint.ts'
import { type Hit, useTierCanvas } from './use-tier-canvas.ts'

export interface TierMapProps {
  map: ChainMap
  layout: Layout
  leadName: string
  lit: Uint8Array | null
  /** A partner to fly to; a new object flies again. */
  target: { index: number } | null
  onOpen: (index: number) => void
  /** The table with the same partners, for those who cannot or would not use the map. */
  onTable: () => void
}

const KEYS: Record<string, 'out' | 'in' | 'next' | 'previous'> = {
  ArrowRight: 'out',
  ArrowLeft: 'in',
  ArrowDown: 'next',
  ArrowUp: 'previous',
}

/** The chain as a map: the lead in the middle, suppliers to the left, distributors and stores to the right. */
export function TierMap({ map, layout, leadName, lit, target, onOpen, onTable }: TierMapProps) {
  const { t } = useTexts()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hovered, setHovered] = useState<Hit | null>(null)
  const [focused, setFocused] = useState<Hit | null>(null)
  const scene = useScene(map, layout, leadName, lit)
  const pick = (index: number) => {
    if (index !== LEAD) onOpen(index)
  }
  const view = useTierCanvas({ canvas, scene, onHover: setHovered, onPick: pick })

  useEffect(() => {
    if (!target) return
    view.flyTo(target.index)
    view.mark({ focused: target.index })
  }, [target, view])

  function focus(index: number): void {
    view.reveal(index)
    view.mark({ focused: index, hovered: null })
    setHovered(null)
    setFocused({ index, ...view.placeOf(index) })
  }
  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const at = focused?.index ?? LEAD
    const step = KEYS[event.key]
    if (step) focus(neighbour(layout, at, mirrored(layout, at, step)))
    else if (event.key === 'Home') focus(LEAD)
    else if (event.key === 'Enter') pick(at)
    else if (event.key === '+' || event.key === '=') view.zoomBy(1.4)
    else if (event.key === '-') view.zoomBy(1 / 1.4)
    else if (event.key === '0') view.fit()
    else if (event.key === 't' || event.key === 'T') onTable()
    else return
    event.preventDefault()
  }
  const shown = hovered ?? focused
  return (
    <div className="tier-map">
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: the arrow keys walk the map itself */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={t('network:map.label', { count: layout.size })}
        aria-describedby="tier-map-keys"
        onKeyDown={press}
        onBlur={() => {
          view.mark({ focused: null })
          setFocused(null)
        }}
      />
      <p id="tier-map-keys" className="sr-only">
        {t('network:map.keys')}
      </p>
      <div className="sr-only" aria-live="polite">
        {focused && focused.index !== LEAD && describe(map, layout, focused.index, t)}
      </div>
      {shown && shown.index !== LEAD && (
        <HoverCard hit={shown} map={map} layout={layout} width={canvas.current?.clientWidth ?? 0} />
      )}
      <div className="tier-map-tools">
        <Tool
          label={t('network:map.zoomIn')}
          icon={<PlusOutlined />}
          onClick={() => view.zoomBy(1.6)}
        />
        <Tool
          label={t('network:map.zoomOut')}
          icon={<MinusOutlined />}
          onClick={() => view.zoomBy(1 / 1.6)}
        />
        <Tool label={t('network:map.fit')} icon={<AimOutlined />} onClick={view.fit} />
      </div>
    </div>
  )
}

function Tool({
  label,
  icon,
  onClick,
}: {
  label: string
  icon: React.ReactNode
  onClick: () => void
}) {
  return (
    <Tooltip title={label} placement="left">
      <Button icon={icon} aria-label={label} onClick={onClick} />
    </Tooltip>
  )
}

/** On the left half, where suppliers stand, right leads in and left leads out. */
function mirrored(layout: Layout, at: number, step: 'out' | 'in' | 'next' | 'previous') {
  const isLeft = at !== LEAD && Math.cos(layout.angle[at]!) < -0.3
  if (!isLeft || step === 'next' || step === 'previous') return step
  return step === 'out' ? 'in' : 'out'
}

type Texts = ReturnType<typeof useTexts>['t']
function describe(map: ChainMap, layout: Layout, index: number, t: Texts): string {
  return t('network:map.spoken', {
    name: map.names[index],
    tier: map.tiers[index],
    status: t(`network:status.${map.statuses[index]}`),
    count: layout.descendants[index],
  })
}

const CARD_WIDTH = 260
function HoverCard({
  hit,
  map,
  layout,
  width,
}: {
  hit: Hit
  map: ChainMap
  layout: Layout
  width: number
}) {
  const { t } = useTexts()
  const { index } = hit
  const status = map.statuses[index]!
  const parent = layout.parent[index]!
  const left = Math.min(Math.max(hit.x + 14, 8), Math.max(width - CARD_WIDTH - 8, 8))
  return (
    <div
      className="tier-map-card"
      style={{ left, top: Math.max(hit.y - 12, 8), width: CARD_WIDTH }}
    >
      <strong>{map.names[index]}</strong>
      <div className="tier-map-card-line">
        <StateTag tone={STATUS_TONES[status]}>{t(`network:status.${status}`)}</StateTag>
        <span>
          {t(map.sides[index] === 'd' ? 'network:tier.down' : 'network:tier.up', {
            tier: map.tiers[index],
          })}
        </span>
      </div>
      {(map.regions[index] || map.kinds[index]) && (
        <div className="soft">
          {[map.kinds[index], map.regions[index]].filter(Boolean).join(' · ')}
        </div>
      )}
      {parent !== LEAD && (
        <div className="soft">{t('network:map.under', { name: map.names[parent] })}</div>
      )}
      {layout.descendants[index]! > 0 && (
        <div className="soft">{t('network:map.below', { count: layout.descendants[index] })}</div>
      )}
    </div>
  )
}

function useScene(map: ChainMap, layout: Layout, leadName: string, lit: Uint8Array | null): Scene {
  const { t } = useTexts()
  const format = useFormat()
  const isDark = useIsDark()
  const threads = useMemo(() => threadChunks(layout), [layout])
  return useMemo(
    () => ({
      layout,
      threads,
      statuses: map.statuses,
      palette: paletteOf(isDark),
      font: FONT,
      leadName,
      lit,
      sprites: new Map(),
      ringText: (ring) =>
        t(ring.side === 'd' ? 'network:map.ringDown' : 'network:map.ringUp', {
          tier: ring.tier,
          partners: format.number(ring.partners),
        }),
      labelText: (index) =>
        layout.descendants[index]! > 0
          ? t('network:map.nameWithCount', {
              name: map.names[index],
              partners: format.number(layout.descendants[index]!),
            })
          : map.names[index]!,
    }),
    [format, isDark, layout, leadName, lit, map, t, threads],
  )
}
