import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { readInvoice } from './invoice-queries.ts'
import { tell } from './invoices.ts'
import { readPayment } from './payment-queries.ts'
import type { Invoice, Payment } from './schema.ts'

export interface Allocation {
  invoiceId: string
  amountMinor: number
}

/** What settles invoices: money that came, money paid back, or a credit note. */
interface Source {
  by: 'payment' | 'credit'
  id: string
  kind: 'payment' | 'refund' | 'credit'
  buyerOrgId: string
  currency: string
  leftMinor: number
}

/** Allocates a payment that the caller's transaction has just written, all of which is left. */
export async function allocateNew(
  tx: Tx,
  payment: Pick<Source, 'id' | 'buyerOrgId' | 'currency'> & {
    kind: 'payment' | 'refund'
    amountMinor: number
  },
  allocations: readonly Allocation[],
): Promise<void> {
  const source = { ...payment, by: 'payment' as const, leftMinor: payment.amountMinor }
  const ids = allocations.map((one) => one.invoiceId)
  await allocate(tx, source, await lockInvoices(tx, ids), allocations)
}

// Invoices are locked in the order of their ids, after the payment: so none waits for another in a ring.
async function allocatePayment(
  tx: Tx,
  id: string,
  allocations: readonly Allocation[],
): Promise<Source> {
  const source = await lockPayment(tx, id)
  const ids = allocations.map((one) => one.invoiceId)
  await allocate(tx, source, await lockInvoices(tx, ids), allocations)
  return source
}

export async function allocateCredit(
  tx: Tx,
  id: string,
  allocations: readonly Allocation[],
): Promise<Source> {
  const ids = allocations.map((one) => one.invoiceId)
  const locked = await lockInvoices(tx, [...ids, id])
  const source = creditOf(found(locked.get(id), 'invoice'))
  await allocate(tx, source, locked, allocations)
  return source
}

async function allocate(
  tx: Tx,
  paying: Source,
  locked: ReadonlyMap<string, LockedInvoice>,
  allocations: readonly Allocation[],
): Promise<void> {
  const total = allocations.reduce((sum, one) => sum + one.amountMinor, 0)
  if (total > paying.leftMinor) {
    throw new AppError('refused', {
      reason: 'over_allocated',
      data: { leftMinor: paying.leftMinor },
      errors: [
        { field: 'allocations', code: 'over_allocated', message: 'More than is left of it' },
      ],
    })
  }
  const taken = new Set<string>()
  for (const [at, { invoiceId, amountMinor }] of allocations.entries()) {
    requireFitting(paying, locked.get(invoiceId), {
      at,
      amountMinor,
      isTwice: taken.has(invoiceId),
    })
    taken.add(invoiceId)
  }
  await writeAllocations(tx, paying, allocations)
}

function requireFitting(
  source: Source,
  invoice: LockedInvoice | undefined,
  { at, amountMinor, isTwice }: { at: number; amountMinor: number; isTwice: boolean },
): void {
  const wrong = (code: string, message: string, name = 'invoiceId') =>
    new AppError('refused', {
      reason: code,
      errors: [{ field: `allocations.${at}.${name}`, code, message }],
    })
  if (invoice?.buyerOrgId !== source.buyerOrgId) throw wrong('other_party', 'Of another party')
  if (isTwice) throw wrong('invoice_twice', 'An invoice stands here twice')
  const isCredit = invoice.kind === 'credit_note'
  if (isCredit !== (source.kind === 'refund')) {
    throw wrong('kind_differs', 'Payments settle invoices, refunds settle credit notes')
  }
  if (invoice.currency !== source.currency) throw wrong('currency_differs', 'In another currency')
  if (invoice.isCancelled) throw wrong('cancelled', 'This invoice was cancelled')
  if (amountMinor > invoice.openMinor) {
    throw wrong('over_allocated', 'More than is open of the invoice', 'amountMinor')
  }
}

interface LockedInvoice {
  id: string
  kind: string
  buyerOrgId: string
  currency: string
  openMinor: number
  isCancelled: boolean
}

