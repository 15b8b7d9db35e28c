import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { exceptionsSql } from './order-sql.ts'
import type { ExceptionQuery, Exceptions } from './schema.ts'

/** What is late or open on my orders, the longest waiting first, with counts of all kinds. */
export function listExceptions(ctx: Ctx, query: ExceptionQuery): Promise<Exceptions> {
  return ctx.read(async (tx) => {
    const me = tx.actor.orgId as string
    const mine = sql`(x.acts = 'seller') = (o.org_id = ${me})`
    const side = sql`CASE WHEN o.org_id = ${me} THEN 'selling' ELSE 'buying' END`
    const open = sql`${exceptionsSql(me, tx.now())} x JOIN trade_orders o ON o.id = x.order_id`
    const { rows: counts } = await sql<Exceptions['counts'][number]>`
      SELECT x.kind, ${side} AS side, count(*) AS count, count(*) FILTER (WHERE ${mine}) AS mine
      FROM ${open} GROUP BY 1, 2 ORDER BY 1, 2`.execute(tx.db)
    const parts: RawBuilder<unknown>[] = [sql`true`]
    if (query.kind) parts.push(sql`x.kind = ${query.kind}`)
    if (query.side) parts.push(sql`${side} = ${query.side}`)
    if (query.mine) parts.push(mine)
    const after = decodeCursor(query.cursor, 2)
    if (after)
      parts.push(
        sql`(x.since, x.order_id || x.kind) > (${String(after[0])}::timestamptz, ${String(after[1])})`,
      )
    const { rows } = await sql<Exceptions['items'][number]>`
      SELECT x.order_id || x.kind AS key, x.kind, o.id AS "orderId", o.no, ${side} AS side,
        jsonb_build_object('id', CASE WHEN o.org_id = ${me} THEN o.buyer_org_id ELSE o.org_id END,
          'name', CASE WHEN o.org_id = ${me} THEN o.buyer_name ELSE o.seller_name END) AS partner,
        x.since, x.lines, ${mine} AS "isMine"
      FROM ${open} WHERE ${sql.join(parts, sql` AND `)}
      ORDER BY x.since, key LIMIT ${query.limit + 1}`.execute(tx.db)
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.since, row.key],
      (row) => row,
    )
    const chosen = counts.filter(
      (row) => (!query.kind || row.kind === query.kind) && (!query.side || row.side === query.side),
    )
    const total = chosen.reduce((sum, row) => sum + (query.mine ? row.mine : row.count), 0)
    return { ...page, total, counts }
  })
}
