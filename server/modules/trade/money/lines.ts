import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { dayOf } from './days.ts'
import { type Claim, lineMoney, type OrderedLine } from './line-rules.ts'
import { openInstalmentsSql } from './open-sql.ts'
import type { LineMoney } from './schema.ts'

/** Where the money of every line of these orders is, by the line's id; both parties get the same answer. */
export async function moneyOfLines(
  tx: Tx,
  orderIds: readonly string[],
): Promise<Map<string, LineMoney>> {
  if (orderIds.length === 0) return new Map()
  const [lines, claims] = await Promise.all([readLines(tx, orderIds), readClaims(tx, orderIds)])
  const byOrder = Map.groupBy(claims, (claim) => claim.orderId)
  const answer = new Map<string, LineMoney>()
  for (const [orderId, ofOrder] of Map.groupBy(lines, (line) => line.orderId)) {
    for (const [id, money] of lineMoney(ofOrder, byOrder.get(orderId) ?? [])) answer.set(id, money)
  }
  return answer
}

async function readLines(
  tx: Tx,
  orderIds: readonly string[],
): Promise<(OrderedLine & { orderId: string })[]> {
  const { rows } = await sql<{ order_id: string; id: string; amount: number; done: boolean }>`
    SELECT l.order_id, l.id, l.amount_minor AS amount, coalesce(b.quantity, 0) >= CASE l.kind
      WHEN 'service' THEN l.quantity
      ELSE greatest(0, l.quantity + l.kept - l.let_go - l.returned) END AS done
    FROM trade_order_lines l
    LEFT JOIN LATERAL (
      SELECT sum(CASE v.kind WHEN 'invoice' THEN b.quantity ELSE -b.quantity END) AS quantity
      FROM invoice_lines b JOIN invoices v ON v.id = b.invoice_id
      WHERE b.order_line_id = l.id AND v.kind <> 'deposit' AND v.cancelled_at IS NULL) b ON true
    WHERE l.order_id = ANY(${orderIds}::uuid[])
    ORDER BY l.order_id, l.line_no`.execute(tx.db)
  return rows.map((row) => ({
    orderId: row.order_id,
    id: row.id,
    amountMinor: row.amount,
    isInvoiced: row.done,
  }))
}

interface ClaimRow {
  order_id: string
  paid_minor: number
  credited_minor: number
  overdue_minor: number
  lines: Claim['lines']
}

async function readClaims(
  tx: Tx,
  orderIds: readonly string[],
): Promise<(Claim & { orderId: string })[]> {
  const mine = sql`v.order_id = ANY(${orderIds}::uuid[]) AND v.kind <> 'credit_note'`
  const { rows } = await sql<ClaimRow>`
    WITH late AS (SELECT i.invoice_id, sum(i.open_minor)::bigint AS minor
      FROM ${openInstalmentsSql(mine)} i WHERE i.due_on < ${dayOf(tx.now())}::date GROUP BY 1)
    SELECT v.order_id, v.paid_minor, v.credited_minor, coalesce(late.minor, 0)::bigint AS overdue_minor,
      (SELECT json_agg(json_build_object('orderLineId', l.order_line_id, 'amountMinor', l.amount_minor,
          'depositMinor', l.deposit_minor, 'creditedMinor', coalesce(c.minor, 0)) ORDER BY l.no)
        FROM invoice_lines l
        LEFT JOIN LATERAL (SELECT sum(b.amount_minor) AS minor
          FROM invoices n JOIN invoice_lines b ON b.invoice_id = n.id
          WHERE n.cancelled_at IS NULL AND n.corrects_id = l.invoice_id AND b.corrects_no = l.no) c ON true
        WHERE l.invoice_id = v.id) AS lines
    FROM invoices v LEFT JOIN late ON late.invoice_id = v.id
    WHERE v.cancelled_at IS NULL AND ${mine} ORDER BY v.created_at, v.id`.execute(tx.db)
  return rows.map((row) => ({
    orderId: row.order_id,
    paidMinor: row.paid_minor,
    creditedMinor: row.credited_minor,
    overdueMinor: row.overdue_minor,
    lines: row.lines,
  }))
}
