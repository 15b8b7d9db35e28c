// What a bank says happened on an account, whichever kind of file says it.

export interface ReadEntry {
  bookedOn: string
  /** Money that came in is positive. */
  amountMinor: number
  currency: string
  partyName: string
  partyAccount: string
  /** The payer's own reference, which both banks pass on, or the bank's. */
  reference: string
  remittance: string
  /** What tells the entry from all others of the account. */
  key: string
}

export interface ReadStatement {
  format: 'camt.053' | 'sheet'
  account: string
  currency: string
  statementNo: string
  fingerprint: string
  fromOn: string | null
  toOn: string | null
  openingMinor: number | null
  closingMinor: number | null
  warnings: string[]
  entries: ReadEntry[]
}

/** Why a file is not taken, by a stable name; `what` says where. */
export class BankFileError extends Error {
  readonly code: string
  readonly what: string
  constructor(code: string, what = '') {
    super(`${code} ${what}`)
    this.code = code
    this.what = what
  }
}

export const ENTRIES_MAX = 20_000

const digits = new Map<string, number>()

/** How many decimals a currency has: two for yuan, none for yen. */
export function minorDigits(currency: string): number {
  let count = digits.get(currency)
  if (count === undefined) {
    const options = { style: 'currency', currency } as const
    count = new Intl.NumberFormat('en', options).resolvedOptions().maximumFractionDigits ?? 2
    digits.set(currency, count)
  }
  return count
}

/** A decimal amount in minor units, or null where it is none or finer than the currency. */
export function parseAmount(text: string, currency: string): number | null {
  const match = /^([+-]?)(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text.trim())
  if (!match) return null
  const places = minorDigits(currency)
  const part = match[3] ?? ''
  if (/[1-9]/.test(part.slice(places))) return null
  const minor = Number(match[2]! + part.slice(0, places).padEnd(places, '0'))
  if (!Number.isSafeInteger(minor)) return null
  return match[1] === '-' && minor !== 0 ? -minor : minor
}

/** Equal entries of one statement are told apart by how many stood before them. */
export function numbered<T extends { key: string }>(entries: readonly T[]): T[] {
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const times = seen.get(entry.key) ?? 0
    seen.set(entry.key, times + 1)
    return times === 0 ? entry : { ...entry, key: `${entry.key}#${times + 1}` }
  })
}

export function clean(text: string, max: number): string {
  return text
    .replace(/[\u0000-\u001f\u007f\s]+/g, ' ')
    .trim()
    .slice(0, max)
}
