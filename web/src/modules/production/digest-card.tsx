import type { Format } from '../../ui/format.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { DateText, StateTag } from '../../ui/values.tsx'
import type { CardProps } from '../messaging/cards.ts'
import { ProgressBar, useActual } from './marks.tsx'
import './production.css'

type Operation = Facts['operations'][number]
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
    /** The part of it of which nothing is known; cards of before did not say. */
    unknown?: number
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
            <ProgressBar progress={{ ...operation, unknown: unknownOf(operation) }} />
            <span className="figures faint">
              {countOf(operation, format, t('production:unknown'))}
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

const unknownOf = ({ actual, unknown }: Operation) => unknown ?? (actual === null ? 1 : 0)

/** What was reported of an operation: at least so much where some have not, and unknown where nobody has. */
function countOf(operation: Operation, format: Format, unknown: string): string {
  const { good, actual, quantity } = operation
  const atLeast = unknownOf(operation) > 0 ? '≥' : ''
  const done = good === 0 && !actual ? unknown : `${atLeast}${format.number(good, 3)}`
  return `${done}/${format.number(quantity, 3)}`
}
