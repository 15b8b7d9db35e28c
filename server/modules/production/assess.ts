import {
  judge,
  lagOf,
  latenessOf,
  limitsOf,
  type Standing,
  silenceOf,
  type Verdict,
} from './judge.ts'
import {
  type Completion,
  completionOf,
  isDone,
  type Projection,
  projectFinish,
  type ShareState,
  type StepState,
} from './progress.ts'
import type { Settings, Thresholds, WarningKind } from './schema.ts'
import type { WorkRuler } from './work-time.ts'

/** A running order as the clock and the boards see it. */
export interface OrderState<S extends ShareState = ShareState> {
  dueMs: number
  settings: Settings
  ruler: WorkRuler
  /** In the order of the routing. */
  steps: readonly (Omit<StepState, 'shares'> & { shares: readonly S[] })[]
  thresholdsOf(share: S): Thresholds
}

export interface Finding {
  kind: WarningKind
  /** Null where it is about the whole order. */
  shareKey: string | null
  measure: number | null
}
export interface Assessment {
  completion: Completion
  projection: Projection
  isLate: boolean
  findings: Finding[]
}

/** What is to be said of an order at a moment: how far it is, when it will be done, and what is wrong. */
export function assess<S extends ShareState>(order: OrderState<S>, nowMs: number): Assessment {
  const shares = order.steps.flatMap((step) => step.shares)
  const projection = projectFinish(order.steps, nowMs)
  const late =
    latenessOf(order.ruler, projection.finishMs, order.dueMs) ?? sureLateness(order, nowMs)
  const findings: Finding[] = [{ kind: 'late', shareKey: null, measure: late }]
  for (const share of shares) {
    const thresholds = order.thresholdsOf(share)
    findings.push(
      { kind: 'behind', shareKey: share.key, measure: lagOf(share, thresholds, nowMs) },
      { kind: 'silent', shareKey: share.key, measure: silenceOf(share, nowMs) },
    )
  }
  const isOpen = shares.some((share) => !isDone(share))
  return {
    completion: completionOf(shares, nowMs),
    projection,
    isLate: isOpen && (nowMs > order.dueMs || (late !== null && late > 0)),
    findings,
  }
}

/**
 * Where the finish is unknown an order may yet be late for sure: even if all that nobody has reported began
 * this minute. Less than that proves nothing, and neither raises nor clears a warning.
 */
function sureLateness<S extends ShareState>(order: OrderState<S>, nowMs: number): number | null {
  const best = latenessOf(
    order.ruler,
    projectFinish(order.steps, nowMs, true).finishMs,
    order.dueMs,
  )
  return best !== null && best >= order.settings.thresholds.lateRaiseMinutes ? best : null
}

/** The findings that change something, given how each of them stands. */
export function verdictsOf<S extends ShareState>(
  order: OrderState<S>,
  findings: readonly Finding[],
  standingOf: (finding: Finding) => Standing,
  nowMs: number,
): { finding: Finding; verdict: Exclude<Verdict, null> }[] {
  const thresholds = new Map(
    order.steps.flatMap(({ shares }) => shares.map((s) => [s.key, order.thresholdsOf(s)] as const)),
  )
  return findings.flatMap((finding) => {
    const held = thresholds.get(finding.shareKey ?? '') ?? order.settings.thresholds
    const limits = limitsOf(finding.kind, held)
    const verdict = judge(standingOf(finding), finding.measure, limits, nowMs)
    return verdict === null ? [] : [{ finding, verdict }]
  })
}

/** Shares of which nothing was heard for longer than their limit. */
export function silentShares<S extends ShareState>(order: OrderState<S>, nowMs: number): S[] {
  return order.steps
    .flatMap((step) => step.shares)
    .filter((share) => silenceOf(share, nowMs) >= order.thresholdsOf(share).silentRaiseMinutes)
}
