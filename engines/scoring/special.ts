/** ln of the gamma function (Lanczos, g = 7). */
function lnGamma(x: number): number {
  const weights = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  const sum = weights.reduce((acc, w, i) => acc + w / (x + i), 0.9999999999998099)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** The chance that a chi-square of so many degrees is above x: the upper incomplete gamma function. */
export function upperChiSquare(x: number, degrees: number): number {
  const [a, z] = [degrees / 2, x / 2]
  if (z <= 0) return 1
  if (z === Number.POSITIVE_INFINITY) return 0
  const front = Math.exp(a * Math.log(z) - z - lnGamma(a))
  if (z < a + 1) {
    let [term, sum] = [1 / a, 1 / a]
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= z / (a + n)
      sum += term
    }
    return 1 - front * sum
  }
  let b = z + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let i = 1; i < 500; i++) {
    const an = -i * (i - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return front * fraction
}

/** Two-sided chance of a standard normal number as far from 0. */
export const farFromZero = (z: number): number => upperChiSquare(z * z, 1)
