/**
 * How prices of a product move in a region, from real trades, without showing anybody's.
 *
 * Only pairs that trade in two adjacent periods are compared, each with itself: a price is private to two parties and
 * follows their terms, so a mean over whoever happened to trade would move with the mix. The relatives are averaged by
 * the Törnqvist formula (weights are mean value shares of both periods; ILO et al. 2004, Producer Price Index
 * Manual, chapters 15 to 17) because quantities are known, it treats both periods alike, and the weight of a party is
 * the very figure that the rule of disclosure bounds. Links are chained. A link that is kept back breaks the chain,
 * which starts again at 100: nothing that may not be shown goes into anything shown.
 */
import {
  band,
  type DisclosureRule,
  protect,
  RULE,
  type Share,
  type Suppressed,
} from './disclosure.ts'

export interface Trade {
  /** Months or weeks, counted through: adjacent periods differ by one. */
  period: number
  product: string
  region: string
  seller: string
  buyer: string
  /** For a base unit in one currency, with the terms normalised: see cashPrice. */
  price: number
  quantity: number
}

export interface Cell {
  product: string
  /** Null: all regions together. */
  region: string | null
  period: number
}

/** How prices moved since the period before, and how high they stand; each with why it is kept back. */
export interface Link extends Cell {
  relative: number | null
  relativeReason: Suppressed | null
  price: number | null
  priceReason: Suppressed | null
  sellers: string
  buyers: string
  /** Pairs whose price moved by more than three times: a wrong unit rather than a market. */
  setAside: number
}

export class InsightError extends Error {
  readonly code: string
  constructor(code: string, text: string) {
    super(text)
    this.name = 'InsightError'
    this.code = code
  }
}

const MOVE_MAX = 3

interface Pair {
  seller: string
  buyer: string
  region: string
  value: number
  quantity: number
}
interface Term extends Share {
  region: string
  log: number
}

