// How one product is priced under one agreement: the steps with their rules in order, then bounds and rounding.
import type { ConditionList } from './conditions.ts'
import { PricingError, WHOLE_MAX } from './exact.ts'
import type { Agreement } from './model.ts'
import { type Asking, type Bases, bounded, boundOf, type PlanRule } from './plan.ts'
import { roundWithin } from './rounding.ts'
import type { Terms } from './terms-memory.ts'

/** Which conditions of the cart hold. */
export interface Holding {
  holds(condition: number): boolean
}

export class Plan {
  readonly #steps: PlanRule[][]
  readonly #list: number
  readonly #floor: number
  readonly #ceiling: number
  readonly #rounding: Agreement['rounding']

  constructor(
    steps: PlanRule[][],
    bases: Bases,
    policy: Pick<Agreement, 'floor' | 'ceiling' | 'rounding'>,
  ) {
    this.#steps = steps
    this.#list = bases.list
    this.#floor = boundOf(policy.floor, bases)
    this.#ceiling = boundOf(policy.ceiling, bases)
    this.#rounding = policy.rounding
  }

  /** The unit price in e4; NaN when no rule of the first step matches. Throws `price_overflow`. */
  price(cart: Holding, terms: Terms, conditions: ConditionList, asking: Asking): number {
    let price = this.#list
    for (let i = 0; i < this.#steps.length; i++) {
      const rules = this.#steps[i]!
      let isTaken = false
      for (let j = 0; j < rules.length; j++) {
        const rule = rules[j]!
        if (isTaken && rule.isExclusive) continue
        if (!rule.fitsLead(asking.leadDays) || !cart.holds(rule.contextCondition)) continue
        if (!terms.fits(rule.termsCondition, conditions.all)) continue
        const after = rule.apply(price, asking)
        if (Number.isNaN(after)) continue
        price = after
        isTaken = true
        if (rule.isExclusive) break
      }
      if (i === 0 && !isTaken) return Number.NaN
    }
    return this.#finish(price)
  }

  #finish(price: number): number {
    let after = bounded(price, this.#floor, this.#ceiling)
    if (this.#rounding) after = roundWithin(after, this.#rounding, this.#floor, this.#ceiling)
    if (after > WHOLE_MAX) throw new PricingError('price_overflow', { ruleId: '' })
    return after < 0 ? 0 : after
  }
}
