import assert from 'node:assert/strict'
import test from 'node:test'
import { tick } from '../server/modules/production/clock.ts'
import { openCtx, SYSTEM } from '../server/platform/ctx.ts'
import { testApp } from '../test/app.ts'
import { loadDemo } from './load.ts'
import { simulate } from './simulator.ts'

const HOUR = 3_600_000

test('the demo chain is alive: its factories report, the clock tells and warns, and orders come to an end', {
  timeout: 120_000,
}, async (t) => {
  const { app, tick: ahead, now } = await testApp(t)
  await loadDemo(app)
  const { owner } = app.database
  const one = async (text: string) => (await owner.query<{ n: number }>(text)).rows[0]!.n
  const leadId = (await owner.query(`SELECT org_id FROM production_orders LIMIT 1`)).rows[0].org_id
  const { rows: states } = await owner.query(
    'SELECT state, count(*) AS n FROM production_orders GROUP BY 1 ORDER BY 1',
  )
  assert.deepEqual(states, [
    { state: 'done', n: 26 },
    { state: 'running', n: 18 },
  ])
  const wrong = await one(`SELECT count(*) AS n FROM progress p JOIN (SELECT share_id,
    sum(good_milli) AS good, sum(scrap_milli) AS scrap FROM progress_reports GROUP BY 1) r USING (share_id)
    WHERE (p.good_milli, p.scrap_milli) <> (r.good, r.scrap)`)
  assert.equal(wrong, 0, 'what stands beside the reports is their sum')
  const split =
    await one(`SELECT count(*) AS n FROM (SELECT o.id FROM production_orders o JOIN shares s
    ON s.order_id = o.id GROUP BY o.id, s.operation_no HAVING sum(s.quantity_milli) <> o.quantity_milli) x`)
  assert.equal(split, 0, 'shares add up to their order')

  const reports = await one('SELECT count(*) AS n FROM progress_reports')
  // To ten o'clock of the next working day in Shanghai, and from there a day.
  const shanghai = (now().getTime() + 8 * HOUR) % (24 * HOUR)
  ahead(24 * HOUR - shanghai + 10 * HOUR)
  if (new Date(now().getTime() + 8 * HOUR).getUTCDay() === 0) ahead(24 * HOUR)
  const ctx = openCtx(app.source, { ...SYSTEM, orgId: leadId })
  let told = 0
  for (let i = 0; i < 16; i++) {
    ahead(HOUR / 2)
    for (let burst = 0; burst < 3; burst++) told += await simulate(app)
    await tick(ctx, { orgId: leadId })
  }
  assert.ok(told > 30, `${told} reports in a day`)
  assert.equal(await one('SELECT count(*) AS n FROM progress_reports'), reports + told)
  assert.ok(
    (await one(
      `SELECT count(*) AS n FROM messages WHERE data ->> 'template' = 'production.digest'`,
    )) > 50,
  )
  assert.ok((await one('SELECT count(*) AS n FROM warnings WHERE cleared_at IS NULL')) > 0)
  const over = await one(`SELECT count(*) AS n FROM progress p JOIN shares s ON s.id = p.share_id
    WHERE p.good_milli + p.scrap_milli > s.quantity_milli`)
  assert.equal(over, 0)

  await owner.query(
    `UPDATE production_orders SET state = 'done', finished_at = now() WHERE state = 'running'`,
  )
  const count = await one('SELECT count(*) AS n FROM production_orders')
  for (let i = 0; i < 14; i++) await simulate(app)
  const fresh = await owner.query(
    `SELECT code, state FROM production_orders ORDER BY code OFFSET $1`,
    [count],
  )
  assert.deepEqual(
    fresh.rows,
    Array.from({ length: 12 }, (_, i) => ({ code: `JL26-${401 + count + i}`, state: 'running' })),
    'the lead orders anew, and not without end',
  )
  assert.equal(await one(`SELECT count(*) AS n FROM shares WHERE answer = 'offered'`), 0)
})
