import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { openSheet } from '../../platform/sheets/read.ts'
import { networkWorld } from './fixture.ts'

const world = await networkWorld({ after })
const { newOrg, newMember, openChain, add, join: takeUp } = world
const lead = await newOrg('链主')
const USCC = '91350100M000100Y43'

test('a partner added without a parent stands right below the lead', async () => {
  const chain = await openChain(lead)
  const groups = await lead.post(`chains/${chain}/groups`, { name: '华东' })
  const answer = await lead.post(`chains/${chain}/partners`, {
    code: 'HZ-01',
    name: '杭州一店',
    kind: '门店',
    region: '浙江省杭州市',
    address: '延安路 1 号',
    note: '慢付',
    uscc: USCC,
    tags: ['新', '重点'],
    groupIds: [groups.body.id],
  })
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual(
    { ...answer.body, id: 0, createdAt: 0 },
    {
      id: 0,
      chainId: chain,
      code: 'HZ-01',
      name: '杭州一店',
      side: 'downstream',
      tier: 1,
      kind: '门店',
      status: 'imported',
      uscc: USCC,
      region: '浙江省杭州市',
      address: '延安路 1 号',
      note: '慢付',
      parentId: null,
      parentName: null,
      children: 0,
      tags: ['新', '重点'].sort(),
      groups: [{ id: groups.body.id, name: '华东' }],
      isMine: true,
      createdAt: 0,
      joinedAt: null,
      version: 1,
    },
  )
})

test('a code is taken once in the hands of one org, also by two requests at once', async () => {
  const chain = await openChain(lead)
  const body = { code: 'SAME', name: 'x' }
  const both = await Promise.all([
    lead.post(`chains/${chain}/partners`, body),
    lead.post(`chains/${chain}/partners`, body),
  ])
  assert.deepEqual(both.map((a) => a.status).sort(), [201, 409])
  const refused = both.find((a) => a.status === 409)!
  assert.deepEqual([refused.body.reason, refused.body.errors[0].field], ['code_taken', 'code'])
  assert.equal((await lead.get(`chains/${chain}/partners`)).body.total, 1)
})

test('bad input names its field and writes nothing', async () => {
  const chain = await openChain(lead)
  const other = await add(lead, await openChain(lead))
  const supplier = await add(lead, chain, { side: 'upstream' })
  const ok = { code: 'X', name: 'X' }
  for (const [body, field] of [
    [{ ...ok, code: '' }, 'code'],
    [{ ...ok, name: 'x'.repeat(101) }, 'name'],
    [{ ...ok, uscc: '91350100M000100Y44' }, 'uscc'],
    [{ ...ok, side: 'sideways' }, 'side'],
    [{ ...ok, tags: [''] }, 'tags.0'],
    [{ ...ok, parentId: 'no-id' }, 'parentId'],
    [{ ...ok, parentId: supplier.id }, 'parentId'],
    [{ ...ok, groupIds: [newId()] }, 'groupIds'],
  ] as const) {
    const answer = await lead.post(`chains/${chain}/partners`, body)
    assert.equal(answer.status, 400, JSON.stringify(body))
    assert.equal(answer.body.errors[0].field, field)
  }
  const elsewhere = await lead.post(`chains/${chain}/partners`, { ...ok, parentId: other.id })
  assert.equal(elsewhere.status, 404)
  assert.equal((await lead.get(`chains/${chain}/partners`)).body.total, 1)
})

test('a chain is thirty tiers deep and not deeper', async () => {
  const chain = await openChain(lead)
  let parentId: string | undefined
  for (let tier = 1; tier <= 30; tier++) {
    const partner = await add(lead, chain, { parentId })
    assert.equal(partner.tier, tier)
    parentId = partner.id
  }
  const deeper = await lead.post(`chains/${chain}/partners`, { code: 'D', name: 'D', parentId })
  assert.deepEqual([deeper.status, deeper.body.reason], [422, 'too_deep'])
  assert.deepEqual(await world.faults(), [])
})

