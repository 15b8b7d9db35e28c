// How well scores part the bad from the good. A score here rises with risk; 1 in the target is bad.
import { checkNumbers, checkTarget, ScoringError, within } from './errors.ts'
import { upperChiSquare } from './special.ts'

export interface Separation {
  auc: number
  gini: number
  ks: number
}

export interface CalibrationRow {
  count: number
  bad: number
  /** Mean probability of the rows. */
  expected: number
  /** Share that turned out bad. */
  observed: number
}

export interface Calibration {
  brier: number
  /** Hosmer & Lemeshow's chi-square, and the chance of one as great when all is well. */
  chiSquare: number
  pValue: number
  rows: CalibrationRow[]
}

export interface LiftRow {
  /** Share of all rows that are as risky or riskier. */
  depth: number
  /** Share of all bad among them. */
  captured: number
  lift: number
}

function checkPair(risk: ArrayLike<number>, target: ArrayLike<number>): void {
  checkNumbers(risk, 'risk')
  checkTarget(target, risk.length)
}

/** Places of the rows by risk, lowest first; equal ones keep their order. */
function order(risk: ArrayLike<number>): number[] {
  return Array.from(risk, (_, i) => i).sort((a, b) => risk[a]! - risk[b]!)
}

/** AUC (ties count a half), Gini and KS of a risk against its outcome. */
export function separationOf(risk: ArrayLike<number>, target: ArrayLike<number>): Separation {
  checkPair(risk, target)
  const places = order(risk)
  const bad = Array.from(target).reduce((sum, y) => sum + y, 0)
  const good = target.length - bad
  let [goodBelow, badBelow, won, ks] = [0, 0, 0, 0]
  for (let i = 0; i < places.length; ) {
    let [goodHere, badHere] = [0, 0]
    const at = risk[places[i]!]
    for (; i < places.length && risk[places[i]!] === at; i++) {
      if (target[places[i]!] === 1) badHere++
      else goodHere++
    }
    won += badHere * (goodBelow + goodHere / 2)
    goodBelow += goodHere
    badBelow += badHere
    ks = Math.max(ks, Math.abs(goodBelow / good - badBelow / bad))
  }
  const auc = won / good / bad
  return { auc, gini: 2 * auc - 1, ks }
}

/** What share of the bad the riskiest rows catch, in so many equal steps. */
export function liftOf(
  risk: ArrayLike<number>,
  target: ArrayLike<number>,
  { steps = 10 } = {},
): LiftRow[] {
  checkPair(risk, target)
  within(steps, 'steps', 1, risk.length)
  const places = order(risk).reverse()
  const bad = Array.from(target).reduce((sum, y) => sum + y, 0)
  return Array.from({ length: steps }, (_, step) => {
    const count = Math.round((places.length * (step + 1)) / steps)
    const caught = places.slice(0, count).reduce((sum, i) => sum + target[i]!, 0)
    const depth = count / places.length
    return { depth, captured: caught / bad, lift: caught / bad / depth }
  })
}

/** How well probabilities agree with outcomes, by groups of equal size. */
export function calibrationOf(
  probability: ArrayLike<number>,
  target: ArrayLike<number>,
  { groups = 10 } = {},
): Calibration {
  checkPair(probability, target)
  for (let i = 0; i < probability.length; i++) within(probability[i], `probability[${i}]`, 0, 1)
  within(groups, 'groups', 3, probability.length)
  const places = order(probability)
  let chiSquare = 0
  const rows = Array.from({ length: groups }, (_, g) => {
    const from = Math.round((places.length * g) / groups)
    const group = places.slice(from, Math.round((places.length * (g + 1)) / groups))
    const count = group.length
    const bad = group.reduce((sum, i) => sum + target[i]!, 0)
    const expected = group.reduce((sum, i) => sum + probability[i]!, 0) / count
    const variance = count * expected * (1 - expected)
    // A group of certainties that came true adds nothing; one that failed is beyond any chance.
    const miss = (bad - count * expected) ** 2
    chiSquare += miss === 0 ? 0 : miss / variance
    return { count, bad, expected, observed: bad / count }
  })
  const brier =
    places.reduce((sum, i) => sum + (probability[i]! - target[i]!) ** 2, 0) / places.length
  return { brier, chiSquare, pValue: upperChiSquare(chiSquare, groups - 2), rows }
}

export type Shift = 'stable' | 'moving' | 'shifted'

/** The usual bands of the population stability index. */
export const shiftOf = (psi: number): Shift =>
  psi < 0.1 ? 'stable' : psi < 0.25 ? 'moving' : 'shifted'

/**
 * Population stability index, sum (a - e) ln(a / e), of two counts over the same bins.
 * A count of zero is taken as a half, so that one empty bin does not make it infinite.
 */
export function psiOf(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  const [e, a] = [sharesOf(expected, 'expected'), sharesOf(actual, 'actual')]
  if (a.length !== e.length) throw new ScoringError('wrong_length', 'actual')
  return e.reduce((sum, share, i) => {
    if (expected[i] === 0 && actual[i] === 0) return sum
    return sum + (a[i]! - share) * Math.log(a[i]! / share)
  }, 0)
}

function sharesOf(counts: ArrayLike<number>, field: string): number[] {
  checkNumbers(counts, field)
  const total = Array.from(counts).reduce((sum, n, i) => sum + within(n, `${field}[${i}]`, 0), 0)
  if (total === 0) throw new ScoringError('empty', field)
  return Array.from(counts, (n) => (n || 0.5) / total)
}

/** Weight of evidence, ln of the share of the good over that of the bad: above 0 is safer than usual. */
export function woeOf(good: number, bad: number, goodAll: number, badAll: number): number {
  if (good + bad === 0) return 0
  return Math.log((good || 0.5) / goodAll / ((bad || 0.5) / badAll))
}

export function ivOf(good: number, bad: number, goodAll: number, badAll: number): number {
  return (good / goodAll - bad / badAll) * woeOf(good, bad, goodAll, badAll)
}

/** What a bin adds to the Jensen-Shannon divergence, in nats. */
export function jsOf(good: number, bad: number, goodAll: number, badAll: number): number {
  const [p, q] = [good / goodAll, bad / badAll]
  const part = (share: number) => (share === 0 ? 0 : share * Math.log((2 * share) / (p + q)))
  return (part(p) + part(q)) / 2
}
