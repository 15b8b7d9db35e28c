import type { PaymentTerm } from '@jingwei/pricing/terms'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { toMicro } from '../quantity.ts'
import { dayOf } from './days.ts'
import type { BillableLine, DocumentLine, PlannedInstalment } from './invoice-rules.ts'
import { lockSource } from './ledger.ts'
import { referenceOf } from './reference.ts'
import type { InvoiceInput } from './schema.ts'

export interface BilledOrder {
  id: string
  no: string
  sellerOrgId: string
  buyerOrgId: string
  sellerName: string
  buyerName: string
  currency: string
  payment: PaymentTerm
  placedOn: string
  hasDeposit: boolean
  lines: BillableLine[]
}

interface OrderRow {
  id: string
  no: string
  org_id: string
  buyer_org_id: string
  seller_name: string
  buyer_name: string
  currency: string
  payment: PaymentTerm
  placed_at: string
  confirmed_at: string | null
  has_deposit: boolean
}
interface LineRow {
  id: string
  description: string
  kind: 'goods' | 'service'
  unit: string
  amount_minor: number
  quantity: string
  final: string
  allowed: string
  invoiced: string
  deposit_minor: number
  deposit_used_minor: number
}

const ALLOWED = {
  ordered: sql`greatest(0, l.quantity + l.kept - l.let_go - l.returned)`,
  shipped: sql`l.payable`,
  received: sql`l.delivered`,
} as const

/** The seller's order with all that has been asked for; others that bill the same order wait until this is done. */
export async function lockOrder(
  tx: Tx,
  orderId: string,
  basis: InvoiceInput['basis'],
): Promise<BilledOrder> {
  const [, orders, lines] = await Promise.all([
    lockSource(tx, `order:${orderId}`),
    sql<OrderRow>`
      SELECT o.id, o.no, o.org_id, o.buyer_org_id, o.seller_name, o.buyer_name, o.currency, o.payment, o.placed_at,
        o.confirmed_at, EXISTS (SELECT 1 FROM invoices v WHERE v.order_id = o.id AND v.kind = 'deposit'
          AND v.cancelled_at IS NULL) AS has_deposit
      FROM trade_orders o WHERE o.id = ${orderId}::uuid`.execute(tx.db),
    sql<LineRow>`
      SELECT l.id, l.description, l.kind, l.unit, l.amount_minor, l.quantity,
        ${ALLOWED.ordered} AS final, ${ALLOWED[basis]} AS allowed,
        coalesce(b.invoiced, 0) AS invoiced, coalesce(b.deposit, 0)::bigint AS deposit_minor,
        coalesce(b.used, 0)::bigint AS deposit_used_minor
      FROM trade_order_lines l
      LEFT JOIN LATERAL (
        SELECT sum(CASE v.kind WHEN 'invoice' THEN b.quantity WHEN 'credit_note' THEN -b.quantity END) AS invoiced,
          sum(CASE WHEN v.kind = 'deposit' THEN b.amount_minor
            WHEN v.kind = 'credit_note' AND c.kind = 'deposit' THEN -b.amount_minor END) AS deposit,
          sum(b.deposit_minor) AS used
        FROM invoice_lines b JOIN invoices v ON v.id = b.invoice_id AND v.cancelled_at IS NULL
        LEFT JOIN invoices c ON c.id = v.corrects_id
        WHERE b.order_line_id = l.id) b ON true
      WHERE l.order_id = ${orderId}::uuid ORDER BY l.line_no`.execute(tx.db),
  ])
  const order = found(orders.rows[0], 'trade_order')
  if (order.org_id !== tx.actor.orgId) throw new AppError('forbidden', { reason: 'seller_only' })
  if (order.confirmed_at === null)
    throw new AppError('wrong_state', { reason: 'order_not_confirmed' })
  return {
    id: order.id,
    no: order.no,
    sellerOrgId: order.org_id,
    buyerOrgId: order.buyer_org_id,
    sellerName: order.seller_name,
    buyerName: order.buyer_name,
    currency: order.currency,
    payment: order.payment,
    placedOn: dayOf(new Date(order.placed_at)),
    hasDeposit: order.has_deposit,
    lines: lines.rows.map((row) => ({
      id: row.id,
      description: row.description,
      kind: row.kind,
      unit: row.unit,
      amountMinor: row.amount_minor,
      orderedMicro: toMicro(row.quantity),
      finalMicro: toMicro(row.final),
      allowedMicro: signedMicro(row.allowed),
      invoicedMicro: signedMicro(row.invoiced),
      depositMinor: row.deposit_minor,
      depositUsedMinor: row.deposit_used_minor,
    })),
  }
}

