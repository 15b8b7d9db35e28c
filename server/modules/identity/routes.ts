import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'
import { listAudit, verifyAudit } from './audit-queries.ts'
import { clearCookie, type Door, setCookie } from './door.ts'
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  revokeInvitation,
  viewInvitation,
} from './invitations.ts'
import { changeMe, changePassword, getMe } from './me.ts'
import { type CountWritten, changeMember, listMembers, removeMember } from './members.ts'
import { changeOrg, getOrg, openOrg, register } from './orgs.ts'
import * as s from './schema.ts'
import { listSessions, revokeSession, signIn, signOut, switchOrg } from './sessions.ts'
import { confirmTwoFactor, removeTwoFactor, startTwoFactor } from './two-factor.ts'

const ById = z.object({ id: Id })
const Nothing = z.null()

/** Identity over HTTP: who you are, which org you act for, who else may. */
export function identityRoutes(app: Http, door: Door, countWritten: CountWritten) {
  app.post(
    '/api/v1/registrations',
    {
      config: { access: 'public', rateLimit: { max: 30, timeWindow: '1 hour' } },
      schema: {
        summary: 'Register an org and its first person',
        body: s.Registration,
        response: { 201: s.Me },
      },
    },
    async (req, reply) => {
      const { me, secret } = await register(door, req.ctx, req.body, device(req))
      setCookie(door, reply, secret)
      return reply.code(201).send(me)
    },
  )
  app.post(
    '/api/v1/sessions',
    {
      config: { access: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: { summary: 'Sign in', body: s.SignIn, response: { 201: s.Me } },
    },
    async (req, reply) => {
      const { me, secret } = await signIn(door, req.ctx, req.body, device(req))
      setCookie(door, reply, secret)
      return reply.code(201).send(me)
    },
  )
  app.get(
    '/api/v1/sessions',
    {
      config: { access: 'person' },
      schema: {
        summary: 'My sessions',
        response: { 200: z.object({ items: z.array(s.Session) }) },
      },
    },
    (req) => listSessions(req.ctx),
  )
  app.delete(
    '/api/v1/sessions/current',
    { config: { access: 'person' }, schema: { summary: 'Sign out', response: { 204: Nothing } } },
    async (req, reply) => {
      await signOut(req.ctx)
      clearCookie(door, reply)
      return reply.code(204).send(null)
    },
  )
  app.delete(
    '/api/v1/sessions/:id',
    {
      config: { access: 'person' },
      schema: { summary: 'End one of my sessions', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await revokeSession(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
  meRoutes(app, door)
  orgRoutes(app, door)
  memberRoutes(app, countWritten)
  invitationRoutes(app, door)
}

function meRoutes(app: Http, door: Door) {
  app.get(
    '/api/v1/me',
    { config: { access: 'person' }, schema: { summary: 'Who I am', response: { 200: s.Me } } },
    (req) => getMe(req.ctx),
  )
  app.patch(
    '/api/v1/me',
    {
      config: { access: 'person' },
      schema: {
        summary: 'Change my name, language or theme',
        body: s.MePatch,
        response: { 200: s.Me },
      },
    },
    (req) => changeMe(req.ctx, req.body),
  )
  app.put(
    '/api/v1/me/org',
    {
      config: { access: 'person' },
      schema: { summary: 'Act for another of my orgs', body: s.OrgSwitch, response: { 200: s.Me } },
    },
    (req) => switchOrg(door, req.ctx, req.body.orgId),
  )
  app.put(
    '/api/v1/me/password',
    {
      config: { access: 'person', rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: { summary: 'Change my password', body: s.PasswordChange, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await changePassword(door, req.ctx, req.body)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/me/two-factor',
    {
      config: { access: 'person' },
      schema: {
        summary: 'Begin two-factor',
        body: s.PasswordAgain,
        response: { 201: s.TwoFactorStart },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await startTwoFactor(door, req.ctx, req.body.password)),
  )
  app.put(
    '/api/v1/me/two-factor',
    {
      config: { access: 'person' },
      schema: {
        summary: 'Confirm two-factor',
        body: s.TwoFactorConfirm,
        response: { 200: s.RecoveryCodes },
      },
    },
    (req) => confirmTwoFactor(req.ctx, req.body.code),
  )
  app.delete(
    '/api/v1/me/two-factor',
    {
      config: { access: 'person' },
      schema: { summary: 'Remove two-factor', body: s.PasswordAgain, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await removeTwoFactor(door, req.ctx, req.body.password)
      return reply.code(204).send(null)
    },
  )
}

function orgRoutes(app: Http, door: Door) {
  app.post(
    '/api/v1/orgs',
    {
      config: { access: 'person' },
      schema: { summary: 'Open another org', body: s.OrgInput, response: { 201: s.Me } },
    },
    async (req, reply) => reply.code(201).send(await openOrg(door, req.ctx, req.body)),
  )
  app.get(
    '/api/v1/org',
    {
      config: { access: 'identity:view' },
      schema: { summary: 'The org I act for', response: { 200: s.Org } },
    },
    (req) => getOrg(req.ctx),
  )
  app.patch(
    '/api/v1/org',
    {
      config: { access: 'identity:edit' },
      schema: { summary: 'Change the org', body: s.OrgPatch, response: { 200: s.Org } },
    },
    (req) => changeOrg(req.ctx, req.body),
  )
  app.get(
    '/api/v1/api-keys',
    {
      config: { access: 'identity:edit' },
      schema: {
        summary: 'Keys of the org',
        response: { 200: z.object({ items: z.array(s.ApiKey) }) },
      },
    },
    (req) => listApiKeys(req.ctx),
  )
  app.post(
    '/api/v1/api-keys',
    {
      config: { access: 'identity:edit' },
      schema: { summary: 'Make a key', body: s.ApiKeyInput, response: { 201: s.NewApiKey } },
    },
    async (req, reply) => reply.code(201).send(await createApiKey(req.ctx, req.body)),
  )
  app.delete(
    '/api/v1/api-keys/:id',
    {
      config: { access: 'identity:edit' },
      schema: { summary: 'Revoke a key', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await revokeApiKey(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/api/v1/audit',
    {
      config: { access: 'identity:edit' },
      schema: {
        summary: 'The record of the org',
        querystring: s.AuditQuery,
        response: { 200: s.AuditEvents },
      },
    },
    (req) => listAudit(req.ctx, req.query),
  )
  app.get(
    '/api/v1/audit/verification',
    {
      config: { access: 'identity:edit' },
      schema: { summary: 'Recompute the hash chain', response: { 200: s.AuditCheck } },
    },
    (req) => verifyAudit(req.ctx),
  )
}

function memberRoutes(app: Http, countWritten: CountWritten) {
  app.get(
    '/api/v1/members',
    {
      config: { access: 'identity:view' },
      schema: {
        summary: 'People of the org',
        querystring: s.MemberQuery,
        response: { 200: s.Members },
      },
    },
    (req) => listMembers(req.ctx, req.query),
  )
  app.patch(
    '/api/v1/members/:id',
    {
      config: { access: 'identity:edit' },
      schema: {
        summary: 'Change a member',
        params: ById,
        body: s.MemberPatch,
        response: { 200: s.Member },
      },
    },
    (req) => changeMember(req.ctx, req.params.id, req.body),
  )
  app.post(
    '/api/v1/members/:id/removal',
    {
      config: { access: 'identity:edit' },
      schema: {
        summary: 'End a membership',
        params: ById,
        body: s.MemberRemovalInput,
        response: { 200: s.MemberRemoval },
      },
    },
    (req) => removeMember(req.ctx, req.params.id, req.body, countWritten),
  )
}

function invitationRoutes(app: Http, door: Door) {
  app.get(
    '/api/v1/invitations',
    {
      config: { access: 'identity:edit' },
      schema: {
        summary: 'Invitations',
        querystring: s.InvitationQuery,
        response: { 200: s.Invitations },
      },
    },
    (req) => listInvitations(req.ctx, req.query),
  )
  app.post(
    '/api/v1/invitations',
    {
      config: { access: 'identity:edit' },
      schema: {
        summary: 'Invite people',
        body: s.InvitationInput,
        response: { 201: s.NewInvitation },
      },
    },
    async (req, reply) => reply.code(201).send(await createInvitation(door, req.ctx, req.body)),
  )
  app.delete(
    '/api/v1/invitations/:id',
    {
      config: { access: 'identity:edit' },
      schema: { summary: 'Take an invitation back', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await revokeInvitation(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/api/v1/invitation/:token',
    {
      config: { access: 'public' },
      schema: {
        summary: 'What an invitation offers',
        params: s.Token,
        response: { 200: s.InvitationView },
      },
    },
    (req) => viewInvitation(req.ctx, req.params.token),
  )
  app.post(
    '/api/v1/invitation/:token/acceptance',
    {
      config: { access: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: { summary: 'Join', params: s.Token, body: s.Acceptance, response: { 201: s.Me } },
    },
    async (req, reply) => {
      const { me, secret } = await acceptInvitation(
        door,
        req.ctx,
        req.params.token,
        req.body,
        device(req),
      )
      if (secret) setCookie(door, reply, secret)
      return reply.code(201).send(me)
    },
  )
}

function device(req: { ip: string; headers: Record<string, unknown> }) {
  return { ip: req.ip, userAgent: String(req.headers['user-agent'] ?? '').slice(0, 300) }
}
