// Which supplier suits, and why: a score whose every point can be asked after.
import { InsightError } from './price-index.ts'

export const PARTS = ['price', 'onTime', 'quality', 'response'] as const
export type Part = (typeof PARTS)[number]

/** What is known of a supplier; null is unknown, and unknown is never a nought. */
export interface SupplierFacts {
  supplier: string
  /** Its price over the market or over the mean of the offers, at the buyer's own terms. */
  priceRatio: number | null
  /** Deliveries by the promised day, of those that are due. */
  onTime: Tally | null
  /** Deliveries accepted without a complaint, of those that were counted. */
  quality: Tally | null
  /** Questions and requests that were answered, of those asked, and the middle of the hours it took. */
  response: (Tally & { hours: number | null }) | null
}
export interface Tally {
  good: number
  of: number
}

export type Weights = Record<Part, number>
export const WEIGHTS: Weights = { price: 40, onTime: 25, quality: 25, response: 10 }

export interface ScoredPart {
  part: Part
  /** 0 to 100, or null where nothing is known. */
  score: number | null
  /** Its share of the weight of what is known, from 0 to 1. */
  share: number
  /** What it adds to the whole: score x share. */
  points: number
  /** What it was made from: how many cases, and the figure after few cases were drawn to what is usual. */
  cases: number | null
  figure: number | null
}

export interface Match {
  supplier: string
  /** The sum of the points of the parts that are known; null where none is. */
  score: number | null
  /** Where the score would lie if the unknown turned out worst, and best. */
  least: number
  most: number
  /** The share of the weight that is known. */
  known: number
  parts: ScoredPart[]
}

/** Cases of what is usual that are mixed in, so that one good delivery is not a perfect record. */
const DRAW = 5
const USUAL = { onTime: 0.85, quality: 0.97, response: 0.7 }
const PRICE_SPAN = 0.2
const QUALITY_FLOOR = 0.9
const HOURS_BEST = 2
const HOURS_WORST = 72

const clamp = (value: number): number => Math.min(1, Math.max(0, value))

/**
 * Scores suppliers and puts the best first; those of whom nothing is known come last, without a score. The score is
 * the weighed mean of what is known; how much that is stands beside it, with the best and worst that the rest allows.
 */
export function matchSuppliers(
  suppliers: readonly SupplierFacts[],
  weights: Weights = WEIGHTS,
): Match[] {
  for (const part of PARTS)
    if (!(weights[part] >= 0 && weights[part] < Infinity))
      throw new InsightError('bad_weight', `${part} weighs ${weights[part]}`)
  const total = PARTS.reduce((sum, part) => sum + weights[part], 0)
  if (total === 0) throw new InsightError('bad_weight', 'Nothing weighs anything')
  return suppliers
    .map((facts) => matchOf(facts, weights, total))
    .sort(
      (a, b) =>
        (b.score ?? -1) - (a.score ?? -1) ||
        b.known - a.known ||
        (a.supplier < b.supplier ? -1 : a.supplier > b.supplier ? 1 : 0),
    )
}

function matchOf(facts: SupplierFacts, weights: Weights, total: number): Match {
  const scored = PARTS.map((part) => ({ part, ...scoreOf(part, facts) }))
  const weighed = scored.filter(({ score }) => score !== null)
  const known = weighed.reduce((sum, { part }) => sum + weights[part], 0)
  const parts = scored.map((part): ScoredPart => {
    const share = part.score === null || known === 0 ? 0 : weights[part.part] / known
    return { ...part, share, points: share * (part.score ?? 0) }
  })
  const points = parts.reduce((sum, part) => sum + part.points, 0)
  const least = (points * known) / total
  return {
    supplier: facts.supplier,
    score: known > 0 ? points : null,
    ...{ least, most: least + (100 * (total - known)) / total, known: known / total, parts },
  }
}

type Figures = Pick<ScoredPart, 'score' | 'cases' | 'figure'>
const UNKNOWN: Figures = { score: null, cases: null, figure: null }

function scoreOf(part: Part, facts: SupplierFacts): Figures {
  if (part === 'price') return scorePrice(facts.priceRatio)
  const tally = facts[part]
  // Nothing happened yet: that is not the same as nothing went well.
  if (!tally || tally.of === 0) return UNKNOWN
  if (!(tally.good >= 0 && tally.good <= tally.of && tally.of < Infinity))
    throw new InsightError('bad_tally', `${part}: ${tally.good} of ${tally.of}`)
  const share = (tally.good + DRAW * USUAL[part]) / (tally.of + DRAW)
  const found = { cases: tally.of, figure: share }
  if (part === 'onTime') return { ...found, score: 100 * share }
  if (part === 'quality')
    return { ...found, score: 100 * clamp((share - QUALITY_FLOOR) / (1 - QUALITY_FLOOR)) }
  return { ...found, score: 100 * share * speedOf(facts.response!.hours) }
}

/** 100 at a fifth below the market, 50 at it, nothing at a fifth above. */
function scorePrice(ratio: number | null): Figures {
  if (ratio === null) return UNKNOWN
  if (!(ratio > 0 && ratio < Infinity)) throw new InsightError('bad_price', `A ratio of ${ratio}`)
  return {
    score: 100 * clamp((1 + PRICE_SPAN - ratio) / (2 * PRICE_SPAN)),
    cases: null,
    figure: ratio,
  }
}

/** Full speed within two hours, none after three days, and every doubling between costs the same. */
function speedOf(hours: number | null): number {
  if (hours === null) return 1
  if (!(hours >= 0)) throw new InsightError('bad_hours', `${hours} hours`)
  return clamp(
    Math.log(HOURS_WORST / Math.max(hours, HOURS_BEST)) / Math.log(HOURS_WORST / HOURS_BEST),
  )
}
