import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { User } from '../../../test/app.ts'
import { newId } from '../../platform/ids.ts'
import { openSheet } from '../../platform/sheets/read.ts'
import { type Candidate, mayFind, type RuleSides } from './access.ts'
import { networkWorld } from './fixture.ts'

const world = await networkWorld({ after })
const { newOrg, newMember, openChain, add, join } = world
const { owner } = world.app.database

// The same firms meet in a chain of its own for each test.
const lead = await newOrg('链主')
const clerk = await newMember(lead, 'member', { department: '销售' })
const dealer = await newOrg('经销商')
const staff = await newMember(dealer, 'member')
const rival = await newOrg('同行')
const outsider = await newOrg('外人')
const guide = await newMember(rival, 'member', { jobTitle: '导购' })

const directory = async (user: User, chain: string, query = '') => {
  const answer = await user.get(`directory?limit=500&chainId=${chain}&${query}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body.items as { key: string; name: string; relation: string; orgName: string }[]
}
const names = async (user: User, chain: string, query = '') =>
  (await directory(user, chain, query)).map((entry) => `${entry.relation} ${entry.name}`).sort()
const all = (relation: string, ...people: (User | string)[]) =>
  people.map((one) => `${relation} ${typeof one === 'string' ? one : one.name}`).sort()

async function entitle(user: User, jobTitle: string, department = ''): Promise<void> {
  await owner.query(
    'UPDATE memberships SET job_title = $3, department = $4 WHERE org_id = $1 AND person_id = $2',
    [user.orgId, user.personId, jobTitle, department],
  )
}

/** A lead with a joined dealer that has a store below it, a joined rival, and one who has not joined. */
async function town(peersVisible = false) {
  await entitle(rival, '')
  const chain = await openChain(lead, { peersVisible })
  const place = await add(lead, chain, { name: '经销商' })
  const beside = await add(lead, chain, { name: '同行' })
  const unjoined = await add(lead, chain, { name: '未加入' })
  await join(lead, place.id, dealer)
  await join(lead, beside.id, rival)
  const store = await add(dealer, chain, { name: '门店' })
  for (const [user, partner, name] of [
    [lead, place, '链主记的经销商'],
    [lead, unjoined, '链主记的未加入'],
    [lead, unjoined, '第二个人'],
    [dealer, store, '经销商记的店长'],
  ] as const) {
    assert.equal((await user.post(`partners/${partner.id}/contacts`, { name })).status, 201)
  }
  return { chain, place, beside, unjoined, store }
}
const rule = async (user: User, body: Record<string, unknown>) => {
  const answer = await user.post('visibility-rules', { name: 'rule', ...body })
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

test('a steward finds colleagues, the contacts it keeps and the people of joined partners', async () => {
  const { chain } = await town()
  const kept = ['链主记的未加入', '链主记的经销商', '第二个人']
  assert.deepEqual(
    await names(lead, chain),
    [
      ...all('below', dealer, staff, rival, guide, ...kept),
      ...all('colleague', clerk, lead),
    ].sort(),
  )
  assert.ok((await lead.get('directory?limit=500')).body.items.length >= 9, 'over all chains')
})

test('without a rule a plain member finds colleagues only', async () => {
  const { chain, place } = await town()
  assert.deepEqual(await names(clerk, chain), all('colleague', clerk, lead))
  assert.deepEqual((await clerk.get(`partners/${place.id}/contacts`)).body, { items: [] })
})

test('a rule opens partners to a department, by group and by name', async () => {
  const { chain, place, unjoined } = await town()
  const outer = (await lead.post(`chains/${chain}/groups`, { name: '华东' })).body
  const inner = (await lead.post(`chains/${chain}/groups`, { name: '杭州', parentId: outer.id }))
    .body
  await lead.patch(`partners/${place.id}`, { groupIds: [inner.id] }, await versionOf(place.id))
  const made = await rule(lead, {
    chainId: chain,
    myDepartments: ['销售'],
    theirGroupIds: [outer.id],
  })
  assert.deepEqual([made.people, made.partners], [1, 1])
  const below = () => names(clerk, chain, 'relation=below')
  assert.deepEqual(await below(), all('below', dealer, staff, '链主记的经销商'))
  assert.equal((await clerk.get(`partners/${place.id}/contacts`)).body.items.length, 1)
  assert.equal((await clerk.get(`partners/${unjoined.id}/contacts`)).body.items.length, 0)
  const changed = await lead.patch(
    `visibility-rules/${made.id}`,
    { theirGroupIds: [], theirPartnerIds: [unjoined.id] },
    1,
  )
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual(await below(), all('below', '链主记的未加入', '第二个人'))
  await lead.patch(`visibility-rules/${made.id}`, { myDepartments: ['财务'] }, 2)
  assert.deepEqual(await below(), [])
  assert.equal((await lead.delete(`visibility-rules/${made.id}`)).status, 204)
  assert.equal((await lead.delete(`visibility-rules/${made.id}`)).status, 404)
})

const versionOf = async (id: string) => (await lead.get(`partners/${id}`)).body.version as number

test('people above appear where a rule of theirs opens them, and only those', async () => {
  const { chain, place } = await town()
  assert.deepEqual(await names(dealer, chain, 'relation=above'), [])
  await rule(lead, { chainId: chain, myDepartments: ['销售'], theirPartnerIds: [place.id] })
  assert.deepEqual(await names(dealer, chain, 'relation=above'), all('above', clerk))
  assert.deepEqual(await names(rival, chain, 'relation=above'), [])
  assert.deepEqual(await names(staff, chain, 'relation=above'), all('above', clerk))
  await rule(lead, { chainId: chain })
  assert.deepEqual(await names(rival, chain, 'relation=above'), all('above', clerk, lead))
})

test('a store finds people of its dealer and of the lead, each by their own rules', async () => {
  const { chain, store } = await town()
  const shop = await newOrg('小店')
  await join(dealer, store.id, shop)
  await rule(dealer, { chainId: chain, myPersonIds: [dealer.personId] })
  assert.deepEqual(await names(shop, chain, 'relation=above'), all('above', dealer))
  await rule(lead, { chainId: chain, myPersonIds: [lead.personId] })
  assert.deepEqual(await names(shop, chain, 'relation=above'), all('above', dealer, lead))
})

test('peers see each other only where the chain says so: titled people, and the primary contact', async () => {
  const closed = await town(false)
  assert.deepEqual(await names(dealer, closed.chain, 'relation=peer'), [])
  const { chain } = await town(true)
  const peers = () => names(dealer, chain, 'relation=peer')
  assert.deepEqual(await peers(), all('peer', '链主记的未加入'))
  await entitle(rival, '总经理')
  assert.deepEqual(await peers(), all('peer', rival, '链主记的未加入'))
  assert.deepEqual(await names(lead, chain, 'relation=peer'), [])
  await lead.patch(`chains/${chain}`, { peersVisible: false }, 1)
  assert.deepEqual(await peers(), [])
})

test('who is suspended finds nobody of the chain, and is found no more', async () => {
  const { chain, place } = await town(true)
  await rule(lead, { chainId: chain })
  await lead.put(`partners/${place.id}/suspension`)
  assert.equal((await dealer.get(`directory?chainId=${chain}`)).status, 404)
  assert.ok(!(await names(lead, chain)).includes(`below ${dealer.name}`))
})

test('the directory is searched and paged, and every entry comes once', async () => {
  const { chain, store } = await town()
  const body = { name: '王小二', phone: '13900001111', mail: 'wang@example.com', jobTitle: '店长' }
  await dealer.post(`partners/${store.id}/contacts`, body)
  for (const q of ['王小', '139000', 'WANG@', '店长', '门店']) {
    const found = await names(dealer, chain, `q=${encodeURIComponent(q)}`)
    assert.ok(found.includes('below 王小二'), q)
  }
  assert.deepEqual(await names(dealer, chain, 'q=%25'), [])
  const whole = await directory(lead, chain)
  const keys: string[] = []
  let cursor: string | null = ''
  do {
    const page = (await lead.get(
      `directory?limit=2&chainId=${chain}${cursor && `&cursor=${cursor}`}`,
    )) as { body: { items: { key: string }[]; nextCursor: string | null } }
    keys.push(...page.body.items.map((entry) => entry.key))
    cursor = page.body.nextCursor
  } while (cursor)
  assert.deepEqual(
    keys,
    whole.map((entry) => entry.key),
  )
  assert.equal((await lead.get('directory?relation=enemy')).status, 400)
})

test('a rule names only people, groups and partners of the org that makes it', async () => {
  const { chain, place, store } = await town()
  const group = (await lead.post(`chains/${chain}/groups`, { name: 'G' })).body
  for (const [user, body, field] of [
    [lead, { myPersonIds: [dealer.personId] }, 'myPersonIds'],
    [dealer, { theirGroupIds: [group.id] }, 'theirGroupIds'],
    [dealer, { theirPartnerIds: [place.id] }, 'theirPartnerIds'],
  ] as const) {
    const answer = await user.post('visibility-rules', { chainId: chain, name: 'r', ...body })
    assert.deepEqual([answer.status, answer.body.errors[0].field], [400, field])
  }
  const made = await rule(dealer, { chainId: chain, theirPartnerIds: [store.id] })
  const wrong = await dealer.patch(
    `visibility-rules/${made.id}`,
    { theirPartnerIds: [place.id] },
    1,
  )
  assert.equal(wrong.body.errors[0].field, 'theirPartnerIds')
  assert.equal((await dealer.patch(`visibility-rules/${made.id}`, { name: 'x' }, 9)).status, 412)
  assert.equal((await lead.get(`visibility-rules?chainId=${chain}`)).body.items.length, 0)
  const mine = (await dealer.get('visibility-rules')).body.items
  assert.ok(mine.some((one: { id: string }) => one.id === made.id))
})

// The queries against the table in access.ts, over rules that nobody thought of.
async function sheetRows(bytes: Buffer): Promise<string[][]> {
  const path = joinPath(tmpdir(), `directory-${newId()}.xlsx`)
  await writeFile(path, bytes)
  try {
    const rows: string[][] = []
    for await (const row of (await openSheet(path)).rows()) rows.push([...row.cells])
    return rows
  } finally {
    await rm(path)
  }
}

test('the directory is saved as the reader finds it, under the same filters', async () => {
  const { chain, store } = await town()
  await dealer.post(`partners/${store.id}/contacts`, { name: '=1+1', phone: '13900001111' })
  const saved = async (user: User, query: string) => {
    const answer = await world.app.http.inject({
      url: `/api/v1/directory.xlsx?${query}`,
      headers: { cookie: user.cookie },
    })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.match(String(answer.headers['content-disposition']), /^attachment/)
    return sheetRows(answer.rawPayload)
  }
  const [heads, ...rows] = await saved(dealer, `chainId=${chain}&relation=below`)
  assert.deepEqual(heads, ['姓名', '公司', '关系', '职务', '部门', '电话', '邮箱'])
  assert.deepEqual(
    rows.map((row) => `below ${row[0]}`).sort(),
    await names(dealer, chain, 'relation=below'),
  )
  assert.equal(rows.find((row) => row[0] === '=1+1')![5], '13900001111')
  const english = await saved(clerk, `chainId=${chain}&locale=en`)
  assert.deepEqual(english[0]!.slice(0, 3), ['Name', 'Firm', 'Relation'])
  assert.deepEqual(
    english.slice(1).map((row) => row[2]),
    ['Colleague', 'Colleague'],
  )
  assert.deepEqual(await saved(dealer, `chainId=${chain}&q=nobody`), [heads])
  const bad = await dealer.get('directory.xlsx?relation=enemy')
  assert.deepEqual([bad.status, bad.body.errors[0].field], [400, 'relation.0'])
  assert.equal((await dealer.get('directory.xlsx?locale=fr')).body.errors[0].field, 'locale')
  assert.equal((await world.anyone.get('directory.xlsx')).status, 401)
  assert.equal((await outsider.get(`directory.xlsx?chainId=${chain}`)).status, 404)
})

test('for any rules, the directory shows exactly whom the table says', async () => {
  const { chain, place, beside, unjoined } = await town(true)
  await entitle(lead, '', '客服')
  const groups: string[] = []
  for (const around of [null, null, 0]) {
    const parentId = around === null ? null : groups[around]
    const name = `G${groups.length}`
    groups.push((await lead.post(`chains/${chain}/groups`, { name, parentId })).body.id)
  }
  // The dealer's place lies in the group inside the first, the one that has not joined in the second.
  for (const [id, groupId] of [
    [place.id, groups[2]],
    [unjoined.id, groups[1]],
  ] as const) {
    await lead.patch(`partners/${id}`, { groupIds: [groupId] }, await versionOf(id))
  }
  const groupsOf: Record<string, string[]> = {
    [place.id]: [groups[2]!, groups[0]!],
    [unjoined.id]: [groups[1]!],
    [beside.id]: [],
  }
  const anyRule = fc.record({
    myDepartments: fc.subarray(['销售', '客服', '财务']),
    myPersonIds: fc.subarray([lead.personId, clerk.personId]),
    theirGroupIds: fc.subarray(groups),
    theirPartnerIds: fc.subarray([place.id, beside.id, unjoined.id]),
  })
  const viewer = { personId: clerk.personId, department: '销售', isSteward: false }
  const partner = ({ id }: { id: string }) => ({ id, groupIds: groupsOf[id]! })
  await fc.assert(
    fc.asyncProperty(fc.array(anyRule, { maxLength: 3 }), async (rules) => {
      await owner.query('DELETE FROM visibility_rules WHERE chain_id = $1', [chain])
      for (const one of rules) await rule(lead, { chainId: chain, ...one })
      const isFound = (candidate: Candidate) =>
        mayFind(viewer, candidate, rules as RuleSides[], true)
      const below = [place, beside, unjoined].filter((one) =>
        isFound({ relation: 'below', partner: partner(one) }),
      )
      const seen = (await directory(clerk, chain, 'relation=below')).map((entry) => entry.orgName)
      assert.deepEqual(new Set(seen), new Set(below.map((one) => one.name)))
      for (const [user, mine] of [
        [dealer, place],
        [rival, beside],
      ] as const) {
        const above = [
          { user: lead, department: '客服' },
          { user: clerk, department: '销售' },
        ].filter(({ user: { personId }, department }) =>
          isFound({
            relation: 'above',
            person: { personId, department },
            myPlace: partner(mine),
          }),
        )
        assert.deepEqual(
          await names(user, chain, 'relation=above'),
          all('above', ...above.map((one) => one.user)),
        )
      }
    }),
    { numRuns: 40 },
  )
})
