import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Config } from './config.ts'
import { Fault, type Report, type Say } from './console.ts'
import {
  countRows,
  type Header,
  readSections,
  type Section,
  verifyDumpFile,
  writeDumpFile,
} from './dump-file.ts'
import { databaseVersion, MIGRATIONS, migrate, readMigrations } from './migrate.ts'
import { embeddedHolder, runningEmbedded, startEmbedded } from './postgres.ts'

export interface DumpOptions {
  config: Pick<Config, 'databaseUrl' | 'databaseAppUrl' | 'dataDir'>
  file: string
  say: Say
  signal?: AbortSignal
}

// Values must read the same wherever they are loaded.
const PORTABLE = `SET client_encoding = 'UTF8'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
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
      await say.step(`Writing ${file}`, (report) =>
        writeDumpFile(
          file,
          sectionsOf(client, header, join(config.dataDir, 'files'), report, signal),
        ),
      )
      const { size } = await stat(file)
      say(`${rows.toLocaleString('en')} rows, ${(size / 1e6).toFixed(1)} MB in ${file}`)
    } finally {
      await client.end()
    }
  })
}

/** Fills an empty database from a dump: all of it, or nothing. */
export async function load({ config, file, say, signal }: DumpOptions): Promise<void> {
  const header = await say.step(`Checking ${file}`, (report) => verifyDumpFile(file, report))
  checkMigrations(header)
  if (!config.databaseUrl && embeddedHolder(config.dataDir)) {
    throw new Fault(
      `Jingwei runs on ${config.dataDir}: stop it before loading. Nothing was changed.`,
    )
  }
  const embedded = config.databaseUrl ? null : await startEmbedded(config.dataDir, say)
  const ownerUrl = config.databaseUrl ?? embedded!.ownerUrl
  const appUrl = config.databaseAppUrl
  try {
    await refuseFilled(ownerUrl, header)
    await migrate({ ownerUrl, appUrl, say, to: header.version })
    const written: string[] = []
    try {
      const rows = header.tables.reduce((sum, table) => sum + table.rows, 0)
      await say.step('Loading', (report) =>
        fill(ownerUrl, file, header, join(config.dataDir, 'files'), written, report, signal),
      )
      await migrate({ ownerUrl, appUrl, say })
      say(`${rows.toLocaleString('en')} rows were loaded.`)
    } catch (error) {
      for (const path of written) await rm(path, { force: true })
      throw error
    }
  } finally {
    await embedded?.stop()
  }
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

async function connect(ownerUrl: string): Promise<pg.Client> {
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

interface Table {
  name: string
  columns: string[]
}

/** Every table of ours with the columns that are stored; partitions are read through their parent. */
async function tablesOf(client: pg.Client): Promise<Table[]> {
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
  const facts = await client.query<{ jobs: string; server: string; now: Date }>(
    `SELECT (SELECT count(*)::text FROM graphile_worker.jobs) AS jobs, version() AS server, now() AS now`,
  )
  return {
    version,
    migrations: readMigrations(MIGRATIONS)
      .slice(0, version)
      .map(({ sha256 }) => sha256),
    server: facts.rows[0]!.server,
    madeAt: facts.rows[0]!.now.toISOString(),
    tables,
    sequences: values,
    jobs: Number(facts.rows[0]!.jobs),
  }
}

// Jobs travel as what was asked for, not as the queue's own rows, so that its versions may differ.
const JOBS = `SELECT jsonb_build_object('task', t.identifier, 'payload', j.payload, 'queue', q.queue_name,
    'runAt', j.run_at, 'attempts', j.attempts, 'maxAttempts', j.max_attempts, 'key', j.key,
    'priority', j.priority, 'flags', (SELECT jsonb_agg(f) FROM jsonb_object_keys(j.flags) f))
  FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
  LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id ORDER BY j.id`

const ADD_JOBS = `WITH added AS MATERIALIZED (
    SELECT p.job, (graphile_worker.add_job(identifier => p.job->>'task', payload => (p.job->'payload')::json,
      queue_name => p.job->>'queue', run_at => (p.job->>'runAt')::timestamptz,
      max_attempts => (p.job->>'maxAttempts')::int, job_key => p.job->>'key',
      priority => (p.job->>'priority')::int,
      flags => CASE WHEN jsonb_typeof(p.job->'flags') = 'array'
        THEN ARRAY(SELECT jsonb_array_elements_text(p.job->'flags')) END)).id
    FROM pending_jobs p)
  SELECT graphile_worker.reschedule_jobs(ARRAY[id], attempts => (job->>'attempts')::int)
  FROM added WHERE (job->>'attempts')::int > 0`

async function* sectionsOf(
  client: pg.Client,
  header: Header,
  files: string,
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
  // Stored files never change, and each is on disk before the row that names it commits.
  for (const path of await listFiles(files)) {
    signal?.throwIfAborted()
    yield { kind: 'file', head: { path }, body: createReadStream(join(files, path)) }
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

async function listFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

/** A dump of an older version is loaded at that version and migrated on; a newer one needs a newer program. */
function checkMigrations(header: Header): void {
  const ours = readMigrations(MIGRATIONS)
  if (header.version > ours.length) {
    throw new Fault(
      `The dump is at ${header.version}, this program knows ${ours.length}: upgrade the program. Nothing was changed.`,
    )
  }
  const changed = header.migrations.findIndex((sha256, index) => ours[index]?.sha256 !== sha256)
  if (changed !== -1) {
    throw new Fault(
      `The dump was made with another ${ours[changed]!.name} than this program's. Nothing was changed.`,
    )
  }
}

