import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, badField } from '../../../platform/errors.ts'
import { record, recordFor } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { toMicro } from '../quantity.ts'
import { readQuote } from './quote-queries.ts'
import {
  holdRfq,
  isOpened,
  lockQuote,
  lockRfq,
  type QuoteRecord,
  type RfqRecord,
  requireRfqState,
  rfqOfQuote,
  shortNameOf,
} from './rows.ts'
import { checkOffers, checkValidity, quoteState, refuseState } from './rules.ts'
import type { Offer, OfferInput, Quote, QuoteInput } from './schema.ts'
import { keepLots, type ReadVersion, readLatest, writeVersion } from './versions.ts'

/** A supplier answers a request, or answers it anew before the deadline: each answer is a version. */
export function sendQuote(ctx: Ctx, rfqId: string, input: QuoteInput): Promise<Quote> {
  return ctx.transaction(async (tx) => {
    const rfq = await holdRfq(tx, rfqId)
    requireRfqState(tx, rfq, 'open')
    await checkInput(tx, rfq, input)
    checkValidity(input.validUntil, rfq.closes_at, tx.now().getTime())
    const quote = await firstOrMine(tx, rfq, input)
    const state = quote.version_no === 0 ? 'open' : quote.state
    if (!['open', 'withdrawn'].includes(state)) refuseState('quote', state)
    await addVersion(tx, rfq, quote, input, 'seller')
    await keepLots(tx, input.offers)
    await tx.db
      .updateTable('rfq_suppliers')
      .set({ declined_at: null, decline_reason: null, seen_at: tx.now().toISOString() })
      .where('rfq_id', '=', rfqId)
      .where('seller_org_id', '=', quote.org_id)
      .where((e) => e.or([e('declined_at', 'is not', null), e('seen_at', 'is', null)]))
      .execute()
    return readQuote(tx, quote.id)
  })
}

/** My quote for a request, locked. Two first ones at once: the second finds that there is a version already. */
async function firstOrMine(tx: Tx, rfq: RfqRecord, { after }: QuoteInput): Promise<QuoteRecord> {
  const me = tx.actor.orgId as string
  const now = tx.now().toISOString()
  await tx.db
    .insertInto('quotes')
    .values({
      id: newId(tx.now().getTime()),
      org_id: me,
      seller_name: await shortNameOf(tx, me),
      rfq_id: rfq.id,
      buyer_org_id: rfq.org_id,
      state: 'open',
      version_no: 0,
      created_at: now,
      changed_at: now,
    })
    .onConflict((c) => c.columns(['rfq_id', 'org_id']).doNothing())
    .execute()
  const { id } = await tx.db
    .selectFrom('quotes')
    .select('id')
    .where('rfq_id', '=', rfq.id)
    .where('org_id', '=', me)
    .executeTakeFirstOrThrow()
  const quote = await lockQuote(tx, id)
  requireLatest(quote, after)
  return quote
}

function requireLatest(quote: QuoteRecord, versionNo: number): void {
  if (quote.version_no !== versionNo) {
    throw new AppError('stale', { reason: 'quote_changed', data: { version: quote.version_no } })
  }
}

async function checkInput(tx: Tx, rfq: RfqRecord, input: QuoteInput): Promise<void> {
  const lines = await tx.db
    .selectFrom('rfq_lines')
    .select(['no', 'unit', 'quantity'])
    .where('rfq_id', '=', rfq.id)
    .execute()
  checkOffers(
    lines.map(({ no, unit, quantity }) => ({ no, unit, quantityMicro: toMicro(quantity) })),
    input.offers,
  )
}

/**
 * The next turn of a quote: the buyer makes a counter-offer, or the supplier answers one. The buyer's turns are
 * counted, and the request says how many there may be.
 */
export function counterQuote(ctx: Ctx, quoteId: string, input: QuoteInput): Promise<Quote> {
  return ctx.transaction(async (tx) => {
    const { rfqId, isBuyer } = await rfqOfQuote(tx, quoteId)
    const rfq = isBuyer ? await lockRfq(tx, rfqId) : await holdRfq(tx, rfqId)
    requireRfqState(tx, rfq, 'open', 'closed')
    const quote = await lockQuote(tx, quoteId)
    requireLatest(quote, input.after)
    const latest = await requireTurn(tx, rfq, quote, isBuyer)
    await checkInput(tx, rfq, input)
    checkValidity(input.validUntil, tx.now().toISOString(), tx.now().getTime())
    if (isBuyer) keepToLots(latest.offers, input.offers)
    else await keepLots(tx, input.offers)
    await addVersion(tx, rfq, quote, input, isBuyer ? 'buyer' : 'seller')
    return readQuote(tx, quoteId)
  })
}

