// Remaining useful life from the runs of machines that failed: windows of their signals, ridge regression over them
// and over random cosines of them (Rahimi & Recht 2007), and an interval from runs that were held back.
import { HealthError, within } from './errors.ts'
import { normal, seeded } from './random.ts'
import { solveRidge } from './ridge.ts'

/** One machine from new to failure (or until now): a row for each step, a value for each signal. */
export type Run = readonly ArrayLike<number>[]

export interface LifeOptions {
  /** Steps that a window looks back. */
  window?: number
  /** Remaining life above which nothing can be told apart; the target is capped there. */
  cap?: number
  /** Share of true values that the interval should hold. */
  coverage?: number
  cosines?: number
  width?: number
  penalty?: number
  seed?: number
}

export interface LifeModel {
  signals: readonly string[]
  window: number
  cap: number
  coverage: number
  center: Float64Array
  spread: Float64Array
  weights: Float64Array
  cosines: { along: Float64Array; shift: number }[]
  /** Half width of the interval, by predicted remaining life in ten equal bands. */
  halfWidths: Float64Array
}

export interface RemainingLife {
  /** In steps, between 0 and the cap. */
  expected: number
  low: number
  high: number
  /** Whether it is at the cap: at least so long. */
  isAtLeast: boolean
  /** Steps that each signal adds or takes, against the signal's mean over all runs. */
  contributions: Record<string, number>
}

const FOLDS = 5
const BANDS = 10
const PER_SIGNAL = 3
const SHORTEST = 5

/**
 * Learns from runs to failure.
 * @param signals names of the values in a row
 * @param runs at least ten, each ending with the failure, all finite
 * @throws HealthError `too_few_points`, `wrong_length`, `not_a_number`
 */
export function learnLife(
  signals: readonly string[],
  runs: readonly Run[],
  options: LifeOptions = {},
): LifeModel {
  const { window = 30, cap = 125, coverage = 0.9 } = options
  const { cosines = 300, width = 0.1, penalty = 10, seed = 1 } = options
  within(coverage, 'coverage', 0.01, 0.999)
  within(cap, 'cap', 1)
  if (runs.length < 10) throw new HealthError('too_few_points', 'runs', `${runs.length}`)
  for (const [i, run] of runs.entries()) checkRun(signals, run, `runs[${i}]`)

  const rows: Float64Array[] = []
  const target: number[] = []
  const from: number[] = []
  for (const [i, run] of runs.entries()) {
    for (let t = SHORTEST; t < run.length; t += 2) {
      rows.push(featuresAt(run, t, signals.length, window))
      target.push(Math.min(cap, run.length - 1 - t))
      from.push(i)
    }
  }
  const { center, spread } = standardOf(rows)
  const random = seeded(seed)
  const model: LifeModel = {
    signals,
    window,
    cap,
    coverage,
    center,
    spread,
    cosines: Array.from({ length: cosines }, () => ({
      along: Float64Array.from(center, () => normal(random) * width),
      shift: random() * 2 * Math.PI,
    })),
    weights: new Float64Array(),
    halfWidths: new Float64Array(),
  }
  const lifted = rows.map((row) => lift(model, row))
  const halfWidths = intervals(model, lifted, target, from, penalty)
  return { ...model, weights: solveRidge(lifted, target, penalty), halfWidths }
}

/** What is left of a machine's life by its run so far; its last row is now. */
export function remainingLife(model: LifeModel, run: Run): RemainingLife {
  const { signals, cap } = model
  checkRun(signals, run, 'run')
  const row = featuresAt(run, run.length - 1, signals.length, model.window)
  const raw = dot(lift(model, row), model.weights)
  const expected = Math.min(cap, Math.max(0, raw))
  const half = model.halfWidths[bandOf(expected, cap)]!
  const contributions = Object.fromEntries(
    signals.map((name, k) => {
      const usual = row.slice()
      for (let j = k * PER_SIGNAL; j < (k + 1) * PER_SIGNAL; j++) usual[j] = model.center[j]!
      return [name, raw - dot(lift(model, usual), model.weights)]
    }),
  )
  return {
    expected,
    low: Math.max(0, expected - half),
    high: Math.min(cap, expected + half),
    isAtLeast: expected + half >= cap,
    contributions,
  }
}

