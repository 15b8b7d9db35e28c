import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tradeWorld } from '../fixture.ts'
import { deliver, sell } from './fixture.ts'

const DAY = 86_400_000

test('next orders', async (t) => {
  const world = await tradeWorld(t)
  const { lead, distributor, rival, dealer, anyone } = world
  await world.newChain()
  const [rice, oil] = [
    await world.addProduct({ name: '大米' }),
    await world.addProduct({ name: '油' }),
  ]
  const today = world.now().getTime()
  const at = (daysAgo: number) => new Date(today - daysAgo * DAY)

  await t.test('nobody has ordered yet', async () => {
    assert.deepEqual((await lead.get('next-orders')).body, { horizonDays: 28, items: [] })
  })

  await t.test('who keeps a rhythm is likely, and who stopped is not', async () => {
    const sale = { seller: lead.orgId, unitE4: 10_000 }
    const every = (buyer: string, productId: string, from: number, until: number) =>
      Array.from({ length: (from - until) / 10 + 1 }, (_, i) => ({
        ...{ ...sale, buyer, productId, at: at(from - i * 10), quantity: 50 },
      }))
    await sell(world, [
      ...every(distributor.orgId, rice, 205, 5),
      ...every(distributor.orgId, oil, 205, 105),
      ...every(rival.orgId, rice, 400, 300),
    ])
    const { items } = (await lead.get('next-orders?horizonDays=14')).body
    const [first, second] = items
    assert.deepEqual([first.org.name, second.org.name], ['Distributor', 'Rival'])
    assert.ok(first.confidence > 0.7 && second.confidence < 0.3, JSON.stringify(items))
    assert.equal(first.day, at(-5).toISOString().slice(0, 10))
    assert.deepEqual([first.isOverdue, second.isOverdue], [false, true])
    assert.equal(first.lastDay, at(5).toISOString().slice(0, 10))
    const [top, other] = first.items
    assert.deepEqual([top.name, other.name, top.unit], ['大米', '油', '件'])
    assert.ok(top.chance > other.chance)
    assert.ok(Math.abs(top.quantity - 50) < 1e-6 && Math.abs(top.low - 50) < 1e-6)
  })

  await t.test('the buyer sees its own side, and nobody sees more', async () => {
    const bought = (await distributor.get('next-orders?side=bought')).body
    assert.deepEqual(
      bought.items.map((item: { org: { id: string } }) => item.org.id),
      [lead.orgId],
    )
    assert.deepEqual((await distributor.get('next-orders')).body.items, [])
    assert.deepEqual((await dealer.get('next-orders?side=bought')).body.items, [])
  })

  await t.test('impossible questions and strangers are refused', async () => {
    for (const query of ['side=both', 'horizonDays=0', 'horizonDays=7.5', 'limit=1000'])
      assert.equal((await lead.get(`next-orders?${query}`)).status, 400, query)
    assert.equal((await anyone.get('next-orders')).status, 401)
  })
})

test('supplier matches', async (t) => {
  const world = await tradeWorld(t)
  const { lead, distributor, outsider, anyone } = world
  await world.newChain()
  const productId = await world.addProduct()
  const today = world.now().getTime()
  const at = (daysAgo: number) => new Date(today - daysAgo * DAY)
  const dayOf = (date: Date) => date.toISOString().slice(0, 10)

  await t.test('whom I may buy from and do not know has no score', async () => {
    const { items } = (await distributor.get('supplier-matches')).body
    const [only] = items
    assert.deepEqual([items.length, only.org.name, only.score], [1, 'Lead', null])
    assert.deepEqual([only.least, only.most, only.known], [0, 100, 0])
  })

  await t.test('punctuality, quality and response come from my own dealings', async () => {
    const sale = { seller: lead.orgId, buyer: distributor.orgId, productId, unitE4: 10_000 }
    const lines = await sell(
      world,
      [0, 1, 2, 3].map((i) => ({
        ...{ ...sale, at: at(40 + i), confirmedAt: new Date(at(40 + i).getTime() + 3_600_000) },
        deliverBy: dayOf(at(20)),
      })),
    )
    await deliver(world, lines[0]!, { at: at(25) })
    await deliver(world, lines[1]!, { at: at(10) })
    await deliver(world, lines[2]!, { at: at(25), damaged: 5 })
    const [match] = (await distributor.get(`supplier-matches?productId=${productId}`)).body.items
    const part = (name: string) => match.parts.find((one: { part: string }) => one.part === name)
    // Four were due: one came in time and whole, one late, one with damage not settled, one not at all.
    assert.deepEqual([part('onTime').cases, part('onTime').figure], [4, (1 + 5 * 0.85) / 9])
    assert.deepEqual([part('quality').cases, part('quality').figure], [3, (2 + 5 * 0.97) / 8])
    assert.deepEqual([part('response').cases, part('response').figure], [4, (4 + 5 * 0.7) / 9])
    // One seller alone and no index: there is nothing to compare its price with.
    assert.equal(part('price').score, null)
    const sum = match.parts.reduce((all: number, one: { points: number }) => all + one.points, 0)
    assert.ok(Math.abs(match.score - sum) < 1e-9)
    assert.ok(Math.abs(match.known - 0.6) < 1e-9)
  })

  await t.test('weights are mine to set', async () => {
    const of = async (query: string) =>
      (await distributor.get(`supplier-matches?${query}`)).body.items[0]
    const one = await of('price=0&quality=0&response=0&onTime=1')
    assert.ok(Math.abs(one.score - (100 * (1 + 5 * 0.85)) / 9) < 1e-9)
    assert.equal(one.known, 1)
  })

  await t.test('impossible questions, strangers and foreign products are refused', async () => {
    const none = 'price=0&quality=0&response=0&onTime=0'
    for (const query of [none, 'price=-1', 'price=x', 'productId=x'])
      assert.equal((await distributor.get(`supplier-matches?${query}`)).status, 400, query)
    assert.equal((await anyone.get('supplier-matches')).status, 401)
    const foreign = await outsider.post('products', {
      ...{ code: 'X', name: 'X', unit: '件', priceMinor: 1, retailMinor: 1 },
    })
    const url = `supplier-matches?productId=${foreign.body.id}`
    assert.equal((await distributor.get(url)).status, 404)
  })
})

