import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import type { User } from '../../../test/app.ts'
import { percent, tradeWorld } from '../trade/fixture.ts'

const world = await tradeWorld({ after })
const { app, anyone, lead, distributor, rival, dealer, outsider, newMember, runJobs, tick, now } =
  world
const VALID_FROM = () => new Date(now().getTime() + 86_400_000).toISOString()

async function chainWithPrices(settings: Record<string, unknown> = {}) {
  const chain = await world.newChain(settings)
  const productId = await world.addProduct()
  const tiers = [1, 2, 3].map((tier) => ({
    tier,
    markups: [{ productId: null, markup: { kind: 'percent', value: tier * 1000 } }],
    limit: { minBp: 0, maxBp: 3000 },
  }))
  const set = await lead.put(`chains/${chain.id}/markups`, { tiers })
  assert.equal(set.status, 200, set.text)
  return { ...chain, productId }
}
type Chain = Awaited<ReturnType<typeof chainWithPrices>>

function priceChange(chain: Chain, more: Record<string, unknown> = {}) {
  const prices = [{ productId: chain.productId, priceMinor: 12_000, retailMinor: 29_900 }]
  return {
    chainId: chain.id,
    kind: 'price_change',
    title: '夏装调价',
    validFrom: VALID_FROM(),
    prices,
    ...more,
  }
}
async function send(body: Record<string, unknown>): Promise<string> {
  const draft = await lead.post('notices', body)
  assert.equal(draft.status, 201, draft.text)
  const sent = await lead.put(`notices/${draft.body.id}/sending`, {})
  assert.equal(sent.status, 200, sent.text)
  return draft.body.id
}
const open = (user: User, notice: string, place: string) =>
  user.put(`inbox/${notice}/${place}/reading`)
const confirm = (user: User, notice: string, place: string, body = {}) =>
  user.put(`inbox/${notice}/${place}/confirmation`, body)
const counts = async (notice: string) => (await lead.get(`notices/${notice}`)).body.counts

test('each recipient of a price change sees its own price and nobody else’s', async () => {
  const chain = await chainWithPrices()
  const id = await send(priceChange(chain))
  const first = await open(distributor, id, chain.distributor)
  assert.equal(first.status, 200, first.text)
  assert.equal(first.body.prices[0].priceMinor, 12_000)
  assert.equal(first.body.prices[0].previousMinor, 10_000)
  const second = await open(dealer, id, chain.dealer)
  assert.equal(second.body.prices[0].priceMinor, 13_200, 'tier 1 adds 10 %')
  assert.equal(second.body.prices[0].previousMinor, 11_000)
  assert.equal(second.body.prices[0].retailMinor, 29_900)
  assert.equal((await open(dealer, id, chain.distributor)).status, 404)
  assert.equal((await open(outsider, id, chain.dealer)).status, 404)
  const seen = await world.rawSql(dealer, 'SELECT seller_id, price_minor FROM notice_prices')
  assert.deepEqual(
    seen.map((row) => row.price_minor).filter((p) => Number((p as number[])[0]) === 12_000),
    [],
    'the dealer cannot read what the distributor pays',
  )
})

test('receipts name who was reached and why the others were not', async () => {
  const chain = await chainWithPrices()
  const id = await send(priceChange(chain))
  const notice = (await lead.get(`notices/${id}`)).body
  assert.equal(notice.state, 'complete')
  assert.deepEqual(
    { ...notice.counts },
    {
      recipients: 4,
      queued: 0,
      delivered: 3,
      read: 0,
      confirmed: 0,
      failed: 1,
      superseded: 0,
      recalled: 0,
    },
  )
  const failed = (await lead.get(`notices/${id}/receipts?state=failed`)).body
  assert.equal(failed.total, 1)
  assert.equal(failed.items[0].partnerId, chain.store)
  assert.equal(failed.items[0].reason, 'not_joined')
})

