/**
 * Range, speed, quality, thrift (多快好省): what customers of a category wish for, what they are given, and whether own
 * stock or a marketplace serves it. The four pull against each other: one done well keeps you in the game, two win,
 * three strain, all four kill. If range is the wish, own stock cannot serve it.
 */
import { InsightError } from './price-index.ts'

export const WISHES = ['range', 'speed', 'quality', 'thrift'] as const
export type Wish = (typeof WISHES)[number]

/** What the record says of a category; null is unknown. */
export interface CategoryFacts {
  category: string
  /** Distinct items that were asked for, and those of them that were on offer. */
  asked: number | null
  offered: number | null
  /** Lines due, and those delivered by the promised day. */
  due: number | null
  inTime: number | null
  /** Lines received, and those accepted without a complaint. */
  received: number | null
  accepted: number | null
  /** Price over the market. */
  priceRatio: number | null
  /** The share of demand that the busiest fifth of the items makes up. */
  topShare: number | null
}

export interface Measured {
  wish: Wish
  /** A share, or for thrift price over market. */
  figure: number | null
  /** From 0 to 100 for a picture of all four; null where unknown. */
  score: number | null
  /** Whether a promise of it would be kept; null where unknown. */
  isKept: boolean | null
}

/** From which figure on a wish counts as served. */
export const KEPT = { range: 0.9, speed: 0.9, quality: 0.98, thrift: 1 } as const
/** Where the scale of the picture begins: what nobody would call served at all. */
const FLOOR = { range: 0.4, speed: 0.5, quality: 0.9 } as const
const DEAREST = 1.2
const CHEAPEST = 0.9

export function measure(facts: CategoryFacts): Measured[] {
  const figures: Record<Wish, number | null> = {
    range: shareOf(facts.offered, facts.asked),
    speed: shareOf(facts.inTime, facts.due),
    quality: shareOf(facts.accepted, facts.received),
    thrift: facts.priceRatio,
  }
  return WISHES.map((wish) => {
    const figure = figures[wish]
    if (figure === null) return { wish, figure, score: null, isKept: null }
    if (!(figure >= 0 && figure < Infinity) || (wish !== 'thrift' && figure > 1))
      throw new InsightError('bad_share', `${facts.category}: ${wish} is ${figure}`)
    const height =
      wish === 'thrift'
        ? (DEAREST - figure) / (DEAREST - CHEAPEST)
        : (figure - FLOOR[wish]) / (1 - FLOOR[wish])
    const isKept = wish === 'thrift' ? figure <= KEPT.thrift : figure >= KEPT[wish]
    return { wish, figure, score: 100 * Math.min(1, Math.max(0, height)), isKept }
  })
}

// Of nothing there is no share.
const shareOf = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole

export const PROMISES = ['none', 'in_the_game', 'wins', 'strains', 'kills'] as const
export type PromiseVerdict = (typeof PROMISES)[number]

export type Recommended = 'own_stock' | 'marketplace'
export type Reason =
  | 'range_needs_many_suppliers'
  | 'own_stock_is_near'
  | 'own_hands_hold_quality'
  | 'few_items_are_bought_in_bulk'
  | 'long_tail_cannot_be_stocked'
  | 'competition_lowers_prices'
  | 'demand_unknown'
  | 'nothing_promised'

export interface WishReport {
  category: string
  measured: Measured[]
  promised: Wish[]
  /** By how many are promised at once: three strain, four kill. */
  verdict: PromiseVerdict
  isWarned: boolean
  /** Promised and measured below what keeps the promise; and promised without any measure. */
  broken: Wish[]
  unmeasured: Wish[]
  recommended: Recommended | null
  reasons: { wish: Wish | null; reason: Reason }[]
  /** Promised wishes that what is recommended does not serve: the pull between them. */
  strained: Wish[]
}

/** From this share of demand in the busiest fifth on, a few items can be held in stock for most of what is asked. */
export const CONCENTRATED = 0.7

