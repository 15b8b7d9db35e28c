import type { Agreement, Break, Conditions, Effect, PartyConditions, Rule } from '@jingwei/pricing'
import type { ProductFacts } from '../catalogue/product-rows.ts'
import { toMicro } from '../quantity.ts'
import type { PaymentTerm } from '../terms-schema.ts'
import type { AgreementTerms, PriceRule, RuleWhen } from './schema.ts'

// What people write into an agreement, as the pricing engine takes it. Pure.

/** A price of an agreement's list as it is stored. */
export interface StoredPrice {
  productId: string
  fromMicro: number
  /** Parts of the term as JSON, or empty for any. */
  payment: string
  leadDays: number
  unitE4: number
}

/** Products that no other rule prices begin at their list price. */
const LIST: Rule = {
  id: 'list',
  step: 'price',
  priority: -2000,
  combine: 'exclusive',
  breakMode: 'volume',
  breaks: [{ fromMicro: 0, effect: { kind: 'percent', bp: 0, of: 'list' } }],
}
/** What holds where nothing was agreed. */
export const LIST_ALONE: Omit<Agreement, 'currency'> = {
  id: 'list',
  priority: -2000,
  rules: [LIST],
}

export function engineAgreement(
  header: { id: string; currency: string; when: PartyConditions },
  terms: AgreementTerms,
  prices: readonly StoredPrice[],
  products: readonly ProductFacts[],
): Agreement {
  const { floor, ceiling, rounding } = terms
  return {
    ...header,
    rules: [
      ...terms.rules.map((rule) => engineRule(rule, products)),
      ...listedRules(prices, products),
      ...(terms.coversAll ? [LIST] : []),
    ],
    ...(floor && { floor }),
    ...(ceiling && { ceiling }),
    ...(rounding && { rounding }),
  }
}

function engineRule(rule: PriceRule, products: readonly ProductFacts[]): Rule {
  const { id, step, priority, combine, breakMode, floor, ceiling } = rule
  return {
    ...{ id: `r:${id}`, step, priority, combine, breakMode },
    when: engineWhen(rule.when, products),
    breaks: rule.breaks.map(({ from, effect }) => ({
      fromMicro: Number(toMicro(from)),
      effect: effect as Effect,
    })),
    ...(floor && { floor }),
    ...(ceiling && { ceiling }),
  }
}

function engineWhen(when: RuleWhen, products: readonly ProductFacts[]): Conditions {
  const { from, until, products: named, ...rest } = when
  return {
    ...rest,
    ...(named && { products: withVariants(named, products) }),
    ...(from && { fromMs: Date.parse(from) }),
    ...(until && { untilMs: Date.parse(until) }),
  }
}

/** Who names a family means its variants. */
function withVariants(named: readonly string[], products: readonly ProductFacts[]): string[] {
  const heads = new Set(named)
  const variants = products.filter(({ variantOf }) => variantOf !== null && heads.has(variantOf))
  return [...new Set([...named, ...variants.map(({ id }) => id)])]
}

/** The list of prices: a rule for each product, term of payment and lead time, with its quantity breaks. */
function listedRules(prices: readonly StoredPrice[], products: readonly ProductFacts[]): Rule[] {
  const own = Map.groupBy(prices, ({ productId }) => productId)
  return products.flatMap(({ id, variantOf }) => {
    const rows = own.get(id) ?? own.get(variantOf ?? '') ?? []
    const groups = Map.groupBy(rows, ({ payment, leadDays }) => `${leadDays} ${payment}`)
    return [...groups].map(([key, group]) => listedRule(id, key, group))
  })
}

function listedRule(productId: string, key: string, rows: readonly StoredPrice[]): Rule {
  const { payment, leadDays } = rows[0]!
  const breaks: Break[] = [...rows]
    .sort((a, b) => a.fromMicro - b.fromMicro)
    .map(({ fromMicro, unitE4 }) => ({ fromMicro, effect: { kind: 'absolute', unitE4 } }))
  return {
    id: `p:${productId} ${key}`,
    step: 'price',
    combine: 'exclusive',
    breakMode: 'volume',
    when: {
      products: [productId],
      ...(payment && { payment: { kind: 'exact', terms: [JSON.parse(payment) as PaymentTerm] } }),
      ...(leadDays > 0 && { lead: { fromDays: leadDays } }),
    },
    breaks,
  }
}
