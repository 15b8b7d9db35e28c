import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countdown, shownSpan } from './countdown.ts'

const NOW = Date.parse('2026-11-21T08:00:00Z')
const at = (ms: number) => new Date(NOW + ms).toISOString()

test('a moment is past, now, soon or later', () => {
  const cases = [
    { ms: -1, urgency: 'past', isPast: true },
    { ms: 0, urgency: 'past', isPast: true },
    { ms: 30_000, urgency: 'now', isPast: false },
    { ms: 2 * 3_600_000, urgency: 'soon', isPast: false },
    { ms: 3 * 86_400_000, urgency: 'later', isPast: false },
  ]
  for (const { ms, urgency, isPast } of cases) {
    const counted = countdown(at(ms), NOW)
    assert.equal(counted.urgency, urgency)
    assert.equal(counted.isPast, isPast)
    assert.equal(counted.ms, Math.abs(ms))
  }
})

test('seconds tick in the last hour only', () => {
  assert.equal(countdown(at(59 * 60_000), NOW).nextChangeMs, 1000)
  assert.equal(countdown(at(61 * 60_000), NOW).nextChangeMs, 60_000)
  assert.equal(countdown(at(40 * 3_600_000), NOW).nextChangeMs, 3_600_000)
  assert.equal(countdown(at(-5_000), NOW).nextChangeMs, 60_000)
})

test('a span is cut, never rounded up, so nobody is promised time that is not there', () => {
  assert.equal(shownSpan(2 * 86_400_000 + 3_599_000), 2 * 86_400_000)
  assert.equal(shownSpan(3_600_000 + 59_999), 3_600_000)
  assert.equal(shownSpan(61_999), 61_000)
})
