import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Counts } from '../../../../server/modules/messaging/schema.ts'
import { axisUnit, curvePoints, reachOf, segmentsOf } from './progress.ts'

const NONE: Counts = {
  recipients: 0,
  queued: 0,
  delivered: 0,
  read: 0,
  confirmed: 0,
  failed: 0,
  superseded: 0,
  recalled: 0,
}

test('a bar shows only states that occur, furthest along first, and fills up', () => {
  const segments = segmentsOf({ ...NONE, recipients: 10, failed: 1, delivered: 4, confirmed: 5 })
  assert.deepEqual(
    segments.map((s) => [s.state, s.count]),
    [
      ['confirmed', 5],
      ['delivered', 4],
      ['failed', 1],
    ],
  )
  assert.equal(
    segments.reduce((sum, s) => sum + s.share, 0),
    1,
  )
})

test('without recipients there is nothing to show and no division by zero', () => {
  assert.deepEqual(segmentsOf(NONE), [])
  assert.equal(reachOf(NONE).confirmedShare, 0)
})

test('who confirmed has also been reached and has also read', () => {
  const reach = reachOf({ ...NONE, recipients: 10, delivered: 2, read: 3, confirmed: 4, failed: 1 })
  assert.deepEqual(reach, {
    reached: 9,
    opened: 7,
    confirmed: 4,
    failed: 1,
    owing: 5,
    confirmedShare: 0.4,
  })
})

test('a curve begins at nothing and stays level until now', () => {
  const points = curvePoints([{ minutes: 5, read: 3, confirmed: 1 }], 60)
  assert.deepEqual(points, [
    { minutes: 0, read: 0, confirmed: 0 },
    { minutes: 5, read: 3, confirmed: 1 },
    { minutes: 60, read: 3, confirmed: 1 },
  ])
})

test('a curve whose last step is later than the clock is not bent back', () => {
  assert.equal(curvePoints([{ minutes: 5, read: 3, confirmed: 1 }], 4).at(-1)!.minutes, 5)
})

test('the axis of time is in the unit that reads best', () => {
  assert.equal(axisUnit(30).unit, 'minutes')
  assert.equal(axisUnit(600).unit, 'hours')
  assert.equal(axisUnit(10_000).unit, 'days')
})
