import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { atMostEvery } from './throttle.ts'

test('a burst runs at once and once more at its end, and nothing is left out', () => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] })
  let runs = 0
  for (let i = 0; i < 100; i++) atMostEvery('a', 500, () => runs++)
  assert.equal(runs, 1)
  mock.timers.tick(499)
  assert.equal(runs, 1)
  mock.timers.tick(1)
  assert.equal(runs, 2)
  mock.timers.tick(5000)
  assert.equal(runs, 2)
  mock.timers.reset()
})

test('different keys do not wait for each other', () => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] })
  const runs: string[] = []
  for (const key of ['x', 'y', 'x', 'y']) atMostEvery(key, 500, () => runs.push(key))
  assert.deepEqual(runs, ['x', 'y'])
  mock.timers.tick(500)
  assert.deepEqual(runs, ['x', 'y', 'x', 'y'])
  mock.timers.reset()
})
