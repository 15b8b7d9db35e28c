import type { Ctx } from '../../../platform/ctx.ts'
import { badField } from '../../../platform/errors.ts'
import { type FileStore, getFile } from '../../../platform/files.ts'
import {
  findHeaders,
  guessMapping,
  HEADER_SEARCH_ROWS,
  type HeaderDictionary,
} from '../../../platform/sheets/headers.ts'
import { openSheet, SheetError, type SheetRow } from '../../../platform/sheets/read.ts'

/** A row of a sheet by what its columns mean. */
export interface NamedRow<F extends string> {
  row: number
  cells: Partial<Record<F, string>>
}

export interface SheetShape<F extends string> {
  headers: HeaderDictionary<F>
  needed: readonly F[]
  rowsMax: number
}

/** The rows of an uploaded sheet, below the headers wherever they stand. */
export async function readNamedRows<F extends string>(
  ctx: Ctx,
  files: FileStore,
  fileId: string,
  { headers, needed, rowsMax }: SheetShape<F>,
): Promise<NamedRow<F>[]> {
  const file = await ctx.read((tx) => getFile(tx, fileId))
  if (file.org_id !== ctx.actor.orgId) throw badField('fileId', 'not_found', 'No such file')
  try {
    const sheet = await openSheet(await files.local(file.sha256), { name: file.name })
    const all: SheetRow[] = []
    for await (const row of sheet.rows()) {
      all.push(row)
      if (all.length > rowsMax + HEADER_SEARCH_ROWS) {
        throw badField('fileId', 'sheet_rows', `More than ${rowsMax} rows`)
      }
    }
    const found = findHeaders(all, headers)
    const columns = guessMapping(found?.columns ?? [], headers)
    const missing = needed.filter((field) => !columns.some((column) => column.field === field))
    if (!found || missing.length > 0) {
      throw badField('fileId', 'sheet_columns', `Needs columns for ${missing.join(', ')}`)
    }
    return all
      .filter((row) => row.number > found.headerRow && row.cells.some((cell) => cell.trim() !== ''))
      .map((row) => ({ row: row.number, cells: cellsOf(row, columns) }))
  } catch (error) {
    if (error instanceof SheetError) throw badField('fileId', error.code, error.message)
    throw error
  }
}

function cellsOf<F extends string>(
  row: SheetRow,
  columns: readonly { field: F | null; index: number }[],
): NamedRow<F>['cells'] {
  const cells: NamedRow<F>['cells'] = {}
  for (const { field, index } of columns) {
    if (field !== null) cells[field] = (row.cells[index] ?? '').trim()
  }
  return cells
}
