import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { freemem, platform, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cleanEnv, explainOutput, type Identity } from './cluster.ts'
import { Fault, type Say } from './console.ts'
import { processExists } from './lock.ts'

const SOCKET_PATH_MAX = 100
const PORT_FOR_SOCKET = 5432
const START_WAIT_MS = 10 * 60_000
const STOP_WAIT_MS = 60_000

export interface EmbeddedOptions {
  /** Only for throw-away test clusters: faster, and lost when the machine stops. */
  unsafe?: boolean
}

export interface Place {
  host: string
  port: number
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

export function readPlace(cluster: string): Place | null {
  const running = readPostmaster(cluster)
  return running && processExists(running.pid) ? running.place : null
}

/** A server that was killed leaves its PostgreSQL behind. It is ours when it runs on this very folder. */
export async function stopOrphan(cluster: string, say: Say): Promise<void> {
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

export interface Postmaster {
  place: Place
  stop(): Promise<void>
  kill(): void
  lost: Promise<string>
}

const RESTARTS_MAX = 20
const RESTART_PAUSE_MS = 250

/** Starts PostgreSQL, and starts it again at the same place when somebody kills it. */
export async function startPostmaster(
  postgres: string,
  home: string,
  identity: Identity | null,
  options: EmbeddedOptions,
): Promise<Postmaster> {
  const place = await choosePlace(join(home, 'cluster'))
  const log = join(home, 'log')
  // The log of the run before stays as log.1; a start begins a new one.
  if (fs.existsSync(log)) fs.renameSync(log, `${log}.1`)
  let isStopping = false
  let current = await launch(postgres, home, place, identity, options)
  let restarting = Promise.resolve()

  const lost = new Promise<string>((tell) => {
    const restart = async () => {
      for (let attempt = 1; !isStopping; attempt++) {
        try {
          // The killed postmaster's children hold its memory for a moment, which refuses a new one.
          await sleep(RESTART_PAUSE_MS)
          if (!isStopping) current = await launch(postgres, home, place, identity, options)
          return watch()
        } catch (error) {
          if (attempt === RESTARTS_MAX) return tell((error as Error).message)
        }
      }
    }
    const watch = () => {
      current.ended.then(() => {
        if (!isStopping) restarting = restart()
      })
    }
    watch()
  })
  return {
    place,
    lost,
    async stop() {
      isStopping = true
      await restarting
      const { child, ended } = current
      child.kill('SIGINT')
      const late = setTimeout(() => child.kill('SIGQUIT'), STOP_WAIT_MS)
      await ended
      clearTimeout(late)
    },
    kill() {
      isStopping = true
      current.child.kill('SIGQUIT')
    },
  }
}

interface Launched {
  child: ChildProcess
  ended: Promise<void>
}

async function launch(
  postgres: string,
  home: string,
  place: Place,
  identity: Identity | null,
  options: EmbeddedOptions,
): Promise<Launched> {
  const cluster = join(home, 'cluster')
  const logPath = join(home, 'log')
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
    child.once('error', (error) => {
      fs.appendFileSync(logPath, `${error.message}\n`)
      done()
    })
    child.once('exit', () => done())
  })
  if (child.pid !== undefined) endWithServer(child.pid, ended)
  await waitReady(child, ended, cluster, logPath)
  return { child, ended }
}

/**
 * Ends PostgreSQL when this process dies, even by kill -9: a shell waits on a pipe that only we hold
 * open. Where there is no shell, the next start finds the orphan.
 */
function endWithServer(pid: number, ended: Promise<void>): void {
  if (platform() === 'win32') return
  const watch = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watch.on('error', () => {})
  ended.then(() => watch.kill('SIGKILL'))
  // It must keep neither this process nor its event loop.
  watch.unref()
  ;(watch.stdin as Socket).unref()
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
      throw new Fault(
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
