import type { PaymentPart, PaymentTerm } from '@jingwei/pricing/terms'
import { fromMicro } from '../quantity.ts'
import { addDays } from './days.ts'
import type { Flow, InvoiceInput } from './schema.ts'
import { amountFor, spread, taxIn } from './spread.ts'

// What an invoice asks for: pure, from what was ordered, moved and asked for before.

/** An order line as far as money is concerned; quantities in millionths. */
export interface BillableLine {
  id: string
  description: string
  kind: 'goods' | 'service'
  unit: string
  amountMinor: number
  orderedMicro: bigint
  /** What there is to ask for in the end: as ordered, less what was let go and what came back. */
  finalMicro: bigint
  /** What the basis of the invoice allows to ask for, all invoices together. */
  allowedMicro: bigint
  /** What invoices have asked for, less what credit notes took back. */
  invoicedMicro: bigint
  depositMinor: number
  depositUsedMinor: number
}

export interface DocumentLine {
  orderLineId: string | null
  correctsNo: number | null
  flow: Flow
  description: string
  quantity: string
  unit: string
  amountMinor: number
  taxBp: number
  taxMinor: number
  depositMinor: number
}

/** The lines of an invoice, or the one that asks for more than the basis allows. */
export function linesToInvoice(
  ordered: readonly BillableLine[],
  input: Pick<InvoiceInput, 'charges' | 'taxBp'>,
  wanted: ReadonlyMap<string, bigint> | null,
): DocumentLine[] | { tooMuch: BillableLine } {
  const lines: DocumentLine[] = []
  for (const line of ordered) {
    const left =
      line.allowedMicro > line.invoicedMicro ? line.allowedMicro - line.invoicedMicro : 0n
    const micro = wanted ? (wanted.get(line.id) ?? 0n) : left
    if (micro > left) return { tooMuch: line }
    if (micro === 0n) continue
    const before = line.invoicedMicro
    const after = before + micro
    // From the sum so far to the sum then: however it is cut, the parts come to the whole.
    const amountMinor =
      amountFor(line.amountMinor, after, line.orderedMicro) -
      amountFor(line.amountMinor, before, line.orderedMicro)
    const isLast = after >= line.finalMicro
    const used = isLast ? line.depositMinor : amountFor(line.depositMinor, after, line.orderedMicro)
    lines.push({
      orderLineId: line.id,
      correctsNo: null,
      flow: 'goods',
      description: line.description,
      quantity: fromMicro(micro),
      unit: line.unit,
      amountMinor,
      taxBp: input.taxBp,
      taxMinor: taxIn(amountMinor, input.taxBp),
      depositMinor: Math.min(amountMinor, Math.max(0, used - line.depositUsedMinor)),
    })
  }
  return [...lines, ...chargeLines(input)]
}

export function chargeLines(input: Pick<InvoiceInput, 'charges' | 'taxBp'>): DocumentLine[] {
  return input.charges.map(({ flow, description, amountMinor }) => ({
    orderLineId: null,
    correctsNo: null,
    flow,
    description,
    quantity: '1',
    unit: '',
    amountMinor,
    taxBp: input.taxBp,
    taxMinor: taxIn(amountMinor, input.taxBp),
    depositMinor: 0,
  }))
}

/** The share that an order's terms ask for when it is placed, in basis points. */
export function depositShare(payment: PaymentTerm): number {
  return payment.reduce((sum, part) => sum + (part.from === 'order' ? part.shareBp : 0), 0)
}

/** A share of the order, asked for ahead and spread over its lines. */
export function depositLines(ordered: readonly BillableLine[], shareBp: number): DocumentLine[] {
  const weights = ordered.map((line) => line.amountMinor)
  const whole = weights.reduce((sum, amount) => sum + amount, 0)
  const amounts = spread(amountFor(whole, BigInt(shareBp), 10_000n), weights)
  return ordered.map((line, at) => ({
    orderLineId: line.id,
    correctsNo: null,
    flow: 'goods',
    description: line.description,
    quantity: '0',
    unit: line.unit,
    amountMinor: amounts[at]!,
    taxBp: 0,
    taxMinor: 0,
    depositMinor: 0,
  }))
}

export interface PlannedInstalment {
  dueFrom: PaymentPart['from']
  days: number
  amountMinor: number
  /** Null where it waits for goods. */
  dueOn: string | null
}

/** When which part of an invoice is due. Where a deposit was asked for, the parts at the order are done with. */
export function instalmentsOf(
  toPayMinor: number,
  payment: PaymentTerm,
  days: { issuedOn: string; placedOn: string; hasDeposit: boolean },
): PlannedInstalment[] {
  if (toPayMinor === 0) return []
  const rest = payment.filter((part) => !(days.hasDeposit && part.from === 'order'))
  const parts: PaymentTerm =
    rest.length > 0 ? rest : [{ shareBp: 10_000, from: 'invoice', days: 0 }]
  const amounts = spread(
    toPayMinor,
    parts.map((part) => part.shareBp),
  )
  return parts
    .map(({ from, days: after }, at) => ({
      dueFrom: from,
      days: after,
      amountMinor: amounts[at]!,
      dueOn: dueDay(from, after, days),
    }))
    .filter((part) => part.amountMinor > 0)
}

function dueDay(
  from: PaymentPart['from'],
  after: number,
  { issuedOn, placedOn }: { issuedOn: string; placedOn: string },
): string | null {
  if (from === 'invoice') return addDays(issuedOn, after)
  if (from !== 'order') return null
  // Nobody is late with what has not been asked for yet.
  const due = addDays(placedOn, after)
  return due > issuedOn ? due : issuedOn
}

/** A line of the invoice that is corrected, with what earlier credit notes took back. */
export interface CreditableLine {
  no: number
  orderLineId: string | null
  flow: Flow
  description: string
  unit: string
  micro: bigint
  amountMinor: number
  taxBp: number
  creditedMicro: bigint
  creditedMinor: number
}

/** The line of a credit note: by quantity at the price of the invoice, or by amount; null where too much is asked. */
export function creditLine(
  line: CreditableLine,
  wanted: { micro?: bigint; amountMinor?: number },
): DocumentLine | null {
  const leftMicro = line.micro - line.creditedMicro
  const leftMinor = line.amountMinor - line.creditedMinor
  const micro = wanted.micro ?? 0n
  if (micro > leftMicro) return null
  const isRest = micro > 0n && micro === leftMicro
  const byQuantity = amountFor(line.amountMinor, micro, line.micro)
  const amountMinor = wanted.amountMinor ?? (isRest ? leftMinor : Math.min(leftMinor, byQuantity))
  if (amountMinor > leftMinor) return null
  return {
    orderLineId: line.orderLineId,
    correctsNo: line.no,
    flow: line.flow,
    description: line.description,
    quantity: fromMicro(micro),
    unit: line.unit,
    amountMinor,
    taxBp: line.taxBp,
    taxMinor: taxIn(amountMinor, line.taxBp),
    depositMinor: 0,
  }
}
