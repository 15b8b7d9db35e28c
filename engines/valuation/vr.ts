// The VR model: E = V1 × R1 + V2 × R2, traffic (V) and monetisation (R), today (1) and to come (2). Each indicator is
// scored from 1 to 5, each cell is a weighted mean, so the points lie between 2 and 50.
import { above, finite, ValuationError } from './errors.ts'

export const CELLS = ['v1', 'v2', 'r1', 'r2'] as const
export type Cell = (typeof CELLS)[number]

/** What an indicator is about: a base of users, or of merchants (商户资产). */
export const SUBJECTS = ['users', 'merchants'] as const
export type Subject = (typeof SUBJECTS)[number]

export interface Indicator {
  name: string
  cell: Cell
  /** Indicators of one parent are averaged first; the pull is made of three effects. */
  parent?: string
  weight: number
  /** Figures from which 2, 3, 4 and 5 begin, where a figure exists; falling ones mean that less is better. */
  anchors?: readonly [number, number, number, number]
  unit?: string
}

const indicator = (name: string, cell: Cell, more: Partial<Indicator> = {}): Indicator => ({
  name,
  cell,
  weight: 1,
  ...more,
})

/** The indicators of a base of users (domain.md section 7). */
export const USER_INDICATORS: readonly Indicator[] = [
  indicator('active_users', 'v1', { anchors: [1e6, 1e7, 1e8, 5e8], unit: 'users' }),
  indicator('time_spent', 'v1', { anchors: [5, 15, 30, 60], unit: 'minutes a day' }),
  indicator('frequency', 'v1', { anchors: [0.1, 0.5, 2, 8], unit: 'times a day' }),
  indicator('user_share', 'v1', { anchors: [0.02, 0.1, 0.25, 0.5], unit: 'share' }),
  indicator('market_size', 'v2'),
  indicator('pain_point', 'v2'),
  indicator('same_side_effect', 'v2', { parent: 'pull' }),
  indicator('cross_side_effect', 'v2', { parent: 'pull' }),
  indicator('irreplaceability', 'v2', { parent: 'pull' }),
  // Easy is high.
  indicator('ease_of_acquisition', 'v2', { anchors: [200, 80, 30, 11], unit: 'yuan a head' }),
  indicator('pay_rate', 'r1', { anchors: [0.01, 0.03, 0.08, 0.2], unit: 'share' }),
  indicator('arppu', 'r1', { anchors: [5, 30, 100, 300], unit: 'yuan a month' }),
  indicator('lifetime', 'r1', { anchors: [3, 12, 24, 48], unit: 'months' }),
  indicator('advertising', 'r2'),
  indicator('commission', 'r2'),
  indicator('service_fees', 'r2'),
  indicator('acquirer_value', 'r2'),
]

/** The same for merchants: what they are to a platform for firms (B2B, S2B2C). */
export const MERCHANT_INDICATORS: readonly Indicator[] = USER_INDICATORS.map((of) => {
  const anchors: Record<string, Pick<Indicator, 'anchors' | 'unit'>> = {
    active_users: { anchors: [500, 5_000, 50_000, 500_000], unit: 'merchants' },
    time_spent: { anchors: [1, 4, 12, 24], unit: 'orders a month' },
    frequency: { anchors: [0.05, 0.1, 0.33, 0.5], unit: 'share of wallet' },
    ease_of_acquisition: { anchors: [20_000, 5_000, 1_000, 200], unit: 'yuan a merchant' },
    arppu: { anchors: [100, 1_000, 5_000, 20_000], unit: 'yuan a month' },
  }
  const names: Record<string, string> = {
    active_users: 'active_merchants',
    time_spent: 'orders_a_month',
    frequency: 'wallet_share',
    user_share: 'merchant_share',
    arppu: 'revenue_a_paying_merchant',
  }
  return { ...of, ...anchors[of.name], name: names[of.name] ?? of.name }
})

export function indicatorsOf(subject: Subject): readonly Indicator[] {
  return subject === 'merchants' ? MERCHANT_INDICATORS : USER_INDICATORS
}

/** The score that a figure earns by its indicator's anchors: 1 below the first, 5 from the last. */
export function scoreOf({ name, anchors }: Indicator, figure: number): number {
  if (!anchors) throw new ValuationError('unknown_name', name, 'it has no anchors')
  finite(figure, name)
  const isFalling = anchors[0] > anchors[3]
  return 1 + anchors.filter((from) => (isFalling ? figure <= from : figure >= from)).length
}

export interface VrResult {
  cells: Record<Cell, number>
  /** V1 × R1 + V2 × R2, from 2 to 50. */
  points: number
  /** What today and what is to come give of it. */
  today: number
  future: number
  /**
   * By the pain point: 3 is the watershed. Below it a project should not be started; at 3 it needs heavy capital
   * until users cannot do without.
   */
  painPoint: 'may_succeed' | 'needs_capital' | 'do_not_start'
}

