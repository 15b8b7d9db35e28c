import { open } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { type FileStore, getFile } from '../../../platform/files.ts'
import { newId } from '../../../platform/ids.ts'
import { SheetError } from '../../../platform/sheets/read.ts'
import { readCamt } from './bank-camt.ts'
import { BankFileError, type ReadStatement } from './bank-file.ts'
import { readStatement, statementHeads } from './bank-queries.ts'
import type {
  BankStatement,
  BookingInput,
  ConfirmInput,
  Imported,
  StatementInput,
} from './bank-schema.ts'
import { readBankSheet } from './bank-sheet.ts'
import { bookingDay, bookOwn } from './ledger.ts'
import { confirm, writePayment } from './payments.ts'

const FILE_BYTES_MAX = 20 * 1024 * 1024

/** Takes a bank's statements from a file that was uploaded. The same statement, or entry, again changes nothing. */
export async function importStatement(
  ctx: Ctx,
  files: FileStore,
  input: StatementInput,
): Promise<Imported> {
  const file = await ctx.read((tx) => getFile(tx, input.fileId))
  if (file.bytes > FILE_BYTES_MAX) {
    throw new AppError('too_large', { reason: 'file_too_large', data: { max: FILE_BYTES_MAX } })
  }
  const path = await files.local(file.sha256)
  const read = await readFile(path, file.name, input)
  return ctx.transaction(async (tx) => {
    const statements: Imported['statements'] = []
    for (const statement of read) statements.push(await keep(tx, statement, file.name))
    return { statements }
  })
}

async function readFile(
  path: string,
  name: string,
  input: StatementInput,
): Promise<ReadStatement[]> {
  try {
    if (await isXml(path)) {
      const handle = await open(path)
      return await readCamt(handle.createReadStream({ highWaterMark: 64 * 1024 }))
    }
    const plan = {
      mapping: input.mapping ?? null,
      account: input.account,
      currency: input.currency,
    }
    return [(await readBankSheet(path, name, plan)).statement]
  } catch (error) {
    throw refusalOf(error)
  }
}

async function isXml(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0)
    const start = buffer.subarray(0, bytesRead).toString('latin1').replaceAll('\0', '')
    return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?!html|!doctype html)/i.test(start)
  } finally {
    await handle.close()
  }
}

/** A file that cannot be taken is named as the field that it is, with what would mend it. */
function refusalOf(error: unknown): unknown {
  if (error instanceof SheetError) {
    return new AppError('bad_input', {
      reason: error.code,
      data: error.detail,
      errors: [{ field: 'fileId', code: error.code, message: error.message }],
    })
  }
  if (!(error instanceof BankFileError)) return error
  const { code, what, headings, headerRow, columns } = error as BankFileError & {
    headings?: string[]
    headerRow?: number
    columns?: object
  }
  return new AppError('bad_input', {
    reason: code,
    data: { what, ...(headings && { headings, headerRow, columns }) },
    errors: [
      { field: headings ? 'mapping' : 'fileId', code, message: 'The bank file is not taken' },
    ],
  })
}

