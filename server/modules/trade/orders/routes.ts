import { z } from 'zod'
import type { Http } from '../../../platform/http.ts'
import { Id } from '../../../platform/schema.ts'
import { sendSheet } from '../../../platform/sheets/send.ts'
import { confirmOrder, endOrder, releaseOrder } from './consent.ts'
import { listCreditLimits, setCreditLimit } from './credit.ts'
import { listExceptions } from './exceptions.ts'
import { makeForLine, type Workshop } from './making.ts'
import { exportedOrders, getOrder, listArrivals, listOrders } from './order-queries.ts'
import { orderSheet } from './order-sheet.ts'
import { orderAtAgreedPrices, repeatOrder } from './ordering.ts'
import { addNote, setCosts } from './own-side.ts'
import { answerProposal, propose } from './proposals.ts'
import { receiveGoods, settleDifference } from './receiving.ts'
import * as s from './schema.ts'
import { proveDelivery, shipGoods } from './shipping.ts'
import { listStock, moveStock } from './stock.ts'
import { readOrderStory } from './story-queries.ts'
import { correctFact, takeBack } from './taking-back.ts'

const ById = z.object({ id: Id })
const ByShipment = z.object({ id: Id, shipmentId: Id })
const ByProposal = z.object({ id: Id, proposalId: Id })

/** Orders over HTTP: what is agreed, where the goods are, and what each side must look at. */
export function tradeOrderRoutes(app: Http, workshop: Workshop) {
  readingRoutes(app, workshop)
  consentRoutes(app)
  goodsRoutes(app)
  ownRoutes(app, workshop)
  limitRoutes(app)
}

function readingRoutes(app: Http, workshop: Workshop) {
  app.get(
    '/api/v1/trade-orders',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'My orders', querystring: s.OrderQuery, response: { 200: s.Orders } },
    },
    (req) => listOrders(req.ctx, req.query),
  )
  app.get(
    '/api/v1/trade-orders.xlsx',
    {
      config: { access: 'trade:view', isStream: true },
      schema: { summary: 'My orders as a workbook', querystring: s.OrderExport },
    },
    async (req, reply) => {
      const orders = await exportedOrders(req.ctx, req.query)
      return sendSheet(req.ctx, reply, 'orders.xlsx', orderSheet(orders, req.query))
    },
  )
  app.get(
    '/api/v1/trade-orders/:id',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'An order', params: ById, response: { 200: s.Order } },
    },
    (req) => getOrder(req.ctx, req.params.id, workshop.progress),
  )
  app.get(
    '/api/v1/trade-orders/:id/story',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Everything that happened to an order',
        params: ById,
        response: { 200: s.OrderStory },
      },
    },
    (req) => readOrderStory(req.ctx, req.params.id),
  )
  app.get(
    '/api/v1/trade-exceptions',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'What is late or open on my orders',
        querystring: s.ExceptionQuery,
        response: { 200: s.Exceptions },
      },
    },
    (req) => listExceptions(req.ctx, req.query),
  )
  app.get(
    '/api/v1/trade-arrivals',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'What is on its way to me', response: { 200: s.Arrivals } },
    },
    (req) => listArrivals(req.ctx),
  )
}

