import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import { countRecipients } from './audience-queries.ts'
import { confirmNotice, openInboxNotice } from './inbox.ts'
import { listEscalations, listInbox } from './inbox-queries.ts'
import { sendInboxFile, sendNoticesFile } from './notice-export.ts'
import { getNotice, listNotices } from './notice-queries.ts'
import { changeDraft, draftNotice, dropDraft, unschedule } from './notices.ts'
import { sendReceiptsFile } from './receipt-export.ts'
import { listReceipts, rollUp } from './receipt-queries.ts'
import { getRelay, listRelays } from './relay-queries.ts'
import { adjustRelay, relayNow } from './relays.ts'
import { remindNow } from './reminders.ts'
import * as s from './schema.ts'
import { recallNotice, retryNotice, sendNotice } from './sending.ts'
import { addTemplate, changeTemplate, listTemplates, removeTemplate } from './templates.ts'

const ById = z.object({ id: Id })
const ByPlace = z.object({ noticeId: Id, partnerId: Id })
const Nothing = z.null()

/** Messaging over HTTP: what a sender writes and follows, what a recipient reads and answers. */
export function messagingRoutes(app: Http) {
  draftRoutes(app)
  runningRoutes(app)
  inboxRoutes(app)
  relayRoutes(app)
  templateRoutes(app)
}

function draftRoutes(app: Http) {
  app.post(
    '/api/v1/audience',
    {
      config: { access: 'messaging:view', isStream: true },
      schema: {
        summary: 'Whom an audience reaches',
        body: s.AudienceCountInput,
        response: { 200: s.AudienceCount },
      },
    },
    (req) => countRecipients(req.ctx, req.body.chainId, req.body.audience),
  )
  app.get(
    '/api/v1/notices',
    {
      config: { access: 'messaging:view' },
      schema: {
        summary: 'Notices that my org wrote',
        querystring: s.NoticeQuery,
        response: { 200: s.Notices },
      },
    },
    (req) => listNotices(req.ctx, req.query),
  )
  app.get(
    '/api/v1/notices.xlsx',
    {
      config: { access: 'messaging:view', isStream: true },
      schema: {
        summary: 'Notices that my org wrote, as a spreadsheet',
        querystring: s.NoticeFileQuery,
      },
    },
    (req, reply) => sendNoticesFile(req.ctx, reply, req.query),
  )
  app.post(
    '/api/v1/notices',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Draft a notice', body: s.NoticeInput, response: { 201: s.Notice } },
    },
    async (req, reply) => reply.code(201).send(await draftNotice(req.ctx, req.body)),
  )
  app.get(
    '/api/v1/notices/:id',
    {
      config: { access: 'messaging:view' },
      schema: { summary: 'A notice of my org', params: ById, response: { 200: s.Notice } },
    },
    (req) => getNotice(req.ctx, req.params.id),
  )
  app.patch(
    '/api/v1/notices/:id',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Rewrite a draft',
        params: ById,
        body: s.NoticePatch,
        response: { 200: s.Notice },
      },
    },
    (req) => changeDraft(req.ctx, req.params.id, req.body),
  )
  app.delete(
    '/api/v1/notices/:id',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Drop a draft', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await dropDraft(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
  app.put(
    '/api/v1/notices/:id/sending',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Send now or at a time',
        params: ById,
        body: s.Sending,
        response: { 200: s.Notice },
      },
    },
    (req) => sendNotice(req.ctx, req.params.id, req.body.at ?? null),
  )
  app.delete(
    '/api/v1/notices/:id/sending',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Take a schedule back', params: ById, response: { 200: s.Notice } },
    },
    (req) => unschedule(req.ctx, req.params.id),
  )
}

function runningRoutes(app: Http) {
  app.put(
    '/api/v1/notices/:id/recall',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Recall a notice',
        params: ById,
        body: s.RecallInput,
        response: { 200: s.Notice },
      },
    },
    (req) => recallNotice(req.ctx, req.params.id, req.body.reason),
  )
  app.put(
    '/api/v1/notices/:id/retry',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Deliver to the missing alone',
        params: ById,
        response: { 200: s.Retried },
      },
    },
    (req) => retryNotice(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/notices/:id/reminder',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Remind all who owe an answer',
        params: ById,
        response: { 200: z.object({ reminded: z.int() }) },
      },
    },
    (req) => remindNow(req.ctx, req.params.id),
  )
  app.get(
    '/api/v1/notices/:id/roll-up',
    {
      config: { access: 'messaging:view' },
      schema: {
        summary: 'How far it has come',
        params: ById,
        querystring: s.RollUpQuery,
        response: { 200: s.RollUp },
      },
    },
    (req) => rollUp(req.ctx, req.params.id, req.query.by),
  )
  app.get(
    '/api/v1/notices/:id/receipts',
    {
      config: { access: 'messaging:view' },
      schema: {
        summary: 'Receipts by name',
        params: ById,
        querystring: s.ReceiptQuery,
        response: { 200: s.Receipts },
      },
    },
    (req) => listReceipts(req.ctx, req.params.id, req.query),
  )
  app.get(
    '/api/v1/notices/:id/receipts.xlsx',
    {
      config: { access: 'messaging:view', isStream: true },
      schema: {
        summary: 'Receipts as a spreadsheet',
        params: ById,
        querystring: s.ReceiptFileQuery,
      },
    },
    (req, reply) => sendReceiptsFile(req.ctx, reply, req.params.id, req.query),
  )
}