async function keep(
  tx: Tx,
  statement: ReadStatement,
  fileName: string,
): Promise<Imported['statements'][number]> {
  const orgId = tx.actor.orgId as string
  const id = newId(tx.now().getTime())
  const { rows } = await sql`
    INSERT INTO bank_statements (id, org_id, format, fingerprint, account, currency, statement_no, from_on, to_on,
      opening_minor, closing_minor, file_name, warnings, imported_by, imported_at)
    VALUES (${id}, ${orgId}, ${statement.format}, ${statement.fingerprint}, ${statement.account}, ${statement.currency},
      ${statement.statementNo}, ${statement.fromOn}, ${statement.toOn}, ${statement.openingMinor},
      ${statement.closingMinor}, ${fileName}, ${statement.warnings}, ${tx.actor.personId ?? tx.actor.keyId},
      ${tx.now().toISOString()})
    ON CONFLICT (org_id, fingerprint) DO NOTHING RETURNING 1`.execute(tx.db)
  if (rows.length === 0) {
    const held = await sql<{ id: string }>`SELECT id FROM bank_statements
      WHERE org_id = ${orgId} AND fingerprint = ${statement.fingerprint}`.execute(tx.db)
    const [head] = await statementHeads(tx, sql`s.id = ${held.rows[0]!.id}::uuid`, 1)
    return { ...head!, isNew: false, knownEntries: statement.entries.length }
  }
  const entries = statement.entries.map((entry, at) => ({
    ...entry,
    id: newId(tx.now().getTime()),
    no: at + 1,
  }))
  const kept = await sql`
    INSERT INTO bank_entries (id, org_id, statement_id, no, account, entry_key, booked_on, currency, amount_minor,
      party_name, party_account, reference, remittance)
    SELECT e.id, ${orgId}, ${id}, e.no, ${statement.account}, e.key, e."bookedOn", e.currency, e."amountMinor",
      e."partyName", e."partyAccount", e.reference, e.remittance
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e(id uuid, no int, key text, "bookedOn" date,
      currency text, "amountMinor" bigint, "partyName" text, "partyAccount" text, reference text, remittance text)
    ON CONFLICT (org_id, account, entry_key) DO NOTHING`.execute(tx.db)
  const count = Number(kept.numAffectedRows ?? 0n)
  record(tx, 'trade.statement_imported', `bank_statement:${id}`, {
    account: statement.account,
    entries: count,
  })
  const [head] = await statementHeads(tx, sql`s.id = ${id}::uuid`, 1)
  return { ...head!, isNew: true, knownEntries: entries.length - count }
}

interface LockedEntry {
  id: string
  state: string
  bookedOn: string
  currency: string
  amountMinor: number
  reference: string
  key: string
  account: string
}

