// Which rules a rule builds on, and where they go round in a circle.
import { parseFormula, rulesIn } from './formula-parser.ts'
import type { Rule } from './model.ts'

/** The rules that a rule builds on, by formula or percent. */
export function referencesOf(rule: Rule): string[] {
  return rule.breaks.flatMap(({ effect }) => {
    if (effect.kind === 'formula') return rulesIn(parseFormula(effect.text))
    return effect.kind === 'percent' && typeof effect.of === 'object' ? [effect.of.rule] : []
  })
}

/** A circle of rules that build on one another, or null. `find` tells what an id stands for. */
export function circleFrom(
  start: string,
  find: (id: string) => Rule | undefined,
  within: readonly string[] = [],
): string[] | null {
  if (within.includes(start)) return [...within.slice(within.indexOf(start)), start]
  const rule = find(start)
  for (const id of rule ? referencesOf(rule) : []) {
    const circle = circleFrom(id, find, [...within, start])
    if (circle) return circle
  }
  return null
}
