import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { getFile } from '../../platform/files.ts'
import { getSeat, mayManage, type Seat } from './conversation-access.ts'
import type { Message, MessageInput, MessagePatch } from './conversation-schema.ts'
import { readMessage } from './message-queries.ts'
import { type Posting, post } from './posting.ts'

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])

/** Says something in a conversation; it is durable and numbered when this answers. */
export function sendMessage(ctx: Ctx, id: string, input: MessageInput): Promise<Message> {
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, id)
    const said = await sayingOf(tx, seat, input)
    const posted = await post(tx, {
      conversationId: id,
      robot: null,
      senderName: tx.actor.name,
      replyNo: await replyOf(tx, seat, input.replyNo),
      ...said,
    })
    return readMessage(tx, seat, found(posted, 'conversation').no)
  })
}

type Said = Pick<Posting, 'kind' | 'text' | 'data' | 'fileId' | 'mentions' | 'mentionsAll'>

async function sayingOf(tx: Tx, seat: Seat, input: MessageInput): Promise<Said> {
  const { kind } = input
  switch (input.kind) {
    case 'text':
    case 'markdown':
      return { kind, text: input.text, ...(await mentionsOf(tx, seat, input)) }
    case 'card':
      return {
        kind,
        text: [input.card.title, input.card.note].filter(Boolean).join('\n'),
        data: { template: 'record', data: input.card },
      }
    case 'picture':
    case 'file': {
      const file = await getFile(tx, input.fileId).catch(() => {
        throw badField('fileId', 'unknown', 'No such file of yours')
      })
      if (input.kind === 'picture' && !PICTURES.has(file.media_type)) {
        throw badField('fileId', 'not_a_picture', 'This file is no picture that browsers show')
      }
      const size = input.kind === 'picture' && { width: input.width, height: input.height }
      return { kind, text: file.name, fileId: file.id, data: { data: { ...size } } }
    }
  }
}

/** Who is named must be there to hear it. Their names stay with the message as they were. */
async function mentionsOf(
  tx: Tx,
  seat: Seat,
  { mentions, mentionsAll }: Pick<MessagePatch, 'mentions' | 'mentionsAll'>,
): Promise<Pick<Said, 'mentions' | 'mentionsAll' | 'data'>> {
  if (mentions.length === 0) return { mentionsAll }
  const { rows } = await sql<{ personId: string; name: string }>`
    SELECT p.person_id AS "personId", p.name FROM conversation_people(${seat.id}) p
    JOIN conversation_members m ON m.conversation_id = ${seat.id} AND m.person_id = p.person_id
      AND m.until_no IS NULL
    WHERE p.person_id = ANY(${mentions}::uuid[])`.execute(tx.db)
  const known = new Set(rows.map((row) => row.personId))
  const absent = mentions.findIndex((personId) => !known.has(personId))
  if (absent >= 0) throw badField(`mentions.${absent}`, 'unknown', 'Not in this conversation')
  return { mentions, mentionsAll, data: { mentions: rows } }
}

async function replyOf(tx: Tx, seat: Seat, no: number | null | undefined): Promise<number | null> {
  if (no === null || no === undefined) return null
  const row = await tx.db
    .selectFrom('messages')
    .select('no')
    .where('conversation_id', '=', seat.id)
    .where('no', '=', no)
    .where('no', '>', seat.afterNo)
    .executeTakeFirst()
  if (!row) throw badField('replyNo', 'unknown', 'No such message in this conversation')
  return row.no
}

/** A message that the actor may see and that has not been taken back, locked. */
async function lockMessage(tx: Tx, seat: Seat, no: number) {
  const row = await tx.db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', seat.id)
    .where('no', '=', no)
    .where('no', '>', seat.afterNo)
    .forUpdate()
    .executeTakeFirst()
  const message = found(row, 'message')
  if (message.recalled_at !== null) throw new AppError('already_done', { reason: 'recalled' })
  return message
}

