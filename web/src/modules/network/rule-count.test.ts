import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countPeople, departmentsOf } from './rule-count.ts'

const PEOPLE = [
  { personId: '1', name: '王', department: '销售部', jobTitle: '' },
  { personId: '2', name: '李', department: '销售部', jobTitle: '' },
  { personId: '3', name: '张', department: '采购部', jobTitle: '' },
  { personId: '4', name: '赵', department: '', jobTitle: '' },
]

test('a rule that names nobody means everybody', () => {
  assert.equal(countPeople(PEOPLE, [], []), 4)
})

test('somebody named who is also in a named department counts once', () => {
  assert.equal(countPeople(PEOPLE, ['销售部'], ['2', '3']), 3)
})

test('departments are listed once, and no department is not one', () => {
  assert.deepEqual(departmentsOf(PEOPLE), ['采购部', '销售部'])
})
