import { sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'

/** The names under which robots of the house speak in a conversation. */
export const HOUSE_ROBOTS: Record<string, { zh: string; en: string }> = {
  clock: { zh: '生产时钟', en: 'Production clock' },
}

export interface Posting {
  conversationId: string
  kind: 'text' | 'markdown' | 'picture' | 'file' | 'card'
  robot: string | null
  senderName: string
  text: string
  data?: Record<string, unknown>
  fileId?: string | null
  replyNo?: number | null
  mentions?: string[]
  mentionsAll?: boolean
  /** What a robot has said once under this key it does not say again. */
  key?: string | null
}

export interface Posted {
  id: string
  no: number
  isNew: boolean
}

/** Says something; null when the actor has no place in the conversation. */
export async function post(tx: Tx, said: Posting): Promise<Posted | null> {
  const { rows } = await sql<{ posted_no: number; posted_id: string; is_new: boolean }>`
    SELECT * FROM post_message(${said.conversationId}, ${newId(tx.now().getTime())}, ${said.kind},
      ${said.robot}, ${said.senderName}, ${said.text}, ${JSON.stringify(said.data ?? {})}::jsonb,
      ${said.fileId ?? null}, ${said.replyNo ?? null}, ${said.mentions ?? []}::uuid[],
      ${said.mentionsAll ?? false}, ${said.key ?? null}, ${tx.now()})`.execute(tx.db)
  const row = rows[0]
  return row ? { id: row.posted_id, no: row.posted_no, isNew: row.is_new } : null
}

/**
 * A card by a robot of the house, in the verb's own transaction; the same key in the same conversation posts
 * once. Answers the message's id, or null if it was posted before.
 */
export async function postAsRobot(
  tx: Tx,
  input: {
    conversationId: string
    robot: string
    key: string
    template: string
    data: Record<string, unknown>
    text: { zh: string; en: string }
    mentionPersonIds?: string[]
  },
): Promise<string | null> {
  const name = HOUSE_ROBOTS[input.robot]
  const posted = await post(tx, {
    conversationId: input.conversationId,
    kind: 'card',
    robot: input.robot,
    senderName: name?.zh ?? input.robot,
    // Both languages are searched; each reader is shown their own.
    text: `${input.text.zh}\n\n${input.text.en}`,
    data: { template: input.template, data: input.data, texts: input.text },
    mentions: input.mentionPersonIds ?? [],
    key: input.key,
  })
  if (!posted) throw new Error(`the org has no place in conversation ${input.conversationId}`)
  return posted.isNew ? posted.id : null
}
