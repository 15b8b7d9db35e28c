import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { found } from '../../../platform/errors.ts'
import { likeText, placesSql } from '../../network/index.ts'
import { type LineOnRequest, type PricedLine, priceLines } from '../agreements/price-lines.ts'
import { requireTrade, tradingPartners } from '../partners.ts'
import { picturesSql, unitsSql } from './product-rows.ts'
import type { Offer, OfferQuery, PartnerQuery } from './schema.ts'

/** Whom I may buy from or sell to, by name. */
export function listPartners(ctx: Ctx, side: 'canBuyFrom' | 'canSellTo', { q }: PartnerQuery) {
  return ctx.read(async (tx) => {
    const wanted = q?.toLowerCase() ?? ''
    const items = (await tradingPartners(tx))
      .filter((partner) => partner[side] && partner.name.toLowerCase().includes(wanted))
      .slice(0, 200)
      .map(({ orgId, name, shortName }) => ({ orgId, name, shortName }))
    return { items }
  })
}

type OfferRow = Omit<Offer, 'unitE4'>

/** What a supplier offers me, by code, each with what I pay for one. */
export async function listOffers(ctx: Ctx, sellerOrgId: string, query: OfferQuery) {
  const { rows, total } = await ctx.read(async (tx) => {
    await requireTrade(tx, { sellerOrgId, buyerOrgId: tx.actor.orgId as string })
    const after = decodeCursor(query.cursor, 2)
    const filter = sql`${filterOf(query)} AND p.retired_at IS NULL`
    const where = after
      ? sql`${filter} AND (p.code, p.id) > (${String(after[0])}, ${String(after[1])}::uuid)`
      : filter
    const { rows: counted } = await sql<{ count: number }>`
      SELECT count(*) FROM products p WHERE ${soldBy(tx, sellerOrgId)} AND ${filter}`.execute(tx.db)
    return {
      rows: await offerRows(tx, sellerOrgId, where, query.limit + 1),
      total: counted[0]!.count,
    }
  })
  const priced = await priceEach(ctx, sellerOrgId, rows)
  return {
    ...pageOf(
      priced,
      query.limit,
      (row) => [row.code, row.id],
      (row) => row,
    ),
    total,
  }
}

/** One product with the other variants of its family. */
export async function getOffer(ctx: Ctx, sellerOrgId: string, productId: string) {
  const rows = await ctx.read(async (tx) => {
    await requireTrade(tx, { sellerOrgId, buyerOrgId: tx.actor.orgId as string })
    const [product] = await offerRows(tx, sellerOrgId, sql`p.id = ${productId}`, 1)
    const head = found(product, 'product').variantOf ?? productId
    const family = sql`p.id <> ${productId} AND p.retired_at IS NULL
      AND (p.id = ${head}::uuid OR p.variant_of = ${head}::uuid)`
    return [product!, ...(await offerRows(tx, sellerOrgId, family, 200))]
  })
  const [offer, ...others] = await priceEach(ctx, sellerOrgId, rows)
  return {
    ...offer!,
    family: others.map(({ id, name, options, unitE4 }) => ({ id, name, options, unitE4 })),
  }
}

function filterOf({ q, category }: OfferQuery): RawBuilder<unknown> {
  const like = q ? `%${likeText(q)}%` : null
  return sql`(${like}::text IS NULL OR p.code ILIKE ${like} OR p.name ILIKE ${like})
    AND (${category ?? null}::text IS NULL OR p.category = ${category ?? null})`
}

/** The seller's own goods, and a lead's that it sells on to me. Policies leave out what is not for me. */
function soldBy(tx: Tx, sellerOrgId: string): RawBuilder<unknown> {
  return sql`(p.org_id = ${sellerOrgId} OR p.org_id IN (SELECT pl.org_id FROM ${placesSql()} pl
    WHERE pl.partner_org_id = ${tx.actor.orgId} AND pl.owner_org_id = ${sellerOrgId}
      AND pl.side = 'downstream' AND pl.status = 'joined'))`
}

async function offerRows(
  tx: Tx,
  sellerOrgId: string,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`
    SELECT p.id, p.code, p.name, p.description, p.kind, p.category, p.unit, p.decimals, p.currency,
      p.variant_of AS "variantOf", p.options, ${unitsSql} AS units, ${picturesSql} AS pictures
    FROM products p WHERE ${soldBy(tx, sellerOrgId)} AND ${where}
    ORDER BY p.code, p.id LIMIT ${limit}`.execute(tx.db)
  return rows
}

async function priceEach(
  ctx: Ctx,
  sellerOrgId: string,
  rows: readonly OfferRow[],
): Promise<Offer[]> {
  const parties = { sellerOrgId, buyerOrgId: ctx.actor.orgId as string }
  const prices = new Map<string, PricedLine | LineOnRequest>()
  // A book of prices is in one currency, and so is a cart.
  for (const [currency, some] of Map.groupBy(rows, (row) => row.currency)) {
    const priced = await ctx.acrossOrgs((tx) =>
      priceLines(tx, {
        ...parties,
        at: tx.now(),
        currency,
        lines: some.map(oneOf),
        isUnexplained: true,
      }),
    )
    for (const line of priced) prices.set(line.productId, line)
  }
  return rows.map((row) => {
    const line = prices.get(row.id)
    return { ...row, unitE4: line && !line.isOnRequest ? line.unitE4 : null }
  })
}

const oneOf = ({ id, unit }: OfferRow) => ({
  ...{ productId: id, quantity: '1', unit, leadDays: null },
  payment: [{ shareBp: 10_000, from: 'order' as const, days: 0 }],
})
