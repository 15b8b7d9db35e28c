import type { PURCHASER_ROLES } from './award-schema.ts'

// Who of the buyer's people may decide what. Pure.

export interface Right {
  personId: string
  roles: readonly (typeof PURCHASER_ROLES)[number][]
  currency: string
  limitMinor: number | null
  periodDays: number | null
  periodLimitMinor: number | null
  /** What this person has answered for within its period. */
  spentMinor: number
}
export interface Sum {
  currency: string
  amountMinor: number
}
export interface Asker {
  personId: string | null
  isOwner: boolean
}

/** What an award waits for: someone to answer for its amount, a payer to agree to how it is paid. */
export function approvalsNeeded(
  rights: readonly Right[],
  asker: Asker,
  sum: Sum,
): ('amount' | 'payment')[] {
  const needed: ('amount' | 'payment')[] = []
  if (!mayAnswerFor(rights, asker, sum)) needed.push('amount')
  if (rights.some((right) => right.roles.includes('payer')) && !mayPay(rights, asker)) {
    needed.push('payment')
  }
  return needed
}

/** Whether somebody answers for this sum alone. Where no rights are given out there are no limits. */
export function mayAnswerFor(rights: readonly Right[], asker: Asker, sum: Sum): boolean {
  if (rights.length === 0) return true
  const right = rightOf(rights, asker)
  if (!right) return asker.isOwner
  if (!right.roles.includes('user') && !right.roles.includes('decider')) return false
  return freeOf(right, sum.currency) >= sum.amountMinor
}

/** Whether somebody may decide on what others asked for. */
export function mayDecide(
  rights: readonly Right[],
  asker: Asker,
  kind: 'amount' | 'payment',
  sum: Sum,
): boolean {
  if (kind === 'payment') return mayPay(rights, asker)
  const right = rightOf(rights, asker)
  if (right && !right.roles.includes('decider')) return false
  return mayAnswerFor(rights, asker, sum)
}

function mayPay(rights: readonly Right[], asker: Asker): boolean {
  const right = rightOf(rights, asker)
  return right ? right.roles.includes('payer') : asker.isOwner
}

/** How much somebody may still answer for at once. A limit in one currency says nothing of another. */
export function freeOf(right: Right, currency: string): number {
  const hasLimit = right.limitMinor !== null || right.periodLimitMinor !== null
  if (hasLimit && right.currency !== currency) return -1
  const left =
    right.periodLimitMinor === null ? Infinity : right.periodLimitMinor - right.spentMinor
  return Math.min(right.limitMinor ?? Infinity, left)
}

export function rightOf(rights: readonly Right[], { personId }: Asker): Right | undefined {
  return rights.find((right) => right.personId === personId)
}
