import type { Block, Printed } from '../../../platform/pdf/blocks.ts'
import type { AccountStatement, Invoice } from '../money/schema.ts'
import type { Figures } from './figures.ts'
import { known } from './goods-papers.ts'
import { WORDS } from './words.ts'

/** An invoice, a deposit invoice or a credit note; `ownName` is the reader's firm. */
export function invoicePaper(invoice: Invoice, ownName: string, figures: Figures): Printed {
  const words = WORDS[figures.locale]
  const { currency } = invoice
  const isMine = invoice.side === 'receivable'
  const [seller, buyer] = isMine ? [ownName, invoice.partyName] : [invoice.partyName, ownName]
  const title = words.kinds[invoice.kind]
  const blocks: Block[] = [
    { kind: 'title', text: title, sub: invoice.no },
    {
      kind: 'facts',
      columns: 2,
      items: known([
        [words.seller, seller],
        [words.buyer, buyer],
        [words.issuedOn, invoice.issuedOn],
        [words.orderNo, invoice.orderNo],
        [words.reference, invoice.reference],
        [words.corrects, invoice.corrects?.no ?? ''],
        [words.state, invoice.state === 'cancelled' ? words.cancelled : ''],
      ]),
    },
    {
      kind: 'table',
      columns: [
        { heading: '#', width: 0.5 },
        { heading: words.goods, width: 4 },
        { heading: words.quantity, width: 1.6, align: 'right' },
        { heading: words.taxRate, width: 1, align: 'right' },
        { heading: words.tax, width: 1.4, align: 'right' },
        { heading: `${words.amount} ${currency}`, width: 1.8, align: 'right' },
      ],
      rows: invoice.lines.map((line) => [
        `${line.no}`,
        line.description,
        figures.quantity(line.quantity, line.unit),
        line.taxBp > 0 ? figures.percent(line.taxBp) : '',
        line.taxBp > 0 ? figures.amount(line.taxMinor, currency) : '',
        figures.amount(line.amountMinor, currency),
      ]),
      foot: sumsOf(invoice, figures),
    },
    ...duesOf(invoice, figures),
  ]
  if (invoice.note) blocks.push({ kind: 'text', text: `${words.note}: ${invoice.note}` })
  blocks.push({ kind: 'text', text: words.notTax, tone: 'quiet' })
  return {
    title: `${title} ${invoice.no}`,
    author: seller,
    language: figures.locale,
    footer: `${title} ${invoice.no}`,
    blocks,
  }
}

function sumsOf(invoice: Invoice, figures: Figures): string[][] {
  const words = WORDS[figures.locale]
  const sums: [name: string, minor: number][] = [[words.total, invoice.totalMinor]]
  if (invoice.depositMinor > 0) sums.push([words.deposits, -invoice.depositMinor])
  if (invoice.paidMinor > 0) sums.push([words.paid, -invoice.paidMinor])
  if (invoice.creditedMinor > 0) sums.push([words.credited, -invoice.creditedMinor])
  if (sums.length > 1) sums.push([words.open, invoice.openMinor])
  return sums.map(([name, minor]) => [
    '',
    name,
    '',
    '',
    '',
    figures.amount(minor, invoice.currency),
  ])
}

function duesOf(invoice: Invoice, figures: Figures): Block[] {
  if (invoice.instalments.length === 0) return []
  const words = WORDS[figures.locale]
  return [
    { kind: 'heading', text: words.due },
    {
      kind: 'table',
      columns: [
        { heading: words.dueOn, width: 2 },
        { heading: words.amount, width: 2, align: 'right' },
        { heading: words.open, width: 2, align: 'right' },
      ],
      rows: invoice.instalments.map((part) => [
        part.dueOn ?? figures.payment([{ shareBp: 10_000, from: part.dueFrom, days: part.days }]),
        figures.amount(part.amountMinor, invoice.currency),
        figures.amount(part.openMinor, invoice.currency),
      ]),
    },
  ]
}

export function accountPaper(account: AccountStatement, figures: Figures): Printed {
  const words = WORDS[figures.locale]
  const amount = (minor: number) => figures.amount(minor, account.currency)
  const title = `${words.statement} ${account.partyName} ${account.to}`
  return {
    title,
    author: account.ownName,
    language: figures.locale,
    footer: title,
    blocks: [
      { kind: 'title', text: words.statement, sub: `${account.ownName} · ${account.partyName}` },
      {
        kind: 'facts',
        columns: 2,
        items: [
          [words.own, account.ownName],
          [words.party, account.partyName],
          [words.period, `${account.from} – ${account.to}`],
          [words.currency, account.currency],
        ],
      },
      {
        kind: 'table',
        columns: [
          { heading: words.date, width: 1.4 },
          { heading: words.kind, width: 1.5 },
          { heading: words.number, width: 2.2 },
          { heading: words.orderNo, width: 1.8 },
          { heading: words.increase, width: 1.5, align: 'right' },
          { heading: words.decrease, width: 1.5, align: 'right' },
          { heading: words.balance, width: 1.7, align: 'right' },
        ],
        rows: [
          [account.from, words.opening, '', '', '', '', amount(account.openingMinor)],
          ...account.rows.map((row) => [
            row.on,
            words.rowKinds[row.kind],
            row.no,
            row.orderNo,
            row.amountMinor > 0 ? amount(row.amountMinor) : '',
            row.amountMinor < 0 ? amount(-row.amountMinor) : '',
            amount(row.balanceMinor),
          ]),
        ],
        foot: [[account.to, words.closing, '', '', '', '', amount(account.closingMinor)]],
      },
      { kind: 'text', text: words.agree, tone: 'quiet' },
      { kind: 'signatures', names: [account.ownName, account.partyName] },
    ],
  }
}
