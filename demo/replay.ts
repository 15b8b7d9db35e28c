// Plays a public event log through the API: `./jingwei replay FILE [--speed N] [--orders N] [--data DIR]`.
// The clock is the log's. `--speed 3600` plays an hour of it in a second; without it, as fast as it goes.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { type App, buildApp } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { Fault, openConsole, silent } from '../server/platform/console.ts'
import { openCtx, SYSTEM } from '../server/platform/ctx.ts'
import { newId } from '../server/platform/ids.ts'
import { migrate } from '../server/platform/migrate.ts'
import { startEmbedded } from '../server/platform/postgres.ts'
import {
  LOT,
  type LogOrder,
  ordersOf,
  type Played,
  readLog,
  type Verdict,
  verdictOf,
} from './replay-log.ts'

const HOUR = 3_600_000

/** Machines of the log work day and night, and its cases lie for days between two operations. */
const SETTINGS = {
  calendar: {
    timeZone: 'UTC',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    shifts: [{ from: '00:00', to: '00:00' }],
  },
  thresholds: {
    ...{ behindRaise: 0.25, behindClear: 0.1, behindMinutes: 720 },
    ...{
      lateRaiseMinutes: 1440,
      lateClearMinutes: 360,
      silentRaiseMinutes: 4320,
      silentClearMinutes: 2160,
    },
  },
  clock: { quietHours: null, everyMinutes: 60 },
}

export interface ReplayResult extends Verdict {
  reports: number
  digests: number
  warnings: number
  messages: number
}
type Ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<Answer>
// biome-ignore lint/suspicious/noExplicitAny: the wire is read as it is
type Answer = any

/** The log through the public API of an app whose clock is set by the log. */
export async function replay(
  app: App,
  orders: readonly LogOrder[],
  clock: { now: number; speed?: number; onDay?: (ms: number) => void },
): Promise<ReplayResult> {
  clock.now = Math.min(...orders.map((order) => order.startMs)) - HOUR
  const cast = await gather(app, orders)
  const moments = orders
    .flatMap((order) => [
      { at: order.startMs, order, report: null },
      ...order.reports.map((report) => ({ at: report.doneMs, order, report })),
    ])
    .sort((a, b) => a.at - b.at)
  const shares = new Map<string, string>()
  const ids = new Map<LogOrder, string>()
  for (const { at, order, report } of moments) {
    await pass(app, cast.leadOrgId, clock, at)
    if (report) await tell(app, cast, order, report, { shares, orderId: ids.get(order) as string })
    else ids.set(order, await place(cast, order, shares))
  }
  return summary(app, cast, orders, ids)
}

async function tell(
  app: App,
  cast: Cast,
  order: LogOrder,
  { no, doneMs, good: part }: LogOrder['reports'][number],
  { shares, orderId }: { shares: ReadonlyMap<string, string>; orderId: string },
): Promise<void> {
  const { activity } = order.operations.find((operation) => operation.no === no)!
  const shareId = shares.get(`${order.caseId} ${no}`)
  const report = { id: newId(), shareId, good: part, doneAt: new Date(doneMs).toISOString() }
  const { results } = await cast.makers
    .get(activity)!
    .ask('POST', 'progress-reports', { reports: [report] })
  if (results[0].outcome !== 'accepted')
    throw new Fault(`${order.caseId} ${no}: ${results[0].reason}`)
  const ctx = openCtx(app.source, { ...SYSTEM, orgId: cast.leadOrgId })
  await app.jobs['production.look']!(ctx, { orgId: cast.leadOrgId, orderId } as never, NEVER)
}

const NEVER = new AbortController().signal

