import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Group } from './api.ts'
import { branchOf, groupRows, groupTree } from './group-tree.ts'

const group = (id: string, parentId: string | null): Group => ({
  id,
  name: id.toUpperCase(),
  parentId,
  partners: 0,
  version: 1,
})
const GROUPS = [group('c', 'b'), group('a', null), group('b', 'a'), group('d', null)]

test('rows stand under their parents, whatever order they came in', () => {
  assert.deepEqual(
    groupRows(GROUPS).map(({ group: { id }, depth }) => `${depth}${id}`),
    ['0a', '1b', '2c', '0d'],
  )
})

test('a group whose parent is out of sight stands at the top', () => {
  assert.deepEqual(groupTree([group('x', 'gone')]), [{ value: 'x', title: 'X', children: [] }])
})

test('a branch holds the group and everything below it', () => {
  assert.deepEqual([...branchOf(GROUPS, 'a')].sort(), ['a', 'b', 'c'])
  assert.deepEqual([...branchOf(GROUPS, 'd')], ['d'])
})
