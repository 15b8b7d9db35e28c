import { IMPORT_FIELDS } from '../../../../server/modules/network/schema.ts'
import type { Import, ImportField, ImportPlan } from './api.ts'

/** What the import page decides by itself about a plan. Pure. */
type Mapping = ImportPlan['mapping']

export const REQUIRED: ImportField[] = ['code', 'name']
export const FIELD_PARTS: { key: 'partner' | 'contact' | 'contact2'; fields: ImportField[] }[] = [
  { key: 'partner', fields: IMPORT_FIELDS.filter((field) => !field.startsWith('contact')) },
  { key: 'contact', fields: IMPORT_FIELDS.filter((field) => /^contact[A-Z]/.test(field)) },
  { key: 'contact2', fields: IMPORT_FIELDS.filter((field) => field.startsWith('contact2')) },
]

export const missingFields = (mapping: Mapping): ImportField[] =>
  REQUIRED.filter((field) => mapping[field] === undefined)

/** Sets or clears one field's column. A column fills one field: the field that had it before gives it up. */
export function mapField(mapping: Mapping, field: ImportField, column: number | null): Mapping {
  const next: Mapping = {}
  for (const [name, at] of Object.entries(mapping) as [ImportField, number][]) {
    if (name !== field && at !== column) next[name] = at
  }
  if (column !== null) next[field] = column
  return next
}

export function fieldOfColumn(mapping: Mapping, column: number): ImportField | null {
  const found = (Object.entries(mapping) as [ImportField, number][]).find(([, at]) => at === column)
  return found ? found[0] : null
}

/** The first few values that a column really holds. */
export function examplesOf(preview: string[][], column: number | undefined, most = 3): string[] {
  if (column === undefined) return []
  const values = preview.map((row) => row[column]?.trim() ?? '').filter(Boolean)
  return [...new Set(values)].slice(0, most)
}

/** Column letters as the spreadsheet shows them: 0 is A, 26 is AA. */
export function columnLetter(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnLetter(Math.floor(column / 26) - 1) + letter
}

/** Columns with a heading or a value; empty ones at the end of a sheet are not offered. */
export function usedColumns(headers: string[], preview: string[][]): number[] {
  const width = Math.max(headers.length, ...preview.map((row) => row.length), 0)
  return Array.from({ length: width }, (_, column) => column).filter(
    (column) => headers[column]?.trim() || preview.some((row) => row[column]?.trim()),
  )
}

export type Step = 'map' | 'check' | 'run' | 'done'
export function stepOf(state: Import['state']): Step {
  if (state === 'uploaded') return 'map'
  if (state === 'checking' || state === 'checked') return 'check'
  return state === 'running' ? 'run' : 'done'
}

export const isSamePlan = (a: ImportPlan, b: ImportPlan): boolean =>
  a.sheet === b.sheet &&
  a.headerRow === b.headerRow &&
  IMPORT_FIELDS.every((field) => a.mapping[field] === b.mapping[field])

/** How many rows a run would write. */
export const rowsToWrite = ({ counts }: Pick<Import, 'counts'>): number =>
  (counts.created ?? 0) + (counts.updated ?? 0)
