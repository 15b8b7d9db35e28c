import type { z } from 'zod'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { found } from '../../platform/errors.ts'
import type { RowProblem } from './import-rules.ts'
import type { StoredPlan } from './import-sheet.ts'
import type { Import, ImportRowQuery, ImportRow as RowOnWire, Side } from './schema.ts'

type ImportRow = z.infer<typeof RowOnWire>

export interface ImportRecord {
  id: string
  org_id: string
  chain_id: string
  parent_id: string | null
  side: Side
  file_id: string
  file_name: string
  state: Import['state']
  plan: StoredPlan
  rows_total: number
  rows_read: number
  rows_done: number
  counts: Import['counts']
  failure: string | null
  created_by: string
  created_at: string
  finished_at: string | null
  version: number
}

/** An import of my org; to everybody else it is not found. */
export async function readImport(tx: Tx, id: string, lock = false): Promise<ImportRecord> {
  let query = tx.db
    .selectFrom('imports')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
  if (lock) query = query.forUpdate()
  return found(await query.executeTakeFirst(), 'import') as unknown as ImportRecord
}

export function shapeImport(row: ImportRecord): Import {
  const { sheet, headerRow, mapping, sheets, headers, preview, encoding } = row.plan
  return {
    id: row.id,
    chainId: row.chain_id,
    side: row.side,
    parentId: row.parent_id,
    fileName: row.file_name,
    state: row.state,
    plan: { sheet, headerRow, mapping },
    sheets,
    headers,
    preview,
    encoding,
    rowsTotal: row.rows_total,
    rowsRead: row.rows_read,
    rowsDone: row.rows_done,
    counts: row.counts,
    failure: row.failure,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    version: row.version,
  }
}

export function getImport(ctx: Ctx, id: string): Promise<Import> {
  return ctx.read(async (tx) => shapeImport(await readImport(tx, id)))
}

/** The imports that my org has made into a chain, latest first. */
export function listImports(ctx: Ctx, chainId: string, query: { cursor?: string; limit: number }) {
  const after = decodeCursor(query.cursor, 2)
  return ctx.read(async (tx) => {
    const chain = tx.db.selectFrom('chains').select('id').where('id', '=', chainId)
    found(await chain.executeTakeFirst(), 'chain')
    let list = tx.db
      .selectFrom('imports')
      .selectAll()
      .where('org_id', '=', tx.actor.orgId as string)
      .where('chain_id', '=', chainId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
    if (after) {
      const [at, id] = after as [string, string]
      list = list.where((e) => e(e.refTuple('created_at', 'id'), '<', e.tuple(at, id)))
    }
    const rows = (await list.execute()) as unknown as ImportRecord[]
    return pageOf(rows, query.limit, (row) => [row.created_at, row.id], shapeImport)
  })
}

interface StoredRow {
  row_no: number
  outcome: ImportRow['outcome']
  code: string | null
  cells: string[]
  problems: RowProblem[]
  partner_id: string | null
}

/** Rows of an import in the order of the file, as far as they have been read. */
export function listImportRows(ctx: Ctx, id: string, query: z.infer<typeof ImportRowQuery>) {
  const after = decodeCursor(query.cursor, 1)
  return ctx.read(async (tx) => {
    const { rows_read: read, counts } = await readImport(tx, id)
    const rows = await readRows(tx, id, Number(after?.[0] ?? 0), query.limit + 1, query.outcome)
    const total = query.outcome?.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0) ?? read
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.row_no],
      (row): ImportRow => ({
        rowNo: row.row_no,
        outcome: row.outcome,
        code: row.code,
        cells: row.cells,
        problems: row.problems,
        partnerId: row.partner_id,
      }),
    )
    return { ...page, total }
  })
}

export async function readRows(
  tx: Tx,
  id: string,
  after: number,
  limit: number,
  outcomes?: NonNullable<ImportRow['outcome']>[],
): Promise<StoredRow[]> {
  let list = tx.db
    .selectFrom('import_rows')
    .select(['row_no', 'outcome', 'code', 'cells', 'problems', 'partner_id'])
    .where('import_id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .where('row_no', '>', after)
    .orderBy('row_no')
    .limit(limit)
  if (outcomes) list = list.where('outcome', 'in', outcomes)
  return (await list.execute()) as unknown as StoredRow[]
}
