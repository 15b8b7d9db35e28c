import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import { orgsSql } from '../identity/index.ts'
import type { OrderState } from './assess.ts'
import { inOrder } from './plan.ts'
import type { ShareState, StepState } from './progress.ts'
import type { ANSWERS, ORDER_STATES, OwnSettings, Settings } from './schema.ts'
import { settingsOf } from './settings-rules.ts'
import { rulerOf, type WorkRuler } from './work-time.ts'

/** A share with what a page or a message says of it. */
export interface Share extends ShareState {
  id: string
  orgId: string
  orgName: string
  operationName: string
  answer: (typeof ANSWERS)[number]
  reason: string | null
  proposedMilli: number | null
  proposedEndsAt: string | null
  priceMinor: number | null
  lines: number
}
export interface Step extends StepState {
  name: string
  unit: string
  msPerPiece: number
  shares: readonly Share[]
}
export interface ReadOrder extends OrderState<Share> {
  id: string
  chainId: string
  code: string
  productId: string
  productName: string
  unit: string
  currency: string
  quantityMilli: number
  priority: number
  note: string
  state: (typeof ORDER_STATES)[number]
  planNo: number
  createdBy: string | null
  createdAt: string
  finishedAt: string | null
  version: number
  steps: readonly Step[]
}

interface OrderColumns {
  id: string
  chain_id: string
  code: string
  product_id: string
  product_name: string
  unit: string
  currency: string
  quantity_milli: number
  due_at: string
  priority: number
  note: string
  state: ReadOrder['state']
  plan_no: number
  created_by: string | null
  created_at: string
  finished_at: string | null
  version: number
}
interface OperationRow {
  order_id: string
  no: number
  name: string
  unit: string
  ms_per_piece: number
  after: number[]
  wait_minutes: number
}
export interface ShareRow {
  id: string
  order_id: string
  operation_no: number
  operation_name: string
  assignee_org_id: string
  org_name: string
  quantity_milli: number
  lines: number
  work_ms: number
  starts_at: string
  ends_at: string
  price_minor: number | null
  answer: Share['answer']
  reason: string | null
  proposed_milli: number | null
  proposed_ends_at: string | null
  good_milli: number | null
  scrap_milli: number | null
  reports: number | null
  last_done_at: string | null
  last_reported_at: string | null
  recent_ms: number[] | null
  recent_milli: number[] | null
}

/** The org's orders that meet a condition on `o`, with all that is needed to judge them, in four statements. */
export async function readOrders(
  tx: Tx,
  where: RawBuilder<unknown>,
  tail: RawBuilder<unknown> = sql``,
): Promise<ReadOrder[]> {
  const { rows: orders } = await sql<OrderColumns>`
    SELECT o.* FROM production_orders o
    WHERE o.org_id = ${tx.actor.orgId} AND ${where} ${tail}`.execute(tx.db)
  if (orders.length === 0) return []
  const ids = orders.map((order) => order.id)
  const { rows: operations } = await sql<OperationRow>`
    SELECT order_id, no, name, unit, ms_per_piece, after, wait_minutes
    FROM order_operations WHERE order_id = ANY(${ids}::uuid[]) ORDER BY order_id, no`.execute(tx.db)
  const { rows: shares } = await sql<ShareRow>`
    SELECT ${shareColumns} FROM shares s
    LEFT JOIN progress p ON p.share_id = s.id
    LEFT JOIN ${orgsSql()} g ON g.id = s.assignee_org_id
    WHERE s.order_id = ANY(${ids}::uuid[]) AND (s.withdrawn_at IS NULL OR s.withdrawn_at IN
      (SELECT o.finished_at FROM production_orders o WHERE o.id = s.order_id)) ORDER BY s.id`.execute(
    tx.db,
  )
  const layers = await readLayers(tx)
  const operationsOf = Map.groupBy(operations, (row) => row.order_id)
  const sharesOf = Map.groupBy(shares, (row) => row.order_id)
  return orders.map((row) =>
    orderOf(row, operationsOf.get(row.id) ?? [], sharesOf.get(row.id) ?? [], layers),
  )
}

export const shareColumns = sql`s.id, s.order_id, s.operation_no, s.operation_name, s.assignee_org_id,
  coalesce(g.short_name, '') AS org_name, s.quantity_milli, s.lines, s.work_ms, s.starts_at, s.ends_at,
  s.price_minor, s.answer, s.reason, s.proposed_milli, s.proposed_ends_at, p.good_milli, p.scrap_milli,
  p.reports, p.last_done_at, p.last_reported_at, p.recent_ms, p.recent_milli`

