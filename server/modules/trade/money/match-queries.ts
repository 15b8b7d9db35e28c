import { sql } from 'kysely'
import type { Ctx } from '../../../platform/ctx.ts'
import { found } from '../../../platform/errors.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import type { ThreeWayMatch } from './schema.ts'
import { amountFor } from './spread.ts'

interface LineRow {
  id: string
  line_no: number
  description: string
  kind: 'goods' | 'service'
  unit: string
  quantity: string
  shipped: string
  received: string
  delivered: string
  amount_minor: number
  invoiced: string
  invoiced_minor: number
  credited_minor: number
  priced_minor: number
}

/** Order, receipt and invoice of each line, side by side: what was asked for against what was agreed and arrived. */
export function matchOrder(ctx: Ctx, orderId: string): Promise<ThreeWayMatch> {
  return ctx.read(async (tx) => {
    const orders = await sql<{ no: string; currency: string }>`
      SELECT no, currency FROM trade_orders WHERE id = ${orderId}::uuid`.execute(tx.db)
    const order = found(orders.rows[0], 'trade_order')
    const { rows } = await sql<LineRow>`
      SELECT l.id, l.line_no, l.description, l.kind, l.unit, l.quantity, l.shipped, l.received, l.delivered,
        l.amount_minor, coalesce(b.quantity, 0) AS invoiced, coalesce(b.asked, 0)::bigint AS invoiced_minor,
        coalesce(b.credited, 0)::bigint AS credited_minor, coalesce(b.priced, 0)::bigint AS priced_minor
      FROM trade_order_lines l
      LEFT JOIN LATERAL (
        SELECT sum(CASE v.kind WHEN 'invoice' THEN b.quantity ELSE -b.quantity END) AS quantity,
          sum(b.amount_minor) FILTER (WHERE v.kind = 'invoice') AS asked,
          sum(b.amount_minor) FILTER (WHERE v.kind = 'credit_note') AS credited,
          -- A discount does not change what the goods were sold for.
          sum(CASE WHEN v.kind = 'invoice' THEN b.amount_minor WHEN v.reason <> 'discount' THEN -b.amount_minor END)
            AS priced
        FROM invoice_lines b JOIN invoices v ON v.id = b.invoice_id AND v.cancelled_at IS NULL
        LEFT JOIN invoices c ON c.id = v.corrects_id
        WHERE b.order_line_id = l.id AND v.kind <> 'deposit' AND c.kind IS DISTINCT FROM 'deposit') b ON true
      WHERE l.order_id = ${orderId}::uuid ORDER BY l.line_no`.execute(tx.db)
    const lines = rows.map(matchLine)
    return {
      orderId,
      orderNo: order.no,
      currency: order.currency,
      isMatched: lines.every((line) => line.differences.length === 0),
      lines,
    }
  })
}

function matchLine(row: LineRow): ThreeWayMatch['lines'][number] {
  const micro = (text: string) => (text.startsWith('-') ? -toMicro(text.slice(1)) : toMicro(text))
  const [ordered, invoiced, delivered] = [row.quantity, row.invoiced, row.delivered].map(micro) as [
    bigint,
    bigint,
    bigint,
  ]
  const shipped = micro(row.shipped)
  const received = micro(row.received)
  const isGoods = row.kind === 'goods'
  const fair = amountFor(row.amount_minor, invoiced, ordered)
  // Goods that came back and were credited by quantity may round a unit aside of what remains.
  const apart = row.priced_minor - fair
  const differences: ThreeWayMatch['lines'][number]['differences'] = []
  if (invoiced > ordered) differences.push('invoiced_over_ordered')
  if (isGoods && invoiced > delivered) differences.push('invoiced_over_received')
  if (isGoods && delivered > invoiced) differences.push('received_not_invoiced')
  if (isGoods && shipped > 0n && received < shipped) differences.push('short_received')
  if (apart > 1) differences.push('price_above_order')
  if (apart < -1) differences.push('price_below_order')
  return {
    orderLineId: row.id,
    no: row.line_no,
    description: row.description,
    unit: row.unit,
    ordered: fromMicro(ordered),
    shipped: fromMicro(shipped),
    received: fromMicro(received),
    invoiced: fromMicro(invoiced > 0n ? invoiced : 0n),
    orderedMinor: row.amount_minor,
    invoicedMinor: row.invoiced_minor,
    creditedMinor: row.credited_minor,
    differences,
  }
}
