// The shapes of price agreements: what a seller and a buyer agree about prices, as data.
//
// Money is whole e4 (ten-thousandths of a minor unit) a base unit; quantities are whole micro (millionths) of the
// product's base unit; percents are basis points; time is whole days or milliseconds since 1970 in UTC.
// Every band runs from `from` (inclusive) to `below` (exclusive); without `below` it is open-ended.
import type { PaymentTerm } from './terms.ts'

/** The steps of a price, in the order in which they are taken. */
export const STEPS = ['price', 'discount', 'delivery', 'lead', 'payment'] as const
export type Step = (typeof STEPS)[number]

export const PAYMENT_CLASSES = [
  'prepaid',
  'deposit',
  'on_delivery',
  'instalments',
  'credit',
] as const
/**
 * `prepaid` all with the order; `deposit` one part with the order and one later; `on_delivery` all at once when
 * shipped, delivered or invoiced; `instalments` three parts or more; `credit` all else.
 */
export type PaymentClass = (typeof PAYMENT_CLASSES)[number]

/** Which payment terms a rule is for: these exactly, these classes, or a range of credit and deposit. */
export type PaymentCondition =
  | { kind: 'exact'; terms: readonly PaymentTerm[] }
  | { kind: 'class'; classes: readonly PaymentClass[] }
  | {
      kind: 'range'
      /** Days after order, shipment, delivery or invoice, weighted by share: 30 % down, 70 % net 30 is 21. */
      creditDaysFrom?: number
      creditDaysBelow?: number
      /** The share due with the order. */
      depositBpFrom?: number
      depositBpBelow?: number
    }

/** What must hold. Of each list one entry must fit; what is left out fits all. */
export interface PartyConditions {
  customers?: readonly string[]
  contracts?: readonly string[]
  customerGroups?: readonly string[]
  tiers?: readonly number[]
  /** Beginnings of region codes: `33` fits `330106`. */
  regions?: readonly string[]
  channels?: readonly string[]
  payment?: PaymentCondition
  lead?: { fromDays?: number; belowDays?: number }
  incoterms?: readonly string[]
  places?: readonly string[]
  /** Milliseconds since 1970, UTC. */
  fromMs?: number
  untilMs?: number
}

export interface Conditions extends PartyConditions {
  products?: readonly string[]
  priceGroups?: readonly string[]
  /** Paths with slashes: `apparel` fits `apparel/shirts`. */
  categories?: readonly string[]
}

/** What a percent or a bound is taken of: the price so far, the list price, the cost, or what another rule gives. */
export type Base = 'price' | 'list' | 'cost' | { rule: string }

export type Effect =
  | { kind: 'absolute'; unitE4: number }
  /** Added to the price so far; may be negative. */
  | { kind: 'amount'; unitE4: number }
  /** `base x (1 + bp / 10,000)`; the base is the price so far unless named. */
  | { kind: 'percent'; bp: number; of?: Base }
  /** An expression in minor units: see formula.ts. */
  | { kind: 'formula'; text: string }
  /**
   * The time value of paying otherwise than `base`: price x rate x (average days of the term - of the base) / year.
   * Days count from the order; what waits for shipment, delivery or invoice waits the line's lead days first.
   */
  | { kind: 'time_value'; annualRateBp: number; base: PaymentTerm; yearDays: 360 | 365 }

/** One quantity break. */
export interface Break {
  fromMicro: number
  belowMicro?: number
  effect: Effect
}

/** A least or a greatest price: a number, or `base x (1 + bp / 10,000)`. */
export type Bound = { unitE4: number } | { of: 'list' | 'cost'; bp: number }

export interface Rule {
  /** Unique in its agreement; the same id in an agreement that extends it takes its place. */
  id: string
  step: Step
  when?: Conditions
  /** Higher goes first; 0 when left out. */
  priority?: number
  /** In its step an exclusive rule stands alone; stackable ones apply one after the other. */
  combine: 'exclusive' | 'stackable'
  /** `volume`: the break reached prices the whole quantity; `graduated`: each break prices its own slice. */
  breakMode: 'volume' | 'graduated'
  /** In rising order. A rule without quantity breaks has one, from 0. */
  breaks: readonly Break[]
  /** Breaks of the rule of the same id further up are kept where this one has none at the same quantity. */
  inheritsBreaks?: boolean
  /** The base unit that breaks and prices are stated in; a product with another one does not match. */
  unit?: string
  floor?: Bound
  ceiling?: Bound
}

export const ROUNDING_MODES = ['half_up', 'half_even', 'up', 'down'] as const
/** To the nearest `endingE4 + n x stepE4`: step 10000 is a fen; step 1 yuan with ending 0.99 gives 12.99. */
export interface Rounding {
  stepE4: number
  mode: (typeof ROUNDING_MODES)[number]
  endingE4?: number
}

export interface Agreement {
  id: string
  currency: string
  /** Whose rules it inherits; bounds and rounding too, where it has none of its own. */
  extends?: string
  /** Only there to be extended. */
  isTemplate?: boolean
  priority?: number
  /** When it governs; not inherited. */
  when?: PartyConditions
  rules: readonly Rule[]
  floor?: Bound
  ceiling?: Bound
  rounding?: Rounding
}

export interface CatalogueProduct {
  id: string
  /** The base unit. */
  unit: string
  category?: string
  priceGroups?: readonly string[]
  /** Of `listE4` and `costE4`; in an agreement of another currency they are unknown. */
  currency: string
  listE4?: number
  costE4?: number
}

/** Who asks, when and where: the same for a whole cart. */
export interface PriceContext {
  atMs: number
  currency: string
  customer?: string
  contracts?: readonly string[]
  customerGroups?: readonly string[]
  tier?: number
  region?: string
  channel?: string
}

export interface PriceLine {
  productId: string
  quantityMicro: number
  payment: PaymentTerm
  /** Days from order to the wished delivery; null when none is named. */
  leadDays: number | null
  incoterm?: string
  place?: string
}

export const UNPRICED = ['product_unknown', 'no_agreement'] as const
/** Why a line has no price: it is on request. */
export type Unpriced = (typeof UNPRICED)[number]
