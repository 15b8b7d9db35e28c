import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { PASSWORD } from '../../../test/app.ts'
import { newId, newSecret } from '../../platform/ids.ts'
import { networkWorld } from './fixture.ts'

const world = await networkWorld({ after })
const { anyone, newOrg, newMember, openChain, add, join, faults, tick } = world
const lead = await newOrg('链主')
const USCC = '91350100M000100Y43'
const OTHER_USCC = '91110000600037341L'
let people = 0
const newcomer = (org: Record<string, unknown> = {}) => ({
  org: { name: '西湖店', shortName: '西湖', ...org },
  person: {
    name: '店长',
    mail: `n${++people}.${newId().slice(-8)}@example.com`,
    password: PASSWORD,
  },
})
async function invited(more: Record<string, unknown> = {}) {
  const chain = await openChain(lead)
  const place = await add(lead, chain, more)
  const { body } = await lead.post(`partners/${place.id}/invitation`, { days: 7 })
  return { chain, place, token: body.token as string, link: body.link as string }
}

test('an invitation tells who invites into what, before anybody has signed in', async () => {
  const { place, token, link } = await invited({ name: '西湖店', region: '浙江省杭州市' })
  assert.ok(link.endsWith(`/join/${token}`))
  const { status, body } = await anyone.get(`join/${token}`)
  assert.equal(status, 200)
  assert.deepEqual(
    [body.leadName, body.invitedBy, body.partnerName, body.side, body.tier, body.region],
    ['链主', '链主', '西湖店', 'downstream', 1, '浙江省杭州市'],
  )
  assert.deepEqual([body.isSignedIn, body.myOrgs], [false, []])
  const seen = (await lead.get(`partners/${place.id}`)).body
  assert.equal(seen.status, 'invited')
  assert.equal(seen.openInvitation.expiresAt, body.expiresAt)
  const open = (await lead.get(`partners/${place.id}/invitation`)).body
  assert.deepEqual([open.partnerName, open.expiresAt], ['西湖店', body.expiresAt])
})

test('somebody new signs up and joins in one step', async () => {
  const { chain, place, token } = await invited({ uscc: USCC })
  const answer = await anyone.post(`join/${token}`, newcomer({ uscc: USCC, region: '浙江省' }))
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual(answer.body.joined, {
    orgId: answer.body.org.id,
    chainId: chain,
    partnerId: place.id,
  })
  assert.equal(answer.body.role, 'owner')
  const cookie = String(answer.headers['set-cookie']).split(';')[0]!
  const mine = await anyone.get('chains', { cookie })
  assert.deepEqual([mine.body.items[0].id, mine.body.items[0].myPartnerId], [chain, place.id])
  const seen = (await lead.get(`partners/${place.id}`)).body
  assert.deepEqual([seen.status, seen.region, seen.openInvitation], ['joined', '浙江省', null])
  assert.ok(seen.joinedAt)
  const { items } = (await lead.get(`partners/${place.id}/history`)).body
  assert.equal(items[0].type, 'network.partner_joined')
  assert.deepEqual(await faults(), [])
})

test('somebody who is here already joins with an org of their own, or with a new one', async () => {
  const owner = await newOrg('老经销商')
  const first = await invited()
  const view = (await owner.get(`join/${first.token}`)).body
  assert.equal(view.isSignedIn, true)
  assert.deepEqual(view.myOrgs, [{ id: owner.orgId, name: '老经销商' }])
  const joined = await owner.post(`join/${first.token}`, { orgId: owner.orgId })
  assert.deepEqual([joined.status, joined.body.joined.orgId], [201, owner.orgId])
  const second = await invited()
  const { org } = newcomer()
  const opened = await owner.post(`join/${second.token}`, { org })
  assert.equal(opened.status, 201, opened.text)
  assert.equal(opened.body.orgs.length, 2)
  assert.equal(opened.body.org.id, opened.body.joined.orgId)
})

