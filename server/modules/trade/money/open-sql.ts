import { type RawBuilder, sql } from 'kysely'

/**
 * What is still open of each instalment, `(...) i`: what settles an invoice settles the part that is due first. `where`
 * speaks of invoices as `v`.
 */
export function openInstalmentsSql(where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(SELECT p.invoice_id, p.no, p.due_from, p.days, p.amount_minor, p.due_on,
      v.org_id, v.buyer_org_id, v.currency,
      least(p.amount_minor, greatest(0, sum(p.amount_minor) OVER (PARTITION BY p.invoice_id
        ORDER BY p.due_on NULLS LAST, p.no) - v.paid_minor - v.credited_minor))::bigint AS open_minor
    FROM invoices v JOIN instalments p ON p.invoice_id = v.id
    WHERE v.cancelled_at IS NULL AND ${where})`
}
