import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { found } from '../../platform/errors.ts'
import { orgsSql, peopleSql } from '../identity/index.ts'
import { chainsSql, placesSql } from '../network/index.ts'
import { readFiles, shapePrices } from './notice-queries.ts'
import type { InboxItem, InboxNotice, InboxQuery } from './schema.ts'

function inboxRows(tx: Tx) {
  return tx.db
    .selectFrom('receipts as r')
    .innerJoin('notices as n', 'n.id', 'r.notice_id')
    .innerJoin(chainsSql().as('c'), 'c.id', 'n.chain_id')
    .innerJoin(orgsSql().as('o'), 'o.id', 'n.org_id')
    .select([
      'r.notice_id',
      'r.partner_id',
      'r.state',
      'r.delivered_at',
      'r.read_at',
      'r.confirmed_at',
    ])
    .select([
      'r.reminded',
      'r.seller_id',
      'r.answer',
      'n.kind',
      'n.title',
      'n.edition',
      'n.valid_from',
    ])
    .select([
      'n.deadline_at',
      'n.body',
      'n.recall_reason',
      'o.short_name as from_name',
      'c.name as chain_name',
    ])
    .where('r.recipient_org_id', '=', tx.actor.orgId as string)
    .where('r.delivered_at', 'is not', null)
}
type InboxRow = Awaited<ReturnType<ReturnType<typeof inboxRows>['executeTakeFirstOrThrow']>>

function shapeItem(row: InboxRow): InboxItem {
  return {
    noticeId: row.notice_id,
    partnerId: row.partner_id,
    kind: row.kind as InboxItem['kind'],
    title: row.title,
    fromName: row.from_name,
    chainName: row.chain_name,
    state: row.state as InboxItem['state'],
    edition: row.edition,
    validFrom: row.valid_from,
    deadlineAt: row.deadline_at,
    deliveredAt: row.delivered_at as string,
    readAt: row.read_at,
    confirmedAt: row.confirmed_at,
    reminded: row.reminded,
  }
}

const UNREAD = sql<boolean>`r.state = 'delivered'`
const WAITING = sql<boolean>`(r.state IN ('delivered', 'read') AND r.kind <> 'announcement')`

interface Received {
  notice_id: string
  partner_id: string
  state: string
  delivered_at: string
  kind: string
  title: string
}
/** What is unread or waits, found without the notices that are settled. */
const open = () => sql<Received>`inbox_open()`.as<'r'>('r')

/** What my firm has received, newest first. */
export function listInbox(ctx: Ctx, query: InboxQuery) {
  return ctx.read(async (tx) => {
    const counting = tx.db
      .selectFrom(open())
      .select([
        sql<number>`count(*) FILTER (WHERE ${UNREAD})`.as('unread'),
        sql<number>`count(*) FILTER (WHERE ${WAITING})`.as('waiting'),
      ])
      .executeTakeFirstOrThrow()
    const reading = inboxRows(tx)
      .innerJoin(pageOfKeys(tx, query).as('k'), (on) =>
        on.onRef('k.notice_id', '=', 'r.notice_id').onRef('k.partner_id', '=', 'r.partner_id'),
      )
      .orderBy('r.delivered_at', 'desc')
      .orderBy('r.notice_id', 'desc')
      .orderBy('r.partner_id', 'desc')
      .execute()
    const [{ unread, waiting }, rows] = await Promise.all([counting, reading])
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.delivered_at, row.notice_id, row.partner_id],
      shapeItem,
    )
    return { ...page, unread, waiting }
  })
}

function pageOfKeys(tx: Tx, query: InboxQuery) {
  const [at = null, notice = null, partner = null] = decodeCursor(query.cursor, 3) ?? []
  const kinds = query.kind?.length ? query.kind : null
  const like = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const page =
    sql<Received>`inbox_page(${query.limit + 1}, ${kinds}::text[], ${like}, ${at}::timestamptz,
    ${notice}::uuid, ${partner}::uuid)`.as<'r'>('r')
  const keys = tx.db
    .selectFrom(query.only === 'all' ? page : open())
    .select(['r.notice_id', 'r.partner_id'])
    .orderBy('r.delivered_at', 'desc')
    .orderBy('r.notice_id', 'desc')
    .orderBy('r.partner_id', 'desc')
    .limit(query.limit + 1)
  if (query.only === 'all') return keys
  return keys
    .where(query.only === 'unread' ? UNREAD : WAITING)
    .$if(kinds !== null, (q) => q.where('r.kind', 'in', kinds))
    .$if(like !== null, (q) => q.where('r.title', 'ilike', like))
    .$if(at !== null, (q) =>
      q.where(
        sql<boolean>`(r.delivered_at, r.notice_id, r.partner_id) < (${at}::timestamptz, ${notice}::uuid, ${partner}::uuid)`,
      ),
    )
}

