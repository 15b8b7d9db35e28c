import { existsSync, renameSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { type App, buildApp } from './app.ts'
import { explainFile, makeFolder } from './platform/cluster.ts'
import { type Config, ConfigError, readConfig } from './platform/config.ts'
import { Fault, openConsole } from './platform/console.ts'
import { dump } from './platform/dump.ts'
import { load } from './platform/load.ts'
import { migrate } from './platform/migrate.ts'
import { type Embedded, embeddedHolder, startEmbedded } from './platform/postgres.ts'
import { ensureWebBuilt } from './platform/web-build.ts'

const say = openConsole(process.stdout)
const stopping = new AbortController()

/** What was started, in that order; it is ended in the reverse one. */
const started: (() => Promise<void>)[] = []
let embedded: Embedded | null = null

async function start(config: Config): Promise<void> {
  const log = openLog(config)
  if (config.roles.includes('api')) {
    refuseSecondStart(config)
    await refuseTakenPort(config)
    await ensureWebBuilt(say, stopping.signal)
    stopping.signal.throwIfAborted()
  }
  const ownerUrl = config.databaseUrl ?? (await startOwn(config))
  stopping.signal.throwIfAborted()
  const { appUrl } = await migrate({ ownerUrl, appUrl: config.databaseAppUrl, say })
  stopping.signal.throwIfAborted()
  const app = await buildApp({ config, ownerUrl, appUrl, log })
  started.push(() => say.step('Finishing what is under way', () => app.close()))
  if (config.demo) await showLogins(app)
  stopping.signal.throwIfAborted()
  const address = await app.listen()
  if (config.demo && config.roles.includes('worker')) {
    const { startSimulator } = await import('../demo/simulator.ts')
    const simulator = startSimulator(app)
    started.push(() => simulator.stop())
  }
  embedded?.announce(config.publicUrl ?? address)
  log.info({ address, roles: config.roles }, 'started')
  showAddress(config, address)
}

async function startOwn(config: Config): Promise<string> {
  embedded = await startEmbedded(config.dataDir, say)
  started.push(() => say.step('Stopping the database', () => embedded!.stop()))
  embedded.lost.then((reason) => end(reason))
  return embedded.ownerUrl
}

/** Checked before anything is made or changed. */
function refuseSecondStart({ databaseUrl, dataDir }: Config): void {
  const holder = databaseUrl ? null : embeddedHolder(dataDir)
  if (!holder) return
  const at = holder.address ? `, ${holder.address}` : ''
  throw new Fault(
    `Jingwei is already running on ${dataDir}: pid ${holder.pid}${at}. Nothing was changed.`,
  )
}

function refuseTakenPort({ port, host }: Config): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', ({ code }: NodeJS.ErrnoException) =>
      fail(new Fault(explainPort(code, host, port))),
    )
    probe.listen(port, host, () => probe.close(() => done()))
  })
}

function explainPort(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Nothing was changed.\nChoose another: ./jingwei start --port ${port + 1}`
  }
  if (code === 'EACCES')
    return `No right to listen on port ${port}: choose one above 1023 with --port N. Nothing was changed.`
  return `This machine cannot listen on ${host}:${port} (${code}). Is HOST right? Nothing was changed.`
}

/** At a terminal the log goes into a file, so that the address stays in sight; elsewhere it is the output. */
function openLog({ dataDir, logLevel }: Config) {
  if (!process.stdout.isTTY) return pino({ level: logLevel })
  const path = join(dataDir, 'server.log')
  try {
    makeFolder(dataDir)
    if (existsSync(path)) renameSync(path, `${path}.1`)
    return pino({ level: logLevel }, pino.destination(path))
  } catch (error) {
    throw explainFile(error, dataDir)
  }
}

const ROLE_NAMES: Record<string, string> = { owner: '所有者', manager: '经理', member: '成员' }

async function showLogins(app: App): Promise<void> {
  const { loadDemo } = await import('../demo/load.ts')
  const logins = await say.step('Loading the demo chain', () => loadDemo(app))
  const rows = [
    ['姓名 Name', '角色 Role', '登录名 Login', '密码 Password'],
    ...logins.map(({ name, role, login, password }) => [
      name,
      ROLE_NAMES[role] ? `${ROLE_NAMES[role]} ${role}` : role,
      login,
      password,
    ]),
  ]
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => shownWidth(row[column]!))),
  )
  say('')
  for (const row of rows) {
    say(
      `  ${row
        .map((cell, i) => cell + ' '.repeat(widths[i]! - shownWidth(cell)))
        .join('  ')
        .trimEnd()}`,
    )
  }
}

/** A Chinese character takes two columns of a terminal. */
function shownWidth(text: string): number {
  return [...text].reduce(
    (sum, c) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        c,
      )
        ? 2
        : 1),
    0,
  )
}

function showAddress(
  { host, publicUrl, roles, dataDir, databaseUrl }: Config,
  address: string,
): void {
  say('')
  if (!roles.includes('api')) say('  Jingwei 经纬 works on jobs.')
  else say(`  Jingwei 经纬  ${publicUrl ?? address}`)
  if (roles.includes('api') && (host === '0.0.0.0' || host === '::')) {
    const port = new URL(address).port
    for (const ip of lanAddresses()) say(`  局域网 LAN    http://${ip}:${port}`)
  }
  if (process.stdout.isTTY) {
    say(`  数据 Data     ${databaseUrl ? 'your PostgreSQL, and ' : ''}${dataDir}`)
    say(`  日志 Log      ${join(dataDir, 'server.log')}`)
    say('  Ctrl-C 停止 stops it.')
  }
  say('')
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === 'IPv4' && !entry.internal)
    .map((entry) => entry.address)
}

/** Ends everything in order. With a reason it is a failure, which the exit code tells. */
let ending: Promise<void> | null = null
function end(reason: unknown = null): Promise<void> {
  ending ??= (async () => {
    stopping.abort()
    if (reason !== null) say(explain(reason))
    let code = reason === null ? 0 : 1
    for (const stop of started.reverse()) {
      try {
        await stop()
      } catch (error) {
        code = 1
        say(explain(error))
      }
    }
    embedded = null
    process.exit(code)
  })()
  return ending
}

function explain(error: unknown): string {
  if (error instanceof Fault) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function onSignal(): void {
  // The second Ctrl-C does not wait: PostgreSQL is ended at once, and recovers at the next start.
  if (stopping.signal.aborted) process.exit(130)
  say('')
  stopping.abort()
  if (isStarted) void end()
}

let isStarted = false

async function main([command, ...args]: string[]): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  process.on('exit', () => embedded?.kill())
  process.on('uncaughtException', (error) => end(error))
  process.on('unhandledRejection', (error) => end(error))
  try {
    if (command === 'start') {
      await start(readConfig(process.env, args))
      isStarted = true
      if (stopping.signal.aborted) await end()
      return
    }
    const [file, ...flags] = args
    if (!file || file.startsWith('-'))
      throw new ConfigError([`${command} needs a file: ./jingwei ${command} FILE`])
    const config = readConfig(process.env, flags)
    if (command === 'dump') await dump({ config, file, say, signal: stopping.signal })
    else if (command === 'load') await load({ config, file, say, signal: stopping.signal })
    else throw new ConfigError([`there is no command "${command}"`])
    await end()
  } catch (error) {
    await end(stopping.signal.aborted ? null : error)
  }
}

await main(process.argv.slice(2))
