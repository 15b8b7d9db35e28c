import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { membersSql } from '../identity/index.ts'
import { postAllAsRobot, type SubjectCard } from '../messaging/index.ts'
import { cardsOf } from './cards.ts'
import { type Changes, consider, type Digest, type HeldWarning, type Raised } from './clockwork.ts'
import { hintProduction } from './group.ts'
import { type ReadOrder, readOrders } from './states.ts'
import { planTick } from './ticks.ts'

/** Orders of one transaction: what is posted for them appears at once, and a crash costs no more than this. */
const BATCH = 1000

/**
 * One round of an org's clock: every running order is judged, and those whose hour has come post a digest.
 * The next round is planned first; a round that is broken off is run again, and finds what it has done.
 */
export async function tick(ctx: Ctx, { orgId }: { orgId: string }): Promise<void> {
  const isRunning = await ctx.transaction(async (tx) => {
    const order = await tx.db
      .selectFrom('production_orders')
      .select('id')
      .where('org_id', '=', orgId)
      .where('state', '=', 'running')
      .executeTakeFirst()
    if (order) await planTick(tx, orgId)
    return order !== undefined
  })
  let after = '00000000-0000-0000-0000-000000000000'
  while (isRunning) {
    const last = await ctx.transaction(async (tx) => {
      const orders = await readOrders(
        tx,
        sql`o.state = 'running' AND o.id > ${after}`,
        sql`ORDER BY o.id LIMIT ${BATCH}`,
      )
      await look(tx, orders, true)
      return orders.length < BATCH ? null : orders.at(-1)!.id
    })
    if (last === null) break
    after = last
  }
}

/** After a report: the order it was about is judged at once. */
export function lookAt(ctx: Ctx, { orderId }: { orderId: string }): Promise<void> {
  return ctx.transaction(async (tx) => {
    await look(tx, await readOrders(tx, sql`o.state = 'running' AND o.id = ${orderId}`), false)
  })
}

async function look(tx: Tx, orders: readonly ReadOrder[], hasDigests: boolean): Promise<void> {
  if (orders.length === 0) return
  const held = await readWarnings(tx, orders)
  const digests = hasDigests ? await readDigests(tx, orders) : new Map<string, HeldDigest>()
  const nowMs = tx.now().getTime()
  const changes = orders.map((order) =>
    consider(
      order,
      held.get(order.id) ?? [],
      hasDigests ? (digests.get(order.id) ?? null) : undefined,
      nowMs,
    ),
  )
  await write(tx, changes)
}

export interface HeldDigest {
  slotMs: number
  actual: number | null
}

async function readWarnings(
  tx: Tx,
  orders: readonly ReadOrder[],
): Promise<Map<string, HeldWarning[]>> {
  const { rows } = await sql<{
    id: string
    order_id: string
    share_id: string | null
    kind: HeldWarning['kind']
    raised_at: string
    cleared_at: string | null
    acknowledged_at: string | null
    shelved_until: string | null
    escalated: number
    measure: number
  }>`
    SELECT DISTINCT ON (order_id, kind, share_id) id, order_id, share_id, kind, raised_at, cleared_at,
      acknowledged_at, shelved_until, escalated, measure
    FROM warnings WHERE order_id = ANY(${orders.map((order) => order.id)}::uuid[])
    ORDER BY order_id, kind, share_id, raised_at DESC`.execute(tx.db)
  const ms = (iso: string | null) => (iso === null ? null : Date.parse(iso))
  const held = rows.map((row) => ({
    id: row.id,
    orderId: row.order_id,
    shareId: row.share_id,
    kind: row.kind,
    raisedMs: Date.parse(row.raised_at),
    clearedMs: ms(row.cleared_at),
    acknowledgedMs: ms(row.acknowledged_at),
    shelvedUntilMs: ms(row.shelved_until),
    escalated: row.escalated,
    measure: row.measure,
  }))
  return Map.groupBy(held, (warning) => warning.orderId)
}

async function readDigests(tx: Tx, orders: readonly ReadOrder[]): Promise<Map<string, HeldDigest>> {
  const { rows } = await sql<{ order_id: string; slot_at: string; actual: number | null }>`
    SELECT o.id AS order_id, d.slot_at, (d.data ->> 'actual')::float8 AS actual
    FROM unnest(${orders.map((order) => order.id)}::uuid[]) AS o(id)
    CROSS JOIN LATERAL (SELECT slot_at, data FROM digests
      WHERE order_id = o.id ORDER BY slot_at DESC LIMIT 1) d`.execute(tx.db)
  return new Map(
    rows.map((row) => [row.order_id, { slotMs: Date.parse(row.slot_at), actual: row.actual }]),
  )
}

/** Facts first, then what is said of them; only what was really written is spoken of. */
async function write(tx: Tx, changes: readonly Changes[]): Promise<void> {
  const digests = await writeDigests(tx, changes)
  const raised = await writeRaised(tx, changes)
  await writeCleared(tx, changes)
  await writeEscalated(tx, changes)
  await writeFinished(tx, changes)
  const stewards = changes.some((change) => change.escalated.length > 0)
    ? await readStewards(tx)
    : []
  const cards: SubjectCard[] = changes.flatMap((change) =>
    cardsOf(change, { digests, raised, stewards }),
  )
  const isQuiet = cards.length === 0
  await postAllAsRobot(tx, cards)
  if (isQuiet) return
  const parties = changes.flatMap(({ order }) =>
    order.steps.flatMap((s) => s.shares.map((h) => h.orgId)),
  )
  await hintProduction(tx, tx.actor.orgId as string, ...parties)
}

