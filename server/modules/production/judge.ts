import { actualShare, isDone, isUnknown, plannedShare, type ShareState } from './progress.ts'
import type { Thresholds, WarningKind } from './schema.ts'
import type { WorkRuler } from './work-time.ts'

const MINUTE = 60_000

/** When the last warning of its kind was raised here, and when it was cleared. */
export interface Standing {
  raisedMs: number | null
  clearedMs: number | null
}
export type Verdict = 'raise' | 'clear' | null

interface Limits {
  raise: number
  clear: number
  dwellMs: number
}

/**
 * Whether a measure calls for a warning or ends one. It is raised at one limit and cleared at a lower one,
 * and stays either way for a while, so that a figure that trembles does not ring all day. What is unknown
 * neither raises nor clears anything.
 */
export function judge(
  standing: Standing,
  measure: number | null,
  limits: Limits,
  nowMs: number,
): Verdict {
  if (measure === null) return null
  const { raisedMs, clearedMs } = standing
  const isRaised = raisedMs !== null && (clearedMs === null || clearedMs < raisedMs)
  if (isRaised) {
    return measure <= limits.clear && nowMs - raisedMs >= limits.dwellMs ? 'clear' : null
  }
  const isCalm = clearedMs === null || nowMs - clearedMs >= limits.dwellMs
  return measure >= limits.raise && isCalm ? 'raise' : null
}

/**
 * How far a share lags behind its plan, as a share of it. It is measured where the last report stands,
 * because what was made since is not known: of that, silence tells. A lag of a few minutes is none.
 */
export function lagOf(share: ShareState, thresholds: Thresholds, nowMs: number): number | null {
  if (isDone(share)) return 0
  if (isUnknown(share, nowMs)) return null
  if (share.reports === 0) return 0
  const atMs = Math.min(nowMs, share.lastDoneMs as number)
  const lag = plannedShare(share, atMs) - (actualShare(share, nowMs) as number)
  const whole = share.ruler.at(share.endMs) - share.ruler.at(share.startMs)
  return lag * whole >= thresholds.behindMinutes * MINUTE
    ? lag
    : Math.min(lag, thresholds.behindClear)
}

/** For how many minutes of working time nothing was heard of a share that is under way. */
export function silenceOf(share: ShareState, nowMs: number): number {
  if (isDone(share) || (share.reports === 0 && share.startMs > nowMs)) return 0
  const since = Math.max(
    share.lastReportedMs ?? share.startMs,
    share.reports === 0 ? share.startMs : 0,
  )
  return Math.max(0, share.ruler.at(nowMs) - share.ruler.at(since)) / MINUTE
}

/** By how many minutes of working time an order will be too late; negative when it will be early. */
export function latenessOf(
  ruler: WorkRuler,
  finishMs: number | null,
  dueMs: number,
): number | null {
  return finishMs === null ? null : (ruler.at(finishMs) - ruler.at(dueMs)) / MINUTE
}

export function limitsOf(kind: WarningKind, thresholds: Thresholds): Limits {
  const dwellMs = thresholds.dwellMinutes * MINUTE
  switch (kind) {
    case 'behind':
      return { raise: thresholds.behindRaise, clear: thresholds.behindClear, dwellMs }
    case 'late':
      return { raise: thresholds.lateRaiseMinutes, clear: thresholds.lateClearMinutes, dwellMs }
    case 'silent':
      return { raise: thresholds.silentRaiseMinutes, clear: thresholds.silentClearMinutes, dwellMs }
  }
}

export interface OpenWarning {
  raisedMs: number
  acknowledgedMs: number | null
  shelvedUntilMs: number | null
  escalated: number
}

/** The rung to which a warning that nobody has taken up must be carried now; null when it may rest. */
export function escalationOf(
  warning: OpenWarning,
  thresholds: Pick<Thresholds, 'escalateMinutes'>,
  nowMs: number,
): number | null {
  if (warning.acknowledgedMs !== null) return null
  if (warning.shelvedUntilMs !== null && warning.shelvedUntilMs > nowMs) return null
  const waited = (nowMs - warning.raisedMs) / MINUTE
  const rung = thresholds.escalateMinutes.filter((minutes) => minutes <= waited).length
  return rung > warning.escalated ? rung : null
}
