import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField, found } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { requireTrade } from '../partners.ts'
import { allocateNew, takeBackPayment } from './allocations.ts'
import { dayOf } from './days.ts'
import { shortNameOf, tell } from './invoices.ts'
import { bookForBoth, bookingDay, reverseForBoth } from './ledger.ts'
import { paymentPostings } from './ledger-rules.ts'
import { readPayment } from './payment-queries.ts'
import type { Payment, PaymentInput, ReceiptInput } from './schema.ts'

interface Party {
  sellerOrgId: string
  buyerOrgId: string
  sellerName: string
  buyerName: string
}

/**
 * Records money that the seller has received or paid back: a fact in both ledgers. What the buyer says it has paid is
 * announced, and becomes a fact when the seller has it. The same reference again is the same payment and changes nothing.
 */
export function recordPayment(ctx: Ctx, input: PaymentInput): Promise<Payment> {
  return ctx.transaction((tx) => writePayment(tx, input))
}

export async function writePayment(tx: Tx, input: PaymentInput): Promise<Payment> {
  const { kind, side } = input
  const isAnnounced = side === 'payable'
  if (isAnnounced && kind === 'refund') {
    throw badField('kind', 'seller_only', 'The seller records what it pays back')
  }
  if (isAnnounced && input.allocations.length > 0) {
    throw badField('allocations', 'seller_only', 'The seller says what a payment settles')
  }
  const [party, paidOn] = await Promise.all([
    partyOf(tx, input),
    isAnnounced ? (input.paidOn ?? dayOf(tx.now())) : bookingDay(tx, input.paidOn, 'paidOn'),
  ])
  const id = await insertPayment(tx, input, party, paidOn, isAnnounced)
  if (id === null) return replayed(tx, input, party)
  const fact = { amountMinor: input.amountMinor, currency: input.currency, paidOn, kind }
  if (isAnnounced) {
    tell(tx, party, 'payment_announced', id, fact, 'payment')
    return readPayment(tx, id)
  }
  return receive(tx, { ...party, ...input, id, paidOn })
}

/** The names of both, where they trade or have traded; to anybody else the party does not exist. */
async function partyOf(tx: Tx, { side, partyOrgId }: PaymentInput): Promise<Party> {
  const me = tx.actor.orgId as string
  const sells = side === 'receivable'
  const ids = sells
    ? { sellerOrgId: me, buyerOrgId: partyOrgId }
    : { sellerOrgId: partyOrgId, buyerOrgId: me }
  const { rows } = await sql<{ sellerName: string; buyerName: string }>`
    SELECT seller_name AS "sellerName", buyer_name AS "buyerName" FROM invoices
    WHERE org_id = ${ids.sellerOrgId}::uuid AND buyer_org_id = ${ids.buyerOrgId}::uuid
    ORDER BY issued_on DESC, id DESC LIMIT 1`.execute(tx.db)
  if (rows[0]) return { ...ids, ...rows[0] }
  const other = await requireTrade(tx, ids)
  const mine = await shortNameOf(tx, me)
  const [sellerName, buyerName] = sells ? [mine, other.shortName] : [other.shortName, mine]
  return { ...ids, sellerName, buyerName }
}

/** Null where a payment with this reference is there already. */
async function insertPayment(
  tx: Tx,
  input: PaymentInput,
  party: Party,
  paidOn: string,
  isAnnounced: boolean,
): Promise<string | null> {
  const now = tx.now()
  const id = newId(now.getTime())
  const at = now.toISOString()
  const { rows } = await sql`
    INSERT INTO payments (id, org_id, buyer_org_id, seller_name, buyer_name, kind, state, currency, amount_minor, paid_on,
      reference, note, recorded_by_org_id, recorded_by, created_at, received_at)
    VALUES (${id}, ${party.sellerOrgId}, ${party.buyerOrgId}, ${party.sellerName}, ${party.buyerName}, ${input.kind},
      ${isAnnounced ? 'announced' : 'received'}, ${input.currency}, ${input.amountMinor}, ${paidOn}, ${input.reference},
      ${input.note}, ${tx.actor.orgId}, ${tx.actor.personId ?? tx.actor.keyId}, ${at}, ${isAnnounced ? null : at})
    ON CONFLICT (org_id, buyer_org_id, kind, reference) WHERE reference <> '' DO NOTHING RETURNING 1`.execute(
    tx.db,
  )
  return rows.length > 0 ? id : null
}

