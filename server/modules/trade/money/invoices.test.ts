import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { CREDIT_30, moneyWorld, ok, refused, type Sold } from './fixture.ts'
import { moneyOfLines } from './lines.ts'

const world = await moneyWorld({ after })
const { seller, buyer, rival, outsider, sell, leave, arrive, pay, invoiced, balance } = world
const DOWN_30 = [
  { shareBp: 3000, from: 'order', days: 0 },
  { shareBp: 7000, from: 'delivery', days: 0 },
] as const

const invoice = (order: Sold, body: Record<string, unknown> = {}) =>
  seller.post(`trade-orders/${order.id}/invoices`, body)
async function moneyOf(order: Sold) {
  const answers = await Promise.all(
    [seller, buyer].map((user) =>
      world.actAs(user, 'transaction', (tx) => moneyOfLines(tx, [order.id])),
    ),
  )
  const [mine, theirs] = answers.map((lines) => order.lines.map((id) => lines.get(id)!))
  assert.deepEqual(mine, theirs, 'both parties see the same')
  return mine!
}
const states = async (order: Sold) => (await moneyOf(order)).map((line) => line.state)

test('what has left is invoiced once, in both ledgers', async () => {
  const order = await sell([{}, { amountMinor: 333 }])
  refused(await invoice(order), 409, 'nothing_to_invoice')
  await leave(order, ['40', '100'])
  const first = ok(await invoice(order, { taxBp: 1300 }), 201)
  assert.equal(first.totalMinor, 4000 + 333)
  assert.equal(first.taxMinor, 460 + 38)
  assert.match(first.no, /^INV-\d{4}-000001$/)
  assert.equal(first.instalments[0].amountMinor, 4333)
  refused(await invoice(order), 409, 'nothing_to_invoice')
  await leave(order, ['60'])
  assert.equal(ok(await invoice(order), 201).totalMinor, 6000)
  assert.equal(await balance(seller, 'receivable'), 10_333)
  assert.equal(await balance(buyer, 'payable'), -10_333)
  assert.equal(await balance(seller, 'revenue'), -(10_333 - 498))
  assert.equal(await balance(buyer, 'cost'), 10_333 - 498)
  assert.deepEqual(await world.faults(), [])
})

test('two who invoice the same goods at once get one invoice', async () => {
  const order = await sell()
  await leave(order, ['100'])
  const both = await Promise.all([invoice(order), invoice(order)])
  assert.deepEqual(both.map((answer) => answer.status).sort(), [201, 409])
})

test('parts of an odd amount come to the whole', async () => {
  const order = await sell([{ amountMinor: 1000, quantity: '3' }])
  const totals = []
  for (let i = 0; i < 3; i++) {
    await leave(order, ['1'])
    totals.push(ok(await invoice(order), 201).totalMinor)
  }
  assert.deepEqual(totals, [333, 334, 333])
})

test('a deposit is asked for ahead and comes off the invoices', async () => {
  const order = await sell([{}, { amountMinor: 5000 }], DOWN_30)
  const deposit = ok(await seller.post(`trade-orders/${order.id}/deposit`), 201)
  assert.equal(deposit.totalMinor, 4500)
  refused(await seller.post(`trade-orders/${order.id}/deposit`), 409, 'deposit_asked')
  const before = await balance(seller, 'deposits_received')
  await leave(order, ['50', '100'])
  const half = ok(await invoice(order), 201)
  assert.deepEqual([half.totalMinor, half.depositMinor, half.openMinor], [10_000, 3000, 7000])
  assert.deepEqual(
    half.instalments.map((part: { dueFrom: string; dueOn: string | null }) => [
      part.dueFrom,
      part.dueOn,
    ]),
    [['delivery', null]],
    'it waits for the delivery',
  )
  refused(
    await seller.put(`invoices/${deposit.id}/cancellation`, { reason: 'x' }),
    409,
    'deposit_used',
  )
  await arrive(order, ['50', '100'])
  const due = ok(await buyer.get(`invoices/${half.id}`), 200)
  assert.notEqual(due.instalments[0].dueOn, null, 'the delivery makes it due')
  await leave(order, ['50'])
  assert.equal(ok(await invoice(order), 201).depositMinor, 1500)
  assert.equal((await balance(seller, 'deposits_received')) - before, 4500)
  const [first, second] = await moneyOf(order)
  assert.deepEqual([first!.invoicedMinor, second!.invoicedMinor], [10_000, 5000])
  assert.deepEqual(await world.faults(), [])
})

