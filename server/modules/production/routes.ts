import { z } from 'zod'
import type { FileStore } from '../../platform/files.ts'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import { answerShare } from './answers.ts'
import { readBoard, readGantt } from './board-queries.ts'
import { listBundles, makeBundles } from './bundles.ts'
import { listHandovers, receiveGoods, sendGoods } from './handovers.ts'
import { orderRoutes } from './order-routes.ts'
import { listReports } from './report-queries.ts'
import { importReports } from './report-sheet.ts'
import { reportProgress } from './reports.ts'
import * as s from './schema.ts'
import { readComparison, readScores } from './score-queries.ts'
import { getSettings, setSettings } from './settings.ts'
import { acknowledgeWarning, getWarning, listWarnings, shelveWarning } from './warnings.ts'
import { getWork, listNextParties, listWork, scanBundle } from './work-queries.ts'

const ById = z.object({ id: Id })
const ByCode = z.object({ code: z.string().max(40) })

/** Production over HTTP: what the lead plans, what factories report, and what the clock found. */
export function productionRoutes(app: Http, files: FileStore) {
  orderRoutes(app)
  workRoutes(app, files)
  goodsRoutes(app)
  warningRoutes(app)
  boardRoutes(app)
}

function workRoutes(app: Http, files: FileStore) {
  app.get(
    '/api/v1/shares',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'The work of my org',
        querystring: s.WorkQuery,
        response: { 200: s.WorkItems },
      },
    },
    (req) => listWork(req.ctx, req.query),
  )
  app.get(
    '/api/v1/shares/:id',
    {
      config: { access: 'production:view' },
      schema: { summary: 'A piece of work', params: ById, response: { 200: s.WorkItem } },
    },
    (req) => getWork(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/shares/:id/answer',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Take work on, or refuse it with a counter-proposal',
        params: ById,
        body: s.AnswerInput,
        response: { 200: s.WorkItem },
      },
    },
    (req) => answerShare(req.ctx, req.params.id, req.body),
  )
  app.get(
    '/api/v1/shares/:id/next-parties',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'To whom goods may be handed on',
        params: ById,
        response: { 200: z.object({ items: z.array(s.Org) }) },
      },
    },
    (req) => listNextParties(req.ctx, req.params.id),
  )
  // Reporting is what everybody in a factory does; planning and answering needs the right to edit.
  app.post(
    '/api/v1/progress-reports',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Report progress; the same report sent again changes nothing',
        body: s.ReportsInput,
        response: { 201: s.ReportResults },
      },
    },
    async (req, reply) => reply.code(201).send(await reportProgress(req.ctx, req.body)),
  )
  app.get(
    '/api/v1/progress-reports',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'What was reported',
        querystring: s.ReportQuery,
        response: { 200: s.Reports },
      },
    },
    (req) => listReports(req.ctx, req.query),
  )
  app.post(
    '/api/v1/report-sheets',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Report progress by an uploaded sheet',
        body: s.SheetInput,
        response: { 201: s.SheetResult },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await importReports(req.ctx, files, req.body.fileId)),
  )
}

function goodsRoutes(app: Http) {
  app.post(
    '/api/v1/production-orders/:id/bundles',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Cut an order into bundles with codes',
        params: ById,
        body: s.BundlesInput,
        response: { 201: s.Bundles },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await makeBundles(req.ctx, req.params.id, req.body.size)),
  )
  app.get(
    '/api/v1/production-orders/:id/bundles',
    {
      config: { access: 'production:view' },
      schema: { summary: 'The bundles of an order', params: ById, response: { 200: s.Bundles } },
    },
    (req) => listBundles(req.ctx, req.params.id),
  )
  app.get(
    '/api/v1/bundles/:code',
    {
      config: { access: 'production:view' },
      schema: { summary: 'A scanned bundle', params: ByCode, response: { 200: s.ScannedBundle } },
    },
    (req) => scanBundle(req.ctx, req.params.code),
  )
  app.get(
    '/api/v1/handovers',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Goods handed over',
        querystring: s.HandoverQuery,
        response: { 200: s.Handovers },
      },
    },
    (req) => listHandovers(req.ctx, req.query),
  )
  app.post(
    '/api/v1/handovers',
    {
      config: { access: 'production:view' },
      schema: { summary: 'Send goods on', body: s.HandoverInput, response: { 201: s.Handover } },
    },
    async (req, reply) => reply.code(201).send(await sendGoods(req.ctx, req.body)),
  )
  app.put(
    '/api/v1/handovers/:id/receipt',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Say how much has arrived',
        params: ById,
        body: s.ReceiveInput,
        response: { 200: s.Handover },
      },
    },
    (req) => receiveGoods(req.ctx, req.params.id, req.body),
  )
}

function warningRoutes(app: Http) {
  app.get(
    '/api/v1/warnings',
    {
      config: { access: 'production:view' },
      schema: { summary: 'Warnings', querystring: s.WarningQuery, response: { 200: s.Warnings } },
    },
    (req) => listWarnings(req.ctx, req.query),
  )
  app.get(
    '/api/v1/warnings/:id',
    {
      config: { access: 'production:view' },
      schema: { summary: 'A warning', params: ById, response: { 200: s.Warning } },
    },
    (req) => getWarning(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/warnings/:id/acknowledgement',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Take a warning on, with its cause and what is done',
        params: ById,
        body: s.AcknowledgeInput,
        response: { 200: s.Warning },
      },
    },
    (req) => acknowledgeWarning(req.ctx, req.params.id, req.body),
  )
  app.put(
    '/api/v1/warnings/:id/shelf',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Let a warning rest for a while',
        params: ById,
        body: s.ShelveInput,
        response: { 200: s.Warning },
      },
    },
    (req) => shelveWarning(req.ctx, req.params.id, req.body),
  )
  app.get(
    '/api/v1/production-settings',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Calendar, limits and clock of a chain, a factory or an order',
        querystring: s.SettingsAddress,
        response: { 200: s.SettingsView },
      },
    },
    (req) => getSettings(req.ctx, req.query),
  )
  app.put(
    '/api/v1/production-settings',
    {
      config: { access: 'production:edit' },
      schema: {
        summary: 'Set what a chain, a factory or an order has of its own',
        querystring: s.SettingsAddress,
        body: s.OwnSettings,
        response: { 200: s.SettingsView },
      },
    },
    (req) => setSettings(req.ctx, req.query, req.body),
  )
}

function boardRoutes(app: Http) {
  app.get(
    '/api/v1/production-board',
    {
      config: { access: 'production:view' },
      schema: { summary: 'The wall board', querystring: s.ChainQuery, response: { 200: s.Board } },
    },
    (req) => readBoard(req.ctx, req.query.chainId),
  )
  app.get(
    '/api/v1/production-gantt',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'Who does what when',
        querystring: s.GanttQuery,
        response: { 200: s.Gantt },
      },
    },
    (req) => readGantt(req.ctx, req.query),
  )
  app.get(
    '/api/v1/production-scores',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'How factories did',
        querystring: s.PeriodQuery,
        response: { 200: s.Scorecard },
      },
    },
    (req) => readScores(req.ctx, req.query),
  )
  app.get(
    '/api/v1/production-comparison',
    {
      config: { access: 'production:view' },
      schema: {
        summary: 'The same figures before and after a day',
        querystring: s.ComparisonQuery,
        response: { 200: s.Comparison },
      },
    },
    (req) => readComparison(req.ctx, req.query),
  )
}
