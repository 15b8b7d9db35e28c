import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import { estimateFor, landedPrice } from './landed.ts'
import { readRfq } from './rfq-queries.ts'
import type { QuoteRecord } from './rows.ts'
import { quoteState } from './rules.ts'
import type { Acceptance, Compared, Comparison, Quote, Rfq, RfqLine } from './schema.ts'
import { plain, type ReadVersion, readVersions } from './versions.ts'

export function getQuote(ctx: Ctx, id: string): Promise<Quote> {
  return ctx.read((tx) => readQuote(tx, id))
}

/** A quote with all its versions. While its request is sealed the buyer learns that it is there, and no more. */
export async function readQuote(tx: Tx, id: string): Promise<Quote> {
  const me = tx.actor.orgId
  const { rows } = await sql<QuoteRecord & { rounds_max: number; buyer_name: string }>`
    SELECT q.*, r.rounds_max, r.buyer_name FROM quotes q JOIN rfqs r ON r.id = q.rfq_id
    WHERE q.id = ${id} AND ${me} IN (q.org_id, q.buyer_org_id)`.execute(tx.db)
  const row = found(rows[0], 'quote')
  const versions = await readVersions(tx, sql`q.id = ${id}`)
  const valid_until = versions[0]?.validUntil ?? null
  return {
    id,
    rfqId: row.rfq_id,
    seller: { id: row.org_id, name: row.seller_name },
    buyer: { id: row.buyer_org_id, name: row.buyer_name },
    state: quoteState({ state: row.state, valid_until }, tx.now().getTime()),
    versionNo: row.version_no,
    rounds: row.rounds,
    roundsMax: row.rounds_max,
    endReason: row.end_reason,
    changedAt: row.changed_at,
    versions: versions.map(({ quoteId: _, ...version }) => version),
    acceptances: await readAcceptances(tx, sql`a.quote_id = ${id}`),
  }
}

interface AcceptedRow extends Acceptance {
  quoteId: string
  holds: string
}

export async function readAcceptances(tx: Tx, where: RawBuilder<unknown>): Promise<AcceptedRow[]> {
  const { rows } = await sql<AcceptedRow>`
    SELECT a.quote_id AS "quoteId", a.line_no AS "lineNo", a.offer_no AS "offerNo",
      a.version_no AS "versionNo", a.quantity, a.unit, a.unit_holds AS holds, a.unit_e4 AS "unitE4",
      a.amount_minor AS "amountMinor", a.currency, a.order_id AS "orderId", a.order_no AS "orderNo",
      a.accepted_at AS "acceptedAt"
    FROM quote_acceptances a WHERE ${tx.actor.orgId} IN (a.org_id, a.buyer_org_id) AND ${where}
    ORDER BY a.accepted_at, a.line_no, a.offer_no, a.id`.execute(tx.db)
  return rows.map((row) => ({ ...row, quantity: plain(row.quantity) }))
}

interface QuoteHead {
  id: string
  org_id: string
  seller_name: string
  state: string
}

/** Every offer for every line at what it really costs me; refused while the request is sealed. */
export function compareQuotes(ctx: Ctx, rfqId: string): Promise<Comparison & { rfq: Rfq }> {
  return ctx.read(async (tx) => {
    const rfq = await readRfq(tx, rfqId)
    if (rfq.side !== 'buyer') throw new AppError('not_found', { reason: 'rfq' })
    if (!rfq.isOpened) throw new AppError('wrong_state', { reason: 'sealed' })
    const { rows: quotes } =
      await sql<QuoteHead>`SELECT q.id, q.org_id, q.seller_name, q.state FROM quotes q
      WHERE q.rfq_id = ${rfqId} AND q.buyer_org_id = ${tx.actor.orgId} AND q.state <> 'withdrawn'`.execute(
        tx.db,
      )
    const versions = await readVersions(
      tx,
      sql`q.rfq_id = ${rfqId} AND v.no = q.version_no AND q.state <> 'withdrawn'`,
    )
    const accepted = await readAcceptances(tx, sql`a.rfq_id = ${rfqId}`)
    const nowMs = tx.now().getTime()
    const heads = new Map(quotes.map((quote) => [quote.id, quote]))
    return {
      rfq,
      currency: rfq.currency,
      assumptions: rfq.assumptions!,
      lines: rfq.lines.map((line) => compareLine({ rfq, line, versions, heads, accepted, nowMs })),
    }
  })
}

