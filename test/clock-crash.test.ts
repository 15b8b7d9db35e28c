import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../server/platform/ids.ts'
import { killableServer } from './killable.ts'

// `CRASHES=100` runs the long form; the gate kills a server a few times.
const CRASHES = Number(process.env.CRASHES ?? 6)
const ORDERS = 300
const { owner, crash, register } = await killableServer()

/** Orders that are worked round the clock, so that a digest of each is due whatever the hour of this run. */
async function plant(): Promise<string> {
  const { orgId } = await register()
  const [chainId, productId] = [newId(), newId()]
  await owner.query(
    `INSERT INTO chains (id, org_id, name, created_at) VALUES ($1, $2, 'crash', now())`,
    [chainId, orgId],
  )
  await owner.query(
    `INSERT INTO products (id, org_id, code, name, unit, created_at) VALUES ($1, $2, 'P', '衬衫', '件', now())`,
    [productId, orgId],
  )
  const always = {
    calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7], shifts: [{ from: '00:00', to: '00:00' }] },
    clock: { quietHours: null, everyMinutes: 15 },
  }
  await owner.query(`INSERT INTO production_settings VALUES ($1, $2, 'chain', $2, $3)`, [
    orgId,
    chainId,
    always,
  ])
  await owner.query(
    `INSERT INTO production_orders (id, org_id, chain_id, code, product_id, product_name, unit, currency,
       quantity_milli, due_at, state, plan_no, created_at)
     SELECT jingwei_uuid(), $1, $2, 'PO-' || g, $3, '衬衫', '件', 'CNY', 1000000, now() + interval '2 days',
       'running', 1, now() FROM generate_series(1, $4::int) g`,
    [orgId, chainId, productId, ORDERS],
  )
  await owner.query(
    `INSERT INTO order_operations SELECT org_id, id, 1, '缝制', '件', 60000, '{}', 0 FROM production_orders`,
  )
  await owner.query(
    `INSERT INTO shares (id, org_id, order_id, chain_id, operation_no, assignee_org_id, order_code, product_name,
       operation_name, unit, quantity_milli, lines, work_ms, starts_at, ends_at, currency, answer, offered_at)
     SELECT jingwei_uuid(), org_id, id, chain_id, 1, org_id, code, product_name, '缝制', '件', quantity_milli, 1,
       60000000, now() - interval '1 day', due_at, 'CNY', 'accepted', now() FROM production_orders`,
  )
  return orgId
}

/** What the rounds so far have left: digests, and cards for them in the groups. */
async function traces() {
  const { rows } = await owner.query<{
    digests: number
    cards: number
    twice: number
    orphans: number
    warnings: number
    told: number
  }>(`
    SELECT (SELECT count(*) FROM digests)::int AS digests,
      (SELECT count(*) FROM messages WHERE data ->> 'template' = 'production.digest')::int AS cards,
      (SELECT count(*) FROM (SELECT 1 FROM messages GROUP BY conversation_id, key HAVING count(*) > 1) x)::int AS twice,
      (SELECT count(*) FROM digests d WHERE NOT EXISTS (SELECT 1 FROM messages m JOIN conversations c
        ON c.id = m.conversation_id WHERE c.subject = 'production_order:' || d.order_id
          AND m.data ->> 'template' = 'production.digest'))::int AS orphans,
      (SELECT count(*) FROM warnings)::int AS warnings,
      (SELECT count(*) FROM messages WHERE key LIKE 'warning %' AND key !~ ' \\d$')::int AS told`)
  return rows[0]!
}

test(`a server killed ${CRASHES} times at its hour posts every digest exactly once`, async () => {
  const orgId = await plant()
  await owner.query(
    `SELECT graphile_worker.add_job('production.tick', json_build_object('orgId', $1::text), max_attempts => 25)`,
    [orgId],
  )
  for (let i = 0; i < CRASHES; i++) {
    await sleep(150 + Math.random() * 700)
    await crash()
    const left = await traces()
    assert.equal(left.cards, left.digests, 'a digest without its card, or the other way round')
    assert.equal(left.warnings, left.told)
  }
  for (let i = 0; i < 150 && (await traces()).digests < ORDERS; i++) await sleep(200)
  const left = await traces()
  // A new quarter of an hour may have begun meanwhile, and every order then has a second one.
  assert.ok(left.digests === ORDERS || left.digests === 2 * ORDERS, `${left.digests} digests`)
  assert.deepEqual([left.cards, left.twice, left.orphans], [left.digests, 0, 0])
  assert.equal(left.warnings, left.told)
})
