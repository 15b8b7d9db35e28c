import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { getSeat } from './conversation-access.ts'
import type {
  Destination,
  DestinationInput,
  DestinationPatch,
  ForwardQuery,
} from './robot-schema.ts'

const DESTINATIONS_MAX = 50

type Row = Omit<Destination, 'sources' | 'isPaused'> & { pausedAt: string | null }

async function readAll(tx: Tx, id: string | null): Promise<Destination[]> {
  const { rows } = await sql<Row>`
    SELECT d.id, d.kind, d.name, d.hint, d.language, d.takes_notices AS "takesNotices", d.paused_at AS "pausedAt",
      d.ready_at AS "readyAt", d.sent_at[1] AS "lastSentAt", d.version,
      count(f.id) FILTER (WHERE f.state = 'waiting') AS waiting,
      count(f.id) FILTER (WHERE f.state = 'failed') AS failed,
      (SELECT l.failure FROM forwards l WHERE l.destination_id = d.id AND l.failure IS NOT NULL
        AND l.state <> 'sent' ORDER BY l.no DESC LIMIT 1) AS "lastFailure"
    FROM destinations d LEFT JOIN forwards f ON f.destination_id = d.id AND f.state <> 'sent'
    WHERE d.org_id = ${tx.actor.orgId} AND d.removed_at IS NULL AND d.id = coalesce(${id}::uuid, d.id)
    GROUP BY d.id ORDER BY d.name, d.id`.execute(tx.db)
  const { rows: sources } = await sql<Destination['sources'][number] & { id: string }>`
    SELECT s.destination_id AS id, s.conversation_id AS "conversationId", coalesce(c.title, '') AS title, s.takes
    FROM destination_sources s LEFT JOIN conversations c ON c.id = s.conversation_id
    WHERE s.org_id = ${tx.actor.orgId}`.execute(tx.db)
  return rows.map(({ pausedAt, ...row }) => ({
    ...row,
    isPaused: pausedAt !== null,
    sources: sources.filter((s) => s.id === row.id).map(({ id: _, ...source }) => source),
  }))
}

async function readOne(tx: Tx, id: string): Promise<Destination> {
  return found((await readAll(tx, id))[0], 'destination')
}

async function lockOne(tx: Tx, id: string): Promise<Destination> {
  await sql`SELECT id FROM destinations WHERE id = ${id} AND org_id = ${tx.actor.orgId}
    FOR NO KEY UPDATE`.execute(tx.db)
  return readOne(tx, id)
}

export function listDestinations(ctx: Ctx): Promise<{ items: Destination[] }> {
  return ctx.read(async (tx) => ({ items: await readAll(tx, null) }))
}

/** What tells one address from another without opening the group to who reads it. */
function hintOf(url: string): string {
  return `${new URL(url).host} …${url.slice(-4)}`
}

/** A secret as Standard Webhooks spells it; of others as it was given. */
function secretOf(kind: string, given: string): string {
  if (kind !== 'webhook') return given
  if (given === '') return `whsec_${randomBytes(32).toString('base64')}`
  if (!/^whsec_[A-Za-z0-9+/=]{32,}$/.test(given)) {
    throw badField('secret', 'invalid', 'whsec_ and at least 24 bytes in base64, or nothing')
  }
  return given
}

/** Only what the actor takes part in can be sent on. */
async function setSources(tx: Tx, id: string, sources: DestinationInput['sources']): Promise<void> {
  for (const [at, { conversationId }] of sources.entries()) {
    await getSeat(tx, conversationId).catch(() => {
      throw badField(`sources.${at}.conversationId`, 'unknown', 'You do not take part in it')
    })
  }
  await sql`DELETE FROM destination_sources WHERE destination_id = ${id}`.execute(tx.db)
  if (sources.length === 0) return
  const rows = new Map(sources.map((source) => [source.conversationId, source.takes]))
  await sql`INSERT INTO destination_sources (org_id, destination_id, conversation_id, takes)
    SELECT ${tx.actor.orgId}, ${id}, s.conversation, s.takes
    FROM unnest(${[...rows.keys()]}::uuid[], ${[...rows.values()]}::text[]) AS s(conversation, takes)`.execute(
    tx.db,
  )
}

/** A place outside to which messages and notices are sent on. */
export function addDestination(ctx: Ctx, input: DestinationInput) {
  return ctx.transaction(async (tx) => {
    if ((await readAll(tx, null)).length >= DESTINATIONS_MAX) {
      throw new AppError('refused', {
        reason: 'destinations_full',
        data: { max: DESTINATIONS_MAX },
      })
    }
    const id = newId(tx.now().getTime())
    const secret = secretOf(input.kind, input.secret)
    const now = tx.now().toISOString()
    await tx.db
      .insertInto('destinations')
      .values({
        id,
        org_id: tx.actor.orgId as string,
        kind: input.kind,
        name: input.name,
        url: input.url,
        secret,
        hint: hintOf(input.url),
        language: input.language,
        takes_notices: input.takesNotices,
        ready_at: now,
        created_by: requirePerson(tx),
        created_at: now,
      })
      .execute()
    await setSources(tx, id, input.sources)
    record(tx, 'messaging.destination_added', `destination:${id}`, { name: input.name })
    const isShown = input.kind === 'webhook' && input.secret === ''
    return { ...(await readOne(tx, id)), secret: isShown ? secret : null }
  })
}