export async function readInboxNotice(
  tx: Tx,
  noticeId: string,
  partnerId: string,
): Promise<InboxNotice> {
  const row = found(
    await inboxRows(tx)
      // Policies show the people of my own org only, so nobody else's name can come out.
      .leftJoin(peopleSql().as('reader'), 'reader.id', 'r.read_by')
      .leftJoin(peopleSql().as('confirmer'), 'confirmer.id', 'r.confirmed_by')
      .select(['reader.name as read_by_name', 'confirmer.name as confirmed_by_name'])
      .where('r.notice_id', '=', noticeId)
      .where('r.partner_id', '=', partnerId)
      .executeTakeFirst(),
    'notice',
  )
  const isRecalled = row.state === 'recalled'
  return {
    ...shapeItem(row),
    body: row.body,
    readByName: row.read_by_name,
    confirmedByName: row.confirmed_by_name,
    answer: row.answer,
    recallReason: row.recall_reason,
    // A recalled price must not be traded at, so it is no longer shown.
    prices: isRecalled ? [] : await shapePrices(tx, noticeId, row.seller_id),
    notes: await notesAbove(tx, noticeId, partnerId),
    files: await readFiles(tx, noticeId),
    supersededById: await successorOf(tx, noticeId),
    relay: await myTurn(tx, noticeId, partnerId),
  }
}

/** Notes of the distributors between the lead and this recipient, from the top down. */
async function notesAbove(tx: Tx, noticeId: string, partnerId: string) {
  const { rows } = await sql<{ from_name: string; note: string }>`
    SELECT from_name, note FROM relay_notes_above(${noticeId}, ${partnerId})`.execute(tx.db)
  return rows.map((row) => ({ fromName: row.from_name, note: row.note }))
}

async function successorOf(tx: Tx, noticeId: string): Promise<string | null> {
  const row = await tx.db
    .selectFrom('notices')
    .select('id')
    .where('supersedes_id', '=', noticeId)
    .where('state', 'in', ['sent', 'complete'])
    .executeTakeFirst()
  return row?.id ?? null
}

async function myTurn(tx: Tx, noticeId: string, partnerId: string): Promise<InboxNotice['relay']> {
  const { rows } = await sql<{ due_at: string; relayed_at: string | null; recipients: number }>`
    SELECT l.due_at, l.relayed_at, (SELECT count(*) FROM receipts r WHERE r.notice_id = l.notice_id
      AND r.seller_id = l.partner_id) AS recipients
    FROM relays l WHERE l.notice_id = ${noticeId} AND l.partner_id = ${partnerId}
      AND l.relay_org_id = ${tx.actor.orgId} AND l.opened_at IS NOT NULL`.execute(tx.db)
  const row = rows[0]
  if (!row) return null
  return {
    partnerId,
    dueAt: row.due_at,
    isOpen: row.relayed_at === null,
    recipients: row.recipients,
  }
}

/** Those below me who still owe an answer to what was escalated to me. */
export function listEscalations(ctx: Ctx) {
  return ctx.read(async (tx) => {
    const { rows } = await sql<EscalationRow>`
      SELECT n.id, n.kind, n.title, o.short_name AS from_name, n.deadline_at, count(*) AS waiting,
        (array_agg(p.name ORDER BY p.name))[1:5] AS names
      FROM ${placesSql()} m
      JOIN ${placesSql()} p ON p.parent_id = m.id
      JOIN notices n ON n.chain_id = p.chain_id JOIN ${orgsSql()} o ON o.id = n.org_id
      JOIN receipts r ON r.notice_id = n.id AND r.partner_id = p.id
      WHERE m.partner_org_id = ${tx.actor.orgId} AND n.state IN ('sent', 'complete')
        AND r.escalated_at IS NOT NULL AND r.seller_id = m.id AND r.state IN ('delivered', 'read')
      GROUP BY n.id, o.short_name ORDER BY max(r.escalated_at) DESC LIMIT 50`.execute(tx.db)
    return {
      items: rows.map((row) => ({
        noticeId: row.id,
        kind: row.kind,
        title: row.title,
        fromName: row.from_name,
        deadlineAt: row.deadline_at,
        waiting: row.waiting,
        names: row.names,
      })),
    }
  })
}

interface EscalationRow {
  id: string
  kind: InboxItem['kind']
  title: string
  from_name: string
  deadline_at: string | null
  waiting: number
  names: string[]
}
