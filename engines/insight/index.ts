export { cashPrice, type TermDays } from './cash-price.ts'
export {
  band,
  type DisclosureRule,
  judge,
  type Protected,
  protect,
  RULE,
  type Share,
  SUPPRESSED,
  type Suppressed,
} from './disclosure.ts'
export {
  type Match,
  matchSuppliers,
  PARTS,
  type Part,
  type ScoredPart,
  type SupplierFacts,
  type Tally,
  WEIGHTS,
  type Weights,
} from './matching.ts'
export {
  type Habits,
  learnHabits,
  type NextItem,
  type NextOrder,
  nextOrder,
  type Order,
} from './next-order.ts'
export { type OwnPrice, ownPrices, type Standing } from './own-price.ts'
export {
  type Cell,
  type Chained,
  InsightError,
  type Link,
  priceLinks,
  type Released,
  release,
  type Trade,
} from './price-index.ts'
export {
  type Likelihood,
  learnRhythm,
  likelihood,
  orderDays,
  type Reliability,
  type Rhythm,
  type RhythmOptions,
  reliability,
  typicalInterval,
} from './rhythm.ts'
export {
  type Award,
  type CategoryFacts,
  CONCENTRATED,
  judgeWishes,
  KEPT,
  type Measured,
  measure,
  type Offer,
  PROMISES,
  type PromiseVerdict,
  type Reason,
  type Recommended,
  type Revealed,
  revealedWishes,
  topShareOf,
  WISHES,
  type Wish,
  type WishReport,
} from './wishes.ts'
