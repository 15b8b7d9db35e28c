import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { AppError, badField } from '../../../platform/errors.ts'
import { record, recordFor } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { productRows } from '../catalogue/product-rows.ts'
import { type OrderDraft, placeOrder } from '../orders/placing.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import type { AwardLineInput } from './award-schema.ts'
import { amountOf } from './landed.ts'
import { readAcceptances } from './quote-queries.ts'
import { readLines } from './rfq-queries.ts'
import type { QuoteRecord, RfqRecord } from './rows.ts'
import { AMOUNT_MAX, quoteState, refuseState } from './rules.ts'
import type { Offer } from './schema.ts'
import { type ReadVersion, readVersions } from './versions.ts'

/** A line of an award with what it takes of which quote. */
export interface TakenLine extends AwardLineInput {
  quote: QuoteRecord
  offer: Offer
  amountMinor: number
}

/**
 * What an award would take, priced, its quotes locked: each must be the version that was looked at, still hold,
 * and have so much left. Nothing is written.
 */
export async function priceAward(
  tx: Tx,
  rfq: RfqRecord,
  lines: readonly AwardLineInput[],
): Promise<TakenLine[]> {
  const ids = [...new Set(lines.map((line) => line.quoteId))]
  const locked = await tx.db
    .selectFrom('quotes')
    .selectAll()
    .where('id', 'in', ids)
    .where('rfq_id', '=', rfq.id)
    .where('buyer_org_id', '=', rfq.org_id)
    .orderBy('id')
    .forUpdate()
    .execute()
  const quotes = new Map<string, QuoteRecord>(locked.map((quote) => [quote.id, quote]))
  const versions = new Map(
    (await readVersions(tx, sql`q.id = ANY(${ids}::uuid[]) AND v.no = q.version_no`)).map(
      (version) => [version.quoteId, version],
    ),
  )
  const accepted = await readAcceptances(tx, sql`a.rfq_id = ${rfq.id}`)
  const seen = new Set<string>()
  return lines.map((line, i) => {
    const quote = quotes.get(line.quoteId)
    if (!quote) throw badField(`lines.${i}.quoteId`, 'unknown', 'No such quote for this request')
    const key = `${line.quoteId} ${line.lineNo} ${line.offerNo}`
    if (seen.has(key)) throw badField(`lines.${i}.offerNo`, 'duplicate', 'Each offer once')
    seen.add(key)
    const version = versions.get(line.quoteId)
    requireGood(tx, quote, version, line)
    const taken = accepted
      .filter((a) => `${a.quoteId} ${a.lineNo} ${a.offerNo}` === key)
      .reduce((sum, a) => sum + toMicro(a.quantity), 0n)
    return { ...line, quote, ...priceLine(line, version!, taken, i) }
  })
}

function requireGood(
  tx: Tx,
  quote: QuoteRecord,
  version: ReadVersion | undefined,
  line: AwardLineInput,
): void {
  if (line.versionNo !== quote.version_no) {
    throw new AppError('stale', {
      reason: 'quote_changed',
      data: { quoteId: quote.id, version: quote.version_no },
    })
  }
  if (!version) throw new AppError('wrong_state', { reason: 'sealed' })
  const nowMs = tx.now().getTime()
  const state = quoteState({ ...quote, valid_until: version.validUntil }, nowMs)
  if (state !== 'open' && state !== 'accepted') refuseState('quote', state)
  if (Date.parse(version.validUntil) <= nowMs) refuseState('quote', 'expired')
}

function priceLine(line: AwardLineInput, version: ReadVersion, taken: bigint, i: number) {
  const offer = version.offers.find((o) => o.lineNo === line.lineNo && o.no === line.offerNo)
  if (!offer || offer.kind === 'none')
    throw badField(`lines.${i}.offerNo`, 'unknown', 'No such offer in this quote')
  const quantity = toMicro(line.quantity)
  if (quantity < toMicro(offer.minQuantity))
    throw badField(`lines.${i}.quantity`, 'below_minimum', 'Less than the least of this offer')
  const left = offer.available === null ? null : toMicro(offer.available) - taken
  if (left !== null && quantity > left) refuseTaken(fromMicro(left))
  const amount = amountOf(offer.unitE4, quantity)
  if (amount > AMOUNT_MAX)
    throw badField(`lines.${i}.quantity`, 'amount_too_large', 'More than can be reckoned')
  return { offer, amountMinor: Number(amount) }
}

function refuseTaken(left: string | null): never {
  throw new AppError('refused', { reason: 'offer_taken', data: { left } })
}

export interface PlacedOrder {
  id: string
  no: string
  lines: readonly TakenLine[]
}

