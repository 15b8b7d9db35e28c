import { z } from 'zod'
import {
  Currency,
  FileQuery,
  Id,
  Instant,
  listOf,
  Minor,
  many,
  Name,
  Page,
  StoredFile,
  Version,
} from '../../../platform/schema.ts'
import { Incoterm, PaymentTerm, PositiveQuantity, Quantity } from '../terms-schema.ts'

/** Ten-thousandths of a minor unit: at most a billion yuan for one. */
export const UnitE4 = z.int().min(0).max(1_000_000_000_000_000)
const Day = z.iso.date()
const Words = z.string().trim().max(2000)
export const ReasonInput = z.object({ reason: z.string().trim().min(1).max(500) })

export const LINE_KINDS = ['goods', 'service'] as const
export const RFQ_STATES = ['open', 'closed', 'finished', 'cancelled'] as const
export type RfqState = (typeof RFQ_STATES)[number]
export const QUOTE_STATES = [
  'open',
  'countered',
  'accepted',
  'rejected',
  'expired',
  'withdrawn',
] as const
export type QuoteState = (typeof QUOTE_STATES)[number]

export const RfqLineInput = z.object({
  productId: Id.nullable().default(null),
  kind: z.enum(LINE_KINDS).default('goods'),
  description: z.string().trim().min(1).max(200),
  category: z.string().trim().max(60).default(''),
  spec: Words.default(''),
  quality: Words.default(''),
  quantity: PositiveQuantity,
  unit: z.string().trim().min(1).max(20),
  /** What the buyer hopes to pay a unit; suppliers read it only where it is shown. */
  targetE4: UnitE4.nullable().default(null),
  isTargetShown: z.boolean().default(false),
  deliverBy: Day.nullable().default(null),
  place: z.string().trim().max(200).default(''),
})
export type RfqLineInput = z.infer<typeof RfqLineInput>

/** Freight and duty as the buyer reckons them: the most particular row that fits an offer holds. */
export const Estimate = z.object({
  sellerId: Id.nullable().default(null),
  incoterm: Incoterm.nullable().default(null),
  freightBp: z.int().min(0).max(100_000).default(0),
  /** For the whole delivery of a line, whatever its quantity. */
  freightMinor: Minor.max(1_000_000_000_000).default(0),
  dutyBp: z.int().min(0).max(100_000).default(0),
})
export type Estimate = z.infer<typeof Estimate>
export const Assumptions = z.object({
  /** What a year's credit is worth to the buyer. */
  annualRateBp: z.int().min(0).max(10_000),
  estimates: z.array(Estimate).max(200),
})
export type Assumptions = z.infer<typeof Assumptions>

/** Whom a request goes to: firms by name, firms of my partner groups, or all who sell what is asked for. */
export const Addressees = z
  .object({
    orgIds: z.array(Id).max(200).default([]),
    groupIds: z.array(Id).max(50).default([]),
    isMatched: z.boolean().default(false),
  })
  .refine((a) => a.isMatched || a.orgIds.length + a.groupIds.length > 0, {
    path: ['orgIds'],
    message: 'nobody_invited',
  })
export type Addressees = z.infer<typeof Addressees>

export const RfqInput = z.object({
  title: Name,
  note: Words.default(''),
  currency: Currency.default('CNY'),
  payment: PaymentTerm,
  incoterm: Incoterm.nullable().default(null),
  place: z.string().trim().max(200).default(''),
  closesAt: Instant,
  /** Nobody on the buyer's side reads a price before the deadline. */
  isSealed: z.boolean().default(false),
  /** How often the buyer may answer a quote with a counter-offer. */
  roundsMax: z.int().min(0).max(10).default(3),
  /** Whether suppliers are told how many others were asked. */
  showsRivals: z.boolean().default(false),
  lines: z.array(RfqLineInput).min(1).max(200),
  fileIds: z.array(Id).max(20).default([]),
  suppliers: Addressees,
  assumptions: Assumptions.default({ annualRateBp: 0, estimates: [] }),
})
export type RfqInput = z.infer<typeof RfqInput>

export const RfqLine = z.object({
  no: z.int(),
  productId: Id.nullable(),
  kind: z.enum(LINE_KINDS),
  description: z.string(),
  category: z.string(),
  spec: z.string(),
  quality: z.string(),
  quantity: Quantity,
  unit: z.string(),
  /** To a supplier null unless it is shown. */
  targetE4: z.int().nullable(),
  isTargetShown: z.boolean(),
  deliverBy: Day.nullable(),
  place: z.string(),
})
export type RfqLine = z.infer<typeof RfqLine>

