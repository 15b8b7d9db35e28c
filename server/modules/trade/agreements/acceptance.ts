import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { record } from '../../../platform/events.ts'
import { placesSql } from '../../network/index.ts'

export interface AcceptedPrices {
  noticeId: string
  /** Where the recipient stands: whoever sells to that place is the seller. */
  partnerId: string
  validFrom: string
  lines: readonly { productId: string; priceMinor: number }[]
}

/**
 * A buyer's yes to a price change, in the transaction of its confirmation: from its time on these prices are
 * agreed between the two. The same yes again changes nothing.
 */
export async function acceptPrices(tx: Tx, accepted: AcceptedPrices): Promise<void> {
  const { noticeId, partnerId, validFrom, lines } = accepted
  const { numAffectedRows } = await sql`
    INSERT INTO price_acceptances (org_id, seller_org_id, product_id, notice_id, price_minor, valid_from,
      accepted_by, accepted_at)
    SELECT ${tx.actor.orgId}::uuid, p.owner_org_id, l.id, ${noticeId}::uuid, l.price, ${validFrom}::timestamptz,
      ${tx.actor.personId}::uuid, ${tx.now()}::timestamptz
    FROM ${placesSql()} p, unnest(${lines.map((l) => l.productId)}::uuid[],
      ${lines.map((l) => l.priceMinor)}::bigint[]) AS l(id, price)
    WHERE p.id = ${partnerId} AND p.partner_org_id = ${tx.actor.orgId}
    ON CONFLICT DO NOTHING`.execute(tx.db)
  if (!numAffectedRows) return
  record(tx, 'trade.prices_accepted', `notice:${noticeId}`, {
    products: Number(numAffectedRows),
    validFrom,
  })
}
