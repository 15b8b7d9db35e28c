import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Fault, type Report } from './console.ts'
import { connect, type DumpOptions, PORTABLE, quote, type Table, tablesOf } from './dump.ts'
import { countRows, type Header, readSections, verifyDumpFile } from './dump-file.ts'
import { keepAway, type StoreConfig } from './dump-stored.ts'
import { fileStore } from './files.ts'
import { databaseVersion, MIGRATIONS, migrate, readMigrations } from './migrate.ts'
import { embeddedHolder, startEmbedded } from './postgres.ts'
import { s3FileStore } from './s3-files.ts'

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
        fill(ownerUrl, file, header, keeperOf(config, written), report, signal),
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

// add_job belongs to the queue's public face; the attempts made so far are put back after it.
const ADD_JOBS = `WITH added AS MATERIALIZED (
    SELECT p.job, (graphile_worker.add_job(identifier => p.job->>'task', payload => p.job->'payload',
      queue_name => p.job->>'queue', run_at => (p.job->>'runAt')::timestamptz,
      max_attempts => (p.job->>'maxAttempts')::int, job_key => p.job->>'key',
      priority => (p.job->>'priority')::int,
      flags => CASE WHEN json_typeof(p.job->'flags') = 'array'
        THEN ARRAY(SELECT json_array_elements_text(p.job->'flags')) END)).id
    FROM pending_jobs p)
  SELECT graphile_worker.reschedule_jobs(ARRAY[id], attempts => (job->>'attempts')::int)
  FROM added WHERE (job->>'attempts')::int > 0`

async function fill(
  ownerUrl: string,
  file: string,
  header: Header,
  keep: Keep,
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
        await client.query('CREATE TEMP TABLE pending_jobs (job json) ON COMMIT DROP')
        await copyInto(client, 'COPY pending_jobs FROM STDIN', body, () => {})
        await client.query(ADD_JOBS)
      } else if (kind === 'file') {
        await keep((head as { path: string }).path, body)
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

type Keep = (path: string, body: AsyncIterable<Buffer>) => Promise<void>

/** Into the data folder, or into the store that keeps files in its place; there the sweep takes what a failed load left. */
function keeperOf(config: StoreConfig, written: string[]): Keep {
  const folder = join(config.dataDir, 'files')
  if (!config.filesS3) return (path, body) => keepFile(folder, path, body, written)
  const files = s3FileStore(fileStore(folder), config.filesS3)
  return async (path, body) => void written.push(await keepAway(files, path, body))
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
