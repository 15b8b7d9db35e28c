import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import type { PackUnit } from './units.ts'

/** What prices, quotes and orders need to know of a product. */
export interface ProductFacts {
  id: string
  orgId: string
  code: string
  name: string
  kind: 'goods' | 'service'
  unit: string
  decimals: number
  units: PackUnit[]
  currency: string
  category: string
  priceGroup: string
  variantOf: string | null
  options: Record<string, string>
  isOnRequest: boolean
  isRetired: boolean
}

/** Products by id, my own and those that are offered to me, also across orgs; ids of others are left out. */
export async function productRows(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, ProductFacts>> {
  const { rows } = await sql<ProductFacts>`
    SELECT p.id, p.org_id AS "orgId", p.code, p.name, p.kind, p.unit, p.decimals, p.currency, p.category,
      p.price_group AS "priceGroup", p.variant_of AS "variantOf", p.options,
      p.is_on_request AS "isOnRequest", p.retired_at IS NOT NULL AS "isRetired", ${unitsSql} AS units
    FROM products p
    WHERE p.id = ANY(${ids}::uuid[]) AND (p.org_id = ${tx.actor.orgId} OR ${offeredSql})`.execute(
    tx.db,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The further units of product `p`, larger ones first. */
export const unitsSql = sql<PackUnit[]>`coalesce((
  SELECT jsonb_agg(jsonb_build_object('unit', u.unit, 'numerator', u.numerator,
      'denominator', u.denominator, 'decimals', u.decimals)
    ORDER BY u.numerator::numeric / u.denominator DESC, u.unit)
  FROM product_units u WHERE u.product_id = p.id AND u.org_id = p.org_id), '[]')`

/** Whether product `p` is offered to the acting org: what its policy says, for statements that it does not bind. */
export const offeredSql = sql<boolean>`(p.org_id = ANY ((SELECT trade_sellers())::uuid[])
  AND (p.visibility = 'buyers' OR p.visibility = 'chosen' AND trade_is_chosen(p.id, p.org_id)))`

/** The pictures of product `p`, in their order. */
export const picturesSql = sql`coalesce((
  SELECT jsonb_agg(jsonb_build_object('id', x.file_id, 'name', x.name, 'mediaType', x.media_type)
    ORDER BY x.position)
  FROM product_pictures x
  WHERE x.product_id = p.id AND x.org_id = p.org_id), '[]')`
