import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { found } from '../../platform/errors.ts'
import { picturesSql, unitsSql } from './catalogue/product-rows.ts'
import type { Product, ProductExport, ProductQuery } from './schema.ts'

export interface ProductRow extends Omit<Product, 'nextPrice' | 'priceMinor' | 'retailMinor'> {
  price_minor: number
  retail_minor: number
  next_price_minor: number | null
  next_retail_minor: number | null
  next_valid_from: string | null
}

export function shapeProduct(row: ProductRow): Product {
  const {
    price_minor,
    retail_minor,
    next_price_minor,
    next_retail_minor,
    next_valid_from,
    ...own
  } = row
  return {
    ...own,
    priceMinor: price_minor,
    retailMinor: retail_minor,
    nextPrice:
      next_valid_from === null
        ? null
        : {
            priceMinor: next_price_minor as number,
            retailMinor: next_retail_minor as number,
            validFrom: next_valid_from,
          },
  }
}

const productColumns = sql`p.id, p.code, p.name, p.unit, p.category, p.currency, p.version, p.description, p.kind,
  p.decimals, p.price_group AS "priceGroup", p.variant_of AS "variantOf", p.options, p.visibility,
  p.is_on_request AS "isOnRequest", p.retired_at IS NOT NULL AS "isRetired",
  fl.floor_e4 AS "floorE4", fl.cost_e4 AS "costE4", ${unitsSql} AS units, ${picturesSql} AS pictures,
  (SELECT count(*) FROM products o WHERE o.variant_of = p.id AND o.org_id = p.org_id) AS variants,
  (SELECT jsonb_build_object(
      'groupIds', coalesce(jsonb_agg(v.group_id ORDER BY v.group_id) FILTER (WHERE v.group_id IS NOT NULL), '[]'),
      'tiers', coalesce(jsonb_agg(v.tier ORDER BY v.tier) FILTER (WHERE v.tier IS NOT NULL), '[]'),
      'orgIds', coalesce(jsonb_agg(v.viewer_org_id ORDER BY v.viewer_org_id)
        FILTER (WHERE v.viewer_org_id IS NOT NULL), '[]'))
    FROM product_viewers v WHERE v.product_id = p.id AND v.org_id = p.org_id) AS viewers`

/** The products that meet a condition, each with its price of now and the next one that differs. */
export async function selectProducts(
  tx: Tx,
  where: RawBuilder<unknown>,
  limit: number | null = null,
): Promise<ProductRow[]> {
  const now = tx.now()
  // A product is priced from its creation on, also for a reader whose clock runs a little behind.
  const { rows } = await sql<ProductRow>`
    SELECT ${productColumns}, c.price_minor, c.retail_minor, n.price_minor AS next_price_minor,
      n.retail_minor AS next_retail_minor, n.valid_from AS next_valid_from
    FROM products p
    LEFT JOIN product_floors fl ON fl.product_id = p.id AND fl.org_id = p.org_id
    CROSS JOIN LATERAL (
      SELECT f.price_minor, f.retail_minor FROM product_prices f
      WHERE f.product_id = p.id AND f.org_id = p.org_id
        AND f.valid_from <= greatest(${now}::timestamptz, p.created_at)
      ORDER BY f.valid_from DESC, f.set_at DESC LIMIT 1) c
    LEFT JOIN LATERAL (
      SELECT * FROM (
        SELECT DISTINCT ON (f.valid_from) f.valid_from, f.price_minor, f.retail_minor
        FROM product_prices f
        WHERE f.product_id = p.id AND f.org_id = p.org_id
          AND f.valid_from > greatest(${now}::timestamptz, p.created_at)
        ORDER BY f.valid_from, f.set_at DESC) upcoming
      WHERE (upcoming.price_minor, upcoming.retail_minor) <> (c.price_minor, c.retail_minor)
      ORDER BY upcoming.valid_from LIMIT 1) n ON true
    WHERE p.org_id = ${tx.actor.orgId} AND ${where}
    ORDER BY p.code, p.id LIMIT ${limit}`.execute(tx.db)
  return rows
}

