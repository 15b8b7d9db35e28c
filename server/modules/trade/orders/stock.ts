import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { productRows } from '../catalogue/product-rows.ts'
import { toBaseMicro } from '../catalogue/units.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import type { LockedLine, LockedOrder } from './locking.ts'
import type { StockInput } from './schema.ts'
import type { GoodsFact } from './shipping.ts'

interface Move {
  productId: string
  micro: bigint
  goodsFactId: string
  at: number
}

/** Goods that are counted leave the stock as they are shipped; what is not there cannot leave. */
export async function takeFromStock(
  tx: Tx,
  order: LockedOrder,
  place: string,
  facts: readonly GoodsFact[],
  lines: ReadonlyMap<string, LockedLine>,
): Promise<void> {
  const moves = await countedMoves(tx, facts, lines)
  const onHand = await lockStock(tx, place, moves)
  for (const { productId, micro, at } of moves) {
    const left = (onHand.get(productId) ?? 0n) - micro
    if (left < 0n) {
      const there = fromMicro(onHand.get(productId) ?? 0n)
      throw new AppError('refused', {
        reason: 'not_enough_stock',
        data: { onHand: there, place },
        errors: [
          {
            field: `lines.${at}.quantity`,
            code: 'not_enough_stock',
            message: 'Not that much there',
          },
        ],
      })
    }
    onHand.set(productId, left)
  }
  await insertStock(tx, order, place, moves, -1n)
}

export async function putIntoStock(
  tx: Tx,
  order: LockedOrder,
  place: string,
  facts: readonly GoodsFact[],
  lines: ReadonlyMap<string, LockedLine>,
): Promise<void> {
  const moves = await countedMoves(tx, facts, lines)
  await insertStock(tx, order, place, moves, 1n)
}

/** What a corrected fact took or brought goes back. */
export async function undoStock(tx: Tx, order: LockedOrder, goodsFactId: string): Promise<void> {
  const moved = await tx.db
    .selectFrom('trade_stock_facts')
    .select(['product_id', 'place', 'quantity'])
    .where('goods_fact_id', '=', goodsFactId)
    .where('org_id', '=', order.sellerOrgId)
    .execute()
  for (const { product_id: productId, place, quantity } of moved) {
    const isOut = quantity.startsWith('-')
    const micro = toMicro(quantity.replace('-', ''))
    const move = { productId, micro, goodsFactId, at: 0 }
    const onHand = await lockStock(tx, place, [move])
    if (!isOut && (onHand.get(productId) ?? 0n) < micro)
      throw new AppError('refused', { reason: 'not_enough_stock' })
    await insertStock(tx, order, place, [move], isOut ? 1n : -1n)
  }
}

