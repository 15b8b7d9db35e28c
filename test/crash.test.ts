import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../server/platform/ids.ts'
import { killableServer } from './killable.ts'
import { robotStandIn } from './robot-stand-in.ts'

// `CRASHES=100` runs the long form; the gate kills a server a few times.
const CRASHES = Number(process.env.CRASHES ?? 8)
const STORES = 3000
const { address, owner, crash, register } = await killableServer()
const lead = await register()
const chainId = await plant()

async function plant(): Promise<string> {
  const id = newId()
  await owner.query(
    `INSERT INTO chains (id, org_id, name, settings, created_at)
     VALUES ($1, $2, 'crash', '{"reminderHours":[],"escalateAfterHours":null}', now())`,
    [id, lead.orgId],
  )
  await owner.query(
    `WITH o AS (INSERT INTO orgs (id, name, short_name, created_at)
       SELECT jingwei_uuid(), 'Store ' || g, 'S', now() FROM generate_series(1, $3::int) g RETURNING id)
     INSERT INTO partners (id, org_id, chain_id, side, tier, path, owner_org_id, brought_by_org_id,
       partner_org_id, status, code, name, created_at)
     SELECT jingwei_uuid(), $2, $1, 'downstream', 1, ('x.' || row_number() OVER ())::ltree, $2, $2, id,
       'joined', row_number() OVER (), 'Store', now() FROM o`,
    [id, lead.orgId, STORES],
  )
  return id
}

async function call(method: string, path: string, body: unknown = {}) {
  const response = await fetch(`${address()}/api/v1/${path}`, {
    method,
    headers: {
      cookie: lead.cookie,
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
  return { status: response.status, body: (await response.json()) as any }
}

async function draft(): Promise<string> {
  const { status, body } = await call('POST', 'notices', {
    chainId,
    kind: 'announcement',
    title: '通知',
  })
  assert.equal(status, 201)
  return body.id
}

interface Traces {
  state: string
  receipts: number
  dispatches: number
  events: number
}
async function traces(id: string): Promise<Traces> {
  const { rows } = await owner.query(
    `SELECT n.state, (SELECT count(*)::int FROM receipts r WHERE r.notice_id = n.id) AS receipts,
       (SELECT count(*)::int FROM dispatches d WHERE d.notice_id = n.id) AS dispatches,
       (SELECT count(*)::int FROM events e WHERE e.subject = 'notice:' || n.id
         AND e.type = 'messaging.notice_sent') AS events
     FROM notices n WHERE n.id = $1`,
    [id],
  )
  return rows[0]
}
const NOTHING = { state: 'draft', receipts: 0, dispatches: 0, events: 0 }
const ALL = { state: 'complete', receipts: STORES, dispatches: 1, events: 1 }

test(`a server killed ${CRASHES} times while it broadcasts has sent all or nothing`, async () => {
  let survived = 0
  for (let i = 0; i < CRASHES; i++) {
    const id = await draft()
    const sending = call('PUT', `notices/${id}/sending`).then(
      (answer) => answer.status === 200,
      () => false,
    )
    await sleep(Math.random() * 120)
    await crash()
    const wasAcknowledged = await sending
    const left = await traces(id)
    if (wasAcknowledged) assert.deepEqual(left, ALL, 'what was acknowledged is there')
    else assert.deepEqual(left, left.state === 'draft' ? NOTHING : ALL, 'all or nothing')
    if (left.state === 'complete') survived++
    else
      assert.equal((await call('PUT', `notices/${id}/sending`)).status, 200, 'it can be sent again')
    assert.deepEqual(await traces(id), ALL)
  }
  assert.deepEqual((await call('GET', 'audit/verification')).body.brokenAt, null)
  assert.ok(survived <= CRASHES)
})

test('scheduled notices go out exactly once although the worker is killed at their hour', async () => {
  const ids: string[] = []
  for (let i = 0; i < 5; i++) {
    const id = await draft()
    const at = new Date(Date.now() + 400 + i * 60).toISOString()
    assert.equal((await call('PUT', `notices/${id}/sending`, { at })).body.state, 'scheduled')
    ids.push(id)
  }
  for (let i = 0; i < 3; i++) {
    await sleep(250 + Math.random() * 250)
    await crash()
  }
  const isDone = async () =>
    (await Promise.all(ids.map(traces))).every((t) => t.state === 'complete')
  for (let i = 0; i < 150 && !(await isDone()); i++) await sleep(200)
  for (const id of ids) assert.deepEqual(await traces(id), ALL)
})

test('what is said while the server is killed stands once in the group and arrives outside', async () => {
  const standIn = await robotStandIn({ after }, () => Date.now())
  standIn.secret = null
  const url = standIn.url('webhook')
  const inbox = standIn.inbox(url)
  const group = (await call('POST', 'conversations', { title: '崩溃' })).body.id
  const sources = [{ conversationId: group, takes: 'all' }]
  const made = await call('POST', 'destinations', { kind: 'webhook', name: '外', url, sources })
  assert.equal(made.status, 201)
  const say = async (n: number): Promise<void> => {
    // As a page does it: the same key until there is an answer.
    for (;;) {
      const answer = await fetch(`${address()}/api/v1/conversations/${group}/messages`, {
        method: 'POST',
        headers: {
          cookie: lead.cookie,
          'content-type': 'application/json',
          'idempotency-key': `crash-message-${n}`,
        },
        body: JSON.stringify({ kind: 'text', text: `消息${n}。` }),
      }).catch(() => null)
      if (answer?.status === 201) return
      await sleep(30)
    }
  }
  let isOver = false
  const killer = (async () => {
    while (!isOver) {
      await sleep(250 + Math.random() * 400)
      await crash()
    }
  })()
  const COUNT = 40
  for (let n = 1; n <= COUNT; n++) {
    await say(n)
    await sleep(40)
  }
  isOver = true
  await killer
  const { rows } = await owner.query(
    'SELECT text FROM messages WHERE conversation_id = $1 ORDER BY no',
    [group],
  )
  const all = Array.from({ length: COUNT }, (_, i) => `消息${i + 1}。`)
  assert.deepEqual(
    rows.map((row) => row.text),
    all,
    'each once, in order',
  )
  const isOut = () => all.every((text) => inbox.taken.some((one) => one.text.includes(text)))
  // A call that was on its way when the process died is waited for half a minute.
  for (let i = 0; i < 200 && !isOut(); i++) await sleep(250)
  assert.ok(isOut(), 'at least once outside')
  const bodies = new Map<string, string>()
  for (const { id, text } of inbox.taken) {
    assert.equal(bodies.get(id) ?? text, text, 'one id always says the same')
    bodies.set(id, text)
  }
  const said = [...bodies.values()].join('')
  for (const text of all) assert.equal(said.split(text).length, 2, `${text} has one id`)
})
