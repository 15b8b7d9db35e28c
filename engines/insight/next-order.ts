// A buyer's likely next order: when, what, how much, and how sure each of these is.
import {
  type Choice,
  chooseMethod,
  itemFrequency,
  METHODS,
  type Method,
  type Range,
  rangeOf,
  smooth,
} from '@jingwei/forecast'
import { InsightError } from './price-index.ts'
import { type Likelihood, likelihood, orderDays, type Rhythm } from './rhythm.ts'

export interface Order {
  /** Days counted through, such as days since 1970. */
  day: number
  lines: readonly { item: string; quantity: number }[]
}

/** How often an item of a given score was in the next order, as counted over all buyers. */
export interface Habits {
  counts: ReadonlyMap<string, { seen: number; came: number }>
}

export interface NextItem {
  item: string
  /** The chance that the next order has it, whenever that comes. */
  chance: number
  /** How much of it then, smoothed over the orders that had it; the range where it was ordered often enough. */
  quantity: number
  range: Range | null
  /** What it comes to in the long run, by the method that foretold this item best. */
  perWeek: number
  method: Method
  methodReason: Choice['reason']
  /** In how many of the buyer's orders it was, and when last. */
  orders: number
  lastDay: number
}

export interface NextOrder {
  /** The day to expect it, after the last one by the middle of the buyer's own intervals; null after one order. */
  day: number | null
  early: number | null
  late: number | null
  /** The share of cases in which it falls between early and late; null where there are too few intervals to say. */
  coverage: number | null
  /** The day has passed. */
  isOverdue: boolean
  /** The chance of an order within the rhythm's horizon, with the cases it was counted from. */
  likelihood: Likelihood & { horizonDays: number }
  items: NextItem[]
}

const REPLAYS = 6
const KNOWN_MIN = 2
const DRAW = 12
const SCORES = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
const LENGTHS = [2, 3, 5, 9, 17]
const SIZE_ALPHA = 0.2
const WEEK = 7

const step = (value: number, cuts: readonly number[]): number =>
  cuts.findLastIndex((cut) => value >= cut)
const habitKeys = (score: number, length: number): string[] => {
  const at = step(score, SCORES)
  return [`score ${at}`, `score ${at} orders ${step(length, LENGTHS)}`]
}

const itemsOf = (orders: readonly Order[]): string[][] =>
  orders.map(({ lines }) => lines.map(({ item }) => item))

/** Replays the last orders of each buyer: which items scored how much before it, and which of them it had. */
export function learnHabits(histories: readonly (readonly Order[])[]): Habits {
  const counts = new Map<string, { seen: number; came: number }>()
  for (const history of histories) {
    const lists = itemsOf(inOrder(history))
    for (let at = Math.max(KNOWN_MIN, lists.length - REPLAYS); at < lists.length; at++) {
      const next = new Set(lists[at])
      for (const { item, score } of itemFrequency(lists.slice(0, at)))
        for (const key of habitKeys(score, at)) {
          const count = counts.get(key) ?? { seen: 0, came: 0 }
          count.seen++
          if (next.has(item)) count.came++
          counts.set(key, count)
        }
    }
  }
  return { counts }
}

// Where nothing was counted, the score itself is the first guess, being a share of orders already; after few orders
// it is lowered, since an item of all three orders so far is not certain to be in the fourth.
function chanceOf({ counts }: Habits, score: number, length: number): number {
  let chance = (score * length) / (length + 1)
  for (const key of habitKeys(score, length)) {
    const count = counts.get(key)
    if (count) chance = (count.came + DRAW * chance) / (count.seen + DRAW)
  }
  return chance
}

/** Orders of a day are one. */
function inOrder(history: readonly Order[]): Order[] {
  const byDay = Map.groupBy(history, ({ day }) => day)
  return orderDays([...byDay.keys()]).map((day) => ({
    day,
    lines: byDay.get(day)!.flatMap(({ lines }) => lines),
  }))
}

/** What a buyer with these orders is likely to order next, as seen on `day`; at most `take` items. */
export function nextOrder(
  learnt: { rhythm: Rhythm; habits: Habits },
  history: readonly Order[],
  day: number,
  { take = 10, level = 0.8 } = {},
): NextOrder {
  const orders = inOrder(history.filter((order) => order.day <= day))
  if (orders.length === 0)
    throw new InsightError('no_orders', 'Nothing is known before the first order')
  const days = orders.map((order) => order.day)
  const found = likelihood(learnt.rhythm, days, day)
  const items = itemFrequency(itemsOf(orders))
    .slice(0, take)
    .map(({ item, score }) => ({
      ...{ item, chance: chanceOf(learnt.habits, score, orders.length) },
      ...amountOf(item, orders, day, level),
    }))
  return {
    ...whenOf(days, day, level),
    likelihood: { ...found, horizonDays: learnt.rhythm.horizonDays },
    items: items.sort((a, b) => b.chance - a.chance),
  }
}

/**
 * From the buyer's own intervals. Those that are over by now are out: a buyer who was away for 40 days is not back
 * after 30. When all of them are, the day is past, and the order overdue.
 */
function whenOf(days: readonly number[], day: number, level: number) {
  const last = days.at(-1)!
  const intervals = days.slice(1).map((d, i) => d - days[i]!)
  if (intervals.length === 0)
    return { day: null, early: null, late: null, coverage: null, isOverdue: false }
  const open = intervals.filter((interval) => interval >= day - last)
  const middle = median(open.length > 0 ? open : intervals)
  const range = rangeOf(
    middle,
    intervals.map((interval) => middle - interval),
    level,
  )
  return {
    day: last + Math.round(middle),
    early: range && last + range.low,
    late: range && last + range.high,
    coverage: range?.coverage ?? null,
    isOverdue: open.length === 0,
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

function amountOf(item: string, orders: readonly Order[], day: number, level: number) {
  const had = orders
    .map((order) => ({ day: order.day, size: sizeIn(order, item) }))
    .filter(({ size }) => size > 0)
  const sizes = had.map(({ size }) => size)
  const quantity = smooth(sizes, SIZE_ALPHA)
  const misses = sizes.slice(1).map((size, i) => smooth(sizes.slice(0, i + 1), SIZE_ALPHA) - size)
  const weekly = new Float64Array(Math.floor((day - had[0]!.day) / WEEK) + 1)
  // Whole weeks back from today, so that the current one is not cut short.
  for (const one of had) weekly[weekly.length - 1 - Math.floor((day - one.day) / WEEK)]! += one.size
  const { method, reason } = chooseMethod(weekly)
  return {
    ...{ quantity, range: rangeOf(quantity, misses, level) },
    ...{ perWeek: METHODS[method](weekly), method, methodReason: reason },
    ...{ orders: had.length, lastDay: had.at(-1)!.day },
  }
}

function sizeIn({ lines }: Order, item: string): number {
  let size = 0
  for (const line of lines) {
    if (!(line.quantity > 0 && line.quantity < Infinity))
      throw new InsightError('bad_quantity', `${line.quantity} of ${line.item}`)
    if (line.item === item) size += line.quantity
  }
  return size
}
