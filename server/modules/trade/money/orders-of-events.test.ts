import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import fc from 'fast-check'
import type { User } from '../../../../test/app.ts'
import { moneyWorld, ok, type Sold } from './fixture.ts'
import { moneyOfLines } from './lines.ts'

// Whatever happens, in whichever order: the ledgers are balanced after every step, both parties hold mirrors of each
// other, and the same events in another order come to the same balances.

const world = await moneyWorld({ after })
const { seller, buyer } = world
const RUNS = Number(process.env.MONEY_RUNS ?? 12)

interface Act {
  kind: 'ship' | 'invoice' | 'deposit' | 'pay' | 'credit' | 'cancel' | 'reverse' | 'receive' | 'off'
  part: number
  pick: number
}
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom<Act['kind'][]>(
    ...(['ship', 'ship', 'invoice', 'invoice', 'deposit', 'pay', 'pay'] as const),
    ...(['credit', 'cancel', 'reverse', 'receive', 'off'] as const),
  ),
  part: fc.integer({ min: 1, max: 60 }),
  pick: fc.nat(20),
})

// biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
type Wire = any
const items = async (user: User, path: string): Promise<Wire[]> =>
  ok(await user.get(path), 200).items

/** Does what the act says as far as the rules allow it; a refusal is an outcome like any other. */
async function perform(order: Sold, { kind, part, pick }: Act): Promise<void> {
  const documents = (await items(seller, `invoices?orderId=${order.id}`)).filter(
    (one) => one.state !== 'cancelled',
  )
  const open = documents.filter((one) => one.kind !== 'credit_note' && one.openMinor > 0)
  const one = documents[pick % Math.max(1, documents.length)]
  const due = open[pick % Math.max(1, open.length)]
  const payments = (await items(seller, 'payments')).filter((paid) => paid.state === 'received')
  const paid = payments[pick % Math.max(1, payments.length)]
  const answer = await {
    ship: () =>
      world.leave(order, [String(part), String(pick)]).then(
        () => null,
        () => null,
      ),
    receive: () =>
      world.arrive(order, [String(part), String(pick)]).then(
        () => null,
        () => null,
      ),
    invoice: () => seller.post(`trade-orders/${order.id}/invoices`, { taxBp: 1300 }),
    deposit: () => seller.post(`trade-orders/${order.id}/deposit`, { shareBp: part * 100 }),
    pay: () => {
      const amountMinor = part * 37
      const settled = due ? Math.min(amountMinor, due.openMinor) : 0
      const allocations = due ? [{ invoiceId: due.id, amountMinor: settled }] : []
      return seller.post('payments', { partyOrgId: buyer.orgId, amountMinor, allocations })
    },
    credit: () =>
      one &&
      seller.post(`invoices/${one.id}/credit-notes`, {
        reason: 'price',
        lines: [{ no: 1, amountMinor: part }],
      }),
    cancel: () => one && seller.put(`invoices/${one.id}/cancellation`, { reason: 'x' }),
    reverse: () => paid && seller.put(`payments/${paid.id}/reversal`, { reason: 'x' }),
    off: () =>
      paid?.allocations[0] &&
      seller.delete(`payments/${paid.id}/allocations/${paid.allocations[0].invoiceId}`),
  }[kind]()
  if (answer) assert.ok(answer.status < 500, answer.text)
}

test('the books are sound after every step of any story', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
      const order = await world.sell(
        [{}, { amountMinor: 777, quantity: '20' }],
        [
          { shareBp: 3000, from: 'order', days: 0 },
          { shareBp: 7000, from: 'delivery', days: 0 },
        ],
      )
      for (const one of acts) {
        await perform(order, one)
        assert.deepEqual(await world.faults(), [])
      }
      const lines = await world.actAs(buyer, 'transaction', (tx) => moneyOfLines(tx, [order.id]))
      const open = (await items(seller, `invoices?orderId=${order.id}`))
        .filter((invoice) => invoice.kind !== 'credit_note')
        .reduce((sum, invoice) => sum + invoice.openMinor, 0)
      const due = [...lines.values()].reduce((sum, line) => sum + line.dueMinor, 0)
      assert.equal(due, open, 'the lines carry all that is open')
    }),
    { numRuns: RUNS },
  )
})

test('the same events in another order come to the same balances', async () => {
  const amounts = [1200, 800, 350, 99]
  const balances = new Set<string>()
  for (const order of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
  ]) {
    const fresh = await moneyWorldBalance(order.map((at) => amounts[at]!))
    balances.add(JSON.stringify(fresh))
  }
  assert.equal(balances.size, 1)
})

/** What changes in both ledgers when an order is paid by these payments, and one of 350 is reversed. */
async function moneyWorldBalance(amounts: number[]): Promise<unknown> {
  const read = async (user: User) => {
    const { rows } = ok(await user.get('ledger/balance'), 200)
    return new Map<string, number>(
      rows.map((row: Wire) => [`${row.account} ${row.flow}`, row.closingMinor]),
    )
  }
  const before = await Promise.all([read(seller), read(buyer)])
  const made = await world.invoiced(2449, { taxBp: 600 })
  for (const amountMinor of amounts) {
    const paid = await world.pay(amountMinor, {
      allocations: [{ invoiceId: made.id, amountMinor }],
    })
    if (amountMinor === 350) {
      ok(await seller.put(`payments/${paid.id}/reversal`, { reason: 'x' }), 200)
    }
  }
  const after = await Promise.all([read(seller), read(buyer)])
  return after.map((book, at) =>
    [...book]
      .map(([key, minor]) => [key, minor - (before[at]!.get(key) ?? 0)])
      .filter(([, minor]) => minor !== 0)
      .sort(),
  )
}
