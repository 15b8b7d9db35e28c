import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { record } from '../../../platform/events.ts'
import { orgsSql } from '../../identity/index.ts'
import { requireTrade } from '../partners.ts'
import type { CreditInput, CreditLimits } from './schema.ts'

/** How far a seller trusts a buyer: what is ordered and not ended may come to this much. */
export function setCreditLimit(ctx: Ctx, input: CreditInput) {
  return ctx.transaction(async (tx) => {
    const me = tx.actor.orgId as string
    await requireTrade(tx, { sellerOrgId: me, buyerOrgId: input.buyerOrgId })
    const set = {
      limit_minor: input.limitMinor,
      beyond: input.beyond,
      set_by_name: tx.actor.name,
      set_at: tx.now().toISOString(),
    }
    await tx.db
      .insertInto('trade_credit_limits')
      .values({ org_id: me, buyer_org_id: input.buyerOrgId, currency: input.currency, ...set })
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'buyer_org_id', 'currency'])
          .doUpdateSet({ ...set, version: sql`trade_credit_limits.version + 1` }),
      )
      .execute()
    record(tx, 'trade.credit_limit_set', `org:${input.buyerOrgId}`, { ...input })
    return readLimits(tx)
  })
}

export function listCreditLimits(ctx: Ctx) {
  return ctx.read(readLimits)
}

async function readLimits(tx: Tx): Promise<(typeof CreditLimits)['_output']> {
  const { rows } = await sql<(typeof CreditLimits)['_output']['items'][number]>`
    SELECT jsonb_build_object('id', c.buyer_org_id, 'name', coalesce(b.short_name, '')) AS buyer, c.currency,
      c.limit_minor AS "limitMinor", (coalesce(u.used, 0) - coalesce(s.settled, 0))::bigint AS "usedMinor", c.beyond,
      c.set_by_name AS "setByName", c.set_at AS "setAt"
    FROM trade_credit_limits c LEFT JOIN ${orgsSql()} b ON b.id = c.buyer_org_id
    LEFT JOIN LATERAL (SELECT sum(o.total_minor) AS used FROM trade_orders o WHERE o.org_id = c.org_id
      AND o.buyer_org_id = c.buyer_org_id AND o.currency = c.currency AND o.ended IS NULL) u ON true
    LEFT JOIN LATERAL (SELECT sum(v.paid_minor + v.credited_minor) AS settled FROM invoices v
      JOIN trade_orders o ON o.id = v.order_id AND o.ended IS NULL
      WHERE v.org_id = c.org_id AND v.buyer_org_id = c.buyer_org_id AND v.currency = c.currency
        AND v.kind <> 'credit_note' AND v.cancelled_at IS NULL) s ON true
    WHERE c.org_id = ${tx.actor.orgId} ORDER BY b.short_name, c.currency`.execute(tx.db)
  return { items: rows }
}
