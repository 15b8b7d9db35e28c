import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '../../../../../server/modules/trade/schema.ts'
import {
  addRow,
  cellsOf,
  isChanged,
  openGrid,
  parseTsv,
  paste,
  readRow,
  redo,
  serverFaults,
  toTsv,
  undo,
  write,
} from './grid.ts'

const product = (id: string, more: Partial<Product> = {}): Product => ({
  ...{ id, code: id.toUpperCase(), name: '衬衫', unit: '件', category: '', currency: 'CNY' },
  ...{ priceMinor: 10_000, retailMinor: 20_000, nextPrice: null, description: '', kind: 'goods' },
  ...{ decimals: 0, priceGroup: '', units: [], variantOf: null, options: {}, variants: 0 },
  ...{ visibility: 'buyers', viewers: { groupIds: [], tiers: [], orgIds: [] }, isOnRequest: false },
  ...{ pictures: [], floorE4: null, costE4: null, isRetired: false, version: 3 },
  ...more,
})

test('a block from Excel is rows by line and cells by tab, quoted cells whole', () => {
  assert.deepEqual(parseTsv('a\tb\r\n"c\n""d"""\te\n'), [
    ['a', 'b'],
    ['c\n"d"', 'e'],
  ])
  const block = [
    ['1', 'x\ty'],
    ['"', ''],
  ]
  assert.deepEqual(parseTsv(toTsv(block)), block)
})

test('a paste fills cells, adds the rows that it lacks, and is undone and done again at once', () => {
  const grid = openGrid([product('a'), product('b')])
  const pasted = paste(
    grid,
    ['a', 'b'],
    [1, 1],
    [
      ['甲', '箱'],
      ['乙', '盒'],
    ],
  )
  assert.deepEqual(
    pasted.rows.map(({ cells }) => cells.name),
    ['衬衫', '甲', '乙'],
  )
  const back = undo(pasted)
  assert.deepEqual(
    back.rows.map(({ cells }) => cells.name),
    ['衬衫', '衬衫', ''],
  )
  assert.deepEqual(redo(back).rows, pasted.rows)
  assert.equal(undo(grid), grid)
})

test('only what changed is sent, with the version that was read', () => {
  const grid = write(openGrid([product('a')]), [{ key: 'a', column: 'price', after: '98.5' }])
  const { input, faults } = readRow(grid.rows[0]!)
  assert.deepEqual(faults, {})
  assert.deepEqual(input, { id: 'a', version: 3, priceMinor: 9850 })
  const same = write(grid, [{ key: 'a', column: 'price', after: '100.00' }])
  assert.equal(isChanged(same.rows[0]!), false)
})

test('what is no price, no unit or missing is named by its cell', () => {
  const texts = { price: '十元', units: '箱=', floor: 'x', name: '', decimals: '9' } as const
  const grid = write(
    openGrid([product('a')]),
    Object.entries(texts).map(([column, after]) => ({
      key: 'a',
      column: column as 'price',
      after,
    })),
  )
  assert.deepEqual(readRow(grid.rows[0]!).faults, {
    ...{ price: 'amount_invalid', units: 'units_invalid', floor: 'amount_invalid' },
    ...{ name: 'required', decimals: 'invalid' },
  })
  const fresh = addRow(openGrid([])).rows[0]!
  assert.deepEqual(Object.keys(readRow(fresh).faults).sort(), [
    'code',
    'name',
    'price',
    'retail',
    'unit',
  ])
  assert.equal(isChanged(fresh), false)
})

test('units and private amounts read as they are written', () => {
  const packed = product('a', {
    units: [
      { unit: '箱', numerator: 24, denominator: 1, decimals: 0 },
      { unit: '毫米', numerator: 1, denominator: 1000, decimals: 0 },
    ],
    floorE4: 80_123_400,
  })
  assert.equal(cellsOf(packed).units, '箱=24; 毫米=1/1000')
  assert.equal(cellsOf(packed).floor, '80.1234')
  const cleared = write(openGrid([packed]), [{ key: 'a', column: 'floor', after: '' }])
  assert.deepEqual(readRow(cleared.rows[0]!).input, { id: 'a', version: 3, floorE4: null })
})

test('what the server refuses lands on its cell', () => {
  const { rows } = openGrid([product('a'), product('b')])
  const faults = serverFaults(rows, [
    { field: 'rows.1.priceMinor', code: 'too_big' },
    { field: 'rows.0.version', code: 'stale' },
    { field: 'rows.1.units.0.unit', code: 'unit_twice' },
  ])
  assert.deepEqual(faults.get('b'), { price: 'too_big', units: 'unit_twice' })
  assert.deepEqual(faults.get('a'), { code: 'stale' })
})
