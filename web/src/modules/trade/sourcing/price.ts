import { minorDigits } from '../../../ui/format.ts'

// Unit prices have four places more than the minor unit: 12.3456 yuan is 12,345,600.

const PLACES = 4

/** 12345600 as `12.3456`: at least the places of the currency, no zeros beyond them. */
export function e4ToText(e4: number, currency = 'CNY'): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(e4)).padStart(digits + PLACES + 1, '0')
  const whole = text.slice(0, -(digits + PLACES))
  const part = text.slice(-(digits + PLACES))
  const kept = part.slice(0, digits) + part.slice(digits).replace(/0+$/, '')
  return `${e4 < 0 ? '-' : ''}${whole}${kept && `.${kept}`}`
}

/** What a person typed as a unit price, or null when it is none. */
export function textToE4(text: string, currency = 'CNY'): number | null {
  const plain = text.normalize('NFKC').replace(/[\s,¥$€]/g, '')
  const digits = minorDigits(currency) + PLACES
  const match = /^(\d{1,9})(?:\.(\d*))?$/.exec(plain)
  if (!match) return null
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return null
  return Number(match[1] + fraction.padEnd(digits, '0'))
}

/** A plain decimal without thousands, or null: `1,000.50` is `1000.5`. */
export function textToQuantity(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '')
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(plain)) return null
  const [whole, part = ''] = plain.split('.') as [string, string?]
  const kept = part.replace(/0+$/, '')
  const trimmed = whole.replace(/^0+(?=\d)/, '')
  return kept ? `${trimmed}.${kept}` : trimmed
}