test('an invitation is used once, also by two at once', async () => {
  const { token } = await invited()
  const both = await Promise.all([
    anyone.post(`join/${token}`, newcomer()),
    anyone.post(`join/${token}`, newcomer()),
  ])
  assert.deepEqual(both.map((a) => a.status).sort(), [201, 410])
  assert.equal((await anyone.get(`join/${token}`)).status, 410)
  assert.equal((await anyone.post(`join/${token}`, newcomer())).status, 410)
  assert.deepEqual(await faults(), [])
})

test('nobody joins without an invitation, or with one that was taken back, replaced or has expired', async () => {
  assert.equal((await anyone.get(`join/${newSecret()}`)).status, 404)
  assert.equal((await anyone.post(`join/${newSecret()}`, newcomer())).status, 404)
  const revoked = await invited()
  assert.equal((await lead.delete(`partners/${revoked.place.id}/invitation`)).status, 204)
  assert.equal((await lead.delete(`partners/${revoked.place.id}/invitation`)).status, 404)
  assert.equal((await lead.get(`partners/${revoked.place.id}/invitation`)).status, 404)
  assert.equal((await lead.get(`partners/${revoked.place.id}`)).body.status, 'imported')
  assert.equal((await anyone.post(`join/${revoked.token}`, newcomer())).status, 410)
  const replaced = await invited()
  await lead.post(`partners/${replaced.place.id}/invitation`)
  assert.equal((await anyone.get(`join/${replaced.token}`)).status, 410)
  const expired = await invited()
  tick(8 * 86_400_000)
  assert.equal((await anyone.get(`join/${expired.token}`)).status, 410)
  assert.equal((await anyone.post(`join/${expired.token}`, newcomer())).status, 410)
  assert.equal((await lead.get(`partners/${expired.place.id}`)).body.openInvitation, null)
})

test('a firm with another social credit code is refused, and nothing of it remains', async () => {
  const { place, token } = await invited({ uscc: USCC })
  const before = await world.app.database.owner.query('SELECT count(*) AS n FROM people')
  const answer = await anyone.post(`join/${token}`, newcomer({ uscc: OTHER_USCC }))
  assert.deepEqual([answer.status, answer.body.reason], [422, 'uscc_mismatch'])
  assert.equal(answer.body.errors[0].field, 'org.uscc')
  const after = await world.app.database.owner.query('SELECT count(*) AS n FROM people')
  assert.deepEqual(after.rows, before.rows)
  assert.equal((await lead.get(`partners/${place.id}`)).body.status, 'invited')
  assert.equal((await anyone.get(`join/${token}`)).status, 200, 'the right firm can still come')
})

test('a code that the list did not have is taken over from the firm that joins', async () => {
  const { place, token } = await invited()
  await anyone.post(`join/${token}`, newcomer({ uscc: OTHER_USCC }))
  const seen = (await lead.get(`partners/${place.id}`)).body
  assert.equal(seen.uscc, OTHER_USCC)
  const changed = await lead.patch(`partners/${place.id}`, { uscc: null }, seen.version)
  assert.deepEqual([changed.status, changed.body.errors[0].code], [400, 'joined_already'])
})

test('a firm stands in a side of a chain once, and the lead not at all', async () => {
  const chain = await openChain(lead)
  const [a, b, c] = [await add(lead, chain), await add(lead, chain), await add(lead, chain)]
  const firm = await newOrg('Twice')
  await join(lead, a.id, firm)
  const again = (await lead.post(`partners/${b.id}/invitation`)).body.token
  const twice = await firm.post(`join/${again}`, { orgId: firm.orgId })
  assert.deepEqual([twice.status, twice.body.reason], [409, 'already_in_chain'])
  const own = (await lead.post(`partners/${c.id}/invitation`)).body.token
  const itself = await lead.post(`join/${own}`, { orgId: lead.orgId })
  assert.deepEqual([itself.status, itself.body.reason], [422, 'lead_itself'])
  assert.deepEqual((await lead.get(`join/${own}`)).body.myOrgs, [])
  const supplier = await add(lead, chain, { side: 'upstream' })
  await join(lead, supplier.id, firm)
  assert.deepEqual(await faults(), [])
})