async function requireTurn(
  tx: Tx,
  rfq: RfqRecord,
  quote: QuoteRecord,
  isBuyer: boolean,
): Promise<ReadVersion> {
  if (isBuyer && !isOpened(rfq)) throw new AppError('wrong_state', { reason: 'sealed' })
  const latest = await readLatest(tx, quote)
  const state = quoteState({ ...quote, valid_until: latest.validUntil }, tx.now().getTime())
  if (state !== (isBuyer ? 'open' : 'countered')) refuseState('quote', state)
  if (isBuyer && quote.rounds >= rfq.rounds_max) {
    throw new AppError('refused', { reason: 'no_more_rounds', data: { max: rfq.rounds_max } })
  }
  return latest
}

/** What goods there are is the seller's to say: a counter-offer names no lot that was not offered for its line. */
function keepToLots(offered: readonly Offer[], countered: readonly OfferInput[]): void {
  const unknown = countered.findIndex(
    (offer) =>
      offer.lot !== null &&
      !offered.some(({ lineNo, lot }) => lineNo === offer.lineNo && lot === offer.lot),
  )
  if (unknown >= 0) throw badField(`offers.${unknown}.lot`, 'unknown', 'No such lot was offered')
}

async function addVersion(
  tx: Tx,
  rfq: RfqRecord,
  quote: QuoteRecord,
  input: Omit<QuoteInput, 'after'>,
  author: 'seller' | 'buyer',
): Promise<void> {
  const no = quote.version_no + 1
  const now = tx.now().toISOString()
  // The row moves first: the buyer's policies show a version as part of the quote that it belongs to.
  await tx.db
    .updateTable('quotes')
    .set({
      state: author === 'buyer' ? 'countered' : 'open',
      version_no: no,
      rounds: quote.rounds + (author === 'buyer' ? 1 : 0),
      end_reason: null,
      changed_at: now,
    })
    .where('id', '=', quote.id)
    .where('org_id', '=', quote.org_id)
    .execute()
  await writeVersion(tx, quote, no, author, input)
  // What is offered stands in the quote alone: a record can be exported, and this one may be sealed.
  const fact = { rfq: rfq.code, supplier: quote.seller_name, version: no }
  const type = author === 'buyer' ? 'trade.quote_countered' : 'trade.quote_sent'
  const other = author === 'buyer' ? quote.org_id : quote.buyer_org_id
  record(tx, type, `quote:${quote.id}`, fact)
  recordFor(tx, other, type, `quote:${quote.id}`, fact)
}

/** The supplier takes the buyer's counter-offer as it is: it becomes the supplier's own version. */
export function agreeToCounter(ctx: Ctx, quoteId: string, versionNo: number): Promise<Quote> {
  return ctx.transaction(async (tx) => {
    const { rfqId, isBuyer } = await rfqOfQuote(tx, quoteId)
    if (isBuyer) throw new AppError('forbidden', { reason: 'supplier_only' })
    const rfq = await holdRfq(tx, rfqId)
    requireRfqState(tx, rfq, 'open', 'closed')
    const quote = await lockQuote(tx, quoteId)
    requireLatest(quote, versionNo)
    const { validUntil, note, offers } = await requireTurn(tx, rfq, quote, false)
    await addVersion(tx, rfq, quote, { validUntil, note, offers }, 'seller')
    return readQuote(tx, quoteId)
  })
}

/** The supplier takes its quote back, as long as nothing of it has been accepted. */
export function withdrawQuote(ctx: Ctx, quoteId: string, reason: string): Promise<Quote> {
  return endQuote(ctx, quoteId, reason, 'withdrawn')
}

/** The buyer turns a quote down, and says why. */
export function rejectQuote(ctx: Ctx, quoteId: string, reason: string): Promise<Quote> {
  return endQuote(ctx, quoteId, reason, 'rejected')
}

function endQuote(
  ctx: Ctx,
  quoteId: string,
  reason: string,
  to: 'withdrawn' | 'rejected',
): Promise<Quote> {
  return ctx.transaction(async (tx) => {
    const { rfqId, isBuyer } = await rfqOfQuote(tx, quoteId)
    if (isBuyer !== (to === 'rejected')) {
      throw new AppError('forbidden', { reason: isBuyer ? 'supplier_only' : 'buyer_only' })
    }
    const rfq = isBuyer ? await lockRfq(tx, rfqId) : await holdRfq(tx, rfqId)
    requireRfqState(tx, rfq, 'open', 'closed')
    // Who cannot read a quote has no reason to turn it down.
    if (isBuyer && !isOpened(rfq)) throw new AppError('wrong_state', { reason: 'sealed' })
    const quote = await lockQuote(tx, quoteId)
    if (!['open', 'countered'].includes(quote.state)) refuseState('quote', quote.state)
    await tx.db
      .updateTable('quotes')
      .set({ state: to, end_reason: reason, changed_at: tx.now().toISOString() })
      .where('id', '=', quoteId)
      .where('org_id', '=', quote.org_id)
      .execute()
    const fact = { rfq: rfq.code, supplier: quote.seller_name, reason }
    record(tx, `trade.quote_${to}`, `quote:${quoteId}`, fact)
    const other = isBuyer ? quote.org_id : quote.buyer_org_id
    recordFor(tx, other, `trade.quote_${to}`, `quote:${quoteId}`, fact)
    return readQuote(tx, quoteId)
  })
}
