import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectStatus, ifMatch, line, orderWorld } from './fixture.ts'

// Each is a complaint about an order system in use: research 7.1 names them.
test('three flows on each line', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, confirmed, ship, receive } = world

  await t.test('250,000 mm and 2 pieces both deliver to all of it, exactly', async () => {
    const order = await confirmed({
      lines: [
        line({ quantity: '250000', unit: 'mm', unitE4: 100, amountMinor: 2500 }),
        line({ quantity: '2', unit: '件' }),
      ],
    })
    const sent = await ship(order, [0, '250000'])
    assert.deepEqual(
      sent.lines.map((l: { goods: { state: string } }) => l.goods.state),
      ['shipped', 'waiting'],
    )
    assert.equal(sent.lines[1].goods.toShip, '2')
    assert.ok(sent.actions.includes('ship'), 'the second line is still to be shipped')
    await receive(sent, [0, '250000'])
    const rest = await ship(order, [1, '2'])
    const done = await receive(rest, [1, '2'])
    assert.deepEqual(
      done.lines.map((l: { goods: { state: string; toShip: string; inTransit: string } }) => [
        l.goods.state,
        l.goods.toShip,
        l.goods.inTransit,
      ]),
      [
        ['received', '0', '0'],
        ['received', '0', '0'],
      ],
    )
  })

  await t.test('a service is neither to deliver nor overdue', async () => {
    const order = await confirmed({
      deliverBy: '2020-01-01',
      lines: [line({ kind: 'service', description: '安装' })],
    })
    assert.equal(order.lines[0].goods.state, 'none')
    assert.equal(order.lines[0].goods.toShip, '0')
    assert.deepEqual(order.exceptions, [])
    const shipped = await seller.post(`trade-orders/${order.id}/shipments`, {
      lines: [{ lineId: order.lines[0].id, quantity: '1' }],
    })
    assert.equal(shipped.status, 422)
    assert.equal(shipped.body.reason, 'service_not_shipped')
  })

  await t.test('each lane speaks for itself: goods received say nothing of money', async () => {
    const order = await confirmed()
    const done = await receive(await ship(order, [0, '100']), [0, '100'])
    assert.equal(done.lines[0].information, 'confirmed')
    assert.equal(done.lines[0].goods.state, 'received')
    assert.deepEqual(
      done.plan.map((part: { dueMinor: number }) => part.dueMinor),
      [3000, 7000],
    )
  })

  await t.test('goods that cost nothing are shipped and done like others', async () => {
    const order = await confirmed({ lines: [line({ unitE4: 0, amountMinor: 0 })] })
    const done = await receive(await ship(order, [0, '100']), [0, '100'])
    assert.equal(done.lines[0].goods.state, 'received')
    assert.deepEqual(
      done.plan.map((part: { dueMinor: number; dues: unknown[] }) => [
        part.dueMinor,
        part.dues.length,
      ]),
      [
        [0, 0],
        [0, 0],
      ],
    )
  })

  await t.test('a return takes back what it makes due, and shows on the line', async () => {
    const order = await confirmed()
    const got = await receive(await ship(order, [0, '100']), [0, '100'])
    const asked = expectStatus(
      await buyer.post(
        `trade-orders/${order.id}/proposals`,
        { kind: 'return', reason: '色差', lines: [{ lineId: got.lines[0].id, quantity: '40' }] },
        ifMatch(got),
      ),
      201,
    )
    assert.equal(asked.lines[0].information, 'return_pending')
    const agreed = expectStatus(
      await seller.put(
        `trade-orders/${order.id}/proposals/${asked.proposal.id}/answer`,
        { answer: 'accepted' },
        ifMatch(asked),
      ),
      200,
    )
    assert.equal(agreed.lines[0].goods.comingBack, '40')
    const back = (quantity: string) =>
      seller.post(`trade-orders/${order.id}/returns`, {
        lines: [{ lineId: got.lines[0].id, quantity, isRestocked: false }],
      })
    const tooMuch = await back('41')
    assert.equal(tooMuch.body.reason, 'return_not_agreed')
    assert.equal(tooMuch.body.data.most, '40')
    const returned = expectStatus(await back('40'), 201)
    assert.equal(returned.lines[0].goods.returned, '40')
    assert.deepEqual(
      returned.plan.map((part: { dueMinor: number }) => part.dueMinor),
      [1800, 4200],
    )
    assert.equal((await back('1')).body.reason, 'return_not_agreed')
  })
})