test('reading and confirming are each counted once, with who and when', async () => {
  const chain = await chainWithPrices()
  const id = await send(priceChange(chain))
  await open(dealer, id, chain.dealer)
  await open(dealer, id, chain.dealer)
  assert.equal((await counts(id)).read, 1)
  const race = await Promise.all(
    [1, 2].map(() => confirm(dealer, id, chain.dealer, { answer: '已换价签' })),
  )
  assert.deepEqual(race.map((a) => a.status).sort(), [200, 409])
  await confirm(rival, id, chain.rival)
  const after = await counts(id)
  assert.deepEqual([after.delivered, after.read, after.confirmed], [1, 0, 2])
  const rows = (await lead.get(`notices/${id}/receipts?state=confirmed&tier=2`)).body.items
  assert.equal(rows[0].confirmedByName, 'Dealer owner')
  assert.equal(rows[0].answer, '已换价签')
  assert.ok(rows[0].readAt)
  const tiers = (await lead.get(`notices/${id}/roll-up?by=tier`)).body
  assert.deepEqual(
    tiers.rows.map((r: { key: string; counts: { confirmed: number } }) => [
      r.key,
      r.counts.confirmed,
    ]),
    [
      ['1', 1],
      ['2', 1],
      ['3', 0],
    ],
  )
  assert.equal(tiers.curve.at(-1).confirmed, 2)
  for (const by of ['region', 'group', 'parent']) {
    assert.equal((await lead.get(`notices/${id}/roll-up?by=${by}`)).status, 200)
  }
})

test('colleagues see who of them read and confirmed a notice, and nobody else’s name', async () => {
  const chain = await chainWithPrices()
  const [clerk, manager] = [await newMember(dealer, 'member'), await newMember(dealer, 'manager')]
  const id = await send(priceChange(chain))
  const fresh = (await open(clerk, id, chain.dealer)).body
  assert.deepEqual([fresh.readByName, fresh.confirmedByName], [clerk.name, null])
  const confirmed = (await confirm(manager, id, chain.dealer)).body
  assert.deepEqual([confirmed.readByName, confirmed.confirmedByName], [clerk.name, manager.name])
  const { items } = (await dealer.get('members')).body
  const membership = items.find((m: { personId: string }) => m.personId === clerk.personId)
  assert.equal((await dealer.post(`members/${membership.id}/removal`)).status, 200)
  assert.equal((await open(dealer, id, chain.dealer)).body.readByName, clerk.name, 'left since')
  // A receipt that went to another firm with its place keeps the old firm's people to itself.
  await app.database.owner.query(
    'UPDATE receipts SET recipient_org_id = $3 WHERE notice_id = $1 AND partner_id = $2',
    [id, chain.dealer, outsider.orgId],
  )
  await app.database.owner.query('INSERT INTO place_orgs VALUES ($1, $2, $3)', [
    outsider.orgId,
    chain.dealer,
    chain.id,
  ])
  const taken = (await open(outsider, id, chain.dealer)).body
  assert.deepEqual(
    [taken.state, taken.readByName, taken.confirmedByName],
    ['confirmed', null, null],
  )
})

test('a notice that was sent cannot be sent, changed or dropped again', async () => {
  const chain = await chainWithPrices()
  const draft = (await lead.post('notices', priceChange(chain))).body
  const both = await Promise.all([1, 2].map(() => lead.put(`notices/${draft.id}/sending`, {})))
  assert.deepEqual(both.map((a) => a.status).sort(), [200, 409])
  const { chainId: _, ...rest } = priceChange(chain)
  const version = (await lead.get(`notices/${draft.id}`)).body.version
  assert.equal((await lead.patch(`notices/${draft.id}`, rest, version)).status, 409)
  assert.equal((await lead.delete(`notices/${draft.id}`)).status, 409)
})

test('bad notices are refused by field', async () => {
  const chain = await chainWithPrices()
  const fields = async (body: object) =>
    (await lead.post('notices', body)).body.errors.map((e: { field: string }) => e.field)
  assert.deepEqual(await fields({ ...priceChange(chain), prices: [] }), ['prices'])
  assert.deepEqual(await fields({ ...priceChange(chain), validFrom: null }), ['validFrom'])
  assert.deepEqual(await fields({ chainId: chain.id, kind: 'task', title: 'x' }), ['deadlineAt'])
  assert.deepEqual(await fields({ ...priceChange(chain), kind: 'announcement' }), ['prices'])
  const line = { productId: chain.distributor, priceMinor: 1, retailMinor: 1 }
  assert.deepEqual(await fields(priceChange(chain, { prices: [line] })), ['prices.0.productId'])
  assert.equal(
    (await distributor.post('notices', priceChange(chain))).status,
    404,
    'only the lead sends',
  )
  assert.equal((await anyone.post('notices', priceChange(chain))).status, 401)
})

