// Reading terms of payment: their class, credit days and deposit share, and when their money comes.
import { BP, PricingError } from './exact.ts'
import type { PaymentClass, PaymentCondition } from './model.ts'
import { DUE_FROM, type PaymentTerm } from './terms.ts'

export const PAYMENT_DAYS_MAX = 10_000

/** What pricing needs of a term. Days are weighted by share: sums of `shareBp x days`, 10,000 a day. */
export interface PaymentFacts {
  /** The same for terms that mean the same, however their parts are listed or split. */
  key: string
  class: PaymentClass
  creditDaysBp: number
  depositBp: number
  /** Share that waits for shipment, delivery or invoice, and so for the lead days. */
  waitingBp: number
}

/** Throws `payment_invalid` when the shares do not add up to 10,000 or a part is out of range. */
export function paymentFacts(term: PaymentTerm): PaymentFacts {
  const shares = new Map<string, number>()
  let sum = 0
  let creditDaysBp = 0
  let depositBp = 0
  let waitingBp = 0
  for (const { shareBp, from, days } of term) {
    const isFit =
      DUE_FROM.includes(from) && isWhole(shareBp, 1, BP) && isWhole(days, 0, PAYMENT_DAYS_MAX)
    if (!isFit) throw new PricingError('payment_invalid', { shareBp, from, days })
    sum += shareBp
    creditDaysBp += shareBp * days
    if (from !== 'order') waitingBp += shareBp
    else if (days === 0) depositBp += shareBp
    const due = `${from}+${days}`
    shares.set(due, (shares.get(due) ?? 0) + shareBp)
  }
  if (sum !== BP) throw new PricingError('payment_invalid', { sumBp: sum })
  const key = keyOf(shares)
  return { key, class: classOf(shares, depositBp), creditDaysBp, depositBp, waitingBp }
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}

function classOf(shares: Map<string, number>, depositBp: number): PaymentClass {
  if (shares.size > 2) return 'instalments'
  if (depositBp === BP) return 'prepaid'
  if (shares.size === 2 && depositBp > 0) return 'deposit'
  return shares.size === 1 && [...shares.keys()][0]!.endsWith('+0') ? 'on_delivery' : 'credit'
}

export function fitsPayment(condition: PaymentCondition, term: PaymentFacts): boolean {
  if (condition.kind === 'exact')
    return condition.terms.some((exact) => paymentFacts(exact).key === term.key)
  if (condition.kind === 'class') return condition.classes.includes(term.class)
  const { creditDaysFrom = 0, creditDaysBelow, depositBpFrom = 0, depositBpBelow } = condition
  return (
    term.creditDaysBp >= creditDaysFrom * BP &&
    (creditDaysBelow === undefined || term.creditDaysBp < creditDaysBelow * BP) &&
    term.depositBp >= depositBpFrom &&
    (depositBpBelow === undefined || term.depositBp < depositBpBelow)
  )
}

/** By how much later than `base` the money of `term` comes, in basis-point days (10,000 = the whole, one day). */
export function laterBpDays(term: PaymentFacts, base: PaymentFacts, leadDays: number): number {
  const own = term.creditDaysBp + term.waitingBp * leadDays
  return own - (base.creditDaysBp + base.waitingBp * leadDays)
}

/** Terms that mean the same have the same text. */
export function canonicalTerm(term: PaymentTerm): string {
  return paymentFacts(term).key
}

const keyOf = (shares: Map<string, number>) => [...shares].map(String).sort().join(' ')
