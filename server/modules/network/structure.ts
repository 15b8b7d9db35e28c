import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { AppError, badField } from '../../platform/errors.ts'
import { record, recordFor } from '../../platform/events.ts'
import { requireStanding } from './access.ts'
import { lockPlace, standingBelow } from './partners.ts'
import { getPlace, ownerBelow, type Place } from './places.ts'
import type { Consequences, MergeInput, MoveInput, RemovalInput } from './schema.ts'
import { handOver, hangChildren, hangSubtree, requireDepth, spotBelow, spotOf } from './tree.ts'

/** How many notices still wait for an answer of these partners: messaging knows. */
export type CountOpenReceipts = (tx: Tx, partnerIds: RawBuilder<unknown>) => Promise<number>

/** Moves a place with all below it; without a parent, right below the actor's own org. */
export function movePartner(
  ctx: Ctx,
  id: string,
  input: MoveInput,
  openReceipts: CountOpenReceipts,
): Promise<Consequences> {
  return within(ctx, input, async (tx) => {
    const place = await lockPlace(tx, id)
    requireStanding(tx.actor.orgId, 'restructure', place)
    if (input.parentId) {
      const parent = await getPlace(tx, input.parentId)
      if (isWithin(parent, place)) {
        throw badField('parentId', 'own_subtree', 'A partner cannot stand below itself')
      }
      requireHands(tx, parent)
    }
    const spot = await standingBelow(tx, place.chainId, place.side, input.parentId)
    if (spot.parentId === place.parentId)
      throw new AppError('already_done', { reason: 'same_parent' })
    const facts = await weigh(tx, place, 'subtree', openReceipts)
    requireDepth(facts.tiersBefore![1] + spot.tier - place.tier)
    shift(facts, spot.tier - place.tier)
    if (spot.ownerOrgId !== place.ownerOrgId) facts.warnings.push('owner_changes')
    if (place.side === 'downstream') facts.warnings.push('price_path_changes')
    if (input.dryRun) return facts
    await hangSubtree(tx, place, spot)
    record(tx, 'network.partner_moved', `partner:${id}`, {
      parentId: spot.parentId,
      partners: facts.partners,
    })
    return facts
  })
}

/** A dry run answers the same numbers and changes nothing, so it needs no right to write. */
function within<T>(ctx: Ctx, input: { dryRun: boolean }, work: (tx: Tx) => Promise<T>): Promise<T> {
  return input.dryRun ? ctx.read(work) : ctx.transaction(work)
}

function isWithin(place: Place, root: Place): boolean {
  return place.path === root.path || place.path.startsWith(`${root.path}.`)
}

/** A parent must be the actor's own place, or one in its hands. */
function requireHands(tx: Tx, parent: Place): void {
  if (parent.partnerOrgId !== tx.actor.orgId) {
    requireStanding(tx.actor.orgId, 'restructure', parent)
  }
}

const EXTENTS = {
  place: (place: Place) => sql`id = ${place.id}`,
  subtree: (place: Place) =>
    sql`id IN (SELECT ${place.id}::uuid UNION ALL SELECT jingwei_below(${place.id}))`,
  children: (place: Place) => sql`id IN (SELECT jingwei_below(${place.id}))`,
}

/** What an act on these places touches. */
async function weigh(
  tx: Tx,
  place: Place,
  extent: keyof typeof EXTENTS,
  openReceipts: CountOpenReceipts,
): Promise<Consequences> {
  const touched = sql`(SELECT id FROM partners WHERE ${EXTENTS[extent](place)})`
  const { rows } = await sql<Counted>`
    SELECT count(*) AS partners, count(*) FILTER (WHERE partner_org_id IS NOT NULL) AS joined,
      min(tier) AS top, max(tier) AS deepest,
      (SELECT count(*) FROM contacts c WHERE c.org_id = ${tx.actor.orgId} AND c.partner_id IN ${touched})
        AS contacts
    FROM partners WHERE ${EXTENTS[extent](place)}`.execute(tx.db)
  const { partners, joined, contacts, top, deepest } = rows[0]!
  const tiers: Consequences['tiersBefore'] = top === null ? null : [top, deepest as number]
  return {
    partners,
    joined,
    contacts,
    tiersBefore: tiers,
    tiersAfter: tiers,
    pendingReceipts: await openReceipts(tx, touched),
    warnings: [],
  }
}

interface Counted {
  partners: number
  joined: number
  contacts: number
  top: number | null
  deepest: number | null
}

