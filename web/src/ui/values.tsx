import { Tooltip } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useFormat, useTexts } from './i18n.ts'
import type { Tone } from './palette.ts'

/** Minor units with their currency: ¥12,345.00. */
export function Money({
  minor,
  currency = 'CNY',
  isCompact = false,
}: {
  minor: number
  currency?: string
  isCompact?: boolean
}) {
  const format = useFormat()
  return (
    <span className="figures">
      {isCompact ? format.moneyCompact(minor, currency) : format.money(minor, currency)}
    </span>
  )
}

/** Change of a price or a figure. Rises are red for Chinese readers and green for others. */
export function Change({ share }: { share: number | null }) {
  const format = useFormat()
  if (share === null) return <span className="faint">–</span>
  if (share === 0) return <span className="figures faint">0%</span>
  const isRise = share > 0
  const isRed = isRise === (format.locale === 'zh-CN')
  return (
    <span className={`figures ${isRed ? 'text-bad' : 'text-good'}`}>
      {isRise ? '▲' : '▼'} {format.percent(Math.abs(share), 1)}
    </span>
  )
}

export function NumberText({
  value,
  digits = 0,
  unit,
}: {
  value: number
  digits?: number
  unit?: string
}) {
  const format = useFormat()
  return (
    <span className="figures">
      {format.number(value, digits)}
      {unit && <span className="unit"> {unit}</span>}
    </span>
  )
}

let now = Date.now()
const clocks = new Set<(now: number) => void>()
let ticking: ReturnType<typeof setInterval> | undefined

/** The time, moved on twice a minute by one clock for the whole page. */
export function useNow(): number {
  const [value, setValue] = useState(() => Date.now())
  useEffect(() => {
    clocks.add(setValue)
    ticking ??= setInterval(() => {
      now = Date.now()
      for (const tell of clocks) tell(now)
    }, 30_000)
    return () => {
      clocks.delete(setValue)
      if (clocks.size === 0) {
        clearInterval(ticking)
        ticking = undefined
      }
    }
  }, [])
  return value
}

/** Relative to now, exact on hover. */
export function RelativeTime({ at }: { at: string | null | undefined }) {
  const format = useFormat()
  const time = useNow()
  if (!at) return <span className="faint">–</span>
  return (
    <Tooltip title={format.dateTime(at)}>
      <time dateTime={at} className="figures">
        {format.relative(at, time)}
      </time>
    </Tooltip>
  )
}

export function DateText({
  at,
  hasTime = false,
}: {
  at: string | null | undefined
  hasTime?: boolean
}) {
  const format = useFormat()
  if (!at) return <span className="faint">–</span>
  return (
    <time dateTime={at} className="figures">
      {hasTime ? format.dateTime(at) : format.date(at)}
    </time>
  )
}

/** A state in words; the colour only repeats what the word says. */
export function StateTag({
  tone,
  icon,
  children,
}: {
  tone: Tone
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <span className={`state-tag tone-${tone}`}>
      {icon}
      {children}
    </span>
  )
}

export interface KeyFigure {
  key: string
  label: ReactNode
  value: ReactNode
  /** A small line under the figure: a share, a change, a date. */
  note?: ReactNode
  tone?: Tone
}

export function KeyFigures({ figures }: { figures: KeyFigure[] }) {
  return (
    <dl className="key-figures">
      {figures.map(({ key, label, value, note, tone }) => (
        <div key={key} className={tone ? `key-figure tone-text-${tone}` : 'key-figure'}>
          <dt>{label}</dt>
          <dd className="figures">{value}</dd>
          {note && <dd className="key-figure-note">{note}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** Label and value pairs of a record. */
export function Facts({ items }: { items: { key: string; label: ReactNode; value: ReactNode }[] }) {
  const { t } = useTexts()
  return (
    <dl className="facts">
      {items.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>
            {value === '' || value === null || value === undefined ? (
              <span className="faint">{t('common:none')}</span>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
