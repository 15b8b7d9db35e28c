import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  activeFilters,
  asList,
  countActive,
  joinPages,
  type ListFilter,
  toQuery,
} from './list-state.ts'

const FILTERS: ListFilter[] = [
  {
    kind: 'choice',
    key: 'status',
    label: '状态',
    isMultiple: true,
    options: [
      { value: 'joined', label: '已加入' },
      { value: 'left', label: '已离开' },
    ],
  },
  { kind: 'dates', key: 'from', toKey: 'to', label: '时间' },
  { kind: 'text', key: 'type', label: '类型' },
]
const day = (iso: string) => iso.slice(0, 10)

test('only the search, the sort and known filters reach the server', () => {
  const values = { q: '布', sort: 'name', status: ['joined', 'left'], tab: 'rules', evil: '1' }
  assert.deepEqual(toQuery(values, FILTERS, { limit: 100 }), {
    q: '布',
    sort: 'name',
    status: ['joined', 'left'],
    limit: 100,
  })
  assert.deepEqual(toQuery({}, FILTERS), {})
})

test('both ends of a span count as one filter, and either end alone counts', () => {
  assert.equal(
    countActive({ from: '2026-01-01T00:00:00Z', to: '2026-01-31T00:00:00Z' }, FILTERS),
    1,
  )
  assert.equal(countActive({ to: '2026-01-31T00:00:00Z', status: 'left' }, FILTERS), 2)
  assert.equal(countActive({ q: '布' }, FILTERS), 0)
})

test('active filters are named by their labels and say what dropping them clears', () => {
  const chips = activeFilters(
    { status: ['joined', 'gone'], from: '2026-01-01T00:00:00Z' },
    FILTERS,
    day,
  )
  assert.deepEqual(chips, [
    { key: 'status', text: '状态: 已加入, gone', clears: ['status'] },
    { key: 'from', text: '时间: 2026-01-01 – ', clears: ['from', 'to'] },
  ])
})

test('one value, several and none become a list', () => {
  assert.deepEqual(asList('a'), ['a'])
  assert.deepEqual(asList(['a', 'b']), ['a', 'b'])
  assert.deepEqual(asList(undefined), [])
  assert.deepEqual(asList(''), [])
})

test('a row that slid onto the next page is shown once, as it is now', () => {
  const rows = joinPages(
    [
      {
        items: [
          { id: '1', n: 1 },
          { id: '2', n: 1 },
        ],
      },
      {
        items: [
          { id: '2', n: 2 },
          { id: '3', n: 1 },
        ],
      },
    ],
    (row) => row.id,
  )
  assert.deepEqual(
    rows.map((row) => [row.id, row.n]),
    [
      ['1', 1],
      ['2', 2],
      ['3', 1],
    ],
  )
})
