// What drives a value: each input moved alone (a tornado), and all of them together (Monte Carlo).
import { finite, ValuationError } from './errors.ts'

/** An input with the least, most likely and greatest value that it may have. */
export interface Spread {
  low: number
  likely: number
  high: number
}

export interface Bar {
  input: string
  atLow: number
  atHigh: number
  /** How far apart they are; bars come widest first. */
  width: number
}

type Model = (inputs: Record<string, number>) => number

/** The value with each input at its ends and all others likely. */
export function tornado(model: Model, inputs: Readonly<Record<string, Spread>>): Bar[] {
  const likely = likelyOf(inputs)
  return Object.entries(inputs)
    .map(([input, { low, high }]) => {
      const atLow = finite(model({ ...likely, [input]: low }), input, Number.NEGATIVE_INFINITY)
      const atHigh = finite(model({ ...likely, [input]: high }), input, Number.NEGATIVE_INFINITY)
      return { input, atLow, atHigh, width: Math.abs(atHigh - atLow) }
    })
    .sort((a, b) => b.width - a.width || (a.input < b.input ? -1 : 1))
}

export interface Range {
  mean: number
  /** The value that 5, 25, 50, 75 and 95 of a hundred draws stay below. */
  p5: number
  p25: number
  p50: number
  p75: number
  p95: number
  /** Draws by equal steps from the least to the greatest value. */
  histogram: { from: number; to: number; count: number }[]
}

/**
 * Draws all inputs at once, each from a triangle between its ends. The same seed gives the same range.
 * @param draws at least 100; error of a percentile falls with their root
 */
export function monteCarlo(
  model: Model,
  inputs: Readonly<Record<string, Spread>>,
  { draws = 10_000, seed = 1, bars = 24 } = {},
): Range {
  if (!Number.isInteger(draws) || draws < 100) throw new ValuationError('out_of_range', 'draws')
  likelyOf(inputs)
  const random = mulberry(seed)
  const values = new Float64Array(draws)
  for (let i = 0; i < draws; i++) {
    const drawn = Object.fromEntries(
      Object.entries(inputs).map(([name, spread]) => [name, triangle(spread, random())]),
    )
    values[i] = finite(model(drawn), 'model', Number.NEGATIVE_INFINITY)
  }
  values.sort()
  const at = (share: number) => values[Math.round(share * (draws - 1))]!
  const [least, greatest] = [values[0]!, values[draws - 1]!]
  const step = (greatest - least) / bars
  const histogram = Array.from({ length: bars }, (_, k) => ({
    from: least + k * step,
    to: least + (k + 1) * step,
    count: 0,
  }))
  for (const value of values) {
    const k = step > 0 ? Math.min(bars - 1, Math.floor((value - least) / step)) : 0
    histogram[k]!.count++
  }
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / draws,
    p5: at(0.05),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    histogram,
  }
}

function likelyOf(inputs: Readonly<Record<string, Spread>>): Record<string, number> {
  const entries = Object.entries(inputs)
  if (entries.length === 0) throw new ValuationError('empty', 'inputs')
  return Object.fromEntries(
    entries.map(([name, { low, likely, high }]) => {
      for (const end of [low, likely, high]) finite(end, name, Number.NEGATIVE_INFINITY)
      if (!(low <= likely && likely <= high)) throw new ValuationError('out_of_range', name)
      return [name, likely]
    }),
  )
}

/** The inverse of the triangular distribution. */
function triangle({ low, likely, high }: Spread, u: number): number {
  if (high === low) return low
  const peak = (likely - low) / (high - low)
  return u < peak
    ? low + Math.sqrt(u * (high - low) * (likely - low))
    : high - Math.sqrt((1 - u) * (high - low) * (high - likely))
}

/** A small generator with a seed (mulberry32), so that a report can be made again to the digit. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
