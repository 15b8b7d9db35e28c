import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import { testDatabase } from '../../test/database.ts'
import { newId } from './ids.ts'
import { openReaders, type Readers } from './readers.ts'

let readers: Readers
let app: pg.Pool
let appUrl: string
const broken: Error[] = []

before(async (t) => {
  const context = t as unknown as { after(work: () => unknown): void }
  const drops: (() => unknown)[] = []
  const database = await testDatabase({ after: (drop) => void drops.push(drop as () => unknown) })
  appUrl = database.appUrl
  app = new pg.Pool({ connectionString: appUrl })
  readers = openReaders(appUrl, { few: 2, max: 4 }, (error) => broken.push(error))
  context.after(async () => {
    await readers.close()
    await app.end()
    for (const drop of drops) await drop()
  })
})

const tenant = (org: string) => `SET jingwei.org = '${org}'`
const WHOSE = 'SELECT jingwei_org() AS org, pg_sleep($1)'

test('whatever is read at once, each read stands for its own org', async () => {
  const orgs = Array.from({ length: 5 }, () => newId())
  const reads = fc.array(
    fc.record({ org: fc.nat(4), seconds: fc.constantFrom(0, 0, 0, 0.002), pause: fc.nat(2) }),
    { minLength: 1, maxLength: 60 },
  )
  await fc.assert(
    fc.asyncProperty(reads, async (plan) => {
      const answers = await Promise.all(
        plan.map(async ({ org, seconds, pause }) => {
          if (pause > 0) await sleep(pause)
          const config = { name: 'whose', text: WHOSE, values: [seconds] }
          const { rows } = await readers.query(tenant(orgs[org]!), config)
          return rows[0].org
        }),
      )
      assert.deepEqual(
        answers,
        plan.map(({ org }) => orgs[org]),
      )
    }),
    { numRuns: 40 },
  )
})

test('what follows a change of tenant that failed is answered to nobody', async () => {
  const refused = openReaders(appUrl, { few: 1, max: 1 }, () => {})
  const org = newId()
  const first = refused.query("SET jingwei.org = 'a'; SELECT 1/0", {
    text: WHOSE,
    values: [0],
  })
  const second = refused.query("SET jingwei.org = 'a'; SELECT 1/0", { text: 'SELECT 1' })
  await assert.rejects(first)
  await assert.rejects(second)
  const { rows } = await refused.query(tenant(org), { text: WHOSE, values: [0] })
  assert.equal(rows[0].org, org)
  await refused.close()
})

test('a reader cannot write', async () => {
  const write = readers.query(tenant(newId()), {
    text: `INSERT INTO idempotent_requests (org_id, key, request_hash) VALUES (jingwei_org(), 'k', '')`,
  })
  await assert.rejects(write, /read-only transaction/)
})

test('a statement that fails leaves its connection to the others', async () => {
  const org = newId()
  const bad = readers.query(tenant(org), { text: 'SELECT 1/0' })
  await assert.rejects(bad, /division by zero/)
  const { rows } = await readers.query(tenant(org), { text: WHOSE, values: [0] })
  assert.equal(rows[0].org, org)
})

test('connections that broke are opened again', async () => {
  await app.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'jingwei-reader' AND datname = current_database()`,
  )
  const org = newId()
  // The first reads may still meet the broken connections, which is told; then all is well.
  for (let i = 0; i < 10; i++) {
    await readers.query(tenant(org), { text: 'SELECT 1' }).catch(() => sleep(20))
  }
  assert.ok(broken.length > 0)
  const { rows } = await readers.query(tenant(org), { text: WHOSE, values: [0] })
  assert.equal(rows[0].org, org)
})

test('quick reads do not queue behind a slow one', async () => {
  const org = tenant(newId())
  const order: string[] = []
  const warm = Array.from({ length: 20 }, () => readers.query(org, { text: 'SELECT 1' }))
  await Promise.all(warm)
  const slow = readers.query(org, { text: 'SELECT pg_sleep(1)' }).then(() => order.push('slow'))
  await sleep(120)
  const quick = Array.from({ length: 40 }, () =>
    readers.query(org, { text: 'SELECT 1' }).then(() => order.push('quick')),
  )
  await Promise.all([slow, ...quick])
  assert.equal(order.indexOf('slow'), 40)
})
