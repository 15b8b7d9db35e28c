import { z } from 'zod'
import type { FileStore } from '../../platform/files.ts'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import * as s from './robot-schema.ts'
import {
  addRobot,
  changeRobot,
  listRobots,
  removeRobot,
  rotateRobot,
  testRobot,
  type WebhookUrl,
} from './robots.ts'
import { MEDIA_BYTES_MAX, receiveMedia, receiveMessage } from './webhook.ts'
import { WebhookRefusal } from './webhook-format.ts'

const ById = z.object({ id: Id })
const Nothing = z.null()
const access = 'messaging:view'

/** Robots of a conversation: who decides about it makes, changes and removes them. */
export function robotRoutes(app: Http, publicUrl: () => string) {
  const urlOf: WebhookUrl = (key) => `${publicUrl()}/cgi-bin/webhook/send?key=${key}`
  app.get(
    '/api/v1/conversations/:id/robots',
    {
      config: { access },
      schema: { summary: 'Robots of a conversation', params: ById, response: { 200: s.Robots } },
    },
    (req) => listRobots(req.ctx, req.params.id),
  )
  app.post(
    '/api/v1/conversations/:id/robots',
    {
      config: { access },
      schema: {
        summary: 'Add a robot',
        params: ById,
        body: s.RobotInput,
        response: { 201: s.RobotMade },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await addRobot(req.ctx, req.params.id, req.body, urlOf)),
  )
  app.patch(
    '/api/v1/robots/:id',
    {
      config: { access },
      schema: {
        summary: 'Change a robot',
        params: ById,
        body: s.RobotPatch,
        response: { 200: s.Robot },
      },
    },
    (req) => changeRobot(req.ctx, req.params.id, req.body),
  )
  app.post(
    '/api/v1/robots/:id/key',
    {
      config: { access },
      schema: { summary: 'Give it a new key', params: ById, response: { 201: s.RobotMade } },
    },
    async (req, reply) => reply.code(201).send(await rotateRobot(req.ctx, req.params.id, urlOf)),
  )
  app.put(
    '/api/v1/robots/:id/test',
    {
      config: { access },
      schema: {
        summary: 'Let it say a word',
        params: ById,
        response: { 200: z.object({ no: z.int() }) },
      },
    },
    (req) => testRobot(req.ctx, req.params.id),
  )
  app.delete(
    '/api/v1/robots/:id',
    {
      config: { access },
      schema: { summary: 'Remove a robot', params: ById, response: { 204: Nothing } },
    },
    async (req, reply) => {
      await removeRobot(req.ctx, req.params.id)
      return reply.code(204).send(null)
    },
  )
}

// A picture of 2 MB is 2.7 MB in base64.
const BODY_BYTES_MAX = 4 * 1024 * 1024
const BODY_ERRORS: Record<string, 'too_long' | 'wrong_format'> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_long',
}

/**
 * The addresses that scripts post to. They speak WeCom's group-robot format, errors included, so they lie
 * outside /api and answer every fault with 200 and a number.
 */
export function webhookRoutes(app: Http, files: FileStore) {
  const options = {
    config: { access: 'public', isStream: true } as const,
    bodyLimit: BODY_BYTES_MAX,
    schema: { hide: true },
    errorHandler: answerInKind,
  }
  app.post('/cgi-bin/webhook/send', options, async (req) => {
    const { key } = req.query as { key?: string }
    await receiveMessage(req.ctx, files, { key, address: req.ip }, req.body)
    return { errcode: 0, errmsg: 'ok' }
  })
  app.post('/cgi-bin/webhook/upload_media', options, async (req) => {
    const { key, type } = req.query as { key?: string; type?: string }
    if (type !== 'file') throw new WebhookRefusal('wrong_kind', 'type=file is expected')
    const part = req.isMultipart()
      ? await req.file({ limits: { fileSize: MEDIA_BYTES_MAX } })
      : undefined
    if (!part) throw new WebhookRefusal('wrong_format', 'multipart/form-data is expected')
    const caller = { key, address: req.ip }
    const { mediaId, createdAt } = await receiveMedia(req.ctx, files, caller, part)
    return {
      errcode: 0,
      errmsg: 'ok',
      type: 'file',
      media_id: mediaId,
      created_at: String(Math.floor(createdAt.getTime() / 1000)),
    }
  })
}

function answerInKind(
  error: Error & { statusCode?: number; status?: number; code?: string },
  req: { log: { error(details: object, text: string): void } },
  reply: { code(status: number): { send(body: unknown): unknown } },
): unknown {
  if (error instanceof WebhookRefusal) return reply.code(200).send(error.answer)
  const status = error.statusCode ?? error.status
  const isTheirs = status !== undefined && status < 500
  if (!isTheirs) req.log.error({ err: error }, 'a robot could not post')
  const kind = isTheirs ? (BODY_ERRORS[error.code ?? ''] ?? 'wrong_format') : 'not_ready'
  return reply.code(200).send(new WebhookRefusal(kind).answer)
}
