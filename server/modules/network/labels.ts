import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { badField } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { partnersMatching } from './partner-filter.ts'
import { type ChainFacts, getChain } from './places.ts'
import type { BulkInput, PartnerFilter } from './schema.ts'

/** Tags and groups belong to the org that sets them; what is left out stays as it is. */
export async function setLabels(
  tx: Tx,
  chainId: string,
  partnerId: string,
  { tags, groupIds }: { tags?: readonly string[]; groupIds?: readonly string[] },
): Promise<void> {
  const { orgId } = tx.actor
  if (tags) {
    await sql`DELETE FROM partner_tags WHERE org_id = ${orgId} AND partner_id = ${partnerId}
      AND tag <> ALL(${tags}::text[])`.execute(tx.db)
    await addTags(tx, [partnerId], tags)
  }
  if (groupIds) {
    await requireGroups(tx, chainId, groupIds, 'groupIds')
    await sql`DELETE FROM partner_group_members WHERE org_id = ${orgId} AND partner_id = ${partnerId}
      AND group_id <> ALL(${groupIds}::uuid[])`.execute(tx.db)
    await addToGroups(tx, [partnerId], groupIds)
  }
}

async function addTags(tx: Tx, partnerIds: readonly string[], tags: readonly string[]) {
  if (tags.length === 0) return
  await sql`INSERT INTO partner_tags (org_id, partner_id, tag)
    SELECT ${tx.actor.orgId}::uuid, p.id, t.tag
    FROM unnest(${partnerIds}::uuid[]) p(id), unnest(${tags}::text[]) t(tag)
    ON CONFLICT DO NOTHING`.execute(tx.db)
}

async function addToGroups(tx: Tx, partnerIds: readonly string[], groupIds: readonly string[]) {
  if (groupIds.length === 0) return
  await sql`INSERT INTO partner_group_members (org_id, group_id, partner_id)
    SELECT ${tx.actor.orgId}::uuid, g.id, p.id
    FROM unnest(${partnerIds}::uuid[]) p(id), unnest(${groupIds}::uuid[]) g(id)
    ON CONFLICT DO NOTHING`.execute(tx.db)
}

async function requireGroups(
  tx: Tx,
  chainId: string,
  groupIds: readonly string[],
  field: string,
): Promise<void> {
  if (groupIds.length === 0) return
  const known = await tx.db
    .selectFrom('partner_groups')
    .select('id')
    .where('org_id', '=', tx.actor.orgId as string)
    .where('chain_id', '=', chainId)
    .where('id', 'in', groupIds)
    .execute()
  if (known.length < new Set(groupIds).size) {
    throw badField(field, 'unknown', 'A group is not one of yours in this chain')
  }
}

/** Tags and groups for many partners at once: those named, or all that a filter finds. */
export function labelPartners(
  ctx: Ctx,
  chainId: string,
  input: BulkInput,
): Promise<{ partners: number }> {
  return ctx.transaction(async (tx) => {
    const chain = await getChain(tx, chainId)
    await requireGroups(tx, chainId, input.addGroupIds, 'addGroupIds')
    await requireGroups(tx, chainId, input.removeGroupIds, 'removeGroupIds')
    // Chosen before anything is written, because the labels may be what the filter asks for.
    const ids = await chosenPartners(tx, chain, input)
    const { orgId } = tx.actor
    await addTags(tx, ids, input.addTags)
    await addToGroups(tx, ids, input.addGroupIds)
    await sql`DELETE FROM partner_tags WHERE org_id = ${orgId} AND tag = ANY(${input.removeTags}::text[])
      AND partner_id = ANY(${ids}::uuid[])`.execute(tx.db)
    await sql`DELETE FROM partner_group_members WHERE org_id = ${orgId}
      AND group_id = ANY(${input.removeGroupIds}::uuid[])
      AND partner_id = ANY(${ids}::uuid[])`.execute(tx.db)
    const { partnerIds: _ids, filter: _filter, ...labels } = input
    record(tx, 'network.partners_labelled', `chain:${chainId}`, {
      partners: ids.length,
      ...labels,
    })
    return { partners: ids.length }
  })
}

/** The partners that bulk work means, as far as my org works with them. */
export async function chosenPartners(
  tx: Tx,
  chain: ChainFacts,
  { partnerIds, filter }: { partnerIds?: readonly string[]; filter?: PartnerFilter },
): Promise<string[]> {
  if (!partnerIds && !filter) throw badField('partnerIds', 'required', 'Say which partners')
  const named = partnerIds ? sql`AND p.id = ANY(${partnerIds}::uuid[])` : sql``
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM partners p WHERE ${partnersMatching(tx, chain, filter ?? {})} ${named}`.execute(
    tx.db,
  )
  return rows.map((row) => row.id)
}
