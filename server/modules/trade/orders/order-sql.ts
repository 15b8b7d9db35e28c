import { type RawBuilder, sql } from 'kysely'
import { openInstalmentsSql } from '../money/open-sql.ts'

/** Where line `l` of order `o` stands in what is said and agreed; `p` is the order's open proposal, if any. */
export const informationSql: RawBuilder<string> = sql`CASE
  WHEN o.ended IS NOT NULL THEN o.ended
  WHEN l.quantity = 0 THEN 'cancelled'
  WHEN p.id IS NOT NULL AND (cardinality(p.line_ids) = 0 OR l.id = ANY (p.line_ids)) THEN p.kind || '_pending'
  WHEN o.confirmed_at IS NOT NULL THEN 'confirmed'
  WHEN o.held_at IS NOT NULL AND o.released_at IS NULL THEN 'held'
  ELSE 'placed' END`

/** Order `o` with its lines `l` and its open proposal `p`. */
export const linesSql: RawBuilder<unknown> = sql`trade_orders o
  JOIN trade_order_lines l ON l.order_id = o.id
  LEFT JOIN trade_order_proposals p ON p.order_id = o.id AND p.answer IS NULL`

/** After how long something that was not done is an exception. */
const PATIENCE = { confirm: '24 hours', receive: '7 days' } as const

/**
 * What is late or open on orders of mine, one row an order and kind: `(...) x` with order_id, kind, since, lines
 * and `acts`, the side that it waits for. `only` narrows orders `o` before anything is counted.
 */
export function exceptionsSql(
  me: string,
  now: Date,
  only: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> {
  const orders = sql`(SELECT o.* FROM trade_orders o
    WHERE ${me} IN (o.org_id, o.buyer_org_id) AND o.ended IS NULL AND ${only})`
  const today = sql`(${now}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date`
  return sql`(
    SELECT o.id AS order_id, 'credit_hold' AS kind, o.held_at AS since, 0 AS lines, 'seller' AS acts
      FROM ${orders} o WHERE o.held_at IS NOT NULL AND o.released_at IS NULL
    UNION ALL SELECT o.id, 'late_confirmation', o.placed_at + interval '${sql.raw(PATIENCE.confirm)}', 0,
        CASE WHEN o.placed_by_org_id = o.org_id THEN 'buyer' ELSE 'seller' END
      FROM ${orders} o WHERE o.confirmed_at IS NULL AND (o.held_at IS NULL OR o.released_at IS NOT NULL)
        AND o.placed_at < ${now}::timestamptz - interval '${sql.raw(PATIENCE.confirm)}'
    UNION ALL SELECT o.id, 'change_pending', p.made_at, cardinality(p.line_ids),
        CASE WHEN p.by_org_id = o.org_id THEN 'buyer' ELSE 'seller' END
      FROM ${orders} o JOIN trade_order_proposals p ON p.order_id = o.id AND p.answer IS NULL
    UNION ALL SELECT o.id, 'late_shipment', min(coalesce(l.deliver_by, o.deliver_by))::timestamptz, count(*), 'seller'
      FROM ${orders} o JOIN trade_order_lines l ON l.order_id = o.id
      WHERE o.confirmed_at IS NOT NULL AND l.kind = 'goods' AND l.shipped < l.quantity + l.owed_again
        AND coalesce(l.deliver_by, o.deliver_by) < ${today} GROUP BY o.id
    UNION ALL SELECT o.id, 'late_receipt', min(s.shipped_at), count(DISTINCT l.id), 'buyer'
      FROM ${orders} o JOIN trade_order_lines l ON l.order_id = o.id
      JOIN trade_goods_facts f ON f.line_id = l.id AND f.kind = 'shipped'
      JOIN trade_shipments s ON s.id = f.shipment_id
      WHERE l.received + l.short + l.damaged - l.over < l.shipped
        AND s.shipped_at < ${now}::timestamptz - interval '${sql.raw(PATIENCE.receive)}'
        AND NOT EXISTS (SELECT 1 FROM trade_goods_facts c WHERE c.corrects_id = f.id)
        AND NOT EXISTS (SELECT 1 FROM trade_goods_facts r WHERE r.shipment_id = s.id AND r.line_id = l.id
          AND r.kind <> 'shipped' AND NOT EXISTS (SELECT 1 FROM trade_goods_facts c WHERE c.corrects_id = r.id)
          AND r.corrects_id IS NULL)
      GROUP BY o.id
    UNION ALL SELECT o.id, 'difference', min(f.at), count(DISTINCT l.id), 'seller'
      FROM ${orders} o JOIN trade_order_lines l ON l.order_id = o.id AND l.unsettled > 0
      JOIN trade_goods_facts f ON f.line_id = l.id AND f.kind IN ('short', 'damaged', 'over')
      GROUP BY o.id
    UNION ALL SELECT o.id, 'overdue_payment', min(i.due_on)::timestamptz, 0, 'buyer'
      FROM ${orders} o JOIN invoices b ON b.order_id = o.id
      JOIN ${openInstalmentsSql(sql`v.kind <> 'credit_note'`)} i ON i.invoice_id = b.id
      WHERE i.open_minor > 0 AND i.due_on < ${today} GROUP BY o.id)`
}
