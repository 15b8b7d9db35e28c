// How far off a forecast may be, from how far off it was.
import { ForecastError } from './series.ts'

export interface Range {
  low: number
  high: number
  /** The share of cases in which the next value lies within, ends included, if the future errs as the past did. */
  coverage: number
}

/**
 * Split conformal prediction (Vovk et al. 2005; Lei et al. 2018) with both tails for themselves. If the next miss is
 * exchangeable with the `n` past ones, its rank among them is uniform, so that between the k-th smallest and the
 * k-th largest it lies in at least `(n + 1 - 2k) / (n + 1)` of cases, whatever the distribution; that figure is
 * `coverage`. Demand that drifts is not exchangeable: then it holds only roughly. Null where `n` misses are too few
 * for the level asked for. Misses are forecast minus demand, as a backtest gives them; demand is never below zero.
 */
export function rangeOf(forecast: number, misses: ArrayLike<number>, level = 0.8): Range | null {
  if (!(level > 0 && level < 1))
    throw new ForecastError('bad_option', `level is ${level}: it lies between 0 and 1`)
  const count = misses.length
  // A hair above, so that 0.8 of 9 trials is not lost to the last digit of a double.
  const cut = Math.floor(((count + 1) * (1 - level)) / 2 + 1e-9)
  if (cut < 1) return null
  const sorted = Float64Array.from(misses).sort()
  return {
    low: Math.max(0, forecast - sorted[count - cut]!),
    high: Math.max(0, forecast - sorted[cut - 1]!),
    coverage: (count + 1 - 2 * cut) / (count + 1),
  }
}
