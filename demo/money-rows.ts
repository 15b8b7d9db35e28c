import { dayOf } from '../server/modules/trade/money/days.ts'
import {
  mirrored,
  type Posting,
  paymentPostings,
  postingsOf,
} from '../server/modules/trade/money/ledger-rules.ts'
import { referenceOf } from '../server/modules/trade/money/reference.ts'
import type { Row } from './copy.ts'
import { type MoneyDocument, type MoneyPayment, moneyYear } from './money.ts'
import { seeded } from './random.ts'
import type { Table } from './rows.ts'
import type { TradeOrder } from './trade.ts'
import type { World } from './world.ts'

const EPOCH = Date.UTC(2026, 0, 9)
const CURRENCY = 'CNY'
const PREFIX = { deposit: 'DEP', invoice: 'INV', credit_note: 'CN' } as const

/** A year of invoices and payments as rows, each fact booked in the ledgers of both, as the product books it. */
export function moneyTables(seed: string, { trade }: Pick<World, 'trade'>, now: number): Table[] {
  const { documents, payments, allocations } = moneyYear(seed, trade, now)
  // Credit notes stand after the invoices that they correct.
  documents.sort((a, b) => a.at - b.at || a.id.localeCompare(b.id))
  const { numbers, counters } = numbered(documents)
  const booked = [
    ...documents.map((document) => bookDocument(document, numbers.get(document)!)),
    ...payments.map((payment, at) => bookPayment(payment, bankReference(at))),
  ]
  const entries = entriesOf(seed, booked)
  return [
    { name: 'document_numbers', rows: counters },
    { name: 'invoices', rows: documents.map((one) => documentRow(one, numbers.get(one)!)) },
    { name: 'invoice_lines', rows: documents.flatMap(lineRows) },
    { name: 'instalments', rows: documents.flatMap(instalmentRows) },
    { name: 'payments', rows: payments.map((one, at) => paymentRow(one, bankReference(at))) },
    {
      name: 'allocations',
      rows: allocations.map(({ id, order, payment, credit, invoice, amountMinor, at }) => ({
        ...{ id, ...partiesOf(order), payment_id: payment?.id ?? null },
        ...{ credit_id: credit?.id ?? null, invoice_id: invoice.id, amount_minor: amountMinor },
        made_at: new Date(at),
      })),
    },
    { name: 'ledger_entries', rows: entries.map(({ row }) => row) },
    { name: 'ledger_postings', rows: entries.flatMap(postingRows) },
  ]
}

const partiesOf = (order: TradeOrder) => ({
  org_id: order.seller.id,
  buyer_org_id: order.buyer.id,
})
const namesOf = (order: TradeOrder) => ({
  seller_name: order.seller.shortName,
  buyer_name: order.buyer.shortName,
})
const dayAt = (ms: number) => dayOf(new Date(ms))
const bankReference = (at: number) => `BK${String(at + 1).padStart(8, '0')}`

/** Documents of a seller are numbered a kind and a year, in the order in which they were issued. */
function numbered(documents: readonly MoneyDocument[]) {
  const last = new Map<string, Row>()
  const numbers = new Map<MoneyDocument, string>()
  for (const document of documents) {
    const { kind, order, at } = document
    const year = Number(dayAt(at).slice(0, 4))
    const key = `${order.seller.id} ${kind} ${year}`
    const no = Number(last.get(key)?.last ?? 0) + 1
    last.set(key, { org_id: order.seller.id, kind, year, last: no })
    numbers.set(document, `${PREFIX[kind]}-${year}-${String(no).padStart(6, '0')}`)
  }
  return { numbers, counters: [...last.values()] }
}

