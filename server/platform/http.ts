import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import pg from 'pg'
import { type Access, type Actor, requireAccess } from './actor.ts'
import { AlreadyAnswered, type Ctx, type CtxSource, openCtx, requestHash, SYSTEM } from './ctx.ts'
import { AppError } from './errors.ts'
import { newId } from './ids.ts'
import { Problem } from './schema.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call this route; a route without it is refused at start. */
    access?: Access
    /** Streams and uploads are not answered from an Idempotency-Key. */
    isStream?: boolean
  }
  interface FastifyRequest {
    ctx: Ctx
  }
}

export interface HttpOptions {
  log: FastifyBaseLogger
  source: CtxSource
  authenticate(request: FastifyRequest): Promise<Actor | null>
  trustProxy: boolean | string[]
  isSecure: boolean
  filesBytesMax: number
  requestsPerMinute: number
}

const DATA_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}
const ANONYMOUS: Actor = { ...SYSTEM, kind: 'system', name: 'anonymous' }
const API = '/api/'

export type Http = Awaited<ReturnType<typeof buildHttp>>

/** The web server with the conventions that every module's routes share. */
export async function buildHttp(options: HttpOptions) {
  const app = Fastify({
    loggerInstance: options.log,
    trustProxy: options.trustProxy,
    genReqId: () => newId(),
    bodyLimit: 2 * 1024 * 1024,
    requestTimeout: 120_000,
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
    // Addresses that the router itself refuses: overlong or malformed.
    frameworkErrors: (error, request, reply) => {
      sendProblem(error, request as FastifyRequest, reply as FastifyReply)
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(sendProblem)
  app.setNotFoundHandler((request, reply) =>
    sendProblem(new AppError('not_found', { reason: 'route' }), request, reply),
  )
  app.decorateRequest('ctx', null as unknown as Ctx)

  app.addHook('onRoute', (route) => {
    if (route.url.startsWith(API) && !route.config?.access && route.method !== 'OPTIONS') {
      throw new Error(`${route.method} ${route.url} does not say who may call it`)
    }
    describe(route as Parameters<typeof describe>[0])
  })
  await securityHeaders(app, options.isSecure)
  await app.register(cookie)
  await app.register(compress, { threshold: 4096, encodings: ['gzip', 'deflate'] })
  await app.register(multipart, {
    limits: { fileSize: options.filesBytesMax, files: 1, fields: 10, fieldSize: 10_000, parts: 12 },
  })
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    enableDraftSpec: true,
    keyGenerator: (request) =>
      request.cookies.jingwei_session ?? request.headers.authorization ?? request.ip,
    allowList: (request) => !request.url.startsWith(API),
    errorResponseBuilder: () => new AppError('too_many', { reason: 'rate_limit' }),
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Jingwei 经纬',
        version: '1',
        description:
          'One record for a whole supply chain. Errors are problem+json (RFC 9457) with a stable `code`; ' +
          'lists page by cursor; every create takes an `Idempotency-Key`; every PATCH needs `If-Match`.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'jingwei_session' },
          key: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { key: [] }],
    },
    transform: withHeaders,
  })

  app.addHook('preValidation', async (request) => {
    const access = request.routeOptions.config.access
    if (!access) return
    refuseCrossSite(request)
    const actor = await options.authenticate(request)
    if (!actor && access !== 'public') throw new AppError('not_signed_in')
    if (actor) requireAccess(actor, access)
    request.ctx = openCtx(options.source, actor ?? ANONYMOUS, {
      log: request.log,
      requestId: request.id,
      ifMatch: ifMatchOf(request),
      idempotency: idempotencyOf(request),
    })
  })
  app.addHook('preSerialization', (_request, reply, payload, done) => {
    const version = (payload as { version?: unknown } | null)?.version
    if (typeof version === 'number') reply.header('etag', `"${version}"`)
    done(null, payload)
  })
  return app
}

/** Pages carry Helmet's many headers; answers of the API are data, and a few fixed ones say so. */
async function securityHeaders(app: FastifyInstance, isSecure: boolean): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith(API)) (route as { helmet?: false }).helmet = false
  })
  const dataHeaders = isSecure
    ? { ...DATA_HEADERS, 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    : DATA_HEADERS
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith(API)) reply.headers(dataHeaders)
    done()
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: isSecure ? [] : null,
      },
    },
    strictTransportSecurity: isSecure,
  })
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

// The cookie is SameSite=Lax, which old browsers and sister sites may get round: changes by cookie must
// come from our own pages. Programs send neither header and carry a key instead.
function refuseCrossSite(request: FastifyRequest): void {
  if (!UNSAFE.has(request.method) || !request.cookies.jingwei_session) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new AppError('cross_site')
  const { origin } = request.headers
  if (origin !== undefined && URL.parse(origin)?.host !== request.host)
    throw new AppError('cross_site')
}

