import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import { fallDue } from './instalments.ts'
import {
  type LockedLine,
  type LockedOrder,
  lineOf,
  lockRunning,
  readLines,
  recordBoth,
  refusedLine,
} from './locking.ts'
import { readOrder, tellAndRead } from './order-queries.ts'
import type { Order, ProofInput, ShipInput } from './schema.ts'
import { takeFromStock } from './stock.ts'

export interface GoodsFact {
  id: string
  lineId: string
  shipmentId: string | null
  kind: 'shipped' | 'received' | 'short' | 'damaged' | 'over' | 'returned'
  micro: bigint
  lot?: string
  reason?: string
  correctsId?: string
}

/** Writes what happened to goods; the lines' sums follow in the same statement. */
export async function insertFacts(
  tx: Tx,
  order: LockedOrder,
  facts: readonly GoodsFact[],
  at: string,
): Promise<void> {
  if (facts.length === 0) return
  const rows = facts.map((fact) => ({
    id: fact.id,
    org_id: order.sellerOrgId,
    buyer_org_id: order.buyerOrgId,
    order_id: order.id,
    line_id: fact.lineId,
    shipment_id: fact.shipmentId,
    kind: fact.kind,
    quantity: fromMicro(fact.micro),
    lot: fact.lot ?? '',
    reason: fact.reason ?? '',
    corrects_id: fact.correctsId ?? null,
    at,
    recorded_at: tx.now().toISOString(),
    by_org_id: tx.actor.orgId as string,
    by_name: tx.actor.name,
  }))
  await tx.db.insertInto('trade_goods_facts').values(rows).execute()
}

/** Goods leave the seller. More than is open, beyond what the line tolerates, does not leave. */
export function shipGoods(ctx: Ctx, orderId: string, input: ShipInput): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const [order, lines] = await Promise.all([
      lockRunning(tx, orderId, 'seller'),
      readLines(tx, orderId),
    ])
    const at = momentOf(tx, input.shippedAt, 'shippedAt')
    const facts = shippedFacts(lines, input, newId(tx.now().getTime()))
    const shipmentId = facts[0]!.shipmentId as string
    const [no] = await Promise.all([
      insertShipment(tx, order, shipmentId, input, at),
      insertFacts(tx, order, facts, at),
    ])
    await takeFromStock(tx, order, input.stockPlace, facts, lines)
    const first = lines.get(facts[0]!.lineId)!
    recordBoth(tx, order, 'trade.goods_shipped', {
      shipment: no,
      carrier: input.carrier,
      waybill: input.waybill,
      lines: facts.map((fact) => ({
        line: fact.lineId,
        quantity: fromMicro(fact.micro),
        lot: fact.lot,
      })),
      first: first.lineNo,
    })
    await fallDue(tx, orderId)
    return tellAndRead(tx, order, {
      key: `shipment ${shipmentId}`,
      what: 'shipped',
      reason: [input.carrier, input.waybill].filter(Boolean).join(' '),
    })
  })
}

function shippedFacts(
  lines: ReadonlyMap<string, LockedLine>,
  input: ShipInput,
  shipmentId: string,
): GoodsFact[] {
  const sent = new Map<string, bigint>()
  return input.lines.map(({ lineId, quantity, lot }, at) => {
    const line = lineOf(lines, lineId, at)
    if (line.kind === 'service') throw refusedLine(at, 'lineId', 'service_not_shipped')
    const micro = toMicro(quantity)
    const before = sent.get(lineId) ?? 0n
    sent.set(lineId, before + micro)
    const most = mostOf(line) + line.owedAgain - line.shipped - before
    if (micro > most)
      throw refusedLine(at, 'quantity', 'over_delivery', { most: fromMicro(most > 0n ? most : 0n) })
    return { id: newId(), lineId, shipmentId, kind: 'shipped' as const, micro, lot }
  })
}

/** What may be delivered of a line in all: what is agreed, and the tolerance above it. */
export function mostOf(line: Pick<LockedLine, 'quantity' | 'overBp'>): bigint {
  return (line.quantity * BigInt(10_000 + line.overBp)) / 10_000n
}

const AHEAD_MS = 5 * 60_000
/** When it happened: now, or earlier; clocks of phones run a little ahead. */
export function momentOf(tx: Tx, told: string | undefined, field: string): string {
  const now = tx.now()
  if (told === undefined) return now.toISOString()
  const ms = Date.parse(told)
  if (ms > now.getTime() + AHEAD_MS) throw badField(field, 'in_future', 'That is still to come')
  return new Date(ms).toISOString()
}

async function insertShipment(
  tx: Tx,
  order: LockedOrder,
  id: string,
  input: ShipInput,
  at: string,
): Promise<number> {
  const { no } = await tx.db
    .insertInto('trade_shipments')
    .values({
      id,
      org_id: order.sellerOrgId,
      buyer_org_id: order.buyerOrgId,
      order_id: order.id,
      no: sql`(SELECT coalesce(max(s.no), 0) + 1 FROM trade_shipments s WHERE s.order_id = ${order.id})`,
      carrier: input.carrier,
      waybill: input.waybill,
      packages: input.packages,
      note: input.note,
      shipped_at: at,
      by_name: tx.actor.name,
    })
    .returning('no')
    .executeTakeFirstOrThrow()
  return no
}

/** Either side keeps what shows that a shipment was handed over: a photo, a signed slip, a name. */
export function proveDelivery(
  ctx: Ctx,
  orderId: string,
  shipmentId: string,
  input: ProofInput,
): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockRunning(tx, orderId, 'both')
    const shipment = found(await findShipment(tx, orderId, shipmentId), 'shipment')
    if (input.fileId) await requireMyFile(tx, input.fileId)
    await tx.db
      .insertInto('trade_delivery_proofs')
      .values({
        id: newId(tx.now().getTime()),
        org_id: order.sellerOrgId,
        buyer_org_id: order.buyerOrgId,
        order_id: orderId,
        shipment_id: shipmentId,
        file_id: input.fileId,
        signed_by: input.signedBy,
        signed_at: momentOf(tx, input.signedAt, 'signedAt'),
        note: input.note,
        by_org_id: tx.actor.orgId as string,
        by_name: tx.actor.name,
        at: tx.now().toISOString(),
      })
      .execute()
    recordBoth(tx, order, 'trade.delivery_proved', { shipment: shipment.no, by: input.signedBy })
    return readOrder(tx, orderId)
  })
}

export function findShipment(tx: Tx, orderId: string, id: string) {
  return tx.db
    .selectFrom('trade_shipments')
    .select(['id', 'no'])
    .where('id', '=', id)
    .where('order_id', '=', orderId)
    .executeTakeFirst()
}

async function requireMyFile(tx: Tx, id: string): Promise<void> {
  const file = await tx.db
    .selectFrom('files')
    .select('media_type')
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .executeTakeFirst()
  if (!file) throw badField('fileId', 'not_found', 'Upload the file first')
  if (!/^(image\/|application\/pdf)/.test(file.media_type))
    throw new AppError('bad_input', {
      errors: [{ field: 'fileId', code: 'not_a_picture', message: 'A picture or a PDF' }],
    })
}
