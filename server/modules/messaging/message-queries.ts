import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { AppError, found } from '../../platform/errors.ts'
import { getSeat, mayManage, type Seat } from './conversation-access.ts'
import type { Message, MessageQuery, SearchQuery } from './conversation-schema.ts'
import { MESSAGE_COLUMNS, MESSAGE_JOINS, type MessageRow, shapeMessage } from './message-rows.ts'

async function read(tx: Tx, seat: Seat, tail: RawBuilder<unknown>): Promise<Message[]> {
  const { rows } = await sql<MessageRow>`
    SELECT ${sql.raw(MESSAGE_COLUMNS)} FROM messages m ${sql.raw(MESSAGE_JOINS)}
    WHERE m.conversation_id = ${seat.id} AND m.no > ${seat.afterNo} AND ${tail}`.execute(tx.db)
  return rows.map(shapeMessage)
}

export async function readMessage(tx: Tx, seat: Seat, no: number): Promise<Message> {
  return found((await read(tx, seat, sql`m.no = ${no}`))[0], 'message')
}

/** A stretch of a conversation in its order: the newest unless a number is given. */
export function listMessages(ctx: Ctx, id: string, query: MessageQuery) {
  return ctx.read(async (tx) => {
    const seat = await getSeat(tx, id)
    const { limit } = query
    let items: Message[]
    if (query.after !== undefined) {
      items = await read(tx, seat, sql`m.no > ${query.after} ORDER BY m.no LIMIT ${limit}`)
    } else {
      // Around a number there is as much after it as before.
      const before =
        query.before ?? (query.around ? query.around + Math.ceil(limit / 2) : seat.lastNo + 1)
      items = await read(tx, seat, sql`m.no < ${before} ORDER BY m.no DESC LIMIT ${limit}`)
      items.reverse()
    }
    return {
      items,
      hasEarlier: items.length > 0 && items[0]!.no > seat.afterNo + 1,
      hasLater: items.length > 0 && items.at(-1)!.no < seat.lastNo,
    }
  })
}

/**
 * What a message said before. Edits are open to everybody; the text of one that was taken back only to who
 * said it and to those who decide about the conversation.
 */
export function listVersions(ctx: Ctx, id: string, no: number) {
  return ctx.read(async (tx) => {
    const seat = await getSeat(tx, id)
    const message = await readMessage(tx, seat, no)
    const isOwn = message.sender.personId === tx.actor.personId
    if (message.recalledAt && !isOwn && !mayManage(tx, seat)) {
      throw new AppError('forbidden', { reason: 'recalled' })
    }
    const rows = await tx.db
      .selectFrom('message_versions')
      .select(['version', 'text', 'changed_at'])
      .where('conversation_id', '=', id)
      .where('no', '=', no)
      .orderBy('version')
      .execute()
    return {
      items: rows.map((row) => ({
        version: row.version,
        text: row.text,
        changedAt: row.changed_at,
      })),
    }
  })
}

/** What was said that contains some words, in one conversation or in all of mine, newest first. */
export function searchMessages(ctx: Ctx, query: SearchQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
    const { rows } = await sql<MessageRow & { title: string }>`
      SELECT ${sql.raw(MESSAGE_COLUMNS)}, CASE c.kind WHEN 'direct' THEN coalesce((SELECT p.name
          FROM conversation_people(c.id) p WHERE p.person_id <> ${tx.actor.personId} LIMIT 1), '')
        ELSE c.title END AS title
      FROM search_messages(${like}, message_grams(${query.q}), ${query.conversationId ?? null},
        ${after?.[0] ?? null}, ${after?.[1] ?? null}, ${query.limit + 1}) h
      JOIN messages m ON m.conversation_id = h.conversation_id AND m.no = h.no
      JOIN conversations c ON c.id = m.conversation_id ${sql.raw(MESSAGE_JOINS)}
      ORDER BY m.at DESC, m.id DESC`.execute(tx.db)
    return pageOf(
      rows,
      query.limit,
      (row) => [row.at, row.id],
      (row) => ({ ...shapeMessage(row), title: row.title }),
    )
  })
}