function keepVersion(tx: Tx, message: Awaited<ReturnType<typeof lockMessage>>) {
  return tx.db
    .insertInto('message_versions')
    .values({
      org_id: message.org_id,
      conversation_id: message.conversation_id,
      no: message.no,
      version: message.version,
      text: message.text,
      data: JSON.stringify(message.data),
      changed_at: tx.now().toISOString(),
    })
    .execute()
}

/** Says it differently. What was said before stays with it, for everybody to see. */
export function editMessage(
  ctx: Ctx,
  id: string,
  no: number,
  patch: MessagePatch,
): Promise<Message> {
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, id, 'lock')
    const message = await lockMessage(tx, seat, no)
    if (message.person_id !== tx.actor.personId) {
      throw new AppError('forbidden', { reason: 'not_your_message' })
    }
    if (message.kind !== 'text' && message.kind !== 'markdown') {
      throw new AppError('wrong_state', { reason: 'not_text' })
    }
    checkVersion(tx, message.version)
    const said = await mentionsOf(tx, seat, patch)
    await keepVersion(tx, message)
    await tx.db
      .updateTable('messages')
      .set({
        text: patch.text,
        data: JSON.stringify(said.data ?? {}),
        edited_at: tx.now().toISOString(),
        version: message.version + 1,
      })
      .where('conversation_id', '=', id)
      .where('no', '=', no)
      .execute()
    return readMessage(tx, seat, no)
  })
}

/** Takes a message back: one's own, or as a host anybody's. That it was there, and whose it was, stays. */
export function recallMessage(ctx: Ctx, id: string, no: number): Promise<Message> {
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, id, 'lock')
    const message = await lockMessage(tx, seat, no)
    if (message.person_id !== tx.actor.personId && !mayManage(tx, seat)) {
      throw new AppError('forbidden', { reason: 'not_your_message' })
    }
    await keepVersion(tx, message)
    await tx.db
      .updateTable('messages')
      .set({
        recalled_at: tx.now().toISOString(),
        recalled_by: tx.actor.name,
        version: message.version + 1,
      })
      .where('conversation_id', '=', id)
      .where('no', '=', no)
      .execute()
    await sql`DELETE FROM message_pins WHERE conversation_id = ${id} AND no = ${no}`.execute(tx.db)
    return readMessage(tx, seat, no)
  })
}

const PINS_MAX = 20

/** Keeps a message in everybody's view. Everybody may, as on a notice board. */
export function pinMessage(ctx: Ctx, id: string, no: number): Promise<{ pinned: number[] }> {
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, id, 'lock')
    await lockMessage(tx, seat, no)
    const before = await pinsOf(tx, seat)
    if (before.includes(no)) return { pinned: before }
    if (before.length >= PINS_MAX) {
      throw new AppError('refused', { reason: 'pins_full', data: { max: PINS_MAX } })
    }
    await tx.db
      .insertInto('message_pins')
      .values({
        org_id: seat.orgId,
        conversation_id: id,
        no,
        pinned_by: tx.actor.personId as string,
        pinned_at: tx.now().toISOString(),
      })
      .execute()
    return pinsChanged(tx, seat)
  })
}

export function unpinMessage(ctx: Ctx, id: string, no: number): Promise<{ pinned: number[] }> {
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, id, 'lock')
    await tx.db
      .deleteFrom('message_pins')
      .where('conversation_id', '=', id)
      .where('no', '=', no)
      .execute()
    return pinsChanged(tx, seat)
  })
}

async function pinsChanged(tx: Tx, seat: Seat) {
  await sql`UPDATE conversations SET version = version + 1 WHERE id = ${seat.id}`.execute(tx.db)
  return { pinned: await pinsOf(tx, seat) }
}

async function pinsOf(tx: Tx, seat: Seat): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('message_pins')
    .select('no')
    .where('conversation_id', '=', seat.id)
    .where('no', '>', seat.afterNo)
    .orderBy('pinned_at', 'desc')
    .orderBy('no')
    .execute()
  return rows.map((row) => row.no)
}
