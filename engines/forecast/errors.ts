// How wrong forecasts were. Scaled errors can be compared and averaged over items that sell by ones and by thousands.
import { mean } from './series.ts'

export interface Errors {
  /** Mean absolute error, in units. */
  mae: number
  /**
   * Root of the mean squared error over that of "as last time" within the history (RMSSE, the measure of the M5
   * competition). Squares prefer the mean; absolute errors would prefer to forecast nothing where demand is rare.
   * Null where the history never moves, so that there is no scale.
   */
  rmsse: number | null
  /** Mean absolute error over that of "as last time" within the history: Hyndman and Koehler (2006). */
  mase: number | null
  /** Forecast minus demand, as a share of mean demand: above zero is stock too many. Null without any demand. */
  bias: number | null
  count: number
}

export interface Scale {
  absolute: number
  squared: number
}

/** How much the history moves from one period to the next, counted from its first demand on. */
export function scaleOf(history: ArrayLike<number>): Scale | null {
  let first = 0
  while (first < history.length && history[first] === 0) first++
  const count = history.length - first - 1
  if (count < 1) return null
  let [absolute, squared] = [0, 0]
  for (let i = first + 1; i < history.length; i++) {
    const step = history[i]! - history[i - 1]!
    absolute += Math.abs(step)
    squared += step * step
  }
  return absolute === 0 ? null : { absolute: absolute / count, squared: squared / count }
}

export function errorsOf(
  forecasts: ArrayLike<number>,
  actuals: ArrayLike<number>,
  scale: Scale | null,
): Errors {
  const misses = Array.from(forecasts, (forecast, i) => forecast - actuals[i]!)
  const mae = mean(misses.map(Math.abs))
  const level = mean(actuals)
  return {
    mae,
    rmsse: scale && Math.sqrt(mean(misses.map((miss) => miss * miss)) / scale.squared),
    mase: scale && mae / scale.absolute,
    bias: level > 0 ? mean(misses) / level : null,
    count: misses.length,
  }
}
