/**
 * Which items a buyer takes next: how often it took each, with what is long ago counting less.
 *
 * The personal part of TIFU-KNN (Hu, He, Gao and Zhang 2020, "Modeling personalized item frequency information for
 * next-basket recommendation", SIGIR), which reports that it often beats recurrent networks.
 */
import { ForecastError } from './series.ts'

export interface FrequencyOptions {
  /** What the order before counts in the same group of orders, above 0 and up to 1. */
  decayWithin?: number
  /** What the group of orders before counts. */
  decayAcross?: number
  /** Orders in a group, counted from the latest. */
  groupSize?: number
}

export interface ScoredItem {
  item: string
  /** 1 is an item of every order ever made. */
  score: number
  /** In how many orders it was. */
  orders: number
}

/**
 * Items by falling score; equal ones by name, so that the order is the same every time. `orders` are the item lists of
 * the buyer's orders, oldest first; an item named twice in an order counts once.
 */
export function itemFrequency(
  orders: readonly (readonly string[])[],
  { decayWithin = 0.9, decayAcross = 0.7, groupSize = 7 }: FrequencyOptions = {},
): ScoredItem[] {
  for (const [name, value] of Object.entries({ decayWithin, decayAcross }))
    if (!(value > 0 && value <= 1))
      throw new ForecastError('bad_option', `${name} is ${value}: it lies above 0 and up to 1`)
  if (!(Number.isInteger(groupSize) && groupSize >= 1))
    throw new ForecastError('bad_option', `groupSize is ${groupSize}: it is 1 or more`)
  const found = new Map<string, ScoredItem>()
  let total = 0
  orders.forEach((items, i) => {
    const age = orders.length - 1 - i
    const group = Math.floor(age / groupSize)
    const weight = decayAcross ** group * decayWithin ** (age - group * groupSize)
    total += weight
    for (const item of new Set(items)) {
      const entry = found.get(item) ?? { item, score: 0, orders: 0 }
      entry.score += weight
      entry.orders++
      found.set(item, entry)
    }
  })
  for (const entry of found.values()) entry.score /= total
  return [...found.values()].sort(
    (a, b) => b.score - a.score || (a.item < b.item ? -1 : a.item > b.item ? 1 : 0),
  )
}

/** Plain frequency: every order counts the same. The yardstick for the decay. */
export const plainFrequency = (orders: readonly (readonly string[])[]): ScoredItem[] =>
  itemFrequency(orders, { decayWithin: 1, decayAcross: 1 })

/** The share of what was taken that stands among the first `k` suggestions. */
export function recallAt(k: number, ranked: readonly string[], taken: ReadonlySet<string>): number {
  return ranked.slice(0, k).filter((item) => taken.has(item)).length / taken.size
}

/** The same with early places counting more, over the best that was possible (Järvelin and Kekäläinen 2002). */
export function ndcgAt(k: number, ranked: readonly string[], taken: ReadonlySet<string>): number {
  const gain = (place: number) => 1 / Math.log2(place + 2)
  let sum = 0
  ranked.slice(0, k).forEach((item, place) => {
    if (taken.has(item)) sum += gain(place)
  })
  let best = 0
  for (let place = 0; place < Math.min(k, taken.size); place++) best += gain(place)
  return sum / best
}