async function replayed(tx: Tx, input: PaymentInput, party: Party): Promise<Payment> {
  const { rows } = await sql<{ id: string; amount: number; currency: string; state: string }>`
    SELECT id, amount_minor AS amount, currency, state FROM payments
    WHERE org_id = ${party.sellerOrgId} AND buyer_org_id = ${party.buyerOrgId} AND kind = ${input.kind}
      AND reference = ${input.reference}`.execute(tx.db)
  const held = found(rows[0], 'payment')
  if (held.amount !== input.amountMinor || held.currency !== input.currency) {
    throw new AppError('conflict', {
      reason: 'reference_used',
      errors: [
        { field: 'reference', code: 'reference_used', message: 'Another payment has it already' },
      ],
    })
  }
  if (held.state === 'announced' && input.side === 'receivable') {
    return confirm(tx, held.id, input)
  }
  return readPayment(tx, held.id)
}

interface Received extends Party {
  id: string
  kind: 'payment' | 'refund'
  currency: string
  amountMinor: number
  paidOn: string
  allocations: PaymentInput['allocations']
}

async function receive(tx: Tx, payment: Received): Promise<Payment> {
  const { id, kind, currency, amountMinor, paidOn, allocations } = payment
  const booked = bookForBoth(tx, payment, {
    kind,
    source: `payment:${id}`,
    memo: '',
    on: paidOn,
    postings: paymentPostings(kind, currency, amountMinor),
  })
  await Promise.all([booked, allocations.length > 0 && allocateNew(tx, payment, allocations)])
  const fact = { amountMinor, currency, paidOn, kind, allocations }
  tell(
    tx,
    payment,
    kind === 'payment' ? 'payment_received' : 'payment_refunded',
    id,
    fact,
    'payment',
  )
  return readPayment(tx, id)
}

/** The seller has what the buyer announced. */
export function confirmPayment(ctx: Ctx, id: string, input: ReceiptInput): Promise<Payment> {
  return ctx.transaction((tx) => confirm(tx, id, input))
}

export async function confirm(tx: Tx, id: string, input: ReceiptInput): Promise<Payment> {
  const payment = await lockOwn(tx, id)
  if (payment.state !== 'announced') {
    throw new AppError('already_done', { reason: `payment_${payment.state}` })
  }
  const paidOn = await bookingDay(tx, input.paidOn, 'paidOn')
  const at = tx.now().toISOString()
  await sql`UPDATE payments SET state = 'received', paid_on = ${paidOn}, received_at = ${at}, version = version + 1
    WHERE id = ${id}::uuid`.execute(tx.db)
  return receive(tx, { ...payment, paidOn, allocations: input.allocations })
}

/** A payment that did not hold: what it settled is open again, and both ledgers go back. */
export function reversePayment(ctx: Ctx, id: string, reason: string): Promise<Payment> {
  return ctx.transaction(async (tx) => {
    const payment = await lockOwn(tx, id)
    if (payment.state === 'reversed') {
      throw new AppError('already_done', { reason: 'payment_reversed' })
    }
    if (payment.state === 'received') {
      const on = await bookingDay(tx, undefined, 'paidOn')
      await takeBackPayment(tx, payment)
      const { kind, currency, amountMinor } = payment
      const postings = paymentPostings(kind, currency, amountMinor)
      await reverseForBoth(tx, payment, {
        ...{ kind, source: `payment:${id}`, memo: reason, on, postings },
      })
    }
    const at = tx.now().toISOString()
    await sql`UPDATE payments SET state = 'reversed', reversed_at = ${at}, reverse_reason = ${reason},
      version = version + 1 WHERE id = ${id}::uuid`.execute(tx.db)
    tell(
      tx,
      payment,
      'payment_reversed',
      id,
      { reason, amountMinor: payment.amountMinor },
      'payment',
    )
    return readPayment(tx, id)
  })
}

async function lockOwn(
  tx: Tx,
  id: string,
): Promise<Omit<Received, 'paidOn' | 'allocations'> & { state: Payment['state'] }> {
  const seen = await readPayment(tx, id)
  if (seen.side !== 'receivable') throw new AppError('forbidden', { reason: 'seller_only' })
  const { rows } = await sql<
    Omit<Received, 'paidOn' | 'allocations'> & { state: Payment['state'] }
  >`
    SELECT id, org_id AS "sellerOrgId", buyer_org_id AS "buyerOrgId", seller_name AS "sellerName",
      buyer_name AS "buyerName", kind, state, currency, amount_minor AS "amountMinor"
    FROM payments WHERE id = ${id}::uuid FOR UPDATE`.execute(tx.db)
  return found(rows[0], 'payment')
}
