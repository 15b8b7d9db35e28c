import type { LineMoney, MoneyState } from './schema.ts'
import { spread } from './spread.ts'

// Where the money of an order line is: pure, from the documents that name it.

/** A line of a deposit or an invoice. */
export interface ClaimLine {
  orderLineId: string | null
  amountMinor: number
  depositMinor: number
  /** What credit notes took back of this very line. */
  creditedMinor: number
}
export interface Claim {
  paidMinor: number
  /** What credit notes have settled of it, whichever they are. */
  creditedMinor: number
  overdueMinor: number
  lines: readonly ClaimLine[]
}
export interface OrderedLine {
  id: string
  amountMinor: number
  /** Whether all that is to be paid of it has been invoiced, by quantity: a line for nothing is, too. */
  isInvoiced: boolean
}

type Sums = Omit<LineMoney, 'state'>
const NOTHING: Sums = {
  invoicedMinor: 0,
  creditedMinor: 0,
  paidMinor: 0,
  dueMinor: 0,
  overdueMinor: 0,
}

/** The money of each ordered line. The parts of a claim always add up to the claim itself. */
export function lineMoney(
  lines: readonly OrderedLine[],
  claims: readonly Claim[],
): Map<string, LineMoney> {
  const sums = new Map(lines.map((line) => [line.id, { ...NOTHING }]))
  for (const claim of claims) {
    const parts = partsOf(claim)
    claim.lines.forEach((line, at) => {
      const sum = sums.get(line.orderLineId ?? '')
      if (!sum) return
      const part = parts[at]!
      sum.invoicedMinor += part.invoicedMinor
      sum.creditedMinor += part.creditedMinor
      sum.paidMinor += part.paidMinor
      sum.dueMinor += part.dueMinor
      sum.overdueMinor += part.overdueMinor
    })
  }
  return new Map(
    lines.map((line) => {
      const sum = sums.get(line.id)!
      return [line.id, { ...sum, state: stateOf(line, sum) }]
    }),
  )
}

/**
 * Spreads what is open, paid and overdue of a claim over its lines. A line that was taken back carries nothing that is
 * open, and what was paid lies on what is left of the lines first.
 */
export function partsOf(claim: Claim): Sums[] {
  const asked = claim.lines.map((line) => line.amountMinor - line.depositMinor)
  const total = asked.reduce((sum, amount) => sum + amount, 0)
  const open = total - claim.paidMinor - claim.creditedMinor
  const kept = claim.lines.map((line, at) => Math.max(0, asked[at]! - line.creditedMinor))
  const due = within(open, kept, asked)
  const settled = asked.map((amount, at) => amount - due[at]!)
  const byPayment = settled.map((amount, at) =>
    Math.max(0, amount - claim.lines[at]!.creditedMinor),
  )
  const paid = within(claim.paidMinor, byPayment, settled)
  const overdue = spread(claim.overdueMinor, due)
  return claim.lines.map((line, at) => ({
    invoicedMinor: asked[at]!,
    creditedMinor: line.creditedMinor,
    paidMinor: paid[at]!,
    dueMinor: due[at]!,
    overdueMinor: overdue[at]!,
  }))
}

/** By the first weights as far as these reach, and what is beyond by the room that they leave in the second. */
function within(total: number, first: readonly number[], most: readonly number[]): number[] {
  const reach = first.reduce((sum, weight) => sum + weight, 0)
  if (total <= reach) return spread(total, first)
  const beyond = spread(
    total - reach,
    most.map((amount, at) => amount - first[at]!),
  )
  return first.map((amount, at) => amount + beyond[at]!)
}

function stateOf(line: OrderedLine, sum: Sums): MoneyState {
  if (sum.overdueMinor > 0) return 'overdue'
  if (sum.invoicedMinor === 0) {
    return line.isInvoiced || line.amountMinor === 0 ? 'nothing_due' : 'not_invoiced'
  }
  if (sum.dueMinor > 0 && sum.paidMinor > 0) return 'part_paid'
  if (!line.isInvoiced) return 'part_invoiced'
  return sum.dueMinor > 0 ? 'invoiced' : 'paid'
}
