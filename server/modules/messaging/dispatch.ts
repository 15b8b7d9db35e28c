import { sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'

export const LEAD_AS_SELLER = '00000000-0000-0000-0000-000000000000'
const DISPATCH_LOCK = 5_180_101

export type DispatchKind =
  | 'sent'
  | 'relayed'
  | 'retried'
  | 'reminded'
  | 'escalated'
  | 'recalled'
  | 'superseded'

/** The waves that deliver. Everybody's newest notices are found by when the last of these went out. */
const DELIVERING: readonly DispatchKind[] = ['sent', 'relayed', 'retried']

/** The number that the next wave of this notice takes; the notice's row is locked by the caller. */
export async function nextWave(tx: Tx, noticeId: string): Promise<number> {
  const row = await tx.db
    .selectFrom('dispatches')
    .select((e) => e.fn.coalesce(e.fn.max('wave'), e.lit(0)).as('wave'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow()
  return Number(row.wave) + 1
}

/**
 * Closes a wave and tells every process. It must be the last write of the transaction: the lock makes
 * all dispatches of all senders commit in the order of their numbers, and is held from here to the commit.
 */
export async function closeWave(
  tx: Tx,
  noticeId: string,
  wave: number,
  kind: DispatchKind,
  recipients: number,
): Promise<void> {
  if (recipients > 0 && DELIVERING.includes(kind)) {
    await sql`UPDATE notices SET last_delivered_at = greatest(last_delivered_at, ${tx.now()})
      WHERE id = ${noticeId}`.execute(tx.db)
  }
  await sql`SELECT pg_advisory_xact_lock(${DISPATCH_LOCK})`.execute(tx.db)
  await sql`INSERT INTO dispatches (seq, org_id, notice_id, wave, kind, at, recipients)
    SELECT coalesce(max(seq), 0) + 1, ${tx.actor.orgId}, ${noticeId}, ${wave}, ${kind}, ${tx.now()}, ${recipients}
    FROM dispatches`.execute(tx.db)
  await sql`SELECT pg_notify('jingwei', ${JSON.stringify({ d: noticeId })})`.execute(tx.db)
}

/** Hints to the sender's open pages that the roll-up of a notice moved. */
export async function hintRollUp(tx: Tx, senderOrgId: string, noticeId: string): Promise<void> {
  const hint = JSON.stringify({ t: senderOrgId, topic: `notice:${noticeId}` })
  await sql`SELECT pg_notify('jingwei', ${hint})`.execute(tx.db)
}
