// What each step of a price does, by the definition: whole e4 before and after, rounded half up once a step.
import { divHalfUp, PricingError, WHOLE_MAX } from './exact.ts'
import type { PriceStep } from './explanation.ts'
import { evaluate, type Fraction } from './formula.ts'
import { type FormulaName, parseFormula } from './formula-parser.ts'
import type { InheritedRule } from './inheritance.ts'
import type {
  Base,
  Bound,
  Break,
  CatalogueProduct,
  Effect,
  PriceContext,
  PriceLine,
  Rounding,
  Rule,
} from './model.ts'
import { laterBpDays, type PaymentFacts, paymentFacts } from './payments.ts'

export interface Asked {
  context: PriceContext
  line: PriceLine
  product: CatalogueProduct
  payment: PaymentFacts
}

type Slice = { part: Break; quantityMicro: number }

/** The breaks that a quantity reaches, with what falls to each; null when some of it falls to none. */
export function slicesOf(rule: Rule, quantityMicro: number): Slice[] | null {
  const ends = (part: Break, i: number) =>
    Math.min(
      part.belowMicro ?? Number.POSITIVE_INFINITY,
      rule.breaks[i + 1]?.fromMicro ?? Number.POSITIVE_INFINITY,
    )
  if (rule.breakMode === 'volume') {
    const part = rule.breaks.find(
      (part, i) => quantityMicro >= part.fromMicro && quantityMicro < ends(part, i),
    )
    return part ? [{ part, quantityMicro }] : null
  }
  const slices = rule.breaks.flatMap((part, i) => {
    const size = Math.min(quantityMicro, ends(part, i)) - part.fromMicro
    return size > 0 ? [{ part, quantityMicro: size }] : []
  })
  const covered = slices.reduce((sum, slice) => sum + slice.quantityMicro, 0)
  return covered === quantityMicro ? slices : null
}

export class ReferenceSteps {
  price: bigint | null
  readonly taken: PriceStep[] = []
  readonly #asked: Asked
  readonly #list: bigint | null
  readonly #cost: bigint | null
  readonly #rules: readonly InheritedRule[]