test('one firm invited twice takes one of two places when it answers both at once', async () => {
  const chain = await openChain(lead)
  const firm = await newOrg('Fast')
  const tokens: string[] = []
  for (const place of [await add(lead, chain), await add(lead, chain)]) {
    tokens.push((await lead.post(`partners/${place.id}/invitation`)).body.token)
  }
  const both = await Promise.all(
    tokens.map((token) => firm.post(`join/${token}`, { orgId: firm.orgId })),
  )
  assert.deepEqual(both.map((a) => a.status).sort(), [201, 409])
})

test('only an owner brings an org in, and only one that is theirs', async () => {
  const firm = await newOrg('Firm')
  const manager = await newMember(firm, 'manager')
  const { token } = await invited()
  assert.equal((await manager.post(`join/${token}`, { orgId: firm.orgId })).status, 404)
  const stranger = await newOrg('Stranger')
  assert.equal((await stranger.post(`join/${token}`, { orgId: firm.orgId })).status, 404)
  assert.equal((await anyone.post(`join/${token}`, { orgId: firm.orgId })).status, 401)
  const nobody = await anyone.post(`join/${token}`, { org: newcomer().org })
  assert.equal(nobody.body.errors[0].field, 'person')
  assert.equal((await anyone.post(`join/${token}`, {})).body.errors[0].field, 'org')
  const weak = newcomer()
  weak.person.password = '1234567890'
  assert.equal((await anyone.post(`join/${token}`, weak)).body.errors[0].field, 'person.password')
  const key = (await firm.post('api-keys', { name: 'k', scopes: { network: 'edit' } })).body.key
  const byKey = await anyone.post(
    `join/${token}`,
    { orgId: firm.orgId },
    { authorization: `Bearer ${key}` },
  )
  assert.deepEqual([byKey.status, byKey.body.reason], [403, 'person_only'])
})

test('who joins takes over what was prepared below it, but not what a joined partner below owns', async () => {
  const chain = await openChain(lead)
  const top = await add(lead, chain)
  const mid = await add(lead, chain, { parentId: top.id })
  const low = await add(lead, chain, { parentId: mid.id })
  const side = await add(lead, chain, { parentId: top.id })
  const [a, b] = [await newOrg('Top firm'), await newOrg('Mid firm')]
  await join(lead, mid.id, b)
  await join(lead, top.id, a)
  const ownerOf = async (id: string) =>
    (
      await Promise.all(
        [lead, a, b].map(async (user) => (await user.get(`partners/${id}`)).body.isMine === true),
      )
    ).indexOf(true)
  assert.deepEqual(
    [await ownerOf(top.id), await ownerOf(mid.id), await ownerOf(side.id), await ownerOf(low.id)],
    [0, 1, 1, 2],
  )
  assert.equal((await a.put(`partners/${mid.id}/departure`)).status, 204)
  assert.equal(await ownerOf(low.id), 1)
  assert.equal((await a.put(`partners/${top.id}/departure`)).status, 204)
  assert.deepEqual([await ownerOf(mid.id), await ownerOf(low.id)], [0, 0])
  assert.deepEqual(await faults(), [])
})

test('who has left sees nothing more, and may be invited again', async () => {
  const { chain, place, token } = await invited()
  const firm = await newOrg('Leaver')
  await firm.post(`join/${token}`, { orgId: firm.orgId })
  const member = await newMember(firm, 'member')
  assert.equal((await member.put(`partners/${place.id}/departure`)).status, 403)
  assert.equal((await firm.put(`partners/${place.id}/departure`)).status, 204)
  assert.equal((await firm.put(`partners/${place.id}/departure`)).status, 404)
  assert.equal((await lead.put(`partners/${place.id}/departure`)).status, 409)
  assert.equal((await firm.get(`chains/${chain}`)).status, 404)
  assert.equal((await lead.get(`partners/${place.id}`)).body.status, 'left')
  assert.equal((await firm.get('audit?type=network.access_ended')).body.items.length, 1)
  const below = await lead.post(`chains/${chain}/partners`, {
    code: 'b',
    name: 'b',
    parentId: place.id,
  })
  assert.equal(below.body.errors[0].code, 'left')
  await join(lead, place.id, firm)
  assert.equal((await firm.get(`chains/${chain}`)).status, 200)
})

