import { LockOutlined, ThunderboltOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useMay } from '../../../app/session.ts'
import { ExportButton } from '../../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type Comparison, comparisonQuery, type Rfq } from './api.ts'
import { AwardBar } from './award-bar.tsx'
import { ComparedLine } from './compared-line.tsx'
import { UnitPrice } from './marks.tsx'
import { QuotePanel } from './quote-panel.tsx'
import { ReckonButton } from './reckon-drawer.tsx'
import { cheapestSplit, type Split } from './split.ts'

/** Offers side by side at what they really cost, and what to take of each. */
export function ComparisonTab({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  const format = useFormat()
  const may = useMay()
  const { data, error, refetch } = useQuery({ ...comparisonQuery(rfq.id), enabled: rfq.isOpened })
  const [split, setSplit] = useState<Split>({})
  const [opened, setOpened] = useState<string | null>(null)
  if (!rfq.isOpened) {
    return (
      <EmptyState
        icon={<LockOutlined />}
        title={t('sourcing:compare.sealed')}
        note={t('sourcing:compare.sealedNote', { time: format.dateTime(rfq.closesAt) })}
      />
    )
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton />
  if (data.lines.every((line) => line.offers.length === 0)) {
    return <EmptyState title={t('sourcing:compare.none')} note={t('sourcing:compare.noneNote')} />
  }
  const mayAward = may('trade:view') && (rfq.state === 'open' || rfq.state === 'closed')
  return (
    <div className="stack">
      <div className="compare-tools">
        <ReckonButton rfq={rfq} />
        <ExportButton path={`/rfqs/${rfq.id}/comparison.xlsx`} query={{ locale: format.locale }} />
        {mayAward && (
          <Button icon={<ThunderboltOutlined />} onClick={() => setSplit(cheapestSplit(data))}>
            {t('sourcing:award.cheapest')}
          </Button>
        )}
      </div>
      {data.lines.length > 1 && <Matrix comparison={data} onOpen={setOpened} />}
      {data.lines.map((line) => (
        <ComparedLine
          key={line.line.no}
          line={line}
          currency={data.currency}
          split={split}
          onSplit={mayAward ? (patch) => setSplit({ ...split, ...patch }) : undefined}
          onOpen={setOpened}
        />
      ))}
      {mayAward && (
        <AwardBar rfq={rfq} comparison={data} split={split} onDone={() => setSplit({})} />
      )}
      <QuotePanel rfq={rfq} quoteId={opened} onClose={() => setOpened(null)} />
    </div>
  )
}

/** Every line against every supplier: its best offer there, the best of the line marked. */
function Matrix({
  comparison,
  onOpen,
}: {
  comparison: Comparison
  onOpen: (quoteId: string) => void
}) {
  const { t } = useTexts()
  const suppliers = new Map(
    comparison.lines.flatMap(({ offers }) =>
      offers.map((offer) => [offer.quoteId, offer.seller.name] as const),
    ),
  )
  const columns = [...suppliers].sort(([, a], [, b]) => a.localeCompare(b))
  return (
    <div className="matrix-scroll">
      <table className="matrix">
        <thead>
          <tr>
            <th>{t('sourcing:line.one')}</th>
            {columns.map(([id, name]) => (
              <th key={id}>
                <Button type="link" size="small" onClick={() => onOpen(id)}>
                  {name}
                </Button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparison.lines.map(({ line, offers, refused }) => (
            <tr key={line.no}>
              <th scope="row">
                {line.description}
                <span className="faint figures">
                  {' '}
                  {line.quantity} {line.unit}
                </span>
              </th>
              {columns.map(([id, name]) => {
                const best = offers.find((offer) => offer.quoteId === id)
                return (
                  <td key={id} className={best?.isBestPrice ? 'is-best' : undefined}>
                    {best ? (
                      <UnitPrice e4={best.landedE4} currency={comparison.currency} />
                    ) : (
                      <span className="faint">
                        {refused.includes(name) ? t('sourcing:offer.kinds.none') : '–'}
                      </span>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
