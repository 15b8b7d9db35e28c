// What is wrong with an agreement, all at once and with examples, before it is saved.

import { checkPairs } from './check-pairs.ts'
import { faultsOfAgreement, faultsOfRule } from './check-rule.ts'
import { mulDiv, PricingError } from './exact.ts'
import { inheritance, inheritedRules } from './inheritance.ts'
import type { Example } from './meeting.ts'
import type { Agreement, Bound, CatalogueProduct, Rule } from './model.ts'
import { circleFrom, referencesOf } from './references.ts'

export const FAULTS = [
  'id_doubled',
  'number_invalid',
  'list_empty',
  'band_empty',
  'breaks_overlap',
  'breaks_gap',
  'payment_invalid',
  'formula_invalid',
  'rule_unknown',
  'formula_cycle',
  'inheritance_cycle',
  'agreement_unknown',
  'product_unknown',
  'unit_unknown',
  'currency_mismatch',
  'floor_over_ceiling',
  'rules_contradict',
  'bands_overlap',
  'rule_unreachable',
] as const
export type FaultCode = (typeof FAULTS)[number]

/** `error`: it must not be saved. `warning`: it works, but hardly as meant. */
export interface Fault {
  code: FaultCode
  severity: 'error' | 'warning'
  /** The rules concerned; none when it is the agreement itself. */
  rules: string[]
  /** The field in the first of the rules, or in the agreement. */
  path: string
  details: Record<string, unknown>
  /** A line and a context that show it, where there is one. */
  example?: Example
}

/** What is known beside the agreement. */
export interface Known {
  /** Those it may extend; one with the same id is an earlier version and is left aside. */
  agreements: readonly Agreement[]
  products: readonly CatalogueProduct[]
}

/** All faults of an agreement: of each rule by itself first, then of what it refers to, then of rules together. */
export function checkAgreement(agreement: Agreement, known: Known): Fault[] {
  const faults: Fault[] = []
  const add = (
    code: FaultCode,
    path: string,
    details: Record<string, unknown>,
    rules: string[] = [],
  ) => faults.push({ code, severity: 'error', rules, path, details })
  for (const { code, path, details } of faultsOfAgreement(agreement)) add(code, path, details)
  const seen = new Set<string>()
  for (const [i, rule] of agreement.rules.entries()) {
    if (seen.has(rule.id)) add('id_doubled', `rules.${i}.id`, { id: rule.id }, [rule.id])
    seen.add(rule.id)
    for (const { code, path, details } of faultsOfRule(rule)) add(code, path, details, [rule.id])
    faults.push(...gapsOf(rule))
  }
  // Rules that are wrong by themselves would only repeat themselves in what follows.
  const isSound = faults.every(({ severity }) => severity === 'warning')
  const line = isSound ? lineOf(agreement, known, faults) : null
  if (!line) return faults
  checkReferences(line, faults)
  const products = new Map(known.products.map((one) => [one.id, one]))
  for (const rule of agreement.rules) faults.push(...checkTargets(rule, agreement, products))
  checkBounds(line, known.products, faults)
  faults.push(...checkPairs(line, known.products))
  return faults
}

function gapsOf(rule: Rule): Fault[] {
  return rule.breaks.slice(1).flatMap((part, i): Fault[] => {
    const { belowMicro } = rule.breaks[i]!
    if (rule.breakMode === 'graduated' || belowMicro === undefined || belowMicro >= part.fromMicro)
      return []
    const details = { fromMicro: belowMicro, belowMicro: part.fromMicro }
    const path = `breaks.${i + 1}.fromMicro`
    return [{ code: 'breaks_gap', severity: 'warning', rules: [rule.id], path, details }]
  })
}

function lineOf(agreement: Agreement, known: Known, faults: Fault[]): Agreement[] | null {
  const find = (id: string) =>
    id === agreement.id ? agreement : known.agreements.find((one) => one.id === id)
  try {
    const line = inheritance(agreement, find)
    for (const above of line) {
      if (above.currency === agreement.currency) continue
      const details = { agreementId: above.id, currency: above.currency }
      faults.push({
        code: 'currency_mismatch',
        severity: 'error',
        rules: [],
        path: 'extends',
        details,
      })
    }
    return line
  } catch (error) {
    if (!(error instanceof PricingError)) throw error
    const code = error.code as 'inheritance_cycle' | 'agreement_unknown'
    faults.push({ code, severity: 'error', rules: [], path: 'extends', details: error.details })
    return null
  }
}

