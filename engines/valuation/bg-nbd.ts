// BG/NBD: customers buy at their own rate until, after some purchase, they are gone (Fader, Hardie & Lee 2005,
// "Counting Your Customers the Easy Way", Marketing Science 24(2)).
import { type Customers, type Grouped, groupCustomers, timeScale } from './customers.ts'
import { finite, ValuationError } from './errors.ts'
import { type Fit, type Likelihood, maximise } from './maximise.ts'
import { digamma, hyp2f1, lnAdd, lnGamma } from './special.ts'

/** Rates are gamma(r, alpha), the chance to leave after a purchase is beta(a, b). */
export interface BgNbd {
  r: number
  alpha: number
  a: number
  b: number
}

const NAMES = ['r', 'alpha', 'a', 'b'] as const
const STARTS = [
  [1, 1, 1, 1],
  [0.3, 0.2, 0.8, 2.5],
  [2, 1, 0.5, 5],
  [0.1, 0.1, 2, 2],
  [5, 3, 0.2, 1],
]

/**
 * Fits by maximum likelihood. Cost grows with the number of different customers and with the largest frequency.
 * `alpha` is in the unit of the times. See `Fit` for what says whether it may be trusted.
 */
export function fitBgNbd(customers: Customers): Fit {
  const grouped = groupCustomers(customers)
  const scale = timeScale(grouped)
  const fit = maximise(bgNbdLikelihood(grouped, scale), STARTS)
  return rescaled(fit, grouped, scale)
}

/** Turns a rate that was fitted in scaled times back into the unit of the data. */
function rescaled(fit: Fit, { frequency, weight }: Grouped, scale: number): Fit {
  let purchases = 0
  for (let i = 0; i < frequency.length; i++) purchases += frequency[i]! * weight[i]!
  const alpha = (of: Record<string, number>) => ({ ...of, alpha: of.alpha! * scale })
  return {
    ...fit,
    parameters: alpha(fit.parameters),
    standardErrors: fit.standardErrors && alpha(fit.standardErrors),
    // Each purchase has a density per unit of time.
    logLikelihood: fit.logLikelihood - purchases * Math.log(scale),
    starts: fit.starts.map((start) => ({
      ...start,
      logLikelihood: start.logLikelihood - purchases * Math.log(scale),
    })),
  }
}

/** Value and slope of the likelihood, with times divided by `scale`. */
export function bgNbdLikelihood(grouped: Grouped, scale = 1): Likelihood {
  const { frequency, weight, count } = grouped
  const age = grouped.age.map((t) => t / scale)
  const recency = grouped.recency.map((t) => t / scale)
  const most = frequency.reduce((a, b) => Math.max(a, b), 0)
  // The gamma functions depend on the frequency alone.
  const value = new Float64Array(most + 1)
  const byR = new Float64Array(most + 1)
  const byA = new Float64Array(most + 1)
  const byB = new Float64Array(most + 1)
  return {
    names: NAMES,
    count,
    at(parameters, slope) {
      const [r, alpha, a, b] = parameters as unknown as [number, number, number, number]
      tabulate(r, alpha, a, b)
      let total = 0
      let [dr, dAlpha, da, db] = [0, 0, 0, 0]
      for (let i = 0; i < frequency.length; i++) {
        const x = frequency[i]!
        const w = weight[i]!
        const lnAge = Math.log(alpha + age[i]!)
        const alive = -(r + x) * lnAge
        let [stays, lnSeen] = [1, 0]
        let inside = alive
        if (x > 0) {
          lnSeen = Math.log(alpha + recency[i]!)
          const gone = Math.log(a / (b + x - 1)) - (r + x) * lnSeen
          inside = lnAdd(alive, gone)
          stays = Math.exp(alive - inside)
        }
        total += w * (value[x]! + inside)
        if (!slope) continue
        const leaves = 1 - stays
        dr += w * (byR[x]! - stays * lnAge - leaves * lnSeen)
        dAlpha +=
          w * (r / alpha - (r + x) * (stays / (alpha + age[i]!) + leaves / (alpha + recency[i]!)))
        da += w * (byA[x]! + leaves / a)
        db += w * (byB[x]! - (x > 0 ? leaves / (b + x - 1) : 0))
      }
      slope?.set([dr, dAlpha, da, db])
      return total
    },
  }

  function tabulate(r: number, alpha: number, a: number, b: number): void {
    const lnAlpha = Math.log(alpha)
    const start = lnGamma(a + b) - lnGamma(b) - lnGamma(r) + r * lnAlpha
    const [slopeR, slopeA, slopeB] = [digamma(r), digamma(a + b), digamma(b)]
    for (let x = 0; x <= most; x++) {
      value[x] = start + lnGamma(r + x) + lnGamma(b + x) - lnGamma(a + b + x)
      byR[x] = digamma(r + x) - slopeR + lnAlpha
      byA[x] = slopeA - digamma(a + b + x)
      byB[x] = slopeA + digamma(b + x) - slopeB - digamma(a + b + x)
    }
  }
}

/** What one customer did: repeats, when the last was, how long it has been watched. */
export interface Seen {
  frequency: number
  recency: number
  age: number
}

/** The chance that a customer will buy again. Without a repeat it is 1: in this model nobody leaves before one. */
export function bgNbdAlive(
  { r, alpha, a, b }: BgNbd,
  { frequency: x, recency, age }: Seen,
): number {
  if (x === 0) return 1
  const odds = Math.log(a / (b + x - 1)) + (r + x) * Math.log((alpha + age) / (alpha + recency))
  return 1 / (1 + Math.exp(odds))
}

/** Expected repeat purchases of somebody new within `time`. */
export function bgNbdExpected(model: BgNbd, time: number): number {
  return boughtIfAlive(model, { frequency: 0, recency: 0, age: 0 }, time)
}

/** Expected purchases within the next `time` of somebody who has done this much. */
export function bgNbdExpectedOf(model: BgNbd, seen: Seen, time: number): number {
  return boughtIfAlive(model, seen, time) * bgNbdAlive(model, seen)
}

function boughtIfAlive(
  { r, alpha, a, b }: BgNbd,
  { frequency: x, age }: Seen,
  time: number,
): number {
  finite(time, 'time')
  const z = time / (alpha + age + time)
  // The formula has a hole at a = 1 that is filled by what lies at both sides of it.
  const gap = 1e-4
  const bought = (shape: number) =>
    ((shape + b + x - 1) / (shape - 1)) * (1 - kept(r + x, b + x, shape + b + x - 1, z))
  const value = Math.abs(a - 1) < gap ? (bought(1 - gap) + bought(1 + gap)) / 2 : bought(a)
  if (!Number.isFinite(value)) throw new ValuationError('did_not_converge', 'hyp2f1')
  return value
}

/** (1 − z)^a ₂F₁(a, b; c; z), by Euler's transformation where that keeps its terms small. */
function kept(a: number, b: number, c: number, z: number): number {
  return c - a - b < 0
    ? (1 - z) ** (c - b) * hyp2f1(c - a, c - b, c, z)
    : (1 - z) ** a * hyp2f1(a, b, c, z)
}
