import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCsv } from './csv.ts'

test('a table becomes CSV with the mark by which Excel knows UTF-8', () => {
  assert.equal(
    toCsv(
      ['层级', '数量'],
      [
        ['一级', 12],
        ['二级', null],
      ],
    ),
    '\ufeff层级,数量\r\n一级,12\r\n二级,\r\n',
  )
})

test('commas, quotes and line breaks stay inside their cell', () => {
  assert.equal(
    toCsv(['a'], [['x,y'], ['say "hi"'], ['one\ntwo']]),
    '\ufeffa\r\n"x,y"\r\n"say ""hi"""\r\n"one\ntwo"\r\n',
  )
})

test('a name that looks like a formula is not run by Excel, a negative number stays one', () => {
  assert.equal(
    toCsv(
      ['a', 'b'],
      [
        ['=cmd|calc', -3],
        ['@x', 0],
      ],
    ),
    "\ufeffa,b\r\n'=cmd|calc,-3\r\n'@x,0\r\n",
  )
})
