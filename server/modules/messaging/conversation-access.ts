import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '../../platform/ctx.ts'
import { AppError, found } from '../../platform/errors.ts'
import type { Follows } from './conversation-schema.ts'

/** A conversation as its present member sees it: the row that every verb begins with. */
export interface Seat {
  id: string
  orgId: string
  kind: 'group' | 'direct'
  title: string
  subject: string | null
  chainId: string | null
  follows: z.infer<typeof Follows> | null
  showsHistory: boolean
  lastNo: number
  version: number
  isHost: boolean
  came: 'added' | 'followed'
  /** Messages up to this one are not for the member; with history shown it is 0. */
  afterNo: number
  isOurs: boolean
}

/** The actor's place in a conversation. Whoever has none, and a program without a person, finds nothing. */
export async function getSeat(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<Seat> {
  const { orgId, personId } = tx.actor
  // The order is always conversation, then members, so that no two verbs wait for each other.
  if (lock === 'lock')
    await sql`SELECT FROM conversations WHERE id = ${id} FOR UPDATE`.execute(tx.db)
  const { rows } = await sql<Seat>`
    SELECT c.id, c.org_id AS "orgId", c.kind, c.title, c.subject, c.chain_id AS "chainId", c.follows,
      c.shows_history AS "showsHistory", c.last_no AS "lastNo", c.version, m.is_host AS "isHost", m.came,
      CASE WHEN c.shows_history THEN 0 ELSE m.after_no END AS "afterNo", c.org_id = ${orgId} AS "isOurs"
    FROM conversations c JOIN conversation_members m ON m.conversation_id = c.id AND m.until_no IS NULL
    WHERE c.id = ${id} AND m.person_id = ${personId} AND m.member_org_id = ${orgId}`.execute(tx.db)
  return found(rows[0], 'conversation')
}

/** Hosts decide about a conversation, and so do those who keep messages for the org that opened it. */
export function mayManage(tx: Tx, seat: Seat): boolean {
  if (seat.kind === 'direct') return false
  return seat.isHost || (seat.isOurs && ['owner', 'manager'].includes(tx.actor.role ?? ''))
}

export function requireManage(tx: Tx, seat: Seat): void {
  if (!mayManage(tx, seat)) throw new AppError('forbidden', { reason: 'host_only' })
}
