import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { found } from '../../platform/errors.ts'
import { peopleSql } from '../identity/index.ts'
import { chainsSql } from '../network/index.ts'
import { LEAD_AS_SELLER } from './dispatch.ts'
import type { Counts, Notice, NoticeQuery, PriceLine } from './schema.ts'

/** A count for each state of one notice's receipts; grows with recipients (about 60 ms a million). */
export const COUNTS = sql<Counts>`json_build_object(
  'recipients', count(*),
  'queued', count(*) FILTER (WHERE r.state = 'queued'),
  'delivered', count(*) FILTER (WHERE r.state = 'delivered'),
  'read', count(*) FILTER (WHERE r.state = 'read'),
  'confirmed', count(*) FILTER (WHERE r.state = 'confirmed'),
  'failed', count(*) FILTER (WHERE r.state = 'failed'),
  'superseded', count(*) FILTER (WHERE r.state = 'superseded'),
  'recalled', count(*) FILTER (WHERE r.state = 'recalled'))`

function noticeRows(tx: Tx) {
  return tx.db
    .selectFrom('notices as n')
    .innerJoin(chainsSql().as('c'), 'c.id', 'n.chain_id')
    .leftJoin(peopleSql().as('p'), 'p.id', 'n.created_by')
    .selectAll('n')
    .select(['c.name as chain_name', 'p.name as created_by_name'])
    .select((e) =>
      e
        .selectFrom('receipts as r')
        .select(COUNTS.as('counts'))
        .whereRef('r.notice_id', '=', 'n.id')
        .whereRef('r.org_id', '=', 'n.org_id')
        .as('counts'),
    )
    .where('n.org_id', '=', tx.actor.orgId as string)
}
type NoticeListRow = Awaited<ReturnType<ReturnType<typeof noticeRows>['executeTakeFirstOrThrow']>>

function shapeItem(row: NoticeListRow) {
  return {
    id: row.id,
    chainId: row.chain_id,
    chainName: row.chain_name,
    kind: row.kind as Notice['kind'],
    title: row.title,
    state: row.state as Notice['state'],
    edition: row.edition,
    validFrom: row.valid_from,
    deadlineAt: row.deadline_at,
    scheduledAt: row.scheduled_at,
    sentAt: row.sent_at,
    createdAt: row.created_at,
    createdByName: row.created_by_name ?? '',
    counts: row.counts as Counts,
  }
}

/** What my org has written, newest first. */
export function listNotices(ctx: Ctx, query: NoticeQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    let rows = noticeRows(tx)
      .orderBy('n.created_at', 'desc')
      .orderBy('n.id', 'desc')
      .limit(query.limit + 1)
    if (query.chainId) rows = rows.where('n.chain_id', '=', query.chainId)
    if (query.kind?.length) rows = rows.where('n.kind', 'in', query.kind)
    if (query.state?.length) rows = rows.where('n.state', 'in', query.state)
    if (query.q) {
      const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
      rows = rows.where((e) => e.or([e('n.title', 'ilike', like), e('n.body', 'ilike', like)]))
    }
    if (after) {
      rows = rows.where(
        sql<boolean>`(n.created_at, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      )
    }
    return pageOf(await rows.execute(), query.limit, (row) => [row.created_at, row.id], shapeItem)
  })
}

export function getNotice(ctx: Ctx, id: string): Promise<Notice> {
  return ctx.read((tx) => readNotice(tx, id))
}

export async function readNotice(tx: Tx, id: string): Promise<Notice> {
  const row = found(await noticeRows(tx).where('n.id', '=', id).executeTakeFirst(), 'notice')
  const successor = await tx.db
    .selectFrom('notices')
    .select('id')
    .where('supersedes_id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .where('state', '<>', 'draft')
    .executeTakeFirst()
  const relays = await tx.db
    .selectFrom('relays')
    .select((e) => e.fn.countAll<number>().as('waiting'))
    .where('notice_id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .where('relayed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return {
    ...shapeItem(row),
    body: row.body,
    supersedesId: row.supersedes_id,
    supersededById: successor?.id ?? null,
    audience: row.audience as Notice['audience'],
    prices: await shapePrices(tx, id, LEAD_AS_SELLER),
    relayMinutes: row.relay_minutes,
    reminderHours: row.reminder_hours,
    escalateAfterHours: row.escalate_after_hours,
    observesQuietHours: row.observes_quiet_hours,
    files: await readFiles(tx, id),
    recalledAt: row.recalled_at,
    recallReason: row.recall_reason,
    relaysWaiting: Number(relays.waiting),
    version: row.version,
  }
}

/** The price lines of a notice at what one seller charges. */
export async function shapePrices(
  tx: Tx,
  noticeId: string,
  sellerId: string,
): Promise<PriceLine[]> {
  const lines = await tx.db
    .selectFrom('notice_products')
    .selectAll()
    .where('notice_id', '=', noticeId)
    .orderBy('line_no')
    .execute()
  if (lines.length === 0) return []
  const prices = await tx.db
    .selectFrom('notice_prices')
    .select(['price_minor', 'previous_minor', 'retail_minor'])
    .where('notice_id', '=', noticeId)
    .where('seller_id', '=', sellerId)
    .executeTakeFirst()
  if (!prices) return []
  return lines.map((line, i) => ({
    productId: line.product_id,
    code: line.code,
    name: line.name,
    unit: line.unit,
    currency: line.currency,
    priceMinor: prices.price_minor[i]!,
    previousMinor: prices.previous_minor[i] ?? null,
    retailMinor: prices.retail_minor[i]!,
  }))
}

export async function readFiles(tx: Tx, noticeId: string) {
  const rows = await tx.db
    .selectFrom('notice_files as a')
    .innerJoin('files as f', 'f.id', 'a.file_id')
    .select(['f.id', 'f.name', 'f.media_type', 'f.bytes'])
    .where('a.notice_id', '=', noticeId)
    .orderBy('f.created_at')
    .execute()
  return rows.map((f) => ({ id: f.id, name: f.name, mediaType: f.media_type, bytes: f.bytes }))
}

/** What somebody wrote here: told before the person is removed. */
export function countWritten(tx: Tx, personId: string) {
  return tx.db
    .selectFrom('notices')
    .select([
      sql<number>`count(*) FILTER (WHERE state IN ('draft', 'scheduled'))`.as('drafts'),
      sql<number>`count(*) FILTER (WHERE state NOT IN ('draft', 'scheduled'))`.as('notices'),
    ])
    .where('org_id', '=', tx.actor.orgId as string)
    .where('created_by', '=', personId)
    .executeTakeFirstOrThrow()
}
