// Which method to trust for an item: each is asked at many moments of the past what would come next.
import { type Errors, errorsOf, scaleOf } from './errors.ts'
import { METHOD_NAMES, METHODS, type Method } from './intermittent.ts'
import { checkSeries, demands, ForecastError } from './series.ts'

export interface BacktestOptions {
  methods?: readonly Method[]
  /** How many moments of the past are tried, the latest ones. */
  origins?: number
  /** How many periods each forecast is held against. */
  horizon?: number
  /** Periods that a method sees at the first moment, at least. */
  trainMin?: number
}

export interface Backtest {
  errors: Partial<Record<Method, Errors>>
  /** What was wrong one by one, in the order of time: forecast minus demand of the period after each origin. */
  misses: Partial<Record<Method, Float64Array>>
  origins: number
}

const ORIGINS = 12
const TRAIN_MIN = 12
/** Fewer trials than these say nothing about which method is better. */
export const ORIGINS_MIN = 6
/** Two demands make the first interval that was seen from both ends. */
export const DEMANDS_MIN = 2

function settle(options: BacktestOptions): Required<BacktestOptions> {
  const settled = {
    ...{ methods: METHOD_NAMES, origins: ORIGINS, horizon: 1, trainMin: TRAIN_MIN },
    ...options,
  }
  for (const name of ['origins', 'horizon', 'trainMin'] as const)
    if (!(Number.isInteger(settled[name]) && settled[name] >= 1))
      throw new ForecastError('bad_option', `${name} is ${settled[name]}: it is 1 or more`)
  if (settled.methods.length === 0) throw new ForecastError('bad_option', 'No method is named')
  for (const method of settled.methods)
    if (!Object.hasOwn(METHODS, method))
      throw new ForecastError('bad_option', `There is no method ${method}`)
  return settled
}

/**
 * Rolling origin (Tashman 2000): at each moment a method sees only what lay before it. The scale of the errors comes
 * from what lay before the first moment, and is the same for all methods.
 */
export function backtest(values: ArrayLike<number>, options: BacktestOptions = {}): Backtest {
  const { methods, origins, horizon, trainMin } = settle(options)
  const series = checkSeries(values)
  const last = series.length - horizon
  const first = Math.max(trainMin, last - origins + 1)
  const count = Math.max(0, last - first + 1)
  const result: Backtest = { errors: {}, misses: {}, origins: count }
  if (count === 0) return result
  const scale = scaleOf(series.subarray(0, first))
  for (const method of methods) {
    const [forecasts, actuals]: [number[], number[]] = [[], []]
    const misses = new Float64Array(count)
    for (let origin = first; origin <= last; origin++) {
      const forecast = METHODS[method](series.subarray(0, origin))
      misses[origin - first] = forecast - series[origin]!
      for (let step = 0; step < horizon; step++) {
        forecasts.push(forecast)
        actuals.push(series[origin + step]!)
      }
    }
    result.errors[method] = errorsOf(forecasts, actuals, scale)
    result.misses[method] = misses
  }
  return result
}

/** Mean RMSSE of each method over many items, and what it weighs against an item's own trials. */
export interface Pool {
  rmsse: Partial<Record<Method, number>>
  weight: number
}

export type ChoiceReason = 'backtest' | 'pool' | 'too_short' | 'never_moves'

export interface Choice {
  method: Method
  /** How it was chosen: `too_short` and `never_moves` say that nothing was measured. */
  reason: ChoiceReason
  errors: Errors | null
  origins: number
}

const FALLBACK: Method = 'sba'
/** Within this share of the best error methods count as equal, and the least biased is taken. */
const NEAR = 0.01

/**
 * The method with the least RMSSE; among those as good within one in a hundred, the one with the least bias. A dozen
 * trials of one item are noise to a good part: with a `pool` of like items their mean error is mixed in. A series
 * too short to tell gets the pool's best or SBA, and the reason says so.
 */
export function chooseMethod(
  values: ArrayLike<number>,
  options: BacktestOptions & { pool?: Pool } = {},
): Choice {
  const { pool, ...rest } = options
  const tested = backtest(values, rest)
  const methods = rest.methods ?? METHOD_NAMES
  const series = checkSeries(values)
  const isShort = tested.origins < ORIGINS_MIN || demands(series).length < DEMANDS_MIN
  const isStill = methods.every((method) => tested.errors[method]?.rmsse == null)
  if (isShort || isStill) {
    const method = pool ? leastOf(methods, (name) => pool.rmsse[name] ?? null) : null
    const fallback = methods.includes(FALLBACK) ? FALLBACK : methods[0]!
    const reason = method ? 'pool' : isShort ? 'too_short' : 'never_moves'
    return { method: method ?? fallback, reason, errors: null, origins: tested.origins }
  }
  const score = (method: Method) => {
    const own = tested.errors[method]?.rmsse ?? null
    const others = pool?.rmsse[method]
    if (own === null || !pool || others === undefined) return own
    return (own * tested.origins + others * pool.weight) / (tested.origins + pool.weight)
  }
  const best = Math.min(...methods.map((method) => score(method) ?? Number.POSITIVE_INFINITY))
  const near = methods.filter((method) => (score(method) ?? Infinity) <= best * (1 + NEAR))
  const method = leastOf(near, (name) => Math.abs(tested.errors[name]!.bias ?? 0))!
  return { method, reason: 'backtest', errors: tested.errors[method]!, origins: tested.origins }
}

function leastOf(methods: readonly Method[], of: (method: Method) => number | null): Method | null {
  let best: Method | null = null
  let least = Number.POSITIVE_INFINITY
  for (const method of methods) {
    const value = of(method)
    if (value !== null && value < least) [best, least] = [method, value]
  }
  return best
}

/** The pool of many backtests: methods that were not measured on an item do not count there. */
export function poolOf(tests: readonly Backtest[], weight: number): Pool {
  const rmsse: Pool['rmsse'] = {}
  for (const method of METHOD_NAMES) {
    const found = tests.map((test) => test.errors[method]?.rmsse).filter((value) => value != null)
    if (found.length > 0) rmsse[method] = found.reduce((a, b) => a + b, 0) / found.length
  }
  return { rmsse, weight }
}
