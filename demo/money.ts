import { dayOf } from '../server/modules/trade/money/days.ts'
import {
  type BillableLine,
  creditLine,
  type DocumentLine,
  depositLines,
  instalmentsOf,
  linesToInvoice,
  type PlannedInstalment,
} from '../server/modules/trade/money/invoice-rules.ts'
import { DAY, HOUR } from './calendar.ts'
import { type Random, seeded } from './random.ts'
import type { TradeLine, TradeOrder } from './trade.ts'

const EPOCH = Date.UTC(2026, 0, 8)
const TAX_BP = 1300
const MICRO = 1_000_000n

export interface MoneyDocument {
  id: string
  order: TradeOrder
  kind: 'deposit' | 'invoice' | 'credit_note'
  basis: 'ordered' | 'received' | null
  corrects: MoneyDocument | null
  reason: 'return' | 'difference' | null
  at: number
  lines: DocumentLine[]
  instalments: PlannedInstalment[]
  paidMinor: number
  creditedMinor: number
}
export interface MoneyPayment {
  id: string
  order: TradeOrder
  kind: 'payment' | 'refund'
  at: number
  amountMinor: number
}
export interface MoneyAllocation {
  id: string
  order: TradeOrder
  payment: MoneyPayment | null
  credit: MoneyDocument | null
  invoice: MoneyDocument
  at: number
  amountMinor: number
}
export interface MoneyYear {
  documents: MoneyDocument[]
  payments: MoneyPayment[]
  allocations: MoneyAllocation[]
}

const sumOf = (lines: readonly DocumentLine[]) =>
  lines.reduce((sum, line) => sum + line.amountMinor - line.depositMinor, 0)
export const openOf = (document: MoneyDocument) =>
  sumOf(document.lines) - document.paidMinor - document.creditedMinor

/** What the orders of a year were asked and paid for: most in time, some late or in parts, a few not at all. */
export function moneyYear(seed: string, trade: readonly TradeOrder[], now: number): MoneyYear {
  const draw = seeded(`${seed}/money`)
  let serial = 0
  const year: MoneyYear = { documents: [], payments: [], allocations: [] }
  const id = () => draw.id(EPOCH + ++serial)
  for (const order of trade) {
    if (order.confirmedAt === null || order.ended !== null) continue
    const telling = { order, now, id, year, draw }
    const documents = order.payment.every((part) => part.from === 'order')
      ? askAhead(telling)
      : askForGoods(telling)
    for (const document of documents) settle(telling, document)
    year.documents.push(...documents)
  }
  return year
}

interface Telling {
  order: TradeOrder
  now: number
  id: () => string
  year: MoneyYear
  draw: Random
}

/** An order that is paid when it is placed is invoiced whole at once; what is missing later is credited. */
function askAhead(telling: Telling): MoneyDocument[] {
  const { order } = telling
  const at = order.confirmedAt! + HOUR
  if (at > telling.now) return []
  const ordered = order.lines.map((line) => billable(line, line.quantity))
  return [invoiceOf(telling, 'ordered', at, ordered, false)]
}

