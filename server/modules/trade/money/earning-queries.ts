import { sql } from 'kysely'
import type { Ctx } from '../../../platform/ctx.ts'
import { dayOf } from './days.ts'
import { type EarningQuery, type Earnings, FLOWS } from './schema.ts'

const REVENUE = ['revenue', 'credit_notes', 'discounts']
const COST = ['cost', 'purchase_credits', 'purchase_discounts']

/** Which flow earns: what goods, logistics and finance brought and cost my org in each month, by its ledger. */
export function readEarnings(ctx: Ctx, { currency, months }: EarningQuery): Promise<Earnings> {
  return ctx.read(async (tx) => {
    const today = dayOf(tx.now())
    const { rows } = await sql<Earnings['months'][number]>`
      SELECT to_char(m.month, 'YYYY-MM') AS month, f.flow,
        coalesce(-sum(p.amount_minor) FILTER (WHERE p.account = ANY(${REVENUE})), 0)::bigint AS "revenueMinor",
        coalesce(sum(p.amount_minor) FILTER (WHERE p.account = ANY(${COST})), 0)::bigint AS "costMinor"
      FROM generate_series(date_trunc('month', ${today}::date) - make_interval(months => ${months - 1}::int),
        date_trunc('month', ${today}::date), interval '1 month') AS m(month)
      CROSS JOIN unnest(${[...FLOWS]}::text[]) WITH ORDINALITY AS f(flow, place)
      LEFT JOIN ledger_postings p ON p.org_id = ${tx.actor.orgId} AND p.account = ANY(${[...REVENUE, ...COST]})
        AND p.booked_on >= m.month::date AND p.booked_on < (m.month + interval '1 month')::date
        AND p.flow = f.flow AND p.currency = ${currency}
      GROUP BY m.month, f.flow, f.place ORDER BY m.month, f.place`.execute(tx.db)
    const flows = FLOWS.map((flow) => {
      const own = rows.filter((row) => row.flow === flow)
      const revenueMinor = own.reduce((sum, row) => sum + row.revenueMinor, 0)
      const costMinor = own.reduce((sum, row) => sum + row.costMinor, 0)
      const marginMinor = revenueMinor - costMinor
      const marginBp = revenueMinor > 0 ? Math.round((marginMinor / revenueMinor) * 10_000) : null
      return { flow, revenueMinor, costMinor, marginMinor, marginBp }
    })
    return { currency, flows, months: rows }
  })
}
