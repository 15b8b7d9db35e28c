import { sql } from 'kysely'
import { levelOf, requireAccess } from '../../platform/actor.ts'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import type { ModuleName } from '../../platform/schema.ts'
import { revokeKeys } from './api-keys.ts'
import { forget } from './door.ts'
import { revokeInvitations } from './invitations.ts'
import {
  type Member,
  type MemberPatch,
  type MemberQuery,
  type MemberRemoval,
  type MemberRemovalInput,
  ROLES,
} from './schema.ts'

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
    if (query.role?.length) rows = rows.where('m.role', 'in', query.role)
    if (query.mayEdit) rows = rows.where(editsSql(query.mayEdit))
    if (query.twoFactor) {
      requireAccess(tx.actor, 'identity:edit')
      rows = rows.where('p.two_factor_at', query.twoFactor === 'on' ? 'is not' : 'is', null)
    }
    if (after) rows = rows.where(sql<boolean>`(p.name, m.id) > (${after[0]}, ${after[1]}::uuid)`)
    return pageOf(await rows.execute(), query.limit, (row) => [row.name, row.id], shapeMember)
  })
}

/** A right of one's own counts before what the role gives. */
function editsSql(module: ModuleName) {
  const roles = ROLES.filter((role) => levelOf({ role, permissions: {} }, module) === 'edit')
  return sql<boolean>`coalesce(m.permissions->>${module} = 'edit', m.role = ANY(${roles}))`
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
    if (patch.role && patch.role !== row.role) requireOwnerChange(tx, row, patch.role)
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
    record(tx, 'identity.member_changed', `person:${row.person_id}`, { ...patch })
    return shapeMember(await membersOf(tx).where('m.id', '=', id).executeTakeFirstOrThrow())
  })
}

/** What somebody wrote in the name of the org: messaging knows. */
export type CountWritten = (
  tx: Tx,
  personId: string,
) => Promise<Pick<MemberRemoval, 'drafts' | 'notices'>>

/** Ends a membership, and what the member handed out if so wished. A dry run answers the same numbers. */
export function removeMember(
  ctx: Ctx,
  id: string,
  input: MemberRemovalInput,
  countWritten: CountWritten,
): Promise<MemberRemoval> {
  if (input.dryRun) {
    return ctx.read(async (tx) => {
      const row = await readMember(tx, id)
      requireOwnerChange(tx, row, null)
      return weighRemoval(tx, row.person_id, countWritten)
    })
  }
  return ctx.transaction(async (tx) => {
    const row = await lockMember(tx, id)
    requireOwnerChange(tx, row, null)
    const facts = await weighRemoval(tx, row.person_id, countWritten)
    await tx.db
      .updateTable('memberships')
      .set({ ended_at: tx.now().toISOString(), version: row.version + 1 })
      .where('id', '=', id)
      .execute()
    if (input.revokeKeys) await revokeKeys(tx, { madeBy: row.person_id })
    if (input.revokeInvitations) await revokeInvitations(tx, { madeBy: row.person_id })
    await forget(tx, { personId: row.person_id })
    record(tx, 'identity.member_left', `person:${row.person_id}`)
    return facts
  })
}

async function weighRemoval(
  tx: Tx,
  personId: string,
  countWritten: CountWritten,
): Promise<MemberRemoval> {
  const now = tx.now().toISOString()
  const { rows } = await sql<{ sessions: number; api_keys: number; invitations: number }>`
    SELECT jingwei_member_sessions(${personId}, ${now}) AS sessions,
      (SELECT count(*) FROM api_keys WHERE org_id = ${tx.actor.orgId} AND created_by = ${personId}
        AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})) AS api_keys,
      (SELECT count(*) FROM invitations WHERE org_id = ${tx.actor.orgId} AND created_by = ${personId}
        AND revoked_at IS NULL AND uses_left > 0 AND expires_at > ${now}) AS invitations`.execute(
    tx.db,
  )
  const { sessions, api_keys: apiKeys, invitations } = rows[0]!
  return { sessions, apiKeys, invitations, ...(await countWritten(tx, personId)) }
}

async function readMember(tx: Tx, id: string, isLocking = false) {
  const query = tx.db
    .selectFrom('memberships')
    .select(['id', 'person_id', 'role', 'version'])
    .where('org_id', '=', tx.actor.orgId as string)
    .where('ended_at', 'is', null)
    .where((e) => e.or([e('id', '=', id), e('role', '=', 'owner')]))
    .orderBy('id')
  const rows = await (isLocking ? query.forUpdate() : query).execute()
  const row = found(
    rows.find((r) => r.id === id),
    'member',
  )
  return {
    ...row,
    isLastOwner: row.role === 'owner' && rows.filter((r) => r.role === 'owner').length === 1,
  }
}

/** All owners are locked with the member, so that two owners cannot demote each other at once. */
function lockMember(tx: Tx, id: string) {
  return readMember(tx, id, true)
}

function requireOwnerChange(
  tx: Tx,
  row: { role: string; isLastOwner: boolean },
  next: string | null,
): void {
  const touchesOwner = row.role === 'owner' || next === 'owner'
  if (touchesOwner && tx.actor.role !== 'owner')
    throw new AppError('forbidden', { reason: 'owner_only' })
  if (row.isLastOwner) throw new AppError('refused', { reason: 'last_owner' })
}
