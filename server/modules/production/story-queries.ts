import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import { orgsSql } from '../identity/index.ts'
import type { Story } from './schema.ts'

/** Everything that happened to an order, the last first: plans, answers, reports, goods, warnings, digests. */
export function readStory(ctx: Ctx, orderId: string): Promise<Story> {
  return ctx.read(async (tx) => {
    const order = await tx.db
      .selectFrom('production_orders')
      .select('id')
      .where('id', '=', orderId)
      .where('org_id', '=', tx.actor.orgId as string)
      .executeTakeFirst()
    found(order, 'production_order')
    const { rows } = await sql<Story['items'][number]>`
      SELECT * FROM (
        SELECT 'plan ' || p.plan_no AS key, 'planned' AS kind, p.made_at AS at, p.made_by_name AS who,
          jsonb_build_object('planNo', p.plan_no, 'reason', p.reason, 'quantity', p.quantity_milli / 1000.0,
            'dueAt', p.due_at) AS data FROM plans p WHERE p.order_id = ${orderId}
        UNION ALL SELECT 'answer ' || s.id, 'answered', s.answered_at, s.answered_by, jsonb_build_object(
          'answer', s.answer, 'org', g.short_name, 'operation', s.operation_name, 'reason', s.reason,
          'proposedQuantity', s.proposed_milli / 1000.0, 'proposedEndsAt', s.proposed_ends_at)
          FROM shares s LEFT JOIN ${orgsSql()} g ON g.id = s.assignee_org_id
          WHERE s.order_id = ${orderId} AND s.answered_at IS NOT NULL AND s.assignee_org_id <> s.org_id
        UNION ALL (SELECT 'report ' || r.id, CASE WHEN r.corrects_id IS NULL THEN 'reported' ELSE 'corrected' END,
          r.reported_at, r.person_name, jsonb_build_object('org', g.short_name, 'operation', s.operation_name,
            'good', r.good_milli / 1000.0, 'scrap', r.scrap_milli / 1000.0, 'scrapReason', r.scrap_reason,
            'unit', s.unit, 'doneAt', r.done_at, 'source', r.source, 'fileId', r.file_id)
          FROM progress_reports r JOIN shares s ON s.id = r.share_id
          LEFT JOIN ${orgsSql()} g ON g.id = r.reporter_org_id
          WHERE r.order_id = ${orderId} ORDER BY r.reported_at DESC LIMIT 300)
        UNION ALL SELECT 'sent ' || h.id, 'sent', h.sent_at, h.sent_by, jsonb_build_object('from', h.from_name,
          'to', h.to_name, 'item', h.item, 'quantity', h.sent_milli / 1000.0, 'unit', h.unit)
          FROM handovers h WHERE h.order_id = ${orderId}
        UNION ALL SELECT 'received ' || h.id, 'received', h.received_at, h.received_by, jsonb_build_object(
          'from', h.from_name, 'to', h.to_name, 'item', h.item, 'quantity', h.received_milli / 1000.0,
          'unit', h.unit, 'difference', (h.received_milli - h.sent_milli) / 1000.0)
          FROM handovers h WHERE h.order_id = ${orderId} AND h.received_at IS NOT NULL
        UNION ALL SELECT 'raised ' || w.id, 'raised', w.raised_at, '', jsonb_build_object('kind', w.kind,
          'measure', w.measure, 'operation', w.operation_name, 'org', g.short_name, 'warningId', w.id)
          FROM warnings w LEFT JOIN ${orgsSql()} g ON g.id = w.assignee_org_id WHERE w.order_id = ${orderId}
        UNION ALL SELECT 'acknowledged ' || w.id, 'acknowledged', w.acknowledged_at, w.owner_name,
          jsonb_build_object('kind', w.kind, 'cause', w.cause, 'action', w.action, 'operation', w.operation_name)
          FROM warnings w WHERE w.order_id = ${orderId} AND w.acknowledged_at IS NOT NULL
        UNION ALL SELECT 'cleared ' || w.id, 'cleared', w.cleared_at, '', jsonb_build_object('kind', w.kind,
          'operation', w.operation_name) FROM warnings w
          WHERE w.order_id = ${orderId} AND w.cleared_at IS NOT NULL
        UNION ALL (SELECT 'digest ' || d.slot_at, 'digest', d.slot_at, '', jsonb_build_object(
          'planned', d.data -> 'planned', 'actual', d.data -> 'actual', 'unknown', d.data -> 'unknown',
          'finishAt', d.data -> 'finishAt')
          FROM digests d WHERE d.order_id = ${orderId} ORDER BY d.slot_at DESC LIMIT 60)
        UNION ALL SELECT 'over', CASE o.state WHEN 'done' THEN 'finished' ELSE 'cancelled' END, o.finished_at,
          '', '{}'::jsonb FROM production_orders o WHERE o.id = ${orderId} AND o.finished_at IS NOT NULL
      ) story ORDER BY at DESC, key LIMIT 800`.execute(tx.db)
    return { items: rows.map((row) => ({ ...row, who: row.who ?? '' })) }
  })
}