test('each tier owns its own downstream: the lead looks on, and does not touch', async () => {
  const chain = await openChain(lead)
  const dealer = await newOrg('经销商')
  const place = await add(lead, chain, { note: '毛利低' })
  await takeUp(lead, place.id, dealer)
  const store = await add(dealer, chain, { note: '好店' })
  assert.deepEqual([store.tier, store.parentId, store.isMine], [2, place.id, true])
  const seen = (await lead.get(`partners/${store.id}`)).body
  assert.deepEqual([seen.name, seen.isMine, seen.note], [store.name, false, '好店'])
  for (const answer of [
    await lead.post(`chains/${chain}/partners`, { code: 'N', name: 'N', parentId: place.id }),
    await lead.post(`chains/${chain}/partners`, { code: 'N', name: 'N', parentId: store.id }),
    await lead.patch(`partners/${store.id}`, { name: 'mine' }, 1),
    await lead.post(`partners/${store.id}/removal`, {}),
    await lead.post(`partners/${store.id}/invitation`, {}),
    await dealer.patch(`partners/${place.id}`, { name: 'me' }, seen.version),
  ]) {
    assert.deepEqual([answer.status, answer.body.reason], [403, 'not_yours'])
  }
  const own = (await dealer.get(`partners/${place.id}`)).body
  assert.deepEqual(
    [own.note, own.isMine],
    ['', false],
    'what the owner notes is not for the partner',
  )
})

test('a partner sees its parent by name, and nothing beside itself', async () => {
  const chain = await openChain(lead)
  const dealer = await newOrg('Dealer')
  const top = await add(lead, chain, { name: '总经销', note: '内部' })
  const place = await add(lead, chain, { parentId: top.id })
  const beside = await add(lead, chain, { parentId: top.id })
  await takeUp(lead, place.id, dealer)
  const parent = await dealer.get(`partners/${top.id}`)
  assert.deepEqual([parent.body.name, parent.body.note, parent.body.children], ['总经销', '', 1])
  assert.equal((await dealer.get(`partners/${beside.id}`)).status, 404)
  assert.deepEqual((await dealer.get(`partners/${place.id}`)).body.ancestors, [
    { id: top.id, name: '总经销', tier: 1 },
  ])
  assert.equal((await dealer.get(`chains/${chain}/partners`)).body.total, 0)
})

test('a partner cannot add on the side where it does not stand', async () => {
  const chain = await openChain(lead)
  const mill = await newOrg('面料厂')
  const place = await add(lead, chain, { side: 'upstream' })
  await takeUp(lead, place.id, mill)
  const wrong = await mill.post(`chains/${chain}/partners`, { code: 'a', name: 'a' })
  assert.deepEqual([wrong.status, wrong.body.errors[0].field], [400, 'side'])
  assert.equal((await add(mill, chain, { side: 'upstream' })).tier, 2)
})

test('the owner changes what a partner is, from a fresh reading', async () => {
  const chain = await openChain(lead)
  const partner = await add(lead, chain, { tags: ['旧'], region: '浙江省' })
  const changed = await lead.patch(`partners/${partner.id}`, { name: '新名', tags: ['新'] }, 1)
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual(
    [changed.body.name, changed.body.tags, changed.body.region, changed.body.version],
    ['新名', ['新'], '浙江省', 2],
  )
  assert.equal((await lead.patch(`partners/${partner.id}`, { name: 'x' }, 1)).status, 412)
  const both = await Promise.all([
    lead.patch(`partners/${partner.id}`, { name: 'a' }, 2),
    lead.patch(`partners/${partner.id}`, { name: 'b' }, 2),
  ])
  assert.deepEqual(both.map((a) => a.status).sort(), [200, 412])
  const other = await add(lead, chain)
  const taken = await lead.patch(`partners/${other.id}`, { code: partner.code }, 1)
  assert.deepEqual([taken.status, taken.body.reason], [409, 'code_taken'])
})

test('tags and groups are everybody’s own', async () => {
  const chain = await openChain(lead)
  const dealer = await newOrg('Labeller')
  const place = await add(lead, chain)
  await takeUp(lead, place.id, dealer)
  const store = await add(dealer, chain, { tags: ['dealer’s'] })
  const labelled = await lead.patch(`partners/${store.id}`, { tags: ['lead’s'] }, 1)
  assert.deepEqual([labelled.status, labelled.body.tags], [200, ['lead’s']])
  assert.deepEqual((await dealer.get(`partners/${store.id}`)).body.tags, ['dealer’s'])
})

