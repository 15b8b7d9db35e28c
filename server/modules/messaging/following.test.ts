import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { tradeWorld } from '../trade/fixture.ts'
import { conversationOf, followParties, postAsRobot } from './index.ts'

const world = await tradeWorld({ after })
const { lead, distributor, dealer, outsider } = world
const { owner } = world.app.database

async function follow(subject: string, orgIds: string[], title = '订单 A') {
  return world.actAs(lead, 'transaction', (tx) =>
    followParties(tx, { ownerOrgId: lead.orgId, subject, title, orgIds }),
  )
}
async function present(id: string): Promise<string[]> {
  const { rows } = await owner.query(
    'SELECT person_id FROM conversation_members WHERE conversation_id = $1 AND until_no IS NULL',
    [id],
  )
  return rows.map((row) => row.person_id).sort()
}
const people = (...users: { personId: string }[]) => users.map((user) => user.personId).sort()
const card = (conversationId: string, key: string) => ({
  conversationId,
  robot: 'clock',
  key,
  template: 'production.digest',
  data: { done: 3 },
  text: { zh: '完成 3 件', en: '3 done' },
})

test('a subject has one conversation, and its parties come and go with each call', async () => {
  const subject = `production_order:${newId()}`
  const id = await follow(subject, [distributor.orgId, dealer.orgId])
  assert.deepEqual(await present(id), people(lead, distributor, dealer))
  assert.equal(await follow(subject, [dealer.orgId, outsider.orgId], '订单 B'), id)
  assert.deepEqual(await present(id), people(lead, dealer, outsider))
  const { rows } = await owner.query('SELECT title FROM conversations WHERE id = $1', [id])
  assert.equal(rows[0].title, '订单 B')
})

test('two first calls at once make one conversation', async () => {
  const subject = `production_order:${newId()}`
  const ids = await Promise.all([1, 2, 3].map(() => follow(subject, [dealer.orgId])))
  assert.equal(new Set(ids).size, 1)
  assert.deepEqual(await present(ids[0]!), people(lead, dealer))
})

test('people who come to a party or leave it join and leave by themselves', async () => {
  const id = await follow(`production_order:${newId()}`, [dealer.orgId])
  const manager = await world.newMember(dealer, 'manager')
  const clerk = await world.newMember(dealer, 'member')
  await world.runJobs()
  assert.deepEqual(await present(id), people(lead, dealer, manager), 'a clerk is not asked')
  const members = await dealer.get('members')
  const { id: seat } = members.body.items.find(
    (m: { personId: string }) => m.personId === manager.personId,
  )
  assert.equal((await dealer.post(`members/${seat}/removal`)).status, 200)
  await world.runJobs()
  assert.deepEqual(await present(id), people(lead, dealer))
  assert.ok(clerk.personId)
})

test('a robot of the house posts a card once a key, in the transaction of the verb', async () => {
  const id = await follow(`production_order:${newId()}`, [dealer.orgId])
  const first = await world.actAs(lead, 'transaction', (tx) => postAsRobot(tx, card(id, '08:00')))
  assert.ok(first)
  const again = await world.actAs(dealer, 'transaction', (tx) => postAsRobot(tx, card(id, '08:00')))
  assert.equal(again, null)
  const both = await Promise.all(
    [1, 2].map(() => world.actAs(lead, 'acrossOrgs', (tx) => postAsRobot(tx, card(id, '09:00')))),
  )
  assert.equal(both.filter((posted) => posted === null).length, 1)
  const failed = world.actAs(lead, 'transaction', async (tx) => {
    await postAsRobot(tx, card(id, '10:00'))
    throw new Error('the verb failed')
  })
  await assert.rejects(failed, /the verb failed/)
  const { rows } = await owner.query(
    'SELECT no, key FROM messages WHERE conversation_id = $1 ORDER BY no',
    [id],
  )
  assert.deepEqual(rows, [
    { no: 1, key: '08:00' },
    { no: 2, key: '09:00' },
  ])
})

test('changes are numbered without gaps in the order of their commits', async () => {
  const id = await follow(`production_order:${newId()}`, [dealer.orgId])
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      world.actAs(lead, 'transaction', (tx) => postAsRobot(tx, card(id, `k${i}`))),
    ),
  )
  const { rows } = await owner.query('SELECT seq FROM conversation_changes ORDER BY seq')
  assert.deepEqual(
    rows.map((row) => row.seq),
    rows.map((_, i) => i + 1),
  )
})

test('a stranger neither finds a conversation nor speaks in it', async () => {
  const subject = `production_order:${newId()}`
  const id = await follow(subject, [dealer.orgId])
  const find = (user: typeof lead) =>
    world.actAs(user, 'transaction', (tx) => conversationOf(tx, lead.orgId, subject))
  assert.equal(await find(lead), id)
  assert.equal(await find(dealer), id)
  assert.equal(await find(outsider), null)
  await assert.rejects(
    world.actAs(outsider, 'transaction', (tx) => postAsRobot(tx, card(id, 'x'))),
    /no place/,
  )
  await assert.rejects(
    world.actAs(outsider, 'transaction', (tx) =>
      followParties(tx, { ownerOrgId: lead.orgId, subject, title: 'x', orgIds: [dealer.orgId] }),
    ),
    /for the org of its transaction/,
  )
})
