import type { QueryValue } from '../../ui/http.ts'
import { asList } from '../../ui/list-state.ts'
import type { PartnerFilter } from './api.ts'

const MANY = ['status', 'groupId', 'tag', 'region', 'kind'] as const

/** The partners that bulk work is for: those chosen, or all that the list's question finds. */
export function bulkTarget(selection: {
  keys: string[]
  isAll: boolean
  query: Record<string, QueryValue>
}): { partnerIds: string[] } | { filter: PartnerFilter } {
  if (!selection.isAll) return { partnerIds: selection.keys }
  return { filter: filterOf(selection.query) }
}

/** A question in an address is text; the filter in a body has numbers and lists. */
export function filterOf(query: Record<string, QueryValue>): PartnerFilter {
  const filter: Record<string, unknown> = {}
  for (const key of ['q', 'side', 'parentId', 'underId']) if (query[key]) filter[key] = query[key]
  for (const key of MANY) {
    const values = asList(query[key] as string | string[] | undefined)
    if (values.length > 0) filter[key] = values
  }
  const tiers = asList(query.tier as string | string[] | undefined).map(Number)
  if (tiers.length > 0) filter.tier = tiers
  return filter as PartnerFilter
}
