import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { testApp } from '../../../test/app.ts'
import { robotStandIn } from '../../../test/robot-stand-in.ts'
import { talkWorld } from './conversation-fixture.ts'

const world = await talkWorld({ after })
const { lead, dealer, rival, open, say } = world
const standIn = await robotStandIn({ after }, () => world.now().getTime())

async function destination(kind: string, more: Record<string, unknown> = {}, takes = 'all') {
  const conversationId = await open(lead, [dealer])
  const url = standIn.url(kind)
  const made = await lead.post('destinations', {
    kind,
    name: `到${kind}`,
    url,
    sources: [{ conversationId, takes }],
    ...more,
  })
  assert.equal(made.status, 201, made.text)
  const state = async () =>
    (await lead.get('destinations')).body.items.find((d: { id: string }) => d.id === made.body.id)
  return {
    id: made.body.id as string,
    made: made.body,
    conversationId,
    inbox: standIn.inbox(url),
    state,
  }
}

test('what is said in a conversation arrives outside, signed as its kind asks', async () => {
  for (const [kind, secret] of [
    ['wecom', ''],
    ['dingtalk', 'SECa'],
    ['feishu', 'fs'],
    ['webhook', ''],
  ] as const) {
    standIn.secret = secret
    const { conversationId, inbox, state, made } = await destination(kind, { secret })
    if (kind === 'webhook') standIn.secret = made.secret
    else assert.equal(made.secret, null)
    await say(dealer, conversationId, '今天到货')
    await world.runJobs()
    assert.equal(inbox.taken.length, 1, `${kind}: ${JSON.stringify(inbox.refused)}`)
    assert.match(inbox.taken[0]!.text, /Dealer owner: 今天到货/)
    const { waiting, failed, lastSentAt, hint } = await state()
    assert.deepEqual([waiting, failed], [0, 0])
    assert.ok(lastSentAt)
    assert.ok(!hint.includes('key='), 'the address is not shown')
  }
})

test('a burst keeps to the limit: what waits is merged, nothing is lost, order holds', async () => {
  for (const kind of ['wecom', 'dingtalk', 'feishu'] as const) {
    standIn.secret = ''
    const { conversationId, inbox, state } = await destination(kind)
    for (let i = 1; i <= 50; i++) {
      await say(lead, conversationId, `第${i}条。`)
      await world.runJobs()
    }
    for (let i = 0; i < 20 && (await state()).waiting > 0; i++) {
      world.tick(5000)
      await world.runJobs()
    }
    const all = inbox.taken.map((call) => call.text).join('\n')
    const numbers = [...all.matchAll(/第(\d+)条。/g)].map(([, n]) => Number(n))
    assert.deepEqual(
      numbers,
      Array.from({ length: 50 }, (_, i) => i + 1),
      kind,
    )
    assert.equal(inbox.refused.length, 0, `${kind} was never asked more than it takes`)
    if (kind === 'wecom') assert.ok(inbox.taken.length <= 23, `${inbox.taken.length} calls`)
  }
})

test('when somebody else has used up the limit, we wait as long as the kind is deaf', async () => {
  const { conversationId, inbox, state } = await destination('dingtalk')
  standIn.fill(inbox, 20)
  await say(lead, conversationId, '挤不进去')
  await world.runJobs()
  assert.equal(inbox.refused.length, 1)
  assert.equal((await state()).lastFailure, 'too_often')
  world.tick(590_000)
  await world.runJobs()
  assert.equal(inbox.refused.length, 1, 'not asked again before ten minutes are over')
  world.tick(15_000)
  await world.runJobs()
  assert.equal(inbox.taken.length, 1)
  const { body } = await lead.get(`destinations/${(await state()).id}/forwards`)
  assert.deepEqual([body.items[0].state, body.items[0].tries], ['sent', 1], 'no try was spent')
})

test('what fails is tried again under the same id, and in the end has a name and a button', async () => {
  const { id, conversationId, inbox, state } = await destination('webhook')
  standIn.secret = null
  inbox.status = 503
  await say(lead, conversationId, '会失败')
  for (let i = 0; i < 12; i++) {
    await world.runJobs()
    world.tick(15 * 3_600_000)
  }
  assert.equal(new Set(inbox.refused.map((call) => call.id)).size, 1)
  assert.equal(inbox.refused.length, 9)
  const failed = await state()
  assert.deepEqual([failed.waiting, failed.failed, failed.lastFailure], [0, 1, 'status_503'])
  const audit = await lead.get('audit?limit=100')
  assert.ok(audit.text.includes('messaging.forwards_failed'))
  inbox.status = 200
  const retried = await Promise.all([1, 2].map(() => lead.put(`destinations/${id}/retry`)))
  assert.deepEqual(retried.map((r) => r.body.retried).sort(), [0, 1])
  await world.runJobs()
  assert.equal(inbox.taken.length, 1)
  assert.equal((await state()).failed, 0)
})

