/**
 * Forecasts of demand that comes now and then: the mean a period that is to be expected from the next period on.
 *
 * Sources: Croston (1972), "Forecasting and stock control for intermittent demands"; Syntetos and Boylan (2005)
 * for the correction of its bias (SBA); Teunter, Syntetos and Babai (2011) for TSB; Nikolopoulos et al. (2011)
 * for ADIDA; Petropoulos and Kourentzes (2015) for IMAPA. Where these leave a choice (first value, rounding,
 * optimum), it is the one of the widespread open implementation, so that the numbers agree with it.
 */
import { checkSeries, demands, ForecastError, gaps, mean, roundHalfEven } from './series.ts'

const ALPHA = 0.1
const ALPHA_MIN = 0.1
const ALPHA_MAX = 0.3
const SEARCH_STEPS = 80
const SEARCH_WIDTH = 1e-12
const GOLDEN = (Math.sqrt(5) - 1) / 2

function checkSmoothing(name: string, value: number): number {
  if (!(value > 0 && value <= 1))
    throw new ForecastError('bad_smoothing', `${name} is ${value}: it lies above 0 and up to 1`)
  return value
}

/** Simple exponential smoothing that begins at the first value; one step beyond the last. */
export function smooth(values: ArrayLike<number>, alpha: number): number {
  let level = values[0]!
  for (let i = 0; i < values.length; i++) level = alpha * values[i]! + (1 - alpha) * level
  return level
}

function squaredErrors(values: Float64Array, alpha: number): number {
  let level = values[0]!
  let sum = 0
  for (let i = 1; i < values.length; i++) {
    level = alpha * values[i - 1]! + (1 - alpha) * level
    sum += (values[i]! - level) ** 2
  }
  return sum
}

/**
 * The smoothing from 0.1 to 0.3 with the least squared one-step errors, by golden section. Where both probes tie
 * nothing tells them apart (a constant series does so at once): the middle is taken.
 */
export function bestAlpha(values: Float64Array): number {
  let [low, high] = [ALPHA_MIN, ALPHA_MAX]
  for (let step = 0; step < SEARCH_STEPS && high - low > SEARCH_WIDTH; step++) {
    // Both probes are made anew: a kept one would drift, and near a flat optimum the last digits decide.
    const left = high - GOLDEN * (high - low)
    const right = low + GOLDEN * (high - low)
    const [atLeft, atRight] = [squaredErrors(values, left), squaredErrors(values, right)]
    if (atLeft === atRight) break
    if (atLeft < atRight) high = right
    else low = left
  }
  return (low + high) / 2
}

const smoothBest = (values: Float64Array): number => smooth(values, bestAlpha(values))

function ratio(series: Float64Array, smoothed: (values: Float64Array) => number): number {
  const sizes = demands(series)
  return sizes.length === 0 ? 0 : smoothed(sizes) / smoothed(gaps(series))
}

/** Size over interval, each smoothed. Does not fall while nothing is asked for. */
export function croston(values: ArrayLike<number>, { alpha = ALPHA } = {}): number {
  checkSmoothing('alpha', alpha)
  return ratio(checkSeries(values), (part) => smooth(part, alpha))
}

/** Croston with the best smoothing of sizes and of intervals, each for itself. */
export function crostonOptimized(values: ArrayLike<number>): number {
  return ratio(checkSeries(values), smoothBest)
}

/** Croston without its upward bias: times 1 - alpha / 2. */
export function sba(values: ArrayLike<number>, { alpha = ALPHA } = {}): number {
  return croston(values, { alpha }) * (1 - alpha / 2)
}

/** Chance of a demand times its size, each smoothed: fades while nothing is asked for, so that dead items are seen. */
export function tsb(
  values: ArrayLike<number>,
  { alphaSize = 0.2, alphaChance = 0.2 } = {},
): number {
  checkSmoothing('alphaSize', alphaSize)
  checkSmoothing('alphaChance', alphaChance)
  const series = checkSeries(values)
  const sizes = demands(series)
  if (sizes.length === 0) return 0
  const came = series.map((value) => (value > 0 ? 1 : 0))
  return smooth(came, alphaChance) * smooth(sizes, alphaSize)
}

/** Demand in blocks of the mean interval, smoothed, and spread over the block again. */
export function adida(values: ArrayLike<number>): number {
  const series = checkSeries(values)
  const between = gaps(series)
  return between.length === 0 ? 0 : inBlocks(series, roundHalfEven(mean(between)))
}

/** The mean of such forecasts over every block length from 1 to the mean interval. */
export function imapa(values: ArrayLike<number>): number {
  const series = checkSeries(values)
  const between = gaps(series)
  if (between.length === 0) return 0
  const longest = roundHalfEven(mean(between))
  return mean(Float64Array.from({ length: longest }, (_, i) => inBlocks(series, i + 1)))
}

// What does not fill a block is dropped from the oldest end, where it tells least.
function inBlocks(series: Float64Array, length: number): number {
  const blocks = new Float64Array(Math.floor(series.length / length))
  const skip = series.length % length
  for (let i = skip; i < series.length; i++) blocks[Math.floor((i - skip) / length)]! += series[i]!
  return (blocks.length <= 1 ? (blocks[0] ?? 0) : smoothBest(blocks)) / length
}

export const METHODS = {
  /** As last time: the yardstick that every method should beat. */
  naive: (values: ArrayLike<number>) => checkSeries(values).at(-1)!,
  mean: (values: ArrayLike<number>) => mean(checkSeries(values)),
  croston: (values: ArrayLike<number>) => croston(values),
  crostonOptimized,
  sba: (values: ArrayLike<number>) => sba(values),
  tsb: (values: ArrayLike<number>) => tsb(values),
  adida,
  imapa,
} as const

export type Method = keyof typeof METHODS
export const METHOD_NAMES = Object.keys(METHODS) as Method[]
