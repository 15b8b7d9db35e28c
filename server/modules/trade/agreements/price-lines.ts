import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { type ProductFacts, productRows } from '../catalogue/product-rows.ts'
import { packUnit, toBaseMicro } from '../catalogue/units.ts'
import { requireTrade } from '../partners.ts'
import { fromMicro } from '../quantity.ts'
import type { PaymentTerm } from '../terms-schema.ts'
import { basePrices } from './base-prices.ts'

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

export interface LinesToPrice {
  sellerOrgId: string
  buyerOrgId: string
  at: Date
  currency: string
  lines: readonly LineToPrice[]
}

/**
 * A price with what it is made of. Quantity and unit are as asked, or in the base unit where the price of
 * one unit would not be whole: `amountMinor` is `unitE4 x quantity` rounded half up, either way.
 */
export interface PricedLine {
  isOnRequest: false
  productId: string
  quantity: string
  unit: string
  unitE4: number
  amountMinor: number
  explanation: unknown
  agreementId: string | null
  agreementVersion: number | null
}
export interface LineOnRequest {
  isOnRequest: true
  productId: string
  reason: 'not_offered' | 'on_request' | 'no_agreement'
}

/**
 * What a buyer pays a seller for each line, asked by either of the two; lines that have no price are on
 * request. It reads rules and mark-ups that neither side may see, so it wants a transaction across orgs; what
 * it answers may be shown to the buyer.
 */
export async function priceLines(
  tx: Tx,
  asked: LinesToPrice,
): Promise<(PricedLine | LineOnRequest)[]> {
  await requireUnbound(tx)
  await requireTrade(tx, asked)
  const products = await productRows(
    tx,
    asked.lines.map((line) => line.productId),
  )
  const based = await basePrices(tx, asked, [...products.values()], asked.at)
  return asked.lines.map((line, i) => {
    const product = products.get(line.productId)
    if (!product) return onRequest(line, 'not_offered')
    const micro = toBaseMicro(product, line.quantity, line.unit, `lines.${i}.`)
    const base = based.get(product.id)
    if (product.isOnRequest || product.isRetired || !base) return onRequest(line, 'on_request')
    const unitE4 = BigInt(base.minor) * 10_000n
    return {
      isOnRequest: false,
      productId: line.productId,
      ...statedIn(product, line, micro, unitE4),
      amountMinor: amountOf(unitE4, micro),
      explanation: [],
      agreementId: null,
      agreementVersion: null,
    }
  })
}

const onRequest = (line: LineToPrice, reason: LineOnRequest['reason']): LineOnRequest => ({
  isOnRequest: true,
  productId: line.productId,
  reason,
})

/** A price of the base unit in the unit that was asked for, where it stays whole; else all in the base unit. */
function statedIn(product: ProductFacts, line: LineToPrice, micro: bigint, baseE4: bigint) {
  const { numerator, denominator } = packUnit(product, line.unit)
  const scaled = baseE4 * BigInt(numerator)
  return scaled % BigInt(denominator) === 0n
    ? { quantity: line.quantity, unit: line.unit, unitE4: Number(scaled / BigInt(denominator)) }
    : { quantity: fromMicro(micro), unit: product.unit, unitE4: Number(baseE4) }
}

/** Minor units, rounded half up once. */
function amountOf(unitE4: bigint, micro: bigint): number {
  const scale = 10n ** 10n
  return Number((unitE4 * micro * 2n + scale) / (scale * 2n))
}

// Where policies bind, the seller's rules would silently be missing and the price wrong.
async function requireUnbound(tx: Tx): Promise<void> {
  const { rows } = await sql<{ bound: boolean }>`
    SELECT row_security_active('agreements') AS bound`.execute(tx.db)
  if (rows[0]!.bound) throw new Error('priceLines wants a transaction across orgs')
}