test('a wrong key is told at once and not tried for days', async () => {
  const { conversationId, inbox, state } = await destination('wecom')
  inbox.code = 93000
  await say(lead, conversationId, '钥匙错了')
  await world.runJobs()
  assert.deepEqual([(await state()).failed, (await state()).lastFailure], [1, 'key_unknown'])
  assert.equal(inbox.refused.length, 1)
})

test('a call that was begun by a process that died is made again as it was', async () => {
  const { id, conversationId, inbox } = await destination('webhook')
  standIn.secret = null
  await say(lead, conversationId, '一')
  const call = '01900000-0000-7000-8000-000000000001'
  const until = new Date(world.now().getTime() + 30_000)
  const { owner } = world.app.database
  await owner.query('UPDATE forwards SET call_id = $2, tries = 1 WHERE destination_id = $1', [
    id,
    call,
  ])
  await owner.query('UPDATE destinations SET busy_until = $2 WHERE id = $1', [id, until])
  await say(lead, conversationId, '二')
  await world.runJobs()
  assert.equal(inbox.taken.length, 0, 'it may still be on its way')
  world.tick(31_000)
  await world.runJobs()
  assert.deepEqual(
    inbox.taken.map((one) => one.id === call),
    [true, false],
  )
  assert.ok(!inbox.taken[0]!.text.includes('二'))
})

test('digests, alerts and robots are told apart; notices come too when asked', async () => {
  const { conversationId, inbox } = await destination('webhook', {}, 'robots')
  standIn.secret = null
  await say(lead, conversationId, '人说的')
  const { body } = await lead.post(`conversations/${conversationId}/robots`, { name: '播报' })
  await lead.put(`robots/${body.id}/test`)
  await world.runJobs()
  assert.deepEqual(
    inbox.taken.map((call) => call.text.includes('播报已就绪')),
    [true],
  )
  const url = standIn.url('webhook')
  const bell = await dealer.post('destinations', {
    kind: 'webhook',
    name: '通知',
    url,
    takesNotices: true,
  })
  assert.equal(bell.status, 201, bell.text)
  const draft = await lead.post('notices', {
    chainId: world.chain.id,
    kind: 'announcement',
    title: '放假通知',
    body: '周六',
  })
  assert.equal((await lead.put(`notices/${draft.body.id}/sending`, {})).status, 200)
  await world.runJobs()
  assert.deepEqual(
    standIn.inbox(url).taken.map((call) => /放假通知.*周六/s.test(call.text)),
    [true],
  )
})

test('a destination is paused, changed, tested and removed by its own org only', async () => {
  const { id, conversationId, inbox, state } = await destination('wecom')
  standIn.secret = ''
  const paused = await lead.patch(`destinations/${id}`, { isPaused: true }, 1)
  assert.equal(paused.body.isPaused, true)
  await say(lead, conversationId, '暂停中')
  await world.runJobs()
  assert.deepEqual([inbox.taken.length, (await state()).waiting], [0, 1])
  await lead.patch(`destinations/${id}`, { isPaused: false }, 2)
  await lead.put(`destinations/${id}/test`)
  await world.runJobs()
  assert.match(inbox.taken.map((call) => call.text).join(), /暂停中.*已接通/s)
  assert.equal((await lead.patch(`destinations/${id}`, { name: 'x' }, 1)).status, 412)
  for (const [how, path] of [
    ['get', `destinations/${id}/forwards`],
    ['put', `destinations/${id}/test`],
    ['put', `destinations/${id}/retry`],
    ['delete', `destinations/${id}`],
  ] as const) {
    assert.equal((await rival[how](path)).status, 404, path)
  }
  const clerk = await world.newMember(lead, 'member')
  assert.equal((await clerk.get('destinations')).status, 403)
  const stolen = await rival.post('destinations', {
    kind: 'webhook',
    name: 'x',
    url: 'https://x.example/',
    sources: [{ conversationId, takes: 'all' }],
  })
  assert.equal(stolen.body.errors[0].field, 'sources.0.conversationId')
  assert.equal(
    (await lead.post('destinations', { kind: 'wecom', name: 'x', url: 'ftp://x' })).status,
    400,
  )
  await assert.rejects(world.rawSql(lead, 'SELECT url FROM destinations'), /permission denied/)
  assert.equal((await lead.delete(`destinations/${id}`)).status, 204)
  assert.equal((await lead.delete(`destinations/${id}`)).status, 404)
})

test('without the operator’s leave nothing goes to private addresses', async (t) => {
  const strict = await testApp(t, { env: { OUTBOUND_PRIVATE: 'false' } })
  const owner = await strict.newOrg()
  const url = standIn.url('webhook')
  const made = await owner.post('destinations', { kind: 'webhook', name: 'x', url })
  await owner.put(`destinations/${made.body.id}/test`)
  await strict.runJobs()
  const { body } = await owner.get('destinations')
  assert.deepEqual([body.items[0].failed, body.items[0].lastFailure], [1, 'address_refused'])
  assert.equal(standIn.inbox(url).taken.length, 0)
})
