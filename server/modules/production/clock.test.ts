import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import type { User } from '../../../test/app.ts'
import { openCtx, SYSTEM } from '../../platform/ctx.ts'
import { tick } from './clock.ts'
import { HOUR, type PlacedOrder, productionWorld } from './fixture.ts'

const world = await productionWorld({ after })
const { lead, factories, outsider, chainId } = world
const [first] = factories as [User]
const { owner } = world.app.database

/** A day's round of the clock: it runs at every quarter of an hour until then. */
async function run(hours: number): Promise<void> {
  for (let i = 0; i < hours * 4; i++) await world.moveTo(world.now().getTime() + HOUR / 4)
}
async function digestsOf(order: PlacedOrder) {
  const { rows } = await owner.query(
    'SELECT slot_at, data FROM digests WHERE order_id = $1 ORDER BY slot_at',
    [order.id],
  )
  return rows as { slot_at: string; data: Record<string, unknown> }[]
}
async function said(order: PlacedOrder, only = '') {
  const { rows } = await owner.query(
    `SELECT m.key, m.data ->> 'template' AS template, m.text, m.data, m.mentions
     FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE c.subject = $1 ORDER BY m.no`,
    [`production_order:${order.id}${only}`],
  )
  return rows as {
    key: string
    template: string
    text: string
    mentions: string[]
    data: { data: Record<string, unknown>; texts: { zh: string; en: string } }
  }[]
}
const openOn = async (order: PlacedOrder, user = lead) =>
  (await user.get(`warnings?orderId=${order.id}`)).body.items
const system = () => openCtx(world.app.source, { ...SYSTEM, orgId: lead.orgId })
/** Begun this very hour, so that the first operation is under way. */
function begun(more: object = {}) {
  return world.newOrder({
    dueAt: new Date(world.now().getTime() + 34 * HOUR).toISOString(),
    quantity: 200,
    ...more,
  })
}

test('every hour that is worked posts one digest into the group, and no other hour does', async () => {
  const order = await begun()
  await run(14)
  const digests = await digestsOf(order)
  const hours = digests.map(({ slot_at }) => new Date(Date.parse(slot_at) + 8 * HOUR).getUTCHours())
  assert.deepEqual(hours, [9, 10, 11, 12, 14, 15, 16, 17, 18], 'noon and night are quiet')
  const cards = (await said(order)).filter(({ template }) => template === 'production.digest')
  assert.equal(cards.length, digests.length)
  assert.equal(new Set(cards.map(({ key }) => key)).size, cards.length)
  await run(10)
})

test('a digest tells planned, actual, trend, finish and who has not reported', async () => {
  const order = await begun()
  await run(1)
  await world.report(first, order.share(10), 30)
  await run(1)
  await world.report(first, order.share(10), 30)
  await run(1)
  const facts = (await digestsOf(order)).at(-1)!.data as {
    planned: number
    actual: number
    trend: number
    finishAt: string | null
    missing: { org: string }[]
    operations: { name: string; good: number }[]
    expected: number
    heard: number
  }
  assert.ok(facts.planned > 0 && facts.actual > 0)
  assert.ok(facts.trend > 0, 'more than an hour ago')
  assert.equal(facts.operations[0]!.good, 60)
  const { texts } = (await said(order)).at(-1)!.data
  assert.match(texts.zh, /计划 \d+%，实际 ≥?\d+%/)
  assert.match(texts.en, /Projected finish/)
  await run(21)
})

test('silence is warned of once, and ends with a report; both appear in the group', async () => {
  const order = await begun()
  await run(6)
  const open = await openOn(order)
  const mine = open.filter(
    (w: { kind: string; operation: { no: number } }) =>
      w.kind === 'silent' && w.operation.no === 10,
  )
  assert.equal(mine.length, 1)
  assert.equal((await openOn(order, first)).length, 1, 'the factory sees its own')
  assert.equal((await openOn(order, outsider)).length, 0)
  await run(2)
  assert.equal((await openOn(order)).filter((w: { id: string }) => w.id === mine[0].id).length, 1)
  await world.report(first, order.share(10), 40)
  await world.moveTo(world.now().getTime() + 1000)
  const after = await lead.get(`warnings/${mine[0].id}`)
  assert.equal(after.body.state, 'cleared')
  const told = (await said(order)).filter(({ key }) => key.includes(mine[0].id))
  assert.deepEqual(
    told.map(({ template }) => template),
    ['production.warning', 'production.warning', 'production.cleared'],
    'raised, one rung higher after an hour, cleared',
  )
  const [warned, , ended] = told
  assert.ok(warned!.mentions.includes(first.personId), 'who answers for the factory is called')
  assert.ok(warned!.data.texts.zh.includes(`@${first.name}`))
  assert.deepEqual(warned!.data.data.people, [first.name])
  assert.deepEqual(ended!.mentions, [])
  const digest = (await said(order)).find(
    ({ template, data }) =>
      template === 'production.digest' && (data.data.missing as object[]).length > 0,
  )
  assert.deepEqual(digest?.data.data.people, [first.name], 'named, and not called every hour')
  assert.deepEqual(digest?.mentions, [])
  await run(16)
})

