import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { silent } from './console.ts'
import { processExists } from './lock.ts'
import {
  databaseUrlFor,
  embeddedHolder,
  loginUrlFor,
  runningEmbedded,
  startEmbedded,
} from './postgres.ts'

// The database's user must be able to enter, and mkdtemp lets nobody in.
function dataFolder(t: TestContext, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'jw-'))
  chmodSync(folder, 0o755)
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(t: TestContext, folder: string) {
  const embedded = await startEmbedded(folder, silent, { unsafe: true })
  t.after(() => embedded.stop())
  return embedded
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const postmasterPid = (folder: string) =>
  Number(readFileSync(join(folder, 'database/cluster/postmaster.pid'), 'utf8').split('\n')[0])

/** A server of its own process, which can be killed. */
async function startElsewhere(t: TestContext, folder: string): Promise<ChildProcess> {
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)})
    const { silent } = await import(${JSON.stringify(new URL('./console.ts', import.meta.url).href)})
    await startEmbedded(${JSON.stringify(folder)}, silent, { unsafe: true })
    console.log('ready')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  await new Promise<void>((done, fail) => {
    child.stdout!.once('data', () => done())
    child.once('exit', (code) => fail(new Error(`ended with ${code}`)))
  })
  return child
}

test('a cluster is made, keeps what was written, and leaves nothing running', async (t) => {
  const folder = dataFolder(t)
  const first = await startEmbedded(folder, silent)
  const pid = postmasterPid(folder)
  await ask(first.ownerUrl, "CREATE TABLE kept AS SELECT '经纬' AS name")
  const [facts] = await ask(
    first.ownerUrl,
    `SELECT current_setting('server_encoding') AS encoding,
    current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super`,
  )
  assert.deepEqual(facts, { encoding: 'UTF8', fsync: 'on', commit: 'on', super: false })
  await first.stop()
  assert.equal(processExists(pid), false)
  assert.equal(existsSync(join(folder, 'database/lock')), false)
  const second = await start(t, folder)
  assert.equal(second.ownerUrl, first.ownerUrl)
  assert.deepEqual(await ask(second.ownerUrl, 'SELECT name FROM kept'), [{ name: '经纬' }])
})

test('the password is readable by its owner only, and needed', async (t) => {
  const folder = dataFolder(t)
  const { ownerUrl } = await start(t, folder)
  assert.equal(statSync(join(folder, 'database/password')).mode & 0o777, 0o600)
  await assert.rejects(
    ask(loginUrlFor(ownerUrl, 'jingwei', 'guess'), 'SELECT 1'),
    /password authentication failed/,
  )
  await assert.rejects(
    ask(loginUrlFor(ownerUrl, 'postgres', 'postgres'), 'SELECT 1'),
    /password authentication failed/,
  )
})

