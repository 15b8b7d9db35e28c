import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { type FileStore, getFile } from '../../platform/files.ts'
import type { JobHandlers } from '../../platform/jobs.ts'
import { SheetError } from '../../platform/sheets/read.ts'
import {
  type Batch,
  finishWindow,
  nextWindow,
  type Placed,
  placeWindow,
  type Window,
} from './import-apply.ts'
import { failBelowFailed, failUnplaceable } from './import-link.ts'
import { type ImportRecord, readImport } from './import-queries.ts'
import { checkpoint, ImportStopped, lockRunning } from './import-run.ts'
import { stageRows } from './import-stage.ts'
import { findBase } from './import-target.ts'
import type { Import } from './schema.ts'

export const importJobs = (files: FileStore): JobHandlers => ({
  'network.import': (ctx: Ctx, { importId }: { importId: string }, signal) =>
    workOn(ctx, files, importId, signal),
})

/**
 * One job from the file to the last outcome. Each batch commits with its checkpoint, so a process that dies
 * at any moment leaves a state from which the next one goes on: rows read, rows still open.
 */
async function workOn(ctx: Ctx, files: FileStore, id: string, signal: AbortSignal): Promise<void> {
  const { row, sha256 } = await ctx.acrossOrgs(async (tx) => {
    const row = await readImport(tx, id)
    return { row, sha256: (await getFile(tx, row.file_id)).sha256 }
  })
  if (row.state !== 'checking' && row.state !== 'running') return
  try {
    if (row.rows_total === 0) {
      await stageRows(ctx, row, await files.local(sha256), signal)
      await learn(ctx, 'import_rows (import_id, row_no, outcome)')
    }
    if (row.state === 'checking') await dryRun(ctx, row, signal)
    else await placeAll(ctx, row, signal)
    await finish(ctx, row)
  } catch (error) {
    if (error instanceof ImportStopped) return
    const reason = failureOf(error)
    if (reason === null) throw error
    await fail(ctx, row, reason)
  }
}

/** What lies in the file or in the chain, and no second attempt can mend. */
function failureOf(error: unknown): string | null {
  if (error instanceof SheetError) return error.code
  if (!(error instanceof AppError)) return null
  return error.details.reason ?? error.details.errors?.[0]?.code ?? error.code
}

async function dryRun(ctx: Ctx, row: ImportRecord, signal: AbortSignal): Promise<void> {
  // Nothing is placed in a dry run, so what can never be placed must be known before.
  await linkStep(ctx, row, failUnplaceable)
  await sweep(ctx, row, signal)
  await linkStep(ctx, row, failBelowFailed)
}

async function placeAll(ctx: Ctx, row: ImportRecord, signal: AbortSignal): Promise<void> {
  // Children may come before their parents, so the open rows are passed over until none is left. Each pass
  // places at least one tier; a pass that places nobody leaves rows that cannot be placed.
  for (;;) {
    const { left, done } = await sweep(ctx, row, signal)
    if (left === 0) return
    if (done === 0 && (await linkStep(ctx, row, failUnplaceable)) === 0) {
      throw new Error('rows are open that can be placed and are not')
    }
  }
}

/**
 * Passes once over the open rows. Several windows are under way: one is read and prepared here, one is handed to
 * PostgreSQL, one is placed, and the one before gets its contacts and outcomes.
 */
