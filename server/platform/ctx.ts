import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import pg from 'pg'
import type { Actor } from './actor.ts'
import { type Database, type Db, kyselyOver } from './db.ts'
import { AppError } from './errors.ts'
import { newId } from './ids.ts'

/** What a request carries: who acts, when, and how to reach the record. It comes first, always. */
export interface Ctx {
  actor: Actor
  now(): Date
  log: FastifyBaseLogger
  /** One transaction as the actor's org. The first of a request stores the answer of its Idempotency-Key. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A read-only transaction as the actor's org. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A transaction that policies do not bind. Only files listed in the tidy test may call it, after authorising. */
  acrossOrgs<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The version that the caller says it read, from If-Match. */
  ifMatch: number | null
  idempotency: { key: string; requestHash: Buffer } | null
  requestId: string
}

export interface Tx extends Omit<Ctx, 'transaction' | 'read' | 'acrossOrgs'> {
  db: Db
  client: pg.ClientBase
}

/** Thrown inside a transaction when this request was already answered; the HTTP layer sends the old answer. */
export class AlreadyAnswered extends Error {
  readonly answer: unknown
  constructor(answer: unknown) {
    super('already answered')
    this.answer = answer
  }
}

export const SYSTEM: Actor = {
  kind: 'system',
  orgId: null,
  personId: null,
  name: 'Jingwei',
  role: null,
  permissions: {},
  sessionId: null,
  keyId: null,
}

export interface CtxSource {
  database: Database
  now(): Date
  log: FastifyBaseLogger
}

export function openCtx(
  source: CtxSource,
  actor: Actor,
  request: Partial<Pick<Ctx, 'ifMatch' | 'idempotency' | 'requestId' | 'log'>> = {},
): Ctx {
  const ctx: Ctx = {
    actor,
    now: source.now,
    log: request.log ?? source.log,
    ifMatch: request.ifMatch ?? null,
    idempotency: request.idempotency ?? null,
    requestId: request.requestId ?? newId(),
    transaction: (work) =>
      inTransaction(source.database.app, begin(actor), async (client) => {
        const tx = txOf(ctx, client)
        if (!ctx.idempotency || !actor.orgId) return work(tx)
        const { key, requestHash } = ctx.idempotency
        ctx.idempotency = null
        return answerOnce(tx, actor.orgId, key, requestHash, work)
      }),
    read: (work) =>
      readOnly(source.database.app, begin(actor, ' READ ONLY'), (client) =>
        work(txOf(ctx, client)),
      ),
    acrossOrgs: (work) =>
      inTransaction(source.database.owner, begin(actor), (client) => work(txOf(ctx, client))),
  }
  return ctx
}

/** The same caller acting in another org, where its right to do so has been checked. */
export function asOrg(source: CtxSource, ctx: Ctx, orgId: string): Ctx {
  return openCtx(source, { ...ctx.actor, orgId }, ctx)
}

function txOf(ctx: Ctx, client: pg.ClientBase): Tx {
  return {
    actor: ctx.actor,
    now: ctx.now,
    log: ctx.log,
    ifMatch: ctx.ifMatch,
    idempotency: null,
    requestId: ctx.requestId,
    db: kyselyOver(client),
    client,
  }
}

// SET takes no parameters, so ids are checked to be nothing but an id before they are spelled out.
const UUID = /^[0-9a-f-]{36}$/
function begin(actor: Actor, mode = ''): string {
  let text = `BEGIN${mode}`
  for (const [name, id] of [
    ['org', actor.orgId],
    ['person', actor.personId],
  ] as const) {
    if (id !== null && !UUID.test(id)) throw new Error(`not an id: ${id}`)
    text += `;SET LOCAL jingwei.${name} = '${id ?? ''}'`
  }
  return text
}

/**
 * A read needs no answer to its COMMIT: it goes out after the result, and whoever takes the connection next
 * stands behind it in the pipeline.
 */
async function readOnly<T>(
  pool: pg.Pool,
  beginText: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  holdWrites(client)
  const begun = client.query(beginText)
  begun.catch(() => {})
  try {
    const result = await work(client)
    await begun
    client.query('COMMIT').then(
      () => client.release(),
      (broken) => client.release(broken),
    )
    return result
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken) => client.release(broken),
    )
    throw error
  }
}

/** Collects what is written in this turn of the event loop, so that BEGIN leaves in one packet with the query. */
function holdWrites(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  setImmediate(() => stream.uncork())
}

const RETRYABLE = new Set(['40001', '40P01'])

async function inTransaction<T>(
  pool: pg.Pool,
  beginText: string,
  work: (client: pg.PoolClient) => Promise<T>,
  triesLeft = 3,
): Promise<T> {
  const client = await pool.connect()
  holdWrites(client)
  // Not awaited: with pipelining it travels with the first query. Its failure fails that query too.
  const begun = client.query(beginText)
  begun.catch(() => {})
  try {
    const result = await work(client)
    await begun
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken) => client.release(broken),
    )
    // Two verbs that locked each other's rows: one was chosen as victim and simply runs again.
    if (error instanceof pg.DatabaseError && RETRYABLE.has(error.code ?? '') && triesLeft > 1) {
      return inTransaction(pool, beginText, work, triesLeft - 1)
    }
    throw error
  }
}

async function answerOnce<T>(
  tx: Tx,
  orgId: string,
  key: string,
  requestHash: Buffer,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  // A second request with the same key waits here until the first has committed or rolled back.
  const mine = await tx.db
    .insertInto('idempotent_requests')
    .values({ org_id: orgId, key, request_hash: requestHash })
    .onConflict((c) => c.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!mine) {
    const first = await tx.db
      .selectFrom('idempotent_requests')
      .select(['request_hash', 'answer'])
      .where('org_id', '=', orgId)
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    if (!first.request_hash.equals(requestHash)) throw new AppError('key_reused')
    throw new AlreadyAnswered(first.answer)
  }
  const result = await work(tx)
  await tx.db
    .updateTable('idempotent_requests')
    .set({ answer: JSON.stringify(result ?? null) })
    .where('org_id', '=', orgId)
    .where('key', '=', key)
    .execute()
  return result
}

export function requestHash(method: string, url: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(`${method} ${url}\n`)
    .update(JSON.stringify(body ?? null))
    .digest()
}

/** Refuses an update that was made from an outdated reading. */
export function checkVersion(tx: Pick<Tx, 'ifMatch'>, version: number): void {
  if (tx.ifMatch === null) throw new AppError('version_needed')
  if (tx.ifMatch !== version) throw new AppError('stale', { data: { version } })
}
