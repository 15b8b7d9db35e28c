import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { moneyOfLines } from '../money/lines.ts'
import { informationSql } from './order-sql.ts'
import { WAYS } from './receiving.ts'
import type { Difference, Order, OrderLine, Proposal, Shipment } from './schema.ts'

/** How far production orders are, by id; production knows, and trade may not ask its tables. */
export type MadeFor = (
  tx: Tx,
  ids: readonly string[],
) => Promise<Map<string, { state: 'running' | 'done' | 'cancelled'; progress: number | null }>>

export interface OrderParts {
  lines: OrderLine[]
  shipments: Shipment[]
  proposal: Proposal | null
  differences: (typeof Difference)['_output'][]
  /** Of a part of the payment term, or of every part that waits so many days after an invoice. */
  dues: {
    part: number | null
    event: string
    days: number | null
    amountMinor: number
    dueOn: string
    at: string
  }[]
  notes: Order['notes']
}

/** Everything there is about an order, whichever side asks; `differencesFor` adds what that side may do. */
export async function readOrderParts(
  tx: Tx,
  orderId: string,
  madeFor?: MadeFor,
): Promise<Omit<OrderParts, 'differences'> & { differences: DifferenceRow[] }> {
  const [lines, shipments, proposal, differences, dues, notes] = await Promise.all([
    readOrderLines(tx, orderId, madeFor),
    readShipments(tx, orderId),
    readOpenProposal(tx, orderId),
    readDifferences(tx, orderId),
    readDues(tx, orderId),
    readNotes(tx, orderId),
  ])
  return { lines, shipments, proposal, differences, dues, notes }
}

async function readOrderLines(tx: Tx, orderId: string, madeFor?: MadeFor): Promise<OrderLine[]> {
  type Made = { orderId: string; code: string; quantity: string }
  const read = sql<Omit<OrderLine, 'production' | 'money'> & { made: Made[] }>`
    SELECT l.id, l.line_no AS "lineNo", l.product_id AS "productId", l.description, l.kind, l.unit,
      trim_scale(l.ordered)::text AS ordered, trim_scale(l.quantity)::text AS quantity, l.unit_e4 AS "unitE4",
      l.amount_minor AS "amountMinor", l.explanation, l.deliver_by::text AS "deliverBy", l.over_bp AS "overBp",
      ${informationSql} AS information,
      jsonb_build_object('state', l.goods_state, 'shipped', trim_scale(l.shipped)::text,
        'received', trim_scale(l.received)::text, 'short', trim_scale(l.short)::text,
        'damaged', trim_scale(l.damaged)::text, 'over', trim_scale(l.over)::text,
        'comingBack', trim_scale(l.coming_back)::text, 'returned', trim_scale(l.returned)::text,
        'unsettled', trim_scale(l.unsettled)::text,
        'toShip', CASE WHEN l.kind = 'service' OR o.ended IS NOT NULL THEN '0'
          ELSE trim_scale(greatest(l.quantity + l.owed_again - l.shipped, 0))::text END,
        'inTransit', trim_scale(l.shipped + l.over - l.received - l.short - l.damaged)::text) AS goods,
      c.cost_e4 AS "costE4",
      coalesce((SELECT jsonb_agg(jsonb_build_object('orderId', m.production_order_id, 'code', m.code,
        'quantity', trim_scale(m.quantity)::text) ORDER BY m.made_at) FROM trade_line_production m
        WHERE m.line_id = l.id), '[]') AS made
    FROM trade_orders o JOIN trade_order_lines l ON l.order_id = o.id
    LEFT JOIN trade_order_proposals p ON p.order_id = o.id AND p.answer IS NULL
    LEFT JOIN trade_line_costs c ON c.line_id = l.id
    WHERE o.id = ${orderId} ORDER BY l.line_no`
  const [{ rows }, money] = await Promise.all([read.execute(tx.db), moneyOfLines(tx, [orderId])])
  const ids = rows.flatMap((row) => row.made.map((made) => made.orderId))
  const known = madeFor && ids.length > 0 ? await madeFor(tx, ids) : new Map()
  return rows.map(({ made, ...line }) => ({
    ...line,
    money: money.get(line.id)!,
    production: made.flatMap((one) =>
      known.has(one.orderId) ? [{ ...one, ...known.get(one.orderId)! }] : [],
    ),
  }))
}

