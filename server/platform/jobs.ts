import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { Logger, type Runner, run, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import { type Ctx, type CtxSource, openCtx, SYSTEM, type Tx } from './ctx.ts'

/** A job names the org for which it runs; its handler gets a system context of that org. */
export type JobPayload = { orgId: string } & Record<string, unknown>
export type JobHandler = (ctx: Ctx, payload: never, signal: AbortSignal) => Promise<void>
export type JobHandlers = Record<string, JobHandler>

/** Adds a job in the verb's transaction: it runs if, and only if, the fact was committed. */
export async function enqueue(
  tx: Pick<Tx, 'db'>,
  task: string,
  payload: JobPayload,
  when: { at?: Date; key?: string } = {},
): Promise<void> {
  await sql`SELECT add_job(${task}, ${JSON.stringify(payload)}::json, ${when.at ?? null},
    ${when.key ?? null})`.execute(tx.db)
}

/** Adds a job that runs when those before it in its line are over, for work that must not take all workers. */
export async function enqueueInLine(
  tx: Pick<Tx, 'db'>,
  line: string,
  task: string,
  payload: JobPayload,
): Promise<void> {
  await sql`SELECT add_job_in_line(${task}, ${JSON.stringify(payload)}::json, ${line})`.execute(
    tx.db,
  )
}

/** Takes back a job that has not begun. */
export async function cancelJob(tx: Pick<Tx, 'db'>, key: string): Promise<void> {
  await sql`SELECT drop_job(${key})`.execute(tx.db)
}

/** Work of the house itself, for no org, at the times that `at` gives in cron's words. */
export interface Chore {
  at: string
  work(owner: pg.Pool, now: Date): Promise<unknown>
}
export type Chores = Record<string, Chore>

export interface Worker {
  stop(): Promise<void>
}

export async function startWorker(
  source: CtxSource,
  handlers: JobHandlers,
  chores: Chores,
  log: FastifyBaseLogger,
): Promise<Worker> {
  const { owner } = source.database
  const events = new EventEmitter()
  // The session lock says "this worker lives": the database drops it when the process dies.
  const pulse = await owner.connect()
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    pulse
      .query('SELECT pg_advisory_lock(hashtext($1))', [workerPool.id])
      .catch((error) => log.error({ err: error }, 'the worker could not mark itself alive'))
  })
  const stopping = new AbortController()
  const runner = await run({
    pgPool: owner,
    concurrency: 3,
    pollInterval: 1000,
    noHandleSignals: true,
    events: events as never,
    taskList: {
      ...taskListOf(source, handlers, log, stopping.signal),
      ...choreListOf(source, chores, log),
    },
    crontab: Object.entries(chores)
      .map(([task, { at }]) => `${at} ${task} ?max=3&fill=1h`)
      .join('\n'),
    logger: quietLogger(log),
  })
  const reaping = reapDeadWorkers(owner, log, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await stopRunner(runner)
      await reaping
      pulse.release(true)
    },
  }
}

/** The handlers as the queue calls them: each with a system context of the job's org. */
export function taskListOf(
  source: CtxSource,
  handlers: JobHandlers,
  log: FastifyBaseLogger,
  signal: AbortSignal,
): TaskList {
  return Object.fromEntries(
    Object.entries(handlers).map(([task, handler]) => [
      task,
      async (payload: unknown) => {
        const { orgId } = payload as JobPayload
        const ctx = openCtx(source, { ...SYSTEM, orgId }, { log: log.child({ task, orgId }) })
        await handler(ctx, payload as never, signal)
      },
    ]),
  )
}

/** The chores as the queue calls them; when several servers work, each runs once all the same. */
export function choreListOf(source: CtxSource, chores: Chores, log: FastifyBaseLogger): TaskList {
  return Object.fromEntries(
    Object.entries(chores).map(([task, { work }]) => [
      task,
      async () => {
        const done = await work(source.database.owner, source.now())
        log.info({ task, done }, 'chore done')
      },
    ]),
  )
}

async function stopRunner(runner: Runner): Promise<void> {
  const ended = runner.promise.catch(() => undefined)
  await runner.stop()
  await ended
}

/** A job of a killed process would stay locked for hours; its lock is broken as soon as its pulse is gone. */
async function reapDeadWorkers(
  owner: pg.Pool,
  log: FastifyBaseLogger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await unlockDeadJobs(owner, log)
    } catch (error) {
      log.warn({ err: error }, 'could not look for dead workers; trying again')
    }
    await sleep(5000, undefined, { signal }).catch(() => undefined)
  }
}

/**
 * An answer is kept for repeated requests a day, and no longer: it may hold a key or a link, which are to
 * be shown once.
 */
export async function dropOldAnswers(owner: pg.Pool): Promise<number> {
  const { rowCount } = await owner.query(
    "DELETE FROM idempotent_requests WHERE created_at < now() - interval '1 day'",
  )
  return rowCount ?? 0
}

async function unlockDeadJobs(owner: pg.Pool, log: FastifyBaseLogger): Promise<void> {
  const { rows } = await owner.query<{ locked_by: string; dead: boolean }>(`
    SELECT locked_by, pg_try_advisory_xact_lock(hashtext(locked_by)) AS dead
    FROM (SELECT DISTINCT locked_by FROM graphile_worker.jobs
      WHERE locked_by IS NOT NULL AND locked_at < now() - interval '2 seconds') w`)
  const dead = rows.filter((row) => row.dead).map((row) => row.locked_by)
  if (dead.length === 0) return
  log.warn({ workers: dead }, 'jobs of workers that died are taken up again')
  await owner.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [dead])
}

function quietLogger(log: FastifyBaseLogger) {
  return new Logger(() => (level, message, meta) => {
    if (level === 'error' || level === 'warning') log.warn({ meta }, message)
    else log.debug(message)
  })
}
