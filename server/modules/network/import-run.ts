import type { Tx } from '../../platform/ctx.ts'
import type { ImportRecord } from './import-queries.ts'
import type { Import } from './schema.ts'

/**
 * A batch need not wait for the disk: should the machine lose power, the batches after the last one written are lost
 * together with their checkpoints, and are done again. The last commit of an import waits for all of them.
 */
export const NO_WAIT = 'SET LOCAL synchronous_commit = off'

/** Thrown when the import was cancelled, or taken up by somebody else: the job simply ends. */
export class ImportStopped extends Error {}

/** Locks the import for a batch. Cancelling waits for the batch, and the next batch finds it cancelled. */
export async function lockRunning(
  tx: Tx,
  row: Pick<ImportRecord, 'id' | 'state' | 'version'>,
): Promise<{ rows_read: number; rows_total: number }> {
  const { rows } = await tx.client.query<{ rows_read: number; rows_total: number }>(
    `SELECT rows_read, rows_total FROM imports WHERE id = $1 AND state = $2 AND version = $3 FOR UPDATE`,
    [row.id, row.state, row.version],
  )
  if (!rows[0]) throw new ImportStopped('the import was stopped')
  return rows[0]
}

/**
 * Locks the import to finish what a batch has already placed: cancelling meanwhile does not leave partners
 * behind of which the import says nothing.
 */
export async function lockStarted(tx: Tx, row: ImportRecord): Promise<void> {
  const { rowCount } = await tx.client.query(
    `SELECT 1 FROM imports WHERE id = $1 AND ((state = $2 AND version = $3)
       OR (state = 'cancelled' AND version = $3 + 1)) FOR UPDATE`,
    [row.id, row.state, row.version],
  )
  if (rowCount === 0) throw new ImportStopped('the import was started anew')
}

/** Reads whether the import still runs, without holding it. */
export async function requireRunning(tx: Tx, row: ImportRecord): Promise<void> {
  const { rowCount } = await tx.client.query(
    'SELECT 1 FROM imports WHERE id = $1 AND state = $2 AND version = $3',
    [row.id, row.state, row.version],
  )
  if (rowCount === 0) throw new ImportStopped('the import was stopped')
}

/** Counts a batch in its own transaction and wakes the pages that watch. */
export async function checkpoint(
  tx: Tx,
  row: Pick<ImportRecord, 'id' | 'org_id'>,
  outcomes: Import['counts'],
  reading: { rowsRead?: number; rowsTotal?: number } = {},
): Promise<void> {
  const done = Object.values(outcomes).reduce((sum, n) => sum + n, 0)
  await tx.client.query(
    `UPDATE imports SET rows_done = rows_done + $2, rows_read = coalesce($3, rows_read),
       rows_total = coalesce($4, rows_total),
       counts = (SELECT coalesce(jsonb_object_agg(key, n), '{}') FROM (
         SELECT key, sum(value::int) AS n FROM (
           SELECT * FROM jsonb_each_text(counts) UNION ALL SELECT * FROM jsonb_each_text($5::jsonb)) c
         GROUP BY key HAVING sum(value::int) > 0) s)
     WHERE id = $1`,
    [row.id, done, reading.rowsRead ?? null, reading.rowsTotal ?? null, JSON.stringify(outcomes)],
  )
  await tx.client.query(
    `SELECT pg_notify('jingwei', json_build_object('t', $1::text, 'topic', $2::text)::text)`,
    [row.org_id, `import:${row.id}`],
  )
}
