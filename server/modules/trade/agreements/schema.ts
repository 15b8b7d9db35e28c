import { z } from 'zod'
import { Currency, Id, Instant, listOf, Name, Page, Version } from '../../../platform/schema.ts'
import { UnitE4 } from '../catalogue/schema.ts'
import { INCOTERMS, Incoterm, PaymentTerm, PositiveQuantity, Quantity } from '../terms-schema.ts'

export const RULE_STEPS = ['price', 'discount', 'delivery', 'lead', 'payment'] as const
export const PAYMENT_KINDS = ['prepaid', 'deposit', 'on_delivery', 'instalments', 'credit'] as const
export const LeadDays = z.int().min(0).max(720)
const Bp = z.int().min(-10_000).max(100_000)
const SignedE4 = z.int().min(-9_000_000_000_000_000).max(9_000_000_000_000_000)

export const PaymentCondition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exact'), terms: z.array(PaymentTerm).min(1).max(12) }),
  z.object({ kind: z.literal('class'), classes: z.array(z.enum(PAYMENT_KINDS)).min(1) }),
  z.object({
    kind: z.literal('range'),
    creditDaysFrom: z.int().min(0).max(720).optional(),
    creditDaysBelow: z.int().min(1).max(721).optional(),
    depositBpFrom: z.int().min(0).max(10_000).optional(),
    depositBpBelow: z.int().min(1).max(10_001).optional(),
  }),
])
/** What must hold for a rule; what is left out fits all. */
export const RuleWhen = z.object({
  products: z.array(Id).min(1).max(500).optional(),
  priceGroups: z.array(z.string().trim().min(1).max(60)).min(1).max(50).optional(),
  categories: z.array(z.string().trim().min(1).max(60)).min(1).max(50).optional(),
  payment: PaymentCondition.optional(),
  lead: z.object({ fromDays: LeadDays.optional(), belowDays: LeadDays.optional() }).optional(),
  incoterms: z.array(Incoterm).min(1).max(INCOTERMS.length).optional(),
  places: z.array(z.string().trim().min(1).max(60)).min(1).max(20).optional(),
  from: Instant.optional(),
  until: Instant.optional(),
})
export type RuleWhen = z.infer<typeof RuleWhen>
export const Effect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absolute'), unitE4: UnitE4 }),
  z.object({ kind: z.literal('amount'), unitE4: SignedE4 }),
  z.object({
    kind: z.literal('percent'),
    bp: Bp,
    of: z.enum(['price', 'list', 'cost']).default('price'),
  }),
  z.object({ kind: z.literal('formula'), text: z.string().trim().min(1).max(400) }),
  z.object({
    kind: z.literal('time_value'),
    annualRateBp: z.int().min(0).max(10_000),
    base: PaymentTerm,
    yearDays: z.union([z.literal(360), z.literal(365)]).default(365),
  }),
])
export type Effect = z.infer<typeof Effect>
export const Break = z.object({ from: Quantity, effect: Effect })
export const Bound = z.union([
  z.object({ unitE4: UnitE4 }),
  z.object({ of: z.enum(['list', 'cost']), bp: Bp }),
])
export const PriceRule = z.object({
  id: z.string().trim().min(1).max(40),
  /** What readers know it by; the buyer sees it where the rule made its price. */
  label: z.string().trim().max(80).default(''),
  step: z.enum(RULE_STEPS),
  when: RuleWhen.default({}),
  priority: z.int().min(-1000).max(1000).default(0),
  combine: z.enum(['exclusive', 'stackable']).default('stackable'),
  breakMode: z.enum(['volume', 'graduated']).default('volume'),
  breaks: z.array(Break).min(1).max(30),
  floor: Bound.optional(),
  ceiling: Bound.optional(),
})
export type PriceRule = z.infer<typeof PriceRule>
/** What a version of an agreement says, beside its list of prices. */
export const AgreementTerms = z.object({
  rules: z.array(PriceRule).max(200).default([]),
  /** Products without a price here take their list price; otherwise other agreements decide about them. */
  coversAll: z.boolean().default(true),
  /** The terms of payment that buyers are shown beside those that rules name. */
  payments: z.array(PaymentTerm).max(12).default([]),
  floor: Bound.optional(),
  ceiling: Bound.optional(),
  rounding: z
    .object({
      stepE4: z.int().min(1).max(1_000_000_000_000),
      mode: z.enum(['half_up', 'half_even', 'up', 'down']),
      endingE4: z.int().min(0).max(1_000_000_000_000).optional(),
    })
    .optional(),
})
export type AgreementTerms = z.infer<typeof AgreementTerms>