/** Only products that somebody has counted once are counted on. */
async function countedMoves(
  tx: Tx,
  facts: readonly GoodsFact[],
  lines: ReadonlyMap<string, LockedLine>,
): Promise<Move[]> {
  const named = facts.flatMap((fact, at) => {
    const { productId, unit } = lines.get(fact.lineId)!
    return productId ? [{ productId, unit, fact, at }] : []
  })
  const ids = [...new Set(named.map((one) => one.productId))]
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT product_id AS id FROM trade_stock
    WHERE org_id = ${tx.actor.orgId} AND product_id = ANY(${ids}::uuid[])`.execute(tx.db)
  const counted = new Set(rows.map((row) => row.id))
  const products = await productRows(tx, [...counted])
  return named.flatMap(({ productId, unit, fact, at }) => {
    const product = products.get(productId)
    if (!product) return []
    const micro = toBaseMicro(product, fromMicro(fact.micro), unit, `lines.${at}.`)
    return [{ productId, micro, goodsFactId: fact.id, at }]
  })
}

async function lockStock(
  tx: Tx,
  place: string,
  moves: readonly { productId: string }[],
): Promise<Map<string, bigint>> {
  const ids = [...new Set(moves.map((move) => move.productId))]
  const { rows } = await sql<{ id: string; micro: string }>`
    SELECT product_id AS id, (on_hand * 1000000)::bigint::text AS micro FROM trade_stock
    WHERE org_id = ${tx.actor.orgId} AND place = ${place} AND product_id = ANY(${ids}::uuid[])
    ORDER BY product_id FOR UPDATE`.execute(tx.db)
  return new Map(rows.map((row) => [row.id, BigInt(row.micro)]))
}

async function insertStock(
  tx: Tx,
  order: LockedOrder,
  place: string,
  moves: readonly Move[],
  sign: 1n | -1n,
): Promise<void> {
  if (moves.length === 0) return
  const now = tx.now()
  await tx.db
    .insertInto('trade_stock_facts')
    .values(
      moves.map((move) => ({
        id: newId(now.getTime()),
        org_id: tx.actor.orgId as string,
        product_id: move.productId,
        place,
        kind: sign > 0n ? 'in' : 'out',
        quantity: fromMicro(sign * move.micro),
        order_id: order.id,
        goods_fact_id: move.goodsFactId,
        at: now.toISOString(),
        by_name: tx.actor.name,
      })),
    )
    .execute()
}

/** What came in, went out, or was counted. The first count of a product begins its stock. */
export function moveStock(ctx: Ctx, input: StockInput) {
  return ctx.transaction(async (tx) => {
    const product = (await productRows(tx, [input.productId])).get(input.productId)
    if (!product) throw badField('productId', 'not_found', 'No such product')
    if (product.kind === 'service') throw badField('productId', 'service', 'A service has no stock')
    const micro = toBaseMicro(product, input.quantity, product.unit)
    if (micro === 0n && input.kind !== 'adjust')
      throw badField('quantity', 'above_zero', 'More than nothing')
    // A product that is counted for the first time has no row to wait for.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${input.productId} ${input.place}`}, 0))`.execute(
      tx.db,
    )
    const onHand = (await lockStock(tx, input.place, [input])).get(input.productId) ?? 0n
    if (input.kind === 'out' && micro > onHand)
      throw new AppError('refused', {
        reason: 'not_enough_stock',
        data: { onHand: fromMicro(onHand), place: input.place },
        errors: [{ field: 'quantity', code: 'not_enough_stock', message: 'Not that much there' }],
      })
    const moved = { in: micro, out: -micro, adjust: micro - onHand }[input.kind]
    await tx.db
      .insertInto('trade_stock_facts')
      .values({
        id: newId(tx.now().getTime()),
        org_id: tx.actor.orgId as string,
        product_id: input.productId,
        place: input.place,
        kind: input.kind,
        quantity: fromMicro(moved),
        note: input.note,
        at: tx.now().toISOString(),
        by_name: tx.actor.name,
      })
      .execute()
    record(tx, 'trade.stock_moved', `product:${input.productId}`, { ...input })
    const rows = await readStock(tx, input.productId)
    return found(
      rows.find((row) => row.place === input.place),
      'stock',
    )
  })
}

export function listStock(ctx: Ctx, productId?: string) {
  return ctx.read(async (tx) => ({ items: await readStock(tx, productId) }))
}

async function readStock(tx: Tx, productId?: string) {
  const one = productId ? sql`s.product_id = ${productId}` : sql`true`
  const { rows } = await sql<{
    productId: string
    name: string
    unit: string
    place: string
    onHand: string
    changedAt: string
  }>`SELECT s.product_id AS "productId", p.name, p.unit, s.place, trim_scale(s.on_hand)::text AS "onHand",
      s.changed_at AS "changedAt"
    FROM trade_stock s JOIN products p ON p.id = s.product_id
    WHERE s.org_id = ${tx.actor.orgId} AND ${one} ORDER BY p.name, s.place LIMIT 2000`.execute(
    tx.db,
  )
  return rows
}