async function readShipments(tx: Tx, orderId: string): Promise<Shipment[]> {
  const { rows } = await sql<Shipment>`
    SELECT s.id, s.no, s.carrier, s.waybill, s.packages, s.note, s.shipped_at AS "shippedAt",
      s.by_name AS "byName", coalesce(w.lines, '[]') AS lines, coalesce(d.proofs, '[]') AS proofs
    FROM trade_shipments s
    LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('lineId', t.id, 'description', t.description,
        'unit', t.unit, 'shipped', trim_scale(t.shipped)::text, 'lots', t.lots,
        'isReceived', t.good + t.short + t.damaged + t.over > 0, 'good', trim_scale(t.good)::text,
        'short', trim_scale(t.short)::text, 'damaged', trim_scale(t.damaged)::text,
        'over', trim_scale(t.over)::text) ORDER BY t.line_no) AS lines
      FROM (SELECT l.id, l.line_no, l.description, l.unit,
          coalesce(sum(f.quantity) FILTER (WHERE f.kind = 'shipped'), 0) AS shipped,
          coalesce(sum(f.quantity) FILTER (WHERE f.kind = 'received'), 0) AS good,
          coalesce(sum(f.quantity) FILTER (WHERE f.kind = 'short'), 0) AS short,
          coalesce(sum(f.quantity) FILTER (WHERE f.kind = 'damaged'), 0) AS damaged,
          coalesce(sum(f.quantity) FILTER (WHERE f.kind = 'over'), 0) AS over,
          coalesce(array_agg(DISTINCT f.lot) FILTER (WHERE f.lot <> ''), '{}') AS lots
        FROM trade_goods_facts f JOIN trade_order_lines l ON l.id = f.line_id
        WHERE f.shipment_id = s.id GROUP BY l.id) t WHERE t.shipped > 0) w ON true
    LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'fileId', p.file_id,
        'signedBy', p.signed_by, 'signedAt', to_char(p.signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'note', p.note, 'byName', p.by_name) ORDER BY p.at) AS proofs
      FROM trade_delivery_proofs p WHERE p.shipment_id = s.id) d ON true
    WHERE s.order_id = ${orderId} ORDER BY s.no`.execute(tx.db)
  return rows
}

async function readOpenProposal(tx: Tx, orderId: string): Promise<Proposal | null> {
  const { rows } = await sql<Proposal>`
    SELECT id, kind, by_org_id = ${tx.actor.orgId} AS "isMine", by_name AS "byName", made_at AS "madeAt",
      reason, terms
    FROM trade_order_proposals WHERE order_id = ${orderId} AND answer IS NULL`.execute(tx.db)
  return rows[0] ?? null
}

type DifferenceRow = Omit<(typeof Difference)['_output'], 'ways'>
async function readDifferences(tx: Tx, orderId: string): Promise<DifferenceRow[]> {
  const { rows } = await sql<DifferenceRow>`
    SELECT f.id AS "factId", f.line_id AS "lineId", f.kind, trim_scale(f.quantity)::text AS quantity, l.unit,
      f.reason, f.at
    FROM trade_goods_facts f JOIN trade_order_lines l ON l.id = f.line_id
    WHERE f.order_id = ${orderId} AND f.kind IN ('short', 'damaged', 'over') AND f.corrects_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM trade_goods_facts c WHERE c.corrects_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM trade_settlements s WHERE s.fact_id = f.id)
    ORDER BY l.line_no, f.at, f.id`.execute(tx.db)
  return rows
}

/** With the ways in which one's own side may settle each. */
export function differencesFor(
  rows: readonly DifferenceRow[],
  isSeller: boolean,
): OrderParts['differences'] {
  const ways = WAYS[isSeller ? 'seller' : 'buyer']
  return rows.map((row) => ({ ...row, ways: [...ways[row.kind]] }))
}

// What waits for an invoice is due with the invoice, which says so itself.
async function readDues(tx: Tx, orderId: string): Promise<OrderParts['dues']> {
  const { rows } = await sql<OrderParts['dues'][number]>`
    SELECT part, event, NULL AS days, amount_minor AS "amountMinor", due_on::text AS "dueOn", fell_due_at AS at
    FROM trade_instalments WHERE order_id = ${orderId}
    UNION ALL SELECT NULL, i.due_from, i.days, i.amount_minor, i.due_on::text, v.created_at
    FROM instalments i JOIN invoices v ON v.id = i.invoice_id
    WHERE i.order_id = ${orderId} AND i.due_from = 'invoice' AND i.due_on IS NOT NULL AND v.cancelled_at IS NULL
    ORDER BY at`.execute(tx.db)
  return rows
}

async function readNotes(tx: Tx, orderId: string): Promise<Order['notes']> {
  const { rows } = await sql<Order['notes'][number]>`
    SELECT id, text, by_name AS "byName", at FROM trade_order_notes
    WHERE order_id = ${orderId} AND org_id = ${tx.actor.orgId} ORDER BY at DESC LIMIT 200`.execute(
    tx.db,
  )
  return rows
}