async function sweep(ctx: Ctx, row: ImportRecord, signal: AbortSignal) {
  let done = 0
  let seen = 0
  let windows = 0
  let coming = nextWindow(ctx, row, 0)
  let placing: Promise<unknown> = Promise.resolve()
  let finishing: Promise<void> = Promise.resolve()
  try {
    for (let window = await coming; window !== null; window = await coming) {
      signal.throwIfAborted()
      coming = nextWindow(ctx, row, window.lastRowNo)
      const placed = placeWindow(ctx, row, window, (tx) => findBatch(tx, row), placing)
      const finished = finishAfter(finishing, window, placed)
      // Each is awaited a turn later; without this a failure meanwhile would end the process.
      for (const promise of [coming, placed, finished]) promise.catch(() => {})
      await placing
      await finishing
      if (windows++ === 1) await learn(ctx, 'partners (chain_id, brought_by_org_id, code)')
      placing = placed
      finishing = finished
      seen += window.rows.rows
    }
  } finally {
    await finishing
  }
  return { done, left: seen - done }

  async function finishAfter(before: Promise<void>, window: Window, placed: Promise<Placed>) {
    const [rows] = await Promise.all([placed, before])
    const counts = await finishWindow(ctx, row, window, rows)
    done += Object.values(counts).reduce((sum, n) => sum + n, 0)
  }
}

/**
 * Lets PostgreSQL look at what was just written. It believes a table that it has never looked at to be small, and would
 * read all of it for each window.
 */
function learn(ctx: Ctx, what: string): Promise<unknown> {
  return ctx.acrossOrgs((tx) => tx.client.query(`ANALYZE ${what}`))
}

function linkStep(
  ctx: Ctx,
  row: ImportRecord,
  step: (tx: Tx, batch: Batch) => Promise<number>,
): Promise<number> {
  return ctx.acrossOrgs(async (tx) => {
    await lockRunning(tx, row)
    const failed = await step(tx, await findBatch(tx, row))
    await recount(tx, row)
    return failed
  })
}

/** Where the rows go, as the chain stands in this transaction: it may change while an import runs. */
async function findBatch(tx: Tx, row: ImportRecord): Promise<Batch> {
  if (row.plan.under !== row.parent_id) throw new AppError('gone', { reason: 'import_parent_gone' })
  const target = { chainId: row.chain_id, side: row.side, parentId: row.parent_id }
  const base = await findBase(tx, target)
  return {
    importId: row.id,
    orgId: row.org_id,
    chainId: row.chain_id,
    side: row.side,
    base,
  }
}

async function recount(tx: Tx, row: ImportRecord): Promise<Import['counts']> {
  const { rows } = await tx.client.query<{ outcome: keyof Import['counts']; n: number }>(
    `SELECT outcome, count(*) AS n FROM import_rows
     WHERE import_id = $1 AND outcome IS NOT NULL GROUP BY 1`,
    [row.id],
  )
  const counts: Import['counts'] = Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]))
  await tx.client.query(`UPDATE imports SET counts = '{}', rows_done = 0 WHERE id = $1`, [row.id])
  await checkpoint(tx, row, counts)
  return counts
}

async function finish(ctx: Ctx, row: ImportRecord): Promise<void> {
  await ctx.acrossOrgs(async (tx) => {
    const { rows_total: rows } = await lockRunning(tx, row)
    if (rows === 0) throw new AppError('bad_input', { reason: 'import_no_rows' })
    const counts = await recount(tx, row)
    await close(tx, row, row.state === 'checking' ? 'checked' : 'done', null)
    if (row.state === 'checking') return
    record(tx, 'network.partners_imported', `chain:${row.chain_id}`, {
      importId: row.id,
      fileName: row.file_name,
      startedBy: row.created_by,
      ...counts,
    })
  })
}

async function fail(ctx: Ctx, row: ImportRecord, reason: string): Promise<void> {
  ctx.log.info({ importId: row.id, reason }, 'an import failed')
  await ctx.acrossOrgs((tx) => close(tx, row, 'failed', reason))
}

/** Only the import as this job took it up: one that was cancelled meanwhile stays cancelled. */
async function close(tx: Tx, row: ImportRecord, state: Import['state'], failure: string | null) {
  await tx.client.query(
    `UPDATE imports SET state = $2, failure = $3, finished_at = $4, version = version + 1
     WHERE id = $1 AND state = $5 AND version = $6`,
    [row.id, state, failure, tx.now(), row.state, row.version],
  )
  await checkpoint(tx, row, {})
}
