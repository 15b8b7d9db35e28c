import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import { getOrder, listOrders, listParties } from './order-queries.ts'
import { cancelOrder, createOrder, previewPlan } from './orders.ts'
import { replan } from './replanning.ts'
import { getRouting, setRouting } from './routings.ts'
import * as s from './schema.ts'
import { readStory } from './story-queries.ts'

const ById = z.object({ id: Id })

/** What the lead plans: how products are made, and the orders that are placed for them. */
export function orderRoutes(app: Http) {
  routingRoutes(app)
  placedRoutes(app)
}

function routingRoutes(app: Http) {
  app.get(
    '/api/v1/products/:id/routing',
    {
      config: { access: 'production:view' },
      schema: { summary: 'How a product is made', params: ById, response: { 200: s.Routing } },
    },
    (req) => getRouting(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/products/:id/routing',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Say how a product is made from now on',
        params: ById,
        body: s.RoutingInput,
        response: { 200: s.Routing },
      },
    },
    (req) => setRouting(req.ctx, req.params.id, req.body),
  )
}

function placedRoutes(app: Http) {
  app.get(
    '/api/v1/production-parties',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Firms that work may be given to',
        querystring: s.ChainQuery,
        response: { 200: s.Parties },
      },
    },
    (req) => listParties(req.ctx, req.query.chainId),
  )
  app.get(
    '/api/v1/production-orders',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Production orders',
        querystring: s.OrderQuery,
        response: { 200: s.Orders },
      },
    },
    (req) => listOrders(req.ctx, req.query),
  )
  app.post(
    '/api/v1/production-orders',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Place a production order and offer its work',
        body: s.OrderInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) => reply.code(201).send(await createOrder(req.ctx, req.body)),
  )
  app.post(
    '/api/v1/production-plans',
    {
      config: { access: 'production:edit', isStream: true },
      schema: {
        summary: 'What plan an order would have; nothing is written',
        body: s.OrderInput,
        response: { 200: s.PlanPreview },
      },
    },
    (req) => previewPlan(req.ctx, req.body),
  )
  app.get(
    '/api/v1/production-orders/:id',
    {
      config: { access: 'production:view' },
      schema: { summary: 'A production order', params: ById, response: { 200: s.Order } },
    },
    (req) => getOrder(req.ctx, req.params.id),
  )
  app.post(
    '/api/v1/production-orders/:id/plans',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Make the next version of the plan',
        params: ById,
        body: s.PlanInput,
        response: { 201: s.Order },
      },
    },
    async (req, reply) => reply.code(201).send(await replan(req.ctx, req.params.id, req.body)),
  )
  app.put(
    '/api/v1/production-orders/:id/cancellation',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Take an order back',
        params: ById,
        body: s.CancelInput,
        response: { 200: s.Order },
      },
    },
    (req) => cancelOrder(req.ctx, req.params.id, req.body.reason),
  )
  app.get(
    '/api/v1/production-orders/:id/story',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Everything that happened to an order',
        params: ById,
        response: { 200: s.Story },
      },
    },
    (req) => readStory(req.ctx, req.params.id),
  )
}
