import { z } from 'zod'
import type { Http } from '../../../platform/http.ts'
import { Id } from '../../../platform/schema.ts'
import { sendSheet } from '../../../platform/sheets/send.ts'
import { answerQuestion, askQuestion, declineRfq, markSeen } from './answering.ts'
import { awardRoutes } from './award-routes.ts'
import { comparisonSheet } from './comparison-sheet.ts'
import { listMatches } from './matching.ts'
import { compareQuotes, getQuote } from './quote-queries.ts'
import { agreeToCounter, counterQuote, rejectQuote, sendQuote, withdrawQuote } from './quotes.ts'
import { getRfq, listInbox, listRfqs } from './rfq-queries.ts'
import {
  cancelRfq,
  extendDeadline,
  finishRfq,
  inviteSuppliers,
  openTalk,
  remindSuppliers,
  sendRfq,
  setAssumptions,
} from './rfqs.ts'
import * as s from './schema.ts'

const ById = z.object({ id: Id })
const view = { access: 'trade:view' } as const
const edit = { access: 'trade:edit' } as const

/** Sourcing over HTTP: requests for quotation, quotes, their comparison, and who may accept what. */
export function sourcingRoutes(app: Http) {
  requestRoutes(app)
  buyerRoutes(app)
  supplierRoutes(app)
  quoteRoutes(app)
  comparisonRoutes(app)
  awardRoutes(app)
}

function requestRoutes(app: Http) {
  app.get(
    '/api/v1/rfqs',
    {
      config: view,
      schema: {
        summary: 'My requests for quotation',
        querystring: s.RfqQuery,
        response: { 200: s.Rfqs },
      },
    },
    (req) => listRfqs(req.ctx, req.query),
  )
  app.get(
    '/api/v1/rfq-inbox',
    {
      config: view,
      schema: {
        summary: 'Requests that I was asked',
        querystring: s.RfqQuery,
        response: { 200: s.Inbox },
      },
    },
    (req) => listInbox(req.ctx, req.query),
  )
  app.get(
    '/api/v1/rfq-matches',
    {
      config: view,
      schema: {
        summary: 'Whom I could ask',
        querystring: s.MatchQuery,
        response: { 200: s.Matches },
      },
    },
    (req) => listMatches(req.ctx, req.query),
  )
  app.post(
    '/api/v1/rfqs',
    {
      config: edit,
      schema: {
        summary: 'Send a request for quotation',
        body: s.RfqInput,
        response: { 201: s.Rfq },
      },
    },
    async (req, reply) => reply.code(201).send(await sendRfq(req.ctx, req.body)),
  )
  app.get(
    '/api/v1/rfqs/:id',
    {
      config: view,
      schema: {
        summary: 'A request, as my side of it knows it',
        params: ById,
        response: { 200: s.Rfq },
      },
    },
    (req) => getRfq(req.ctx, req.params.id),
  )
}

