import { Button } from 'antd'
import { useState } from 'react'
import type { RollUp } from '../../../../server/modules/messaging/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Skeleton } from '../../ui/states.tsx'
import type { RollUpBy } from './api.ts'
import { reachOf } from './progress.ts'
import { ThreadBar } from './thread-bar.tsx'

type Row = RollUp['rows'][number]
const SHOWN = 12

export function useRowLabel(): (by: RollUpBy, row: Pick<Row, 'key' | 'label'>) => string {
  const { t } = useTexts()
  return (by, row) => {
    if (by === 'tier') return t('messaging:tier', { n: row.label })
    return row.label || t(`messaging:dimensionNone.${by}`)
  }
}

/** One thread for each tier, parent, region or group; a press shows its names below. */
export function RollUpRows({
  by,
  rows,
  isStale,
  chosen,
  onChoose,
}: {
  by: RollUpBy
  rows: Row[] | undefined
  isStale: boolean
  chosen: string | undefined
  onChoose: (row: { key: string; label: string } | null) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const labelOf = useRowLabel()
  const [isAll, setAll] = useState(false)
  if (!rows) return <Skeleton rows={5} />
  if (rows.length === 0) return <p className="faint">{t('messaging:notice.noRows')}</p>
  const shown = isAll ? rows : rows.slice(0, SHOWN)
  const hasOthers = rows.length > SHOWN
  return (
    <div className={isStale ? 'roll-up is-stale' : 'roll-up'}>
      {shown.map((row) => {
        const label = labelOf(by, row)
        const isChosen = chosen === row.key
        // Receipts cannot be asked for by the absence of a parent, group or region.
        const isPickable = row.key !== ''
        return (
          <button
            key={row.key}
            type="button"
            className={isChosen ? 'roll-up-row is-chosen' : 'roll-up-row'}
            aria-pressed={isChosen}
            disabled={!isPickable}
            onClick={() => onChoose(isChosen ? null : { key: row.key, label })}
          >
            <span className="roll-up-label">{label}</span>
            <ThreadBar counts={row.counts} />
            <span className="roll-up-figure figures">
              {format.percent(reachOf(row.counts).confirmedShare)}
              <span className="faint">
                {' '}
                {format.number(row.counts.confirmed)}/{format.number(row.counts.recipients)}
              </span>
            </span>
          </button>
        )
      })}
      {hasOthers && (
        <Button type="link" size="small" onClick={() => setAll(!isAll)}>
          {isAll
            ? t('messaging:notice.fewerRows')
            : t('messaging:notice.allRows', { n: format.number(rows.length) })}
        </Button>
      )}
    </div>
  )
}
