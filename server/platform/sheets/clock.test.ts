import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { clockOf } from './clock.ts'

test('a moment is written as the clock of the reader shows it, summer time included', () => {
  const cases = [
    ['Asia/Shanghai', '2026-05-01T00:30:00.000Z', '2026-05-01T08:30:00.000Z'],
    ['Asia/Shanghai', '2026-12-31T16:00:00.999Z', '2027-01-01T00:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29T00:59:59.000Z', '2026-03-29T01:59:59.000Z'],
    ['Europe/Berlin', '2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00.000Z'],
    ['America/New_York', '2026-01-01T04:59:00.000Z', '2025-12-31T23:59:00.000Z'],
    ['UTC', '2026-05-01T00:30:00.000Z', '2026-05-01T00:30:00.000Z'],
  ] as const
  for (const [zone, at, shown] of cases) assert.equal(clockOf(zone)(at)?.toISOString(), shown, zone)
  assert.equal(clockOf('UTC')(null), null)
})

test('the clock of Shanghai is eight hours ahead, whatever the moment', () => {
  const clock = clockOf('Asia/Shanghai')
  const [min, max] = [new Date('1992-01-01T00:00:00Z'), new Date('2100-01-01T00:00:00Z')]
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), (at) => {
      at.setUTCMilliseconds(0)
      assert.equal(clock(at.toISOString())!.getTime() - at.getTime(), 8 * 3_600_000)
    }),
  )
})
