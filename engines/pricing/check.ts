// What is wrong with an agreement, all at once, before it is saved.
import { PricingError } from './exact.ts'
import { parseFormula } from './formula-parser.ts'
import type { Agreement, CatalogueProduct, PriceContext, PriceLine } from './model.ts'

export const FAULTS = [
  'id_doubled',
  'number_invalid',
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

/** `error`: refuse to save it. `warning`: it works, but hardly as meant. */
export interface Fault {
  code: FaultCode
  severity: 'error' | 'warning'
  /** Where: rule ids, and the path to the field inside the first of them. */
  rules: string[]
  path: string
  details: Record<string, unknown>
  /** A line and a context that show it, where there is one. */
  example?: { context: PriceContext; line: PriceLine }
}

/** All faults of an agreement among the `agreements` that it may extend and the `products` that it may name. */
export function checkAgreement(
  agreement: Agreement,
  _known: { agreements: readonly Agreement[]; products: readonly CatalogueProduct[] },
): Fault[] {
  const faults: Fault[] = []
  for (const rule of agreement.rules)
    for (const [i, { effect }] of rule.breaks.entries()) {
      if (effect.kind !== 'formula') continue
      try {
        parseFormula(effect.text)
      } catch (error) {
        if (!(error instanceof PricingError)) throw error
        const path = `breaks.${i}.effect.text`
        const at = { rules: [rule.id], path, details: error.details }
        faults.push({ code: 'formula_invalid', severity: 'error', ...at })
      }
    }
  return faults
}
