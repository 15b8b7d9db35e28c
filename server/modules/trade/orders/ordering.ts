import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError } from '../../../platform/errors.ts'
import { priceLines } from '../agreements/price-lines.ts'
import { productRows } from '../catalogue/product-rows.ts'
import { requireTrade } from '../partners.ts'
import type { PaymentTerm } from '../terms-schema.ts'
import { readOrder, tellAndRead } from './order-queries.ts'
import { type DraftLine, type OrderDraft, placeOrder } from './placing.ts'
import type { Order, PlaceInput } from './schema.ts'

const DAY_MS = 86_400_000

/** Orders at the prices that hold between the two. Where they are no longer what the page showed, nothing is placed. */
export async function orderAtAgreedPrices(ctx: Ctx, input: PlaceInput): Promise<Order> {
  const draft = await ctx.acrossOrgs((tx) => priceDraft(tx, input))
  return ctx.transaction((tx) => placeAndTell(tx, draft))
}

async function priceDraft(tx: Tx, input: PlaceInput): Promise<OrderDraft> {
  const { sellerOrgId, buyerOrgId, payment } = input
  const now = tx.now()
  const leadDays = (day: string | null) =>
    day === null ? null : Math.max(0, Math.ceil((Date.parse(day) - now.getTime()) / DAY_MS))
  const priced = await priceLines(tx, {
    ...{ sellerOrgId, buyerOrgId, at: now, currency: input.currency },
    lines: input.lines.map((line) => ({
      ...{ productId: line.productId, quantity: line.quantity, unit: line.unit, payment },
      leadDays: leadDays(line.deliverBy ?? input.deliverBy),
      ...(input.incoterm && { incoterm: input.incoterm }),
      ...(input.place && { place: input.place }),
    })),
  })
  const products = await productRows(
    tx,
    input.lines.map((line) => line.productId),
  )
  const lines = priced.map((price, at): DraftLine => {
    if (price.isOnRequest) {
      const field = `lines.${at}.productId`
      throw new AppError('refused', {
        reason: `price_${price.reason}`,
        errors: [{ field, code: `price_${price.reason}`, message: 'There is no price for this' }],
      })
    }
    const { deliverBy, overBp } = input.lines[at]!
    const { name, kind } = products.get(price.productId)!
    const { productId, quantity, unit, unitE4, amountMinor, explanation } = price
    const stated = { productId, quantity, unit, unitE4, amountMinor, explanation }
    return { ...stated, ...{ description: name, kind, deliverBy, overBp } }
  })
  const totalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0)
  if (totalMinor !== input.totalMinor)
    throw new AppError('conflict', { reason: 'price_changed', data: { totalMinor } })
  const agreementId = priced.find((price) => !price.isOnRequest && price.agreementId !== null)
  return {
    ...{ sellerOrgId, buyerOrgId, currency: input.currency, payment, deliverBy: input.deliverBy },
    ...{ incoterm: input.incoterm, place: input.place, lines },
    source: {
      kind: 'agreement',
      id: agreementId && !agreementId.isOnRequest ? agreementId.agreementId : null,
    },
  }
}

async function placeAndTell(tx: Tx, draft: OrderDraft): Promise<Order> {
  const placed = await placeOrder(tx, draft)
  return tellAndRead(tx, placed, { key: 'placed', what: 'placed' })
}

/** The same again at the same terms; the other side confirms it, or does not if the price no longer holds. */
export function repeatOrder(ctx: Ctx, id: string, deliverBy: string | null): Promise<Order> {
  return ctx.transaction(async (tx) => {
    const old = await readOrder(tx, id)
    await requireTrade(tx, { sellerOrgId: old.seller.id, buyerOrgId: old.buyer.id })
    return placeAndTell(tx, {
      sellerOrgId: old.seller.id,
      buyerOrgId: old.buyer.id,
      currency: old.currency,
      payment: old.payment as PaymentTerm,
      deliverBy,
      incoterm: old.incoterm as OrderDraft['incoterm'],
      place: old.place,
      source: { kind: 'repeat', id },
      lines: await repeatedLines(tx, id),
    })
  })
}

async function repeatedLines(tx: Tx, id: string): Promise<DraftLine[]> {
  const { rows } = await sql<DraftLine>`
    SELECT product_id AS "productId", description, kind, trim_scale(ordered)::text AS quantity, unit,
      unit_e4 AS "unitE4", round(unit_e4 * ordered / 10000)::bigint AS "amountMinor", explanation,
      NULL AS "deliverBy", over_bp AS "overBp"
    FROM trade_order_lines WHERE order_id = ${id} ORDER BY line_no`.execute(tx.db)
  return rows
}
