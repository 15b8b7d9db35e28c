import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { followParties, followSql, type Parties } from './following.ts'

/** The names under which robots of the house speak in a conversation. */
export const HOUSE_ROBOTS: Record<string, { zh: string; en: string }> = {
  clock: { zh: '生产时钟', en: 'Production clock' },
  trade: { zh: '订单助手', en: 'Order desk' },
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
  const { rows } = await sql<PostedRow>`
    SELECT * FROM ${postSql(tx, sql`${said.conversationId}`, said)}`.execute(tx.db)
  const row = rows[0]
  return row ? { id: row.posted_id, no: row.posted_no, isNew: row.is_new } : null
}

type PostedRow = { posted_no: number; posted_id: string; is_new: boolean }

function postSql(
  tx: Tx,
  conversationId: RawBuilder<unknown>,
  said: Omit<Posting, 'conversationId'>,
) {
  return sql`post_message(${conversationId}, ${newId(tx.now().getTime())}, ${said.kind},
    ${said.robot}, ${said.senderName}, ${said.text}, ${JSON.stringify(said.data ?? {})}::jsonb,
    ${said.fileId ?? null}, ${said.replyNo ?? null}, ${said.mentions ?? []}::uuid[],
    ${said.mentionsAll ?? false}, ${said.key ?? null}, ${tx.now()})`
}

export interface RobotCard {
  robot: string
  key: string
  template: string
  data: Record<string, unknown>
  text: { zh: string; en: string }
  mentionPersonIds?: string[]
}

/**
 * A card by a robot of the house, in the verb's own transaction; the same key in the same conversation posts
 * once. Answers the message's id, or null if it was posted before.
 */
export async function postAsRobot(
  tx: Tx,
  { conversationId, ...card }: RobotCard & { conversationId: string },
): Promise<string | null> {
  const posted = await post(tx, { conversationId, ...saidOf(card) })
  if (!posted) throw new Error(`the org has no place in conversation ${conversationId}`)
  return posted.isNew ? posted.id : null
}

/** The same in the conversation that follows a subject's parties, opened or changed by the same statement. */
export async function postToParties(tx: Tx, parties: Parties, card: RobotCard): Promise<void> {
  const { rows } = await sql<PostedRow>`
    SELECT p.* FROM ${followSql(tx, parties)} AS f(id)
    CROSS JOIN LATERAL ${postSql(tx, sql`f.id`, saidOf(card))} p`.execute(tx.db)
  if (!rows[0]) throw new Error(`the org has no place in the conversation of ${parties.subject}`)
}

function saidOf(card: RobotCard): Omit<Posting, 'conversationId'> {
  return {
    kind: 'card',
    robot: card.robot,
    senderName: HOUSE_ROBOTS[card.robot]?.zh ?? card.robot,
    // Both languages are searched; each reader is shown their own.
    text: `${card.text.zh}\n\n${card.text.en}`,
    data: { template: card.template, data: card.data, texts: card.text },
    mentions: card.mentionPersonIds ?? [],
    key: card.key,
  }
}

/** A card for the group of a subject, which is opened for these parties if there is none yet. */
export interface SubjectCard {
  subject: string
  title: string
  orgIds: string[]
  chainId: string
  robot: string
  key: string
  template: string
  data: Record<string, unknown>
  text: { zh: string; en: string }
  /** By what a search finds it, where that is less than the whole text: indexing is most of a post's cost. */
  words?: string
  mentionPersonIds: string[]
  /** Firms whose owner and managers are named, as far as they take part; and called, where it is for them to act. */
  heads?: { orgIds: string[]; areCalled: boolean }
}

/**
 * Posts many cards of the acting org at once, each once a key, in the order given. Set-based: ten thousand
 * digests of an hour are a handful of statements.
 */
export async function postAllAsRobot(tx: Tx, cards: readonly SubjectCard[]): Promise<void> {
  if (cards.length === 0) return
  const orgId = tx.actor.orgId as string
  const subjects = [...new Set(cards.map((card) => card.subject))].sort()
  const { rows } = await sql<{ subject: string; id: string | null }>`
    SELECT s.subject, conversation_of(${orgId}, s.subject) AS id
    FROM unnest(${subjects}::text[]) AS s(subject)`.execute(tx.db)
  const ids = new Map(rows.map((row) => [row.subject, row.id]))
  for (const { subject, title, orgIds, chainId } of cards) {
    if (ids.get(subject)) continue
    ids.set(
      subject,
      await followParties(tx, { ownerOrgId: orgId, subject, title, orgIds, chainId }),
    )
  }
  const heads = await readHeads(tx, cards, ids)
  const posts = cards
    .map((card) => withHeads(card, heads.get(card) ?? []))
    .map((card) => ({
      conversation: ids.get(card.subject),
      id: newId(tx.now().getTime()),
      robot: card.robot,
      name: HOUSE_ROBOTS[card.robot]?.zh ?? card.robot,
      text: card.words ?? `${card.text.zh}\n\n${card.text.en}`,
      data: { template: card.template, data: card.data, texts: card.text },
      mentions: card.mentionPersonIds,
      key: card.key,
    }))
  // Conversations are locked in one order, whoever posts; within one the cards keep theirs.
  await sql`SELECT p.posted_no FROM (
      SELECT * FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) AS (conversation uuid,
        id uuid, robot text, name text, text text, data jsonb, mentions uuid[], key text))
        WITH ORDINALITY AS r(conversation, id, robot, name, text, data, mentions, key, place)
      ORDER BY r.conversation, r.place) r
    CROSS JOIN LATERAL post_message(r.conversation, r.id, 'card', r.robot, r.name, r.text, r.data, NULL, NULL,
      r.mentions, false, r.key, ${tx.now()}) p`.execute(tx.db)
}

interface Head {
  person: string
  person_name: string
}

/** Who answers for the firms that a card is about, in the conversation in which it is posted. */
async function readHeads(
  tx: Tx,
  cards: readonly SubjectCard[],
  ids: ReadonlyMap<string, string | null>,
): Promise<Map<SubjectCard, Head[]>> {
  const asked = cards.flatMap((card) =>
    (card.heads?.orgIds ?? []).map((org) => ({ org, place: ids.get(card.subject) as string })),
  )
  if (asked.length === 0) return new Map()
  const { rows } = await sql<Head & { conversation: string; org: string }>`
    SELECT * FROM conversation_heads(${asked.map(({ place }) => place)}::uuid[],
      ${asked.map(({ org }) => org)}::uuid[])`.execute(tx.db)
  const byPlace = Map.groupBy(rows, (row) => `${row.conversation} ${row.org}`)
  return new Map(
    cards.map((card) => {
      const places = card.heads?.orgIds.map((org) => `${ids.get(card.subject)} ${org}`) ?? []
      const heads = places.flatMap((place) => byPlace.get(place) ?? [])
      return [card, [...new Map(heads.map((head) => [head.person, head])).values()]]
    }),
  )
}

/** Names people in a card and in its words; called, they are mentioned like by anybody else. */
function withHeads(card: SubjectCard, heads: readonly Head[]): SubjectCard {
  if (heads.length === 0) return card
  const names = heads.map((head) => head.person_name)
  const called = card.heads?.areCalled ? heads.map((head) => head.person) : []
  const say = (text: string) => `${text}\n${names.map((name) => `@${name}`).join(' ')}`
  return {
    ...card,
    data: { ...card.data, people: names },
    text: { zh: say(card.text.zh), en: say(card.text.en) },
    mentionPersonIds: [...new Set([...card.mentionPersonIds, ...called])],
  }
}