/** Accepts what was awarded: takes from lots, places the orders at the locked prices, tells the suppliers. */
export async function takeOffers(
  tx: Tx,
  rfq: RfqRecord,
  lines: readonly TakenLine[],
): Promise<PlacedOrder[]> {
  await takeFromLots(tx, lines)
  const orders: PlacedOrder[] = []
  // In one order of sellers, so that no two awards wait for each other in a ring.
  const groups = [...Map.groupBy(lines, orderKey)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, group] of groups) {
    const order = await placeOrder(tx, await draftOf(tx, rfq, group))
    orders.push({ ...order, lines: group })
    await insertAcceptances(tx, rfq, order, group)
  }
  const now = tx.now().toISOString()
  for (const quote of new Map(lines.map((line) => [line.quoteId, line.quote])).values()) {
    await tx.db
      .updateTable('quotes')
      .set({ state: 'accepted', changed_at: now })
      .where('id', '=', quote.id)
      .where('buyer_org_id', '=', rfq.org_id)
      .execute()
    const fact = { rfq: rfq.code, supplier: quote.seller_name, version: quote.version_no }
    record(tx, 'trade.quote_accepted', `quote:${quote.id}`, fact)
    recordFor(tx, quote.org_id, 'trade.quote_accepted', `quote:${quote.id}`, fact)
  }
  return orders
}

/** One order for each supplier and way to pay and deliver. */
const orderKey = ({ quote, offer }: TakenLine) =>
  JSON.stringify([quote.org_id, offer.payment, offer.incoterm])

async function takeFromLots(tx: Tx, lines: readonly TakenLine[]): Promise<void> {
  const named = lines.filter((line) => line.offer.lot !== null)
  const order = (line: TakenLine) => `${line.quote.org_id} ${line.offer.lot}`
  for (const line of named.sort((a, b) => order(a).localeCompare(order(b)))) {
    const { rows } = await sql<{ has_enough: boolean }>`
      SELECT take_from_lot(${line.quoteId}, ${line.offer.lot}, ${line.quantity}) AS has_enough`.execute(
      tx.db,
    )
    if (!rows[0]!.has_enough) refuseTaken(null)
  }
}

async function draftOf(tx: Tx, rfq: RfqRecord, group: readonly TakenLine[]): Promise<OrderDraft> {
  const { quote, offer } = group[0]!
  const asked = new Map((await readLines(tx, rfq.id)).map((line) => [line.no, line]))
  const trails = await readVersions(tx, sql`q.id = ${quote.id}`)
  const products = await productRows(
    tx,
    [...asked.values()].flatMap((line) => line.productId ?? []),
  )
  const lineOf = (taken: TakenLine) => asked.get(taken.lineNo)!
  const places = new Set(group.map((taken) => lineOf(taken).place || rfq.place))
  return {
    sellerOrgId: quote.org_id,
    buyerOrgId: rfq.org_id,
    currency: rfq.currency,
    payment: offer.payment,
    deliverBy: null,
    incoterm: offer.incoterm,
    place: [...places].filter(Boolean).join(' / ') || null,
    source: { kind: 'quote', id: quote.id },
    lines: group.map((taken) => {
      const line = lineOf(taken)
      const isSellers = line.productId && products.get(line.productId)?.orgId === quote.org_id
      // A substitute is another thing, and a box is not the unit that the product is counted in.
      const isSame = taken.offer.kind === 'offer' && taken.offer.unit === line.unit
      return {
        productId: isSellers && isSame ? line.productId : null,
        description: taken.offer.description || line.description,
        kind: line.kind,
        quantity: taken.quantity,
        unit: taken.offer.unit,
        unitE4: taken.offer.unitE4,
        amountMinor: taken.amountMinor,
        explanation: explain(rfq, taken, trails),
        deliverBy: line.deliverBy,
      }
    }),
  }
}

/** Why the price is what it is: the quote, the offer, and how both sides came to it. */
function explain(rfq: RfqRecord, taken: TakenLine, trail: readonly ReadVersion[]) {
  return {
    kind: 'quote',
    rfq: { id: rfq.id, code: rfq.code },
    quote: { id: taken.quoteId, version: taken.versionNo, rounds: taken.quote.rounds },
    offer: taken.offer,
    rounds: trail.toReversed().map((version) => ({
      version: version.no,
      author: version.author,
      at: version.madeAt,
      pricesE4: version.offers
        .filter((offer) => offer.lineNo === taken.lineNo && offer.kind !== 'none')
        .map((offer) => offer.unitE4),
    })),
  }
}

async function insertAcceptances(
  tx: Tx,
  rfq: RfqRecord,
  order: { id: string; no: string },
  group: readonly TakenLine[],
): Promise<void> {
  await tx.db
    .insertInto('quote_acceptances')
    .values(
      group.map((taken) => ({
        id: newId(tx.now().getTime()),
        org_id: taken.quote.org_id,
        buyer_org_id: rfq.org_id,
        rfq_id: rfq.id,
        quote_id: taken.quoteId,
        version_no: taken.versionNo,
        line_no: taken.lineNo,
        offer_no: taken.offerNo,
        quantity: taken.quantity,
        unit: taken.offer.unit,
        unit_holds: taken.offer.unitHolds,
        unit_e4: taken.offer.unitE4,
        amount_minor: taken.amountMinor,
        currency: rfq.currency,
        order_id: order.id,
        order_no: order.no,
        accepted_at: tx.now().toISOString(),
      })),
    )
    .execute()
}
