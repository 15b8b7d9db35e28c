import type { ChainMap } from '../../../../server/modules/network/schema.ts'

/** A made-up chain for tests: each top partner with so many below, and so many below each of those. */
export interface Branch {
  side?: 'd' | 'u'
  below: number
  each?: number
}

export function fakeMap(branches: Branch[]): ChainMap {
  const map: ChainMap = {
    ids: [],
    parents: [],
    names: [],
    tiers: [],
    sides: [],
    statuses: [],
    kinds: [],
    regions: [],
    omitted: 0,
  }
  const add = (parent: number, tier: number, side: 'd' | 'u'): number => {
    const at = map.ids.length
    map.ids.push(`partner-${at}`)
    map.parents.push(parent)
    map.names.push(`Partner ${at}`)
    map.tiers.push(tier)
    map.sides.push(side)
    map.statuses.push((['imported', 'invited', 'joined'] as const)[at % 3]!)
    map.kinds.push('')
    map.regions.push('')
    return at
  }
  for (const { side = 'd', below, each = 0 } of branches) {
    const top = add(-1, 1, side)
    for (let i = 0; i < below; i++) {
      const middle = add(top, 2, side)
      for (let j = 0; j < each; j++) add(middle, 3, side)
    }
  }
  return map
}
