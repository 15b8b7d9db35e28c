import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { processExists } from '../server/platform/lock.ts'
import { MIGRATIONS, readMigrations } from '../server/platform/migrate.ts'
import { emptyDatabase } from './database.ts'

const COMMAND = fileURLToPath(new URL('../jingwei', import.meta.url))
const WAIT_MS = 120_000

function dataFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'jw-start-'))
  chmodSync(folder, 0o755)
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

interface Running {
  child: ChildProcess
  address: string
  output(): string
  ended: Promise<number | null>
}

/** Starts the real command as a user would, and waits for its address. */
async function start(
  t: TestContext,
  args: string[],
  env: Record<string, string> = {},
): Promise<Running> {
  const child = spawn(COMMAND, ['start', ...args], {
    cwd: tmpdir(),
    env: { ...plainEnv(), ...env },
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  t.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let hasEnded = false
  ended.then(() => (hasEnded = true))
  for (const deadline = Date.now() + WAIT_MS; ; await sleep(25)) {
    const address = /Jingwei 经纬 {2}(http:\S+)/.exec(output)?.[1]
    if (address) return { child, address, output: () => output, ended }
    if (hasEnded || Date.now() > deadline) throw new Error(`it did not start:\n${output}`)
  }
}

/** Runs the command to its end. */
function runCommand(args: string[], env: Record<string, string> = {}, command = COMMAND) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: tmpdir(),
    env: { ...plainEnv(), ...env },
    encoding: 'utf8',
    timeout: WAIT_MS,
  })
  return { status, output: stdout + stderr }
}

function plainEnv(): Record<string, string> {
  return { PATH: process.env.PATH!, HOME: process.env.HOME ?? '/', LOG_LEVEL: 'warn' }
}

const isReady = async (address: string) => (await fetch(`${address}/readyz`)).status === 200
const postmasterPid = (folder: string) =>
  Number(readFileSync(join(folder, 'database/cluster/postmaster.pid'), 'utf8').split('\n')[0])

test('start serves, a second start names the first, Ctrl-C leaves nothing running', async (t) => {
  const folder = dataFolder(t)
  const first = await start(t, ['--data', folder, '--port', '0'])
  assert.equal(await isReady(first.address), true)
  const database = postmasterPid(folder)

  const second = runCommand(['start', '--data', folder, '--port', '0'])
  assert.equal(second.status, 1)
  assert.match(
    second.output,
    new RegExp(`already running on ${folder}: pid ${first.child.pid}, ${first.address}`),
  )
  assert.equal(await isReady(first.address), true)

  first.child.kill('SIGINT')
  assert.equal(await first.ended, 0)
  assert.equal(processExists(database), false)
  assert.equal(existsSync(join(folder, 'database/lock')), false)
})

test('after kill -9 of the server the same folder starts again with what was acknowledged', async (t) => {
  const folder = dataFolder(t)
  const first = await start(t, ['--data', folder, '--port', '0'])
  const person = { mail: 'somebody@example.com', password: 'correct horse 经纬' }
  const registered = await post(`${first.address}/api/v1/registrations`, {
    org: { name: 'Kept', shortName: 'Kept' },
    person: { name: 'Somebody', ...person },
  })
  assert.equal(registered.status, 201, await registered.text())
  first.child.kill('SIGKILL')
  await first.ended
  const second = await start(t, ['--data', folder, '--port', '0'])
  const { mail: login, password } = person
  assert.equal((await post(`${second.address}/api/v1/sessions`, { login, password })).status, 201)
  second.child.kill('SIGTERM')
  assert.equal(await second.ended, 0)
})

function post(url: string, body: unknown): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
    origin: new URL(url).origin,
  }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

test('the second Ctrl-C does not wait for a request that hangs', async (t) => {
  const folder = dataFolder(t)
  const { child, ended } = await start(t, ['--data', folder, '--port', '0'])
  const database = postmasterPid(folder)
  child.kill('SIGINT')
  child.kill('SIGINT')
  const code = await ended
  assert.ok(code === 130 || code === 0)
  for (const deadline = Date.now() + 10_000; processExists(database); await sleep(20)) {
    assert.ok(Date.now() < deadline, 'PostgreSQL was left behind')
  }
})

