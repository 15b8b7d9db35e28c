import { createHash, createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { Fault, type Say } from './console.ts'
import { loginUrlFor } from './postgres.ts'

export interface Migration {
  version: number
  name: string
  sql: string
  sha256: string
}

export interface Migrate {
  ownerUrl: string
  /** The app role's own login, where an administrator made it. */
  appUrl?: string | null
  folder?: string
  /** Migrates up to this version only: a dump is loaded into the version that it was made with. */
  to?: number
  say: Say
}

export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))
export const APP_ROLE = 'jingwei_app'
const OLDEST = 15
const NEWEST = 18
// Any fixed number will do; it must only differ from other advisory locks of this database.
const LOCK = 5_180_001

/** Brings the database to the version of this program; answers the app role's address. */
export async function migrate(options: Migrate): Promise<{ appUrl: string; version: number }> {
  const { ownerUrl, say } = options
  const migrations = readMigrations(options.folder ?? MIGRATIONS)
  const wanted = migrations.slice(0, options.to)
  const client = await connectOwner(ownerUrl)
  try {
    await checkServer(client)
    await lock(client, say)
    const applied = await readApplied(client)
    const pending = comparePast(applied, migrations).slice(0, wanted.length - applied.length)
    const appUrl = options.appUrl ?? (await ensureAppRole(client, ownerUrl))
    if (options.appUrl) await ensureRoleExists(client)
    await runMigrations({
      connectionString: ownerUrl,
      // Its lines about each of its own steps say nothing to our reader; its failures are thrown.
      logger: new Logger(() => () => {}),
    })
    if (pending.length > 0) {
      await client.query(`CREATE TABLE IF NOT EXISTS jingwei_migrations (version int PRIMARY KEY,
        name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`)
      await say.step('Bringing the database up to date', async (report) => {
        for (const [done, migration] of pending.entries()) {
          report(done, pending.length)
          await apply(client, migration)
        }
      })
    }
    await grantEntry(client)
    await checkAppRole(appUrl)
    return { appUrl, version: applied.length + pending.length }
  } catch (error) {
    throw explain(error)
  } finally {
    await client.end()
  }
}

/** The migration files in order; a gap or a doubled number is refused. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name, index) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]
    if (Number(number) !== index + 1) {
      const next = String(index + 1).padStart(4, '0')
      throw new Fault(`migrations/${name} is out of order: the next file is ${next}_*.sql`)
    }
    // A checkout on Windows may have other line ends, and is the same migration.
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { version: index + 1, name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

/** The version that a database is at; 0 before the first migration. */
export async function databaseVersion(client: pg.ClientBase): Promise<number> {
  return (await readApplied(client)).at(-1)?.version ?? 0
}

async function connectOwner(ownerUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'jingwei-migrate' })
  // A lost connection also fails the query that runs on it, which is where it is told.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw explainConnect(error, ownerUrl)
  }
  return client
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; encoding: string }>(
    `SELECT current_setting('server_version_num')::int AS number,
      current_setting('server_encoding') AS encoding`,
  )
  const { number, encoding } = rows[0]!
  const major = Math.floor(number / 10_000)
  if (major < OLDEST || major > NEWEST) {
    throw new Fault(
      `The server is PostgreSQL ${major}; Jingwei runs on ${OLDEST} to ${NEWEST}. Nothing was changed.`,
    )
  }
  if (encoding !== 'UTF8') {
    throw new Fault(
      `The database's encoding is ${encoding}, and Jingwei needs UTF8. Nothing was changed.\n` +
        "Make another: CREATE DATABASE jingwei ENCODING 'UTF8' TEMPLATE template0",
    )
  }
}

// Held by the session, so that it also spans migrations that cannot run in a transaction.
async function lock(client: pg.Client, say: Say): Promise<void> {
  const { rows } = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [
    LOCK,
  ])
  if (rows[0]!.ok) return
  await say.step('Waiting for another server that migrates this database', () =>
    client.query('SELECT pg_advisory_lock($1)', [LOCK]),
  )
}

type Applied = Pick<Migration, 'version' | 'name' | 'sha256'>

async function readApplied(client: pg.ClientBase): Promise<Applied[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('public.jingwei_migrations') IS NOT NULL AS exists",
  )
  if (!rows[0]!.exists) return []
  const applied = await client.query<Applied>(
    'SELECT version, name, sha256 FROM public.jingwei_migrations ORDER BY version',
  )
  return applied.rows
}

/** Compares what was applied with the files; answers the files still to come. */
function comparePast(applied: Applied[], migrations: Migration[]): Migration[] {
  const newest = applied.at(-1)?.version ?? 0
  if (newest > migrations.length) {
    throw new Fault(
      `The database is at ${newest}, this program knows ${migrations.length}: upgrade the program. Nothing was changed.`,
    )
  }
  for (const [index, row] of applied.entries()) {
    if (row.version !== index + 1) {
      throw new Fault(
        `The database has a gap: migration ${index + 1} is missing, ${row.version} is applied.`,
      )
    }
    const file = migrations[index]!
    if (file.sha256 !== row.sha256) {
      throw new Fault(
        `migrations/${file.name} was changed after it was applied (as ${row.name}). Nothing was changed.\n` +
          'Restore the file, and put the change into a new migration.',
      )
    }
  }
  return migrations.slice(applied.length)
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const { version, name, sql, sha256 } = migration
  const isAtomic = !/^-- no transaction\b/.test(sql)
  try {
    if (isAtomic) await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      'INSERT INTO public.jingwei_migrations (version, name, sha256) VALUES ($1, $2, $3)',
      [version, name, sha256],
    )
    if (isAtomic) await client.query('COMMIT')
    // A file may set the search path or a role for itself, never for the next one.
    await client.query('RESET ALL; RESET SESSION AUTHORIZATION')
  } catch (error) {
    if (isAtomic) await client.query('ROLLBACK')
    if (!(error instanceof pg.DatabaseError)) throw error
    const line = error.position ? sql.slice(0, Number(error.position)).split('\n').length : null
    const where = line ? ` line ${line}` : ''
    throw new Fault(
      `migrations/${name}${where}: ${error.message}${error.detail ? ` (${error.detail})` : ''}`,
      { cause: error },
    )
  }
}

