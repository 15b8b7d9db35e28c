import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moneyWorld } from '../money/fixture.ts'
import { expectStatus, line } from './fixture.ts'

const DAY = 86_400_000

test('the lane of money follows invoices and payments, and nothing else', async (t) => {
  const world = await moneyWorld(t)
  const { seller, buyer } = world
  const invoice = await world.invoiced(10_000)
  const { orderId } = invoice
  const read = async (user: typeof seller) =>
    expectStatus(await user.get(`trade-orders/${orderId}`), 200)

  await t.test('shipped and invoiced is not paid', async () => {
    const order = await read(buyer)
    assert.equal(order.lines[0].goods.state, 'shipped')
    assert.equal(order.lines[0].money.state, 'invoiced')
    assert.equal(order.lines[0].money.paidMinor, 0)
    assert.equal(order.plan[0].dueMinor, 10_000, 'what waits for the invoice is due with it')
  })

  await t.test('what is overdue stands in both inboxes, for the buyer to act on', async () => {
    assert.deepEqual((await read(seller)).exceptions, [])
    world.tick(45 * DAY)
    for (const [user, isMine] of [
      [seller, false],
      [buyer, true],
    ] as const) {
      const { items } = expectStatus(await user.get('trade-exceptions?kind=overdue_payment'), 200)
      assert.deepEqual(
        items.map((row: { orderId: string; isMine: boolean }) => [row.orderId, row.isMine]),
        [[orderId, isMine]],
      )
    }
    const listed = expectStatus(await seller.get('trade-orders'), 200)
    assert.deepEqual(listed.items[0].money, { overdue: 1 })
  })

  await t.test('its facts stand in the lane of money of the one timeline', async () => {
    const { items } = expectStatus(await seller.get(`trade-orders/${orderId}/story`), 200)
    const kinds = items
      .filter((item: { lane: string }) => item.lane === 'money')
      .map((item: { kind: string }) => item.kind)
    assert.ok(kinds.includes('invoice'), JSON.stringify(kinds))
  })

  await t.test('what was paid no longer weighs on the credit', async () => {
    const limit = { buyerOrgId: buyer.orgId, limitMinor: 15_000, beyond: 'refuse' }
    expectStatus(await seller.put('credit-limits', limit), 200)
    await assert.rejects(world.place(buyer))
    await world.pay(10_000, { allocations: [{ invoiceId: invoice.id, amountMinor: 10_000 }] })
    assert.equal((await read(buyer)).lines[0].money.state, 'paid')
    const { id } = await world.place(buyer)
    expectStatus(await buyer.get(`trade-orders/${id}`), 200)
    const { items } = expectStatus(await seller.get('credit-limits'), 200)
    assert.equal(items[0].usedMinor, 10_000)
  })
})

test('a line is made to order, and its progress shows to the seller alone', async (t) => {
  const world = await moneyWorld(t)
  const { seller, buyer, chain, addProduct, confirmed } = world
  const productId = await addProduct()
  const order = await confirmed({ lines: [line({ productId }), line()] })
  const url = `trade-orders/${order.id}/production-orders`
  const input = {
    ...{ lineId: order.lines[0].id, chainId: chain.id, code: 'PO-1', quantity: 100 },
    dueAt: new Date(world.now().getTime() + 20 * DAY).toISOString(),
  }
  const early = await seller.post(url, input)
  assert.equal(early.body.errors[0].code, 'routing_needed')
  expectStatus(
    await seller.put(`products/${productId}/routing`, {
      operations: [{ no: 10, name: '缝制', minutesPerPiece: 3 }],
    }),
    200,
  )
  assert.equal((await buyer.post(url, input)).body.reason, 'seller_only')
  const without = await seller.post(url, { ...input, lineId: order.lines[1].id })
  assert.equal(without.body.reason, 'nothing_to_make')
  const key = { 'idempotency-key': 'make-once' }
  const made = expectStatus(await seller.post(url, input, key), 201)
  assert.deepEqual(
    made.lines[0].production.map((one: Record<string, unknown>) => [one.code, one.state]),
    [['PO-1', 'running']],
  )
  const again = expectStatus(await seller.post(url, input, key), 201)
  assert.equal(again.lines[0].production.length, 1)
  const { orderId } = made.lines[0].production[0]
  const production = expectStatus(await seller.get(`production-orders/${orderId}`), 200)
  assert.equal(production.note, order.no)
  const seen = expectStatus(await seller.get(`trade-orders/${order.id}`), 200)
  assert.equal(seen.lines[0].production[0].progress, 0)
  const theirs = expectStatus(await buyer.get(`trade-orders/${order.id}`), 200)
  assert.deepEqual(theirs.lines[0].production, [])
  assert.doesNotMatch((await buyer.get(`trade-orders/${order.id}/story`)).text, /PO-1/)
  assert.equal((await world.rival.post(url, input)).status, 404)
  assert.equal((await world.anyone.post(url, input)).status, 401)
  assert.equal((await seller.post(url, { ...input, quantity: 0 })).status, 400)
})
