import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { User } from '../../../test/app.ts'
import { newId } from '../../platform/ids.ts'
import { networkWorld } from './fixture.ts'

const world = await networkWorld({ after })
const { newOrg, openChain, add, join, faults } = world
const { owner } = world.app.database
const lead = await newOrg('链主')

/** A parent with a child and a grandchild, and another place to go. */
async function family() {
  const chain = await openChain(lead)
  const top = await add(lead, chain, { name: 'top' })
  const child = await add(lead, chain, { name: 'child', parentId: top.id })
  const grandchild = await add(lead, chain, { name: 'grandchild', parentId: child.id })
  const other = await add(lead, chain, { name: 'other' })
  return { chain, top, child, grandchild, other }
}
const move = (user: User, id: string, parentId: string | null, dryRun = false) =>
  user.post(`partners/${id}/move`, { parentId, dryRun })
const tiers = async (chain: string) =>
  Object.fromEntries(
    (await lead.get(`chains/${chain}/partners`)).body.items.map(
      (p: { name: string; tier: number; parentName: string | null }) => [
        p.name,
        [p.tier, p.parentName],
      ],
    ),
  )

test('a partner moves with all below it', async () => {
  const { chain, child, other } = await family()
  const answer = await move(lead, child.id, other.id)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.body, {
    partners: 2,
    joined: 0,
    contacts: 0,
    tiersBefore: [2, 3],
    tiersAfter: [2, 3],
    pendingReceipts: 0,
    warnings: ['price_path_changes'],
  })
  assert.deepEqual(await tiers(chain), {
    top: [1, null],
    other: [1, null],
    child: [2, 'other'],
    grandchild: [3, 'child'],
  })
  assert.deepEqual(await faults(), [])
  const again = await move(lead, child.id, other.id)
  assert.deepEqual([again.status, again.body.reason], [409, 'same_parent'])
})

test('a dry run tells the same and changes nothing', async () => {
  const { chain, child } = await family()
  const before = await tiers(chain)
  const told = await move(lead, child.id, null, true)
  assert.deepEqual(told.body.tiersAfter, [1, 2])
  assert.deepEqual(await tiers(chain), before)
  assert.deepEqual((await move(lead, child.id, null)).body, told.body)
  assert.deepEqual((await tiers(chain)).child, [1, null])
})

test('no partner comes to stand below itself, on another side, in another chain or too deep', async () => {
  const { chain, top, child, grandchild } = await family()
  for (const target of [child, grandchild]) {
    const ring = await move(lead, child.id, target.id)
    assert.deepEqual([ring.status, ring.body.errors[0].code], [400, 'own_subtree'])
  }
  const supplier = await add(lead, chain, { side: 'upstream' })
  assert.equal((await move(lead, child.id, supplier.id)).body.errors[0].code, 'other_side')
  const elsewhere = await family()
  assert.equal((await move(lead, child.id, elsewhere.top.id)).status, 404)
  assert.equal((await move(lead, child.id, newId())).status, 404)
  let deepest = await add(lead, chain)
  for (let i = 0; i < 27; i++) deepest = await add(lead, chain, { parentId: deepest.id })
  const deep = await move(lead, top.id, deepest.id)
  assert.deepEqual([deep.status, deep.body.reason], [422, 'too_deep'])
  assert.deepEqual(await faults(), [])
})

test('two moves that would make a ring leave a tree', async () => {
  const { child, grandchild, other } = await family()
  const both = await Promise.all([
    move(lead, child.id, other.id),
    move(lead, other.id, grandchild.id),
  ])
  assert.deepEqual(both.map((a) => a.status).sort(), [200, 400])
  assert.deepEqual(await faults(), [])
})

