import { clockOf } from '../../platform/sheets/clock.ts'
import type { WrittenSheet } from '../../platform/sheets/write.ts'

/** A column of a file: a text, a number (`of`) or a moment (`at`). Headings stand in both languages. */
export interface FileColumn<T> {
  header: string
  width: number
  type?: 'number'
  of?: (row: T) => string | number | null
  at?: (row: T) => string | null
}

export function sheetOf<T>(
  name: string,
  columns: readonly FileColumn<T>[],
  rows: AsyncIterable<T>,
  timeZone: string,
): WrittenSheet {
  const clock = clockOf(timeZone)
  const cells = async function* () {
    for await (const row of rows) {
      yield columns.map(({ of, at }) => (at ? clock(at(row)) : (of?.(row) ?? null)))
    }
  }
  return {
    name,
    columns: columns.map(({ header, width, type, at }) => ({
      header,
      width,
      type: at ? 'datetime' : (type ?? 'text'),
    })),
    rows: cells(),
  }
}