/** `promised` in the order in which they matter; the first decides, but range always does. */
export function judgeWishes(facts: CategoryFacts, promised: readonly Wish[]): WishReport {
  const wishes = [...new Set(promised)]
  for (const wish of wishes)
    if (!WISHES.includes(wish)) throw new InsightError('bad_wish', `There is no wish ${wish}`)
  const { topShare } = facts
  if (topShare !== null && !(topShare >= 0 && topShare <= 1))
    throw new InsightError('bad_share', `${facts.category}: topShare is ${topShare}`)
  const measured = measure(facts)
  const of = (wish: Wish) => measured.find((one) => one.wish === wish)!
  const served = wishes.map((wish) => ({ wish, ...serves(wish, topShare) }))
  const deciding = served.find(({ wish }) => wish === 'range') ?? served[0]
  const recommended = deciding?.by ?? null
  return {
    category: facts.category,
    ...{ measured, promised: wishes, verdict: PROMISES[wishes.length]! },
    isWarned: wishes.length >= 3,
    broken: wishes.filter((wish) => of(wish).isKept === false),
    unmeasured: wishes.filter((wish) => of(wish).isKept === null),
    recommended,
    reasons: deciding
      ? served.filter(({ by }) => by === recommended).map(({ wish, reason }) => ({ wish, reason }))
      : [{ wish: null, reason: 'nothing_promised' }],
    strained: served.filter(({ by }) => by !== null && by !== recommended).map(({ wish }) => wish),
  }
}

function serves(wish: Wish, topShare: number | null): { by: Recommended | null; reason: Reason } {
  if (wish === 'range') return { by: 'marketplace', reason: 'range_needs_many_suppliers' }
  if (wish === 'quality') return { by: 'own_stock', reason: 'own_hands_hold_quality' }
  if (topShare === null) return { by: null, reason: 'demand_unknown' }
  if (topShare >= CONCENTRATED) {
    const reason = wish === 'speed' ? 'own_stock_is_near' : 'few_items_are_bought_in_bulk'
    return { by: 'own_stock', reason }
  }
  const reason = wish === 'speed' ? 'long_tail_cannot_be_stocked' : 'competition_lowers_prices'
  return { by: 'marketplace', reason }
}

/** The share of demand that the busiest fifth of the items makes up (at least one item); null without demand. */
export function topShareOf(demand: readonly number[]): number | null {
  const total = demand.reduce((a, b) => a + b, 0)
  if (!(total > 0)) return null
  const busiest = demand.toSorted((a, b) => b - a).slice(0, Math.ceil(demand.length / 5))
  return busiest.reduce((a, b) => a + b, 0) / total
}

/** One request that was awarded: what each offer had, and which one won. */
export interface Award {
  offers: readonly Offer[]
  won: number
}
/** Share of the lines asked for, days to delivery, share accepted so far, landed price; null is unknown. */
export type Offer = Record<Wish, number | null>

export interface Revealed {
  wish: Wish
  /** Awards in which the offers differed in it, all of them known. */
  cases: number
  /** How often the best in it won, and how often it would have by lot. */
  won: number
  byLot: number
  /** Won over by lot: above 1 the customers choose by it. Null without a case. */
  lift: number | null
}

/** What customers choose by, from what they chose: not what they say. The strongest first. */
export function revealedWishes(awards: readonly Award[]): Revealed[] {
  return WISHES.map((wish): Revealed => {
    let [cases, won, byLot] = [0, 0, 0]
    for (const { offers, won: winner } of awards) {
      const values = offers.map((offer) => offer[wish])
      if (!offers[winner])
        throw new InsightError('bad_award', `Offer ${winner} of ${offers.length}`)
      if (values.includes(null)) continue
      // Fewer days and less money are better; of range and quality more is.
      const sign = wish === 'speed' || wish === 'thrift' ? -1 : 1
      const heights = values.map((value) => sign * value!)
      const best = Math.max(...heights)
      const ties = heights.filter((height) => height === best).length
      if (ties === heights.length) continue
      cases++
      byLot += ties / heights.length
      if (heights[winner] === best) won++
    }
    return { wish, cases, won, byLot, lift: cases > 0 ? won / byLot : null }
  }).sort((a, b) => (b.lift ?? -1) - (a.lift ?? -1))
}
