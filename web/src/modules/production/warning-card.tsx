import { Link } from '@tanstack/react-router'
import { useTexts } from '../../ui/i18n.ts'
import { DateText, StateTag } from '../../ui/values.tsx'
import type { CardProps } from '../messaging/cards.ts'
import type { Warning } from './api.ts'
import { useMeasure } from './marks.tsx'
import './production.css'

interface Facts extends Pick<Warning, 'kind' | 'measure'> {
  warningId: string
  code: string
  productName: string
  operation: string | null
  org: string | null
  dueAt: string
  rung: number
  people?: string[]
}

/** A warning as it stands in the group, with the way to the page on which somebody takes it up. */
export function WarningCard({ data }: CardProps) {
  const { t } = useTexts()
  const measure = useMeasure()
  const facts = data as unknown as Facts
  return (
    <div className="clock-card is-warning">
      <div className="order-card-head">
        <b>
          {facts.code} {facts.productName}
        </b>
        <StateTag tone="bad">{t(`production:warning.kind.${facts.kind}`)}</StateTag>
      </div>
      {facts.operation && (
        <div>
          {facts.org} · {facts.operation}
        </div>
      )}
      <div className="figures">{measure(facts)}</div>
      {facts.people && <div>{facts.people.map((name) => `@${name}`).join(' ')}</div>}
      <div className="order-card-head faint">
        <span>
          {t('production:order.due')} <DateText at={facts.dueAt} hasTime />
        </span>
        {facts.rung > 0 && <span>{t('production:warning.rung', { rung: facts.rung })}</span>}
        <Link to={`/production/warnings/${facts.warningId}` as string}>
          {t('production:warning.goTo')}
        </Link>
      </div>
    </div>
  )
}
