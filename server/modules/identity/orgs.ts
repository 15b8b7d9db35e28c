import type { Selectable } from 'kysely'
import { asOrg, type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import type { DB } from '../../platform/db.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { type Device, type Door, forget, openSession } from './door.ts'
import { readMe } from './me.ts'
import { hashPassword, isWeak } from './password.ts'
import type { Me, Org, OrgInput, OrgPatch, PersonInput, Registration } from './schema.ts'

export function shapeOrg(row: Selectable<DB['orgs']>): Org {
  return {
    id: row.id,
    name: row.name,
    shortName: row.short_name,
    uscc: row.uscc,
    region: row.region,
    industry: row.industry,
    isDemo: row.is_demo,
    createdAt: row.created_at,
    version: row.version,
  }
}

/** A new org with its first person, who owns it and is signed in at once. */
export async function register(
  door: Door,
  ctx: Ctx,
  input: Registration,
  device: Device,
): Promise<{ me: Me; secret: string }> {
  const passwordHash = await hashNewPassword(input.person)
  const orgId = newId()
  return asOrg(door.source, ctx, orgId).acrossOrgs(async (tx) => {
    const person = await insertPerson(tx, input.person, passwordHash)
    const session = await openSession(tx, person.id, null, device)
    const actor = { ...tx.actor, kind: 'person' as const, personId: person.id, name: person.name }
    const acting: Tx = { ...tx, actor: { ...actor, sessionId: session.id } }
    await insertOrg(acting, orgId, input.org)
    return { me: await readMe(acting), secret: session.secret }
  })
}

/** Another org for somebody who already has a login; the session switches to it. */
export async function openOrg(door: Door, ctx: Ctx, input: OrgInput): Promise<Me> {
  return asOrg(door.source, ctx, newId()).acrossOrgs(async (tx) => {
    await insertOrg(tx, tx.actor.orgId as string, input)
    return readMe(tx)
  })
}

/** Creates the org with the acting person as its owner. The caller's transaction is not bound by policies. */
export async function insertOrg(tx: Tx, orgId: string, input: OrgInput): Promise<void> {
  const now = tx.now().toISOString()
  if (input.uscc && (await isTaken(tx, input.uscc, orgId))) throw usccTaken()
  await tx.db
    .insertInto('orgs')
    .values({
      id: orgId,
      name: input.name,
      short_name: input.shortName,
      uscc: input.uscc ?? null,
      region: input.region,
      industry: input.industry,
      created_at: now,
    })
    .execute()
  const personId = tx.actor.personId as string
  await tx.db
    .insertInto('memberships')
    .values({ id: newId(), org_id: orgId, person_id: personId, role: 'owner', joined_at: now })
    .execute()
  if (tx.actor.sessionId) {
    await tx.db
      .updateTable('sessions')
      .set({ org_id: orgId })
      .where('id', '=', tx.actor.sessionId)
      .execute()
  }
  await forget(tx, { personId })
  record(tx, 'identity.org_opened', `org:${orgId}`, { name: input.name })
}

export async function hashNewPassword(person: PersonInput): Promise<string> {
  if (isWeak(person.password, [person.mail, person.phone, person.name])) {
    throw badField('person.password', 'password_weak', 'Too easy to guess')
  }
  return hashPassword(person.password)
}

export async function insertPerson(tx: Tx, input: PersonInput, passwordHash: string) {
  const id = newId()
  const taken = await tx.db
    .selectFrom('people')
    .select(['mail', 'phone'])
    .where((e) =>
      e.or([
        ...(input.mail ? [e('mail', '=', input.mail)] : []),
        ...(input.phone ? [e('phone', '=', input.phone)] : []),
      ]),
    )
    .executeTakeFirst()
  if (taken) {
    const field = taken.mail !== null && taken.mail === input.mail ? 'mail' : 'phone'
    throw badField(`person.${field}`, 'login_taken', 'Somebody already signs in with this')
  }
  await tx.db
    .insertInto('people')
    .values({
      id,
      name: input.name,
      mail: input.mail ?? null,
      phone: input.phone ?? null,
      locale: input.locale,
      created_at: tx.now().toISOString(),
    })
    .execute()
  await tx.db
    .insertInto('credentials')
    .values({ person_id: id, password_hash: passwordHash })
    .execute()
  return { id, name: input.name }
}

export function getOrg(ctx: Ctx): Promise<Org> {
  return ctx.read(async (tx) => {
    const row = await tx.db
      .selectFrom('orgs')
      .selectAll()
      .where('id', '=', tx.actor.orgId as string)
      .executeTakeFirst()
    return shapeOrg(found(row, 'org'))
  })
}

export function changeOrg(ctx: Ctx, patch: OrgPatch): Promise<Org> {
  return ctx.transaction(async (tx) => {
    const orgId = tx.actor.orgId as string
    const row = found(
      await tx.db
        .selectFrom('orgs')
        .selectAll()
        .where('id', '=', orgId)
        .forUpdate()
        .executeTakeFirst(),
      'org',
    )
    checkVersion(tx, row.version)
    const changed = await tx.db
      .updateTable('orgs')
      .set({
        name: patch.name ?? row.name,
        short_name: patch.shortName ?? row.short_name,
        uscc: patch.uscc === undefined ? row.uscc : patch.uscc,
        region: patch.region ?? row.region,
        industry: patch.industry ?? row.industry,
        version: row.version + 1,
      })
      .where('id', '=', orgId)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: { code?: string }) => {
        throw error.code === '23505' ? usccTaken() : error
      })
    record(tx, 'identity.org_changed', `org:${orgId}`, { fields: Object.keys(patch) })
    return shapeOrg(changed)
  })
}

async function isTaken(tx: Tx, uscc: string, orgId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('orgs')
    .select('id')
    .where('uscc', '=', uscc)
    .where('id', '<>', orgId)
    .executeTakeFirst()
  return row !== undefined
}

function usccTaken(): AppError {
  return new AppError('conflict', {
    reason: 'uscc_taken',
    detail: 'An org with this code is here already: ask its owner for an invitation',
    errors: [{ field: 'org.uscc', code: 'uscc_taken', message: 'This code is taken' }],
  })
}
