import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { fieldKeys } from '../../ui/problem.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { StateTag } from '../../ui/values.tsx'
import { type Import, type ImportRow, type RowOutcome, useImportRows } from './api.ts'
import { OUTCOME_TONES } from './status.tsx'

const OUTCOMES: RowOutcome[] = ['failed', 'created', 'updated', 'unchanged']

/** Row by row what came of it; rows with a problem first, for they need somebody. */
export function ImportRows({ job }: { job: Import }) {
  const { t } = useTexts()
  const format = useFormat()
  const [outcome, setOutcome] = useState<RowOutcome | 'all'>(
    (job.counts.failed ?? 0) > 0 ? 'failed' : 'all',
  )
  const rows = useImportRows(job.id, outcome, true)
  const items = rows.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="card card-padded stack">
      <h2>{t('network:import.rowsTitle')}</h2>
      <div className="scroll-x">
        <Segmented
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'all' as const, label: t('network:import.all') },
            ...OUTCOMES.filter((key) => job.counts[key]).map((key) => ({
              value: key,
              label: t('network:import.outcomeCount', {
                outcome: t(`network:outcome.${key}`),
                rows: format.number(job.counts[key] ?? 0),
              }),
            })),
          ]}
        />
      </div>
      {rows.isPending ? (
        <Skeleton rows={5} />
      ) : !rows.data ? (
        <ErrorState error={rows.error} onRetry={() => void rows.refetch()} isSmall />
      ) : items.length === 0 ? (
        <EmptyState title={t('network:import.noRows')} isSmall />
      ) : (
        <ul className="plain-list import-rows">
          {items.map((row) => (
            <Row key={row.rowNo} row={row} job={job} />
          ))}
        </ul>
      )}
      {rows.hasNextPage && (
        <Button block loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {t('common:list.more')}
        </Button>
      )}
    </section>
  )
}

function Row({ row, job }: { row: ImportRow; job: Import }) {
  const { t } = useTexts()
  const nameAt = job.plan.mapping.name
  const name = (nameAt !== undefined && row.cells[nameAt]) || row.code || t('network:import.noName')
  return (
    <li>
      <span className="figures faint import-row-no">
        {t('network:import.rowNo', { row: row.rowNo })}
      </span>
      <span className="import-row-text">
        {row.partnerId ? (
          <Link to={`/partners/${row.partnerId}`}>{name}</Link>
        ) : (
          <strong>{name}</strong>
        )}{' '}
        <span className="faint">{row.code}</span>
        {row.problems.map((problem) => (
          <div key={`${problem.field}${problem.code}`} className="import-problem">
            {t('network:import.problem', {
              field: t([`network:importField.${problem.field}`, 'network:import.wholeRow']),
              problem: t([`network:problem.${problem.code}`, ...fieldKeys(problem)], {
                // The server writes the other row, or the limit, into its message only.
                n: /\d+/.exec(problem.message)?.[0] ?? '',
                defaultValue: problem.message,
              }),
            })}
          </div>
        ))}
      </span>
      {row.outcome && (
        <span className="row-end">
          <StateTag tone={OUTCOME_TONES[row.outcome]}>
            {t(`network:outcome.${row.outcome}`)}
          </StateTag>
        </span>
      )}
    </li>
  )
}
