import { cascadePrices } from '@jingwei/pricing'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { getPlace, type Place, placesAbove, placesSql } from '../../network/index.ts'
import type { ProductFacts } from '../catalogue/product-rows.ts'
import { cascadeAlong } from '../seller-prices.ts'

/** Where a price begins, before any agreement: `notice` was told by a price change and accepted by the buyer. */
export interface BasePrice {
  minor: number
  kind: 'list' | 'notice'
  validFrom: string
  acceptedAt: string | null
}

export interface Parties {
  sellerOrgId: string
  buyerOrgId: string
}

/**
 * What a seller asks of a buyer who stands directly below it, by product: the list price of the day, grown
 * tier by tier where the goods are a lead's; or what the buyer accepted when that price was announced. Whoever
 * does not buy directly has no list price: it would tell what those between them pay. Wants a transaction
 * across orgs, since sellers keep their mark-ups from each other.
 */
export async function basePrices(
  tx: Tx,
  parties: Parties,
  products: readonly ProductFacts[],
  at: Date,
): Promise<Map<string, BasePrice>> {
  const listed = await listPricesAt(tx, parties, products, at)
  const based = new Map<string, BasePrice>()
  for (const [ownerOrgId, rows] of Map.groupBy(listed, (row) => row.ownerOrgId)) {
    const sold = await sellingAt(tx, parties, ownerOrgId, rows)
    for (const [i, row] of rows.entries()) {
      const { acceptedMinor, acceptedAt, validFrom } = row
      if (acceptedMinor !== null) {
        based.set(row.id, { minor: acceptedMinor, kind: 'notice', validFrom, acceptedAt })
      } else if (sold) {
        based.set(row.id, { minor: sold[i]!, kind: 'list', validFrom, acceptedAt: null })
      }
    }
  }
  return based
}

interface ListedRow {
  id: string
  ownerOrgId: string
  priceMinor: number
  validFrom: string
  acceptedMinor: number | null
  acceptedAt: string | null
}

async function listPricesAt(
  tx: Tx,
  { sellerOrgId, buyerOrgId }: Parties,
  products: readonly ProductFacts[],
  at: Date,
): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    SELECT p.id, p.org_id AS "ownerOrgId", c.price_minor AS "priceMinor", c.valid_from AS "validFrom",
      a.price_minor AS "acceptedMinor", a.accepted_at AS "acceptedAt"
    FROM products p
    CROSS JOIN LATERAL (
      SELECT f.price_minor, f.valid_from, f.notice_id FROM product_prices f
      WHERE f.product_id = p.id AND f.org_id = p.org_id
        AND f.valid_from <= greatest(${at}::timestamptz, p.created_at)
      ORDER BY f.valid_from DESC, f.set_at DESC LIMIT 1) c
    LEFT JOIN price_acceptances a ON a.org_id = ${buyerOrgId} AND a.seller_org_id = ${sellerOrgId}
      AND a.product_id = p.id AND a.notice_id = c.notice_id
    WHERE p.id = ANY(${products.map((p) => p.id)}::uuid[])
    ORDER BY p.id`.execute(tx.db)
  return rows
}

/** What the seller asks for each row, or null where the buyer does not buy from it directly. */
async function sellingAt(
  tx: Tx,
  parties: Parties,
  ownerOrgId: string,
  rows: readonly ListedRow[],
): Promise<number[] | null> {
  const listed = rows.map((row) => row.priceMinor)
  const place = await directPlace(tx, parties, ownerOrgId)
  if (place?.side === 'downstream' && place.chainOrgId === ownerOrgId) {
    const above = await placesAbove(tx, place)
    if (above.length === 0) return listed
    const lines = rows.map((row) => ({ productId: row.id, priceMinor: row.priceMinor }))
    const { prices } = cascadePrices(await cascadeAlong(tx, above, lines))
    return [...prices.subarray((above.length - 1) * lines.length)]
  }
  return place && ownerOrgId === parties.sellerOrgId ? listed : null
}

/** The place that makes one the direct buyer of the other: the buyer's downstream, the seller's upstream. */
async function directPlace(
  tx: Tx,
  { sellerOrgId, buyerOrgId }: Parties,
  ownerOrgId: string,
): Promise<Place | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM ${placesSql()} p WHERE p.status = 'joined' AND (
      p.side = 'downstream' AND p.partner_org_id = ${buyerOrgId} AND p.owner_org_id = ${sellerOrgId}
      OR p.side = 'upstream' AND p.partner_org_id = ${sellerOrgId} AND p.owner_org_id = ${buyerOrgId})
    ORDER BY (p.side = 'downstream' AND p.org_id = ${ownerOrgId}) DESC, p.tier, p.id LIMIT 1`.execute(
    tx.db,
  )
  return rows[0] ? getPlace(tx, rows[0].id) : null
}
