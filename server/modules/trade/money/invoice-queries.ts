import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { found } from '../../../platform/errors.ts'
import { dayOf } from './days.ts'
import { openInstalmentsSql } from './open-sql.ts'
import type { Invoice, InvoiceHead, InvoiceQuery } from './schema.ts'

const OPEN = sql`h.total_minor - h.deposit_minor - h.paid_minor - h.credited_minor`
const AT = sql`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`

/** The head of each invoice as one of its two parties sees it. */
function headColumns(tx: Tx): RawBuilder<unknown> {
  const me = sql`${tx.actor.orgId}::uuid`
  const today = sql`${dayOf(tx.now())}::date`
  return sql`h.id, CASE WHEN h.org_id = ${me} THEN 'receivable' ELSE 'payable' END AS side, h.kind, h.no, h.reference,
    CASE WHEN h.org_id = ${me} THEN h.buyer_org_id ELSE h.org_id END AS "partyOrgId",
    CASE WHEN h.org_id = ${me} THEN h.buyer_name ELSE h.seller_name END AS "partyName",
    h.order_id AS "orderId", h.order_no AS "orderNo", h.currency, h.total_minor AS "totalMinor",
    h.tax_minor AS "taxMinor", h.deposit_minor AS "depositMinor", h.paid_minor AS "paidMinor",
    h.credited_minor AS "creditedMinor", h.issued_on AS "issuedOn", h.version,
    CASE WHEN h.cancelled_at IS NULL THEN ${OPEN} ELSE 0 END AS "openMinor",
    coalesce(i.overdue, 0)::bigint AS "overdueMinor", i.due_on AS "dueOn",
    CASE WHEN h.cancelled_at IS NOT NULL THEN 'cancelled' WHEN ${OPEN} = 0 THEN 'settled'
      WHEN i.overdue > 0 THEN 'overdue' WHEN h.paid_minor + h.credited_minor > 0 THEN 'part_settled'
      ELSE 'open' END AS state,
    coalesce((SELECT w.answer = 'disputed' FROM invoice_answers w WHERE w.invoice_id = h.id
      ORDER BY w.answered_at DESC, w.id DESC LIMIT 1), false) AS "isDisputed"
    FROM invoices h LEFT JOIN LATERAL (
      SELECT sum(o.open_minor) FILTER (WHERE o.due_on < ${today}) AS overdue, min(o.due_on) AS due_on
      FROM ${openInstalmentsSql(sql`p.invoice_id = h.id`)} o WHERE o.open_minor > 0) i ON true`
}

// What stands in an invoice, each list as JSON, so that one statement reads all of it.
const DETAILS = sql`
  h.basis, h.reason, h.note, h.cancel_reason AS "cancelReason",
  (SELECT json_build_object('id', c.id, 'no', c.no) FROM invoices c WHERE c.id = h.corrects_id) AS corrects,
  coalesce((SELECT json_agg(json_build_object('id', c.id, 'no', c.no, 'totalMinor', c.total_minor) ORDER BY c.no)
    FROM invoices c WHERE c.corrects_id = h.id AND c.cancelled_at IS NULL), '[]') AS "creditNotes",
  (SELECT json_agg(json_build_object('no', l.no, 'orderLineId', l.order_line_id, 'flow', l.flow,
      'description', l.description, 'quantity', trim_scale(l.quantity)::text, 'unit', l.unit,
      'amountMinor', l.amount_minor, 'taxBp', l.tax_bp, 'taxMinor', l.tax_minor, 'depositMinor', l.deposit_minor,
      'creditedMinor', coalesce((SELECT sum(b.amount_minor) FROM invoices n JOIN invoice_lines b ON b.invoice_id = n.id
        WHERE n.corrects_id = h.id AND n.cancelled_at IS NULL AND b.corrects_no = l.no), 0)) ORDER BY l.no)
    FROM invoice_lines l WHERE l.invoice_id = h.id) AS lines,
  coalesce((SELECT json_agg(json_build_object('no', o.no, 'dueFrom', o.due_from, 'days', o.days,
      'amountMinor', o.amount_minor, 'openMinor', o.open_minor, 'dueOn', o.due_on) ORDER BY o.no)
    FROM ${openInstalmentsSql(sql`p.invoice_id = h.id`)} o), '[]') AS instalments,
  coalesce((SELECT json_agg(json_build_object('by', CASE WHEN a.payment_id IS NULL THEN 'credit_note' ELSE 'payment' END,
      'id', coalesce(a.payment_id, a.credit_id), 'label', coalesce(n.no, p.reference), 'amountMinor', a.amount,
      'at', to_char(a.at AT TIME ZONE 'UTC', ${AT})) ORDER BY a.at)
    FROM (SELECT payment_id, credit_id, sum(amount_minor) AS amount, max(made_at) AS at FROM allocations
      WHERE invoice_id = h.id GROUP BY 1, 2 HAVING sum(amount_minor) > 0) a
    LEFT JOIN payments p ON p.id = a.payment_id LEFT JOIN invoices n ON n.id = a.credit_id), '[]') AS settlements,
  coalesce((SELECT json_agg(json_build_object('answer', w.answer, 'reason', w.reason,
      'at', to_char(w.answered_at AT TIME ZONE 'UTC', ${AT})) ORDER BY w.answered_at)
    FROM invoice_answers w WHERE w.invoice_id = h.id), '[]') AS answers`

