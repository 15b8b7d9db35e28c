import { sql } from 'kysely'
import type { Tx } from './ctx.ts'
import { newId } from './ids.ts'

/** Puts a fact into the org's record: it is written with the COMMIT of the verb's own transaction. */
export function record(
  tx: Tx,
  type: string,
  subject: string,
  data: Record<string, unknown> = {},
): void {
  recordFor(tx, tx.actor.orgId as string, type, subject, data)
}

/** Puts a fact into another org's record, because it is about that org too; only verbs across orgs may. */
export function recordFor(
  tx: Tx,
  orgId: string,
  type: string,
  subject: string,
  data: Record<string, unknown>,
): void {
  const { kind, personId, keyId, name } = tx.actor
  const actor = { kind, id: personId ?? keyId, name }
  tx.facts.push({ orgId, id: newId(), type, subject, at: tx.now().toISOString(), actor, data })
}

export interface ChainCheck {
  events: number
  brokenAt: number | null
}

/** Recomputes the org's hash chain in the database; names the first number that does not fit. */
export async function verifyRecord(tx: Tx, orgId: string): Promise<ChainCheck> {
  const { rows } = await sql<{ events: number; broken_at: number | null }>`
    WITH chain AS (
      SELECT seq, hash, prev_hash,
        lag(hash, 1, ''::bytea) OVER w AS hash_before, row_number() OVER w AS place,
        event_hash(prev_hash, org_id, seq, id, type, subject, at, actor, data) AS computed
      FROM events WHERE org_id = ${orgId} WINDOW w AS (ORDER BY seq)),
    head AS (SELECT seq, hash FROM event_heads WHERE org_id = ${orgId})
    SELECT count(*) AS events, least(
      min(seq) FILTER (WHERE hash <> computed OR prev_hash <> hash_before OR seq <> place),
      (SELECT head.seq FROM head WHERE NOT EXISTS
        (SELECT 1 FROM chain c WHERE c.seq = head.seq AND c.hash = head.hash))) AS broken_at
    FROM chain`.execute(tx.db)
  return { events: rows[0]!.events, brokenAt: rows[0]!.broken_at }
}
