// Amounts as people write them in cells, exactly. Pure.

/** How many digits a currency has after its point: yuan 2, yen 0. */
export function digitsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return maximumFractionDigits ?? 2
}

/** `"¥1,234.50"` in whole units of 10^-places, or null where it is no such amount. */
export function readDecimal(text: string, places: number): number | null {
  const plain = text.normalize('NFKC').replace(/[\s,¥￥$€元]/g, '')
  const match = /^(\d{1,13})(?:\.(\d+))?$/.exec(plain)
  if (!match) return null
  const part = (match[2] ?? '').replace(/0+$/, '')
  if (part.length > places) return null
  const value = Number(match[1]! + part.padEnd(places, '0'))
  return Number.isSafeInteger(value) && value <= 9_000_000_000_000_000 ? value : null
}

/** Whole units of 10^-places as a decimal that a spreadsheet keeps: 12.3456. */
export function asDecimal(value: number, places: number): number {
  return Number(`${value}e-${places}`)
}
