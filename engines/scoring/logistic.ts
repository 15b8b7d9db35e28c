// Logistic regression by Newton's steps; with L1 or signs each step is solved one weight at a time.
import { checkTarget, ScoringError, within } from './errors.ts'
import { farFromZero } from './special.ts'

export interface LogisticOptions {
  /** Penalties l1 Σ|b| + l2/2 Σb² on the log-likelihood; the intercept bears none. */
  l1?: number
  l2?: number
  /** The sign that every weight must have, or 0 where any will do. */
  sign?: -1 | 0 | 1
}

export interface Weight {
  name: string
  value: number
  /** Null where the weight is held at 0 by a penalty or a sign. */
  standardError: number | null
  pValue: number | null
}

export interface Logistic {
  /** Weights of the log-odds of bad; the first is the intercept. */
  weights: Weight[]
  logLikelihood: number
  steps: number
}

/**
 * Fits the chance of bad. Standard errors come from the curvature at the fit, penalty L2 included.
 * @param rows one array a row, as long as `names`, all finite
 * @throws ScoringError `singular` names a variable that the ones before it determine; `not_converged`
 *   where the rows part good from bad without a miss and no penalty holds the weights
 */
export function fitLogistic(
  names: readonly string[],
  rows: readonly ArrayLike<number>[],
  target: ArrayLike<number>,
  { l1 = 0, l2 = 0, sign = 0 }: LogisticOptions = {},
): Logistic {
  checkTarget(target, rows.length)
  within(l1, 'l1', 0)
  within(l2, 'l2', 0)
  const full = rows.map((row, i) => withIntercept(names, row, `rows[${i}]`))
  const isBound = l1 > 0 || sign !== 0
  const bounds = { l1, l2, sign }
  const labels = ['intercept', ...names]
  let weights: Float64Array = new Float64Array(labels.length)
  let cost = costOf(full, target, weights, bounds)
  for (let step = 1; step <= 100; step++) {
    const { curvature, slope } = bendOf(full, target, weights, l2)
    const next = isBound
      ? nextBound(curvature, slope, weights, bounds)
      : nextFree(curvature, slope, weights, labels)
    const moved = halve(weights, next, cost, (at) => costOf(full, target, at, bounds))
    const change = Math.max(...moved.weights.map((value, j) => Math.abs(value - weights[j]!)))
    weights = moved.weights
    cost = moved.cost
    if (Math.max(...weights.map(Math.abs)) > 50) break
    if (change < 1e-10) return report(full, target, weights, labels, l2, step)
  }
  throw new ScoringError('not_converged', 'weights', 'good and bad part without a miss')
}

function withIntercept(names: readonly string[], row: ArrayLike<number>, field: string) {
  if (row.length !== names.length) throw new ScoringError('wrong_length', field)
  const full = new Float64Array(row.length + 1)
  full[0] = 1
  for (let j = 0; j < row.length; j++) full[j + 1] = within(row[j], `${field}.${names[j]}`)
  return full
}

const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!
  return sum
}
/** ln(1 + e^z) without overflow. */
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
export const chanceOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))

function lossOf(rows: Float64Array[], target: ArrayLike<number>, weights: Float64Array): number {
  return rows.reduce((sum, row, i) => {
    const z = dot(row, weights)
    return sum + softplus(z) - target[i]! * z
  }, 0)
}

function costOf(
  rows: Float64Array[],
  target: ArrayLike<number>,
  weights: Float64Array,
  { l1, l2 }: Required<LogisticOptions>,
): number {
  const penalty = weights
    .subarray(1)
    .reduce((sum, value) => sum + l1 * Math.abs(value) + (l2 / 2) * value * value, 0)
  return lossOf(rows, target, weights) + penalty
}

