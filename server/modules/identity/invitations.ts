import { sql } from 'kysely'
import { asOrg, type Ctx, type Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId, newSecret, secretHash } from '../../platform/ids.ts'
import { type Device, type Door, forget, openSession } from './door.ts'
import { readMe } from './me.ts'
import { hashNewPassword, insertPerson } from './orgs.ts'
import type {
  Acceptance,
  Invitation,
  InvitationInput,
  InvitationQuery,
  Me,
  Role,
} from './schema.ts'

export function createInvitation(door: Door, ctx: Ctx, input: InvitationInput) {
  return ctx.transaction(async (tx) => {
    const token = newSecret()
    const now = tx.now()
    const id = newId()
    await tx.db
      .insertInto('invitations')
      .values({
        id,
        org_id: tx.actor.orgId as string,
        token_hash: secretHash(token),
        role: input.role,
        permissions: JSON.stringify(input.permissions),
        department: input.department,
        job_title: input.jobTitle,
        note: input.note,
        uses_left: input.uses,
        created_by: tx.actor.personId ?? (tx.actor.keyId as string),
        created_at: now.toISOString(),
        expires_at: new Date(now.getTime() + input.days * 86_400_000).toISOString(),
      })
      .execute()
    record(tx, 'identity.invitation_made', `invitation:${id}`, { role: input.role })
    const row = await invitationsOf(tx).where('i.id', '=', id).executeTakeFirstOrThrow()
    return { ...shapeInvitation(row), token, link: `${door.publicUrl()}/invitation/${token}` }
  })
}

type InvitationRow = Awaited<
  ReturnType<ReturnType<typeof invitationsOf>['executeTakeFirstOrThrow']>
>

function invitationsOf(tx: Tx) {
  return tx.db
    .selectFrom('invitations as i')
    .leftJoin('people as p', 'p.id', 'i.created_by')
    .select(['i.id', 'i.role', 'i.department', 'i.job_title', 'i.note', 'i.uses_left'])
    .select(['i.created_at', 'i.expires_at', 'p.name as invited_by', stateSql(tx).as('state')])
    .where('i.org_id', '=', tx.actor.orgId as string)
}

const stateSql = (tx: Tx) => sql<
  Invitation['state']
>`CASE WHEN i.revoked_at IS NOT NULL THEN 'revoked'
  WHEN i.uses_left = 0 THEN 'used' WHEN i.expires_at <= ${tx.now()} THEN 'expired' ELSE 'open' END`

function shapeInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    state: row.state,
    role: row.role as Role,
    department: row.department,
    jobTitle: row.job_title,
    note: row.note,
    usesLeft: row.uses_left,
    invitedBy: row.invited_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

