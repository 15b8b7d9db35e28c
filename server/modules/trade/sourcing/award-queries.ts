import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { found } from '../../../platform/errors.ts'
import type { Award, AwardLineInput, AwardQuery } from './award-schema.ts'
import { mayDecide, type Right } from './limits.ts'
import { askerOf, readRights } from './purchasers.ts'
import { plain } from './versions.ts'

export function getAward(ctx: Ctx, id: string): Promise<Award> {
  return ctx.read((tx) => readAward(tx, id))
}

export async function readAward(tx: Tx, id: string): Promise<Award> {
  return found((await readAwards(tx, sql`a.id = ${id}`))[0], 'award')
}

/** Awards of my org, the newest first; with `mine` those that wait for me. */
export function listAwards(ctx: Ctx, query: AwardQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const parts = [sql`true`]
    if (query.rfqId) parts.push(sql`a.rfq_id = ${query.rfqId}`)
    if (query.mine) parts.push(sql`a.state = 'waiting'`)
    if (after) {
      parts.push(
        sql`(a.asked_at, a.id) < (${String(after[0])}::timestamptz, ${String(after[1])}::uuid)`,
      )
    }
    const limit = query.mine ? 500 : query.limit + 1
    const all = await readAwards(tx, sql`${sql.join(parts, sql` AND `)}`, limit)
    if (query.mine) {
      const items = all.filter((award) => award.approvals.some((approval) => approval.isMine))
      return { items, nextCursor: null, total: items.length }
    }
    return pageOf(
      all,
      query.limit,
      (award) => [award.askedAt, award.id],
      (award) => award,
    )
  })
}

interface AwardRow {
  id: string
  rfq_id: string
  code: string
  title: string
  state: Award['state']
  currency: string
  amount_minor: number
  finishes: boolean
  note: string
  asked_by: string | null
  asked_by_name: string
  asked_at: string
  placed_at: string | null
}

type LineRow = Award['lines'][number] & {
  awardId: string
  orderId: string | null
  orderNo: string | null
}
interface ApprovalRow {
  award_id: string
  kind: 'amount' | 'payment'
  state: 'waiting' | 'approved' | 'refused'
  decided_by_name: string | null
  decided_at: string | null
  note: string
}

async function readAwards(tx: Tx, where: RawBuilder<unknown>, limit = 1): Promise<Award[]> {
  const me = tx.actor.orgId as string
  const { rows } = await sql<AwardRow>`SELECT a.*, r.code, r.title FROM awards a
    JOIN rfqs r ON r.id = a.rfq_id WHERE a.org_id = ${me} AND ${where}
    ORDER BY a.asked_at DESC, a.id DESC LIMIT ${limit}`.execute(tx.db)
  const ids = rows.map((row) => row.id)
  const lines = Map.groupBy(await selectLines(tx, ids), (line) => line.awardId)
  const { rows: decisions } = await sql<ApprovalRow>`SELECT p.* FROM award_approvals p
    WHERE p.org_id = ${me} AND p.award_id = ANY(${ids}::uuid[]) ORDER BY p.kind`.execute(tx.db)
  const approvals = Map.groupBy(decisions, (row) => row.award_id)
  const rights = await readRights(tx)
  return rows.map((row) =>
    shapeAward(tx, row, lines.get(row.id) ?? [], approvals.get(row.id) ?? [], rights),
  )
}

async function selectLines(tx: Tx, awardIds: readonly string[]): Promise<LineRow[]> {
  const { rows } = await sql<LineRow & { offered: string }>`
    SELECT l.award_id AS "awardId", l.quote_id AS "quoteId", l.version_no AS "versionNo",
      l.line_no AS "lineNo", l.offer_no AS "offerNo", l.quantity, l.amount_minor AS "amountMinor",
      q.seller_name AS seller, o.unit, o.unit_e4 AS "unitE4", o.payment, o.description AS offered,
      r.description, l.order_id AS "orderId", l.order_no AS "orderNo"
    FROM award_lines l JOIN awards a ON a.id = l.award_id
    JOIN quotes q ON q.id = l.quote_id
    JOIN quote_offers o ON o.quote_id = l.quote_id AND o.version_no = l.version_no
      AND o.line_no = l.line_no AND o.no = l.offer_no
    JOIN rfq_lines r ON r.rfq_id = a.rfq_id AND r.no = l.line_no
    WHERE l.org_id = ${tx.actor.orgId} AND l.award_id = ANY(${awardIds}::uuid[])
    ORDER BY l.award_id, l.no`.execute(tx.db)
  return rows.map(({ offered, ...line }) => ({
    ...line,
    quantity: plain(line.quantity),
    description: offered || line.description,
  }))
}

function shapeAward(
  tx: Tx,
  row: AwardRow,
  lines: readonly LineRow[],
  approvals: readonly ApprovalRow[],
  rights: readonly Right[],
): Award {
  const sum = { currency: row.currency, amountMinor: row.amount_minor }
  const isMine = row.asked_by !== null && row.asked_by === tx.actor.personId
  const orders = new Map(
    lines.flatMap((l) =>
      l.orderId ? [[l.orderId, { no: l.orderNo!, seller: l.seller }] as const] : [],
    ),
  )
  return {
    id: row.id,
    rfq: { id: row.rfq_id, code: row.code, title: row.title },
    state: row.state,
    currency: row.currency,
    amountMinor: row.amount_minor,
    finishes: row.finishes,
    note: row.note,
    askedBy: row.asked_by_name,
    isMine,
    askedAt: row.asked_at,
    placedAt: row.placed_at,
    lines: lines.map(({ awardId: _, orderId: __, orderNo: ___, ...line }) => line),
    approvals: approvals.map((approval) => ({
      kind: approval.kind,
      state: approval.state,
      by: approval.decided_by_name,
      at: approval.decided_at,
      note: approval.note,
      isMine:
        row.state === 'waiting' &&
        approval.state === 'waiting' &&
        !isMine &&
        mayDecide(rights, askerOf(tx), approval.kind, sum),
    })),
    orders: [...orders].map(([id, order]) => ({ id, ...order })),
  }
}

/** What an award would take, as it was asked for. */
export async function readAwardLines(tx: Tx, awardId: string): Promise<AwardLineInput[]> {
  const { rows } =
    await sql<AwardLineInput>`SELECT l.quote_id AS "quoteId", l.version_no AS "versionNo",
      l.line_no AS "lineNo", l.offer_no AS "offerNo", l.quantity
    FROM award_lines l WHERE l.award_id = ${awardId} AND l.org_id = ${tx.actor.orgId}
    ORDER BY l.no`.execute(tx.db)
  return rows.map((row) => ({ ...row, quantity: plain(row.quantity) }))
}
