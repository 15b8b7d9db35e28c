import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { addDays, dayOf } from './days.ts'
import { moneyWorld, ok } from './fixture.ts'

const world = await moneyWorld({ after })
const { seller, buyer, rival, pay } = world
const day = (days: number) => addDays(dayOf(world.now()), days)
const ask = async (amountMinor: number, issuedOn: string, dueDays = 0) =>
  ok(
    await seller.post('invoices', {
      buyerOrgId: buyer.orgId,
      lines: [{ flow: 'goods', description: '货款', amountMinor }],
      issuedOn,
      dueDays,
    }),
    201,
  )

test('claims are told by age, and both parties read the same', async () => {
  await ask(1, day(0), 10)
  await ask(10, day(0))
  await ask(100, day(-1))
  await ask(1000, day(-30))
  await ask(10_000, day(-31))
  await ask(100_000, day(-90))
  const oldest = await ask(1_000_000, day(-91))
  const mine = ok(await seller.get('claims'), 200)
  const theirs = ok(await buyer.get('claims?side=payable'), 200)
  const [row] = mine.parties
  assert.deepEqual(
    [row.notDueMinor, row.days30Minor, row.days60Minor, row.days90Minor, row.over90Minor],
    [11, 1100, 10_000, 100_000, 1_000_000],
  )
  assert.equal(row.overdueMinor, 1_111_100)
  assert.deepEqual(
    { ...theirs.parties[0], partyOrgId: '', partyName: '' },
    { ...row, partyOrgId: '', partyName: '' },
  )
  assert.equal(mine.totals[0].invoiced90Minor, 11_111)
  assert.equal(mine.totals[0].daysOutstanding, Math.round((1_111_111 / 11_111) * 900) / 10)
  await pay(1_000_000, { allocations: [{ invoiceId: oldest.id, amountMinor: 1_000_000 }] })
  assert.equal(ok(await seller.get('claims'), 200).parties[0].over90Minor, 0)
  assert.deepEqual(ok(await rival.get('claims'), 200).parties, [])
  assert.equal((await seller.get('claims?side=neither')).status, 400)
})

test('a reminder is as firm as the oldest invoice is late', async () => {
  const { parties } = ok(await seller.get('dunning'), 200)
  assert.equal(parties[0].level, 3)
  assert.equal(parties[0].daysLateMax, 90)
  assert.equal(parties[0].overdueMinor, 111_100)
  assert.deepEqual(ok(await buyer.get('dunning'), 200).parties, [])
})

test('a statement of account ends at the balance, and the other side holds the same', async () => {
  await pay(500)
  const path = `accounts/${buyer.orgId}/statement?from=${day(-40)}&to=${day(0)}`
  const mine = ok(await seller.get(path), 200)
  const theirs = ok(await buyer.get(`${path.replace(buyer.orgId, seller.orgId)}&side=payable`), 200)
  assert.deepEqual(mine.rows, theirs.rows)
  assert.equal(mine.openingMinor, 1_100_000)
  assert.equal(mine.closingMinor, ok(await seller.get('claims'), 200).parties[0].balanceMinor)
  assert.equal(mine.rows.at(-1).balanceMinor, mine.closingMinor)
  assert.equal((await rival.get(path)).body.rows?.length ?? 0, 0)
  const stranger = await world.newOrg('Nobody')
  assert.equal((await stranger.get(path)).status, 404)
  for (const file of [
    `${path.replace('statement?', 'statement.xlsx?')}&locale=en`,
    'claims.xlsx',
  ]) {
    const sheet = await seller.get(file)
    assert.equal(sheet.status, 200)
    assert.match(String(sheet.headers['content-type']), /spreadsheetml/)
  }
})

test('instalments of one invoice age each by itself', async () => {
  const order = await world.sell(
    [{}],
    [
      { shareBp: 5000, from: 'invoice', days: 0 },
      { shareBp: 5000, from: 'invoice', days: 60 },
    ],
  )
  await world.leave(order, ['100'])
  const made = ok(await seller.post(`trade-orders/${order.id}/invoices`), 201)
  world.tick(5 * 86_400_000)
  const shown = ok(await seller.get(`invoices/${made.id}`), 200)
  assert.deepEqual([shown.openMinor, shown.overdueMinor, shown.state], [10_000, 5000, 'overdue'])
  await pay(5000, { allocations: [{ invoiceId: made.id, amountMinor: 5000 }] })
  const later = ok(await seller.get(`invoices/${made.id}`), 200)
  assert.deepEqual([later.overdueMinor, later.state], [0, 'part_settled'])
  assert.deepEqual(
    later.instalments.map((part: { openMinor: number }) => part.openMinor),
    [0, 5000],
  )
})
