import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import { orgsSql } from '../identity/index.ts'
import { sellingPrices } from '../trade/index.ts'
import type { Markup } from '../trade/schema.ts'
import { shapePrices } from './notice-queries.ts'
import type { Relay } from './schema.ts'

interface RelayListRow {
  notice_id: string
  partner_id: string
  org_id: string
  title: string
  kind: Relay['kind']
  from_name: string
  note: string
  markup_kind: Markup['kind'] | null
  markup_value: number | null
  opened_at: string
  due_at: string
  relayed_at: string | null
  recipients: number
  seller_id: string | null
  version: number
}

async function relayRows(tx: Tx, noticeId?: string, partnerId?: string): Promise<RelayListRow[]> {
  const one = noticeId ? sql`AND l.notice_id = ${noticeId} AND l.partner_id = ${partnerId}` : sql``
  const { rows } = await sql<RelayListRow>`
    SELECT l.notice_id, l.partner_id, l.org_id, n.title, n.kind, o.short_name AS from_name, l.note,
      l.kind AS markup_kind, l.value AS markup_value, l.opened_at, l.due_at, l.relayed_at, l.version,
      (SELECT count(*) FROM receipts r WHERE r.notice_id = l.notice_id AND r.seller_id = l.partner_id)
        AS recipients,
      (SELECT r.seller_id FROM receipts r WHERE r.notice_id = l.notice_id AND r.partner_id = l.partner_id)
        AS seller_id
    FROM relays l JOIN notices n ON n.id = l.notice_id JOIN ${orgsSql()} o ON o.id = n.org_id
    WHERE l.relay_org_id = ${tx.actor.orgId} AND l.opened_at IS NOT NULL ${one}
    ORDER BY l.relayed_at IS NOT NULL, l.due_at DESC LIMIT 100`.execute(tx.db)
  return rows
}

async function shapeRelay(tx: Tx, row: RelayListRow): Promise<Relay> {
  const markup =
    row.markup_kind === null ? null : ({ kind: row.markup_kind, value: row.markup_value } as Markup)
  const buying = row.seller_id ? await shapePrices(tx, row.notice_id, row.seller_id) : []
  const selling = await sellingPrices(tx, row.partner_id, buying, markup)
  return {
    noticeId: row.notice_id,
    partnerId: row.partner_id,
    title: row.title,
    kind: row.kind,
    fromName: row.from_name,
    note: row.note,
    markup,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    relayedAt: row.relayed_at,
    recipients: row.recipients,
    limit: selling.limit,
    prices: buying.map((line, i) => ({ ...line, sellsAtMinor: selling.prices[i]! })),
    version: row.version,
  }
}

/** My turns: those that wait for me first. */
export function listRelays(ctx: Ctx): Promise<{ items: Relay[] }> {
  return ctx.read(async (tx) => {
    const items: Relay[] = []
    for (const row of await relayRows(tx)) items.push(await shapeRelay(tx, row))
    return { items }
  })
}

export function getRelay(ctx: Ctx, noticeId: string, partnerId: string): Promise<Relay> {
  return ctx.read((tx) => readRelay(tx, noticeId, partnerId))
}

export async function readRelay(tx: Tx, noticeId: string, partnerId: string): Promise<Relay> {
  const rows = await relayRows(tx, noticeId, partnerId)
  return shapeRelay(tx, found(rows[0], 'relay'))
}
