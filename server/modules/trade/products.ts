import { type Ctx, checkVersion } from '../../platform/ctx.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { readProduct } from './product-queries.ts'
import type { Product, ProductInput, ProductPatch } from './schema.ts'

/** Adds a product with its first price, which holds from now on. */
export function addProduct(ctx: Ctx, input: ProductInput): Promise<Product> {
  return ctx.transaction(async (tx) => {
    const id = newId()
    const orgId = tx.actor.orgId as string
    const now = tx.now().toISOString()
    const { priceMinor, retailMinor, ...named } = input
    const added = await tx.db
      .insertInto('products')
      .values({ id, org_id: orgId, ...named, created_at: now })
      .onConflict((conflict) => conflict.columns(['org_id', 'code']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!added) {
      throw new AppError('conflict', {
        reason: 'code_taken',
        errors: [{ field: 'code', code: 'code_taken', message: 'A product has this code already' }],
      })
    }
    await tx.db
      .insertInto('product_prices')
      .values({
        org_id: orgId,
        product_id: id,
        valid_from: now,
        price_minor: priceMinor,
        retail_minor: retailMinor,
        set_by: tx.actor.personId,
        set_at: now,
      })
      .execute()
    record(tx, 'trade.product_added', `product:${id}`, { ...input })
    return readProduct(tx, id)
  })
}

/** Renames, retires or brings back a product. Its price changes by a dated fact only. */
export function changeProduct(ctx: Ctx, id: string, patch: ProductPatch): Promise<Product> {
  return ctx.transaction(async (tx) => {
    const orgId = tx.actor.orgId as string
    const row = found(
      await tx.db
        .selectFrom('products')
        .selectAll()
        .where('id', '=', id)
        .where('org_id', '=', orgId)
        .forUpdate()
        .executeTakeFirst(),
      'product',
    )
    checkVersion(tx, row.version)
    const isRetired = patch.isRetired ?? row.retired_at !== null
    await tx.db
      .updateTable('products')
      .set({
        name: patch.name ?? row.name,
        unit: patch.unit ?? row.unit,
        category: patch.category ?? row.category,
        retired_at: isRetired ? (row.retired_at ?? tx.now().toISOString()) : null,
        version: row.version + 1,
      })
      .where('id', '=', id)
      .where('org_id', '=', orgId)
      .execute()
    record(tx, 'trade.product_changed', `product:${id}`, { ...patch })
    return readProduct(tx, id)
  })
}
