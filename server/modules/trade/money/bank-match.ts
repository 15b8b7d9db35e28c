import type { Proposal } from './bank-schema.ts'
import { referencesIn } from './reference.ts'

// Which invoices an entry of the bank pays: pure. What the payer wrote counts more than what the amount suggests.

export interface OpenItem {
  invoiceId: string
  no: string
  reference: string
  orderNo: string
  partyOrgId: string
  partyName: string
  currency: string
  openMinor: number
  dueOn: string | null
}
export interface AnnouncedPayment {
  id: string
  partyOrgId: string
  partyName: string
  currency: string
  amountMinor: number
  reference: string
}
export interface MatchedEntry {
  amountMinor: number
  currency: string
  partyName: string
  reference: string
  remittance: string
}

type Reason = Proposal['reasons'][number]
const SCORE = { reference: 95, invoice_no: 88, order_no: 80, payer_name: 45, amount: 45 } as const
const SUBSET_OF = 12

/** The best proposal, or null where nothing but chance would speak for it. */
export function proposeFor(
  entry: MatchedEntry,
  items: readonly OpenItem[],
  announced: readonly AnnouncedPayment[],
): Proposal | null {
  const amount = Math.abs(entry.amountMinor)
  const text = `${entry.remittance} ${entry.reference}`
  const open = items.filter((item) => item.currency === entry.currency)
  const named = (party: { partyName: string }) => isSameName(entry.partyName, party.partyName)
  const told = announced.find(
    (payment) =>
      payment.currency === entry.currency &&
      payment.amountMinor === amount &&
      (named(payment) || (payment.reference !== '' && text.includes(payment.reference))),
  )
  const candidates = [
    byReference(text, open),
    byNumber(text, open, (item) => item.no, 'invoice_no'),
    byNumber(text, open, (item) => item.orderNo, 'order_no'),
    byParty(amount, open.filter(named)),
    byAmount(amount, open),
  ]
  for (const found of candidates) {
    if (!found) continue
    const proposal = filled(amount, found)
    if (named(found.items[0]!) && !proposal.reasons.includes('payer_name')) {
      proposal.reasons.push('payer_name')
      proposal.score = Math.min(100, proposal.score + 5)
    }
    return told?.partyOrgId === proposal.partyOrgId ? withTold(proposal, told) : proposal
  }
  if (!told) return null
  const { partyOrgId, partyName } = told
  return withTold(
    {
      ...{ partyOrgId, partyName, paymentId: null, allocations: [] },
      ...{ onAccountMinor: amount, score: 0, reasons: [] },
    },
    told,
  )
}

function withTold(proposal: Proposal, told: AnnouncedPayment): Proposal {
  const score = Math.max(proposal.score, 90)
  return { ...proposal, paymentId: told.id, score, reasons: ['announced', ...proposal.reasons] }
}

interface Found {
  items: OpenItem[]
  reasons: Reason[]
  score: number
}

function byReference(text: string, open: readonly OpenItem[]): Found | null {
  const wanted = new Set(referencesIn(text))
  return ofOneParty(
    open.filter((item) => wanted.has(item.reference)),
    'reference',
  )
}

/** A number counts where the text holds it whole, with or without its dashes. */
function byNumber(
  text: string,
  open: readonly OpenItem[],
  numberOf: (item: OpenItem) => string,
  why: 'invoice_no' | 'order_no',
): Found | null {
  const plain = ` ${bare(text)} `
  const words = bare(text).replaceAll(' ', '')
  return ofOneParty(
    open.filter((item) => {
      const no = bare(numberOf(item))
      if (no.length < 5) return false
      const joined = no.replaceAll(' ', '')
      return plain.includes(` ${no} `) || holdsWhole(words, joined) || plain.includes(` ${joined} `)
    }),
    why,
  )
}

const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim()

/** A number inside of letters and signs, but not inside of a longer number. */
function holdsWhole(text: string, no: string): boolean {
  for (let at = text.indexOf(no); at >= 0; at = text.indexOf(no, at + 1)) {
    if (!/\d/.test(text[at + no.length] ?? '')) return true
  }
  return false
}

/** What names invoices of two parties at once names neither. */
function ofOneParty(items: OpenItem[], why: keyof typeof SCORE): Found | null {
  if (new Set(items.map((item) => item.partyOrgId)).size !== 1) return null
  return { items, reasons: [why], score: SCORE[why] }
}

function byParty(amount: number, items: OpenItem[]): Found | null {
  const ids = new Set(items.map((item) => item.partyOrgId))
  if (ids.size !== 1) return null
  const sorted = inDueOrder(items)
  const exact = sorted.find((item) => item.openMinor === amount)
  if (exact) return { items: [exact], reasons: ['payer_name', 'amount'], score: 80 }
  const several = subsetOf(sorted.slice(0, SUBSET_OF), amount)
  if (several) return { items: several, reasons: ['payer_name', 'amount_sum'], score: 72 }
  return { items: sorted, reasons: ['payer_name', 'oldest_first'], score: SCORE.payer_name }
}

function byAmount(amount: number, open: readonly OpenItem[]): Found | null {
  const equal = open.filter((item) => item.openMinor === amount)
  return equal.length === 1 ? { items: equal, reasons: ['amount'], score: SCORE.amount } : null
}

/** The first set of the oldest items that comes to the amount exactly; 12 items are 4,096 sets. */
function subsetOf(items: readonly OpenItem[], amount: number): OpenItem[] | null {
  for (let set = 1; set < 1 << items.length; set++) {
    let sum = 0
    for (let at = 0; at < items.length && sum <= amount; at++) {
      if (set & (1 << at)) sum += items[at]!.openMinor
    }
    if (sum === amount) return items.filter((_, at) => set & (1 << at))
  }
  return null
}

const inDueOrder = (items: readonly OpenItem[]) =>
  [...items].sort(
    (a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9') || a.no.localeCompare(b.no),
  )

/** Settles what was found, oldest first, as far as the amount goes; the rest stays on account. */
function filled(amount: number, { items, reasons, score }: Found): Proposal {
  let left = amount
  const allocations = []
  for (const { invoiceId, no, openMinor } of inDueOrder(items)) {
    const amountMinor = Math.min(left, openMinor)
    if (amountMinor === 0) break
    allocations.push({ invoiceId, no, amountMinor })
    left -= amountMinor
  }
  const { partyOrgId, partyName } = items[0]!
  const isExact = left === 0 && amount === items.reduce((sum, item) => sum + item.openMinor, 0)
  const isNew = isExact && !reasons.includes('amount') && !reasons.includes('amount_sum')
  return {
    partyOrgId,
    partyName,
    paymentId: null,
    allocations,
    onAccountMinor: left,
    score: Math.min(100, score + (isNew ? 5 : 0) - (left > 0 ? 10 : 0)),
    reasons: isNew ? [...reasons, 'amount'] : [...reasons],
  }
}

// Forms of company, which banks write and people leave out.
const FORMS =
  /有限责任公司|股份有限公司|有限公司|公司|\b(?:co|ltd|limited|inc|llc|gmbh|ag|corp|company)\b/g

function isSameName(a: string, b: string): boolean {
  const [x, y] = [a, b].map((name) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(FORMS, '')
      .replace(/[^\p{L}\p{N}]/gu, ''),
  ) as [string, string]
  if (x.length < 2 || y.length < 2) return false
  return x === y || (Math.min(x.length, y.length) >= 2 && (x.includes(y) || y.includes(x)))
}
