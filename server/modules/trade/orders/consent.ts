import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../../platform/ctx.ts'
import { AppError } from '../../../platform/errors.ts'
import { fallDue } from './instalments.ts'
import { type LockedOrder, lockOrder, recordBoth, requireSide } from './locking.ts'
import { readOrder, tellAndRead } from './order-queries.ts'
import type { Order } from './schema.ts'

/** The other side agrees to what was placed, as it read it: from here on both are bound. */
export function confirmOrder(ctx: Ctx, id: string): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockOrder(tx, id)
    if (order.confirmedAt) throw new AppError('already_done', { reason: 'order_confirmed' })
    requireOpen(order)
    if (order.isPlacer) throw new AppError('refused', { reason: 'other_side_confirms' })
    if (order.isHeld) throw new AppError('wrong_state', { reason: 'credit_hold' })
    checkVersion(tx, order.version)
    return setConfirmed(tx, order)
  })
}

async function setConfirmed(tx: Tx, order: LockedOrder): Promise<Order> {
  await tx.db
    .updateTable('trade_orders')
    .set({
      confirmed_at: tx.now().toISOString(),
      confirmed_by_name: tx.actor.name,
      version: sql`version + 1`,
    })
    .where('id', '=', order.id)
    .execute()
  recordBoth(tx, order, 'trade.order_confirmed')
  await fallDue(tx, order.id)
  return tellAndRead(tx, order, { key: 'confirmed', what: 'confirmed' })
}

/** The seller lets an order through that is over the buyer's credit. One from a quote is agreed by that. */
export function releaseOrder(ctx: Ctx, id: string): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockOrder(tx, id)
    requireSide(order, 'seller')
    requireOpen(order)
    if (!order.isHeld) throw new AppError('already_done', { reason: 'not_held' })
    const { source_kind } = await tx.db
      .updateTable('trade_orders')
      .set({ released_at: tx.now().toISOString(), version: sql`version + 1` })
      .where('id', '=', id)
      .returning('source_kind')
      .executeTakeFirstOrThrow()
    recordBoth(tx, order, 'trade.order_released')
    return source_kind === 'quote' && !order.isPlacer ? setConfirmed(tx, order) : readOrder(tx, id)
  })
}

/** Before both are bound, who placed an order may take it back and the other side may decline it. */
export function endOrder(
  ctx: Ctx,
  id: string,
  ended: 'refused' | 'withdrawn',
  reason: string,
): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockOrder(tx, id)
    if (order.ended === ended) throw new AppError('already_done', { reason: 'order_ended' })
    requireOpen(order)
    if (order.confirmedAt) throw new AppError('wrong_state', { reason: 'order_confirmed' })
    if (order.isPlacer !== (ended === 'withdrawn')) {
      throw new AppError('refused', { reason: order.isPlacer ? 'withdraw_it' : 'refuse_it' })
    }
    await tx.db
      .updateTable('trade_orders')
      .set({
        ended,
        ended_at: tx.now().toISOString(),
        ended_reason: reason,
        version: sql`version + 1`,
      })
      .where('id', '=', id)
      .execute()
    recordBoth(tx, order, `trade.order_${ended}`, { reason })
    return tellAndRead(tx, order, { key: ended, what: ended, reason })
  })
}

function requireOpen(order: LockedOrder): void {
  if (order.ended) throw new AppError('wrong_state', { reason: 'order_ended' })
}