/** Time passes up to a moment, and at every full hour the clock of production strikes. */
async function pass(
  app: App,
  orgId: string,
  clock: { now: number; speed?: number; onDay?: (ms: number) => void },
  until: number,
): Promise<void> {
  const ctx = openCtx(app.source, { ...SYSTEM, orgId })
  for (let hour = Math.floor(clock.now / HOUR + 1) * HOUR; hour <= until; hour += HOUR) {
    if (clock.speed) await sleep((hour - clock.now) / clock.speed)
    clock.now = hour
    if (hour % (24 * HOUR) === 0) clock.onDay?.(hour)
    await app.jobs['production.tick']!(ctx, { orgId } as never, NEVER)
  }
  if (clock.speed) await sleep((until - clock.now) / clock.speed)
  clock.now = Math.max(clock.now, until)
}

interface Cast {
  lead: Ask
  leadOrgId: string
  chainId: string
  makers: Map<string, { ask: Ask; orgId: string }>
}

/** A lead, its chain, and a workshop for every activity of the log, each with a key of its own. */
async function gather(app: App, orders: readonly LogOrder[]): Promise<Cast> {
  const registered = await signUp(app, 'registrations', '制造商')
  const lead = registered.ask
  const chain = await lead('POST', 'chains', { name: '回放' })
  await lead(
    'PUT',
    `production-settings?chainId=${chain.id}&scope=chain&subjectId=${chain.id}`,
    SETTINGS,
  )
  const makers: Cast['makers'] = new Map()
  for (const activity of new Set(orders.flatMap((o) => o.operations.map((one) => one.activity)))) {
    const place = await lead('POST', `chains/${chain.id}/partners`, {
      ...{ side: 'upstream', code: `W${makers.size + 1}`, name: activity },
    })
    const { token } = await lead('POST', `partners/${place.id}/invitation`, { days: 30 })
    makers.set(activity, await signUp(app, `join/${token}`, activity))
  }
  return { lead, leadOrgId: registered.orgId, chainId: chain.id, makers }
}

async function signUp(app: App, path: string, name: string) {
  const answer = await app.http.inject({
    ...{ method: 'POST', url: `/api/v1/${path}` },
    payload: {
      org: { name, shortName: name.slice(0, 30) },
      person: { name, mail: `${newId()}@replay.invalid`, password: 'a replay password' },
    },
  })
  const me = good(answer, path)
  const cookie = String(answer.headers['set-cookie']).split(';')[0] as string
  // Months pass in minutes: a session would end meanwhile, a key does not.
  const { key } = await asker(app, { cookie })('POST', 'api-keys', {
    name: 'replay',
    scopes: { production: 'edit', network: 'edit', trade: 'edit' },
  })
  return { orgId: me.org.id as string, ask: asker(app, { authorization: `Bearer ${key}` }) }
}

function asker(app: App, headers: Record<string, string>): Ask {
  return async (method, path, body) =>
    good(
      await app.http.inject({
        ...{ method, url: `/api/v1/${path}`, headers },
        ...(body !== undefined && { payload: body as object }),
      }),
      path,
    )
}

function good(answer: { statusCode: number; body: string; json(): Answer }, path: string): Answer {
  if (answer.statusCode >= 300)
    throw new Fault(`${path} answered ${answer.statusCode}: ${answer.body}`)
  return answer.json()
}

async function place(cast: Cast, order: LogOrder, shares: Map<string, string>): Promise<string> {
  const product = await cast.lead('POST', 'products', {
    ...{ code: order.caseId, name: order.caseId, unit: '‰', priceMinor: 0, retailMinor: 0 },
  })
  await cast.lead('PUT', `products/${product.id}/routing`, {
    operations: order.operations.map(
      ({ no, activity, pieces, minutesPerPiece, waitMinutes }, i) => ({
        ...{ no, name: activity, waitMinutes: Math.min(waitMinutes, 100_000) },
        minutesPerPiece: (minutesPerPiece * pieces) / LOT,
        after: i === 0 ? [] : [order.operations[i - 1]!.no],
      }),
    ),
  })
  const placed = await cast.lead('POST', 'production-orders', {
    ...{ chainId: cast.chainId, productId: product.id, code: order.caseId, quantity: LOT },
    dueAt: new Date(order.dueMs).toISOString(),
    shares: order.operations.map(({ no, activity }) => {
      return { operationNo: no, orgId: cast.makers.get(activity)!.orgId }
    }),
  })
  for (const operation of placed.operations) {
    shares.set(`${order.caseId} ${operation.no}`, operation.shares[0].id)
  }
  return placed.id
}