function orderOf(
  row: OrderColumns,
  operations: readonly OperationRow[],
  shares: readonly ShareRow[],
  layers: Layers,
): ReadOrder {
  const dueMs = Date.parse(row.due_at)
  const settings = layers.ofOrder(row.chain_id, row.id)
  const byOperation = Map.groupBy(shares, (share) => share.operation_no)
  const steps = operations.map((operation) => ({
    no: operation.no,
    name: operation.name,
    unit: operation.unit,
    msPerPiece: operation.ms_per_piece,
    after: operation.after,
    waitMs: operation.wait_minutes * 60_000,
    shares: (byOperation.get(operation.no) ?? []).map((share) =>
      shareOf(share, layers.rulerOf(row.chain_id, share.assignee_org_id, dueMs)),
    ),
  }))
  return {
    id: row.id,
    chainId: row.chain_id,
    code: row.code,
    productId: row.product_id,
    productName: row.product_name,
    unit: row.unit,
    currency: row.currency,
    quantityMilli: row.quantity_milli,
    priority: row.priority,
    note: row.note,
    state: row.state,
    planNo: row.plan_no,
    createdBy: row.created_by,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    version: row.version,
    dueMs,
    settings,
    ruler: rulerOf(settings.calendar, dueMs),
    steps: inOrder(steps),
    thresholdsOf: (share) => layers.ofShare(row.chain_id, share.orgId, row.id).thresholds,
  }
}

export function shareOf(row: ShareRow, ruler: WorkRuler): Share {
  return {
    key: row.id,
    id: row.id,
    no: row.operation_no,
    operationName: row.operation_name,
    orgId: row.assignee_org_id,
    orgName: row.org_name,
    quantityMilli: row.quantity_milli,
    workMs: row.work_ms,
    startMs: Date.parse(row.starts_at),
    endMs: Date.parse(row.ends_at),
    goodMilli: row.good_milli ?? 0,
    scrapMilli: row.scrap_milli ?? 0,
    reports: row.reports ?? 0,
    lastDoneMs: row.last_done_at === null ? null : Date.parse(row.last_done_at),
    lastReportedMs: row.last_reported_at === null ? null : Date.parse(row.last_reported_at),
    recent: (row.recent_ms ?? []).map((ms, i) => ({ ms, workedMilli: row.recent_milli![i]! })),
    ruler,
    answer: row.answer,
    reason: row.reason,
    proposedMilli: row.proposed_milli,
    proposedEndsAt: row.proposed_ends_at,
    priceMinor: row.price_minor,
    lines: row.lines,
  }
}

/** What was set for chains, factories and orders, each resolved once. */
export interface Layers {
  ofOrder(chainId: string, orderId: string): Settings
  ofShare(chainId: string, orgId: string, orderId: string): Settings
  ofFactory(chainId: string, orgId: string): Settings
  rulerOf(chainId: string, orgId: string, aroundMs: number): WorkRuler
}

export async function readLayers(tx: Tx): Promise<Layers> {
  const rows = await tx.db
    .selectFrom('production_settings')
    .select(['org_id', 'chain_id', 'scope', 'subject_id', 'settings'])
    .execute()
  // What a factory says of itself stands above the chain; what its lead says of it, above that.
  const own = new Map(
    rows.map((row) => [
      `${row.chain_id} ${row.org_id === row.subject_id ? 'own' : row.scope} ${row.subject_id}`,
      row.settings as OwnSettings,
    ]),
  )
  const ofFirm = (chain: string, org: string) => [
    `${chain} chain ${chain}`,
    `${chain} own ${org}`,
    `${chain} factory ${org}`,
  ]
  const resolved = new Map<string, Settings>()
  // Most orders have nothing of their own: they then share one result, and what hangs on it.
  const resolve = (...keys: string[]): Settings => {
    const known = keys.filter((key) => own.has(key))
    const name = known.join('|')
    let settings = resolved.get(name)
    if (!settings) {
      settings = settingsOf(...known.map((key) => own.get(key)))
      resolved.set(name, settings)
    }
    return settings
  }
  const rulers = new Map<Settings, Map<number, WorkRuler>>()
  const layers: Layers = {
    ofOrder: (chain, order) => resolve(`${chain} chain ${chain}`, `${chain} order ${order}`),
    ofFactory: (chain, org) => resolve(...ofFirm(chain, org)),
    ofShare: (chain, org, order) => resolve(...ofFirm(chain, org), `${chain} order ${order}`),
    rulerOf(chain, org, aroundMs) {
      const settings = layers.ofFactory(chain, org)
      const year = new Date(aroundMs).getUTCFullYear()
      const byYear = rulers.get(settings) ?? new Map<number, WorkRuler>()
      rulers.set(settings, byYear)
      const ruler = byYear.get(year) ?? rulerOf(settings.calendar, aroundMs)
      byYear.set(year, ruler)
      return ruler
    },
  }
  return layers
}
