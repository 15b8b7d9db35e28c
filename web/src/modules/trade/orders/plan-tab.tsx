import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { DateText, Money } from '../../../ui/values.tsx'
import type { Order } from './api.ts'

/** The parts of the payment: what falls due by what, and what of it is due since when. */
export function PlanTab({ order }: { order: Order }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <ol className="trade-plan">
      {order.plan.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts stand in the order of the term
        <li key={at} className="card card-padded">
          <div className="trade-order-head">
            <b>
              {t(part.days > 0 ? `orders:term.${part.from}Days` : `orders:term.${part.from}`, {
                share: format.percent(part.shareBp / 10_000, 2),
                days: part.days,
              })}
            </b>
            <span>
              <Money minor={part.dueMinor} currency={order.currency} />{' '}
              <span className="faint">
                / <Money minor={part.amountMinor} currency={order.currency} />
              </span>
            </span>
          </div>
          <ul className="trade-dues">
            {part.dues.map((due) => (
              <li key={`${due.at} ${due.amountMinor}`}>
                <span className="faint">{t('orders:plan.dueOn')}</span> <DateText at={due.dueOn} />
                <Money minor={due.amountMinor} currency={order.currency} />
              </li>
            ))}
            {part.dues.length === 0 && (
              <li className="faint">
                {part.expectedOn ? (
                  <>
                    {t('orders:plan.expected')} <DateText at={part.expectedOn} />
                  </>
                ) : (
                  t('orders:plan.waiting')
                )}
              </li>
            )}
          </ul>
        </li>
      ))}
    </ol>
  )
}
