import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import type { Compilable, CompiledQuery } from 'kysely'
import pg from 'pg'
import type { Actor } from './actor.ts'
import { type Asked, type Database, type Db, kyselyOver, namedQuery } from './db.ts'
import { AppError } from './errors.ts'
import { newId } from './ids.ts'

/** What a request carries: who acts, when, and how to reach the record. It comes first, always. */
export interface Ctx {
  actor: Actor
  now(): Date
  log: FastifyBaseLogger
  /** One transaction as the actor's org. The first of a request stores the answer of its Idempotency-Key. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Reads as the actor's org; each statement sees what is committed when it begins. */
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
  /** The transaction's own connection; in a read, no more than its `query`. */
  client: pg.ClientBase
  /** Writes whose answers nobody looks at (`writeLast`). */
  lastWrites: CompiledQuery[]
  /** What the verb has recorded; written as the last statements of the transaction. */
  facts: Fact[]
}

/**
 * Keeps a write for the packet of the COMMIT, which spares a round trip. It sees all that the verb wrote before; what
 * PostgreSQL refuses of it fails the verb.
 */
export function writeLast(tx: Tx, query: Compilable): void {
  tx.lastWrites.push(query.compile())
}

/** An event on its way into an org's record. */
export interface Fact {
  orgId: string
  id: string
  type: string
  subject: string
  at: string
  actor: { kind: string; id: string | null; name: string }
  data: Record<string, unknown>
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
    transaction: (work) => {
      const once = actor.orgId ? ctx.idempotency : null
      ctx.idempotency = null
      return inTransaction(source.database, source.database.app, ctx, (tx) =>
        once ? answerOnce(tx, once, work) : work(tx),
      )
    },
    read: (work) => readAs(source.database, ctx, work),
    acrossOrgs: (work) => inTransaction(source.database, source.database.owner, ctx, work),
  }
  return ctx
}

/** The same caller acting in another org, where its right to do so has been checked. */
export function asOrg(source: CtxSource, ctx: Ctx, orgId: string): Ctx {
  return openCtx(source, { ...ctx.actor, orgId }, ctx)
}

function txOf(ctx: Ctx, client: Asked): Tx {
  return {
    actor: ctx.actor,
    now: ctx.now,
    log: ctx.log,
    ifMatch: ctx.ifMatch,
    idempotency: null,
    requestId: ctx.requestId,
    db: kyselyOver(client),
    client: client as pg.ClientBase,
    lastWrites: [],
    facts: [],
  }
}

// SET takes no parameters, so ids are checked to be nothing but an id before they are spelled out.
const UUID = /^[0-9a-f-]{36}$/
function tenantOf({ orgId, personId }: Pick<Actor, 'orgId' | 'personId'>, set: string): string {
  for (const id of [orgId, personId]) {
    if (id !== null && !UUID.test(id)) throw new Error(`not an id: ${id}`)
  }
  return `${set} jingwei.org = '${orgId ?? ''}';${set} jingwei.person = '${personId ?? ''}'`
}

/** Where a session does not keep its settings, a read is a transaction that sets its own. */
function readAs<T>(database: Database, ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!database.hasSessions) return inTransaction(database, database.app, ctx, work)
  const tenant = tenantOf(ctx.actor, 'SET')
  const client = { query: (config: pg.QueryConfig) => database.readers.query(tenant, config) }
  return work(txOf(ctx, client))
}

/** Collects what is written in this turn of the event loop, so that BEGIN leaves in one packet with the query. */
function holdWrites(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  setImmediate(() => stream.uncork())
}

const RETRYABLE = new Set(['40001', '40P01'])

async function inTransaction<T>(
  database: Database,
  pool: pg.Pool,
  ctx: Ctx,
  work: (tx: Tx) => Promise<T>,
  triesLeft = 3,
): Promise<T> {
  const tenant = tenantOf(ctx.actor, 'SET LOCAL')
  const client = await pool.connect()
  holdWrites(client)
  // Not awaited: with pipelining it travels with the first query. Its failure fails that query too.
  const begun = client.query(`BEGIN;${tenant}`)
  begun.catch(() => {})
  try {
    const tx = txOf(ctx, client)
    const result = await work(tx)
    await Promise.all([begun, commit(client, tx)])
    client.release()
    for (const { orgId } of tx.facts) database.tellOf(orgId)
    return result
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken) => client.release(broken),
    )
    // Two verbs that locked each other's rows: one was chosen as victim and simply runs again.
    if (error instanceof pg.DatabaseError && RETRYABLE.has(error.code ?? '') && triesLeft > 1) {
      return inTransaction(database, pool, ctx, work, triesLeft - 1)
    }
    throw error
  }
}

/**
 * The last writes and the facts go out in one packet with the COMMIT: an org's chain is locked from here, and only
 * until PostgreSQL has committed. Where one of them is refused the COMMIT behind it rolls back.
 */
async function commit(client: pg.PoolClient, { actor, lastWrites, facts }: Tx): Promise<void> {
  holdWrites(client)
  const statements: Promise<unknown>[] = lastWrites.map((query) => client.query(namedQuery(query)))
  const byOrg = Map.groupBy(facts, (fact) => fact.orgId)
  // All transactions lock the heads of several orgs in one order, so none waits for another in a ring.
  for (const orgId of [...byOrg.keys()].sort()) {
    if (orgId !== actor.orgId || byOrg.size > 1) {
      statements.push(client.query(tenantOf({ orgId, personId: actor.personId }, 'SET LOCAL')))
    }
    const values = [orgId, JSON.stringify(byOrg.get(orgId))]
    statements.push(client.query({ name: 'facts', text: 'SELECT append_events($1, $2)', values }))
  }
  statements.push(client.query('COMMIT'))
  await Promise.all(statements)
}

async function answerOnce<T>(
  tx: Tx,
  { key, requestHash }: NonNullable<Ctx['idempotency']>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const orgId = tx.actor.orgId as string
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
  writeLast(
    tx,
    tx.db
      .updateTable('idempotent_requests')
      .set({ answer: JSON.stringify(result ?? null) })
      .where('org_id', '=', orgId)
      .where('key', '=', key),
  )
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
