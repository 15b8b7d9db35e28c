import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import { fallDue } from './instalments.ts'
import {
  type LockedOrder,
  lineOf,
  lockRunning,
  readLines,
  recordBoth,
  refusedLine,
} from './locking.ts'
import { readOrder } from './order-queries.ts'
import { type ReadFact, readFact, readFacts } from './receiving.ts'
import type { CorrectInput, Order, TakeBackInput } from './schema.ts'
import { type GoodsFact, insertFacts } from './shipping.ts'
import { putIntoStock, undoStock } from './stock.ts'

/** The seller has returned goods in hand again: at most what was agreed to come back. */
export function takeBack(ctx: Ctx, orderId: string, input: TakeBackInput): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockRunning(tx, orderId, 'seller')
    const lines = await readLines(tx, orderId)
    if (new Set(input.lines.map((line) => line.lineId)).size < input.lines.length)
      throw badField('lines', 'line_twice', 'A line is named once')
    const facts = input.lines.map(({ lineId, quantity }, at): GoodsFact => {
      const line = lineOf(lines, lineId, at)
      const micro = toMicro(quantity)
      const most = line.comingBack - line.returned
      if (micro > most)
        throw refusedLine(at, 'quantity', 'return_not_agreed', { most: fromMicro(most) })
      return { id: newId(), lineId, shipmentId: null, kind: 'returned', micro }
    })
    await insertFacts(tx, order, facts, tx.now().toISOString())
    const restocked = facts.filter((_, i) => input.lines[i]!.isRestocked)
    await putIntoStock(tx, order, input.stockPlace, restocked, lines)
    recordBoth(tx, order, 'trade.goods_returned', {
      lines: facts.map((fact) => ({ line: fact.lineId, quantity: fromMicro(fact.micro) })),
    })
    await fallDue(tx, orderId)
    return readOrder(tx, orderId)
  })
}

/**
 * What was recorded wrongly is taken back by a further fact, by the side that recorded it. A count is taken back
 * as a whole, since what is good, short and over were found together.
 */
export function correctFact(ctx: Ctx, orderId: string, input: CorrectInput): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const order = await lockRunning(tx, orderId, 'both')
    const fact = found(await readFact(tx, orderId, input.factId), 'fact')
    const isSellers = fact.kind === 'shipped' || fact.kind === 'returned'
    if (isSellers !== order.isSeller) throw new AppError('refused', { reason: 'not_your_fact' })
    if (fact.is_corrected || fact.corrects_id)
      throw new AppError('already_done', { reason: 'corrected_already' })
    const taken = await takenBackWith(tx, fact)
    if (taken.some((one) => one.is_settled))
      throw new AppError('wrong_state', { reason: 'settled_already' })
    if (!isSellers) await requireNotReturned(tx, order, fact, taken)
    await insertFacts(
      tx,
      order,
      taken.map((one) => reversed(one, input.reason)),
      tx.now().toISOString(),
    )
    if (isSellers) await undoStock(tx, order, fact.id)
    recordBoth(tx, order, 'trade.goods_corrected', {
      fact: fact.id,
      kind: fact.kind,
      reason: input.reason,
    })
    await fallDue(tx, orderId)
    return readOrder(tx, orderId)
  })
}

async function takenBackWith(tx: Tx, fact: ReadFact): Promise<ReadFact[]> {
  if (fact.kind === 'returned') return [fact]
  const beside = await readFacts(
    tx,
    sql`f.shipment_id = ${fact.shipment_id} AND f.line_id = ${fact.line_id} AND f.corrects_id IS NULL`,
  )
  const counts = beside.filter((one) => one.kind !== 'shipped' && !one.is_corrected)
  if (fact.kind !== 'shipped') return counts
  if (counts.length > 0) throw new AppError('wrong_state', { reason: 'received_already' })
  return [fact]
}

async function requireNotReturned(
  tx: Tx,
  order: LockedOrder,
  fact: ReadFact,
  taken: readonly ReadFact[],
): Promise<void> {
  const line = (await readLines(tx, order.id)).get(fact.line_id)!
  const good = taken.find((one) => one.kind === 'received')
  if (good && line.received - toMicro(good.quantity) < line.comingBack)
    throw new AppError('wrong_state', { reason: 'returned_already' })
}

function reversed(fact: ReadFact, reason: string): GoodsFact {
  return {
    id: newId(),
    lineId: fact.line_id,
    shipmentId: fact.shipment_id,
    kind: fact.kind,
    micro: -toMicro(fact.quantity),
    lot: fact.lot,
    reason,
    correctsId: fact.id,
  }
}
