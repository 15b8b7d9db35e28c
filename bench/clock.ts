// One round of the production clock over 10,000 running orders: each is judged, its digest written and posted
// in the group of its own parties, and warnings raised where it is behind.
import { tick } from '../server/modules/production/clock.ts'
import { openCtx, SYSTEM } from '../server/platform/ctx.ts'
import { newId } from '../server/platform/ids.ts'
import { type House, median, openHouse, person, report } from './house.ts'

const ORDERS = Number(process.env.ORDERS ?? 10_000)
const OPERATIONS = 5
const FACTORIES = 36
const ROUNDS = 5
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Ten on a Tuesday morning in Shanghai, next week: the clock is given, so the hour of the bench is not. */
const today = Math.floor(Date.now() / DAY)
const first = (today + ((12 - (today % 7)) % 7) + 7) * DAY + 2 * HOUR

async function plant(house: House): Promise<string> {
  const { owner } = house.app.database
  const lead = await person(house, 'Lead')
  const [chainId, productId] = [newId(), newId()]
  await owner.query(
    `INSERT INTO chains (id, org_id, name, created_at) VALUES ($1, $2, 'Bench', now())`,
    [chainId, lead.orgId],
  )
  await owner.query(
    `INSERT INTO products (id, org_id, code, name, unit, created_at) VALUES ($1, $2, 'P', '衬衫', '件', now())`,
    [productId, lead.orgId],
  )
  await owner.query(
    `WITH o AS (INSERT INTO orgs (id, name, short_name, created_at)
       SELECT jingwei_uuid(), 'Factory ' || g, 'F' || g, now() FROM generate_series(1, $1::int) g RETURNING id),
     p AS (INSERT INTO people (id, name, mail, created_at)
       SELECT id, 'Owner', id || '@bench.invalid', now() FROM o RETURNING id)
     INSERT INTO memberships (id, org_id, person_id, role, joined_at) SELECT jingwei_uuid(), id, id, 'owner', now() FROM o`,
    [FACTORIES],
  )
  await owner.query(
    `INSERT INTO production_orders (id, org_id, chain_id, code, product_id, product_name, unit, currency,
       quantity_milli, due_at, state, plan_no, created_at)
     SELECT jingwei_uuid(), $1, $2, 'PO-' || g, $3, '衬衫', '件', 'CNY', 500000,
       $4::timestamptz + interval '2 days', 'running', 1, $4::timestamptz - interval '4 days'
     FROM generate_series(1, $5::int) g`,
    [lead.orgId, chainId, productId, new Date(first), ORDERS],
  )
  await owner.query(
    `INSERT INTO order_operations (org_id, order_id, no, name, unit, ms_per_piece, after, wait_minutes)
     SELECT o.org_id, o.id, n, '工序 ' || n, '件', 120000,
       CASE n WHEN 1 THEN '{}' WHEN 5 THEN '{3,4}' WHEN 4 THEN '{2}' ELSE ARRAY[n - 1] END, 0
     FROM production_orders o, generate_series(1, $1::int) n`,
    [OPERATIONS],
  )
  await plantShares(house, lead.orgId, chainId)
  return lead.orgId
}

/** Every share has run for a day; one in twenty lags, and one in forty has never been reported on. */
async function plantShares(house: House, leadOrgId: string, chainId: string): Promise<void> {
  const { owner } = house.app.database
  await owner.query(
    `WITH f AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM orgs WHERE name LIKE 'Factory%'),
     o AS (SELECT *, row_number() OVER (ORDER BY code) AS k FROM production_orders)
     INSERT INTO shares (id, org_id, order_id, chain_id, operation_no, assignee_org_id, order_code, product_name,
       operation_name, unit, quantity_milli, lines, work_ms, starts_at, ends_at, currency, answer, offered_at)
     SELECT jingwei_uuid(), $1, o.id, $2, g, f.id, o.code, o.product_name, '工序 ' || g, '件', 500000, 1, 60000000,
       $3::timestamptz - interval '1 day', $3::timestamptz + interval '1 day', 'CNY', 'accepted', now()
     FROM o CROSS JOIN generate_series(1, $4::int) g JOIN f ON f.n = (o.k * 7 + g) % $5::int`,
    [leadOrgId, chainId, new Date(first), OPERATIONS, FACTORIES],
  )
  await owner.query(
    `INSERT INTO progress (share_id, org_id, order_id, assignee_org_id, good_milli, scrap_milli, reports,
       last_done_at, last_reported_at, recent_ms, recent_milli)
     SELECT s.id, s.org_id, s.order_id, s.assignee_org_id, 240000 / s.lag, 2000, 12, $1, $1,
       (SELECT array_agg((extract(epoch FROM $1::timestamptz) * 1000)::bigint - (12 - i) * 2700000 ORDER BY i)
         FROM generate_series(1, 12) i),
       (SELECT array_agg((240000 / s.lag * i / 12)::bigint ORDER BY i) FROM generate_series(1, 12) i)
     FROM (SELECT *, CASE WHEN abs(hashtext(id::text)) % 20 = 0 THEN 3 ELSE 1 END AS lag FROM shares) s
     WHERE abs(hashtext('r' || id)) % 40 > 0`,
    [new Date(first)],
  )
  const client = await owner.connect()
  await client.query(`SET jingwei.org = '${leadOrgId}'`)
  await client.query(
    `SELECT count(follow_parties(jingwei_uuid(), o.org_id, 'production_order:' || o.id, o.code,
       (SELECT array_agg(s.assignee_org_id) FROM shares s WHERE s.order_id = o.id), o.chain_id, now()))
     FROM production_orders o`,
  )
  await client.query('RESET jingwei.org')
  client.release()
  // Only what is planted: a table that was looked at while it was empty would be read from end to end.
  await owner.query(
    'ANALYZE production_orders, order_operations, shares, progress, orgs, conversations, conversation_members',
  )
}

const house = await openHouse({ JINGWEI_ROLES: 'api' })
const orgId = await plant(house)
const seconds: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  const at = first + round * HOUR
  const ctx = openCtx({ ...house.app.source, now: () => new Date(at) }, { ...SYSTEM, orgId })
  const began = performance.now()
  await tick(ctx, { orgId })
  seconds.push((performance.now() - began) / 1000)
}
const { rows } = await house.app.database.owner.query<Record<string, number>>(
  `SELECT (SELECT count(*) FROM digests) AS digests, (SELECT count(*) FROM warnings) AS warnings,
     (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM shares) AS shares`,
)
await house.close()
const counts = rows[0]!
report(
  'clock',
  [
    [
      'running orders, shares of them',
      `${ORDERS} orders, ${counts.shares} shares, ${FACTORIES} factories`,
    ],
    ['rounds of the clock', seconds.map((s) => `${s.toFixed(2)} s`).join(', ')],
    [
      'in all rounds',
      `${counts.digests} digests, ${counts.warnings} warnings, ${counts.messages} messages`,
    ],
    ['one round, median', `${median(seconds).toFixed(2)} s (goal 10)`],
  ],
  { seconds: median(seconds), worst_seconds: Math.max(...seconds) },
)
