import assert from 'node:assert/strict'
import { test } from 'node:test'
import { line, orderWorld } from './fixture.ts'

test('placing an order', async (t) => {
  const world = await orderWorld(t)
  const { seller, buyer, rival, place, rawSql } = world

  await t.test('numbers run per seller, and both sides read the order', async () => {
    const first = await place(buyer)
    const second = await place(seller, { lines: [line(), line({ kind: 'service' })] })
    assert.deepEqual([first.no, second.no], ['SO-000001', 'SO-000002'])
    for (const user of [seller, buyer]) {
      const rows = await rawSql(user, 'SELECT no, seller_name, buyer_name FROM trade_orders')
      assert.deepEqual(rows.map((row) => row.no).sort(), [first.no, second.no])
      assert.deepEqual([rows[0]!.seller_name, rows[0]!.buyer_name], ['Lead', 'Distributor'])
    }
    assert.deepEqual(await rawSql(rival, 'SELECT id FROM trade_orders'), [])
    assert.deepEqual(await rawSql(rival, 'SELECT id FROM trade_order_lines'), [])
    const lines = await rawSql(
      buyer,
      `SELECT line_no, quantity, goods_state, amount_minor FROM trade_order_lines
       WHERE order_id = '${second.id}' ORDER BY line_no`,
    )
    assert.deepEqual(
      lines.map((row) => [row.line_no, row.quantity, row.goods_state, row.amount_minor]),
      [
        [1, '100.000000', 'waiting', 10_000],
        [2, '100.000000', 'none', 10_000],
      ],
    )
  })

  await t.test('both records say that it was placed', async () => {
    for (const user of [seller, buyer]) {
      const rows = await rawSql(
        user,
        `SELECT data FROM events WHERE type = 'trade.order_placed' ORDER BY seq`,
      )
      assert.deepEqual(
        rows.map((row) => (row.data as { no: string }).no),
        ['SO-000001', 'SO-000002'],
      )
    }
  })

  await t.test('an order from a quote is agreed already, any other waits', async () => {
    const quoted = await place(buyer, { source: { kind: 'quote', id: null } })
    const plain = await place(buyer)
    const rows = await rawSql(
      seller,
      `SELECT no, confirmed_at IS NOT NULL AS agreed FROM trade_orders
       WHERE id IN ('${quoted.id}', '${plain.id}') ORDER BY no`,
    )
    assert.deepEqual(
      rows.map((row) => row.agreed),
      [true, false],
    )
  })

  await t.test('nobody places an order between others, with itself or without lines', async () => {
    const named = (field: string, code: string) => (error: Error) => {
      const { details } = error as unknown as { details: { errors: Record<string, string>[] } }
      assert.deepEqual([details.errors[0]!.field, details.errors[0]!.code], [field, code])
      return true
    }
    await assert.rejects(place(rival), named('sellerOrgId', 'not_a_party'))
    await assert.rejects(
      place(buyer, { sellerOrgId: buyer.orgId }),
      named('sellerOrgId', 'not_a_party'),
    )
    await assert.rejects(place(buyer, { lines: [] }), named('lines', 'too_small'))
  })

  await t.test('numbers drawn at once differ', async () => {
    const placed = await Promise.all([place(buyer), place(seller), place(buyer), place(seller)])
    assert.equal(new Set(placed.map((order) => order.no)).size, 4)
  })
})
