// Plans: how one product is priced under one agreement. Products whose rules differ in numbers only share a shape; what
// is a product's own is a few numbers side by side, so that pricing a line reads little memory.
import type { ConditionList } from './conditions.ts'
import type { Rounding } from './model.ts'
import { roundWithin } from './rounding.ts'
import {
  type Asking,
  type Bases,
  bounded,
  inRange,
  type References,
  type RuleShape,
} from './rule-shape.ts'
import type { Terms } from './terms-memory.ts'

/** Which conditions of the cart hold. */
export interface Holding {
  holds(condition: number): boolean
}

/** A rule in a plan: its numbers begin `at` places into those of the plan. */
export interface Place {
  shape: RuleShape
  at: number
}

// Where a plan's own numbers are; those of its rules follow.
const [LIST, COST, FLOOR, CEILING] = [0, 1, 2, 3]
export const RULES_AT = 4

/** The steps with their rules in order of precedence, for all products whose plans differ in numbers only. */
export class PlanShape {
  readonly #steps: Place[][]
  readonly #rounding: Rounding | undefined

  constructor(steps: Place[][], rounding: Rounding | undefined) {
    this.#steps = steps
    this.#rounding = rounding
  }

  /** The unit price in e4; NaN when no rule of the first step matches. Throws `price_overflow`. */
  price(
    plan: Plan,
    cart: Holding,
    terms: Terms,
    conditions: ConditionList,
    asking: Asking,
  ): number {
    const { values, offset } = plan
    let price = values[offset + LIST]!
    for (let i = 0; i < this.#steps.length; i++) {
      const places = this.#steps[i]!
      let isTaken = false
      for (let j = 0; j < places.length; j++) {
        const { shape, at } = places[j]!
        if (isTaken && shape.isExclusive) continue
        if (!shape.fitsLead(asking.leadDays) || !cart.holds(shape.contextCondition)) continue
        if (!terms.fits(shape.termsCondition, conditions.all)) continue
        const after = shape.apply(price, asking, values, offset + at, plan)
        if (Number.isNaN(after)) continue
        price = after
        isTaken = true
        if (shape.isExclusive) break
      }
      if (i === 0 && !isTaken) return Number.NaN
    }
    return this.#finish(price, values[offset + FLOOR]!, values[offset + CEILING]!)
  }

  #finish(price: number, floor: number, ceiling: number): number {
    let after = bounded(price, floor, ceiling)
    if (this.#rounding) after = roundWithin(after, this.#rounding, floor, ceiling)
    return inRange(after)
  }
}

/** Finds and keeps the values of rules that others build on. */
export type Resolve = (id: string) => { shape: RuleShape; values: Float64Array } | null

export class Plan implements References {
  readonly shape: PlanShape
  readonly values: Float64Array
  readonly offset: number
  readonly #resolve: Resolve
  #found: Map<string, ReturnType<Resolve>> | null = null

  constructor(shape: PlanShape, values: Float64Array, offset: number, resolve: Resolve) {
    this.shape = shape
    this.values = values
    this.offset = offset
    this.#resolve = resolve
  }

  ruleValue(id: string, asking: Asking): number {
    this.#found ??= new Map()
    let rule = this.#found.get(id)
    if (rule === undefined) {
      rule = this.#resolve(id)
      this.#found.set(id, rule)
    }
    if (rule === null) return Number.NaN
    return rule.shape.apply(this.values[this.offset + LIST]!, asking, rule.values, 0, this)
  }

  bases(): Bases {
    return { list: this.values[this.offset + LIST]!, cost: this.values[this.offset + COST]! }
  }
}

const CHUNK = 4096

/** Deals out room for numbers; a chunk is freed when the last plan that lies in it is. */
export class NumberRoom {
  #chunk = new Float64Array(CHUNK)
  #used = 0

  take(numbers: readonly number[]): { values: Float64Array; offset: number } {
    if (this.#used + numbers.length > this.#chunk.length) {
      this.#chunk = new Float64Array(Math.max(CHUNK, numbers.length))
      this.#used = 0
    }
    const taken = { values: this.#chunk, offset: this.#used }
    this.#chunk.set(numbers, this.#used)
    this.#used += numbers.length
    return taken
  }
}
