import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, encodeCursor } from '../../platform/cursor.ts'
import { found } from '../../platform/errors.ts'
import { groupMembersSql, placesSql } from '../network/index.ts'
import { COUNTS } from './notice-queries.ts'
import type { Counts, Receipt, ReceiptQuery, RollUp } from './schema.ts'

// The sender sees all receipts, a distributor those below it: row-level security decides, so the same
// queries serve both. What they have in common is that the notice must be one they can open.
export async function requireNotice(tx: Tx, id: string): Promise<{ sent_at: string | null }> {
  const row = await tx.db
    .selectFrom('notices')
    .select('sent_at')
    .where('id', '=', id)
    .executeTakeFirst()
  return found(row, 'notice')
}

const GROUPINGS = {
  tier: { join: sql``, key: sql`p.tier::text`, label: sql`p.tier::text`, order: sql`min(p.tier)` },
  region: {
    join: sql``,
    key: sql`coalesce(nullif(substring(p.region FROM '^[^/ 省]+省?|^[^/ ]+'), ''), '')`,
    label: sql`coalesce(nullif(substring(p.region FROM '^[^/ 省]+省?|^[^/ ]+'), ''), '')`,
    order: sql`count(*) DESC`,
  },
  group: {
    join: sql`LEFT JOIN ${groupMembersSql()} g ON g.partner_id = p.id`,
    key: sql`coalesce(g.group_id::text, '')`,
    label: sql`coalesce(g.name, '')`,
    order: sql`min(g.name) NULLS LAST`,
  },
  parent: {
    join: sql`LEFT JOIN ${placesSql()} u ON u.id = p.parent_id`,
    key: sql`coalesce(u.id::text, '')`,
    label: sql`coalesce(u.name, '')`,
    order: sql`count(*) FILTER (WHERE r.state IN ('delivered', 'read')) DESC, min(u.name)`,
  },
}

/** How far a notice has come, by one dimension, as of the last dispatch that is counted in. */
export function rollUp(ctx: Ctx, noticeId: string, by: keyof typeof GROUPINGS): Promise<RollUp> {
  return ctx.read(async (tx) => {
    const notice = await requireNotice(tx, noticeId)
    const { join, key, label, order } = GROUPINGS[by]
    const { rows } = await sql<{ key: string; label: string; counts: Counts }>`
      SELECT ${key} AS key, ${label} AS label, ${COUNTS} AS counts
      FROM receipts r JOIN ${placesSql()} p ON p.id = r.partner_id ${join}
      WHERE r.notice_id = ${noticeId} GROUP BY 1, 2 ORDER BY ${order} LIMIT 500`.execute(tx.db)
    const { rows: totals } = await sql<TotalRow>`
      SELECT ${COUNTS} AS counts,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.read_at - r.delivered_at) / 60)
          AS read_minutes,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.confirmed_at - r.delivered_at) / 60)
          AS confirm_minutes
      FROM receipts r WHERE r.notice_id = ${noticeId}`.execute(tx.db)
    const total = totals[0]!
    const { seq } = await tx.db
      .selectFrom('dispatches')
      .select((e) => e.fn.coalesce(e.fn.max('seq'), e.lit(0)).as('seq'))
      .where('notice_id', '=', noticeId)
      .executeTakeFirstOrThrow()
    return {
      total: total.counts,
      rows,
      medianReadMinutes: total.read_minutes,
      medianConfirmMinutes: total.confirm_minutes,
      curve: notice.sent_at === null ? [] : await answerCurve(tx, noticeId, notice.sent_at),
      seq: Number(seq),
    }
  })
}

interface TotalRow {
  counts: Counts
  read_minutes: number | null
  confirm_minutes: number | null
}

const CURVE_POINTS = 48

/** Readings and confirmations since sending, counted up over at most 48 equal steps of time. */
async function answerCurve(tx: Tx, noticeId: string, sentAt: string): Promise<RollUp['curve']> {
  const { rows } = await sql<{ step: number; span: number; read: number; confirmed: number }>`
    WITH answers AS (
      SELECT extract(epoch FROM read_at - ${sentAt}::timestamptz) / 60 AS minutes, 1 AS read, 0 AS confirmed
        FROM receipts WHERE notice_id = ${noticeId} AND read_at IS NOT NULL
      UNION ALL
      SELECT extract(epoch FROM confirmed_at - ${sentAt}::timestamptz) / 60, 0, 1
        FROM receipts WHERE notice_id = ${noticeId} AND confirmed_at IS NOT NULL),
    span AS (SELECT greatest(max(minutes), 1)::float8 AS span FROM answers),
    steps AS (SELECT greatest(ceil(minutes / span * ${CURVE_POINTS}), 1)::int AS step, span,
      sum(read) AS read, sum(confirmed) AS confirmed FROM answers, span GROUP BY 1, 2)
    SELECT step, span, sum(read) OVER w AS read, sum(confirmed) OVER w AS confirmed
    FROM steps WINDOW w AS (ORDER BY step) ORDER BY step`.execute(tx.db)
  return rows.map((row) => ({
    minutes: (row.step / CURVE_POINTS) * row.span,
    read: Number(row.read),
    confirmed: Number(row.confirmed),
  }))
}