function documentRow(document: MoneyDocument, no: string): Row {
  const { id, order, kind, lines, at } = document
  const sum = (of: 'amountMinor' | 'taxMinor' | 'depositMinor') =>
    lines.reduce((all, line) => all + line[of], 0)
  return {
    ...{ id, ...partiesOf(order), ...namesOf(order), order_id: order.id, order_no: order.no, kind },
    ...{ corrects_id: document.corrects?.id ?? null, reason: document.reason },
    ...{ basis: document.basis, no, reference: referenceOf(no), currency: CURRENCY },
    ...{ total_minor: sum('amountMinor'), tax_minor: sum('taxMinor') },
    ...{ deposit_minor: sum('depositMinor'), paid_minor: document.paidMinor },
    ...{ credited_minor: document.creditedMinor, issued_on: dayAt(at), created_at: new Date(at) },
  }
}

function lineRows({ id, order, lines }: MoneyDocument): Row[] {
  return lines.map((line, at) => ({
    ...{ invoice_id: id, no: at + 1, ...partiesOf(order), order_line_id: line.orderLineId },
    ...{ corrects_no: line.correctsNo, flow: line.flow, description: line.description },
    ...{ quantity: line.quantity, unit: line.unit, amount_minor: line.amountMinor },
    ...{ tax_bp: line.taxBp, tax_minor: line.taxMinor, deposit_minor: line.depositMinor },
  }))
}

function instalmentRows({ id, order, instalments }: MoneyDocument): Row[] {
  return instalments.map((part, at) => ({
    ...{ invoice_id: id, no: at + 1, ...partiesOf(order), order_id: order.id },
    ...{ due_from: part.dueFrom, days: part.days, amount_minor: part.amountMinor },
    due_on: part.dueOn,
  }))
}

function paymentRow({ id, order, kind, at, amountMinor }: MoneyPayment, reference: string): Row {
  return {
    ...{ id, ...partiesOf(order), ...namesOf(order), kind, state: 'received', currency: CURRENCY },
    ...{ amount_minor: amountMinor, allocated_minor: amountMinor, paid_on: dayAt(at), reference },
    ...{ recorded_by_org_id: order.seller.id, created_at: new Date(at), received_at: new Date(at) },
  }
}

interface Booked {
  order: TradeOrder
  kind: string
  source: string
  memo: string
  at: number
  postings: Posting[]
}

function bookDocument(document: MoneyDocument, memo: string): Booked {
  const { id, order, kind, reason, lines, at } = document
  const postings = postingsOf({ kind, reason, currency: CURRENCY, lines })
  return { order, kind, source: `invoice:${id}`, memo, at, postings }
}

function bookPayment({ id, order, kind, at, amountMinor }: MoneyPayment, memo: string): Booked {
  const postings = paymentPostings(kind, CURRENCY, amountMinor)
  return { order, kind, source: `payment:${id}`, memo, at, postings }
}

interface Entry {
  row: Row
  postings: readonly Posting[]
}
/** One fact, two ledgers. */
function entriesOf(seed: string, booked: readonly Booked[]): Entry[] {
  const ids = seeded(`${seed}/ledger`)
  let serial = 0
  return booked
    .filter(({ postings }) => postings.length > 0)
    .flatMap(({ order, kind, source, memo, at, postings }) => {
      const row = (org: string, party: string): Row => ({
        ...{ id: ids.id(EPOCH + ++serial), org_id: org, party_org_id: party },
        ...{ booked_on: dayAt(at), kind, source, memo, created_at: new Date(at) },
      })
      const { seller, buyer } = order
      return [
        { row: row(seller.id, buyer.id), postings },
        { row: row(buyer.id, seller.id), postings: mirrored(postings) },
      ]
    })
}

function postingRows({ row, postings }: Entry): Row[] {
  return postings.map((posting, at) => ({
    ...{ entry_id: row.id!, no: at + 1, org_id: row.org_id!, party_org_id: row.party_org_id! },
    ...{ booked_on: row.booked_on!, account: posting.account, flow: posting.flow },
    ...{ currency: posting.currency, amount_minor: posting.amountMinor },
  }))
}