function filterOf({
  q,
  category,
  retired,
}: Omit<ProductExport, 'locale' | 'timeZone'>): RawBuilder<unknown> {
  const parts = [sql`(p.retired_at IS NOT NULL) = ${retired}`]
  if (q) {
    const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`(p.code ILIKE ${like} OR p.name ILIKE ${like} OR p.category ILIKE ${like})`)
  }
  if (category !== undefined) parts.push(sql`p.category = ${category}`)
  return sql.join(parts, sql` AND `)
}

/** The catalogue by code; `retired` chooses between what is sold and what is not any more. */
export function listProducts(ctx: Ctx, query: ProductQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const filter = filterOf(query)
    const where = after
      ? sql`${filter} AND (p.code, p.id) > (${String(after[0])}, ${String(after[1])}::uuid)`
      : filter
    const rows = await selectProducts(tx, where, query.limit + 1)
    const total = await sql<{ count: number }>`
      SELECT count(*) FROM products p WHERE p.org_id = ${tx.actor.orgId} AND ${filter}`.execute(
      tx.db,
    )
    return {
      ...pageOf(rows, query.limit, (row) => [row.code, row.id], shapeProduct),
      total: total.rows[0]!.count,
    }
  })
}

export function getProduct(ctx: Ctx, id: string): Promise<Product> {
  return ctx.read((tx) => readProduct(tx, id))
}

export async function readProduct(tx: Tx, id: string): Promise<Product> {
  const [row] = await selectProducts(tx, sql`p.id = ${id}`)
  return shapeProduct(found(row, 'product'))
}

/** Every product that the filter finds, for a workbook. */
export function exportedProducts(ctx: Ctx, query: ProductExport): Promise<Product[]> {
  return ctx.read(async (tx) => (await selectProducts(tx, filterOf(query))).map(shapeProduct))
}

/** All price facts of a product, the one that holds last first. */
export function listPrices(ctx: Ctx, id: string) {
  return ctx.read(async (tx) => {
    const orgId = tx.actor.orgId as string
    const product = await tx.db
      .selectFrom('products')
      .select('id')
      .where('id', '=', id)
      .where('org_id', '=', orgId)
      .executeTakeFirst()
    found(product, 'product')
    const facts = await tx.db
      .selectFrom('product_prices')
      .selectAll()
      .where('product_id', '=', id)
      .where('org_id', '=', orgId)
      .orderBy('valid_from', 'desc')
      .orderBy('set_at', 'desc')
      .execute()
    return {
      items: facts.map((fact) => ({
        priceMinor: fact.price_minor,
        retailMinor: fact.retail_minor,
        validFrom: fact.valid_from,
        setAt: fact.set_at,
        noticeId: fact.notice_id,
      })),
    }
  })
}

export interface NamedProduct {
  code: string
  name: string
  unit: string
  currency: string
}

/** What the org's products are called, by id; ids that are not its own are left out. */
export async function describeProducts(
  tx: Tx,
  productIds: readonly string[],
): Promise<Map<string, NamedProduct>> {
  const rows = await tx.db
    .selectFrom('products')
    .select(['id', 'code', 'name', 'unit', 'currency'])
    .where('org_id', '=', tx.actor.orgId as string)
    .where(sql<boolean>`id = ANY(${productIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, ...named }) => [id, named]))
}

/** My products by code, retired ones too. */
export async function productsByCode(
  tx: Tx,
  codes: readonly string[],
): Promise<Map<string, { id: string; code: string; currency: string }>> {
  const { rows } = await sql<{ id: string; code: string; currency: string }>`
    SELECT id, code, currency FROM products WHERE org_id = ${tx.actor.orgId}
      AND code = ANY(${[...new Set(codes)]}::text[])`.execute(tx.db)
  return new Map(rows.map((row) => [row.code, row]))
}

/** The codes of the heads of families. */
export function headCodes(ctx: Ctx, products: readonly Product[]): Promise<Map<string, string>> {
  const ids = [...new Set(products.flatMap(({ variantOf }) => (variantOf ? [variantOf] : [])))]
  return ctx.read(
    async (tx) =>
      new Map([...(await describeProducts(tx, ids))].map(([id, { code }]) => [id, code])),
  )
}
