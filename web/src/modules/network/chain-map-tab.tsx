import { ApartmentOutlined, TableOutlined, UploadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { AutoComplete, Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import { useSearchValues } from '../../app/navigation.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { asList } from '../../ui/list-state.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Chain, type ChainMap, useChainMap, useChainSummary } from './api.ts'
import { countStatuses, findOnMap, litOf, type TierRow } from './chain-figures.ts'
import { PartnerDrawer } from './partner-drawer.tsx'
import { STATUS_TONES } from './status.tsx'
import { TierBars } from './tier-bars.tsx'
import { TierMap } from './tier-map.tsx'
import { layoutOf } from './tier-map-layout.ts'

/** The map with its search, its legend and the bars of the tiers. Filters stand in the address, as the table's do. */
export function ChainMapTab({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const { data: map, error, isPending, refetch } = useChainMap(chain.id)
  if (isPending) return <Skeleton rows={10} label={t('network:map.loading')} />
  if (!map) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (map.ids.length === 0) return <NoPartners chain={chain} />
  return <Shown chain={chain} map={map} />
}

function NoPartners({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  return (
    <div className="card">
      <EmptyState
        icon={<ApartmentOutlined />}
        title={t('network:map.emptyTitle')}
        note={t('network:map.emptyNote')}
        action={
          <Link to={`/chains/${chain.id}/import`}>
            <Button type="primary" icon={<UploadOutlined />}>
              {t('network:import.title')}
            </Button>
          </Link>
        }
      />
    </div>
  )
}

function Shown({ chain, map }: { chain: Chain; map: ChainMap }) {
  const { t } = useTexts()
  const format = useFormat()
  const [values, change] = useSearchValues()
  const summary = useChainSummary(chain.id)
  const [target, setTarget] = useState<{ index: number } | null>(null)
  const [openId, setOpenId] = useState<string | null>(null)
  const layout = useMemo(() => layoutOf(map), [map])
  const q = asList(values.q)[0] ?? ''
  const statuses = asList(values.status)
  const tiers = asList(values.tier)
  const side = asList(values.side)[0]
  const key = JSON.stringify([q, statuses, tiers, side])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds all parts of the filter
  const lit = useMemo(() => litOf(map, { q, statuses, tiers, side }), [map, key])
  const isActive = (row: TierRow) => side === row.side && tiers.includes(String(row.tier))
  const pickTier = (row: TierRow) =>
    change(
      isActive(row)
        ? { side: undefined, tier: undefined }
        : { side: row.side, tier: String(row.tier) },
    )
  return (
    <div className="chain-map">
      <div className="chain-map-tools">
        <MapSearch
          map={map}
          q={q}
          onSearch={(text) => change({ q: text || undefined })}
          onFly={(index) => setTarget({ index })}
        />
        <Legend
          map={map}
          chosen={statuses}
          onChange={(next) => change({ status: next.length > 0 ? next : undefined })}
        />
        <span className="chain-map-end">
          {lit && (
            <Lit
              lit={lit}
              onClear={() =>
                change({ q: undefined, status: undefined, tier: undefined, side: undefined })
              }
            />
          )}
          <Button
            className="as-table"
            icon={<TableOutlined />}
            onClick={() => change({ tab: 'table' })}
          >
            {t('network:map.asTable')}
          </Button>
        </span>
      </div>
      <div className="chain-map-body">
        <div className="card chain-map-card">
          <TierMap
            map={map}
            layout={layout}
            leadName={chain.lead.name}
            lit={lit}
            target={target}
            onOpen={(index) => setOpenId(map.ids[index] ?? null)}
            onTable={() => change({ tab: 'table' })}
          />
        </div>
        {summary.data && (
          <TierBars tiers={summary.data.tiers} isActive={isActive} onPick={pickTier} />
        )}
      </div>
      {map.omitted > 0 && (
        <p className="faint">
          {t('network:map.omitted', { count: map.omitted, partners: format.number(map.omitted) })}
        </p>
      )}
      <PartnerDrawer id={openId} onClose={() => setOpenId(null)} />
    </div>
  )
}

function Lit({ lit, onClear }: { lit: Uint8Array; onClear: () => void }) {
  const { t } = useTexts()
  const format = useFormat()
  const count = lit.reduce((sum, one) => sum + one, 0)
  return (
    <span aria-live="polite">
      {t('network:map.lit', { count, partners: format.number(count) })}
      <Button type="link" size="small" onClick={onClear}>
        {t('network:map.clear')}
      </Button>
    </span>
  )
}

interface SearchProps {
  map: ChainMap
  q: string
  onSearch: (q: string) => void
  onFly: (index: number) => void
}

/** Lights all that match while the reader types, and flies to the one that is chosen. */
function MapSearch({ map, q, onSearch, onFly }: SearchProps) {
  const { t } = useTexts()
  const options = findOnMap(map, q, 8).map((index) => ({
    value: String(index),
    label: (
      <div className="map-option">
        <span>{map.names[index]}</span>
        <span className="faint">{map.regions[index]}</span>
      </div>
    ),
  }))
  return (
    <AutoComplete
      className="chain-map-search"
      value={q}
      options={options}
      defaultActiveFirstOption
      showSearch={{ onSearch }}
      onSelect={(index: string) => {
        onSearch(map.names[Number(index)] ?? '')
        onFly(Number(index))
      }}
    >
      <Input
        type="search"
        allowClear
        placeholder={t('network:map.search')}
        aria-label={t('network:map.search')}
      />
    </AutoComplete>
  )
}

const STATUS_ORDER = ['joined', 'invited', 'imported', 'suspended', 'left'] as const

/** Says what the colours mean and how many there are; a click keeps only these. */
function Legend({
  map,
  chosen,
  onChange,
}: {
  map: ChainMap
  chosen: string[]
  onChange: (next: string[]) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const counts = useMemo(() => countStatuses(map), [map])
  return (
    <fieldset className="legend" aria-label={t('network:map.legend')}>
      {STATUS_ORDER.filter((status) => counts[status]).map((status) => {
        const isOn = chosen.includes(status)
        return (
          <button
            key={status}
            type="button"
            aria-pressed={isOn}
            className={isOn ? 'legend-item is-active' : 'legend-item'}
            onClick={() =>
              onChange(isOn ? chosen.filter((one) => one !== status) : [...chosen, status])
            }
          >
            <i
              className={`legend-dot dot-${STATUS_TONES[status]} ${status === 'joined' ? 'is-full' : ''}`}
              aria-hidden
            />
            {t(`network:status.${status}`)}{' '}
            <b className="figures">{format.number(counts[status] ?? 0)}</b>
          </button>
        )
      })}
    </fieldset>
  )
}
