import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { silent } from '../server/platform/console.ts'
import { processExists } from '../server/platform/lock.ts'
import { appUrlFor, MIGRATIONS, migrate, readMigrations } from '../server/platform/migrate.ts'
import { databaseUrlFor, runningEmbedded, scratchFolder } from '../server/platform/postgres.ts'

export interface TestDatabase {
  ownerUrl: string
  appUrl: string
}

/** A migrated database of its own for a test file, cloned from a template and dropped afterwards. */
export async function testDatabase(t: Pick<TestContext, 'after'>): Promise<TestDatabase> {
  const server = await serverUrl()
  const { template, appUrl } = await ensureTemplate(server)
  const database = await makeDatabase(t, server, template)
  return { ownerUrl: databaseUrlFor(server, database), appUrl: databaseUrlFor(appUrl, database) }
}

/** An empty database, for tests of what happens before and during migration. */
export async function emptyDatabase(t: Pick<TestContext, 'after'>): Promise<string> {
  const server = await serverUrl()
  return databaseUrlFor(server, await makeDatabase(t, server, 'template0'))
}

let made = 0
async function makeDatabase(
  t: Pick<TestContext, 'after'>,
  server: string,
  template: string,
): Promise<string> {
  const name = `test_${process.pid}_${made++}`
  await onServer(server, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template} ENCODING 'UTF8'`),
  )
  t.after(() => onServer(server, (client) => dropDatabase(client, name)))
  return name
}

const DROP_TRIES = 40
/**
 * FORCE ends what the owner may end. An autovacuum worker gives way by itself, and so do the connections
 * of a server that was killed, as soon as they notice: it is tried again until they have.
 */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  for (let left = DROP_TRIES; ; left--) {
    try {
      await client.query(`DROP DATABASE IF EXISTS ${name}${left % 2 ? '' : ' WITH (FORCE)'}`)
      return
    } catch (error) {
      const { code } = error as { code?: string }
      // Not allowed to end it, or still in use.
      if (left === 0 || (code !== '42501' && code !== '55006')) throw error
      await sleep(100)
    }
  }
}

async function onServer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrlFor(server, 'postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

let server: Promise<string> | undefined
/** The gate's cluster; a file run by hand starts one in the temporary folder or joins the one there. */
function serverUrl(): Promise<string> {
  server ??= process.env.JINGWEI_TEST_DATABASE
    ? Promise.resolve(process.env.JINGWEI_TEST_DATABASE)
    : shareScratchCluster()
  return server
}

const WAIT_MS = 60_000

async function shareScratchCluster(): Promise<string> {
  const folder = scratchFolder('test')
  let keeper: ChildProcess | undefined
  for (const deadline = Date.now() + WAIT_MS; ; await sleep(50)) {
    const url = runningEmbedded(folder)
    if (url && (await answers(url))) return url
    if (Date.now() > deadline) throw new Error(`no test cluster in ${folder} within ${WAIT_MS} ms`)
    // When several files start at once, one keeper wins the lock and the others end.
    if (!keeper || keeper.exitCode !== null) {
      const program = fileURLToPath(new URL('./cluster.ts', import.meta.url))
      keeper = spawn(process.execPath, [program, folder], { detached: true, stdio: 'ignore' })
      keeper.unref()
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    return true
  } catch {
    // It is starting, or stopping because nobody used it: the caller looks again.
    return false
  } finally {
    await client.end()
  }
}

const TEMPLATE_LOCK = 5_180_002

/** Finds or makes the migrated database that tests are cloned from, named by what it was made from. */
export async function ensureTemplate(
  server: string,
): Promise<{ template: string; appUrl: string }> {
  const hash = createHash('sha256')
  for (const { sha256 } of readMigrations(MIGRATIONS)) hash.update(sha256)
  const template = `template_${hash.digest('hex').slice(0, 12)}`
  const appUrl = appUrlFor(databaseUrlFor(server, template))
  await onServer(server, async (client) => {
    const names = async () =>
      (await client.query<{ datname: string }>('SELECT datname FROM pg_database')).rows.map(
        (row) => row.datname,
      )
    if ((await names()).includes(template)) return
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const now = await names()
    if (now.includes(template)) return
    for (const name of now.filter(isLeftOver)) await dropDatabase(client, name)
    // Migrated under another name, so that nobody clones half a template.
    const part = `making_${process.pid}`
    await client.query(`CREATE DATABASE ${part} TEMPLATE template0 ENCODING 'UTF8'`)
    await migrate({ ownerUrl: databaseUrlFor(server, part), say: silent })
    await client.query(`ALTER DATABASE ${part} RENAME TO ${template}`)
  })
  return { template, appUrl }
}

/** Databases of test processes that were killed. Old templates stay: another checkout may use them. */
function isLeftOver(name: string): boolean {
  const pid = /^(?:test|making)_(\d+)/.exec(name)?.[1]
  return pid !== undefined && !processExists(Number(pid))
}
