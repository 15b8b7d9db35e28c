import type { PaymentTerm } from '@jingwei/pricing/terms'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { newId } from '../../../platform/ids.ts'

/** What an order comes to by each event so far, in minor units. */
export interface Basis {
  order: number
  shipment: number
  delivery: number
  invoice: number
}

/**
 * What each part of a payment term comes to by now. Shares are rounded from the front on, so that parts of the
 * same amount add up to it to the last fen.
 */
export function partsOf(term: PaymentTerm, basis: Basis): number[] {
  let before = 0
  return term.map(({ shareBp, from }) => {
    const part = shareOf(basis[from], before + shareBp) - shareOf(basis[from], before)
    before += shareBp
    return part
  })
}

function shareOf(amountMinor: number, bp: number): number {
  return Number((BigInt(amountMinor) * BigInt(bp) * 2n + 10_000n) / 20_000n)
}

/**
 * Writes down what falls due by what has happened to an order, or is due no more. It looks at how things stand
 * and not at what happened last, so that facts in any order come to the same. What waits for an invoice falls
 * due with the invoice itself.
 */
export async function fallDue(tx: Tx, orderId: string): Promise<void> {
  const order = await readBasis(tx, orderId)
  const { basis } = order
  const targets = partsOf(order.payment, { ...basis, invoice: 0 })
  const now = tx.now()
  const rows = order.payment.flatMap(({ from, days }, part) => {
    if (from === 'invoice') return []
    const amount = targets[part]! - (order.due.get(part) ?? 0)
    if (amount === 0) return []
    return [
      {
        id: newId(now.getTime()),
        org_id: order.sellerOrgId,
        buyer_org_id: order.buyerOrgId,
        order_id: orderId,
        part,
        event: from,
        amount_minor: amount,
        fell_due_at: now.toISOString(),
        due_on: dayIn(now, days),
      },
    ]
  })
  if (rows.length > 0) await tx.db.insertInto('trade_instalments').values(rows).execute()
}

const DAY_MS = 86_400_000
/** Days of payment are counted where the house does its business. */
const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })
export function dayIn(from: Date, days: number): string {
  return dayFormat.format(new Date(from.getTime() + days * DAY_MS))
}

interface ReadBasis {
  sellerOrgId: string
  buyerOrgId: string
  payment: PaymentTerm
  basis: Omit<Basis, 'invoice'>
  due: Map<number, number>
}

// A service is delivered with the goods beside it: it counts as soon as none of those is outstanding.
async function readBasis(tx: Tx, orderId: string): Promise<ReadBasis> {
  const { rows } = await sql<
    Omit<ReadBasis, 'due' | 'basis'> & Omit<Basis, 'invoice'> & { due: Record<string, number> }
  >`
    SELECT o.org_id AS "sellerOrgId", o.buyer_org_id AS "buyerOrgId", o.payment,
      CASE WHEN o.confirmed_at IS NULL OR o.ended IS NOT NULL THEN 0 ELSE s.agreed END AS order,
      CASE WHEN o.confirmed_at IS NULL OR o.ended IS NOT NULL THEN 0 ELSE s.shipped END AS shipment,
      CASE WHEN o.confirmed_at IS NULL OR o.ended IS NOT NULL THEN 0 ELSE s.delivered END AS delivery,
      coalesce((SELECT jsonb_object_agg(part, amount) FROM (SELECT part, sum(amount_minor) AS amount
        FROM trade_instalments WHERE order_id = o.id GROUP BY part) d), '{}') AS due
    FROM trade_orders o CROSS JOIN LATERAL (
      SELECT coalesce(sum(CASE WHEN kind = 'service' THEN amount_minor
          ELSE round(unit_e4 * (quantity - let_go + kept - returned) / 10000) END), 0)::bigint AS agreed,
        coalesce(sum(CASE WHEN kind = 'goods' THEN round(unit_e4 * payable / 10000)
          WHEN all_shipped THEN amount_minor END), 0)::bigint AS shipped,
        coalesce(sum(CASE WHEN kind = 'goods' THEN round(unit_e4 * delivered / 10000)
          WHEN all_delivered THEN amount_minor END), 0)::bigint AS delivered
      FROM (SELECT l.*, bool_and(kind = 'service' OR shipped >= quantity + owed_again) OVER () AS all_shipped,
          bool_and(kind = 'service' OR goods_state IN ('none', 'received', 'returned')) OVER () AS all_delivered
        FROM trade_order_lines l WHERE l.order_id = o.id) l) s
    WHERE o.id = ${orderId}`.execute(tx.db)
  const { order, shipment, delivery, due, ...parties } = rows[0]!
  return {
    ...parties,
    basis: { order, shipment, delivery },
    due: new Map(Object.entries(due).map(([part, amount]) => [Number(part), amount])),
  }
}
