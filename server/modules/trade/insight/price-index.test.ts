import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tradeWorld } from '../fixture.ts'
import { releasePriceIndex } from '../index.ts'
import { firms, monthsAgo, type Sale, sell, standIn } from './fixture.ts'

type World = Awaited<ReturnType<typeof tradeWorld>>

/** Seven sellers and seven buyers, all in the east but one, who is in the west. */
async function market(world: World) {
  const chain = await world.newChain()
  const productId = await world.addProduct()
  const [sellers, buyers] = [await firms(world, 'S', 7), await firms(world, 'B', 7)]
  const places = buyers.map((orgId, i) => ({ orgId, region: i === 6 ? '华西' : '华东' }))
  await standIn(world, { lead: world.lead, chainId: chain.id }, places)
  const month = (ago: number, unitE4: number, more: Partial<Sale> = {}): Sale[] =>
    buyers.map((buyer, i) => ({
      ...{ seller: sellers[i]!, buyer, productId, at: monthsAgo(world.now(), ago), unitE4 },
      ...more,
    }))
  return { chain, productId, sellers, buyers, month }
}

test('the price index', async (t) => {
  const world = await tradeWorld(t)
  const { lead, distributor, outsider, anyone, app } = world
  const { owner } = app.database
  const { productId, sellers, buyers, month } = await market(world)
  const url = `indexed-products/${productId}`
  const late = new Date(monthsAgo(world.now(), 0).getTime() + 12 * 86_400_000)
  const index = async (user = lead) => (await user.get(url)).body
  const all = async () => (await index()).regions[0]

  await t.test('before anything is released there is nothing to see', async () => {
    assert.deepEqual((await lead.get('indexed-products')).body, { items: [] })
    const body = await index()
    assert.deepEqual([body.product.unit, body.regions, body.own], ['件', [], []])
  })

  await t.test('a month that is over is released, and the one that runs is not', async () => {
    await sell(world, [...month(2, 1_000_000), ...month(1, 1_100_000), ...month(0, 9_000_000)])
    // Two at once write what one would.
    const written = await Promise.all([
      releasePriceIndex(owner, late),
      releasePriceIndex(owner, late),
    ])
    assert.deepEqual(written.toSorted(), [0, 6])
    const { region, cells } = await all()
    assert.equal(region, null)
    assert.deepEqual(
      cells.map((cell: { index: number; priceE4: number; reason: string; sellers: string }) => [
        ...[cell.index, cell.priceE4, cell.reason, cell.sellers],
      ]),
      [
        [null, 1_000_000, 'no_trades', '5-9'],
        [110, 1_100_000, null, '5-9'],
      ],
    )
    const { items } = (await lead.get('indexed-products')).body
    assert.deepEqual([items.length, items[0].index, items[0].month], [1, 110, cells[1].month])
  })

  await t.test('a region of one is kept back, and the other with it', async () => {
    const { regions } = await index()
    const [, east, west] = regions
    assert.deepEqual([east.region, west.region], ['华东', '华西'])
    assert.deepEqual([east.cells[1].index, east.cells[1].reason], [null, 'protects_another'])
    assert.deepEqual([west.cells[1].index, west.cells[1].reason], [null, 'few_sellers'])
    assert.deepEqual([west.cells[1].priceE4, west.cells[1].sellers], [null, '<5'])
  })

  await t.test('trades that come late change nothing that went out', async () => {
    const before = await index()
    await sell(world, month(1, 5_000_000))
    assert.equal(await releasePriceIndex(owner, late), 0)
    assert.deepEqual(await index(), before)
    await assert.rejects(owner.query('UPDATE trade_price_index SET index_value = 1'), {
      code: '42501',
    })
  })

  await t.test('the next month is chained to what went out', async () => {
    const next = new Date(late.getTime() + 31 * 86_400_000)
    await owner.query(
      `UPDATE trade_order_lines l SET unit_e4 = 1210000 WHERE l.unit_e4 = 9000000 OR l.unit_e4 = 5000000`,
    )
    assert.equal(await releasePriceIndex(owner, next), 3)
    const { cells } = await all()
    assert.equal(cells.length, 3)
    assert.ok(cells[2].index > 110)
    assert.equal(cells[2].base, cells[0].month)
  })

  await t.test('my own prices stand beside it, and nobody else sees them', async () => {
    const sale = { seller: lead.orgId, buyer: distributor.orgId, productId }
    await sell(world, [{ ...sale, at: monthsAgo(world.now(), 1), unitE4: 1_210_000 }])
    const [sold] = (await index()).own
    const [bought] = (await index(distributor)).own
    assert.deepEqual([sold.side, bought.side], ['sold', 'bought'])
    assert.equal(bought.ownE4, 1_210_000)
    assert.ok(Math.abs(bought.ratio - 1.1) < 1e-9)
    assert.equal(bought.standing, 'above')
    assert.deepEqual((await index(world.rival)).own, [])
  })

  await t.test('what the next link hangs on is not for the app to read', async () => {
    await assert.rejects(world.rawSql(lead, 'SELECT exact FROM trade_price_index'), {
      code: '42501',
    })
    await assert.rejects(world.rawSql(lead, 'DELETE FROM trade_price_index'), { code: '42501' })
  })

  await t.test('who does not see the product sees nothing of its prices', async () => {
    const foreign = await world.newOrg('Foreign')
    assert.equal((await foreign.get(url)).status, 404)
    assert.deepEqual((await foreign.get('indexed-products')).body.items, [])
    assert.deepEqual(await world.rawSql(foreign, 'SELECT index_value FROM trade_price_index'), [])
    assert.equal((await outsider.get(url)).status, 404)
    assert.equal((await anyone.get(url)).status, 401)
    assert.equal((await anyone.get('indexed-products')).status, 401)
    assert.equal((await lead.get('indexed-products/x')).status, 400)
    assert.equal(sellers.length + buyers.length, 14)
  })
})

test('terms and packs are brought to one before prices are compared', async (t) => {
  const world = await tradeWorld(t)
  const { productId, month } = await market(world)
  const { owner } = world.app.database
  await owner.query(
    `INSERT INTO product_units (org_id, product_id, unit, numerator, denominator) VALUES ($1, $2, '箱', 24, 1)`,
    [world.lead.orgId, productId],
  )
  const credit = [{ shareBp: 10_000, from: 'delivery', days: 365 }]
  await sell(world, [
    ...month(2, 1_000_000),
    // A carton of 24 at the price of 24, and 6 % more for a year's credit: the same price.
    ...month(1, 24 * 1_060_000, { unit: '箱', payment: credit }),
  ])
  await releasePriceIndex(owner, new Date(monthsAgo(world.now(), 0).getTime() + 12 * 86_400_000))
  const { regions } = (await world.lead.get(`indexed-products/${productId}`)).body
  assert.deepEqual(
    regions[0].cells.map((cell: { index: number; priceE4: number }) => [cell.index, cell.priceE4]),
    [
      [null, 1_000_000],
      [100, 1_000_000],
    ],
  )
})
