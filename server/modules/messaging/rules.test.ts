import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { afterQuietHours } from './rules.ts'
import { relayAbove } from './sending.ts'

const night = { quietHours: { from: '22:00', to: '07:30' }, timeZone: 'Asia/Shanghai' }
const at = (text: string) => new Date(text)

test('what falls into the night goes out in the morning', () => {
  const cases = [
    ['2026-11-21T21:59:00+08:00', '2026-11-21T21:59:00+08:00'],
    ['2026-11-21T22:00:00+08:00', '2026-11-22T07:30:00+08:00'],
    ['2026-11-22T00:30:12+08:00', '2026-11-22T07:30:00+08:00'],
    ['2026-11-22T07:29:59+08:00', '2026-11-22T07:30:00+08:00'],
    ['2026-11-22T07:30:00+08:00', '2026-11-22T07:30:00+08:00'],
  ] as const
  for (const [due, out] of cases)
    assert.equal(afterQuietHours(at(due), night).getTime(), at(out).getTime(), due)
})

test('quiet hours within one day, none, and empty ones', () => {
  const noon = { quietHours: { from: '12:00', to: '13:00' }, timeZone: 'UTC' }
  assert.equal(
    afterQuietHours(at('2026-01-01T12:30:00Z'), noon).toISOString(),
    '2026-01-01T13:00:00.000Z',
  )
  assert.equal(
    afterQuietHours(at('2026-01-01T13:30:00Z'), noon).toISOString(),
    '2026-01-01T13:30:00.000Z',
  )
  const never = { quietHours: null, timeZone: 'UTC' }
  assert.equal(
    afterQuietHours(at('2026-01-01T03:00:00Z'), never).toISOString(),
    '2026-01-01T03:00:00.000Z',
  )
})

test('the result is never quiet, never earlier, and at most a day away, in any zone and season', () => {
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
  fc.assert(
    fc.property(
      fc.date({
        min: at('2025-01-01T00:00:00Z'),
        max: at('2027-01-01T00:00:00Z'),
        noInvalidDate: true,
      }),
      clock,
      clock,
      fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
      (due, [h1, m1], [h2, m2], timeZone) => {
        const quietHours = {
          from: `${String(h1).padStart(2, '0')}:${m1}`,
          to: `${String(h2).padStart(2, '0')}:${m2}`,
        }
        const out = afterQuietHours(due, { quietHours, timeZone })
        const wait = out.getTime() - due.getTime()
        assert.ok(wait > -60_000 && wait <= 25 * 3_600_000, `${wait}`)
        if (wait > 0)
          assert.ok(
            afterQuietHours(out, { quietHours, timeZone }).getTime() - out.getTime() <= 3_600_000,
          )
      },
    ),
    { numRuns: 2000 },
  )
})

test('the nearest relay above a path is found, never the path itself', () => {
  const relays = new Set(['c1.d.1', 'c1.d.1.2.3'])
  assert.equal(relayAbove('c1.d.1.2.3', relays), 'c1.d.1')
  assert.equal(relayAbove('c1.d.1.2.3.4', relays), 'c1.d.1.2.3')
  assert.equal(relayAbove('c1.d.1', relays), null)
  assert.equal(relayAbove('c1.d.11.2', relays), null)
})