test('plain members read and confirm for their firm but do not write notices', async () => {
  const chain = await chainWithPrices()
  const member = await newMember(dealer, 'member')
  const clerk = await newMember(lead, 'member')
  const id = await send(priceChange(chain))
  assert.equal((await confirm(member, id, chain.dealer)).status, 200)
  assert.equal((await clerk.post('notices', priceChange(chain))).status, 403)
  assert.equal((await clerk.put(`notices/${id}/recall`, { reason: 'x' })).status, 403)
})

test('a new edition closes what was open in the one before and keeps what was confirmed', async () => {
  const chain = await chainWithPrices()
  const id = await send(priceChange(chain))
  await confirm(dealer, id, chain.dealer)
  const next = await send(
    priceChange(chain, {
      supersedesId: id,
      prices: [{ productId: chain.productId, priceMinor: 11_500, retailMinor: 28_900 }],
    }),
  )
  const old = await counts(id)
  assert.deepEqual([old.confirmed, old.superseded, old.failed], [1, 2, 1])
  const seen = (await open(rival, id, chain.rival)).body
  assert.equal(seen.state, 'superseded')
  assert.equal(seen.supersededById, next)
  assert.equal((await confirm(rival, id, chain.rival)).status, 409)
  const latest = (await open(dealer, next, chain.dealer)).body
  assert.equal(latest.edition, 2)
  assert.equal(latest.prices[0].previousMinor, 11_000, 'the edition before never became valid')
})

test('a recalled notice is closed everywhere and its prices are withdrawn', async () => {
  const chain = await chainWithPrices()
  const id = await send(priceChange(chain))
  await confirm(dealer, id, chain.dealer)
  assert.equal((await lead.get(`products/${chain.productId}`)).body.nextPrice.priceMinor, 12_000)
  assert.equal((await lead.put(`notices/${id}/recall`, { reason: '' })).status, 400)
  assert.equal((await lead.put(`notices/${id}/recall`, { reason: '价格有误' })).status, 200)
  assert.equal((await lead.put(`notices/${id}/recall`, { reason: '再次' })).status, 409)
  const seen = (await open(dealer, id, chain.dealer)).body
  assert.deepEqual([seen.state, seen.recallReason, seen.prices], ['recalled', '价格有误', []])
  assert.equal((await lead.get(`products/${chain.productId}`)).body.nextPrice, null)
})

test('a retry reaches the missing alone', async () => {
  const chain = await chainWithPrices()
  const store = await world.newOrg('Late store')
  const id = await send(priceChange(chain))
  await confirm(dealer, id, chain.dealer)
  assert.deepEqual((await lead.put(`notices/${id}/retry`)).body, { missing: 1, delivered: 0 })
  await app.database.owner.query(
    `UPDATE partners SET status = 'joined', partner_org_id = $2 WHERE id = $1`,
    [chain.store, store.orgId],
  )
  const both = await Promise.all([1, 2].map(() => lead.put(`notices/${id}/retry`)))
  assert.deepEqual(both.map((a) => a.body.delivered).sort(), [0, 1])
  const seen = await open(store, id, chain.store)
  assert.equal(seen.body.prices[0].priceMinor, 15_840, '12,000 x 1.1 x 1.2')
  assert.equal((await counts(id)).confirmed, 1)
})

test('a distributor adjusts within the limits before its time, and then the notice flows on', async () => {
  const chain = await chainWithPrices({ relayMinutes: 60 })
  const id = await send(priceChange(chain))
  assert.equal((await lead.get(`notices/${id}`)).body.state, 'sent')
  assert.equal((await open(dealer, id, chain.dealer)).status, 404, 'still behind the distributor')
  const { items } = (await distributor.get('relays')).body
  const turn = items.find((r: { noticeId: string }) => r.noticeId === id)
  assert.equal(turn.prices[0].sellsAtMinor, 13_200)
  const at = `relays/${id}/${chain.distributor}`
  const high = { markup: { kind: 'percent', value: 3001 } }
  const refused = await distributor.patch(at, high, turn.version)
  assert.equal(refused.status, 422)
  assert.equal(refused.body.reason, 'markup_outside_limits')
  const mine = { note: '本周特惠', markup: { kind: 'percent', value: 500 } }
  const adjusted = await distributor.patch(at, mine, turn.version)
  assert.equal(adjusted.status, 200, adjusted.text)
  assert.equal(adjusted.body.prices[0].sellsAtMinor, 12_600)
  assert.equal((await rival.patch(at, mine, 2)).status, 404)
  const passed = await Promise.all([1, 2].map(() => distributor.put(`${at}/passing`)))
  assert.deepEqual(passed.map((a) => a.status).sort(), [200, 409])
  const seen = (await open(dealer, id, chain.dealer)).body
  assert.equal(seen.prices[0].priceMinor, 12_600)
  assert.deepEqual(seen.notes, [{ fromName: 'Distributor', note: '本周特惠' }])
  assert.equal(seen.relay.isOpen, true, 'the dealer’s own turn has begun')
  assert.equal(
    (await distributor.patch(at, mine, 2)).status,
    409,
    'what flowed on cannot be called back',
  )
})

