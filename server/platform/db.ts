import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { DB } from './db-types.ts'
import { openReaders, type Readers } from './readers.ts'

export type { DB }
export type Db = Kysely<DB>

// Counts, sequence numbers and minor units all stay below 2^53, so plain numbers are exact.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// Times leave the database as they go over the wire: ISO 8601 in UTC, which also sorts as text.
const parseTime = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => parseTime(text).toISOString())
// A day has no time and no zone, so it stays the text that it is.
pg.types.setTypeParser(pg.types.builtins.DATE, String)
const INT8_ARRAY = 1016
const parseTextArray = pg.types.getTypeParser(1009 as never) as (text: string) => string[]
pg.types.setTypeParser(INT8_ARRAY as never, (text: string) => parseTextArray(text).map(Number))
const TIMESTAMPTZ_ARRAY = 1185
pg.types.setTypeParser(TIMESTAMPTZ_ARRAY as never, (text: string) =>
  parseTextArray(text).map((time) => parseTime(time).toISOString()),
)

// Few connections that are busy answer sooner than many that sleep between reads; the rest are for when these are slow.
const READERS = { few: availableParallelism() + 1, max: 4 + 2 * availableParallelism() }

export interface Database {
  /** Bound by row-level security: everything that acts for a user. */
  app: pg.Pool
  /** The same role on shared connections that can only read. */
  readers: Readers
  /** Whether what a session sets holds for its next statement, wherever that is worked on. */
  hasSessions: boolean
  /** Owns the tables, so policies do not bind it: sign-in, bulk writes and jobs, in named files only. */
  owner: pg.Pool
  ownerDb: Db
  /** Tells every process, a moment later and once for all, that an org's record grew. */
  tellOf(orgId: string): void
  close(): Promise<void>
}

export async function openDatabase(
  urls: { ownerUrl: string; appUrl: string },
  onError: (error: Error) => void,
): Promise<Database> {
  // Pipelining sends BEGIN, the tenant, the query and COMMIT in one round trip.
  const app = new pg.Pool({
    connectionString: urls.appUrl,
    max: 24,
    pipeline: true,
  } as pg.PoolConfig)
  const owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 12 })
  let isClosing = false
  // A connection that breaks while the house is closing is nobody's concern any more.
  const heard = (error: Error) => {
    if (!isClosing) onError(error)
  }
  for (const pool of [app, owner]) {
    pool.on('error', heard)
    pool.on('connect', (client) => client.on('error', heard))
  }
  const teller = openTeller(owner, heard)
  const readers = openReaders(urls.appUrl, READERS, heard)
  const hasSessions = await keepsSettings(app)
  return {
    app,
    readers,
    hasSessions,
    owner,
    ownerDb: new Kysely<DB>({ dialect: dialectOf(new PoolDriver(owner)) }),
    tellOf: teller.tellOf,
    async close() {
      await teller.close()
      isClosing = true
      await Promise.all([app.end(), owner.end(), readers.close()])
    },
  }
}

/**
 * A session's settings do not reach the workers of Citus, and a pooler may give the next statement another session.
 * A pooler shows by naming another process than the one that answers.
 */
async function keepsSettings(app: pg.Pool): Promise<boolean> {
  const client = (await app.connect()) as pg.PoolClient & { processID: number }
  try {
    const { rows } = await client.query<{ pid: number; citus: boolean }>(
      `SELECT pg_backend_pid() AS pid,
         EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') AS citus`,
    )
    return rows[0]!.pid === client.processID && !rows[0]!.citus
  } finally {
    client.release()
  }
}

const TELL_MS = 5
// A notification carries 8,000 bytes at most.
const TOLD_MAX = 150

/**
 * Commits that come close together are told of together. Should the process die before it has told, the record
 * itself still says so to whoever looks (realtime.ts does, every few seconds).
 */
function openTeller(owner: pg.Pool, onError: (error: Error) => void) {
  const grown = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let telling: Promise<void> = Promise.resolve()

  async function tell(): Promise<void> {
    timer = undefined
    const orgs = [...grown]
    grown.clear()
    for (let i = 0; i < orgs.length; i += TOLD_MAX) {
      const payload = JSON.stringify({ e: orgs.slice(i, i + TOLD_MAX).join() })
      await owner.query({ name: 'tell', text: TELL, values: [payload] })
    }
  }
  return {
    tellOf(orgId: string) {
      grown.add(orgId)
      timer ??= setTimeout(() => {
        telling = tell().catch(onError)
      }, TELL_MS)
    },
    async close() {
      clearTimeout(timer)
      await telling
      await tell().catch(onError)
    },
  }
}
const TELL = "SELECT pg_notify('jingwei', $1)"

/** Whatever answers a statement: a client in a transaction, or the shared readers in one tenant's name. */
export interface Asked {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>
}

/** Kysely over somebody else's client. */
export function kyselyOver(client: Asked): Db {
  return new Kysely<DB>({ dialect: dialectOf(new ClientDriver(client)) })
}

const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()
function dialectOf(driver: Driver) {
  return {
    createDriver: () => driver,
    createAdapter: () => adapter,
    createQueryCompiler: () => compiler,
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
  }
}

// Statements get a name so that PostgreSQL plans each text once a connection. Texts with lists of
// varying length are many, so only the first thousand are named.
const names = new Map<string, string>()
export function statementName(text: string): string | undefined {
  let name = names.get(text)
  if (name === undefined && names.size < 1000 && text.length < 20_000) {
    name = createHash('sha1').update(text).digest('base64')
    names.set(text, name)
  }
  return name
}

export function namedQuery({ sql, parameters }: CompiledQuery): pg.QueryConfig {
  return { name: statementName(sql), text: sql, values: parameters as unknown[] } as pg.QueryConfig
}

class ClientConnection implements DatabaseConnection {
  readonly client: Asked
  constructor(client: Asked) {
    this.client = client
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.client.query(namedQuery(query))
    const written = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
    return {
      rows: result.rows,
      ...(written && { numAffectedRows: BigInt(result.rowCount ?? 0) }),
    }
  }
  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('read large results in pages, or with COPY')
  }
}

class ClientDriver implements Driver {
  readonly connection: DatabaseConnection
  constructor(client: Asked) {
    this.connection = new ClientConnection(client)
  }
  async init() {}
  async acquireConnection() {
    return this.connection
  }
  async releaseConnection() {}
  async beginTransaction(): Promise<void> {
    throw new Error('the transaction is already open')
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async destroy() {}
}

class PoolDriver implements Driver {
  readonly pool: pg.Pool
  constructor(pool: pg.Pool) {
    this.pool = pool
  }
  async init() {}
  async acquireConnection() {
    return new ClientConnection(await this.pool.connect())
  }
  async beginTransaction(connection: DatabaseConnection) {
    await (connection as ClientConnection).client.query({ text: 'BEGIN' })
  }
  async commitTransaction(connection: DatabaseConnection) {
    await (connection as ClientConnection).client.query({ text: 'COMMIT' })
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    await (connection as ClientConnection).client.query({ text: 'ROLLBACK' })
  }
  async releaseConnection(connection: DatabaseConnection) {
    ;((connection as ClientConnection).client as pg.PoolClient).release()
  }
  async destroy() {}
}