/** What was found, read back through the API as anybody would. */
async function summary(
  app: App,
  cast: Cast,
  orders: readonly LogOrder[],
  ids: ReadonlyMap<LogOrder, string>,
): Promise<ReplayResult> {
  const played: Played[] = []
  let warnings = 0
  for (const order of orders) {
    const path = `warnings?open=false&limit=500&orderId=${ids.get(order)}`
    const { items } = await cast.lead('GET', path)
    warnings += items.length
    const warned: Played['warned'] = {}
    for (const { kind, raisedAt } of items as {
      kind: keyof Played['warned']
      raisedAt: string
    }[]) {
      warned[kind] = Math.min(warned[kind] ?? Number.POSITIVE_INFINITY, Date.parse(raisedAt))
    }
    played.push({ dueMs: order.dueMs, finishedMs: order.endMs, warned })
  }
  const { rows } = await app.database.owner.query<{ digests: number; messages: number }>(
    `SELECT (SELECT count(*) FROM digests WHERE org_id = $1) AS digests,
       (SELECT count(*) FROM messages WHERE org_id = $1) AS messages`,
    [cast.leadOrgId],
  )
  const reports = orders.reduce((sum, order) => sum + order.reports.length, 0)
  return { ...verdictOf(played), reports, warnings, ...rows[0]! }
}

async function main(args: string[]): Promise<void> {
  const say = openConsole(process.stdout)
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { speed: { type: 'string' }, orders: { type: 'string' } },
  })
  const [file] = positionals
  if (!file) throw new Fault('Name an event log: ./jingwei replay FILE [--speed N] [--orders N]')
  const { learned, orders: all } = ordersOf(await readLog(file))
  const orders = all.slice(0, values.orders ? Number(values.orders) : all.length)
  if (orders.length === 0) throw new Fault('The file has no cases to play.')
  say(`${learned} cases taught the times of ${all.length}; ${orders.length} are played.`)
  const dataDir = await mkdtemp(join(tmpdir(), 'jingwei-replay-'))
  const database = await startEmbedded(dataDir, silent)
  try {
    const { appUrl } = await migrate({ ownerUrl: database.ownerUrl, say: silent })
    const clock: { now: number; speed?: number; onDay?: (ms: number) => void } = {
      now: 0,
      ...(values.speed && { speed: Number(values.speed) }),
      onDay: (ms) => process.stdout.write(`\r  ${new Date(ms).toISOString().slice(0, 10)} `),
    }
    const env = {
      PORT: '0',
      LOG_LEVEL: 'error',
      REQUESTS_PER_MINUTE: '100000000',
      JINGWEI_DATA: dataDir,
    }
    const app = await buildApp({
      ...{ config: readConfig(env, []), ownerUrl: database.ownerUrl, appUrl },
      log: pino({ level: 'error' }) as never,
      now: () => new Date(clock.now),
    })
    try {
      show(await replay(app, orders, clock), say)
    } finally {
      await app.close()
    }
  } finally {
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function show(result: ReplayResult, say: (text: string) => void): void {
  const { orders, late, caught, medianHoursAhead, falseAlarms } = result
  say('')
  say(
    `  ${orders} orders, ${result.reports} reports, ${result.digests} digests, ${result.warnings} warnings`,
  )
  say(`  ${late} orders ended late; ${caught} of them were warned of before their due date`)
  if (medianHoursAhead !== null)
    say(`  half of these at least ${Math.round(medianHoursAhead)} hours before`)
  say(`  ${falseAlarms} of ${orders - late} orders that ended in time were warned of as late`)
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