test('shipping and receiving', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, confirmed, ship, receive } = world

  await t.test('more than agreed does not leave, but what the line tolerates does', async () => {
    const order = await confirmed({ lines: [line({ overBp: 500 }), line()] })
    const send = (at: number, quantity: string) =>
      seller.post(`trade-orders/${order.id}/shipments`, {
        lines: [{ lineId: order.lines[at].id, quantity }],
      })
    const over = await send(0, '105.000001')
    assert.equal(over.status, 422)
    assert.equal(over.body.reason, 'over_delivery')
    assert.deepEqual(over.body.errors[0].field, 'lines.0.quantity')
    assert.equal(over.body.data.most, '105')
    assert.equal((await send(1, '100.000001')).body.reason, 'over_delivery')
    const after = expectStatus(await send(0, '105'), 201)
    assert.equal(after.shipments.length, 1, 'what was refused left nothing behind')
    assert.equal(after.lines[0].goods.state, 'shipped')
    assert.equal((await send(0, '0.000001')).body.reason, 'over_delivery')
  })

  await t.test(
    'short, damaged and over are told apart, and each side ends what is its own',
    async () => {
      const order = await confirmed({ lines: [line(), line(), line({ overBp: 1000 })] })
      const sent = await ship(order, [0, '100', 'A1'], [1, '100'], [2, '100'])
      const got = await receive(sent, [0, '95'], [1, '90', '10'], [2, '103'])
      assert.deepEqual(
        got.differences.map((d: { kind: string; quantity: string; ways: string[] }) => [
          d.kind,
          d.quantity,
          d.ways,
        ]),
        [
          ['short', '5', ['waive']],
          ['damaged', '10', ['waive']],
          ['over', '3', ['keep']],
        ],
      )
      assert.deepEqual(
        got.lines.map((l: { goods: { state: string } }) => l.goods.state),
        ['differs', 'differs', 'differs'],
      )
      assert.deepEqual(got.exceptions, ['difference'])
      const [short, damaged, over] = got.differences
      const url = `trade-orders/${order.id}/settlements`
      const notHis = await buyer.post(url, { factId: short.factId, how: 'credit' })
      assert.equal(notHis.body.reason, 'not_yours_to_give')
      expectStatus(await seller.post(url, { factId: short.factId, how: 'redeliver' }), 201)
      expectStatus(await seller.post(url, { factId: damaged.factId, how: 'credit' }), 201)
      const again = await seller.post(url, { factId: damaged.factId, how: 'credit' })
      assert.equal(again.body.reason, 'settled_already')
      const settled = expectStatus(await buyer.post(url, { factId: over.factId, how: 'keep' }), 201)
      assert.deepEqual(settled.differences, [])
      assert.deepEqual(
        settled.lines.map((l: { goods: { state: string; toShip: string } }) => [
          l.goods.state,
          l.goods.toShip,
        ]),
        [
          ['part_received', '5'],
          ['received', '0'],
          ['received', '0'],
        ],
      )
      // 95 + 90 + 103 of 100 each at 100 a piece: 70 % of it is due with what was delivered.
      assert.equal(settled.plan[1].dueMinor, 7 * (950 + 900 + 1030))
      const rest = await receive(await ship(order, [0, '5']), [0, '5'])
      assert.equal(rest.lines[0].goods.state, 'received')
      assert.equal(rest.plan[1].dueMinor, 7 * (1000 + 900 + 1030))
    },
  )

  await t.test('a difference needs a reason, and a shipment is counted once', async () => {
    const order = await confirmed()
    const sent = await ship(order, [0, '100'])
    const url = `trade-orders/${order.id}/shipments/${sent.shipments[0].id}/receipts`
    const lineId = order.lines[0].id
    const silent = await buyer.post(url, { lines: [{ lineId, good: '99' }] })
    assert.equal(silent.status, 400)
    assert.equal(silent.body.errors[0].field, 'lines.0.reason')
    const [one, two] = await Promise.all([
      buyer.post(url, { lines: [{ lineId, good: '100' }] }),
      buyer.post(url, { lines: [{ lineId, good: '100' }] }),
    ])
    assert.deepEqual([one.status, two.status].sort(), [201, 409])
    const after = expectStatus(await buyer.get(`trade-orders/${order.id}`), 200)
    assert.equal(after.lines[0].goods.received, '100')
  })

  await t.test('what was recorded wrongly is taken back by a further fact', async () => {
    const order = await confirmed()
    const wrong = await receive(await ship(order, [0, '100']), [0, '90'])
    const story = expectStatus(await buyer.get(`trade-orders/${order.id}/story`), 200)
    const fact = story.items.find((item: { kind: string }) => item.kind === 'short')
    const url = `trade-orders/${order.id}/corrections`
    const body = { factId: fact.data.factId, reason: '点错了' }
    assert.equal((await seller.post(url, body)).body.reason, 'not_your_fact')
    const corrected = expectStatus(await buyer.post(url, body), 201)
    assert.equal(corrected.lines[0].goods.state, 'shipped')
    assert.equal(corrected.lines[0].goods.inTransit, '100')
    assert.equal(corrected.plan[1].dueMinor, 0)
    assert.deepEqual(corrected.differences, [])
    assert.equal((await buyer.post(url, body)).body.reason, 'corrected_already')
    const right = await receive(wrong, [0, '100'])
    assert.equal(right.lines[0].goods.state, 'received')
    const later = expectStatus(await seller.get(`trade-orders/${order.id}/story`), 200)
    const kinds = later.items.map((item: { kind: string }) => item.kind)
    assert.equal(kinds.filter((kind: string) => kind === 'corrected').length, 2)
    const sent = later.items.find((item: { kind: string }) => item.kind === 'shipped')
    const back = await seller.post(url, { factId: sent.data.factId, reason: 'x' })
    assert.equal(back.body.reason, 'received_already')
  })

  await t.test('a proof of delivery has a picture or a name, and both sides see it', async () => {
    const order = await confirmed()
    const sent = await ship(order, [0, '100'])
    const url = `trade-orders/${order.id}/shipments/${sent.shipments[0].id}/proofs`
    assert.equal((await seller.post(url, {})).status, 400)
    expectStatus(await seller.post(url, { signedBy: '王师傅' }), 201)
    const seen = expectStatus(await buyer.get(`trade-orders/${order.id}`), 200)
    assert.equal(seen.shipments[0].proofs[0].signedBy, '王师傅')
    const later = new Date(world.now().getTime() + 86_400_000).toISOString()
    const ahead = await seller.post(url, { signedBy: '王师傅', signedAt: later })
    assert.equal(ahead.body.errors[0].code, 'in_future')
  })

  await t.test('two shipments at once of the last pieces: one leaves', async () => {
    const order = await confirmed()
    const send = () =>
      seller.post(`trade-orders/${order.id}/shipments`, {
        lines: [{ lineId: order.lines[0].id, quantity: '60' }],
      })
    const answers = await Promise.all([send(), send()])
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 422])
  })

  await t.test('the same request sent again changes nothing', async () => {
    const order = await confirmed()
    const body = { lines: [{ lineId: order.lines[0].id, quantity: '10' }] }
    const key = { 'idempotency-key': 'ship-once' }
    const url = `trade-orders/${order.id}/shipments`
    expectStatus(await seller.post(url, body, key), 201)
    const again = expectStatus(await seller.post(url, body, key), 201)
    assert.equal(again.lines[0].goods.shipped, '10')
  })

  await t.test('nothing moves before both agree', async () => {
    const { id } = await world.place(buyer)
    const order = expectStatus(await seller.get(`trade-orders/${id}`), 200)
    const early = await seller.post(`trade-orders/${id}/shipments`, {
      lines: [{ lineId: order.lines[0].id, quantity: '1' }],
    })
    assert.equal(early.body.reason, 'order_not_confirmed')
  })

  await t.test('the buyer does not ship and the seller does not receive', async () => {
    const order = await confirmed()
    const sent = await ship(order, [0, '1'])
    const lineId = order.lines[0].id
    const url = `trade-orders/${order.id}/shipments`
    const shipped = await buyer.post(url, { lines: [{ lineId, quantity: '1' }] })
    assert.equal(shipped.body.reason, 'seller_only')
    const received = await seller.post(`${url}/${sent.shipments[0].id}/receipts`, {
      lines: [{ lineId, good: '1' }],
    })
    assert.equal(received.body.reason, 'buyer_only')
  })
})
