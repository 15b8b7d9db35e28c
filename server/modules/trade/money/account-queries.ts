import { sql } from 'kysely'
import type { Ctx } from '../../../platform/ctx.ts'
import { found } from '../../../platform/errors.ts'
import { partyName, sidesOf } from './claim-queries.ts'
import { addDays, dayOf } from './days.ts'
import { shortNameOf } from './invoices.ts'
import type { AccountQuery, AccountStatement } from './schema.ts'

const SHOWN_DAYS = 90
type Row = AccountStatement['rows'][number]

/** What stands between me and a party over a time: every document and payment, and the balance after each. */
export function readAccount(
  ctx: Ctx,
  partyOrgId: string,
  query: AccountQuery,
): Promise<AccountStatement> {
  return ctx.read(async (tx) => {
    const to = query.to ?? dayOf(tx.now())
    const from = query.from ?? addDays(to, -SHOWN_DAYS)
    const name = found(await partyName(tx, query.side, partyOrgId), 'party')
    const [v, p] = [sidesOf(query.side, 'v'), sidesOf(query.side, 'p')]
    const theirs = (row: typeof v) =>
      sql`${row.mine} = ${tx.actor.orgId} AND ${row.other} = ${partyOrgId}::uuid`
    const asked = sql`CASE v.kind WHEN 'credit_note' THEN -v.total_minor ELSE v.total_minor - v.deposit_minor END`
    const paid = sql`CASE p.kind WHEN 'payment' THEN -p.amount_minor ELSE p.amount_minor END`
    const { rows } = await sql<Omit<Row, 'balanceMinor'>>`
      SELECT s.on::text, s.kind, s.id, s.no, s.order_no AS "orderNo", s.minor AS "amountMinor" FROM (
        SELECT v.issued_on AS on, v.kind, v.id, v.no, v.order_no, ${asked} AS minor, v.created_at AS at
          FROM invoices v WHERE ${theirs(v)} AND v.currency = ${query.currency}
        UNION ALL SELECT (v.cancelled_at AT TIME ZONE 'Asia/Shanghai')::date, 'cancelled', v.id, v.no, v.order_no,
            -(${asked}), v.cancelled_at
          FROM invoices v WHERE ${theirs(v)} AND v.currency = ${query.currency} AND v.cancelled_at IS NOT NULL
        UNION ALL SELECT p.paid_on, p.kind, p.id, p.reference, '', ${paid}, p.received_at
          FROM payments p WHERE ${theirs(p)} AND p.currency = ${query.currency} AND p.received_at IS NOT NULL
        UNION ALL SELECT (p.reversed_at AT TIME ZONE 'Asia/Shanghai')::date, 'reversed', p.id, p.reference, '',
            -(${paid}), p.reversed_at
          FROM payments p WHERE ${theirs(p)} AND p.currency = ${query.currency} AND p.received_at IS NOT NULL
            AND p.reversed_at IS NOT NULL) s
      WHERE s.on <= ${to}::date ORDER BY s.on, s.at, s.id`.execute(tx.db)
    let balance = 0
    const all = rows.map((row) => {
      balance += row.amountMinor
      return { ...row, balanceMinor: balance }
    })
    const shown = all.filter((row) => row.on >= from)
    return {
      side: query.side,
      partyOrgId,
      partyName: name,
      ownName: await shortNameOf(tx, tx.actor.orgId as string),
      currency: query.currency,
      from,
      to,
      openingMinor: all.findLast((row) => row.on < from)?.balanceMinor ?? 0,
      closingMinor: balance,
      rows: shown,
    }
  })
}