test('when nobody adjusts, the notice flows on by itself, hop by hop', async () => {
  const chain = await chainWithPrices({ relayMinutes: 60 })
  const id = await send(priceChange(chain))
  await runJobs()
  assert.equal((await open(dealer, id, chain.dealer)).status, 404)
  tick(61 * 60_000)
  await runJobs()
  assert.equal((await open(dealer, id, chain.dealer)).body.prices[0].priceMinor, 13_200)
  assert.equal((await counts(id)).queued, 0, 'the store has not joined, so nobody waits')
  tick(61 * 60_000)
  await runJobs()
  assert.equal((await lead.get(`notices/${id}`)).body.state, 'complete')
})

test('reminders go to those who owe an answer, then their distributor is told', async () => {
  const chain = await chainWithPrices({ reminderHours: [4], escalateAfterHours: 24 })
  const id = await send(priceChange(chain))
  await confirm(rival, id, chain.rival)
  tick(5 * 3_600_000)
  await runJobs()
  const reminded = async () =>
    (await lead.get(`notices/${id}/receipts`)).body.items.map(
      (r: { reminded: number }) => r.reminded,
    )
  assert.deepEqual((await reminded()).sort(), [0, 0, 1, 1])
  assert.deepEqual((await lead.put(`notices/${id}/reminder`)).body, { reminded: 2 })
  assert.deepEqual((await distributor.get('escalations')).body.items, [])
  tick(24 * 3_600_000)
  await runJobs()
  const told = (await distributor.get('escalations')).body.items
  assert.deepEqual([told[0].noticeId, told[0].waiting, told[0].names], [id, 1, ['Dealer']])
  assert.equal((await distributor.get('audit?type=messaging.answers_late')).body.items.length, 1)
  assert.deepEqual((await dealer.get('escalations')).body.items, [])
  const below = (await distributor.get(`notices/${id}/receipts`)).body
  assert.equal(below.total, 3, 'the distributor follows those below it, and itself')
  await confirm(dealer, id, chain.dealer)
  assert.deepEqual((await distributor.get('escalations')).body.items, [])
})

test('a notice is sent at its hour, or after the quiet hours, and can be taken back before', async () => {
  const chain = await chainWithPrices()
  const at = new Date(now().getTime() + 3_600_000).toISOString()
  const draft = (await lead.post('notices', priceChange(chain))).body
  assert.equal((await lead.put(`notices/${draft.id}/sending`, { at })).body.state, 'scheduled')
  assert.equal((await lead.delete(`notices/${draft.id}/sending`)).body.state, 'draft')
  tick(2 * 3_600_000)
  await runJobs()
  assert.equal((await lead.get(`notices/${draft.id}`)).body.state, 'draft')
  const again = new Date(now().getTime() + 3_600_000).toISOString()
  await lead.put(`notices/${draft.id}/sending`, { at: again })
  tick(2 * 3_600_000)
  await runJobs()
  assert.equal((await lead.get(`notices/${draft.id}`)).body.state, 'complete')
  const clock = (offset: number) =>
    new Date(now().getTime() + offset * 3_600_000).toISOString().slice(11, 16)
  const quiet = await chainWithPrices({
    timeZone: 'UTC',
    quietHours: { from: clock(-1), to: clock(1) },
  })
  const held = (await lead.post('notices', priceChange(quiet))).body
  const answer = (await lead.put(`notices/${held.id}/sending`, {})).body
  assert.equal(answer.state, 'scheduled')
  assert.equal(answer.scheduledAt.slice(11, 16), clock(1))
  const urgent = (await lead.post('notices', priceChange(quiet, { observesQuietHours: false })))
    .body
  assert.equal((await lead.put(`notices/${urgent.id}/sending`, {})).body.state, 'complete')
})

