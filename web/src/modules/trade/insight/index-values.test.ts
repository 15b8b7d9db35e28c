import assert from 'node:assert/strict'
import test from 'node:test'
import type { IndexCell } from './api.ts'
import { lastMove, monthsOf, valueAt } from './index-values.ts'

const cell = (month: string, index: number | null, base: string): IndexCell => ({
  ...{ month, index, base, reason: index === null ? 'few_sellers' : null },
  ...{ priceE4: null, priceReason: null, sellers: '5-9', buyers: '5-9' },
})
const cells = [
  cell('2025-11', null, '2025-11'),
  cell('2025-12', 110, '2025-11'),
  cell('2026-01', null, '2026-01'),
  cell('2026-02', 99, '2026-01'),
]

test('months run through the turn of the year, with those between', () => {
  assert.deepEqual(monthsOf({ regions: [{ region: null, cells: [cells[0]!, cells[3]!] }] }), [
    ...['2025-11', '2025-12', '2026-01', '2026-02'],
  ])
  assert.deepEqual(monthsOf({ regions: [] }), [])
})

test('the month that others count from is 100, and what is kept back is a gap', () => {
  assert.deepEqual(
    ['2025-11', '2025-12', '2026-01', '2026-02', '2026-03'].map((month) => valueAt(cells, month)),
    [100, 110, 100, 99, null],
  )
  assert.equal(valueAt([cell('2026-01', null, '2026-01')], '2026-01'), null)
})

test('the last move is from the month before, or nothing', () => {
  const move = lastMove(cells)
  assert.deepEqual([move?.month, move?.index], ['2026-02', 99])
  assert.ok(Math.abs(move!.share + 0.01) < 1e-12)
  assert.equal(lastMove([]), null)
  assert.equal(lastMove([cells[0]!]), null)
})