test('wishes', async (t) => {
  const world = await tradeWorld(t)
  const { lead, distributor, anyone } = world
  await world.newChain()
  const productId = await world.addProduct({ category: '粮油' })
  const at = (daysAgo: number) => new Date(world.now().getTime() - daysAgo * DAY)
  const wishes = async (user = lead) => (await user.get('wishes')).body.items

  await t.test('a category is measured from what I sold, and the unknown is unknown', async () => {
    assert.deepEqual(await wishes(), [])
    const sale = { seller: lead.orgId, buyer: distributor.orgId, productId, unitE4: 10_000 }
    const lines = await sell(world, [
      { ...sale, at: at(40), deliverBy: at(20).toISOString().slice(0, 10) },
      { ...sale, at: at(39), deliverBy: at(20).toISOString().slice(0, 10) },
    ])
    await deliver(world, lines[0]!, { at: at(25) })
    const [grain] = await wishes()
    const figures = grain.measured.map((one: { figure: number }) => one.figure)
    assert.deepEqual([grain.category, figures], ['粮油', [null, 0.5, 1, null]])
    assert.deepEqual([grain.verdict, grain.recommended], ['none', null])
  })

  await t.test(
    'what is promised is judged, the last word holds, and three are too many',
    async () => {
      const promise = (list: string[]) =>
        lead.put('wish-promises', { category: '粮油', wishes: list })
      assert.equal((await promise(['speed'])).status, 200)
      const [fast] = await wishes()
      assert.deepEqual(
        [fast.verdict, fast.isWarned, fast.broken],
        ['in_the_game', false, ['speed']],
      )
      assert.equal(fast.recommended, 'own_stock')
      const answers = await Promise.all([
        promise(['range', 'speed', 'quality']),
        promise(['range', 'speed', 'quality']),
      ])
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      )
      const [grain] = await wishes()
      assert.deepEqual([grain.verdict, grain.isWarned], ['strains', true])
      assert.deepEqual([grain.recommended, grain.unmeasured], ['marketplace', ['range']])
      assert.deepEqual(grain.strained, ['speed', 'quality'])
      const facts = await world.rawSql(
        lead,
        `SELECT data FROM events WHERE type = 'trade.wishes_promised'`,
      )
      assert.equal(facts.length, 3)
    },
  )

  await t.test('a category of which nothing was sold may be promised too', async () => {
    await lead.put('wish-promises', { category: '新品', wishes: ['thrift'] })
    const made = (await wishes()).find((one: { category: string }) => one.category === '新品')
    assert.deepEqual([made.recommended, made.reasons[0].reason], [null, 'demand_unknown'])
  })

  await t.test('other orgs keep their own, and nonsense writes nothing', async () => {
    assert.deepEqual(await wishes(distributor), [])
    for (const list of [['luck'], ['speed', 'speed'], 'speed'])
      assert.equal(
        (await lead.put('wish-promises', { category: '粮油', wishes: list })).status,
        400,
      )
    assert.equal((await lead.put('wish-promises', { wishes: [] })).status, 400)
    const member = await world.newMember(lead, 'member', { permissions: { trade: 'view' } })
    assert.equal((await member.put('wish-promises', { category: 'x', wishes: [] })).status, 403)
    assert.equal((await anyone.get('wishes')).status, 401)
    assert.equal((await anyone.put('wish-promises', { category: 'x', wishes: [] })).status, 401)
    assert.equal((await wishes()).length, 2)
  })
})
