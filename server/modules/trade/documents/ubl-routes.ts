import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Http } from '../../../platform/http.ts'
import { Id } from '../../../platform/schema.ts'
import { attachment } from '../../../platform/sheets/send.ts'
import { getOrder } from '../orders/order-queries.ts'
import { epcisDocument, goodsFactsOf } from './epcis.ts'
import { figuresOf } from './figures.ts'
import { invoiceOf, shipmentOf } from './reading.ts'
import * as s from './schema.ts'
import { despatchDocument, invoiceDocument, orderDocument, responseDocument } from './ubl-making.ts'
import { readUbl } from './ubl-read.ts'
import { writeUbl } from './ubl-write.ts'

const ById = z.object({ id: Id })
const ByShipment = z.object({ id: Id, shipmentId: Id })
const config = { access: 'trade:view', isStream: true } as const
// What is written for other systems reads the same whoever asks for it.
const FIGURES = figuresOf('en', 'Asia/Shanghai')

function sendUbl(reply: FastifyReply, document: s.UblDocument) {
  return reply
    .header('content-disposition', attachment(`${document.kind} ${document.no}.xml`))
    .type('application/xml; charset=utf-8')
    .send(writeUbl(document))
}

/** Documents for other systems: UBL 2.1 out and in, and the flow of goods as EPCIS 2.0. */
export function ublRoutes(app: Http) {
  app.get(
    '/api/v1/trade-orders/:id/document.xml',
    { config, schema: { summary: 'An order as UBL 2.1', params: ById } },
    async (req, reply) =>
      sendUbl(reply, orderDocument(await getOrder(req.ctx, req.params.id), FIGURES)),
  )
  app.get(
    '/api/v1/trade-orders/:id/response.xml',
    { config, schema: { summary: 'The answer to an order as UBL 2.1', params: ById } },
    async (req, reply) => {
      const order = await getOrder(req.ctx, req.params.id)
      return sendUbl(reply, responseDocument(order, req.ctx.now(), FIGURES))
    },
  )
  app.get(
    '/api/v1/trade-orders/:id/shipments/:shipmentId/document.xml',
    { config, schema: { summary: 'A despatch advice as UBL 2.1', params: ByShipment } },
    async (req, reply) => {
      const { order, shipment } = await shipmentOf(req.ctx, req.params.id, req.params.shipmentId)
      return sendUbl(reply, despatchDocument(order, shipment))
    },
  )
  app.get(
    '/api/v1/invoices/:id/document.xml',
    { config, schema: { summary: 'An invoice or credit note as UBL 2.1', params: ById } },
    async (req, reply) => {
      const { invoice, own } = await invoiceOf(req.ctx, req.params.id)
      const order = invoice.orderId && (await getOrder(req.ctx, invoice.orderId))
      const lines = order ? order.lines : []
      const lineNo = new Map(lines.map((line) => [line.id, line.lineNo]))
      return sendUbl(reply, invoiceDocument(invoice, own, lineNo))
    },
  )
  app.get(
    '/api/v1/trade-orders/:id/epcis.json',
    { config, schema: { summary: 'The flow of goods of an order as EPCIS 2.0', params: ById } },
    async (req, reply) => {
      const order = await getOrder(req.ctx, req.params.id)
      const document = epcisDocument(order, await goodsFactsOf(req.ctx, order.id), req.ctx.now())
      return reply
        .header('content-disposition', attachment(`${order.no} EPCIS.json`))
        .type('application/ld+json')
        .send(JSON.stringify(document))
    },
  )
  app.post(
    '/api/v1/ubl-readings',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Read a UBL 2.1 document of another system; nothing is kept',
        body: s.UblInput,
        response: { 200: s.UblDocument },
      },
    },
    (req) => readUbl(req.body.xml),
  )
}
