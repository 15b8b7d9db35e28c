import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyBaseLogger } from 'fastify'
import { authenticate, type Door, identityRoutes, onForget } from './modules/identity/index.ts'
import {
  conversationFeed,
  conversationRoutes,
  countOpenReceipts,
  countWritten,
  deliverWhatWaits,
  destinationRoutes,
  dispatchFeed,
  messagingJobs,
  messagingRoutes,
  robotRoutes,
  sweepChanges,
  webhookRoutes,
} from './modules/messaging/index.ts'
import { importJobs, importRoutes, networkRoutes } from './modules/network/index.ts'
import {
  placeProduction,
  productionJobs,
  productionRoutes,
  progressOf,
} from './modules/production/index.ts'
import { releasePriceIndex, tradeJobs, tradeRoutes } from './modules/trade/index.ts'
import type { Config } from './platform/config.ts'
import type { CtxSource } from './platform/ctx.ts'
import { type Database, openDatabase } from './platform/db.ts'
import { fileRoutes } from './platform/file-routes.ts'
import { sweepFiles } from './platform/file-sweep.ts'
import { type FileStore, fileStore } from './platform/files.ts'
import { healthRoutes } from './platform/health.ts'
import { buildHttp, type Http } from './platform/http.ts'
import {
  type Chores,
  dropOldAnswers,
  type JobHandlers,
  startWorker,
  type Worker,
} from './platform/jobs.ts'
import { type Outbound, openOutbound } from './platform/outbound.ts'
import { openRealtime, type Realtime } from './platform/realtime.ts'
import { s3FileStore } from './platform/s3-files.ts'
import { streamRoute } from './platform/stream.ts'

export interface AppOptions {
  config: Config
  ownerUrl: string
  appUrl: string
  log: FastifyBaseLogger
  /** The clock; tests bring their own. */
  now?: () => Date
}

export interface App {
  http: Http
  database: Database
  source: CtxSource
  files: FileStore
  door: Door
  jobs: JobHandlers
  chores: Chores
  listen(): Promise<string>
  close(): Promise<void>
}

const WEB = fileURLToPath(new URL('../web/dist', import.meta.url))

/** Builds every part and names every module: read this and you know the house. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { config, log } = options
  const database = await openDatabase(options, (error) =>
    log.warn({ err: error }, 'a connection broke'),
  )
  const source: CtxSource = { database, log, now: options.now ?? (() => new Date()) }
  const folder = fileStore(join(config.dataDir, 'files'))
  const files = config.filesS3 ? s3FileStore(folder, config.filesS3) : folder
  const outbound = openOutbound({ allowsPrivate: config.outboundPrivate })
  const feeds = [dispatchFeed(database), conversationFeed(database)]
  const realtime = await openRealtime(database, options.ownerUrl, feeds, log)
  const door = openDoor(config, source, realtime)

  const http = await buildHttp({
    log,
    source,
    authenticate: (request) => authenticate(door, request),
    trustProxy: config.trustProxy,
    isSecure: config.secureCookies,
    filesBytesMax: config.filesBytesMax,
    requestsPerMinute: config.requestsPerMinute,
  })
  let isClosing = false
  await apiPages(http)
  healthRoutes(http, { database, realtime, isClosing: () => isClosing })
  streamRoute(http, realtime)
  fileRoutes(http, files)
  identityRoutes(http, door, countWritten)
  networkRoutes(http, door, { onJoined: deliverWhatWaits, openReceipts: countOpenReceipts })
  importRoutes(http, files)
  tradeRoutes(http, files, { place: placeProduction, progress: progressOf })
  messagingRoutes(http)
  conversationRoutes(http)
  destinationRoutes(http)
  robotRoutes(http, () => door.publicUrl())
  webhookRoutes(http, files)
  productionRoutes(http, files)
  await serveWeb(http)

  const jobs = jobsOf(outbound, files)
  const chores = choresOf(files)
  let worker: Worker | null = null
  return {
    http,
    database,
    source,
    files,
    door,
    jobs,
    chores,
    async listen() {
      if (config.roles.includes('worker')) worker = await startWorker(source, jobs, chores, log)
      if (!config.roles.includes('api')) return 'worker'
      const address = await http.listen({ port: config.port, host: config.host })
      door.publicUrl = () => config.publicUrl ?? address
      return address
    },
    async close() {
      isClosing = true
      await realtime.close()
      await http.close()
      await worker?.stop()
      await database.close()
    },
  }
}

function jobsOf(outbound: Outbound, files: FileStore): JobHandlers {
  const messaging = messagingJobs(outbound, files)
  return { ...importJobs(files), ...messaging, ...productionJobs, ...tradeJobs }
}

/** What is done by the clock, whoever is there. */
function choresOf(files: FileStore): Chores {
  return {
    // Daily, and only the first run after a month is over finds something to do.
    release_price_index: { at: '37 2 * * *', work: releasePriceIndex },
    sweep_answers: { at: '47 * * * *', work: dropOldAnswers },
    sweep_changes: { at: '27 * * * *', work: sweepChanges },
    sweep_files: { at: '17 * * * *', work: (owner, now) => sweepFiles(owner, files, now) },
  }
}

function openDoor(config: Config, source: CtxSource, realtime: Realtime): Door {
  const door: Door = {
    source,
    publicUrl: () => config.publicUrl ?? `http://${config.host}:${config.port}`,
    isSecure: config.secureCookies,
    cache: new Map(),
    endStreams: (personId) => realtime.endWhere((actor) => actor.personId === personId),
  }
  realtime.on('x', (told) => onForget(door, told))
  return door
}

/** The contract, for programs and for people. */
async function apiPages(http: Http): Promise<void> {
  http.get('/api/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () =>
    http.swagger(),
  )
  await http.register(swaggerUi, {
    routePrefix: '/docs/api',
    staticCSP: true,
    uiConfig: { docExpansion: 'list', defaultModelsExpandDepth: 0, displayRequestDuration: true },
    theme: { title: 'Jingwei 经纬 API' },
  })
}

/** The built web app: hashed files for ever, the page itself always fresh, any other path is a page of it. */
async function serveWeb(http: Http): Promise<void> {
  if (!existsSync(join(WEB, 'index.html'))) return
  await http.register(fastifyStatic, {
    root: WEB,
    serve: false,
    cacheControl: false,
    setHeaders(reply, path) {
      const isHashed = path.includes('/assets/')
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  http.get('/*', { schema: { hide: true } }, (request, reply) => {
    const path = request.url.split('?')[0] as string
    if (path.startsWith('/api/')) return reply.callNotFound()
    return reply.sendFile(/\.\w{1,12}$/.test(path) ? path : 'index.html')
  })
}
