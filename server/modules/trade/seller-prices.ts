import {
  type CascadeInput,
  cascadePrices,
  explainPath,
  type PathStep,
  type SellerRule,
  type TierRule,
} from '@jingwei/pricing'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { getChain, getPlace, type Place, placesAbove } from '../network/index.ts'
import { getOwnPlace, type MarkupLimit, readLimit, requireDownstream } from './markups.ts'
import { currentPrices } from './prices.ts'
import type { Markup, PricePath, PricePathQuery } from './schema.ts'

/** A place that sells, as the network lists it: parents before their children. */
export interface PricedSeller {
  id: string
  /** Whose own mark-ups count there; null while nobody has joined. */
  partnerOrgId: string | null
  tier: number
  /** Position of its parent in the list; -1 below the lead. */
  parentIndex: number
}

export interface PriceSellersInput {
  chainId: string
  stepMinor: number
  lines: readonly { productId: string; priceMinor: number }[]
  sellers: readonly PricedSeller[]
  /** Partner to the mark-up that replaces its own ones this time, for every line. */
  overrides?: ReadonlyMap<string, Markup>
}

export interface SellerPrices {
  /** What the seller at this position sells each line at, in line order. */
  pricesOf(index: number): Float64Array
}

/**
 * What every seller of a chain charges. It reads mark-ups that the sellers keep from each other, so the
 * transaction must be one across orgs, and a price may be shown to the two who trade at it alone.
 */
export async function priceSellers(tx: Tx, input: PriceSellersInput): Promise<SellerPrices> {
  const width = input.lines.length
  const { prices } = cascadePrices(await cascadeInput(tx, input))
  return { pricesOf: (index) => prices.subarray(index * width, (index + 1) * width) }
}

interface StoredRule {
  set_by_org_id: string
  org_id: string
  tier: number | null
  seller_partner_id: string | null
  product_id: string | null
  kind: Markup['kind']
  value: number
}

async function cascadeInput(tx: Tx, input: PriceSellersInput): Promise<CascadeInput> {
  const { chainId, lines, sellers, stepMinor, overrides = new Map() } = input
  const { rows } = await sql<StoredRule>`
    SELECT m.set_by_org_id, m.org_id, m.tier, m.seller_partner_id, m.product_id, m.kind, m.value
    FROM markups m WHERE m.chain_id = ${chainId}
      AND (m.product_id IS NULL OR m.product_id = ANY(${lines.map((l) => l.productId)}::uuid[]))`.execute(
    tx.db,
  )
  const limits = await tx.db
    .selectFrom('markup_limits')
    .select(['tier', 'min_bp', 'max_bp'])
    .where('chain_id', '=', chainId)
    .execute()
  return {
    lines: lines.map((line) => line.priceMinor),
    sellers: {
      parentIndex: Int32Array.from(sellers, (seller) => seller.parentIndex),
      tier: Uint8Array.from(sellers, (seller) => seller.tier),
    },
    rules: rulesOf(rows, lines, sellers, overrides),
    limits: limits.map((l) => ({ tier: l.tier, minBp: l.min_bp, maxBp: l.max_bp })),
    step: stepMinor,
  }
}

/** Turns stored rows into positions. Pure. */
function rulesOf(
  rows: readonly StoredRule[],
  lines: PriceSellersInput['lines'],
  sellers: readonly PricedSeller[],
  overrides: ReadonlyMap<string, Markup>,
): CascadeInput['rules'] {
  const lineOf = new Map(lines.map((line, at) => [line.productId, at]))
  const tiers: TierRule[] = []
  const own = new Map<string, StoredRule[]>()
  for (const row of rows) {
    if (row.seller_partner_id !== null) {
      const rules = own.get(row.seller_partner_id)
      if (rules) rules.push(row)
      else own.set(row.seller_partner_id, [row])
    } else if (row.tier !== null && row.set_by_org_id === row.org_id) {
      tiers.push({ tier: row.tier, ...pricedBy(row, lineOf) })
    }
  }
  const ownRules: SellerRule[] = []
  if (own.size + overrides.size > 0) {
    for (const [seller, { id, partnerOrgId }] of sellers.entries()) {
      const override = overrides.get(id)
      if (override) ownRules.push({ seller, line: null, ...override })
      else {
        for (const row of own.get(id) ?? []) {
          // What an org set that has left the place since binds nobody.
          if (row.set_by_org_id !== partnerOrgId) continue
          ownRules.push({ seller, ...pricedBy(row, lineOf) })
        }
      }
    }
  }
  return { tiers, sellers: ownRules }
}

