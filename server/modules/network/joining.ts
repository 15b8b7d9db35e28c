import { sql } from 'kysely'
import { asOrg, type Ctx, type Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record, recordFor } from '../../platform/events.ts'
import { newId, secretHash } from '../../platform/ids.ts'
import {
  type Device,
  type Door,
  hashNewPassword,
  insertOrg,
  insertPerson,
  membersSql,
  openSession,
  orgsSql,
  readMe,
} from '../identity/index.ts'
import { requireStanding } from './access.ts'
import { explainCodeTaken, lockPlace } from './partners.ts'
import { getPlace, type Place } from './places.ts'
import type { Joined, JoinInput } from './schema.ts'
import { handOver } from './tree.ts'

/** What other modules do when an org has taken its place, in the same transaction. */
export type OnJoined = (
  tx: Tx,
  joined: { leadOrgId: string; chainId: string; partnerId: string; orgId: string },
) => Promise<void>

interface Invitation {
  id: string
  partnerId: string
  expiresAt: string
  inviter: string
}

/** Reads an invitation by its secret, before the reader has any right in the chain. */
async function openInvitation(tx: Tx, token: string, lock = sql``): Promise<Invitation> {
  const { rows } = await sql<Invitation & { isOpen: boolean }>`
    SELECT i.id, i.partner_id AS "partnerId", i.expires_at AS "expiresAt", o.name AS inviter,
      i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > ${tx.now()} AS "isOpen"
    FROM partner_invitations i JOIN ${orgsSql()} o ON o.id = i.org_id
    WHERE i.token_hash = ${secretHash(token)} ${lock}`.execute(tx.db)
  const invitation = found(rows[0], 'invitation')
  if (!invitation.isOpen) throw new AppError('gone')
  return invitation
}

/** What somebody who holds the link is told before joining. */
export function viewJoin(ctx: Ctx, token: string) {
  return ctx.acrossOrgs(async (tx) => {
    const invitation = await openInvitation(tx, token)
    const { rows } = await sql<JoinFacts>`
      SELECT c.name AS "chainName", o.name AS "leadName", p.name AS "partnerName", p.side, p.tier, p.uscc,
        p.region, c.org_id AS "leadOrgId"
      FROM partners p JOIN chains c ON c.id = p.chain_id JOIN ${orgsSql()} o ON o.id = c.org_id
      WHERE p.id = ${invitation.partnerId}`.execute(tx.db)
    const { leadOrgId, ...facts } = rows[0]!
    const mine = await orgsOwnedBy(tx, tx.actor.personId)
    return {
      ...facts,
      invitedBy: invitation.inviter,
      expiresAt: invitation.expiresAt,
      isSignedIn: tx.actor.kind === 'person',
      myOrgs: mine.filter((org) => org.id !== leadOrgId),
    }
  })
}

interface JoinFacts {
  chainName: string
  leadName: string
  partnerName: string
  side: Place['side']
  tier: number
  uscc: string | null
  region: string
  leadOrgId: string
}

