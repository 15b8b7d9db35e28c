import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { orgsSql } from '../identity/index.ts'
import { getLedChain, placesSql } from '../network/index.ts'
import { describeProducts } from '../trade/index.ts'
import { gatherParties, hintProduction, tellParties } from './group.ts'
import { readOrder } from './order-queries.ts'
import { type DraftStep, type MadePlan, makePlan, shareOut } from './planning.ts'
import { toMilli } from './quantity.ts'
import { operationsFor } from './routings.ts'
import type { Order, OrderInput, PlanPreview } from './schema.ts'
import { readLayers } from './states.ts'
import { planTick } from './ticks.ts'
import { planWords } from './words.ts'

interface Draft extends MadePlan {
  productName: string
  unit: string
  currency: string
  quantityMilli: number
  dueMs: number
  timeZone: string
  steps: DraftStep[]
}

/** What an order would look like: its plan, and whether it can be done in time. */
export function previewPlan(ctx: Ctx, input: OrderInput): Promise<z.infer<typeof PlanPreview>> {
  return ctx.read(async (tx) => {
    const draft = await draftOrder(tx, input)
    const { plan } = draft
    return {
      startAt: new Date(draft.startMs).toISOString(),
      earliestAt: new Date(draft.earliestMs).toISOString(),
      isFeasible: draft.startMs >= tx.now().getTime(),
      operations: draft.steps.map(({ no, name }) => ({
        no,
        name,
        startsAt: new Date(plan.steps.get(no)!.startMs).toISOString(),
        endsAt: new Date(plan.steps.get(no)!.endMs).toISOString(),
      })),
    }
  })
}

async function draftOrder(tx: Tx, input: OrderInput): Promise<Draft> {
  const chain = await getLedChain(tx, input.chainId)
  const product = (await describeProducts(tx, [input.productId])).get(input.productId)
  if (!product) throw badField('productId', 'not_found', 'No such product')
  const operations = await operationsFor(tx, input.productId)
  if (operations.length === 0)
    throw badField('productId', 'routing_needed', 'Say first how this product is made')
  await requireParties(tx, chain.id, input.shares)
  const quantityMilli = toMilli(input.quantity)
  const dueMs = Date.parse(input.dueAt)
  requireNear(dueMs, tx.now().getTime())
  const steps = shareOut(operations, quantityMilli, input.shares, tx.actor.orgId as string)
  const layers = await readLayers(tx)
  const rulerOf = (orgId: string) => layers.rulerOf(chain.id, orgId, dueMs)
  return {
    productName: product.name,
    unit: product.unit,
    currency: chain.currency,
    ...{ quantityMilli, dueMs, steps },
    timeZone: layers.ofOrder(chain.id, '').calendar.timeZone,
    ...makePlan(steps, dueMs, tx.now().getTime(), rulerOf),
  }
}

const YEAR = 365 * 86_400_000
/** Calendars reach a few years either way; a due date beyond that is a slip of the keyboard. */
export function requireNear(dueMs: number, nowMs: number): void {
  if (Math.abs(dueMs - nowMs) > 2 * YEAR)
    throw badField('dueAt', 'out_of_range', 'Within two years')
}

/** Work is given to the own workshop, or to firms that have joined the chain. */
export async function requireParties(
  tx: Tx,
  chainId: string,
  shares: readonly { orgId: string }[],
): Promise<void> {
  const asked = [...new Set(shares.map((share) => share.orgId))]
  const others = asked.filter((orgId) => orgId !== tx.actor.orgId)
  if (others.length === 0) return
  const { rows } = await sql<{ org: string }>`
    SELECT DISTINCT p.partner_org_id AS org FROM ${placesSql()} p
    WHERE p.chain_id = ${chainId} AND p.status = 'joined' AND p.partner_org_id = ANY(${others}::uuid[])`.execute(
    tx.db,
  )
  const joined = new Set(rows.map((row) => row.org))
  const at = shares.findIndex(({ orgId }) => orgId !== tx.actor.orgId && !joined.has(orgId))
  if (at >= 0) throw badField(`shares.${at}.orgId`, 'not_joined', 'Has not joined this chain')
}

