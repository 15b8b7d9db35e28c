import {
  type Agreement,
  type CatalogueProduct,
  compile,
  type PartyConditions,
  type PriceBook,
  type PriceContext,
} from '@jingwei/pricing'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { placesSql } from '../../network/index.ts'
import type { ProductFacts } from '../catalogue/product-rows.ts'
import type { BasePrice, Parties } from './base-prices.ts'
import { engineAgreement, LIST_ALONE, type StoredPrice } from './engine-terms.ts'
import { AgreementTerms } from './schema.ts'

/** A version of an agreement that may govern what the two trade. */
export interface HeldVersion {
  agreementId: string
  name: string
  audience: string
  currency: string
  no: number
  terms: AgreementTerms
  when: PartyConditions
}
/** Where the buyer stands to the seller: what agreements for groups, tiers and regions look at. */
export interface Standing {
  groupIds: string[]
  tier: number | null
  region: string | null
}

export async function standingOf(tx: Tx, { sellerOrgId, buyerOrgId }: Parties): Promise<Standing> {
  const { rows } = await sql<{ tier: number | null; region: string | null; groupIds: string[] }>`
    WITH place AS (
      SELECT p.id, p.tier, p.region FROM ${placesSql()} p
      WHERE p.side = 'downstream' AND p.status = 'joined' AND p.partner_org_id = ${buyerOrgId}
        AND (p.owner_org_id = ${sellerOrgId} OR p.org_id = ${sellerOrgId})
      ORDER BY (p.owner_org_id = ${sellerOrgId}) DESC, p.tier, p.id)
    SELECT (SELECT tier FROM place LIMIT 1) AS tier, (SELECT region FROM place LIMIT 1) AS region,
      trade_groups(${sellerOrgId}::uuid, ARRAY(SELECT id FROM place)) AS "groupIds"`.execute(tx.db)
  return rows[0]!
}

interface VersionRow {
  agreementId: string
  name: string
  audience: 'all' | 'org' | 'group' | 'tier' | 'region'
  region: string | null
  currency: string
  no: number
  terms: unknown
  fromMs: number
}

/** The versions that hold at a moment and concern the buyer: one of each agreement. */
export async function heldVersions(
  tx: Tx,
  parties: Parties,
  standing: Standing,
  at: Date,
): Promise<HeldVersion[]> {
  const { rows } = await sql<VersionRow>`
    SELECT a.id AS "agreementId", a.name, a.audience, a.region, a.currency, v.no, v.terms,
      (extract(epoch FROM v.valid_from) * 1000)::bigint AS "fromMs"
    FROM agreements a CROSS JOIN LATERAL (
      SELECT h.no, h.terms, h.valid_from FROM agreement_versions h
      WHERE h.agreement_id = a.id AND h.org_id = a.org_id AND h.activated_at IS NOT NULL
        AND h.valid_from <= ${at}::timestamptz ORDER BY h.valid_from DESC, h.no DESC LIMIT 1) v
    WHERE a.org_id = ${parties.sellerOrgId} AND (a.ends_at IS NULL OR a.ends_at > ${at}::timestamptz)
      AND (a.audience = 'all' OR a.buyer_org_id = ${parties.buyerOrgId}
        OR a.group_id = ANY(${standing.groupIds}::uuid[]) OR a.tier = ${standing.tier}
        OR starts_with(${standing.region}::text, a.region))
    ORDER BY a.id`.execute(tx.db)
  return rows.map(({ fromMs, terms, region, ...row }) => ({
    ...row,
    terms: AgreementTerms.parse(terms),
    // Of two that are equally near to the buyer, the one that began later goes first.
    when: { ...nearness(row.audience, region), fromMs },
  }))
}

const CHOSEN = 'chosen'
/**
 * Versions were chosen for this buyer before the engine sees them; it only asks how near each is to it, so
 * all buyers of a group share a book.
 */
export function nearness(audience: VersionRow['audience'], region: string | null): PartyConditions {
  if (audience === 'org') return { customers: [CHOSEN] }
  if (audience === 'group') return { customerGroups: [CHOSEN] }
  if (audience === 'tier') return { tiers: [0] }
  return audience === 'region' ? { regions: [region as string] } : {}
}

