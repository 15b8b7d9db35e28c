/** What the first run still needs, read off what is there already. */
export interface FirstStep {
  key: 'org' | 'chain' | 'partners'
  isDone: boolean
  /** Null while an earlier step has to come first. */
  to: string | null
}

interface ChainLike {
  id: string
  isLead: boolean
  partners: number
}

/**
 * Three steps for who opens a chain. A partner that joined somebody else's chain has no steps to take: its
 * work waits in the messages. Null when nothing is left to do.
 */
export function firstSteps(
  hasOrg: boolean,
  mayEdit: boolean,
  chains: ChainLike[] | undefined,
): FirstStep[] | null {
  if (!hasOrg) {
    return [
      { key: 'org', isDone: false, to: '/orgs/new' },
      { key: 'chain', isDone: false, to: null },
      { key: 'partners', isDone: false, to: null },
    ]
  }
  if (!chains || !mayEdit) return null
  const own = chains.find((chain) => chain.isLead)
  if (!own && chains.length > 0) return null
  if (chains.some((chain) => chain.isLead && chain.partners > 0)) return null
  return [
    { key: 'org', isDone: true, to: '/settings/org' },
    { key: 'chain', isDone: own !== undefined, to: own ? `/chains/${own.id}` : '/chains/new' },
    { key: 'partners', isDone: false, to: own ? `/chains/${own.id}/import` : null },
  ]
}
