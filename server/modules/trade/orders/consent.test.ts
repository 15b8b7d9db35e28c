import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectStatus, ifMatch, line, orderWorld } from './fixture.ts'

test('both sides agree, or nothing changes', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, place, confirmed, ship, rawSql } = world

  await t.test('the other side confirms, once, what it has read', async () => {
    const { id } = await place(buyer)
    const url = `trade-orders/${id}/confirmation`
    const order = expectStatus(await seller.get(`trade-orders/${id}`), 200)
    assert.deepEqual(order.actions, ['refuse', 'confirm'])
    assert.equal((await seller.put(url)).status, 428)
    assert.equal((await seller.put(url, {}, { 'if-match': '"9"' })).status, 412)
    assert.equal((await buyer.put(url, {}, ifMatch(order))).body.reason, 'other_side_confirms')
    const [one, two] = await Promise.all([
      seller.put(url, {}, ifMatch(order)),
      seller.put(url, {}, ifMatch(order)),
    ])
    assert.deepEqual([one.status, two.status].sort(), [200, 409])
    const after = expectStatus(await buyer.get(`trade-orders/${id}`), 200)
    assert.equal(after.lines[0].information, 'confirmed')
    assert.equal(after.plan[0].dueMinor, 3000, 'the deposit is due with the order')
  })

  await t.test('before that it may be refused by one and withdrawn by the other', async () => {
    const first = await place(buyer)
    const early = await buyer.put(`trade-orders/${first.id}/refusal`, { reason: 'x' })
    assert.equal(early.body.reason, 'withdraw_it')
    const refused = expectStatus(
      await seller.put(`trade-orders/${first.id}/refusal`, { reason: '缺料' }),
      200,
    )
    assert.deepEqual([refused.ended, refused.endedReason, refused.actions], ['refused', '缺料', []])
    const again = await seller.put(`trade-orders/${first.id}/refusal`, { reason: '缺料' })
    assert.equal(again.status, 409)
    const second = await place(buyer)
    expectStatus(await buyer.put(`trade-orders/${second.id}/withdrawal`, { reason: '下错了' }), 200)
    const late = await seller.put(
      `trade-orders/${second.id}/confirmation`,
      {},
      { 'if-match': '"1"' },
    )
    assert.equal(late.body.reason, 'order_ended')
  })

  await t.test('a price changes only when the other side accepts it', async () => {
    const order = await confirmed()
    const url = `trade-orders/${order.id}/proposals`
    const lineId = order.lines[0].id
    const change = { kind: 'change', reason: '棉价上涨', lines: [{ lineId, unitE4: 1_100_000 }] }
    const asked = expectStatus(await seller.post(url, change, ifMatch(order)), 201)
    assert.equal(asked.lines[0].unitE4, 1_000_000)
    assert.equal(asked.lines[0].information, 'change_pending')
    assert.equal((await buyer.post(url, change, ifMatch(order))).body.reason, 'proposal_open')
    const answer = `${url}/${asked.proposal.id}/answer`
    const own = await seller.put(answer, { answer: 'accepted' }, ifMatch(asked))
    assert.equal(own.body.reason, 'other_side_answers')
    const stale = await buyer.put(answer, { answer: 'accepted' }, { 'if-match': '"1"' })
    assert.equal(stale.status, 412)
    const [one, two] = await Promise.all([
      buyer.put(answer, { answer: 'accepted' }, ifMatch(asked)),
      buyer.put(answer, { answer: 'refused', reason: '太贵' }, ifMatch(asked)),
    ])
    assert.deepEqual([one.status, two.status].sort(), [200, 409])
    const after = expectStatus(await buyer.get(`trade-orders/${order.id}`), 200)
    const isAccepted = one.status === 200
    assert.equal(after.totalMinor, isAccepted ? 11_000 : 10_000)
    assert.equal(after.version, isAccepted ? order.version + 1 : order.version)
    assert.equal(after.plan[0].dueMinor, isAccepted ? 3300 : 3000)
  })

  await t.test('the database itself refuses a price that nobody agreed to', async () => {
    const order = await confirmed()
    for (const text of [
      `UPDATE trade_order_lines SET unit_e4 = 1 WHERE order_id = '${order.id}'`,
      `UPDATE trade_orders SET total_minor = 1 WHERE id = '${order.id}'`,
      `DELETE FROM trade_goods_facts`,
    ])
      await assert.rejects(rawSql(seller, text), /permission denied/)
  })

  await t.test('a change keeps what has left already, and names it', async () => {
    const order = await confirmed()
    await ship(order, [0, '60'])
    const url = `trade-orders/${order.id}/proposals`
    const lines = (quantity: string) => [{ lineId: order.lines[0].id, quantity }]
    const body = (quantity: string) => ({ kind: 'change', reason: 'x', lines: lines(quantity) })
    const less = await buyer.post(url, body('59'), ifMatch(order))
    assert.equal(less.body.reason, 'less_than_shipped')
    assert.equal(less.body.data.least, '60')
    const nothing = await buyer.post(url, { kind: 'change', reason: 'x' }, ifMatch(order))
    assert.equal(nothing.body.errors[0].code, 'nothing_changed')
    const asked = expectStatus(await buyer.post(url, body('70'), ifMatch(order)), 201)
    await ship(order, [0, '20'])
    const moved = await seller.put(
      `${url}/${asked.proposal.id}/answer`,
      { answer: 'accepted' },
      ifMatch(asked),
    )
    assert.equal(moved.body.reason, 'goods_moved')
    const back = expectStatus(
      await buyer.put(`${url}/${asked.proposal.id}/answer`, { answer: 'withdrawn' }),
      200,
    )
    assert.equal(back.proposal, null)
    assert.equal(back.lines[0].information, 'confirmed')
  })

  await t.test(
    'cancelling ends an order of which nothing has left, else what is open',
    async () => {
      for (const sent of [null, '30']) {
        const order = await confirmed({ lines: [line(), line({ kind: 'service' })] })
        if (sent) await ship(order, [0, sent])
        const url = `trade-orders/${order.id}/proposals`
        const asked = expectStatus(
          await buyer.post(url, { kind: 'cancel', reason: '换季' }, ifMatch(order)),
          201,
        )
        const after = expectStatus(
          await seller.put(
            `${url}/${asked.proposal.id}/answer`,
            { answer: 'accepted' },
            ifMatch(asked),
          ),
          200,
        )
        assert.equal(after.ended, sent ? null : 'cancelled')
        assert.equal(after.totalMinor, sent ? 3000 : 0)
        assert.deepEqual(
          after.lines.map((l: { quantity: string }) => l.quantity),
          [sent ?? '0', '0'],
        )
        assert.equal(after.plan[0].dueMinor, sent ? 900 : 0, 'a deposit falls back with it')
        assert.equal(after.lines[1].information, 'cancelled')
      }
    },
  )

  await t.test('terms and dates change the same way', async () => {
    const order = await confirmed()
    const url = `trade-orders/${order.id}/proposals`
    const asked = expectStatus(
      await seller.post(
        url,
        {
          kind: 'change',
          reason: '改期',
          deliverBy: '2027-03-01',
          payment: [{ shareBp: 10_000, from: 'delivery', days: 30 }],
        },
        ifMatch(order),
      ),
      201,
    )
    const after = expectStatus(
      await buyer.put(`${url}/${asked.proposal.id}/answer`, { answer: 'accepted' }, ifMatch(asked)),
      200,
    )
    assert.deepEqual([after.deliverBy, after.plan.length], ['2027-03-01', 1])
    assert.equal(after.totalMinor, 10_000)
  })
})

