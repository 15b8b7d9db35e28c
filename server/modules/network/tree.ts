import { sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { ownerBelow, type Place } from './places.ts'
import type { Side } from './schema.ts'

export const TIERS_MAX = 30

/**
 * Paths of a chain change one verb at a time. A partner org may not lock the chain's row, which is not its
 * own, so the lock is one that everybody can take. What was read before the lock must be read again.
 */
export async function lockStructure(tx: Tx, chainId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${chainId}, 5180))`.execute(tx.db)
}

/** Where a partner can hang: below a parent, or at the top of a side. */
export interface Spot {
  chainOrgId: string
  parentId: string | null
  /** Tier of what hangs here. */
  tier: number
  /** The path that those who hang here begin with. */
  base: string
  /** Who owns what hangs here. */
  ownerOrgId: string
}

export function topSpot(chain: { no: number; orgId: string }, side: Side): Spot {
  const base = `c${chain.no}.${side[0]}`
  return { chainOrgId: chain.orgId, parentId: null, tier: 1, base, ownerOrgId: chain.orgId }
}

export function spotBelow(place: Place): Spot {
  return {
    chainOrgId: place.chainOrgId,
    parentId: place.id,
    tier: place.tier + 1,
    base: place.path,
    ownerOrgId: ownerBelow(place),
  }
}

/** Where a place hangs now. */
export function spotOf(place: Place): Spot {
  return {
    chainOrgId: place.chainOrgId,
    parentId: place.parentId,
    tier: place.tier,
    base: place.path.slice(0, place.path.lastIndexOf('.')),
    ownerOrgId: place.ownerOrgId,
  }
}

export function requireDepth(tier: number): void {
  if (tier > TIERS_MAX) {
    throw new AppError('refused', { reason: 'too_deep', data: { max: TIERS_MAX } })
  }
}

/** Hangs a place and all below it somewhere else. Owners deeper down keep what is theirs. */
export async function hangSubtree(tx: Tx, place: Place, spot: Spot): Promise<void> {
  await sql`UPDATE partners SET
      path = ${spot.base}::ltree || subpath(path, nlevel(${place.path}::ltree) - 1),
      tier = tier + ${spot.tier - place.tier}::int,
      parent_id = CASE WHEN id = ${place.id} THEN ${spot.parentId}::uuid ELSE parent_id END,
      owner_org_id = CASE WHEN owner_org_id = ${place.ownerOrgId} THEN ${spot.ownerOrgId}::uuid
        ELSE owner_org_id END,
      version = version + (id = ${place.id})::int
    WHERE id IN (SELECT ${place.id}::uuid UNION ALL SELECT jingwei_below(${place.id}))`.execute(
    tx.db,
  )
}

/** Hangs all that is below a place, but not the place itself, somewhere else. */
export async function hangChildren(tx: Tx, place: Place, spot: Spot): Promise<void> {
  await sql`UPDATE partners SET
      path = ${spot.base}::ltree || subpath(path, nlevel(${place.path}::ltree)),
      tier = tier + ${spot.tier - place.tier - 1}::int,
      parent_id = CASE WHEN parent_id = ${place.id} THEN ${spot.parentId}::uuid ELSE parent_id END,
      owner_org_id = CASE WHEN owner_org_id = ${ownerBelow(place)} THEN ${spot.ownerOrgId}::uuid
        ELSE owner_org_id END,
      version = version + (parent_id = ${place.id})::int
    WHERE id IN (SELECT jingwei_below(${place.id}))`.execute(tx.db)
}

/**
 * What is below a place changes hands when an org comes to stand there, or goes. An org stands in a side of
 * a chain once, so naming the former owner is enough not to cross below another joined org.
 */
export async function handOver(tx: Tx, place: Place, from: string, to: string): Promise<void> {
  await sql`UPDATE partners SET owner_org_id = ${to}
    WHERE chain_id = ${place.chainId} AND path <@ ${place.path}::ltree AND id <> ${place.id}
      AND owner_org_id = ${from}`.execute(tx.db)
}
