import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import { getConversation, listConversations, listMembers } from './conversation-queries.ts'
import * as s from './conversation-schema.ts'
import {
  addMembers,
  changeConversation,
  openConversation,
  openDirect,
  removeMember,
  setOwn,
} from './conversations.ts'
import { listMessages, listVersions, searchMessages } from './message-queries.ts'
import { editMessage, pinMessage, recallMessage, sendMessage, unpinMessage } from './messages.ts'
import { listReadCounts, listReaders, markRead } from './reading.ts'

const ById = z.object({ id: Id })
const ByNo = z.object({ id: Id, no: z.coerce.number().int().min(1).max(9_000_000_000_000) })
const ByPerson = z.object({ id: Id, personId: Id })
const Pinned = z.object({ pinned: z.array(z.int()) })
const Nothing = z.null()

/** Conversations over HTTP. Whoever may see messages may talk; the rest depends on the conversation. */
export function conversationRoutes(app: Http) {
  placeRoutes(app)
  memberRoutes(app)
  messageRoutes(app)
  changeRoutes(app)
  readingRoutes(app)
}

const access = 'messaging:view'

function placeRoutes(app: Http) {
  app.get(
    '/api/v1/conversations',
    {
      config: { access },
      schema: {
        summary: 'My conversations',
        querystring: s.ConversationQuery,
        response: { 200: s.Conversations },
      },
    },
    (req) => listConversations(req.ctx, req.query),
  )
  app.post(
    '/api/v1/conversations',
    {
      config: { access },
      schema: {
        summary: 'Open a group conversation',
        body: s.ConversationInput,
        response: { 201: s.Conversation },
      },
    },
    async (req, reply) => reply.code(201).send(await openConversation(req.ctx, req.body)),
  )
  app.post(
    '/api/v1/direct-conversations',
    {
      config: { access },
      schema: {
        summary: 'The conversation with one person',
        body: s.DirectInput,
        response: { 201: s.Conversation },
      },
    },
    async (req, reply) => reply.code(201).send(await openDirect(req.ctx, req.body.person)),
  )
  app.get(
    '/api/v1/conversations/:id',
    {
      config: { access },
      schema: { summary: 'A conversation', params: ById, response: { 200: s.Conversation } },
    },
    (req) => getConversation(req.ctx, req.params.id),
  )
  app.patch(
    '/api/v1/conversations/:id',
    {
      config: { access },
      schema: {
        summary: 'Rename it, or say whom it follows',
        params: ById,
        body: s.ConversationPatch,
        response: { 200: s.Conversation },
      },
    },
    (req) => changeConversation(req.ctx, req.params.id, req.body),
  )
  app.put(
    '/api/v1/conversations/:id/own',
    {
      config: { access },
      schema: {
        summary: 'Mute it or keep it on top, for me',
        params: ById,
        body: s.OwnSettings,
        response: { 200: s.Conversation },
      },
    },
    (req) => setOwn(req.ctx, req.params.id, req.body),
  )
}

function memberRoutes(app: Http) {
  app.get(
    '/api/v1/conversations/:id/members',
    {
      config: { access },
      schema: { summary: 'Who takes part', params: ById, response: { 200: s.ConversationMembers } },
    },
    (req) => listMembers(req.ctx, req.params.id),
  )
  app.post(
    '/api/v1/conversations/:id/members',
    {
      config: { access },
      schema: {
        summary: 'Bring people in',
        params: ById,
        body: s.MembersInput,
        response: { 201: s.Conversation },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await addMembers(req.ctx, req.params.id, req.body.people)),
  )
  app.delete(
    '/api/v1/conversations/:id/members/:personId',
    {
      config: { access },
      schema: {
        summary: 'Leave, or take somebody out',
        params: ByPerson,
        response: { 204: Nothing },
      },
    },
    async (req, reply) => {
      await removeMember(req.ctx, req.params.id, req.params.personId)
      return reply.code(204).send(null)
    },
  )
}

function messageRoutes(app: Http) {
  app.get(
    '/api/v1/messages',
    {
      config: { access },
      schema: {
        summary: 'Find what was said',
        querystring: s.SearchQuery,
        response: { 200: s.FoundMessages },
      },
    },
    (req) => searchMessages(req.ctx, req.query),
  )
  app.get(
    '/api/v1/conversations/:id/messages',
    {
      config: { access },
      schema: {
        summary: 'A stretch of a conversation',
        params: ById,
        querystring: s.MessageQuery,
        response: { 200: s.Messages },
      },
    },
    (req) => listMessages(req.ctx, req.params.id, req.query),
  )
  app.post(
    '/api/v1/conversations/:id/messages',
    {
      config: { access },
      schema: {
        summary: 'Say something',
        params: ById,
        body: s.MessageInput,
        response: { 201: s.Message },
      },
    },
    async (req, reply) => reply.code(201).send(await sendMessage(req.ctx, req.params.id, req.body)),
  )
  app.patch(
    '/api/v1/conversations/:id/messages/:no',
    {
      config: { access },
      schema: {
        summary: 'Say it differently',
        params: ByNo,
        body: s.MessagePatch,
        response: { 200: s.Message },
      },
    },
    (req) => editMessage(req.ctx, req.params.id, req.params.no, req.body),
  )
  app.put(
    '/api/v1/conversations/:id/messages/:no/recall',
    {
      config: { access },
      schema: { summary: 'Take it back', params: ByNo, response: { 200: s.Message } },
    },
    (req) => recallMessage(req.ctx, req.params.id, req.params.no),
  )
}

function changeRoutes(app: Http) {
  app.get(
    '/api/v1/conversations/:id/messages/:no/versions',
    {
      config: { access },
      schema: {
        summary: 'What a message said before',
        params: ByNo,
        response: { 200: s.MessageVersions },
      },
    },
    (req) => listVersions(req.ctx, req.params.id, req.params.no),
  )
  app.put(
    '/api/v1/conversations/:id/messages/:no/pin',
    {
      config: { access },
      schema: { summary: 'Pin a message', params: ByNo, response: { 200: Pinned } },
    },
    (req) => pinMessage(req.ctx, req.params.id, req.params.no),
  )
  app.delete(
    '/api/v1/conversations/:id/messages/:no/pin',
    {
      config: { access },
      schema: { summary: 'Unpin a message', params: ByNo, response: { 200: Pinned } },
    },
    (req) => unpinMessage(req.ctx, req.params.id, req.params.no),
  )
}

function readingRoutes(app: Http) {
  app.put(
    '/api/v1/conversations/:id/reading',
    {
      config: { access },
      schema: {
        summary: 'I have seen these messages',
        params: ById,
        body: s.ReadingInput,
        response: { 200: s.Reading },
      },
    },
    (req) => markRead(req.ctx, req.params.id, req.body),
  )
  app.get(
    '/api/v1/conversations/:id/reads',
    {
      config: { access },
      schema: {
        summary: 'How many have read each message',
        params: ById,
        querystring: s.ReadCountQuery,
        response: { 200: s.ReadCounts },
      },
    },
    (req) => listReadCounts(req.ctx, req.params.id, req.query),
  )
  app.get(
    '/api/v1/conversations/:id/messages/:no/readers',
    {
      config: { access },
      schema: {
        summary: 'Who has read a message, by name',
        params: ByNo,
        response: { 200: s.Readers },
      },
    },
    (req) => listReaders(req.ctx, req.params.id, req.params.no),
  )
}
