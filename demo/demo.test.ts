import assert from 'node:assert/strict'
import test from 'node:test'
import { usccFault } from '../server/modules/identity/uscc.ts'
import { TRADES } from './names.ts'
import { CITIES } from './places.ts'
import { requestsOf } from './sourcing-rows.ts'
import { makeWorld, SEED, type World } from './world.ts'

const NOW = Date.UTC(2026, 4, 20, 3, 30)
const world = makeWorld(SEED, NOW)
const { partners } = world.network

test('the same seed makes the same world, and another seed another one', () => {
  assert.deepEqual(makeWorld(SEED, NOW), world)
  assert.notEqual(makeWorld('other', NOW).network.partners[5]!.name, partners[5]!.name)
})

test('on another day it is the same firms and goods with other dates', () => {
  const names = (w: World) => [
    ...w.network.partners.map((p) => [p.id, p.code, p.name, p.status, p.orgId]),
    ...w.network.people.map((p) => [p.id, p.name, p.phone]),
    ...w.goods.products.map((p) => [p.id, p.code, p.priceMinor]),
    ...w.notices.map((n) => [n.id, n.kind]),
  ]
  const later = makeWorld(SEED, NOW + 11 * 86_400_000)
  assert.deepEqual(names(later), names(world))
  assert.notEqual(later.notices[0]!.sentAt, world.notices[0]!.sentAt)
})

test('there are 36 factories of five trades', () => {
  const factories = partners.filter((p) => p.side === 'upstream')
  assert.equal(factories.length, 36)
  for (const { kind, count } of TRADES) {
    assert.equal(factories.filter((p) => p.kind === kind).length, count, kind)
  }
  assert.equal(new Set(factories.map((p) => p.kind)).size, 5)
})

test('downstream runs over six tiers to more than 4,000 stores in some 120 cities', () => {
  const tiers = [1, 2, 3, 4, 5, 6].map(
    (tier) => partners.filter((p) => p.side === 'downstream' && p.tier === tier).length,
  )
  assert.deepEqual(tiers.slice(0, 3), [7, 31, CITIES.length])
  assert.ok(
    tiers.every((count, i) => i === 0 || count > tiers[i - 1]!),
    `${tiers}`,
  )
  assert.equal(tiers[5], 4160)
  assert.ok(CITIES.length >= 118)
  assert.equal(
    new Set(partners.filter((p) => p.tier === 6).map((p) => p.region)).size,
    CITIES.length,
  )
})

test('every partner stands one tier below its parent, on the same side, after it', () => {
  for (const [at, partner] of partners.entries()) {
    if (partner.parent < 0) assert.equal(partner.tier, 1)
    else {
      const parent = partners[partner.parent]!
      assert.ok(partner.parent < at)
      assert.equal(partner.tier, parent.tier + 1)
      assert.equal(partner.side, parent.side)
      assert.ok(partner.side === 'upstream' || parent.tier < 6)
    }
  }
})

test('names, codes, phones and ids meet nowhere twice', () => {
  const { people, orgs, contacts, members } = world.network
  const unique = (list: string[]) => assert.equal(new Set(list).size, list.length)
  unique(partners.map((p) => p.code))
  unique(partners.map((p) => p.name))
  unique(people.map((p) => p.phone))
  unique(orgs.map((o) => o.uscc))
  unique(
    [...partners, ...people, ...orgs, ...contacts, ...members, ...world.notices].map((x) => x.id),
  )
  unique(world.goods.products.map((p) => p.code))
})

