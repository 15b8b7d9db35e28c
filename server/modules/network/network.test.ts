import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { networkWorld } from './fixture.ts'

const world = await networkWorld({ after })
const { anyone, newOrg, newMember, openChain, add, join } = world
const lead = await newOrg('链主')
const stranger = await newOrg('Stranger')

test('a chain opens with sensible settings and shows itself to its lead', async () => {
  const answer = await lead.post('chains', { name: '春装链', note: '内部' })
  assert.equal(answer.status, 201, answer.text)
  assert.equal(answer.headers.etag, '"1"')
  const { body } = answer
  assert.equal(body.isLead, true)
  assert.equal(body.lead.name, '链主')
  assert.equal(body.myPartnerId, null)
  assert.deepEqual(body.settings.reminderHours, [4, 12, 24])
  assert.deepEqual([body.partners, body.joined, body.version], [0, 0, 1])
  assert.deepEqual((await lead.get(`chains/${body.id}`)).body, body)
})

test('two chains of one lead cannot have the same name', async () => {
  await openChain(lead, { name: '重名链' })
  const again = await lead.post('chains', { name: '重名链' })
  assert.equal(again.status, 409)
  assert.equal(again.body.reason, 'chain_name_taken')
  assert.equal(again.body.errors[0].field, 'name')
  const other = await openChain(lead)
  const renamed = await lead.patch(`chains/${other}`, { name: '重名链' }, 1)
  assert.equal(renamed.body.reason, 'chain_name_taken')
})

test('the same request sent twice opens one chain', async () => {
  const headers = { 'idempotency-key': newId() }
  const [one, two] = await Promise.all([
    lead.post('chains', { name: 'Once' }, headers),
    lead.post('chains', { name: 'Once' }, headers),
  ])
  assert.equal(one.body.id, two.body.id)
})

test('a change keeps what it does not name, also among the settings', async () => {
  const id = await openChain(lead, { settings: { relayMinutes: 30, reminderHours: [1] } })
  const changed = await lead.patch(
    `chains/${id}`,
    { peersVisible: true, settings: { quietHours: { from: '22:00', to: '07:00' } } },
    1,
  )
  assert.equal(changed.status, 200, changed.text)
  assert.equal(changed.body.version, 2)
  assert.equal(changed.body.peersVisible, true)
  assert.equal(changed.body.settings.relayMinutes, 30)
  assert.deepEqual(changed.body.settings.reminderHours, [1])
  assert.deepEqual(changed.body.settings.quietHours, { from: '22:00', to: '07:00' })
})

test('a change made from an old reading is refused, and one without a reading too', async () => {
  const id = await openChain(lead)
  assert.equal((await lead.patch(`chains/${id}`, { note: 'a' }, 1)).status, 200)
  assert.equal((await lead.patch(`chains/${id}`, { note: 'b' }, 1)).status, 412)
  assert.equal((await lead.call('PATCH', `chains/${id}`, { note: 'b' })).status, 428)
  const both = await Promise.all([
    lead.patch(`chains/${id}`, { note: 'c' }, 2),
    lead.patch(`chains/${id}`, { note: 'd' }, 2),
  ])
  assert.deepEqual(both.map((a) => a.status).sort(), [200, 412])
})

test('bad settings name their field', async () => {
  for (const [settings, field] of [
    [{ timeZone: 'Mars/Olympus' }, 'settings.timeZone'],
    [{ quietHours: { from: '25:00', to: '07:00' } }, 'settings.quietHours.from'],
    [{ priceStepMinor: 0 }, 'settings.priceStepMinor'],
  ] as const) {
    const answer = await lead.post('chains', { name: 'Bad', settings })
    assert.equal(answer.status, 400)
    assert.equal(answer.body.errors[0].field, field)
  }
})

test('a partner finds the chains it stands in, with its own numbers and without the lead’s note', async () => {
  const id = await openChain(lead, { name: '两层链', note: '毛利 40%' })
  const partner = await newOrg('华东经销')
  const place = await add(lead, id)
  await add(lead, id)
  await join(lead, place.id, partner)
  await add(partner, id)
  const { items } = (await partner.get('chains')).body
  assert.equal(items.length, 1)
  assert.equal(items[0].isLead, false)
  assert.equal(items[0].lead.name, '链主')
  assert.equal(items[0].note, '')
  assert.deepEqual([items[0].myPartnerId, items[0].myTier], [place.id, 1])
  assert.deepEqual([items[0].partners, items[0].joined], [1, 0])
  assert.equal((await lead.get(`chains/${id}`)).body.partners, 3)
  assert.equal((await partner.patch(`chains/${id}`, { note: 'x' }, 1)).status, 404)
})

test('the summary counts by tier, region, kind and tag what the reader works with', async () => {
  const id = await openChain(lead)
  const top = await add(lead, id, { region: '浙江省杭州市', kind: '经销商', tags: ['重点'] })
  await add(lead, id, {
    parentId: top.id,
    region: '浙江省杭州市',
    kind: '门店',
    tags: ['重点', '新'],
  })
  await add(lead, id, { side: 'upstream', region: '江苏省', kind: '面料厂' })
  const { body } = await lead.get(`chains/${id}/summary`)
  assert.deepEqual(body.tiers, [
    { side: 'downstream', tier: 1, status: 'imported', partners: 1 },
    { side: 'downstream', tier: 2, status: 'imported', partners: 1 },
    { side: 'upstream', tier: 1, status: 'imported', partners: 1 },
  ])
  assert.deepEqual(body.regions[0], { region: '浙江省杭州市', partners: 2 })
  assert.equal(body.kinds.length, 3)
  assert.deepEqual(body.tags[0], { tag: '重点', partners: 2 })
})