function checkRun(signals: readonly string[], run: Run, field: string): void {
  if (signals.length === 0) throw new HealthError('empty', 'signals')
  if (run.length <= SHORTEST) throw new HealthError('too_few_points', field, `${run.length}`)
  for (const [t, row] of run.entries()) {
    if (row.length !== signals.length) throw new HealthError('wrong_length', `${field}[${t}]`)
    for (let k = 0; k < row.length; k++) within(row[k]!, `${field}[${t}].${signals[k]}`)
  }
}

/** Of each signal the mean of the window, that of its last third, and the slope; and how long it has run. */
function featuresAt(run: Run, t: number, signals: number, window: number): Float64Array {
  const features = new Float64Array(signals * PER_SIGNAL + 1)
  const long = Math.min(t + 1, window)
  const short = Math.min(t + 1, Math.max(2, Math.round(window / 3)))
  for (let k = 0; k < signals; k++) {
    let [sum, recent, leaning, squares] = [0, 0, 0, 0]
    for (let i = 0; i < long; i++) {
      const value = run[t - long + 1 + i]![k]!
      const x = i - (long - 1) / 2
      sum += value
      leaning += x * value
      squares += x * x
      if (i >= long - short) recent += value
    }
    features[k * PER_SIGNAL] = sum / long
    features[k * PER_SIGNAL + 1] = recent / short
    features[k * PER_SIGNAL + 2] = squares > 0 ? leaning / squares : 0
  }
  features[signals * PER_SIGNAL] = t + 1
  return features
}

function standardOf(rows: readonly Float64Array[]) {
  const center = new Float64Array(rows[0]!.length)
  const spread = new Float64Array(center.length)
  for (const row of rows) {
    for (let k = 0; k < row.length; k++) center[k]! += row[k]! / rows.length
  }
  for (const row of rows) {
    for (let k = 0; k < row.length; k++) spread[k]! += (row[k]! - center[k]!) ** 2 / rows.length
  }
  // A signal that never moves says nothing, and must not be divided by.
  return { center, spread: spread.map((square) => Math.sqrt(square) || 1) }
}

/** One, the standardised features, and their cosines. */
function lift({ center, spread, cosines }: LifeModel, row: Float64Array): Float64Array {
  const lifted = new Float64Array(1 + row.length + cosines.length)
  lifted[0] = 1
  for (let k = 0; k < row.length; k++) lifted[1 + k] = (row[k]! - center[k]!) / spread[k]!
  const plain = lifted.subarray(1, 1 + row.length)
  for (const [i, { along, shift }] of cosines.entries()) {
    lifted[1 + row.length + i] = Math.cos(dot(plain, along) + shift)
  }
  return lifted
}

/**
 * Misses on runs that were held back, whole runs at a time, since steps of one run are alike: their quantile is the half
 * width, in bands of the predicted life because early predictions miss by more.
 */
function intervals(
  model: LifeModel,
  lifted: readonly Float64Array[],
  target: readonly number[],
  from: readonly number[],
  penalty: number,
): Float64Array {
  const misses: number[][] = Array.from({ length: BANDS }, () => [])
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeld = (i: number) => from[i]! % FOLDS === fold
    const kept = lifted.flatMap((_, i) => (isHeld(i) ? [] : [i]))
    const weights = solveRidge(
      kept.map((i) => lifted[i]!),
      kept.map((i) => target[i]!),
      penalty,
    )
    for (let i = 0; i < lifted.length; i++) {
      if (!isHeld(i)) continue
      const said = Math.min(model.cap, Math.max(0, dot(lifted[i]!, weights)))
      misses[bandOf(said, model.cap)]!.push(Math.abs(said - target[i]!))
    }
  }
  const all = misses.flat().sort((a, b) => a - b)
  const quantile = (sorted: number[]) =>
    sorted[Math.min(sorted.length - 1, Math.ceil(model.coverage * (sorted.length + 1)) - 1)]!
  return Float64Array.from(misses, (band) =>
    quantile(band.length >= 50 ? band.sort((a, b) => a - b) : all),
  )
}

const bandOf = (life: number, cap: number) => Math.min(BANDS - 1, Math.floor((life / cap) * BANDS))

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
