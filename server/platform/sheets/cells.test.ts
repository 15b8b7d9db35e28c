import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  builtInFormat,
  columnIndex,
  columnName,
  escapeHexLike,
  formatNumber,
  numberText,
  readFormat,
  unescapeHexLike,
} from './cells.ts'

const as = (value: string, code: string, is1904 = false) =>
  formatNumber(value, readFormat(code), is1904)

test('columns are named as spreadsheet programs name them', () => {
  assert.deepEqual([0, 25, 26, 701, 702, 16_383].map(columnName), [
    'A',
    'Z',
    'AA',
    'ZZ',
    'AAA',
    'XFD',
  ])
  for (let i = 0; i < 16_384; i++) assert.equal(columnIndex(`${columnName(i)}7`), i)
  for (const ref of ['', '7', 'a1', 'XFE1', 'ZZZZ1', '中1']) assert.equal(columnIndex(ref), -1)
})

test('numbers are shown in full and without float noise', () => {
  for (const [literal, text] of [
    ['13800000000', '13800000000'],
    ['913300001234567890', '913300001234567890'],
    ['9.13300001234567E+17', '913300001234567000'],
    ['1E3', '1000'],
    ['1.5e3', '1500'],
    ['0.30000000000000004', '0.3'],
    ['3.3000000000000003', '3.3'],
    ['1.1', '1.1'],
    ['-0.5', '-0.5'],
    ['1e-7', '0.0000001'],
    ['-1.25E-9', '-0.00000000125'],
    ['1e21', '1000000000000000000000'],
    ['12.0', '12'],
    ['-0', '0'],
    ['007', '7'],
    ['12abc', '12abc'],
    ['1e999', '1e999'],
    [' ', ' '],
  ] as const) {
    assert.equal(numberText(literal), text, literal)
  }
})

test('any number comes back to 15 digits and never with an exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = numberText(String(value))
      assert.match(text, /^-?\d+(\.\d+)?$/)
      const isNear = Math.abs(Number(text) - value) <= Math.abs(value) * 1e-14
      // The smallest numbers have fewer digits than 15, which rounding does not add.
      assert.ok(isNear || Math.abs(value) < 1e-300, text)
    }),
  )
})

test('dates are ISO by the number format, in both calendars', () => {
  for (const [value, code, text] of [
    ['45292', 'yyyy-mm-dd', '2024-01-01'],
    ['45292', 'yyyy"年"m"月"d"日"', '2024-01-01'],
    ['45292', '[$-804]yyyy年m月d日;@', '2024-01-01'],
    ['45292.5', 'yyyy/m/d h:mm', '2024-01-01T12:00:00'],
    ['45292', 'yyyy/m/d h:mm', '2024-01-01T00:00:00'],
    ['45292.99999999', 'yyyy-mm-dd', '2024-01-01'],
    ['45292.999999999', 'yyyy-mm-dd hh:mm:ss', '2024-01-02T00:00:00'],
    ['0.75', 'h:mm AM/PM', '18:00:00'],
    ['45292.25', '上午/下午h"时"mm"分"', '06:00:00'],
    ['1.5', '[h]:mm', '36:00:00'],
    ['0.0425', 'mm:ss.0', '01:01:12'],
    ['45292', 'mmm', '2024-01-01'],
    ['1', 'yyyy-mm-dd', '1900-01-01'],
    ['59', 'yyyy-mm-dd', '1900-02-28'],
    ['60', 'yyyy-mm-dd', '1900-02-29'],
    ['61', 'yyyy-mm-dd', '1900-03-01'],
    ['2958465', 'yyyy-mm-dd', '9999-12-31'],
    ['2958466', 'yyyy-mm-dd', '2958466'],
    ['-1', 'yyyy-mm-dd', '-1'],
    ['0', 'yyyy-mm-dd', '0'],
    ['abc', 'yyyy-mm-dd', 'abc'],
  ] as const) {
    assert.equal(as(value, code), text, `${value} ${code}`)
  }
  assert.equal(as('43830', 'yyyy-mm-dd', true), '2024-01-01')
  assert.equal(as('0.5', 'h:mm', true), '12:00:00')
})

test('formats that only look like dates leave numbers alone', () => {
  for (const code of [
    'General',
    '#,##0.00',
    '0.00E+00',
    '"yes" 0',
    '[Red]0',
    '\\d0',
    '¥#,##0',
    '0_d',
    '@',
    '',
  ]) {
    assert.equal(as('45292', code), '45292', code)
  }
})

test('percent and zero-filled codes read as people see them', () => {
  assert.equal(as('0.15', '0%'), '15%')
  assert.equal(as('0.155', '0%'), '15.5%')
  assert.equal(as('0.07', '0.00%'), '7%')
  assert.equal(as('123', '000000'), '000123')
  assert.equal(as('1234567', '000000'), '1234567')
  assert.equal(as('-5', '000'), '-5')
})

test('formats known by number alone include those of the Chinese editions', () => {
  const by = (id: number) => formatNumber('45292.5', builtInFormat(id), false)
  assert.equal(by(0), '45292.5')
  for (const id of [14, 17, 27, 31, 36, 50, 58]) assert.equal(by(id), '2024-01-01', String(id))
  for (const id of [18, 21, 32, 35, 45, 47, 55, 56]) assert.equal(by(id), '12:00:00', String(id))
  assert.equal(by(22), '2024-01-01T12:00:00')
  assert.equal(by(46), '1087020:00:00')
  assert.equal(by(9), '4529250%')
  assert.equal(by(49), '45292.5')
})

test('the escape of characters is undone, and a text that looks like one survives', () => {
  assert.equal(unescapeHexLike('a_x000D_b'), 'a\rb')
  assert.equal(unescapeHexLike('_x005F_x000D_'), '_x000D_')
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('_', 'x', '0', 'D', 'a') }), (text) => {
      assert.equal(unescapeHexLike(escapeHexLike(text)), text)
    }),
  )
})