test('the audience counts what would be reached, by tier, and a notice keeps to it', async () => {
  const chain = await chainWithPrices()
  const count = async (audience: object) =>
    (await lead.post('audience', { chainId: chain.id, audience })).body
  assert.deepEqual(
    [
      (await count({})).recipients,
      (await count({})).reachable,
      (await count({ tiers: [2, 3] })).recipients,
    ],
    [4, 3, 2],
  )
  assert.equal((await count({ underIds: [chain.distributor] })).recipients, 3)
  assert.equal((await count({ partnerIds: [chain.rival] })).sample[0].name, 'Rival')
  assert.equal((await count({ side: 'upstream' })).recipients, 1)
  assert.equal(
    (await distributor.post('audience', { chainId: chain.id, audience: {} })).status,
    404,
  )
  const id = await send(priceChange(chain, { audience: { tiers: [2] } }))
  assert.equal((await counts(id)).recipients, 1)
  assert.equal((await open(dealer, id, chain.dealer)).body.prices[0].priceMinor, 13_200)
  assert.equal((await open(distributor, id, chain.distributor)).status, 404)
})

test('templates are kept, changed and removed by those who may write notices', async () => {
  const body = { name: '调价通知', kind: 'price_change', title: '调价', body: '请更换价签' }
  const made = await lead.post('notice-templates', body)
  assert.equal(made.status, 201)
  assert.equal((await lead.post('notice-templates', body)).status, 409)
  assert.equal(
    (await lead.patch(`notice-templates/${made.body.id}`, { title: '新' }, 1)).body.version,
    2,
  )
  assert.equal(
    (await lead.patch(`notice-templates/${made.body.id}`, { title: '新' }, 1)).status,
    412,
  )
  assert.equal((await rival.delete(`notice-templates/${made.body.id}`)).status, 404)
  assert.equal((await lead.delete(`notice-templates/${made.body.id}`)).status, 204)
  assert.equal((await lead.delete(`notice-templates/${made.body.id}`)).status, 404)
})

test('the inbox tells what is unread and what waits for an answer', async () => {
  const chain = await chainWithPrices()
  const before = (await rival.get('inbox')).body
  const id = await send(priceChange(chain))
  await send({ chainId: chain.id, kind: 'announcement', title: '放假安排' })
  const now = (await rival.get('inbox')).body
  assert.deepEqual([now.unread - before.unread, now.waiting - before.waiting], [2, 1])
  assert.equal(now.items[0].title, '放假安排')
  const waiting = (await rival.get('inbox?only=waiting&limit=1')).body
  assert.equal(waiting.items[0].noticeId, id)
  assert.ok(waiting.nextCursor)
  const next = (await rival.get(`inbox?only=waiting&limit=1&cursor=${waiting.nextCursor}`)).body
  assert.notEqual(next.items[0]?.noticeId, id)
})

test('a partner’s attachment opens for recipients and for nobody else', async () => {
  const chain = await chainWithPrices()
  const form = new FormData()
  form.append('file', new Blob(['价目表'], { type: 'text/html' }), '价目表.html')
  const request = new Request('http://x', { method: 'POST', body: form })
  const uploaded = await app.http.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: { cookie: lead.cookie, 'content-type': request.headers.get('content-type')! },
    payload: Buffer.from(await request.arrayBuffer()),
  })
  assert.equal(uploaded.statusCode, 201, uploaded.body)
  const file = uploaded.json()
  assert.equal((await dealer.get(`files/${file.id}`)).status, 404)
  await send(priceChange(chain, { fileIds: [file.id] }))
  const got = await dealer.get(`files/${file.id}`)
  assert.equal(got.status, 200)
  assert.equal(
    got.headers['content-type'],
    'application/octet-stream',
    'a page of theirs never runs on ours',
  )
  assert.match(String(got.headers['content-disposition']), /^attachment/)
  assert.equal((await outsider.get(`files/${file.id}`)).status, 404)
  assert.equal((await lead.post('files', {})).status, 400)
})

test('what a seller charges follows its own standing mark-up', async () => {
  const chain = await chainWithPrices()
  await distributor.put(`partners/${chain.distributor}/markups`, { own: [percent(2500)] })
  const id = await send(priceChange(chain))
  assert.equal((await open(dealer, id, chain.dealer)).body.prices[0].priceMinor, 15_000)
})