export const AUDIENCES = ['all', 'org', 'group', 'tier', 'region'] as const
export const AgreementFor = z.discriminatedUnion('audience', [
  z.object({ audience: z.literal('all') }),
  z.object({ audience: z.literal('org'), buyerOrgId: Id }),
  z.object({ audience: z.literal('group'), groupId: Id }),
  z.object({ audience: z.literal('tier'), tier: z.int().min(1).max(30) }),
  z.object({ audience: z.literal('region'), region: z.string().trim().min(1).max(60) }),
])
export type AgreementFor = z.infer<typeof AgreementFor>
export const AgreementInput = z.object({
  name: Name,
  currency: Currency.default('CNY'),
  for: AgreementFor,
})
export type AgreementInput = z.infer<typeof AgreementInput>

export const VERSION_STATES = ['draft', 'waiting', 'scheduled', 'active', 'superseded'] as const
export const BelowFloor = z.object({
  productId: Id,
  code: z.string(),
  name: z.string(),
  unitE4: z.int(),
  floorE4: z.int(),
  quantity: z.string(),
  payment: PaymentTerm,
  leadDays: z.int().nullable(),
})
export type BelowFloor = z.infer<typeof BelowFloor>
export const Fault = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  rules: z.array(z.string()),
  path: z.string(),
  details: z.record(z.string(), z.unknown()),
  /** A line that shows it. */
  example: z
    .object({
      productId: z.string(),
      quantity: z.string(),
      payment: PaymentTerm,
      leadDays: z.int().nullable(),
    })
    .optional(),
})
export type Fault = z.infer<typeof Fault>
export const AgreementVersion = z.object({
  no: z.int(),
  state: z.enum(VERSION_STATES),
  note: z.string(),
  validFrom: Instant.nullable(),
  authorName: z.string(),
  authoredAt: Instant,
  isMine: z.boolean(),
  /** Prices under my floors, at most fifty: they need the approval of somebody else. */
  belowFloor: z.array(BelowFloor),
  approvedByName: z.string().nullable(),
  approvedAt: Instant.nullable(),
  prices: z.int(),
  version: Version,
})
export type AgreementVersion = z.infer<typeof AgreementVersion>
export const Agreement = z.object({
  id: Id,
  name: z.string(),
  currency: z.string(),
  for: AgreementFor,
  /** Who the agreement is for, as people call them; empty for all. */
  forName: z.string(),
  state: z.enum([...VERSION_STATES, 'ended']),
  endsAt: Instant.nullable(),
  versions: z.array(AgreementVersion),
  /** The draft where there is one, else what holds now or next. */
  terms: AgreementTerms,
  termsNo: z.int(),
  version: Version,
})
export type Agreement = z.infer<typeof Agreement>
export const AgreementRow = Agreement.omit({ versions: true, terms: true, termsNo: true }).extend({
  validFrom: Instant.nullable(),
  rules: z.int(),
  prices: z.int(),
  hasDraft: z.boolean(),
})
export type AgreementRow = z.infer<typeof AgreementRow>
export const Agreements = listOf(AgreementRow)
export const AgreementQuery = Page.extend({ q: z.string().trim().max(100).optional() })
export type AgreementQuery = z.infer<typeof AgreementQuery>

export const DraftInput = z.object({
  terms: AgreementTerms,
  note: z.string().trim().max(500).default(''),
  /** When it begins to hold; absent: as soon as it is activated. */
  validFrom: Instant.nullable().default(null),
})
export type DraftInput = z.infer<typeof DraftInput>
export const SavedDraft = Agreement.extend({ warnings: z.array(Fault) })

