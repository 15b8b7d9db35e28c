import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import type { Audience, AudienceCount } from '../messaging/schema.ts'
import { ChainSettings, type PartnerStatus, type Side } from './schema.ts'

/**
 * Places in a chain as other modules may join them: `(...) p`. Those that were removed are among them, as
 * left, because what was sent to them is kept. Policies still decide which rows appear.
 */
export function placesSql(): RawBuilder<unknown> {
  return sql`(SELECT id, org_id, chain_id, parent_id, side, tier, path, owner_org_id, partner_org_id, status,
      code, name, kind, region FROM partners
    UNION ALL SELECT id, org_id, chain_id, parent_id, side, tier, path, owner_org_id, partner_org_id, 'left',
      code, name, kind, region FROM removed_partners)`
}

/** Chains by name, as other modules may join them: `(...) c`. */
export function chainsSql(): RawBuilder<{ id: string; name: string }> {
  return sql`(SELECT id, name FROM chains)`
}

/** The places where an org stands or ever stood: `(...) h` with org_id, partner_id and chain_id. */
export function placeOrgsSql(): RawBuilder<{
  org_id: string
  partner_id: string
  chain_id: string
}> {
  return sql`(SELECT org_id, partner_id, chain_id FROM place_orgs)`
}

/** Which partners stand in which of my groups: `(...) g` with partner_id, group_id and the group's name. */
export function groupMembersSql(): RawBuilder<unknown> {
  return sql`(SELECT m.partner_id, m.group_id, g.name FROM partner_group_members m
    JOIN partner_groups g ON g.id = m.group_id WHERE g.org_id = (SELECT jingwei_org()))`
}

/** The partners of a chain whom an audience means, as a sub-select for a set-based write. */
export function audienceSql(chainId: string, audience: Audience): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [
    sql`p.chain_id = ${chainId}`,
    sql`p.side = ${audience.side}`,
    sql`p.status <> 'left'`,
  ]
  if (audience.tiers?.length) parts.push(sql`p.tier = ANY(${audience.tiers}::int[])`)
  if (audience.kinds?.length) parts.push(sql`p.kind = ANY(${audience.kinds}::text[])`)
  if (audience.partnerIds?.length) parts.push(sql`p.id = ANY(${audience.partnerIds}::uuid[])`)
  if (audience.regions?.length) parts.push(inRegions(audience.regions))
  if (audience.underIds?.length) parts.push(underAny(audience.underIds))
  if (audience.tags?.length) parts.push(withTags(audience.tags))
  if (audience.groupIds?.length) parts.push(inGroups(audience.groupIds))
  return sql`(SELECT p.id, p.no, p.parent_id, p.tier, p.path, p.status, p.partner_org_id, p.region, p.name
    FROM partners p WHERE ${sql.join(parts, sql` AND `)})`
}

/** A region is met by what lies inside it: 浙江 by 浙江省杭州市. */
export function inRegions(regions: readonly string[]): RawBuilder<unknown> {
  return sql`p.region LIKE ANY(${regions.map((region) => `${likeText(region)}%`)}::text[])`
}

export function withTags(tags: readonly string[]): RawBuilder<unknown> {
  return sql`p.id IN (SELECT t.partner_id FROM partner_tags t
    WHERE t.org_id = (SELECT jingwei_org()) AND t.tag = ANY(${tags}::text[]))`
}

/** In one of my groups with these ids, or in a group inside one of them. */
export function inGroups(groupIds: readonly string[]): RawBuilder<unknown> {
  return sql`p.id IN (SELECT m.partner_id FROM partner_group_members m
    WHERE m.group_id IN (${groupsWithin(groupIds)}))`
}

export function groupsWithin(groupIds: readonly string[]): RawBuilder<unknown> {
  return sql`WITH RECURSIVE inside AS (
    SELECT id FROM partner_groups WHERE id = ANY(${groupIds}::uuid[]) AND org_id = (SELECT jingwei_org())
    UNION SELECT g.id FROM partner_groups g JOIN inside i ON g.parent_id = i.id)
    SELECT id FROM inside`
}

/** These partners and all below them, as far as they are mine to see. */
export function underAny(partnerIds: readonly string[]): RawBuilder<unknown> {
  return sql`p.id IN (SELECT u.id FROM unnest(${partnerIds}::uuid[]) AS u(id)
    UNION ALL SELECT jingwei_below(u.id) FROM unnest(${partnerIds}::uuid[]) AS u(id))`
}

export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** ILIKE folds every row's letters, which costs several times as much; Chinese and digits have none. */
export function likeOperator(text: string): RawBuilder<unknown> {
  return text.toLowerCase() === text.toUpperCase() ? sql`LIKE` : sql`ILIKE`
}

