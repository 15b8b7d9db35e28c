// Maximum likelihood over positive parameters: several starts, a check of the slope, standard errors, and a plain
// word where it did not converge.

/** A likelihood: the value at these parameters, and its slope by each of them. */
export interface Likelihood {
  names: readonly string[]
  /** Total log-likelihood; writes the slope by each parameter into `slope` where that is given. */
  at(parameters: Float64Array, slope?: Float64Array): number
  /** How many observations the total is over; tolerances are per observation. */
  count: number
}

export type Doubt =
  /** The slope is not zero where the search ended. */
  | 'slope_left'
  /** Fewer than two starts ended at the best value. */
  | 'starts_disagree'
  /** The likelihood is flat or rising in some direction: the data do not tell the parameters apart. */
  | 'not_a_peak'
  /** A parameter ran towards zero or infinity. */
  | 'at_bound'
  /** The slope that the model computes is not the one that its values show. */
  | 'slope_wrong'

export interface Fit {
  parameters: Record<string, number>
  /** By the curvature at the peak; null where it has none. */
  standardErrors: Record<string, number> | null
  logLikelihood: number
  isConverged: boolean
  /** Why it is not to be trusted; empty where it converged. */
  doubts: Doubt[]
  starts: { logLikelihood: number; iterations: number }[]
  count: number
}

const ITERATIONS_MAX = 500
const SLOPE_MAX = 1e-6
const ROUNDING = 1e-14
const FAR = Math.log(1e5)
const LOG_MIN = Math.log(1e-7)
const LOG_MAX = Math.log(1e9)

/** Finds the parameters with the greatest likelihood from each of the starts. */
export function maximise(model: Likelihood, starts: readonly number[][]): Fit {
  const ends = starts.map((start) => climb(model, Float64Array.from(start, Math.log)))
  const best = ends.reduce((a, b) => (b.value > a.value || Number.isNaN(a.value) ? b : a))
  const parameters = best.point.map(Math.exp)
  const scale = Math.max(1, model.count)
  const doubts: Doubt[] = []
  if (!(Math.max(...best.slope.map(Math.abs)) <= SLOPE_MAX * scale)) doubts.push('slope_left')
  const near = ends.filter((end) => best.value - end.value < 1e-5 + 1e-9 * scale)
  if (starts.length > 1 && near.length < 2) doubts.push('starts_disagree')
  const isAtBound = best.point.some((p) => Math.abs(p) > FAR)
  if (isAtBound) doubts.push('at_bound')
  // Far out the differences of values are lost in rounding, and prove nothing.
  else if (!slopeAgrees(model, parameters)) doubts.push('slope_wrong')
  const errors = standardErrors(model, parameters)
  if (!errors) doubts.push('not_a_peak')
  const named = (values: ArrayLike<number>) =>
    Object.fromEntries(model.names.map((name, i) => [name, values[i]!]))
  return {
    parameters: named(parameters),
    standardErrors: errors && named(errors),
    logLikelihood: best.value,
    isConverged: doubts.length === 0,
    doubts,
    starts: ends.map(({ value, iterations }) => ({ logLikelihood: value, iterations })),
    count: model.count,
  }
}

interface End {
  point: Float64Array
  value: number
  slope: Float64Array
  iterations: number
}

/** BFGS over the logarithms of the parameters, so that they stay positive and of one size. */
function climb(model: Likelihood, start: Float64Array): End {
  const n = start.length
  const evaluate = (point: Float64Array): { value: number; slope: Float64Array } => {
    const parameters = point.map(Math.exp)
    const slope = new Float64Array(n)
    const value = model.at(parameters, slope)
    for (let i = 0; i < n; i++) slope[i]! *= parameters[i]!
    return { value, slope }
  }
  let point = start
  let { value, slope } = evaluate(point)
  let inverse = identity(n, 1 / Math.max(1, norm(slope)))
  for (let iterations = 0; iterations < ITERATIONS_MAX; iterations++) {
    if (norm(slope) <= SLOPE_MAX * 1e-4 * Math.max(1, model.count)) {
      return { point, value, slope, iterations }
    }
    const direction = bounded(inverse.map((row) => dot(row, slope)))
    if (dot(direction, slope) <= 0) {
      inverse = identity(n, 1 / Math.max(1, norm(slope)))
      direction.set(inverse.map((row) => dot(row, slope)))
    }
    // What could still be gained is lost in rounding: this is the top, or as near as numbers come.
    if (dot(direction, slope) <= Math.abs(value) * ROUNDING)
      return { point, value, slope, iterations }
    const step = stepAlong(point, value, slope, direction, evaluate)
    if (!step) return { point, value, slope, iterations }
    inverse = updated(inverse, point, slope, step)
    ;({ point, value, slope } = step)
  }
  return { point, value, slope, iterations: ITERATIONS_MAX }
}

