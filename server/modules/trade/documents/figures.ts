import type { PaymentTerm } from '@jingwei/pricing/terms'
import { clockOf } from '../../../platform/sheets/clock.ts'
import { asDecimal, digitsOf } from '../catalogue/amounts.ts'
import { type Locale, TERMS } from './words.ts'

/** Figures as they stand on paper in one language and at one clock. */
export interface Figures {
  locale: Locale
  amount(minor: number, currency: string): string
  unitPrice(e4: number, currency: string): string
  percent(bp: number): string
  quantity(quantity: string, unit?: string): string
  moment(at: string | null): string
  payment(term: PaymentTerm): string
}

export function figuresOf(locale: Locale, timeZone: string): Figures {
  const clock = clockOf(timeZone)
  const decimal = (value: number, least: number, most: number) =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
    }).format(value)
  const percent = (bp: number) => `${decimal(bp / 100, 0, 2)}%`
  return {
    locale,
    percent,
    amount: (minor, currency) => {
      const digits = digitsOf(currency)
      return decimal(asDecimal(minor, digits), digits, digits)
    },
    unitPrice: (e4, currency) => {
      const digits = digitsOf(currency)
      return decimal(asDecimal(e4, digits + 4), digits, digits + 4)
    },
    quantity: (quantity, unit) => {
      const [whole, part] = quantity.split('.') as [string, string?]
      const grouped = BigInt(whole).toLocaleString(locale)
      return `${grouped}${part ? `.${part}` : ''}${unit ? ` ${unit}` : ''}`
    },
    moment: (at) => clock(at)?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
    payment: (term) =>
      term
        .map(({ shareBp, from, days }) => TERMS[locale](percent(shareBp), from, days))
        .join(locale === 'en' ? ', ' : '，'),
  }
}