/** Whom an audience means, in numbers and with a few names. */
export async function countAudience(
  tx: Tx,
  chainId: string,
  audience: Audience,
): Promise<AudienceCount> {
  const { rows } = await sql<{ tier: number; status: PartnerStatus; recipients: number }>`
    SELECT p.tier, p.status, count(*) AS recipients FROM ${audienceSql(chainId, audience)} p
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(tx.db)
  const { rows: sample } = await sql<AudienceCount['sample'][number]>`
    SELECT p.id, p.name, p.tier FROM ${audienceSql(chainId, audience)} p ORDER BY p.id LIMIT 8`.execute(
    tx.db,
  )
  const tiers = new Map<number, { tier: number; recipients: number; reachable: number }>()
  const statuses = new Map<PartnerStatus, number>()
  for (const { tier, status, recipients } of rows) {
    const row = tiers.get(tier) ?? { tier, recipients: 0, reachable: 0 }
    row.recipients += recipients
    if (status === 'joined') row.reachable += recipients
    tiers.set(tier, row)
    statuses.set(status, (statuses.get(status) ?? 0) + recipients)
  }
  const byTier = [...tiers.values()]
  return {
    recipients: byTier.reduce((sum, row) => sum + row.recipients, 0),
    reachable: byTier.reduce((sum, row) => sum + row.reachable, 0),
    byTier,
    byStatus: [...statuses].map(([status, recipients]) => ({ status, recipients })),
    sample,
  }
}

/** A place that has others below it, in a list where parents come before their children. */
export interface Seller {
  id: string
  tier: number
  path: string
  partnerOrgId: string | null
  status: PartnerStatus
  /** Position of its parent in the list; -1 directly below the lead. */
  parentIndex: number
}

/** All places of a side that have others below them; of a million partners in a good half second. */
export async function sellersOf(tx: Tx, chainId: string, side: Side): Promise<Seller[]> {
  const { rows } = await sql<Omit<Seller, 'parentIndex'> & { parentId: string | null }>`
    SELECT p.id, p.tier, p.path::text AS path, p.partner_org_id AS "partnerOrgId", p.status,
      p.parent_id AS "parentId"
    FROM partners p WHERE p.chain_id = ${chainId} AND p.side = ${side}
      AND p.id IN (SELECT c.parent_id FROM partners c WHERE c.chain_id = ${chainId})
    ORDER BY p.tier, p.id`.execute(tx.db)
  const position = new Map(rows.map((row, i) => [row.id, i]))
  return rows.map(({ parentId, ...row }) => ({
    ...row,
    parentIndex: parentId === null ? -1 : position.get(parentId)!,
  }))
}

export interface ChainFacts {
  id: string
  no: number
  orgId: string
  name: string
  currency: string
  peersVisible: boolean
  settings: ChainSettings
}

/** A chain that the actor's org leads or stands in. */
export async function getChain(tx: Tx, id: string): Promise<ChainFacts> {
  const row = found(
    await tx.db.selectFrom('chains').selectAll().where('id', '=', id).executeTakeFirst(),
    'chain',
  )
  return {
    id,
    no: row.no,
    orgId: row.org_id,
    name: row.name,
    currency: row.currency,
    peersVisible: row.peers_visible,
    settings: ChainSettings.parse(row.settings),
  }
}

/** A chain that the actor's org leads; to everybody else it is not found. */
export async function getLedChain(tx: Tx, id: string): Promise<ChainFacts> {
  const chain = await getChain(tx, id)
  return found(chain.orgId === tx.actor.orgId ? chain : null, 'chain')
}

export interface Place {
  id: string
  chainId: string
  chainOrgId: string
  parentId: string | null
  partnerOrgId: string | null
  ownerOrgId: string
  tier: number
  side: Side
  status: PartnerStatus
  code: string
  name: string
  uscc: string | null
  path: string
  joinedAt: string | null
  version: number
  /** Whether it lies in the subtree of a place that the actor's org holds. */
  isUnderMe: boolean
}

const placeColumns = sql`id, chain_id AS "chainId", org_id AS "chainOrgId", parent_id AS "parentId",
  partner_org_id AS "partnerOrgId", owner_org_id AS "ownerOrgId", tier, side, status, code, name, uscc,
  path::text AS path, joined_at AS "joinedAt", version, path <@ ANY((SELECT jingwei_my_paths())::ltree[]) AS "isUnderMe"`

export async function getPlace(tx: Tx, id: string): Promise<Place> {
  const { rows } = await sql<Place>`SELECT ${placeColumns} FROM partners WHERE id = ${id}`.execute(
    tx.db,
  )
  return found(rows[0], 'partner')
}

/** The places from the top down to the parent, as far as the transaction may see them. */
export async function placesAbove(tx: Tx, place: Place): Promise<Place[]> {
  const { rows } = await sql<Place>`
    WITH RECURSIVE above AS (
      SELECT * FROM partners WHERE id = ${place.parentId}
      UNION ALL SELECT p.* FROM partners p JOIN above a ON p.id = a.parent_id)
    SELECT ${placeColumns} FROM above ORDER BY tier`.execute(tx.db)
  return rows
}

/** Where the actor's own org stands in a chain: at most one place a side. */
export async function myPlaces(tx: Tx, chainId: string): Promise<Place[]> {
  const { rows } = await sql<Place>`SELECT ${placeColumns} FROM partners
    WHERE chain_id = ${chainId} AND partner_org_id = ${tx.actor.orgId} AND status = 'joined'
    ORDER BY side`.execute(tx.db)
  return rows
}

/** Whose partners stand below a place: those of the org that stands there, or of the nearest one above. */
export function ownerBelow(place: Pick<Place, 'status' | 'partnerOrgId' | 'ownerOrgId'>): string {
  return place.status === 'joined' && place.partnerOrgId ? place.partnerOrgId : place.ownerOrgId
}

/** On alias `p`, within a chain: the partners that my org works with, which are all below it. */
export function belowMe(
  tx: Pick<Tx, 'actor'>,
  chain: Pick<ChainFacts, 'id' | 'orgId'>,
): RawBuilder<unknown> {
  const inChain = sql`p.chain_id = ${chain.id}`
  if (chain.orgId === tx.actor.orgId) return sql`${inChain} AND p.org_id = ${chain.orgId}`
  return sql`${inChain} AND p.id IN (SELECT jingwei_below_me(${chain.id}))`
}