interface ReceiptRow {
  partner_id: string
  code: string
  name: string
  tier: number
  region: string
  parent_name: string | null
  state: Receipt['state']
  reason: Receipt['reason']
  delivered_at: string | null
  read_at: string | null
  read_by_name: string | null
  confirmed_at: string | null
  confirmed_by_name: string | null
  answer: string | null
  reminded: number
  escalated_at: string | null
}

function shapeReceipt(row: ReceiptRow): Receipt {
  return {
    partnerId: row.partner_id,
    partnerCode: row.code,
    partnerName: row.name,
    tier: row.tier,
    region: row.region,
    parentName: row.parent_name,
    state: row.state,
    reason: row.reason,
    deliveredAt: row.delivered_at,
    readAt: row.read_at,
    readByName: row.read_by_name,
    confirmedAt: row.confirmed_at,
    confirmedByName: row.confirmed_by_name,
    answer: row.answer,
    reminded: row.reminded,
    escalatedAt: row.escalated_at,
  }
}

function conditions(noticeId: string, query: ReceiptQuery): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`r.notice_id = ${noticeId}`]
  if (query.state?.length) parts.push(sql`r.state = ANY(${query.state})`)
  if (query.tier?.length) parts.push(sql`p.tier = ANY(${query.tier})`)
  if (query.region?.length) parts.push(sql`p.region LIKE ANY(${query.region.map((r) => `${r}%`)})`)
  if (query.groupId) {
    parts.push(
      sql`p.id IN (SELECT g.partner_id FROM ${groupMembersSql()} g WHERE g.group_id = ${query.groupId})`,
    )
  }
  if (query.underId) {
    parts.push(sql`p.path <@ (SELECT u.path FROM ${placesSql()} u WHERE u.id = ${query.underId})`)
  }
  if (query.q) {
    const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`(p.name ILIKE ${like} OR p.code ILIKE ${like})`)
  }
  return sql.join(parts, sql` AND `)
}

async function readReceipts(
  tx: Tx,
  noticeId: string,
  query: ReceiptQuery,
  after: [number, string, string] | null,
  limit: number,
): Promise<ReceiptRow[]> {
  const from = after
    ? sql`AND (p.tier, p.name, p.id) > (${after[0]}::int, ${after[1]}, ${after[2]}::uuid)`
    : sql``
  const { rows } = await sql<ReceiptRow>`
    SELECT r.partner_id, p.code, p.name, p.tier, p.region, u.name AS parent_name, r.state, r.reason,
      r.delivered_at, r.read_at, a.name AS read_by_name, r.confirmed_at, b.name AS confirmed_by_name,
      r.answer, r.reminded, r.escalated_at
    FROM receipts r JOIN ${placesSql()} p ON p.id = r.partner_id
    LEFT JOIN ${placesSql()} u ON u.id = p.parent_id
    LEFT JOIN LATERAL receipt_person(r.notice_id, r.partner_id, r.read_by) a ON true
    LEFT JOIN LATERAL receipt_person(r.notice_id, r.partner_id, r.confirmed_by) b ON true
    WHERE ${conditions(noticeId, query)} ${from}
    ORDER BY p.tier, p.name, p.id LIMIT ${limit}`.execute(tx.db)
  return rows
}

/** Receipts by name: who has it, who has read it, who owes an answer. */
export function listReceipts(ctx: Ctx, noticeId: string, query: ReceiptQuery) {
  return ctx.read(async (tx) => {
    await requireNotice(tx, noticeId)
    const after = decodeCursor(query.cursor, 3) as [number, string, string] | null
    const rows = await readReceipts(tx, noticeId, query, after, query.limit + 1)
    const { rows: total } = await sql<{ total: number }>`
      SELECT count(*) AS total FROM receipts r JOIN ${placesSql()} p ON p.id = r.partner_id
      WHERE ${conditions(noticeId, query)}`.execute(tx.db)
    const items = rows.slice(0, query.limit)
    return {
      items: items.map(shapeReceipt),
      nextCursor: rows.length > query.limit ? cursorOf(items.at(-1)!) : null,
      total: total[0]!.total,
    }
  })
}

function cursorOf(row: ReceiptRow): string {
  return encodeCursor([row.tier, row.name, row.partner_id])
}

const EXPORT_BATCH = 5000

/** All that the filter finds, a batch at a time, for a file that may hold a million rows. */
export async function* exportReceipts(
  ctx: Ctx,
  noticeId: string,
  query: ReceiptQuery,
): AsyncGenerator<Receipt> {
  let after: [number, string, string] | null = null
  while (true) {
    const rows: ReceiptRow[] = await ctx.read(async (tx) => {
      await requireNotice(tx, noticeId)
      return readReceipts(tx, noticeId, query, after, EXPORT_BATCH)
    })
    yield* rows.map(shapeReceipt)
    const last = rows.at(-1)
    if (!last || rows.length < EXPORT_BATCH) return
    after = [last.tier, last.name, last.partner_id]
  }
}

/** How many answers are still open at these partners: told before a place is moved, merged or removed. */
export async function countOpenReceipts(tx: Tx, partnerIds: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ open: number }>`SELECT count(*) AS open FROM receipts r
    WHERE r.partner_id IN ${partnerIds} AND r.state IN ('queued', 'delivered', 'read')`.execute(
    tx.db,
  )
  return rows[0]!.open
}
