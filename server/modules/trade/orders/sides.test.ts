import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { expectStatus, ifMatch, line, orderWorld } from './fixture.ts'

const DAY = 86_400_000

test('each side sees its own', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, rival, confirmed, ship, receive, rawSql } = world

  await t.test('notes, costs and margin stay with who wrote them', async () => {
    const order = await confirmed()
    const url = `trade-orders/${order.id}`
    const lineId = order.lines[0].id
    expectStatus(await seller.post(`${url}/notes`, { text: '卖方底价别报' }), 201)
    expectStatus(await buyer.post(`${url}/notes`, { text: '买方备选供应商' }), 201)
    const costs = { lines: [{ lineId, costE4: 654_321 }] }
    assert.equal((await buyer.put(`${url}/costs`, costs)).body.reason, 'seller_only')
    const mine = expectStatus(await seller.put(`${url}/costs`, costs), 200)
    assert.equal(mine.lines[0].costE4, 654_321)
    expectStatus(await seller.put(`${url}/costs`, costs), 200)
    for (const path of [url, `${url}/story`]) {
      const told = (await seller.get(path)).text
      const heard = (await buyer.get(path)).text
      assert.match(told, /卖方底价别报/)
      assert.doesNotMatch(told, /买方备选供应商/)
      assert.match(heard, /买方备选供应商/)
      assert.doesNotMatch(heard, /卖方底价别报|654321/)
    }
    for (const table of ['trade_line_costs', 'trade_order_notes']) {
      const rows = await rawSql(buyer, `SELECT * FROM ${table} WHERE org_id <> '${buyer.orgId}'`)
      assert.deepEqual(rows, [])
    }
    assert.deepEqual(
      (await rawSql(buyer, `SELECT data FROM events WHERE type = 'trade.order_costs_set'`)).length,
      0,
    )
  })

  await t.test('both read one timeline, with three lanes and whose each fact is', async () => {
    const order = await confirmed()
    await receive(await ship(order, [0, '100', 'L7']), [0, '98'])
    const [sold, bought] = await Promise.all(
      [seller, buyer].map(async (user) =>
        expectStatus(await user.get(`trade-orders/${order.id}/story`), 200),
      ),
    )
    assert.deepEqual(sold, bought)
    assert.deepEqual([...new Set(sold.items.map((i: { lane: string }) => i.lane))].sort(), [
      'goods',
      'information',
      'money',
    ])
    const shipped = sold.items.find((item: { kind: string }) => item.kind === 'shipped')
    assert.deepEqual(
      [shipped.side, shipped.data.lot, shipped.data.waybill, shipped.data.quantity],
      ['seller', 'L7', 'SF1', '100'],
    )
    assert.equal(sold.items.find((i: { kind: string }) => i.kind === 'short').side, 'buyer')
  })

  await t.test('parties meet in a conversation, and others find nothing', async () => {
    const order = await confirmed()
    const [sold, bought] = await Promise.all(
      [seller, buyer].map(async (user) => (await user.get(`trade-orders/${order.id}`)).body),
    )
    assert.ok(sold.conversationId)
    assert.equal(sold.conversationId, bought.conversationId)
    const said = expectStatus(
      await seller.get(`conversations/${sold.conversationId}/messages`),
      200,
    )
    assert.match(JSON.stringify(said.items), /trade\.order/)
    assert.equal((await rival.get(`trade-orders/${order.id}`)).status, 404)
  })
})

