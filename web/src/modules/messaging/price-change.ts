/** What a price change means to its reader. Pure; amounts in minor units, shares in basis points. */
export type Direction = 'up' | 'down' | 'same' | 'new'

export interface PriceChange {
  direction: Direction
  /** Null when the price before is not known. */
  differenceMinor: number | null
  /** Null when there is nothing to compare with, or it was free before. */
  changeBp: number | null
}

export function priceChange(nowMinor: number, previousMinor: number | null): PriceChange {
  if (previousMinor === null) return { direction: 'new', differenceMinor: null, changeBp: null }
  const differenceMinor = nowMinor - previousMinor
  return {
    direction: differenceMinor > 0 ? 'up' : differenceMinor < 0 ? 'down' : 'same',
    differenceMinor,
    changeBp: previousMinor === 0 ? null : Math.round((differenceMinor / previousMinor) * 10_000),
  }
}

/** What is left of the suggested retail price after paying for the goods; null when there is no such price. */
export function marginBp(buysAtMinor: number, retailMinor: number): number | null {
  return retailMinor === 0 ? null : Math.round(((retailMinor - buysAtMinor) / retailMinor) * 10_000)
}

export interface ChangeSummary {
  up: number
  down: number
  same: number
  unknown: number
  /** The mean change of those that can be compared, each product counting once. */
  meanBp: number | null
}

export function summariseChanges(
  lines: readonly { priceMinor: number; previousMinor: number | null }[],
): ChangeSummary {
  const summary: ChangeSummary = { up: 0, down: 0, same: 0, unknown: 0, meanBp: null }
  const changes: number[] = []
  for (const line of lines) {
    const { direction, changeBp } = priceChange(line.priceMinor, line.previousMinor)
    summary[direction === 'new' ? 'unknown' : direction] += 1
    if (changeBp !== null) changes.push(changeBp)
  }
  if (changes.length > 0) {
    summary.meanBp = Math.round(changes.reduce((sum, bp) => sum + bp, 0) / changes.length)
  }
  return summary
}