function shift(facts: Consequences, tiers: number): void {
  if (facts.tiersBefore) {
    facts.tiersAfter = [facts.tiersBefore[0] + tiers, facts.tiersBefore[1] + tiers]
  }
}

/**
 * Merges a place into another that is the same firm: those below it, contacts, tags and groups go over, and
 * if one of the two has joined, the one that stays has. Several orgs may have attached their own contacts
 * and tags to the place; none of them loses any, which is why this works across orgs.
 */
export async function mergePartner(
  ctx: Ctx,
  id: string,
  input: MergeInput,
  openReceipts: CountOpenReceipts,
): Promise<Consequences> {
  const facts = await within(ctx, { dryRun: true }, (tx) => weighMerge(tx, id, input, openReceipts))
  if (input.dryRun) return facts.consequences
  return ctx.acrossOrgs(async (tx) => {
    const before = await lockPlace(tx, id)
    const { place, into, consequences } = await weighMerge(tx, before.id, input, openReceipts)
    await hangChildren(tx, place, spotBelow(into))
    await moveBelongings(tx, place, into)
    await leaveTrace(tx, [place], into.id)
    await tx.db.deleteFrom('partners').where('id', '=', place.id).execute()
    if (place.partnerOrgId) await takeSeat(tx, place, into)
    record(tx, 'network.partner_merged', `partner:${into.id}`, {
      from: place.id,
      name: place.name,
      code: place.code,
    })
    return consequences
  })
}

async function weighMerge(
  tx: Tx,
  id: string,
  input: MergeInput,
  openReceipts: CountOpenReceipts,
): Promise<{ place: Place; into: Place; consequences: Consequences }> {
  const place = await getPlace(tx, id)
  const into = await getPlace(tx, input.intoId)
  requireStanding(tx.actor.orgId, 'restructure', place)
  requireStanding(tx.actor.orgId, 'restructure', into)
  if (into.chainId !== place.chainId || into.side !== place.side || into.id === place.id) {
    throw badField(
      'intoId',
      'not_mergeable',
      'Choose another partner on the same side of the chain',
    )
  }
  if (isWithin(into, place)) {
    throw badField('intoId', 'own_subtree', 'It stands below the partner that would go')
  }
  if (place.partnerOrgId && into.partnerOrgId) {
    throw new AppError('refused', { reason: 'both_joined' })
  }
  const below = await weigh(tx, place, 'children', openReceipts)
  const facts = await weigh(tx, place, 'place', openReceipts)
  if (below.tiersBefore) requireDepth(below.tiersBefore[1] + into.tier - place.tier)
  const consequences: Consequences = {
    ...facts,
    partners: below.partners + 1,
    joined: below.joined + facts.joined,
    tiersBefore: below.tiersBefore,
    tiersAfter: below.tiersBefore,
  }
  shift(consequences, into.tier - place.tier)
  if (below.partners > 0 && ownerBelow(place) !== ownerBelow(into)) {
    consequences.warnings.push('owner_changes')
  }
  if (below.partners > 0 && place.side === 'downstream') {
    consequences.warnings.push('price_path_changes')
  }
  consequences.warnings.push('history_kept')
  return { place, into, consequences }
}

/** Whatever any org has attached to the place goes over, unless it is there already. */
async function moveBelongings(tx: Tx, place: Place, into: Place): Promise<void> {
  await sql`UPDATE contacts c SET partner_id = ${into.id}, is_primary = c.is_primary AND NOT EXISTS (
      SELECT 1 FROM contacts k WHERE k.partner_id = ${into.id} AND k.org_id = c.org_id AND k.is_primary)
    WHERE c.partner_id = ${place.id} AND NOT EXISTS (SELECT 1 FROM contacts k
      WHERE k.partner_id = ${into.id} AND k.org_id = c.org_id AND k.name = c.name
        AND k.phone = c.phone AND k.mail = c.mail)`.execute(tx.db)
  await sql`INSERT INTO partner_tags (org_id, partner_id, tag)
    SELECT org_id, ${into.id}::uuid, tag FROM partner_tags WHERE partner_id = ${place.id}
    ON CONFLICT DO NOTHING`.execute(tx.db)
  await sql`INSERT INTO partner_group_members (org_id, group_id, partner_id)
    SELECT org_id, group_id, ${into.id}::uuid FROM partner_group_members WHERE partner_id = ${place.id}
    ON CONFLICT DO NOTHING`.execute(tx.db)
  await sql`UPDATE visibility_rules
    SET their_partner_ids = array_replace(their_partner_ids, ${place.id}::uuid, ${into.id}::uuid)
    WHERE chain_id = ${place.chainId} AND ${place.id}::uuid = ANY(their_partner_ids)`.execute(tx.db)
}

