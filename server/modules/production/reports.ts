import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import type { DB } from '../../platform/db.ts'
import { record } from '../../platform/events.ts'
import { hintProduction } from './group.ts'
import { toMilli } from './quantity.ts'
import type { ReportInput, ReportResult, ReportsInput } from './schema.ts'
import { planLook } from './ticks.ts'

type ShareRow = Selectable<DB['shares']>

/** Clocks of phones differ; further ahead than this is a mistake. */
const AHEAD_MS = 10 * 60_000
/** A factory may make a tenth more than it was given; more is taken for a slip of the finger. */
const OVERRUN = 1.1
export const RECENT_REPORTS = 12

/**
 * Takes reports in the order in which they come. Each names itself, so a phone that does not know whether
 * the last sending arrived simply sends again. A report that is refused does not hold up the others.
 */
export function reportProgress(
  ctx: Ctx,
  input: ReportsInput,
): Promise<{ results: ReportResult[] }> {
  return ctx.transaction(async (tx) => ({ results: await takeReports(tx, input.reports) }))
}

export async function takeReports(
  tx: Tx,
  reports: readonly ReportInput[],
): Promise<ReportResult[]> {
  const shares = await lockReported(tx, reports)
  const results: ReportResult[] = []
  const moved = new Map<string, ShareRow>()
  for (const report of reports) {
    const share = shares.get(report.shareId)
    const result = share ? await takeReport(tx, share, report) : refused('share')
    results.push({ id: report.id, ...result })
    if (share && result.outcome === 'accepted') moved.set(share.id, share)
  }
  for (const share of moved.values()) await planLook(tx, share.org_id, share.order_id)
  if (moved.size > 0)
    await hintProduction(tx, tx.actor.orgId as string, ...[...moved.values()].map((s) => s.org_id))
  return results
}

