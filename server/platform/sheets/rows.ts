export interface SheetRow {
  /** As the spreadsheet program shows it, from 1. */
  number: number
  /** What a person reads in each cell, up to the last filled one. */
  cells: string[]
}

/** Spaces of every kind: to a person such a cell is empty. */
export function isBlankText(text: string): boolean {
  return text.charCodeAt(0) <= 32 || text.charCodeAt(0) >= 160 ? text.trim() === '' : text === ''
}

export function dropBlankTail(cells: string[]): string[] {
  let length = cells.length
  while (length > 0 && isBlankText(cells[length - 1]!)) length--
  cells.length = length
  return cells
}
