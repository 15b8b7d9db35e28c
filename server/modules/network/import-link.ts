import type { Tx } from '../../platform/ctx.ts'
import type { Batch } from './import-apply.ts'
import { type ProblemCode, problem } from './import-rules.ts'
import { TIERS_MAX } from './tree.ts'

/**
 * Fails the open rows that no order of work can place: their parent exists nowhere, failed itself, stands
 * too deep, or the parents go round in a circle. Works on all rows at once, level by level.
 */
export async function failUnplaceable(tx: Tx, batch: Batch): Promise<number> {
  const { client } = tx
  const at = [batch.importId, batch.chainId, batch.orgId, batch.side]
  await client.query("SET LOCAL work_mem = '64MB'")
  await client.query(
    `CREATE TEMP TABLE import_open ON COMMIT DROP AS
     WITH RECURSIVE open AS MATERIALIZED (
       SELECT r.row_no, r.code, r.parent_code, CASE
           WHEN own.id IS NOT NULL THEN own.tier
           WHEN r.parent_code IS NULL OR r.parent_code = $5 THEN $6::int + 1
           ELSE above.tier + 1 END AS tier
       FROM import_rows r
       LEFT JOIN partners own ON own.chain_id = $2 AND own.brought_by_org_id = $3 AND own.code = r.code
         AND own.status <> 'left'
       LEFT JOIN partners above ON above.chain_id = $2 AND above.brought_by_org_id = $3
         AND above.code = r.parent_code AND above.status <> 'left' AND above.side = $4
       WHERE r.import_id = $1 AND r.outcome IS NULL),
     placed AS (
       SELECT row_no, code, tier FROM open WHERE tier IS NOT NULL
       UNION ALL
       SELECT o.row_no, o.code, p.tier + 1 FROM placed p JOIN open o ON o.parent_code = p.code
       WHERE o.tier IS NULL AND p.tier <= $7::int)
     SELECT o.row_no, o.code, o.parent_code, p.tier FROM open o LEFT JOIN placed p USING (row_no)
     WHERE p.tier IS NULL OR p.tier > $7::int`,
    [...at, batch.base.code, batch.base.tier, TIERS_MAX],
  )
  let failed = await failOpen(tx, batch, 'too_deep', 'o.tier IS NOT NULL')
  failed += await failOpen(
    tx,
    batch,
    'parent_missing',
    'NOT EXISTS (SELECT 1 FROM import_rows x WHERE x.import_id = $1 AND x.code = o.parent_code)',
  )
  failed += await failBelowFailed(tx, batch)
  failed += await failOpen(tx, batch, 'parent_cycle', 'true')
  await client.query('DROP TABLE import_open')
  return failed
}

async function failOpen(tx: Tx, batch: Batch, code: ProblemCode, which: string): Promise<number> {
  const { rowCount } = await tx.client.query(
    `UPDATE import_rows r SET outcome = 'failed', problems = $2::jsonb FROM import_open o
     WHERE r.import_id = $1 AND r.row_no = o.row_no AND r.outcome IS NULL AND ${which}`,
    [batch.importId, JSON.stringify([problem('parentCode', code)])],
  )
  return rowCount ?? 0
}

/**
 * Fails the rows below a failed one that is not in the chain yet, all the way down. In a dry run these may
 * have passed before, because nothing was placed.
 */
export async function failBelowFailed(tx: Tx, batch: Batch): Promise<number> {
  const { rowCount } = await tx.client.query(
    `WITH RECURSIVE rows AS MATERIALIZED (
       SELECT r.row_no, r.code, r.parent_code, r.outcome FROM import_rows r WHERE r.import_id = $1
         AND NOT EXISTS (SELECT 1 FROM partners p WHERE p.chain_id = $2 AND p.brought_by_org_id = $3
           AND p.code = r.code AND p.status <> 'left')),
     bad AS (
       SELECT r.code FROM rows r WHERE r.outcome = 'failed' AND r.code IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM rows good WHERE good.code = r.code
           AND good.outcome IS DISTINCT FROM 'failed')
       UNION
       SELECT r.code FROM bad b JOIN rows r ON r.parent_code = b.code
       WHERE r.outcome IS NULL OR r.outcome = 'created')
     UPDATE import_rows r SET outcome = 'failed', problems = $4::jsonb FROM bad b, rows o
     WHERE o.parent_code = b.code AND (o.outcome IS NULL OR o.outcome = 'created')
       AND r.import_id = $1 AND r.row_no = o.row_no`,
    [
      batch.importId,
      batch.chainId,
      batch.orgId,
      JSON.stringify([problem('parentCode', 'parent_failed')]),
    ],
  )
  return rowCount ?? 0
}