/**
 * Makes the login that row-level security binds. Its password follows from the owner's, so that it
 * survives restarts and two databases on one server share it, and is stored nowhere.
 */
async function ensureAppRole(client: pg.Client, ownerUrl: string): Promise<string> {
  const appUrl = appUrlFor(ownerUrl)
  if (await canConnect(appUrl)) return appUrl

  const password = decodeURIComponent(new URL(appUrl).password)
  const words = `LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${password}'`
  for (let attempt = 0; ; attempt++) {
    try {
      const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [APP_ROLE])
      await client.query(
        `${rowCount ? 'ALTER' : 'CREATE'} ROLE ${APP_ROLE} ${rowCount ? words : `${words} NOINHERIT`}`,
      )
      return appUrl
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error
      if (error.code === '42501')
        throw new Fault(`The owner may not make or alter the role ${APP_ROLE}.\n${MAKE_ROLE}`)
      // Roles belong to the whole server: another database's migration may be doing the same now.
      const isRace = ['42710', '23505', 'XX000'].includes(error.code ?? '')
      if (!isRace || attempt === 9) throw error
      await sleep(20 + Math.random() * 80)
    }
  }
}

/** The app role's address, as it follows from the owner's. */
export function appUrlFor(ownerUrl: string): string {
  const { username, password, searchParams } = new URL(ownerUrl)
  const user = decodeURIComponent(username) || searchParams.get('user') || process.env.PGUSER || ''
  const secret =
    decodeURIComponent(password) || searchParams.get('password') || process.env.PGPASSWORD
  if (!secret)
    throw new Fault(`DATABASE_URL holds no password to make the app role's from.\n${MAKE_ROLE}`)
  const hash = createHmac('sha256', secret).update(`${user}:${APP_ROLE}`).digest('base64url')
  return loginUrlFor(ownerUrl, APP_ROLE, hash)
}

const MAKE_ROLE =
  `Ask the administrator of the server for it, and set DATABASE_APP_URL to its login:\n` +
  `  CREATE ROLE ${APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '...'`

async function ensureRoleExists(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [APP_ROLE])
  if (!rowCount) throw new Fault(`The server has no role ${APP_ROLE}.\n${MAKE_ROLE}`)
}

async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    // No such role, or another password.
    if (error instanceof pg.DatabaseError && error.code?.startsWith('28')) return false
    throw error
  } finally {
    await client.end()
  }
}

async function grantEntry(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ connect: boolean; usage: boolean; database: string }>(
    `SELECT quote_ident(current_database()) AS database,
      has_database_privilege($1, current_database(), 'CONNECT') AS connect,
      has_schema_privilege($1, 'public', 'USAGE') AS usage`,
    [APP_ROLE],
  )
  const { connect, usage, database } = rows[0]!
  if (!connect) await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${APP_ROLE}`)
  if (!usage) await client.query(`GRANT USAGE ON SCHEMA public TO ${APP_ROLE}`)
}

/** A login that policies do not bind would show every org's rows to everybody, so it is refused. */
async function checkAppRole(appUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw explainConnect(error, appUrl)
  }
  try {
    const { rows } = await client.query<{ role: string; free: boolean; member: boolean }>(
      `SELECT current_user::text AS role, rolsuper OR rolbypassrls OR EXISTS (
          SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS free,
        pg_has_role(current_user, $1, 'USAGE') AS member
        FROM pg_roles WHERE rolname = current_user`,
      [APP_ROLE],
    )
    const { role, free, member } = rows[0]!
    if (free) {
      throw new Fault(
        `The role ${role} may bypass row-level security: it is a superuser, has BYPASSRLS or owns tables.\n${MAKE_ROLE}`,
      )
    }
    if (!member)
      throw new Fault(`The role ${role} is not ${APP_ROLE}, nor a member of it that inherits.`)
  } finally {
    await client.end()
  }
}

function explainConnect(error: unknown, url: string): unknown {
  const { host, pathname, username } = new URL(url)
  const { code } = error as NodeJS.ErrnoException
  const at = `${host}${pathname} as ${decodeURIComponent(username) || 'the default user'}`
  if (
    ['ECONNREFUSED', 'ENOTFOUND', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'].includes(
      code ?? '',
    )
  ) {
    return new Fault(
      `No PostgreSQL answers at ${host} (${code}). Is it running, and is DATABASE_URL right?`,
    )
  }
  if (error instanceof pg.DatabaseError) {
    return new Fault(`PostgreSQL refuses ${at}: ${error.message}`, { cause: error })
  }
  return error
}

function explain(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  if (error.code === '42501') {
    return new Fault(
      `The owner in DATABASE_URL lacks a right: ${error.message}.\n` +
        'It must own the database: ALTER DATABASE name OWNER TO owner',
      { cause: error },
    )
  }
  if (error.code === '53100') {
    return new Fault(`The database's disk is full: ${error.message}`, { cause: error })
  }
  return error
}
