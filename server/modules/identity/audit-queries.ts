import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { verifyRecord } from '../../platform/events.ts'
import type { AuditQuery } from './schema.ts'

/** The org's record, newest first. */
export function listAudit(ctx: Ctx, query: AuditQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 1)
    let rows = tx.db
      .selectFrom('events')
      .selectAll()
      .where('org_id', '=', tx.actor.orgId as string)
      .orderBy('seq', 'desc')
      .limit(query.limit + 1)
    if (after) rows = rows.where('seq', '<', Number(after[0]))
    if (query.type) rows = rows.where('type', 'like', `${query.type.replace(/[\\%_]/g, '\\$&')}%`)
    if (query.subject) rows = rows.where('subject', '=', query.subject)
    if (query.from) rows = rows.where('at', '>=', query.from)
    if (query.to) rows = rows.where('at', '<=', query.to)
    if (query.q) {
      const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
      rows = rows.where(
        sql<boolean>`(actor->>'name' ILIKE ${like} OR data::text ILIKE ${like} OR type ILIKE ${like})`,
      )
    }
    return pageOf(
      await rows.execute(),
      query.limit,
      (row) => [row.seq],
      (row) => ({
        seq: row.seq,
        id: row.id,
        type: row.type,
        subject: row.subject,
        at: row.at,
        actor: row.actor as { kind: string; id: string | null; name: string },
        data: row.data as Record<string, unknown>,
        hash: row.hash.toString('hex'),
      }),
    )
  })
}

export function verifyAudit(ctx: Ctx) {
  return ctx.read((tx) => verifyRecord(tx, tx.actor.orgId as string))
}