/** One price of an agreement's list: from a quantity of the base unit, for a term of payment, from lead days on. */
export const ListedPrice = z.object({
  productId: Id,
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  from: Quantity,
  payment: PaymentTerm.nullable(),
  leadDays: z.int(),
  unitE4: z.int(),
})
/** Sets prices of a draft's list one by one; without a price the row goes. */
export const ListedInput = z.object({
  rows: z
    .array(
      z.object({
        productId: Id,
        from: Quantity.default('0'),
        payment: PaymentTerm.nullable().default(null),
        leadDays: LeadDays.default(0),
        unitE4: UnitE4.nullable(),
      }),
    )
    .min(1)
    .max(1000),
})
export type ListedInput = z.infer<typeof ListedInput>
export const ListedPrices = listOf(ListedPrice)
export const ListedQuery = Page.extend({
  no: z.coerce.number().int().min(1).optional(),
  q: z.string().trim().max(100).optional(),
})
export type ListedQuery = z.infer<typeof ListedQuery>

export const QuoteLine = z.object({
  productId: Id,
  quantity: PositiveQuantity,
  unit: z.string().trim().min(1).max(20),
  payment: PaymentTerm,
  leadDays: LeadDays.nullable().default(null),
  incoterm: Incoterm.optional(),
  place: z.string().trim().min(1).max(60).optional(),
})
export const QuoteInput = z.object({
  sellerOrgId: Id,
  /** Who would buy; a buyer leaves it out. */
  buyerOrgId: Id.optional(),
  currency: Currency.default('CNY'),
  /** When the order would be placed; now when left out. */
  at: Instant.optional(),
  lines: z.array(QuoteLine).min(1).max(10_000),
  /** Leaves the reasons out, which is many times faster for long carts. */
  isUnexplained: z.boolean().default(false),
})
export type QuoteInput = z.infer<typeof QuoteInput>

/** One step of a price, in unit prices of the base unit. */
export const ExplainedStep = z.object({
  code: z.string(),
  label: z.string().nullable(),
  step: z.string().nullable(),
  effect: z.string().nullable(),
  beforeE4: z.number().nullable(),
  afterE4: z.number(),
  laterDays: z.number().nullable(),
  slices: z.array(z.object({ from: z.string(), quantity: z.string(), unitE4: z.number() })),
})
export const Explanation = z.object({
  /** `notice`: the price of a price change that the buyer confirmed. */
  base: z
    .object({
      kind: z.enum(['list', 'notice']),
      validFrom: Instant,
      acceptedAt: Instant.nullable(),
    })
    .nullable(),
  agreementName: z.string().nullable(),
  steps: z.array(ExplainedStep),
})
export type Explanation = z.infer<typeof Explanation>
/** What became of a rule: for the seller's eyes only. */
export const TriedRule = z.object({
  ruleId: z.string(),
  label: z.string(),
  agreementName: z.string(),
  step: z.string(),
  outcome: z.string(),
  on: z.string().nullable(),
})
export type TriedRule = z.infer<typeof TriedRule>
export const QuotedLine = z.discriminatedUnion('isOnRequest', [
  z.object({
    isOnRequest: z.literal(false),
    productId: Id,
    quantity: z.string(),
    unit: z.string(),
    unitE4: z.int(),
    amountMinor: z.int(),
    agreementId: Id.nullable(),
    agreementVersion: z.int().nullable(),
    explanation: Explanation,
    /** Rules that were tried, where the seller asks. */
    tried: z.array(TriedRule).optional(),
  }),
  z.object({
    isOnRequest: z.literal(true),
    productId: Id,
    reason: z.enum(['not_offered', 'on_request', 'no_price']),
  }),
])
export const Quotes = z.object({ items: z.array(QuotedLine), totalMinor: z.int() })

export const LadderQuery = z.object({
  sellerOrgId: Id,
  buyerOrgId: Id.optional(),
  productId: Id,
  currency: Currency.default('CNY'),
  at: Instant.optional(),
  incoterm: Incoterm.optional(),
  place: z.string().trim().min(1).max(60).optional(),
})
export type LadderQuery = z.infer<typeof LadderQuery>
/** The whole table that a buyer may see; unit prices of the base unit, null is on request. */
export const Ladder = z.object({
  unit: z.string(),
  currency: z.string(),
  quantities: z.array(z.string()),
  payments: z.array(PaymentTerm),
  leads: z.array(z.int().nullable()),
  cells: z.array(z.array(z.array(z.int().nullable()))),
  isMovingInside: z.boolean(),
})
export type Ladder = z.infer<typeof Ladder>
export const PreviewInput = z.object({
  terms: AgreementTerms,
  buyerOrgId: Id.nullable().default(null),
  productId: Id,
  at: Instant.optional(),
})
export type PreviewInput = z.infer<typeof PreviewInput>
