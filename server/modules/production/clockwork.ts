import { type Assessment, assess, silentShares, verdictsOf } from './assess.ts'
import { escalationOf, type OpenWarning, silenceOf } from './judge.ts'
import { completionOf, isDone } from './progress.ts'
import { fromMilli } from './quantity.ts'
import type { WarningKind } from './schema.ts'
import { isSlotDue, slotOf } from './settings-rules.ts'
import type { ReadOrder, Share } from './states.ts'
import type { DigestFacts } from './words.ts'

// What the clock decides about one order, without a database: the same facts give the same changes.

export interface HeldWarning extends OpenWarning {
  id: string
  shareId: string | null
  kind: WarningKind
  clearedMs: number | null
  measure: number
}
export interface Raised {
  kind: WarningKind
  share: Share | null
  measure: number
}
export interface Digest {
  orderId: string
  facts: DigestFacts
}
export interface Changes {
  order: ReadOrder
  assessment: Assessment
  digest: Digest | null
  raised: Raised[]
  cleared: HeldWarning[]
  /** With what is measured now, which is worse than when it was raised. */
  escalated: { warning: HeldWarning; rung: number; measure: number }[]
  finishedMs: number | null
}

/**
 * @param held the last warning of each kind and share of this order
 * @param last the digest before; null when there is none, undefined when none is asked for
 */
export function consider(
  order: ReadOrder,
  held: readonly HeldWarning[],
  last: { slotMs: number; actual: number | null } | null | undefined,
  nowMs: number,
): Changes {
  const assessment = assess(order, nowMs)
  const shares = order.steps.flatMap((step) => step.shares)
  const finishedMs = finishOf(shares)
  const changes: Changes = {
    ...{ order, assessment, finishedMs },
    ...{ digest: null, raised: [], cleared: [], escalated: [] },
  }
  const open = held.filter((warning) => warning.clearedMs === null)
  if (finishedMs !== null) return { ...changes, cleared: open }

  const byId = new Map(shares.map((share) => [share.id, share]))
  const heldOf = new Map(held.map((warning) => [`${warning.kind} ${warning.shareId}`, warning]))
  const standingOf = (kind: WarningKind, shareKey: string | null) => {
    const warning = heldOf.get(`${kind} ${shareKey}`)
    return { raisedMs: warning?.raisedMs ?? null, clearedMs: warning?.clearedMs ?? null }
  }
  const verdicts = verdictsOf(
    order,
    assessment.findings,
    (f) => standingOf(f.kind, f.shareKey),
    nowMs,
  )
  for (const { finding, verdict } of verdicts) {
    const share = finding.shareKey === null ? null : byId.get(finding.shareKey)!
    if (verdict === 'raise') {
      changes.raised.push({ kind: finding.kind, share, measure: finding.measure as number })
    } else changes.cleared.push(heldOf.get(`${finding.kind} ${finding.shareKey}`)!)
  }
  // What a new plan took from somebody no longer concerns anybody.
  changes.cleared.push(...open.filter((w) => w.shareId !== null && !byId.has(w.shareId)))
  for (const warning of open) {
    if (changes.cleared.includes(warning)) continue
    const share = warning.shareId === null ? undefined : byId.get(warning.shareId)
    const thresholds = share ? order.thresholdsOf(share) : order.settings.thresholds
    const rung = escalationOf(warning, thresholds, nowMs)
    if (rung === null) continue
    const now = assessment.findings.find(
      (finding) => finding.kind === warning.kind && finding.shareKey === warning.shareId,
    )
    changes.escalated.push({ warning, rung, measure: now?.measure ?? warning.measure })
  }
  const openAfter = open.length - changes.cleared.length + changes.raised.length
  return { ...changes, digest: digestOf(order, assessment, last, openAfter, nowMs) }
}

/** When the last piece was worked off; null while something is left. */
function finishOf(shares: readonly Share[]): number | null {
  if (shares.length === 0 || !shares.every(isDone)) return null
  return Math.max(...shares.map((share) => share.lastDoneMs ?? 0))
}

function digestOf(
  order: ReadOrder,
  { completion, projection, isLate }: Assessment,
  last: { slotMs: number; actual: number | null } | null | undefined,
  warnings: number,
  nowMs: number,
): Digest | null {
  if (last === undefined) return null
  const { clock, calendar } = order.settings
  const slotMs = slotOf(clock, nowMs)
  if (last !== null && last.slotMs >= slotMs) return null
  if (!isSlotDue(order.settings, order.ruler, slotMs)) return null
  const { actual } = completion
  const finishMs = projection.finishMs
  return {
    orderId: order.id,
    facts: {
      ...{ orderId: order.id, code: order.code, productName: order.productName },
      slotAt: new Date(slotMs).toISOString(),
      dueAt: new Date(order.dueMs).toISOString(),
      timeZone: calendar.timeZone,
      ...completion,
      trend: actual === null || last === null || last.actual === null ? null : actual - last.actual,
      finishAt:
        finishMs === null || !Number.isFinite(finishMs) ? null : new Date(finishMs).toISOString(),
      isLate,
      operations: order.steps.map((step) => operationFacts(step, nowMs)),
      missing: silentShares(order, nowMs).map((share) => ({
        ...{ shareId: share.id, orgId: share.orgId, org: share.orgName },
        operation: share.operationName,
        minutes: Math.round(silenceOf(share, nowMs)),
      })),
      ...hearing(order, nowMs),
      warnings,
    },
  }
}

export function operationFacts(step: ReadOrder['steps'][number], nowMs: number) {
  const sum = (of: (share: Share) => number) =>
    fromMilli(step.shares.reduce((a, s) => a + of(s), 0))
  const { planned, actual, unknown } = completionOf(step.shares, nowMs)
  return {
    ...{ no: step.no, name: step.name, planned, actual, unknown, unit: step.unit },
    good: sum((share) => share.goodMilli),
    scrap: sum((share) => share.scrapMilli),
    quantity: sum((share) => share.quantityMilli),
  }
}

/** Of how many one should have heard, and of how many one has: the reporting rate is counted from these. */
function hearing(order: ReadOrder, nowMs: number): { expected: number; heard: number } {
  const due = order.steps
    .flatMap((step) => step.shares)
    .filter((s) => s.startMs <= nowMs && !isDone(s))
  const silent = new Set(silentShares(order, nowMs))
  return { expected: due.length, heard: due.filter((share) => !silent.has(share)).length }
}
