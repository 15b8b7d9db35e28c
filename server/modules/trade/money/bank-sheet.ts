import { createHash } from 'node:crypto'
import { findHeaders, guessMapping, HEADER_SEARCH_ROWS } from '../../../platform/sheets/headers.ts'
import { openSheet, type SheetRow } from '../../../platform/sheets/read.ts'
import {
  BankFileError,
  clean,
  ENTRIES_MAX,
  numbered,
  parseAmount,
  type ReadEntry,
  type ReadStatement,
} from './bank-file.ts'
import type { BankField, BankMapping } from './bank-schema.ts'

// Statements as banks let people save them: a table under some lines about the account, each bank with its own headings.

const HEADINGS: Record<BankField, readonly string[]> = {
  bookedOn: [
    '交易日期',
    '记账日期',
    '日期',
    '交易时间',
    '入账日期',
    'booking date',
    'date',
    'posted',
  ],
  amount: ['金额', '交易金额', '发生额', 'amount'],
  credit: ['收入', '贷方发生额', '贷方金额', '收入金额', '贷方', 'credit', 'money in', 'paid in'],
  debit: ['支出', '借方发生额', '借方金额', '支出金额', '借方', 'debit', 'money out', 'paid out'],
  partyName: [
    '对方户名',
    '对方名称',
    '对方单位',
    '对方账户名称',
    'counterparty',
    'payer',
    'name',
    'party',
  ],
  partyAccount: ['对方账号', '对方账户', 'counterparty account', 'iban', 'account'],
  reference: [
    '交易流水号',
    '流水号',
    '凭证号',
    '交易序号',
    'reference',
    'bank reference',
    'transaction id',
  ],
  remittance: [
    '摘要',
    '附言',
    '用途',
    '备注',
    '交易附言',
    'remittance',
    'description',
    'details',
    'memo',
  ],
}

export interface SheetPlan {
  mapping: BankMapping | null
  account: string
  currency: string
}

/** Reads a table with the columns given, or guessed from its headings. */
export async function readBankSheet(path: string, name: string, plan: SheetPlan) {
  const sheet = await openSheet(path, { name, limits: { rows: ENTRIES_MAX + HEADER_SEARCH_ROWS } })
  const rows: SheetRow[] = []
  for await (const row of sheet.rows()) rows.push(row)
  const mapping = plan.mapping ?? guess(rows)
  const entries: ReadEntry[] = []
  for (const row of rows) {
    if (row.number <= mapping.headerRow) continue
    const entry = entryOf(row, mapping.columns, plan.currency)
    if (entry) entries.push(entry)
  }
  if (entries.length === 0) throw new BankFileError('bank_no_entries')
  return {
    mapping,
    headings: headingsOf(rows, mapping.headerRow),
    statement: shaped(entries, plan),
  }
}

/** What stands in the row of headings, for a person who says what the columns mean. */
export function headingsOf(rows: readonly SheetRow[], headerRow: number): string[] {
  return (rows.find((row) => row.number === headerRow)?.cells ?? []).map((cell) => clean(cell, 60))
}

function guess(rows: readonly SheetRow[]): BankMapping {
  const found = findHeaders(rows, HEADINGS)
  const columns: BankMapping['columns'] = {}
  for (const { index, field } of guessMapping(found?.columns ?? [], HEADINGS)) {
    if (field !== null) columns[field] = index
  }
  const headerRow = found?.headerRow ?? 1
  const hasAmount = columns.amount !== undefined || columns.credit !== undefined
  if (columns.bookedOn === undefined || !hasAmount) {
    const error = new BankFileError('bank_columns_unknown')
    throw Object.assign(error, { headings: headingsOf(rows, headerRow), headerRow, columns })
  }
  return { headerRow, columns }
}

function entryOf(
  { number, cells }: SheetRow,
  columns: BankMapping['columns'],
  currency: string,
): ReadEntry | null {
  const cell = (field: BankField) => cells[columns[field] ?? -1]?.trim() ?? ''
  const signed = amountIn(cell('amount'), currency, number)
  const came = amountIn(cell('credit'), currency, number)
  const went = amountIn(cell('debit'), currency, number)
  const amountMinor = columns.amount === undefined ? came - Math.abs(went) : signed
  // Sums at the foot and lines about the account have no day.
  const bookedOn = dayIn(cell('bookedOn'))
  if (amountMinor === 0 || bookedOn === null) return null
  const entry = {
    bookedOn,
    amountMinor,
    currency,
    partyName: clean(cell('partyName'), 140),
    partyAccount: clean(cell('partyAccount'), 60),
    reference: clean(cell('reference'), 100),
    remittance: clean(cell('remittance'), 1000),
  }
  const facts = [bookedOn, amountMinor, currency]
  const key = entry.reference
    ? [entry.reference, ...facts].join('|')
    : [...facts, entry.partyName, entry.remittance].join('|').slice(0, 400)
  return { ...entry, key }
}

/** `1,234.50`, `¥1,234.50` and `(1,234.50)`; nothing is nought, and what is no amount is an error. */
function amountIn(text: string, currency: string, row: number): number {
  const plain = text.normalize('NFKC').replace(/[¥￥$€£,\s]/g, '')
  if (plain === '' || plain === '-') return 0
  const minor = parseAmount(plain.replace(/^\((.*)\)$/, '-$1'), currency)
  if (minor === null) throw new BankFileError('bank_amount_wrong', `${row}: ${clean(text, 40)}`)
  return minor
}

function dayIn(text: string): string | null {
  const match = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?!\d)/.exec(text.normalize('NFKC'))
  if (!match) return null
  const [, year, month, day] = match as unknown as [string, string, string, string]
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : null
}

function shaped(entries: readonly ReadEntry[], plan: SheetPlan): ReadStatement {
  const days = entries.map((entry) => entry.bookedOn).sort()
  const content = JSON.stringify([plan.account, entries])
  return {
    format: 'sheet',
    account: plan.account,
    currency: plan.currency,
    statementNo: '',
    fingerprint: `sheet|${createHash('sha256').update(content).digest('hex')}`,
    fromOn: days[0] ?? null,
    toOn: days.at(-1) ?? null,
    openingMinor: null,
    closingMinor: null,
    warnings: [],
    entries: numbered(entries),
  }
}
