import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { badField } from '../../../platform/errors.ts'
import { inGroups, placesSql, readGroup } from '../../network/index.ts'
import { tradingPartners } from '../partners.ts'
import type { Addressees, Match, MatchQuery } from './schema.ts'

/** Whom I could ask for goods of these categories, who sells most of them first. */
export function listMatches(ctx: Ctx, query: MatchQuery): Promise<{ items: Match[] }> {
  return ctx.read(async (tx) => ({ items: await matchSuppliers(tx, query.category ?? []) }))
}

/**
 * Every supplier of mine with what it is known to sell of what is asked for. Without categories all are
 * listed; with some, `sells` says which of them it has on offer to me, and `score` how many of them.
 */
export async function matchSuppliers(tx: Tx, categories: readonly string[]): Promise<Match[]> {
  const suppliers = (await tradingPartners(tx)).filter((partner) => partner.canBuyFrom)
  const asked = [...new Set(categories.filter((category) => category !== ''))]
  const { rows } = await sql<{ org_id: string; category: string }>`
    SELECT DISTINCT p.org_id, p.category FROM products p
    WHERE p.org_id = ANY(${suppliers.map((s) => s.orgId)}::uuid[])
      AND p.category = ANY(${asked}::text[]) AND p.retired_at IS NULL`.execute(tx.db)
  const sold = Map.groupBy(rows, (row) => row.org_id)
  return suppliers
    .map(({ orgId, shortName }) => {
      const sells = (sold.get(orgId) ?? []).map((row) => row.category).sort()
      return {
        orgId,
        name: shortName,
        sells,
        score: asked.length ? sells.length / asked.length : 0,
      }
    })
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name))
}

/** The firms that a request goes to; a firm that is meant in several ways is asked once. */
export async function resolveAddressees(
  tx: Tx,
  { orgIds, groupIds, isMatched }: Addressees,
  categories: readonly string[],
): Promise<{ orgId: string; name: string }[]> {
  const matches = await matchSuppliers(tx, categories)
  const known = new Map(matches.map((match) => [match.orgId, match]))
  const strangers = orgIds.findIndex((id) => !known.has(id))
  if (strangers >= 0) {
    throw badField(
      `suppliers.orgIds.${strangers}`,
      'not_a_supplier',
      'You do not buy from this org',
    )
  }
  const chosen = new Set(orgIds)
  for (const id of groupIds.length > 0 ? await orgsOfGroups(tx, groupIds) : []) {
    if (known.has(id)) chosen.add(id)
  }
  if (isMatched) for (const match of matches) if (match.score > 0) chosen.add(match.orgId)
  if (chosen.size === 0) {
    throw badField('suppliers.orgIds', 'nobody_matches', 'No supplier of yours is meant by this')
  }
  return matches.filter((match) => chosen.has(match.orgId))
}

async function orgsOfGroups(tx: Tx, groupIds: readonly string[]): Promise<string[]> {
  for (const id of groupIds) await readGroup(tx, id)
  const { rows } = await sql<{
    org: string
  }>`SELECT DISTINCT p.partner_org_id AS org FROM ${placesSql()} p
    WHERE p.status = 'joined' AND p.partner_org_id IS NOT NULL AND ${inGroups(groupIds)}`.execute(
    tx.db,
  )
  return rows.map((row) => row.org)
}