async function writeDigests(tx: Tx, changes: readonly Changes[]): Promise<Set<string>> {
  const due = changes
    .map((change) => change.digest)
    .filter((digest): digest is Digest => digest !== null)
  if (due.length === 0) return new Set()
  const { rows } = await sql<{ order_id: string }>`
    INSERT INTO digests (org_id, order_id, slot_at, made_at, data)
    SELECT ${tx.actor.orgId}, r.order_id, r.slot_at, ${tx.now()}, r.data
    FROM jsonb_to_recordset(${JSON.stringify(
      due.map(({ orderId, facts }) => ({ order_id: orderId, slot_at: facts.slotAt, data: facts })),
    )}::jsonb) AS r(order_id uuid, slot_at timestamptz, data jsonb)
    ON CONFLICT DO NOTHING RETURNING order_id`.execute(tx.db)
  return new Set(rows.map((row) => row.order_id))
}

async function writeRaised(tx: Tx, changes: readonly Changes[]): Promise<Map<Raised, string>> {
  const wanted = changes.flatMap(({ order, raised }) =>
    raised.map((one) => ({ order, one, id: newId() })),
  )
  const written = new Map<Raised, string>()
  if (wanted.length === 0) return written
  const { rows } = await sql<{ id: string }>`
    INSERT INTO warnings (id, org_id, chain_id, order_id, order_code, product_name, share_id, assignee_org_id,
      operation_no, operation_name, kind, measure, raised_at)
    SELECT r.id, ${tx.actor.orgId}, r.chain_id, r.order_id, r.order_code, r.product_name, r.share_id,
      r.assignee_org_id, r.operation_no, r.operation_name, r.kind, r.measure, ${tx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(
      wanted.map(({ order, one, id }) => ({
        id,
        chain_id: order.chainId,
        order_id: order.id,
        order_code: order.code,
        product_name: order.productName,
        share_id: one.share?.id ?? null,
        assignee_org_id: one.share?.orgId ?? null,
        operation_no: one.share?.no ?? null,
        operation_name: one.share?.operationName ?? null,
        kind: one.kind,
        measure: one.measure,
      })),
    )}::jsonb) AS r(id uuid, chain_id uuid, order_id uuid, order_code text, product_name text, share_id uuid,
      assignee_org_id uuid, operation_no int, operation_name text, kind text, measure float8)
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx.db)
  const ids = new Set(rows.map((row) => row.id))
  const news = wanted.filter(({ id }) => ids.has(id))
  for (const { one, id } of news) written.set(one, id)
  for (const { order, one, id } of news) {
    record(tx, 'production.warning_raised', `warning:${id}`, {
      order: order.code,
      kind: one.kind,
      measure: one.measure,
      ...(one.share && { operation: one.share.operationName, org: one.share.orgName }),
    })
  }
  return written
}

async function writeCleared(tx: Tx, changes: readonly Changes[]): Promise<void> {
  const ids = changes.flatMap(({ cleared }) => cleared.map((warning) => warning.id))
  if (ids.length === 0) return
  await sql`UPDATE warnings SET cleared_at = ${tx.now()}, version = version + 1
    WHERE id = ANY(${ids}::uuid[]) AND cleared_at IS NULL`.execute(tx.db)
  for (const id of ids) record(tx, 'production.warning_cleared', `warning:${id}`)
}

async function writeEscalated(tx: Tx, changes: readonly Changes[]): Promise<void> {
  const rows = changes
    .flatMap((change) => change.escalated)
    .map(({ warning, rung }) => ({ id: warning.id, rung }))
  if (rows.length === 0) return
  await sql`UPDATE warnings w SET escalated = r.rung, version = w.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, rung int)
    WHERE w.id = r.id AND w.cleared_at IS NULL`.execute(tx.db)
  for (const { id, rung } of rows) {
    record(tx, 'production.warning_escalated', `warning:${id}`, { rung })
  }
}

async function writeFinished(tx: Tx, changes: readonly Changes[]): Promise<void> {
  const rows = changes.flatMap(({ order, finishedMs }) =>
    finishedMs === null
      ? []
      : [{ id: order.id, code: order.code, at: new Date(finishedMs).toISOString() }],
  )
  if (rows.length === 0) return
  await sql`UPDATE production_orders o SET state = 'done', finished_at = r.at, version = o.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, at timestamptz)
    WHERE o.id = r.id AND o.state = 'running'`.execute(tx.db)
  for (const { id, code, at } of rows) {
    record(tx, 'production.order_finished', `production_order:${id}`, { code, finishedAt: at })
  }
}

/** Those at the lead to whom a warning is carried that nobody takes up. */
async function readStewards(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    SELECT m.person_id FROM ${membersSql()} m
    WHERE m.org_id = ${tx.actor.orgId} AND m.role IN ('owner', 'manager') LIMIT 20`.execute(tx.db)
  return rows.map((row) => row.person_id)
}