test('what moves below a joined partner becomes its own, and is told so', async () => {
  const { chain, child, other } = await family()
  const dealer = await newOrg('Dealer')
  await join(lead, other.id, dealer)
  const answer = await move(lead, child.id, other.id)
  assert.deepEqual(answer.body.warnings, ['owner_changes', 'price_path_changes'])
  assert.equal((await dealer.get(`partners/${child.id}`)).body.isMine, true)
  assert.equal((await lead.get(`partners/${child.id}`)).body.isMine, false)
  assert.equal((await move(lead, child.id, null)).status, 403)
  assert.deepEqual(await faults(), [])
  assert.equal((await dealer.get(`chains/${chain}/partners`)).body.total, 2)
})

test('a distributor moves among its own, and never out of its own', async () => {
  const { chain, top, child, other } = await family()
  const dealer = await newOrg('Dealer')
  await join(lead, top.id, dealer)
  const store = await add(dealer, chain, { name: 'store' })
  assert.equal((await move(dealer, store.id, child.id)).status, 200)
  assert.equal((await move(dealer, store.id, other.id)).status, 404)
  assert.equal((await move(dealer, store.id, null)).status, 200)
  assert.equal((await dealer.get(`partners/${store.id}`)).body.parentId, top.id)
  assert.equal((await move(dealer, top.id, null)).status, 403)
  assert.deepEqual(await faults(), [])
})

test('a removed partner lets those below move up, and leaves its name', async () => {
  const { chain, top, child } = await family()
  await lead.post(`partners/${child.id}/contacts`, { name: '张三' })
  const told = await lead.post(`partners/${child.id}/removal`, { dryRun: true })
  assert.deepEqual(told.body, {
    partners: 1,
    joined: 0,
    contacts: 1,
    tiersBefore: [3, 3],
    tiersAfter: [2, 2],
    pendingReceipts: 0,
    warnings: ['price_path_changes', 'history_kept'],
  })
  assert.deepEqual((await lead.post(`partners/${child.id}/removal`, {})).body, told.body)
  assert.deepEqual((await tiers(chain)).grandchild, [2, 'top'])
  assert.equal((await lead.get(`partners/${child.id}`)).status, 404)
  assert.equal((await lead.post(`partners/${child.id}/removal`, {})).status, 404)
  const { rows } = await owner.query('SELECT name, parent_id FROM removed_partners WHERE id = $1', [
    child.id,
  ])
  assert.deepEqual(rows, [{ name: 'child', parent_id: top.id }])
  assert.deepEqual(await faults(), [])
  await add(lead, chain, { code: child.code })
})

test('a removed partner takes with it what is below, when that is wished', async () => {
  const { chain, top } = await family()
  const answer = await lead.post(`partners/${top.id}/removal`, { children: 'remove' })
  assert.deepEqual(
    [answer.body.partners, answer.body.tiersAfter, answer.body.warnings],
    [3, null, ['history_kept']],
  )
  assert.deepEqual(Object.keys(await tiers(chain)), ['other'])
})

test('removing a joined partner ends its access and gives what was its own to the owner above', async () => {
  const { chain, top } = await family()
  const dealer = await newOrg('Dealer')
  await join(lead, top.id, dealer)
  const store = await add(dealer, chain, { name: 'store' })
  const answer = await lead.post(`partners/${top.id}/removal`, {})
  assert.deepEqual(answer.body.warnings, [
    'joined_partners_lose_access',
    'owner_changes',
    'price_path_changes',
    'history_kept',
  ])
  assert.equal((await dealer.get(`chains/${chain}`)).status, 404)
  assert.equal((await dealer.get(`partners/${store.id}`)).status, 404)
  assert.equal((await lead.get(`partners/${store.id}`)).body.isMine, true)
  const { items } = (await dealer.get('audit?type=network.access_ended')).body
  assert.equal(items[0].subject, `chain:${chain}`)
  assert.deepEqual(await faults(), [])
})

test('removing a partner with all below it also removes what partners of partners have brought', async () => {
  const { chain, top } = await family()
  const dealer = await newOrg('Dealer')
  await join(lead, top.id, dealer)
  const below = await add(dealer, chain)
  const store = await newOrg('Store')
  await join(dealer, below.id, store)
  await add(store, chain)
  const answer = await lead.post(`partners/${top.id}/removal`, { children: 'remove' })
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual([answer.body.partners, answer.body.joined], [5, 2])
  assert.deepEqual(Object.keys(await tiers(chain)), ['other'])
  assert.equal((await store.get('chains')).body.items.length, 0)
})

