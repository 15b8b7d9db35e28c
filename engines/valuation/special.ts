// Functions of the gamma family. Accuracy is about 1e-13 relative, which the tests hold against identities.

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI)

/** ln Γ(x) for x > 0: recurrence up to 10, then Stirling's series. */
export function lnGamma(x: number): number {
  let at = x
  let product = 1
  while (at < 10) product *= at++
  const u = 1 / (at * at)
  const series =
    (1 / 12 -
      u * (1 / 360 - u * (1 / 1260 - u * (1 / 1680 - u * (1 / 1188 - (u * 691) / 360360))))) /
    at
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series - Math.log(product)
}

/** ψ(x), the slope of ln Γ, for x > 0: recurrence up to 10, then its asymptotic series. */
export function digamma(x: number): number {
  let at = x
  let shift = 0
  while (at < 10) shift -= 1 / at++
  const u = 1 / (at * at)
  const series =
    u * (1 / 12 - u * (1 / 120 - u * (1 / 252 - u * (1 / 240 - u * (1 / 132 - (u * 691) / 32760)))))
  return shift + Math.log(at) - 0.5 / at - series
}

const TERMS_MAX = 2_000_000

/**
 * Gauss's ₂F₁(a, b; c; z) for 0 ≤ z < 1 and c > 0, by its series: quick where c − a − b > 0. Returns NaN where it does
 * not end within two million terms.
 */
export function hyp2f1(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  for (let n = 0; n < TERMS_MAX; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    sum += term
    if (Math.abs(term) <= Math.abs(sum) * 1e-16) return sum
  }
  return Number.NaN
}

/** ln ₂F₁(1, b; c; z) for 0 < b < c and 0 ≤ z < 1: its terms fall like z^n, so nothing overflows. */
export function lnHypOne(b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  for (let n = 0; n < TERMS_MAX; n++) {
    term *= ((b + n) / (c + n)) * z
    sum += term
    // What is left is no more than a geometric series.
    if (term * z <= sum * (1 - z) * 1e-16) return Math.log(sum)
  }
  return Number.NaN
}

/** ln(e^a + e^b). */
export function lnAdd(a: number, b: number): number {
  if (a === Number.NEGATIVE_INFINITY) return b
  if (b === Number.NEGATIVE_INFINITY) return a
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b))
}

/** ln(e^a − e^b) for a ≥ b. */
export function lnSubtract(a: number, b: number): number {
  if (b === Number.NEGATIVE_INFINITY) return a
  return a <= b ? Number.NEGATIVE_INFINITY : a + Math.log(-Math.expm1(b - a))
}
