import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import { addContact, changeContact, listContacts, removeContact } from './contacts.ts'
import { sendDirectoryFile } from './directory-file.ts'
import { listDirectory } from './directory-queries.ts'
import { addGroup, changeGroup, listGroups, removeGroup } from './groups.ts'
import { addRule, changeRule, listRules, removeRule } from './rules.ts'
import * as s from './schema.ts'

const ById = z.object({ id: Id })
const Nothing = z.null()
const view = { config: { access: 'network:view' } } as const
const edit = { config: { access: 'network:edit' } } as const

/** Whom we know and who may find whom: groups, contacts, the directory and its rules. */
export function peopleRoutes(app: Http): void {
  groupRoutes(app)
  contactRoutes(app)
  directoryRoutes(app)
}

function groupRoutes(app: Http) {
  app.get(
    '/api/v1/chains/:id/groups',
    { ...view, schema: { summary: 'My groups', params: ById, response: { 200: s.Groups } } },
    (req) => listGroups(req.ctx, req.params.id),
  )
  app.post(
    '/api/v1/chains/:id/groups',
    {
      ...edit,
      schema: {
        summary: 'Add a group',
        params: ById,
        body: s.GroupInput,
        response: { 201: s.Group },
      },
    },
    async (req, reply) => reply.code(201).send(await addGroup(req.ctx, req.params.id, req.body)),
  )
  app.patch(
    '/api/v1/groups/:id',
    {
      ...edit,
      schema: {
        summary: 'Rename or move a group',
        params: ById,
        body: s.GroupPatch,
        response: { 200: s.Group },
      },
    },
    (req) => changeGroup(req.ctx, req.params.id, req.body),
  )
  app.delete(
    '/api/v1/groups/:id',
    { ...edit, schema: { summary: 'Remove a group', params: ById, response: { 204: Nothing } } },
    async (req, reply) => {
      await removeGroup(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
}

function contactRoutes(app: Http) {
  app.get(
    '/api/v1/partners/:id/contacts',
    {
      ...view,
      schema: {
        summary: 'Contacts that we keep for a partner',
        params: ById,
        response: { 200: s.Contacts },
      },
    },
    (req) => listContacts(req.ctx, req.params.id),
  )
  app.post(
    '/api/v1/partners/:id/contacts',
    {
      ...edit,
      schema: {
        summary: 'Add a contact',
        params: ById,
        body: s.ContactInput,
        response: { 201: s.Contact },
      },
    },
    async (req, reply) => reply.code(201).send(await addContact(req.ctx, req.params.id, req.body)),
  )
  app.patch(
    '/api/v1/contacts/:id',
    {
      ...edit,
      schema: {
        summary: 'Change a contact',
        params: ById,
        body: s.ContactPatch,
        response: { 200: s.Contact },
      },
    },
    (req) => changeContact(req.ctx, req.params.id, req.body),
  )
  app.delete(
    '/api/v1/contacts/:id',
    { ...edit, schema: { summary: 'Remove a contact', params: ById, response: { 204: Nothing } } },
    async (req, reply) => {
      await removeContact(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
}

function directoryRoutes(app: Http) {
  app.get(
    '/api/v1/directory',
    {
      ...view,
      schema: {
        summary: 'Whom I may find',
        querystring: s.DirectoryQuery,
        response: { 200: s.Directory },
      },
    },
    (req) => listDirectory(req.ctx, req.query),
  )
  app.get(
    '/api/v1/directory.xlsx',
    {
      config: { access: 'network:view', isStream: true },
      schema: { summary: 'Whom I may find, as a spreadsheet', querystring: s.DirectoryFileQuery },
    },
    (req, reply) => sendDirectoryFile(req.ctx, reply, req.query),
  )
  app.get(
    '/api/v1/visibility-rules',
    {
      ...view,
      schema: {
        summary: 'Which of my people which partners may find',
        querystring: s.RuleQuery,
        response: { 200: s.Rules },
      },
    },
    (req) => listRules(req.ctx, req.query.chainId),
  )
  app.post(
    '/api/v1/visibility-rules',
    { ...edit, schema: { summary: 'Add a rule', body: s.RuleInput, response: { 201: s.Rule } } },
    async (req, reply) => reply.code(201).send(await addRule(req.ctx, req.body)),
  )
  app.patch(
    '/api/v1/visibility-rules/:id',
    {
      ...edit,
      schema: {
        summary: 'Change a rule',
        params: ById,
        body: s.RulePatch,
        response: { 200: s.Rule },
      },
    },
    (req) => changeRule(req.ctx, req.params.id, req.body),
  )
  app.delete(
    '/api/v1/visibility-rules/:id',
    { ...edit, schema: { summary: 'Remove a rule', params: ById, response: { 204: Nothing } } },
    async (req, reply) => {
      await removeRule(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
}
