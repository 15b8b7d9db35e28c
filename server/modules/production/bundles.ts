import { randomBytes } from 'node:crypto'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { lockOrder } from './orders.ts'
import { bundleSizes, fromMilli, toMilli } from './quantity.ts'
import type { Bundle } from './schema.ts'

const BUNDLES_MAX = 2000
// Without letters and digits that are read for each other: codes are also typed in by hand.
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

function newCode(): string {
  return [...randomBytes(10)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
}

/** Cuts an order into bundles, once: together they hold exactly the order. */
export function makeBundles(ctx: Ctx, orderId: string, size: number): Promise<{ items: Bundle[] }> {
  return ctx.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if ((await readBundles(tx, orderId)).length > 0)
      throw new AppError('already_done', { reason: 'bundles_made' })
    const sizes = bundleSizes(order.quantity_milli, toMilli(size))
    if (sizes.length > BUNDLES_MAX)
      throw badField('size', 'bundles_many', `More than ${BUNDLES_MAX} bundles`)
    await tx.db
      .insertInto('bundles')
      .values(
        sizes.map((quantity_milli) => ({
          org_id: order.org_id,
          code: newCode(),
          order_id: orderId,
          quantity_milli,
          created_at: tx.now().toISOString(),
        })),
      )
      .execute()
    record(tx, 'production.bundles_made', `production_order:${orderId}`, {
      bundles: sizes.length,
    })
    return { items: await readBundles(tx, orderId) }
  })
}

export function listBundles(ctx: Ctx, orderId: string): Promise<{ items: Bundle[] }> {
  return ctx.read(async (tx) => {
    const order = await tx.db
      .selectFrom('production_orders')
      .select('id')
      .where('id', '=', orderId)
      .where('org_id', '=', tx.actor.orgId as string)
      .executeTakeFirst()
    found(order, 'production_order')
    return { items: await readBundles(tx, orderId) }
  })
}

async function readBundles(tx: Tx, orderId: string): Promise<Bundle[]> {
  const rows = await tx.db
    .selectFrom('bundles as b')
    .innerJoin('production_orders as o', 'o.id', 'b.order_id')
    .select(['b.code', 'b.quantity_milli', 'o.code as order_code', 'o.product_name', 'o.unit'])
    .where('b.order_id', '=', orderId)
    .where('b.org_id', '=', tx.actor.orgId as string)
    .orderBy('b.quantity_milli', 'desc')
    .orderBy('b.code')
    .execute()
  return rows.map((row) => ({
    code: row.code,
    quantity: fromMilli(row.quantity_milli),
    orderCode: row.order_code,
    productName: row.product_name,
    unit: row.unit,
  }))
}
