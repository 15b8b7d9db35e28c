import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { lineOf, lockRunning, readLines } from './locking.ts'
import type { MadeFor } from './order-parts.ts'
import { readOrder } from './order-queries.ts'
import type { MakeInput, Order } from './schema.ts'

/** What trade asks of production, handed in where the app is built: production knows trade, not the other way. */
export interface Workshop {
  place(
    tx: Tx,
    order: Omit<MakeInput, 'lineId'> & { productId: string; priority: number; note: string },
  ): Promise<{ id: string }>
  progress: MadeFor
}

/** The seller has what a line still wants made: a production order, whose progress shows on the line. */
export function makeForLine(
  ctx: Ctx,
  orderId: string,
  { lineId, ...input }: MakeInput,
  workshop: Workshop,
): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockRunning(tx, orderId, 'seller')
    const line = lineOf(await readLines(tx, orderId), lineId, 0)
    if (line.productId === null || line.shipped >= line.quantity + line.owedAgain)
      throw new AppError('wrong_state', { reason: 'nothing_to_make' })
    const { productId } = line
    const made = await workshop.place(tx, { ...input, productId, priority: 3, note: order.no })
    await tx.db
      .insertInto('trade_line_production')
      .values({
        production_order_id: made.id,
        org_id: order.sellerOrgId,
        order_id: orderId,
        line_id: lineId,
        code: input.code,
        quantity: String(input.quantity),
        made_at: tx.now().toISOString(),
      })
      .execute()
    record(tx, 'trade.order_made', `trade_order:${orderId}`, { no: order.no, code: input.code })
    return readOrder(tx, orderId, workshop.progress)
  })
}