  constructor(asked: Asked, currency: string, rules: readonly InheritedRule[]) {
    const { product } = asked
    const known = (e4: number | undefined) =>
      product.currency === currency && e4 !== undefined ? BigInt(e4) : null
    this.#asked = asked
    this.#list = known(product.listE4)
    this.#cost = known(product.costE4)
    this.#rules = rules
    this.price = this.#list
    if (this.#list !== null)
      this.taken.push({ code: 'list', beforeE4: null, afterE4: Number(this.#list) })
  }

  /** Applies a rule to the price so far; false when something it builds on is unknown. */
  apply({ rule, agreementId }: InheritedRule): boolean {
    const slices = slicesOf(rule, this.#asked.line.quantityMicro)!
    const units = this.#units(slices, this.price, [rule.id])
    if (!units) return false
    const before = this.price
    const { effect } = slices[0]!.part
    let after = average(slices, units)
    this.taken.push({
      code: 'rule',
      step: rule.step,
      ruleId: rule.id,
      agreementId,
      effect: effect.kind,
      beforeE4: before === null ? null : Number(before),
      afterE4: Number(after),
      slices: slices.map(({ part, quantityMicro }, i) => ({
        fromMicro: part.fromMicro,
        quantityMicro,
        unitE4: Number(units[i]),
      })),
      ...(effect.kind === 'time_value' && { laterBpDays: this.#later(effect) }),
    })
    for (const [code, bound] of [
      ['rule_ceiling', rule.ceiling],
      ['rule_floor', rule.floor],
    ] as const) {
      const bounded = this.#bounded(after, code === 'rule_floor', bound)
      if (bounded === after) continue
      const numbers = { beforeE4: Number(after), afterE4: Number(bounded) }
      this.taken.push({ code, ruleId: rule.id, boundE4: Number(bounded), ...numbers })
      after = bounded
    }
    this.price = inRange(after)
    return true
  }

  /** The bounds of the agreement, then rounding, which may not leave them. */
  finish(floor?: Bound, ceiling?: Bound, rounding?: Rounding): void {
    let price = this.price!
    for (const [code, bound] of [
      ['ceiling', ceiling],
      ['floor', floor],
    ] as const) {
      const bounded = this.#bounded(price, code === 'floor', bound)
      if (bounded === price) continue
      const numbers = { beforeE4: Number(price), afterE4: Number(bounded) }
      this.taken.push({ code, boundE4: Number(bounded), ...numbers })
      price = bounded
    }
    if (rounding) {
      const before = price
      const least = floor ? this.#bound(floor) : null
      const most = ceiling ? this.#bound(ceiling) : null
      price = roundWithin(before, rounding, least, most)
      if (price !== before) {
        const numbers = { beforeE4: Number(before), afterE4: Number(price) }
        this.taken.push({ code: 'rounding', ...rounding, ...numbers })
      }
    }
    this.price = inRange(price)
  }

  #bounded(price: bigint, isFloor: boolean, bound: Bound | undefined): bigint {
    const limit = bound ? this.#bound(bound) : null
    if (limit === null) return price
    return (isFloor ? price < limit : price > limit) ? limit : price
  }

  #bound(bound: Bound): bigint | null {
    if ('unitE4' in bound) return BigInt(bound.unitE4)
    const base = bound.of === 'list' ? this.#list : this.#cost
    return base === null ? null : divHalfUp(base * BigInt(10_000 + bound.bp), 10_000n)
  }

  /** What a unit of each slice costs. `within` are the rules being worked out, to stop where one builds on itself. */
  #units(slices: Slice[], price: bigint | null, within: string[]): bigint[] | null {
    const units: bigint[] = []
    for (const { part } of slices) {
      const unit = this.#effect(part.effect, price, within)
      if (unit === null) return null
      units.push(inRange(unit))
    }
    return units
  }

  #effect(effect: Effect, price: bigint | null, within: string[]): bigint | null {
    switch (effect.kind) {
      case 'absolute':
        return BigInt(effect.unitE4)
      case 'amount':
        return price === null ? null : price + BigInt(effect.unitE4)
      case 'percent': {
        const base = this.#base(effect.of ?? 'price', price, within)
        return base === null ? null : divHalfUp(base * BigInt(10_000 + effect.bp), 10_000n)
      }
      case 'time_value': {
        if (price === null) return null
        const rate = BigInt(effect.annualRateBp) * BigInt(this.#later(effect))
        return price + divHalfUp(price * rate, 100_000_000n * BigInt(effect.yearDays))
      }
      case 'formula': {
        const value = evaluate(parseFormula(effect.text), {
          name: (name) => this.#named(name, price),
          rule: (id) => minor(this.#ruleValue(id, within)),
        })
        return value && divHalfUp(value.n * 10_000n, value.d)
      }
    }
  }

  #later(effect: Effect & { kind: 'time_value' }): number {
    const { payment, line } = this.#asked
    return laterBpDays(payment, paymentFacts(effect.base), line.leadDays ?? 0)
  }

  #base(base: Base, price: bigint | null, within: string[]): bigint | null {
    if (base === 'price') return price
    if (base === 'list') return this.#list
    return base === 'cost' ? this.#cost : this.#ruleValue(base.rule, within)
  }

  #named(name: FormulaName, price: bigint | null): Fraction | null {
    const { line, payment } = this.#asked
    switch (name) {
      case 'price':
        return minor(price)
      case 'list':
        return minor(this.#list)
      case 'cost':
        return minor(this.#cost)
      case 'quantity':
        return { n: BigInt(line.quantityMicro), d: 1_000_000n }
      case 'leadDays':
        return line.leadDays === null ? null : { n: BigInt(line.leadDays), d: 1n }
      case 'creditDays':
        return { n: BigInt(payment.creditDaysBp), d: 10_000n }
      case 'deposit':
        return { n: BigInt(payment.depositBp), d: 10_000n }
    }
  }

  /** What a rule gives on the list price at this quantity, whether or not it is matched. */
  #ruleValue(id: string, within: string[]): bigint | null {
    const rule = this.#rules.find((one) => one.rule.id === id && one.overriddenBy === null)?.rule
    const slices = rule && slicesOf(rule, this.#asked.line.quantityMicro)
    if (!rule || !slices || within.includes(id)) return null
    const units = this.#units(slices, this.#list, [...within, id])
    if (!units) return null
    const below = this.#bounded(average(slices, units), false, rule.ceiling)
    return inRange(this.#bounded(below, true, rule.floor))
  }
}

const minor = (e4: bigint | null): Fraction | null => (e4 === null ? null : { n: e4, d: 10_000n })

function average(slices: Slice[], units: bigint[]): bigint {
  const sum = slices.reduce(
    (sum, { quantityMicro }, i) => sum + BigInt(quantityMicro) * units[i]!,
    0n,
  )
  const quantity = slices.reduce((sum, { quantityMicro }) => sum + BigInt(quantityMicro), 0n)
  return divHalfUp(sum, quantity)
}

/** To the step of the policy but within the bounds; where no step lies between them, the price stays unrounded. */
function roundWithin(
  price: bigint,
  rounding: Rounding,
  least: bigint | null,
  most: bigint | null,
): bigint {
  let rounded = roundTo(price, rounding, rounding.mode)
  if (least !== null && rounded < least) rounded = roundTo(least, rounding, 'up')
  if (most !== null && rounded > most) rounded = roundTo(most, rounding, 'down')
  const isOutside = (least !== null && rounded < least) || (most !== null && rounded > most)
  return isOutside ? price : rounded
}

function roundTo(
  price: bigint,
  { stepE4, endingE4 = 0 }: Rounding,
  mode: Rounding['mode'],
): bigint {
  const step = BigInt(stepE4)
  const ending = BigInt(endingE4)
  const offset = price - ending
  const rest = ((offset % step) + step) % step
  const below = (offset - rest) / step
  const isUp =
    mode === 'up'
      ? rest > 0n
      : mode === 'down'
        ? false
        : mode === 'half_up'
          ? rest * 2n >= step
          : rest * 2n > step || (rest * 2n === step && below % 2n !== 0n)
  const rounded = (below + (isUp ? 1n : 0n)) * step + ending
  return rounded < 0n ? ending : rounded
}

function inRange(price: bigint): bigint {
  if (price > BigInt(WHOLE_MAX)) throw new PricingError('price_overflow', { unitE4Max: WHOLE_MAX })
  return price < 0n ? 0n : price
}