test('the map gives the whole tree to the lead and its own part to a partner', async () => {
  const id = await openChain(lead)
  const partner = await newOrg('Mapped')
  const top = await add(lead, id, { name: 'top' })
  const mine = await add(lead, id, { name: 'mine', parentId: top.id })
  const beside = await add(lead, id, { name: 'beside', parentId: top.id })
  const supplier = await add(lead, id, { name: 'supplier', side: 'upstream' })
  await join(lead, mine.id, partner)
  const store = await add(partner, id, { name: 'store' })
  const all = (await lead.get(`chains/${id}/map`)).body
  assert.deepEqual(new Set(all.ids), new Set([top, mine, beside, supplier, store].map((p) => p.id)))
  for (const [child, parent] of [
    [mine, top],
    [beside, top],
    [store, mine],
  ]) {
    assert.equal(all.ids[all.parents[all.ids.indexOf(child.id)]], parent.id)
  }
  assert.equal(all.parents[all.ids.indexOf(supplier.id)], -1)
  assert.equal(all.sides[all.ids.indexOf(supplier.id)], 'u')
  assert.equal(all.omitted, 0)
  const part = (await partner.get(`chains/${id}/map`)).body
  assert.deepEqual(part.names, ['top', 'mine', 'store'])
  assert.deepEqual(part.parents, [-1, 0, 1])
})

test('strangers find nothing of a chain, and nobody gets in without a login', async () => {
  const chain = await openChain(lead)
  const partner = await add(lead, chain)
  const other = await add(lead, chain)
  const group = (await lead.post(`chains/${chain}/groups`, { name: 'g' })).body
  const contact = (await lead.post(`partners/${partner.id}/contacts`, { name: 'c' })).body
  const rule = (await lead.post('visibility-rules', { chainId: chain, name: 'r' })).body
  const calls: [Parameters<typeof lead.call>[0], string, unknown?][] = [
    ['GET', `chains/${chain}`],
    ['PATCH', `chains/${chain}`, { note: 'x' }],
    ['GET', `chains/${chain}/summary`],
    ['GET', `chains/${chain}/map`],
    ['GET', `chains/${chain}/partners`],
    ['POST', `chains/${chain}/partners`, { code: 'x', name: 'x' }],
    ['GET', `chains/${chain}/partners.xlsx`],
    ['POST', `chains/${chain}/partners/bulk`, { partnerIds: [partner.id], addTags: ['x'] }],
    ['GET', `partners/${partner.id}`],
    ['PATCH', `partners/${partner.id}`, { name: 'x' }],
    ['GET', `partners/${partner.id}/history`],
    ['POST', `partners/${partner.id}/move`, { parentId: other.id }],
    ['POST', `partners/${partner.id}/merge`, { intoId: other.id }],
    ['POST', `partners/${partner.id}/removal`, {}],
    ['PUT', `partners/${partner.id}/suspension`],
    ['DELETE', `partners/${partner.id}/suspension`],
    ['PUT', `partners/${partner.id}/departure`],
    ['GET', `chains/${chain}/groups`],
    ['POST', `chains/${chain}/groups`, { name: 'x' }],
    ['PATCH', `groups/${group.id}`, { name: 'x' }],
    ['DELETE', `groups/${group.id}`],
    ['GET', `partners/${partner.id}/contacts`],
    ['POST', `partners/${partner.id}/contacts`, { name: 'x' }],
    ['PATCH', `contacts/${contact.id}`, { name: 'x' }],
    ['DELETE', `contacts/${contact.id}`],
    ['GET', `directory?chainId=${chain}`],
    ['POST', 'visibility-rules', { chainId: chain, name: 'x' }],
    ['PATCH', `visibility-rules/${rule.id}`, { name: 'x' }],
    ['DELETE', `visibility-rules/${rule.id}`],
    ['POST', `partners/${partner.id}/invitation`, {}],
    ['GET', `partners/${partner.id}/invitation`],
    ['DELETE', `partners/${partner.id}/invitation`],
    ['POST', `chains/${chain}/invitations`, { partnerIds: [partner.id] }],
  ]
  const before = (await lead.get(`partners/${partner.id}`)).body
  for (const [method, url, body] of calls) {
    const match: Record<string, string> = method === 'PATCH' ? { 'if-match': '"1"' } : {}
    const answer = await stranger.call(method, url, body, match)
    assert.equal(answer.status, 404, `${method} ${url}: ${answer.text}`)
    assert.equal((await anyone.call(method, url, body, match)).status, 401, `${method} ${url}`)
  }
  assert.deepEqual((await lead.get(`partners/${partner.id}`)).body, before)
})

test('a plain member looks and does not touch', async () => {
  const chain = await openChain(lead)
  const partner = await add(lead, chain)
  const member = await newMember(lead, 'member')
  assert.equal((await member.get(`partners/${partner.id}`)).status, 200)
  assert.equal((await member.get(`chains/${chain}/partners`)).body.items.length, 1)
  for (const answer of [
    await member.post('chains', { name: 'x' }),
    await member.post(`chains/${chain}/partners`, { code: 'x', name: 'x' }),
    await member.patch(`partners/${partner.id}`, { name: 'x' }, 1),
    await member.post(`partners/${partner.id}/removal`, {}),
    await member.post(`partners/${partner.id}/invitation`, {}),
  ]) {
    assert.equal(answer.status, 403)
  }
})
