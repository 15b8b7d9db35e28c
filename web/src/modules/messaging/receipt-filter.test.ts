import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReceiptQuery } from '../../../../server/modules/messaging/schema.ts'
import { receiptFilter } from './receipt-filter.ts'

const ID = '01900000-0000-7000-8000-000000000001'

test('without a choice nothing is asked for', () => {
  assert.deepEqual(receiptFilter({}), {})
  assert.deepEqual(receiptFilter({ states: [] }, ''), {})
})

test('every dimension asks by a name that the server knows', () => {
  const keys = { tier: '3', region: '浙江省', group: ID, parent: ID } as const
  for (const [dimension, key] of Object.entries(keys)) {
    const filter = receiptFilter({
      states: ['failed'],
      dimension: dimension as keyof typeof keys,
      key,
    })
    const read = ReceiptQuery.strict().parse(filter)
    assert.deepEqual(read.state, ['failed'])
    assert.equal(Object.keys(filter).length, 2)
  }
})

test('a search and states go together', () => {
  assert.deepEqual(receiptFilter({ states: ['delivered', 'read'] }, '杭州'), {
    q: '杭州',
    state: ['delivered', 'read'],
  })
})
