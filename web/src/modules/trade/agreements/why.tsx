import type {
  Explanation,
  TriedRule,
} from '../../../../../server/modules/trade/agreements/schema.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { StateTag } from '../../../ui/values.tsx'
import { unitPriceText } from './unit-price.ts'

/** Why a price is what it is, step by step in plain words; `tried` is what the seller sees beside. */
export function Why({
  explanation,
  currency,
  tried,
}: {
  explanation: Explanation
  currency: string
  tried?: TriedRule[] | undefined
}) {
  const { t } = useTexts()
  const format = useFormat()
  const price = (e4: number) => unitPriceText(e4, currency, format.locale)
  const { base, agreementName } = explanation
  // A rule that moved nothing on these terms is no reason for the price.
  const steps = explanation.steps.filter(({ beforeE4, afterE4 }) => beforeE4 !== afterE4)
  return (
    <div className="stack-small">
      <ol className="why">
        {steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one price never change places
          <li key={i} className={`why-step${i === steps.length - 1 ? ' why-last' : ''}`}>
            <span className="why-what">
              {step.code === 'list'
                ? base
                  ? t(`price:why.${base.kind}`, { date: format.date(base.validFrom) })
                  : t('price:why.listShort')
                : (step.label ?? t(`price:why.${step.step ?? step.code}`))}
              {step.laterDays !== null && step.laterDays !== 0 && (
                <span className="faint">
                  {' '}
                  {t(step.laterDays > 0 ? 'price:why.later' : 'price:why.earlier', {
                    days: format.number(Math.abs(step.laterDays), 1),
                  })}
                </span>
              )}
              {step.slices.length > 1 && (
                <span className="faint why-slices">
                  {step.slices
                    .map(({ quantity, unitE4 }) =>
                      t('price:why.slice', {
                        quantity: format.number(Number(quantity), 6),
                        price: price(unitE4),
                      }),
                    )
                    .join(' + ')}
                </span>
              )}
            </span>
            <span className="why-move">{moveText(step.beforeE4, step.afterE4, format)}</span>
            <span className="figures why-price">{price(step.afterE4)}</span>
          </li>
        ))}
      </ol>
      {steps.length <= 1 && <p className="faint">{t('price:why.none')}</p>}
      {agreementName && (
        <p className="faint">{t('price:why.agreement', { name: agreementName })}</p>
      )}
      {tried && tried.length > 0 && (
        <details>
          <summary>{t('price:why.tried')}</summary>
          <ul className="why-tried">
            {tried.map((rule) => (
              <li key={`${rule.agreementName} ${rule.ruleId}`}>
                {rule.label || rule.ruleId} <span className="faint">{rule.agreementName}</span>{' '}
                <StateTag tone={rule.outcome === 'applied' ? 'good' : 'quiet'}>
                  {t(`price:why.outcome.${rule.outcome}`)}
                </StateTag>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function moveText(
  before: number | null,
  after: number,
  format: { percent(share: number, digits?: number): string },
): string {
  if (before === null || before === 0 || before === after) return ''
  const share = (after - before) / before
  return `${share > 0 ? '+' : '−'}${format.percent(Math.abs(share), 2)}`
}
