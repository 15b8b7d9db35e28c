import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { record, recordFor } from '../../../platform/events.ts'

/** An order as verbs need it: whose it is, where it stands, and on which side the actor's org is. */
export interface LockedOrder {
  id: string
  no: string
  sellerOrgId: string
  buyerOrgId: string
  placedByOrgId: string
  isHeld: boolean
  confirmedAt: string | null
  ended: string | null
  version: number
  isSeller: boolean
  isPlacer: boolean
  otherOrgId: string
}

/** One of my orders, locked until the transaction ends: all that happens to it happens one after another. */
export async function lockOrder(tx: Tx, id: string): Promise<LockedOrder> {
  const me = tx.actor.orgId as string
  const { rows } = await sql<Omit<LockedOrder, 'isSeller' | 'isPlacer' | 'otherOrgId'>>`
    SELECT id, no, org_id AS "sellerOrgId", buyer_org_id AS "buyerOrgId", placed_by_org_id AS "placedByOrgId",
      held_at IS NOT NULL AND released_at IS NULL AS "isHeld", confirmed_at AS "confirmedAt", ended, version
    FROM trade_orders WHERE id = ${id} AND ${me} IN (org_id, buyer_org_id) FOR UPDATE`.execute(
    tx.db,
  )
  const order = found(rows[0], 'trade_order')
  const isSeller = order.sellerOrgId === me
  return {
    ...order,
    isSeller,
    isPlacer: order.placedByOrgId === me,
    otherOrgId: isSeller ? order.buyerOrgId : order.sellerOrgId,
  }
}

/** An order that both sides have agreed to and that has not ended: goods may move. */
export async function lockRunning(tx: Tx, id: string, side: 'seller' | 'buyer' | 'both') {
  const order = await lockOrder(tx, id)
  if (side !== 'both') requireSide(order, side)
  if (order.ended) throw new AppError('wrong_state', { reason: 'order_ended' })
  if (!order.confirmedAt) throw new AppError('wrong_state', { reason: 'order_not_confirmed' })
  return order
}

export function requireSide(order: LockedOrder, side: 'seller' | 'buyer'): void {
  if (order.isSeller !== (side === 'seller')) {
    throw new AppError('refused', { reason: side === 'seller' ? 'seller_only' : 'buyer_only' })
  }
}

/** What happened to an order is on record at both sides. */
export function recordBoth(
  tx: Tx,
  order: Pick<LockedOrder, 'id' | 'no' | 'otherOrgId'>,
  type: string,
  data: Record<string, unknown> = {},
): void {
  const fact = { no: order.no, ...data }
  record(tx, type, `trade_order:${order.id}`, fact)
  recordFor(tx, order.otherOrgId, type, `trade_order:${order.id}`, fact)
}

export interface LockedLine {
  id: string
  lineNo: number
  productId: string | null
  kind: 'goods' | 'service'
  unit: string
  quantity: bigint
  shipped: bigint
  received: bigint
  owedAgain: bigint
  comingBack: bigint
  returned: bigint
  overBp: number
  unitE4: number
  deliverBy: string | null
}

/** The lines of a locked order by id, with their quantities in whole millionths. */
export async function readLines(tx: Tx, orderId: string): Promise<Map<string, LockedLine>> {
  const micro = (column: string) =>
    sql`(${sql.ref(column)} * 1000000)::bigint::text AS ${sql.ref(column)}`
  const { rows } = await sql<Record<string, string | number | null>>`
    SELECT id, line_no, product_id, kind, unit, over_bp, unit_e4, deliver_by::text, ${micro('quantity')},
      ${micro('shipped')}, ${micro('received')}, ${micro('owed_again')}, ${micro('coming_back')},
      ${micro('returned')}
    FROM trade_order_lines WHERE order_id = ${orderId} ORDER BY line_no`.execute(tx.db)
  const big = (value: unknown) => BigInt(value as string)
  return new Map(
    rows.map((row) => [
      row.id as string,
      {
        id: row.id as string,
        lineNo: row.line_no as number,
        productId: row.product_id as string | null,
        kind: row.kind as 'goods' | 'service',
        unit: row.unit as string,
        quantity: big(row.quantity),
        shipped: big(row.shipped),
        received: big(row.received),
        owedAgain: big(row.owed_again),
        comingBack: big(row.coming_back),
        returned: big(row.returned),
        overBp: row.over_bp as number,
        unitE4: row.unit_e4 as number,
        deliverBy: row.deliver_by as string | null,
      },
    ]),
  )
}

/** The line that an input names, or a refusal that names the input's field. */
export function lineOf(
  lines: ReadonlyMap<string, LockedLine>,
  lineId: string,
  at: number,
): LockedLine {
  const line = lines.get(lineId)
  if (!line) {
    throw new AppError('bad_input', {
      errors: [{ field: `lines.${at}.lineId`, code: 'not_found', message: 'No such line' }],
    })
  }
  return line
}

/** A rule that one line of the input breaks, by name and place. */
export function refusedLine(
  at: number,
  field: string,
  reason: string,
  data: Record<string, unknown> = {},
): AppError {
  return new AppError('refused', {
    reason,
    data,
    errors: [
      { field: `lines.${at}.${field}`, code: reason, message: 'A rule does not allow this' },
    ],
  })
}
