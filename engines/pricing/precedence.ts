// Which of two rules goes first: the published order (docs/pricing.md), criterion by criterion.
import type { Conditions, PartyConditions, PaymentCondition, Rule } from './model.ts'

/** Compared from first to last, the higher value first; the id decides what is left, in code-unit order. */
export const CRITERIA = [
  'priority',
  'target',
  'category_depth',
  'customer',
  'contract',
  'customer_group',
  'tier',
  'region',
  'channel',
  'payment',
  'lead',
  'incoterm',
  'place',
  'dates',
  'later_start',
  'quantity',
  'nearer',
  'id',
] as const
export type Criterion = (typeof CRITERIA)[number]

/** A rule among those of an agreement: `distance` 0 when its own, 1 when of the one it extends, and so on. */
export interface Standing {
  id: string
  ranks: readonly number[]
}

export function ruleStanding(rule: Rule, distance: number): Standing {
  const when = rule.when ?? {}
  const ranks = [
    rule.priority ?? 0,
    targetRank(when),
    when.categories ? Math.min(...when.categories.map((path) => path.split('/').length)) : 0,
    ...partyRanks(when),
    rule.breaks[0]?.fromMicro ?? 0,
    -distance,
  ]
  return { id: rule.id, ranks }
}

/** Agreements are compared as rules without target, quantity or distance. */
export function agreementStanding(agreement: {
  id: string
  priority?: number
  when?: PartyConditions
}): Standing {
  const ranks = [agreement.priority ?? 0, 0, 0, ...partyRanks(agreement.when ?? {}), 0, 0]
  return { id: agreement.id, ranks }
}

/** Below zero when `a` goes first. Zero only for the same id. */
export function comparePrecedence(a: Standing, b: Standing): number {
  for (let i = 0; i < a.ranks.length; i++) {
    const difference = b.ranks[i]! - a.ranks[i]!
    if (difference !== 0 && !Number.isNaN(difference)) return difference
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** The criterion by which the two differ. */
export function decidedBy(a: Standing, b: Standing): Criterion {
  const at = a.ranks.findIndex((rank, i) => rank !== b.ranks[i])
  return at === -1 ? 'id' : CRITERIA[at]!
}

function targetRank(when: Conditions): number {
  return when.products ? 3 : when.priceGroups ? 2 : when.categories ? 1 : 0
}

function partyRanks(when: PartyConditions): number[] {
  const named = (list: unknown) => (list ? 1 : 0)
  return [
    named(when.customers),
    named(when.contracts),
    named(when.customerGroups),
    named(when.tiers),
    // The shortest beginning tells how far the rule reaches.
    when.regions ? Math.min(...when.regions.map((region) => region.length)) + 1 : 0,
    named(when.channels),
    paymentRank(when.payment),
    -width(when.lead && (when.lead.fromDays ?? 0), when.lead?.belowDays),
    named(when.incoterms),
    named(when.places),
    -width(when.fromMs, when.untilMs),
    when.fromMs ?? Number.NEGATIVE_INFINITY,
  ]
}

function paymentRank(payment?: PaymentCondition): number {
  if (!payment) return 0
  return { class: 1, range: 2, exact: 3 }[payment.kind]
}

/** Named on both sides a band is as wide as it is; open-ended it is wider than any of those, and none is wider still. */
function width(from: number | undefined, below: number | undefined): number {
  if (from === undefined && below === undefined) return Number.POSITIVE_INFINITY
  if (from === undefined || below === undefined) return Number.MAX_SAFE_INTEGER
  return below - from
}
