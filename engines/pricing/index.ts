export {
  type CascadeInput,
  type CascadeResult,
  CLAMPED,
  cascadePrices,
  explainPath,
  KINDS,
  type Kind,
  type Limit,
  type PathStep,
  PRICE_MAX,
  RULE_MASK,
  RULES,
  type RuleName,
  type SellerRule,
  type Sellers,
  type TierRule,
} from './cascade.ts'
export {
  checkAgreement,
  FAULTS,
  type Fault,
  type FaultCode,
} from './check.ts'
export { diffRules, type RuleDiff } from './diff.ts'
export {
  amountMinor,
  BP,
  E4,
  MICRO,
  PricingError,
  type PricingErrorCode,
  quantityMicro,
  WHOLE_MAX,
} from './exact.ts'
export {
  type AgreementOutcome,
  buyerView,
  type Explanation,
  MISMATCHES,
  type Mismatch,
  type Outcome,
  type PriceStep,
  type TriedRule,
} from './explanation.ts'
export { FORMULA_FUNCTIONS, FORMULA_NAMES, type Formula, parseFormula } from './formula-parser.ts'
export { type Ladder, type LadderQuestion, ladder } from './ladder.ts'
export {
  type Agreement,
  type Base,
  type Bound,
  type Break,
  type CatalogueProduct,
  type Conditions,
  type Effect,
  PAYMENT_CLASSES,
  type PartyConditions,
  type PaymentClass,
  type PaymentCondition,
  type PriceContext,
  type PriceLine,
  ROUNDING_MODES,
  type Rounding,
  type Rule,
  STEPS,
  type Step,
  UNPRICED,
  type Unpriced,
} from './model.ts'
export { canonicalTerm, type PaymentFacts, paymentFacts } from './payments.ts'
export { CRITERIA, type Criterion } from './precedence.ts'
export {
  compile,
  PriceBook,
  patchProducts,
  patchRules,
  type RuleChanges,
  type Touched,
} from './price-book.ts'
export { explainLine, type Priced, priceBatch, priceLine } from './pricing.ts'
export { DUE_FROM, type DueFrom, type PaymentPart, type PaymentTerm } from './terms.ts'
