import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { found } from '../../platform/errors.ts'
import { getSeat } from './conversation-access.ts'
import type {
  Conversation,
  ConversationItem,
  ConversationMember,
  ConversationQuery,
} from './conversation-schema.ts'

interface ItemRow {
  id: string
  kind: ConversationItem['kind']
  title: string
  org_name: string
  members: number
  has_outsiders: boolean
  last_no: number
  last_at: string
  last_kind: NonNullable<ConversationItem['last']>['kind'] | null
  last_name: string
  last_text: string
  last_recalled: boolean
  unread: number
  is_mentioned: boolean
  is_muted: boolean
  is_pinned: boolean
  after_no: number
}

// What is read stands in ranges, so counting them counts messages.
const UNREAD = sql`(c.last_no - s.after_no - (SELECT coalesce(sum(upper(r) - lower(r)), 0)
  FROM unnest(s.read_nos) AS r))`
const MENTIONED = sql`EXISTS (SELECT 1 FROM messages x WHERE x.conversation_id = c.id AND x.no > s.after_no
  AND (x.mentions_all OR x.mentions <> '{}') AND (x.mentions_all OR s.person_id = ANY(x.mentions))
  AND x.recalled_at IS NULL AND NOT s.read_nos @> x.no)`

/** My present stays `s` with their conversations `c`. */
function mine(tx: Tx): RawBuilder<unknown> {
  return sql`conversation_members s JOIN conversations c ON c.id = s.conversation_id
    WHERE s.person_id = ${tx.actor.personId} AND s.member_org_id = ${tx.actor.orgId} AND s.until_no IS NULL`
}

const itemsOf = (tx: Tx, which: RawBuilder<unknown>, tail: RawBuilder<unknown>) => sql<ItemRow>`
  SELECT c.*, o.org_name, CASE c.kind WHEN 'direct' THEN coalesce(o.name, '') ELSE c.title END AS title,
    n.members, n.has_outsiders, coalesce(l.kind, NULL) AS last_kind, coalesce(l.sender_name, '') AS last_name,
    coalesce(left(l.text, 120), '') AS last_text, l.recalled_at IS NOT NULL AS last_recalled
  FROM (SELECT c.id, c.kind, c.title, c.last_no, c.last_at, s.after_no, s.is_muted, s.is_pinned,
      ${UNREAD} AS unread, ${MENTIONED} AS is_mentioned, c.shows_history
    FROM ${mine(tx)} AND ${which}) c
  CROSS JOIN LATERAL (SELECT count(*) AS members,
      bool_or(m.member_org_id <> ${tx.actor.orgId}) AS has_outsiders
    FROM conversation_members m WHERE m.conversation_id = c.id AND m.until_no IS NULL) n
  LEFT JOIN LATERAL (SELECT p.name, p.org_name FROM conversation_people(c.id) p
    WHERE c.kind = 'direct' AND p.person_id <> ${tx.actor.personId} LIMIT 1) o ON true
  LEFT JOIN messages l ON l.conversation_id = c.id AND l.no = c.last_no
    AND (c.shows_history OR l.no > c.after_no)
  ${tail}`

function shapeItem(row: ItemRow): ConversationItem {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    orgName: row.org_name ?? '',
    members: row.members,
    hasOutsiders: row.has_outsiders,
    lastNo: row.last_no,
    lastAt: row.last_at,
    last:
      row.last_kind === null
        ? null
        : {
            kind: row.last_kind,
            name: row.last_name,
            text: row.last_recalled ? '' : row.last_text,
            isRecalled: row.last_recalled,
          },
    unread: Number(row.unread),
    isMentioned: row.is_mentioned,
    isMuted: row.is_muted,
    isPinned: row.is_pinned,
  }
}