export const RfqSupplier = z.object({
  orgId: Id,
  name: z.string(),
  invitedAt: Instant,
  seenAt: Instant.nullable(),
  declinedAt: Instant.nullable(),
  declineReason: z.string().nullable(),
  remindedAt: Instant.nullable(),
  quoteId: Id.nullable(),
  quoteState: z.enum(QUOTE_STATES).nullable(),
  quotedAt: Instant.nullable(),
  conversationId: Id.nullable(),
})
export type RfqSupplier = z.infer<typeof RfqSupplier>

export const Question = z.object({
  id: Id,
  question: z.string(),
  askedAt: Instant,
  /** To the buyer who asked; to a supplier whether it was itself. */
  asker: z.string().nullable(),
  isMine: z.boolean(),
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
})
export type Question = z.infer<typeof Question>

const Head = {
  id: Id,
  code: z.string(),
  title: z.string(),
  buyer: z.object({ id: Id, name: z.string() }),
  currency: z.string(),
  state: z.enum(RFQ_STATES),
  isSealed: z.boolean(),
  closesAt: Instant,
  createdAt: Instant,
  lines: z.int(),
}
export const RfqRow = z.object({
  ...Head,
  firstLine: z.string(),
  invited: z.int(),
  answered: z.int(),
  declined: z.int(),
  openQuestions: z.int(),
  awardedMinor: z.int(),
})
export type RfqRow = z.infer<typeof RfqRow>
export const Rfqs = listOf(RfqRow)
export const InboxRow = z.object({
  ...Head,
  firstLine: z.string(),
  invitedAt: Instant,
  seenAt: Instant.nullable(),
  declinedAt: Instant.nullable(),
  quoteId: Id.nullable(),
  quoteState: z.enum(QUOTE_STATES).nullable(),
})
export type InboxRow = z.infer<typeof InboxRow>
export const Inbox = listOf(InboxRow)
export const RfqQuery = Page.extend({
  q: z.string().trim().max(100).optional(),
  state: z.enum([...RFQ_STATES, 'all']).default('all'),
})
export type RfqQuery = z.infer<typeof RfqQuery>

export const Rfq = z.object({
  ...Head,
  lines: z.array(RfqLine),
  side: z.enum(['buyer', 'supplier']),
  note: z.string(),
  payment: PaymentTerm,
  incoterm: Incoterm.nullable(),
  place: z.string(),
  /** Whether the buyer may read prices. */
  isOpened: z.boolean(),
  roundsMax: z.int(),
  showsRivals: z.boolean(),
  /** How many others were asked, where the buyer tells. */
  rivals: z.int().nullable(),
  endedAt: Instant.nullable(),
  endReason: z.string().nullable(),
  createdBy: z.string(),
  files: z.array(StoredFile),
  questions: z.array(Question),
  /** The buyer's only. */
  suppliers: z.array(RfqSupplier).nullable(),
  assumptions: Assumptions.nullable(),
  /** The supplier's own. */
  quoteId: Id.nullable(),
  declinedAt: Instant.nullable(),
  conversationId: Id.nullable(),
  version: Version,
})
export type Rfq = z.infer<typeof Rfq>

export const DeadlineInput = z.object({ closesAt: Instant })
export const QuestionInput = z.object({ question: z.string().trim().min(1).max(2000) })
export const AnswerInput = z.object({ answer: z.string().trim().min(1).max(4000) })
export const Reminded = z.object({ reminded: z.int() })
export const Talk = z.object({ conversationId: Id })

export const OFFER_KINDS = ['offer', 'substitute', 'none'] as const
export const OfferInput = z
  .object({
    lineNo: z.int().min(1).max(200),
    kind: z.enum(OFFER_KINDS).default('offer'),
    /** What is offered instead. */
    description: z.string().trim().max(200).default(''),
    minQuantity: Quantity.default('0'),
    available: PositiveQuantity.nullable().default(null),
    lot: z.string().trim().min(1).max(60).nullable().default(null),
    unit: z.string().trim().min(1).max(20),
    /** How many of the line's units one unit of the offer holds: a box of 24 holds 24 pieces. */
    unitHolds: PositiveQuantity.default('1'),
    unitE4: UnitE4,
    leadDays: z.int().min(0).max(1000),
    payment: PaymentTerm,
    incoterm: Incoterm.nullable().default(null),
    remark: z.string().trim().max(1000).default(''),
  })
  .refine((o) => o.kind !== 'substitute' || o.description !== '', {
    path: ['description'],
    message: 'substitute_unnamed',
  })
  .refine((o) => o.lot === null || o.available !== null, {
    path: ['available'],
    message: 'lot_without_quantity',
  })
