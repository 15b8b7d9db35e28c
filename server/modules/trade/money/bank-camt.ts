import { type Attributes, type XmlHandler, XmlReader } from '../../../platform/sheets/xml.ts'
import {
  BankFileError,
  clean,
  ENTRIES_MAX,
  numbered,
  parseAmount,
  type ReadEntry,
  type ReadStatement,
} from './bank-file.ts'

// Statements of account in ISO 20022's camt.053, as of 001.02 and of 001.08: names come without their prefixes, and what
// the two versions write at different depths is looked for at both.

interface Node {
  name: string
  currency: string | undefined
  text: string
  children: Node[]
}

const NODES_MAX = 2_000_000
const ENTRY_NODES_MAX = 200_000

/** Reads a file from its chunks; document type declarations, and with them entities, are refused. */
export async function readCamt(chunks: AsyncIterable<Buffer>): Promise<ReadStatement[]> {
  const builder = new StatementBuilder()
  const xml = new XmlReader('camt.053', builder)
  for await (const chunk of chunks) xml.write(chunk)
  xml.end()
  if (builder.statements.length === 0) throw new BankFileError('not_camt053')
  return builder.statements
}

/** Keeps no more of the document than the entry that is open, and what stands beside the entries. */
class StatementBuilder implements XmlHandler {
  readonly statements: ReadStatement[] = []
  readonly #path: Node[] = []
  #entries: ReadEntry[] = []
  #warnings = new Set<string>()
  #nodes = 0
  #entryNodes = 0