test('work that lags is warned of, taken up with its cause, and cleared when it has caught up', async () => {
  const order = await begun()
  await run(3)
  await world.report(first, order.share(10), 10)
  await world.moveTo(world.now().getTime() + 1000)
  const [warning] = (await openOn(order)).filter((w: { kind: string }) => w.kind === 'behind')
  assert.ok(warning, 'judged by the report, not only by the clock')
  assert.equal(warning.state, 'raised')
  const path = `warnings/${warning.id}/acknowledgement`
  const take = (
    user: User,
    version: number,
    body: object = { cause: 'machine', action: '换针，加一台车' },
  ) => user.put(path, body, { 'if-match': `"${version}"` })
  assert.equal((await take(lead, 1, { cause: 'weather', action: 'x' })).status, 400)
  assert.equal((await take(outsider, 1)).status, 404)
  assert.equal((await lead.put(path, { cause: 'machine', action: 'x' })).status, 428)
  const both = await Promise.all([take(first, 1), take(first, 1)])
  assert.deepEqual(both.map((b) => b.status).sort(), [200, 412])
  const taken = (await lead.get(`warnings/${warning.id}`)).body
  assert.deepEqual(
    [taken.state, taken.cause, taken.ownerName],
    ['acknowledged', 'machine', first.name.includes('owner') ? first.name : taken.ownerName],
  )
  assert.equal((await take(first, 2)).status, 409)
  assert.ok(
    (await said(order)).some(
      ({ template, text }) => template === 'production.acknowledged' && text.includes('换针'),
    ),
  )
  await run(2)
  assert.equal(
    (await lead.get(`warnings/${warning.id}`)).body.escalated,
    0,
    'taken up, it does not climb',
  )
  await world.report(first, order.share(10), 150)
  await world.moveTo(world.now().getTime() + 1000)
  assert.equal((await lead.get(`warnings/${warning.id}`)).body.state, 'cleared')
  const late = await take(first, 3)
  assert.equal(late.status, 409)
  await run(19)
})

test('a warning that is shelved rests until its hour, and climbs after it', async () => {
  const order = await begun()
  await run(6)
  const [warning] = await openOn(order)
  const shelve = (until: number, version: number) =>
    lead.put(
      `warnings/${warning.id}/shelf`,
      { until: new Date(world.now().getTime() + until).toISOString(), reason: '等布料' },
      { 'if-match': `"${version}"` },
    )
  assert.equal((await shelve(-HOUR, warning.version)).status, 400)
  const shelved = await shelve(2 * HOUR, warning.version)
  assert.deepEqual([shelved.status, shelved.body.state], [200, 'shelved'])
  await run(1.5)
  assert.equal((await lead.get(`warnings/${warning.id}`)).body.escalated, shelved.body.escalated)
  await run(1.5)
  const later = (await lead.get(`warnings/${warning.id}`)).body
  assert.equal(later.state, 'raised')
  assert.ok(later.escalated > shelved.body.escalated)
  await run(15)
})

test('two rounds at once, and a round run again, say everything once', async () => {
  const order = await begun()
  world.tick(6 * HOUR)
  await Promise.all([1, 2, 3].map(() => tick(system(), { orgId: lead.orgId })))
  await tick(system(), { orgId: lead.orgId })
  const keys = (await said(order)).map(({ key }) => key)
  assert.equal(new Set(keys).size, keys.length)
  assert.equal((await digestsOf(order)).length, 1)
  const open = await openOn(order)
  assert.equal(
    new Set(
      open.map((w: { kind: string; operation: object }) => JSON.stringify([w.kind, w.operation])),
    ).size,
    open.length,
  )
  await run(18)
})