async function orgsOwnedBy(
  tx: Tx,
  personId: string | null,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT o.id, o.name FROM ${membersSql()} m JOIN ${orgsSql()} o ON o.id = m.org_id
    WHERE m.person_id = ${personId} AND m.role = 'owner' ORDER BY o.name`.execute(tx.db)
  return rows
}

/**
 * Takes the place that an invitation offers, with an org that the reader owns or with a new one. Whoever
 * holds no open invitation finds no way in: that is how only the invited can join.
 */
export async function joinChain(
  door: Door,
  ctx: Ctx,
  token: string,
  input: JoinInput,
  device: Device,
  onJoined: OnJoined,
): Promise<{ joined: Joined; secret: string | null }> {
  if (ctx.actor.kind === 'key') throw new AppError('forbidden', { reason: 'person_only' })
  const isSignedIn = ctx.actor.kind === 'person'
  if (!isSignedIn && !input.org) throw new AppError('not_signed_in')
  if (!isSignedIn && !input.person)
    throw badField('person', 'required', 'Say who you are, or sign in')
  const orgId = input.orgId ?? newId()
  await ctx.acrossOrgs(async (tx) => {
    await openInvitation(tx, token)
    if (!input.orgId) return
    const mine = await orgsOwnedBy(tx, tx.actor.personId)
    found(mine.find((org) => org.id === orgId) ?? null, 'org')
  })
  const passwordHash = isSignedIn ? null : await hashNewPassword(input.person!)
  return asOrg(door.source, ctx, orgId).acrossOrgs(async (tx) => {
    const invitation = await openInvitation(tx, token, sql`FOR UPDATE OF i`)
    const place = await lockPlace(tx, invitation.partnerId)
    if (place.partnerOrgId) throw new AppError('gone')
    const { acting, secret } = await actorFor(tx, input, passwordHash, device)
    if (!input.orgId) await insertOrg(acting, orgId, input.org!)
    await takePlace(acting, place, invitation.id)
    await onJoined(acting, {
      leadOrgId: place.chainOrgId,
      chainId: place.chainId,
      partnerId: place.id,
      orgId,
    })
    const me = await readMe(acting)
    return {
      joined: { ...me, joined: { orgId, chainId: place.chainId, partnerId: place.id } },
      secret,
    }
  })
}

/** Who acts from here on: the reader, or the person who has just come into being. */
async function actorFor(
  tx: Tx,
  input: JoinInput,
  passwordHash: string | null,
  device: Device,
): Promise<{ acting: Tx; secret: string | null }> {
  if (passwordHash === null) return { acting: tx, secret: null }
  const person = await insertPerson(tx, input.person!, passwordHash)
  const session = await openSession(tx, person.id, null, device)
  const actor = {
    ...tx.actor,
    kind: 'person' as const,
    personId: person.id,
    name: person.name,
    sessionId: session.id,
  }
  return { acting: { ...tx, actor }, secret: session.secret }
}

async function takePlace(tx: Tx, place: Place, invitationId: string): Promise<void> {
  const orgId = tx.actor.orgId as string
  const { rows } = await sql<{
    name: string
    uscc: string | null
    region: string
    isThere: boolean
  }>`
    SELECT o.name, o.uscc, o.region, EXISTS (SELECT 1 FROM partners p WHERE p.chain_id = ${place.chainId}
      AND p.side = ${place.side} AND p.partner_org_id = o.id) AS "isThere"
    FROM ${orgsSql()} o WHERE o.id = ${orgId}`.execute(tx.db)
  const org = rows[0]!
  if (place.chainOrgId === orgId) throw new AppError('refused', { reason: 'lead_itself' })
  if (org.isThere) throw new AppError('conflict', { reason: 'already_in_chain' })
  if (place.uscc && org.uscc && place.uscc !== org.uscc) {
    throw new AppError('refused', {
      reason: 'uscc_mismatch',
      detail: 'The invitation is for a firm with another unified social credit code',
      errors: [
        { field: 'org.uscc', code: 'uscc_mismatch', message: 'Not the code of the invited' },
      ],
    })
  }
  const now = tx.now()
  await sql`UPDATE partners SET partner_org_id = ${orgId}, status = 'joined', joined_at = ${now},
      uscc = coalesce(uscc, ${org.uscc}), version = version + 1,
      region = CASE WHEN region = '' THEN ${org.region} ELSE region END
    WHERE id = ${place.id}`
    .execute(tx.db)
    .catch(explainCodeTaken)
  await handOver(tx, place, place.ownerOrgId, orgId)
  await sql`UPDATE partner_invitations SET accepted_at = ${now}, accepted_org_id = ${orgId}
    WHERE id = ${invitationId}`.execute(tx.db)
  await sql`UPDATE partner_invitations SET revoked_at = ${now}
    WHERE partner_id = ${place.id} AND accepted_at IS NULL AND revoked_at IS NULL`.execute(tx.db)
  record(tx, 'network.joined', `chain:${place.chainId}`, {
    place: place.id,
    tier: place.tier,
  })
  await tellAbove(tx, place, 'network.partner_joined', { name: place.name, org: org.name })
}

/** The owner and the lead hear of it, each in its own record; in one order, so that no two wait for each other. */
async function tellAbove(
  tx: Tx,
  place: Place,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  const orgs = new Set([place.ownerOrgId, place.chainOrgId])
  for (const org of [...orgs].sort()) recordFor(tx, org, type, `partner:${place.id}`, data)
}

/**
 * Ends a joined partner's part in the chain, by itself or by its owner. The place stays, can be invited
 * again, and what is below it falls back to the owner above.
 */
export async function leaveChain(ctx: Ctx, id: string): Promise<void> {
  const seen = await ctx.read((tx) => getPlace(tx, id))
  requireStanding(ctx.actor.orgId, 'end', seen)
  await ctx.acrossOrgs(async (tx) => {
    const place = await lockPlace(tx, id)
    requireStanding(tx.actor.orgId, 'end', place)
    if (place.status === 'left') throw new AppError('already_done', { reason: 'left' })
    if (!place.partnerOrgId) throw new AppError('wrong_state', { reason: 'not_joined' })
    const org = place.partnerOrgId
    if (place.status === 'joined') await handOver(tx, place, org, place.ownerOrgId)
    await tx.db
      .updateTable('partners')
      .set({ status: 'left', partner_org_id: null, joined_at: null, version: place.version + 1 })
      .where('id', '=', id)
      .execute()
    recordFor(tx, org, 'network.access_ended', `chain:${place.chainId}`, { place: id })
    await tellAbove(tx, place, 'network.partner_left', { name: place.name })
  })
}
