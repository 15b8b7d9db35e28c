import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { talkWorld } from './conversation-fixture.ts'

const world = await talkWorld({ after })
const { lead, distributor, rival, dealer, outsider, open, say, keyOf } = world

test('a group conversation brings people of several orgs together and names them', async () => {
  const id = await open(lead, [distributor, dealer], { title: '夏装协调' })
  const seen = await dealer.get(`conversations/${id}`)
  assert.equal(seen.status, 200)
  assert.deepEqual(
    [seen.body.title, seen.body.members, seen.body.hasOutsiders, seen.body.isHost],
    ['夏装协调', 3, true, false],
  )
  const { body } = await dealer.get(`conversations/${id}/members`)
  assert.deepEqual(
    body.items.map((m: { name: string; orgName: string; isHost: boolean }) => [
      m.name,
      m.orgName,
      m.isHost,
    ]),
    [
      ['Lead owner', 'Lead', true],
      ['Dealer owner', 'Dealer', false],
      ['Distributor owner', 'Distributor', false],
    ],
  )
})

test('only people whom the directory shows can be brought in', async () => {
  const id = await open(lead, [distributor])
  const key = await keyOf(lead, rival)
  const stolen = await distributor.post(`conversations/${id}/members`, { people: [key] })
  assert.equal(stolen.status, 400)
  assert.equal(stolen.body.errors[0].field, 'people.0')
  assert.equal((await lead.get(`conversations/${id}/members`)).body.items.length, 2)
  const direct = await rival.post('direct-conversations', { person: key })
  assert.equal(direct.body.errors[0].field, 'person', 'not oneself either')
  assert.equal((await lead.post('conversations', { title: '', people: [] })).status, 400)
  const odd = await lead.post('conversations', { title: 'x', people: ['m:1'] })
  assert.equal(odd.body.errors[0].field, 'people.0')
})

test('two people have one direct conversation, whoever begins and however often', async () => {
  const key = await keyOf(lead, dealer)
  const answers = await Promise.all(
    [1, 2, 3].map(() => lead.post('direct-conversations', { person: key })),
  )
  assert.deepEqual([...new Set(answers.map((a) => a.status))], [201])
  assert.equal(new Set(answers.map((a) => a.body.id)).size, 1)
  const { id, kind, title } = answers[0]!.body
  assert.deepEqual([kind, title], ['direct', 'Dealer owner'])
  assert.equal((await dealer.get(`conversations/${id}`)).body.title, 'Lead owner')
  const third = await lead.post(`conversations/${id}/members`, {
    people: [await keyOf(lead, rival)],
  })
  assert.equal(third.body.reason, 'direct_conversation')
})

test('whoever is not in a conversation finds nothing of it, colleague or stranger', async () => {
  const id = await open(lead, [dealer])
  await say(lead, id, '机密')
  const colleague = await world.newMember(lead, 'manager')
  for (const user of [colleague, rival, outsider]) {
    for (const path of ['', '/members', '/messages', '/reads?from=1&to=1', '/messages/1/readers']) {
      assert.equal((await user.get(`conversations/${id}${path}`)).status, 404, path)
    }
    const talk = await user.post(`conversations/${id}/messages`, { kind: 'text', text: 'x' })
    assert.equal(talk.status, 404)
    assert.equal((await user.put(`conversations/${id}/reading`, { from: 1, to: 1 })).status, 404)
    assert.equal((await user.put(`conversations/${id}/messages/1/recall`)).status, 404)
    assert.deepEqual((await user.get('messages?q=机密')).body.items, [])
  }
  assert.equal((await world.anyone.get(`conversations/${id}`)).status, 401)
})

test('a program has no person and therefore no place to talk', async () => {
  const id = await open(lead, [dealer])
  const { body } = await lead.post('api-keys', { name: 'k', scopes: { messaging: 'edit' } })
  const headers = { authorization: `Bearer ${body.key}` }
  assert.equal((await world.anyone.get(`conversations/${id}`, headers)).status, 404)
  const opened = await world.anyone.post('conversations', { title: 'x' }, headers)
  assert.deepEqual([opened.status, opened.body.reason], [403, 'person_only'])
})

test('who leaves reads no more; who is taken out neither; only hosts take others out', async () => {
  const id = await open(lead, [distributor, dealer])
  await say(lead, id, '一')
  const out = await dealer.delete(`conversations/${id}/members/${distributor.personId}`)
  assert.deepEqual([out.status, out.body.reason], [403, 'host_only'])
  assert.equal(
    (await lead.delete(`conversations/${id}/members/${distributor.personId}`)).status,
    204,
  )
  assert.equal((await distributor.get(`conversations/${id}`)).status, 404)
  assert.equal((await dealer.delete(`conversations/${id}/members/${dealer.personId}`)).status, 204)
  assert.equal((await dealer.get(`conversations/${id}/messages`)).status, 404)
  const again = await lead.delete(`conversations/${id}/members/${dealer.personId}`)
  assert.equal(again.status, 404)
})

test('newcomers see what is said from then on, or everything when the host opens the history', async () => {
  const id = await open(lead, [distributor])
  await say(lead, id, '早先的话')
  await lead.post(`conversations/${id}/members`, { people: [await keyOf(lead, dealer)] })
  await say(lead, id, '后来的话')
  const texts = async () =>
    (await dealer.get(`conversations/${id}/messages`)).body.items.map(
      (m: { text: string }) => m.text,
    )
  assert.deepEqual(await texts(), ['后来的话'])
  assert.deepEqual((await dealer.get('messages?q=早先')).body.items, [])
  const { version } = (await lead.get(`conversations/${id}`)).body
  assert.equal((await dealer.patch(`conversations/${id}`, { title: 'x' }, version)).status, 403)
  const stale = await lead.patch(`conversations/${id}`, { title: 'x' }, version - 1)
  assert.equal(stale.status, 412)
  const opened = await lead.patch(
    `conversations/${id}`,
    { showsHistory: true, title: '新名' },
    version,
  )
  assert.equal(opened.body.title, '新名')
  assert.deepEqual(await texts(), ['早先的话', '后来的话'])
})

