// The definition of a price, plainly and with its reasons: every rule is looked at, in whole numbers without limit.
// The compiled form must give the same prices; property tests hold the two together.
import { amountMinor } from './exact.ts'
import type { AgreementOutcome, Explanation, Mismatch, Outcome, TriedRule } from './explanation.ts'
import { type InheritedRule, inheritance, inheritedRules } from './inheritance.ts'
import { contextMismatch, lineMismatch, requireLine, targetMismatch } from './matching.ts'
import type { Agreement, CatalogueProduct, PriceContext, PriceLine } from './model.ts'
import { STEPS, type Step } from './model.ts'
import { paymentFacts } from './payments.ts'
import {
  agreementStanding,
  comparePrecedence,
  decidedBy,
  ruleStanding,
  type Standing,
} from './precedence.ts'
import { type Asked, ReferenceSteps, slicesOf } from './reference-steps.ts'

/**
 * The price of one line by the definition, with the reasons. Throws `price_overflow`, `amount_overflow`,
 * `quantity_invalid`, `lead_invalid`, `payment_invalid`, `inheritance_cycle`, `agreement_unknown`, `formula_invalid`.
 */
export function explain(
  agreements: readonly Agreement[],
  product: CatalogueProduct | undefined,
  context: PriceContext,
  line: PriceLine,
): Explanation {
  requireLine(line)
  const result: Explanation = {
    agreementId: null,
    unpriced: product ? 'no_agreement' : 'product_unknown',
    unitE4: null,
    amountMinor: null,
    quantityMicro: line.quantityMicro,
    agreements: [],
    rules: [],
    steps: [],
  }
  if (!product) return result
  const asked = { context, line, product, payment: paymentFacts(line.payment) }
  const inOrder = [...agreements].sort((a, b) =>
    comparePrecedence(agreementStanding(a), agreementStanding(b)),
  )
  for (const agreement of inOrder) {
    const outcome = tryAgreement(agreement, agreements, asked, result)
    result.agreements.push({ agreementId: agreement.id, outcome })
  }
  return result
}

function tryAgreement(
  agreement: Agreement,
  agreements: readonly Agreement[],
  asked: Asked,
  result: Explanation,
): AgreementOutcome {
  const on = agreementMismatch(agreement, asked)
  if (on) return { code: 'not_matched', on }
  if (result.agreementId !== null) {
    const winner = agreements.find(({ id }) => id === result.agreementId)!
    const criterion = decidedBy(agreementStanding(winner), agreementStanding(agreement))
    return { code: 'less_specific', by: winner.id, criterion }
  }
  const line = inheritance(agreement, (id) => agreements.find((other) => other.id === id))
  const rules = inheritedRules(line)
  const steps = new ReferenceSteps(asked, agreement.currency, rules)
  const tried: TriedRule[] = []
  for (const step of STEPS) {
    tried.push(...takeStep(step, rules, asked, steps))
    if (steps.price === null) return { code: 'no_price' }
    if (step === 'price' && !tried.some(({ outcome }) => outcome.code === 'applied'))
      return { code: 'no_price' }
  }
  const floor = line.find((one) => one.floor)?.floor
  const ceiling = line.find((one) => one.ceiling)?.ceiling
  steps.finish(floor, ceiling, line.find((one) => one.rounding)?.rounding)
  const unitE4 = Number(steps.price)
  const amount = amountMinor(unitE4, asked.line.quantityMicro)
  const { id: agreementId } = agreement
  Object.assign(result, { agreementId, unpriced: null, unitE4, amountMinor: amount })
  Object.assign(result, { rules: tried, steps: steps.taken })
  return { code: 'governs' }
}

function agreementMismatch(agreement: Agreement, asked: Asked): Mismatch | null {
  if (agreement.isTemplate) return 'template'
  if (agreement.currency !== asked.context.currency) return 'currency'
  const when = agreement.when ?? {}
  return contextMismatch(when, asked.context) ?? lineMismatch(when, asked.line, asked.payment)
}

function ruleMismatch({ rule }: InheritedRule, asked: Asked): Mismatch | null {
  const when = rule.when ?? {}
  const on = contextMismatch(when, asked.context) ?? lineMismatch(when, asked.line, asked.payment)
  if (on) return on
  if (rule.unit !== undefined && rule.unit !== asked.product.unit) return 'unit'
  return slicesOf(rule, asked.line.quantityMicro) ? null : 'quantity'
}

/** Takes one step of the price; answers what became of each rule that concerns the product. */
function takeStep(
  step: Step,
  rules: readonly InheritedRule[],
  asked: Asked,
  steps: ReferenceSteps,
): TriedRule[] {
  const standing = (one: InheritedRule) => ruleStanding(one.rule, one.distance)
  const concerned = rules
    .filter(({ rule }) => rule.step === step && !targetMismatch(rule.when ?? {}, asked.product))
    .sort((a, b) => comparePrecedence(standing(a), standing(b)))
  let first: { rule: InheritedRule['rule']; standing: Standing } | null = null
  return concerned.map((one): TriedRule => {
    const { rule, agreementId } = one
    const tried = (outcome: Outcome) => ({ ruleId: rule.id, agreementId, step, outcome })
    if (one.overriddenBy !== null) return tried({ code: 'overridden', by: one.overriddenBy })
    const on = ruleMismatch(one, asked)
    if (on) return tried({ code: 'not_matched', on })
    if (first && (first.rule.combine === 'exclusive' || rule.combine === 'exclusive')) {
      const code =
        first.rule.combine === 'stackable'
          ? 'stands_alone'
          : rule.combine === 'stackable'
            ? 'excluded'
            : 'less_specific'
      const criterion = decidedBy(first.standing, standing(one))
      return tried({ code, by: first.rule.id, criterion })
    }
    if (!steps.apply(one)) return tried({ code: 'base_unknown' })
    first ??= { rule, standing: standing(one) }
    return tried({ code: 'applied' })
  })
}
