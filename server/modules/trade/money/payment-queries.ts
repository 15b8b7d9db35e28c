import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { found } from '../../../platform/errors.ts'
import type { Payment, PaymentQuery } from './schema.ts'

// The state and the amounts of a payment, and what it settles now.
function paymentsSql(tx: Tx, where: RawBuilder<unknown>, limit: number) {
  const me = sql`${tx.actor.orgId}::uuid`
  return sql<Payment>`
    SELECT p.id, CASE WHEN p.org_id = ${me} THEN 'receivable' ELSE 'payable' END AS side, p.kind, p.state,
      CASE WHEN p.org_id = ${me} THEN p.buyer_org_id ELSE p.org_id END AS "partyOrgId",
      CASE WHEN p.org_id = ${me} THEN p.buyer_name ELSE p.seller_name END AS "partyName",
      p.currency, p.amount_minor AS "amountMinor", p.allocated_minor AS "allocatedMinor", p.paid_on AS "paidOn",
      p.reference, p.note, p.recorded_by_org_id = ${me} AS "isMine", p.reverse_reason AS "reverseReason", p.version,
      coalesce((SELECT json_agg(json_build_object('invoiceId', a.invoice_id, 'no', v.no, 'amountMinor', a.amount,
          'at', to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY a.at, v.no)
        FROM (SELECT invoice_id, sum(amount_minor) AS amount, max(made_at) AS at FROM allocations
          WHERE payment_id = p.id GROUP BY invoice_id HAVING sum(amount_minor) > 0) a
        JOIN invoices v ON v.id = a.invoice_id), '[]') AS allocations
    FROM payments p WHERE ${where} ORDER BY p.paid_on DESC, p.id DESC LIMIT ${limit}`
}

export async function readPayment(tx: Tx, id: string): Promise<Payment> {
  const me = tx.actor.orgId
  const mine = sql`p.id = ${id}::uuid AND (p.org_id = ${me} OR p.buyer_org_id = ${me})`
  const { rows } = await paymentsSql(tx, mine, 1).execute(tx.db)
  return found(rows[0], 'payment')
}

export function getPayment(ctx: Ctx, id: string): Promise<Payment> {
  return ctx.read((tx) => readPayment(tx, id))
}

export function listPayments(ctx: Ctx, query: PaymentQuery) {
  return ctx.read(async (tx) => {
    const me = tx.actor.orgId
    const [mine, other] =
      query.side === 'receivable'
        ? [sql.ref('p.org_id'), sql.ref('p.buyer_org_id')]
        : [sql.ref('p.buyer_org_id'), sql.ref('p.org_id')]
    const parts = [sql`${mine} = ${me}`]
    const after = decodeCursor(query.cursor, 2)
    if (after) parts.push(sql`(p.paid_on, p.id) < (${after[0]}::date, ${after[1]}::uuid)`)
    if (query.partyOrgId) parts.push(sql`${other} = ${query.partyOrgId}::uuid`)
    if (query.state === 'on_account') {
      parts.push(sql`p.state = 'received' AND p.allocated_minor < p.amount_minor`)
    } else if (query.state) parts.push(sql`p.state = ${query.state}`)
    const { rows } = await paymentsSql(tx, sql.join(parts, sql` AND `), query.limit + 1).execute(
      tx.db,
    )
    return pageOf(
      rows,
      query.limit,
      (row) => [row.paidOn, row.id],
      (row) => row,
    )
  })
}