test('a merged partner gives everything it had to the one that stays', async () => {
  const { chain, child, other } = await family()
  const group = (await lead.post(`chains/${chain}/groups`, { name: 'G' })).body
  await lead.post(`chains/${chain}/partners/bulk`, {
    partnerIds: [child.id],
    addTags: ['t'],
    addGroupIds: [group.id],
  })
  const rule = await lead.post('visibility-rules', {
    chainId: chain,
    name: 'r',
    theirPartnerIds: [child.id],
  })
  for (const id of [child.id, other.id])
    await lead.post(`partners/${id}/contacts`, { name: '同名' })
  await lead.post(`partners/${child.id}/contacts`, { name: '张三', isPrimary: true })
  const told = await lead.post(`partners/${child.id}/merge`, { intoId: other.id, dryRun: true })
  assert.deepEqual(
    [told.body.partners, told.body.tiersBefore, told.body.tiersAfter, told.body.warnings],
    [2, [3, 3], [2, 2], ['price_path_changes', 'history_kept']],
  )
  const merged = await lead.post(`partners/${child.id}/merge`, { intoId: other.id })
  assert.deepEqual([merged.status, merged.body], [200, told.body])
  const stays = (await lead.get(`partners/${other.id}`)).body
  assert.deepEqual(
    [stays.tags, stays.groups, stays.children],
    [['t'], [{ id: group.id, name: 'G' }], 1],
  )
  const { items } = (await lead.get(`partners/${other.id}/contacts`)).body
  assert.deepEqual(
    items.map((c: { name: string; isPrimary: boolean }) => [c.name, c.isPrimary]),
    [
      ['同名', true],
      ['张三', false],
    ],
  )
  const rules = (await lead.get(`visibility-rules?chainId=${chain}`)).body.items
  assert.deepEqual(rules[0].theirPartnerIds, [other.id])
  assert.equal(rules[0].id, rule.body.id)
  assert.deepEqual((await tiers(chain)).grandchild, [2, 'other'])
  assert.equal((await lead.post(`partners/${child.id}/merge`, { intoId: other.id })).status, 404)
  assert.deepEqual(await faults(), [])
})

test('the one that stays has joined if either of the two had', async () => {
  const { chain, child, other } = await family()
  const dealer = await newOrg('Dealer')
  await join(lead, child.id, dealer)
  const told = await lead.post(`partners/${child.id}/merge`, { intoId: other.id, dryRun: true })
  assert.equal(told.body.joined, 1)
  assert.equal((await lead.post(`partners/${child.id}/merge`, { intoId: other.id })).status, 200)
  const place = (await dealer.get(`chains/${chain}`)).body.myPartnerId
  assert.equal(place, other.id)
  assert.equal((await lead.get(`partners/${other.id}`)).body.status, 'joined')
  assert.deepEqual(await faults(), [])
})

test('two joined partners, two sides, or a partner and what is below it cannot be merged', async () => {
  const { chain, top, child, other } = await family()
  await join(lead, top.id, await newOrg('Firm A'))
  await join(lead, other.id, await newOrg('Firm B'))
  const merge = (id: string, intoId: string) => lead.post(`partners/${id}/merge`, { intoId })
  assert.equal((await merge(top.id, other.id)).body.reason, 'both_joined')
  const supplier = await add(lead, chain, { side: 'upstream' })
  assert.equal((await merge(supplier.id, other.id)).body.errors[0].code, 'not_mergeable')
  assert.equal((await merge(supplier.id, supplier.id)).status, 400)
  const second = await family()
  assert.equal((await merge(second.top.id, second.child.id)).body.errors[0].code, 'own_subtree')
  assert.equal((await merge(child.id, other.id)).status, 403, 'it belongs to A since A has joined')
})