function checkReferences(line: readonly Agreement[], faults: Fault[]): void {
  const counted = inheritedRules(line).filter(({ overriddenBy }) => overriddenBy === null)
  const rules = new Map(counted.map(({ rule }) => [rule.id, rule]))
  const circles = new Set<string>()
  for (const { rule, distance } of counted) {
    if (distance > 0) break
    for (const id of referencesOf(rule)) {
      if (rules.has(id)) continue
      const at = { rules: [rule.id], path: 'breaks', details: { ruleId: id } }
      faults.push({ code: 'rule_unknown', severity: 'error', ...at })
    }
    const circle = circleFrom(rule.id, (id) => rules.get(id))
    const key = circle?.slice(1).sort().join()
    if (!circle || key === undefined || circles.has(key)) continue
    circles.add(key)
    const at = { rules: circle.slice(1), path: 'breaks', details: { ruleIds: circle } }
    faults.push({ code: 'formula_cycle', severity: 'error', ...at })
  }
}

function checkTargets(
  rule: Rule,
  agreement: Agreement,
  products: ReadonlyMap<string, CatalogueProduct>,
): Fault[] {
  const faults: Fault[] = []
  const add = (code: FaultCode, path: string, details: Record<string, unknown>) =>
    faults.push({ code, severity: 'error', rules: [rule.id], path, details })
  for (const [i, id] of (rule.when?.products ?? []).entries()) {
    const product = products.get(id)
    if (!product) add('product_unknown', `when.products.${i}`, { productId: id })
    else if (rule.unit !== undefined && rule.unit !== product.unit)
      add('unit_unknown', 'unit', { productId: id, unit: rule.unit, productUnit: product.unit })
    else if (product.currency !== agreement.currency && usesBase(rule))
      add('currency_mismatch', `when.products.${i}`, { productId: id, currency: product.currency })
  }
  const isUnit =
    rule.unit === undefined || [...products.values()].some(({ unit }) => unit === rule.unit)
  if (!rule.when?.products && !isUnit) add('unit_unknown', 'unit', { unit: rule.unit })
  return faults
}

/** Whether a rule builds on the list price or the cost, which are known in the product's own currency only. */
function usesBase(rule: Rule): boolean {
  const bounds = [rule.floor, rule.ceiling].some((bound) => bound && 'of' in bound)
  return (
    bounds ||
    rule.breaks.some(({ effect }) => {
      if (effect.kind === 'percent') return effect.of === 'list' || effect.of === 'cost'
      return effect.kind === 'formula' && /\b(list|cost)\b/.test(effect.text)
    })
  )
}

function checkBounds(
  line: readonly Agreement[],
  products: readonly CatalogueProduct[],
  faults: Fault[],
): void {
  const own = {
    floor: line.find((one) => one.floor)?.floor,
    ceiling: line.find((one) => one.ceiling)?.ceiling,
  }
  const all = [{ rules: [] as string[], ...own }]
  for (const { id, floor, ceiling } of line[0]!.rules) all.push({ rules: [id], floor, ceiling })
  for (const { rules, floor, ceiling } of all) {
    if (!floor || !ceiling) continue
    // Of one base, or none, it holds for every product; otherwise one product shows it.
    const shown =
      contradicts(floor, ceiling) ?? products.find((one) => crosses(floor, ceiling, one))
    if (!shown) continue
    const details = { floor, ceiling, ...(shown !== true && { productId: shown.id }) }
    const severity = shown === true ? 'error' : 'warning'
    faults.push({ code: 'floor_over_ceiling', severity, rules, path: 'floor', details })
  }
}

function contradicts(floor: Bound, ceiling: Bound): true | null {
  if ('unitE4' in floor && 'unitE4' in ceiling) return floor.unitE4 > ceiling.unitE4 || null
  const isOneBase = 'of' in floor && 'of' in ceiling && floor.of === ceiling.of
  return (isOneBase && floor.bp > ceiling.bp) || null
}

function crosses(floor: Bound, ceiling: Bound, product: CatalogueProduct): boolean {
  const unitE4 = (bound: Bound) => {
    if ('unitE4' in bound) return bound.unitE4
    const base = bound.of === 'list' ? product.listE4 : product.costE4
    return base === undefined ? Number.NaN : mulDiv(base, 10_000 + bound.bp, 10_000)
  }
  return unitE4(floor) > unitE4(ceiling)
}
