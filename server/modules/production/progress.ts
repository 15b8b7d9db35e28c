import type { WorkRuler } from './work-time.ts'

/** What one org has to do of one operation, and what is known of it. */
export interface ShareState {
  key: string
  no: number
  quantityMilli: number
  workMs: number
  startMs: number
  endMs: number
  goodMilli: number
  scrapMilli: number
  reports: number
  /** When the latest reported work was done, and when anybody last reported. */
  lastDoneMs: number | null
  lastReportedMs: number | null
  /** The latest reports, oldest first: how much had been worked off (good and scrap) by when. */
  recent: readonly { ms: number; workedMilli: number }[]
  ruler: WorkRuler
}
export interface StepState {
  no: number
  after: readonly number[]
  waitMs: number
  shares: readonly ShareState[]
}

// Scrap is not subtracted from what was produced: yield is scored from both, and a piece spoiled is a piece
// that nobody will work on again.
export function workedMilli(share: Pick<ShareState, 'goodMilli' | 'scrapMilli'>): number {
  return share.goodMilli + share.scrapMilli
}

export function isDone(share: ShareState): boolean {
  return workedMilli(share) >= share.quantityMilli
}

/** Nobody has reported although by plan the work is under way: what is there is unknown, and not zero. */
export function isUnknown(share: ShareState, nowMs: number): boolean {
  return share.reports === 0 && share.startMs <= nowMs
}

/** How much of a share should be done at a moment, from 0 to 1. */
export function plannedShare(share: ShareState, atMs: number): number {
  const { ruler, startMs, endMs } = share
  if (atMs >= endMs) return 1
  if (atMs <= startMs) return 0
  const start = ruler.at(startMs)
  const whole = ruler.at(endMs) - start
  return whole > 0 ? (ruler.at(atMs) - start) / whole : 1
}

/** How much of it is done; null where that is unknown. */
export function actualShare(share: ShareState, nowMs: number): number | null {
  if (isUnknown(share, nowMs)) return null
  return share.quantityMilli > 0 ? Math.min(1, workedMilli(share) / share.quantityMilli) : 1
}

export interface Completion {
  planned: number
  /** Of the work that is known about; null when nothing is. */
  actual: number | null
  /** The part of all work of which nothing is known. */
  unknown: number
}

/** Planned against actual over several shares, weighted by the work that is in them. */
export function completionOf(shares: readonly ShareState[], nowMs: number): Completion {
  let all = 0
  let planned = 0
  let known = 0
  let actual = 0
  for (const share of shares) {
    const weight = Math.max(share.workMs, 1)
    const done = actualShare(share, nowMs)
    all += weight
    planned += weight * plannedShare(share, nowMs)
    if (done === null) continue
    known += weight
    actual += weight * done
  }
  if (all === 0) return { planned: 1, actual: 1, unknown: 0 }
  return {
    planned: planned / all,
    actual: known > 0 ? actual / known : null,
    unknown: (all - known) / all,
  }
}

/**
 * Worked off per millisecond of working time, from the latest reports: the median of the slopes between
 * any two of them (Theil and Sen), which one odd report does not move. Null where there is no rate.
 */
export function recentRate(share: Pick<ShareState, 'recent' | 'ruler'>): number | null {
  const points = share.recent.map(
    ({ ms, workedMilli }) => [share.ruler.at(ms), workedMilli] as const,
  )
  const slopes: number[] = []
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const span = points[j]![0] - points[i]![0]
      if (span > 0) slopes.push((points[j]![1] - points[i]![1]) / span)
    }
  }
  if (slopes.length === 0) return null
  slopes.sort((a, b) => a - b)
  const middle = slopes.length >> 1
  const rate = slopes.length % 2 ? slopes[middle]! : (slopes[middle - 1]! + slopes[middle]!) / 2
  return rate > 0 ? rate : null
}

/** When each operation will be finished as things go, and the whole; null where that is unknown. */
export interface Projection {
  finishMs: number | null
  steps: Map<number, number | null>
}

/**
 * The steps stand in the order of the routing, each behind what it waits for. `atBest` answers another
 * question: what nobody has reported begins this minute and takes its standard time, which is the earliest
 * that can be hoped for where the finish is unknown.
 */
export function projectFinish(
  steps: readonly StepState[],
  nowMs: number,
  atBest = false,
): Projection {
  const finishes = new Map<number, number | null>()
  for (const step of steps) {
    let readyMs: number | null = Number.NEGATIVE_INFINITY
    for (const no of step.after) {
      const before = finishes.get(no) ?? null
      readyMs = before === null || readyMs === null ? null : Math.max(readyMs, before + step.waitMs)
    }
    let finishMs: number | null = Number.NEGATIVE_INFINITY
    for (const share of step.shares) {
      const own = shareFinish(share, readyMs, nowMs, atBest)
      finishMs = own === null || finishMs === null ? null : Math.max(finishMs, own)
    }
    finishes.set(step.no, finishMs)
  }
  const all = [...finishes.values()]
  const isKnown = all.every((finish) => finish !== null)
  return { finishMs: isKnown ? Math.max(...(all as number[])) : null, steps: finishes }
}

function shareFinish(
  share: ShareState,
  readyMs: number | null,
  nowMs: number,
  atBest: boolean,
): number | null {
  const { ruler } = share
  if (isDone(share)) return share.lastDoneMs ?? share.startMs
  if (readyMs === null) return null
  if (share.reports === 0 && (share.startMs > nowMs || readyMs > nowMs)) {
    // Not begun and not due, or held up by what comes before: it takes its standard time from there.
    return ruler.when(ruler.at(Math.max(share.startMs, readyMs)) + share.workMs)
  }
  const left = share.quantityMilli - workedMilli(share)
  const rate = recentRate(share)
  if (rate === null) {
    if (!atBest) return null
    const work = (share.workMs * left) / share.quantityMilli
    return ruler.when(ruler.at(Math.max(nowMs, readyMs)) + work)
  }
  const own = ruler.when(ruler.at(share.lastDoneMs as number) + left / rate)
  // What is not done by now is not finished in the past, nor before what it waits for.
  return Math.max(own, nowMs, readyMs)
}
