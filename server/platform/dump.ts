import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Config } from './config.ts'
import { Fault, type Report, type Say } from './console.ts'
import { countRows, type Header, type Section, writeDumpFile } from './dump-file.ts'
import { type StoreConfig, storedFiles } from './dump-stored.ts'
import { databaseVersion, MIGRATIONS, readMigrations } from './migrate.ts'
import { runningEmbedded, startEmbedded } from './postgres.ts'

export interface DumpOptions {
  config: Pick<Config, 'databaseUrl' | 'databaseAppUrl'> & StoreConfig
  file: string
  say: Say
  signal?: AbortSignal
}

// Values must read the same wherever they are loaded.
export const PORTABLE = `SET client_encoding = 'UTF8'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
  SET timezone = 'UTC'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET search_path = public, pg_catalog;
  SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0`

/** Writes the whole database, pending jobs and stored files into one file, as of one moment. */
export async function dump({ config, file, say, signal }: DumpOptions): Promise<void> {
  await withDatabase(config, say, async (ownerUrl) => {
    const client = await connect(ownerUrl)
    try {
      await client.query(`${PORTABLE}; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
      const header = await describe(client)
      const rows = header.tables.reduce((sum, table) => sum + table.rows, 0)
      let missing = 0
      const stored = storedFiles(client, config, () => missing++)
      await say.step(`Writing ${file}`, (report) =>
        writeDumpFile(file, sectionsOf(client, header, stored, report, signal)),
      )
      if (missing > 0) say(`${missing} files that the database names are not in the store.`)
      const { size } = await stat(file)
      say(`${rows.toLocaleString('en')} rows, ${(size / 1e6).toFixed(1)} MB in ${file}`)
    } finally {
      await client.end()
    }
  })
}

/** A running server's embedded database is shared; a stopped one is started for as long as needed. */
async function withDatabase(
  { databaseUrl, dataDir }: DumpOptions['config'],
  say: Say,
  work: (ownerUrl: string) => Promise<void>,
): Promise<void> {
  const url = databaseUrl ?? runningEmbedded(dataDir)
  if (url) return work(url)
  if (!existsSync(join(dataDir, 'database')))
    throw new Fault(`There is no database in ${dataDir}: name its folder with --data DIR.`)
  const embedded = await startEmbedded(dataDir, say)
  try {
    await work(embedded.ownerUrl)
  } finally {
    await embedded.stop()
  }
}

export async function connect(ownerUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'jingwei-dump' })
  // A lost connection also fails the query that runs on it, which is where it is told.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Fault(`The database does not answer: ${(error as Error).message}`, { cause: error })
  }
  return client
}

export interface Table {
  name: string
  columns: string[]
}

/** Every table of ours with the columns that are stored; partitions are read through their parent. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND c.relname <> 'jingwei_migrations'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
        AND d.objid = c.oid AND d.deptype = 'e')
    GROUP BY c.relname ORDER BY c.relname`)
  return rows
}

async function describe(client: pg.Client): Promise<Header> {
  const version = await databaseVersion(client)
  if (version === 0) throw new Fault('The database is empty: there is nothing to dump.')
  const tables = []
  for (const { name, columns } of await tablesOf(client)) {
    const { rows } = await client.query<{ rows: string }>(
      `SELECT count(*)::text AS rows FROM ${quote(name)}`,
    )
    tables.push({ name, columns, rows: Number(rows[0]!.rows) })
  }
  const sequences = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'`,
  )
  const values = []
  for (const { name } of sequences.rows) {
    const { rows } = await client.query<{ value: string; is_called: boolean }>(
      `SELECT last_value::text AS value, is_called FROM ${quote(name)}`,
    )
    values.push({ name, value: rows[0]!.value, isCalled: rows[0]!.is_called })
  }
  const facts = await client.query<{ jobs: string; server: string; now: string }>(
    `SELECT (SELECT count(*)::text FROM graphile_worker.jobs) AS jobs, version() AS server,
      to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS now`,
  )
  return {
    version,
    migrations: readMigrations(MIGRATIONS)
      .slice(0, version)
      .map(({ sha256 }) => sha256),
    server: facts.rows[0]!.server,
    madeAt: facts.rows[0]!.now,
    tables,
    sequences: values,
    jobs: Number(facts.rows[0]!.jobs),
  }
}

// Jobs travel as what was asked for, not as the queue's own rows, so that its versions may differ.
const JOBS = `SELECT json_build_object('task', t.identifier, 'payload', j.payload, 'queue', q.queue_name,
    'runAt', j.run_at, 'attempts', j.attempts, 'maxAttempts', j.max_attempts, 'key', j.key,
    'priority', j.priority, 'flags', (SELECT json_agg(f) FROM jsonb_object_keys(j.flags) f))
  FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
  LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id ORDER BY j.id`

async function* sectionsOf(
  client: pg.Client,
  header: Header,
  stored: ReturnType<typeof storedFiles>,
  report: Report,
  signal: AbortSignal | undefined,
): AsyncGenerator<Section> {
  yield { kind: 'header', head: header }
  const total = header.tables.reduce((sum, table) => sum + table.rows, 0)
  let done = 0
  const count = (rows: number) => {
    signal?.throwIfAborted()
    done += rows
    report(done, total, 'rows')
  }
  for (const { name, columns } of header.tables) {
    const sql = `COPY (SELECT ${columns.map(quote).join(', ')} FROM ${quote(name)}) TO STDOUT`
    yield { kind: 'table', head: { name, columns }, body: copied(client, sql, count) }
  }
  yield { kind: 'jobs', head: {}, body: copied(client, `COPY (${JOBS}) TO STDOUT`, () => {}) }
  let kept = 0
  for await (const { path, body } of stored) {
    signal?.throwIfAborted()
    yield { kind: 'file', head: { path }, body }
    kept++
  }
  yield { kind: 'end', head: { files: kept } }
}

async function* copied(
  client: pg.Client,
  sql: string,
  count: (rows: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of client.query(copyTo(sql))) {
    count(countRows(chunk))
    yield chunk
  }
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
