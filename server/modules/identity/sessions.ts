import { asOrg, type Ctx } from '../../platform/ctx.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { Mail, normalPhone } from '../../platform/schema.ts'
import { type Device, type Door, forget, openSession } from './door.ts'
import { readMe } from './me.ts'
import { checkNobody, isPassword } from './password.ts'
import type { Me, SignIn } from './schema.ts'
import { clearFailures, countFailure, refuseGuessing } from './throttle.ts'
import { takeSecondFactor } from './two-factor.ts'

interface LoginRow {
  id: string
  name: string
  password_hash: string
  totp_confirmed_at: string | null
  org_id: string | null
}

export async function signIn(
  door: Door,
  ctx: Ctx,
  input: SignIn,
  device: Device,
): Promise<{ me: Me; secret: string }> {
  const { database } = door.source
  const login = input.login.includes('@')
    ? Mail.safeParse(input.login).data
    : normalPhone(input.login)
  const keys = [`login:${login}`, `address:${device.ip}`]
  await refuseGuessing(database, keys, ctx.now())
  const row = login ? await findLogin(door, login) : undefined
  const isRight = row
    ? await isPassword(input.password, row.password_hash)
    : await checkNobody(input.password)
  if (!row || !isRight) {
    await countFailure(database, keys, ctx.now())
    throw new AppError('wrong_login')
  }
  if (row.totp_confirmed_at !== null) {
    if (!input.code) throw new AppError('code_needed')
    if (!(await takeSecondFactor(door, row.id, input.code))) {
      await countFailure(database, keys, ctx.now())
      throw new AppError('wrong_code')
    }
  }
  await clearFailures(database, keys.slice(0, 1))
  return ctx.acrossOrgs(async (tx) => {
    const session = await openSession(tx, row.id, row.org_id, device)
    const actor = { ...tx.actor, kind: 'person' as const, personId: row.id, name: row.name }
    const acting = { ...tx, actor: { ...actor, orgId: row.org_id, sessionId: session.id } }
    if (row.org_id) {
      record(acting, 'identity.signed_in', `person:${row.id}`, { ip: device.ip })
    }
    return { me: await readMe(acting), secret: session.secret }
  })
}

async function findLogin(door: Door, login: string): Promise<LoginRow | undefined> {
  // The org of the last session, if the person still belongs to it; otherwise the oldest membership.
  const { rows } = await door.source.database.owner.query<LoginRow>(
    `SELECT p.id, p.name, c.password_hash, c.totp_confirmed_at, o.org_id
     FROM people p JOIN credentials c ON c.person_id = p.id
     LEFT JOIN LATERAL (SELECT m.org_id FROM memberships m
       LEFT JOIN sessions s ON s.org_id = m.org_id AND s.person_id = m.person_id
       WHERE m.person_id = p.id AND m.ended_at IS NULL
       GROUP BY m.org_id, m.joined_at ORDER BY max(s.created_at) DESC NULLS LAST, m.joined_at LIMIT 1) o ON true
     WHERE p.mail = $1 OR p.phone = $1`,
    [login],
  )
  return rows[0]
}

export function listSessions(ctx: Ctx) {
  return ctx.read(async (tx) => {
    const rows = await tx.db
      .selectFrom('sessions')
      .select(['id', 'ip', 'user_agent', 'created_at', 'seen_at'])
      .where('person_id', '=', tx.actor.personId as string)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', tx.now().toISOString())
      .orderBy('seen_at', 'desc')
      .execute()
    return {
      items: rows.map((row) => ({
        id: row.id,
        ip: row.ip,
        userAgent: row.user_agent,
        createdAt: row.created_at,
        seenAt: row.seen_at,
        isCurrent: row.id === tx.actor.sessionId,
      })),
    }
  })
}

export function signOut(ctx: Ctx): Promise<void> {
  return revokeSession(ctx, ctx.actor.sessionId as string)
}

export function revokeSession(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const personId = tx.actor.personId as string
    const row = await tx.db
      .updateTable('sessions')
      .set({ revoked_at: tx.now().toISOString() })
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    found(row, 'session')
    await forget(tx, { personId })
    if (tx.actor.orgId) record(tx, 'identity.session_ended', `person:${personId}`)
  })
}

/** Acts for another of my orgs from now on, in this session only. */
export async function switchOrg(door: Door, ctx: Ctx, orgId: string): Promise<Me> {
  const personId = ctx.actor.personId as string
  await ctx.transaction(async (tx) => {
    const row = await tx.db
      .selectFrom('memberships')
      .select('id')
      .where('org_id', '=', orgId)
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    found(row, 'org')
    await tx.db
      .updateTable('sessions')
      .set({ org_id: orgId })
      .where('id', '=', ctx.actor.sessionId as string)
      .execute()
    await forget(tx, { personId })
  })
  dropCached(door, personId)
  return asOrg(door.source, ctx, orgId).read(readMe)
}

/** This process at once; the others a moment later by the notification. */
function dropCached(door: Door, personId: string): void {
  for (const [secret, { actor }] of door.cache) {
    if (actor.personId === personId) door.cache.delete(secret)
  }
}