test('the list pages through everything once, in each order', async () => {
  const chain = await openChain(lead)
  const top = await add(lead, chain, { name: 'same' })
  for (let i = 0; i < 7; i++) {
    await add(lead, chain, { name: i % 2 ? 'same' : `n${i}`, parentId: i > 3 ? top.id : undefined })
  }
  for (const sort of ['name', 'code', 'tier', 'created']) {
    const ids: string[] = []
    let cursor: string | null = ''
    do {
      const page = (await lead.get(
        `chains/${chain}/partners?limit=3&sort=${sort}${cursor && `&cursor=${cursor}`}`,
      )) as { body: { items: { id: string }[]; nextCursor: string | null; total?: number } }
      assert.equal(page.body.total, cursor === '' ? 8 : undefined)
      ids.push(...page.body.items.map((item) => item.id))
      cursor = page.body.nextCursor
    } while (cursor)
    assert.equal(new Set(ids).size, 8, sort)
    assert.equal(ids.length, 8, sort)
  }
  assert.equal((await lead.get(`chains/${chain}/partners?cursor=nonsense`)).status, 400)
})

test('filters narrow the list together', async () => {
  const chain = await openChain(lead)
  const east = (await lead.post(`chains/${chain}/groups`, { name: '华东' })).body
  const hangzhou = (await lead.post(`chains/${chain}/groups`, { name: '杭州', parentId: east.id }))
    .body
  const a = await add(lead, chain, { code: 'A1', name: '杭州总店', region: '浙江省杭州市' })
  const b = await add(lead, chain, {
    code: 'B1',
    name: 'Xihu Store',
    region: '浙江省杭州市',
    kind: '门店',
    parentId: a.id,
    tags: ['新'],
    groupIds: [hangzhou.id],
  })
  const c = await add(lead, chain, {
    code: 'C_1',
    name: '100%棉',
    region: '江苏省',
    parentId: b.id,
  })
  const d = await add(lead, chain, { code: 'D1', name: '面料厂', side: 'upstream', uscc: USCC })
  const found = async (query: string) => {
    const answer = await lead.get(`chains/${chain}/partners?${query}`)
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.body.total, answer.body.items.length)
    return answer.body.items.map((item: { code: string }) => item.code).sort()
  }
  assert.deepEqual(await found('side=upstream'), ['D1'])
  assert.deepEqual(await found('tier=2&tier=3'), ['B1', 'C_1'])
  assert.deepEqual(await found(`region=${encodeURIComponent('浙江')}`), ['A1', 'B1'])
  assert.deepEqual(await found(`kind=${encodeURIComponent('门店')}`), ['B1'])
  assert.deepEqual(await found(`tag=${encodeURIComponent('新')}`), ['B1'])
  assert.deepEqual(await found(`groupId=${east.id}`), ['B1'], 'a group counts with those inside it')
  assert.deepEqual(await found(`parentId=${a.id}`), ['B1'])
  assert.deepEqual(await found(`underId=${a.id}`), ['B1', 'C_1'])
  assert.deepEqual(await found(`q=${encodeURIComponent('杭州')}`), ['A1'])
  assert.deepEqual(await found('q=xihu'), ['B1'])
  assert.deepEqual(await found(`q=${encodeURIComponent('0%')}`), ['C_1'], 'a sign is only a sign')
  assert.deepEqual(await found('q=c_1'), ['C_1'])
  assert.deepEqual(await found(`q=${USCC}`), [d.code])
  assert.deepEqual(await found('status=joined'), [])
  assert.deepEqual(await found(`underId=${a.id}&tier=3`), [c.code])
})

