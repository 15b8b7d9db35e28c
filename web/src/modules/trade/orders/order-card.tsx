import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../ui/i18n.ts'
import { Money, StateTag } from '../../../ui/values.tsx'
import type { CardProps } from '../../messaging/cards.ts'
import './orders.css'

interface Facts {
  orderId: string
  no: string
  title: string
  seller: string
  buyer: string
  currency: string
  totalMinor: number
  what: string
  reason: string
}

const CALLS = /_proposed$|^differs$|^refused$/

/** What happened to an order, as it stands in its group. */
export function OrderCard({ data }: CardProps) {
  const { t } = useTexts()
  const facts = data as unknown as Facts
  return (
    <div className="trade-order-card">
      <div className="trade-order-head">
        <b>
          {facts.no} {facts.title}
        </b>
        <StateTag tone={CALLS.test(facts.what) ? 'bad' : 'indigo'}>
          {t(`orders:card.${facts.what}`)}
        </StateTag>
      </div>
      <div className="soft">
        {facts.seller} → {facts.buyer} ·{' '}
        <Money minor={facts.totalMinor} currency={facts.currency} />
      </div>
      {facts.reason && <div>{facts.reason}</div>}
      <Link to={`/orders/${facts.orderId}` as string}>{t('orders:card.open')}</Link>
    </div>
  )
}
