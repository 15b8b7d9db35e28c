import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PartnerFilter } from '../../../../server/modules/network/schema.ts'
import { bulkTarget, filterOf } from './bulk-target.ts'

test('chosen rows are sent by their ids', () => {
  const target = bulkTarget({ keys: ['a', 'b'], isAll: false, query: { q: 'x' } })
  assert.deepEqual(target, { partnerIds: ['a', 'b'] })
})

test('all that is found is sent as the question, without order and page', () => {
  const query = {
    q: '布',
    sort: 'tier',
    limit: 100,
    tier: ['1', '2'],
    status: 'joined',
    side: 'upstream',
  }
  assert.deepEqual(bulkTarget({ keys: ['a'], isAll: true, query }), {
    filter: { q: '布', side: 'upstream', status: ['joined'], tier: [1, 2] },
  })
})

test('the server reads the filter as it was meant', () => {
  const filter = filterOf({ tier: '3', tag: ['A', 'B'], region: '浙江' })
  assert.deepEqual(PartnerFilter.parse(filter), filter)
})