export async function readInvoice(tx: Tx, id: string): Promise<Invoice> {
  const me = tx.actor.orgId
  const { rows } = await sql<Invoice>`
    SELECT ${DETAILS}, ${headColumns(tx)}
    WHERE h.id = ${id}::uuid AND (h.org_id = ${me} OR h.buyer_org_id = ${me})`.execute(tx.db)
  return found(rows[0], 'invoice')
}

export function getInvoice(ctx: Ctx, id: string): Promise<Invoice> {
  return ctx.read((tx) => readInvoice(tx, id))
}

/** What I am owed, or owe, document by document, the latest first. */
export function listInvoices(ctx: Ctx, query: InvoiceQuery) {
  return ctx.read(async (tx) => {
    const where = filterOf(tx, query)
    const after = decodeCursor(query.cursor, 2)
    const beyond = after
      ? sql`AND (h.issued_on, h.id) < (${after[0]}::date, ${after[1]}::uuid)`
      : sql``
    const { rows } = await sql<InvoiceHead>`
      SELECT ${headColumns(tx)} WHERE ${where} ${beyond}
      ORDER BY h.issued_on DESC, h.id DESC LIMIT ${query.limit + 1}`.execute(tx.db)
    return pageOf(
      rows,
      query.limit,
      (row) => [row.issuedOn, row.id],
      (row) => row,
    )
  })
}

function filterOf(tx: Tx, query: InvoiceQuery): RawBuilder<unknown> {
  const sells = query.side === 'receivable'
  const [mine, other, name] = sells
    ? [sql.ref('h.org_id'), sql.ref('h.buyer_org_id'), sql.ref('h.buyer_name')]
    : [sql.ref('h.buyer_org_id'), sql.ref('h.org_id'), sql.ref('h.seller_name')]
  const parts = [sql`${mine} = ${tx.actor.orgId}`]
  if (query.partyOrgId) parts.push(sql`${other} = ${query.partyOrgId}::uuid`)
  if (query.orderId) parts.push(sql`h.order_id = ${query.orderId}::uuid`)
  if (query.kind) parts.push(sql`h.kind = ${query.kind}`)
  if (query.q) {
    const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`(h.no ILIKE ${like} OR h.order_no ILIKE ${like} OR h.reference ILIKE ${like}
      OR ${name} ILIKE ${like})`)
  }
  const isOpen = sql`h.cancelled_at IS NULL AND ${OPEN} > 0`
  switch (query.state) {
    case 'open':
      parts.push(isOpen)
      break
    case 'overdue':
      parts.push(isOpen, sql`h.kind <> 'credit_note'`, sql`coalesce(i.overdue, 0) > 0`)
      break
    case 'settled':
      parts.push(sql`h.cancelled_at IS NULL AND ${OPEN} = 0`)
      break
    case 'cancelled':
      parts.push(sql`h.cancelled_at IS NOT NULL`)
      break
    case 'disputed':
      parts.push(sql`coalesce((SELECT w.answer = 'disputed' FROM invoice_answers w
        WHERE w.invoice_id = h.id ORDER BY w.answered_at DESC, w.id DESC LIMIT 1), false)`)
  }
  return sql.join(parts, sql` AND `)
}