/** What was taken back may exceed what was asked for, where prices were changed in between. */
function signedMicro(quantity: string): bigint {
  return quantity.startsWith('-') ? -toMicro(quantity.slice(1)) : toMicro(quantity)
}

const PREFIX = { deposit: 'DEP', invoice: 'INV', credit_note: 'CN' } as const

/** The next number of the org's documents of this kind in the year; none is left out. */
export async function drawNumber(tx: Tx, kind: keyof typeof PREFIX, issuedOn?: string) {
  const year = Number((issuedOn ?? dayOf(tx.now())).slice(0, 4))
  const { rows } = await sql<{ last: number }>`
    INSERT INTO document_numbers AS n (org_id, kind, year, last) VALUES (${tx.actor.orgId}, ${kind}, ${year}, 1)
    ON CONFLICT (org_id, kind, year) DO UPDATE SET last = n.last + 1 RETURNING last`.execute(tx.db)
  return `${PREFIX[kind]}-${year}-${String(rows[0]!.last).padStart(6, '0')}`
}

export interface NewDocument {
  kind: keyof typeof PREFIX
  sellerOrgId: string
  buyerOrgId: string
  sellerName: string
  buyerName: string
  order: { id: string; no: string } | null
  correctsId: string | null
  reason: string | null
  basis: string | null
  no: string
  currency: string
  issuedOn: string
  note: string
  lines: readonly DocumentLine[]
  instalments: readonly PlannedInstalment[]
}

export interface WrittenDocument {
  id: string
  totalMinor: number
  /** Ends when the rows are written; what is asked after it in the same turn travels with it. */
  written: Promise<unknown>
}

/** Writes a document with its lines and instalments in one packet. */
export function insertDocument(tx: Tx, made: NewDocument): WrittenDocument {
  const now = tx.now()
  const id = newId(now.getTime())
  const sum = (of: (line: DocumentLine) => number) =>
    made.lines.reduce((all, line) => all + of(line), 0)
  const totalMinor = sum((line) => line.amountMinor)
  const written = Promise.all([
    sql`INSERT INTO invoices (id, org_id, buyer_org_id, seller_name, buyer_name, order_id, order_no, kind, corrects_id,
        reason, basis, no, reference, currency, total_minor, tax_minor, deposit_minor, issued_on, note, created_by,
        created_at)
      VALUES (${id}, ${made.sellerOrgId}, ${made.buyerOrgId}, ${made.sellerName}, ${made.buyerName},
        ${made.order?.id ?? null}, ${made.order?.no ?? ''}, ${made.kind}, ${made.correctsId}, ${made.reason},
        ${made.basis}, ${made.no}, ${referenceOf(made.no)}, ${made.currency}, ${totalMinor},
        ${sum((line) => line.taxMinor)}, ${sum((line) => line.depositMinor)}, ${made.issuedOn}, ${made.note},
        ${tx.actor.personId ?? tx.actor.keyId}, ${now.toISOString()})`.execute(tx.db),
    sql`INSERT INTO invoice_lines (invoice_id, no, org_id, buyer_org_id, order_line_id, corrects_no, flow, description,
        quantity, unit, amount_minor, tax_bp, tax_minor, deposit_minor)
      SELECT ${id}, n, ${made.sellerOrgId}, ${made.buyerOrgId}, (l ->> 'orderLineId')::uuid, (l ->> 'correctsNo')::int,
        l ->> 'flow', l ->> 'description', (l ->> 'quantity')::numeric, l ->> 'unit', (l ->> 'amountMinor')::bigint,
        (l ->> 'taxBp')::int, (l ->> 'taxMinor')::bigint, (l ->> 'depositMinor')::bigint
      FROM jsonb_array_elements(${JSON.stringify(made.lines)}::jsonb) WITH ORDINALITY AS e(l, n)`.execute(
      tx.db,
    ),
    made.instalments.length > 0 &&
      sql`INSERT INTO instalments (invoice_id, no, org_id, buyer_org_id, order_id, due_from, days, amount_minor, due_on)
      SELECT ${id}, n, ${made.sellerOrgId}, ${made.buyerOrgId}, ${made.order?.id ?? null}, p ->> 'dueFrom',
        (p ->> 'days')::int, (p ->> 'amountMinor')::bigint, (p ->> 'dueOn')::date
      FROM jsonb_array_elements(${JSON.stringify(made.instalments)}::jsonb) WITH ORDINALITY AS e(p, n)`.execute(
        tx.db,
      ),
  ])
  return { id, totalMinor, written }
}
