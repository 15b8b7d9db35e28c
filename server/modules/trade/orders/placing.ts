import type { PaymentTerm } from '@jingwei/pricing/terms'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '../../../platform/ctx.ts'
import { AppError, badField } from '../../../platform/errors.ts'
import { record, recordFor } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { orgsSql } from '../../identity/index.ts'
import type { Incoterm } from '../terms-schema.ts'

export interface DraftLine {
  productId: string | null
  description: string
  kind: 'goods' | 'service'
  quantity: string
  unit: string
  unitE4: number
  amountMinor: number
  /** Why the price is what it is; it is kept as it was on this day. */
  explanation: unknown
  deliverBy: string | null
  /** How much more than agreed may be delivered. */
  overBp?: number
}

export interface OrderDraft {
  sellerOrgId: string
  buyerOrgId: string
  currency: string
  payment: PaymentTerm
  deliverBy: string | null
  incoterm: z.infer<typeof Incoterm> | null
  place: string | null
  source: { kind: 'quote' | 'agreement' | 'repeat'; id: string | null }
  lines: DraftLine[]
}

/**
 * Places an order for the actor's org, which buys or sells. The other side confirms it; an order from a quote
 * is agreed already, since one side has offered and the other accepted. Over the seller's credit it waits for
 * the seller, or is refused.
 */
export async function placeOrder(tx: Tx, draft: OrderDraft): Promise<{ id: string; no: string }> {
  const me = tx.actor.orgId as string
  if (draft.lines.length === 0) throw badField('lines', 'too_small', 'An order has lines')
  if (draft.sellerOrgId === draft.buyerOrgId || ![draft.sellerOrgId, draft.buyerOrgId].includes(me))
    throw badField('sellerOrgId', 'not_a_party', 'An order is between you and somebody else')
  const totalMinor = draft.lines.reduce((sum, line) => sum + line.amountMinor, 0)
  const [isHeld, no, names] = await Promise.all([
    exceedsCredit(tx, draft, totalMinor),
    drawNumber(tx, draft.sellerOrgId),
    namesOf(tx, draft),
  ])
  const id = newId(tx.now().getTime())
  await Promise.all([
    insertOrder(tx, draft, { id, no, totalMinor, isHeld, ...names }),
    insertLines(tx, draft, id),
  ])
  const fact = { no, totalMinor, currency: draft.currency, isHeld, source: draft.source.kind }
  record(tx, 'trade.order_placed', `trade_order:${id}`, fact)
  const other = me === draft.sellerOrgId ? draft.buyerOrgId : draft.sellerOrgId
  recordFor(tx, other, 'trade.order_placed', `trade_order:${id}`, fact)
  return { id, no }
}

async function exceedsCredit(tx: Tx, draft: OrderDraft, totalMinor: number): Promise<boolean> {
  const { rows } = await sql<{ verdict: 'within' | 'wait' | 'refuse' }>`
    SELECT order_credit(${draft.sellerOrgId}, ${draft.buyerOrgId}, ${draft.currency}, ${totalMinor},
      ${paidSql(draft)}) AS verdict`.execute(tx.db)
  const { verdict } = rows[0]!
  if (verdict === 'refuse') throw new AppError('refused', { reason: 'over_credit_limit' })
  return verdict === 'wait'
}

/** What the buyer has settled of orders that still count against its credit. */
function paidSql(parties: Pick<OrderDraft, 'sellerOrgId' | 'buyerOrgId' | 'currency'>) {
  return sql`(SELECT coalesce(sum(v.paid_minor + v.credited_minor), 0)::bigint FROM invoices v
    JOIN trade_orders o ON o.id = v.order_id AND o.ended IS NULL
    WHERE v.org_id = ${parties.sellerOrgId} AND v.buyer_org_id = ${parties.buyerOrgId}
      AND v.currency = ${parties.currency} AND v.kind <> 'credit_note' AND v.cancelled_at IS NULL)`
}

async function drawNumber(tx: Tx, sellerOrgId: string): Promise<string> {
  const { rows } = await sql<{ no: number }>`SELECT next_order_no(${sellerOrgId}) AS no`.execute(
    tx.db,
  )
  return `SO-${String(rows[0]!.no).padStart(6, '0')}`
}

interface Names {
  sellerName: string
  buyerName: string
}

async function namesOf(tx: Tx, draft: OrderDraft): Promise<Names> {
  const parties = [draft.sellerOrgId, draft.buyerOrgId]
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT o.id, o.short_name AS name FROM ${orgsSql()} o WHERE o.id = ANY(${parties}::uuid[])`.execute(
    tx.db,
  )
  const names = new Map(rows.map((row) => [row.id, row.name]))
  const [sellerName, buyerName] = parties.map((id) => names.get(id))
  if (sellerName === undefined || buyerName === undefined)
    throw badField('sellerOrgId', 'not_found', 'No such partner')
  return { sellerName, buyerName }
}

async function insertOrder(
  tx: Tx,
  draft: OrderDraft,
  made: Names & { id: string; no: string; totalMinor: number; isHeld: boolean },
): Promise<void> {
  const now = tx.now().toISOString()
  const isAgreed = draft.source.kind === 'quote' && !made.isHeld
  await tx.db
    .insertInto('trade_orders')
    .values({
      id: made.id,
      org_id: draft.sellerOrgId,
      buyer_org_id: draft.buyerOrgId,
      no: made.no,
      seller_name: made.sellerName,
      buyer_name: made.buyerName,
      currency: draft.currency,
      payment: JSON.stringify(draft.payment),
      deliver_by: draft.deliverBy,
      incoterm: draft.incoterm,
      place: draft.place,
      source_kind: draft.source.kind,
      source_id: draft.source.id,
      total_minor: made.totalMinor,
      placed_by_org_id: tx.actor.orgId as string,
      placed_by_name: tx.actor.name,
      placed_at: now,
      held_at: made.isHeld ? now : null,
      confirmed_at: isAgreed ? now : null,
      confirmed_by_name: isAgreed ? tx.actor.name : null,
    })
    .execute()
}

async function insertLines(tx: Tx, draft: OrderDraft, orderId: string): Promise<void> {
  await tx.db
    .insertInto('trade_order_lines')
    .values(
      draft.lines.map((line, i) => ({
        id: newId(tx.now().getTime()),
        org_id: draft.sellerOrgId,
        buyer_org_id: draft.buyerOrgId,
        order_id: orderId,
        line_no: i + 1,
        product_id: line.productId,
        description: line.description,
        kind: line.kind,
        unit: line.unit,
        ordered: line.quantity,
        quantity: line.quantity,
        unit_e4: line.unitE4,
        amount_minor: line.amountMinor,
        explanation: JSON.stringify(line.explanation ?? {}),
        deliver_by: line.deliverBy,
        over_bp: line.overBp ?? 0,
      })),
    )
    .execute()
}
