import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { toMicro } from '../quantity.ts'
import { allocateCredit, takeBackCredit } from './allocations.ts'
import { readInvoice } from './invoice-queries.ts'
import { drawNumber, insertDocument } from './invoice-rows.ts'
import { type CreditableLine, creditLine, type DocumentLine } from './invoice-rules.ts'
import { tell } from './invoices.ts'
import { bookForBoth, bookingDay, lockSource, reverseForBoth } from './ledger.ts'
import { type BookedLine, postingsOf } from './ledger-rules.ts'
import type { CreditNoteInput, Invoice } from './schema.ts'

interface Heading {
  id: string
  kind: 'deposit' | 'invoice' | 'credit_note'
  no: string
  sellerOrgId: string
  buyerOrgId: string
  sellerName: string
  buyerName: string
  orderId: string | null
  orderNo: string
  correctsId: string | null
  correctsKind: string | null
  reason: string | null
  currency: string
  paidMinor: number
  creditedMinor: number
  openMinor: number
  cancelledAt: string | null
}

/** The seller's own document, kept for this transaction; the buyer may read it, and change nothing. */
async function lockDocument(tx: Tx, id: string): Promise<Heading> {
  const read = async (isLocked: boolean) =>
    (
      await sql<Heading>`
        SELECT v.id, v.kind, v.no, v.org_id AS "sellerOrgId", v.buyer_org_id AS "buyerOrgId",
          v.seller_name AS "sellerName", v.buyer_name AS "buyerName", v.order_id AS "orderId",
          v.order_no AS "orderNo", v.corrects_id AS "correctsId", v.reason, v.currency,
          (SELECT c.kind FROM invoices c WHERE c.id = v.corrects_id) AS "correctsKind",
          v.paid_minor AS "paidMinor", v.credited_minor AS "creditedMinor", v.cancelled_at AS "cancelledAt",
          v.total_minor - v.deposit_minor - v.paid_minor - v.credited_minor AS "openMinor"
        FROM invoices v WHERE v.id = ${id}::uuid ${isLocked ? sql`FOR UPDATE` : sql``}`.execute(
        tx.db,
      )
    ).rows[0]
  const seen = found(await read(false), 'invoice')
  if (seen.sellerOrgId !== tx.actor.orgId) {
    throw new AppError('forbidden', { reason: 'seller_only' })
  }
  // Billing the order again waits, so that it never counts with what is just taken back.
  if (seen.orderId) await lockSource(tx, `order:${seen.orderId}`)
  return found(await read(true), 'invoice')
}

/** Cancels a document that nothing builds on: both ledgers go back, and its goods may be invoiced again. */
export function cancelInvoice(ctx: Ctx, id: string, reason: string): Promise<Invoice> {
  return ctx.transaction(async (tx) => {
    const document = await lockDocument(tx, id)
    if (document.cancelledAt !== null) throw new AppError('already_done', { reason: 'cancelled' })
    const on = await bookingDay(tx, undefined, 'issuedOn')
    if (document.kind === 'credit_note') {
      if (document.paidMinor > 0) throw new AppError('wrong_state', { reason: 'credit_refunded' })
      await takeBackCredit(tx, document)
    } else await requireUntouched(tx, document)
    const now = tx.now().toISOString()
    await sql`UPDATE invoices SET cancelled_at = ${now}, cancel_reason = ${reason}, version = version + 1
      WHERE id = ${id}::uuid`.execute(tx.db)
    await reverseForBoth(tx, document, {
      kind: document.kind,
      source: `invoice:${id}`,
      memo: document.no,
      on,
      postings: postingsOf({
        ...document,
        isOfDeposit: document.correctsKind === 'deposit',
        lines: await bookedLines(tx, id),
      }),
    })
    tell(tx, document, 'invoice_cancelled', id, { no: document.no, reason })
    return readInvoice(tx, id)
  })
}

async function requireUntouched(tx: Tx, document: Heading): Promise<void> {
  if (document.paidMinor + document.creditedMinor > 0) {
    throw new AppError('wrong_state', { reason: 'invoice_settled' })
  }
  const { rows } = await sql<{ credited: boolean; used: boolean }>`
    SELECT EXISTS (SELECT 1 FROM invoices c WHERE c.corrects_id = ${document.id}::uuid
        AND c.cancelled_at IS NULL) AS credited,
      EXISTS (SELECT 1 FROM invoice_lines d JOIN invoice_lines b ON b.order_line_id = d.order_line_id
        JOIN invoices v ON v.id = b.invoice_id AND v.cancelled_at IS NULL
        WHERE d.invoice_id = ${document.id}::uuid AND b.deposit_minor > 0) AS used`.execute(tx.db)
  if (rows[0]!.credited) throw new AppError('wrong_state', { reason: 'invoice_credited' })
  if (document.kind === 'deposit' && rows[0]!.used) {
    throw new AppError('wrong_state', { reason: 'deposit_used' })
  }
}

