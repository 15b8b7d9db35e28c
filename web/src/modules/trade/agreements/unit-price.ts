import { minorDigits } from '../../../ui/format.ts'

/** A unit price in e4 as people read it: two digits, more where it has more. */
export function unitPriceText(unitE4: number, currency: string, locale: string): string {
  const digits = minorDigits(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits + 4,
  }).format(unitE4 / 10 ** (digits + 4))
}

/** What was typed as a price in e4, or null when it is none. A sign is kept. */
export function textToE4(text: string, currency: string): number | null {
  const plain = text.normalize('NFKC').replace(/[\s,¥$€]/g, '')
  const digits = minorDigits(currency) + 4
  const match = /^(-?)(\d{1,9})(?:\.(\d*))?$/.exec(plain)
  if (!match) return null
  const part = (match[3] ?? '').replace(/0+$/, '')
  if (part.length > digits) return null
  const size = Number(match[2]! + part.padEnd(digits, '0'))
  return match[1] ? -size : size
}

/** A price in e4 as one types it. */
export function e4ToText(unitE4: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(unitE4)).padStart(digits + 5, '0')
  const at = text.length - digits - 4
  const part = text.slice(at).replace(/0+$/, '').padEnd(digits, '0')
  return `${unitE4 < 0 ? '-' : ''}${text.slice(0, at)}${part ? `.${part}` : ''}`
}