export type OfferInput = z.infer<typeof OfferInput>

export const QuoteInput = z.object({
  /** The version that this one was written after: 0 for a first quote. */
  after: z.int().min(0).max(1000),
  validUntil: Instant,
  note: Words.default(''),
  offers: z.array(OfferInput).min(1).max(600),
})
export type QuoteInput = z.infer<typeof QuoteInput>

export const Offer = z.object({
  no: z.int(),
  lineNo: z.int(),
  kind: z.enum(OFFER_KINDS),
  description: z.string(),
  minQuantity: Quantity,
  available: Quantity.nullable(),
  lot: z.string().nullable(),
  unit: z.string(),
  unitHolds: Quantity,
  unitE4: z.int(),
  leadDays: z.int(),
  payment: PaymentTerm,
  incoterm: Incoterm.nullable(),
  remark: z.string(),
})
export type Offer = z.infer<typeof Offer>
export const QuoteVersion = z.object({
  no: z.int(),
  author: z.enum(['seller', 'buyer']),
  authorName: z.string(),
  note: z.string(),
  validUntil: Instant,
  madeAt: Instant,
  offers: z.array(Offer),
})
export type QuoteVersion = z.infer<typeof QuoteVersion>
export const Acceptance = z.object({
  lineNo: z.int(),
  offerNo: z.int(),
  versionNo: z.int(),
  quantity: Quantity,
  unit: z.string(),
  unitE4: z.int(),
  amountMinor: z.int(),
  currency: z.string(),
  orderId: Id,
  orderNo: z.string(),
  acceptedAt: Instant,
})
export type Acceptance = z.infer<typeof Acceptance>
export const Quote = z.object({
  id: Id,
  rfqId: Id,
  seller: z.object({ id: Id, name: z.string() }),
  buyer: z.object({ id: Id, name: z.string() }),
  state: z.enum(QUOTE_STATES),
  versionNo: z.int(),
  rounds: z.int(),
  roundsMax: z.int(),
  endReason: z.string().nullable(),
  changedAt: Instant,
  /** Newest first; empty for the buyer while the request is sealed. */
  versions: z.array(QuoteVersion),
  acceptances: z.array(Acceptance),
})
export type Quote = z.infer<typeof Quote>
export const Agreement = z.object({ versionNo: z.int().min(1) })

/** A sum that adds to or takes from the price, per unit of the line, and what it was made of. */
export const PART_KINDS = ['price', 'freight', 'duty', 'payment'] as const
export const LandedPart = z.object({
  kind: z.enum(PART_KINDS),
  e4: z.int(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type LandedPart = z.infer<typeof LandedPart>
export const Compared = z.object({
  quoteId: Id,
  seller: z.object({ id: Id, name: z.string() }),
  versionNo: z.int(),
  author: z.enum(['seller', 'buyer']),
  state: z.enum(QUOTE_STATES),
  validUntil: Instant,
  offer: Offer,
  /** What was taken of it, in its own unit. */
  taken: Quantity,
  /** What may still be taken; null: as much as one likes. */
  left: Quantity.nullable(),
  landedE4: z.int(),
  parts: z.array(LandedPart),
  /** For what quantity, in the line's unit, it was reckoned. */
  quantity: Quantity,
  isInTime: z.boolean().nullable(),
  /** Its least is more than what was asked for: cheap, perhaps, but not for this need. */
  isOverAsked: z.boolean(),
  isBestPrice: z.boolean(),
  isBestLead: z.boolean(),
})
export type Compared = z.infer<typeof Compared>
export const Comparison = z.object({
  currency: z.string(),
  lines: z.array(
    z.object({
      line: RfqLine,
      awarded: Quantity,
      offers: z.array(Compared),
      refused: z.array(z.string()),
    }),
  ),
  assumptions: Assumptions,
})
export type Comparison = z.infer<typeof Comparison>
export const ComparisonExport = FileQuery.extend({
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type ComparisonExport = z.infer<typeof ComparisonExport>

export const MatchQuery = z.object({ category: many(z.string().max(60)) })
export type MatchQuery = z.infer<typeof MatchQuery>
/** A supplier who could be asked, and what speaks for it. */
export const Match = z.object({
  orgId: Id,
  name: z.string(),
  score: z.number(),
  sells: z.array(z.string()),
})
export type Match = z.infer<typeof Match>
export const Matches = z.object({ items: z.array(Match) })
