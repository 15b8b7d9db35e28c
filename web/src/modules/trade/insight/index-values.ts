import type { IndexCell, PriceIndex } from './api.ts'

/** Every month from the first to the last that any region has, also those without a row. */
export function monthsOf({ regions }: Pick<PriceIndex, 'regions'>): string[] {
  const found = regions.flatMap(({ cells }) => cells.map(({ month }) => month)).sort()
  const [first, last] = [found[0], found.at(-1)]
  if (!first || !last) return []
  const months: string[] = []
  for (let month = first; month <= last; month = after(month)) months.push(month)
  return months
}

function after(month: string): string {
  const [year, of] = month.split('-').map(Number) as [number, number]
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, '0')}`
}

/** The index of a month; 100 where a later one counts from it; null where it is kept back: a gap, never a nought. */
export function valueAt(cells: readonly IndexCell[], month: string): number | null {
  const cell = cells.find((one) => one.month === month)
  if (cell?.index != null) return cell.index
  return cells.some((one) => one.index !== null && one.base === month) ? 100 : null
}

/** The latest month that can be compared with the one before. */
export function lastMove(
  cells: readonly IndexCell[],
): { month: string; index: number; share: number } | null {
  const at = cells.findLastIndex(({ index }) => index !== null)
  const cell = cells[at]
  const before = at > 0 ? valueAt(cells, cells[at - 1]!.month) : null
  if (!cell || cell.index === null || before === null) return null
  return { month: cell.month, index: cell.index, share: cell.index / before - 1 }
}
