import { z } from 'zod'
import type { FileStore } from '../../../platform/files.ts'
import type { Http } from '../../../platform/http.ts'
import { Id, Instant } from '../../../platform/schema.ts'
import { SheetInput, SheetOutcome } from '../catalogue/schema.ts'
import { activateDraft, approveDraft } from './activation.ts'
import { getAgreement, getTerms, listAgreementPrices, listAgreements } from './agreement-queries.ts'
import { addAgreement, dropDraft, endAgreement, openDraft, saveDraft } from './agreements.ts'
import { getLadder, previewTerms } from './ladders.ts'
import { importPrices, putPrices } from './listed-prices.ts'
import { quotePrices } from './quotes.ts'
import * as s from './schema.ts'

const ById = z.object({ id: Id })
const VIEW = { config: { access: 'trade:view' } } as const
const EDIT = { config: { access: 'trade:edit' } } as const
const answers = { response: { 200: s.Agreement } }

/** Price agreements, and the prices that follow from them. */
export function agreementRoutes(app: Http, files: FileStore): void {
  readRoutes(app)
  draftRoutes(app)
  listRoutes(app, files)
  priceRoutes(app)
}

function readRoutes(app: Http): void {
  app.get(
    '/api/v1/agreements',
    {
      ...VIEW,
      schema: {
        summary: 'My price agreements',
        querystring: s.AgreementQuery,
        response: { 200: s.Agreements },
      },
    },
    (req) => listAgreements(req.ctx, req.query),
  )
  app.post(
    '/api/v1/agreements',
    {
      ...EDIT,
      schema: {
        summary: 'Open a price agreement',
        body: s.AgreementInput,
        response: { 201: s.Agreement },
      },
    },
    async (req, reply) => reply.code(201).send(await addAgreement(req.ctx, req.body)),
  )
  app.get(
    '/api/v1/agreements/:id',
    { ...VIEW, schema: { summary: 'A price agreement', params: ById, ...answers } },
    (req) => getAgreement(req.ctx, req.params.id),
  )
  app.get(
    '/api/v1/agreements/:id/versions/:no',
    {
      ...VIEW,
      schema: {
        summary: 'What a version says',
        params: ById.extend({ no: z.coerce.number().int().min(1).max(100_000) }),
        response: { 200: s.AgreementTerms },
      },
    },
    (req) => getTerms(req.ctx, req.params.id, req.params.no),
  )
  app.put(
    '/api/v1/agreements/:id/end',
    {
      ...EDIT,
      schema: {
        summary: 'End an agreement',
        params: ById,
        body: z.object({ endsAt: Instant.nullable().default(null) }),
        ...answers,
      },
    },
    (req) => endAgreement(req.ctx, req.params.id, req.body.endsAt),
  )
}

function draftRoutes(app: Http): void {
  app.post(
    '/api/v1/agreements/:id/draft',
    { ...EDIT, schema: { summary: 'Open the next version', params: ById, ...answers } },
    (req) => openDraft(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/agreements/:id/draft',
    {
      ...EDIT,
      schema: {
        summary: 'Save the draft',
        params: ById,
        body: s.DraftInput,
        response: { 200: s.SavedDraft },
      },
    },
    (req) => saveDraft(req.ctx, req.params.id, req.body),
  )
  const acts = [
    ['activation', 'Let the draft hold, or ask for approval', activateDraft],
    ['approval', 'Approve prices under the floor', approveDraft],
  ] as const
  for (const [name, summary, act] of acts) {
    app.put(
      `/api/v1/agreements/:id/draft/${name}`,
      { ...EDIT, schema: { summary, params: ById, ...answers } },
      (req) => act(req.ctx, req.params.id),
    )
  }
  app.delete(
    '/api/v1/agreements/:id/draft',
    { ...EDIT, schema: { summary: 'Throw the draft away', params: ById, ...answers } },
    (req) => dropDraft(req.ctx, req.params.id),
  )
}

function listRoutes(app: Http, files: FileStore): void {
  app.get(
    '/api/v1/agreements/:id/prices',
    {
      ...VIEW,
      schema: {
        summary: 'The list of prices of a version',
        params: ById,
        querystring: s.ListedQuery,
        response: { 200: s.ListedPrices },
      },
    },
    (req) => listAgreementPrices(req.ctx, req.params.id, req.query),
  )
  app.patch(
    '/api/v1/agreements/:id/prices',
    {
      ...EDIT,
      schema: {
        summary: 'Set prices of the draft’s list',
        params: ById,
        body: s.ListedInput,
        response: { 200: SheetOutcome.shape.counts },
      },
    },
    (req) => putPrices(req.ctx, req.params.id, req.body),
  )
  app.post(
    '/api/v1/agreements/:id/prices/imports',
    {
      ...EDIT,
      schema: {
        summary: 'Bring a sheet of prices into the draft',
        params: ById,
        body: SheetInput,
        response: { 200: SheetOutcome },
      },
    },
    (req) => importPrices(req.ctx, files, req.params.id, req.body),
  )
}

function priceRoutes(app: Http): void {
  app.post(
    '/api/v1/agreements/:id/preview',
    {
      ...VIEW,
      schema: {
        summary: 'What terms would make of a price',
        params: ById,
        body: s.PreviewInput,
        response: { 200: s.Ladder },
      },
    },
    (req) => previewTerms(req.ctx, req.params.id, req.body),
  )
  app.post(
    '/api/v1/price-quotes',
    {
      ...VIEW,
      schema: {
        summary: 'What lines cost at their terms, and why',
        body: s.QuoteInput,
        response: { 200: s.Quotes },
      },
    },
    (req) => quotePrices(req.ctx, req.body),
  )
  app.get(
    '/api/v1/price-ladder',
    {
      ...VIEW,
      schema: {
        summary: 'All prices of a product by quantity, payment and lead time',
        querystring: s.LadderQuery,
        response: { 200: s.Ladder },
      },
    },
    (req) => getLadder(req.ctx, req.query),
  )
}
