import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../platform/actor.ts'
import type { CtxSource, Tx } from '../../platform/ctx.ts'
import { newId, newSecret, secretHash } from '../../platform/ids.ts'

/**
 * Who comes in: turns a cookie or a key into an actor. This is the hot path of every request, so an
 * answer is kept for a few seconds; revoking clears it in every process by a notification.
 */
export interface Door {
  source: CtxSource
  publicUrl(): string
  isSecure: boolean
  cache: Map<string, { actor: Actor; until: number }>
  /** Ends live streams of a person in this process. */
  endStreams(personId: string): void
}

export interface Device {
  ip: string
  userAgent: string
}

const COOKIE = 'jingwei_session'
const CACHE_MS = 15_000
const CACHE_SIZE = 20_000
const SESSION_DAYS = 30

export async function authenticate(door: Door, request: FastifyRequest): Promise<Actor | null> {
  const header = request.headers.authorization
  const key = header?.startsWith('Bearer jw_') ? header.slice(7) : null
  const secret = key ?? request.cookies[COOKIE]
  if (!secret || secret.length > 100) return null
  const known = door.cache.get(secret)
  const now = Date.now()
  if (known && known.until > now) return known.actor
  const actor = key ? await actorOfKey(door, key) : await actorOfSession(door, secret)
  door.cache.delete(secret)
  if (!actor) return null
  if (door.cache.size >= CACHE_SIZE) door.cache.delete(door.cache.keys().next().value as string)
  door.cache.set(secret, { actor, until: now + CACHE_MS })
  return actor
}

async function actorOfSession(door: Door, secret: string): Promise<Actor | null> {
  const now = door.source.now().toISOString()
  const { rows } = await door.source.database.owner.query<{
    id: string
    person_id: string
    name: string
    org_id: string | null
    role: Actor['role']
    permissions: Actor['permissions'] | null
  }>({
    name: 'session',
    text: `UPDATE sessions s SET seen_at = $2 FROM people p
      LEFT JOIN LATERAL (SELECT m.org_id, m.role, m.permissions FROM memberships m
        WHERE m.person_id = p.id AND m.ended_at IS NULL
          AND m.org_id = (SELECT org_id FROM sessions WHERE token_hash = $1)) m ON true
      WHERE s.token_hash = $1 AND p.id = s.person_id AND s.revoked_at IS NULL AND s.expires_at > $2
      RETURNING s.id, s.person_id, p.name, m.org_id, m.role, m.permissions`,
    values: [secretHash(secret), now],
  })
  const row = rows[0]
  if (!row) return null
  return {
    kind: 'person',
    orgId: row.org_id,
    personId: row.person_id,
    name: row.name,
    role: row.role,
    permissions: row.permissions ?? {},
    sessionId: row.id,
    keyId: null,
  }
}

async function actorOfKey(door: Door, key: string): Promise<Actor | null> {
  const now = door.source.now().toISOString()
  const { rows } = await door.source.database.owner.query<{
    id: string
    org_id: string
    name: string
    scopes: Actor['permissions']
  }>({
    name: 'key',
    text: `UPDATE api_keys SET used_at = $2 WHERE key_hash = $1 AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > $2) RETURNING id, org_id, name, scopes`,
    values: [secretHash(key), now],
  })
  const row = rows[0]
  if (!row) return null
  return {
    kind: 'key',
    orgId: row.org_id,
    personId: null,
    name: row.name,
    role: null,
    permissions: row.scopes,
    sessionId: null,
    keyId: row.id,
  }
}

/** Opens a session in the caller's transaction (which policies must not bind) and answers its secret. */
export async function openSession(
  tx: Tx,
  personId: string,
  orgId: string | null,
  device: Device,
): Promise<{ id: string; secret: string }> {
  const id = newId()
  const secret = newSecret()
  const now = tx.now()
  await tx.db
    .insertInto('sessions')
    .values({
      id,
      token_hash: secretHash(secret),
      person_id: personId,
      org_id: orgId,
      ip: device.ip,
      user_agent: device.userAgent,
      created_at: now.toISOString(),
      seen_at: now.toISOString(),
      expires_at: new Date(now.getTime() + SESSION_DAYS * 86_400_000).toISOString(),
    })
    .execute()
  return { id, secret }
}

export function setCookie(door: Door, reply: FastifyReply, secret: string): void {
  reply.setCookie(COOKIE, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: door.isSecure,
    maxAge: SESSION_DAYS * 86_400,
  })
}

export function clearCookie(door: Door, reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/', httpOnly: true, sameSite: 'lax', secure: door.isSecure })
}

/** Forgets what is cached about a person or key, here and in every other process, once committed. */
export async function forget(tx: Tx, who: { personId?: string; keyId?: string }): Promise<void> {
  await tx.client.query('SELECT pg_notify($1, $2)', [
    'jingwei',
    JSON.stringify({ x: JSON.stringify(who) }),
  ])
}

/** The other end of `forget`. */
export function onForget(door: Door, told: string): void {
  const who = JSON.parse(told) as { personId?: string; keyId?: string }
  for (const [secret, { actor }] of door.cache) {
    const isTheirs = who.personId ? actor.personId === who.personId : actor.keyId === who.keyId
    if (isTheirs) door.cache.delete(secret)
  }
  if (who.personId) door.endStreams(who.personId)
}
