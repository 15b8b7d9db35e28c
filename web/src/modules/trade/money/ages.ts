import type { ClaimRow } from '../../../../../server/modules/trade/money/schema.ts'

export const AGES = ['notDue', 'days30', 'days60', 'days90', 'over90'] as const
export type Age = (typeof AGES)[number]
type Aged = Pick<ClaimRow, `${Age}Minor`>

/** What is owed in each age, with its share of the whole. */
export function agesOf(row: Aged): { age: Age; minor: number; share: number }[] {
  const whole = AGES.reduce((sum, age) => sum + row[`${age}Minor`], 0)
  return AGES.map((age) => {
    const minor = row[`${age}Minor`]
    return { age, minor, share: whole > 0 ? minor / whole : 0 }
  })
}

/** Settles what is due first with an amount, as far as it goes. */
export function oldestFirst<T extends { id: string; openMinor: number; dueOn: string | null }>(
  amountMinor: number,
  invoices: readonly T[],
): { settled: { invoice: T; amountMinor: number }[]; leftMinor: number } {
  const sorted = [...invoices].sort((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9'))
  let leftMinor = amountMinor
  const settled = []
  for (const invoice of sorted) {
    const part = Math.min(leftMinor, invoice.openMinor)
    if (part <= 0) break
    settled.push({ invoice, amountMinor: part })
    leftMinor -= part
  }
  return { settled, leftMinor }
}
