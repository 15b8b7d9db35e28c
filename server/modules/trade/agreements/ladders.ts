import {
  compile,
  type LadderQuestion,
  ladder,
  type PriceBook,
  type PriceContext,
} from '@jingwei/pricing'
import type { Ctx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { type ProductFacts, productRows } from '../catalogue/product-rows.ts'
import { requireTrade } from '../partners.ts'
import { fromMicro } from '../quantity.ts'
import type { PaymentTerm } from '../terms-schema.ts'
import { readAgreement } from './agreement-queries.ts'
import { basePrices } from './base-prices.ts'
import { contextOf, engineProduct, nearness, pricesOf } from './books.ts'
import { engineAgreement } from './engine-terms.ts'
import { listPriceMap } from './own-prices.ts'
import { costsOf, openDesk, refusing } from './price-lines.ts'
import type { Ladder, LadderQuery, PreviewInput } from './schema.ts'

/** The terms that a table shows where an agreement names none: cash, 30 % down, 30 and 60 days' credit. */
export const DEFAULT_PAYMENTS: PaymentTerm[] = [
  [{ shareBp: 10_000, from: 'order', days: 0 }],
  [
    { shareBp: 3_000, from: 'order', days: 0 },
    { shareBp: 7_000, from: 'delivery', days: 0 },
  ],
  [{ shareBp: 10_000, from: 'invoice', days: 30 }],
  [{ shareBp: 10_000, from: 'invoice', days: 60 }],
]
// A buyer needs a table that can be read, and a rule for each day of the year would ask for millions of cells.
const CELLS_MAX = 20_000

/** All that a buyer may see of one product's price: for itself, or for the seller on its behalf. */
export function getLadder(ctx: Ctx, query: LadderQuery): Promise<Ladder> {
  return ctx.acrossOrgs(async (tx) => {
    const { productId, currency, incoterm, place, sellerOrgId } = query
    const parties = { sellerOrgId, buyerOrgId: query.buyerOrgId ?? (tx.actor.orgId as string) }
    const at = query.at ? new Date(query.at) : tx.now()
    const desk = await openDesk(tx, { ...parties, at, currency }, [productId])
    const product = found(desk.products.get(productId), 'product')
    if (product.isOnRequest || product.isRetired)
      throw new AppError('refused', { reason: 'on_request' })
    const named = [...desk.versions.values()].flatMap(({ terms }) => terms.payments)
    const question = {
      ...{ productId, payments: named.length > 0 ? named : DEFAULT_PAYMENTS },
      ...(incoterm && { incoterm }),
      ...(place && { place }),
    }
    return tableOf(desk.book, desk.context, product, currency, question)
  })
}

/** What a draft would make of a product's price, before it is saved: for a buyer, or from my list price. */
export function previewTerms(ctx: Ctx, id: string, input: PreviewInput): Promise<Ladder> {
  return ctx.acrossOrgs(async (tx) => {
    const sellerOrgId = tx.actor.orgId as string
    const agreement = await readAgreement(tx, id)
    const products = await productRows(tx, [input.productId])
    const product = found(products.get(input.productId), 'product')
    const { buyerOrgId, terms } = input
    const at = input.at ? new Date(input.at) : tx.now()
    if (buyerOrgId) await requireTrade(tx, { sellerOrgId, buyerOrgId })
    const based = buyerOrgId
      ? await basePrices(tx, { sellerOrgId, buyerOrgId }, [product], at)
      : await listPriceMap(tx, [product])
    const prices = await pricesOf(tx, [{ agreementId: id, no: agreement.termsNo }], [product])
    const costs = await costsOf(tx, sellerOrgId, [product.id])
    const region = agreement.for.audience === 'region' ? agreement.for.region : null
    const header = {
      ...{ id, currency: agreement.currency },
      when: nearness(agreement.for.audience, region),
    }
    const engine = engineAgreement(header, terms, [...prices.values()].flat(), [product])
    const book = refusing('terms', () =>
      compile([engine], [engineProduct(product, { based, costs })]),
    )
    return tableOf(book, contextOf(at, agreement.currency, region), product, agreement.currency, {
      productId: product.id,
      payments: terms.payments.length > 0 ? terms.payments : DEFAULT_PAYMENTS,
    })
  })
}

function tableOf(
  book: PriceBook,
  context: PriceContext,
  product: ProductFacts,
  currency: string,
  question: LadderQuestion,
): Ladder {
  const table = refusing('terms', () => ladder(book, context, question))
  if (table.quantities.length * table.payments.length * table.leads.length > CELLS_MAX) {
    throw new AppError('too_large', { reason: 'ladder_too_large' })
  }
  return {
    ...{ unit: product.unit, currency },
    quantities: table.quantities.map((micro) => fromMicro(BigInt(micro))),
    payments: table.payments.map((term) => [...term]),
    ...{ leads: table.leads, cells: table.cells, isMovingInside: table.isMovingInside },
  }
}
