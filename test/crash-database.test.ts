import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import pino from 'pino'
import { buildApp } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { silent } from '../server/platform/console.ts'
import { newId } from '../server/platform/ids.ts'
import { migrate } from '../server/platform/migrate.ts'
import { scratchFolder, startEmbedded } from '../server/platform/postgres.ts'

// `DATABASE_CRASHES=20` runs the long form.
const CRASHES = Number(process.env.DATABASE_CRASHES ?? 3)
const CLIENTS = 12

test(`a database killed ${CRASHES} times under load keeps what was acknowledged, and does nothing twice`, async (t) => {
  const folder = await mkdtemp(`${scratchFolder('kill')}-`)
  // With every safety on, as users run it: the gate's own cluster trades them for speed.
  const embedded = await startEmbedded(folder, silent)
  const { appUrl } = await migrate({ ownerUrl: embedded.ownerUrl, say: silent })
  const env = { PORT: '0', LOG_LEVEL: 'silent', REQUESTS_PER_MINUTE: '1000000' }
  const app = await buildApp({
    config: readConfig({ ...env, JINGWEI_DATA: folder }, []),
    ownerUrl: embedded.ownerUrl,
    appUrl,
    log: pino({ level: 'silent' }) as never,
  })
  t.after(async () => {
    await app.close()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const registered = await app.http.inject({
    method: 'POST',
    url: '/api/v1/registrations',
    payload: {
      org: { name: '链主公司', shortName: '链主' },
      person: { name: '链主', mail: 'kill@example.com', password: 'a crash password' },
    },
  })
  assert.equal(registered.statusCode, 201)
  const cookie = String(registered.headers['set-cookie']).split(';')[0] as string

  /** Asks again with the same key until it is answered, as the web does; anything but "not now" is a fault. */
  async function add(name: string): Promise<string | null> {
    const headers = { cookie, 'idempotency-key': newId() }
    const payload = { name, kind: 'announcement', title: 'x', body: 'y' }
    const call = { method: 'POST', url: '/api/v1/notice-templates', headers, payload } as const
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
      const answer = await app.http.inject(call)
      if (answer.statusCode === 201) return answer.json().id
      assert.equal(answer.statusCode, 503, answer.body)
    }
    return null
  }
  const acknowledged = new Map<string, string>()
  let isOver = false
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!isOver) {
      const name = newId()
      const id = await add(name)
      assert.ok(id, 'the database did not come back within a minute')
      acknowledged.set(name, id)
    }
  })
  const working = Promise.all(clients).catch((error) => {
    isOver = true
    throw error
  })
  const fiftyMore = async () => {
    for (const goal = acknowledged.size + 50; acknowledged.size < goal && !isOver; ) await sleep(10)
  }
  for (let i = 0; i < CRASHES && !isOver; i++) {
    await fiftyMore()
    await sleep(Math.random() * 100)
    process.kill(postmasterOf(folder), 'SIGKILL')
  }
  await fiftyMore()
  isOver = true
  await working

  const client = new pg.Client({ connectionString: embedded.ownerUrl })
  await client.connect()
  const { rows } = await client.query('SELECT id, name FROM notice_templates')
  const { rows: facts } = await client.query(
    `SELECT count(*)::int AS n, count(DISTINCT subject)::int AS subjects FROM events
     WHERE type = 'messaging.template_added'`,
  )
  await client.end()
  assert.deepEqual(new Map(rows.map((row) => [row.name, row.id])), acknowledged)
  assert.equal(rows.length, acknowledged.size)
  assert.deepEqual(facts, [{ n: rows.length, subjects: rows.length }])
  const verified = await app.http.inject({ url: '/api/v1/audit/verification', headers: { cookie } })
  assert.equal(verified.json().brokenAt, null)
})

function postmasterOf(folder: string): number {
  const file = join(folder, 'database', 'cluster', 'postmaster.pid')
  return Number(readFileSync(file, 'utf8').split('\n')[0])
}
