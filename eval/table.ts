// What a section of `./jingwei eval` answers, and how it is printed.

export interface Table {
  title: string
  columns: string[]
  rows: (string | number | null)[][]
  /** What a reader must know to judge the figures. */
  notes?: string[]
}

export interface Findings {
  tables: Table[]
  /** The figures that others quote, printed last on one line as `NAME key=value ...`. */
  keys: Record<string, number>
}

/** Measures on the public data of a folder; where it is not there, says so in a word. */
export type Section = (folder: string) => Findings | { skipped: string }

const cell = (value: string | number | null): string =>
  value === null
    ? '-'
    : typeof value === 'string'
      ? value
      : Number.isInteger(value)
        ? String(value)
        : value.toFixed(Math.abs(value) >= 100 ? 1 : 4)

/** Plain text with the first column to the left and figures to the right. */
export function printed({ title, columns, rows, notes = [] }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(cell))]
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)))
  const line = (row: string[]) =>
    `  ${row.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join('  ')}`
  const rule = `  ${widths.map((width) => '-'.repeat(width)).join('  ')}`
  return [title, line(cells[0]!), rule, ...cells.slice(1).map(line), ...notes.map((n) => `  ${n}`)]
    .map((text) => text.trimEnd())
    .join('\n')
}

export const keyLine = (name: string, keys: Record<string, number>): string =>
  [name, ...Object.entries(keys).map(([key, value]) => `${key}=${cell(value)}`)].join(' ')
