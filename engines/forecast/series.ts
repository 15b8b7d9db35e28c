// A series of demand: one number a period, oldest first, zero where nothing was asked for.

export const FORECAST_ERRORS = [
  'empty',
  'not_a_number',
  'infinite',
  'negative',
  'bad_smoothing',
  'bad_option',
] as const
export type ForecastErrorCode = (typeof FORECAST_ERRORS)[number]

/** Input that no forecast can be made from; `code` names what is wrong, `at` where in the series. */
export class ForecastError extends Error {
  readonly code: ForecastErrorCode
  readonly at: number | null
  constructor(code: ForecastErrorCode, text: string, at: number | null = null) {
    super(text)
    this.name = 'ForecastError'
    this.code = code
    this.at = at
  }
}

/** A copy of the series as doubles. Throws ForecastError naming the first value that is no demand. */
export function checkSeries(values: ArrayLike<number>): Float64Array {
  if (values.length === 0) throw new ForecastError('empty', 'A series needs at least one value')
  const series = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const code =
      typeof value !== 'number' || Number.isNaN(value)
        ? 'not_a_number'
        : !Number.isFinite(value)
          ? 'infinite'
          : value < 0
            ? 'negative'
            : null
    if (code) throw new ForecastError(code, `Value ${i} of the series is ${value}`, i)
    series[i] = value
  }
  return series
}

/** The sizes of what was asked for, without the silences. */
export const demands = (series: Float64Array): Float64Array => series.filter((value) => value > 0)

/** Periods from one demand to the next; the first counts from the start of the series. */
export function gaps(series: Float64Array): Float64Array {
  const found: number[] = []
  let last = -1
  for (let i = 0; i < series.length; i++) {
    if (series[i]! <= 0) continue
    found.push(i - last)
    last = i
  }
  return Float64Array.from(found)
}

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

/** To the nearest integer, a half to the even one: what the reference implementations of ADIDA and IMAPA do. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  if (rest !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}

export const DEMAND_CLASSES = ['smooth', 'erratic', 'intermittent', 'lumpy', 'none'] as const
export type DemandClass = (typeof DEMAND_CLASSES)[number]

export const ADI_CUT = 1.32
export const CV2_CUT = 0.49

export interface Classified {
  class: DemandClass
  /** Average demand interval: periods a demand. Null without any demand. */
  adi: number | null
  /** Squared coefficient of variation of the sizes. */
  cv2: number | null
}

/**
 * Which kind of demand it is, by the cut-offs of Syntetos, Boylan and Croston (2005), "On the categorization of
 * demand patterns", JORS 56: regular up to an interval of 1.32, even up to a squared variation of 0.49.
 */
export function classify(values: ArrayLike<number>): Classified {
  const series = checkSeries(values)
  const sizes = demands(series)
  if (sizes.length === 0) return { class: 'none', adi: null, cv2: null }
  const adi = series.length / sizes.length
  const average = mean(sizes)
  const cv2 = mean(sizes.map((size) => (size - average) ** 2)) / average ** 2
  const isOften = adi < ADI_CUT
  const isEven = cv2 < CV2_CUT
  const kind = isOften ? (isEven ? 'smooth' : 'erratic') : isEven ? 'intermittent' : 'lumpy'
  return { class: kind, adi, cv2 }
}