async function bookedLines(tx: Tx, id: string): Promise<BookedLine[]> {
  const { rows } = await sql<BookedLine>`
    SELECT flow, amount_minor AS "amountMinor", tax_minor AS "taxMinor", deposit_minor AS "depositMinor"
    FROM invoice_lines WHERE invoice_id = ${id}::uuid ORDER BY no`.execute(tx.db)
  return rows
}

/** Takes back a part of an invoice: for goods that came back, a difference, a price. It settles the invoice first. */
export function creditInvoice(ctx: Ctx, id: string, input: CreditNoteInput): Promise<Invoice> {
  return ctx.transaction(async (tx) => {
    const invoice = await lockDocument(tx, id)
    if (invoice.kind === 'credit_note') throw new AppError('refused', { reason: 'not_creditable' })
    if (invoice.cancelledAt !== null) throw new AppError('wrong_state', { reason: 'cancelled' })
    const issuedOn = await bookingDay(tx, input.issuedOn, 'issuedOn')
    const lines = linesToCredit(await creditableLines(tx, id), input)
    if (lines.length === 0) throw new AppError('already_done', { reason: 'invoice_credited' })
    const order = invoice.orderId ? { id: invoice.orderId, no: invoice.orderNo } : null
    const document = {
      ...invoice,
      kind: 'credit_note' as const,
      order,
      correctsId: id,
      reason: input.reason,
      basis: null,
      no: await drawNumber(tx, 'credit_note', issuedOn),
      issuedOn,
      note: input.note,
      lines,
      instalments: [],
    }
    const made = insertDocument(tx, document)
    await made.written
    await bookForBoth(tx, invoice, {
      kind: 'credit_note',
      source: `invoice:${made.id}`,
      memo: document.no,
      on: issuedOn,
      postings: postingsOf({ ...document, isOfDeposit: invoice.kind === 'deposit' }),
    })
    const amountMinor = Math.min(made.totalMinor, invoice.openMinor)
    if (amountMinor > 0) await allocateCredit(tx, made.id, [{ invoiceId: id, amountMinor }])
    tell(tx, invoice, 'invoice_credited', id, {
      no: document.no,
      creditNoteId: made.id,
      totalMinor: made.totalMinor,
      currency: invoice.currency,
      reason: input.reason,
    })
    return readInvoice(tx, made.id)
  })
}

async function creditableLines(tx: Tx, id: string): Promise<CreditableLine[]> {
  const { rows } = await sql<
    Omit<CreditableLine, 'micro' | 'creditedMicro'> & { quantity: string; creditedQuantity: string }
  >`
    SELECT l.no, l.order_line_id AS "orderLineId", l.flow, l.description, l.unit, l.quantity,
      l.amount_minor AS "amountMinor", l.tax_bp AS "taxBp", coalesce(c.quantity, 0) AS "creditedQuantity",
      coalesce(c.minor, 0)::bigint AS "creditedMinor"
    FROM invoice_lines l
    LEFT JOIN LATERAL (SELECT sum(b.quantity) AS quantity, sum(b.amount_minor) AS minor
      FROM invoices n JOIN invoice_lines b ON b.invoice_id = n.id
      WHERE n.corrects_id = l.invoice_id AND n.cancelled_at IS NULL AND b.corrects_no = l.no) c ON true
    WHERE l.invoice_id = ${id}::uuid ORDER BY l.no`.execute(tx.db)
  return rows.map(({ quantity, creditedQuantity, ...line }) => ({
    ...line,
    micro: toMicro(quantity),
    creditedMicro: toMicro(creditedQuantity),
  }))
}

function linesToCredit(lines: readonly CreditableLine[], input: CreditNoteInput): DocumentLine[] {
  if (!input.lines) {
    // By quantity where there is any, and what an amount alone makes up by amount.
    return lines
      .filter((line) => line.amountMinor > line.creditedMinor || line.micro > line.creditedMicro)
      .map((line) =>
        line.micro > line.creditedMicro
          ? creditLine(line, { micro: line.micro - line.creditedMicro })!
          : creditLine(line, { amountMinor: line.amountMinor - line.creditedMinor })!,
      )
  }
  const made = new Map<number, DocumentLine>()
  for (const [at, { no, quantity, amountMinor }] of input.lines.entries()) {
    const line = lines.find((one) => one.no === no)
    if (!line) throw badField(`lines.${at}.no`, 'not_found', 'No such line')
    if (made.has(no)) throw badField(`lines.${at}.no`, 'line_twice', 'A line stands here twice')
    const credited = creditLine(
      line,
      quantity === undefined ? { amountMinor: amountMinor! } : { micro: toMicro(quantity) },
    )
    if (!credited) {
      throw new AppError('refused', {
        reason: 'credited_too_much',
        errors: [
          {
            field: `lines.${at}.${quantity === undefined ? 'amountMinor' : 'quantity'}`,
            code: 'credited_too_much',
            message: 'More than is left of the line',
          },
        ],
      })
    }
    made.set(no, credited)
  }
  return [...made.values()]
}
