import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { findPeople, readGroup } from '../network/index.ts'
import { getSeat, requireManage } from './conversation-access.ts'
import { readConversation } from './conversation-queries.ts'
import {
  type Conversation,
  type ConversationInput,
  type ConversationPatch,
  MEMBERS_MAX,
} from './conversation-schema.ts'

interface Found {
  personId: string
  orgId: string
}

/** People whom the actor may find; a key of anybody else is told by its place in the list. */
async function peopleOf(ctx: Ctx, keys: string[], field = 'people'): Promise<Found[]> {
  requirePerson(ctx)
  const people = await findPeople(ctx, keys)
  const known = new Set(people.map((person) => person.key))
  const unknown = keys.findIndex((key) => !known.has(key))
  if (unknown >= 0) {
    const at = field === 'people' ? `people.${unknown}` : field
    throw badField(at, 'unknown', 'You do not find this person in your directory')
  }
  return people
}

/** Talking is for people: a program posts through a robot. */
function requirePerson({ actor }: Pick<Tx, 'actor'>): string {
  if (actor.personId === null) throw new AppError('forbidden', { reason: 'person_only' })
  return actor.personId
}

/** Opens a group conversation; who opens it is its host. */
export async function openConversation(ctx: Ctx, input: ConversationInput): Promise<Conversation> {
  const people = await peopleOf(ctx, input.people)
  return ctx.transaction(async (tx) => {
    if (input.follows) await readGroup(tx, input.follows.groupId)
    const id = await insertConversation(tx, {
      kind: 'group',
      title: input.title,
      chain_id: input.chainId ?? null,
      follows: input.follows ? JSON.stringify(input.follows) : null,
      shows_history: input.showsHistory,
    })
    await join(tx, id, [{ personId: requirePerson(tx), orgId: tx.actor.orgId as string }], true)
    await bringIn(tx, id, people)
    if (input.follows) await sql`SELECT follow_members(${id}, ${tx.now()})`.execute(tx.db)
    record(tx, 'messaging.conversation_opened', `conversation:${id}`, { title: input.title })
    return readConversation(tx, id)
  })
}

/**
 * The conversation between the actor and one other person: there is one for each pair, whoever began. It
 * belongs to the firms for which the two speak; in a new firm they begin anew.
 */
export async function openDirect(ctx: Ctx, key: string): Promise<Conversation> {
  const [other] = await peopleOf(ctx, [key], 'person')
  const me = { personId: requirePerson(ctx), orgId: ctx.actor.orgId as string }
  if (other!.personId === me.personId) throw badField('person', 'oneself', 'This is you')
  const pair = [me, other!].map((one) => `${one.personId}@${one.orgId}`).sort()
  return ctx.transaction(async (tx) => {
    await insertConversation(tx, { kind: 'direct', pair: pair.join(' ') })
    const { rows } = await sql<{ id: string }>`
      SELECT direct_conversation(${pair.join(' ')}) AS id`.execute(tx.db)
    await join(tx, rows[0]!.id, [me, other!])
    return readConversation(tx, rows[0]!.id)
  })
}

async function insertConversation(
  tx: Tx,
  values: {
    kind: 'group' | 'direct'
    title?: string
    pair?: string
    chain_id?: string | null
    follows?: string | null
    shows_history?: boolean
  },
): Promise<string> {
  const id = newId(tx.now().getTime())
  const now = tx.now().toISOString()
  await tx.db
    .insertInto('conversations')
    .values({
      ...values,
      id,
      org_id: tx.actor.orgId as string,
      last_at: now,
      created_by: requirePerson(tx),
      created_at: now,
    })
    .onConflict((c) => c.doNothing())
    .execute()
  return id
}

async function join(tx: Tx, id: string, people: Found[], isHost = false): Promise<number> {
  const { rows } = await sql<{ joined: number }>`SELECT join_conversation(${id},
    ${people.map((person) => person.personId)}::uuid[], ${people.map((person) => person.orgId)}::uuid[],
    ${isHost}, ${tx.now()}) AS joined`.execute(tx.db)
  return rows[0]!.joined
}

