import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { orgsSql } from '../identity/index.ts'
import { lockMyShare } from './answers.ts'
import { hintProduction } from './group.ts'
import { fromMilli, toMilli } from './quantity.ts'
import type { Handover, HandoverInput, ReceiveInput } from './schema.ts'

interface Sending {
  leadId: string
  orderId: string
  orderCode: string
  toName: string
}

/** Goods leave for another party of the order: from the lead, or from whoever has a share in it. */
export function sendGoods(ctx: Ctx, input: HandoverInput): Promise<Handover> {
  return ctx.transaction(async (tx) => {
    const me = tx.actor.orgId as string
    if (input.toOrgId === me) throw badField('toOrgId', 'to_self', 'Goods go to somebody else')
    const sending = input.shareId
      ? await fromShare(tx, input.shareId, input.toOrgId)
      : await fromLead(tx, input.orderId, input.toOrgId)
    const id = newId()
    await tx.db
      .insertInto('handovers')
      .values({
        id,
        org_id: sending.leadId,
        order_id: sending.orderId,
        order_code: sending.orderCode,
        from_org_id: me,
        from_name: await nameOf(tx, me),
        to_org_id: input.toOrgId,
        to_name: sending.toName,
        item: input.item,
        unit: input.unit,
        sent_milli: toMilli(input.quantity),
        sent_at: tx.now().toISOString(),
        sent_by: tx.actor.name,
      })
      .execute()
    record(tx, 'production.goods_sent', `handover:${id}`, {
      order: sending.orderCode,
      to: sending.toName,
      item: input.item,
      quantity: input.quantity,
    })
    await hintProduction(tx, me, input.toOrgId, sending.leadId)
    return readHandover(tx, id)
  })
}

async function fromShare(tx: Tx, shareId: string, toOrgId: string): Promise<Sending> {
  const share = await lockMyShare(tx, shareId)
  const { rows } = await sql<{ org_id: string; name: string }>`
    SELECT org_id, name FROM share_next_parties(${shareId})`.execute(tx.db)
  const to = rows.find((row) => row.org_id === toOrgId)
  if (!to) throw badField('toOrgId', 'not_next', 'Does not come next in this order')
  return {
    leadId: share.org_id,
    orderId: share.order_id,
    orderCode: share.order_code,
    toName: to.name,
  }
}

async function fromLead(tx: Tx, orderId: string | undefined, toOrgId: string): Promise<Sending> {
  if (orderId === undefined) throw badField('orderId', 'required', 'Which order are the goods for?')
  const order = found(
    await tx.db
      .selectFrom('production_orders')
      .select(['id', 'org_id', 'code'])
      .where('id', '=', orderId)
      .where('org_id', '=', tx.actor.orgId as string)
      .executeTakeFirst(),
    'production_order',
  )
  const party = await tx.db
    .selectFrom('shares')
    .select('id')
    .where('order_id', '=', orderId)
    .where('assignee_org_id', '=', toOrgId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (!party) throw badField('toOrgId', 'not_next', 'Has no share in this order')
  return {
    leadId: order.org_id,
    orderId: order.id,
    orderCode: order.code,
    toName: await nameOf(tx, toOrgId),
  }
}

async function nameOf(tx: Tx, orgId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    SELECT short_name AS name FROM ${orgsSql()} o WHERE id = ${orgId}`.execute(tx.db)
  return found(rows[0], 'org').name
}

/** Goods have arrived: what was counted stands beside what was sent, and the difference is open to both. */
export function receiveGoods(ctx: Ctx, id: string, input: ReceiveInput): Promise<Handover> {
  return ctx.transaction(async (tx) => {
    const me = tx.actor.orgId as string
    const row = found(
      await tx.db
        .selectFrom('handovers')
        .select(['id', 'org_id', 'from_org_id', 'order_code', 'received_at', 'sent_milli'])
        .where('id', '=', id)
        .where('to_org_id', '=', me)
        .forUpdate()
        .executeTakeFirst(),
      'handover',
    )
    if (row.received_at !== null) throw new AppError('already_done', { reason: 'received' })
    const received_milli = toMilli(input.quantity)
    await tx.db
      .updateTable('handovers')
      .set({
        received_milli,
        received_at: tx.now().toISOString(),
        received_by: tx.actor.name,
        note: input.note,
      })
      .where('id', '=', id)
      .execute()
    record(tx, 'production.goods_received', `handover:${id}`, {
      order: row.order_code,
      received: input.quantity,
      difference: fromMilli(received_milli - row.sent_milli),
    })
    await hintProduction(tx, me, row.from_org_id, row.org_id)
    return readHandover(tx, id)
  })
}

/** Goods on the way and arrived: to the lead all of its orders, to a factory what it sent or receives. */
export function listHandovers(ctx: Ctx, query: { orderId?: string | undefined; open: boolean }) {
  return ctx.read(async (tx) => {
    const parts = [sql`true`]
    if (query.orderId) parts.push(sql`h.order_id = ${query.orderId}`)
    if (query.open) parts.push(sql`h.received_at IS NULL AND h.to_org_id = ${tx.actor.orgId}`)
    return { items: await selectHandovers(tx, sql.join(parts, sql` AND `)) }
  })
}

async function readHandover(tx: Tx, id: string): Promise<Handover> {
  return found((await selectHandovers(tx, sql`h.id = ${id}`))[0], 'handover')
}

interface HandoverRow {
  id: string
  order_code: string
  from_org_id: string
  from_name: string
  to_org_id: string
  to_name: string
  item: string
  unit: string
  sent_milli: number
  sent_at: string
  sent_by: string
  received_milli: number | null
  received_at: string | null
  received_by: string | null
  note: string
}

async function selectHandovers(tx: Tx, where: RawBuilder<unknown>): Promise<Handover[]> {
  const me = tx.actor.orgId
  const { rows } = await sql<HandoverRow>`SELECT h.* FROM handovers h
    WHERE ${me} IN (h.org_id, h.from_org_id, h.to_org_id) AND ${where}
    ORDER BY h.sent_at DESC, h.id LIMIT 500`.execute(tx.db)
  return rows.map((row) => ({
    id: row.id,
    orderCode: row.order_code,
    from: { id: row.from_org_id, name: row.from_name },
    to: { id: row.to_org_id, name: row.to_name },
    item: row.item,
    unit: row.unit,
    sent: fromMilli(row.sent_milli),
    sentAt: row.sent_at,
    sentBy: row.sent_by,
    received: row.received_milli === null ? null : fromMilli(row.received_milli),
    receivedAt: row.received_at,
    receivedBy: row.received_by,
    difference: row.received_milli === null ? null : fromMilli(row.received_milli - row.sent_milli),
    note: row.note,
    isMine: row.to_org_id === me,
  }))
}
