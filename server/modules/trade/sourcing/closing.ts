import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { record, recordFor } from '../../../platform/events.ts'
import { remindSilent } from './rfqs.ts'
import type { RfqRecord } from './rows.ts'

interface Due {
  orgId: string
  rfqId: string
}

/**
 * The deadline: a sealed request is opened here and nowhere else, by the one role whom the policies let write
 * that it was. Both sides are told; how many answered is for the buyer only.
 */
export async function closeDue(ctx: Ctx, { rfqId }: Due): Promise<void> {
  await ctx.acrossOrgs(async (tx) => {
    const rfq = await lockDue(tx, rfqId)
    if (!rfq || Date.parse(rfq.closes_at) > tx.now().getTime()) return
    if (rfq.is_sealed && rfq.opened_at === null) {
      await tx.db
        .updateTable('rfqs')
        .set({ opened_at: tx.now().toISOString(), version: rfq.version + 1 })
        .where('id', '=', rfqId)
        .where('org_id', '=', rfq.org_id)
        .execute()
    }
    const { rows } = await sql<{ seller_org_id: string; has_quoted: boolean }>`
      SELECT s.seller_org_id, EXISTS (SELECT 1 FROM quotes q WHERE q.rfq_id = s.rfq_id
        AND q.org_id = s.seller_org_id AND q.state <> 'withdrawn') AS has_quoted
      FROM rfq_suppliers s WHERE s.rfq_id = ${rfqId} ORDER BY s.seller_org_id`.execute(tx.db)
    record(tx, 'trade.rfq_closed', `rfq:${rfqId}`, {
      title: rfq.title,
      suppliers: rows.length,
      quotes: rows.filter((row) => row.has_quoted).length,
    })
    for (const { seller_org_id } of rows) {
      recordFor(tx, seller_org_id, 'trade.rfq_closed', `rfq:${rfqId}`, { title: rfq.title })
    }
  })
}

/** A day before the deadline: whoever has said nothing yet is reminded. */
export async function remindDue(ctx: Ctx, { rfqId }: Due): Promise<void> {
  await ctx.acrossOrgs(async (tx) => {
    const rfq = await lockDue(tx, rfqId)
    if (rfq && Date.parse(rfq.closes_at) > tx.now().getTime()) await remindSilent(tx, rfq)
  })
}

/** A request that still runs; what was called off or finished meanwhile is left alone. */
async function lockDue(tx: Tx, id: string): Promise<RfqRecord | undefined> {
  return tx.db
    .selectFrom('rfqs')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst()
}
