import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import { type Door, setCookie } from '../identity/index.ts'
import { joinChain, type OnJoined, viewJoin } from './joining.ts'
import {
  invitePartner,
  invitePartners,
  revokePartnerInvitation,
  viewOpenInvitation,
} from './partner-invitations.ts'
import * as s from './schema.ts'

const ById = z.object({ id: Id })
const Nothing = z.null()
const edit = { config: { access: 'network:edit' } } as const

/** How partners come in: invitations, and taking one up. */
export function joiningRoutes(app: Http, door: Door, onJoined: OnJoined): void {
  invitationRoutes(app, door)
  joinRoutes(app, door, onJoined)
}

function invitationRoutes(app: Http, door: Door) {
  app.post(
    '/api/v1/partners/:id/invitation',
    {
      ...edit,
      schema: {
        summary: 'Invite a partner',
        params: ById,
        body: s.PartnerInvitationInput,
        response: { 201: s.PartnerInvitation },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await invitePartner(door, req.ctx, req.params.id, req.body.days)),
  )
  app.get(
    '/api/v1/partners/:id/invitation',
    {
      ...edit,
      schema: {
        summary: 'The open invitation',
        params: ById,
        response: { 200: s.OpenInvitation },
      },
    },
    (req) => viewOpenInvitation(req.ctx, req.params.id),
  )
  app.delete(
    '/api/v1/partners/:id/invitation',
    {
      ...edit,
      schema: { summary: 'Take the invitation back', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await revokePartnerInvitation(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/chains/:id/invitations',
    {
      ...edit,
      schema: {
        summary: 'Invite many partners',
        params: ById,
        body: s.PartnerInvitationsInput,
        response: { 201: s.PartnerInvitations },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await invitePartners(door, req.ctx, req.params.id, req.body)),
  )
}

function joinRoutes(app: Http, door: Door, onJoined: OnJoined) {
  app.get(
    '/api/v1/join/:token',
    {
      config: { access: 'public' },
      schema: {
        summary: 'What an invitation offers',
        params: s.JoinToken,
        response: { 200: s.JoinView },
      },
    },
    (req) => viewJoin(req.ctx, req.params.token),
  )
  app.post(
    '/api/v1/join/:token',
    {
      config: { access: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: {
        summary: 'Join a chain',
        params: s.JoinToken,
        body: s.JoinInput,
        response: { 201: s.Joined },
      },
    },
    async (req, reply) => {
      const device = {
        ip: req.ip,
        userAgent: String(req.headers['user-agent'] ?? '').slice(0, 300),
      }
      const { token } = req.params
      const { joined, secret } = await joinChain(door, req.ctx, token, req.body, device, onJoined)
      if (secret) setCookie(door, reply, secret)
      return reply.code(201).send(joined)
    },
  )
}
