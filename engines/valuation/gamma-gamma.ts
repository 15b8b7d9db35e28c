// Gamma-Gamma: how much a purchase of a customer is worth, where that has nothing to do with how often it buys
// (Fader, Hardie & Lee 2005, "RFM and CLV", Journal of Marketing Research 42(4)).
import type { Customers } from './customers.ts'
import { above, ValuationError } from './errors.ts'
import { type Fit, type Likelihood, maximise } from './maximise.ts'
import { digamma, lnGamma } from './special.ts'

/** Values are gamma(p, ν) with ν gamma(q, v). */
export interface GammaGamma {
  p: number
  q: number
  v: number
}

export interface SpendFit extends Fit {
  /** How frequency and spend go together; the model assumes that they do not. */
  correlation: number
  /** What the mean purchase is worth, in the unit of the data; null where it has no mean (q ≤ 1). */
  meanSpend: number | null
}

const STARTS = [
  [1, 2, 1],
  [6, 4, 0.5],
  [3, 3, 3],
  [0.5, 1.5, 2],
]

/** Fits by maximum likelihood over the customers with a repeat purchase. `v` is in the unit of the spend. */
export function fitGammaGamma({ frequency, spend }: Customers): SpendFit {
  if (!spend) throw new ValuationError('empty', 'spend')
  if (spend.length !== frequency.length) throw new ValuationError('wrong_length', 'spend')
  const x: number[] = []
  const mean: number[] = []
  for (let i = 0; i < frequency.length; i++) {
    if (!(frequency[i]! > 0)) continue
    x.push(frequency[i]!)
    mean.push(above(spend[i]!, `spend[${i}]`))
  }
  if (x.length < 5) throw new ValuationError('too_few_points', 'spend', `${x.length}`)
  const scale = mean.reduce((sum, m) => sum + m, 0) / mean.length
  const scaled = mean.map((m) => m / scale)
  const fit = maximise(gammaGammaLikelihood(x, scaled), STARTS)
  const shift = x.length * Math.log(scale)
  const inUnit = (of: Record<string, number>) => ({ ...of, v: of.v! * scale })
  const parameters = inUnit(fit.parameters)
  const { p, q, v } = parameters as unknown as GammaGamma
  return {
    ...fit,
    parameters,
    standardErrors: fit.standardErrors && inUnit(fit.standardErrors),
    logLikelihood: fit.logLikelihood - shift,
    starts: fit.starts.map((s) => ({ ...s, logLikelihood: s.logLikelihood - shift })),
    correlation: correlationOf(x, mean),
    meanSpend: q > 1 ? (p * v) / (q - 1) : null,
  }
}

function gammaGammaLikelihood(x: readonly number[], mean: readonly number[]): Likelihood {
  return {
    names: ['p', 'q', 'v'],
    count: x.length,
    at(parameters, slope) {
      const [p, q, v] = parameters as unknown as [number, number, number]
      const lnV = Math.log(v)
      const start = -lnGamma(q) + q * lnV
      const slopeQ = lnV - digamma(q)
      let total = 0
      let [dp, dq, dv] = [0, 0, 0]
      for (let i = 0; i < x.length; i++) {
        const n = x[i]!
        const m = mean[i]!
        const px = p * n
        const lnAll = Math.log(n * m + v)
        const lnSpent = Math.log(n * m)
        total +=
          start + lnGamma(px + q) - lnGamma(px) + px * lnSpent - Math.log(m) - (px + q) * lnAll
        if (!slope) continue
        const slopeBoth = digamma(px + q)
        dp += n * (slopeBoth - digamma(px) + lnSpent - lnAll)
        dq += slopeBoth + slopeQ - lnAll
        dv += q / v - (px + q) / (n * m + v)
      }
      slope?.set([dp, dq, dv])
      return total
    },
  }
}

/** What a purchase of this customer is expected to be worth: its own mean drawn towards that of all. */
export function expectedSpend({ p, q, v }: GammaGamma, frequency: number, mean: number): number {
  above(q, 'q', 1)
  return frequency > 0 ? (p * (v + frequency * mean)) / (p * frequency + q - 1) : (p * v) / (q - 1)
}

export function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb)
    aa += (a[i]! - ma) ** 2
    bb += (b[i]! - mb) ** 2
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb)
}