test('the inbox of exceptions names what waits, since when and for whom', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, place, confirmed, ship, receive } = world
  const late = await place(buyer)
  const unsent = await confirmed({
    deliverBy: new Date(Date.now() + DAY).toISOString().slice(0, 10),
  })
  const onTheWay = await confirmed()
  await ship(onTheWay, [0, '50'])
  const differing = await confirmed()
  await receive(await ship(differing, [0, '100']), [0, '90'])
  const changing = await confirmed()
  expectStatus(
    await seller.post(
      `trade-orders/${changing.id}/proposals`,
      { kind: 'cancel', reason: '停产' },
      ifMatch(changing),
    ),
    201,
  )
  world.tick(9 * DAY)
  const ofSeller = expectStatus(await seller.get('trade-exceptions'), 200)
  const ofBuyer = expectStatus(await buyer.get('trade-exceptions?mine=true'), 200)
  const told = (items: { kind: string; orderId: string; isMine: boolean }[]) =>
    Object.fromEntries(items.map((item) => [item.kind, [item.orderId, item.isMine]]))
  assert.deepEqual(told(ofSeller.items), {
    late_confirmation: [late.id, true],
    late_shipment: [unsent.id, true],
    late_receipt: [onTheWay.id, false],
    difference: [differing.id, true],
    change_pending: [changing.id, false],
  })
  assert.deepEqual(told(ofBuyer.items), {
    late_receipt: [onTheWay.id, true],
    change_pending: [changing.id, true],
  })
  assert.equal(ofBuyer.total, 2)
  assert.deepEqual(
    ofBuyer.counts.map((row: Record<string, unknown>) => [row.kind, row.count, row.mine]),
    [
      ['change_pending', 1, 1],
      ['difference', 1, 0],
      ['late_confirmation', 1, 0],
      ['late_receipt', 1, 1],
      ['late_shipment', 1, 0],
    ],
  )
  const one = expectStatus(await seller.get('trade-orders?exception=late_receipt'), 200)
  assert.deepEqual(
    one.items.map((row: { id: string }) => row.id),
    [onTheWay.id],
  )
  const pages = []
  let cursor = ''
  do {
    const page = expectStatus(await seller.get(`trade-exceptions?limit=2${cursor}`), 200)
    pages.push(...page.items.map((item: { kind: string }) => item.kind))
    cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
  } while (cursor)
  assert.equal(new Set(pages).size, 5)
  assert.deepEqual(
    expectStatus(await buyer.get('trade-arrivals'), 200).items.map(
      (row: { orderId: string }) => row.orderId,
    ),
    [onTheWay.id],
  )
})

test('stock is never below zero', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, confirmed, addProduct } = world
  const productId = await addProduct()
  const move = (kind: string, quantity: string, place = '') =>
    seller.post('stock-moves', { productId, kind, quantity, place })
  const onHand = async () =>
    (await seller.get(`stock?productId=${productId}`)).body.items.map(
      (row: { place: string; onHand: string }) => [row.place, row.onHand],
    )
  const order = await confirmed({ lines: [line({ productId })] })
  const send = (quantity: string) =>
    seller.post(`trade-orders/${order.id}/shipments`, {
      lines: [{ lineId: order.lines[0].id, quantity }],
    })

  await t.test('a product that nobody has counted leaves freely', async () => {
    expectStatus(await send('10'), 201)
    assert.deepEqual(await onHand(), [])
  })
  await t.test('what is counted leaves as far as it is there', async () => {
    assert.equal((await move('out', '1')).body.reason, 'not_enough_stock')
    expectStatus(await move('adjust', '50'), 201)
    expectStatus(await move('in', '10.5', '北仓').then(() => move('in', '10', '北仓')), 201)
    const refused = await send('50.5')
    assert.deepEqual(refused.body.errors?.[0].field, 'lines.0.quantity')
    const [one, two] = await Promise.all([send('40'), send('40')])
    assert.deepEqual([one.status, two.status].sort(), [201, 422])
    assert.deepEqual(await onHand(), [
      ['', '10'],
      ['北仓', '10'],
    ])
    assert.equal((await send('11')).body.reason, 'not_enough_stock')
  })
  await t.test('moves at once never take more than there is', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => move('out', '3')))
    assert.equal(answers.filter((answer) => answer.status === 201).length, 3)
    assert.deepEqual((await onHand())[0], ['', '1'])
  })
  await t.test('a corrected shipment puts back what it took', async () => {
    const story = (await seller.get(`trade-orders/${order.id}/story`)).body
    const fact = story.items.find(
      (item: { kind: string; data: { quantity: string } }) =>
        item.kind === 'shipped' && item.data.quantity === '40',
    )
    const url = `trade-orders/${order.id}/corrections`
    expectStatus(await seller.post(url, { factId: fact.data.factId, reason: '装错' }), 201)
    assert.deepEqual((await onHand())[0], ['', '41'])
  })
  await t.test('others neither see nor move it', async () => {
    assert.deepEqual((await buyer.get('stock')).body.items, [])
    const foreign = await world.outsider.post('stock-moves', {
      productId,
      kind: 'in',
      quantity: '1',
    })
    assert.equal(foreign.status, 400)
    assert.equal((await move('adjust', '1', '').then(() => move('sideways', '1'))).status, 400)
  })
})

