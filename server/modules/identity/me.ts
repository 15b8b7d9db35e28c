import { levelOf } from '../../platform/actor.ts'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { MODULES } from '../../platform/schema.ts'
import { type Door, forget } from './door.ts'
import { shapeOrg } from './orgs.ts'
import { checkNobody, hashPassword, isPassword, isWeak } from './password.ts'
import type { Me, MePatch, PasswordChange } from './schema.ts'

export function getMe(ctx: Ctx): Promise<Me> {
  return ctx.read((tx) => readMe(tx))
}

export async function readMe(tx: Tx): Promise<Me> {
  const personId = tx.actor.personId as string
  const [person, orgs, org] = [
    await tx.db.selectFrom('people').selectAll().where('id', '=', personId).executeTakeFirst(),
    await tx.db
      .selectFrom('memberships as m')
      .innerJoin('orgs as o', 'o.id', 'm.org_id')
      .select(['o.id', 'o.name', 'o.short_name', 'm.role', 'm.permissions'])
      .where('m.person_id', '=', personId)
      .where('m.ended_at', 'is', null)
      .orderBy('m.joined_at')
      .execute(),
    tx.actor.orgId === null
      ? undefined
      : await tx.db
          .selectFrom('orgs')
          .selectAll()
          .where('id', '=', tx.actor.orgId)
          .executeTakeFirst(),
  ]
  const me = found(person, 'person')
  const mine = orgs.find((o) => o.id === tx.actor.orgId)
  const rights = {
    role: (mine?.role ?? null) as Me['role'],
    permissions: (mine?.permissions ?? {}) as Me['permissions'],
  }
  return {
    person: {
      id: me.id,
      name: me.name,
      mail: me.mail,
      phone: me.phone,
      locale: me.locale as Me['person']['locale'],
      theme: me.theme as Me['person']['theme'],
      hasTwoFactor: me.two_factor_at !== null,
      version: me.version,
    },
    org: mine && org ? shapeOrg(org) : null,
    role: rights.role,
    permissions: Object.fromEntries(
      MODULES.map((m) => [m, levelOf(rights, m)]),
    ) as Me['permissions'],
    orgs: orgs.map((o) => ({
      id: o.id,
      name: o.name,
      shortName: o.short_name,
      role: o.role as Me['orgs'][number]['role'],
    })),
    version: me.version,
  }
}

export function changeMe(ctx: Ctx, patch: MePatch): Promise<Me> {
  return ctx.transaction(async (tx) => {
    const personId = tx.actor.personId as string
    const row = await tx.db
      .selectFrom('people')
      .select('version')
      .where('id', '=', personId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    checkVersion(tx, row.version)
    await tx.db
      .updateTable('people')
      .set({ ...patch, version: row.version + 1 })
      .where('id', '=', personId)
      .execute()
    await forget(tx, { personId })
    return readMe(tx)
  })
}

export async function changePassword(door: Door, ctx: Ctx, change: PasswordChange): Promise<void> {
  const personId = ctx.actor.personId as string
  await requirePassword(door, personId, change.current, 'current')
  const me = await getMe(ctx)
  if (isWeak(change.next, [me.person.mail, me.person.phone, me.person.name])) {
    throw badField('next', 'password_weak', 'Too easy to guess')
  }
  const hash = await hashPassword(change.next)
  await ctx.acrossOrgs(async (tx) => {
    await tx.db
      .updateTable('credentials')
      .set({ password_hash: hash })
      .where('person_id', '=', personId)
      .execute()
    // Whoever knew the old password may sit in another session.
    await tx.db
      .updateTable('sessions')
      .set({ revoked_at: tx.now().toISOString() })
      .where('person_id', '=', personId)
      .where('id', '<>', tx.actor.sessionId as string)
      .where('revoked_at', 'is', null)
      .execute()
    await forget(tx, { personId })
    if (tx.actor.orgId) record(tx, 'identity.password_changed', `person:${personId}`)
  })
}

/** Asks for the password again before something that a thief of an open session must not do. */
export async function requirePassword(
  door: Door,
  personId: string,
  password: string,
  field = 'password',
): Promise<void> {
  const { rows } = await door.source.database.owner.query<{ password_hash: string }>(
    'SELECT password_hash FROM credentials WHERE person_id = $1',
    [personId],
  )
  const isRight = rows[0]
    ? await isPassword(password, rows[0].password_hash)
    : await checkNobody(password)
  if (!isRight) {
    throw new AppError('bad_input', {
      errors: [{ field, code: 'password_wrong', message: 'This is not your password' }],
    })
  }
}