test('a second start on the same folder is refused with the first one named', async (t) => {
  const folder = dataFolder(t)
  const first = await start(t, folder)
  first.announce('http://127.0.0.1:5180')
  await assert.rejects(
    startEmbedded(folder, silent),
    new RegExp(`already running, pid ${process.pid}, http://127.0.0.1:5180`),
  )
  assert.equal(embeddedHolder(folder)?.address, 'http://127.0.0.1:5180')
  assert.equal(runningEmbedded(folder), first.ownerUrl)
  assert.deepEqual(await ask(first.ownerUrl, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('of several that start at once, exactly one gets the folder', async (t) => {
  const folder = dataFolder(t)
  const all = await Promise.allSettled(
    Array.from({ length: 3 }, () => startEmbedded(folder, silent, { unsafe: true })),
  )
  const won = all.filter((result) => result.status === 'fulfilled')
  for (const { value } of won) t.after(() => value.stop())
  assert.equal(won.length, 1)
})

test('after kill -9 of the server its database ends by itself, and the next start finds all', async (t) => {
  const folder = dataFolder(t)
  const server = await startElsewhere(t, folder)
  const orphan = postmasterPid(folder)
  await ask(runningEmbedded(folder)!, 'CREATE TABLE kept AS SELECT 1 AS one')
  server.kill('SIGKILL')
  await new Promise((done) => server.once('exit', done))
  assert.equal(runningEmbedded(folder), null)
  for (const deadline = Date.now() + 10_000; processExists(orphan); await sleep(20)) {
    assert.ok(Date.now() < deadline, 'PostgreSQL outlived its server')
  }
  const { ownerUrl } = await start(t, folder)
  assert.deepEqual(await ask(ownerUrl, 'SELECT one FROM kept'), [{ one: 1 }])
})

test('an orphaned database that still runs is found, ended and started anew', async (t) => {
  const folder = dataFolder(t)
  const server = await startElsewhere(t, folder)
  const orphan = postmasterPid(folder)
  // Stopped, so that it cannot end by itself when its server dies.
  process.kill(orphan, 'SIGSTOP')
  server.kill('SIGKILL')
  await new Promise((done) => server.once('exit', done))
  setTimeout(() => process.kill(orphan, 'SIGCONT'), 500)
  const { ownerUrl } = await start(t, folder)
  assert.equal(processExists(orphan), false)
  assert.deepEqual(await ask(ownerUrl, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('a number in postmaster.pid that now belongs to another program is left alone', async (t) => {
  const folder = dataFolder(t)
  await (await startEmbedded(folder, silent)).stop()
  const stranger = spawn('sleep', ['60'])
  t.after(() => stranger.kill())
  const cluster = realpathSync(join(folder, 'database/cluster'))
  writeFileSync(
    join(cluster, 'postmaster.pid'),
    `${stranger.pid}\n${cluster}\n1\n5432\n${cluster}\n\n 1 1\nready\n`,
  )
  // PostgreSQL itself judges whether the number is a postmaster of this cluster.
  await start(t, folder).catch((error) => assert.match(error.message, /Another PostgreSQL runs/))
  assert.equal(processExists(stranger.pid!), true)
})

test('kill -9 of the database starts it again at the same address, with everything committed', async (t) => {
  const folder = dataFolder(t)
  // As safe as in use: the test clusters' asynchronous commits may be lost here.
  const { ownerUrl, stop } = await startEmbedded(folder, silent)
  t.after(stop)
  await ask(ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS one')
  for (let round = 0; round < 2; round++) {
    const killed = postmasterPid(folder)
    process.kill(killed, 'SIGKILL')
    const deadline = Date.now() + 20_000
    for (;;) {
      const rows = await ask(ownerUrl, 'SELECT one FROM kept').catch(() => null)
      if (rows && postmasterPid(folder) !== killed) {
        assert.deepEqual(rows, [{ one: 1 }])
        break
      }
      assert.ok(Date.now() < deadline, 'the database did not come back')
      await sleep(50)
    }
  }
})

test('a damaged cluster is refused and not touched', async (t) => {
  const folder = dataFolder(t)
  await (await startEmbedded(folder, silent)).stop()
  const version = join(folder, 'database/cluster/PG_VERSION')
  const content = readFileSync(version)
  rmSync(version)
  await assert.rejects(
    startEmbedded(folder, silent),
    /damaged: PG_VERSION is missing. Nothing was changed/,
  )
  assert.ok(existsSync(join(folder, 'database/cluster/base')))
  writeFileSync(version, content)
  writeFileSync(join(folder, 'database/cluster/global/pg_control'), 'nonsense')
  await assert.rejects(
    startEmbedded(folder, silent),
    /PostgreSQL does not start on .*postgres says:[\s\S]*pg_control/,
  )
  assert.equal(embeddedHolder(folder), null)
})

test('a cluster of another PostgreSQL is refused', async (t) => {
  const folder = dataFolder(t)
  await (await startEmbedded(folder, silent)).stop()
  writeFileSync(join(folder, 'database/cluster/PG_VERSION'), '14\n')
  await assert.rejects(
    startEmbedded(folder, silent),
    /made by PostgreSQL 14, and this is \d+. Nothing was changed/,
  )
})

test('a first start that was killed midway begins afresh', async (t) => {
  const folder = dataFolder(t)
  mkdirSync(join(folder, 'database/cluster/.unfinished'), { recursive: true })
  mkdirSync(join(folder, 'database/cluster/base'))
  const { ownerUrl } = await start(t, folder)
  assert.deepEqual(await ask(ownerUrl, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('a folder that is a file, or may not be written, gets a clear line', async (t) => {
  const folder = dataFolder(t)
  writeFileSync(join(folder, 'file'), '')
  await assert.rejects(startEmbedded(join(folder, 'file'), silent), /is not a folder/)
  await assert.rejects(startEmbedded('/proc/jingwei', silent), /No folder can be made at/)
})

test('a long path gets a loopback port instead of a socket', async (t) => {
  const folder = join(dataFolder(t), 'long'.repeat(25))
  const { ownerUrl } = await start(t, folder)
  assert.equal(new URL(ownerUrl).hostname, '127.0.0.1')
  assert.deepEqual(await ask(ownerUrl, 'SELECT 1 AS one'), [{ one: 1 }])
})

const isRoot = process.getuid?.() === 0
test('root may keep its data where nobody else can enter', {
  skip: !isRoot && 'needs root',
}, async (t) => {
  const closed = dataFolder(t)
  chmodSync(closed, 0o700)
  const folder = join(closed, 'data')
  const { ownerUrl } = await start(t, folder)
  const real = realpathSync(join(folder, 'database'))
  t.after(() => rmSync(real, { recursive: true, force: true }))
  assert.match(real, /^\/var\/lib\/jingwei\//)
  assert.deepEqual(await ask(ownerUrl, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('addresses for another database and another login keep everything else', () => {
  const url = 'postgresql://me:p%40ss@db.example.com:6000/one?sslmode=verify-full'
  assert.equal(
    databaseUrlFor(url, 'two'),
    'postgresql://me:p%40ss@db.example.com:6000/two?sslmode=verify-full',
  )
  assert.equal(
    loginUrlFor(url, 'app', 'a/b'),
    'postgresql://app:a%2Fb@db.example.com:6000/one?sslmode=verify-full',
  )
  assert.equal(
    loginUrlFor('postgresql:///one?host=%2Frun', 'app', 'x'),
    'postgresql://app:x@localhost/one?host=%2Frun',
  )
})