function requirePerson({ actor }: Pick<Tx, 'actor'>): string {
  if (actor.personId === null) throw new AppError('forbidden', { reason: 'person_only' })
  return actor.personId
}

export function changeDestination(ctx: Ctx, id: string, patch: DestinationPatch) {
  return ctx.transaction(async (tx) => {
    const before = await lockOne(tx, id)
    checkVersion(tx, before.version)
    await tx.db
      .updateTable('destinations')
      .set({
        name: patch.name ?? before.name,
        language: patch.language ?? before.language,
        takes_notices: patch.takesNotices ?? before.takesNotices,
        ...(patch.url && { url: patch.url, hint: hintOf(patch.url) }),
        ...(patch.secret !== undefined && { secret: secretOf(before.kind, patch.secret) }),
        ...(patch.isPaused !== undefined && {
          paused_at: patch.isPaused ? tx.now().toISOString() : null,
        }),
        version: before.version + 1,
      })
      .where('id', '=', id)
      .execute()
    if (patch.sources) await setSources(tx, id, patch.sources)
    if (patch.isPaused === false) await wake(tx, id)
    record(tx, 'messaging.destination_changed', `destination:${id}`, {
      fields: Object.keys(patch),
    })
    return readOne(tx, id)
  })
}

export function removeDestination(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const { name, waiting } = await lockOne(tx, id)
    const now = tx.now().toISOString()
    await sql`UPDATE destinations SET removed_at = ${now}, version = version + 1
      WHERE id = ${id}`.execute(tx.db)
    await sql`UPDATE forwards SET state = 'failed', failure = 'removed', done_at = ${now}
      WHERE destination_id = ${id} AND state = 'waiting'`.execute(tx.db)
    await sql`DELETE FROM destination_sources WHERE destination_id = ${id}`.execute(tx.db)
    record(tx, 'messaging.destination_removed', `destination:${id}`, { name, waiting })
  })
}

function wake(tx: Tx, id: string): Promise<void> {
  const payload = { orgId: tx.actor.orgId as string, destinationId: id }
  return enqueue(tx, 'messaging.forward', payload, { key: `forward:${id}` })
}

/** Queues a word of our own, so that one sees it arrive. */
export function testDestination(ctx: Ctx, id: string): Promise<Destination> {
  return ctx.transaction(async (tx) => {
    const { name, language } = await lockOne(tx, id)
    const forwardId = newId(tx.now().getTime())
    await tx.db
      .insertInto('forwards')
      .values({
        id: forwardId,
        org_id: tx.actor.orgId as string,
        destination_id: id,
        source: `test:${forwardId}`,
        title: language === 'zh' ? '经纬' : 'Jingwei',
        text: language === 'zh' ? `“${name}”已接通。` : `“${name}” is connected.`,
        created_at: tx.now().toISOString(),
      })
      .execute()
    await wake(tx, id)
    return readOne(tx, id)
  })
}

/** What has failed is tried again from the beginning, once its cause is mended. */
export function retryForwards(ctx: Ctx, id: string): Promise<{ retried: number }> {
  return ctx.transaction(async (tx) => {
    await lockOne(tx, id)
    const { numAffectedRows } =
      await sql`UPDATE forwards SET state = 'waiting', tries = 0, failure = NULL,
      call_id = NULL, done_at = NULL WHERE destination_id = ${id} AND state = 'failed'`.execute(
        tx.db,
      )
    await sql`UPDATE destinations SET ready_at = ${tx.now()} WHERE id = ${id}
      AND ready_at > ${tx.now()}::timestamptz + interval '11 minutes'`.execute(tx.db)
    await wake(tx, id)
    return { retried: Number(numAffectedRows ?? 0) }
  })
}

/** What was, is or could not be sent on, newest first. */
export function listForwards(ctx: Ctx, id: string, query: ForwardQuery) {
  return ctx.read(async (tx) => {
    await readOne(tx, id)
    const after = decodeCursor(query.cursor, 1)
    let rows = tx.db
      .selectFrom('forwards')
      .selectAll()
      .where('destination_id', '=', id)
      .orderBy('no', 'desc')
      .limit(query.limit + 1)
    if (query.state) rows = rows.where('state', '=', query.state)
    if (after) rows = rows.where('no', '<', Number(after[0]))
    return pageOf(
      await rows.execute(),
      query.limit,
      (row) => [row.no],
      (row) => ({
        id: row.id,
        title: row.title,
        text: row.text.slice(0, 500),
        state: row.state as 'waiting' | 'sent' | 'failed',
        tries: row.tries,
        failure: row.failure,
        createdAt: row.created_at,
        doneAt: row.done_at,
      }),
    )
  })
}