/** The org that stood in the merged place stands in the other from now on, and owns what is below both. */
async function takeSeat(tx: Tx, place: Place, into: Place): Promise<void> {
  await tx.db
    .updateTable('partners')
    .set((e) => ({
      partner_org_id: place.partnerOrgId,
      status: place.status,
      joined_at: place.joinedAt,
      version: e('version', '+', 1),
    }))
    .where('id', '=', into.id)
    .execute()
  const seated = { ...into, partnerOrgId: place.partnerOrgId, status: place.status }
  await handOver(tx, into, into.ownerOrgId, ownerBelow(seated))
}

/** Receipts and records name places that are gone; this is where their names come from. */
async function leaveTrace(tx: Tx, places: Place[] | Place, intoId: string | null): Promise<void> {
  const which = Array.isArray(places)
    ? sql`id = ANY(${places.map((place) => place.id)}::uuid[])`
    : EXTENTS.subtree(places)
  await sql`INSERT INTO removed_partners (id, org_id, chain_id, parent_id, side, tier, path, owner_org_id,
      partner_org_id, code, name, kind, region, merged_into_id, removed_at)
    SELECT id, org_id, chain_id, parent_id, side, tier, path, owner_org_id, partner_org_id, code, name, kind,
      region, ${intoId}::uuid, ${tx.now()}::timestamptz
    FROM partners WHERE ${which}`.execute(tx.db)
}

/** Takes a place out of the chain. Those below it move up to its parent, or go with it. */
export function removePartner(
  ctx: Ctx,
  id: string,
  input: RemovalInput,
  openReceipts: CountOpenReceipts,
): Promise<Consequences> {
  return within(ctx, input, async (tx) => {
    const place = await lockPlace(tx, id)
    requireStanding(tx.actor.orgId, 'restructure', place)
    const goes = input.children === 'remove' ? 'subtree' : 'place'
    const facts = await weighRemoval(tx, place, goes, openReceipts)
    if (input.dryRun) return facts
    const orgs = await orgsWithin(tx, place, goes)
    if (goes === 'place') await hangChildren(tx, place, spotOf(place))
    else await takeOwnership(tx, place)
    await leaveTrace(tx, goes === 'place' ? [place] : place, null)
    await sql`DELETE FROM partners WHERE ${EXTENTS[goes](place)}`.execute(tx.db)
    record(tx, 'network.partner_removed', `partner:${id}`, {
      name: place.name,
      code: place.code,
      partners: facts.partners,
    })
    for (const org of orgs) {
      recordFor(tx, org, 'network.access_ended', `chain:${place.chainId}`, {
        place: place.id,
      })
    }
    return facts
  })
}

async function weighRemoval(
  tx: Tx,
  place: Place,
  goes: 'place' | 'subtree',
  openReceipts: CountOpenReceipts,
): Promise<Consequences> {
  const facts = await weigh(tx, place, goes, openReceipts)
  const below = await weigh(tx, place, 'children', openReceipts)
  const isLifting = goes === 'place' && below.partners > 0
  if (facts.joined > 0) facts.warnings.push('joined_partners_lose_access')
  if (isLifting && ownerBelow(place) !== place.ownerOrgId) facts.warnings.push('owner_changes')
  if (isLifting && place.side === 'downstream') facts.warnings.push('price_path_changes')
  facts.warnings.push('history_kept')
  facts.tiersBefore = below.tiersBefore
  facts.tiersAfter = isLifting ? below.tiersBefore : null
  if (isLifting) shift(facts, -1)
  return facts
}

async function orgsWithin(tx: Tx, place: Place, goes: 'place' | 'subtree'): Promise<string[]> {
  const { rows } = await sql<{ org: string }>`
    SELECT partner_org_id AS org FROM partners
    WHERE ${EXTENTS[goes](place)} AND partner_org_id IS NOT NULL ORDER BY 1`.execute(tx.db)
  return rows.map((row) => row.org)
}

/** Only an owner may delete, so what is below changes hands before it goes. */
async function takeOwnership(tx: Tx, place: Place): Promise<void> {
  await sql`UPDATE partners SET owner_org_id = ${place.ownerOrgId}
    WHERE ${EXTENTS.children(place)}`.execute(tx.db)
}
