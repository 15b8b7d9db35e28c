import type { ChainMap, ChainSummary, PartnerStatus, Side } from './api.ts'

/** Counts of a chain as the pages show them. Pure. */
export interface TierRow {
  side: Side
  tier: number
  partners: number
  byStatus: Partial<Record<PartnerStatus, number>>
}

/** One row a tier: upstream from far to near, then downstream from near to far, as goods flow. */
export function tierRows(tiers: ChainSummary['tiers']): TierRow[] {
  const rows = new Map<string, TierRow>()
  for (const { side, tier, status, partners } of tiers) {
    const key = `${side}/${tier}`
    const row = rows.get(key) ?? { side, tier, partners: 0, byStatus: {} }
    row.partners += partners
    row.byStatus[status] = (row.byStatus[status] ?? 0) + partners
    rows.set(key, row)
  }
  const place = (row: TierRow) => (row.side === 'upstream' ? -row.tier : row.tier)
  return [...rows.values()].sort((a, b) => place(a) - place(b))
}

export function totals(tiers: ChainSummary['tiers']) {
  const sum = (status?: PartnerStatus) =>
    tiers.reduce((all, one) => all + (!status || one.status === status ? one.partners : 0), 0)
  const deepest = (side: Side) =>
    tiers.reduce((most, one) => (one.side === side ? Math.max(most, one.tier) : most), 0)
  // Who left is history; a share of joined over them would never reach the whole.
  const present = sum() - sum('left')
  return {
    partners: present,
    joined: sum('joined'),
    invited: sum('invited'),
    imported: sum('imported'),
    joinedShare: present === 0 ? null : sum('joined') / present,
    down: deepest('downstream'),
    up: deepest('upstream'),
  }
}

export interface MapFilter {
  q: string
  statuses: string[]
  tiers: string[]
  side: string | undefined
}

/** Who is lit under a filter; null when nothing is asked, so that nobody is dimmed. */
export function litOf(map: ChainMap, { q, statuses, tiers, side }: MapFilter): Uint8Array | null {
  if (!q && statuses.length === 0 && tiers.length === 0 && !side) return null
  const text = q.toLowerCase()
  const wanted = side === undefined ? undefined : side === 'upstream' ? 'u' : 'd'
  return Uint8Array.from(map.ids, (_id, i) => {
    const isLit =
      (statuses.length === 0 || statuses.includes(map.statuses[i]!)) &&
      (tiers.length === 0 || tiers.includes(String(map.tiers[i]))) &&
      (wanted === undefined || map.sides[i] === wanted) &&
      (text === '' || isFound(map, i, text))
    return isLit ? 1 : 0
  })
}

const isFound = (map: ChainMap, i: number, text: string): boolean =>
  map.names[i]!.toLowerCase().includes(text) || map.regions[i]!.toLowerCase().includes(text)

/** The first few partners whose name holds the text; a name that begins with it comes first. */
export function findOnMap(map: ChainMap, q: string, most: number): number[] {
  const text = q.trim().toLowerCase()
  if (!text) return []
  const first: number[] = []
  const rest: number[] = []
  for (let i = 0; i < map.names.length && first.length < most; i++) {
    const at = map.names[i]!.toLowerCase().indexOf(text)
    if (at === 0) first.push(i)
    else if (at > 0 && rest.length < most) rest.push(i)
  }
  return [...first, ...rest].slice(0, most)
}

export function countStatuses(map: ChainMap): Partial<Record<PartnerStatus, number>> {
  const counts: Partial<Record<PartnerStatus, number>> = {}
  for (const status of map.statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