test('a search and the list of a distributor page in every order, and know their total', async () => {
  const chain = await openChain(lead)
  const distributor = await newOrg('总代')
  const top = await add(lead, chain, { code: 'TOP', name: '总代' })
  await takeUp(lead, top.id, distributor)
  const rows: { id: string; code: string; name: string; tier: number }[] = []
  for (let i = 0; i < 7; i++) {
    const parent = rows.length > 3 ? rows[1]! : top
    const row = {
      code: `${i % 2 ? 'n' : 'N'}-${9 - i}`,
      name: `NIKE 店 ${(i * 3) % 7}`,
      parentId: parent.id,
    }
    rows.push(await add(distributor, chain, row))
  }
  await add(lead, chain, { code: 'X', name: '阿迪' })
  const codes = (sort: (a: (typeof rows)[0], b: (typeof rows)[0]) => number) =>
    [...rows].sort(sort).map((row) => row.code)
  const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b))
  const expected = {
    created: codes((a, b) => rows.indexOf(b) - rows.indexOf(a)),
    tier: codes((a, b) => a.tier - b.tier || byText(a.name, b.name)),
    name: codes((a, b) => byText(a.name, b.name)),
  }
  for (const [user, q] of [
    [lead, 'nIkE'],
    [distributor, ''],
  ] as const) {
    for (const [sort, all] of Object.entries(expected)) {
      const seen: string[] = []
      let cursor = ''
      do {
        const query = `sort=${sort}&limit=3${q && `&q=${q}`}${cursor && `&cursor=${cursor}`}`
        const { body } = await user.get(`chains/${chain}/partners?${query}`)
        assert.equal(body.total, 7)
        seen.push(...body.items.map((item: { code: string }) => item.code))
        cursor = body.nextCursor
      } while (cursor)
      assert.deepEqual(seen, all, `${user.name} by ${sort}`)
    }
  }
  assert.equal((await lead.get(`chains/${chain}/partners?q=n-9`)).body.total, 1, 'codes too')
  assert.equal(
    (await lead.get(`chains/${chain}/partners?q=0%0An`)).body.total,
    0,
    'but not across both',
  )
})

test('whatever points at a partner is found by an index when the partner goes', async () => {
  const { rows } = await world.app.database.owner.query(`
    SELECT c.conrelid::regclass || '.' || a.attname AS unindexed FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'partners'::regclass AND NOT EXISTS (
      SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`)
  assert.deepEqual(rows, [])
})

test('the file has what the list has, under headings that an import reads', async () => {
  const chain = await openChain(lead)
  const east = (await lead.post(`chains/${chain}/groups`, { name: '华东' })).body
  const city = (await lead.post(`chains/${chain}/groups`, { name: '杭州', parentId: east.id })).body
  const top = await add(lead, chain, { code: 'T', name: 'Top', tags: ['a', 'b'] })
  await add(lead, chain, { code: '=1+1', name: 'Store', parentId: top.id, groupIds: [city.id] })
  const answer = await world.app.http.inject({
    url: `/api/v1/chains/${chain}/partners.xlsx?locale=en`,
    headers: { cookie: lead.cookie },
  })
  assert.match(String(answer.headers['content-disposition']), /Partners\.xlsx/)
  const path = join(tmpdir(), `partners-${newId()}.xlsx`)
  await writeFile(path, answer.rawPayload)
  try {
    const sheet = await openSheet(path)
    const rows: string[][] = []
    for await (const row of sheet.rows()) rows.push([...row.cells])
    assert.deepEqual(rows[0]!.slice(0, 4), ['Code', 'Name', 'Parent code', 'Type'])
    const byName = new Map(rows.slice(1).map((row) => [row[1], row]))
    assert.equal(byName.get('Top')![8], 'a;b')
    assert.deepEqual(byName.get('Store')!.slice(0, 3), ['=1+1', 'Store', 'T'])
    assert.equal(byName.get('Store')![7], '华东/杭州')
  } finally {
    await rm(path)
  }
})

test('many partners are tagged and grouped at once, by name or by filter', async () => {
  const chain = await openChain(lead)
  const group = (await lead.post(`chains/${chain}/groups`, { name: 'G' })).body
  const a = await add(lead, chain, { tags: ['old'] })
  const b = await add(lead, chain, { tags: ['old'] })
  const bulk = (body: unknown) => lead.post(`chains/${chain}/partners/bulk`, body)
  const named = await bulk({ partnerIds: [a.id, newId()], addTags: ['x'], addGroupIds: [group.id] })
  assert.deepEqual([named.status, named.body], [200, { partners: 1 }])
  const filtered = await bulk({
    filter: { tag: ['old'] },
    addTags: ['new'],
    removeTags: ['old'],
    addGroupIds: [group.id],
  })
  assert.deepEqual(filtered.body, { partners: 2 })
  assert.deepEqual((await lead.get(`partners/${a.id}`)).body.tags, ['new', 'x'])
  assert.deepEqual((await lead.get(`partners/${b.id}`)).body.tags, ['new'])
  assert.equal((await lead.get(`chains/${chain}/groups`)).body.items[0].partners, 2)
  await bulk({ filter: { groupId: [group.id] }, removeGroupIds: [group.id] })
  assert.equal((await lead.get(`chains/${chain}/groups`)).body.items[0].partners, 0)
  assert.equal((await bulk({ addTags: ['x'] })).body.errors[0].field, 'partnerIds')
  const foreign = await bulk({ partnerIds: [a.id], addGroupIds: [newId()] })
  assert.equal(foreign.body.errors[0].field, 'addGroupIds')
})

