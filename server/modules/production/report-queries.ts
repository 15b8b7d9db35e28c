import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { orgsSql } from '../identity/index.ts'
import { fromMilli } from './quantity.ts'
import type { Report, ReportQuery } from './schema.ts'

interface ReportRow {
  id: string
  share_id: string
  operation_no: number
  operation_name: string
  org_id: string
  org_name: string
  good_milli: number
  scrap_milli: number
  scrap_reason: string
  done_at: string
  reported_at: string
  person_name: string
  source: Report['source']
  bundle_code: string | null
  file_id: string | null
  file_name: string | null
  corrects_id: string | null
  is_corrected: boolean
}

/** What was reported, the last first: to a factory its own, to the lead all on its orders. */
export function listReports(ctx: Ctx, query: ReportQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const rows = await selectReports(tx, query, after)
    return pageOf(rows, query.limit, (row) => [row.reported_at, row.id], shapeReport)
  })
}

async function selectReports(
  tx: Tx,
  { shareId, orderId, limit }: ReportQuery,
  after: (string | number)[] | null,
): Promise<ReportRow[]> {
  const me = tx.actor.orgId
  const parts = [sql`(r.org_id = ${me} OR r.reporter_org_id = ${me})`]
  if (shareId) parts.push(sql`r.share_id = ${shareId}`)
  if (orderId) parts.push(sql`r.order_id = ${orderId}`)
  if (after)
    parts.push(
      sql`(r.reported_at, r.id) < (${String(after[0])}::timestamptz, ${String(after[1])}::uuid)`,
    )
  const { rows } = await sql<ReportRow>`
    SELECT r.id, r.share_id, r.operation_no, s.operation_name, r.reporter_org_id AS org_id,
      coalesce(g.short_name, '') AS org_name, r.good_milli, r.scrap_milli, r.scrap_reason, r.done_at,
      r.reported_at, r.person_name, r.source, r.bundle_code, r.file_id, f.name AS file_name, r.corrects_id,
      EXISTS (SELECT 1 FROM progress_reports c WHERE c.corrects_id = r.id) AS is_corrected
    FROM progress_reports r JOIN shares s ON s.id = r.share_id
    LEFT JOIN ${orgsSql()} g ON g.id = r.reporter_org_id LEFT JOIN files f ON f.id = r.file_id
    WHERE ${sql.join(parts, sql` AND `)}
    ORDER BY r.reported_at DESC, r.id DESC LIMIT ${limit + 1}`.execute(tx.db)
  return rows
}

function shapeReport(row: ReportRow): Report {
  return {
    id: row.id,
    shareId: row.share_id,
    operation: { no: row.operation_no, name: row.operation_name },
    org: { id: row.org_id, name: row.org_name },
    // A correction is kept as the difference that it makes.
    good: fromMilli(row.good_milli),
    scrap: fromMilli(row.scrap_milli),
    scrapReason: row.scrap_reason,
    doneAt: row.done_at,
    reportedAt: row.reported_at,
    personName: row.person_name,
    source: row.source,
    bundleCode: row.bundle_code,
    file: row.file_id === null ? null : { id: row.file_id, name: row.file_name ?? '' },
    corrects: row.corrects_id,
    isCorrected: row.is_corrected,
  }
}
