import { type Selectable, sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import type { DB } from '../../../platform/db.ts'
import { found } from '../../../platform/errors.ts'
import { orgsSql } from '../../identity/index.ts'
import { refuseState, rfqState } from './rules.ts'
import type { RfqState } from './schema.ts'

// How the verbs of sourcing take hold of what they change: the request first, then quotes in the order of
// their ids, so that no two wait for each other in a ring.

export type RfqRecord = Selectable<DB['rfqs']>
export type QuoteRecord = Selectable<DB['quotes']>

/** A request of mine, locked until the transaction ends. */
export async function lockRfq(tx: Tx, id: string): Promise<RfqRecord> {
  return found(
    await tx.db
      .selectFrom('rfqs')
      .selectAll()
      .where('id', '=', id)
      .where('org_id', '=', tx.actor.orgId as string)
      .forUpdate()
      .executeTakeFirst(),
    'rfq',
  )
}

/** A request that I was asked, held as it is until my answer commits. */
export async function holdRfq(tx: Tx, id: string): Promise<RfqRecord> {
  await sql`SELECT hold_rfq(${id})`.execute(tx.db)
  const { rows } = await sql<RfqRecord>`SELECT r.* FROM rfqs r
    JOIN rfq_suppliers s ON s.rfq_id = r.id AND s.seller_org_id = ${tx.actor.orgId}
    WHERE r.id = ${id}`.execute(tx.db)
  return found(rows[0], 'rfq')
}

/** A quote that I gave or got, locked; its request must be held before. */
export async function lockQuote(tx: Tx, id: string): Promise<QuoteRecord> {
  const me = tx.actor.orgId as string
  return found(
    await tx.db
      .selectFrom('quotes')
      .selectAll()
      .where('id', '=', id)
      .where((e) => e.or([e('org_id', '=', me), e('buyer_org_id', '=', me)]))
      .forUpdate()
      .executeTakeFirst(),
    'quote',
  )
}

/** The request of a quote, before anything of it is locked. */
export async function rfqOfQuote(
  tx: Tx,
  quoteId: string,
): Promise<{ rfqId: string; isBuyer: boolean }> {
  const me = tx.actor.orgId as string
  const row = found(
    await tx.db
      .selectFrom('quotes')
      .select(['rfq_id', 'buyer_org_id'])
      .where('id', '=', quoteId)
      .where((e) => e.or([e('org_id', '=', me), e('buyer_org_id', '=', me)]))
      .executeTakeFirst(),
    'quote',
  )
  return { rfqId: row.rfq_id, isBuyer: row.buyer_org_id === me }
}

export function requireRfqState(tx: Tx, rfq: RfqRecord, ...states: RfqState[]): void {
  const state = rfqState(rfq, tx.now().getTime())
  if (!states.includes(state)) refuseState('rfq', state)
}

/** Whether the buyer may read prices: a sealed request is opened by the job of its deadline. */
export function isOpened(rfq: Pick<RfqRecord, 'is_sealed' | 'opened_at'>): boolean {
  return !rfq.is_sealed || rfq.opened_at !== null
}

export async function suppliersOf(tx: Tx, rfqId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('rfq_suppliers')
    .select('seller_org_id')
    .where('rfq_id', '=', rfqId)
    .where('org_id', '=', tx.actor.orgId as string)
    .orderBy('seller_org_id')
    .execute()
  return rows.map((row) => row.seller_org_id)
}

export async function shortNameOf(tx: Tx, orgId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    SELECT o.short_name AS name FROM ${orgsSql()} o WHERE o.id = ${orgId}`.execute(tx.db)
  return found(rows[0], 'org').name
}