function pricedBy(row: StoredRule, lineOf: ReadonlyMap<string, number>) {
  const line = row.product_id === null ? null : (lineOf.get(row.product_id) as number)
  return { line, kind: row.kind, value: row.value }
}

/**
 * What the actor's own place sells at, given what it pays; with a mark-up for once in place of its own.
 * It reads nothing but what the actor may read itself.
 */
export async function sellingPrices(
  tx: Tx,
  partnerId: string,
  buying: PriceSellersInput['lines'],
  markup: Markup | null,
): Promise<{ prices: number[]; limit: MarkupLimit | null }> {
  const place = await getPlace(tx, partnerId)
  if (place.side !== 'downstream') return { prices: buying.map((l) => l.priceMinor), limit: null }
  const overrides = new Map(markup ? [[partnerId, markup]] : [])
  const input = await cascadeAlong(tx, [place], buying, overrides)
  return { prices: [...cascadePrices(input).prices], limit: await readLimit(tx, place) }
}

/**
 * One product's price down one path. The lead sees as far as its own rules reach; a partner gives what it
 * pays and sees what it sells at. Nobody can work out from the answer what another pays or adds.
 */
export async function getPricePath(
  ctx: Ctx,
  chainId: string,
  query: PricePathQuery,
): Promise<PricePath> {
  const place = await ctx.read((tx) => getPlace(tx, query.partnerId))
  if (place.chainId !== chainId) throw new AppError('not_found', { reason: 'partner' })
  if (place.chainOrgId !== ctx.actor.orgId) return ctx.read((tx) => ownStep(tx, query))
  // Across orgs, to learn where the path turns private; what lies behind is cut off before it leaves here.
  return ctx.acrossOrgs((tx) => leadPath(tx, place, query))
}

async function leadPath(tx: Tx, place: Place, query: PricePathQuery): Promise<PricePath> {
  requireDownstream(place)
  const listed = found((await currentPrices(tx, [query.productId])).get(query.productId), 'product')
  const priceMinor = query.priceMinor ?? listed.priceMinor
  const places = [...(await placesAbove(tx, place)), place]
  const lines = [{ productId: query.productId, priceMinor }]
  const steps = explainPath(await cascadeAlong(tx, places, lines), places.length - 1, 0)
  const firstPrivate = steps.findIndex(({ rule }) => rule === 'own' || rule === 'own_product')
  const seen = firstPrivate < 0 ? steps : steps.slice(0, firstPrivate + 1)
  return {
    steps: seen.map((step, at) =>
      at === firstPrivate
        ? { ...shapeStep(step, places[at]!), ...HIDDEN }
        : shapeStep(step, places[at]!),
    ),
  }
}

const HIDDEN = { sellsAtMinor: null, markup: null, rule: 'private', isClamped: false } as const

async function ownStep(tx: Tx, query: PricePathQuery): Promise<PricePath> {
  const place = await getOwnPlace(tx, query.partnerId)
  const product = await tx.db
    .selectFrom('products')
    .select('id')
    .where('id', '=', query.productId)
    .where('org_id', '=', place.chainOrgId)
    .executeTakeFirst()
  found(product, 'product')
  // From the list price a partner could work out the mark-ups of all above it, so it starts at its own.
  if (query.priceMinor === undefined) {
    throw badField('priceMinor', 'price_needed', 'Say what you pay')
  }
  const lines = [{ productId: query.productId, priceMinor: query.priceMinor }]
  const steps = explainPath(await cascadeAlong(tx, [place], lines), 0, 0)
  return { steps: steps.map((step) => shapeStep(step, place)) }
}

/** A cascade over places each of which is the parent of the next; the first one buys at the prices given. */
export async function cascadeAlong(
  tx: Tx,
  places: readonly Place[],
  lines: PriceSellersInput['lines'],
  overrides?: ReadonlyMap<string, Markup>,
): Promise<CascadeInput> {
  const { chainId } = places[0]!
  const stepMinor = (await getChain(tx, chainId)).settings.priceStepMinor
  const sellers = places.map((place, at) => ({ ...place, parentIndex: at - 1 }))
  return cascadeInput(tx, { chainId, stepMinor, lines, sellers, overrides })
}

function shapeStep(step: PathStep, place: Place): PricePath['steps'][number] {
  return {
    tier: step.tier,
    partnerId: place.id,
    name: place.name,
    buysAtMinor: step.buysAtMinor,
    sellsAtMinor: step.sellsAtMinor,
    markup: { kind: step.kind, value: step.value },
    rule: step.rule,
    isClamped: step.isClamped,
  }
}
