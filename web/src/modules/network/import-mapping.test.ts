import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IMPORT_FIELDS, IMPORT_STATES } from '../../../../server/modules/network/schema.ts'
import {
  columnLetter,
  examplesOf,
  FIELD_PARTS,
  fieldOfColumn,
  isSamePlan,
  mapField,
  missingFields,
  rowsToWrite,
  stepOf,
  usedColumns,
} from './import-mapping.ts'

test('every field of an import is offered exactly once', () => {
  assert.deepEqual(FIELD_PARTS.flatMap((part) => part.fields).sort(), [...IMPORT_FIELDS].sort())
})

test('code and name are asked for, the rest is free', () => {
  assert.deepEqual(missingFields({}), ['code', 'name'])
  assert.deepEqual(missingFields({ code: 0, name: 1 }), [])
})

test('a column fills one field: the field that had it gives it up', () => {
  assert.deepEqual(mapField({ code: 0, name: 1 }, 'region', 1), { code: 0, region: 1 })
  assert.deepEqual(mapField({ code: 0, name: 1 }, 'name', null), { code: 0 })
  assert.deepEqual(mapField({ code: 0 }, 'code', 0), { code: 0 })
})

test('a field is found by its column', () => {
  assert.equal(fieldOfColumn({ code: 0, name: 3 }, 3), 'name')
  assert.equal(fieldOfColumn({ code: 0 }, 9), null)
})

test('examples are the first different values that are there', () => {
  const preview = [['a', ''], ['a', ' x '], ['b', 'y'], ['c', 'z'], ['d']]
  assert.deepEqual(examplesOf(preview, 0), ['a', 'b', 'c'])
  assert.deepEqual(examplesOf(preview, 1, 2), ['x', 'y'])
  assert.deepEqual(examplesOf(preview, undefined), [])
})

test('columns are lettered as the spreadsheet does', () => {
  assert.deepEqual([0, 25, 26, 51, 52, 701, 702].map(columnLetter), [
    'A',
    'Z',
    'AA',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
  ])
})

test('an empty column is not offered, one without a heading but with values is', () => {
  assert.deepEqual(
    usedColumns(
      ['代码', '', '  '],
      [
        ['1', 'x', ''],
        ['2', '', '', ''],
      ],
    ),
    [0, 1],
  )
  assert.deepEqual(usedColumns([], []), [])
})

test('every state of an import belongs to a step', () => {
  assert.deepEqual(IMPORT_STATES.map(stepOf), [
    'map',
    'check',
    'check',
    'run',
    'done',
    'done',
    'done',
  ])
})

test('plans are the same whatever order their fields stand in', () => {
  const plan = { sheet: null, headerRow: 1, mapping: { code: 0, name: 1 } }
  assert.equal(isSamePlan(plan, { ...plan, mapping: { name: 1, code: 0 } }), true)
  assert.equal(isSamePlan(plan, { ...plan, headerRow: 2 }), false)
  assert.equal(isSamePlan(plan, { ...plan, mapping: { code: 0 } }), false)
})

test('unchanged and failed rows are not written', () => {
  assert.equal(rowsToWrite({ counts: { created: 3, updated: 2, unchanged: 9, failed: 4 } }), 5)
  assert.equal(rowsToWrite({ counts: {} }), 0)
})