test('an order without a deposit in its terms asks for none, and not twice', async () => {
  const order = await sell()
  refused(await seller.post(`trade-orders/${order.id}/deposit`), 422, 'no_deposit_agreed')
  const both = await Promise.all(
    [1, 2].map(() => seller.post(`trade-orders/${order.id}/deposit`, { shareBp: 5000 })),
  )
  assert.deepEqual(both.map((answer) => answer.status).sort(), [201, 409])
})

test('freight and finance are lines of their own flow', async () => {
  const order = await sell()
  await leave(order, ['100'])
  const charges = [
    { flow: 'logistics', description: '运费', amountMinor: 700 },
    { flow: 'finance', description: '账期费', amountMinor: 90 },
  ]
  const made = ok(await invoice(order, { charges }), 201)
  assert.deepEqual(
    made.lines.map((line: { flow: string; amountMinor: number }) => [line.flow, line.amountMinor]),
    [
      ['goods', 10_000],
      ['logistics', 700],
      ['finance', 90],
    ],
  )
  const money = await moneyOf(order)
  assert.equal(money[0]!.invoicedMinor, 10_000, 'freight is no part of the goods')
})

test('complaint: an order shows its payment, and invoiced is not paid', async () => {
  const order = await sell()
  assert.deepEqual(await states(order), ['not_invoiced'])
  await leave(order, ['100'])
  const made = ok(await invoice(order), 201)
  assert.deepEqual(await states(order), ['invoiced'])
  await pay(4000, { allocations: [{ invoiceId: made.id, amountMinor: 4000 }] })
  assert.deepEqual(await moneyOf(order), [
    {
      invoicedMinor: 10_000,
      creditedMinor: 0,
      paidMinor: 4000,
      dueMinor: 6000,
      overdueMinor: 0,
      state: 'part_paid',
    },
  ])
  await pay(6000, { allocations: [{ invoiceId: made.id, amountMinor: 6000 }] })
  assert.deepEqual(await states(order), ['paid'])
})

test('complaint: lines keep states of their own, and 250,000 mm and 2 pieces both end at the whole', async () => {
  const order = await sell([
    { quantity: '250000', unit: 'mm', amountMinor: 99_999 },
    { quantity: '2', unit: 'pcs', amountMinor: 10 },
  ])
  await leave(order, ['250000'])
  ok(await invoice(order), 201)
  assert.deepEqual(await states(order), ['invoiced', 'not_invoiced'])
  await leave(order, ['0', '2'])
  ok(await invoice(order), 201)
  assert.deepEqual(await states(order), ['invoiced', 'invoiced'])
  const money = await moneyOf(order)
  assert.deepEqual(
    money.map((line) => line.invoicedMinor),
    [99_999, 10],
  )
})

test('complaint: a partial invoice shows as partial', async () => {
  const order = await sell()
  await leave(order, ['100'])
  const part = [{ orderLineId: order.lines[0], quantity: '25' }]
  ok(await invoice(order, { lines: part }), 201)
  assert.deepEqual(await states(order), ['part_invoiced'])
})

test('complaint: a return takes back what was invoiced', async () => {
  const made = await invoiced(10_000)
  const note = ok(
    await seller.post(`invoices/${made.id}/credit-notes`, {
      reason: 'return',
      lines: [{ no: 1, quantity: '30' }],
    }),
    201,
  )
  assert.deepEqual([note.kind, note.totalMinor, note.openMinor], ['credit_note', 3000, 0])
  const after = ok(await seller.get(`invoices/${made.id}`), 200)
  assert.deepEqual(
    [after.creditedMinor, after.openMinor, after.state],
    [3000, 7000, 'part_settled'],
  )
  const [line] = await moneyOf({ id: made.orderId, no: '', lines: [made.lines[0].orderLineId] })
  assert.deepEqual([line!.creditedMinor, line!.dueMinor], [3000, 7000])
  refused(
    await seller.post(`invoices/${made.id}/credit-notes`, {
      reason: 'return',
      lines: [{ no: 1, quantity: '71' }],
    }),
    422,
    'credited_too_much',
  )
  assert.deepEqual(await world.faults(), [])
})

