import type { Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { getPlace, ownerBelow, type Place } from './places.ts'
import type { Side } from './schema.ts'

/** What an import is made into: a side of a chain, below a place of mine or directly below my org. */
export interface ImportTarget {
  chainId: string
  side: Side
  parentId: string | null
}

/** The place below which rows without a parent stand; tier 0 is the lead itself. */
export interface Base {
  chainOrgId: string
  id: string | null
  code: string | null
  tier: number
  path: string
}

/** Finds the base of an import and refuses one that is not the actor's: each tier owns its downstream. */
export async function findBase(tx: Tx, { chainId, side, parentId }: ImportTarget): Promise<Base> {
  const chain = found(
    await tx.db
      .selectFrom('chains')
      .select(['org_id', 'no'])
      .where('id', '=', chainId)
      .executeTakeFirst(),
    'chain',
  )
  const me = tx.actor.orgId as string
  if (parentId === null && chain.org_id === me) {
    const path = `c${chain.no}.${side === 'downstream' ? 'd' : 'u'}`
    return { chainOrgId: me, id: null, code: null, tier: 0, path }
  }
  const place = parentId === null ? await myPlace(tx, chainId, side) : await getPlace(tx, parentId)
  if (place.chainId !== chainId) throw badField('parentId', 'not_found', 'Not in this chain')
  if (place.side !== side) throw badField('parentId', 'other_side', 'It stands on the other side')
  if (place.status === 'left') throw badField('parentId', 'left', 'It has left the chain')
  if (ownerBelow(place) !== me) throw new AppError('forbidden', { reason: 'not_yours' })
  const { code } = await tx.db
    .selectFrom('partners')
    .select('code')
    .where('id', '=', place.id)
    .executeTakeFirstOrThrow()
  return { chainOrgId: chain.org_id, id: place.id, code, tier: place.tier, path: place.path }
}

async function myPlace(tx: Tx, chainId: string, side: Side): Promise<Place> {
  const row = await tx.db
    .selectFrom('partners')
    .select('id')
    .where('chain_id', '=', chainId)
    .where('side', '=', side)
    .where('partner_org_id', '=', tx.actor.orgId as string)
    .where('status', '=', 'joined')
    .executeTakeFirst()
  return getPlace(tx, found(row, 'partner').id)
}
