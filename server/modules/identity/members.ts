import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { forget } from './door.ts'
import type { Member, MemberPatch, MemberQuery } from './schema.ts'

export function listMembers(ctx: Ctx, query: MemberQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    let rows = membersOf(tx)
      .orderBy('p.name')
      .orderBy('m.id')
      .limit(query.limit + 1)
    if (query.q) {
      const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
      rows = rows.where((e) =>
        e.or([
          e('p.name', 'ilike', like),
          e('p.mail', 'ilike', like),
          e('p.phone', 'like', like),
          e('m.department', 'ilike', like),
          e('m.job_title', 'ilike', like),
        ]),
      )
    }
    if (after) rows = rows.where(sql<boolean>`(p.name, m.id) > (${after[0]}, ${after[1]}::uuid)`)
    return pageOf(await rows.execute(), query.limit, (row) => [row.name, row.id], shapeMember)
  })
}

function membersOf(tx: Tx) {
  return tx.db
    .selectFrom('memberships as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'm.person_id', 'p.name', 'p.mail', 'p.phone', 'm.role', 'm.permissions'])
    .select(['m.department', 'm.job_title', 'm.joined_at', 'm.version'])
    .where('m.org_id', '=', tx.actor.orgId as string)
    .where('m.ended_at', 'is', null)
}

type MemberRow = Awaited<ReturnType<ReturnType<typeof membersOf>['executeTakeFirstOrThrow']>>

function shapeMember(row: MemberRow): Member {
  return {
    id: row.id,
    personId: row.person_id,
    name: row.name,
    mail: row.mail,
    phone: row.phone,
    role: row.role as Member['role'],
    permissions: row.permissions as Member['permissions'],
    department: row.department,
    jobTitle: row.job_title,
    joinedAt: row.joined_at,
    version: row.version,
  }
}

export function changeMember(ctx: Ctx, id: string, patch: MemberPatch): Promise<Member> {
  return ctx.transaction(async (tx) => {
    const row = await lockMember(tx, id)
    checkVersion(tx, row.version)
    if (patch.role && patch.role !== row.role) await requireOwnerChange(tx, row, patch.role)
    await tx.db
      .updateTable('memberships')
      .set({
        ...(patch.role && { role: patch.role }),
        ...(patch.permissions && { permissions: JSON.stringify(patch.permissions) }),
        ...(patch.department !== undefined && { department: patch.department }),
        ...(patch.jobTitle !== undefined && { job_title: patch.jobTitle }),
        version: row.version + 1,
      })
      .where('id', '=', id)
      .execute()
    await forget(tx, { personId: row.person_id })
    await record(tx, 'identity.member_changed', `person:${row.person_id}`, { ...patch })
    return shapeMember(await membersOf(tx).where('m.id', '=', id).executeTakeFirstOrThrow())
  })
}

export function endMembership(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const row = await lockMember(tx, id)
    await requireOwnerChange(tx, row, null)
    await tx.db
      .updateTable('memberships')
      .set({ ended_at: tx.now().toISOString(), version: row.version + 1 })
      .where('id', '=', id)
      .execute()
    await forget(tx, { personId: row.person_id })
    await record(tx, 'identity.member_left', `person:${row.person_id}`)
  })
}

async function lockMember(tx: Tx, id: string) {
  // All owners are locked with the member, so that two owners cannot demote each other at once.
  const rows = await tx.db
    .selectFrom('memberships')
    .select(['id', 'person_id', 'role', 'version'])
    .where('org_id', '=', tx.actor.orgId as string)
    .where('ended_at', 'is', null)
    .where((e) => e.or([e('id', '=', id), e('role', '=', 'owner')]))
    .orderBy('id')
    .forUpdate()
    .execute()
  const row = found(
    rows.find((r) => r.id === id),
    'member',
  )
  return {
    ...row,
    isLastOwner: row.role === 'owner' && rows.filter((r) => r.role === 'owner').length === 1,
  }
}

async function requireOwnerChange(
  tx: Tx,
  row: { role: string; isLastOwner: boolean },
  next: string | null,
): Promise<void> {
  const touchesOwner = row.role === 'owner' || next === 'owner'
  if (touchesOwner && tx.actor.role !== 'owner')
    throw new AppError('forbidden', { reason: 'owner_only' })
  if (row.isLastOwner) throw new AppError('refused', { reason: 'last_owner' })
}
