import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { found } from '../../../platform/errors.ts'
import { type AnnouncedPayment, type OpenItem, proposeFor } from './bank-match.ts'
import type { BankEntry, BankStatement, StatementHead } from './bank-schema.ts'
import { sidesOf } from './claim-queries.ts'
import type { Side } from './schema.ts'

export async function statementHeads(
  tx: Tx,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<StatementHead[]> {
  const { rows } = await sql<StatementHead>`
    SELECT s.id, s.format, s.account, s.currency, s.statement_no AS "statementNo", s.from_on AS "fromOn",
      s.to_on AS "toOn", s.opening_minor AS "openingMinor", s.closing_minor AS "closingMinor",
      s.file_name AS "fileName", s.warnings, s.imported_at AS "importedAt",
      (SELECT count(*) FROM bank_entries e WHERE e.statement_id = s.id)::int AS entries,
      (SELECT count(*) FROM bank_entries e WHERE e.statement_id = s.id AND e.state = 'open')::int AS "openEntries"
    FROM bank_statements s WHERE s.org_id = ${tx.actor.orgId} AND ${where}
    ORDER BY s.imported_at DESC, s.id DESC LIMIT ${limit}`.execute(tx.db)
  return rows
}

export function listStatements(ctx: Ctx, page: { cursor?: string | undefined; limit: number }) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(page.cursor, 2)
    const where = after
      ? sql`(s.imported_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
      : sql`true`
    const rows = await statementHeads(tx, where, page.limit + 1)
    return pageOf(
      rows,
      page.limit,
      (row) => [row.importedAt, row.id],
      (row) => row,
    )
  })
}

export function getStatement(ctx: Ctx, id: string): Promise<BankStatement> {
  return ctx.read((tx) => readStatement(tx, id))
}

/** A statement with its entries; those that are open come with the invoices that they seem to pay. */
export async function readStatement(tx: Tx, id: string): Promise<BankStatement> {
  const [head] = await statementHeads(tx, sql`s.id = ${id}::uuid`, 1)
  const statement = found(head, 'bank_statement')
  const { rows } = await sql<Omit<BankEntry, 'proposal'>>`
    SELECT id, no, booked_on AS "bookedOn", currency, amount_minor AS "amountMinor", party_name AS "partyName",
      party_account AS "partyAccount", reference, remittance, state, payment_id AS "paymentId"
    FROM bank_entries WHERE statement_id = ${id}::uuid AND org_id = ${tx.actor.orgId} ORDER BY no`.execute(
    tx.db,
  )
  const isOpen = rows.some((row) => row.state === 'open')
  const known = isOpen ? await readOpen(tx) : null
  return {
    ...statement,
    items: rows.map((row) => {
      if (row.state !== 'open' || !known) return { ...row, proposal: null }
      const side = row.amountMinor > 0 ? known.receivable : known.payable
      return { ...row, proposal: proposeFor(row, side.items, side.announced) }
    }),
  }
}

async function readOpen(tx: Tx) {
  const [receivable, payable, announced] = await Promise.all([
    openItems(tx, 'receivable'),
    openItems(tx, 'payable'),
    announcedPayments(tx),
  ])
  return {
    receivable: { items: receivable, announced },
    payable: { items: payable, announced: [] },
  }
}

async function openItems(tx: Tx, side: Side): Promise<OpenItem[]> {
  const { mine, other, name } = sidesOf(side, 'v')
  const open = sql`v.total_minor - v.deposit_minor - v.paid_minor - v.credited_minor`
  const { rows } = await sql<OpenItem>`
    SELECT v.id AS "invoiceId", v.no, v.reference, v.order_no AS "orderNo", ${other} AS "partyOrgId",
      ${name} AS "partyName", v.currency, ${open} AS "openMinor",
      (SELECT min(i.due_on) FROM instalments i WHERE i.invoice_id = v.id) AS "dueOn"
    FROM invoices v WHERE ${mine} = ${tx.actor.orgId} AND v.kind <> 'credit_note' AND v.cancelled_at IS NULL
      AND ${open} > 0`.execute(tx.db)
  return rows
}

async function announcedPayments(tx: Tx): Promise<AnnouncedPayment[]> {
  const { rows } = await sql<AnnouncedPayment>`
    SELECT id, buyer_org_id AS "partyOrgId", buyer_name AS "partyName", currency, amount_minor AS "amountMinor", reference
    FROM payments WHERE org_id = ${tx.actor.orgId} AND state = 'announced'`.execute(tx.db)
  return rows
}
