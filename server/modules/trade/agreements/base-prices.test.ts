import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { percent, tradeWorld } from '../fixture.ts'
import { acceptPrices, setPrices } from '../index.ts'

describe('where a price begins', async () => {
  const world = await tradeWorld({ after: (work) => after(work as () => Promise<void>) })
  const { lead, distributor, dealer, outsider } = world
  const chain = await world.newChain()
  const HOUR_MS = 3_600_000
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()
  const quote = async (
    user: typeof lead,
    seller: typeof lead,
    productId: string,
    at = inHours(0),
  ) => {
    const payment = [{ shareBp: 10_000, from: 'order', days: 0 }]
    const lines = [{ productId, quantity: '1', unit: '件', payment }]
    const { body, text } = await user.post('price-quotes', { sellerOrgId: seller.orgId, at, lines })
    assert.ok(body.items, text)
    return body.items[0]
  }

  test('the list price of the day is asked, also of a day to come', async () => {
    const id = await world.addProduct({ priceMinor: 10_000 })
    const line = { productId: id, priceMinor: 12_000, retailMinor: 1 }
    const validFrom = inHours(5)
    await world.actAs(lead, 'transaction', (tx) =>
      setPrices(tx, [line], { validFrom, noticeId: null }),
    )
    assert.equal((await quote(distributor, lead, id)).unitE4, 100_000_000)
    assert.equal((await quote(distributor, lead, id, inHours(6))).unitE4, 120_000_000)
  })

  test('the goods of a lead grow by the mark-ups of who sells them on', async () => {
    const id = await world.addProduct({ priceMinor: 10_000 })
    const tiers = [{ tier: 1, markups: [percent(1000)], limit: null }]
    assert.equal((await lead.put(`chains/${chain.id}/markups`, { tiers })).status, 200)
    assert.equal((await quote(distributor, lead, id)).unitE4, 100_000_000)
    assert.equal((await quote(dealer, distributor, id)).unitE4, 110_000_000)
    assert.deepEqual(await quote(dealer, lead, id), {
      ...{ isOnRequest: true, productId: id, reason: 'no_price' },
    })
  })

  test('a distributor’s own goods and a supplier’s cost what they say', async () => {
    const goods = { code: 'OWN', name: '胶袋', unit: '件', priceMinor: 500, retailMinor: 600 }
    const own = (await distributor.post('products', goods)).body.id
    assert.equal((await quote(dealer, distributor, own)).unitE4, 5_000_000)
    const cloth = (await outsider.post('products', goods)).body.id
    assert.equal((await quote(lead, outsider, cloth)).unitE4, 5_000_000)
  })

  test('a price change that the buyer confirmed is what was agreed, from its time on', async () => {
    const id = await world.addProduct({ priceMinor: 10_000 })
    const noticeId = newId()
    const validFrom = inHours(2)
    const line = { productId: id, priceMinor: 11_000, retailMinor: 1 }
    await world.actAs(lead, 'transaction', (tx) => setPrices(tx, [line], { validFrom, noticeId }))
    const accept = () =>
      world.actAs(dealer, 'transaction', (tx) =>
        acceptPrices(tx, {
          ...{ noticeId, partnerId: chain.dealer, validFrom },
          lines: [{ productId: id, priceMinor: 11_750 }],
        }),
      )
    await accept()
    await accept()
    const before = await quote(dealer, distributor, id)
    assert.deepEqual([before.unitE4, before.explanation.base.kind], [110_000_000, 'list'])
    const then = await quote(dealer, distributor, id, inHours(3))
    assert.deepEqual([then.unitE4, then.explanation.base.kind], [117_500_000, 'notice'])
    assert.ok(then.explanation.base.acceptedAt)
    const told = await world.rawSql(distributor, 'SELECT price_minor FROM price_acceptances')
    assert.deepEqual(told, [{ price_minor: 11_750 }], 'the seller sees what was accepted, once')
    assert.deepEqual(await world.rawSql(lead, 'SELECT 1 FROM price_acceptances'), [])
  })
})
