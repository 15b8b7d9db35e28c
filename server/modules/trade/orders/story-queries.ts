import { sql } from 'kysely'
import type { Ctx } from '../../../platform/ctx.ts'
import { found } from '../../../platform/errors.ts'
import type { OrderStory } from './schema.ts'

// What fell due of order `o`, and what was invoiced and paid of it.
const moneyFacts = sql`UNION ALL SELECT 'due ' || i.id, 'money', 'fell_due', i.fell_due_at, NULL, '',
    jsonb_build_object('event', i.event, 'amountMinor', i.amount_minor, 'currency', o.currency,
      'dueOn', i.due_on) FROM trade_instalments i WHERE i.order_id = o.id
  UNION ALL SELECT 'invoice ' || v.id, 'money', v.kind, v.created_at, v.org_id, '', jsonb_build_object(
    'no', v.no, 'amountMinor', v.total_minor, 'currency', v.currency) FROM invoices v WHERE v.order_id = o.id
  UNION ALL SELECT 'void ' || v.id, 'money', 'invoice_cancelled', v.cancelled_at, v.org_id, '',
    jsonb_build_object('no', v.no, 'reason', v.cancel_reason) FROM invoices v
    WHERE v.order_id = o.id AND v.cancelled_at IS NOT NULL
  UNION ALL SELECT 'paid ' || a.id, 'money', CASE WHEN a.amount_minor < 0 THEN 'unpaid'
      WHEN a.payment_id IS NULL THEN 'credited' ELSE 'paid' END, a.made_at, o.buyer_org_id, '',
    jsonb_build_object('no', v.no, 'amountMinor', abs(a.amount_minor), 'currency', v.currency)
    FROM allocations a JOIN invoices v ON v.id = a.invoice_id WHERE v.order_id = o.id`

/** Everything that happened to an order in its three lanes, the last first; both sides read the same facts. */
export function readOrderStory(ctx: Ctx, orderId: string): Promise<OrderStory> {
  return ctx.read(async (tx) => {
    const me = tx.actor.orgId
    const { rows: known } = await sql<{ id: string }>`SELECT id FROM trade_orders
      WHERE id = ${orderId} AND ${me} IN (org_id, buyer_org_id)`.execute(tx.db)
    found(known[0], 'trade_order')
    const { rows } = await sql<
      Omit<OrderStory['items'][number], 'side'> & { org: string | null; seller: string }
    >`
      WITH o AS (SELECT * FROM trade_orders WHERE id = ${orderId})
      SELECT s.*, o.org_id AS seller FROM o CROSS JOIN LATERAL (
        SELECT 'placed' AS key, 'information' AS lane, 'placed' AS kind, o.placed_at AS at,
          o.placed_by_org_id AS org, o.placed_by_name AS who, jsonb_build_object('source', o.source_kind,
            'totalMinor', o.total_minor, 'currency', o.currency) AS data
        UNION ALL SELECT 'held', 'information', 'held', o.held_at, NULL, '', '{}' WHERE o.held_at IS NOT NULL
        UNION ALL SELECT 'released', 'information', 'released', o.released_at, o.org_id, '', '{}'
          WHERE o.released_at IS NOT NULL
        UNION ALL SELECT 'confirmed', 'information', 'confirmed', o.confirmed_at,
          CASE WHEN o.placed_by_org_id = o.org_id THEN o.buyer_org_id ELSE o.org_id END, o.confirmed_by_name, '{}'
          WHERE o.confirmed_at IS NOT NULL
        UNION ALL SELECT 'ended', 'information', o.ended, o.ended_at, NULL, '',
          jsonb_build_object('reason', o.ended_reason) WHERE o.ended IS NOT NULL
        UNION ALL SELECT 'proposal ' || p.id, 'information', p.kind || '_proposed', p.made_at, p.by_org_id, p.by_name,
          jsonb_build_object('reason', p.reason, 'terms', p.terms) FROM trade_order_proposals p
          WHERE p.order_id = o.id
        UNION ALL SELECT 'answer ' || p.id, 'information', p.kind || '_' || p.answer, p.answered_at,
          CASE WHEN (p.by_org_id = o.org_id) = (p.answer = 'withdrawn') THEN o.org_id ELSE o.buyer_org_id END,
          p.answered_by_name, jsonb_build_object('reason', p.answer_reason, 'terms', p.terms, 'before', p.before)
          FROM trade_order_proposals p WHERE p.order_id = o.id AND p.answer IS NOT NULL
        UNION ALL SELECT 'note ' || n.id, 'information', 'noted', n.at, n.org_id, n.by_name,
          jsonb_build_object('text', n.text) FROM trade_order_notes n WHERE n.order_id = o.id AND n.org_id = ${me}
        UNION ALL SELECT 'made ' || m.production_order_id, 'goods', 'made_to_order', m.made_at, m.org_id, '',
          jsonb_build_object('code', m.code, 'orderId', m.production_order_id, 'quantity', trim_scale(m.quantity)::text)
          FROM trade_line_production m WHERE m.order_id = o.id AND m.org_id = ${me}
        UNION ALL SELECT 'fact ' || f.id, 'goods',
          CASE WHEN f.corrects_id IS NULL THEN f.kind ELSE 'corrected' END,
          CASE WHEN f.corrects_id IS NULL THEN f.at ELSE f.recorded_at END, f.by_org_id, f.by_name,
          jsonb_build_object('factId', f.id, 'of', f.kind, 'line', l.description, 'unit', l.unit,
            'quantity', trim_scale(abs(f.quantity))::text, 'lot', f.lot, 'reason', f.reason,
            'shipment', s.no, 'carrier', s.carrier, 'waybill', s.waybill,
            'isCorrected', EXISTS (SELECT 1 FROM trade_goods_facts c WHERE c.corrects_id = f.id))
          FROM trade_goods_facts f JOIN trade_order_lines l ON l.id = f.line_id
          LEFT JOIN trade_shipments s ON s.id = f.shipment_id WHERE f.order_id = o.id
        UNION ALL SELECT 'settled ' || t.fact_id, 'goods', 'settled', t.at, t.by_org_id, t.by_name,
          jsonb_build_object('how', t.how, 'quantity', trim_scale(t.quantity)::text, 'line', l.description,
            'unit', l.unit, 'note', t.note)
          FROM trade_settlements t JOIN trade_order_lines l ON l.id = t.line_id WHERE t.order_id = o.id
        UNION ALL SELECT 'proof ' || d.id, 'goods', 'proved', d.at, d.by_org_id, d.by_name,
          jsonb_build_object('signedBy', d.signed_by, 'signedAt', d.signed_at, 'fileId', d.file_id, 'note', d.note,
            'shipment', s.no)
          FROM trade_delivery_proofs d JOIN trade_shipments s ON s.id = d.shipment_id WHERE d.order_id = o.id
        ${moneyFacts}
      ) s ORDER BY s.at DESC, s.key LIMIT 1000`.execute(tx.db)
    return {
      items: rows.map(({ org, seller, ...row }) => ({
        ...row,
        who: row.who ?? '',
        side: org === null ? null : org === seller ? 'seller' : 'buyer',
      })),
    }
  })
}
