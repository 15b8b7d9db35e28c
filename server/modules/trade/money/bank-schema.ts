import { z } from 'zod'
import { Currency, Id, Instant, listOf, Page } from '../../../platform/schema.ts'
import { Account, Allocations, Day } from './schema.ts'

export const BANK_FIELDS = [
  'bookedOn',
  'amount',
  'credit',
  'debit',
  'partyName',
  'partyAccount',
  'reference',
  'remittance',
] as const
export type BankField = (typeof BANK_FIELDS)[number]
/** Which column of a sheet says what, counted from nought. */
export const BankMapping = z.object({
  headerRow: z.int().min(1).max(200),
  columns: z.partialRecord(z.enum(BANK_FIELDS), z.int().min(0).max(199)),
})
export type BankMapping = z.infer<typeof BankMapping>
export const StatementInput = z.object({
  fileId: Id,
  /** Of a sheet: absent, the columns are guessed from their headings. */
  mapping: BankMapping.optional(),
  account: z.string().trim().max(60).default(''),
  currency: Currency.default('CNY'),
})
export type StatementInput = z.infer<typeof StatementInput>
export const StatementHead = z.object({
  id: Id,
  format: z.enum(['camt.053', 'sheet']),
  account: z.string(),
  currency: z.string(),
  statementNo: z.string(),
  fromOn: Day.nullable(),
  toOn: Day.nullable(),
  openingMinor: z.int().nullable(),
  closingMinor: z.int().nullable(),
  fileName: z.string(),
  warnings: z.array(z.string()),
  importedAt: Instant,
  entries: z.int(),
  openEntries: z.int(),
})
export type StatementHead = z.infer<typeof StatementHead>
export const Statements = listOf(StatementHead)
export const StatementQuery = Page
export const Imported = z.object({
  statements: z.array(
    StatementHead.extend({
      isNew: z.boolean(),
      /** Entries that another statement had brought already. */
      knownEntries: z.int(),
    }),
  ),
})
export type Imported = z.infer<typeof Imported>

export const REASONS = [
  'announced',
  'reference',
  'invoice_no',
  'order_no',
  'payer_name',
  'amount',
  'amount_sum',
  'oldest_first',
] as const
export const Proposal = z.object({
  partyOrgId: Id,
  partyName: z.string(),
  /** A payment that the payer had announced. */
  paymentId: Id.nullable(),
  allocations: z.array(z.object({ invoiceId: Id, no: z.string(), amountMinor: z.int() })),
  onAccountMinor: z.int(),
  /** 0 to 100: from 80 on a glance is enough. */
  score: z.int(),
  reasons: z.array(z.enum(REASONS)),
})
export type Proposal = z.infer<typeof Proposal>
export const BankEntry = z.object({
  id: Id,
  no: z.int(),
  bookedOn: Day,
  currency: z.string(),
  amountMinor: z.int(),
  partyName: z.string(),
  partyAccount: z.string(),
  reference: z.string(),
  remittance: z.string(),
  state: z.enum(['open', 'matched', 'booked', 'set_aside']),
  paymentId: Id.nullable(),
  proposal: Proposal.nullable(),
})
export type BankEntry = z.infer<typeof BankEntry>
export const BankStatement = StatementHead.extend({ items: z.array(BankEntry) })
export type BankStatement = z.infer<typeof BankStatement>
export const ConfirmInput = z.object({
  entries: z
    .array(
      z.object({
        id: Id,
        partyOrgId: Id,
        paymentId: Id.nullable().default(null),
        allocations: Allocations.default([]),
      }),
    )
    .min(1)
    .max(500),
})
export type ConfirmInput = z.infer<typeof ConfirmInput>
export const BookingInput = z.object({
  /** What else it was: the bank's own fees and interest, a cost, the owner's money. */
  account: Account.extract(['interest', 'expense', 'equity', 'tax']),
  memo: z.string().trim().max(200).default(''),
})
export type BookingInput = z.infer<typeof BookingInput>