function consentRoutes(app: Http) {
  const access = 'trade:edit'
  app.post(
    '/api/v1/trade-orders',
    {
      config: { access },
      schema: {
        summary: 'Order at the prices that hold between the two',
        body: s.PlaceInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) => reply.code(201).send(await orderAtAgreedPrices(req.ctx, req.body)),
  )
  app.post(
    '/api/v1/trade-orders/:id/repeats',
    {
      config: { access },
      schema: {
        summary: 'Order the same again',
        params: ById,
        body: s.RepeatInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await repeatOrder(req.ctx, req.params.id, req.body.deliverBy)),
  )
  app.put(
    '/api/v1/trade-orders/:id/confirmation',
    {
      config: { access },
      schema: { summary: 'Confirm an order', params: ById, response: { 200: s.Order } },
    },
    (req) => confirmOrder(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/trade-orders/:id/release',
    {
      config: { access },
      schema: {
        summary: 'Let an order through that is over the credit limit',
        params: ById,
        response: { 200: s.Order },
      },
    },
    (req) => releaseOrder(req.ctx, req.params.id),
  )
  for (const [path, ended, summary] of [
    ['refusal', 'refused', 'Decline an order before it is confirmed'],
    ['withdrawal', 'withdrawn', 'Take an order back before it is confirmed'],
  ] as const) {
    app.put(
      `/api/v1/trade-orders/:id/${path}`,
      {
        config: { access },
        schema: { summary, params: ById, body: s.ReasonInput, response: { 200: s.Order } },
      },
      (req) => endOrder(req.ctx, req.params.id, ended, req.body.reason),
    )
  }
  app.post(
    '/api/v1/trade-orders/:id/proposals',
    {
      config: { access },
      schema: {
        summary: 'Ask for a change, a cancellation or a return',
        params: ById,
        body: s.ProposalInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) => reply.code(201).send(await propose(req.ctx, req.params.id, req.body)),
  )
  app.put(
    '/api/v1/trade-orders/:id/proposals/:proposalId/answer',
    {
      config: { access },
      schema: {
        summary: 'Accept or refuse what the other side asks, or take back what I asked',
        params: ByProposal,
        body: s.AnswerInput,
        response: { 200: s.Order },
      },
    },
    (req) => answerProposal(req.ctx, req.params.id, req.params.proposalId, req.body),
  )
}

// Counting and handing over is what everybody at a ramp does; sending, agreeing and correcting needs the right to edit.
function goodsRoutes(app: Http) {
  app.post(
    '/api/v1/trade-orders/:id/shipments',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Ship goods',
        params: ById,
        body: s.ShipInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) => reply.code(201).send(await shipGoods(req.ctx, req.params.id, req.body)),
  )
  app.post(
    '/api/v1/trade-orders/:id/shipments/:shipmentId/proofs',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Keep a proof of delivery',
        params: ByShipment,
        body: s.ProofInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) => {
      const { id, shipmentId } = req.params
      return reply.code(201).send(await proveDelivery(req.ctx, id, shipmentId, req.body))
    },
  )
  app.post(
    '/api/v1/trade-orders/:id/shipments/:shipmentId/receipts',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Count what arrived',
        params: ByShipment,
        body: s.ReceiveInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) => {
      const { id, shipmentId } = req.params
      return reply.code(201).send(await receiveGoods(req.ctx, id, shipmentId, req.body))
    },
  )
  const further = [
    ['settlements', 'End a difference', s.SettleInput, settleDifference],
    ['returns', 'Have returned goods in hand again', s.TakeBackInput, takeBack],
    ['corrections', 'Take back what was recorded wrongly', s.CorrectInput, correctFact],
  ] as const
  for (const [path, summary, body, verb] of further) {
    app.post(
      `/api/v1/trade-orders/:id/${path}`,
      {
        config: { access: 'trade:edit' },
        schema: { summary, params: ById, body, response: { 201: s.Order } },
      },
      async (req, reply) =>
        reply.code(201).send(await verb(req.ctx, req.params.id, req.body as never)),
    )
  }
}

function ownRoutes(app: Http, workshop: Workshop) {
  app.post(
    '/api/v1/trade-orders/:id/notes',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Note something for my own side',
        params: ById,
        body: s.NoteInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await addNote(req.ctx, req.params.id, req.body.text)),
  )
  app.put(
    '/api/v1/trade-orders/:id/costs',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Say what lines cost me, the seller',
        params: ById,
        body: s.CostsInput,
        response: { 200: s.Order },
      },
    },
    (req) => setCosts(req.ctx, req.params.id, req.body),
  )
  app.post(
    '/api/v1/trade-orders/:id/production-orders',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Have what a line wants made',
        params: ById,
        body: s.MakeInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await makeForLine(req.ctx, req.params.id, req.body, workshop)),
  )
}

function limitRoutes(app: Http) {
  app.get(
    '/api/v1/credit-limits',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'Credit that I give to buyers', response: { 200: s.CreditLimits } },
    },
    (req) => listCreditLimits(req.ctx),
  )
  app.put(
    '/api/v1/credit-limits',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Set the credit of a buyer',
        body: s.CreditInput,
        response: { 200: s.CreditLimits },
      },
    },
    (req) => setCreditLimit(req.ctx, req.body),
  )
  app.get(
    '/api/v1/stock',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'My stock', querystring: s.StockQuery, response: { 200: s.Stock } },
    },
    (req) => listStock(req.ctx, req.query.productId),
  )
  app.post(
    '/api/v1/stock-moves',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Say what came in, went out or was counted',
        body: s.StockInput,
        response: { 201: s.StockRow },
      },
    },
    async (req, reply) => reply.code(201).send(await moveStock(req.ctx, req.body)),
  )
}
