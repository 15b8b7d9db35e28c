import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId, newSecret, secretHash } from '../../platform/ids.ts'
import type { Door } from '../identity/index.ts'
import { requireStanding } from './access.ts'
import { chosenPartners } from './labels.ts'
import { explainCodeTaken, lockPlace } from './partners.ts'
import { getChain, getPlace } from './places.ts'
import type { PartnerInvitation, PartnerInvitationsInput } from './schema.ts'
import { lockStructure } from './tree.ts'

export const INVITATIONS_MAX = 5000

/** Invites one partner. The link is shown once; a new one takes back the one before. */
export function invitePartner(
  door: Door,
  ctx: Ctx,
  partnerId: string,
  days: number,
): Promise<PartnerInvitation> {
  return ctx.transaction(async (tx) => {
    const place = await lockPlace(tx, partnerId)
    requireStanding(tx.actor.orgId, 'invite', place)
    if (place.partnerOrgId) throw new AppError('wrong_state', { reason: 'joined_already' })
    const [invitation] = await invite(door, tx, place.chainId, [partnerId], days)
    record(tx, 'network.partner_invited', `partner:${partnerId}`, { name: place.name, days })
    return found(invitation, 'partner')
  })
}

/** Invites many: those named, or all that a filter finds. Who has joined, or is not mine to invite, is left out. */
export function invitePartners(
  door: Door,
  ctx: Ctx,
  chainId: string,
  input: PartnerInvitationsInput,
): Promise<{ items: PartnerInvitation[] }> {
  return ctx.transaction(async (tx) => {
    const chain = await getChain(tx, chainId)
    await lockStructure(tx, chainId)
    const chosen = await chosenPartners(tx, chain, input)
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM partners WHERE id = ANY(${chosen}::uuid[]) AND owner_org_id = ${tx.actor.orgId}
        AND partner_org_id IS NULL`.execute(tx.db)
    if (rows.length > INVITATIONS_MAX) {
      throw new AppError('refused', {
        reason: 'too_many_partners',
        data: { found: rows.length, max: INVITATIONS_MAX },
      })
    }
    const ids = rows.map((row) => row.id)
    const items = await invite(door, tx, chainId, ids, input.days)
    record(tx, 'network.partners_invited', `chain:${chainId}`, {
      partners: items.length,
      days: input.days,
    })
    return { items }
  })
}

async function invite(
  door: Door,
  tx: Tx,
  chainId: string,
  partnerIds: string[],
  days: number,
): Promise<PartnerInvitation[]> {
  const now = tx.now()
  const expiresAt = new Date(now.getTime() + days * 86_400_000).toISOString()
  const made = partnerIds.map((partnerId) => ({ partnerId, id: newId(), token: newSecret() }))
  await revokeOpen(tx, partnerIds)
  await sql`INSERT INTO partner_invitations (id, org_id, chain_id, partner_id, token_hash, created_by,
      created_at, expires_at)
    SELECT i.id, ${tx.actor.orgId}::uuid, ${chainId}::uuid, i.partner, i.hash, ${tx.actor.personId}::uuid,
      ${now}::timestamptz, ${expiresAt}::timestamptz
    FROM unnest(${made.map((m) => m.id)}::uuid[], ${partnerIds}::uuid[],
      ${made.map((m) => secretHash(m.token))}::bytea[]) AS i(id, partner, hash)`.execute(tx.db)
  const { rows } = await sql<{ id: string; name: string }>`
    UPDATE partners SET status = 'invited', version = version + 1 WHERE id = ANY(${partnerIds}::uuid[])
    RETURNING id, name`
    .execute(tx.db)
    .catch(explainCodeTaken)
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return made.map(({ partnerId, token }) => ({
    partnerId,
    partnerName: names.get(partnerId) as string,
    token,
    link: `${door.publicUrl()}/join/${token}`,
    expiresAt,
  }))
}

async function revokeOpen(tx: Tx, partnerIds: string[]): Promise<number> {
  const { numAffectedRows } = await sql`UPDATE partner_invitations SET revoked_at = ${tx.now()}
    WHERE partner_id = ANY(${partnerIds}::uuid[]) AND accepted_at IS NULL AND revoked_at IS NULL
      AND expires_at > ${tx.now()}`.execute(tx.db)
  return Number(numAffectedRows ?? 0)
}

export function viewOpenInvitation(ctx: Ctx, partnerId: string) {
  return ctx.read(async (tx) => {
    const place = await getPlace(tx, partnerId)
    const { rows } = await sql<{ createdAt: string; expiresAt: string }>`
      SELECT created_at AS "createdAt", expires_at AS "expiresAt" FROM partner_invitations
      WHERE partner_id = ${partnerId} AND accepted_at IS NULL AND revoked_at IS NULL
        AND expires_at > ${tx.now()} ORDER BY created_at DESC LIMIT 1`.execute(tx.db)
    return { partnerId, partnerName: place.name, ...found(rows[0], 'invitation') }
  })
}

export function revokePartnerInvitation(ctx: Ctx, partnerId: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const place = await lockPlace(tx, partnerId)
    requireStanding(tx.actor.orgId, 'invite', place)
    found((await revokeOpen(tx, [partnerId])) || null, 'invitation')
    await sql`UPDATE partners SET status = 'imported', version = version + 1
      WHERE id = ${partnerId} AND status = 'invited'`.execute(tx.db)
    record(tx, 'network.invitation_revoked', `partner:${partnerId}`, { name: place.name })
  })
}