test('every credit code is sound in both check digits and every id is shaped like version 7', () => {
  for (const { uscc } of partners) assert.equal(usccFault(uscc), null, uscc)
  for (const { id } of [...partners, ...world.network.people]) {
    assert.match(id, /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  }
})

test('groups and tags are each partner’s own, and only a few stores are special', () => {
  for (const { groups, tags } of partners) {
    assert.equal(new Set(groups).size, groups.length)
    assert.equal(new Set(tags).size, tags.length)
  }
  const special = partners.filter((p) => p.groups.includes('重点门店'))
  assert.ok(special.length > 80 && special.length < 300, `${special.length}`)
  assert.ok(special.every((p) => p.tags.includes('旗舰店')))
  const known = new Set(world.network.groups.map((group) => group.name))
  assert.ok(partners.every((p) => p.groups.every((name) => known.has(name))))
})

test('about 92 in a hundred have joined, and each of those has an owner of its own', () => {
  const joined = partners.filter((p) => p.status === 'joined')
  const share = joined.length / partners.length
  assert.ok(share > 0.9 && share < 0.94, `${share}`)
  const owners = new Map(
    world.network.members.filter((m) => m.role === 'owner').map((m) => [m.orgId, m.personId]),
  )
  for (const { orgId, personId } of joined) assert.equal(owners.get(orgId!), personId)
  for (const status of ['imported', 'invited', 'suspended']) {
    assert.ok(
      partners.some((p) => p.status === status),
      status,
    )
  }
})

test('the partners that can be signed in to stand below each other, and one is a factory', () => {
  const { shown, people } = world.network
  assert.equal(partners[shown.province]!.parent, shown.distributor)
  assert.equal(partners[shown.city]!.parent, shown.province)
  assert.ok(partners[shown.city]!.region.endsWith('杭州市'))
  let above = shown.store
  while (partners[above]!.tier > 3) above = partners[above]!.parent
  assert.equal(above, shown.city)
  assert.equal(partners[shown.factory]!.kind, '面料')
  assert.equal(people.filter((p) => p.mail !== null).length, 8)
})

test('the goods are named as they are called, and the recall names one of them', () => {
  const { products } = world.goods
  assert.ok(products.length >= 60)
  for (const { priceMinor, retailMinor, name } of products) {
    assert.ok(priceMinor * 1.6 < retailMinor, name)
  }
  const recall = world.notices.find((n) => n.kind === 'recall')!
  assert.ok(
    products.some((p) => recall.title === `召回：${p.name}（${p.code}）`),
    recall.title,
  )
})

test('the history shows every kind of notice and every way that one ends', () => {
  const { notices } = world
  assert.ok(notices.length >= 14)
  const kinds = new Set(notices.map((n) => n.kind))
  assert.deepEqual([...kinds].sort(), ['announcement', 'price_change', 'recall', 'task'])
  const states = new Set(notices.map((n) => n.state))
  assert.deepEqual([...states].sort(), [
    ...['complete', 'draft', 'recalled', 'scheduled', 'sent', 'superseded'],
  ])
  const sent = notices.filter((n) => n.sentAt !== null)
  for (const notice of sent) {
    assert.ok(notice.sentAt! < NOW && notice.sentAt! > NOW - 95 * 86_400_000)
    assert.ok(notice.createdAt < notice.sentAt!)
  }
  assert.ok(notices.find((n) => n.state === 'scheduled')!.scheduledAt! > NOW)
})

// Whatever day and hour the demo is started on, weekends, nights and holidays included.
for (const hours of [0, 6, 15, 63, 70, 76, 84]) {
  test(`receipts agree with their states when it is started ${hours} hours later`, () => {
    const now = NOW + hours * 3_600_000
    const late = hours === 0 ? world : makeWorld(SEED, now)
    for (const notice of late.notices) checkReceipts(notice, now)
    const running = late.notices.find((n) => n.held)!
    const delivered = running.receipts.filter((r) => r.deliveredAt !== null)
    const confirmed = delivered.filter((r) => r.state === 'confirmed').length / delivered.length
    assert.ok(confirmed > 0.56 && confirmed < 0.64, `${confirmed}`)
    const relayed = late.notices.find((n) => n.relayMinutes)!
    assert.equal(relayed.state, 'sent')
    const mine = relayed.relays.find((r) => r.partner === late.network.shown.distributor)!
    assert.equal(mine.relayedAt, null)
    assert.ok(mine.dueAt! > now)
  })
}

function checkReceipts(notice: World['notices'][number], now: number): void {
  const end = notice.endedAt ?? now
  const waves = new Map(notice.waves.map((wave) => [wave.wave, wave]))
  assert.deepEqual(
    [...waves.keys()],
    notice.waves.map((_, i) => i + 1),
  )
  for (const r of notice.receipts) {
    assert.equal(r.state === 'failed', r.reason !== null)
    if (r.deliveredAt !== null) assert.equal(r.deliveredAt, waves.get(r.wave)!.at)
    if (r.readAt !== null) assert.ok(r.readAt >= r.deliveredAt! && r.readAt <= end)
    if (r.confirmedAt !== null) assert.ok(r.confirmedAt >= r.readAt! && r.confirmedAt <= end)
    if (notice.kind === 'announcement') assert.equal(r.confirmedAt, null)
    if (['failed', 'queued'].includes(r.state)) assert.equal(r.deliveredAt, null)
    if (r.state === 'confirmed') assert.notEqual(r.confirmedAt, null)
    if (r.state === 'read') assert.ok(r.readAt !== null && r.confirmedAt === null)
    if (r.state === 'delivered') assert.equal(r.readAt, null)
    if (notice.state === 'complete') assert.notEqual(r.state, 'queued')
    assert.ok(r.reminded <= 3)
  }
  for (const wave of notice.waves) {
    assert.ok(wave.at <= now)
    if (!['sent', 'relayed'].includes(wave.kind)) continue
    const reached = notice.receipts.filter((r) => r.wave === wave.wave && r.deliveredAt !== null)
    assert.equal(reached.length, wave.recipients)
  }
}

test('people answer by day, most of them soon and some very late', () => {
  const notice = world.notices.find((n) => n.key === 'fraud')!
  const hours = notice.receipts.flatMap((r) =>
    r.readAt ? [new Date(r.readAt + 8 * 3_600_000)] : [],
  )
  assert.ok(hours.every((at) => at.getUTCHours() >= 8 && at.getUTCHours() < 23))
  const delays = notice.receipts
    .flatMap((r) => (r.readAt ? [(r.readAt - r.deliveredAt!) / 60_000] : []))
    .sort((a, b) => a - b)
  const at = (share: number) => delays[Math.floor(delays.length * share)]!
  // A long tail: the slowest tenth take many times as long as the middle.
  assert.ok(at(0.9) > 4 * at(0.5), `${at(0.5)} ${at(0.9)}`)
})

test('each seller sells above what it pays and within its limits', () => {
  const notice = world.notices.find((n) => n.key === 'warm')!
  const bySeller = new Map(notice.prices.map((p) => [p.seller, p]))
  for (const { seller, priceMinor } of notice.prices) {
    if (seller < 0) continue
    const { parent, tier } = partners[seller]!
    const { minBp, maxBp } = world.goods.limits.find((limit) => limit.tier === tier)!
    for (const [line, price] of priceMinor.entries()) {
      const bought = bySeller.get(parent)!.priceMinor[line]!
      assert.ok(price >= bought * (1 + minBp / 10_000) - 10)
      assert.ok(price <= bought * (1 + maxBp / 10_000) + 10)
      assert.ok(price < notice.lines[line]!.retailMinor)
    }
  }
})

test('every request goes to joined makers of what it asks for, and has a quote of the first of them', () => {
  for (const rfq of requestsOf(SEED, world)) {
    assert.ok(rfq.suppliers.length >= Math.max(1, rfq.quotes.length), rfq.title)
    for (const maker of rfq.suppliers) {
      assert.deepEqual([maker.side, maker.status, maker.kind], ['upstream', 'joined', rfq.kind])
    }
    for (const prices of rfq.quotes) assert.equal(prices.length, rfq.lines.length)
  }
})
