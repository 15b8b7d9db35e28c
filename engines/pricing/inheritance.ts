// What an agreement takes over from those it extends.
import { PricingError } from './exact.ts'
import type { Agreement, Break, Rule } from './model.ts'

/** A rule as it counts in an agreement; `overriddenBy` names the nearer agreement that has its id. */
export interface InheritedRule {
  rule: Rule
  agreementId: string
  distance: number
  overriddenBy: string | null
}

/**
 * The agreement and all it extends, nearest first. Throws `inheritance_cycle`, or `agreement_unknown` when one is
 * missing.
 */
export function inheritance(
  agreement: Agreement,
  find: (id: string) => Agreement | undefined,
): Agreement[] {
  const line = [agreement]
  for (let above = agreement.extends; above !== undefined; above = line.at(-1)!.extends) {
    const next = find(above)
    if (!next) throw new PricingError('agreement_unknown', { agreementId: above })
    if (line.includes(next))
      throw new PricingError('inheritance_cycle', { agreementIds: line.map(({ id }) => id) })
    line.push(next)
  }
  return line
}

/** Every rule of the line of agreements, with breaks taken over where a rule asks for it. */
export function inheritedRules(line: readonly Agreement[]): InheritedRule[] {
  const byId = line.map(({ rules }) => new Map(rules.map((rule) => [rule.id, rule])))
  return line.flatMap(({ id: agreementId, rules }, distance) =>
    rules.map((own) => {
      const nearer = line.find((_, i) => i < distance && byId[i]!.has(own.id))
      const further = byId.slice(distance + 1).flatMap((above) => above.get(own.id) ?? [])
      const rule = withBreaks(own, further)
      return { rule, agreementId, distance, overriddenBy: nearer?.id ?? null }
    }),
  )
}

/** Adds the breaks of rules of the same id further up, as long as each of them asks for it. */
export function withBreaks(own: Rule, further: readonly Rule[]): Rule {
  const [next, ...rest] = further
  if (!own.inheritsBreaks || !next) return own
  const byStart = new Map<number, Break>()
  for (const each of [...withBreaks(next, rest).breaks, ...own.breaks])
    byStart.set(each.fromMicro, each)
  return { ...own, breaks: [...byStart.values()].sort((a, b) => a.fromMicro - b.fromMicro) }
}