/** Places an order: the plan is made, the work is offered, and the parties meet in a group of their own. */
export function createOrder(ctx: Ctx, input: OrderInput): Promise<Order> {
  return ctx.transaction((tx) => placeProduction(tx, input))
}

/** The same in the transaction of a verb that needs an order made. */
export async function placeProduction(tx: Tx, input: OrderInput): Promise<Order> {
  const draft = await draftOrder(tx, input)
  const id = newId()
  const orgId = tx.actor.orgId as string
  const now = tx.now().toISOString()
  const added = await tx.db
    .insertInto('production_orders')
    .values({
      id,
      org_id: orgId,
      chain_id: input.chainId,
      code: input.code,
      product_id: input.productId,
      product_name: draft.productName,
      unit: draft.unit,
      currency: draft.currency,
      quantity_milli: draft.quantityMilli,
      due_at: new Date(draft.dueMs).toISOString(),
      priority: input.priority,
      note: input.note,
      state: 'running',
      plan_no: 1,
      created_by: tx.actor.personId,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) {
    throw new AppError('conflict', {
      reason: 'order_code_taken',
      errors: [
        { field: 'code', code: 'order_code_taken', message: 'An order has this number already' },
      ],
    })
  }
  await tx.db
    .insertInto('order_operations')
    .values(
      draft.steps.map((step) => ({
        org_id: orgId,
        order_id: id,
        no: step.no,
        name: step.name,
        unit: step.unit,
        ms_per_piece: step.msPerPiece,
        after: step.after,
        wait_minutes: step.waitMinutes,
      })),
    )
    .execute()
  const order = { id, chainId: input.chainId, code: input.code, productName: draft.productName }
  await writePlan(tx, { ...order, planNo: 1, reason: '', ...draft })
  for (const step of draft.steps)
    for (const share of step.shares) await offerShare(tx, order, draft, step, share)
  await writeLines(tx, id, 1, draft)
  record(tx, 'production.order_placed', `production_order:${id}`, {
    code: input.code,
    product: draft.productName,
    quantity: input.quantity,
    dueAt: input.dueAt,
  })
  await announcePlan(tx, order, { planNo: 1, reason: '', ...draft }, draft.steps)
  await planTick(tx, orgId)
  return readOrder(tx, id)
}

/** The version itself: why it was made, and by whom. */
export async function writePlan(
  tx: Tx,
  plan: { id: string; planNo: number; reason: string; quantityMilli: number; dueMs: number },
): Promise<void> {
  await tx.db
    .insertInto('plans')
    .values({
      org_id: tx.actor.orgId as string,
      order_id: plan.id,
      plan_no: plan.planNo,
      quantity_milli: plan.quantityMilli,
      due_at: new Date(plan.dueMs).toISOString(),
      reason: plan.reason,
      made_by: tx.actor.personId,
      made_by_name: tx.actor.name,
      made_at: tx.now().toISOString(),
    })
    .execute()
}

/** A new share, offered to its org; the own workshop is not asked. */
export async function offerShare(
  tx: Tx,
  order: { id: string; chainId: string; code: string; productName: string },
  draft: Pick<Draft, 'plan' | 'currency'>,
  step: DraftStep,
  share: DraftStep['shares'][number],
): Promise<void> {
  const span = draft.plan.shares.get(share.id)!
  const now = tx.now().toISOString()
  const isOwn = share.orgId === tx.actor.orgId
  await tx.db
    .insertInto('shares')
    .values({
      id: share.id,
      org_id: tx.actor.orgId as string,
      order_id: order.id,
      chain_id: order.chainId,
      operation_no: step.no,
      assignee_org_id: share.orgId,
      order_code: order.code,
      product_name: order.productName,
      operation_name: step.name,
      unit: step.unit,
      quantity_milli: share.quantityMilli,
      lines: share.lines,
      work_ms: share.workMs,
      starts_at: new Date(span.startMs).toISOString(),
      ends_at: new Date(span.endMs).toISOString(),
      price_minor: share.priceMinor,
      currency: draft.currency,
      answer: isOwn ? 'accepted' : 'offered',
      answered_at: isOwn ? now : null,
      answered_by: isOwn ? tx.actor.name : null,
      offered_at: now,
    })
    .execute()
}

/** What each org is to do by when under one version of the plan. */
export async function writeLines(
  tx: Tx,
  orderId: string,
  planNo: number,
  draft: Pick<Draft, 'plan' | 'steps'>,
): Promise<void> {
  await tx.db
    .insertInto('plan_lines')
    .values(
      draft.steps.flatMap(({ shares }) =>
        shares.map((share) => ({
          org_id: tx.actor.orgId as string,
          order_id: orderId,
          plan_no: planNo,
          share_id: share.id,
          assignee_org_id: share.orgId,
          quantity_milli: share.quantityMilli,
          starts_at: new Date(draft.plan.shares.get(share.id)!.startMs).toISOString(),
          ends_at: new Date(draft.plan.shares.get(share.id)!.endMs).toISOString(),
        })),
      ),
    )
    .execute()
}

/** Brings the parties together and tells those whom a plan touches what they are to do. */
export async function announcePlan(
  tx: Tx,
  order: { id: string; chainId: string; code: string; productName: string },
  plan: Pick<Draft, 'plan' | 'dueMs' | 'timeZone' | 'steps'> & { planNo: number; reason: string },
  touched: readonly DraftStep[],
): Promise<void> {
  const parties = [...new Set(plan.steps.flatMap(({ shares }) => shares.map((s) => s.orgId)))]
  await gatherParties(tx, order, parties)
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT o.id, o.short_name AS name FROM ${orgsSql()} o WHERE o.id = ANY(${parties}::uuid[])`.execute(
    tx.db,
  )
  const names = new Map(rows.map((row) => [row.id, row.name]))
  const lines = touched.flatMap((step) =>
    step.shares.map((share) => ({
      org: names.get(share.orgId) ?? '',
      operation: step.name,
      quantityMilli: share.quantityMilli,
      unit: step.unit,
      ...plan.plan.shares.get(share.id)!,
    })),
  )
  await tellParties(tx, tx.actor.orgId as string, order.id, {
    key: `plan ${plan.planNo}`,
    template: 'production.plan',
    data: {
      orderId: order.id,
      code: order.code,
      productName: order.productName,
      planNo: plan.planNo,
      reason: plan.reason,
      dueAt: new Date(plan.dueMs).toISOString(),
      touched: lines.map(({ org, operation, startMs, endMs }) => ({
        ...{ org, operation },
        startsAt: new Date(startMs).toISOString(),
        endsAt: new Date(endMs).toISOString(),
      })),
    },
    text: planWords({ ...order, ...plan }, lines),
  })
  await hintProduction(tx, ...parties)
}

/** A running order of the actor's org, locked until the transaction ends. */
export async function lockOrder(tx: Tx, id: string) {
  const order = found(
    await tx.db
      .selectFrom('production_orders')
      .selectAll()
      .where('id', '=', id)
      .where('org_id', '=', tx.actor.orgId as string)
      .forUpdate()
      .executeTakeFirst(),
    'production_order',
  )
  if (order.state !== 'running')
    throw new AppError('wrong_state', { reason: 'order_state', data: { state: order.state } })
  return order
}

/** Takes an order back: its shares are withdrawn, and what was made so far stays on record. */
export function cancelOrder(ctx: Ctx, id: string, reason: string): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockOrder(tx, id)
    const now = tx.now().toISOString()
    await tx.db
      .updateTable('production_orders')
      .set({ state: 'cancelled', finished_at: now, version: order.version + 1 })
      .where('id', '=', id)
      .execute()
    const withdrawn = await tx.db
      .updateTable('shares')
      .set({ withdrawn_at: now })
      .where('order_id', '=', id)
      .where('withdrawn_at', 'is', null)
      .returning('assignee_org_id')
      .execute()
    record(tx, 'production.order_cancelled', `production_order:${id}`, { reason })
    await tellParties(tx, order.org_id, id, {
      key: 'cancelled',
      template: 'production.plan',
      data: {
        orderId: id,
        code: order.code,
        productName: order.product_name,
        reason,
        isCancelled: true,
      },
      text: {
        zh: `生产单 ${order.code} ${order.product_name} 已取消：${reason}`,
        en: `Production order ${order.code} ${order.product_name} was cancelled: ${reason}`,
      },
    })
    await hintProduction(tx, order.org_id, ...withdrawn.map((share) => share.assignee_org_id))
    return readOrder(tx, id)
  })
}
