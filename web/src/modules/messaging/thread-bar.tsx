import { Tooltip } from 'antd'
import type { Counts } from '../../../../server/modules/messaging/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { segmentsOf } from './progress.ts'

/** All recipients as one thread, dyed by how far each has come. Widths move; nothing is drawn anew. */
export function ThreadBar({ counts, size = 'row' }: { counts: Counts; size?: 'big' | 'row' }) {
  const { t } = useTexts()
  const format = useFormat()
  const segments = segmentsOf(counts)
  const label = segments
    .map((s) => `${t(`messaging:receiptState.${s.state}`)} ${format.number(s.count)}`)
    .join(' · ')
  return (
    <Tooltip title={size === 'row' ? label : undefined}>
      <div className={`thread-bar thread-bar-${size}`} role="img" aria-label={label}>
        {segments.map((segment) => (
          <span
            key={segment.state}
            className={`thread thread-${segment.state}`}
            style={{ flexGrow: segment.count }}
          />
        ))}
      </div>
    </Tooltip>
  )
}

export function ThreadLegend({ counts }: { counts: Counts }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <ul className="thread-legend">
      {segmentsOf(counts).map(({ state, count, share }) => (
        <li key={state}>
          <span className={`thread-key thread-${state}`} aria-hidden />
          {t(`messaging:receiptState.${state}`)} <b className="figures">{format.number(count)}</b>
          <span className="faint figures">{format.percent(share, share < 0.1 ? 1 : 0)}</span>
        </li>
      ))}
    </ul>
  )
}
