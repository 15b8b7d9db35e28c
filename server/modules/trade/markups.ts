import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, badField } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { getLedChain, getPlace, type Place } from '../network/index.ts'
import { describeProducts } from './product-queries.ts'
import type { Markup, MarkupRow, SellerMarkups, SellerMarkupsInput, TierMarkups } from './schema.ts'

export interface MarkupLimit {
  minBp: number
  maxBp: number
}

/** The lead's mark-ups and limits for every tier of its chain. */
export function getTierMarkups(ctx: Ctx, chainId: string): Promise<TierMarkups> {
  return ctx.read(async (tx) => {
    await getLedChain(tx, chainId)
    return readTierMarkups(tx, chainId)
  })
}

/** Replaces the lead's mark-ups and limits as a whole. Sellers' own mark-ups stay, within the new limits. */
export function setTierMarkups(
  ctx: Ctx,
  chainId: string,
  input: TierMarkups,
): Promise<TierMarkups> {
  return ctx.transaction(async (tx) => {
    await getLedChain(tx, chainId)
    await lockMarkups(tx, chainId)
    const orgId = tx.actor.orgId as string
    const rows = input.tiers.flatMap((tier) => tier.markups)
    const known = await describeProducts(tx, productIdsOf(rows))
    checkTiers(input, known)

    await tx.db
      .deleteFrom('markups')
      .where('chain_id', '=', chainId)
      .where('set_by_org_id', '=', orgId)
      .where('tier', 'is not', null)
      .execute()
    await tx.db
      .deleteFrom('markup_limits')
      .where('chain_id', '=', chainId)
      .where('org_id', '=', orgId)
      .execute()
    for (const { tier, markups, limit } of input.tiers) {
      await insertMarkups(tx, { chainId, leadOrgId: orgId, tier, partnerId: null }, markups)
      if (!limit) continue
      await tx.db
        .insertInto('markup_limits')
        .values({
          org_id: orgId,
          chain_id: chainId,
          tier,
          min_bp: limit.minBp,
          max_bp: limit.maxBp,
        })
        .execute()
    }
    record(tx, 'trade.tier_markups_set', `chain:${chainId}`, {
      tiers: input.tiers.map(({ tier, markups, limit }) => ({
        tier,
        limit,
        general: markups.find((row) => row.productId === null)?.markup ?? null,
        products: markups.filter((row) => row.productId !== null).length,
      })),
    })
    return readTierMarkups(tx, chainId)
  })
}

function checkTiers(input: TierMarkups, known: ReadonlyMap<string, unknown>): void {
  const tiers = new Set<number>()
  for (const [i, { tier, markups, limit }] of input.tiers.entries()) {
    if (tiers.has(tier)) throw badField(`tiers.${i}.tier`, 'tier_twice', 'A tier stands here twice')
    tiers.add(tier)
    checkRows(markups, known, `tiers.${i}.markups`)
    for (const [j, row] of markups.entries()) {
      requireWithin(row.markup, tier, limit, `tiers.${i}.markups.${j}.markup`)
    }
  }
}

async function readTierMarkups(tx: Tx, chainId: string): Promise<TierMarkups> {
  const orgId = tx.actor.orgId as string
  const rows = await markupRows(tx, chainId, orgId)
    .select('tier')
    .where('tier', 'is not', null)
    .execute()
  const limits = await tx.db
    .selectFrom('markup_limits')
    .select(['tier', 'min_bp', 'max_bp'])
    .where('chain_id', '=', chainId)
    .where('org_id', '=', orgId)
    .execute()
  const tiers = [...new Set([...rows, ...limits].map((row) => row.tier as number))]
  return {
    tiers: tiers
      .sort((a, b) => a - b)
      .map((tier) => {
        const limit = limits.find((l) => l.tier === tier)
        return {
          tier,
          markups: rows.filter((row) => row.tier === tier).map(shapeMarkup),
          limit: limit ? { minBp: limit.min_bp, maxBp: limit.max_bp } : null,
        }
      }),
  }
}

/** What a seller adds for those below it, what would apply otherwise, and its limits: for itself only. */
export function getSellerMarkups(ctx: Ctx, partnerId: string): Promise<SellerMarkups> {
  return ctx.read(async (tx) => readSellerMarkups(tx, await getOwnPlace(tx, partnerId)))
}

/** Replaces the seller's own mark-ups as a whole; nobody above it can read them. */
export function setSellerMarkups(
  ctx: Ctx,
  partnerId: string,
  input: SellerMarkupsInput,
): Promise<SellerMarkups> {
  return ctx.transaction(async (tx) => {
    const place = await getOwnPlace(tx, partnerId)
    await lockMarkups(tx, partnerId)
    const products = await productsOf(tx, place.chainOrgId)
    checkRows(input.own, new Map(products.map((p) => [p.id, p])), 'own')
    const limit = await readLimit(tx, place)
    for (const [i, row] of input.own.entries()) {
      requireWithin(row.markup, place.tier, limit, `own.${i}.markup`)
    }
    await tx.db
      .deleteFrom('markups')
      .where('chain_id', '=', place.chainId)
      .where('set_by_org_id', '=', tx.actor.orgId as string)
      .where('seller_partner_id', '=', partnerId)
      .execute()
    const { chainId, chainOrgId: leadOrgId } = place
    await insertMarkups(tx, { chainId, leadOrgId, tier: null, partnerId }, input.own)
    record(tx, 'trade.own_markups_set', `partner:${partnerId}`, {
      general: input.own.find((row) => row.productId === null)?.markup ?? null,
      products: input.own.filter((row) => row.productId !== null).length,
    })
    return readSellerMarkups(tx, place)
  })
}