/** No step changes a parameter by more than e². */
function bounded(direction: readonly number[]): Float64Array {
  const largest = Math.max(...direction.map(Math.abs))
  return Float64Array.from(direction, (d) => (largest > 2 ? (d * 2) / largest : d))
}

function stepAlong(
  point: Float64Array,
  value: number,
  slope: Float64Array,
  direction: Float64Array,
  evaluate: (point: Float64Array) => { value: number; slope: Float64Array },
) {
  const rise = dot(direction, slope)
  for (let length = 1; length * rise > Math.abs(value) * ROUNDING * 0.01; length /= 2) {
    const next = point.map((p, i) =>
      Math.min(LOG_MAX, Math.max(LOG_MIN, p + length * direction[i]!)),
    )
    const there = evaluate(next)
    if (there.value >= value + 1e-4 * length * rise && there.slope.every(Number.isFinite)) {
      return { point: next, ...there }
    }
  }
  return null
}

function updated(
  inverse: number[][],
  from: Float64Array,
  slope: Float64Array,
  to: { point: Float64Array; slope: Float64Array },
): number[][] {
  const s = to.point.map((p, i) => p - from[i]!)
  // The likelihood is climbed, so its negative is what BFGS sees.
  const y = to.slope.map((g, i) => slope[i]! - g)
  const sy = dot(s, y)
  if (!(sy > 1e-14)) return inverse
  const hy = inverse.map((row) => dot(row, y))
  const factor = (1 + dot(y, hy) / sy) / sy
  return inverse.map((row, i) =>
    row.map((value, j) => value + factor * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy),
  )
}

/** Compares the model's slope with differences of its values, in the logarithms of the parameters. */
function slopeAgrees(model: Likelihood, parameters: Float64Array): boolean {
  // Away from the peak, where slopes are not lost in rounding.
  const at = parameters.map((p, i) => p * (1 + 0.05 * (i + 1)))
  const slope = new Float64Array(at.length)
  const value = model.at(at, slope)
  return at.every((p, i) => {
    const h = 1e-5
    const up = model.at(replaced(at, i, p * Math.exp(h)))
    const down = model.at(replaced(at, i, p * Math.exp(-h)))
    const seen = (up - down) / (2 * h)
    const noise = (Math.abs(value) * 1e-15) / h
    return Math.abs(seen - slope[i]! * p) <= 1e-4 * Math.abs(seen) + 10 * noise + 1e-6
  })
}

/** From the curvature of the likelihood; null unless it bends down in every direction. */
function standardErrors(model: Likelihood, parameters: Float64Array): Float64Array | null {
  const n = parameters.length
  const information = Array.from({ length: n }, (_, i) => {
    const h = 1e-4 * parameters[i]!
    const up = new Float64Array(n)
    const down = new Float64Array(n)
    model.at(replaced(parameters, i, parameters[i]! + h), up)
    model.at(replaced(parameters, i, parameters[i]! - h), down)
    return Array.from(up, (g, j) => -(g - down[j]!) / (2 * h))
  })
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      information[i]![j] = information[j]![i] = (information[i]![j]! + information[j]![i]!) / 2
    }
  }
  const covariance = inverseOfPositive(information)
  return covariance && Float64Array.from(covariance, (row, i) => Math.sqrt(row[i]!))
}

/** The inverse of a symmetric positive matrix by Cholesky; null where it is not positive. */
export function inverseOfPositive(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length
  const lower = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!
      if (i === j && !(sum > 0)) return null
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!
    }
  }
  const columns = Array.from({ length: n }, (_, c) => {
    const x = new Array<number>(n).fill(0)
    for (let i = 0; i < n; i++) {
      let sum = i === c ? 1 : 0
      for (let k = 0; k < i; k++) sum -= lower[i]![k]! * x[k]!
      x[i] = sum / lower[i]![i]!
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = x[i]!
      for (let k = i + 1; k < n; k++) sum -= lower[k]![i]! * x[k]!
      x[i] = sum / lower[i]![i]!
    }
    return x
  })
  return columns
}

function replaced(point: Float64Array, i: number, value: number): Float64Array {
  const changed = point.slice()
  changed[i] = value
  return changed
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

const norm = (a: ArrayLike<number>) => Math.sqrt(dot(a, a))
const identity = (n: number, scale: number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? scale : 0)))
