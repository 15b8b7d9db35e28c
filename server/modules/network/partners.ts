import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { requireStanding } from './access.ts'
import { setLabels } from './labels.ts'
import { readPartner } from './partner-queries.ts'
import { getChain, getPlace, myPlaces, type Place } from './places.ts'
import type { Partner, PartnerInput, PartnerPatch, Side } from './schema.ts'
import {
  handOver,
  lockStructure,
  requireDepth,
  type Spot,
  spotBelow,
  TIERS_MAX,
  topSpot,
} from './tree.ts'

export { TIERS_MAX }

/** The spot below `parentId`; without one, right below the actor's own org. Whose it is, it tells itself. */
export async function standingBelow(
  tx: Tx,
  chainId: string,
  side: Side,
  parentId: string | null | undefined,
): Promise<Spot> {
  const chain = await getChain(tx, chainId)
  const parent = parentId ? await getPlace(tx, parentId) : null
  if (!parent) {
    if (chain.orgId === tx.actor.orgId) return topSpot(chain, side)
    const mine = (await myPlaces(tx, chainId)).find((place) => place.side === side)
    if (!mine) throw badField('side', 'other_side', 'You stand on the other side of this chain')
    return deepEnough(spotBelow(mine))
  }
  found(parent.chainId === chainId ? parent : null, 'partner')
  if (parent.side !== side) {
    throw badField('parentId', 'other_side', 'The parent stands on the other side of the chain')
  }
  if (parent.status === 'left') throw badField('parentId', 'left', 'It has left the chain')
  return deepEnough(spotBelow(parent))
}

function deepEnough(spot: Spot): Spot {
  requireDepth(spot.tier)
  return spot
}

/** Each tier owns its own downstream: who looks from further up does not change it. */
export function requireOwner(tx: Tx, ownerOrgId: string): void {
  if (ownerOrgId !== tx.actor.orgId) throw new AppError('forbidden', { reason: 'not_yours' })
}

export function addPartner(ctx: Ctx, chainId: string, input: PartnerInput): Promise<Partner> {
  return ctx.transaction(async (tx) => {
    await getChain(tx, chainId)
    await lockStructure(tx, chainId)
    const spot = await standingBelow(tx, chainId, input.side, input.parentId)
    requireOwner(tx, spot.ownerOrgId)
    const id = await insertPartner(tx, chainId, spot, input)
    await setLabels(tx, chainId, id, input)
    record(tx, 'network.partner_added', `partner:${id}`, {
      name: input.name,
      code: input.code,
    })
    return readPartner(tx, id)
  })
}

async function insertPartner(
  tx: Tx,
  chainId: string,
  spot: Spot,
  input: PartnerInput,
): Promise<string> {
  const id = newId(tx.now().getTime())
  const me = tx.actor.orgId
  await sql`INSERT INTO partners (id, org_id, chain_id, no, parent_id, side, tier, path, owner_org_id,
      brought_by_org_id, status, code, name, kind, uscc, region, address, note, created_at)
    OVERRIDING SYSTEM VALUE
    SELECT ${id}::uuid, ${spot.chainOrgId}::uuid, ${chainId}::uuid, n.no, ${spot.parentId}::uuid,
      ${input.side}, ${spot.tier}::int, (${spot.base} || '.' || n.no)::ltree, ${me}::uuid, ${me}::uuid,
      'imported', ${input.code}, ${input.name}, ${input.kind}, ${input.uscc ?? null}, ${input.region},
      ${input.address}, ${input.note}, ${tx.now()}::timestamptz
    FROM (SELECT nextval('partners_no_seq') AS no) n`
    .execute(tx.db)
    .catch(explainCodeTaken)
  return id
}

export function explainCodeTaken(error: { code?: string; constraint?: string }): never {
  if (error.code !== '23505' || error.constraint !== 'partners_by_code') throw error
  throw new AppError('conflict', {
    reason: 'code_taken',
    errors: [{ field: 'code', code: 'code_taken', message: 'Another partner has this code' }],
  })
}

/** Locks the structure of the place's chain and reads the place as it then is. */
export async function lockPlace(tx: Tx, id: string): Promise<Place> {
  await lockStructure(tx, (await getPlace(tx, id)).chainId)
  return getPlace(tx, id)
}

/** The owner changes what a partner is; tags and groups are everybody's own. */
export function changePartner(ctx: Ctx, id: string, patch: PartnerPatch): Promise<Partner> {
  return ctx.transaction(async (tx) => {
    const place = await lockPlace(tx, id)
    const { tags, groupIds, ...fields } = patch
    const isLabelling = Object.values(fields).every((value) => value === undefined)
    requireStanding(tx.actor.orgId, isLabelling ? 'label' : 'change', place)
    checkVersion(tx, place.version)
    if (place.partnerOrgId && fields.uscc !== undefined && fields.uscc !== place.uscc) {
      throw badField('uscc', 'joined_already', 'The partner has joined with this code')
    }
    await tx.db
      .updateTable('partners')
      .set({ ...fields, version: place.version + 1 })
      .where('id', '=', id)
      .execute()
      .catch(explainCodeTaken)
    await setLabels(tx, place.chainId, id, { tags, groupIds })
    record(tx, 'network.partner_changed', `partner:${id}`, { fields: Object.keys(patch) })
    return readPartner(tx, id)
  })
}

/** Closes a joined partner's access. Until it is opened again, the owner above looks after those below it. */
export function suspendPartner(ctx: Ctx, id: string): Promise<Partner> {
  return ctx.transaction(async (tx) => {
    const place = await lockPlace(tx, id)
    requireStanding(tx.actor.orgId, 'suspend', place)
    if (place.status === 'suspended') throw new AppError('already_done', { reason: 'suspended' })
    if (place.status !== 'joined') throw new AppError('wrong_state', { reason: 'not_joined' })
    await handOver(tx, place, place.partnerOrgId as string, place.ownerOrgId)
    return setStatus(tx, place, 'suspended', 'network.partner_suspended')
  })
}

export function resumePartner(ctx: Ctx, id: string): Promise<Partner> {
  return ctx.transaction(async (tx) => {
    const place = await lockPlace(tx, id)
    requireStanding(tx.actor.orgId, 'suspend', place)
    if (place.status !== 'suspended') throw new AppError('wrong_state', { reason: 'not_suspended' })
    await handOver(tx, place, place.ownerOrgId, place.partnerOrgId as string)
    return setStatus(tx, place, 'joined', 'network.partner_resumed')
  })
}

async function setStatus(
  tx: Tx,
  place: Place,
  status: Place['status'],
  fact: string,
): Promise<Partner> {
  await tx.db
    .updateTable('partners')
    .set({ status, version: place.version + 1 })
    .where('id', '=', place.id)
    .execute()
  record(tx, fact, `partner:${place.id}`, { name: place.name })
  return readPartner(tx, place.id)
}
