import type { Ctx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { readInvoice } from '../money/invoice-queries.ts'
import { shortNameOf } from '../money/invoices.ts'
import type { Invoice } from '../money/schema.ts'
import { getOrder } from '../orders/order-queries.ts'
import type { Order, Shipment } from '../orders/schema.ts'
import { readQuote } from '../sourcing/quote-queries.ts'
import { readRfq } from '../sourcing/rfq-queries.ts'
import type { Quote, Rfq } from '../sourcing/schema.ts'

// What a document is made of. Who may not see the page finds no document either, since both are read the same way.

export async function shipmentOf(
  ctx: Ctx,
  orderId: string,
  shipmentId: string,
): Promise<{ order: Order; shipment: Shipment }> {
  const order = await getOrder(ctx, orderId)
  const shipment = found(
    order.shipments.find(({ id }) => id === shipmentId),
    'shipment',
  )
  return { order, shipment }
}

/** A quote that has been opened, and what was asked for. */
export function quoteOf(ctx: Ctx, id: string): Promise<{ quote: Quote; asked: Rfq }> {
  return ctx.read(async (tx) => {
    const quote = await readQuote(tx, id)
    if (quote.versions.length === 0) throw new AppError('wrong_state', { reason: 'sealed' })
    return { quote, asked: await readRfq(tx, quote.rfqId) }
  })
}

/** An invoice, and the firm that reads it. */
export function invoiceOf(
  ctx: Ctx,
  invoiceId: string,
): Promise<{ invoice: Invoice; own: { id: string; name: string } }> {
  return ctx.read(async (tx) => {
    const id = tx.actor.orgId as string
    const invoice = await readInvoice(tx, invoiceId)
    return { invoice, own: { id, name: await shortNameOf(tx, id) } }
  })
}
