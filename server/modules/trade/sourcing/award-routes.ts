import { z } from 'zod'
import type { Http } from '../../../platform/http.ts'
import { Id } from '../../../platform/schema.ts'
import { getAward, listAwards } from './award-queries.ts'
import * as a from './award-schema.ts'
import { awardRfq, decideAward, withdrawAward } from './awards.ts'
import { listPurchasers, removePurchaser, setPurchaser } from './purchasers.ts'

const ById = z.object({ id: Id })
const ByPerson = z.object({ personId: Id })
const view = { access: 'trade:view' } as const

/** Awards, who has to agree to them, and who may buy for how much. */
export function awardRoutes(app: Http) {
  purchaserRoutes(app)
  app.post(
    '/api/v1/rfqs/:id/awards',
    {
      // Whoever was given the right to buy may, whatever else it may do: the verb looks.
      config: view,
      schema: {
        summary: 'Award offers',
        params: ById,
        body: a.AwardInput,
        response: { 201: a.Award },
      },
    },
    async (req, reply) => reply.code(201).send(await awardRfq(req.ctx, req.params.id, req.body)),
  )
  app.get(
    '/api/v1/awards',
    {
      config: view,
      schema: { summary: 'Awards', querystring: a.AwardQuery, response: { 200: a.Awards } },
    },
    (req) => listAwards(req.ctx, req.query),
  )
  app.get(
    '/api/v1/awards/:id',
    {
      config: view,
      schema: { summary: 'An award', params: ById, response: { 200: a.Award } },
    },
    (req) => getAward(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/awards/:id/decision',
    {
      config: view,
      schema: {
        summary: 'Agree to an award, or turn it down',
        params: ById,
        body: a.DecisionInput,
        response: { 200: a.Award },
      },
    },
    (req) => decideAward(req.ctx, req.params.id, req.body),
  )
  app.put(
    '/api/v1/awards/:id/withdrawal',
    {
      config: view,
      schema: { summary: 'Take an award back', params: ById, response: { 200: a.Award } },
    },
    (req) => withdrawAward(req.ctx, req.params.id),
  )
}

function purchaserRoutes(app: Http) {
  app.get(
    '/api/v1/purchasers',
    {
      config: view,
      schema: { summary: 'Who may buy for how much', response: { 200: a.Purchasers } },
    },
    (req) => listPurchasers(req.ctx),
  )
  app.put(
    '/api/v1/purchasers/:personId',
    {
      // Nobody raises their own limit: this is for whoever runs the org.
      config: { access: 'identity:edit' },
      schema: {
        summary: 'What one of my people may buy',
        params: ByPerson,
        body: a.PurchaserInput,
        response: { 200: a.Purchaser },
      },
    },
    (req) => setPurchaser(req.ctx, req.params.personId, req.body),
  )
  app.delete(
    '/api/v1/purchasers/:personId',
    {
      config: { access: 'identity:edit' },
      schema: {
        summary: 'Take the right to buy back',
        params: ByPerson,
        response: { 204: z.null() },
      },
    },
    async (req, reply) => {
      await removePurchaser(req.ctx, req.params.personId)
      return reply.code(204).send(null)
    },
  )
}