function ifMatchOf(request: FastifyRequest): number | null {
  const text = request.headers['if-match']
  if (text === undefined) {
    if (request.method === 'PATCH') throw new AppError('version_needed')
    return null
  }
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(text)?.[1]
  if (version === undefined) throw new AppError('stale')
  return Number(version)
}

const IDEMPOTENCY_KEY = { type: 'string', minLength: 8, maxLength: 100 }
const IF_MATCH = { type: 'string', pattern: '^"[0-9]+"$' }

/** The headers that every create takes and every change needs, told in the document beside each route. */
const withHeaders: typeof jsonSchemaTransform = (input) => {
  const { schema, url } = jsonSchemaTransform(input)
  const { method, config } = input.route
  if (method === 'PATCH') {
    const headers = { type: 'object', required: ['if-match'], properties: { 'if-match': IF_MATCH } }
    return { schema: { ...schema, headers }, url }
  }
  if (method !== 'POST' || config?.isStream) return { schema, url }
  const properties = { 'idempotency-key': IDEMPOTENCY_KEY }
  return { schema: { ...schema, headers: { type: 'object', properties } }, url }
}

function idempotencyOf(request: FastifyRequest): Ctx['idempotency'] {
  const key = request.headers['idempotency-key']
  if (key === undefined || request.method !== 'POST' || request.routeOptions.config.isStream)
    return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,100}$/.test(key)) {
    throw new AppError('bad_input', {
      errors: [{ field: 'Idempotency-Key', code: 'invalid', message: '8 to 100 plain characters' }],
    })
  }
  return { key, requestHash: requestHash(request.method, request.url, request.body) }
}

/** Adds to each operation what holds for all: the error shape, the headers, the tag of its module. */
function describe(route: {
  url: string
  method: string | string[]
  schema?: Record<string, unknown>
  config?: { access?: Access }
}): void {
  if (!route.url.startsWith('/api/v1/') || !route.schema) return
  const { schema } = route
  schema.tags ??= [route.config?.access?.split(':')[0] ?? 'api']
  if (route.config?.access === 'public') schema.security ??= []
  schema.response = { '4xx': Problem, ...(schema.response as object) }
}

// PostgreSQL's own refusals that a caller can cause and mend.
const DATABASE_ERRORS: Record<string, () => AppError> = {
  '23505': () => new AppError('conflict', { reason: 'duplicate' }),
  '23503': () => new AppError('conflict', { reason: 'referenced' }),
  '23514': () => new AppError('bad_input', { reason: 'constraint' }),
  '22P02': () => new AppError('bad_input', { reason: 'malformed' }),
  '22P05': () => new AppError('bad_input', { reason: 'malformed' }),
  '22021': () => new AppError('bad_input', { reason: 'malformed' }),
  '22003': () => new AppError('bad_input', { reason: 'out_of_range' }),
  '22008': () => new AppError('bad_input', { reason: 'out_of_range' }),
  '57P01': () => new AppError('unavailable'),
  '57P02': () => new AppError('unavailable'),
  '57P03': () => new AppError('unavailable'),
  '53300': () => new AppError('unavailable'),
}
// The driver gives these no code.
const CONNECTION_LOST = /Connection terminated|is not queryable/
const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'])

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new AppError('bad_input', {
      errors: error.validation.map((issue) => ({
        field: fieldOf(issue.instancePath, issue.params),
        code: issue.keyword,
        message: issue.message ?? '',
      })),
    })
  }
  if (error instanceof pg.DatabaseError) {
    const known = DATABASE_ERRORS[error.code ?? '']
    if (known) return known()
  }
  const { statusCode, code, message } = error as {
    statusCode?: number
    code?: string
    message?: string
  }
  if (CONNECTION_ERRORS.has(code ?? '') || CONNECTION_LOST.test(message ?? '')) {
    return new AppError('unavailable')
  }
  if (statusCode === 413) return new AppError('too_large')
  if (statusCode === 415 || statusCode === 406) return new AppError('wrong_media')
  if (statusCode !== undefined && statusCode < 500) {
    return new AppError('bad_input', { detail: message ?? '' })
  }
  return new AppError('internal')
}

function fieldOf(path: string, params: unknown): string {
  const unknown = (params as { keys?: string[] } | undefined)?.keys?.join(', ')
  return path.replace(/^\//, '').replaceAll('/', '.') || unknown || 'body'
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof AlreadyAnswered) {
    return reply.header('idempotency-replayed', 'true').code(201).send(error.answer)
  }
  const problem = asAppError(error)
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
  else request.log.debug({ code: problem.code, details: problem.details }, 'request refused')
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      type: `/docs/errors#${problem.code}`,
      title: problem.title,
      status: problem.status,
      code: problem.code,
      ...problem.details,
    })
}
