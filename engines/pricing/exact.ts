// Exact whole-number arithmetic of prices: doubles where the product fits in 53 bits, BigInt where it does not.

export type PricingErrorCode =
  | 'agreement_faulty'
  | 'amount_overflow'
  | 'formula_cycle'
  | 'formula_invalid'
  | 'inheritance_cycle'
  | 'payment_invalid'
  | 'price_overflow'
  | 'quantity_invalid'
  | 'lead_invalid'
  | 'agreement_unknown'

/** Everything the engine refuses, by a stable code with the numbers that tell why. */
export class PricingError extends Error {
  readonly code: PricingErrorCode
  readonly details: Record<string, unknown>
  constructor(code: PricingErrorCode, details: Record<string, unknown> = {}) {
    super(`${code} ${JSON.stringify(details)}`)
    this.name = 'PricingError'
    this.code = code
    this.details = details
  }
}

/** Ten-thousandths of a minor unit: 12.3456 yuan = 1,234.56 fen = 12,345,600. */
export const E4 = 10_000
/** Millionths of the base unit. */
export const MICRO = 1_000_000
/** Basis points: 10,000 are the whole. */
export const BP = 10_000
/** 9e15 < 2^53: the greatest unit price in e4 (9e7 yuan x 100), quantity in micro and amount in minor units. */
export const WHOLE_MAX = 9_000_000_000_000_000

/** `n / d` rounded half up (towards plus infinity), for any sign of `n` and `d > 0`. */
export function divHalfUp(n: bigint, d: bigint): bigint {
  const twice = 2n * n + d
  const by = 2n * d
  const quotient = twice / by
  return twice % by < 0n ? quotient - 1n : quotient
}

const SPLIT = 2 ** 17

/** `a * b / c` rounded half up; whole numbers in, a whole number out, exact up to 9e15. `a >= 0`, `c > 0`. */
export function mulDiv(a: number, b: number, c: number): number {
  const product = a * b
  if (product <= WHOLE_MAX && product >= -WHOLE_MAX) return divide(product, 0, c)
  // Long division with two digits of `a`: as long as each part is whole in a double, no BigInt is needed.
  const high = Math.floor(a / SPLIT)
  const top = high * b
  const size = (c + Math.abs(b)) * SPLIT
  if (size > WHOLE_MAX || top > WHOLE_MAX || top < -WHOLE_MAX)
    return Number(divHalfUp(BigInt(a) * BigInt(b), BigInt(c)))
  const quotient = Math.floor(top / c)
  return divide((top - quotient * c) * SPLIT + (a - high * SPLIT) * b, quotient * SPLIT, c)
}

// Math.floor of the rounded quotient is the true floor as long as `n` is whole in a double.
function divide(n: number, more: number, c: number): number {
  const quotient = Math.floor(n / c)
  return more + quotient + ((n - quotient * c) * 2 >= c ? 1 : 0)
}

/**
 * What a line costs in minor units: `unitE4 x quantityMicro / 10^10`, rounded half up once.
 * Throws `amount_overflow` beyond 9e15 minor units.
 */
export function amountMinor(unitE4: number, quantityMicro: number): number {
  const pieces = Math.floor(quantityMicro / MICRO)
  const isWhole = pieces * MICRO === quantityMicro
  const amount = isWhole ? mulDiv(unitE4, pieces, E4) : mulDiv(unitE4, quantityMicro, E4 * MICRO)
  if (amount > WHOLE_MAX) throw new PricingError('amount_overflow', { unitE4, quantityMicro })
  return amount
}

/** A quantity as the engine takes it, from exact `micro`. Throws `quantity_invalid` outside 1 to 9e15. */
export function quantityMicro(micro: bigint): number {
  if (micro < 1n || micro > BigInt(WHOLE_MAX))
    throw new PricingError('quantity_invalid', { quantityMicro: String(micro) })
  return Number(micro)
}
