// What rules have in common apart from their numbers: conditions, breaks, and what their effects do.
import { BP, divHalfUp, mulDiv, PricingError, WHOLE_MAX } from './exact.ts'
import { compileFormula } from './formula-compiled.ts'
import { parseFormula } from './formula-parser.ts'
import type { Bound, CatalogueProduct, Effect, Rule } from './model.ts'
import { laterBpDays, type PaymentFacts, paymentFacts } from './payments.ts'

/** The line as rules see it. */
export interface Asking {
  quantityMicro: number
  /** NaN when no date is wished. */
  leadDays: number
  payment: PaymentFacts
}

/** What a product's list price and cost are in the currency of the agreement; NaN is unknown. */
export interface Bases {
  list: number
  cost: number
}

/** What the rules of a plan may build on beside numbers of their own. */
export interface References {
  ruleValue(id: string, asking: Asking): number
  bases(): Bases
}

/** From the price so far to the price after; NaN when something is unknown. `value` is the rule's own number. */
type Apply = (price: number, value: number, asking: Asking, references: References) => number

const constant: Apply = (_, value) => value
const amount: Apply = (price, value) => price + value
const percent: Apply = (price, value) => partOf(price, value)

export class RuleShape {
  /** Conditions by their number in the book; 0 holds always. */
  readonly contextCondition: number
  readonly termsCondition: number
  readonly isExclusive: boolean
  readonly #hasLead: boolean
  readonly #leadFrom: number
  readonly #leadBelow: number
  readonly #isVolume: boolean
  readonly #from: number[]
  readonly #below: number[]
  /** Up to where the breaks follow one another from 0. */
  readonly #coveredTo: number
  readonly #apply: Apply[]
  readonly #hasBounds: boolean

