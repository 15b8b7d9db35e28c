import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { buildApp } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { testDatabase } from '../test/database.ts'
import { replay } from './replay.ts'
import { LOT, type LogEvent, ordersOf, readLog, verdictOf } from './replay-log.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 0, 5, 8)
const REAL = fileURLToPath(
  new URL('../../shared/data/production_log/Production.csv', import.meta.url),
)

/** Cases of three operations, four pieces each; the slow ones stand still for days after the first. */
function made(cases: number, isSlow: (i: number) => boolean): LogEvent[] {
  return Array.from({ length: cases }, (_, i) => {
    const begin = START + i * 30 * HOUR
    return ['Turning', 'Grinding', 'Packing'].flatMap((activity, a) =>
      [0, 1, 2, 3].map((piece) => {
        const startMs =
          begin + a * 90 * HOUR + piece * 20 * HOUR + (isSlow(i) && a > 0 ? 400 * HOUR : 0)
        return { caseId: `C${i}`, activity, startMs, endMs: startMs + 15 * HOUR }
      }),
    )
  }).flat()
}

test('the first half of a log teaches the times by which the second is promised', () => {
  const { learned, orders } = ordersOf(made(8, () => false))
  assert.deepEqual([learned, orders.length], [4, 4])
  for (const order of orders) {
    assert.deepEqual(
      order.operations.map(({ activity, pieces }) => [activity, pieces]),
      [
        ['Turning', 4],
        ['Grinding', 4],
        ['Packing', 4],
      ],
    )
    for (const { no } of order.operations) {
      const parts = order.reports.filter((report) => report.no === no).map((report) => report.good)
      assert.equal(Math.round(parts.reduce((a, b) => a + b, 0) * 1000), LOT * 1000)
    }
    // All cases are alike, so that what they promise is what they take.
    assert.ok(Math.abs(order.dueMs - order.endMs) <= 60 * 60_000)
  }
})

test('a verdict counts who was late, who was warned in time, and who was warned for nothing', () => {
  const order = (finished: number, warned: object) => ({
    dueMs: 100 * HOUR,
    finishedMs: finished * HOUR,
    warned,
  })
  const verdict = verdictOf([
    order(120, { behind: 40 * HOUR, late: 60 * HOUR }),
    order(120, { late: 110 * HOUR }),
    order(130, {}),
    order(90, { late: 50 * HOUR }),
    order(90, {}),
  ])
  assert.deepEqual(verdict, { orders: 5, late: 3, caught: 1, medianHoursAhead: 60, falseAlarms: 1 })
})

test('a log is played through the API, and what stood still is warned of before its due date', {
  timeout: 120_000,
}, async (t) => {
  const { orders } = ordersOf(made(8, (i) => i === 5))
  const result = await play(t, orders)
  assert.deepEqual([result.orders, result.reports, result.late], [4, 48, 1])
  assert.equal(result.caught, 1)
  assert.ok(result.digests > 100 && result.messages >= result.digests)
})

test('the public log of a manufacturer is read as it is', async (t) => {
  if (!existsSync(REAL)) return t.skip('the data of shared/ is not here')
  const events = await readLog(REAL)
  assert.equal(events.length, 4503)
  assert.equal(new Set(events.map((event) => event.caseId)).size, 225)
  const { learned, orders } = ordersOf(events)
  assert.deepEqual([learned, orders.length], [113, 112])
  const result = await play(t, orders.slice(0, 3))
  assert.equal(result.orders, 3)
})

async function play(t: { after(work: () => unknown): void }, orders: Parameters<typeof replay>[1]) {
  const drops: (() => unknown)[] = []
  const database = await testDatabase({ after: (drop) => void drops.push(drop as () => unknown) })
  const dataDir = await mkdtemp(join(tmpdir(), 'jingwei-replay-'))
  const clock = { now: 0 }
  const env = {
    PORT: '0',
    LOG_LEVEL: 'silent',
    REQUESTS_PER_MINUTE: '1000000',
    JINGWEI_DATA: dataDir,
  }
  const app = await buildApp({
    ...database,
    config: readConfig(env, []),
    log: pino({ level: 'silent' }) as never,
    now: () => new Date(clock.now),
  })
  t.after(async () => {
    await app.close()
    await rm(dataDir, { recursive: true, force: true })
    for (const drop of drops) await drop()
  })
  return replay(app, orders, clock)
}
