import { cashPrice, type Trade } from '@jingwei/insight'
import type { PaymentTerm } from '@jingwei/pricing/terms'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/db.ts'
import { placesSql } from '../../network/index.ts'

/** What waiting for money is reckoned at when prices of different terms are compared. */
const ANNUAL_RATE = 0.06
/** Days from order to delivery where the order names none. */
const DELIVERY_DAYS = 14

/** Months counted through, so that adjacent ones differ by one. */
export const periodOf = (at: Date): number => at.getUTCFullYear() * 12 + at.getUTCMonth()
export const monthText = (period: number): string =>
  `${Math.floor(period / 12)}-${String((period % 12) + 1).padStart(2, '0')}`

interface TradeRow {
  product: string
  seller: string
  buyer: string
  region: string
  period: number
  payment: PaymentTerm
  days: number | null
  value: number
  quantity: number
}

/** How many base units of product `p` one unit of line `l` is; null where the unit is not known any more. */
export const factorSql = sql<string | null>`(CASE WHEN l.unit = p.unit THEN 1::numeric
  ELSE (SELECT u.numerator::numeric / u.denominator FROM product_units u
    WHERE u.product_id = p.id AND u.unit = l.unit) END)`

/**
 * What was agreed on goods between two parties, a row for each month, pair and terms, at the price of a base unit
 * paid on delivery. As far as the policies of `db` reach: an org's own, or everybody's for the release.
 */
export async function readTrades(
  db: Db,
  { where, from, until }: { where: RawBuilder<unknown>; from: number; until: number },
): Promise<Trade[]> {
  const { rows } = await sql<TradeRow>`
    SELECT l.product_id AS product, l.org_id AS seller, l.buyer_org_id AS buyer,
      coalesce(b.region, '') AS region, t.period, o.payment,
      coalesce(l.deliver_by, o.deliver_by) - (o.placed_at AT TIME ZONE 'UTC')::date AS days,
      sum(l.unit_e4 * l.quantity)::float8 AS value, sum(l.quantity * f.factor)::float8 AS quantity
    FROM trade_order_lines l JOIN trade_orders o ON o.id = l.order_id
    JOIN products p ON p.id = l.product_id AND p.currency = o.currency
    CROSS JOIN LATERAL (SELECT ${factorSql} AS factor) f
    CROSS JOIN LATERAL (SELECT (extract(year FROM o.confirmed_at AT TIME ZONE 'UTC') * 12
      + extract(month FROM o.confirmed_at AT TIME ZONE 'UTC') - 1)::int AS period) t
    LEFT JOIN LATERAL (SELECT x.region FROM ${placesSql()} x WHERE x.partner_org_id = l.buyer_org_id
      AND x.org_id = p.org_id ORDER BY x.id LIMIT 1) b ON true
    WHERE o.confirmed_at IS NOT NULL AND o.ended IS NULL AND l.kind = 'goods' AND l.quantity > 0
      AND l.unit_e4 > 0 AND f.factor > 0 AND t.period BETWEEN ${from} AND ${until} AND ${where}
    GROUP BY 1, 2, 3, 4, 5, 6, 7`.execute(db)
  return rows.map((row) => {
    const days = Math.max(0, row.days ?? DELIVERY_DAYS)
    const factor = cashPrice(
      1,
      row.payment,
      { shipment: days, delivery: days, invoice: days },
      ANNUAL_RATE,
    )
    const { product, seller, buyer, region, period, quantity } = row
    const price = (row.value / quantity) * factor
    return { product, seller, buyer, region, period, quantity, price }
  })
}