  constructor(rule: Rule, contextCondition: number, termsCondition: number) {
    this.contextCondition = contextCondition
    this.termsCondition = termsCondition
    this.isExclusive = rule.combine === 'exclusive'
    const { lead } = rule.when ?? {}
    this.#hasLead = lead !== undefined
    this.#leadFrom = lead?.fromDays ?? 0
    this.#leadBelow = lead?.belowDays ?? Number.POSITIVE_INFINITY
    this.#isVolume = rule.breakMode === 'volume'
    this.#from = rule.breaks.map(({ fromMicro }) => fromMicro)
    this.#below = rule.breaks.map(({ belowMicro = Number.POSITIVE_INFINITY }, i) =>
      Math.min(belowMicro, rule.breaks[i + 1]?.fromMicro ?? Number.POSITIVE_INFINITY),
    )
    this.#coveredTo = coveredTo(this.#from, this.#below)
    this.#apply = rule.breaks.map(({ effect }) => applyOf(effect))
    this.#hasBounds = hasBounds(rule)
  }

  fitsLead(leadDays: number): boolean {
    return !this.#hasLead || (leadDays >= this.#leadFrom && leadDays < this.#leadBelow)
  }

  /**
   * The price after; NaN when the quantity reaches no break or a base is unknown. The rule's numbers begin at `at`.
   * Throws `price_overflow`.
   */
  apply(
    price: number,
    asking: Asking,
    values: Float64Array,
    at: number,
    references: References,
  ): number {
    const after = this.#isVolume
      ? this.#volume(price, asking, values, at, references)
      : this.#graduated(price, asking, values, at, references)
    if (!this.#hasBounds || Number.isNaN(after)) return after
    const bounds = at + this.#from.length
    return inRange(bounded(after, values[bounds]!, values[bounds + 1]!))
  }

  #volume(
    price: number,
    asking: Asking,
    values: Float64Array,
    at: number,
    references: References,
  ): number {
    const from = this.#from
    const quantity = asking.quantityMicro
    let i = from.length - 1
    while (i >= 0 && from[i]! > quantity) i--
    if (i < 0 || quantity >= this.#below[i]!) return Number.NaN
    return inRange(this.#apply[i]!(price, values[at + i]!, asking, references))
  }

  #graduated(
    price: number,
    asking: Asking,
    values: Float64Array,
    at: number,
    references: References,
  ): number {
    const quantity = asking.quantityMicro
    if (!(quantity <= this.#coveredTo)) return Number.NaN
    let sum = 0
    let exact: bigint | null = null
    for (let i = 0; i < this.#from.length; i++) {
      const size = Math.min(quantity, this.#below[i]!) - this.#from[i]!
      if (size <= 0) continue
      const unit = inRange(this.#apply[i]!(price, values[at + i]!, asking, references))
      if (Number.isNaN(unit)) return unit
      const cost = size * unit
      if (exact === null && sum + cost > WHOLE_MAX) exact = BigInt(sum)
      if (exact === null) sum += cost
      else exact += BigInt(size) * BigInt(unit)
    }
    return exact === null ? mulDiv(sum, 1, quantity) : Number(divHalfUp(exact, BigInt(quantity)))
  }
}

/** Rules with the same text have the same shape. */
export function shapeKey(rule: Rule, contextCondition: number, termsCondition: number): string {
  const { lead } = rule.when ?? {}
  const breaks = rule.breaks.map(({ fromMicro, belowMicro, effect }) => [
    fromMicro,
    belowMicro,
    effectKey(effect),
  ])
  const band = lead && [lead.fromDays, lead.belowDays]
  const kind = [rule.combine, rule.breakMode, hasBounds(rule)]
  return JSON.stringify([contextCondition, termsCondition, band, kind, breaks])
}

/** The numbers of a rule for a product: one a break, and the bounds if it has any. */
export function valuesOf(rule: Rule, bases: Bases): number[] {
  const values = rule.breaks.map(({ effect }) => numberOf(effect, bases))
  if (hasBounds(rule)) values.push(boundOf(rule.floor, bases), boundOf(rule.ceiling, bases))
  return values
}

export function basesOf(product: CatalogueProduct, currency: string): Bases {
  const isKnown = product.currency === currency
  const known = (e4: number | undefined) => (isKnown && e4 !== undefined ? e4 : Number.NaN)
  return { list: known(product.listE4), cost: known(product.costE4) }
}

/** NaN for no bound or an unknown base: comparisons with it are false. */
export function boundOf(bound: Bound | undefined, { list, cost }: Bases): number {
  if (!bound) return Number.NaN
  return 'unitE4' in bound ? bound.unitE4 : partOf(bound.of === 'list' ? list : cost, bound.bp)
}

/** Where they contradict each other the floor counts. */
export function bounded(price: number, floor: number, ceiling: number): number {
  const below = price > ceiling ? ceiling : price
  return below < floor ? floor : below
}

/** Prices stop at zero below; above they are refused. */
export function inRange(price: number): number {
  if (price > WHOLE_MAX) throw new PricingError('price_overflow', { unitE4Max: WHOLE_MAX })
  return price < 0 ? 0 : price
}

const hasBounds = ({ floor, ceiling }: Rule) => floor !== undefined || ceiling !== undefined

function partOf(base: number, bp: number): number {
  return Number.isNaN(base) ? base : mulDiv(base, BP + bp, BP)
}

function coveredTo(from: readonly number[], below: readonly number[]): number {
  let end = 0
  for (const [i, start] of from.entries()) {
    if (start !== end) break
    end = below[i]!
  }
  return end
}

const isOfNumber = (effect: Effect & { kind: 'percent' }) =>
  effect.of === 'list' || effect.of === 'cost'

function effectKey(effect: Effect): unknown {
  switch (effect.kind) {
    case 'absolute':
      return 'is'
    case 'amount':
      return 'adds'
    case 'percent':
      if (isOfNumber(effect)) return 'is'
      return typeof effect.of === 'object' ? effect.of : 'percent'
    case 'formula':
    case 'time_value':
      return effect
  }
}

function numberOf(effect: Effect, bases: Bases): number {
  switch (effect.kind) {
    case 'absolute':
    case 'amount':
      return effect.unitE4
    case 'percent':
      return isOfNumber(effect) ? partOf(bases[effect.of as 'list' | 'cost'], effect.bp) : effect.bp
    case 'formula':
    case 'time_value':
      return 0
  }
}

function applyOf(effect: Effect): Apply {
  switch (effect.kind) {
    case 'absolute':
      return constant
    case 'amount':
      return amount
    case 'percent': {
      const { of } = effect
      if (isOfNumber(effect)) return constant
      if (typeof of !== 'object') return percent
      return (_, bp, asking, references) => partOf(references.ruleValue(of.rule, asking), bp)
    }
    case 'formula':
      return formulaOf(effect.text)
    case 'time_value':
      return timeValueOf(effect)
  }
}

function timeValueOf(effect: Effect & { kind: 'time_value' }): Apply {
  const base = paymentFacts(effect.base)
  // The same fraction with fewer digits keeps products within doubles.
  const by = gcd(effect.annualRateBp, 100_000_000 * effect.yearDays)
  const rate = effect.annualRateBp / by
  const year = (100_000_000 * effect.yearDays) / by
  return (price, _, { payment, leadDays }) => {
    if (Number.isNaN(price)) return price
    const later = laterBpDays(payment, base, leadDays >= 0 ? leadDays : 0)
    return price + mulDiv(price, rate * later, year)
  }
}

function formulaOf(text: string): Apply {
  const run = compileFormula(parseFormula(text))
  return (price, _, asking, references) => {
    const { list, cost } = references.bases()
    return run({
      price,
      list,
      cost,
      quantityMicro: asking.quantityMicro,
      leadDays: asking.leadDays,
      creditDaysBp: asking.payment.creditDaysBp,
      depositBp: asking.payment.depositBp,
      rule: (id) => references.ruleValue(id, asking),
    })
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b)
}
