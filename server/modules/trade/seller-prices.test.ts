import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { amount, fixed, percent, type TradeChain, tradeWorld } from './fixture.ts'
import { type PricedSeller, priceSellers, sellingPrices } from './index.ts'
import type { Markup } from './schema.ts'

describe('sellers’ prices', async () => {
  const world = await tradeWorld({ after: (work) => after(work as () => Promise<void>) })
  const { lead, distributor, rival, dealer, outsider, anyone, actAs } = world

  const sellersOf = (chain: TradeChain): PricedSeller[] => [
    { id: chain.distributor, partnerOrgId: distributor.orgId, tier: 1, parentIndex: -1 },
    { id: chain.rival, partnerOrgId: rival.orgId, tier: 1, parentIndex: -1 },
    { id: chain.dealer, partnerOrgId: dealer.orgId, tier: 2, parentIndex: 0 },
  ]
  async function pricesIn(
    chain: TradeChain,
    lines: { productId: string; priceMinor: number }[],
    more: { overrides?: ReadonlyMap<string, Markup>; stepMinor?: number } = {},
  ): Promise<number[][]> {
    const input = { chainId: chain.id, stepMinor: 1, lines, sellers: sellersOf(chain), ...more }
    return actAs(lead, 'acrossOrgs', async (tx) => {
      const priced = await priceSellers(tx, input)
      return input.sellers.map((_, at) => [...priced.pricesOf(at)])
    })
  }

  /** 10 % in tier 1 within 0 to 20 %, 5 % in tier 2; the distributor takes 15 %, and 1 yuan on coats. */
  async function pricedChain(settings = {}) {
    const chain = await world.newChain(settings)
    const [shirt, coat] = [await world.addProduct(), await world.addProduct()]
    await lead.put(`chains/${chain.id}/markups`, {
      tiers: [
        { tier: 1, markups: [percent(1000)], limit: { minBp: 0, maxBp: 2000 } },
        { tier: 2, markups: [percent(500), amount(50, coat)], limit: null },
      ],
    })
    const own = [percent(1500), amount(100, coat)]
    const set = await distributor.put(`partners/${chain.distributor}/markups`, { own })
    assert.equal(set.status, 200)
    const lines = [
      { productId: shirt, priceMinor: 10_000 },
      { productId: coat, priceMinor: 20_000 },
    ]
    return { chain, shirt, coat, lines }
  }

  test('every seller charges by its own rule, its tier’s, or passes the price through', async () => {
    const { chain, lines } = await pricedChain()
    assert.deepEqual(await pricesIn(chain, lines), [
      [11_500, 20_100],
      [11_000, 22_000],
      [12_075, 20_150],
    ])
    assert.deepEqual(await pricesIn(await world.newChain(), lines), [
      [10_000, 20_000],
      [10_000, 20_000],
      [10_000, 20_000],
    ])
  })

  test('a mark-up for once replaces all of a seller’s own ones, within its limits', async () => {
    const { chain, lines } = await pricedChain()
    const overrides = new Map<string, Markup>([
      [chain.distributor, { kind: 'percent', value: 300 }],
      [chain.rival, { kind: 'fixed', value: 99_900 }],
    ])
    assert.deepEqual(await pricesIn(chain, lines, { overrides, stepMinor: 100 }), [
      [10_300, 20_600],
      [12_000, 24_000],
      [10_800, 20_700],
    ])
    assert.deepEqual((await pricesIn(chain, lines))[0], [11_500, 20_100])
  })

  test('rules of another chain, and of an org that left the place, do not count', async () => {
    const { chain, lines } = await pricedChain()
    const other = await world.newChain()
    await lead.put(`chains/${other.id}/markups`, {
      tiers: [{ tier: 1, markups: [percent(9000)], limit: null }],
    })
    await world.app.database.owner.query(
      'UPDATE markups SET set_by_org_id = $1 WHERE seller_partner_id = $2',
      [outsider.orgId, chain.distributor],
    )
    assert.deepEqual((await pricesIn(chain, lines))[0], [11_000, 22_000])
  })

  test('a partner works out what it sells at from what it pays, reading as itself', async () => {
    const { chain, lines } = await pricedChain({ priceStepMinor: 100 })
    const sell = (
      who: typeof lead,
      place: string,
      markup: Markup | null = null,
      buying: typeof lines = lines,
    ) => actAs(who, 'transaction', (tx) => sellingPrices(tx, place, buying, markup))
    assert.deepEqual(await sell(distributor, chain.distributor), {
      prices: [11_500, 20_100],
      limit: { minBp: 0, maxBp: 2000 },
    })
    const once = await sell(distributor, chain.distributor, { kind: 'percent', value: 200 })
    assert.deepEqual(once.prices, [10_200, 20_400])
    assert.deepEqual(await sell(dealer, chain.dealer), { prices: [10_500, 20_100], limit: null })
    assert.deepEqual((await sell(rival, chain.rival, null, [])).prices, [])
    const supplier = await sell(outsider, chain.supplier)
    assert.deepEqual(supplier, { prices: [10_000, 20_000], limit: null })
    await assert.rejects(sell(rival, chain.dealer), { code: 'not_found' })
  })

  const pathOf = (
    user: Pick<typeof lead, 'get'>,
    chain: TradeChain,
    partnerId: string,
    productId: string,
    priceMinor?: number,
  ) =>
    user.get(
      `chains/${chain.id}/price-path?partnerId=${partnerId}&productId=${productId}` +
        (priceMinor === undefined ? '' : `&priceMinor=${priceMinor}`),
    )

  test('the lead sees the path as far as its own rules reach', async () => {
    const chain = await world.newChain()
    const shirt = await world.addProduct()
    await lead.put(`chains/${chain.id}/markups`, {
      tiers: [
        { tier: 1, markups: [percent(1000)], limit: null },
        { tier: 2, markups: [fixed(99_900)], limit: { minBp: 0, maxBp: 2000 } },
      ],
    })
    const answer = await pathOf(lead, chain, chain.store, shirt, 20_000)
    assert.equal(answer.status, 200)
    const common = { isClamped: false, markup: { kind: 'percent', value: 0 } }
    assert.deepEqual(answer.body.steps, [
      {
        ...{ ...common, tier: 1, partnerId: chain.distributor, name: 'Distributor', rule: 'tier' },
        ...{ buysAtMinor: 20_000, sellsAtMinor: 22_000, markup: { kind: 'percent', value: 1000 } },
      },
      {
        ...{ ...common, tier: 2, partnerId: chain.dealer, name: 'Dealer', rule: 'tier' },
        ...{ buysAtMinor: 22_000, sellsAtMinor: 26_400, isClamped: true },
        markup: { kind: 'fixed', value: 99_900 },
      },
      {
        ...{ ...common, tier: 3, partnerId: chain.store, name: 'Store', rule: 'none' },
        ...{ buysAtMinor: 26_400, sellsAtMinor: 26_400 },
      },
    ])
    const now = (await pathOf(lead, chain, chain.rival, shirt)).body.steps
    assert.deepEqual([now.length, now[0].buysAtMinor, now[0].sellsAtMinor], [1, 10_000, 11_000])
  })

  test('the lead’s path ends at the first seller that has a rule of its own', async () => {
    const { chain, shirt } = await pricedChain()
    const { steps } = (await pathOf(lead, chain, chain.store, shirt)).body
    assert.deepEqual(steps, [
      {
        ...{ tier: 1, partnerId: chain.distributor, name: 'Distributor', buysAtMinor: 10_000 },
        ...{ sellsAtMinor: null, markup: null, rule: 'private', isClamped: false },
      },
    ])
  })

  test('the lead learns nothing of a rule it clamps', async () => {
    const { chain, coat } = await pricedChain()
    const before = (await pathOf(lead, chain, chain.dealer, coat)).text
    await distributor.put(`partners/${chain.distributor}/markups`, { own: [fixed(99_900, coat)] })
    assert.equal((await pathOf(lead, chain, chain.dealer, coat)).text, before)
  })

  test('a partner gives what it pays and sees its own step alone', async () => {
    const { chain, shirt } = await pricedChain()
    const answer = await pathOf(distributor, chain, chain.distributor, shirt, 20_000)
    assert.deepEqual(answer.body.steps, [
      {
        ...{ tier: 1, partnerId: chain.distributor, name: 'Distributor', rule: 'own' },
        ...{ buysAtMinor: 20_000, sellsAtMinor: 23_000, isClamped: false },
        markup: { kind: 'percent', value: 1500 },
      },
    ])
    const mine = await pathOf(dealer, chain, chain.dealer, shirt, 10_000)
    assert.deepEqual(
      mine.body.steps.map((s: { sellsAtMinor: number }) => s.sellsAtMinor),
      [10_500],
    )
  })

  test('a partner is never told a price that starts from the list price', async () => {
    const { chain, shirt } = await pricedChain()
    const answer = await pathOf(dealer, chain, chain.dealer, shirt)
    assert.equal(answer.status, 400)
    assert.deepEqual(answer.body.errors[0].field, 'priceMinor')
  })

  test('a path of another’s place, chain or product is not found', async () => {
    const { chain, shirt } = await pricedChain()
    const other = await world.newChain()
    const theirs = await outsider.post('products', {
      ...{ code: 'PP', name: 'X', unit: 'x', priceMinor: 1, retailMinor: 1 },
    })
    const wanted: [typeof lead, string, string, string][] = [
      [distributor, chain.dealer, shirt, 'one’s own buyer'],
      [dealer, chain.distributor, shirt, 'one’s own seller'],
      [rival, chain.distributor, shirt, 'a sibling'],
      [outsider, chain.distributor, shirt, 'a stranger'],
      [lead, other.distributor, shirt, 'a place in another chain'],
      [lead, newId(), shirt, 'no place'],
      [lead, chain.distributor, newId(), 'no product'],
      [lead, chain.distributor, theirs.body.id, 'another org’s product'],
      [distributor, chain.distributor, theirs.body.id, 'a product that is not the lead’s'],
    ]
    for (const [user, place, product, what] of wanted) {
      assert.equal((await pathOf(user, chain, place, product, 100)).status, 404, what)
    }
    assert.equal((await pathOf(anyone, chain, chain.distributor, shirt, 100)).status, 401)
    assert.equal((await pathOf(lead, chain, chain.supplier, shirt)).status, 422)
  })

  test('a path with an amount or an id that is none is refused by field', async () => {
    const { chain, shirt } = await pricedChain()
    for (const price of [-1, 0.5, 9_000_000_000_000_001]) {
      const answer = await pathOf(lead, chain, chain.distributor, shirt, price)
      assert.deepEqual([answer.status, answer.body.errors[0].field], [400, 'priceMinor'])
    }
    const answer = await pathOf(lead, chain, 'nobody', shirt)
    assert.deepEqual([answer.status, answer.body.errors[0].field], [400, 'partnerId'])
  })
})
