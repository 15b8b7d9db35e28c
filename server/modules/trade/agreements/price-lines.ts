import {
  explainLine,
  type PriceLine,
  PricingError,
  priceLine,
  quantityMicro,
} from '@jingwei/pricing'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { badField } from '../../../platform/errors.ts'
import { type ProductFacts, productRows } from '../catalogue/product-rows.ts'
import { packUnit, toBaseMicro } from '../catalogue/units.ts'
import { requireTrade } from '../partners.ts'
import { fromMicro } from '../quantity.ts'
import type { PaymentTerm } from '../terms-schema.ts'
import { type BasePrice, basePrices, type Parties } from './base-prices.ts'
import { contextOf, type HeldVersion, heldVersions, idOf, openBook, standingOf } from './books.ts'
import { explained, triedRules } from './explaining.ts'
import type { Explanation, TriedRule } from './schema.ts'

export interface LineToPrice {
  productId: string
  quantity: string
  unit: string
  payment: PaymentTerm
  /** Days from the order to the wished delivery; null when none is named. */
  leadDays: number | null
  incoterm?: string
  place?: string
}

export interface LinesToPrice extends Parties {
  at: Date
  currency: string
  lines: readonly LineToPrice[]
  /** Leaves the reasons out where nobody will read them, which is many times faster. */
  isUnexplained?: boolean
}

/**
 * A price with what it is made of, fit for the buyer's eyes; `tried` is there where the seller asks. Quantity
 * and unit are as asked, or in the base unit where the price of one unit would not be whole: `amountMinor`
 * is `unitE4 x quantity` rounded half up, either way.
 */
export interface PricedLine {
  isOnRequest: false
  productId: string
  quantity: string
  unit: string
  unitE4: number
  amountMinor: number
  explanation: Explanation
  agreementId: string | null
  agreementVersion: number | null
  tried?: TriedRule[]
}
export interface LineOnRequest {
  isOnRequest: true
  productId: string
  reason: 'not_offered' | 'on_request' | 'no_price'
}

/**
 * What a buyer pays a seller for each line, asked by either of the two; lines that have no price are on
 * request. It reads rules and mark-ups that neither side may see, so it wants a transaction across orgs.
 */
export async function priceLines(
  tx: Tx,
  asked: LinesToPrice,
): Promise<(PricedLine | LineOnRequest)[]> {
  const ids = [...new Set(asked.lines.map((line) => line.productId))]
  const desk = await openDesk(tx, asked, ids)
  return asked.lines.map((line, i) => {
    const product = desk.products.get(line.productId)
    if (!product) return onRequest(line, 'not_offered')
    const micro = toBaseMicro(product, line.quantity, line.unit, `lines.${i}.`)
    if (product.isOnRequest || product.isRetired) return onRequest(line, 'on_request')
    return priceOne(desk, product, line, micro, `lines.${i}`)
  })
}

/** All that is needed to price products between the two. */
export interface PriceDesk {
  products: Map<string, ProductFacts>
  based: Map<string, BasePrice>
  versions: Map<string, HeldVersion>
  book: Awaited<ReturnType<typeof openBook>>
  context: ReturnType<typeof contextOf>
  isSeller: boolean
  isUnexplained: boolean
}

export async function openDesk(
  tx: Tx,
  asked: Omit<LinesToPrice, 'lines'>,
  productIds: readonly string[],
): Promise<PriceDesk> {
  await requireUnbound(tx)
  await requireTrade(tx, asked)
  const products = await productRows(tx, productIds)
  const facts = [...products.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const standing = await standingOf(tx, asked)
  const [based, versions, costs] = [
    await basePrices(tx, asked, facts, asked.at),
    await heldVersions(tx, asked, standing, asked.at),
    await costsOf(tx, asked.sellerOrgId, productIds),
  ]
  const book = await openBook(tx, versions, facts, { based, costs, currency: asked.currency })
  return {
    ...{ products, based, book },
    versions: new Map(versions.map((version) => [idOf(version), version])),
    context: contextOf(asked.at, asked.currency, standing.region),
    isSeller: asked.sellerOrgId === tx.actor.orgId,
    isUnexplained: asked.isUnexplained ?? false,
  }
}

function priceOne(
  { book, context, based, versions, isSeller, isUnexplained }: PriceDesk,
  product: ProductFacts,
  line: LineToPrice,
  micro: bigint,
  at: string,
): PricedLine | LineOnRequest {
  const { productId, payment, leadDays, incoterm, place } = line
  const asked: PriceLine = {
    ...{ productId, payment, leadDays, quantityMicro: quantityOf(micro, at) },
    ...(incoterm && { incoterm }),
    ...(place && { place }),
  }
  const full = refusing(at, () =>
    isUnexplained ? priceLine(book, context, asked) : explainLine(book, context, asked),
  )
  if (full.unitE4 === null) return onRequest(line, 'no_price')
  const version = versions.get(full.agreementId as string)
  return {
    isOnRequest: false,
    productId,
    ...statedIn(product, line, micro, BigInt(full.unitE4)),
    amountMinor: full.amountMinor as number,
    explanation:
      'steps' in full
        ? explained(full, { base: based.get(productId), version, versions })
        : { base: null, agreementName: null, steps: [] },
    agreementId: version?.agreementId ?? null,
    agreementVersion: version?.no ?? null,
    ...(isSeller && 'rules' in full && { tried: triedRules(full, versions) }),
  }
}

const onRequest = (line: LineToPrice, reason: LineOnRequest['reason']): LineOnRequest => ({
  isOnRequest: true,
  productId: line.productId,
  reason,
})

function quantityOf(micro: bigint, at: string): number {
  return refusing(`${at}.quantity`, () => quantityMicro(micro))
}

/** What the engine refuses is what somebody asked for: too much of something, or a price beyond all bounds. */
export function refusing<T>(field: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof PricingError) throw badField(field, error.code, error.message)
    throw error
  }
}

/** A price of the base unit in the unit that was asked for, where it stays whole; else all in the base unit. */
function statedIn(product: ProductFacts, line: LineToPrice, micro: bigint, baseE4: bigint) {
  const { numerator, denominator } = packUnit(product, line.unit)
  const scaled = baseE4 * BigInt(numerator)
  return scaled % BigInt(denominator) === 0n
    ? { quantity: line.quantity, unit: line.unit, unitE4: Number(scaled / BigInt(denominator)) }
    : { quantity: fromMicro(micro), unit: product.unit, unitE4: Number(baseE4) }
}

/** What products cost their seller, where it says so. */
export async function costsOf(
  tx: Tx,
  sellerOrgId: string,
  productIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.db
    .selectFrom('product_floors')
    .select(['product_id', 'cost_e4'])
    .where('org_id', '=', sellerOrgId)
    .where(sql<boolean>`product_id = ANY(${productIds}::uuid[])`)
    .where('cost_e4', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.product_id, row.cost_e4 as number]))
}

// Where policies bind, the seller's rules would silently be missing and the price wrong.
export async function requireUnbound(tx: Tx): Promise<void> {
  const { rows } = await sql<{ bound: boolean }>`
    SELECT row_security_active('agreements') AS bound`.execute(tx.db)
  if (rows[0]!.bound) throw new Error('prices want a transaction across orgs')
}
