import { AppError, badField } from '../../platform/errors.ts'
import { findHeaders, guessMapping, HEADER_SEARCH_ROWS } from '../../platform/sheets/headers.ts'
import { openSheet, type Sheet, SheetError, type SheetRow } from '../../platform/sheets/read.ts'
import { IMPORT_HEADERS, storable } from './import-rules.ts'
import type { ImportField, ImportPlan } from './schema.ts'

/** What a person sees of the file before anything is done with it; kept with the plan it was read by. */
export interface SheetView {
  sheets: string[]
  headers: string[]
  preview: string[][]
  encoding: string | null
}
export type ReadPlan = ImportPlan & SheetView
/** As the database keeps it. */
export type StoredPlan = ReadPlan & {
  /** The chosen parent, should that partner be removed before the run. */
  under: string | null
  /** When the last run began: partners that it creates bear this time, so that a resumed run knows them. */
  startedAt: string | null
}

const PREVIEW_ROWS = 20
const PREVIEW_CHARS = 200

/** Opens the file, finds the row of headings and guesses what each column means. */
export async function guessPlan(path: string, fileName: string): Promise<ReadPlan> {
  const { sheet, rows } = await firstRows(path, fileName, null, HEADER_SEARCH_ROWS + PREVIEW_ROWS)
  const found = findHeaders(rows, IMPORT_HEADERS)
  const mapping: ImportPlan['mapping'] = {}
  for (const { index, field } of guessMapping(found?.columns ?? [], IMPORT_HEADERS)) {
    if (field !== null) mapping[field as ImportField] = index
  }
  const headerRow = found?.headerRow ?? rows[0]?.number ?? 1
  return { sheet: sheet.sheetName ?? null, headerRow, mapping, ...viewOf(sheet, rows, headerRow) }
}

/** Reads the file again by a plan that a person has changed, and refuses a plan that does not fit it. */
export async function readByPlan(
  path: string,
  fileName: string,
  plan: ImportPlan,
): Promise<ReadPlan> {
  const { sheet, rows } = await firstRows(path, fileName, plan.sheet, plan.headerRow + PREVIEW_ROWS)
  const view = viewOf(sheet, rows, plan.headerRow)
  const columns = rows.reduce((max, row) => Math.max(max, row.cells.length), 0)
  const taken = new Set<number>()
  for (const [field, index] of Object.entries(plan.mapping)) {
    const name = `plan.mapping.${field}`
    if (index >= columns) throw badField(name, 'no_such_column', 'The sheet has no such column')
    if (taken.has(index)) throw badField(name, 'column_taken', 'Another field has this column')
    taken.add(index)
  }
  return { ...plan, sheet: sheet.sheetName ?? null, ...view }
}

async function firstRows(
  path: string,
  name: string,
  sheetName: string | null,
  lastRow: number,
): Promise<{ sheet: Sheet; rows: SheetRow[] }> {
  try {
    const sheet = await openSheet(path, { name, ...(sheetName !== null && { sheetName }) })
    const rows: SheetRow[] = []
    for await (const row of sheet.rows()) {
      if (row.number > lastRow && rows.length > 0) break
      rows.push(row)
    }
    return { sheet, rows }
  } catch (error) {
    throw error instanceof SheetError ? refusal(error) : error
  }
}

function viewOf(sheet: Sheet, rows: SheetRow[], headerRow: number): SheetView {
  const short = (cell: string) => storable(cell).slice(0, PREVIEW_CHARS).toWellFormed()
  const header = rows.find((row) => row.number === headerRow)?.cells ?? []
  return {
    sheets: sheet.sheetNames.map(storable),
    headers: header.map((cell) => short(cell).replace(/\s+/g, ' ').trim()),
    preview: rows
      .filter((row) => row.number > headerRow)
      .slice(0, PREVIEW_ROWS)
      .map((row) => row.cells.map(short)),
    encoding: sheet.encoding ?? null,
  }
}

/** A fault of the file as the caller hears it: by code, with the facts for the message. */
function refusal({ code, message, detail }: SheetError): AppError {
  const field = code === 'sheet_no_such_sheet' ? 'plan.sheet' : 'file'
  const isTooLarge = ['sheet_too_large', 'sheet_zip_bomb'].includes(code)
  return new AppError(isTooLarge ? 'too_large' : 'bad_input', {
    reason: code,
    errors: [{ field, code, message }],
    data: { ...detail },
  })
}
