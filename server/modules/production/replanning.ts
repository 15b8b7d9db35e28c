import type { Selectable } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import type { DB } from '../../platform/db.ts'
import { AppError, badField } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { readOrder } from './order-queries.ts'
import {
  announcePlan,
  lockOrder,
  offerShare,
  requireNear,
  requireParties,
  writeLines,
  writePlan,
} from './orders.ts'
import { type DraftShare, type DraftStep, type MadePlan, makePlan, shareOut } from './planning.ts'
import { fromMilli, splitExactly, toMilli } from './quantity.ts'
import type { Order, PlanInput, ShareInput } from './schema.ts'
import { readLayers } from './states.ts'
import { planLook } from './ticks.ts'

type OrderRow = Selectable<DB['production_orders']>
interface Held extends Selectable<DB['shares']> {
  worked_milli: number
}

/** Makes the next version of the plan and tells everyone whom it touches. What was made stays made. */
export function replan(ctx: Ctx, orderId: string, input: PlanInput): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (input.basedOn !== order.plan_no)
      throw new AppError('stale', { reason: 'plan_stale', data: { planNo: order.plan_no } })
    const held = await lockShares(tx, orderId)
    const quantityMilli =
      input.quantity === undefined ? order.quantity_milli : toMilli(input.quantity)
    const dueMs = Date.parse(input.dueAt ?? order.due_at)
    requireNear(dueMs, tx.now().getTime())
    const asked = input.shares ?? asHeld(held, order.quantity_milli, quantityMilli)
    if (input.shares) await requireParties(tx, order.chain_id, input.shares)
    const steps = keepIds(
      shareOut(await operationsOf(tx, orderId), quantityMilli, asked, order.org_id),
      held,
    )
    refuseLoss(steps, held)
    const layers = await readLayers(tx)
    const made = makePlan(steps, dueMs, tx.now().getTime(), (orgId) =>
      layers.rulerOf(order.chain_id, orgId, dueMs),
    )
    keepBegun(made, held)

    const planNo = order.plan_no + 1
    const facts = {
      id: orderId,
      chainId: order.chain_id,
      code: order.code,
      productName: order.product_name,
    }
    const draft = { ...made, steps, dueMs, quantityMilli, currency: order.currency }
    await tx.db
      .updateTable('production_orders')
      .set({
        quantity_milli: quantityMilli,
        due_at: new Date(dueMs).toISOString(),
        priority: input.priority ?? order.priority,
        plan_no: planNo,
        version: order.version + 1,
      })
      .where('id', '=', orderId)
      .execute()
    await writePlan(tx, { ...facts, planNo, reason: input.reason, ...draft })
    const touched = await writeShares(tx, order, draft, held)
    await writeLines(tx, orderId, planNo, draft)
    record(tx, 'production.replanned', `production_order:${orderId}`, {
      planNo,
      reason: input.reason,
      quantity: fromMilli(quantityMilli),
      dueAt: new Date(dueMs).toISOString(),
      touched: touched.flatMap(({ shares }) => shares.map((share) => share.orgId)),
    })
    const { timeZone } = layers.ofOrder(order.chain_id, orderId).calendar
    await announcePlan(tx, facts, { ...draft, planNo, reason: input.reason, timeZone }, touched)
    await planLook(tx, order.org_id, orderId)
    return readOrder(tx, orderId)
  })
}

async function lockShares(tx: Tx, orderId: string): Promise<Held[]> {
  const shares = await tx.db
    .selectFrom('shares')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const progress = await tx.db
    .selectFrom('progress')
    .select(['share_id', 'good_milli', 'scrap_milli'])
    .where('order_id', '=', orderId)
    .execute()
  const worked = new Map(progress.map((row) => [row.share_id, row.good_milli + row.scrap_milli]))
  return shares.map((share) => ({ ...share, worked_milli: worked.get(share.id) ?? 0 }))
}

async function operationsOf(tx: Tx, orderId: string): Promise<Omit<DraftStep, 'shares'>[]> {
  const rows = await tx.db
    .selectFrom('order_operations')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('no')
    .execute()
  return rows.map((row) => ({
    no: row.no,
    name: row.name,
    unit: row.unit,
    msPerPiece: row.ms_per_piece,
    after: row.after,
    waitMinutes: row.wait_minutes,
  }))
}

