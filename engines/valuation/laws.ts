// Laws of networks: how value is said to grow with the number of users. None is true by itself; they are fitted to
// the same figures and compared by what they miss.
import { above, finite, ValuationError } from './errors.ts'

export const LAWS = ['sarnoff', 'odlyzko', 'metcalfe', 'cube'] as const
export type Law = (typeof LAWS)[number]

const SHAPES: Record<Law, (users: number) => number> = {
  /** A broadcaster is worth its listeners. */
  sarnoff: (n) => n,
  /** Not all links are worth the same (Odlyzko & Tilly 2005). */
  odlyzko: (n) => n * Math.log(n),
  metcalfe: (n) => n * n,
  /** Fits later figures of large platforms better than the square (Zhang et al. 2023, JCST 38(2)). */
  cube: (n) => n ** 3,
}

/** Links between `users`: N(N−1)/2, so that one user alone has none. */
export function links(users: number): number {
  finite(users, 'users')
  return users < 1 ? 0 : (users * (users - 1)) / 2
}

/** The value that a law with this coefficient gives a network. */
export function lawValue(law: Law, coefficient: number, users: number): number {
  if (!LAWS.includes(law)) throw new ValuationError('unknown_name', 'law', law)
  return finite(coefficient, 'coefficient') * SHAPES[law](above(users, 'users'))
}

/** Users at one time and what the network was worth (or earned) then, in one currency. */
export interface NetworkPoint {
  users: number
  value: number
}

export type FitWarning =
  /** Fewer than five points: any curve seems to fit. */
  | 'too_few_points'
  /** The coefficient of the last window is more than a third off that of the first. */
  | 'coefficient_drifts'

export interface LawFit {
  law: Law
  /** Least squares through zero, in the unit of value. */
  coefficient: number
  /** Root of the mean squared miss, in the unit of value. */
  rmsd: number
  /** The same miss as a share of the mean value. */
  relative: number
  /** Miss of each next point by the window before it; null with too few points. */
  rollingRmsd: number | null
  /** The coefficient of each window, oldest first. */
  drift: number[]
  warnings: FitWarning[]
}

const POINTS_MIN = 5

/**
 * Fits each law to points in order of time and returns them best first, by the miss over all points. The window
 * is how many points a forecast of the next one may look at.
 * @throws ValuationError `too_few_points` for fewer than two, `out_of_range` for users that are not above zero
 */
export function fitLaws(points: readonly NetworkPoint[], window = POINTS_MIN): LawFit[] {
  if (points.length < 2) throw new ValuationError('too_few_points', 'points', `${points.length}`)
  if (!Number.isInteger(window) || window < 2) throw new ValuationError('out_of_range', 'window')
  for (const [i, point] of points.entries()) {
    above(point.users, `points[${i}].users`)
    finite(point.value, `points[${i}].value`)
  }
  return LAWS.map((law) => fitLaw(law, points, window)).sort((a, b) => a.rmsd - b.rmsd)
}

function fitLaw(law: Law, points: readonly NetworkPoint[], window: number): LawFit {
  const coefficient = throughZero(law, points)
  const rmsd = missOf(points.map((p) => p.value - coefficient * SHAPES[law](p.users)))
  const mean = points.reduce((sum, p) => sum + p.value, 0) / points.length
  const drift: number[] = []
  const misses: number[] = []
  for (let end = window; end <= points.length; end++) {
    const here = throughZero(law, points.slice(end - window, end))
    drift.push(here)
    const next = points[end]
    if (next) misses.push(next.value - here * SHAPES[law](next.users))
  }
  const warnings: FitWarning[] = []
  if (points.length < POINTS_MIN) warnings.push('too_few_points')
  const [first, last] = [drift[0], drift.at(-1)]
  if (first && last !== undefined && Math.abs(last / first - 1) > 1 / 3) {
    warnings.push('coefficient_drifts')
  }
  return {
    law,
    coefficient,
    rmsd,
    relative: mean > 0 ? rmsd / mean : Number.POSITIVE_INFINITY,
    rollingRmsd: misses.length ? missOf(misses) : null,
    drift,
    warnings,
  }
}

function throughZero(law: Law, points: readonly NetworkPoint[]): number {
  let [xy, xx] = [0, 0]
  for (const { users, value } of points) {
    const x = SHAPES[law](users)
    xy += x * value
    xx += x * x
  }
  // Users of one alone give Odlyzko nothing to hold on to.
  return xx > 0 ? xy / xx : 0
}

function missOf(misses: readonly number[]): number {
  return Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0) / misses.length)
}