async function lockInvoices(tx: Tx, ids: readonly string[]): Promise<Map<string, LockedInvoice>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<LockedInvoice>`
    SELECT id, kind, buyer_org_id AS "buyerOrgId", currency, cancelled_at IS NOT NULL AS "isCancelled",
      total_minor - deposit_minor - paid_minor - credited_minor AS "openMinor"
    FROM invoices WHERE org_id = ${tx.actor.orgId} AND id = ANY(${ids}::uuid[])
    ORDER BY id FOR UPDATE`.execute(tx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

function creditOf(credit: LockedInvoice): Source {
  if (credit.kind !== 'credit_note') throw new AppError('refused', { reason: 'not_a_credit_note' })
  if (credit.isCancelled) throw new AppError('wrong_state', { reason: 'cancelled' })
  return {
    by: 'credit',
    id: credit.id,
    kind: 'credit',
    buyerOrgId: credit.buyerOrgId,
    currency: credit.currency,
    leftMinor: credit.openMinor,
  }
}

async function lockPayment(tx: Tx, id: string): Promise<Source> {
  const { rows } = await sql<Source & { state: string }>`
    SELECT 'payment' AS by, id, kind, buyer_org_id AS "buyerOrgId", currency, state,
      amount_minor - allocated_minor AS "leftMinor"
    FROM payments WHERE id = ${id}::uuid AND org_id = ${tx.actor.orgId} FOR UPDATE`.execute(tx.db)
  const { state, ...source } = found(rows[0], 'payment')
  if (state !== 'received') throw new AppError('wrong_state', { reason: `payment_${state}` })
  return source
}

/** Rows of what settles what, and the sums that they make; below zero they take back. */
async function writeAllocations(
  tx: Tx,
  source: Pick<Source, 'by' | 'id' | 'buyerOrgId'>,
  allocations: readonly Allocation[],
): Promise<void> {
  if (allocations.length === 0) return
  const now = tx.now()
  const ids = allocations.map((one) => one.invoiceId)
  const amounts = allocations.map((one) => one.amountMinor)
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  const isPayment = source.by === 'payment'
  const column = isPayment ? sql.ref('paid_minor') : sql.ref('credited_minor')
  await Promise.all([
    sql`INSERT INTO allocations (id, org_id, buyer_org_id, payment_id, credit_id, invoice_id, amount_minor, made_by, made_at)
      SELECT a.id, ${tx.actor.orgId}, ${source.buyerOrgId}, ${isPayment ? source.id : null}::uuid,
        ${isPayment ? null : source.id}::uuid, a.invoice, a.amount, ${tx.actor.personId}, ${now.toISOString()}
      FROM unnest(${ids.map(() => newId(now.getTime()))}::uuid[], ${ids}::uuid[], ${amounts}::bigint[])
        AS a(id, invoice, amount)`.execute(tx.db),
    sql`UPDATE invoices v SET ${column} = ${column} + a.amount, version = v.version + 1
      FROM unnest(${ids}::uuid[], ${amounts}::bigint[]) AS a(invoice, amount) WHERE v.id = a.invoice`.execute(
      tx.db,
    ),
    isPayment
      ? sql`UPDATE payments SET allocated_minor = allocated_minor + ${total}, version = version + 1
          WHERE id = ${source.id}::uuid`.execute(tx.db)
      : sql`UPDATE invoices SET credited_minor = credited_minor + ${total}, version = version + 1
          WHERE id = ${source.id}::uuid`.execute(tx.db),
  ])
}

/** What a payment or credit note settles now, invoice by invoice. */
async function standing(tx: Tx, by: Source['by'], id: string): Promise<Allocation[]> {
  const column = by === 'payment' ? sql.ref('payment_id') : sql.ref('credit_id')
  const { rows } = await sql<Allocation>`
    SELECT invoice_id AS "invoiceId", sum(amount_minor)::bigint AS "amountMinor" FROM allocations
    WHERE ${column} = ${id}::uuid GROUP BY 1 HAVING sum(amount_minor) > 0 ORDER BY 1`.execute(tx.db)
  return rows
}

/** Opens again what a payment or credit note had settled: all of it, or one invoice. */
async function takeBack(
  tx: Tx,
  source: Pick<Source, 'by' | 'id' | 'buyerOrgId'>,
  invoiceId: string | null,
): Promise<Allocation[]> {
  const held = (await standing(tx, source.by, source.id)).filter(
    (one) => invoiceId === null || one.invoiceId === invoiceId,
  )
  await lockInvoices(
    tx,
    held.map((one) => one.invoiceId),
  )
  await writeAllocations(
    tx,
    source,
    held.map((one) => ({ ...one, amountMinor: -one.amountMinor })),
  )
  return held
}

export function takeBackPayment(tx: Tx, payment: { id: string; buyerOrgId: string }) {
  return takeBack(tx, { by: 'payment', ...payment }, null)
}
export function takeBackCredit(tx: Tx, { id, buyerOrgId }: { id: string; buyerOrgId: string }) {
  return takeBack(tx, { by: 'credit', id, buyerOrgId }, null)
}

const partiesOf = (tx: Tx, source: Source) => ({
  sellerOrgId: tx.actor.orgId as string,
  buyerOrgId: source.buyerOrgId,
})

/** Says which invoices a payment settles, as far as something is left of it. */
export function allocateReceived(
  ctx: Ctx,
  id: string,
  allocations: readonly Allocation[],
): Promise<Payment> {
  return ctx.transaction(async (tx) => {
    await readPayment(tx, id)
    const source = await allocatePayment(tx, id, allocations)
    tell(tx, partiesOf(tx, source), 'payment_allocated', id, { allocations }, 'payment')
    return readPayment(tx, id)
  })
}

/** Uses a credit note for other invoices of the same buyer. */
export function useCredit(
  ctx: Ctx,
  id: string,
  allocations: readonly Allocation[],
): Promise<Invoice> {
  return ctx.transaction(async (tx) => {
    await requireSeller(tx, id)
    const source = await allocateCredit(tx, id, allocations)
    tell(tx, partiesOf(tx, source), 'credit_used', id, { allocations })
    return readInvoice(tx, id)
  })
}

async function requireSeller(tx: Tx, invoiceId: string): Promise<void> {
  const invoice = await readInvoice(tx, invoiceId)
  if (invoice.side !== 'receivable') throw new AppError('forbidden', { reason: 'seller_only' })
}

/** Takes a payment off one invoice; it is on account again. */
export function deallocate(ctx: Ctx, id: string, invoiceId: string): Promise<Payment> {
  return ctx.transaction(async (tx) => {
    await readPayment(tx, id)
    const source = await lockPayment(tx, id)
    const held = await takeBack(tx, source, invoiceId)
    if (held.length === 0) throw new AppError('not_found', { reason: 'allocation' })
    tell(tx, partiesOf(tx, source), 'payment_deallocated', id, { invoiceId }, 'payment')
    return readPayment(tx, id)
  })
}