/**
 * Scores a case.
 * @param scores each indicator by name, from 1 to 5, halves and other fractions allowed
 * @param weights of indicators or parents by name; within a cell they must add up to 1. Absent: all alike
 * @throws ValuationError `empty` for an indicator without a score, `out_of_range`, `weights_do_not_sum`,
 *   `unknown_name`
 */
export function vrPoints(
  scores: Readonly<Record<string, number | null>>,
  indicators: readonly Indicator[] = USER_INDICATORS,
  weights: Readonly<Record<string, number>> = {},
): VrResult {
  const known = new Set(indicators.map((i) => i.name))
  for (const name of Object.keys(scores)) {
    if (!known.has(name)) throw new ValuationError('unknown_name', name)
  }
  for (const { name } of indicators) checkScore(name, scores[name])
  const cells = Object.fromEntries(
    CELLS.map((cell) => [cell, cellScore(cell, scores, indicators, weights)]),
  ) as Record<Cell, number>
  const today = cells.v1 * cells.r1
  const future = cells.v2 * cells.r2
  const pain = scores.pain_point
  return {
    cells,
    points: today + future,
    today,
    future,
    painPoint: pain! > 3 ? 'may_succeed' : pain! < 3 ? 'do_not_start' : 'needs_capital',
  }
}

function checkScore(name: string, score: number | null | undefined): void {
  if (score === null || score === undefined) throw new ValuationError('empty', name)
  if (finite(score, name) < 1 || score > 5) {
    throw new ValuationError('out_of_range', name, `${score} is not between 1 and 5`)
  }
}

/** The parts of a cell with the weight of each; a part is an indicator, or a parent of several. */
export function partsOf(
  cell: Cell,
  indicators: readonly Indicator[],
  weights: Readonly<Record<string, number>> = {},
): { name: string; weight: number; indicators: Indicator[] }[] {
  const parts = Map.groupBy(
    indicators.filter((i) => i.cell === cell),
    (i) => i.parent ?? i.name,
  )
  if (parts.size === 0) throw new ValuationError('empty', cell)
  const names = [...parts.keys()]
  const given = names.filter((name) => weights[name] !== undefined)
  if (given.length > 0) {
    const sum = names.reduce((total, name) => total + finite(weights[name] ?? 0, name), 0)
    if (Math.abs(sum - 1) > 1e-6) throw new ValuationError('weights_do_not_sum', cell, `${sum}`)
  }
  const plain = names.map((name) => parts.get(name)![0]!.weight)
  const total = plain.reduce((a, b) => a + b, 0)
  return names.map((name, i) => ({
    name,
    weight: given.length > 0 ? (weights[name] ?? 0) : above(plain[i]!, name) / total,
    indicators: parts.get(name)!,
  }))
}

function cellScore(
  cell: Cell,
  scores: Readonly<Record<string, number | null>>,
  indicators: readonly Indicator[],
  weights: Readonly<Record<string, number>>,
): number {
  return partsOf(cell, indicators, weights).reduce((sum, part) => {
    const mean =
      part.indicators.reduce((total, { name }) => total + scores[name]!, 0) / part.indicators.length
    return sum + part.weight * mean
  }, 0)
}

/** A firm whose value is known. */
export interface Peer {
  name: string
  value: number
  currency: string
  /** Its own points by the same indicators. */
  points: number | null
  /** How near its track is, above 0: a peer with 2 counts twice as much as one with 1. */
  closeness: number
}

export interface Benchmark {
  /** The mean of what the peers say, by closeness. */
  value: number
  currency: string
  low: number
  high: number
  byPeer: { name: string; value: number; share: number }[]
}

/**
 * Prices a case by peers: value of A = value of the peer × points of A / points of the peer.
 * @throws ValuationError `peer_without_points`, `currency_mismatch`, `empty`
 */
export function benchmark(points: number, peers: readonly Peer[]): Benchmark {
  above(points, 'points')
  if (peers.length === 0) throw new ValuationError('empty', 'peers')
  const { currency } = peers[0]!
  for (const peer of peers) {
    finite(peer.value, peer.name)
    above(peer.closeness, peer.name)
    if (peer.points === null) throw new ValuationError('peer_without_points', peer.name)
    above(peer.points, peer.name)
    if (peer.currency !== currency) throw new ValuationError('currency_mismatch', peer.name)
  }
  const near = peers.reduce((sum, peer) => sum + peer.closeness, 0)
  const byPeer = peers.map((peer) => ({
    name: peer.name,
    value: (peer.value * points) / peer.points!,
    share: peer.closeness / near,
  }))
  return {
    value: byPeer.reduce((sum, said) => sum + said.value * said.share, 0),
    currency,
    low: Math.min(...byPeer.map((said) => said.value)),
    high: Math.max(...byPeer.map((said) => said.value)),
    byPeer,
  }
}