test('the history of a partner is what my own record says, latest first', async () => {
  const chain = await openChain(lead)
  const partner = await add(lead, chain)
  await lead.patch(`partners/${partner.id}`, { name: 'n1' }, 1)
  await lead.post(`partners/${partner.id}/contacts`, { name: '张三' })
  const page = (await lead.get(`partners/${partner.id}/history?limit=2`)).body
  assert.deepEqual(
    page.items.map((e: { type: string }) => e.type),
    ['network.contact_added', 'network.partner_changed'],
  )
  assert.equal(page.items[0].actor.name, lead.name)
  const rest = (await lead.get(`partners/${partner.id}/history?cursor=${page.nextCursor}`)).body
  assert.deepEqual(
    rest.items.map((e: { type: string }) => e.type),
    ['network.partner_added'],
  )
})

test('suspension closes the access, hands what is below to the owner above, and can be lifted', async () => {
  const chain = await openChain(lead)
  const dealer = await newOrg('Suspended')
  const place = await add(lead, chain)
  await takeUp(lead, place.id, dealer)
  const store = await add(dealer, chain)
  const suspended = await lead.put(`partners/${place.id}/suspension`)
  assert.deepEqual([suspended.status, suspended.body.status], [200, 'suspended'])
  assert.equal((await lead.put(`partners/${place.id}/suspension`)).status, 409)
  assert.equal((await dealer.get(`partners/${store.id}`)).status, 404)
  assert.equal((await dealer.get(`partners/${place.id}`)).body.status, 'suspended')
  assert.equal((await dealer.get(`chains/${chain}`)).status, 404)
  assert.equal((await lead.get(`partners/${store.id}`)).body.isMine, true)
  assert.deepEqual(await world.faults(), [])
  assert.equal((await lead.delete(`partners/${place.id}/suspension`)).body.status, 'joined')
  assert.equal((await lead.delete(`partners/${place.id}/suspension`)).status, 409)
  assert.equal((await dealer.get(`partners/${store.id}`)).body.isMine, true)
  assert.deepEqual(await world.faults(), [])
  assert.equal((await lead.put(`partners/${store.id}/suspension`)).body.reason, 'not_joined')
})

test('the lead may suspend a partner of a partner', async () => {
  const chain = await openChain(lead)
  const dealer = await newOrg('Dealer')
  const store = await newOrg('Store')
  const place = await add(lead, chain)
  await takeUp(lead, place.id, dealer)
  const below = await add(dealer, chain)
  await takeUp(dealer, below.id, store)
  assert.equal((await store.put(`partners/${below.id}/suspension`)).status, 403)
  assert.equal((await lead.put(`partners/${below.id}/suspension`)).body.status, 'suspended')
})

