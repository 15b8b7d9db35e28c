// Value by operating figures: DEVA, and K × ARPU × MAU × LT. Figures carry their unit, so that a monthly one is
// never multiplied by a yearly one.
import { above, finite, ValuationError } from './errors.ts'

export const PERIODS = ['month', 'quarter', 'year'] as const
export type Period = (typeof PERIODS)[number]

/** Money in one currency, for each user and period. */
export interface Rate {
  amount: number
  currency: string
  per: Period
}

export interface Money {
  amount: number
  currency: string
}

/** How long a user stays, counted in periods. */
export interface Lifetime {
  length: number
  unit: Period
}

/**
 * E = K × ARPU × MAU × LT.
 * @throws ValuationError `unit_mismatch` where ARPU and lifetime are not counted in one period
 */
export function operatingValue(input: {
  k: number
  arpu: Rate
  mau: number
  lifetime: Lifetime
}): Money {
  const { k, arpu, mau, lifetime } = input
  finite(k, 'k')
  finite(arpu.amount, 'arpu')
  finite(mau, 'mau')
  finite(lifetime.length, 'lifetime')
  if (arpu.per !== lifetime.unit) {
    throw new ValuationError('unit_mismatch', 'lifetime', `${lifetime.unit} against ${arpu.per}`)
  }
  return { amount: k * arpu.amount * mau * lifetime.length, currency: arpu.currency }
}

/** ARPU from who pays and how much each of them does: pay rate × ARPPU. */
export function arpuOf(payRate: number, arppu: Rate): Rate {
  if (finite(payRate, 'payRate') > 1) throw new ValuationError('out_of_range', 'payRate')
  return { ...arppu, amount: payRate * finite(arppu.amount, 'arppu') }
}

/** Whether MAU × pay rate × ARPPU is MAU × ARPU, within a share of it. */
export function arpuAgrees(arpu: Rate, payRate: number, arppu: Rate, tolerance = 0.02): boolean {
  if (arpu.currency !== arppu.currency) throw new ValuationError('currency_mismatch', 'arppu')
  if (arpu.per !== arppu.per) throw new ValuationError('unit_mismatch', 'arppu')
  const computed = arpuOf(payRate, arppu).amount
  return Math.abs(computed - arpu.amount) <= tolerance * Math.max(computed, arpu.amount)
}

/** Expected periods of a user who stays with chance `retention` each time: 1 / (1 − r). */
export function lifetimeOfRetention(retention: number): number {
  if (finite(retention, 'retention') >= 1) throw new ValuationError('out_of_range', 'retention')
  return 1 / (1 - retention)
}

/**
 * LT = 1 + R1 + R2 + …: periods lived by a cohort, of which these shares were still there after 1, 2, … periods. What
 * lies beyond the curve is added as if the last step went on; `tail` says how much that is.
 */
export function lifetimeOfCurve(retained: readonly number[]): { length: number; tail: number } {
  if (retained.length === 0) throw new ValuationError('empty', 'retained')
  let sum = 1
  for (const [i, share] of retained.entries()) {
    if (finite(share, `retained[${i}]`) > (i === 0 ? 1 : retained[i - 1]!)) {
      throw new ValuationError('out_of_range', `retained[${i}]`, 'more than before')
    }
    sum += share
  }
  const last = retained.at(-1)!
  const step = retained.length > 1 ? last / (retained.at(-2) || 1) : last
  const tail = last === 0 ? 0 : step < 1 ? (last * step) / (1 - step) : Number.POSITIVE_INFINITY
  if (!Number.isFinite(tail)) throw new ValuationError('out_of_range', 'retained', 'nobody leaves')
  return { length: sum + tail, tail }
}

/**
 * DEVA: E = M × C × C, with M the capital put in for a customer and C the value of a customer. The product has no
 * unit of money by itself; it is read in the currency of M, with C as a pure number, as its users do.
 */
export function devaValue(capital: Money, customerValue: number): Money {
  finite(capital.amount, 'capital')
  finite(customerValue, 'customerValue')
  return { amount: capital.amount * customerValue ** 2, currency: capital.currency }
}

/** Value for each unit of capital put in: about 5 for platforms of consumers, 25 to 50 for industrial ones. */
export function capitalEfficiency(value: Money, invested: Money): number {
  if (value.currency !== invested.currency) {
    throw new ValuationError('currency_mismatch', 'invested')
  }
  return finite(value.amount, 'value') / above(invested.amount, 'invested')
}

/** Reference figures of capital efficiency and of years until a listing (domain.md section 7). */
export const REFERENCES = {
  consumer: { efficiency: [5, 5], yearsToList: 7 },
  industrial: { efficiency: [25, 50], yearsToList: 12 },
} as const

/**
 * What remains without users who were bought or subsidised (false prosperity 虚假繁荣): the share of them that
 * stays when the money stops, 0 unless it is known.
 */
export function organicUsers(users: number, boughtShare: number, staying = 0): number {
  finite(users, 'users')
  for (const [field, share] of Object.entries({ boughtShare, staying })) {
    if (finite(share, field) > 1) throw new ValuationError('out_of_range', field)
  }
  return users * (1 - boughtShare * (1 - staying))
}