/** The shares of mine that are reported on, locked in one order whoever reports. */
async function lockReported(
  tx: Tx,
  reports: readonly ReportInput[],
): Promise<Map<string, ShareRow>> {
  const rows = await tx.db
    .selectFrom('shares')
    .selectAll()
    .where(sql<boolean>`id = ANY(${[...new Set(reports.map((r) => r.shareId))]}::uuid[])`)
    .where('assignee_org_id', '=', tx.actor.orgId as string)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** A sheet without times is read at another hour each time, and is the same sheet. */
function hashOf({ doneAt, ...report }: ReportInput): Buffer {
  const told = report.source === 'xlsx' ? report : { ...report, doneAt: Date.parse(doneAt) }
  return createHash('sha256').update(JSON.stringify(told)).digest()
}

type Outcome = Omit<ReportResult, 'id'>
const refused = (reason: string): Outcome => ({ outcome: 'refused', reason })

interface Known {
  good_milli: number
  scrap_milli: number
}

async function takeReport(tx: Tx, share: ShareRow, report: ReportInput): Promise<Outcome> {
  const hash = hashOf(report)
  const before = await tx.db
    .selectFrom('progress_reports')
    .select('input_hash')
    .where('id', '=', report.id)
    .executeTakeFirst()
  if (before) return before.input_hash.equals(hash) ? { outcome: 'repeated' } : refused('id_taken')
  if (share.withdrawn_at !== null) return refused('share_withdrawn')
  if (share.answer === 'refused') return refused('share_refused')
  if (Date.parse(report.doneAt) > tx.now().getTime() + AHEAD_MS) return refused('in_future')
  if (report.fileId && !(await isMyFile(tx, report.fileId))) return refused('file')

  const original =
    report.corrects === undefined ? null : await findOriginal(tx, share, report.corrects)
  if (report.corrects !== undefined && !original) return refused('report')
  const bundle = await checkBundle(tx, share, report)
  if (bundle) return refused(bundle)
  const good = toMilli(report.good) - (original?.good_milli ?? 0)
  const scrap = toMilli(report.scrap) - (original?.scrap_milli ?? 0)
  const sums = await sumsOf(tx, share.id)
  const worked = sums.good_milli + sums.scrap_milli + good + scrap
  if (worked > share.quantity_milli * OVERRUN) return refused('over_share')

  const written = await writeReport(tx, share, report, { good, scrap, hash, original })
  // Somebody else's report has this id, or the bundle was reported meanwhile.
  if (!written) return refused(report.bundleCode ? 'bundle_reported' : 'id_taken')
  await moveProgress(tx, share)
  record(
    tx,
    original ? 'production.report_corrected' : 'production.reported',
    `share:${share.id}`,
    {
      order: share.order_code,
      operation: share.operation_name,
      reportId: report.id,
      good: report.good,
      scrap: report.scrap,
      doneAt: report.doneAt,
    },
  )
  return { outcome: 'accepted' }
}

async function isMyFile(tx: Tx, id: string): Promise<boolean> {
  const file = await tx.db
    .selectFrom('files')
    .select('id')
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .executeTakeFirst()
  return file !== undefined
}

interface Original extends Known {
  done_at: string
  bundle_code: string | null
}

/** What a report says by now, with the corrections made to it before. A correction itself is not corrected. */
async function findOriginal(tx: Tx, share: ShareRow, id: string): Promise<Original | null> {
  const { rows } = await sql<Original>`
    SELECT r.done_at, r.bundle_code, r.good_milli + coalesce(sum(c.good_milli), 0)::bigint AS good_milli,
      r.scrap_milli + coalesce(sum(c.scrap_milli), 0)::bigint AS scrap_milli
    FROM progress_reports r LEFT JOIN progress_reports c ON c.corrects_id = r.id
    WHERE r.id = ${id} AND r.share_id = ${share.id} AND r.corrects_id IS NULL GROUP BY r.id`.execute(
    tx.db,
  )
  return rows[0] ?? null
}

/** A bundle is of this order, holds what is reported of it, and passes each operation once. */
async function checkBundle(tx: Tx, share: ShareRow, report: ReportInput): Promise<string | null> {
  if (report.bundleCode === undefined) return null
  const bundle = await tx.db
    .selectFrom('bundles')
    .select('quantity_milli')
    .where('code', '=', report.bundleCode)
    .where('order_id', '=', share.order_id)
    .executeTakeFirst()
  if (!bundle) return 'bundle'
  return toMilli(report.good) + toMilli(report.scrap) > bundle.quantity_milli ? 'over_bundle' : null
}

async function sumsOf(tx: Tx, shareId: string): Promise<Known> {
  const row = await tx.db
    .selectFrom('progress')
    .select(['good_milli', 'scrap_milli'])
    .where('share_id', '=', shareId)
    .executeTakeFirst()
  return row ?? { good_milli: 0, scrap_milli: 0 }
}

async function writeReport(
  tx: Tx,
  share: ShareRow,
  report: ReportInput,
  more: { good: number; scrap: number; hash: Buffer; original: Original | null },
): Promise<boolean> {
  const row = await tx.db
    .insertInto('progress_reports')
    .values({
      id: report.id,
      org_id: share.org_id,
      order_id: share.order_id,
      share_id: share.id,
      operation_no: share.operation_no,
      reporter_org_id: tx.actor.orgId as string,
      good_milli: more.good,
      scrap_milli: more.scrap,
      scrap_reason: report.scrapReason,
      // The right figures belong to the hour of the wrong ones.
      done_at: more.original?.done_at ?? report.doneAt,
      reported_at: tx.now().toISOString(),
      person_id: tx.actor.personId,
      person_name: tx.actor.name,
      source: report.source,
      bundle_code: more.original ? more.original.bundle_code : (report.bundleCode ?? null),
      file_id: report.fileId ?? null,
      corrects_id: report.corrects ?? null,
      input_hash: more.hash,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Where the share stands now, from all its reports; the share's row is locked, so nobody else writes it. */
async function moveProgress(tx: Tx, share: ShareRow): Promise<void> {
  const { rows } = await sql<{ worked: number; last_done_at: string }>`
    WITH facts AS (
      SELECT done_at, reported_at, corrects_id, good_milli, scrap_milli,
        sum(good_milli + scrap_milli) OVER (ORDER BY done_at) AS worked
      FROM progress_reports WHERE share_id = ${share.id}),
    latest AS (SELECT DISTINCT done_at, worked FROM facts ORDER BY done_at DESC LIMIT ${RECENT_REPORTS})
    INSERT INTO progress AS p (share_id, org_id, order_id, assignee_org_id, good_milli, scrap_milli, reports,
      last_done_at, last_reported_at, recent_ms, recent_milli)
    SELECT ${share.id}, ${share.org_id}, ${share.order_id}, ${share.assignee_org_id}, sum(good_milli),
      sum(scrap_milli), count(*) FILTER (WHERE corrects_id IS NULL), max(done_at), max(reported_at),
      (SELECT array_agg((extract(epoch FROM done_at) * 1000)::bigint ORDER BY done_at) FROM latest),
      (SELECT array_agg(worked::bigint ORDER BY done_at) FROM latest)
    FROM facts
    ON CONFLICT (share_id) DO UPDATE SET good_milli = excluded.good_milli, scrap_milli = excluded.scrap_milli,
      reports = excluded.reports, last_done_at = excluded.last_done_at,
      last_reported_at = excluded.last_reported_at, recent_ms = excluded.recent_ms,
      recent_milli = excluded.recent_milli
    RETURNING p.good_milli + p.scrap_milli AS worked, p.last_done_at`.execute(tx.db)
  const { worked, last_done_at } = rows[0]!
  const finished_at = worked >= share.quantity_milli ? last_done_at : null
  if (finished_at === share.finished_at) return
  await tx.db.updateTable('shares').set({ finished_at }).where('id', '=', share.id).execute()
  share.finished_at = finished_at
}