test('a distributor that merges two of its stores keeps what the lead noted about them', async () => {
  const { chain, top } = await family()
  const dealer = await newOrg('Dealer')
  await join(lead, top.id, dealer)
  const [a, b] = [await add(dealer, chain), await add(dealer, chain)]
  await lead.post(`partners/${a.id}/contacts`, { name: '链主的联系人' })
  assert.equal((await dealer.post(`partners/${a.id}/merge`, { intoId: b.id })).status, 200)
  const { items } = (await lead.get(`partners/${b.id}/contacts`)).body
  assert.deepEqual(
    items.map((c: { name: string }) => c.name),
    ['链主的联系人'],
  )
})

// Whatever happens, in whatever order and by whomever, the trees stay sound.
const KINDS = ['add', 'move', 'merge', 'remove', 'join', 'leave', 'suspend', 'resume'] as const
const act = fc.record({
  kind: fc.constantFrom(...KINDS, 'add', 'add', 'join', 'join', 'resume'),
  who: fc.oneof(fc.constant(0), fc.nat(4)),
  what: fc.nat(50),
  where: fc.nat(50),
  deep: fc.boolean(),
})

test('after any acts of several orgs, one by one or at once, the tree is sound', async () => {
  const users = [lead]
  for (let i = 0; i < 4; i++) users.push(await newOrg(`P${i}`))
  const staysSound = fc.asyncProperty(
    fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 5, maxLength: 25 }),
    async (rounds) => {
      const chain = await openChain(lead)
      for (let i = 0; i < 3; i++) await add(lead, chain)
      for (const round of rounds) {
        const places = await idsOf(chain)
        await Promise.all(round.map((one) => perform(users, chain, places, one)))
        assert.deepEqual(await faults(), [])
      }
    },
  )
  // Until every kind of act has gone through, else the tree would be sound because nothing happened.
  for (let more = 0; more < 8 && (more === 0 || !KINDS.every((kind) => done.has(kind))); more++) {
    await fc.assert(staysSound, { numRuns: 12, endOnFailure: true })
  }
  for (const kind of KINDS) assert.ok(done.has(kind), `no ${kind} went through`)
})

const done = new Map<string, number>()

async function idsOf(chain: string): Promise<string[]> {
  const { rows } = await owner.query('SELECT id FROM partners WHERE chain_id = $1 ORDER BY no', [
    chain,
  ])
  return rows.map((row) => row.id)
}

/** Performs an act as somebody who may or may not be allowed to: a refusal is fine, a failure is not. */
async function perform(
  users: User[],
  chain: string,
  places: string[],
  { kind, who, what, where, deep }: typeof act extends fc.Arbitrary<infer A> ? A : never,
): Promise<void> {
  const user = users[who]!
  const place = places[what % places.length] as string
  const target = places[where % places.length] as string
  const ask = async () => {
    switch (kind) {
      case 'add':
        return user.post(`chains/${chain}/partners`, {
          code: newId(),
          name: 'n',
          parentId: deep ? place : undefined,
        })
      case 'move':
        return move(user, place, deep ? target : null)
      case 'merge':
        return user.post(`partners/${place}/merge`, { intoId: target })
      case 'remove':
        return user.post(`partners/${place}/removal`, { children: deep ? 'remove' : 'move_up' })
      case 'join': {
        const joiner = users[1 + (where % 4)]!
        const invitation = await user.post(`partners/${place}/invitation`)
        if (invitation.status !== 201) return invitation
        return joiner.post(`join/${invitation.body.token}`, { orgId: joiner.orgId })
      }
      case 'leave':
        return user.put(`partners/${place}/departure`)
      case 'suspend':
        return user.put(`partners/${place}/suspension`)
      case 'resume':
        return user.delete(`partners/${place}/suspension`)
    }
  }
  const answer = await ask()
  if (!answer) return
  assert.ok(answer.status < 500, `${kind}: ${answer.text}`)
  if (answer.status < 300) done.set(kind, (done.get(kind) ?? 0) + 1)
}
