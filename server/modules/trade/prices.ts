import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'

export interface CurrentPrice {
  priceMinor: number
  retailMinor: number
}

export interface PriceLine {
  productId: string
  priceMinor: number
  retailMinor: number
}

/**
 * The list prices of the org's products, by id; ids that are not its own are left out. With `before`, what
 * would hold at the time of that notice without it: the same answer before and after it was sent.
 */
export async function currentPrices(
  tx: Tx,
  productIds: readonly string[],
  { before = null }: { before?: string | null } = {},
): Promise<Map<string, CurrentPrice>> {
  const { rows } = await sql<{ id: string; price_minor: number; retail_minor: number }>`
    SELECT p.id, c.price_minor, c.retail_minor
    FROM products p
    LEFT JOIN LATERAL (
      SELECT f.valid_from, f.set_at FROM product_prices f
      WHERE f.product_id = p.id AND f.org_id = p.org_id AND f.notice_id = ${before}::uuid
      ORDER BY f.set_at LIMIT 1) told ON true
    CROSS JOIN LATERAL (
      SELECT f.price_minor, f.retail_minor FROM product_prices f
      WHERE f.product_id = p.id AND f.org_id = p.org_id
        AND (${before}::uuid IS NULL OR f.notice_id IS DISTINCT FROM ${before}::uuid)
        AND f.valid_from <= coalesce(told.valid_from, greatest(${tx.now()}::timestamptz, p.created_at))
        AND f.set_at <= coalesce(told.set_at, 'infinity')
      ORDER BY f.valid_from DESC, f.set_at DESC LIMIT 1) c
    WHERE p.org_id = ${tx.actor.orgId} AND p.id = ANY(${productIds}::uuid[])`.execute(tx.db)
  return new Map(
    rows.map((row) => [row.id, { priceMinor: row.price_minor, retailMinor: row.retail_minor }]),
  )
}

/**
 * Writes dated price facts for the org's own products. Writing the same again changes nothing, so a job
 * may repeat it; of two facts for one moment the one that was set later holds.
 */
export async function setPrices(
  tx: Tx,
  lines: readonly PriceLine[],
  { validFrom, noticeId }: { validFrom: string; noticeId: string | null },
): Promise<void> {
  await lockProducts(
    tx,
    lines.map((line) => line.productId),
  )
  const { numAffectedRows } = await sql`
    INSERT INTO product_prices
      (org_id, product_id, valid_from, price_minor, retail_minor, notice_id, set_by, set_at)
    SELECT p.org_id, p.id, ${validFrom}::timestamptz, l.price, l.retail, ${noticeId}::uuid,
      ${tx.actor.personId}::uuid, ${laterThan(sql`p.id`, sql`${validFrom}::timestamptz`, tx.now())}
    FROM unnest(${lines.map((l) => l.productId)}::uuid[], ${lines.map((l) => l.priceMinor)}::bigint[],
      ${lines.map((l) => l.retailMinor)}::bigint[]) AS l(id, price, retail)
    JOIN products p ON p.id = l.id AND p.org_id = ${tx.actor.orgId}
    LEFT JOIN LATERAL (
      SELECT f.price_minor, f.retail_minor, f.notice_id FROM product_prices f
      WHERE f.product_id = p.id AND f.valid_from = ${validFrom}::timestamptz
      ORDER BY f.set_at DESC LIMIT 1) held ON true
    WHERE (held.price_minor, held.retail_minor) IS DISTINCT FROM (l.price, l.retail)
      OR held.notice_id IS DISTINCT FROM ${noticeId}::uuid`.execute(tx.db)
  if (!numAffectedRows) return
  record(tx, 'trade.prices_set', noticeId ? `notice:${noticeId}` : 'products', {
    products: Number(numAffectedRows),
    validFrom,
  })
}

/**
 * Takes back what a notice set, wherever it is still what holds: the price before it holds again, from the
 * same moment when that lies ahead, else from now. The facts stay; a second call changes nothing.
 */
export async function withdrawPrices(tx: Tx, noticeId: string): Promise<void> {
  const orgId = tx.actor.orgId as string
  const told = await tx.db
    .selectFrom('product_prices')
    .select('product_id')
    .distinct()
    .where('org_id', '=', orgId)
    .where('notice_id', '=', noticeId)
    .execute()
  await lockProducts(
    tx,
    told.map((row) => row.product_id),
  )
  const now = tx.now()
  const { numAffectedRows } = await sql`
    WITH told AS (
      SELECT DISTINCT ON (f.product_id) f.* FROM product_prices f
      WHERE f.org_id = ${orgId} AND f.notice_id = ${noticeId}::uuid
      ORDER BY f.product_id, f.valid_from DESC, f.set_at DESC),
    holds AS (
      SELECT t.*, greatest(t.valid_from, ${now}::timestamptz) AS from_then FROM told t)
    INSERT INTO product_prices
      (org_id, product_id, valid_from, price_minor, retail_minor, notice_id, set_by, set_at)
    SELECT h.org_id, h.product_id, h.from_then, b.price_minor, b.retail_minor, NULL,
      ${tx.actor.personId}::uuid, ${laterThan(sql`h.product_id`, sql`h.from_then`, now)}
    FROM holds h
    CROSS JOIN LATERAL (
      SELECT f.notice_id FROM product_prices f
      WHERE f.product_id = h.product_id AND f.valid_from <= h.from_then
      ORDER BY f.valid_from DESC, f.set_at DESC LIMIT 1) latest
    CROSS JOIN LATERAL (
      SELECT f.price_minor, f.retail_minor FROM product_prices f
      WHERE f.product_id = h.product_id AND f.notice_id IS DISTINCT FROM ${noticeId}::uuid
        AND f.valid_from <= h.from_then
      ORDER BY f.valid_from DESC, f.set_at DESC LIMIT 1) b
    WHERE latest.notice_id = ${noticeId}::uuid`.execute(tx.db)
  if (!numAffectedRows) return
  record(tx, 'trade.prices_withdrawn', `notice:${noticeId}`, {
    products: Number(numAffectedRows),
  })
}

// Facts for one moment are told apart by when they were set; a transaction that writes two of them does
// so within the same millisecond.
function laterThan(product: RawBuilder<unknown>, validFrom: RawBuilder<unknown>, now: Date) {
  return sql`greatest(${now}::timestamptz, (SELECT max(f.set_at) + interval '1 microsecond'
    FROM product_prices f WHERE f.product_id = ${product} AND f.valid_from = ${validFrom}))`
}

/** Two changes of one product wait for each other; the rows are taken in one order, so none can deadlock. */
async function lockProducts(tx: Tx, productIds: readonly string[]): Promise<void> {
  const ids = [...new Set(productIds)]
  const rows = await tx.db
    .selectFrom('products')
    .select('id')
    .where('org_id', '=', tx.actor.orgId as string)
    .where(sql<boolean>`id = ANY(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (rows.length < ids.length) throw new AppError('not_found', { reason: 'product' })
}
