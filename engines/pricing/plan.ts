// A rule made ready for one product: bases looked up, percents of them worked out, conditions as small numbers.
import { BP, divHalfUp, mulDiv, PricingError, WHOLE_MAX } from './exact.ts'
import { compileFormula, type FormulaInput } from './formula-compiled.ts'
import { parseFormula } from './formula-parser.ts'
import type { Bound, Effect, Rule } from './model.ts'
import { laterBpDays, type PaymentFacts, paymentFacts } from './payments.ts'

/** The line as the rules of a plan see it. */
export interface Asking {
  quantityMicro: number
  /** NaN when no date is wished. */
  leadDays: number
  payment: PaymentFacts
}

/** What a plan knows of its product; NaN is unknown. */
export interface Bases {
  list: number
  cost: number
  /** What another rule gives on the list price. */
  rule(id: string, asking: Asking): number
}

/** From the price so far to the price after; NaN when something is unknown. */
type Apply = (price: number, asking: Asking) => number

export class PlanRule {
  /** Conditions by their number in the book; 0 holds always. */
  readonly contextCondition: number
  readonly termsCondition: number
  readonly leadFrom: number
  readonly leadBelow: number
  readonly isExclusive: boolean
  readonly #id: string
  readonly #isVolume: boolean
  readonly #from: number[]
  readonly #below: number[]
  /** Up to where the breaks follow one another from 0. */
  readonly #coveredTo: number
  readonly #apply: Apply[]
  readonly #floor: number
  readonly #ceiling: number

  constructor(rule: Rule, bases: Bases, contextCondition: number, termsCondition: number) {
    this.#id = rule.id
    this.contextCondition = contextCondition
    this.termsCondition = termsCondition
    const lead = rule.when?.lead
    // Without a band an unknown lead fits too, which no comparison with NaN would say.
    this.leadFrom = lead ? (lead.fromDays ?? 0) : Number.NaN
    this.leadBelow = lead?.belowDays ?? Number.POSITIVE_INFINITY
    this.isExclusive = rule.combine === 'exclusive'
    this.#isVolume = rule.breakMode === 'volume'
    this.#from = rule.breaks.map(({ fromMicro }) => fromMicro)
    this.#below = rule.breaks.map(({ belowMicro = Number.POSITIVE_INFINITY }, i) =>
      Math.min(belowMicro, rule.breaks[i + 1]?.fromMicro ?? Number.POSITIVE_INFINITY),
    )
    this.#coveredTo = coveredTo(this.#from, this.#below)
    this.#apply = rule.breaks.map(({ effect }) => prepareEffect(effect, bases))
    this.#floor = boundOf(rule.floor, bases)
    this.#ceiling = boundOf(rule.ceiling, bases)
  }

  fitsLead(leadDays: number): boolean {
    const { leadFrom } = this
    return Number.isNaN(leadFrom) || (leadDays >= leadFrom && leadDays < this.leadBelow)
  }

  /** The price after; NaN when the quantity reaches no break or a base is unknown. Throws `price_overflow`. */
  apply(price: number, asking: Asking): number {
    const after = this.#isVolume ? this.#volume(price, asking) : this.#graduated(price, asking)
    return Number.isNaN(after) ? after : this.#whole(bounded(after, this.#floor, this.#ceiling))
  }

  #volume(price: number, asking: Asking): number {
    const from = this.#from
    const quantity = asking.quantityMicro
    let at = from.length - 1
    while (at >= 0 && from[at]! > quantity) at--
    if (at < 0 || quantity >= this.#below[at]!) return Number.NaN
    return this.#whole(this.#apply[at]!(price, asking))
  }

  #graduated(price: number, asking: Asking): number {
    const quantity = asking.quantityMicro
    if (!(quantity <= this.#coveredTo)) return Number.NaN
    let sum = 0
    let exact: bigint | null = null
    for (let i = 0; i < this.#from.length; i++) {
      const size = Math.min(quantity, this.#below[i]!) - this.#from[i]!
      if (size <= 0) continue
      const unit = this.#whole(this.#apply[i]!(price, asking))
      if (Number.isNaN(unit)) return unit
      const cost = size * unit
      if (exact === null && sum + cost > WHOLE_MAX) exact = BigInt(sum)
      if (exact === null) sum += cost
      else exact += BigInt(size) * BigInt(unit)
    }
    return exact === null ? mulDiv(sum, 1, quantity) : Number(divHalfUp(exact, BigInt(quantity)))
  }

  #whole(price: number): number {
    if (price > WHOLE_MAX) throw new PricingError('price_overflow', { ruleId: this.#id })
    return price < 0 ? 0 : price
  }
}

/** NaN for no bound or an unknown base: comparisons with it are false. */
export function boundOf(bound: Bound | undefined, { list, cost }: Bases): number {
  if (!bound) return Number.NaN
  if ('unitE4' in bound) return bound.unitE4
  const base = bound.of === 'list' ? list : cost
  return Number.isNaN(base) ? base : mulDiv(base, BP + bound.bp, BP)
}

/** Where they contradict each other the floor counts. */
export function bounded(price: number, floor: number, ceiling: number): number {
  const below = price > ceiling ? ceiling : price
  return below < floor ? floor : below
}

function coveredTo(from: readonly number[], below: readonly number[]): number {
  let end = 0
  for (const [i, start] of from.entries()) {
    if (start !== end) break
    end = below[i]!
  }
  return end
}

function prepareEffect(effect: Effect, bases: Bases): Apply {
  switch (effect.kind) {
    case 'absolute': {
      const { unitE4 } = effect
      return () => unitE4
    }
    case 'amount': {
      const { unitE4 } = effect
      return (price) => price + unitE4
    }
    case 'percent':
      return preparePercent(effect, bases)
    case 'time_value':
      return prepareTimeValue(effect)
    case 'formula':
      return prepareFormula(effect.text, bases)
  }
}

function preparePercent({ bp, of = 'price' }: Effect & { kind: 'percent' }, bases: Bases): Apply {
  const share = BP + bp
  const partOf = (base: number) => (Number.isNaN(base) ? base : mulDiv(base, share, BP))
  if (of === 'price') return partOf
  if (typeof of === 'object') return (_, asking) => partOf(bases.rule(of.rule, asking))
  const after = partOf(bases[of])
  return () => after
}

function prepareTimeValue(effect: Effect & { kind: 'time_value' }): Apply {
  const base = paymentFacts(effect.base)
  // The same whole fraction with fewer digits keeps products within doubles.
  const by = gcd(effect.annualRateBp, 100_000_000 * effect.yearDays)
  const rate = effect.annualRateBp / by
  const year = (100_000_000 * effect.yearDays) / by
  return (price, { payment, leadDays }) => {
    if (Number.isNaN(price)) return price
    const later = laterBpDays(payment, base, leadDays >= 0 ? leadDays : 0)
    return price + mulDiv(price, rate * later, year)
  }
}

function prepareFormula(text: string, bases: Bases): Apply {
  const run = compileFormula(parseFormula(text))
  return (price, asking) => {
    const input: FormulaInput = {
      price,
      list: bases.list,
      cost: bases.cost,
      quantityMicro: asking.quantityMicro,
      leadDays: asking.leadDays,
      creditDaysBp: asking.payment.creditDaysBp,
      depositBp: asking.payment.depositBp,
      rule: (id) => bases.rule(id, asking),
    }
    return run(input)
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b)
}
