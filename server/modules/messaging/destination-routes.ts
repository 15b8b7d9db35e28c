import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import {
  addDestination,
  changeDestination,
  listDestinations,
  listForwards,
  removeDestination,
  retryForwards,
  testDestination,
} from './destinations.ts'
import * as s from './robot-schema.ts'

const ById = z.object({ id: Id })
const Nothing = z.null()

/** Robots out: where messages and notices are sent on, and what has become of them. */
export function destinationRoutes(app: Http) {
  app.get(
    '/api/v1/destinations',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Where messages are sent on', response: { 200: s.Destinations } },
    },
    (req) => listDestinations(req.ctx),
  )
  app.post(
    '/api/v1/destinations',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Add a destination',
        body: s.DestinationInput,
        response: { 201: s.DestinationMade },
      },
    },
    async (req, reply) => reply.code(201).send(await addDestination(req.ctx, req.body)),
  )
  app.patch(
    '/api/v1/destinations/:id',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Change a destination',
        params: ById,
        body: s.DestinationPatch,
        response: { 200: s.Destination },
      },
    },
    (req) => changeDestination(req.ctx, req.params.id, req.body),
  )
  app.delete(
    '/api/v1/destinations/:id',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Remove a destination', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await removeDestination(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
  app.put(
    '/api/v1/destinations/:id/test',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Send a test word', params: ById, response: { 200: s.Destination } },
    },
    (req) => testDestination(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/destinations/:id/retry',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Try what failed again', params: ById, response: { 200: s.Retried } },
    },
    (req) => retryForwards(req.ctx, req.params.id),
  )
  app.get(
    '/api/v1/destinations/:id/forwards',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'What was sent on, waits or failed',
        params: ById,
        querystring: s.ForwardQuery,
        response: { 200: s.Forwards },
      },
    },
    (req) => listForwards(req.ctx, req.params.id, req.query),
  )
}
