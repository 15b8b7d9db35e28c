// Pareto/NBD: customers buy at their own rate for a lifetime of their own (Schmittlein, Morrison & Colombo 1987,
// "Counting Your Customers", Management Science 33(1)).
import type { Seen } from './bg-nbd.ts'
import { type Customers, type Grouped, groupCustomers, timeScale } from './customers.ts'
import { finite } from './errors.ts'
import { type Fit, type Likelihood, maximise } from './maximise.ts'
import { lnAdd, lnGamma, lnHypOne, lnSubtract } from './special.ts'

/** Rates of buying are gamma(r, alpha), rates of leaving gamma(s, beta). */
export interface ParetoNbd {
  r: number
  alpha: number
  s: number
  beta: number
}

const STARTS = [
  [1, 1, 1, 1],
  [0.5, 0.3, 0.6, 0.4],
  [2, 2, 0.3, 0.5],
  [0.2, 0.1, 2, 3],
]

/** Fits by maximum likelihood. `alpha` and `beta` are in the unit of the times. */
export function fitParetoNbd(customers: Customers): Fit {
  const grouped = groupCustomers(customers)
  const scale = timeScale(grouped)
  const fit = maximise(paretoNbdLikelihood(grouped, scale), STARTS)
  let purchases = 0
  for (let i = 0; i < grouped.frequency.length; i++) {
    purchases += grouped.frequency[i]! * grouped.weight[i]!
  }
  const inUnit = (of: Record<string, number>) => ({
    ...of,
    alpha: of.alpha! * scale,
    beta: of.beta! * scale,
  })
  const total = (value: number) => value - purchases * Math.log(scale)
  return {
    ...fit,
    parameters: inUnit(fit.parameters),
    standardErrors: fit.standardErrors && inUnit(fit.standardErrors),
    logLikelihood: total(fit.logLikelihood),
    starts: fit.starts.map((start) => ({ ...start, logLikelihood: total(start.logLikelihood) })),
  }
}

export function paretoNbdLikelihood(grouped: Grouped, scale = 1): Likelihood {
  const { frequency, weight, count } = grouped
  const age = grouped.age.map((t) => t / scale)
  const recency = grouped.recency.map((t) => t / scale)
  const value = ([r, alpha, s, beta]: Float64Array): number => {
    const start = -lnGamma(r!) + r! * Math.log(alpha!) + s! * Math.log(beta!)
    let total = 0
    for (let i = 0; i < frequency.length; i++) {
      const x = frequency[i]!
      const alive = -(r! + x) * Math.log(alpha! + age[i]!) - s! * Math.log(beta! + age[i]!)
      const gone = lnGone(r!, alpha!, s!, beta!, x, recency[i]!, age[i]!)
      total += weight[i]! * (start + lnGamma(r! + x) + lnAdd(alive, gone))
    }
    return total
  }
  return {
    names: ['r', 'alpha', 's', 'beta'],
    count,
    at(parameters, slope) {
      // The slope of the hypergeometric part has no short form: differences of the fourth order instead.
      slope?.set(parameters.map((_, i) => slopeBy(parameters, i, value)))
      return value(parameters)
    },
  }
}

function slopeBy(
  parameters: Float64Array,
  i: number,
  value: (parameters: Float64Array) => number,
): number {
  const h = 1e-3 * parameters[i]!
  const at = (steps: number) => {
    const moved = parameters.slice()
    moved[i]! += steps * h
    return value(moved)
  }
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
}

/**
 * The logarithm of the part of the likelihood where the customer left between the last purchase and now. Euler's
 * transformation leaves ₂F₁(1, ·; ·; z), whose terms fall, so that no frequency makes it overflow.
 */
function lnGone(
  r: number,
  alpha: number,
  s: number,
  beta: number,
  x: number,
  recency: number,
  age: number,
): number {
  const c = r + s + x + 1
  const isSlow = alpha >= beta
  const part = (t: number): number => {
    const lnAlpha = Math.log(alpha + t)
    const lnBeta = Math.log(beta + t)
    return isSlow
      ? lnHypOne(r + x, c, (alpha - beta) / (alpha + t)) - (r + x) * lnAlpha - s * lnBeta
      : lnHypOne(s + 1, c, (beta - alpha) / (beta + t)) - (r + x - 1) * lnAlpha - (s + 1) * lnBeta
  }
  return Math.log(s / (r + s + x)) + lnSubtract(part(recency), part(age))
}

/** The chance that a customer is still one. */
export function paretoNbdAlive({ r, alpha, s, beta }: ParetoNbd, seen: Seen): number {
  const { frequency: x, recency, age } = seen
  const alive = -(r + x) * Math.log(alpha + age) - s * Math.log(beta + age)
  return 1 / (1 + Math.exp(lnGone(r, alpha, s, beta, x, recency, age) - alive))
}

/** Expected repeat purchases of somebody new within `time`. */
export function paretoNbdExpected({ r, alpha, s, beta }: ParetoNbd, time: number): number {
  finite(time, 'time')
  return (r / alpha) * livedOf(s, beta, time)
}

/** Expected purchases within the next `time` of somebody who has done this much. */
export function paretoNbdExpectedOf(model: ParetoNbd, seen: Seen, time: number): number {
  finite(time, 'time')
  const { r, alpha, s, beta } = model
  const rate = (r + seen.frequency) / (alpha + seen.age)
  return rate * livedOf(s, beta + seen.age, time) * paretoNbdAlive(model, seen)
}

/** Expected time lived within `time`, for a rate of leaving of gamma(s, beta). */
function livedOf(s: number, beta: number, time: number): number {
  // (beta / (s − 1)) (1 − (beta / (beta + time))^(s − 1)), without its hole at s = 1.
  const u = (s - 1) * Math.log(beta / (beta + time))
  const share = Math.abs(u) < 1e-9 ? 1 : -Math.expm1(u) / -u
  return beta * Math.log1p(time / beta) * share
}