/** The entries of a statement that nobody has settled yet, kept for this transaction; all or none. */
async function lockOpen(
  tx: Tx,
  statementId: string,
  ids: readonly string[],
): Promise<Map<string, LockedEntry>> {
  const { rows } = await sql<LockedEntry>`
    SELECT id, state, booked_on AS "bookedOn", currency, amount_minor AS "amountMinor", reference, account,
      entry_key AS key
    FROM bank_entries WHERE org_id = ${tx.actor.orgId} AND statement_id = ${statementId}::uuid
      AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`.execute(tx.db)
  if (rows.length < new Set(ids).size) throw new AppError('not_found', { reason: 'bank_entry' })
  const done = rows.find((row) => row.state !== 'open')
  if (done) {
    throw new AppError('already_done', { reason: 'entry_settled', data: { entryId: done.id } })
  }
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * Makes payments of the entries that a person has looked at; the others stay open. What left the account is announced to
 * the party that it went to.
 */
export function confirmEntries(
  ctx: Ctx,
  statementId: string,
  input: ConfirmInput,
): Promise<BankStatement> {
  return ctx.transaction(async (tx) => {
    await readStatement(tx, statementId)
    const ids = input.entries.map((entry) => entry.id)
    if (new Set(ids).size < ids.length) throw new AppError('refused', { reason: 'entry_twice' })
    const locked = await lockOpen(tx, statementId, ids)
    for (const [at, entry] of input.entries.entries()) {
      await settle(tx, locked.get(entry.id)!, entry).catch((error) => {
        throw within(error, `entries.${at}`)
      })
    }
    record(tx, 'trade.entries_confirmed', `bank_statement:${statementId}`, { entries: ids.length })
    return readStatement(tx, statementId)
  })
}

async function settle(
  tx: Tx,
  held: LockedEntry,
  entry: ConfirmInput['entries'][number],
): Promise<void> {
  const reference = held.reference || held.key.slice(0, 100)
  const isIn = held.amountMinor > 0
  const { partyOrgId, allocations, paymentId } = entry
  const payment =
    paymentId && isIn
      ? await confirmSame(tx, held, paymentId, allocations)
      : await writePayment(tx, {
          kind: 'payment',
          side: isIn ? 'receivable' : 'payable',
          partyOrgId,
          currency: held.currency,
          amountMinor: Math.abs(held.amountMinor),
          paidOn: held.bookedOn,
          reference,
          note: '',
          allocations: isIn ? allocations : [],
        })
  await mark(tx, held.id, 'matched', payment.id)
}

/** An announced payment is confirmed by the entry only where the amounts agree. */
async function confirmSame(
  tx: Tx,
  held: LockedEntry,
  paymentId: string,
  allocations: ConfirmInput['entries'][number]['allocations'],
) {
  const payment = await confirm(tx, paymentId, { paidOn: held.bookedOn, allocations })
  if (payment.amountMinor !== held.amountMinor || payment.currency !== held.currency) {
    throw new AppError('refused', { reason: 'amount_differs' })
  }
  return payment
}

async function mark(
  tx: Tx,
  id: string,
  state: 'matched' | 'booked' | 'set_aside' | 'open',
  paymentId: string | null = null,
): Promise<void> {
  await sql`UPDATE bank_entries SET state = ${state}, payment_id = ${paymentId}::uuid,
    settled_by = ${tx.actor.personId}::uuid, settled_at = ${tx.now().toISOString()} WHERE id = ${id}::uuid`.execute(
    tx.db,
  )
}

/** Errors of one entry name the entry that they are about. */
function within(error: unknown, place: string): unknown {
  if (!(error instanceof AppError)) return error
  const errors = (
    error.details.errors ?? [
      { field: '', code: error.details.reason ?? error.code, message: error.message },
    ]
  ).map((one) => ({ ...one, field: one.field ? `${place}.${one.field}` : place }))
  return new AppError(error.code, { ...error.details, errors })
}

async function statementOf(tx: Tx, entryId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT statement_id AS id FROM bank_entries
    WHERE id = ${entryId}::uuid AND org_id = ${tx.actor.orgId}`.execute(tx.db)
  return found(rows[0], 'bank_entry').id
}

/** What an entry was, where it paid no invoice: the bank's fees and interest, a cost, the owner's money. */
export function bookEntry(ctx: Ctx, id: string, input: BookingInput): Promise<BankStatement> {
  return ctx.transaction(async (tx) => {
    const statementId = await statementOf(tx, id)
    const held = (await lockOpen(tx, statementId, [id])).get(id)!
    const on = await bookingDay(tx, held.bookedOn, 'bookedOn')
    const { currency, amountMinor } = held
    await bookOwn(tx, {
      kind: 'bank',
      source: `bank_entry:${id}`,
      memo: input.memo,
      on,
      postings: [
        { account: 'bank', flow: null, currency, amountMinor },
        { account: input.account, flow: null, currency, amountMinor: -amountMinor },
      ],
    })
    await mark(tx, id, 'booked')
    record(tx, 'trade.entry_booked', `bank_entry:${id}`, { account: input.account, amountMinor })
    return readStatement(tx, statementId)
  })
}

/** Takes an entry off the list: it is known where it belongs, and not here. */
export function setAside(ctx: Ctx, id: string): Promise<BankStatement> {
  return ctx.transaction(async (tx) => {
    const statementId = await statementOf(tx, id)
    await lockOpen(tx, statementId, [id])
    await mark(tx, id, 'set_aside')
    record(tx, 'trade.entry_set_aside', `bank_entry:${id}`)
    return readStatement(tx, statementId)
  })
}

/** Puts an entry back that was set aside. */
export function takeUp(ctx: Ctx, id: string): Promise<BankStatement> {
  return ctx.transaction(async (tx) => {
    const statementId = await statementOf(tx, id)
    const { rows } =
      await sql`UPDATE bank_entries SET state = 'open', settled_by = NULL, settled_at = NULL
      WHERE id = ${id}::uuid AND org_id = ${tx.actor.orgId} AND state = 'set_aside' RETURNING 1`.execute(
        tx.db,
      )
    if (rows.length === 0) throw new AppError('already_done', { reason: 'entry_not_aside' })
    record(tx, 'trade.entry_taken_up', `bank_entry:${id}`)
    return readStatement(tx, statementId)
  })
}