/** A deposit where the terms name one, and an invoice for each shipment that was counted. */
function askForGoods(telling: Telling): MoneyDocument[] {
  const { order, now } = telling
  const documents: MoneyDocument[] = []
  const share = order.payment.reduce((sum, p) => sum + (p.from === 'order' ? p.shareBp : 0), 0)
  const whole = order.lines.map((line) => billable(line, line.quantity))
  const ahead = share > 0 ? depositLines(whole, share) : []
  if (share > 0 && order.confirmedAt! + HOUR < now) {
    const at = order.confirmedAt! + HOUR
    const due = { dueFrom: 'order' as const, days: 0, amountMinor: sumOf(ahead), dueOn: day(at) }
    documents.push(documentOf(telling, { kind: 'deposit', at, lines: ahead, instalments: [due] }))
  }
  const invoiced = order.lines.map(() => 0n)
  const used = order.lines.map(() => 0)
  const lost = order.lines.map(() => 0)
  for (const { receivedAt, counted } of order.shipments) {
    if (receivedAt === null || receivedAt + DAY > now) continue
    for (const one of counted)
      if (one.kind !== 'received' && one.settled) lost[one.line]! += one.quantity
    const lines = order.lines.map((line, at) => {
      const good = counted.find((one) => one.line === at && one.kind === 'received')
      const left = line.kind === 'service' && invoiced[at] === 0n ? line.quantity : 0
      return {
        ...billable(line, line.quantity - lost[at]!),
        allowedMicro: invoiced[at]! + BigInt(good?.quantity ?? left) * MICRO,
        invoicedMicro: invoiced[at]!,
        ...{ depositMinor: ahead[at]?.amountMinor ?? 0, depositUsedMinor: used[at]! },
      }
    })
    const invoice = invoiceOf(telling, 'received', receivedAt + DAY, lines, share > 0)
    for (const line of invoice.lines) {
      const at = order.lines.findIndex((one) => one.id === line.orderLineId)
      invoiced[at] = lines[at]!.allowedMicro
      used[at]! += line.depositMinor
    }
    documents.push(invoice)
  }
  return documents
}

const day = (ms: number) => dayOf(new Date(ms))

function billable(line: TradeLine, quantity: number): BillableLine {
  const micro = BigInt(quantity) * MICRO
  return {
    ...{ id: line.id, description: line.description, kind: line.kind, unit: line.unit },
    ...{ amountMinor: line.unitMinor * quantity, orderedMicro: micro, finalMicro: micro },
    ...{ allowedMicro: micro, invoicedMicro: 0n, depositMinor: 0, depositUsedMinor: 0 },
  }
}

function invoiceOf(
  telling: Telling,
  basis: 'ordered' | 'received',
  at: number,
  ordered: BillableLine[],
  hasDeposit: boolean,
): MoneyDocument {
  const { order } = telling
  const lines = linesToInvoice(ordered, { charges: [], taxBp: TAX_BP }, null)
  if (!Array.isArray(lines)) throw new Error(`${order.no} is invoiced beyond what it allows`)
  const days = { issuedOn: day(at), placedOn: day(order.placedAt), hasDeposit }
  // The goods of an invoice by receipt have arrived the day before.
  const instalments = instalmentsOf(sumOf(lines), order.payment, days).map((part) => ({
    ...part,
    dueOn: part.dueOn ?? day(at - DAY + part.days * DAY),
  }))
  return documentOf(telling, { kind: 'invoice', basis, at, lines, instalments })
}

function documentOf(
  { id, order }: Telling,
  made: Pick<MoneyDocument, 'kind' | 'at' | 'lines' | 'instalments'> & Partial<MoneyDocument>,
): MoneyDocument {
  const bare = { basis: null, corrects: null, reason: null, paidMinor: 0, creditedMinor: 0 }
  return { id: id(), order, ...bare, ...made }
}

/** What came in for a document, and what was taken back of it, as it happened. */
function settle(telling: Telling, document: MoneyDocument): void {
  const claim = openOf(document)
  const acts = [
    ...payingDays(telling.draw, document).map(({ at, share }) => ({
      at,
      act: () => pay(telling, document, at, share === 1 ? claim : Math.round(claim * share)),
    })),
    ...takenBack(document).map(({ at, reason, line, quantity }) => ({
      at,
      act: () => credit(telling, document, { at, reason, line, quantity }),
    })),
  ]
  acts.sort((a, b) => a.at - b.at)
  for (const { at, act } of acts) if (at < telling.now) act()
}

