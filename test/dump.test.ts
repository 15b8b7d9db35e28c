import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { silent } from '../server/platform/console.ts'
import { dump, quote, tablesOf } from '../server/platform/dump.ts'
import { readSections, verifyDumpFile, writeDumpFile } from '../server/platform/dump-file.ts'
import { load } from '../server/platform/load.ts'
import { MIGRATIONS, readMigrations } from '../server/platform/migrate.ts'
import { runningEmbedded, startEmbedded } from '../server/platform/postgres.ts'
import { testApp } from './app.ts'
import { emptyDatabase } from './database.ts'
import { s3StandIn } from './s3-stand-in.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'jw-dump-'))
  chmodSync(folder, 0o755)
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const ask = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query(sql)).rows)

/** Every row of every table as text, every sequence and every job: what must be the same after a journey. */
async function contentOf(url: string): Promise<Record<string, unknown>> {
  return withClient(url, async (client) => {
    const content: Record<string, unknown> = {}
    await client.query("SET timezone = 'UTC'")
    for (const { name, columns } of await tablesOf(client)) {
      const row = `ROW(${columns.map(quote).join(', ')})::text`
      const { rows } = await client.query({
        text: `SELECT ${row} AS r FROM ${quote(name)} ORDER BY 1`,
        rowMode: 'array',
      })
      content[name] = rows.flat()
    }
    const more = async (name: string, sql: string) =>
      (content[name] = (await client.query(sql)).rows)
    await more(
      'sequences',
      'SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = $$public$$ ORDER BY 1',
    )
    await more(
      'jobs',
      `SELECT j.task_identifier, p.payload::text, j.queue_name, j.run_at::text, j.attempts, j.max_attempts,
      j.key, j.priority FROM graphile_worker.jobs j JOIN graphile_worker._private_jobs p USING (id) ORDER BY 1, 2`,
    )
    await more(
      'triggers',
      `SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
    )
    await more(
      'keys',
      `SELECT conrelid::regclass::text AS t, conname, convalidated FROM pg_constraint
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2`,
    )
    return content
  })
}

/** A database with orgs, people, a record that is hash-chained, odd texts, jobs and stored files. */
async function filled(t: TestContext) {
  const { app, newOrg, newMember } = await testApp(t)
  const owner = await newOrg('Tab\there \\N "经纬" \u2028 🧵')
  await newOrg('Another')
  await newMember(owner, 'member')
  const ownerUrl = (app.database.owner.options as pg.PoolConfig).connectionString!
  await ask(
    ownerUrl,
    `SELECT graphile_worker.add_job('remind', '{"orgId":"x","text":"a\\nb"}', 'line', '2030-01-02T03:04:05.678Z', 7, 'key-1', 3);
     SELECT graphile_worker.reschedule_jobs(ARRAY[(graphile_worker.add_job('fails', '{}', max_attempts => 5)).id], attempts => 2)`,
  )
  const dataDir = folderOf(t)
  mkdirSync(join(dataDir, 'files/ab'), { recursive: true })
  writeFileSync(join(dataDir, 'files/ab/abc'), 'a stored file')
  writeFileSync(join(dataDir, 'files/cut.part'), 'half a file')
  return { app, ownerUrl, dataDir, file: join(dataDir, 'all.jw') }
}

const serverOf = (databaseUrl: string, dataDir: string) => ({
  databaseUrl,
  databaseAppUrl: null,
  dataDir,
})

test('a dump loads into an empty database with every row, sequence, job and file as it was', async (t) => {
  const { ownerUrl, dataDir, file } = await filled(t)
  const before = await contentOf(ownerUrl)
  assert.ok((before.events as unknown[]).length >= 3)
  assert.equal((before.jobs as unknown[]).length, 2)
  await dump({ config: serverOf(ownerUrl, dataDir), file, say: silent })
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(existsSync(`${file}.part`), false)

  const target = await emptyDatabase(t)
  const targetDir = folderOf(t)
  await load({ config: serverOf(target, targetDir), file, say: silent })
  assert.deepEqual(await contentOf(target), before)
  assert.equal(readFileSync(join(targetDir, 'files/ab/abc'), 'utf8'), 'a stored file')
  assert.equal(existsSync(join(targetDir, 'files/cut.part')), false)
})

test('files that lie in a store elsewhere travel too, and into the store that is there', async (t) => {
  const store = await s3StandIn(t)
  const { app, newOrg } = await testApp(t, { env: store.env })
  const user = await newOrg()
  const upload = async (words: string) => {
    const body = `--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${words}\r\n--x--\r\n`
    const made = await user.post('files', body, {
      'content-type': 'multipart/form-data; boundary=x',
    })
    assert.equal(made.status, 201, made.text)
  }
  for (const words of ['一', '二', '三']) await upload(words)
  const ownerUrl = (app.database.owner.options as pg.PoolConfig).connectionString!
  const before = new Map(store.objects)
  const [lost] = before.keys()
  // Another machine's data folder has no copies.
  const dataDir = folderOf(t)
  const config = { ...serverOf(ownerUrl, dataDir), filesS3: store.settings }
  const file = join(dataDir, 'all.jw')
  const said: string[] = []
  const say = Object.assign((line: string) => void said.push(line), { step: silent.step })
  await dump({ config, file, say })
  assert.equal(existsSync(join(dataDir, 'files')), false, 'a dump leaves no copies')
  assert.doesNotMatch(said.join(), /not in the store/)
  store.objects.delete(lost!)
  await dump({ config, file: `${file}.short`, say })
  assert.match(said.join(), /1 files that the database names are not in the store/)

  store.objects.clear()
  await load({
    config: { ...serverOf(await emptyDatabase(t), folderOf(t)), filesS3: store.settings },
    file,
    say: silent,
  })
  assert.deepEqual(
    [...store.objects].map(([path, { bytes }]) => [path, String(bytes)]).sort(),
    [...before].map(([path, { bytes }]) => [path, String(bytes)]).sort(),
  )
  const plain = folderOf(t)
  await load({ config: serverOf(await emptyDatabase(t), plain), file, say: silent })
  assert.equal(readFileSync(join(plain, 'files', lost!), 'utf8'), String(before.get(lost!)!.bytes))
  store.state.isDown = true
  await assert.rejects(dump({ config, file: `${file}.down`, say: silent }), /answered 503/)
  assert.equal(existsSync(`${file}.down`), false)
})

test('loading into a database that has anybody in it is refused and changes nothing', async (t) => {
  const { ownerUrl, dataDir, file } = await filled(t)
  await dump({ config: serverOf(ownerUrl, dataDir), file, say: silent })
  const before = await contentOf(ownerUrl)
  await assert.rejects(
    load({ config: serverOf(ownerUrl, dataDir), file, say: silent }),
    /not empty, so nothing was loaded/,
  )
  assert.deepEqual(await contentOf(ownerUrl), before)
})

test('a dump that was changed, cut short or is something else is refused before anything is written', async (t) => {
  const { ownerUrl, dataDir, file } = await filled(t)
  await dump({ config: serverOf(ownerUrl, dataDir), file, say: silent })
  const whole = readFileSync(file)
  const target = await emptyDatabase(t)
  const config = serverOf(target, folderOf(t))
  const flipped = (at: number) => {
    const copy = Buffer.from(whole)
    copy[at]! ^= 1
    return copy
  }
  const cases: [string, Buffer, RegExp][] = [
    ['a bit in the middle', flipped(whole.length >> 1), /checksum does not fit/],
    ['a bit of the sum', flipped(whole.length - 1), /checksum does not fit/],
    ['cut by a byte', whole.subarray(0, -1), /checksum does not fit/],
    ['cut in half', whole.subarray(0, whole.length >> 1), /checksum does not fit/],
    ['one byte more', Buffer.concat([whole, Buffer.from('x')]), /checksum does not fit/],
    [
      'another format',
      Buffer.concat([Buffer.from('JINGWEI DUMP 9\n'), whole.subarray(15)]),
      /newer Jingwei/,
    ],
    ['something else', Buffer.from('PK'.repeat(500)), /is not a dump of Jingwei/],
    ['nothing', Buffer.alloc(0), /is not a dump of Jingwei/],
  ]
  for (const [what, content, message] of cases) {
    writeFileSync(`${file}.bad`, content)
    await assert.rejects(load({ config, file: `${file}.bad`, say: silent }), message, what)
  }
  await assert.rejects(load({ config, file: `${file}.none`, say: silent }), /There is no file/)
  assert.deepEqual(await ask(target, "SELECT to_regclass('public.orgs') AS orgs"), [{ orgs: null }])
})

test('a dump of a newer program, or with other migrations, is refused', async (t) => {
  const { ownerUrl, dataDir, file } = await filled(t)
  await dump({ config: serverOf(ownerUrl, dataDir), file, say: silent })
  const header = await verifyDumpFile(file, () => {})
  const changed = async (change: object) => {
    const sections = async function* () {
      for await (const { kind, head, body } of readSections(file)) {
        yield { kind, head: kind === 'header' ? { ...header, ...change } : head, body }
      }
    }
    await writeDumpFile(`${file}.changed`, sections())
    return load({
      config: serverOf(await emptyDatabase(t), dataDir),
      file: `${file}.changed`,
      say: silent,
    })
  }
  const known = readMigrations(MIGRATIONS).length
  await assert.rejects(
    changed({ version: known + 1 }),
    new RegExp(`The dump is at ${known + 1}, this program knows ${known}`),
  )
  await assert.rejects(changed({ migrations: ['0'.repeat(64)] }), /was made with another 0001_/)
})

test('a load that fails midway leaves the database empty and no file behind', async (t) => {
  const { ownerUrl, dataDir, file } = await filled(t)
  await dump({ config: serverOf(ownerUrl, dataDir), file, say: silent })
  const bad = `${file}.bad`
  // A membership of somebody who is not there: the sum fits, the foreign key does not.
  const sections = async function* () {
    for await (const { kind, head, body } of readSections(file)) {
      const isPeople = kind === 'table' && (head as { name: string }).name === 'people'
      const chunks: Buffer[] = []
      for await (const chunk of body) chunks.push(Buffer.from(chunk))
      yield {
        kind,
        head: kind === 'header' ? withoutPeople(head) : head,
        body: listOf(isPeople ? [] : chunks),
      }
    }
  }
  await writeDumpFile(bad, sections())
  const target = await emptyDatabase(t)
  const targetDir = folderOf(t)
  await assert.rejects(
    load({ config: serverOf(target, targetDir), file: bad, say: silent }),
    /foreign key/,
  )
  assert.deepEqual(await ask(target, 'SELECT count(*)::int AS n FROM orgs'), [{ n: 0 }])
  assert.deepEqual(await ask(target, 'SELECT count(*)::int AS n FROM graphile_worker.jobs'), [
    { n: 0 },
  ])
  assert.equal(existsSync(join(targetDir, 'files/ab/abc')), false)
  await load({ config: serverOf(target, targetDir), file, say: silent })
})

function withoutPeople(head: unknown): unknown {
  const { tables, ...rest } = head as { tables: { name: string; rows: number }[] }
  return {
    ...rest,
    tables: tables.map((table) => (table.name === 'people' ? { ...table, rows: 0 } : table)),
  }
}

async function* listOf(chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks
}

test('what is written while the dump runs is in it as of one moment', async (t) => {
  const { ownerUrl, dataDir, file } = await filled(t)
  let isDumping = true
  let written = 0
  const writer = withClient(ownerUrl, async (client) => {
    for (; isDumping || written < 5; written++) {
      // The two tables are read far apart, so that without a snapshot their counts would differ.
      await client.query(`BEGIN; INSERT INTO throttles VALUES ('t${written}', 1, now());
        INSERT INTO event_heads VALUES (gen_random_uuid(), ${written}, ''); COMMIT`)
    }
  })
  const orgs = (await ask(ownerUrl, 'SELECT id FROM orgs')).length
  await dump({ config: serverOf(ownerUrl, dataDir), file, say: silent })
  isDumping = false
  await writer
  const target = await emptyDatabase(t)
  await load({ config: serverOf(target, folderOf(t)), file, say: silent })
  const counts = await ask(
    target,
    `SELECT (SELECT count(*)::int FROM throttles) AS throttles,
    (SELECT count(*)::int FROM event_heads) AS heads`,
  )
  assert.equal(counts[0]!.heads - orgs, counts[0]!.throttles)
  assert.ok(counts[0]!.throttles < written)
})

test('the embedded database is dumped while it runs and while it is stopped, and loaded into a new folder', async (t) => {
  const { ownerUrl, dataDir, file } = await filled(t)
  const before = await contentOf(ownerUrl)
  await dump({ config: serverOf(ownerUrl, dataDir), file, say: silent })
  const folder = folderOf(t)
  const config = { databaseUrl: null, databaseAppUrl: null, dataDir: folder }
  await assert.rejects(dump({ config, file: `${file}.x`, say: silent }), /There is no database in/)
  await load({ config, file, say: silent })
  assert.equal(runningEmbedded(folder), null)
  await dump({ config, file: `${file}.stopped`, say: silent })

  const running = await startEmbedded(folder, silent)
  t.after(() => running.stop())
  assert.deepEqual(await contentOf(running.ownerUrl), before)
  await dump({ config, file: `${file}.running`, say: silent })
  await assert.rejects(load({ config, file, say: silent }), /stop it before loading/)
  const [stopped, live] = [
    await verifyDumpFile(`${file}.stopped`, () => {}),
    await verifyDumpFile(`${file}.running`, () => {}),
  ]
  assert.deepEqual(live.tables, stopped.tables)
})

const DEBIAN = '/usr/lib/postgresql/15/bin'
const canRunDebian = existsSync(`${DEBIAN}/initdb`)

test('a dump travels to PostgreSQL 15 and back', {
  skip: !canRunDebian && `no PostgreSQL 15 in ${DEBIAN}`,
}, async (t) => {
  const { ownerUrl, dataDir, file } = await filled(t)
  const before = await contentOf(ownerUrl)
  await dump({ config: serverOf(ownerUrl, dataDir), file, say: silent })
  const debian = await startDebian(t)
  await load({ config: serverOf(debian, folderOf(t)), file, say: silent })
  const [{ version }] = (await ask(debian, 'SHOW server_version')).map((row) => ({
    version: row.server_version,
  })) as [{ version: string }]
  assert.match(version, /^15\./)
  assert.deepEqual(await contentOf(debian), before)
  await dump({ config: serverOf(debian, dataDir), file: `${file}.back`, say: silent })
  const home = await emptyDatabase(t)
  await load({ config: serverOf(home, folderOf(t)), file: `${file}.back`, say: silent })
  assert.deepEqual(await contentOf(home), before)
})

async function startDebian(t: TestContext): Promise<string> {
  const folder = folderOf(t)
  const cluster = join(folder, 'cluster')
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'secret\n')
  mkdirSync(cluster)
  const isRoot = process.getuid?.() === 0
  const uid = isRoot
    ? Number(spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).stdout)
    : undefined
  if (uid !== undefined) for (const path of [cluster, secret]) chownSync(path, uid, uid)
  const as = uid === undefined ? {} : { uid, gid: uid }
  const made = spawnSync(
    `${DEBIAN}/initdb`,
    [
      '-D',
      cluster,
      '-U',
      'boss',
      '-E',
      'UTF8',
      '--locale=C',
      '-A',
      'scram-sha-256',
      `--pwfile=${secret}`,
    ],
    { ...as, cwd: '/', encoding: 'utf8' },
  )
  assert.equal(made.status, 0, made.stderr)
  const server = spawn(
    `${DEBIAN}/postgres`,
    ['-D', cluster, '-c', 'listen_addresses=', '-k', cluster, '-c', 'fsync=off'],
    { ...as, cwd: '/', stdio: 'ignore' },
  )
  t.after(() => {
    server.kill('SIGINT')
    return new Promise((done) => server.once('exit', done))
  })
  const url = (user: string, database: string) =>
    `postgresql://${user}:secret@localhost/${database}?host=${encodeURIComponent(cluster)}`
  for (let tries = 0; ; tries++) {
    const isUp = await ask(url('boss', 'postgres'), 'SELECT 1').then(
      () => true,
      () => false,
    )
    if (isUp) break
    assert.ok(tries < 200, 'PostgreSQL 15 did not start')
    await sleep(50)
  }
  await ask(url('boss', 'postgres'), "CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'secret'")
  await ask(url('boss', 'postgres'), 'CREATE DATABASE jingwei OWNER keeper')
  return url('keeper', 'jingwei')
}
