// Quantities are exact decimals with three places. They are computed as whole thousandths of their unit, so
// that what is split, bundled, handed over or corrected always adds up.

const SCALE = 1000

export function toMilli(quantity: number): number {
  return Math.round(quantity * SCALE)
}

export function fromMilli(milli: number): number {
  return milli / SCALE
}

/**
 * Shares a whole out by weights, in whole steps, so that the parts add up to it exactly: each gets what it
 * is owed rounded down, and the steps left over go to the largest remainders. What is smaller than a step
 * goes to the first part.
 */
export function splitExactly(
  totalMilli: number,
  weights: readonly number[],
  stepMilli = SCALE,
): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (weights.length === 0 || !(sum > 0)) throw new RangeError('nothing to share by')
  const steps = Math.floor(totalMilli / stepMilli)
  const owed = weights.map((weight) => (steps * weight) / sum)
  const parts = owed.map((share) => Math.floor(share))
  let left = steps - parts.reduce((a, b) => a + b, 0)
  const byRemainder = owed
    .map((share, i) => ({ i, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i)
  for (let k = 0; left > 0; k = (k + 1) % byRemainder.length, left--) {
    parts[byRemainder[k]!.i]!++
  }
  const milli = parts.map((part) => part * stepMilli)
  milli[0]! += totalMilli - steps * stepMilli
  return milli
}

/** Full bundles and, last, the one that holds the rest. */
export function bundleSizes(totalMilli: number, sizeMilli: number): number[] {
  if (!(sizeMilli > 0)) throw new RangeError('a bundle holds something')
  const full = Math.floor(totalMilli / sizeMilli)
  const rest = totalMilli - full * sizeMilli
  const sizes = Array.from({ length: full }, () => sizeMilli)
  return rest > 0 ? [...sizes, rest] : sizes
}

/** `1200`, `0.5`: without zeros that say nothing. */
export function formatMilli(milli: number): string {
  return String(fromMilli(milli))
}