interface Sources {
  rfq: Rfq
  line: RfqLine
  versions: readonly ReadVersion[]
  heads: ReadonlyMap<string, QuoteHead>
  accepted: readonly AcceptedRow[]
  nowMs: number
}

function compareLine(sources: Sources): Comparison['lines'][number] {
  const { line, versions, heads, accepted } = sources
  const offers = versions.flatMap((version) =>
    version.offers
      .filter((offer) => offer.lineNo === line.no && offer.kind !== 'none')
      .map((offer) => compareOffer(sources, version, offer)),
  )
  const usable = offers.filter(
    (o) => !o.isOverAsked && (o.state === 'open' || o.state === 'accepted'),
  )
  const leastPrice = Math.min(...usable.map((o) => o.landedE4))
  const leastLead = Math.min(...usable.map((o) => o.offer.leadDays))
  for (const offer of usable) {
    offer.isBestPrice = offer.landedE4 === leastPrice
    offer.isBestLead = offer.offer.leadDays === leastLead
  }
  const taken = accepted
    .filter((a) => a.lineNo === line.no)
    .reduce((sum, a) => sum + (toMicro(a.quantity) * toMicro(a.holds)) / 1_000_000n, 0n)
  const refused = versions
    .filter((v) => v.offers.some((o) => o.lineNo === line.no && o.kind === 'none'))
    .map((v) => heads.get(v.quoteId)!.seller_name)
  offers.sort(
    (a, b) =>
      Number(a.isOverAsked) - Number(b.isOverAsked) ||
      a.landedE4 - b.landedE4 ||
      a.offer.leadDays - b.offer.leadDays,
  )
  return { line, awarded: fromMicro(taken), offers, refused }
}

function compareOffer(
  { rfq, line, heads, accepted, nowMs }: Sources,
  version: ReadVersion,
  offer: ReadVersion['offers'][number],
): Compared {
  const head = heads.get(version.quoteId)!
  const holdsMicro = toMicro(offer.unitHolds)
  const quantityMicro = comparedQuantity(line, offer, holdsMicro)
  const { annualRateBp, estimates } = rfq.assumptions!
  const { landedE4, parts } = landedPrice(
    { unitE4: offer.unitE4, holdsMicro, leadDays: offer.leadDays, payment: offer.payment },
    {
      quantityMicro,
      estimate: estimateFor(estimates, head.org_id, offer.incoterm),
      annualRateBp,
    },
  )
  const taken = accepted
    .filter((a) => a.quoteId === version.quoteId && a.lineNo === line.no && a.offerNo === offer.no)
    .reduce((sum, a) => sum + toMicro(a.quantity), 0n)
  const arrives = nowMs + offer.leadDays * 86_400_000
  return {
    quoteId: version.quoteId,
    seller: { id: head.org_id, name: head.seller_name },
    versionNo: version.no,
    author: version.author,
    state: quoteState({ state: head.state, valid_until: version.validUntil }, nowMs),
    validUntil: version.validUntil,
    offer,
    taken: fromMicro(taken),
    left: offer.available === null ? null : fromMicro(toMicro(offer.available) - taken),
    landedE4,
    parts,
    quantity: fromMicro(quantityMicro),
    isInTime: line.deliverBy === null ? null : arrives <= Date.parse(`${line.deliverBy}T23:59:59Z`),
    isOverAsked: toMicro(offer.minQuantity) * holdsMicro > toMicro(line.quantity) * 1_000_000n,
    isBestPrice: false,
    isBestLead: false,
  }
}

/** What was asked for, as far as the offer goes: at least its minimum, at most what there is. */
function comparedQuantity(
  line: RfqLine,
  offer: ReadVersion['offers'][number],
  holdsMicro: bigint,
): bigint {
  const inLine = (quantity: string) => (toMicro(quantity) * holdsMicro) / 1_000_000n
  const asked = toMicro(line.quantity)
  const least = inLine(offer.minQuantity)
  const most = offer.available === null ? null : inLine(offer.available)
  const fitting = asked < least ? least : asked
  return most !== null && most < fitting && most > 0n ? most : fitting
}