test('credit', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, rival, place, rawSql } = world
  const set = (more: Record<string, unknown>) =>
    seller.put('credit-limits', {
      ...{ buyerOrgId: buyer.orgId, limitMinor: 25_000, beyond: 'wait' },
      ...more,
    })

  await t.test(
    'over the limit an order waits for the seller, and the buyer learns no figure',
    async () => {
      assert.equal((await set({ buyerOrgId: seller.orgId })).status, 404)
      assert.equal((await set({ limitMinor: -1 })).status, 400)
      expectStatus(await set({}), 200)
      const placed = await Promise.all([place(buyer), place(buyer), place(buyer)])
      const held = []
      for (const { id } of placed) {
        const order = expectStatus(await buyer.get(`trade-orders/${id}`), 200)
        if (order.lines[0].information === 'held') held.push(order)
      }
      assert.equal(held.length, 1, 'two fit, however they come')
      assert.deepEqual(held[0].exceptions, ['credit_hold'])
      assert.doesNotMatch(JSON.stringify(held[0]), /25.?000/)
      assert.deepEqual(await rawSql(buyer, 'SELECT * FROM trade_credit_limits'), [])
      assert.deepEqual((await buyer.get('credit-limits')).body.items, [])
      const url = `trade-orders/${held[0].id}`
      const early = await seller.put(`${url}/confirmation`, {}, ifMatch(held[0]))
      assert.equal(early.body.reason, 'credit_hold')
      assert.equal((await buyer.put(`${url}/release`)).body.reason, 'seller_only')
      const released = expectStatus(await seller.put(`${url}/release`), 200)
      assert.equal((await seller.put(`${url}/release`)).status, 409)
      expectStatus(await seller.put(`${url}/confirmation`, {}, ifMatch(released)), 200)
      const limits = expectStatus(await seller.get('credit-limits'), 200)
      assert.deepEqual(
        limits.items.map((item: Record<string, unknown>) => [item.limitMinor, item.usedMinor]),
        [[25_000, 30_000]],
      )
    },
  )

  await t.test('or it is refused by name, with nothing written', async () => {
    expectStatus(await set({ beyond: 'refuse' }), 200)
    await assert.rejects(place(buyer), (error: Error) => {
      assert.equal(
        (error as unknown as { details: { reason: string } }).details.reason,
        'over_credit_limit',
      )
      return true
    })
    const rows = await rawSql(seller, 'SELECT count(*) AS n FROM trade_orders')
    assert.equal(rows[0]!.n, 3)
  })

  await t.test(
    'a held order from a quote is agreed as soon as the seller lets it through',
    async () => {
      expectStatus(await set({ beyond: 'wait' }), 200)
      const { id } = await place(buyer, { source: { kind: 'quote', id: null } })
      const after = expectStatus(await seller.put(`trade-orders/${id}/release`), 200)
      assert.equal(after.lines[0].information, 'confirmed')
      assert.equal((await rival.get(`trade-orders/${id}`)).status, 404)
    },
  )
})