/** Slope and curvature of the loss with its L2 penalty. */
function bendOf(
  rows: Float64Array[],
  target: ArrayLike<number>,
  weights: Float64Array,
  l2: number,
) {
  const n = weights.length
  const curvature = Array.from({ length: n }, () => new Float64Array(n))
  const slope = new Float64Array(n)
  for (const [i, row] of rows.entries()) {
    const chance = chanceOf(dot(row, weights))
    for (let j = 0; j < n; j++) {
      slope[j]! += (chance - target[i]!) * row[j]!
      const scaled = chance * (1 - chance) * row[j]!
      for (let k = 0; k <= j; k++) curvature[j]![k]! += scaled * row[k]!
    }
  }
  for (let j = 0; j < n; j++) {
    if (j > 0) {
      slope[j]! += l2 * weights[j]!
      curvature[j]![j]! += l2
    }
    for (let k = 0; k < j; k++) curvature[k]![j] = curvature[j]![k]!
  }
  return { curvature, slope }
}

function nextFree(
  curvature: Float64Array[],
  slope: Float64Array,
  weights: Float64Array,
  labels: readonly string[],
): Float64Array {
  const inverse = invert(curvature, labels)
  return weights.map((value, j) => value - dot(inverse[j]!, slope))
}

/** Least of the parabola at the weights with L1 and signs, by going round the weights until they rest. */
function nextBound(
  curvature: Float64Array[],
  slope: Float64Array,
  weights: Float64Array,
  { l1, sign }: Required<LogisticOptions>,
): Float64Array {
  const next = weights.slice()
  for (let round = 0; round < 10_000; round++) {
    let change = 0
    for (let j = 0; j < next.length; j++) {
      const bend = curvature[j]![j]!
      if (bend === 0) continue
      let pull = slope[j]!
      for (let k = 0; k < next.length; k++) pull += curvature[j]![k]! * (next[k]! - weights[k]!)
      let value = next[j]! - pull / bend
      if (j > 0) {
        value = Math.sign(value) * Math.max(0, Math.abs(value) - l1 / bend)
        if (sign * value < 0) value = 0
      }
      change = Math.max(change, Math.abs(value - next[j]!))
      next[j] = value
    }
    if (change < 1e-13) break
  }
  return next
}

/** Goes as far towards the next weights as does not cost more. */
function halve(
  from: Float64Array,
  to: Float64Array,
  cost: number,
  costAt: (weights: Float64Array) => number,
) {
  for (let share = 1; share > 1e-10; share /= 2) {
    const weights = from.map((value, j) => value + share * (to[j]! - value))
    const here = costAt(weights)
    if (here <= cost + 1e-12 * Math.abs(cost)) return { weights, cost: here }
  }
  return { weights: from, cost }
}

/** Inverse of a positive matrix by Gauss-Jordan; a pivot that vanishes names its variable. */
function invert(matrix: readonly Float64Array[], labels: readonly string[]): Float64Array[] {
  const n = matrix.length
  const work = matrix.map((row, i) => {
    const wide = new Float64Array(2 * n)
    wide.set(row)
    wide[n + i] = 1
    return wide
  })
  for (let j = 0; j < n; j++) {
    const pivot = work[j]![j]!
    if (!(pivot > 1e-11 * matrix[j]![j]!)) throw new ScoringError('singular', labels[j]!)
    const line = work[j]!
    for (let k = 0; k < 2 * n; k++) line[k]! /= pivot
    for (let i = 0; i < n; i++) {
      const factor = work[i]![j]!
      if (i === j || factor === 0) continue
      for (let k = 0; k < 2 * n; k++) work[i]![k]! -= factor * line[k]!
    }
  }
  return work.map((row) => row.slice(n))
}

function report(
  rows: Float64Array[],
  target: ArrayLike<number>,
  weights: Float64Array,
  labels: readonly string[],
  l2: number,
  steps: number,
): Logistic {
  const { curvature } = bendOf(rows, target, weights, l2)
  const active = labels.flatMap((_, j) => (j === 0 || weights[j] !== 0 ? [j] : []))
  const inverse = invert(
    active.map((j) => Float64Array.from(active, (k) => curvature[j]![k]!)),
    active.map((j) => labels[j]!),
  )
  return {
    steps,
    logLikelihood: -lossOf(rows, target, weights),
    weights: labels.map((name, j) => {
      const value = weights[j]!
      const place = active.indexOf(j)
      if (place < 0) return { name, value, standardError: null, pValue: null }
      const standardError = Math.sqrt(inverse[place]![place]!)
      return { name, value, standardError, pValue: farFromZero(value / standardError) }
    }),
  }
}