/** The shares as they are; where the order grows or shrinks, each in proportion. */
function asHeld(held: readonly Held[], before: number, after: number): ShareInput[] {
  const byOperation = Map.groupBy(held, (share) => share.operation_no)
  return [...byOperation.values()].flatMap((shares) => {
    const weights = shares.map((share) => share.quantity_milli)
    const step = after % 1000 === 0 ? 1000 : 1
    const parts = after === before ? weights : splitExactly(after, weights, step)
    return shares.map((share, i) => ({
      operationNo: share.operation_no,
      orgId: share.assignee_org_id,
      quantity: fromMilli(parts[i]!),
      lines: share.lines,
      priceMinor: share.price_minor,
    }))
  })
}

function keepIds(steps: DraftStep[], held: readonly Held[]): DraftStep[] {
  const idOf = new Map(held.map((s) => [`${s.operation_no} ${s.assignee_org_id}`, s.id]))
  return steps.map((step) => ({
    ...step,
    shares: step.shares.map((share) => ({
      ...share,
      id: idOf.get(`${step.no} ${share.orgId}`) ?? share.id,
    })),
  }))
}

/** What was made cannot be planned away: whoever has worked keeps at least what it worked off. */
function refuseLoss(steps: readonly DraftStep[], held: readonly Held[]): void {
  const planned = new Map(
    steps.flatMap(({ shares }) => shares.map((s) => [s.id, s.quantityMilli] as const)),
  )
  const lost = held.find((share) => share.worked_milli > (planned.get(share.id) ?? 0))
  if (!lost) return
  throw badField(
    'shares',
    'below_worked',
    `${lost.operation_name}: more has been worked off already`,
  )
}

/** A share that has begun keeps its beginning, so that its plan runs from there to the new end. */
function keepBegun({ plan }: MadePlan, held: readonly Held[]): void {
  for (const share of held) {
    const span = plan.shares.get(share.id)
    if (!span || share.worked_milli === 0) continue
    span.startMs = Math.min(span.startMs, Date.parse(share.starts_at))
  }
}

/** Writes what changed; answers the operations with those shares only that somebody must hear of. */
async function writeShares(
  tx: Tx,
  order: OrderRow,
  draft: MadePlan & { steps: DraftStep[]; currency: string },
  held: readonly Held[],
): Promise<DraftStep[]> {
  const byId = new Map(held.map((share) => [share.id, share]))
  const kept = new Set<string>()
  const touched: DraftStep[] = []
  const facts = {
    id: order.id,
    chainId: order.chain_id,
    code: order.code,
    productName: order.product_name,
  }
  for (const step of draft.steps) {
    const shares: DraftShare[] = []
    for (const share of step.shares) {
      const before = byId.get(share.id)
      kept.add(share.id)
      if (!before) await offerShare(tx, facts, draft, step, share)
      if (!before || (await changeShare(tx, draft, share, before))) shares.push(share)
    }
    if (shares.length > 0) touched.push({ ...step, shares })
  }
  const gone = held.filter((share) => !kept.has(share.id)).map((share) => share.id)
  if (gone.length > 0) {
    const withdrawn_at = tx.now().toISOString()
    await tx.db.updateTable('shares').set({ withdrawn_at }).where('id', 'in', gone).execute()
  }
  return touched
}

/** Asks again where more is wanted, or sooner, or at another price; tells whether anything changed. */
async function changeShare(
  tx: Tx,
  { plan }: MadePlan,
  share: DraftShare,
  before: Held,
): Promise<boolean> {
  const { startMs, endMs } = plan.shares.get(share.id)!
  const isSame =
    share.quantityMilli === before.quantity_milli &&
    startMs === Date.parse(before.starts_at) &&
    endMs === Date.parse(before.ends_at) &&
    share.priceMinor === before.price_minor &&
    share.lines === before.lines
  if (isSame && before.answer !== 'refused') return false
  const isHarder =
    share.quantityMilli > before.quantity_milli ||
    endMs < Date.parse(before.ends_at) ||
    share.priceMinor !== before.price_minor ||
    before.answer === 'refused'
  const mustAsk = isHarder && share.orgId !== tx.actor.orgId
  await tx.db
    .updateTable('shares')
    .set({
      quantity_milli: share.quantityMilli,
      lines: share.lines,
      work_ms: share.workMs,
      starts_at: new Date(startMs).toISOString(),
      ends_at: new Date(endMs).toISOString(),
      price_minor: share.priceMinor,
      finished_at: before.worked_milli >= share.quantityMilli ? before.finished_at : null,
      ...(mustAsk && {
        answer: 'offered',
        offered_at: tx.now().toISOString(),
        answered_at: null,
        answered_by: null,
        reason: null,
        proposed_milli: null,
        proposed_ends_at: null,
      }),
    })
    .where('id', '=', share.id)
    .execute()
  return true
}