test('complaint: a cancelled invoice is rolled back, and its goods may be invoiced again', async () => {
  const made = await invoiced(10_000)
  const before = [await balance(seller, 'receivable'), await balance(buyer, 'payable')] as const
  const path = `invoices/${made.id}/cancellation`
  const both = await Promise.all([1, 2].map(() => seller.put(path, { reason: '开错' })))
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
  assert.equal(await balance(seller, 'receivable'), before[0] - 10_000)
  assert.equal(await balance(buyer, 'payable'), before[1] + 10_000)
  const order = { id: made.orderId, no: '', lines: [made.lines[0].orderLineId] }
  assert.deepEqual(await states(order), ['not_invoiced'])
  assert.equal(ok(await invoice(order), 201).totalMinor, 10_000)
  assert.deepEqual(await world.faults(), [])
})

test('complaint: what is worth nothing leaves nothing to invoice', async () => {
  const order = await sell([{ amountMinor: 0, unitE4: 0 }, {}])
  assert.deepEqual(await states(order), ['nothing_due', 'not_invoiced'])
  await leave(order, ['100', '0'])
  const free = ok(await invoice(order), 201)
  assert.deepEqual([free.totalMinor, free.state, free.instalments], [0, 'settled', []])
  assert.deepEqual(await states(order), ['nothing_due', 'not_invoiced'])
  ok(await seller.put(`invoices/${free.id}/cancellation`, { reason: 'x' }), 200)
  assert.deepEqual(await world.faults(), [])
})

test('complaint: what is invoiced in full is never still to invoice', async () => {
  const order = await sell([{ quantity: '7', amountMinor: 100 }])
  for (const quantity of ['3', '2', '2']) {
    await leave(order, [quantity])
    ok(await invoice(order), 201)
  }
  assert.deepEqual(await states(order), ['invoiced'])
  refused(await invoice(order), 409, 'nothing_to_invoice')
})

test('complaint: services wait for no goods', async () => {
  const order = await sell([{ kind: 'service', amountMinor: 5000 }])
  const made = ok(await invoice(order), 201)
  assert.equal(made.totalMinor, 5000)
  assert.deepEqual(await states(order), ['invoiced'])
})

test('what is late shows as overdue until it is paid', async () => {
  const order = await sell([{}], [{ shareBp: 10_000, from: 'invoice', days: 0 }])
  await leave(order, ['100'])
  const made = ok(await invoice(order), 201)
  world.tick(2 * 86_400_000)
  assert.deepEqual(await states(order), ['overdue'])
  assert.equal(ok(await buyer.get(`invoices/${made.id}`), 200).state, 'overdue')
  await pay(10_000, { allocations: [{ invoiceId: made.id, amountMinor: 10_000 }] })
  assert.deepEqual(await states(order), ['paid'])
})

test('bad invoices are refused by name, and nothing is written', async () => {
  const order = await sell()
  await leave(order, ['10'])
  const over = [{ orderLineId: order.lines[0], quantity: '10.000001' }]
  refused(await invoice(order, { lines: over }), 422, 'invoiced_too_much')
  const twice = [
    { orderLineId: order.lines[0], quantity: '1' },
    { orderLineId: order.lines[0], quantity: '1' },
  ]
  refused(await invoice(order, { lines: twice }), 400, 'line_twice')
  const strange = [{ orderLineId: crypto.randomUUID(), quantity: '1' }]
  refused(await invoice(order, { lines: strange }), 400, 'not_found')
  refused(await invoice(order, { issuedOn: '2099-01-01' }), 400, 'in_future')
  refused(
    await invoice(order, { lines: [{ orderLineId: order.lines[0], quantity: '0' }] }),
    400,
    'bad_input',
  )
  const placed = await world.place(buyer, { payment: CREDIT_30 })
  refused(await seller.post(`trade-orders/${placed.id}/invoices`), 409, 'order_not_confirmed')
  assert.deepEqual((await seller.get(`invoices?orderId=${order.id}`)).body.items, [])
})