test('doors of the routes of orders', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, rival, anyone, confirmed, ship } = world
  const order = await ship(await confirmed(), [0, '10'])
  const base = `trade-orders/${order.id}`
  const lineId = order.lines[0].id
  const shipment = `${base}/shipments/${order.shipments[0].id}`
  const lines = [{ lineId, quantity: '1' }]
  const of: [method: 'GET' | 'POST' | 'PUT', url: string, good: unknown, bad?: unknown][] = [
    ['GET', base, undefined],
    ['GET', `${base}/story`, undefined],
    ['POST', `${base}/repeats`, {}, { deliverBy: 'tomorrow' }],
    ['PUT', `${base}/confirmation`, {}],
    ['PUT', `${base}/release`, {}],
    ['PUT', `${base}/refusal`, { reason: 'x' }, { reason: ' ' }],
    ['PUT', `${base}/withdrawal`, { reason: 'x' }, {}],
    ['POST', `${base}/proposals`, { kind: 'cancel', reason: 'x' }, { kind: 'steal', reason: 'x' }],
    ['PUT', `${base}/proposals/${newId()}/answer`, { answer: 'accepted' }, { answer: 'perhaps' }],
    ['POST', `${base}/shipments`, { lines }, { lines: [{ lineId, quantity: '-1' }] }],
    ['POST', `${shipment}/proofs`, { signedBy: 'x' }, { signedBy: '' }],
    ['POST', `${shipment}/receipts`, { lines: [{ lineId, good: '10' }] }, { lines: [] }],
    ['POST', `${base}/settlements`, { factId: newId(), how: 'credit' }, { how: 'credit' }],
    ['POST', `${base}/returns`, { lines: [{ ...lines[0], isRestocked: true }] }, { lines }],
    ['POST', `${base}/corrections`, { factId: newId(), reason: 'x' }, { factId: newId() }],
    ['POST', `${base}/notes`, { text: 'x' }, { text: '' }],
    [
      'PUT',
      `${base}/costs`,
      { lines: [{ lineId, costE4: 1 }] },
      { lines: [{ lineId, costE4: -1 }] },
    ],
  ]
  for (const [method, url, good, bad] of of) {
    await t.test(`${method} ${url.replace(/[0-9a-f-]{36}/g, ':id')}`, async () => {
      assert.equal((await anyone.call(method, url, good)).status, 401)
      const foreign = await rival.call(method, url, good, { 'if-match': '"1"' })
      assert.equal(foreign.status, 404, foreign.text)
      if (bad) {
        const refused = await seller.call(method, url, bad, { 'if-match': '"1"' })
        assert.equal(refused.status, 400)
        assert.ok(refused.body.errors[0].field)
      }
    })
  }
  await t.test('lists take a login and good questions, and answer others nothing', async () => {
    for (const url of [
      'trade-orders',
      'trade-exceptions',
      'trade-arrivals',
      'stock',
      'credit-limits',
    ]) {
      assert.equal((await anyone.get(url)).status, 401)
      assert.deepEqual(expectStatus(await rival.get(url), 200).items, [])
    }
    assert.equal((await seller.get('trade-orders?goods=lost')).status, 400)
    assert.equal((await seller.get('trade-exceptions?kind=bad')).status, 400)
    assert.equal((await seller.get('trade-orders?cursor=x')).status, 400)
    assert.equal((await seller.get('stock?productId=1')).status, 400)
  })
  await t.test('a member counts what arrives, and does not agree to anything', async () => {
    const member = await world.newMember(buyer, 'member')
    const received = await member.post(`${shipment}/receipts`, { lines: [{ lineId, good: '10' }] })
    assert.equal(received.status, 201)
    const agreed = await member.post(`${base}/proposals`, { kind: 'cancel', reason: 'x' })
    assert.equal(agreed.status, 403)
  })
  await t.test('lists are filtered, paged and saved', async () => {
    const found = async (query: string) =>
      expectStatus(await seller.get(`trade-orders?${query}`), 200).items.map(
        (o: { id: string }) => o.id,
      )
    await confirmed({ lines: [line({ description: '羽绒服' })] })
    assert.deepEqual(await found('goods=part_received'), [order.id])
    assert.equal((await found('information=confirmed')).length, 2)
    assert.equal((await found('q=羽绒')).length, 1)
    assert.equal((await found('side=buying')).length, 0)
    assert.equal((await found(`partnerOrgId=${buyer.orgId}`)).length, 2)
    assert.equal((await found('from=2000-01-01&to=2000-02-01')).length, 0)
    const page = expectStatus(await seller.get('trade-orders?limit=1'), 200)
    assert.equal(page.total, 2)
    assert.equal((await found(`limit=1&cursor=${page.nextCursor}`)).length, 1)
    const sheet = await seller.get('trade-orders.xlsx?locale=en')
    assert.equal(sheet.status, 200)
    assert.ok(sheet.text.startsWith('PK'))
  })
})

