import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/ctx.ts'
import {
  belowMe,
  type ChainFacts,
  inGroups,
  inRegions,
  likeText,
  underAny,
  withTags,
} from './places.ts'
import type { PartnerFilter } from './schema.ts'

/** The filter as conditions on alias `p`: what I may work with, in this chain, that meets all that is given. */
export function partnersMatching(
  tx: Tx,
  chain: ChainFacts,
  filter: PartnerFilter,
): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [belowMe(tx, chain)]
  if (filter.q) parts.push(named(filter.q))
  if (filter.side) parts.push(sql`p.side = ${filter.side}`)
  if (filter.tier?.length) parts.push(sql`p.tier = ANY(${filter.tier}::int[])`)
  if (filter.status?.length) parts.push(sql`p.status = ANY(${filter.status}::text[])`)
  if (filter.kind?.length) parts.push(sql`p.kind = ANY(${filter.kind}::text[])`)
  if (filter.region?.length) parts.push(inRegions(filter.region))
  if (filter.tag?.length) parts.push(withTags(filter.tag))
  if (filter.groupId?.length) parts.push(inGroups(filter.groupId))
  if (filter.parentId) parts.push(sql`p.parent_id = ${filter.parentId}`)
  if (filter.underId) {
    parts.push(underAny([filter.underId]), sql`p.id <> ${filter.underId}`)
  }
  return sql.join(parts, sql` AND `)
}

/** `sought` holds the name and the code, a line each, in small letters: nothing is folded row by row. */
function named(q: string): RawBuilder<unknown> {
  const text = likeText(q.toLowerCase().replaceAll('\n', ' '))
  return sql`(p.sought LIKE ${`%${text}%`} OR p.uscc = ${q.toUpperCase()})`
}