test('contacts have one primary, and never twice the same', async () => {
  const chain = await openChain(lead)
  const partner = await add(lead, chain)
  const url = `partners/${partner.id}/contacts`
  const first = (await lead.post(url, { name: '张三', phone: '13800000000', jobTitle: '店长' }))
    .body
  assert.equal(first.isPrimary, true, 'somebody must be the one to call')
  const second = (await lead.post(url, { name: '李四', isPrimary: true })).body
  let { items } = (await lead.get(url)).body
  assert.deepEqual(
    items.map((c: { name: string; isPrimary: boolean }) => [c.name, c.isPrimary]),
    [
      ['李四', true],
      ['张三', false],
    ],
  )
  const twice = await lead.post(url, { name: '张三', phone: '13800000000' })
  assert.deepEqual([twice.status, twice.body.reason], [409, 'contact_known'])
  const back = await lead.patch(`contacts/${first.id}`, { isPrimary: true, note: 'x' }, 2)
  assert.deepEqual([back.status, back.body.isPrimary, back.body.phone], [200, true, '13800000000'])
  const none = await lead.patch(`contacts/${first.id}`, { isPrimary: false }, back.body.version)
  assert.equal(none.body.errors[0].field, 'isPrimary')
  assert.equal((await lead.patch(`contacts/${first.id}`, { note: 'y' }, 1)).status, 412)
  assert.equal((await lead.delete(`contacts/${first.id}`)).status, 204)
  ;({ items } = (await lead.get(url)).body)
  assert.deepEqual([items.length, items[0].id, items[0].isPrimary], [1, second.id, true])
  assert.equal((await lead.delete(`contacts/${first.id}`)).status, 404)
  assert.equal((await lead.post(url, { name: 'x', mail: 'no mail' })).body.errors[0].field, 'mail')
})

test('two primary contacts at once leave one', async () => {
  const chain = await openChain(lead)
  const partner = await add(lead, chain)
  const url = `partners/${partner.id}/contacts`
  await Promise.all(['a', 'b', 'c'].map((name) => lead.post(url, { name, isPrimary: true })))
  const { items } = (await lead.get(url)).body
  assert.equal(items.length, 3)
  assert.equal(items.filter((c: { isPrimary: boolean }) => c.isPrimary).length, 1)
})

test('groups nest, keep their names apart, and never lie inside themselves', async () => {
  const chain = await openChain(lead)
  const url = `chains/${chain}/groups`
  const a = (await lead.post(url, { name: 'A' })).body
  const b = (await lead.post(url, { name: 'B', parentId: a.id })).body
  assert.equal((await lead.post(url, { name: 'A' })).body.reason, 'group_name_taken')
  assert.equal((await lead.post(url, { name: 'A', parentId: b.id })).status, 201)
  const ring = await lead.patch(`groups/${a.id}`, { parentId: b.id }, 1)
  assert.deepEqual([ring.status, ring.body.errors[0].code], [400, 'own_subtree'])
  assert.equal((await lead.patch(`groups/${a.id}`, { parentId: a.id }, 1)).status, 400)
  const other = await openChain(lead)
  const foreign = (await lead.post(`chains/${other}/groups`, { name: 'F' })).body
  const wrong = await lead.patch(`groups/${a.id}`, { parentId: foreign.id }, 1)
  assert.equal(wrong.body.errors[0].code, 'unknown')
  assert.equal((await lead.patch(`groups/${b.id}`, { parentId: null, name: 'C' }, 1)).status, 200)
  assert.equal((await lead.patch(`groups/${b.id}`, { name: 'D' }, 1)).status, 412)
})

test('two groups put into each other at once do not make a ring', async () => {
  const chain = await openChain(lead)
  const url = `chains/${chain}/groups`
  const a = (await lead.post(url, { name: 'A' })).body
  const b = (await lead.post(url, { name: 'B' })).body
  const both = await Promise.all([
    lead.patch(`groups/${a.id}`, { parentId: b.id }, 1),
    lead.patch(`groups/${b.id}`, { parentId: a.id }, 1),
  ])
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 400])
})

test('groups inside one that is removed move up', async () => {
  const chain = await openChain(lead)
  const url = `chains/${chain}/groups`
  const a = (await lead.post(url, { name: 'A' })).body
  const b = (await lead.post(url, { name: 'B', parentId: a.id })).body
  const c = (await lead.post(url, { name: 'C', parentId: b.id })).body
  assert.equal((await lead.delete(`groups/${b.id}`)).status, 204)
  assert.equal((await lead.delete(`groups/${b.id}`)).status, 404)
  const { items } = (await lead.get(url)).body
  assert.deepEqual(
    items.map((g: { id: string; parentId: string | null }) => [g.id, g.parentId]),
    [
      [a.id, null],
      [c.id, a.id],
    ],
  )
})

test('a member with the right to edit may do what a manager may', async () => {
  const chain = await openChain(lead)
  const member = await newMember(lead, 'member', { permissions: { network: 'edit' } })
  assert.equal((await add(member, chain)).isMine, true)
})
