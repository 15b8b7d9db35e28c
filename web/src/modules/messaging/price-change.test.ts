import assert from 'node:assert/strict'
import { test } from 'node:test'
import { marginBp, priceChange, summariseChanges } from './price-change.ts'

test('a price is told apart as risen, fallen, unchanged or new', () => {
  const cases = [
    { now: 11_000, before: 10_000, direction: 'up', differenceMinor: 1000, changeBp: 1000 },
    { now: 9_975, before: 10_000, direction: 'down', differenceMinor: -25, changeBp: -25 },
    { now: 10_000, before: 10_000, direction: 'same', differenceMinor: 0, changeBp: 0 },
    { now: 10_000, before: null, direction: 'new', differenceMinor: null, changeBp: null },
  ]
  for (const { now, before, ...expected } of cases) {
    assert.deepEqual(priceChange(now, before), expected)
  }
})

test('what was free before has a difference but no percentage', () => {
  assert.deepEqual(priceChange(500, 0), { direction: 'up', differenceMinor: 500, changeBp: null })
})

test('a margin is a share of the retail price and can be negative', () => {
  assert.equal(marginBp(7_500, 10_000), 2500)
  assert.equal(marginBp(12_000, 10_000), -2000)
  assert.equal(marginBp(7_500, 0), null)
})

test('a summary counts each direction and averages only what can be compared', () => {
  const summary = summariseChanges([
    { priceMinor: 110, previousMinor: 100 },
    { priceMinor: 95, previousMinor: 100 },
    { priceMinor: 100, previousMinor: 100 },
    { priceMinor: 70, previousMinor: null },
  ])
  assert.deepEqual(summary, { up: 1, down: 1, same: 1, unknown: 1, meanBp: 167 })
})

test('without anything to compare there is no mean', () => {
  assert.equal(summariseChanges([]).meanBp, null)
  assert.equal(summariseChanges([{ priceMinor: 5, previousMinor: null }]).meanBp, null)
})