async function refuseFilled(ownerUrl: string, header: Header): Promise<void> {
  const client = await connect(ownerUrl)
  try {
    const version = await databaseVersion(client)
    if (version > 0 && (await isFilled(client))) {
      throw new Fault(
        'The database is not empty, so nothing was loaded.\nName a new folder with --data DIR, or an empty database in DATABASE_URL.',
      )
    }
    if (version > header.version) {
      throw new Fault(
        `The empty database is at ${version} already and the dump at ${header.version}, so nothing was loaded.\n` +
          'Name a new folder with --data DIR, or a new database in DATABASE_URL.',
      )
    }
  } finally {
    await client.end()
  }
}

async function isFilled(client: pg.Client): Promise<boolean> {
  for (const table of ['orgs', 'people']) {
    const { rows } = await client.query<{ there: boolean }>(
      'SELECT to_regclass($1) IS NOT NULL AS there',
      [`public.${table}`],
    )
    if (!rows[0]!.there) continue
    const { rowCount } = await client.query(`SELECT FROM public.${table} LIMIT 1`)
    if (rowCount) return true
  }
  return false
}

async function fill(
  ownerUrl: string,
  file: string,
  header: Header,
  files: string,
  written: string[],
  report: Report,
  signal: AbortSignal | undefined,
): Promise<void> {
  const client = await connect(ownerUrl)
  try {
    await client.query(`${PORTABLE}; BEGIN`)
    const names = await openTables(client, header)
    const foreign = await takeForeignKeys(client)
    const total = header.tables.reduce((sum, table) => sum + table.rows, 0)
    let done = 0
    for await (const { kind, head, body } of readSections(file)) {
      if (kind === 'table') {
        const { name, columns } = head as Table
        const sql = `COPY ${quote(name)} (${columns.map(quote).join(', ')}) FROM STDIN`
        await copyInto(client, sql, body, (rows) => {
          signal?.throwIfAborted()
          done += rows
          report(done, total, 'rows')
        })
      } else if (kind === 'jobs') {
        await client.query('CREATE TEMP TABLE pending_jobs (job jsonb) ON COMMIT DROP')
        await copyInto(client, 'COPY pending_jobs FROM STDIN', body, () => {})
        await client.query(ADD_JOBS)
      } else if (kind === 'file') {
        await keepFile(files, (head as { path: string }).path, body, written)
      } else {
        for await (const _ of body) assertEmpty(kind)
      }
    }
    for (const { name, value, isCalled } of header.sequences) {
      await client.query('SELECT setval($1, $2::bigint, $3)', [
        `public.${quote(name)}`,
        value,
        isCalled,
      ])
    }
    for (const sql of foreign) await client.query(sql)
    for (const name of names) await client.query(`ALTER TABLE ${quote(name)} ENABLE TRIGGER USER`)
    await client.query('COMMIT')
    for (const name of names) await client.query(`ANALYZE ${quote(name)}`)
  } finally {
    // Without a COMMIT the end of the connection rolls everything back.
    await client.end()
  }
}

function assertEmpty(kind: string): never {
  throw new Fault(`The dump's ${kind} has a body. Nothing was loaded.`)
}

/** Empties what migrations put in, and keeps triggers from rewriting loaded rows, such as the event chain's. */
async function openTables(client: pg.Client, header: Header): Promise<string[]> {
  if (await isFilled(client)) throw new Fault('The database is not empty, so nothing was loaded.')
  const names = (await tablesOf(client)).map(({ name }) => name)
  const unknown = header.tables.find(({ name }) => !names.includes(name))
  if (unknown)
    throw new Fault(
      `The dump holds a table ${unknown.name} that version ${header.version} does not have. Nothing was loaded.`,
    )
  for (const name of names) await client.query(`ALTER TABLE ${quote(name)} DISABLE TRIGGER USER`)
  await client.query(`TRUNCATE ${names.map(quote).join(', ')}`)
  return names
}

/**
 * Takes foreign keys off and answers the statements that put them back. Put back at the end they
 * are checked in bulk, and tables that point at each other can be loaded in any order.
 */
async function takeForeignKeys(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; add: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
    FROM pg_constraint WHERE contype = 'f' AND conparentid = 0
      AND connamespace = 'public'::regnamespace`)
  for (const { drop } of rows) await client.query(drop)
  return rows.map(({ add }) => add)
}

async function copyInto(
  client: pg.Client,
  sql: string,
  body: AsyncIterable<Buffer>,
  count: (rows: number) => void,
): Promise<void> {
  const counted = async function* () {
    for await (const chunk of body) {
      count(countRows(chunk))
      yield chunk
    }
  }
  await pipeline(Readable.from(counted()), client.query(copyFrom(sql)))
}

async function keepFile(
  folder: string,
  path: string,
  body: AsyncIterable<Buffer>,
  written: string[],
): Promise<void> {
  const parts = path.split('/')
  if (!parts.every((part) => /^\w[\w.-]*$/.test(part)))
    throw new Fault(`The dump names a file outside its folder: ${path}`)
  const target = join(folder, ...parts)
  await mkdir(dirname(target), { recursive: true })
  const isNew = !existsSync(target)
  const part = `${target}.part`
  const handle = await open(part, 'w')
  try {
    for await (const chunk of body) await handle.writeFile(chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
  if (isNew) written.push(target)
  await rename(part, target)
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
