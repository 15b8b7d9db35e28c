import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id, Page } from '../../platform/schema.ts'
import type { Door } from '../identity/index.ts'
import { listChains, mapChain, summarizeChain, viewChain } from './chain-queries.ts'
import { changeChain, openChain } from './chains.ts'
import { leaveChain, type OnJoined } from './joining.ts'
import { joiningRoutes } from './joining-routes.ts'
import { labelPartners } from './labels.ts'
import { sendPartnersFile } from './partner-file.ts'
import { listPartners, partnerHistory, viewPartner } from './partner-queries.ts'
import { addPartner, changePartner, resumePartner, suspendPartner } from './partners.ts'
import { peopleRoutes } from './people-routes.ts'
import * as s from './schema.ts'
import { type CountOpenReceipts, mergePartner, movePartner, removePartner } from './structure.ts'

const ById = z.object({ id: Id })
const Nothing = z.null()
const view = { config: { access: 'network:view' } } as const
const edit = { config: { access: 'network:edit' } } as const

/** What the network asks of modules that stand above it. */
export interface NetworkNeighbours {
  onJoined: OnJoined
  openReceipts: CountOpenReceipts
}

/** The network over HTTP: chains, who stands in them, who may be found. */
export function networkRoutes(app: Http, door: Door, neighbours: NetworkNeighbours): void {
  chainRoutes(app)
  partnerRoutes(app)
  structureRoutes(app, neighbours)
  peopleRoutes(app)
  joiningRoutes(app, door, neighbours.onJoined)
}

function chainRoutes(app: Http) {
  app.get(
    '/api/v1/chains',
    { ...view, schema: { summary: 'Chains that I lead or stand in', response: { 200: s.Chains } } },
    (req) => listChains(req.ctx),
  )
  app.post(
    '/api/v1/chains',
    {
      ...edit,
      schema: { summary: 'Open a chain', body: s.ChainInput, response: { 201: s.Chain } },
    },
    async (req, reply) => reply.code(201).send(await openChain(req.ctx, req.body)),
  )
  app.get(
    '/api/v1/chains/:id',
    { ...view, schema: { summary: 'A chain', params: ById, response: { 200: s.Chain } } },
    (req) => viewChain(req.ctx, req.params.id),
  )
  app.patch(
    '/api/v1/chains/:id',
    {
      ...edit,
      schema: {
        summary: 'Change a chain',
        params: ById,
        body: s.ChainPatch,
        response: { 200: s.Chain },
      },
    },
    (req) => changeChain(req.ctx, req.params.id, req.body),
  )
  app.get(
    '/api/v1/chains/:id/summary',
    {
      ...view,
      schema: {
        summary: 'Partners by tier, region, kind and tag',
        params: ById,
        response: { 200: s.ChainSummary },
      },
    },
    (req) => summarizeChain(req.ctx, req.params.id),
  )
  app.get(
    '/api/v1/chains/:id/map',
    {
      ...view,
      schema: { summary: 'The tree in columns', params: ById, response: { 200: s.ChainMap } },
    },
    (req) => mapChain(req.ctx, req.params.id),
  )
}

function partnerRoutes(app: Http) {
  app.get(
    '/api/v1/chains/:id/partners',
    {
      ...view,
      schema: {
        summary: 'Partners of a chain',
        params: ById,
        querystring: s.PartnerQuery,
        response: { 200: s.Partners },
      },
    },
    (req) => listPartners(req.ctx, req.params.id, req.query),
  )
  app.post(
    '/api/v1/chains/:id/partners',
    {
      ...edit,
      schema: {
        summary: 'Add a partner',
        params: ById,
        body: s.PartnerInput,
        response: { 201: s.Partner },
      },
    },
    async (req, reply) => reply.code(201).send(await addPartner(req.ctx, req.params.id, req.body)),
  )
  app.get(
    '/api/v1/chains/:id/partners.xlsx',
    {
      config: { access: 'network:view', isStream: true },
      schema: {
        summary: 'Partners as a spreadsheet',
        params: ById,
        querystring: s.PartnerFileQuery,
      },
    },
    (req, reply) => sendPartnersFile(req.ctx, reply, req.params.id, req.query),
  )
  app.post(
    '/api/v1/chains/:id/partners/bulk',
    {
      ...edit,
      schema: {
        summary: 'Tag and group many partners',
        params: ById,
        body: s.BulkInput,
        response: { 200: s.BulkResult },
      },
    },
    (req) => labelPartners(req.ctx, req.params.id, req.body),
  )
  app.get(
    '/api/v1/partners/:id',
    { ...view, schema: { summary: 'A partner', params: ById, response: { 200: s.PartnerDetail } } },
    (req) => viewPartner(req.ctx, req.params.id),
  )
  app.patch(
    '/api/v1/partners/:id',
    {
      ...edit,
      schema: {
        summary: 'Change a partner',
        params: ById,
        body: s.PartnerPatch,
        response: { 200: s.Partner },
      },
    },
    (req) => changePartner(req.ctx, req.params.id, req.body),
  )
  app.get(
    '/api/v1/partners/:id/history',
    {
      ...view,
      schema: {
        summary: 'What my record says about a partner',
        params: ById,
        querystring: Page,
        response: { 200: s.PartnerHistory },
      },
    },
    (req) => partnerHistory(req.ctx, req.params.id, req.query),
  )
}

function structureRoutes(app: Http, { openReceipts }: NetworkNeighbours) {
  const answers = { response: { 200: s.Consequences } }
  app.post(
    '/api/v1/partners/:id/move',
    {
      ...edit,
      schema: {
        summary: 'Move a partner with all below it',
        params: ById,
        body: s.MoveInput,
        ...answers,
      },
    },
    (req) => movePartner(req.ctx, req.params.id, req.body, openReceipts),
  )
  app.post(
    '/api/v1/partners/:id/merge',
    {
      ...edit,
      schema: {
        summary: 'Merge a partner into another',
        params: ById,
        body: s.MergeInput,
        ...answers,
      },
    },
    (req) => mergePartner(req.ctx, req.params.id, req.body, openReceipts),
  )
  app.post(
    '/api/v1/partners/:id/removal',
    {
      ...edit,
      schema: {
        summary: 'Take a partner out of the chain',
        params: ById,
        body: s.RemovalInput,
        ...answers,
      },
    },
    (req) => removePartner(req.ctx, req.params.id, req.body, openReceipts),
  )
  app.put(
    '/api/v1/partners/:id/suspension',
    {
      ...edit,
      schema: { summary: "Close a partner's access", params: ById, response: { 200: s.Partner } },
    },
    (req) => suspendPartner(req.ctx, req.params.id),
  )
  app.delete(
    '/api/v1/partners/:id/suspension',
    {
      ...edit,
      schema: { summary: 'Open the access again', params: ById, response: { 200: s.Partner } },
    },
    (req) => resumePartner(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/partners/:id/departure',
    {
      ...edit,
      schema: { summary: 'Leave the chain', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await leaveChain(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
}
