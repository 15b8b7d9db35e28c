import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import type { User } from '../../../test/app.ts'
import { asOrg, openCtx, SYSTEM, type Tx } from '../../platform/ctx.ts'
import { Audience } from '../messaging/schema.ts'
import { networkWorld } from './fixture.ts'
import {
  countAudience,
  getChain,
  getLedChain,
  getPlace,
  groupMembersSql,
  placesAbove,
  placesSql,
  sellersOf,
} from './index.ts'

const world = await networkWorld({ after })
const { newOrg, openChain, add, join } = world
const { source } = world.app
const lead = await newOrg('链主')
const dealer = await newOrg('经销商')

/** Work in an org's name, bound by policies, as another module does it. */
const actingFor = <T>(user: User, work: (tx: Tx) => Promise<T>): Promise<T> =>
  asOrg(source, openCtx(source, SYSTEM), user.orgId).read(work)

async function street() {
  const chain = await openChain(lead)
  const group = (await lead.post(`chains/${chain}/groups`, { name: 'G' })).body.id as string
  const inner = (await lead.post(`chains/${chain}/groups`, { name: 'H', parentId: group })).body.id
  const top = await add(lead, chain, { name: 'top', region: '浙江省', kind: '经销商' })
  const store = await add(lead, chain, {
    name: 'store',
    parentId: top.id,
    region: '浙江省杭州市',
    kind: '门店',
    tags: ['新'],
    groupIds: [inner],
  })
  const far = await add(lead, chain, { name: 'far', region: '江苏省', kind: '门店' })
  const mill = await add(lead, chain, { name: 'mill', side: 'upstream' })
  return { chain, group, top, store, far, mill }
}

test('an audience is everybody who meets all that is asked', async () => {
  const { chain, group, top, store, far } = await street()
  const meant = (audience: unknown, user = lead) =>
    actingFor(user, async (tx) => {
      const { sample } = await countAudience(tx, chain, Audience.parse(audience))
      return sample.map((one) => one.name).sort()
    })
  assert.deepEqual(await meant({}), ['far', 'store', 'top'])
  assert.deepEqual(await meant({ side: 'upstream' }), ['mill'])
  assert.deepEqual(await meant({ tiers: [2] }), ['store'])
  assert.deepEqual(await meant({ kinds: ['门店'] }), ['far', 'store'])
  assert.deepEqual(await meant({ regions: ['浙江'] }), ['store', 'top'])
  assert.deepEqual(await meant({ regions: ['浙江', '江苏'], tiers: [1] }), ['far', 'top'])
  assert.deepEqual(await meant({ tags: ['新'] }), ['store'])
  assert.deepEqual(await meant({ groupIds: [group] }), ['store'])
  assert.deepEqual(await meant({ underIds: [top.id] }), ['store', 'top'])
  assert.deepEqual(await meant({ partnerIds: [far.id, store.id], kinds: ['门店'] }), [
    'far',
    'store',
  ])
  assert.deepEqual(await meant({ tags: ['新'], regions: ['江苏'] }), [])
  assert.deepEqual(await meant({ regions: ['%'] }), [])
  assert.deepEqual(await meant({}, dealer), [])
})

test('an audience is counted by tier and by status, and who has left is no part of it', async () => {
  const { chain, top, far } = await street()
  await join(lead, top.id, dealer)
  await join(lead, far.id, await newOrg('Gone'))
  await lead.put(`partners/${far.id}/departure`)
  const count = await actingFor(lead, (tx) => countAudience(tx, chain, Audience.parse({})))
  assert.deepEqual(
    { ...count, sample: count.sample.length },
    {
      recipients: 2,
      reachable: 1,
      byTier: [
        { tier: 1, recipients: 1, reachable: 1 },
        { tier: 2, recipients: 1, reachable: 0 },
      ],
      byStatus: [
        { status: 'joined', recipients: 1 },
        { status: 'imported', recipients: 1 },
      ],
      sample: 2,
    },
  )
})

test('sellers are the places with others below, parents before children, of one chain and side', async () => {
  const { chain, top, store, mill } = await street()
  await street()
  const corner = await add(lead, chain, { parentId: store.id })
  await add(lead, chain, { side: 'upstream', parentId: mill.id })
  await join(lead, top.id, dealer)
  const sellers = await actingFor(lead, (tx) => sellersOf(tx, chain, 'downstream'))
  assert.deepEqual(
    sellers.map((s) => [s.id, s.tier, s.parentIndex, s.partnerOrgId, s.status]),
    [
      [top.id, 1, -1, dealer.orgId, 'joined'],
      [store.id, 2, 0, null, 'imported'],
    ],
  )
  assert.ok(sellers[1]!.path.startsWith(`${sellers[0]!.path}.`))
  const { rows } = await world.app.database.owner.query(
    'SELECT path::text FROM partners WHERE id = $1',
    [corner.id],
  )
  assert.ok(rows[0].path.startsWith(`${sellers[1]!.path}.`))
})

test('a removed place is still a place to those who look back, as one that has left', async () => {
  const { chain, store } = await street()
  await lead.post(`partners/${store.id}/removal`, {})
  const look = (user: User) =>
    actingFor(user, async (tx) => {
      const { rows } = await sql`SELECT p.name, p.status, p.tier FROM ${placesSql()} p
        WHERE p.chain_id = ${chain} AND p.id = ${store.id}`.execute(tx.db)
      return rows
    })
  assert.deepEqual(await look(lead), [{ name: 'store', status: 'left', tier: 2 }])
  assert.deepEqual(await look(dealer), [])
})

test('group members are those of my own groups', async () => {
  const { store } = await street()
  const members = (user: User) =>
    actingFor(user, async (tx) => {
      const { rows } = await sql`SELECT g.name FROM ${groupMembersSql()} g
        WHERE g.partner_id = ${store.id}`.execute(tx.db)
      return rows
    })
  assert.deepEqual(await members(lead), [{ name: 'H' }])
  assert.deepEqual(await members(dealer), [])
})

test('the places above reach as far as the reader sees', async () => {
  const { chain, top, store } = await street()
  const corner = await add(lead, chain, { parentId: store.id })
  const above = (user: User) =>
    actingFor(user, async (tx) =>
      (await placesAbove(tx, await getPlace(tx, corner.id))).map((place) => place.id),
    )
  assert.deepEqual(await above(lead), [top.id, store.id])
  await join(lead, store.id, dealer)
  await join(dealer, corner.id, await newOrg('角店'))
  assert.deepEqual(await above(dealer), [top.id, store.id])
})

test('a chain is found by those who stand in it, and led by one', async () => {
  const { chain, top } = await street()
  const missing = { code: 'not_found' }
  await assert.rejects(
    actingFor(dealer, (tx) => getChain(tx, chain)),
    missing,
  )
  await join(lead, top.id, dealer)
  assert.equal((await actingFor(dealer, (tx) => getChain(tx, chain))).orgId, lead.orgId)
  await assert.rejects(
    actingFor(dealer, (tx) => getLedChain(tx, chain)),
    missing,
  )
  assert.equal((await actingFor(lead, (tx) => getLedChain(tx, chain))).settings.relayMinutes, 0)
})
