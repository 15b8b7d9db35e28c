import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { getSeat } from './conversation-access.ts'
import { readMessage } from './message-queries.ts'
import { countReads, type Span } from './read-counts.ts'

const HINTED_MAX = 20

/**
 * The actor has seen the messages from one number to another. Only what is for them and was not read before
 * counts; reading again changes nothing.
 */
export function markRead(ctx: Ctx, id: string, { from, to }: { from: number; to: number }) {
  return ctx.transaction(async (tx) => {
    await getSeat(tx, id)
    const { rows } = await sql<{ at: string }>`
      WITH mine AS (
        SELECT m.org_id, m.after_no, m.read_nos, greatest(${from}::bigint, m.after_no + 1) AS low,
          least(${to}::bigint, c.last_no) AS high
        FROM conversation_members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.conversation_id = ${id} AND m.person_id = ${tx.actor.personId} AND m.until_no IS NULL
        FOR UPDATE OF m),
      fresh AS (SELECT org_id, after_no, int8multirange(int8range(low, high + 1)) - read_nos AS nos
        FROM mine WHERE low <= high),
      kept AS (
        UPDATE conversation_members m SET read_nos = m.read_nos + fresh.nos FROM fresh
        WHERE m.conversation_id = ${id} AND m.person_id = ${tx.actor.personId} AND m.until_no IS NULL
          AND NOT isempty(fresh.nos))
      INSERT INTO message_reads AS r (org_id, conversation_id, person_id, read_at, read_nos)
      SELECT org_id, ${id}, ${tx.actor.personId}, date_trunc('minute', ${tx.now()}::timestamptz), nos
      FROM fresh WHERE NOT isempty(nos)
      ON CONFLICT (conversation_id, person_id, read_at) DO UPDATE SET read_nos = r.read_nos + excluded.read_nos
      RETURNING r.read_at AS at`.execute(tx.db)
    if (rows.length > 0) await hintSenders(tx, id, from, to)
    const { rows: left } = await sql<{ unread: number; isMentioned: boolean }>`
      SELECT (c.last_no - m.after_no - (SELECT coalesce(sum(upper(r) - lower(r)), 0)
          FROM unnest(m.read_nos) AS r))::int AS unread,
        EXISTS (SELECT 1 FROM messages x WHERE x.conversation_id = c.id AND x.no > m.after_no
          AND (x.mentions_all OR x.mentions <> '{}') AND (x.mentions_all OR m.person_id = ANY(x.mentions))
          AND x.recalled_at IS NULL AND NOT m.read_nos @> x.no) AS "isMentioned"
      FROM conversation_members m JOIN conversations c ON c.id = m.conversation_id
      WHERE m.conversation_id = ${id} AND m.person_id = ${tx.actor.personId} AND m.until_no IS NULL`.execute(
      tx.db,
    )
    return left[0]!
  })
}

/** Whose words were read sees the count move, and so do the reader's own other pages. */
async function hintSenders(tx: Tx, id: string, from: number, to: number): Promise<void> {
  const { rows } = await sql<{ org: string; person: string }>`
    SELECT DISTINCT person_org_id AS org, person_id AS person FROM messages
    WHERE conversation_id = ${id} AND no BETWEEN ${from} AND ${to} AND person_id IS NOT NULL
    LIMIT ${HINTED_MAX}`.execute(tx.db)
  const me = { org: tx.actor.orgId as string, person: tx.actor.personId as string }
  for (const { org, person } of [...rows.filter((row) => row.person !== me.person), me]) {
    const hint = { t: org, p: person, topic: `reads:${id}` }
    await sql`SELECT pg_notify('jingwei', ${JSON.stringify(hint)})`.execute(tx.db)
  }
}

/** How many of those whom each message is for have read it; who said it is not counted. */
export function listReadCounts(ctx: Ctx, id: string, { from, to }: { from: number; to: number }) {
  return ctx.read(async (tx) => {
    const seat = await getSeat(tx, id)
    const low = Math.max(from, seat.afterNo + 1)
    const high = Math.min(to, seat.lastNo)
    if (low > high) return { items: [] }
    const { rows: spans } = await sql<Span>`
      SELECT s.after_no AS "afterNo", s.until_no AS "untilNo",
        (SELECT array_agg(lower(r)) FROM unnest(s.read_nos * w.asked) r) AS "readFrom",
        (SELECT array_agg(upper(r)) FROM unnest(s.read_nos * w.asked) r) AS "readTo"
      FROM conversation_members s,
        (SELECT int8multirange(int8range(${low}, ${high + 1})) AS asked) w
      WHERE s.conversation_id = ${id} AND s.after_no < ${high}
        AND (s.until_no IS NULL OR s.until_no >= ${low})`.execute(tx.db)
    const { rows: said } = await sql<{ no: number }>`
      SELECT m.no FROM messages m JOIN conversation_members s ON s.conversation_id = m.conversation_id
        AND s.person_id = m.person_id AND m.no > s.after_no AND m.no <= coalesce(s.until_no, m.no)
      WHERE m.conversation_id = ${id} AND m.no BETWEEN ${low} AND ${high}`.execute(tx.db)
    return { items: countReads(low, high, spans, new Set(said.map((row) => row.no))) }
  })
}

interface ReaderRow {
  personId: string
  name: string
  orgId: string
  orgName: string
  isRead: boolean
  at: string | null
}

/** Who has read a message and who has not, by name. Who came later is neither. */
export function listReaders(ctx: Ctx, id: string, no: number) {
  return ctx.read(async (tx) => {
    const seat = await getSeat(tx, id)
    const message = await readMessage(tx, seat, no)
    const { rows } = await sql<ReaderRow>`
      SELECT s.person_id AS "personId", p.name, s.member_org_id AS "orgId", p.org_name AS "orgName",
        s.read_nos @> ${no}::bigint AS "isRead", (SELECT r.read_at FROM message_reads r
          WHERE r.conversation_id = s.conversation_id AND r.person_id = s.person_id
            AND r.read_nos @> ${no}::bigint AND r.read_at >= date_trunc('minute', ${message.at}::timestamptz)
          ORDER BY r.read_at LIMIT 1) AS at
      FROM conversation_members s JOIN conversation_people(${id}) p ON p.person_id = s.person_id
      WHERE s.conversation_id = ${id} AND s.after_no < ${no} AND coalesce(s.until_no, ${no}) >= ${no}
        AND s.person_id IS DISTINCT FROM ${message.sender.personId}::uuid
      ORDER BY at, p.org_name, p.name`.execute(tx.db)
    const shape = ({ isRead: _, ...reader }: ReaderRow) => reader
    return {
      read: rows.filter((row) => row.isRead).map(shape),
      unread: rows.filter((row) => !row.isRead).map(shape),
    }
  })
}
