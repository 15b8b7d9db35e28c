import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestApp, User } from '../../../../test/app.ts'
import { readPdf } from '../../../../test/pdf.ts'
import { moneyWorld, ok } from '../money/fixture.ts'
import { expectStatus, line } from '../orders/fixture.ts'
import { sourcingWorld } from '../sourcing/fixture.ts'

type World = Pick<TestApp, 'app' | 'anyone'>

/** The text of a document as its reader gets it. */
async function printed(world: World, user: User, url: string): Promise<string> {
  const answer = await world.app.http.inject({
    url: `/api/v1/${url}`,
    headers: { cookie: user.cookie },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal(answer.headers['content-type'], 'application/pdf')
  assert.match(String(answer.headers['content-disposition']), /^attachment; .*\.pdf$/)
  return (await readPdf(answer.rawPayload)).join(' ')
}

function holds(text: string, parts: (string | RegExp)[]) {
  for (const part of parts) {
    assert.ok(
      typeof part === 'string' ? text.includes(part) : part.test(text),
      `${part} in ${text}`,
    )
  }
}

async function isClosed(world: World, stranger: User, reader: User, url: string) {
  assert.equal((await world.anyone.get(url)).status, 401)
  assert.equal((await stranger.get(url)).status, 404)
  const bad = await reader.get(`${url}?locale=fr`)
  assert.deepEqual([bad.status, bad.body.errors[0].field], [400, 'locale'])
}

test('orders, delivery notes, invoices and statements on paper', async (t) => {
  const world = await moneyWorld(t)
  const { seller, buyer, outsider } = world

  await t.test(
    'an order is read the same by both sides, and nothing of one side alone',
    async () => {
      const order = await world.confirmed({
        deliverBy: '2030-05-01',
        incoterm: 'DAP',
        place: '成都仓',
        lines: [line({ quantity: '1500', unitE4: 123_456, amountMinor: 18_518 }), line()],
      })
      const costs = { lines: [{ lineId: order.lines[0].id, costE4: 77_770_000 }] }
      const now = expectStatus(await seller.get(`trade-orders/${order.id}`), 200)
      const match = { 'if-match': `"${now.version}"` }
      ok(await seller.put(`trade-orders/${order.id}/costs`, costs, match), 200)
      ok(await seller.post(`trade-orders/${order.id}/notes`, { text: '秘密' }), 201)
      const url = `trade-orders/${order.id}/document.pdf`
      const text = await printed(world, seller, url)
      assert.equal(text, await printed(world, buyer, url))
      holds(text, ['订单', order.no, '衬衫', '1,500', '0.123456', '185.18', '285.18', '成都仓'])
      holds(text, ['30% 下单时付', '70% 收货时付', '卖方签章'])
      assert.doesNotMatch(text, /777|秘密/)
      holds(await printed(world, buyer, `${url}?locale=en`), [/30% on order/, 'For the buyer'])
      await isClosed(world, outsider, buyer, url)
    },
  )

  await t.test('a delivery note has lots and counts, and no price', async () => {
    const order = await world.confirmed()
    const sent = await world.ship(order, [0, '60', 'L-7'])
    const shipment = sent.shipments[0]
    const url = `trade-orders/${order.id}/shipments/${shipment.id}/document.pdf`
    const before = await printed(world, seller, url)
    holds(before, ['送货单', `${order.no}-1`, 'L-7', '60 件', '顺丰', 'SF1'])
    assert.doesNotMatch(before, /100\.00|破损/)
    await world.receive(sent, [0, '58', '2'])
    holds(await printed(world, buyer, url), ['58 件', '破损 2'])
    holds(await printed(world, buyer, `${url}?locale=en`), ['Delivery note', 'damaged 2'])
    await isClosed(world, outsider, buyer, url)
    const other = await world.confirmed()
    const strange = `trade-orders/${other.id}/shipments/${shipment.id}/document.pdf`
    assert.equal((await buyer.get(strange)).status, 404, 'a shipment of another order')
  })

  await t.test('an invoice names both parties rightly on both sides, and its tax', async () => {
    const invoice = await world.invoiced(11_300, { taxBp: 1300 })
    const url = `invoices/${invoice.id}/document.pdf`
    const mine = await printed(world, seller, url)
    holds(mine, ['应收单', invoice.no, '113.00', '13%', '13.00', '不是税务发票'])
    assert.equal(mine, await printed(world, buyer, url))
    await world.pay(1300, { allocations: [{ invoiceId: invoice.id, amountMinor: 1300 }] })
    holds(await printed(world, buyer, `${url}?locale=en`), ['Paid', '-13.00', 'Open', '100.00'])
    const credit = ok(
      await seller.post(`invoices/${invoice.id}/credit-notes`, { reason: 'price' }),
      201,
    )
    const note = await printed(world, buyer, `invoices/${credit.id}/document.pdf`)
    holds(note, ['贷项通知单', credit.no, invoice.no])
    await isClosed(world, outsider, buyer, url)
  })

  await t.test('a statement of account runs from balance to balance', async () => {
    const url = `accounts/${buyer.orgId}/statement.pdf`
    const text = await printed(world, seller, url)
    const account = ok(await seller.get(`accounts/${buyer.orgId}/statement`), 200)
    const closing = (account.closingMinor / 100).toFixed(2)
    holds(text, ['对账单', '期初余额', '期末余额', closing, account.partyName, '请签章确认'])
    holds(await printed(world, seller, `${url}?locale=en`), ['Closing balance'])
    assert.equal((await outsider.get(url)).status, 404)
    assert.equal((await world.anyone.get(url)).status, 401)
  })
})

test('a quote on paper', async (t) => {
  const world = await sourcingWorld(t)
  const { buyer, suppliers, outsider } = world
  const [alpha, beta] = suppliers as [User, User]
  const { id } = await world.newRfq({ isSealed: true })
  const quote = ok(
    await world.quote(alpha, id, {
      offers: [world.offer({ minQuantity: '200', remark: '含运费' })],
    }),
    201,
  )
  const url = `quotes/${quote.id}/document.pdf`
  holds(await printed(world, alpha, url), [
    '报价单',
    '全棉府绸',
    '1,000 件',
    '200 件',
    '10.00',
    '含运费',
  ])
  const sealed = await buyer.get(url)
  assert.deepEqual([sealed.status, sealed.body.reason], [409, 'sealed'])
  await world.passDeadline()
  holds(await printed(world, buyer, `${url}?locale=en`), [
    'Quote',
    'Valid until',
    '70% on delivery',
  ])
  assert.equal((await beta.get(url)).status, 404, 'a rival')
  await isClosed(world, outsider, buyer, url)
})
