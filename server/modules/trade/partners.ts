import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { orgsSql } from '../identity/index.ts'
import { placesSql } from '../network/index.ts'

/** An org that the actor's org may trade with. */
export interface TradingPartner {
  orgId: string
  name: string
  shortName: string
  canSellTo: boolean
  canBuyFrom: boolean
}

/**
 * Whom my org may trade with: it sells to those who hold a place downstream whose nearest joined org above
 * it is, and buys from those upstream; the lead of a chain deals with everybody in it.
 */
export async function tradingPartners(
  tx: Tx,
  { orgIds }: { orgIds?: readonly string[] } = {},
): Promise<TradingPartner[]> {
  const chosen = orgIds ? sql`t.org = ANY(${orgIds}::uuid[])` : sql`true`
  const { rows } = await sql<TradingPartner>`
    SELECT o.id AS "orgId", o.name, o.short_name AS "shortName",
      bool_or(t.sells) AS "canSellTo", bool_or(NOT t.sells) AS "canBuyFrom"
    FROM ${tradesSql(tx)} t JOIN ${orgsSql()} o ON o.id = t.org
    WHERE t.org <> ${tx.actor.orgId} AND ${chosen}
    GROUP BY o.id, o.name, o.short_name ORDER BY o.name, o.id`.execute(tx.db)
  return rows
}

/** `(...) t`: an org and whether I sell to it (or buy from it), a row for each reason. */
function tradesSql(tx: Tx): RawBuilder<unknown> {
  const me = tx.actor.orgId
  return sql`(
    SELECT p.partner_org_id AS org, true AS sells FROM ${placesSql()} p
      WHERE p.side = 'downstream' AND p.status = 'joined' AND p.partner_org_id IS NOT NULL
        AND (p.owner_org_id = ${me} OR p.org_id = ${me})
    UNION ALL SELECT unnest(ARRAY[p.owner_org_id, p.org_id]), true FROM ${placesSql()} p
      WHERE p.side = 'upstream' AND p.status = 'joined' AND p.partner_org_id = ${me}
    UNION ALL SELECT unnest(trade_sellers()), false)`
}

/**
 * Refuses a trade between two orgs, one of which is the actor's, unless they stand to each other as seller
 * and buyer. To anybody else the other org is not found.
 */
export async function requireTrade(
  tx: Tx,
  { sellerOrgId, buyerOrgId }: { sellerOrgId: string; buyerOrgId: string },
): Promise<TradingPartner> {
  const sells = sellerOrgId === tx.actor.orgId
  const other = sells ? buyerOrgId : sellerOrgId
  const isMine = sells !== (buyerOrgId === tx.actor.orgId)
  const [partner] = isMine ? await tradingPartners(tx, { orgIds: [other] }) : []
  if (!partner || !(sells ? partner.canSellTo : partner.canBuyFrom)) {
    throw new AppError('not_found', { reason: sells ? 'buyer' : 'seller' })
  }
  return partner
}
