import type { Effect, PriceRule } from '../../../../../server/modules/trade/agreements/schema.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { unitPriceText } from './unit-price.ts'

/** A rule that holds, as one reads it: for what, when, and what it does from which quantity. */
export function RuleText({ rule, currency }: { rule: PriceRule; currency: string }) {
  const { t } = useTexts()
  const format = useFormat()
  const { when } = rule
  const { fromDays, belowDays } = when.lead ?? {}
  const effectText = (effect: Effect): string => {
    if (effect.kind === 'percent') return format.basisPoints(effect.bp)
    if (effect.kind === 'formula') return effect.text
    if (effect.kind === 'time_value') {
      return `${t('price:rule.effects.time_value')} ${format.percent(effect.annualRateBp / 10_000, 2)}`
    }
    const price = unitPriceText(effect.unitE4, currency, format.locale)
    return effect.kind === 'amount' && effect.unitE4 > 0 ? `+${price}` : price
  }
  const facts = [
    ...(when.categories ?? []),
    ...(when.products ? [`${t('price:rule.products')} × ${when.products.length}`] : []),
    ...(when.payment?.kind === 'class'
      ? when.payment.classes.map((one) => t(`price:rule.classes.${one}`))
      : []),
    ...(when.incoterms ?? []),
    ...(fromDays === undefined ? [] : [t('price:ladder.fromDays', { n: fromDays })]),
    ...(belowDays === undefined ? [] : [t('price:ladder.soon', { n: belowDays })]),
  ]
  return (
    <section className="rule rule-text">
      <div className="rule-head">
        <b className="rule-label">{rule.label || t(`price:rule.steps.${rule.step}`)}</b>
        <span className="faint">
          {t(`price:rule.steps.${rule.step}`)} · {t(`price:rule.${rule.combine}`)}
          {rule.breaks.length > 1 && ` · ${t(`price:rule.${rule.breakMode}`)}`}
        </span>
      </div>
      <p className="soft">{facts.length > 0 ? facts.join(' · ') : t('price:rule.allGoods')}</p>
      <ul className="rule-steps">
        {rule.breaks.map(({ from, effect }) => (
          <li key={from}>
            {rule.breaks.length > 1 && (
              <span className="faint">≥ {format.number(Number(from), 6)}</span>
            )}
            <b className="figures">{effectText(effect)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