test('a conversation follows a group of partners', async () => {
  const group = await lead.post(`chains/${world.chain.id}/groups`, { name: '华东' })
  const groupId = group.body.id
  const id = await open(lead, [], { follows: { by: 'group', groupId, who: 'managers' } })
  const names = async () => {
    await world.runJobs()
    const { body } = await lead.get(`conversations/${id}/members`)
    return body.items.map((m: { orgName: string }) => m.orgName).sort()
  }
  assert.deepEqual(await names(), ['Lead'])
  await world.app.database.owner.query(
    'INSERT INTO partner_group_members (org_id, group_id, partner_id) VALUES ($1, $2, $3), ($1, $2, $4)',
    [lead.orgId, groupId, world.chain.dealer, world.chain.rival],
  )
  assert.deepEqual(await names(), ['Dealer', 'Lead', 'Rival'])
  const follower = await dealer.delete(`conversations/${id}/members/${dealer.personId}`)
  assert.deepEqual([follower.status, follower.body.reason], [422, 'follows'])
  await world.app.database.owner.query('DELETE FROM partner_group_members WHERE partner_id = $1', [
    world.chain.rival,
  ])
  assert.deepEqual(await names(), ['Dealer', 'Lead'])
  const suspended = await lead.put(`partners/${world.chain.dealer}/suspension`)
  assert.equal(suspended.status, 200, suspended.text)
  assert.deepEqual(await names(), ['Lead'])
  await lead.delete(`partners/${world.chain.dealer}/suspension`)
  assert.deepEqual(await names(), ['Dealer', 'Lead'])
  const theirs = await dealer.post('conversations', {
    title: 'x',
    follows: { by: 'group', groupId, who: 'managers' },
  })
  assert.equal(theirs.status, 404, 'another org’s group is not found')
})

test('whoever leaves their firm leaves its conversations, and comes back as a newcomer', async () => {
  const clerk = await world.newMember(lead, 'member')
  const id = await open(lead, [clerk, dealer])
  await say(lead, id, '在的时候')
  const members = await lead.get('members')
  const seat = members.body.items.find((m: { personId: string }) => m.personId === clerk.personId)
  await lead.post(`members/${seat.id}/removal`)
  await world.runJobs()
  const { body } = await lead.get(`conversations/${id}/members`)
  assert.equal(body.items.length, 2)
  assert.notEqual((await clerk.get(`conversations/${id}`)).status, 200)
})

test('the list shows what was said last, what is unread, and who was named', async () => {
  const talker = await world.newMember(dealer, 'manager')
  const id = await open(dealer, [talker], { title: '清单' })
  await say(dealer, id, '第一')
  await say(dealer, id, '第二', { mentions: [talker.personId] })
  const item = async () => {
    const { body } = await talker.get('conversations')
    return { ...body.items.find((c: { id: string }) => c.id === id), total: body.unread }
  }
  const before = await item()
  assert.deepEqual(
    [before.unread, before.isMentioned, before.last.text, before.total],
    [2, true, '第二', 2],
  )
  await talker.put(`conversations/${id}/own`, { isMuted: true, isPinned: true })
  assert.equal((await item()).total, 1, 'muted, only the mention counts')
  const read = await talker.put(`conversations/${id}/reading`, { from: 2, to: 2 })
  assert.deepEqual(read.body, { unread: 1, isMentioned: false })
  assert.deepEqual([(await item()).unread, (await item()).total], [1, 0])
  assert.equal((await talker.get(`conversations/${id}`)).body.firstUnreadNo, 1)
  const second = await open(dealer, [talker], { title: '更新的' })
  await say(dealer, second, '更晚')
  const order = (await talker.get('conversations?limit=1')).body
  assert.equal(order.items[0].id, id, 'on top although older')
  const next = await talker.get(`conversations?limit=1&cursor=${order.nextCursor}`)
  assert.equal(next.body.items[0].id, second)
  const found = await talker.get(`conversations?q=${encodeURIComponent('更新')}`)
  assert.deepEqual(
    found.body.items.map((c: { id: string }) => c.id),
    [second],
  )
})

test('the functions that cross orgs ask for themselves who calls them', async () => {
  const id = await open(lead, [dealer])
  await say(lead, id, '函数也要问')
  const rows = (text: string) => world.rawSql(rival, text)
  const post = (
    robot: string,
  ) => `SELECT * FROM post_message('${id}', jingwei_uuid(), 'text', ${robot}, 'x', 'x', '{}',
    NULL, NULL, '{}', false, NULL, now())`
  assert.deepEqual(await rows(post("'clock'")), [])
  assert.deepEqual(await rows(post('NULL')), [])
  assert.deepEqual(await rows(`SELECT * FROM conversation_people('${id}')`), [])
  const search = `SELECT * FROM search_messages('%函数%', '{函数}', NULL, NULL, NULL, 10)`
  assert.deepEqual(await rows(search), [])
  const join = `SELECT join_conversation('${id}', '{${rival.personId}}', '{${rival.orgId}}', true, now())`
  await assert.rejects(rows(join), /not a member/)
  await assert.rejects(rows('SELECT conversation_changed(NULL, NULL, NULL)'), /permission denied/)
  await assert.rejects(
    rows(`INSERT INTO conversation_members SELECT * FROM conversation_members`),
    /permission denied/,
  )
  assert.equal((await lead.get(`conversations/${id}`)).body.lastNo, 1)
})
