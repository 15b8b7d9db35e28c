import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { record, recordFor } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { orgsSql } from '../../identity/index.ts'
import { requireTrade } from '../partners.ts'
import { toMicro } from '../quantity.ts'
import { addDays } from './days.ts'
import { readInvoice } from './invoice-queries.ts'
import { drawNumber, insertDocument, lockOrder, type NewDocument } from './invoice-rows.ts'
import {
  chargeLines,
  depositLines,
  depositShare,
  instalmentsOf,
  linesToInvoice,
} from './invoice-rules.ts'
import { bookForBoth, bookingDay } from './ledger.ts'
import { postingsOf } from './ledger-rules.ts'
import type {
  AnswerInput,
  DepositInput,
  FreeInvoiceInput,
  Invoice,
  InvoiceInput,
} from './schema.ts'

/** Asks the buyer for what was ordered, has left or has arrived, as far as no invoice has yet. */
export function issueInvoice(ctx: Ctx, orderId: string, input: InvoiceInput): Promise<Invoice> {
  return ctx.transaction(async (tx) => {
    const [order, issuedOn, no] = await Promise.all([
      lockOrder(tx, orderId, input.basis),
      bookingDay(tx, input.issuedOn, 'issuedOn'),
      drawNumber(tx, 'invoice', input.issuedOn),
    ])
    const wanted = wantedOf(input, new Set(order.lines.map((line) => line.id)))
    const lines = linesToInvoice(order.lines, input, wanted)
    if (!Array.isArray(lines)) {
      const at = input.lines?.findIndex((line) => line.orderLineId === lines.tooMuch.id) ?? 0
      throw new AppError('refused', {
        reason: 'invoiced_too_much',
        errors: [
          {
            field: `lines.${at}.quantity`,
            code: 'invoiced_too_much',
            message: 'More than the basis allows to invoice',
          },
        ],
      })
    }
    if (lines.length === 0) throw new AppError('already_done', { reason: 'nothing_to_invoice' })
    const toPay = lines.reduce((sum, line) => sum + line.amountMinor - line.depositMinor, 0)
    return issue(tx, {
      ...order,
      kind: 'invoice',
      order,
      basis: input.basis,
      no,
      issuedOn,
      note: input.note,
      lines,
      instalments: instalmentsOf(toPay, order.payment, { ...order, issuedOn }),
    })
  })
}

function wantedOf(input: InvoiceInput, known: ReadonlySet<string>): Map<string, bigint> | null {
  if (!input.lines) return null
  const wanted = new Map<string, bigint>()
  for (const [at, { orderLineId, quantity }] of input.lines.entries()) {
    const field = `lines.${at}.orderLineId`
    if (!known.has(orderLineId)) throw badField(field, 'not_found', 'No such line in the order')
    if (wanted.has(orderLineId)) throw badField(field, 'line_twice', 'A line stands here twice')
    wanted.set(orderLineId, toMicro(quantity))
  }
  return wanted
}

/** Asks for a part of an order ahead; its invoices will ask for so much less. */
export function askDeposit(ctx: Ctx, orderId: string, input: DepositInput): Promise<Invoice> {
  return ctx.transaction(async (tx) => {
    const [order, issuedOn] = await Promise.all([
      lockOrder(tx, orderId, 'ordered'),
      bookingDay(tx, input.issuedOn, 'issuedOn'),
    ])
    if (order.hasDeposit) throw new AppError('already_done', { reason: 'deposit_asked' })
    if (order.lines.some((line) => line.invoicedMicro > 0n)) {
      throw new AppError('wrong_state', { reason: 'order_invoiced' })
    }
    const shareBp = input.shareBp ?? depositShare(order.payment)
    const lines = depositLines(order.lines, shareBp)
    const total = lines.reduce((sum, line) => sum + line.amountMinor, 0)
    if (total === 0) throw new AppError('refused', { reason: 'no_deposit_agreed' })
    const part = order.payment.find(({ from }) => from === 'order')
    const payment = [{ shareBp: 10_000, from: 'order' as const, days: part?.days ?? 0 }]
    const no = await drawNumber(tx, 'deposit', issuedOn)
    return issue(tx, {
      ...order,
      kind: 'deposit',
      order,
      basis: null,
      no,
      issuedOn,
      note: input.note,
      lines,
      instalments: instalmentsOf(total, payment, { ...order, issuedOn, hasDeposit: false }),
    })
  })
}

