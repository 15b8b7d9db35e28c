/**
 * How likely a buyer orders within so many days, learnt by counting what buyers in the same position did before.
 *
 * A position is how many orders there were, how long the buyer has been silent measured by its own rhythm, and how many
 * of its intervals fit into the days ahead. The answer is the share of those in that position who did order, drawn
 * towards wider groups where few were seen. So a confidence is a count that can be shown ("of 312 buyers like this 203
 * ordered") and it is right on average by construction, as long as buyers go on as they did.
 */
import { InsightError } from './price-index.ts'

export interface RhythmOptions {
  /** How far ahead is asked. */
  horizonDays: number
  /** How often the past is asked; a week by default. */
  everyDays?: number
}

interface Count {
  seen: number
  came: number
}

export interface Rhythm {
  horizonDays: number
  counts: ReadonlyMap<string, Count>
}

export interface Likelihood {
  /** The chance of an order within the horizon, from 0 to 1. */
  confidence: number
  /** Those in the same position in the past, and how many of them ordered in time. */
  seen: number
  came: number
}

/** So many cases of the wider group count as much as one's own. */
const DRAW = 12
const COUNTS = [1, 2, 3, 4, 6, 9, 14, 25]
const RATIOS = [0.15, 0.3, 0.5, 0.75, 1, 1.4, 2, 3, 5, 8]
const DAYS = [7, 14, 28, 42, 63, 91, 140, 210]

const step = (value: number, cuts: readonly number[]): number =>
  cuts.findLastIndex((cut) => value >= cut)

/** Distinct days of orders, in order; a second order on a day is no second interval. */
export function orderDays(days: readonly number[]): number[] {
  for (const day of days)
    if (!Number.isFinite(day)) throw new InsightError('bad_day', `${day} is no day`)
  return [...new Set(days)].sort((a, b) => a - b)
}

/** Mean days between orders; null after a single one. */
export const typicalInterval = (days: readonly number[]): number | null =>
  days.length < 2 ? null : (days.at(-1)! - days[0]!) / (days.length - 1)

/** Keys of a position, the widest group first. */
function position(days: readonly number[], day: number, horizon: number): string[] {
  const silent = day - days.at(-1)!
  const typical = typicalInterval(days)
  if (typical === null) return ['all', 'once', `once ${step(silent, DAYS)}`]
  const silence = step(silent / typical, RATIOS)
  const room = step(horizon / typical, RATIOS)
  return [
    'all',
    `room ${room}`,
    `room ${room} silence ${silence}`,
    `room ${room} silence ${silence} orders ${step(days.length, COUNTS)}`,
  ]
}

/**
 * Asks the past up to `day`: at each earlier moment, what position each buyer was in, and whether it then ordered.
 * Nothing after `day` is looked at, and no moment whose outcome `day` does not know yet.
 */
export function learnRhythm(
  histories: readonly (readonly number[])[],
  day: number,
  { horizonDays, everyDays = 7 }: RhythmOptions,
): Rhythm {
  for (const [name, value] of Object.entries({ horizonDays, everyDays }))
    if (!(Number.isInteger(value) && value > 0))
      throw new InsightError('bad_option', `${name} is ${value}: it is 1 or more`)
  const counts = new Map<string, Count>()
  for (const history of histories) {
    const days = orderDays(history)
    let known = days.length
    for (let asked = day - horizonDays; asked >= days[0]!; asked -= everyDays) {
      while (days[known - 1]! > asked) known--
      const came = known < days.length && days[known]! <= asked + horizonDays ? 1 : 0
      for (const key of position(days.slice(0, known), asked, horizonDays)) {
        const count = counts.get(key) ?? { seen: 0, came: 0 }
        count.seen++
        count.came += came
        counts.set(key, count)
      }
    }
  }
  return { horizonDays, counts }
}

/** The chance that a buyer with these days of orders, the last at or before `day`, orders within the horizon. */
export function likelihood(rhythm: Rhythm, history: readonly number[], day: number): Likelihood {
  const days = orderDays(history).filter((order) => order <= day)
  if (days.length === 0)
    throw new InsightError('no_orders', 'Nothing is known before the first order')
  let confidence = 0.5
  let [seen, came] = [0, 0]
  position(days, day, rhythm.horizonDays).forEach((key, depth) => {
    const count = rhythm.counts.get(key)
    if (!count) return
    // The widest group is drawn towards a coin only as far as two cases go.
    const draw = depth === 0 ? 2 : DRAW
    confidence = (count.came + draw * confidence) / (count.seen + draw)
    ;({ seen, came } = count)
  })
  return { confidence, seen, came }
}

export interface Reliability {
  from: number
  to: number
  count: number
  /** Mean of what was said, and the share that came true. */
  said: number
  found: number
}

/** What was said against what came, in bands of equal width; with the Brier score and the mean gap between the two. */
export function reliability(
  said: readonly { confidence: number; came: boolean }[],
  bands = 10,
): { bands: Reliability[]; brier: number; gap: number } {
  const found = Array.from({ length: bands }, (_, i) => ({
    ...{ from: i / bands, to: (i + 1) / bands },
    ...{ count: 0, said: 0, found: 0 },
  }))
  let brier = 0
  for (const { confidence, came } of said) {
    const band = found[Math.min(bands - 1, Math.floor(confidence * bands))]!
    band.count++
    band.said += confidence
    band.found += came ? 1 : 0
    brier += (confidence - (came ? 1 : 0)) ** 2
  }
  const filled = found.filter(({ count }) => count > 0)
  const gap = filled.reduce((sum, band) => sum + Math.abs(band.said - band.found), 0) / said.length
  for (const band of filled) {
    band.said /= band.count
    band.found /= band.count
  }
  return { bands: filled, brier: brier / said.length, gap }
}