test('an owner ends what has not begun by removing it, not by a departure', async () => {
  const { place } = await invited()
  const answer = await lead.put(`partners/${place.id}/departure`)
  assert.deepEqual([answer.status, answer.body.reason], [409, 'not_joined'])
})

test('a code given on while its partner was away is not given back', async () => {
  const { chain, place } = await invited({ code: 'C1' })
  await join(lead, place.id, await newOrg('Away'))
  await lead.put(`partners/${place.id}/departure`)
  await add(lead, chain, { code: 'C1' })
  const again = await lead.post(`partners/${place.id}/invitation`)
  assert.deepEqual([again.status, again.body.reason], [409, 'code_taken'])
})

test('many are invited at once; who has joined or is not mine is left out', async () => {
  const chain = await openChain(lead)
  const dealer = await newOrg('Dealer')
  const [a, b, c] = [await add(lead, chain), await add(lead, chain), await add(lead, chain)]
  await join(lead, a.id, dealer)
  const store = await add(dealer, chain)
  const { status, body } = await lead.post(`chains/${chain}/invitations`, { filter: {} })
  assert.equal(status, 201)
  assert.deepEqual(
    body.items.map((i: { partnerId: string }) => i.partnerId).sort(),
    [b.id, c.id].sort(),
  )
  assert.equal(new Set(body.items.map((i: { token: string }) => i.token)).size, 2)
  const first = body.items[0]
  assert.equal((await anyone.get(`join/${first.token}`)).body.partnerName, first.partnerName)
  const named = await lead.post(`chains/${chain}/invitations`, { partnerIds: [b.id, store.id] })
  assert.equal(named.body.items.length, 1)
  const none = await lead.post(`chains/${chain}/invitations`, {})
  assert.equal(none.body.errors[0].field, 'partnerIds')
  const joined = await lead.post(`partners/${a.id}/invitation`)
  assert.deepEqual([joined.status, joined.body.reason], [409, 'joined_already'])
})

test('the new owner above a place may take back an invitation that the former one made', async () => {
  const chain = await openChain(lead)
  const top = await add(lead, chain)
  const store = await add(lead, chain, { parentId: top.id })
  const { token } = (await lead.post(`partners/${store.id}/invitation`)).body
  const dealer = await newOrg('New owner')
  await join(lead, top.id, dealer)
  assert.equal((await lead.delete(`partners/${store.id}/invitation`)).status, 403)
  assert.equal((await dealer.delete(`partners/${store.id}/invitation`)).status, 204)
  assert.equal((await anyone.get(`join/${token}`)).status, 410)
})

test('who joins is told at once what could not reach it before', async () => {
  const { chain, place, token } = await invited()
  const draft = await lead.post('notices', {
    chainId: chain,
    kind: 'announcement',
    title: '欢迎',
    observesQuietHours: false,
  })
  const sent = await lead.put(`notices/${draft.body.id}/sending`, {})
  assert.equal(sent.status, 200, sent.text)
  const firm = await newOrg('Late')
  await firm.post(`join/${token}`, { orgId: firm.orgId })
  await world.runJobs()
  const { items } = (await firm.get('inbox')).body
  assert.deepEqual(
    items.map((n: { partnerId: string; title: string }) => [n.partnerId, n.title]),
    [[place.id, '欢迎']],
  )
  const open = await lead.post(`partners/${place.id}/removal`, { dryRun: true })
  assert.equal(open.body.pendingReceipts, 1)
})