/** Asks for something without an order. */
export function issueFreeInvoice(ctx: Ctx, input: FreeInvoiceInput): Promise<Invoice> {
  return ctx.transaction(async (tx) => {
    const sellerOrgId = tx.actor.orgId as string
    const { buyerOrgId, currency, note } = input
    const buyer = await requireTrade(tx, { sellerOrgId, buyerOrgId })
    const issuedOn = await bookingDay(tx, input.issuedOn, 'issuedOn')
    const lines = chargeLines({ charges: input.lines, taxBp: input.taxBp })
    const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0)
    const dueOn = addDays(issuedOn, input.dueDays)
    return issue(tx, {
      kind: 'invoice',
      sellerOrgId,
      buyerOrgId,
      sellerName: await shortNameOf(tx, sellerOrgId),
      buyerName: buyer.shortName,
      order: null,
      basis: 'free',
      no: await drawNumber(tx, 'invoice', issuedOn),
      currency,
      issuedOn,
      note,
      lines,
      instalments: [{ dueFrom: 'invoice', days: input.dueDays, amountMinor, dueOn }],
    })
  })
}

export async function shortNameOf(tx: Tx, orgId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    SELECT o.short_name AS name FROM ${orgsSql()} o WHERE o.id = ${orgId}::uuid`.execute(tx.db)
  return found(rows[0], 'org').name
}

type Issued = Omit<NewDocument, 'correctsId' | 'reason'>

/** Rows, both ledgers and the answer leave in one packet. */
async function issue(tx: Tx, made: Issued): Promise<Invoice> {
  const { id, totalMinor, written } = insertDocument(tx, {
    ...made,
    correctsId: null,
    reason: null,
  })
  const [, , , invoice] = await Promise.all([
    written,
    bookForBoth(tx, made, {
      kind: made.kind,
      source: `invoice:${id}`,
      memo: made.no,
      on: made.issuedOn,
      postings: postingsOf({ ...made, kind: made.kind }),
    }),
    made.instalments.some((part) => part.dueOn === null) &&
      sql`SELECT instalments_fall_due(${made.order?.id}::uuid)`.execute(tx.db),
    readInvoice(tx, id),
  ])
  tell(tx, made, made.kind === 'deposit' ? 'deposit_asked' : 'invoice_issued', id, {
    no: made.no,
    orderId: made.order?.id ?? null,
    totalMinor,
    currency: made.currency,
  })
  return invoice
}

/** Both parties' records hold what happened between them. */
export function tell(
  tx: Tx,
  { sellerOrgId, buyerOrgId }: { sellerOrgId: string; buyerOrgId: string },
  type: string,
  id: string,
  data: Record<string, unknown>,
  subject = 'invoice',
): void {
  const other = tx.actor.orgId === sellerOrgId ? buyerOrgId : sellerOrgId
  record(tx, `trade.${type}`, `${subject}:${id}`, data)
  recordFor(tx, other, `trade.${type}`, `${subject}:${id}`, data)
}

/** The buyer agrees with an invoice, or says why not; what is disputed is not reminded of. */
export function answerInvoice(ctx: Ctx, id: string, input: AnswerInput): Promise<Invoice> {
  return ctx.transaction(async (tx) => {
    const { rows } = await sql<{
      org_id: string
      buyer_org_id: string
      cancelled_at: string | null
    }>`
      SELECT org_id, buyer_org_id, cancelled_at FROM invoices WHERE id = ${id}::uuid`.execute(tx.db)
    const invoice = found(rows[0], 'invoice')
    if (invoice.buyer_org_id !== tx.actor.orgId) {
      throw new AppError('forbidden', { reason: 'buyer_only' })
    }
    if (invoice.cancelled_at !== null) throw new AppError('wrong_state', { reason: 'cancelled' })
    await sql`SELECT pg_advisory_xact_lock(5180113, hashtext(${`answer:${id}`}))`.execute(tx.db)
    const last = await sql<{ answer: string }>`
      SELECT answer FROM invoice_answers WHERE invoice_id = ${id}::uuid
      ORDER BY answered_at DESC, id DESC LIMIT 1`.execute(tx.db)
    if (last.rows[0]?.answer === input.answer) {
      throw new AppError('already_done', { reason: 'answered' })
    }
    const reason = input.answer === 'disputed' ? input.reason : ''
    const now = tx.now()
    await tx.db
      .insertInto('invoice_answers')
      .values({
        id: newId(now.getTime()),
        org_id: invoice.org_id,
        buyer_org_id: invoice.buyer_org_id,
        invoice_id: id,
        answer: input.answer,
        reason,
        answered_by: tx.actor.personId,
        answered_at: now.toISOString(),
      })
      .execute()
    const parties = { sellerOrgId: invoice.org_id, buyerOrgId: invoice.buyer_org_id }
    tell(tx, parties, `invoice_${input.answer}`, id, { reason })
    return readInvoice(tx, id)
  })
}
