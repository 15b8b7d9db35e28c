// Decimals of UBL, exactly: whole units of 10^-places to text and back. Pure.

export function decimalText(value: number, places: number): string {
  const digits = String(value).padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** As `decimalText` without zeros that say nothing beyond `least` places. */
export function shortDecimal(value: number, places: number, least: number): string {
  const text = decimalText(value, places)
  const end = text.length - (places - least)
  const rest = text.slice(end).replace(/0+$/, '')
  return (text.slice(0, end) + rest).replace(/\.$/, '')
}

/** Null where the text is no such decimal or has more places. */
export function wholeOf(text: string, places: number): number | null {
  const match = /^(\d{1,15})(?:\.(\d*))?$/.exec(text.trim())
  if (!match) return null
  const part = (match[2] ?? '').replace(/0+$/, '')
  if (part.length > places) return null
  const value = Number(match[1]! + part.padEnd(places, '0'))
  return Number.isSafeInteger(value) ? value : null
}