test('only the seller invoices, cancels and credits; strangers find nothing', async () => {
  const made = await invoiced()
  const order = made.orderId
  const path = `trade-orders/${order}/invoices`
  refused(await buyer.post(path), 403, 'seller_only')
  refused(await buyer.post(`trade-orders/${order}/deposit`), 403, 'seller_only')
  refused(await buyer.put(`invoices/${made.id}/cancellation`, { reason: 'x' }), 403, 'seller_only')
  refused(
    await buyer.post(`invoices/${made.id}/credit-notes`, { reason: 'return' }),
    403,
    'seller_only',
  )
  for (const stranger of [rival, outsider]) {
    assert.equal((await stranger.post(path)).status, 404)
    assert.equal((await stranger.get(`invoices/${made.id}`)).status, 404)
    assert.equal((await stranger.get(`trade-orders/${order}/match`)).status, 404)
    assert.equal(
      (await stranger.put(`invoices/${made.id}/cancellation`, { reason: 'x' })).status,
      404,
    )
    assert.equal(
      (await stranger.put(`invoices/${made.id}/answer`, { answer: 'accepted' })).status,
      404,
    )
    assert.deepEqual((await stranger.get('invoices?side=payable')).body.items, [])
  }
  assert.equal((await world.anyone.post(path)).status, 401)
  assert.equal((await world.anyone.get('invoices')).status, 401)
})

test('the buyer accepts or disputes, and what is disputed is not reminded of', async () => {
  const made = await invoiced()
  const path = `invoices/${made.id}/answer`
  refused(await seller.put(path, { answer: 'accepted' }), 403, 'buyer_only')
  assert.equal((await buyer.put(path, { answer: 'disputed' })).status, 400)
  const disputed = ok(await buyer.put(path, { answer: 'disputed', reason: '短少两件' }), 200)
  assert.equal(disputed.isDisputed, true)
  refused(await buyer.put(path, { answer: 'disputed', reason: '再说' }), 409, 'answered')
  world.tick(40 * 86_400_000)
  const named = async () =>
    ok(await seller.get('dunning'), 200).parties.some((party: { invoices: { id: string }[] }) =>
      party.invoices.some((one) => one.id === made.id),
    )
  assert.equal(await named(), false)
  ok(await buyer.put(path, { answer: 'accepted' }), 200)
  assert.equal(await named(), true)
})

test('an invoice without an order goes to a partner only', async () => {
  const body = {
    buyerOrgId: buyer.orgId,
    lines: [{ flow: 'finance', description: '逾期利息', amountMinor: 250 }],
    dueDays: 10,
  }
  const made = ok(await seller.post('invoices', body), 201)
  assert.deepEqual([made.totalMinor, made.orderId, made.partyName], [250, null, 'Distributor'])
  const stranger = await world.newOrg('Nobody')
  assert.equal((await seller.post('invoices', { ...body, buyerOrgId: stranger.orgId })).status, 404)
  assert.equal((await seller.post('invoices', { ...body, lines: [] })).status, 400)
})

test('order, receipt and invoice are held side by side', async () => {
  const order = await sell([{}, { kind: 'service' }])
  const match = async () => ok(await buyer.get(`trade-orders/${order.id}/match`), 200)
  await leave(order, ['100'])
  ok(await invoice(order), 201)
  assert.deepEqual((await match()).lines[0].differences, [
    'invoiced_over_received',
    'short_received',
  ])
  await arrive(order, ['100'])
  const whole = await match()
  assert.deepEqual([whole.isMatched, whole.lines[0].invoiced], [true, '100'])
})

test('price and quantity differences have names', async () => {
  const order = await sell()
  await leave(order, ['100'])
  const made = ok(await invoice(order), 201)
  await arrive(order, ['100'])
  ok(
    await seller.post(`invoices/${made.id}/credit-notes`, {
      reason: 'price',
      lines: [{ no: 1, amountMinor: 500 }],
    }),
    201,
  )
  const { lines } = ok(await seller.get(`trade-orders/${order.id}/match`), 200)
  assert.deepEqual(lines[0].differences, ['price_below_order'])
})
