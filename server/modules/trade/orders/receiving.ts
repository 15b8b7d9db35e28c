import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import { fallDue } from './instalments.ts'
import {
  type LockedLine,
  lineOf,
  lockRunning,
  readLines,
  recordBoth,
  refusedLine,
} from './locking.ts'
import { readOrder, tellAndRead } from './order-queries.ts'
import type { Order, ReceiveInput, SettleInput } from './schema.ts'
import { findShipment, type GoodsFact, insertFacts, momentOf, mostOf } from './shipping.ts'

/**
 * The buyer counts a shipment. What is missing of what was sent is short, what was not sent is over; a line of a
 * shipment is counted once, until that is corrected.
 */
export function receiveGoods(
  ctx: Ctx,
  orderId: string,
  shipmentId: string,
  input: ReceiveInput,
): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockRunning(tx, orderId, 'buyer')
    const shipment = found(await findShipment(tx, orderId, shipmentId), 'shipment')
    const at = momentOf(tx, input.receivedAt, 'receivedAt')
    const lines = await readLines(tx, orderId)
    const sent = await readSent(tx, shipmentId)
    const facts = input.lines.flatMap((counted, i) =>
      countedFacts(
        lineOf(lines, counted.lineId, i),
        sent.get(counted.lineId),
        counted,
        i,
        shipmentId,
      ),
    )
    if (new Set(input.lines.map((line) => line.lineId)).size < input.lines.length)
      throw badField('lines', 'line_twice', 'A line is named once')
    await insertFacts(tx, order, facts, at)
    const differences = facts.filter((fact) => fact.kind !== 'received')
    recordBoth(tx, order, 'trade.goods_received', {
      shipment: shipment.no,
      lines: facts.map((fact) => ({
        line: fact.lineId,
        kind: fact.kind,
        quantity: fromMicro(fact.micro),
        reason: fact.reason,
      })),
    })
    await fallDue(tx, orderId)
    return tellAndRead(tx, order, {
      key: `receipt ${facts[0]?.id ?? shipmentId}`,
      what: differences.length > 0 ? 'differs' : 'received',
    })
  })
}

interface Sent {
  shipped: bigint
  isCounted: boolean
}

/** What a shipment carries of each line, less what was corrected, and whether it was counted. */
async function readSent(tx: Tx, shipmentId: string): Promise<Map<string, Sent>> {
  const { rows } = await sql<{ line_id: string; shipped: string; counted: boolean }>`
    SELECT f.line_id, (coalesce(sum(quantity) FILTER (WHERE kind = 'shipped'), 0) * 1000000)::bigint::text AS shipped,
      bool_or(kind <> 'shipped' AND corrects_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM trade_goods_facts c WHERE c.corrects_id = f.id)) AS counted
    FROM trade_goods_facts f WHERE f.shipment_id = ${shipmentId} GROUP BY f.line_id`.execute(tx.db)
  return new Map(
    rows.map((row) => [row.line_id, { shipped: BigInt(row.shipped), isCounted: row.counted }]),
  )
}

function countedFacts(
  line: LockedLine,
  sent: Sent | undefined,
  counted: ReceiveInput['lines'][number],
  at: number,
  shipmentId: string,
): GoodsFact[] {
  if (!sent || sent.shipped === 0n) throw refusedLine(at, 'lineId', 'not_in_shipment')
  if (sent.isCounted) throw new AppError('already_done', { reason: 'received_already' })
  const good = toMicro(counted.good)
  const damaged = toMicro(counted.damaged)
  const more = good + damaged - sent.shipped
  const most = mostOf(line) - line.received
  if (good > most)
    throw refusedLine(at, 'good', 'over_delivery', { most: fromMicro(most > 0n ? most : 0n) })
  if (more !== 0n || damaged > 0n) {
    if (counted.reason === '') throw badField(`lines.${at}.reason`, 'reason_needed', 'Say why')
  }
  const fact = (kind: GoodsFact['kind'], micro: bigint): GoodsFact[] =>
    micro > 0n
      ? [
          {
            id: newId(),
            lineId: line.id,
            shipmentId,
            kind,
            micro,
            reason: kind === 'received' ? '' : counted.reason,
          },
        ]
      : []
  return [
    ...fact('received', good),
    ...fact('damaged', damaged),
    ...fact('over', more),
    ...fact('short', -more),
  ]
}

/** By which words a side may end which difference: each gives up only what is its own. */
export const WAYS = {
  seller: { short: ['redeliver', 'credit'], damaged: ['redeliver', 'credit'], over: ['gift'] },
  buyer: { short: ['waive'], damaged: ['waive'], over: ['keep'] },
} as const

export function settleDifference(ctx: Ctx, orderId: string, input: SettleInput): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockRunning(tx, orderId, 'both')
    const fact = found(await readFact(tx, orderId, input.factId), 'difference')
    if (!(fact.kind in WAYS.seller) || fact.corrects_id || fact.is_corrected)
      throw new AppError('wrong_state', { reason: 'no_difference' })
    if (fact.is_settled) throw new AppError('already_done', { reason: 'settled_already' })
    const ways: readonly string[] =
      WAYS[order.isSeller ? 'seller' : 'buyer'][fact.kind as keyof typeof WAYS.seller]
    if (!ways.includes(input.how))
      throw new AppError('refused', { reason: 'not_yours_to_give', data: { ways } })
    await tx.db
      .insertInto('trade_settlements')
      .values({
        fact_id: input.factId,
        org_id: order.sellerOrgId,
        buyer_org_id: order.buyerOrgId,
        order_id: orderId,
        line_id: fact.line_id,
        how: input.how,
        quantity: fact.quantity,
        note: input.note,
        at: tx.now().toISOString(),
        by_org_id: tx.actor.orgId as string,
        by_name: tx.actor.name,
      })
      .execute()
    recordBoth(tx, order, 'trade.difference_settled', { fact: input.factId, how: input.how })
    await fallDue(tx, orderId)
    return readOrder(tx, orderId)
  })
}

export interface ReadFact {
  id: string
  line_id: string
  shipment_id: string | null
  kind: GoodsFact['kind']
  quantity: string
  lot: string
  corrects_id: string | null
  is_corrected: boolean
  is_settled: boolean
}

export async function readFact(tx: Tx, orderId: string, id: string): Promise<ReadFact | undefined> {
  return (await readFacts(tx, sql`f.order_id = ${orderId} AND f.id = ${id}`))[0]
}

export async function readFacts(tx: Tx, where: ReturnType<typeof sql>): Promise<ReadFact[]> {
  const { rows } = await sql<ReadFact>`SELECT f.id, f.line_id, f.shipment_id, f.kind,
      trim_scale(f.quantity)::text AS quantity, f.lot, f.corrects_id,
      EXISTS (SELECT 1 FROM trade_goods_facts c WHERE c.corrects_id = f.id) AS is_corrected,
      EXISTS (SELECT 1 FROM trade_settlements s WHERE s.fact_id = f.id) AS is_settled
    FROM trade_goods_facts f WHERE ${where} ORDER BY f.recorded_at, f.id`.execute(tx.db)
  return rows
}