test('a taken port is told before anything is made', async (t) => {
  const taken = createServer()
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
  t.after(() => taken.close())
  const { port } = taken.address() as { port: number }
  const folder = join(dataFolder(t), 'new')
  const child = spawn(COMMAND, ['start', '--data', folder, '--port', String(port)], {
    env: plainEnv(),
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  const code = await new Promise((done) => child.once('exit', done))
  assert.equal(code, 1)
  assert.match(output, new RegExp(`Port ${port} is taken by another program. Nothing was changed.`))
  assert.match(output, new RegExp(`--port ${port + 1}`))
  assert.equal(existsSync(folder), false)
})

test('faults of the configuration are told together and nothing is made', (t) => {
  const folder = join(dataFolder(t), 'new')
  const { status, output } = runCommand(['start', '--data', folder, '--port', 'x'], {
    LOG_LEVEL: 'loud',
  })
  assert.equal(status, 1)
  assert.match(output, /2 faults/)
  assert.match(output, /--port must be/)
  assert.match(output, /LOG_LEVEL must be/)
  assert.doesNotMatch(output, /\n\s+at /)
  assert.equal(existsSync(folder), false)
})

test('a server of the user’s is used by DATABASE_URL, and a newer database is refused', async (t) => {
  const databaseUrl = await emptyDatabase(t)
  const folder = dataFolder(t)
  const env = { DATABASE_URL: databaseUrl, JINGWEI_DATA: folder }
  const first = await start(t, ['--port', '0'], env)
  assert.equal(await isReady(first.address), true)
  assert.equal(existsSync(join(folder, 'database')), false)
  first.child.kill('SIGTERM')
  assert.equal(await first.ended, 0)

  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const next = readMigrations(MIGRATIONS).length + 1
  await client.query("INSERT INTO jingwei_migrations VALUES ($1, 'later', 'x')", [next])
  await client.end()
  const { status, output } = runCommand(['start', '--port', '0'], env)
  assert.equal(status, 1)
  assert.match(
    output,
    new RegExp(`The database is at ${next}, this program knows ${next - 1}: upgrade the program`),
  )
})

test('a damaged database gets a clear line and is not touched', async (t) => {
  const folder = dataFolder(t)
  const first = await start(t, ['--data', folder, '--port', '0'])
  first.child.kill('SIGINT')
  await first.ended
  rmSync(join(folder, 'database/cluster/PG_VERSION'))
  const { status, output } = runCommand(['start', '--data', folder, '--port', '0'])
  assert.equal(status, 1)
  assert.match(output, /is damaged: PG_VERSION is missing. Nothing was changed/)
  assert.doesNotMatch(output, /\n\s+at /)
})

test('the command works through a link and from another folder', (t) => {
  const folder = dataFolder(t)
  const link = join(folder, 'link')
  symlinkSync(COMMAND, join(folder, 'first'))
  symlinkSync('first', link)
  const { status, output } = runCommand(['dump'], {}, link)
  assert.equal(status, 1)
  assert.match(output, /dump needs a file/)
  assert.equal(runCommand(['help'], {}, link).status, 0)
  assert.match(runCommand(['dance'], {}, link).output, /There is no command "dance"/)
  assert.match(runCommand(['bench', 'nothing'], {}, link).output, /Name a benchmark/)
})

test('an old node, or none, is told before anything is installed', (t) => {
  const folder = dataFolder(t)
  const clone = join(folder, 'clone')
  const tools = join(folder, 'tools')
  for (const path of [clone, tools]) spawnSync('mkdir', [path])
  writeFileSync(join(clone, 'jingwei'), readFileSync(COMMAND), { mode: 0o755 })
  for (const name of ['sh', 'cat', 'cksum', 'dirname', 'find', 'readlink']) {
    symlinkSync(
      spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim(),
      join(tools, name),
    )
  }
  const env = { PATH: tools }
  assert.match(
    runCommand(['check'], env, join(clone, 'jingwei')).output,
    /needs Node 20 or newer, and there is no node/,
  )
  writeFileSync(join(tools, 'node'), '#!/bin/sh\necho 18.20.1\n', { mode: 0o755 })
  const { status, output } = runCommand(['check'], env, join(clone, 'jingwei'))
  assert.equal(status, 1)
  assert.match(output, /needs Node 20 or newer, and this is 18.20.1/)
  assert.equal(existsSync(join(clone, 'node_modules')), false)
})