/** Invitations of every state, newest first. */
export function listInvitations(ctx: Ctx, query: InvitationQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    let rows = invitationsOf(tx)
      .orderBy('i.created_at', 'desc')
      .orderBy('i.id', 'desc')
      .limit(query.limit + 1)
    if (query.q) {
      const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
      rows = rows.where((e) =>
        e.or([
          e('i.department', 'ilike', like),
          e('i.job_title', 'ilike', like),
          e('i.note', 'ilike', like),
          e('p.name', 'ilike', like),
        ]),
      )
    }
    if (query.state?.length) rows = rows.where(stateSql(tx), 'in', query.state)
    if (after) {
      rows = rows.where(
        sql<boolean>`(i.created_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      )
    }
    return pageOf(
      await rows.execute(),
      query.limit,
      (row) => [row.created_at, row.id],
      shapeInvitation,
    )
  })
}

export function revokeInvitation(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const [revoked] = await revokeInvitations(tx, { id })
    found(revoked, 'invitation')
  })
}

/** One invitation, or all that somebody made. */
export async function revokeInvitations(tx: Tx, which: { id: string } | { madeBy: string }) {
  const rows = await tx.db
    .updateTable('invitations')
    .set({ revoked_at: tx.now().toISOString() })
    .where('org_id', '=', tx.actor.orgId as string)
    .where('revoked_at', 'is', null)
    .where((e) => ('id' in which ? e('id', '=', which.id) : e('created_by', '=', which.madeBy)))
    .returning('id')
    .execute()
  for (const { id } of rows) record(tx, 'identity.invitation_revoked', `invitation:${id}`)
  return rows
}

export function viewInvitation(ctx: Ctx, token: string) {
  return ctx.acrossOrgs(async (tx) => {
    const row = await openInvitation(tx, token)
    return {
      orgName: row.org_name,
      role: row.role as Role,
      department: row.department,
      jobTitle: row.job_title,
      invitedBy: row.invited_by ?? '',
      expiresAt: row.expires_at,
      isSignedIn: tx.actor.kind === 'person',
    }
  })
}

/** Reads an invitation by its secret, before the reader has any right in the org. */
async function openInvitation(tx: Tx, token: string) {
  const row = await tx.db
    .selectFrom('invitations as i')
    .innerJoin('orgs as o', 'o.id', 'i.org_id')
    .leftJoin('people as p', 'p.id', 'i.created_by')
    .selectAll('i')
    .select(['o.name as org_name', 'p.name as invited_by'])
    .where('i.token_hash', '=', secretHash(token))
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', { reason: 'invitation' })
  const isOpen = row.revoked_at === null && row.uses_left > 0
  if (!isOpen || row.expires_at <= tx.now().toISOString()) throw new AppError('gone')
  return row
}

export async function acceptInvitation(
  door: Door,
  ctx: Ctx,
  token: string,
  input: Acceptance,
  device: Device,
): Promise<{ me: Me; secret: string | null }> {
  const isSignedIn = ctx.actor.kind === 'person'
  if (!isSignedIn && !input.person)
    throw badField('person', 'required', 'Say who you are, or sign in')
  const passwordHash = isSignedIn ? null : await hashNewPassword(input.person!)
  const { org_id: orgId } = await ctx.acrossOrgs((tx) => openInvitation(tx, token))
  return asOrg(door.source, ctx, orgId).acrossOrgs(async (tx) => {
    const used = await tx.db
      .updateTable('invitations')
      .set((e) => ({ uses_left: e('uses_left', '-', 1) }))
      .where('token_hash', '=', secretHash(token))
      .where('uses_left', '>', 0)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!used) throw new AppError('gone')
    let { actor } = tx
    let secret: string | null = null
    if (passwordHash !== null) {
      const person = await insertPerson(tx, input.person!, passwordHash)
      const session = await openSession(tx, person.id, orgId, device)
      secret = session.secret
      actor = {
        ...actor,
        kind: 'person',
        personId: person.id,
        name: person.name,
        sessionId: session.id,
      }
    }
    const acting: Tx = { ...tx, actor }
    await insertMembership(acting, used)
    return { me: await readMe(acting), secret }
  })
}

async function insertMembership(
  tx: Tx,
  invitation: {
    id: string
    role: string
    permissions: unknown
    department: string
    job_title: string
  },
): Promise<void> {
  const orgId = tx.actor.orgId as string
  const personId = tx.actor.personId as string
  const row = await tx.db
    .insertInto('memberships')
    .values({
      id: newId(),
      org_id: orgId,
      person_id: personId,
      role: invitation.role,
      permissions: JSON.stringify(invitation.permissions),
      department: invitation.department,
      job_title: invitation.job_title,
      joined_at: tx.now().toISOString(),
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new AppError('already_done', { reason: 'member_already' })
  await tx.db
    .updateTable('sessions')
    .set({ org_id: orgId })
    .where('id', '=', tx.actor.sessionId as string)
    .execute()
  await forget(tx, { personId })
  record(tx, 'identity.member_joined', `person:${personId}`, { invitation: invitation.id })
}
