// Terms of payment, in the one shape that prices, orders and receivables share.

/** What a part of the payment waits for before its days begin to run. */
export const DUE_FROM = ['order', 'shipment', 'delivery', 'invoice'] as const
export type DueFrom = (typeof DUE_FROM)[number]

/** `shareBp` basis points of the amount, `days` days after `from` happened. */
export interface PaymentPart {
  shareBp: number
  from: DueFrom
  days: number
}

/**
 * How an amount is paid: 30 % down and 70 % on delivery is `[{3000, order, 0}, {7000, delivery, 0}]`, cash in
 * full `[{10000, order, 0}]`, 60 days' credit `[{10000, invoice, 60}]`. The shares add up to 10,000.
 */
export type PaymentTerm = readonly PaymentPart[]