function inboxRoutes(app: Http) {
  app.get(
    '/api/v1/inbox',
    {
      config: { access: 'messaging:view' },
      schema: {
        summary: 'Notices that my firm received',
        querystring: s.InboxQuery,
        response: { 200: s.Inbox },
      },
    },
    (req) => listInbox(req.ctx, req.query),
  )
  app.get(
    '/api/v1/inbox.xlsx',
    {
      config: { access: 'messaging:view', isStream: true },
      schema: {
        summary: 'Notices that my firm received, as a spreadsheet',
        querystring: s.InboxFileQuery,
      },
    },
    (req, reply) => sendInboxFile(req.ctx, reply, req.query),
  )
  app.put(
    '/api/v1/inbox/:noticeId/:partnerId/reading',
    {
      config: { access: 'messaging:view' },
      schema: { summary: 'Open a notice', params: ByPlace, response: { 200: s.InboxNotice } },
    },
    (req) => openInboxNotice(req.ctx, req.params.noticeId, req.params.partnerId),
  )
  app.put(
    '/api/v1/inbox/:noticeId/:partnerId/confirmation',
    {
      config: { access: 'messaging:view' },
      schema: {
        summary: 'Confirm a notice for my firm',
        params: ByPlace,
        body: s.Confirmation,
        response: { 200: s.InboxNotice },
      },
    },
    (req) =>
      confirmNotice(req.ctx, req.params.noticeId, req.params.partnerId, req.body.answer ?? null),
  )
  app.get(
    '/api/v1/escalations',
    {
      config: { access: 'messaging:view' },
      schema: { summary: 'Who below me owes an answer', response: { 200: s.Escalations } },
    },
    (req) => listEscalations(req.ctx),
  )
}

function relayRoutes(app: Http) {
  app.get(
    '/api/v1/relays',
    {
      config: { access: 'messaging:view' },
      schema: { summary: 'Notices that I pass on', response: { 200: s.Relays } },
    },
    (req) => listRelays(req.ctx),
  )
  app.get(
    '/api/v1/relays/:noticeId/:partnerId',
    {
      config: { access: 'messaging:view' },
      schema: { summary: 'One of my turns', params: ByPlace, response: { 200: s.Relay } },
    },
    (req) => getRelay(req.ctx, req.params.noticeId, req.params.partnerId),
  )
  app.patch(
    '/api/v1/relays/:noticeId/:partnerId',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Add a note or another mark-up',
        params: ByPlace,
        body: s.RelayPatch,
        response: { 200: s.Relay },
      },
    },
    (req) => adjustRelay(req.ctx, req.params.noticeId, req.params.partnerId, req.body),
  )
  app.put(
    '/api/v1/relays/:noticeId/:partnerId/passing',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Pass the notice on now', params: ByPlace, response: { 200: s.Relay } },
    },
    (req) => relayNow(req.ctx, req.params.noticeId, req.params.partnerId),
  )
}

function templateRoutes(app: Http) {
  app.get(
    '/api/v1/notice-templates',
    {
      config: { access: 'messaging:view' },
      schema: { summary: 'Templates', response: { 200: s.Templates } },
    },
    (req) => listTemplates(req.ctx),
  )
  app.post(
    '/api/v1/notice-templates',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Keep a template', body: s.TemplateInput, response: { 201: s.Template } },
    },
    async (req, reply) => reply.code(201).send(await addTemplate(req.ctx, req.body)),
  )
  app.patch(
    '/api/v1/notice-templates/:id',
    {
      config: { access: 'messaging:edit' },
      schema: {
        summary: 'Change a template',
        params: ById,
        body: s.TemplatePatch,
        response: { 200: s.Template },
      },
    },
    (req) => changeTemplate(req.ctx, req.params.id, req.body),
  )
  app.delete(
    '/api/v1/notice-templates/:id',
    {
      config: { access: 'messaging:edit' },
      schema: { summary: 'Remove a template', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await removeTemplate(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
}
