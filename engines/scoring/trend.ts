// The best way to join neighbouring fine bins, by dynamic programming over (last bin, bins so far, past the bend).
import type { BinningOptions } from './binning.ts'
import { ivOf } from './metrics.ts'

/** The share of bad along the values: `peak` rises, then falls; `valley` falls, then rises. */
export const TRENDS = ['ascending', 'descending', 'peak', 'valley', 'none'] as const
export type Trend = (typeof TRENDS)[number]

export interface Block {
  good: number
  bad: number
}

export interface Cuts {
  /** Places in the blocks at which a new bin begins. */
  cuts: number[]
  trend: Trend
  ivByTrend: Partial<Record<Trend, number>>
}

/** A bend may tell noise from noise; it is taken on its own only where it gains so much more. */
const BEND_GAIN = 1.25

interface Way {
  iv: number
  from: number
  to: number
  phase: number
  before: Way | null
}

/** Finds the cuts of greatest IV under the trend asked, or under the best one; says what it could not do. */
export function bestCuts(
  blocks: readonly Block[],
  total: number,
  options: BinningOptions,
  notes: string[],
): Cuts {
  const { trend = 'auto' } = options
  const tried = new Map(TRENDS.map((each) => [each, waysOf(blocks, total, options, each)]))
  const ivOfTrend = (each: Trend) => tried.get(each)?.iv ?? 0
  const ivByTrend = Object.fromEntries(TRENDS.map((each) => [each, ivOfTrend(each)]))
  const straight = ivOfTrend('ascending') >= ivOfTrend('descending') ? 'ascending' : 'descending'
  const bent = ivOfTrend('peak') >= ivOfTrend('valley') ? 'peak' : 'valley'
  const gained = ivOfTrend(bent) > BEND_GAIN * ivOfTrend(straight)
  const best = gained ? bent : straight
  const chosen = trend === 'auto' ? best : trend
  const way = tried.get(chosen) ?? null
  const cuts: number[] = []
  for (let at = way; at?.before; at = at.before) cuts.unshift(at.from)
  if (!way && blocks.length > 1) notes.push(`no bins keep the limits on shares: left as one`)
  else if (cuts.length === 0 && blocks.length > 1) {
    const other =
      chosen === best ? '' : `; ${best} would give an IV of ${ivOfTrend(best).toFixed(4)}`
    notes.push(`no two bins are ${chosen}${other}`)
  }
  return { cuts, trend: chosen, ivByTrend }
}

/** The best way through all blocks under one trend, or null where the limits leave none. */
function waysOf(
  blocks: readonly Block[],
  total: number,
  { maxBins = 8, minShare = 0.05, maxShare = 1 }: BinningOptions,
  trend: Trend,
): Way | null {
  const n = blocks.length
  const good = sums(blocks, 'good')
  const bad = sums(blocks, 'bad')
  const rate = (from: number, to: number) => {
    const wrong = bad[to]! - bad[from]!
    return wrong / (wrong + good[to]! - good[from]!)
  }
  let last = new Map<number, Way[]>()
  let best: Way | null = null
  for (let count = 1; count <= Math.min(maxBins, n); count++) {
    const next = new Map<number, Way[]>()
    for (let to = count; to <= n; to++) {
      const ways: Way[] = []
      for (let from = count - 1; from < to; from++) {
        const [g, b] = [good[to]! - good[from]!, bad[to]! - bad[from]!]
        const share = (g + b) / total
        if (share < minShare || share > maxShare || g + b === 0) continue
        const iv = ivOf(g, b, good[n]! || 1, bad[n]! || 1)
        const at = rate(from, to)
        const earlier = count === 1 ? [] : (last.get(from) ?? [])
        if (count === 1 && from === 0) ways.push({ iv, from, to, phase: 0, before: null })
        const ends: (Way | undefined)[] = []
        for (const before of earlier) {
          const phase = follow(trend, before.phase, at - rate(before.from, before.to))
          if (phase < 0 || before.iv + iv <= (ends[phase]?.iv ?? Number.NEGATIVE_INFINITY)) continue
          ends[phase] = { iv: before.iv + iv, from, to, phase, before }
        }
        ways.push(...ends.filter((way) => way !== undefined))
      }
      next.set(to, ways)
    }
    for (const way of next.get(n) ?? []) if (!best || way.iv > best.iv + 1e-12) best = way
    last = next
  }
  return best
}

/** The phase after a step in the share of bad, or -1 where the trend forbids the step. */
function follow(trend: Trend, phase: number, step: number): number {
  if (trend === 'none') return 0
  if (step === 0) return -1
  const up = step > 0
  if (trend === 'ascending') return up ? 0 : -1
  if (trend === 'descending') return up ? -1 : 0
  const isOnward = up === (trend === 'peak')
  if (isOnward) return phase === 0 ? 0 : -1
  return 1
}

function sums(blocks: readonly Block[], key: keyof Block): number[] {
  const totals = [0]
  for (const block of blocks) totals.push(totals.at(-1)! + block[key])
  return totals
}
