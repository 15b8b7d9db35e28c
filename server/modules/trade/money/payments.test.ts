import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { moneyWorld, ok, refused } from './fixture.ts'

const world = await moneyWorld({ after })
const { seller, buyer, rival, pay, invoiced, balance } = world
const all = (id: string, amountMinor: number) => [{ invoiceId: id, amountMinor }]

test('a payment settles an invoice, and what is over stays on account', async () => {
  const made = await invoiced(10_000)
  const paid = await pay(12_000, { allocations: all(made.id, 10_000) })
  assert.deepEqual([paid.state, paid.allocatedMinor], ['received', 10_000])
  const shown = ok(await buyer.get(`invoices/${made.id}`), 200)
  assert.deepEqual([shown.state, shown.settlements[0].amountMinor], ['settled', 10_000])
  const { parties } = ok(await seller.get('claims'), 200)
  assert.deepEqual([parties[0].onAccountMinor, parties[0].balanceMinor], [2000, -2000])
  const next = await invoiced(3000)
  ok(await seller.post(`payments/${paid.id}/allocations`, { allocations: all(next.id, 2000) }), 201)
  assert.equal(ok(await seller.get(`invoices/${next.id}`), 200).openMinor, 1000)
  assert.deepEqual(await world.faults(), [])
})

test('nobody allocates more than there is, of the payment or of the invoice', async () => {
  const made = await invoiced(5000)
  const body = { partyOrgId: buyer.orgId, amountMinor: 9000 }
  refused(
    await seller.post('payments', { ...body, allocations: all(made.id, 5001) }),
    422,
    'over_allocated',
  )
  refused(
    await seller.post('payments', { ...body, amountMinor: 100, allocations: all(made.id, 200) }),
    422,
    'over_allocated',
  )
  const twice = [...all(made.id, 1), ...all(made.id, 1)]
  refused(await seller.post('payments', { ...body, allocations: twice }), 422, 'invoice_twice')
  const dollars = { ...body, currency: 'USD', allocations: all(made.id, 1) }
  refused(await seller.post('payments', dollars), 422, 'currency_differs')
  assert.equal((await seller.post('payments', { ...body, amountMinor: 0 })).status, 400)
  assert.equal((await seller.post('payments', { ...body, paidOn: '2026-02-30' })).status, 400)
  assert.equal(ok(await seller.get(`invoices/${made.id}`), 200).openMinor, 5000)
})

test('two payments at once settle an invoice once', async () => {
  const made = await invoiced(5000)
  const body = { partyOrgId: buyer.orgId, amountMinor: 5000, allocations: all(made.id, 5000) }
  const both = await Promise.all([1, 2].map(() => seller.post('payments', body)))
  assert.deepEqual(both.map((answer) => answer.status).sort(), [201, 422])
  assert.equal(ok(await seller.get(`invoices/${made.id}`), 200).paidMinor, 5000)
  assert.deepEqual(await world.faults(), [])
})

test('the same reference is the same payment, and changes nothing', async () => {
  const made = await invoiced(5000)
  const body = { partyOrgId: buyer.orgId, amountMinor: 5000, reference: 'BANK-1' }
  const before = await balance(seller, 'bank')
  const answers = await Promise.all(
    [1, 2, 3].map(() => seller.post('payments', { ...body, allocations: all(made.id, 5000) })),
  )
  const ids = answers.map((answer) => ok(answer, 201).id)
  assert.equal(new Set(ids).size, 1)
  assert.equal((await balance(seller, 'bank')) - before, 5000)
  refused(await seller.post('payments', { ...body, amountMinor: 5001 }), 409, 'reference_used')
})

test('a payment that did not hold opens again what it settled', async () => {
  const made = await invoiced(5000)
  const paid = await pay(5000, { allocations: all(made.id, 5000), reference: 'BOUNCED' })
  const path = `payments/${paid.id}/reversal`
  refused(await buyer.put(path, { reason: 'x' }), 403, 'seller_only')
  const both = await Promise.all([1, 2].map(() => seller.put(path, { reason: '退票' })))
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
  assert.equal(ok(await seller.get(`invoices/${made.id}`), 200).openMinor, 5000)
  const replay = await pay(5000, { reference: 'BOUNCED' })
  assert.equal(replay.state, 'reversed', 'what was read again does not come back to life')
  refused(
    await seller.post(`payments/${paid.id}/allocations`, { allocations: all(made.id, 1) }),
    409,
    'payment_reversed',
  )
  assert.deepEqual(await world.faults(), [])
})

test('a payment is taken off one invoice', async () => {
  const made = await invoiced(5000)
  const paid = await pay(5000, { allocations: all(made.id, 5000) })
  const path = `payments/${paid.id}/allocations/${made.id}`
  refused(
    await seller.put(`invoices/${made.id}/cancellation`, { reason: 'x' }),
    409,
    'invoice_settled',
  )
  assert.equal(ok(await seller.delete(path), 200).allocatedMinor, 0)
  assert.equal((await seller.delete(path)).status, 404)
  ok(await seller.put(`invoices/${made.id}/cancellation`, { reason: 'x' }), 200)
  assert.deepEqual(await world.faults(), [])
})

