import type { Ctx } from '../../../platform/ctx.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { lineOf, lockOrder, readLines, requireSide } from './locking.ts'
import { readOrder } from './order-queries.ts'
import type { CostsInput, Order } from './schema.ts'

/** Writes down something for one's own side; the other never sees it. */
export function addNote(ctx: Ctx, orderId: string, text: string): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    await tx.db
      .insertInto('trade_order_notes')
      .values({
        id: newId(tx.now().getTime()),
        org_id: tx.actor.orgId as string,
        order_id: order.id,
        text,
        by_name: tx.actor.name,
        at: tx.now().toISOString(),
      })
      .execute()
    record(tx, 'trade.order_noted', `trade_order:${orderId}`, { no: order.no })
    return readOrder(tx, orderId)
  })
}

/** What the goods of a line cost the seller, so that it sees its margin. */
export function setCosts(ctx: Ctx, orderId: string, input: CostsInput): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    requireSide(order, 'seller')
    const lines = await readLines(tx, orderId)
    const set = { set_by_name: tx.actor.name, set_at: tx.now().toISOString() }
    for (const [at, { lineId, costE4 }] of input.lines.entries()) {
      await tx.db
        .insertInto('trade_line_costs')
        .values({
          line_id: lineOf(lines, lineId, at).id,
          org_id: order.sellerOrgId,
          order_id: orderId,
          cost_e4: costE4,
          ...set,
        })
        .onConflict((c) => c.column('line_id').doUpdateSet({ cost_e4: costE4, ...set }))
        .execute()
    }
    record(tx, 'trade.order_costs_set', `trade_order:${orderId}`, { no: order.no })
    return readOrder(tx, orderId)
  })
}
