import { createHmac, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import {
  explainFile,
  findBinaries,
  initCluster,
  openHome,
  reachable,
  refuseDamaged,
  refuseOtherVersion,
  unprivileged,
} from './cluster.ts'
import { Fault, type Say } from './console.ts'
import { type Holder, type Lock, LockHeld, lockHolder, takeLock } from './lock.ts'
import {
  type EmbeddedOptions,
  type Place,
  readPlace,
  startPostmaster,
  stopOrphan,
} from './postmaster.ts'

export interface Embedded {
  ownerUrl: string
  /** Puts the served address into the lock, for whoever tries to start a second time. */
  announce(address: string): void
  /** Ends PostgreSQL cleanly. */
  stop(): Promise<void>
  /** Ends PostgreSQL at once; it recovers by itself at the next start. For the last moment of a process. */
  kill(): void
  /** Resolves with the reason when PostgreSQL has ended and cannot be started again. */
  lost: Promise<string>
}

const OWNER = 'jingwei'
const DATABASE = 'jingwei'

/** Starts the PostgreSQL that comes with Jingwei on the data folder, making the cluster the first time. */
export async function startEmbedded(
  dataDir: string,
  say: Say,
  options: EmbeddedOptions = {},
): Promise<Embedded> {
  const binaries = await findBinaries()
  const identity = unprivileged(dataDir)
  const home = openHome(dataDir, identity, say)
  const lock = lockHome(home, dataDir)
  try {
    const runnable = reachable(binaries, identity, say)
    const cluster = join(home, 'cluster')
    await stopOrphan(cluster, say)
    const password = readPassword(home)
    if (!fs.existsSync(join(cluster, 'PG_VERSION'))) {
      refuseDamaged(cluster)
      await say.step('Preparing the database', () =>
        initCluster(runnable, cluster, password, identity),
      )
    }
    refuseOtherVersion(cluster, runnable.postgres)
    const running = await say.step('Starting the database', () =>
      startPostmaster(runnable.postgres, home, identity, options),
    )
    try {
      await ensureOwner(running.place, password)
    } catch (error) {
      await running.stop()
      throw error
    }
    return {
      ownerUrl: placeUrl(running.place, OWNER, ownerPassword(password), DATABASE),
      announce: lock.announce,
      async stop() {
        await running.stop()
        lock.release()
      },
      kill() {
        running.kill()
        lock.release()
      },
      lost: running.lost,
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Which live process has this data folder's embedded database; null when none has. */
export function embeddedHolder(dataDir: string): Holder | null {
  try {
    return lockHolder(join(dataDir, 'database', 'lock'))
  } catch (error) {
    throw explainFile(error, dataDir)
  }
}

/** The owner's address of the cluster that runs on this data folder now; null when none does. */
export function runningEmbedded(dataDir: string): string | null {
  if (!embeddedHolder(dataDir)) return null
  const home = join(dataDir, 'database')
  try {
    const place = readPlace(join(home, 'cluster'))
    if (!place) return null
    return placeUrl(place, OWNER, ownerPassword(readPassword(home)), DATABASE)
  } catch (error) {
    throw explainFile(error, dataDir)
  }
}

/** The same login on another database of the same server. */
export function databaseUrlFor(ownerUrl: string, name: string): string {
  const url = new URL(ownerUrl)
  url.pathname = `/${encodeURIComponent(name)}`
  return url.href
}

/** The same database by another login. */
export function loginUrlFor(url: string, user: string, password: string): string {
  const changed = new URL(url)
  // An address without a host, only a socket, cannot carry a login otherwise.
  if (!changed.hostname) return loginUrlFor(url.replace('://', '://localhost'), user, password)
  changed.username = encodeURIComponent(user)
  changed.password = encodeURIComponent(password)
  changed.searchParams.delete('user')
  changed.searchParams.delete('password')
  return changed.href
}

function lockHome(home: string, dataDir: string): Lock {
  try {
    return takeLock(join(home, 'lock'))
  } catch (error) {
    if (!(error instanceof LockHeld)) throw explainFile(error, dataDir)
    throw new Fault(`Jingwei is ${error.message}, on ${dataDir}. Nothing was changed.`)
  }
}

function readPassword(home: string): string {
  const path = join(home, 'password')
  if (fs.existsSync(path)) return fs.readFileSync(path, 'utf8').trim()
  const password = randomBytes(24).toString('base64url')
  fs.writeFileSync(path, `${password}\n`, { mode: 0o600, flag: 'wx' })
  return password
}

// The superuser's password never leaves this file; the owner's is another, from which nobody gets back.
function ownerPassword(password: string): string {
  return createHmac('sha256', password).update(OWNER).digest('base64url')
}

/** The product never works as superuser: its role owns one database and may make the app's role. */
async function ensureOwner(place: Place, password: string): Promise<void> {
  const client = new pg.Client({
    connectionString: placeUrl(place, 'postgres', password, 'postgres'),
  })
  await client.connect()
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
        EXISTS (SELECT FROM pg_database WHERE datname = $2) AS database`,
      [OWNER, DATABASE],
    )
    if (!rows[0]!.role) {
      await client.query(
        `CREATE ROLE ${OWNER} LOGIN CREATEROLE CREATEDB PASSWORD '${ownerPassword(password)}'`,
      )
    }
    if (!rows[0]!.database) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`)
  } finally {
    await client.end()
  }
}

function placeUrl({ host, port }: Place, user: string, password: string, database: string): string {
  const url = new URL(
    `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}`,
  )
  if (host.startsWith('/')) url.searchParams.set('host', host)
  else url.hostname = host
  return url.href
}

/** A folder for throw-away clusters, short enough for a socket. */
export function scratchFolder(name: string): string {
  return resolve(tmpdir(), `jingwei-${process.getuid?.() ?? 0}-${name}`)
}
