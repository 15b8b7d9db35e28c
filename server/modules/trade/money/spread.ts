// How an amount falls on parts: exact, and the same whenever it is asked.

/**
 * Spreads a total over weights. What rounding leaves goes to the later parts, the last of them closing the sum; no
 * part gets more than its weight while the total is not more than all weights. Without any weight the last part
 * takes all.
 */
export function spread(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  if (sum === 0n) return weights.map((_, at) => (at === weights.length - 1 ? total : 0))
  let passed = 0n
  let given = 0n
  return weights.map((weight) => {
    passed += BigInt(weight)
    const upTo = (BigInt(total) * passed) / sum
    const part = upTo - given
    given = upTo
    return Number(part)
  })
}

/** What an amount comes to for a part of its quantity, rounded half up; quantities in millionths. */
export function amountFor(amountMinor: number, micro: bigint, ofMicro: bigint): number {
  if (ofMicro === 0n) return amountMinor
  return Number((2n * BigInt(amountMinor) * micro + ofMicro) / (2n * ofMicro))
}

/** The tax that an amount contains at a rate in basis points, rounded half up. */
export function taxIn(amountMinor: number, taxBp: number): number {
  const whole = 10_000n + BigInt(taxBp)
  return Number((2n * BigInt(amountMinor) * BigInt(taxBp) + whole) / (2n * whole))
}