/** A context that fits every audience that was chosen. */
export function contextOf(at: Date, currency: string, region: string | null): PriceContext {
  const chosen = { customer: CHOSEN, customerGroups: [CHOSEN], tier: 0, region: region ?? '' }
  return { atMs: at.getTime(), currency, ...chosen }
}

export async function pricesOf(
  tx: Tx,
  versions: readonly Pick<HeldVersion, 'agreementId' | 'no'>[],
  products: readonly ProductFacts[],
): Promise<Map<string, StoredPrice[]>> {
  const ids = products.flatMap(({ id, variantOf }) => (variantOf ? [id, variantOf] : [id]))
  const { rows } = await sql<StoredPrice & { key: string }>`
    SELECT v.id || ' ' || v.no AS key, p.product_id AS "productId", p.from_micro AS "fromMicro", p.payment,
      p.lead_days AS "leadDays", p.unit_e4 AS "unitE4"
    FROM unnest(${versions.map((v) => v.agreementId)}::uuid[], ${versions.map((v) => v.no)}::int[]) AS v(id, no)
    JOIN agreement_prices p ON p.agreement_id = v.id AND p.product_id = ANY(${ids}::uuid[])
      AND p.from_no <= v.no AND (p.until_no IS NULL OR p.until_no > v.no)`.execute(tx.db)
  return Map.groupBy(rows, ({ key }) => key)
}

// The ids of engine agreements name the version too: of one agreement several may hold, each in its time.
export const idOf = ({ agreementId, no }: Pick<HeldVersion, 'agreementId' | 'no'>) =>
  `${agreementId} ${no}`

export interface Bases {
  based: ReadonlyMap<string, BasePrice>
  costs: ReadonlyMap<string, number>
  currency: string
}

/**
 * The rules that may price these products for this buyer, compiled. Versions never change once they hold, so a
 * book that was made of the same versions and base prices is the same book: it is kept until memory is needed.
 */
export async function openBook(
  tx: Tx,
  versions: readonly HeldVersion[],
  products: readonly ProductFacts[],
  { based, costs, currency }: Bases,
): Promise<PriceBook> {
  const listed = products.map((product) => engineProduct(product, { based, costs }))
  const key = JSON.stringify([
    currency,
    versions.map((v) => [v.agreementId, v.no, v.when]),
    products.map((p, i) => [listed[i], p.variantOf]),
  ])
  const kept = BOOKS.get(key)
  if (kept) {
    BOOKS.delete(key)
    BOOKS.set(key, kept)
    return kept.book
  }
  const prices = await pricesOf(tx, versions, products)
  const agreements: Agreement[] = versions.map((version) =>
    engineAgreement(
      { id: idOf(version), currency: version.currency, when: version.when },
      version.terms,
      prices.get(idOf(version)) ?? [],
      products,
    ),
  )
  agreements.push({ ...LIST_ALONE, currency })
  const book = compile(agreements, listed)
  keep(
    key,
    book,
    agreements.reduce((sum, { rules }) => sum + rules.length, products.length),
  )
  return book
}

export function engineProduct(
  { id, unit, category, priceGroup, currency }: ProductFacts,
  { based, costs }: Pick<Bases, 'based' | 'costs'>,
): CatalogueProduct {
  const list = based.get(id)
  const cost = costs.get(id)
  return {
    ...{ id, unit, currency },
    ...(category && { category }),
    ...(priceGroup && { priceGroups: [priceGroup] }),
    ...(list && { listE4: list.minor * 10_000 }),
    ...(cost !== undefined && { costE4: cost }),
  }
}

/** What is kept, the longest unused first. A rule costs about a kilobyte. */
const BOOKS = new Map<string, { book: PriceBook; rules: number }>()
const RULES_KEPT = 200_000
let rulesKept = 0

function keep(key: string, book: PriceBook, rules: number): void {
  if (rules > RULES_KEPT / 2 || BOOKS.has(key)) return
  BOOKS.set(key, { book, rules })
  rulesKept += rules
  for (const [old, { rules: freed }] of BOOKS) {
    if (rulesKept <= RULES_KEPT) return
    BOOKS.delete(old)
    rulesKept -= freed
  }
}
