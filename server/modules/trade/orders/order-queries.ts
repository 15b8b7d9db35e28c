import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { found } from '../../../platform/errors.ts'
import { conversationSql } from '../../messaging/index.ts'
import { likeText } from '../../network/index.ts'
import { moneyOfLines } from '../money/lines.ts'
import { differencesFor, type MadeFor, readOrderParts } from './order-parts.ts'
import { exceptionsSql, informationSql, linesSql } from './order-sql.ts'
import type { Arrivals, ExceptionKind, Order, OrderExport, OrderQuery, OrderRow } from './schema.ts'
import { actionsOf, type OrderFacts, shapeOrder } from './shapes.ts'
import { readGroup, type Said, sayInGroup, subjectOf } from './telling.ts'

export function getOrder(ctx: Ctx, id: string, madeFor?: MadeFor): Promise<Order> {
  return ctx.read((tx) => readOrder(tx, id, madeFor))
}

/** An order as one of its two parties may see it. All that it is read from is asked for in one packet. */
export async function readOrder(tx: Tx, id: string, madeFor?: MadeFor): Promise<Order> {
  const me = tx.actor.orgId as string
  const [facts, parts, exceptions] = await Promise.all([
    readFacts(tx, id),
    readOrderParts(tx, id, madeFor),
    exceptionsOf(tx, sql`o.id = ${id}`),
  ])
  const { conversationId, ...order } = found(facts, 'trade_order')
  const differences = differencesFor(parts.differences, order.sellerOrgId === me)
  const seen = { ...parts, differences }
  return shapeOrder(order, me, {
    ...seen,
    conversationId,
    exceptions: exceptions.get(id) ?? [],
    actions: actionsOf(order, me, seen),
  })
}

/** The last words of most verbs: the group is told, and the order as it now stands is the answer. */
export async function tellAndRead(tx: Tx, order: { id: string }, said: Said): Promise<Order> {
  const group = await readGroup(tx, order.id)
  const [, answer] = await Promise.all([sayInGroup(tx, group, said), readOrder(tx, order.id)])
  return answer
}

type FactsRow = OrderFacts & { conversationId: string | null }
async function readFacts(tx: Tx, id: string): Promise<FactsRow | undefined> {
  const { rows } = await sql<FactsRow>`
    SELECT o.id, o.no, o.org_id AS "sellerOrgId", o.seller_name AS "sellerName",
      o.buyer_org_id AS "buyerOrgId", o.buyer_name AS "buyerName", o.currency, o.payment,
      o.deliver_by::text AS "deliverBy", o.incoterm, o.place, o.source_kind AS "sourceKind",
      o.source_id AS "sourceId", o.total_minor AS "totalMinor", o.placed_at AS "placedAt",
      o.placed_by_org_id AS "placedByOrgId", o.placed_by_name AS "placedByName",
      o.held_at IS NOT NULL AND o.released_at IS NULL AS "isHeld", o.confirmed_at AS "confirmedAt",
      o.confirmed_by_name AS "confirmedByName", o.ended, o.ended_reason AS "endedReason", o.version,
      ${conversationSql(sql`o.placed_by_org_id`, sql`${subjectOf('')}::text || o.id`)} AS "conversationId"
    FROM trade_orders o WHERE o.id = ${id} AND ${tx.actor.orgId} IN (o.org_id, o.buyer_org_id)`.execute(
    tx.db,
  )
  return rows[0]
}

async function exceptionsOf(
  tx: Tx,
  only: RawBuilder<unknown>,
): Promise<Map<string, ExceptionKind[]>> {
  const { rows } = await sql<{ order_id: string; kinds: ExceptionKind[] }>`
    SELECT x.order_id, array_agg(x.kind ORDER BY x.kind) AS kinds
    FROM ${exceptionsSql(tx.actor.orgId as string, tx.now(), only)} x GROUP BY 1`.execute(tx.db)
  return new Map(rows.map((row) => [row.order_id, row.kinds]))
}

/** My orders on both sides, the last placed first. */
export function listOrders(ctx: Ctx, query: OrderQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const where = filterOf(tx, query)
    const { rows: counted } = await sql<{ count: number }>`SELECT count(*) FROM trade_orders o
      WHERE ${sql.join(where, sql` AND `)}`.execute(tx.db)
    if (after)
      where.push(
        sql`(o.placed_at, o.id) < (${String(after[0])}::timestamptz, ${String(after[1])}::uuid)`,
      )
    const rows = await selectRows(tx, where, query.limit + 1)
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.placedAt, row.id],
      (row) => row,
    )
    return { ...page, total: counted[0]!.count }
  })
}

const EXPORT_MAX = 20_000
export function exportedOrders(ctx: Ctx, query: OrderExport): Promise<OrderRow[]> {
  return ctx.read((tx) => selectRows(tx, filterOf(tx, query), EXPORT_MAX))
}

