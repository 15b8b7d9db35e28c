import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { addDays, dayOf } from './days.ts'
import { moneyWorld, ok, refused } from './fixture.ts'

const world = await moneyWorld({ after })
const { seller, buyer, rival, pay, invoiced, rawSql } = world
const { owner } = world.app.database
const today = () => dayOf(world.now())
const RENT = {
  memo: '仓库租金',
  postings: [
    { account: 'expense', amountMinor: 800 },
    { account: 'bank', amountMinor: -800 },
  ],
}

test('the trial balance is nought, and the balance of an account is what came and went', async () => {
  const made = await invoiced(10_000, { taxBp: 1300 })
  await pay(4000, { allocations: [{ invoiceId: made.id, amountMinor: 4000 }] })
  for (const user of [seller, buyer]) {
    const { rows } = ok(await user.get('ledger/balance'), 200)
    const sum = (key: string) =>
      rows.reduce((all: number, row: Record<string, number>) => all + row[key]!, 0)
    assert.equal(sum('closingMinor'), 0)
    assert.equal(sum('debitMinor'), sum('creditMinor'))
  }
  const { rows } = ok(await seller.get('ledger/balance'), 200)
  const of = (account: string) => rows.find((row: { account: string }) => row.account === account)
  assert.equal(of('receivable').closingMinor, 6000)
  assert.equal(of('tax').closingMinor, -1150)
  assert.equal((await seller.get('ledger/balance.xlsx?locale=en')).status, 200)
})

test('the database refuses an entry that is not balanced, whoever writes it', async () => {
  const entry = (amounts: number[], more = {}) => [
    {
      id: crypto.randomUUID(),
      org: seller.orgId,
      party: null,
      on: today(),
      kind: 'manual',
      source: `manual:${crypto.randomUUID()}`,
      at: world.now().toISOString(),
      postings: amounts.map((amountMinor, at) => ({
        account: at === 0 ? 'bank' : 'expense',
        flow: null,
        currency: 'CNY',
        amountMinor,
      })),
      ...more,
    },
  ]
  const book = (entries: unknown, user = seller) =>
    rawSql(user, 'SELECT book($1)', [JSON.stringify(entries)])
  await assert.rejects(book(entry([5, -4])), /not balanced/)
  await assert.rejects(book(entry([])), /not balanced/)
  await assert.rejects(book(entry([5])), /not balanced/)
  await book(entry([5, -5]))
  const mixed = entry([5, -5])
  mixed[0]!.postings[1]!.currency = 'USD'
  await assert.rejects(book(mixed), /not balanced/)
  // A later posting would unbalance an entry that stands.
  await assert.rejects(
    owner.query(
      `INSERT INTO ledger_postings SELECT entry_id, 99, org_id, party_org_id, booked_on, account, flow, currency, 7
       FROM ledger_postings LIMIT 1`,
    ),
    /not balanced/,
  )
  await assert.rejects(book(entry([5, -5]), rival), /ledger of others/)
  await assert.rejects(
    book(entry([5, -5], { party: rival.orgId }), rival),
    /ledger of others/,
    'nobody enters by hand for others',
  )
})

test('entries and postings stand for ever', async () => {
  for (const table of ['ledger_entries', 'ledger_postings']) {
    for (const text of [
      `UPDATE ${table} SET org_id = org_id`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
    ]) {
      await assert.rejects(owner.query(text), /append-only/, text)
      await assert.rejects(rawSql(seller, text), /permission denied/, text)
    }
    await assert.rejects(
      rawSql(seller, `INSERT INTO ${table} SELECT * FROM ${table}`),
      /permission denied/,
    )
  }
})

test('an entry by hand balances, and is taken back once by a further one', async () => {
  refused(
    await seller.post('ledger/entries', { ...RENT, postings: RENT.postings.slice(1) }),
    400,
    'bad_input',
  )
  const lame = [RENT.postings[0], { account: 'bank', amountMinor: -799 }]
  refused(await seller.post('ledger/entries', { ...RENT, postings: lame }), 400, 'entry_unbalanced')
  const odd = [
    { account: 'bank', flow: 'goods', amountMinor: 1 },
    { account: 'expense', amountMinor: -1 },
  ]
  refused(await seller.post('ledger/entries', { ...RENT, postings: odd }), 400, 'flow_wrong')
  const made = ok(await seller.post('ledger/entries', RENT), 201)
  assert.equal(made.kind, 'manual')
  const path = `ledger/entries/${made.id}/reversal`
  const both = await Promise.all([1, 2].map(() => seller.put(path, { reason: '记错' })))
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
  assert.equal((await buyer.put(path, { reason: 'x' })).status, 404)
  assert.equal((await world.anyone.post('ledger/entries', RENT)).status, 401)
})

test('what a document booked is taken back with the document only', async () => {
  await invoiced(100)
  const { items } = ok(await seller.get('ledger/entries?account=revenue&limit=1'), 200)
  refused(
    await seller.put(`ledger/entries/${items[0].id}/reversal`, { reason: 'x' }),
    422,
    'entry_of_document',
  )
})

test('a closed period takes no more entries; what the other side books late comes after it', async () => {
  const yesterday = addDays(today(), -1)
  refused(await seller.put('ledger/closings', { until: today() }), 400, 'in_future')
  const both = await Promise.all(
    [1, 2].map(() => buyer.put('ledger/closings', { until: yesterday })),
  )
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
  refused(
    await buyer.post('ledger/entries', { ...RENT, bookedOn: yesterday }),
    422,
    'period_closed',
  )
  const late = await invoiced(900, { issuedOn: yesterday })
  assert.equal(late.issuedOn, yesterday)
  const booked = async (user: typeof seller) =>
    ok(await user.get('ledger/entries'), 200).items.find(
      (entry: { source: string }) => entry.source === `invoice:${late.id}`,
    ).bookedOn
  assert.equal(await booked(seller), yesterday)
  assert.equal(await booked(buyer), today())
  refused(
    await buyer.put('ledger/closings', { until: addDays(yesterday, -3) }),
    409,
    'period_closed',
  )
  assert.equal((await world.anyone.put('ledger/closings', { until: yesterday })).status, 401)
})

test('nobody reads the ledger of others', async () => {
  assert.deepEqual(ok(await rival.get('ledger/entries'), 200).items, [])
  assert.deepEqual(ok(await rival.get('ledger/balance'), 200).rows, [])
  for (const table of ['ledger_entries', 'ledger_postings', 'invoices', 'payments']) {
    assert.deepEqual(await rawSql(rival, `SELECT 1 FROM ${table}`), [])
  }
})

test('each flow shows what it earned', async () => {
  const charges = [{ flow: 'logistics', description: '运费', amountMinor: 300 }]
  const before = ok(await seller.get('earnings'), 200)
  await invoiced(2000, { charges })
  const after = ok(await seller.get('earnings'), 200)
  const grown = after.flows.map(
    (one: { revenueMinor: number }, at: number) => one.revenueMinor - before.flows[at].revenueMinor,
  )
  assert.deepEqual(grown, [2000, 300, 0])
  assert.equal(after.months.length, 36)
  const bought = ok(await buyer.get('earnings'), 200)
  assert.ok(bought.flows[1].costMinor >= 300)
  assert.equal(bought.flows[1].marginBp, null)
})
