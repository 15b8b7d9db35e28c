import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { AppError } from '../../../platform/errors.ts'
import { fromMicro, toMicro } from '../quantity.ts'
import type { QuoteRecord } from './rows.ts'
import type { Offer, OfferInput, QuoteInput, QuoteVersion } from './schema.ts'

/** Writes a version of a quote with its offers; it stays as it is for ever. */
export async function writeVersion(
  tx: Tx,
  quote: QuoteRecord,
  no: number,
  author: 'seller' | 'buyer',
  { validUntil, note, offers }: Omit<QuoteInput, 'after'>,
): Promise<void> {
  const of = {
    org_id: quote.org_id,
    quote_id: quote.id,
    rfq_id: quote.rfq_id,
    buyer_org_id: quote.buyer_org_id,
  }
  await tx.db
    .insertInto('quote_versions')
    .values({
      ...of,
      ...{ no, author, note, author_name: tx.actor.name, valid_until: validUntil },
      made_at: tx.now().toISOString(),
    })
    .execute()
  const places = new Map<number, number>()
  await tx.db
    .insertInto('quote_offers')
    .values(
      offers.map((offer) => {
        const place = (places.get(offer.lineNo) ?? 0) + 1
        places.set(offer.lineNo, place)
        const { kind, description, available, lot, unit, incoterm, remark } = offer
        return {
          ...of,
          ...{ version_no: no, line_no: offer.lineNo, no: place },
          ...{ kind, description, available, lot, unit, incoterm, remark },
          min_quantity: offer.minQuantity,
          unit_holds: offer.unitHolds,
          unit_e4: offer.unitE4,
          lead_days: offer.leadDays,
          payment: JSON.stringify(offer.payment),
        }
      }),
    )
    .execute()
}

/** Lots of mine that these offers name: how much there is of each. Less than was taken already is refused. */
export async function keepLots(tx: Tx, offers: readonly OfferInput[]): Promise<void> {
  const named = offers.filter((offer) => offer.lot !== null && offer.kind !== 'none')
  for (const { lot, unit, available } of named.sort((a, b) => a.lot!.localeCompare(b.lot!))) {
    const { rows } = await sql`INSERT INTO trade_lots (org_id, code, unit, available)
      VALUES (${tx.actor.orgId}, ${lot}, ${unit}, ${available})
      ON CONFLICT (org_id, code) DO UPDATE SET available = excluded.available
        WHERE trade_lots.unit = excluded.unit AND excluded.available >= trade_lots.taken
      RETURNING code`.execute(tx.db)
    if (rows.length === 0) throw new AppError('refused', { reason: 'lot_differs', data: { lot } })
  }
}

interface OfferRow {
  quote_id: string
  version_no: number
  line_no: number
  no: number
  kind: Offer['kind']
  description: string
  min_quantity: string
  available: string | null
  lot: string | null
  unit: string
  unit_holds: string
  unit_e4: number
  lead_days: number
  payment: Offer['payment']
  incoterm: Offer['incoterm']
  remark: string
}

export const plain = (quantity: string) => fromMicro(toMicro(quantity))

export function shapeOffer(row: OfferRow): Offer {
  return {
    no: row.no,
    lineNo: row.line_no,
    kind: row.kind,
    description: row.description,
    minQuantity: plain(row.min_quantity),
    available: row.available === null ? null : plain(row.available),
    lot: row.lot,
    unit: row.unit,
    unitHolds: plain(row.unit_holds),
    unitE4: row.unit_e4,
    leadDays: row.lead_days,
    payment: row.payment,
    incoterm: row.incoterm,
    remark: row.remark,
  }
}

export interface ReadVersion extends QuoteVersion {
  quoteId: string
}

/** Versions of quotes as far as policies show them, the newest first, each with its offers by line. */
export async function readVersions(tx: Tx, where: RawBuilder<unknown>): Promise<ReadVersion[]> {
  const { rows: versions } = await sql<{
    quote_id: string
    no: number
    author: 'seller' | 'buyer'
    author_name: string
    note: string
    valid_until: string
    made_at: string
  }>`SELECT v.* FROM quote_versions v JOIN quotes q ON q.id = v.quote_id
    WHERE ${tx.actor.orgId} IN (v.org_id, v.buyer_org_id) AND ${where}
    ORDER BY v.quote_id, v.no DESC`.execute(tx.db)
  const { rows: offers } = await sql<OfferRow>`SELECT o.* FROM quote_offers o
    JOIN quote_versions v ON v.quote_id = o.quote_id AND v.no = o.version_no
    JOIN quotes q ON q.id = v.quote_id
    WHERE ${tx.actor.orgId} IN (o.org_id, o.buyer_org_id) AND ${where}
    ORDER BY o.line_no, o.no`.execute(tx.db)
  const byVersion = Map.groupBy(offers, (offer) => `${offer.quote_id} ${offer.version_no}`)
  return versions.map((row) => ({
    quoteId: row.quote_id,
    no: row.no,
    author: row.author,
    authorName: row.author_name,
    note: row.note,
    validUntil: row.valid_until,
    madeAt: row.made_at,
    offers: (byVersion.get(`${row.quote_id} ${row.no}`) ?? []).map(shapeOffer),
  }))
}

/** The version that stands now. */
export async function readLatest(tx: Tx, quote: QuoteRecord): Promise<ReadVersion> {
  const [latest] = await readVersions(
    tx,
    sql`v.quote_id = ${quote.id} AND v.no = ${quote.version_no}`,
  )
  if (!latest) throw new AppError('wrong_state', { reason: 'sealed' })
  return latest
}
