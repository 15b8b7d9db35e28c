// What an import changes: rules compared by id and content.
import type { Rule } from './model.ts'
import type { RuleChanges } from './price-book.ts'

export interface RuleDiff extends RuleChanges {
  unchanged: number
}

/** Which rules are added, changed or removed from `before` to `after`; the order of keys does not count. */
export function diffRules(before: readonly Rule[], after: readonly Rule[]): RuleDiff {
  const old = new Map(before.map((rule) => [rule.id, rule]))
  const added: Rule[] = []
  const changed: Rule[] = []
  let unchanged = 0
  for (const rule of after) {
    const was = old.get(rule.id)
    old.delete(rule.id)
    if (!was) added.push(rule)
    else if (isSame(was, rule)) unchanged++
    else changed.push(rule)
  }
  return { added, changed, removed: [...old.keys()], unchanged }
}

/** Equal data; a key that is undefined counts as left out. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in one) if (!isSame(one[key], other[key])) return false
  for (const key in other) if (other[key] !== undefined && one[key] === undefined) return false
  return true
}