async function bringIn(tx: Tx, id: string, people: Found[]): Promise<number> {
  if (people.length === 0) return 0
  const { rows } = await sql<{
    present: number
  }>`SELECT count(*) AS present FROM conversation_members
    WHERE conversation_id = ${id} AND until_no IS NULL`.execute(tx.db)
  if (rows[0]!.present + people.length > MEMBERS_MAX) {
    throw new AppError('refused', { reason: 'conversation_full', data: { max: MEMBERS_MAX } })
  }
  return join(tx, id, people)
}

/** Brings people in whom the actor may find. Everybody in a group may; two people stay two. */
export async function addMembers(ctx: Ctx, id: string, keys: string[]): Promise<Conversation> {
  await ctx.read((tx) => getSeat(tx, id))
  const people = await peopleOf(ctx, keys)
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, id, 'lock')
    if (seat.kind === 'direct') throw new AppError('wrong_state', { reason: 'direct_conversation' })
    const joined = await bringIn(tx, id, people)
    if (joined > 0) record(tx, 'messaging.people_joined', `conversation:${id}`, { joined })
    return readConversation(tx, id)
  })
}

/** Leaves, or as a host takes somebody out. Who is followed comes and goes with their firm only. */
export function removeMember(ctx: Ctx, id: string, personId: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, id, 'lock')
    if (seat.kind === 'direct') throw new AppError('wrong_state', { reason: 'direct_conversation' })
    if (personId !== tx.actor.personId) requireManage(tx, seat)
    const { rows } = await sql<{ came: string }>`SELECT came FROM conversation_members
      WHERE conversation_id = ${id} AND person_id = ${personId} AND until_no IS NULL`.execute(tx.db)
    if (found(rows[0], 'member').came === 'followed') {
      throw new AppError('refused', { reason: 'follows' })
    }
    record(tx, 'messaging.person_left', `conversation:${id}`, { personId })
    await touch(tx, id)
    // Last, because from here on the actor may no longer see the conversation.
    await sql`UPDATE conversation_members SET until_no = ${seat.lastNo}, left_at = ${tx.now()}
      WHERE conversation_id = ${id} AND person_id = ${personId} AND until_no IS NULL`.execute(tx.db)
  })
}

function touch(tx: Tx, id: string) {
  return sql`UPDATE conversations SET version = version + 1 WHERE id = ${id}`.execute(tx.db)
}

/** Renames, opens the history to newcomers, or says whom the conversation follows. */
export function changeConversation(
  ctx: Ctx,
  id: string,
  patch: ConversationPatch,
): Promise<Conversation> {
  return ctx.transaction(async (tx) => {
    const seat = await getSeat(tx, id, 'lock')
    requireManage(tx, seat)
    checkVersion(tx, seat.version)
    if (patch.follows !== undefined) {
      if (!seat.isOurs) throw new AppError('forbidden', { reason: 'not_yours' })
      if (seat.follows?.by === 'parties') throw new AppError('wrong_state', { reason: 'follows' })
      if (patch.follows) await readGroup(tx, patch.follows.groupId)
    }
    await tx.db
      .updateTable('conversations')
      .set({
        title: patch.title ?? seat.title,
        shows_history: patch.showsHistory ?? seat.showsHistory,
        ...(patch.follows !== undefined && {
          follows: patch.follows ? JSON.stringify(patch.follows) : null,
        }),
        version: seat.version + 1,
      })
      .where('id', '=', id)
      .execute()
    if (patch.follows !== undefined) {
      await sql`SELECT follow_members(${id}, ${tx.now()})`.execute(tx.db)
    }
    record(tx, 'messaging.conversation_changed', `conversation:${id}`, {
      fields: Object.keys(patch),
    })
    return readConversation(tx, id)
  })
}

/** Mutes it or keeps it on top, for the actor alone. */
export function setOwn(
  ctx: Ctx,
  id: string,
  own: { isMuted?: boolean; isPinned?: boolean },
): Promise<Conversation> {
  return ctx.transaction(async (tx) => {
    await getSeat(tx, id)
    await sql`UPDATE conversation_members SET is_muted = coalesce(${own.isMuted ?? null}, is_muted),
      is_pinned = coalesce(${own.isPinned ?? null}, is_pinned)
      WHERE conversation_id = ${id} AND person_id = ${tx.actor.personId} AND until_no IS NULL`.execute(
      tx.db,
    )
    return readConversation(tx, id)
  })
}