async function readSellerMarkups(tx: Tx, place: Place): Promise<SellerMarkups> {
  const { chainId, chainOrgId, tier } = place
  const defaults = await markupRows(tx, chainId, chainOrgId).where('tier', '=', tier).execute()
  const own = await markupRows(tx, chainId, tx.actor.orgId as string)
    .where('seller_partner_id', '=', place.id)
    .execute()
  const products = await productsOf(tx, chainOrgId)
  const isNamed = new Set(own.map((row) => row.product_id))
  return {
    tier,
    limit: await readLimit(tx, place),
    defaults: defaults.map(shapeMarkup),
    own: own.map(shapeMarkup),
    products: products
      .filter((product) => product.retired_at === null || isNamed.has(product.id))
      .map(({ id, code, name, unit }) => ({ id, code, name, unit })),
  }
}

/** Refuses a mark-up that the limits for a seller's tier forbid; the caller has checked whose place it is. */
export async function checkMarkup(tx: Tx, partnerId: string, markup: Markup): Promise<void> {
  const place = await getPlace(tx, partnerId)
  requireDownstream(place)
  requireWithin(markup, place.tier, await readLimit(tx, place), 'markup')
}

/** The limits of a seller's tier; a partner of the chain may read them. */
export async function readLimit(tx: Tx, place: Place): Promise<MarkupLimit | null> {
  const row = await tx.db
    .selectFrom('markup_limits')
    .select(['min_bp', 'max_bp'])
    .where('org_id', '=', place.chainOrgId)
    .where('chain_id', '=', place.chainId)
    .where('tier', '=', place.tier)
    .executeTakeFirst()
  return row ? { minBp: row.min_bp, maxBp: row.max_bp } : null
}

/** The actor's own place among the sellers of a chain; to anybody else there is no such thing. */
export async function getOwnPlace(tx: Tx, partnerId: string): Promise<Place> {
  const place = await getPlace(tx, partnerId)
  if (place.partnerOrgId !== tx.actor.orgId || place.status === 'left') {
    throw new AppError('not_found', { reason: 'partner' })
  }
  requireDownstream(place)
  return place
}

export function requireDownstream(place: Place): void {
  if (place.side !== 'downstream') throw new AppError('refused', { reason: 'not_downstream' })
}

/**
 * Whether a mark-up can hold under a limit. What an amount comes to depends on the price, so only its sign
 * is judged here, and a fixed price not at all: the calculation clamps both.
 */
export function isWithinLimit(markup: Markup, limit: MarkupLimit | null): boolean {
  if (!limit || markup.kind === 'fixed') return true
  if (markup.kind === 'percent') return markup.value >= limit.minBp && markup.value <= limit.maxBp
  return !(markup.value < 0 && limit.minBp >= 0) && !(markup.value > 0 && limit.maxBp <= 0)
}

function requireWithin(
  markup: Markup,
  tier: number,
  limit: MarkupLimit | null,
  field: string,
): void {
  if (isWithinLimit(markup, limit)) return
  throw new AppError('refused', {
    reason: 'markup_outside_limits',
    data: { tier, ...limit },
    errors: [{ field, code: 'markup_outside_limits', message: 'Outside the limits of the tier' }],
  })
}

function checkRows(
  rows: readonly MarkupRow[],
  known: ReadonlyMap<string, unknown>,
  field: string,
): void {
  const seen = new Set<string | null>()
  for (const [i, { productId }] of rows.entries()) {
    const at = `${field}.${i}.productId`
    if (seen.has(productId)) throw badField(at, 'product_twice', 'A product stands here twice')
    if (productId !== null && !known.has(productId)) {
      throw badField(at, 'not_found', 'No such product')
    }
    seen.add(productId)
  }
}

function productIdsOf(rows: readonly MarkupRow[]): string[] {
  return rows.flatMap((row) => (row.productId === null ? [] : [row.productId]))
}

function productsOf(tx: Tx, leadOrgId: string) {
  return tx.db
    .selectFrom('products')
    .select(['id', 'code', 'name', 'unit', 'retired_at'])
    .where('org_id', '=', leadOrgId)
    .orderBy('code')
    .execute()
}

function markupRows(tx: Tx, chainId: string, setByOrgId: string) {
  return tx.db
    .selectFrom('markups')
    .select(['product_id', 'kind', 'value'])
    .where('chain_id', '=', chainId)
    .where('set_by_org_id', '=', setByOrgId)
    .orderBy(sql`product_id NULLS FIRST`)
}

function shapeMarkup(row: { product_id: string | null; kind: string; value: number }): MarkupRow {
  return { productId: row.product_id, markup: { kind: row.kind, value: row.value } as Markup }
}

async function insertMarkups(
  tx: Tx,
  to: { chainId: string; leadOrgId: string; tier: number | null; partnerId: string | null },
  rows: readonly MarkupRow[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`INSERT INTO markups
      (id, org_id, chain_id, set_by_org_id, tier, seller_partner_id, product_id, kind, value, set_at)
    SELECT r.id, ${to.leadOrgId}::uuid, ${to.chainId}::uuid, ${tx.actor.orgId}::uuid, ${to.tier}::int,
      ${to.partnerId}::uuid, r.product_id, r.kind, r.value, ${tx.now()}::timestamptz
    FROM unnest(${rows.map(() => newId())}::uuid[], ${rows.map((r) => r.productId)}::uuid[],
      ${rows.map((r) => r.markup.kind)}::text[], ${rows.map((r) => r.markup.value)}::bigint[])
      AS r(id, product_id, kind, value)`.execute(tx.db)
}

// There may be no row to lock before the first mark-up, so the set has a lock by name.
async function lockMarkups(tx: Tx, of: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`markups:${of}`}, 0))`.execute(tx.db)
}
