import { useFormat, useTexts } from '../../ui/i18n.ts'
import { DateText, StateTag } from '../../ui/values.tsx'
import type { CardProps } from '../messaging/cards.ts'
import { ProgressBar, useActual } from './marks.tsx'
import './production.css'

interface Facts {
  code: string
  productName: string
  dueAt: string
  planned: number
  actual: number | null
  unknown: number
  trend: number | null
  finishAt: string | null
  isLate: boolean
  operations: {
    no: number
    name: string
    planned: number
    actual: number | null
    good: number
    quantity: number
    unit: string
  }[]
  missing: { shareId: string; org: string; operation: string; minutes: number }[]
  /** Who answers for those that have not reported. */
  people?: string[]
}

/** An hour's digest of an order as it stands in the group. */
export function DigestCard({ data }: CardProps) {
  const { t } = useTexts()
  const format = useFormat()
  const facts = data as unknown as Facts
  const say = useActual()
  const { trend } = facts
  return (
    <div className="clock-card">
      <div className="order-card-head">
        <b>
          {facts.code} {facts.productName}
        </b>
        {facts.isLate && <StateTag tone="bad">{t('production:state.late')}</StateTag>}
      </div>
      <div className="clock-card-figures figures">
        <span>
          {t('production:progress.actual')} <b>{say(facts)}</b>
          {trend !== null && (
            <span className="faint">
              {' '}
              ({trend > 0 ? '+' : ''}
              {format.percent(trend)})
            </span>
          )}
        </span>
        <span className="faint">
          {t('production:progress.planned')} {format.percent(facts.planned)}
        </span>
      </div>
      <ul className="clock-card-operations">
        {facts.operations.map((operation) => (
          <li key={operation.no}>
            <span>{operation.name}</span>
            <ProgressBar progress={{ ...operation, unknown: operation.actual === null ? 1 : 0 }} />
            <span className="figures faint">
              {format.number(operation.good, 3)}/{format.number(operation.quantity, 3)}
            </span>
          </li>
        ))}
      </ul>
      <div className="faint">
        {t('production:progress.finish')}{' '}
        {facts.finishAt ? <DateText at={facts.finishAt} hasTime /> : t('production:unknown')} ·{' '}
        {t('production:order.due')} <DateText at={facts.dueAt} hasTime />
      </div>
      {facts.missing.length > 0 && (
        <div className="text-bad">
          {t('production:digest.missing', {
            names: format.list(facts.missing.slice(0, 6).map((m) => `${m.org} ${m.operation}`)),
          })}
          {facts.people && ` · ${format.list(facts.people)}`}
        </div>
      )}
    </div>
  )
}
