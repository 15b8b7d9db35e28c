import type { Account, Flow } from './schema.ts'

// What a fact means in the books, without a database: one fact, two ledgers, each the mirror of the other.

/** A debit is positive, a credit negative. */
export interface Posting {
  account: Account
  flow: Flow | null
  currency: string
  amountMinor: number
}

/** What stands on the other side of an account in the other party's ledger. */
const MIRROR: Partial<Record<Account, Account>> = {
  bank: 'bank',
  receivable: 'payable',
  deposits_received: 'deposits_paid',
  tax: 'tax',
  revenue: 'cost',
  credit_notes: 'purchase_credits',
  discounts: 'purchase_discounts',
}

export function mirrored(postings: readonly Posting[]): Posting[] {
  return postings.map((posting) => {
    const account = MIRROR[posting.account]
    if (!account) throw new Error(`${posting.account} is nobody else's`)
    return { ...posting, account, amountMinor: -posting.amountMinor }
  })
}

export function negated(postings: readonly Posting[]): Posting[] {
  return postings.map((posting) => ({ ...posting, amountMinor: -posting.amountMinor }))
}

export interface BookedLine {
  flow: Flow
  amountMinor: number
  taxMinor: number
  depositMinor: number
}
export interface BookedDocument {
  kind: 'deposit' | 'invoice' | 'credit_note'
  reason?: string | null
  /** A credit note for a deposit gives up what was asked for ahead; nothing had been earned by it. */
  isOfDeposit?: boolean
  currency: string
  lines: readonly BookedLine[]
}

/** A document in the seller's books. Nothing is earned by a deposit until its goods are invoiced. */
export function postingsOf(document: BookedDocument): Posting[] {
  const { kind, reason, currency, lines } = document
  const sum = (of: (line: BookedLine) => number) => lines.reduce((all, line) => all + of(line), 0)
  const total = sum((line) => line.amountMinor)
  const parts: [Account, Flow | null, number][] = []
  if (kind === 'deposit' || document.isOfDeposit) {
    const asked = kind === 'deposit' ? total : -total
    parts.push(['receivable', null, asked], ['deposits_received', null, -asked])
  } else {
    const sign = kind === 'invoice' ? 1 : -1
    const account =
      kind === 'invoice' ? 'revenue' : reason === 'discount' ? 'discounts' : 'credit_notes'
    const deposit = sum((line) => line.depositMinor)
    parts.push(['receivable', null, sign * (total - deposit)], ['deposits_received', null, deposit])
    for (const [flow, ofFlow] of Map.groupBy(lines, (line) => line.flow)) {
      const net = ofFlow.reduce((all, line) => all + line.amountMinor - line.taxMinor, 0)
      parts.push([account, flow, -sign * net])
    }
    parts.push(['tax', null, -sign * sum((line) => line.taxMinor)])
  }
  return parts
    .filter(([, , amount]) => amount !== 0)
    .map(([account, flow, amountMinor]) => ({ account, flow, currency, amountMinor }))
}

/** Money that changed hands, in the seller's books. */
export function paymentPostings(
  kind: 'payment' | 'refund',
  currency: string,
  amountMinor: number,
): Posting[] {
  const came = kind === 'payment' ? amountMinor : -amountMinor
  return [
    { account: 'bank', flow: null, currency, amountMinor: came },
    { account: 'receivable', flow: null, currency, amountMinor: -came },
  ]
}

/** The first currency in which debits and credits differ, or null. */
export function unbalanced(postings: readonly Posting[]): string | null {
  const sums = new Map<string, number>()
  for (const { currency, amountMinor } of postings)
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
  for (const [currency, sum] of sums) if (sum !== 0) return currency
  return null
}
