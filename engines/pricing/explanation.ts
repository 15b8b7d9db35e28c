// Why a price is what it is, as codes and numbers; whoever shows it brings the words.
import type { Rounding, Step, Unpriced } from './model.ts'
import type { Criterion } from './precedence.ts'

/** What of its conditions a rule or an agreement was not matched on. */
export const MISMATCHES = [
  'template',
  'currency',
  'dates',
  'customer',
  'contract',
  'customer_group',
  'tier',
  'region',
  'channel',
  'incoterm',
  'place',
  'payment',
  'lead',
  'product',
  'price_group',
  'category',
  'unit',
  'quantity',
] as const
export type Mismatch = (typeof MISMATCHES)[number]

export type Outcome =
  | { code: 'applied' }
  | { code: 'not_matched'; on: Mismatch }
  /** Something that its effect builds on is not known: a list price, a cost, another rule's result. */
  | { code: 'base_unknown' }
  /** Beaten by a rule that goes first, and by which criterion. */
  | { code: 'less_specific'; by: string; criterion: Criterion }
  /** Stackable, but the step is taken by an exclusive rule that goes first. */
  | { code: 'excluded'; by: string; criterion: Criterion }
  /** Exclusive, but a stackable rule goes first. */
  | { code: 'stands_alone'; by: string; criterion: Criterion }
  /** An agreement that extends this one has a rule of the same id. */
  | { code: 'overridden'; by: string }

export interface TriedRule {
  ruleId: string
  /** The agreement that the rule was written in. */
  agreementId: string
  step: Step
  outcome: Outcome
}

export type AgreementOutcome =
  | { code: 'governs' }
  | { code: 'not_matched'; on: Mismatch }
  /** None of its rules of the first step matches the line. */
  | { code: 'no_price' }
  | { code: 'less_specific'; by: string; criterion: Criterion }

/** What one step did. Numbers before and after are unit prices in e4; before is null until there is a price. */
export type PriceStep = { beforeE4: number | null; afterE4: number } & (
  | { code: 'list' }
  | {
      code: 'rule'
      step: Step
      ruleId: string
      agreementId: string
      effect: 'absolute' | 'amount' | 'percent' | 'formula' | 'time_value'
      /** The break that was reached; several for graduated ones, each with its slice and what a unit of it costs. */
      slices: { fromMicro: number; quantityMicro: number; unitE4: number }[]
      /** For `time_value`: how much later than the base the money comes, in days x 10,000. */
      laterBpDays?: number
    }
  | { code: 'rule_floor' | 'rule_ceiling'; ruleId: string; boundE4: number }
  | { code: 'floor' | 'ceiling'; boundE4: number }
  | ({ code: 'rounding' } & Rounding)
)

export interface Explanation {
  agreementId: string | null
  /** Set when there is no price. */
  unpriced: Unpriced | null
  unitE4: number | null
  amountMinor: number | null
  quantityMicro: number
  agreements: { agreementId: string; outcome: AgreementOutcome }[]
  /** Rules of the governing agreement that name the product, a group or category of it, or no product. */
  rules: TriedRule[]
  steps: PriceStep[]
}

/**
 * What the buyer may see of it: the steps that made the price. Rules that lost tell of other customers, and
 * floors, ceilings and costs tell of the seller; what they did is folded into the step before.
 */
export function buyerView(
  explanation: Explanation,
): Pick<Explanation, 'unitE4' | 'amountMinor' | 'quantityMicro' | 'unpriced' | 'steps'> {
  const steps: PriceStep[] = []
  for (const step of explanation.steps) {
    const isShown = step.code === 'list' || step.code === 'rule' || step.code === 'rounding'
    if (isShown) steps.push({ ...step })
    else steps.at(-1)!.afterE4 = step.afterE4
  }
  const { unitE4, amountMinor, quantityMicro, unpriced } = explanation
  return { unitE4, amountMinor, quantityMicro, unpriced, steps }
}