  open(name: string, attributes: Attributes): void {
    if (this.#path.length === 0 && name !== 'Document') throw new BankFileError('not_camt053', name)
    if (++this.#nodes > NODES_MAX || ++this.#entryNodes > ENTRY_NODES_MAX) {
      throw new BankFileError('bank_file_too_large')
    }
    if (this.#path.length === 1 && name !== 'BkToCstmrStmt') {
      throw new BankFileError('not_camt053', name)
    }
    const node: Node = { name, currency: attributes.get('Ccy'), text: '', children: [] }
    this.#path.at(-1)?.children.push(node)
    this.#path.push(node)
  }

  close(name: string, text: string): void {
    const node = this.#path.pop()!
    node.text = text
    const parent = this.#path.at(-1)
    if (name === 'Ntry' && parent?.name === 'Stmt') {
      this.#take(node, parent)
      parent.children.pop()
    }
    if (name === 'Stmt' && parent?.name === 'BkToCstmrStmt') {
      this.statements.push(statementOf(node, this.#entries, this.#warnings))
      this.#entries = []
      this.#warnings = new Set()
      parent.children.pop()
    }
  }

  #take(entry: Node, statement: Node): void {
    this.#entryNodes = 0
    const status = first(entry, 'Sts')
    // What is pending may never be booked.
    if ((first(status, 'Cd')?.text ?? status?.text ?? 'BOOK').trim() !== 'BOOK') {
      this.#warnings.add('pending_left_out')
      return
    }
    const { entries, warning } = entriesOf(entry, textAt(statement, 'Acct', 'Ccy'))
    if (warning) this.#warnings.add(warning)
    this.#entries.push(...entries)
    if (this.#entries.length > ENTRIES_MAX) throw new BankFileError('bank_file_too_large')
  }
}

function first(node: Node | undefined, ...path: string[]): Node | undefined {
  let at = node
  for (const name of path) at = at?.children.find((child) => child.name === name)
  return at
}

function all(node: Node | undefined, name: string): Node[] {
  return node?.children.filter((child) => child.name === name) ?? []
}

function textAt(node: Node | undefined, ...path: string[]): string {
  return clean(first(node, ...path)?.text ?? '', 140)
}

/** A day from a date or a date and time; what is no day is none. */
function dayAt(node: Node | undefined): string | null {
  const text = (textAt(node, 'Dt') || textAt(node, 'DtTm')).slice(0, 10)
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null
}

function amountAt(node: Node | undefined, isDebit: boolean, path: string): number {
  const currency = node?.currency ?? ''
  if (!/^[A-Z]{3}$/.test(currency)) throw new BankFileError('bank_amount_wrong', path)
  const minor = parseAmount(node!.text, currency)
  if (minor === null || minor < 0) throw new BankFileError('bank_amount_wrong', node!.text)
  return isDebit ? 0 - minor : minor
}

function isDebit(node: Node, inherited = false): boolean {
  const mark = textAt(node, 'CdtDbtInd')
  return mark === '' ? inherited : mark === 'DBIT'
}

/** One entry of the bank is one payment, or a batch of several that add up to it. */
function entriesOf(
  entry: Node,
  accountCurrency: string,
): { entries: ReadEntry[]; warning?: string } {
  const amount = first(entry, 'Amt')
  const debit = isDebit(entry)
  const total = amountAt(amount, debit, 'Ntry/Amt')
  const currency = amount?.currency ?? accountCurrency
  const bookedOn = dayAt(first(entry, 'BookgDt')) ?? dayAt(first(entry, 'ValDt'))
  if (bookedOn === null) throw new BankFileError('bank_day_missing')
  const parts = all(entry, 'NtryDtls').flatMap((details) => all(details, 'TxDtls'))
  const whole = { bookedOn, currency, debit, bankReference: referenceIn(entry), entry }
  if (parts.length <= 1) {
    return { entries: total === 0 ? [] : [shaped(whole, parts[0], total, '')] }
  }
  const amounts = parts.map((part) => partAmount(part, debit, currency))
  const known = amounts.filter((one): one is number => one !== null)
  if (known.length < parts.length || known.reduce((sum, one) => sum + one, 0) !== total) {
    // The bank's total is certain, so a batch that does not add up stays one entry.
    return { entries: [shaped(whole, undefined, total, '')], warning: 'batch_differs' }
  }
  return {
    entries: parts
      .map((part, at) => shaped(whole, part, known[at]!, `/${at + 1}`))
      .filter((one) => one.amountMinor !== 0),
  }
}

function partAmount(part: Node, debit: boolean, currency: string): number | null {
  const amount = first(part, 'Amt') ?? first(part, 'AmtDtls', 'TxAmt', 'Amt')
  if (!amount || amount.currency !== currency) return null
  return amountAt(amount, isDebit(part, debit), 'TxDtls/Amt')
}

function referenceIn(node: Node | undefined): string {
  const text = textAt(node, 'AcctSvcrRef') || textAt(node, 'Refs', 'AcctSvcrRef')
  return /^NOT ?(PROVIDED|AVAILABLE)$/i.test(text) ? '' : text
}

function shaped(
  whole: { bookedOn: string; currency: string; debit: boolean; bankReference: string; entry: Node },
  part: Node | undefined,
  amountMinor: number,
  place: string,
): ReadEntry {
  const debit = amountMinor < 0
  const role = debit ? 'Cdtr' : 'Dbtr'
  const parties = first(part, 'RltdPties')
  const person = first(parties, role)
  const account = first(parties, `${role}Acct`, 'Id')
  const endToEnd = textAt(part, 'Refs', 'EndToEndId')
  const bankReference = referenceIn(part) || whole.bankReference
  const remittance = remittanceOf(part, whole.entry)
  const partyName = textAt(person, 'Pty', 'Nm') || textAt(person, 'Nm')
  const isNamed = endToEnd !== '' && !/^NOT ?(PROVIDED|AVAILABLE)$/i.test(endToEnd)
  const facts = [whole.bookedOn, amountMinor, whole.currency]
  return {
    bookedOn: whole.bookedOn,
    amountMinor,
    currency: whole.currency,
    partyName,
    partyAccount: textAt(account, 'IBAN') || textAt(account, 'Othr', 'Id'),
    reference: isNamed ? endToEnd : bankReference && `${bankReference}${place}`,
    remittance,
    key: bankReference
      ? [bankReference + place, ...facts].join('|')
      : [...facts, partyName, endToEnd, remittance].join('|').slice(0, 400),
  }
}

/** The creditor reference first, then what was written freely. */
function remittanceOf(part: Node | undefined, entry: Node): string {
  const info = first(part, 'RmtInf')
  const structured = all(info, 'Strd').map((one) => textAt(one, 'CdtrRefInf', 'Ref'))
  const free = all(info, 'Ustrd').map((one) => one.text)
  const words = [...structured, ...free].filter((text) => text.trim() !== '')
  return clean(words.length > 0 ? words.join(' ') : textAt(entry, 'AddtlNtryInf'), 1000)
}

function statementOf(
  node: Node,
  entries: readonly ReadEntry[],
  warnings: Set<string>,
): ReadStatement {
  const account = first(node, 'Acct')
  const id = textAt(account, 'Id', 'IBAN') || textAt(account, 'Id', 'Othr', 'Id')
  if (id === '') throw new BankFileError('bank_account_missing')
  const opening = balanceOf(node, ['OPBD', 'PRCD'])
  const closing = balanceOf(node, ['CLBD'])
  const currency =
    textAt(account, 'Ccy') || (opening ?? closing)?.currency || entries[0]?.currency || ''
  if (!/^[A-Z]{3}$/.test(currency)) throw new BankFileError('bank_currency_missing')
  const moved = entries
    .filter((entry) => entry.currency === currency)
    .reduce((sum, entry) => sum + entry.amountMinor, 0)
  if (opening && closing && opening.minor + moved !== closing.minor) warnings.add('balance_differs')
  const statementNo = textAt(node, 'Id') || textAt(node, 'ElctrncSeqNb')
  const range = first(node, 'FrToDt')
  const days = entries.map((entry) => entry.bookedOn).sort()
  const fromOn = textAt(range, 'FrDtTm').slice(0, 10) || days[0]
  const toOn = textAt(range, 'ToDtTm').slice(0, 10) || days.at(-1)
  return {
    format: 'camt.053',
    account: id,
    currency,
    statementNo,
    fingerprint: [id, statementNo, textAt(node, 'ElctrncSeqNb'), textAt(node, 'CreDtTm')].join('|'),
    fromOn: asDay(fromOn),
    toOn: asDay(toOn),
    openingMinor: opening?.minor ?? null,
    closingMinor: closing?.minor ?? null,
    warnings: [...warnings].sort(),
    entries: numbered(entries),
  }
}

function asDay(text: string | undefined): string | null {
  return text && dayAt({ ...EMPTY, children: [{ ...EMPTY, name: 'Dt', text }] }) ? text : null
}
const EMPTY: Node = { name: '', currency: undefined, text: '', children: [] }

function balanceOf(
  node: Node,
  codes: readonly string[],
): { minor: number; currency: string } | null {
  for (const code of codes) {
    const balance = all(node, 'Bal').find((one) => textAt(one, 'Tp', 'CdOrPrtry', 'Cd') === code)
    const amount = first(balance, 'Amt')
    if (balance && amount) {
      return { minor: amountAt(amount, isDebit(balance), 'Bal/Amt'), currency: amount.currency! }
    }
  }
  return null
}