/** My conversations: those on top first, then by what was said last. */
export function listConversations(ctx: Ctx, query: ConversationQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 3)
    const conditions = [sql`true`]
    if (query.only === 'unread') conditions.push(sql`${UNREAD} > 0`)
    if (query.q) conditions.push(titled(query.q))
    if (after) {
      conditions.push(sql`(s.is_pinned::int, c.last_at, c.id)
        < (${after[0]}::int, ${after[1]}::timestamptz, ${after[2]}::uuid)`)
    }
    // The page is cut before the names and counts of its rows are looked up.
    const which = sql`${sql.join(conditions, sql` AND `)}
      ORDER BY s.is_pinned DESC, c.last_at DESC, c.id DESC LIMIT ${query.limit + 1}`
    const { rows } = await itemsOf(
      tx,
      which,
      sql`ORDER BY c.is_pinned DESC, c.last_at DESC, c.id DESC`,
    ).execute(tx.db)
    const page = pageOf(rows, query.limit, (r) => [Number(r.is_pinned), r.last_at, r.id], shapeItem)
    const { rows: sums } = await sql<{ unread: number }>`
      SELECT coalesce(sum(CASE WHEN s.is_muted THEN (${MENTIONED})::int ELSE ${UNREAD} END), 0)::int AS unread
      FROM ${mine(tx)}`.execute(tx.db)
    return { ...page, unread: sums[0]!.unread }
  })
}

/** By its title, or by the name of somebody in it. */
function titled(q: string): RawBuilder<unknown> {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(c.title ILIKE ${like} OR c.kind = 'direct' AND EXISTS (SELECT 1 FROM conversation_people(c.id) p
    WHERE p.person_id <> s.person_id AND p.name ILIKE ${like}))`
}

export function getConversation(ctx: Ctx, id: string): Promise<Conversation> {
  return ctx.read((tx) => readConversation(tx, id))
}

export async function readConversation(tx: Tx, id: string): Promise<Conversation> {
  const seat = await getSeat(tx, id)
  const { rows } = await itemsOf(tx, sql`c.id = ${id}`, sql``).execute(tx.db)
  const item = shapeItem(found(rows[0], 'conversation'))
  const { rows: first } = await sql<{ no: number | null }>`
    SELECT lower(int8multirange(int8range(s.after_no + 1, c.last_no + 1)) - s.read_nos) AS no
    FROM ${mine(tx)} AND c.id = ${id} AND c.last_no > s.after_no`.execute(tx.db)
  const pinned = await tx.db
    .selectFrom('message_pins')
    .select('no')
    .where('conversation_id', '=', id)
    .where('no', '>', seat.afterNo)
    .orderBy('pinned_at', 'desc')
    .execute()
  return {
    ...item,
    subject: seat.subject,
    chainId: seat.chainId,
    follows: seat.follows,
    showsHistory: seat.showsHistory,
    isHost: seat.isHost,
    isOurs: seat.isOurs,
    came: seat.came,
    firstNo: seat.afterNo + 1,
    firstUnreadNo: first[0]?.no ?? null,
    pinned: pinned.map((row) => row.no),
    version: seat.version,
  }
}

/** Who takes part, hosts first, then firm by firm. */
export function listMembers(ctx: Ctx, id: string): Promise<{ items: ConversationMember[] }> {
  return ctx.read(async (tx) => {
    await getSeat(tx, id)
    const { rows } = await sql<ConversationMember>`
      SELECT m.person_id AS "personId", p.name, p.job_title AS "jobTitle", m.member_org_id AS "orgId",
        p.org_name AS "orgName", m.is_host AS "isHost", m.came, m.joined_at AS "joinedAt"
      FROM conversation_members m JOIN conversation_people(${id}) p ON p.person_id = m.person_id
      WHERE m.conversation_id = ${id} AND m.until_no IS NULL
      ORDER BY m.is_host DESC, m.member_org_id <> ${tx.actor.orgId}, p.org_name, p.name, m.person_id`.execute(
      tx.db,
    )
    return { items: rows }
  })
}