function buyerRoutes(app: Http) {
  app.put(
    '/api/v1/rfqs/:id/deadline',
    {
      config: edit,
      schema: {
        summary: 'Put the deadline off',
        params: ById,
        body: s.DeadlineInput,
        response: { 200: s.Rfq },
      },
    },
    (req) => extendDeadline(req.ctx, req.params.id, req.body.closesAt),
  )
  app.put(
    '/api/v1/rfqs/:id/cancellation',
    {
      config: edit,
      schema: {
        summary: 'Call a request off',
        params: ById,
        body: s.ReasonInput,
        response: { 200: s.Rfq },
      },
    },
    (req) => cancelRfq(req.ctx, req.params.id, req.body.reason),
  )
  app.put(
    '/api/v1/rfqs/:id/end',
    {
      config: edit,
      schema: {
        summary: 'End a request: nothing more is taken',
        params: ById,
        response: { 200: s.Rfq },
      },
    },
    (req) => finishRfq(req.ctx, req.params.id),
  )
  app.post(
    '/api/v1/rfqs/:id/suppliers',
    {
      config: edit,
      schema: {
        summary: 'Ask further suppliers',
        params: ById,
        body: s.Addressees,
        response: { 201: s.Rfq },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await inviteSuppliers(req.ctx, req.params.id, req.body)),
  )
  app.put(
    '/api/v1/rfqs/:id/reminder',
    {
      config: edit,
      schema: {
        summary: 'Remind those who are silent',
        params: ById,
        response: { 200: s.Reminded },
      },
    },
    (req) => remindSuppliers(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/rfqs/:id/assumptions',
    {
      config: edit,
      schema: {
        summary: 'With what I reckon when I compare',
        params: ById,
        body: s.Assumptions,
        response: { 200: s.Assumptions },
      },
    },
    (req) => setAssumptions(req.ctx, req.params.id, req.body),
  )
  app.put(
    '/api/v1/rfqs/:id/suppliers/:sellerId/conversation',
    {
      config: edit,
      schema: {
        summary: 'Talk with one supplier about a request',
        params: ById.extend({ sellerId: Id }),
        response: { 200: s.Talk },
      },
    },
    (req) => openTalk(req.ctx, req.params.id, req.params.sellerId),
  )
}

function supplierRoutes(app: Http) {
  app.put(
    '/api/v1/rfqs/:id/seen',
    {
      config: view,
      schema: { summary: 'I have it on my screen', params: ById, response: { 204: z.null() } },
    },
    async (req, reply) => {
      await markSeen(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
  app.put(
    '/api/v1/rfqs/:id/refusal',
    {
      config: edit,
      schema: {
        summary: 'We will not quote',
        params: ById,
        body: s.ReasonInput,
        response: { 200: s.Rfq },
      },
    },
    (req) => declineRfq(req.ctx, req.params.id, req.body.reason),
  )
  app.post(
    '/api/v1/rfqs/:id/questions',
    {
      config: edit,
      schema: {
        summary: 'Ask the buyer',
        params: ById,
        body: s.QuestionInput,
        response: { 201: s.Rfq },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await askQuestion(req.ctx, req.params.id, req.body.question)),
  )
  app.put(
    '/api/v1/rfqs/:id/questions/:questionId/answer',
    {
      config: edit,
      schema: {
        summary: 'Answer a question, to all suppliers',
        params: ById.extend({ questionId: Id }),
        body: s.AnswerInput,
        response: { 200: s.Rfq },
      },
    },
    (req) => answerQuestion(req.ctx, req.params.id, req.params.questionId, req.body.answer),
  )
  app.post(
    '/api/v1/rfqs/:id/quotes',
    {
      config: edit,
      schema: {
        summary: 'Quote, or quote anew before the deadline',
        params: ById,
        body: s.QuoteInput,
        response: { 201: s.Quote },
      },
    },
    async (req, reply) => reply.code(201).send(await sendQuote(req.ctx, req.params.id, req.body)),
  )
}

function quoteRoutes(app: Http) {
  app.get(
    '/api/v1/quotes/:id',
    {
      config: view,
      schema: {
        summary: 'A quote with all its versions',
        params: ById,
        response: { 200: s.Quote },
      },
    },
    (req) => getQuote(req.ctx, req.params.id),
  )
  app.post(
    '/api/v1/quotes/:id/versions',
    {
      config: edit,
      schema: {
        summary: 'A counter-offer, or the answer to one',
        params: ById,
        body: s.QuoteInput,
        response: { 201: s.Quote },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await counterQuote(req.ctx, req.params.id, req.body)),
  )
  app.put(
    '/api/v1/quotes/:id/agreement',
    {
      config: edit,
      schema: {
        summary: 'Take the counter-offer as it is',
        params: ById,
        body: s.Agreement,
        response: { 200: s.Quote },
      },
    },
    (req) => agreeToCounter(req.ctx, req.params.id, req.body.versionNo),
  )
  app.put(
    '/api/v1/quotes/:id/rejection',
    {
      config: edit,
      schema: {
        summary: 'Turn a quote down',
        params: ById,
        body: s.ReasonInput,
        response: { 200: s.Quote },
      },
    },
    (req) => rejectQuote(req.ctx, req.params.id, req.body.reason),
  )
  app.put(
    '/api/v1/quotes/:id/withdrawal',
    {
      config: edit,
      schema: {
        summary: 'Take a quote back',
        params: ById,
        body: s.ReasonInput,
        response: { 200: s.Quote },
      },
    },
    (req) => withdrawQuote(req.ctx, req.params.id, req.body.reason),
  )
}

function comparisonRoutes(app: Http) {
  app.get(
    '/api/v1/rfqs/:id/comparison',
    {
      config: view,
      schema: {
        summary: 'Every offer at what it really costs me',
        params: ById,
        response: { 200: s.Comparison },
      },
    },
    (req) => compareQuotes(req.ctx, req.params.id),
  )
  app.get(
    '/api/v1/rfqs/:id/comparison.xlsx',
    {
      config: { access: 'trade:view', isStream: true },
      schema: {
        summary: 'The comparison as a workbook',
        params: ById,
        querystring: s.ComparisonExport,
      },
    },
    async (req, reply) => {
      const comparison = await compareQuotes(req.ctx, req.params.id)
      const sheet = comparisonSheet(comparison, req.query)
      return sendSheet(req.ctx, reply, `${comparison.rfq.code}.xlsx`, sheet)
    },
  )
}
