import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellsOf, parsePaste } from './paste.ts'

test('two or three columns without headings are code, price, retail', () => {
  assert.deepEqual(parsePaste('A1\t12.50\t19.9\nB2\t7').rows, [
    { row: 1, code: 'A1', priceMinor: 1250, retailMinor: 1990 },
    { row: 2, code: 'B2', priceMinor: 700, retailMinor: null },
  ])
})

test('headings name the columns in any order, Chinese or English', () => {
  const chinese = parsePaste('品名\t建议零售价\t货号\t原价\t新价\n衬衫\t199\tS-1\t100\t105.5')
  assert.equal(chinese.hasHeader, true)
  assert.deepEqual(chinese.rows, [{ row: 2, code: 'S-1', priceMinor: 10_550, retailMinor: 19_900 }])
  const english = parsePaste('Retail price,Code,Price\n20,S-1,10')
  assert.deepEqual(english.rows, [{ row: 2, code: 'S-1', priceMinor: 1000, retailMinor: 2000 }])
})

test('amounts are read as people write them', () => {
  const { rows } = parsePaste('A\t¥1,234.50\nB\t１２．５')
  assert.deepEqual(
    rows.map((row) => row.priceMinor),
    [123_450, 1250],
  )
})

test('a bad row is named with its reason and the others stand', () => {
  const { rows, faults } = parsePaste('A\t1\n\t2\nB\t\nC\tabc\nD\t3\tx\nE\t1.234\na\t9')
  assert.deepEqual(
    rows.map((row) => row.code),
    ['A'],
  )
  assert.deepEqual(
    faults.map(({ row, fault }) => [row, fault]),
    [
      [2, 'code_missing'],
      [3, 'price_missing'],
      [4, 'price_wrong'],
      [5, 'retail_wrong'],
      [6, 'price_wrong'],
      [7, 'code_twice'],
    ],
  )
})

test('empty lines and Windows line ends do not matter', () => {
  assert.equal(parsePaste('\r\nA\t1\r\n\r\nB\t2\r\n').rows.length, 2)
  assert.deepEqual(parsePaste('  \n'), { rows: [], faults: [], hasHeader: false })
})

test('a quoted cell keeps its line breaks and doubled quotes', () => {
  assert.deepEqual(cellsOf('"a ""b""\nc"\t1'), [['a "b"\nc', '1']])
})
