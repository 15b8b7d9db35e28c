import type { Audience, AudienceCount } from '../../../../server/modules/messaging/schema.ts'

/** The lists of an audience; all that are given must hold. */
export const CONDITIONS = [
  'tiers',
  'groupIds',
  'tags',
  'regions',
  'kinds',
  'underIds',
  'partnerIds',
] as const
export type Condition = (typeof CONDITIONS)[number]

/** Sets one condition; an empty list asks for nothing and is left out. */
export function withCondition(
  audience: Audience,
  condition: Condition,
  values: readonly (string | number)[],
): Audience {
  const { [condition]: _before, ...rest } = audience
  return values.length === 0 ? rest : ({ ...rest, [condition]: values } as Audience)
}

export const conditionsOf = (audience: Audience): Condition[] =>
  CONDITIONS.filter((condition) => (audience[condition]?.length ?? 0) > 0)

/** The other side has other tiers, groups and partners: only what means the same on both is kept. */
export function otherSide(audience: Audience, side: Audience['side']): Audience {
  return { side, ...(audience.tags && { tags: audience.tags }) }
}

export interface AudienceSummary {
  recipients: number
  reachable: number
  unreachable: number
  /** Why some cannot be reached, the largest part first. */
  reasons: { reason: 'not_joined' | 'suspended' | 'left'; count: number }[]
  tiers: { tier: number; recipients: number; reachable: number; share: number }[]
}

/** The count as a sender reads it; the width of a tier's bar is its share of the largest. */
export function summarise(count: AudienceCount): AudienceSummary {
  const reasons = { not_joined: 0, suspended: 0, left: 0 }
  for (const { status, recipients } of count.byStatus) {
    if (status === 'suspended' || status === 'left') reasons[status] += recipients
    else if (status !== 'joined') reasons.not_joined += recipients
  }
  const largest = Math.max(1, ...count.byTier.map((row) => row.recipients))
  return {
    recipients: count.recipients,
    reachable: count.reachable,
    unreachable: count.recipients - count.reachable,
    reasons: (Object.entries(reasons) as [AudienceSummary['reasons'][number]['reason'], number][])
      .filter(([, number]) => number > 0)
      .sort((a, b) => b[1] - a[1])
      .map(([reason, number]) => ({ reason, count: number })),
    tiers: [...count.byTier]
      .sort((a, b) => a.tier - b.tier)
      .map((row) => ({ ...row, share: row.recipients / largest })),
  }
}

export interface GroupNode {
  value: string
  title: string
  children: GroupNode[]
}

/** Groups as a tree. One whose parent is out of sight stands at the top. */
export function groupTree(
  groups: readonly { id: string; name: string; parentId: string | null; partners: number }[],
  title: (name: string, partners: number) => string,
): GroupNode[] {
  const nodes = new Map(
    groups.map((group) => [
      group.id,
      { value: group.id, title: title(group.name, group.partners), children: [] as GroupNode[] },
    ]),
  )
  const roots: GroupNode[] = []
  for (const group of groups) {
    const node = nodes.get(group.id)!
    const parent = group.parentId === null ? undefined : nodes.get(group.parentId)
    if (parent) parent.children.push(node)
    else roots.push(node)
  }
  return roots
}

/** Whom the preview stands for: the deepest tier of the sample, since prices have grown furthest there. */
export function previewPartner(
  count: AudienceCount | undefined,
): { id: string; name: string } | null {
  const sample = count?.sample ?? []
  return sample.reduce<(typeof sample)[number] | null>(
    (deepest, one) => (deepest === null || one.tier > deepest.tier ? one : deepest),
    null,
  )
}
