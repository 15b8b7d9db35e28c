import type { Ctx, Tx } from '../../platform/ctx.ts'
import { openSheet } from '../../platform/sheets/read.ts'
import { CopyText, copyInto } from './import-copy.ts'
import type { ImportRecord } from './import-queries.ts'
import { problem, rowReader, storable } from './import-rules.ts'
import { checkpoint, lockRunning, NO_WAIT } from './import-run.ts'

const BATCH_ROWS = 2500

interface Batch {
  copy: CopyText
  failed: number
}

/**
 * Reads the file into `import_rows`, batch by batch. How many rows were read is committed with them, so a
 * reading that was cut off goes on where it stopped. While PostgreSQL takes a batch the next one is read.
 */
export async function stageRows(
  ctx: Ctx,
  row: ImportRecord,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const sheetName = row.plan.sheet
  const sheet = await openSheet(path, {
    name: row.file_name,
    ...(sheetName !== null && { sheetName }),
    signal,
  })
  const read = rowReader(row.plan.mapping)
  let rowsRead = row.rows_read
  let skip = rowsRead
  let writing: Promise<void> = Promise.resolve()
  let batch: Batch = { copy: new CopyText(), failed: 0 }
  const flush = async () => {
    const full = batch
    batch = { copy: new CopyText(), failed: 0 }
    await writing
    signal.throwIfAborted()
    const before = rowsRead
    rowsRead += full.copy.rows
    writing = writeBatch(ctx, row, full, before)
    // Awaited before the next batch; without this a failure meanwhile would end the process.
    writing.catch(() => {})
  }
  try {
    for await (const { number, cells } of sheet.rows(signal)) {
      if (number <= row.plan.headerRow) continue
      if (skip > 0) {
        skip -= 1
        continue
      }
      const kept = cells.map(storable)
      const { values, problems } = read(kept)
      const hasFailed = problems.length > 0
      if (hasFailed) batch.failed += 1
      batch.copy.add(
        row.org_id,
        row.id,
        number,
        JSON.stringify(kept),
        values.code,
        values.parentCode,
        hasFailed ? 'failed' : null,
        hasFailed ? JSON.stringify(problems) : '[]',
      )
      if (batch.copy.rows === BATCH_ROWS) await flush()
    }
    if (batch.copy.rows > 0) await flush()
  } finally {
    await writing
  }
  await ctx.acrossOrgs(async (tx) => {
    await lockRunning(tx, row)
    const failed = await failDuplicates(tx, row.id)
    // The total is what marks the reading as finished.
    await checkpoint(tx, row, { failed }, { rowsTotal: rowsRead })
  })
}

async function writeBatch(
  ctx: Ctx,
  row: ImportRecord,
  batch: Batch,
  before: number,
): Promise<void> {
  await ctx.acrossOrgs(async (tx) => {
    await tx.client.query(NO_WAIT)
    const now = await lockRunning(tx, row)
    if (now.rows_read !== before) throw new Error('another process reads this import')
    await copyInto(
      tx.client,
      'import_rows (org_id, import_id, row_no, cells, code, parent_code, outcome, problems)',
      batch.copy,
    )
    await checkpoint(tx, row, { failed: batch.failed }, { rowsRead: before + batch.copy.rows })
  })
}

/** Of rows with one code the first counts; the others fail by its number. */
async function failDuplicates(tx: Tx, importId: string): Promise<number> {
  await tx.client.query("SET LOCAL work_mem = '64MB'")
  const { field, code, message } = problem('code', 'duplicate_code')
  const { rows } = await tx.client.query<{ failed: number }>(
    `WITH seen AS (
       SELECT row_no, min(row_no) OVER (PARTITION BY code COLLATE "C") AS first
       FROM import_rows WHERE import_id = $1 AND code IS NOT NULL),
     marked AS (
       UPDATE import_rows r SET outcome = 'failed', problems = r.problems || jsonb_build_array(
         jsonb_build_object('field', $2::text, 'code', $3::text,
           'message', replace($4::text, '{n}', s.first::text)))
       FROM seen s, import_rows old
       WHERE s.first < s.row_no AND r.import_id = $1 AND r.row_no = s.row_no
         AND old.import_id = $1 AND old.row_no = s.row_no
       RETURNING old.outcome)
     SELECT count(*) FILTER (WHERE outcome IS NULL) AS failed FROM marked`,
    [importId, field, code, message],
  )
  return rows[0]!.failed
}
