import { z } from 'zod'
import type { Http } from '../../../platform/http.ts'
import { sendPdf } from '../../../platform/pdf/send.ts'
import { FileQuery, Id } from '../../../platform/schema.ts'
import { readAccount } from '../money/account-queries.ts'
import { AccountSheet } from '../money/schema.ts'
import { getOrder } from '../orders/order-queries.ts'
import { figuresOf } from './figures.ts'
import { deliveryPaper, orderPaper, quotePaper } from './goods-papers.ts'
import { accountPaper, invoicePaper } from './money-papers.ts'
import { invoiceOf, quoteOf, shipmentOf } from './reading.ts'

const ById = z.object({ id: Id })
const ByShipment = z.object({ id: Id, shipmentId: Id })
const ByParty = z.object({ orgId: Id })
const PaperQuery = FileQuery.extend({ locale: z.enum(['zh-CN', 'en']).default('zh-CN') })
const config = { access: 'trade:view', isStream: true } as const

/** Documents to print and sign, in the reader's language and at the reader's clock. */
export function paperRoutes(app: Http) {
  app.get(
    '/api/v1/trade-orders/:id/document.pdf',
    { config, schema: { summary: 'An order to print', params: ById, querystring: PaperQuery } },
    async (req, reply) => {
      const order = await getOrder(req.ctx, req.params.id)
      return sendPdf(reply, orderPaper(order, figuresOf(req.query.locale, req.query.timeZone)))
    },
  )
  app.get(
    '/api/v1/trade-orders/:id/shipments/:shipmentId/document.pdf',
    {
      config,
      schema: { summary: 'A delivery note to print', params: ByShipment, querystring: PaperQuery },
    },
    async (req, reply) => {
      const { order, shipment } = await shipmentOf(req.ctx, req.params.id, req.params.shipmentId)
      const figures = figuresOf(req.query.locale, req.query.timeZone)
      return sendPdf(reply, deliveryPaper(order, shipment, figures))
    },
  )
  app.get(
    '/api/v1/quotes/:id/document.pdf',
    { config, schema: { summary: 'A quote to print', params: ById, querystring: PaperQuery } },
    async (req, reply) => {
      const { quote, asked } = await quoteOf(req.ctx, req.params.id)
      const figures = figuresOf(req.query.locale, req.query.timeZone)
      return sendPdf(reply, quotePaper(quote, asked, figures))
    },
  )
  app.get(
    '/api/v1/invoices/:id/document.pdf',
    {
      config,
      schema: {
        summary: 'An invoice or credit note to print',
        params: ById,
        querystring: PaperQuery,
      },
    },
    async (req, reply) => {
      const { invoice, own } = await invoiceOf(req.ctx, req.params.id)
      const figures = figuresOf(req.query.locale, req.query.timeZone)
      return sendPdf(reply, invoicePaper(invoice, own.name, figures))
    },
  )
  app.get(
    '/api/v1/accounts/:orgId/statement.pdf',
    {
      config,
      schema: {
        summary: 'A statement of account to print',
        params: ByParty,
        querystring: AccountSheet,
      },
    },
    async (req, reply) => {
      const account = await readAccount(req.ctx, req.params.orgId, req.query)
      return sendPdf(reply, accountPaper(account, figuresOf(req.query.locale, req.query.timeZone)))
    },
  )
}
