import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agesOf, oldestFirst } from './ages.ts'

test('the shares of the ages add up to one, and nothing owed has no shares', () => {
  const row = { notDueMinor: 50, days30Minor: 30, days60Minor: 0, days90Minor: 0, over90Minor: 20 }
  assert.deepEqual(
    agesOf(row).map((one) => one.share),
    [0.5, 0.3, 0, 0, 0.2],
  )
  const none = { notDueMinor: 0, days30Minor: 0, days60Minor: 0, days90Minor: 0, over90Minor: 0 }
  assert.ok(agesOf(none).every((one) => one.share === 0))
})

test('an amount settles what is due first, and the rest is left', () => {
  const invoices = [
    { id: 'b', openMinor: 50, dueOn: '2026-02-01' },
    { id: 'c', openMinor: 50, dueOn: null },
    { id: 'a', openMinor: 50, dueOn: '2026-01-01' },
  ]
  const some = oldestFirst(70, invoices)
  assert.deepEqual(
    some.settled.map((one) => [one.invoice.id, one.amountMinor]),
    [
      ['a', 50],
      ['b', 20],
    ],
  )
  assert.equal(some.leftMinor, 0)
  assert.equal(oldestFirst(200, invoices).leftMinor, 50)
})