test('ordering at agreed prices, and the same again', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, outsider, addProduct } = world
  const productId = await addProduct()
  const body = (more: Record<string, unknown> = {}) => ({
    ...{ sellerOrgId: seller.orgId, buyerOrgId: buyer.orgId, totalMinor: 100_000 },
    payment: [{ shareBp: 10_000, from: 'order', days: 0 }],
    lines: [{ productId, quantity: '10', unit: '件' }],
    ...more,
  })

  await t.test('the price of the day is locked with its explanation', async () => {
    const order = expectStatus(await buyer.post('trade-orders', body()), 201)
    assert.equal(order.lines[0].unitE4, 100_000_000)
    assert.equal(order.totalMinor, 100_000)
    assert.equal(order.side, 'buying')
    await seller.get(`products/${productId}`)
    const changed = await buyer.post('trade-orders', body({ totalMinor: 99_999 }))
    assert.equal(changed.body.reason, 'price_changed')
    assert.equal(changed.body.data.totalMinor, 100_000)
  })
  await t.test('the same again waits for the other side and keeps its terms', async () => {
    const [first] = (await buyer.get('trade-orders')).body.items
    const again = expectStatus(await buyer.post(`trade-orders/${first.id}/repeats`), 201)
    assert.equal(again.totalMinor, 100_000)
    assert.deepEqual(again.source, { kind: 'repeat', id: first.id })
    assert.equal(again.lines[0].information, 'placed')
  })
  await t.test('nobody orders where no trade is, nor what has no price', async () => {
    assert.equal((await outsider.post('trade-orders', body())).status, 404)
    const foreign = await buyer.post('trade-orders', body({ sellerOrgId: outsider.orgId }))
    assert.equal(foreign.status, 404)
    assert.equal((await buyer.post('trade-orders', body({ lines: [] }))).status, 400)
    const lines = [{ productId: newId(), quantity: '1', unit: '件' }]
    assert.equal((await buyer.post('trade-orders', body({ lines }))).status, 422)
  })
})
