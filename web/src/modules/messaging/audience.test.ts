import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Audience, type AudienceCount } from '../../../../server/modules/messaging/schema.ts'
import {
  CONDITIONS,
  conditionsOf,
  groupTree,
  otherSide,
  previewPartner,
  summarise,
  withCondition,
} from './audience.ts'

const ALL: Audience = { side: 'downstream' }

test('the conditions are all that the server knows', () => {
  const known = Object.keys(Audience.shape).filter((key) => key !== 'side')
  assert.deepEqual([...CONDITIONS].sort(), known.sort())
})

test('an emptied condition is left out, so it does not mean nobody', () => {
  const some = withCondition(ALL, 'tiers', [1, 2])
  assert.deepEqual(some, { side: 'downstream', tiers: [1, 2] })
  assert.deepEqual(conditionsOf(some), ['tiers'])
  assert.deepEqual(withCondition(some, 'tiers', []), ALL)
})

test('the other side keeps only what means the same there', () => {
  const before: Audience = { ...ALL, tiers: [3], tags: ['重点'], partnerIds: [] }
  assert.deepEqual(otherSide(before, 'upstream'), { side: 'upstream', tags: ['重点'] })
})

const COUNT: AudienceCount = {
  recipients: 100,
  reachable: 80,
  byTier: [
    { tier: 2, recipients: 80, reachable: 70 },
    { tier: 1, recipients: 20, reachable: 10 },
  ],
  byStatus: [
    { status: 'joined', recipients: 80 },
    { status: 'imported', recipients: 9 },
    { status: 'invited', recipients: 6 },
    { status: 'suspended', recipients: 5 },
  ],
  sample: [
    { id: 'a', name: 'A', tier: 1 },
    { id: 'b', name: 'B', tier: 6 },
    { id: 'c', name: 'C', tier: 6 },
  ],
}

test('who cannot be reached is explained, the largest part first', () => {
  const summary = summarise(COUNT)
  assert.equal(summary.unreachable, 20)
  assert.deepEqual(summary.reasons, [
    { reason: 'not_joined', count: 15 },
    { reason: 'suspended', count: 5 },
  ])
})

test('tiers come from the top, their bars against the largest', () => {
  assert.deepEqual(
    summarise(COUNT).tiers.map((row) => [row.tier, row.share]),
    [
      [1, 0.25],
      [2, 1],
    ],
  )
})

test('an empty audience has no shares that are not a number', () => {
  const none = { recipients: 0, reachable: 0, byTier: [], byStatus: [], sample: [] }
  assert.deepEqual(summarise(none).tiers, [])
  assert.equal(previewPartner(none), null)
  assert.equal(previewPartner(undefined), null)
})

test('the preview stands for the deepest of the sample', () => {
  assert.equal(previewPartner(COUNT)?.id, 'b')
})

test('groups form a tree, also when a parent is out of sight', () => {
  const tree = groupTree(
    [
      { id: '2', name: '杭州', parentId: '1', partners: 3 },
      { id: '1', name: '华东', parentId: null, partners: 5 },
      { id: '3', name: '其他', parentId: 'hidden', partners: 0 },
    ],
    (name, partners) => `${name} ${partners}`,
  )
  assert.deepEqual(tree, [
    { value: '1', title: '华东 5', children: [{ value: '2', title: '杭州 3', children: [] }] },
    { value: '3', title: '其他 0', children: [] },
  ])
})
