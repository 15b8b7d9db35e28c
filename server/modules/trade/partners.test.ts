import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { SHIRT, tradeWorld } from './fixture.ts'
import { priceLines, productRows, tradingPartners } from './index.ts'

describe('trading partners', async () => {
  const world = await tradeWorld({ after: (work) => after(work as () => Promise<void>) })
  const { lead, distributor, rival, dealer, outsider, actAs } = world
  const chain = await world.newChain()
  const partnersOf = async (user: typeof lead) =>
    Object.fromEntries(
      (await actAs(user, 'transaction', (tx) => tradingPartners(tx))).map((p) => [
        p.orgId,
        [p.canSellTo && 'sell', p.canBuyFrom && 'buy'].filter(Boolean).join(),
      ]),
    )

  test('a lead sells to all below it and buys from its suppliers', async () => {
    assert.deepEqual(await partnersOf(lead), {
      [distributor.orgId]: 'sell',
      [rival.orgId]: 'sell',
      [dealer.orgId]: 'sell',
      [outsider.orgId]: 'buy',
    })
  })

  test('a distributor buys from the lead and sells to its own dealers, not to its rival', async () => {
    assert.deepEqual(await partnersOf(distributor), {
      [lead.orgId]: 'buy',
      [dealer.orgId]: 'sell',
    })
    assert.deepEqual(await partnersOf(dealer), {
      [lead.orgId]: 'buy',
      [distributor.orgId]: 'buy',
    })
  })

  test('a supplier sells to the lead', async () => {
    assert.deepEqual(await partnersOf(outsider), { [lead.orgId]: 'sell' })
  })

  test('whoever is suspended trades with nobody until it is let in again', async () => {
    const set = (status: string) =>
      world.app.database.owner.query('UPDATE partners SET status = $2 WHERE id = $1', [
        chain.supplier,
        status,
      ])
    await set('suspended')
    assert.deepEqual(await partnersOf(outsider), {})
    assert.equal((await partnersOf(lead))[outsider.orgId], undefined)
    await set('joined')
    assert.deepEqual(await partnersOf(outsider), { [lead.orgId]: 'sell' })
  })

  test('a product is known to who may buy it and to nobody else', async () => {
    const id = await world.addProduct()
    const seenBy = async (user: typeof lead) =>
      (await actAs(user, 'transaction', (tx) => productRows(tx, [id]))).get(id)?.name
    assert.equal(await seenBy(lead), SHIRT.name)
    assert.equal(await seenBy(dealer), SHIRT.name)
    assert.equal(await seenBy(outsider), undefined)
  })

  test('prices are worked out across orgs or not at all', async () => {
    const asked = {
      ...{ sellerOrgId: lead.orgId, buyerOrgId: distributor.orgId, currency: 'CNY' },
      ...{ at: new Date(), lines: [] },
    }
    assert.deepEqual(await actAs(distributor, 'acrossOrgs', (tx) => priceLines(tx, asked)), [])
    await assert.rejects(
      actAs(distributor, 'transaction', (tx) => priceLines(tx, asked)),
      /across orgs/,
    )
    await assert.rejects(
      actAs(rival, 'acrossOrgs', (tx) => priceLines(tx, asked)),
      { code: 'not_found' },
    )
  })
})
