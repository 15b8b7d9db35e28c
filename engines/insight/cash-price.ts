// Prices at different terms of payment, made comparable.
import type { DueFrom, PaymentTerm } from '@jingwei/pricing/terms'

export interface TermDays {
  /** Days from the order to its shipment, to delivery and to the invoice. */
  shipment: number
  delivery: number
  invoice: number
}

/**
 * What a price comes to when paid in full on delivery: each part is brought there at `annualRate` (0.06 is 6 % a
 * year, compounded by the day). 30 % down is worth more to the seller than it says, 60 days' credit less.
 */
export function cashPrice(
  price: number,
  term: PaymentTerm,
  days: TermDays,
  annualRate: number,
): number {
  const from: Record<DueFrom, number> = { order: 0, ...days }
  return term.reduce((sum, part) => {
    const late = from[part.from] + part.days - days.delivery
    return sum + ((price * part.shareBp) / 10_000) * (1 + annualRate) ** (-late / 365)
  }, 0)
}