/** The links of every product, for each region and for all together, in the order of product, region and time. */
export function priceLinks(trades: readonly Trade[], rule: DisclosureRule = RULE): Link[] {
  trades.forEach(checkTrade)
  const links: Link[] = []
  for (const [product, of] of groups(trades, ({ product }) => product)) {
    const periods = groups(of, ({ period }) => period).map(
      ([period, rows]) => [period, pairsOf(rows)] as const,
    )
    const byPeriod = new Map(periods)
    const regions = [...new Set(of.map(({ region }) => region))].sort()
    for (const [period, pairs] of periods)
      links.push(...linksAt({ product, period }, regions, byPeriod.get(period - 1), pairs, rule))
  }
  return links.sort(
    (a, b) =>
      compare(a.product, b.product) ||
      compare(a.region ?? '', b.region ?? '') ||
      a.period - b.period,
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function checkTrade({ period, price, quantity }: Trade, at: number): void {
  if (!Number.isInteger(period)) throw new InsightError('bad_period', `Trade ${at}: ${period}`)
  if (!(price > 0 && price < Infinity)) throw new InsightError('bad_price', `Trade ${at}: ${price}`)
  if (!(quantity > 0 && quantity < Infinity))
    throw new InsightError('bad_quantity', `Trade ${at}: ${quantity}`)
}

/** Groups in the order of their keys, so that the order of the rows changes no digit. */
function groups<T, K extends string | number>(
  rows: readonly T[],
  keyOf: (row: T) => K,
): [K, T[]][] {
  return [...Map.groupBy(rows, keyOf)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** What a seller and a buyer did with each other in a region over a period: one price, weighed by quantity. */
function pairsOf(trades: readonly Trade[]): Map<string, Pair> {
  const keyOf = ({ seller, buyer, region }: Trade) => JSON.stringify([seller, buyer, region])
  return new Map(
    groups(trades, keyOf).map(([key, rows]) => {
      const { seller, buyer, region } = rows[0]!
      const sorted = rows.toSorted((a, b) => a.price - b.price || a.quantity - b.quantity)
      const quantity = sorted.reduce((sum, row) => sum + row.quantity, 0)
      const value = sorted.reduce((sum, row) => sum + row.price * row.quantity, 0)
      return [key, { seller, buyer, region, value, quantity }]
    }),
  )
}

function linksAt(
  at: { product: string; period: number },
  regions: string[],
  before: Map<string, Pair> | undefined,
  now: Map<string, Pair>,
  rule: DisclosureRule,
): Link[] {
  const figures = (region: string | null) => {
    const within = (map?: Map<string, Pair>) =>
      new Map([...(map ?? [])].filter(([, pair]) => region === null || pair.region === region))
    return { moves: movesOf(within(before), within(now)), heights: heightsOf(within(now)) }
  }
  const whole = figures(null)
  const parts = regions.map(figures)
  const split = (terms: readonly Term[]) =>
    regions.map((region) => terms.filter((term) => term.region === region))
  const alone = parts.map((part) => part.moves.terms)
  const moves = protect(split(whole.moves.terms), rule, alone)
  const heights = protect(split(whole.heights), rule)
  const linkOf = (
    region: string | null,
    { moves: { terms, setAside }, heights: high }: typeof whole,
    relativeReason: Suppressed | null,
    priceReason: Suppressed | null,
  ): Link => ({
    ...{ ...at, region, relativeReason, priceReason, setAside },
    relative: relativeReason ? null : meanOf(terms),
    price: priceReason ? null : digits(meanOf(high)),
    sellers: band(new Set(high.map(({ seller }) => seller)).size),
    buyers: band(new Set(high.map(({ buyer }) => buyer)).size),
  })
  return [
    linkOf(null, whole, moves.whole, heights.whole),
    ...regions.map((region, i) => linkOf(region, parts[i]!, moves.parts[i]!, heights.parts[i]!)),
  ].filter((link) => link.priceReason !== 'no_trades')
}

/** Relatives of the pairs that traded in both periods, with the mean of their value shares. */
function movesOf(before: Map<string, Pair>, now: Map<string, Pair>) {
  const terms: Term[] = []
  let setAside = 0
  const both = [...now].flatMap(([key, pair]) => {
    const old = before.get(key)
    const relative = old && priceOf(pair) / priceOf(old)
    if (!old || !relative) return []
    const isMove = relative <= MOVE_MAX && relative >= 1 / MOVE_MAX
    if (!isMove) setAside++
    return isMove ? [{ pair, old, relative }] : []
  })
  const total = both.reduce((sum, { pair }) => sum + pair.value, 0)
  const totalOld = both.reduce((sum, { old }) => sum + old.value, 0)
  for (const { pair, old, relative } of both) {
    const { seller, buyer, region } = pair
    const weight = (pair.value / total + old.value / totalOld) / 2
    terms.push({ seller, buyer, region, weight, log: Math.log(relative) })
  }
  return { terms, setAside }
}

const priceOf = ({ value, quantity }: Pair): number => value / quantity

const heightsOf = (pairs: Map<string, Pair>): Term[] =>
  [...pairs.values()].map((pair) => {
    const { seller, buyer, region, value } = pair
    return { seller, buyer, region, weight: value, log: Math.log(priceOf(pair)) }
  })

// Geometric, and never a median: a median is somebody's own price.
function meanOf(terms: readonly Term[]): number {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0)
  return Math.exp(terms.reduce((sum, { weight, log }) => sum + weight * log, 0) / total)
}

/** Three digits are enough to compare with, and too few to work back from. */
const digits = (value: number): number => Number(value.toPrecision(3))

export interface Released extends Cell {
  /** 100 at `base`, to one decimal; null where it is kept back or nothing was compared. */
  index: number | null
  base: number
  reason: Suppressed | null
  price: number | null
  priceReason: Suppressed | null
  sellers: string
  buyers: string
}

/** With what the next link is chained to, unrounded: kept by who releases, and not for show. */
export interface Chained extends Released {
  exact: number
}

/**
 * Adds new periods to what was released. What once went out stays as it was, also when trades come late or are
 * corrected: two releases of one period could be subtracted from each other. So only periods that are over belong in
 * `links`.
 */
export function release(before: readonly Chained[], links: readonly Link[]): Chained[] {
  const keyOf = ({ product, region, period }: Cell) => JSON.stringify([product, region, period])
  const all = new Map(before.map((cell) => [keyOf(cell), cell]))
  const latest = Math.max(...before.map(({ period }) => period), Number.NEGATIVE_INFINITY)
  for (const link of [...links].sort((a, b) => a.period - b.period)) {
    if (link.period <= latest || all.has(keyOf(link))) continue
    const last = all.get(keyOf({ ...link, period: link.period - 1 }))
    const isChained = last !== undefined && link.relative !== null
    const exact = isChained ? last.exact * link.relative! : 100
    const { product, region, period, price, priceReason, sellers, buyers } = link
    all.set(keyOf(link), {
      ...{ product, region, period, price, priceReason, sellers, buyers, exact },
      index: link.relative === null ? null : Math.round(exact * 10) / 10,
      base: isChained ? last.base : period,
      reason: link.relativeReason,
    })
  }
  return [...all.values()]
}
