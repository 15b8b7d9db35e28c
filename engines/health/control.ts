// Control charts over one signal. Missing values are NaN: they are skipped, and neither alarm nor calm it.
import { checkSeries, HealthError, within } from './errors.ts'

export function medianOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) throw new HealthError('empty', 'values')
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** How a signal behaves when all is well: its centre and spread. */
export interface Baseline {
  center: number
  spread: number
  count: number
}

/**
 * Centre and spread that single outliers do not move: the median, and 1.4826 times the median distance from it (the
 * standard deviation, for a normal signal).
 * @throws HealthError `too_few_points` for fewer than five present values, `no_spread` where they do not differ
 */
export function baselineOf(values: ArrayLike<number>): Baseline {
  checkSeries(values, 'values', true)
  const present = Float64Array.from(values).filter((value) => !Number.isNaN(value))
  if (present.length < 5) throw new HealthError('too_few_points', 'values', `${present.length}`)
  const center = medianOf(present)
  const spread = 1.4826 * medianOf(present.map((value) => Math.abs(value - center)))
  if (spread === 0) throw new HealthError('no_spread', 'values')
  return { center, spread, count: present.length }
}

/** How many spreads each value lies off the centre; NaN where it is missing. */
export function robustZ(values: ArrayLike<number>, { center, spread }: Baseline): Float64Array {
  checkSeries(values, 'values', true)
  return Float64Array.from(values, (value) => (value - center) / spread)
}

export interface Chart {
  /** The statistic at each value, in spreads. */
  level: Float64Array
  /** What it is held against there. */
  limit: Float64Array
  /** Whether it is beyond. */
  isOut: Uint8Array
  /** The first value that is out, or −1. */
  firstOut: number
}

/**
 * Exponentially weighted mean: quick to see small lasting shifts (Roberts 1959).
 * @param lambda weight of the newest value
 * @param width of the limits, in standard deviations of the mean
 */
export function ewmaChart(
  values: ArrayLike<number>,
  baseline: Baseline,
  { lambda = 0.2, width = 2.86 } = {},
): Chart {
  within(lambda, 'lambda', 1e-6, 1)
  within(width, 'width', 0.1, 100)
  const z = robustZ(values, baseline)
  const chart = emptyChart(z.length)
  let mean = 0
  let seen = 0
  for (let i = 0; i < z.length; i++) {
    if (!Number.isNaN(z[i]!)) {
      mean += lambda * (z[i]! - mean)
      seen++
    }
    const variance = (lambda / (2 - lambda)) * (1 - (1 - lambda) ** (2 * seen))
    put(chart, i, mean, width * Math.sqrt(variance), Math.abs(mean))
  }
  return chart
}

/**
 * Tabular CUSUM in both directions (Page 1954): `level` is the greater of the two sums, negative where it is the
 * one that looks downwards.
 * @param slack shift, in spreads, below half of which nothing is summed up
 * @param decision sum at which it is out
 */
export function cusumChart(
  values: ArrayLike<number>,
  baseline: Baseline,
  { slack = 0.5, decision = 5 } = {},
): Chart {
  within(slack, 'slack', 0, 100)
  within(decision, 'decision', 0.1, 1000)
  const z = robustZ(values, baseline)
  const chart = emptyChart(z.length)
  let up = 0
  let down = 0
  for (let i = 0; i < z.length; i++) {
    if (!Number.isNaN(z[i]!)) {
      up = Math.max(0, up + z[i]! - slack)
      down = Math.max(0, down - z[i]! - slack)
    }
    put(chart, i, up >= down ? up : -down, decision, Math.max(up, down))
  }
  return chart
}

function emptyChart(length: number): Chart {
  return {
    level: new Float64Array(length),
    limit: new Float64Array(length),
    isOut: new Uint8Array(length),
    firstOut: -1,
  }
}

function put(chart: Chart, i: number, level: number, limit: number, size: number): void {
  chart.level[i] = level
  chart.limit[i] = limit
  // Before the first value its limit is zero, and so is its level.
  if (!(size > limit && limit > 0)) return
  chart.isOut[i] = 1
  if (chart.firstOut < 0) chart.firstOut = i
}

export interface Trend {
  level: number
  /** Change a step. */
  slope: number
  /** One-step forecast of each value. */
  fitted: Float64Array
  /** Root of the mean squared miss of those forecasts. */
  rmse: number
}

/** Holt's linear trend (1957), begun by the first two present values; a missing value moves the level by the slope. */
export function holtTrend(values: ArrayLike<number>, { alpha = 0.3, beta = 0.1 } = {}): Trend {
  within(alpha, 'alpha', 1e-6, 1)
  within(beta, 'beta', 0, 1)
  checkSeries(values, 'values', true)
  const first = firstPresent(values, 0)
  const second = firstPresent(values, first + 1)
  if (second < 0) throw new HealthError('too_few_points', 'values')
  let slope = (values[second]! - values[first]!) / (second - first)
  let level = values[first]! - slope * (first + 1)
  const fitted = new Float64Array(values.length)
  let squares = 0
  let count = 0
  for (let i = 0; i < values.length; i++) {
    fitted[i] = level + slope
    const miss = values[i]! - fitted[i]!
    const before = level
    level = fitted[i]!
    if (Number.isNaN(miss)) continue
    level += alpha * miss
    slope += beta * (level - before - slope)
    squares += miss * miss
    count++
  }
  return { level, slope, fitted, rmse: Math.sqrt(squares / count) }
}

/** Steps until the trend reaches a limit: 0 when it is past it, null when it moves away. */
export function stepsUntil({ level, slope }: Trend, limit: number, isUpper = true): number | null {
  within(limit, 'limit')
  const left = isUpper ? limit - level : level - limit
  const pace = isUpper ? slope : -slope
  if (left <= 0) return 0
  return pace > 0 ? left / pace : null
}

function firstPresent(values: ArrayLike<number>, from: number): number {
  for (let i = from; i >= 0 && i < values.length; i++) if (!Number.isNaN(values[i]!)) return i
  return -1
}
