import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import { orgsSql } from '../identity/index.ts'
import { isDone, projectFinish } from './progress.ts'
import { fromMilli } from './quantity.ts'
import type { ScannedBundle, WorkItem } from './schema.ts'
import { shapeProgress } from './shapes.ts'
import { type Layers, readLayers, type ShareRow, shareColumns, shareOf } from './states.ts'

interface WorkRow extends ShareRow {
  org_id: string
  chain_id: string
  order_code: string
  product_name: string
  unit: string
  currency: string
  lead_name: string
  open_warnings: number
}

/** What my org has to do, the first to be finished in front. */
export function listWork(ctx: Ctx, { done }: { done: boolean }) {
  return ctx.read(async (tx) => ({
    items: await selectWork(tx, done ? sql`s.finished_at IS NOT NULL` : sql`s.finished_at IS NULL`),
  }))
}

export function getWork(ctx: Ctx, id: string): Promise<WorkItem> {
  return ctx.read((tx) => readWork(tx, id))
}

export async function readWork(tx: Tx, id: string): Promise<WorkItem> {
  return found((await selectWork(tx, sql`s.id = ${id}`))[0], 'share')
}

async function selectWork(tx: Tx, where: RawBuilder<unknown>): Promise<WorkItem[]> {
  const { rows } = await sql<WorkRow>`
    SELECT ${shareColumns}, s.org_id, s.chain_id, s.order_code, s.product_name, s.unit, s.currency,
      coalesce(l.short_name, '') AS lead_name,
      (SELECT count(*) FROM warnings w WHERE w.share_id = s.id AND w.cleared_at IS NULL) AS open_warnings
    FROM shares s LEFT JOIN progress p ON p.share_id = s.id
    LEFT JOIN ${orgsSql()} g ON g.id = s.assignee_org_id LEFT JOIN ${orgsSql()} l ON l.id = s.org_id
    WHERE s.assignee_org_id = ${tx.actor.orgId} AND s.withdrawn_at IS NULL AND ${where}
    ORDER BY s.ends_at, s.id LIMIT 500`.execute(tx.db)
  const layers = await readLayers(tx)
  return rows.map((row) => shapeWork(row, layers, tx.now().getTime()))
}

function shapeWork(row: WorkRow, layers: Layers, nowMs: number): WorkItem {
  const ruler = layers.rulerOf(row.chain_id, row.assignee_org_id, Date.parse(row.ends_at))
  const share = shareOf(row, ruler)
  const alone = { no: share.no, after: [], waitMs: 0, shares: [share] }
  const { finishMs } = projectFinish([alone], nowMs)
  return {
    id: row.id,
    orderId: row.order_id,
    orderCode: row.order_code,
    productName: row.product_name,
    lead: { id: row.org_id, name: row.lead_name },
    operation: { no: row.operation_no, name: row.operation_name, unit: row.unit },
    quantity: fromMilli(share.quantityMilli),
    good: fromMilli(share.goodMilli),
    scrap: fromMilli(share.scrapMilli),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    answer: row.answer,
    reason: row.reason,
    priceMinor: row.price_minor,
    currency: row.currency,
    progress: shapeProgress(share, nowMs),
    finishAt: finishMs === null ? null : new Date(finishMs).toISOString(),
    lastReportedAt: row.last_reported_at,
    openWarnings: row.open_warnings,
    isDone: isDone(share),
  }
}

/** A scanned code: the bundle, and those operations of mine in which it may be reported. */
export function scanBundle(ctx: Ctx, code: string): Promise<ScannedBundle> {
  return ctx.read(async (tx) => {
    const { rows } = await sql<{ order_id: string; quantity_milli: number; mine: WorkItem[] }>`
      SELECT order_id, quantity_milli FROM bundles WHERE code = ${code}`.execute(tx.db)
    const bundle = found(rows[0], 'bundle')
    const work = await selectWork(tx, sql`s.order_id = ${bundle.order_id}`)
    const first = found(work[0], 'bundle')
    const { rows: reported } = await sql<{ share_id: string }>`
      SELECT share_id FROM progress_reports
      WHERE bundle_code = ${code} AND reporter_org_id = ${tx.actor.orgId} AND corrects_id IS NULL`.execute(
      tx.db,
    )
    const done = new Set(reported.map((row) => row.share_id))
    return {
      code,
      quantity: fromMilli(bundle.quantity_milli),
      orderCode: first.orderCode,
      productName: first.productName,
      unit: first.operation.unit,
      work: work.map(({ id, operation }) => ({ id, operation, isReported: done.has(id) })),
    }
  })
}

/** To whom I may hand on what I made: the lead, and those who do what comes next. */
export function listNextParties(ctx: Ctx, shareId: string) {
  return ctx.read(async (tx) => {
    await readWork(tx, shareId)
    const { rows } = await sql<{ id: string; name: string }>`
      SELECT org_id AS id, name FROM share_next_parties(${shareId}) ORDER BY name`.execute(tx.db)
    return { items: rows }
  })
}
