// What is priced in `bench quote`: ten prices a product, by quantity, payment and lead time, and who asks for what.
import type { PaymentTerm } from '../engines/pricing/terms.ts'

export const PRODUCTS = 10_000
export const E4_PER_MINOR = 10_000

export const TERMS: Record<'prepaid' | 'credit' | 'deposit', PaymentTerm> = {
  prepaid: [{ shareBp: 10_000, from: 'order', days: 0 }],
  credit: [{ shareBp: 10_000, from: 'invoice', days: 60 }],
  deposit: [
    { shareBp: 3000, from: 'order', days: 0 },
    { shareBp: 7000, from: 'delivery', days: 0 },
  ],
}

/** One price of a product: from how many pieces and lead days on, at which payment, and which part of the base. */
export interface Offer {
  perMille: number
  pieces: number
  leadDays: number
  payment: keyof typeof TERMS | null
}
const offer = (
  perMille: number,
  pieces = 0,
  payment: Offer['payment'] = null,
  leadDays = 0,
): Offer => ({ perMille, pieces, payment, leadDays })
export const OFFERS: readonly Offer[] = [
  offer(1000),
  offer(980, 10),
  offer(950, 100),
  offer(920, 1000),
  offer(940, 0, null, 30),
  offer(1030, 0, 'credit'),
  offer(900, 0, 'prepaid'),
  offer(880, 100, 'prepaid'),
  offer(860, 0, 'prepaid', 30),
  offer(840, 100, 'prepaid', 30),
]

/** In minor units; odd enough that no two products are alike. */
export function amountOf(product: number, { perMille }: Offer): number {
  const base = 1000 + ((product * 7919) % 90_000)
  return Math.round((base * perMille) / 1000)
}

export interface Situation {
  pieces: number
  payment: keyof typeof TERMS
  leadDays: number
}
export const SITUATIONS: readonly Situation[] = [
  { pieces: 1, payment: 'deposit', leadDays: 14 },
  { pieces: 250, payment: 'deposit', leadDays: 14 },
  { pieces: 12, payment: 'credit', leadDays: 14 },
  { pieces: 5000, payment: 'prepaid', leadDays: 14 },
  { pieces: 5000, payment: 'deposit', leadDays: 14 },
  { pieces: 30, payment: 'deposit', leadDays: 60 },
  { pieces: 30, payment: 'prepaid', leadDays: 45 },
  { pieces: 120, payment: 'prepaid', leadDays: 45 },
]

/** Prices one cart and answers its unit prices in minor units, in the order of `products`. */
export type Quote = (products: readonly number[], situation: Situation) => Promise<number[]>