function filterOf(tx: Tx, query: Omit<OrderQuery, 'cursor' | 'limit'>): RawBuilder<unknown>[] {
  const me = tx.actor.orgId as string
  const sides = { selling: sql`o.org_id = ${me}`, buying: sql`o.buyer_org_id = ${me}` }
  const parts: RawBuilder<unknown>[] = [
    query.side ? sides[query.side] : sql`(${sides.selling} OR ${sides.buying})`,
  ]
  if (query.partnerOrgId) parts.push(sql`${query.partnerOrgId} IN (o.org_id, o.buyer_org_id)`)
  if (query.from) parts.push(sql`o.placed_at >= ${query.from}::date`)
  if (query.to) parts.push(sql`o.placed_at < ${query.to}::date + 1`)
  if (query.q) {
    const like = `%${likeText(query.q)}%`
    parts.push(sql`(o.no ILIKE ${like} OR o.seller_name ILIKE ${like} OR o.buyer_name ILIKE ${like}
      OR EXISTS (SELECT 1 FROM trade_order_lines l WHERE l.order_id = o.id AND l.description ILIKE ${like}))`)
  }
  if (query.goods?.length)
    parts.push(sql`EXISTS (SELECT 1 FROM trade_order_lines l WHERE l.order_id = o.id
      AND l.goods_state = ANY(${query.goods}::text[]))`)
  if (query.information?.length)
    parts.push(sql`o.id IN (SELECT o.id FROM ${linesSql}
      WHERE ${me} IN (o.org_id, o.buyer_org_id) AND ${informationSql} = ANY(${query.information}::text[]))`)
  if (query.exception)
    parts.push(sql`o.id IN (SELECT x.order_id FROM ${exceptionsSql(me, tx.now())} x
      WHERE x.kind = ${query.exception})`)
  return parts
}

async function selectRows(
  tx: Tx,
  where: RawBuilder<unknown>[],
  limit: number,
): Promise<OrderRow[]> {
  const me = tx.actor.orgId as string
  const { rows } = await sql<Omit<OrderRow, 'exceptions' | 'money'> & { line_ids: string[] }>`
    WITH page AS MATERIALIZED (SELECT o.* FROM trade_orders o WHERE ${sql.join(where, sql` AND `)}
      ORDER BY o.placed_at DESC, o.id DESC LIMIT ${limit}),
    states AS (SELECT o.id, l.id AS line_id, ${informationSql} AS information, l.goods_state AS goods, l.line_no, l.description
      FROM page o JOIN trade_order_lines l ON l.order_id = o.id
      LEFT JOIN trade_order_proposals p ON p.order_id = o.id AND p.answer IS NULL),
    told AS (SELECT id, jsonb_object_agg(information, n) AS information
      FROM (SELECT id, information, count(*) AS n FROM states GROUP BY 1, 2) t GROUP BY id),
    moved AS (SELECT id, jsonb_object_agg(goods, n) AS goods
      FROM (SELECT id, goods, count(*) AS n FROM states GROUP BY 1, 2) t GROUP BY id),
    titles AS (SELECT id, min(description) FILTER (WHERE line_no = 1) AS title,
      array_agg(line_id) AS line_ids FROM states GROUP BY id)
    SELECT o.id, o.no, CASE WHEN o.org_id = ${me} THEN 'selling' ELSE 'buying' END AS side,
      jsonb_build_object('id', CASE WHEN o.org_id = ${me} THEN o.buyer_org_id ELSE o.org_id END,
        'name', CASE WHEN o.org_id = ${me} THEN o.buyer_name ELSE o.seller_name END) AS partner,
      o.placed_at AS "placedAt", o.deliver_by::text AS "deliverBy", o.currency, o.total_minor AS "totalMinor",
      told.information, moved.goods, titles.title, titles.line_ids, o.version
    FROM page o JOIN told USING (id) JOIN moved USING (id) JOIN titles USING (id)
    ORDER BY o.placed_at DESC, o.id DESC`.execute(tx.db)
  const ids = rows.map((row) => row.id)
  const exceptions = await exceptionsOf(tx, sql`o.id = ANY(${ids}::uuid[])`)
  const money = await moneyOfLines(tx, ids)
  return rows.map(({ line_ids, ...row }) => ({
    ...row,
    money: countOf(line_ids.map((id) => money.get(id)!.state)),
    exceptions: exceptions.get(row.id) ?? [],
  }))
}

function countOf(states: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

/** What is on its way to me and not counted yet, the longest under way first. */
export function listArrivals(ctx: Ctx) {
  return ctx.read(async (tx) => {
    const { rows } = await sql<(typeof Arrivals)['_output']['items'][number]>`
      SELECT o.id AS "orderId", o.no, s.id AS "shipmentId", s.no AS "shipmentNo",
        jsonb_build_object('id', o.org_id, 'name', o.seller_name) AS seller, s.carrier, s.waybill, s.packages,
        s.shipped_at AS "shippedAt", w.lines, w.title
      FROM trade_shipments s JOIN trade_orders o ON o.id = s.order_id
      CROSS JOIN LATERAL (SELECT count(*) AS lines, min(t.description) AS title FROM (
        SELECT l.description FROM trade_goods_facts f JOIN trade_order_lines l ON l.id = f.line_id
        WHERE f.shipment_id = s.id GROUP BY l.id
        HAVING sum(f.quantity) FILTER (WHERE f.kind = 'shipped') > 0
          AND coalesce(sum(f.quantity) FILTER (WHERE f.kind <> 'shipped'), 0) = 0) t) w
      WHERE s.buyer_org_id = ${tx.actor.orgId} AND w.lines > 0
      ORDER BY s.shipped_at, s.id LIMIT 200`.execute(tx.db)
    return { items: rows }
  })
}
