import type { z } from 'zod'
import { type Assessment, assess, silentShares } from './assess.ts'
import { actualShare, completionOf, isUnknown, plannedShare, type ShareState } from './progress.ts'
import { fromMilli } from './quantity.ts'
import type { Order, OrderRow, OrderShare, Progress } from './schema.ts'
import type { ReadOrder, Share } from './states.ts'

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

export function shapeProgress(share: ShareState, nowMs: number): z.infer<typeof Progress> {
  return {
    planned: plannedShare(share, nowMs),
    actual: actualShare(share, nowMs),
    unknown: isUnknown(share, nowMs) ? 1 : 0,
  }
}

/** What is counted beside an order rather than read with it. */
export interface Counts {
  openWarnings: number
}

export function shapeRow(
  order: ReadOrder,
  counts: Counts,
  nowMs: number,
  found: Assessment = assess(order, nowMs),
): OrderRow {
  const shares = order.steps.flatMap((step) => step.shares)
  const isRunning = order.state === 'running'
  return {
    id: order.id,
    code: order.code,
    productName: order.productName,
    unit: order.unit,
    quantity: fromMilli(order.quantityMilli),
    dueAt: new Date(order.dueMs).toISOString(),
    priority: order.priority,
    state: order.state,
    createdAt: order.createdAt,
    finishedAt: order.finishedAt,
    planNo: order.planNo,
    progress: found.completion,
    finishAt: isRunning ? finiteIso(found.projection.finishMs) : order.finishedAt,
    isLate: isRunning
      ? found.isLate
      : order.finishedAt !== null && Date.parse(order.finishedAt) > order.dueMs,
    openWarnings: counts.openWarnings,
    unanswered: isRunning ? shares.filter((share) => share.answer !== 'accepted').length : 0,
    silent: isRunning ? silentShares(order, nowMs).length : 0,
    factories: new Set(shares.map((share) => share.orgId)).size,
    version: order.version,
  }
}

export function shapeOrder(
  order: ReadOrder,
  more: Counts & { conversationId: string | null },
  nowMs: number,
): Order {
  const found = assess(order, nowMs)
  return {
    ...shapeRow(order, more, nowMs, found),
    chainId: order.chainId,
    productId: order.productId,
    note: order.note,
    currency: order.currency,
    conversationId: more.conversationId,
    operations: order.steps.map((step) => ({
      no: step.no,
      name: step.name,
      unit: step.unit,
      minutesPerPiece: step.msPerPiece / 60_000,
      after: [...step.after],
      waitMinutes: step.waitMs / 60_000,
      startsAt: new Date(Math.min(order.dueMs, ...step.shares.map((s) => s.startMs))).toISOString(),
      endsAt: new Date(
        Math.max(...step.shares.map((s) => s.endMs), 0) || order.dueMs,
      ).toISOString(),
      progress: completionOf(step.shares, nowMs),
      finishAt: finiteIso(found.projection.steps.get(step.no) ?? null),
      shares: step.shares.map((share) => shapeShare(order, share, nowMs)),
    })),
  }
}

/** An operation without shares is finished before time; nothing is to be said of when. */
function finiteIso(ms: number | null): string | null {
  return ms === null || !Number.isFinite(ms) ? null : new Date(ms).toISOString()
}

function shapeShare(order: ReadOrder, share: Share, nowMs: number): OrderShare {
  const alone = { no: share.no, after: [], waitMs: 0, shares: [share] }
  const { projection } = assess({ ...order, steps: [alone] }, nowMs)
  return {
    id: share.id,
    org: { id: share.orgId, name: share.orgName },
    quantity: fromMilli(share.quantityMilli),
    good: fromMilli(share.goodMilli),
    scrap: fromMilli(share.scrapMilli),
    startsAt: new Date(share.startMs).toISOString(),
    endsAt: new Date(share.endMs).toISOString(),
    answer: share.answer,
    reason: share.reason,
    proposedQuantity: share.proposedMilli === null ? null : fromMilli(share.proposedMilli),
    proposedEndsAt: share.proposedEndsAt,
    priceMinor: share.priceMinor,
    lines: share.lines,
    progress: shapeProgress(share, nowMs),
    finishAt: finiteIso(projection.finishMs),
    lastReportedAt: iso(share.lastReportedMs),
  }
}
