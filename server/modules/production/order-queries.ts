import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { found } from '../../platform/errors.ts'
import { conversationOf } from '../messaging/index.ts'
import { getLedChain, likeText, placesSql } from '../network/index.ts'
import { subjectOf } from './group.ts'
import { completionOf } from './progress.ts'
import type { Order, OrderQuery, OrderRow } from './schema.ts'
import { shapeOrder, shapeRow } from './shapes.ts'
import { type ReadOrder, readOrders } from './states.ts'

export function getOrder(ctx: Ctx, id: string): Promise<Order> {
  return ctx.read((tx) => readOrder(tx, id))
}

export async function readOrder(tx: Tx, id: string): Promise<Order> {
  const order = found((await readOrders(tx, sql`o.id = ${id}`))[0], 'production_order')
  const open = await openWarnings(tx, [id])
  const conversationId = await conversationOf(tx, tx.actor.orgId as string, subjectOf(id))
  return shapeOrder(order, { openWarnings: open.get(id) ?? 0, conversationId }, tx.now().getTime())
}

/** The lead's orders: those that run by their due date, all others the last first. */
export function listOrders(ctx: Ctx, query: OrderQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const isOver = query.state !== 'running'
    const key = isOver ? sql`o.created_at` : sql`o.due_at`
    const parts = [...filterOf(query)]
    const total = await countOrders(tx, parts)
    if (after) {
      const from = sql`(${String(after[0])}::timestamptz, ${String(after[1])}::uuid)`
      parts.push(isOver ? sql`(${key}, o.id) < ${from}` : sql`(${key}, o.id) > ${from}`)
    }
    const direction = isOver ? sql`DESC` : sql``
    const orders = await readOrders(
      tx,
      sql.join(parts, sql` AND `),
      sql`ORDER BY ${key} ${direction}, o.id ${direction} LIMIT ${query.limit + 1}`,
    )
    const rows = await shapeRows(tx, orders)
    const cursorOf = (row: OrderRow) => [isOver ? row.createdAt : row.dueAt, row.id]
    return { ...pageOf(rows, query.limit, cursorOf, (row) => row), total }
  })
}

function filterOf({ chainId, state, q }: OrderQuery): RawBuilder<unknown>[] {
  const parts = [sql`true`]
  if (chainId) parts.push(sql`o.chain_id = ${chainId}`)
  if (state !== 'all') parts.push(sql`o.state = ${state}`)
  if (q) {
    const like = `%${likeText(q)}%`
    parts.push(sql`(o.code ILIKE ${like} OR o.product_name ILIKE ${like})`)
  }
  return parts
}

async function countOrders(tx: Tx, parts: RawBuilder<unknown>[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) FROM production_orders o
    WHERE o.org_id = ${tx.actor.orgId} AND ${sql.join(parts, sql` AND `)}`.execute(tx.db)
  return rows[0]!.count
}

/** How far orders of mine are, as trade shows it beside what they are made for; null is unknown. */
export async function progressOf(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { state: Order['state']; progress: number | null }>> {
  const orders = await readOrders(tx, sql`o.id = ANY(${ids}::uuid[])`)
  return new Map(
    orders.map((order) => {
      const shares = order.steps.flatMap((step) => step.shares)
      const { actual } = completionOf(shares, tx.now().getTime())
      return [order.id, { state: order.state, progress: order.state === 'done' ? 1 : actual }]
    }),
  )
}

export async function shapeRows(tx: Tx, orders: readonly ReadOrder[]): Promise<OrderRow[]> {
  const open = await openWarnings(
    tx,
    orders.map((order) => order.id),
  )
  const nowMs = tx.now().getTime()
  return orders.map((order) => shapeRow(order, { openWarnings: open.get(order.id) ?? 0 }, nowMs))
}

/** How many warnings stand open on each order. */
async function openWarnings(tx: Tx, orderIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ order_id: string; count: number }>`
    SELECT order_id, count(*) FROM warnings
    WHERE order_id = ANY(${orderIds}::uuid[]) AND cleared_at IS NULL GROUP BY order_id`.execute(
    tx.db,
  )
  return new Map(rows.map((row) => [row.order_id, row.count]))
}

/** The firms of a chain that have joined, suppliers first. */
export function listParties(ctx: Ctx, chainId: string) {
  return ctx.read(async (tx) => {
    await getLedChain(tx, chainId)
    const { rows } = await sql<{ id: string; name: string; kind: string }>`
      SELECT p.partner_org_id AS id, min(p.name) AS name, min(p.kind) AS kind FROM ${placesSql()} p
      WHERE p.chain_id = ${chainId} AND p.status = 'joined'
      GROUP BY 1 ORDER BY min(p.side) DESC, min(p.kind), min(p.name) LIMIT 1000`.execute(tx.db)
    return { items: rows }
  })
}
