import { z } from 'zod'
import { Currency, Id, Instant, listOf, Minor, Page, Version } from '../../../platform/schema.ts'
import { PaymentTerm, PositiveQuantity, Quantity } from '../terms-schema.ts'

const Words = z.string().trim().max(2000)

export const AwardLineInput = z.object({
  quoteId: Id,
  versionNo: z.int().min(1),
  lineNo: z.int().min(1),
  offerNo: z.int().min(1),
  /** In the offer's own unit. */
  quantity: PositiveQuantity,
})
export type AwardLineInput = z.infer<typeof AwardLineInput>
export const AwardInput = z.object({
  lines: z.array(AwardLineInput).min(1).max(400),
  /** Whether this ends the request, and with it whatever was not taken. */
  finishes: z.boolean().default(false),
  note: Words.default(''),
})
export type AwardInput = z.infer<typeof AwardInput>

export const APPROVAL_KINDS = ['amount', 'payment'] as const
export const APPROVAL_STATES = ['waiting', 'approved', 'refused'] as const
export const Approval = z.object({
  kind: z.enum(APPROVAL_KINDS),
  state: z.enum(APPROVAL_STATES),
  by: z.string().nullable(),
  at: Instant.nullable(),
  note: z.string(),
  /** Whether I may decide this. */
  isMine: z.boolean(),
})
export type Approval = z.infer<typeof Approval>
export const AWARD_STATES = ['waiting', 'placed', 'refused', 'withdrawn'] as const
export const Award = z.object({
  id: Id,
  rfq: z.object({ id: Id, code: z.string(), title: z.string() }),
  state: z.enum(AWARD_STATES),
  currency: z.string(),
  amountMinor: z.int(),
  finishes: z.boolean(),
  note: z.string(),
  askedBy: z.string(),
  isMine: z.boolean(),
  askedAt: Instant,
  placedAt: Instant.nullable(),
  lines: z.array(
    z.object({
      quoteId: Id,
      versionNo: z.int(),
      lineNo: z.int(),
      offerNo: z.int(),
      seller: z.string(),
      description: z.string(),
      quantity: Quantity,
      unit: z.string(),
      unitE4: z.int(),
      amountMinor: z.int(),
      payment: PaymentTerm,
    }),
  ),
  approvals: z.array(Approval),
  orders: z.array(z.object({ id: Id, no: z.string(), seller: z.string() })),
})
export type Award = z.infer<typeof Award>
export const AwardQuery = Page.extend({
  rfqId: Id.optional(),
  /** Those that wait for a decision that I may take. */
  mine: z.stringbool().default(false),
})
export type AwardQuery = z.infer<typeof AwardQuery>
export const Awards = listOf(Award)
export const DecisionInput = z.object({
  kind: z.enum(APPROVAL_KINDS),
  isApproved: z.boolean(),
  note: Words.default(''),
})
export type DecisionInput = z.infer<typeof DecisionInput>

export const PURCHASER_ROLES = ['user', 'decider', 'payer'] as const
export const PurchaserInput = z
  .object({
    roles: z.array(z.enum(PURCHASER_ROLES)).min(1).max(3),
    currency: Currency.default('CNY'),
    /** The most of one award; null: any amount. */
    limitMinor: Minor.nullable().default(null),
    periodDays: z.int().min(1).max(366).nullable().default(null),
    /** The most within any such number of days. */
    periodLimitMinor: Minor.nullable().default(null),
  })
  .refine((p) => (p.periodDays === null) === (p.periodLimitMinor === null), {
    path: ['periodDays'],
    message: 'period_incomplete',
  })
export type PurchaserInput = z.infer<typeof PurchaserInput>
export const Purchaser = z.object({
  personId: Id,
  name: z.string(),
  roles: z.array(z.enum(PURCHASER_ROLES)),
  currency: z.string(),
  limitMinor: z.int().nullable(),
  periodDays: z.int().nullable(),
  periodLimitMinor: z.int().nullable(),
  spentMinor: z.int(),
  version: Version,
})
export type Purchaser = z.infer<typeof Purchaser>
export const Purchasers = z.object({
  items: z.array(Purchaser),
  /** What I may decide alone, as things stand; null: any amount. */
  mine: z.object({ roles: z.array(z.enum(PURCHASER_ROLES)), freeMinor: z.int().nullable() }),
})
export type Purchasers = z.infer<typeof Purchasers>