test('what the buyer says it paid is a fact when the seller has it', async () => {
  const made = await invoiced(5000)
  const before = await balance(seller, 'bank')
  const body = { side: 'payable', partyOrgId: seller.orgId, amountMinor: 5000, reference: 'MINE-7' }
  const told = ok(await buyer.post('payments', body), 201)
  assert.deepEqual([told.state, told.side, told.isMine], ['announced', 'payable', true])
  assert.equal(await balance(seller, 'bank'), before)
  refused(await buyer.put(`payments/${told.id}/receipt`), 403, 'seller_only')
  const path = `payments/${told.id}/receipt`
  const receipt = { allocations: all(made.id, 5000) }
  const both = await Promise.all([1, 2].map(() => seller.put(path, receipt)))
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
  assert.equal(await balance(seller, 'bank'), before + 5000)
  assert.equal(ok(await buyer.get(`invoices/${made.id}`), 200).state, 'settled')
  refused(await buyer.post('payments', { ...body, kind: 'refund' }), 400, 'seller_only')
  refused(
    await buyer.post('payments', { ...body, reference: '', allocations: all(made.id, 1) }),
    400,
    'seller_only',
  )
  assert.deepEqual(await world.faults(), [])
})

test('a credit note after payment is used elsewhere or paid back', async () => {
  const made = await invoiced(5000)
  await pay(5000, { allocations: all(made.id, 5000) })
  const note = ok(await seller.post(`invoices/${made.id}/credit-notes`, { reason: 'return' }), 201)
  assert.equal(note.openMinor, 5000)
  const next = await invoiced(2000)
  const path = `invoices/${note.id}/allocations`
  refused(await seller.post(path, { allocations: all(next.id, 2001) }), 422, 'over_allocated')
  refused(await buyer.post(path, { allocations: all(next.id, 1) }), 403, 'seller_only')
  ok(await seller.post(path, { allocations: all(next.id, 2000) }), 201)
  assert.equal(ok(await seller.get(`invoices/${next.id}`), 200).state, 'settled')
  await pay(3000, { kind: 'refund', allocations: all(note.id, 3000) })
  assert.equal(ok(await seller.get(`invoices/${note.id}`), 200).state, 'settled')
  refused(
    await seller.put(`invoices/${note.id}/cancellation`, { reason: 'x' }),
    409,
    'credit_refunded',
  )
  refused(
    await seller.post(`invoices/${made.id}/credit-notes`, { reason: 'return' }),
    409,
    'invoice_credited',
  )
  assert.deepEqual(await world.faults(), [])
})

test('a credit note that was wrong goes back with all that it settled', async () => {
  const made = await invoiced(5000)
  const note = ok(
    await seller.post(`invoices/${made.id}/credit-notes`, {
      reason: 'discount',
      lines: [{ no: 1, amountMinor: 500 }],
    }),
    201,
  )
  ok(await seller.put(`invoices/${note.id}/cancellation`, { reason: 'x' }), 200)
  assert.equal(ok(await seller.get(`invoices/${made.id}`), 200).openMinor, 5000)
  assert.equal(await balance(seller, 'discounts'), 0)
  assert.deepEqual(await world.faults(), [])
})

test('strangers see and touch no payment', async () => {
  const paid = await pay(100)
  assert.equal((await rival.get(`payments/${paid.id}`)).status, 404)
  assert.equal((await rival.put(`payments/${paid.id}/reversal`, { reason: 'x' })).status, 404)
  assert.equal((await rival.put(`payments/${paid.id}/receipt`, {})).status, 404)
  const some = { allocations: all(crypto.randomUUID(), 1) }
  assert.equal((await rival.post(`payments/${paid.id}/allocations`, some)).status, 404)
  assert.deepEqual((await rival.get('payments')).body.items, [])
  const stranger = await world.newOrg('Nobody')
  assert.equal(
    (await stranger.post('payments', { partyOrgId: buyer.orgId, amountMinor: 1 })).status,
    404,
  )
  assert.equal((await world.anyone.post('payments', {})).status, 401)
  assert.equal((await world.anyone.get('claims')).status, 401)
})

test('a member who may only look records nothing', async () => {
  const member = await world.newMember(seller, 'member')
  assert.equal((await member.get('payments')).status, 200)
  const body = { partyOrgId: buyer.orgId, amountMinor: 1 }
  assert.equal((await member.post('payments', body)).status, 403)
})

test('lists go on where the page ended', async () => {
  for (const path of ['payments', 'invoices', 'ledger/entries']) {
    const whole = ok(await seller.get(`${path}?limit=500`), 200).items.map(
      (one: { id: string }) => one.id,
    )
    const paged: string[] = []
    let cursor = ''
    do {
      const page = ok(await seller.get(`${path}?limit=7${cursor}`), 200)
      paged.push(...page.items.map((one: { id: string }) => one.id))
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
    } while (cursor)
    assert.deepEqual(paged, whole)
    assert.ok(whole.length > 7)
  }
})
