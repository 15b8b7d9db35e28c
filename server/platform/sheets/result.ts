import type { CellValue, SheetColumn, WrittenSheet } from './write.ts'

export const ROW_OUTCOMES = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const
export type RowOutcome = (typeof ROW_OUTCOMES)[number]

export interface RowProblem {
  /** The column's index in the file, or null when the whole row is meant. */
  column: number | null
  code: string
  message: string
}

/** What became of one row of an import, told in terms of the person's own file and of no mapping. */
export interface ResultRow {
  number: number
  cells: readonly string[]
  outcome: RowOutcome
  problems: readonly RowProblem[]
}

/** In the reader's language. */
export interface ResultWords {
  sheetName: string
  row: string
  outcome: string
  problems: string
  outcomes: Readonly<Record<RowOutcome, string>>
}

/**
 * The sheet to download after an import: the person's own columns, so that rows can be mended and
 * sent again, behind the row's number and what became of it.
 */
export function resultSheet(
  headers: readonly string[],
  results: Iterable<ResultRow> | AsyncIterable<ResultRow>,
  words: ResultWords,
): WrittenSheet {
  const columns: SheetColumn[] = [
    { header: words.row, width: 8, type: 'number' },
    { header: words.outcome, width: 12 },
    { header: words.problems, width: 48 },
    ...headers.map((header) => ({ header, width: 18 })),
  ]
  return { name: words.sheetName, columns, rows: resultRows(headers, results, words) }
}

async function* resultRows(
  headers: readonly string[],
  results: Iterable<ResultRow> | AsyncIterable<ResultRow>,
  words: ResultWords,
): AsyncGenerator<CellValue[]> {
  for await (const { number, cells, outcome, problems } of results) {
    const told = problems.map(({ column, message }) => {
      const header = column === null ? undefined : headers[column]
      return header ? `${header}: ${message}` : message
    })
    yield [number, words.outcomes[outcome], told.join('\n'), ...cells]
  }
}
