import { CalendarOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Segmented, Tooltip } from 'antd'
import { useState } from 'react'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { StateTag } from '../../../ui/values.tsx'
import { type NextOrder, nextOrdersQuery } from './api.ts'

const HORIZONS = [14, 28, 60]
/** What nobody can be sure of is not said to be certain. */
const SUREST = 0.99
/** Half a bag of a hundred tells nothing. */
const digitsOf = (quantity: number) => (quantity >= 10 ? 0 : 1)

/** Who is likely to order within some weeks: the call list of whoever looks after them. */
export function NextTab() {
  const { t } = useTexts()
  const [side, setSide] = useState<'sold' | 'bought'>('sold')
  const [days, setDays] = useState(28)
  const { data, error, refetch } = useQuery(nextOrdersQuery(side, days))
  return (
    <>
      <div className="insight-tools">
        <Segmented
          value={side}
          onChange={setSide}
          options={(['sold', 'bought'] as const).map((value) => ({
            ...{ value, label: t(`insight:next.${value}`) },
          }))}
        />
        <Segmented
          value={days}
          onChange={setDays}
          options={HORIZONS.map((value) => ({
            ...{ value, label: t('insight:next.within', { days: value }) },
          }))}
        />
      </div>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={8} />
      ) : data.items.length === 0 ? (
        <EmptyState
          icon={<CalendarOutlined />}
          title={t('insight:next.none')}
          note={t('insight:next.noneNote')}
        />
      ) : (
        <div className="next-orders">
          {data.items.map((next) => (
            <NextCard key={next.org.id} next={next} days={data.horizonDays} />
          ))}
        </div>
      )}
    </>
  )
}

function NextCard({ next, days }: { next: NextOrder; days: number }) {
  const { t } = useTexts()
  const format = useFormat()
  const share = Math.round(next.confidence * 100)
  return (
    <article className="card card-padded next-order">
      <header>
        <h3>{next.org.name}</h3>
        <span className="next-when">
          {next.day === null ? (
            <span className="faint">{t('insight:next.firstOnly')}</span>
          ) : (
            <>
              {t('insight:next.expected', { day: format.date(next.day) })}{' '}
              {next.isOverdue && <StateTag tone="accent">{t('insight:next.overdue')}</StateTag>}
            </>
          )}
        </span>
      </header>
      <div className="next-sure">
        <Tooltip title={t('insight:next.evidence', { seen: next.seen, came: next.came, days })}>
          <b className="figures">{format.percent(Math.min(SUREST, next.confidence))}</b>{' '}
          <span className="soft">{t('insight:next.chance', { days })}</span>
        </Tooltip>
        <div className="meter" aria-hidden>
          <div style={{ width: `${share}%` }} />
        </div>
      </div>
      <ul className="next-items">
        {next.items.map((item) => (
          <li key={item.productId}>
            <span className="next-item-name">{item.name}</span>
            <span className="figures">
              {t('insight:next.about', {
                quantity: format.number(item.quantity, digitsOf(item.quantity)),
                unit: item.unit,
              })}
              {item.low !== null && item.high !== null && item.high - item.low > 0.05 && (
                <span className="faint">
                  {' '}
                  {format.number(item.low, digitsOf(item.low))}–
                  {format.number(item.high, digitsOf(item.high))}
                </span>
              )}
            </span>
            <Tooltip
              title={t('insight:next.itemEvidence', { orders: item.orders, all: next.orders })}
            >
              <span className="figures next-item-chance">
                {format.percent(Math.min(SUREST, item.chance))}
              </span>
            </Tooltip>
          </li>
        ))}
      </ul>
      <footer className="faint">
        {t('insight:next.last', { day: format.date(next.lastDay), orders: next.orders })}
        {next.early !== null && next.late !== null && next.early !== next.late && (
          <>
            {' · '}
            {t('insight:next.range', {
              early: format.date(next.early),
              late: format.date(next.late),
              share: format.percent(next.coverage ?? 0),
            })}
          </>
        )}
      </footer>
    </article>
  )
}