/** Six of ten pay in time; the others late, in two parts, very late, or not within the year. */
function payingDays(draw: Random, { instalments }: MoneyDocument): { at: number; share: number }[] {
  const due = instalments[0] && Date.parse(`${instalments[0].dueOn}T08:00:00Z`)
  if (due === undefined) return []
  const after = (from: number, to: number) => due + draw.int(from, to) * DAY
  const way = draw.next()
  if (way < 0.62) return [{ at: after(-3, 1), share: 1 }]
  if (way < 0.82) return [{ at: after(3, 25), share: 1 }]
  const first = { at: after(0, 4), share: 0.5 }
  if (way < 0.9) return [first, { at: after(15, 60), share: 1 }]
  return way < 0.97 ? [{ at: after(30, 80), share: 1 }] : []
}

interface TakenBack {
  at: number
  reason: 'return' | 'difference'
  line: DocumentLine
  quantity: number
}
/** Goods that came back, and of what was paid ahead also what never arrived. */
function takenBack(document: MoneyDocument): TakenBack[] {
  const { order, kind, basis } = document
  if (kind !== 'invoice') return []
  const lineOf = (at: number) =>
    document.lines.find((line) => line.orderLineId === order.lines[at]!.id)
  const taken: TakenBack[] = []
  const { back } = order
  const first = order.shipments[0]
  const isFirst = basis === 'ordered' || document.at === (first?.receivedAt ?? 0) + DAY
  const returned = back && isFirst ? lineOf(back.line) : undefined
  if (back && returned) {
    const at = Math.max(back.at + 4 * DAY, document.at + HOUR)
    taken.push({ at, reason: 'return', line: returned, quantity: back.quantity })
  }
  if (basis !== 'ordered') return taken
  for (const { receivedAt, counted } of order.shipments) {
    for (const one of counted) {
      const line = lineOf(one.line)
      if (one.kind === 'received' || !one.settled || !line) continue
      const at = receivedAt! + 9 * HOUR
      taken.push({ at, reason: 'difference', line, quantity: one.quantity })
    }
  }
  return taken
}

function pay({ id, order, year }: Telling, invoice: MoneyDocument, at: number, most: number) {
  const amountMinor = Math.min(most, openOf(invoice))
  if (amountMinor <= 0) return
  const payment: MoneyPayment = { id: id(), order, kind: 'payment', at, amountMinor }
  invoice.paidMinor += amountMinor
  year.payments.push(payment)
  year.allocations.push({ id: id(), order, payment, credit: null, invoice, at, amountMinor })
}

/** A credit note settles its invoice first; what is beyond is paid back a week later. */
function credit(telling: Telling, invoice: MoneyDocument, taken: TakenBack): void {
  const { id, order, year, now } = telling
  const { at, reason, line, quantity } = taken
  const credited = creditLine(
    {
      ...{ no: invoice.lines.indexOf(line) + 1, orderLineId: line.orderLineId, flow: line.flow },
      ...{ description: line.description, unit: line.unit, taxBp: line.taxBp },
      ...{ micro: BigInt(line.quantity) * MICRO, amountMinor: line.amountMinor },
      ...{ creditedMicro: 0n, creditedMinor: 0 },
    },
    { micro: BigInt(quantity) * MICRO },
  )
  if (!credited || credited.amountMinor === 0) return
  const kind = 'credit_note' as const
  const made = { kind, corrects: invoice, reason, at, lines: [credited], instalments: [] }
  const note = documentOf(telling, made)
  year.documents.push(note)
  const amountMinor = Math.min(openOf(invoice), openOf(note))
  if (amountMinor > 0) {
    invoice.creditedMinor += amountMinor
    note.creditedMinor += amountMinor
    year.allocations.push({
      ...{ id: id(), order, payment: null, credit: note, invoice, at, amountMinor },
    })
  }
  const rest = openOf(note)
  const paidBack = at + 7 * DAY
  if (rest === 0 || paidBack > now) return
  const refund: MoneyPayment = { id: id(), order, kind: 'refund', at: paidBack, amountMinor: rest }
  note.paidMinor += rest
  year.payments.push(refund)
  year.allocations.push({
    ...{ id: id(), order, payment: refund, credit: null, invoice: note, at: paidBack },
    amountMinor: rest,
  })
}