test('when the last piece is worked off the order is done, its warnings end, and the clock lets it be', async () => {
  const order = await begun({
    quantity: 10,
    shares: [
      { operationNo: 10, orgId: first.orgId },
      { operationNo: 20, orgId: first.orgId },
      { operationNo: 30, orgId: first.orgId },
      { operationNo: 40, orgId: first.orgId },
    ],
  })
  await run(6)
  for (const no of [10, 20, 30]) await world.report(first, order.share(no), 10)
  await world.moveTo(world.now().getTime() + 1000)
  assert.equal((await lead.get(`production-orders/${order.id}`)).body.state, 'running')
  await world.report(first, order.share(40), 9, { scrap: 1, scrapReason: '烫坏' })
  await world.moveTo(world.now().getTime() + 1000)
  const done = (await lead.get(`production-orders/${order.id}`)).body
  assert.deepEqual([done.state, done.isLate, done.progress.actual], ['done', false, 1])
  assert.deepEqual(await openOn(order), [])
  const count = (await digestsOf(order)).length
  await run(3)
  assert.equal((await digestsOf(order)).length, count)
  await run(15)
})

test('where each has a group of its own, nobody reads of the others', async () => {
  const order = await begun()
  const address = `production-settings?chainId=${chainId}&scope=order&subjectId=${order.id}`
  await lead.put(address, { clock: { audience: 'each', everyMinutes: 120 } })
  await run(2.5)
  const own = await said(order, `/${first.orgId}`)
  assert.ok(own.length > 0)
  const { operations } = own[0]!.data.data as { operations: { name: string }[] }
  assert.deepEqual(
    operations.map(({ name }) => name),
    ['裁剪'],
  )
  assert.equal(
    (await said(order)).filter(({ template }) => template === 'production.digest').length,
    0,
  )
  assert.equal((await digestsOf(order)).length, 1, 'every two hours')
})

test('the board, the load and the scores are the lead’s, and count what happened', async () => {
  const board = (await lead.get(`production-board?chainId=${chainId}`)).body
  assert.ok(board.running > 0 && board.openWarnings > 0)
  assert.equal(
    board.orders[0].isLate || board.orders[0].openWarnings > 0,
    true,
    'the worst in front',
  )
  const from = new Date(world.now().getTime() - 40 * 24 * HOUR).toISOString()
  const to = new Date(world.now().getTime() + 40 * 24 * HOUR).toISOString()
  const gantt = (await lead.get(`production-gantt?chainId=${chainId}&from=${from}&to=${to}`)).body
  assert.equal(gantt.factories.length, 4)
  assert.ok(
    gantt.factories.every(
      (f: { load: number }, i: number) => i === 0 || f.load <= gantt.factories[i - 1].load,
    ),
  )
  const scores = (await lead.get(`production-scores?chainId=${chainId}&from=${from}&to=${to}`)).body
    .items
  const mine = scores.find((s: { org: { id: string } }) => s.org.id === first.orgId)
  assert.ok(mine.shares >= 8 && mine.finished >= 4)
  assert.ok(mine.quality > 0.9 && mine.quality < 1, 'one was spoiled')
  assert.ok(mine.reporting !== null && mine.reporting < 1)
  assert.ok(mine.reactionMinutes >= 0)
  const at = new Date(world.now().getTime() + HOUR).toISOString()
  const { before, after: later } = (
    await lead.get(`production-comparison?chainId=${chainId}&at=${at}&days=60`)
  ).body
  assert.deepEqual(
    [before.orders, later.orders, later.onTime],
    [1, 0, null],
    'nothing yet is not zero',
  )
  assert.ok(before.cycleHours >= 0 && before.reactionMinutes >= 0)
  for (const path of [
    'production-board',
    'production-gantt',
    'production-scores',
    'production-comparison',
  ]) {
    const query = `${path}?chainId=${chainId}&from=${from}&to=${to}&at=${at}`
    assert.equal((await outsider.get(query)).status, 404, path)
    assert.equal((await first.get(query)).status, 404, `${path} of a chain that one only stands in`)
    assert.equal((await lead.get(`${path}?chainId=x`)).status, 400, path)
  }
})
