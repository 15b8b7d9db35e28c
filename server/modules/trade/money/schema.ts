import { z } from 'zod'
import {
  Currency,
  FileQuery,
  Id,
  Instant,
  listOf,
  Minor,
  Name,
  Page,
  Version,
} from '../../../platform/schema.ts'
import { PositiveQuantity, Quantity } from '../terms-schema.ts'

const NOTE_MAX = 500
export const Day = z.iso.date()
const Note = z.string().trim().max(NOTE_MAX)
const Reason = z.string().trim().min(1).max(NOTE_MAX)
const AboveZero = Minor.refine((minor) => minor > 0, { message: 'above_zero' })
const Signed = z.int().min(-9_000_000_000_000_000).max(9_000_000_000_000_000)
const FileLocale = { ...FileQuery.shape, locale: z.enum(['zh-CN', 'en']).default('zh-CN') }

export const FLOWS = ['goods', 'logistics', 'finance'] as const
export const Flow = z.enum(FLOWS)
export type Flow = z.infer<typeof Flow>
/** The small standard chart, in the order of a balance sheet and a profit and loss account. */
export const ACCOUNTS = [
  'bank',
  'receivable',
  'deposits_paid',
  'payable',
  'deposits_received',
  'tax',
  'equity',
  'revenue',
  'credit_notes',
  'discounts',
  'cost',
  'purchase_credits',
  'purchase_discounts',
  'interest',
  'expense',
] as const
export const Account = z.enum(ACCOUNTS)
export type Account = z.infer<typeof Account>
/** The accounts that say to which of the three flows an amount belongs. */
export const FLOW_ACCOUNTS: readonly Account[] = [
  'revenue',
  'credit_notes',
  'discounts',
  'cost',
  'purchase_credits',
  'purchase_discounts',
]
/** Which side of a claim I stand on: what I am owed, or what I owe. */
export const SIDES = ['receivable', 'payable'] as const
export const Side = z.enum(SIDES)
export type Side = z.infer<typeof Side>

export const MONEY_STATES = [
  'nothing_due',
  'not_invoiced',
  'part_invoiced',
  'invoiced',
  'part_paid',
  'paid',
  'overdue',
] as const
export const MoneyState = z.enum(MONEY_STATES)
export type MoneyState = z.infer<typeof MoneyState>
/** Where the money of one order line is. */
export const LineMoney = z.object({
  invoicedMinor: z.int(),
  creditedMinor: z.int(),
  paidMinor: z.int(),
  /** Of what is invoiced, what nobody has settled yet. */
  dueMinor: z.int(),
  overdueMinor: z.int(),
  state: MoneyState,
})
export type LineMoney = z.infer<typeof LineMoney>

export const INVOICE_KINDS = ['deposit', 'invoice', 'credit_note'] as const
export const BASES = ['ordered', 'shipped', 'received'] as const
export const CREDIT_REASONS = ['return', 'difference', 'price', 'discount', 'other'] as const
const TaxBp = z.int().min(0).max(10_000)

const Charge = z.object({
  flow: Flow,
  description: Name,
  amountMinor: AboveZero,
})
export const InvoiceInput = z.object({
  /** What the quantities are bounded by: invoiced before shipping, after it, or after the buyer received. */
  basis: z.enum(BASES).default('shipped'),
  /** Absent: all that the basis allows and no invoice has asked for yet. */
  lines: z
    .array(z.object({ orderLineId: Id, quantity: PositiveQuantity }))
    .min(1)
    .max(1000)
    .optional(),
  /** Freight, finance and the like, each a line of its own flow. */
  charges: z.array(Charge).max(50).default([]),
  /** The tax that the amounts contain. */
  taxBp: TaxBp.default(0),
  issuedOn: Day.optional(),
  note: Note.default(''),
})
export type InvoiceInput = z.infer<typeof InvoiceInput>
export const DepositInput = z.object({
  /** Absent: the share that the order's terms ask for ahead. */
  shareBp: z.int().min(1).max(10_000).optional(),
  issuedOn: Day.optional(),
  note: Note.default(''),
})
export type DepositInput = z.infer<typeof DepositInput>
/** A claim that no order of this system stands behind: a fee, interest, an opening balance. */
export const FreeInvoiceInput = z.object({
  buyerOrgId: Id,
  currency: Currency.default('CNY'),
  lines: z.array(Charge).min(1).max(200),
  taxBp: TaxBp.default(0),
  dueDays: z.int().min(0).max(720).default(0),
  issuedOn: Day.optional(),
  note: Note.default(''),
})
export type FreeInvoiceInput = z.infer<typeof FreeInvoiceInput>
export const CreditNoteInput = z.object({
  reason: z.enum(CREDIT_REASONS),
  /** Of each line a quantity, or an amount where the quantity stays. Absent: all that is left of the invoice. */
  lines: z
    .array(
      z
        .object({
          no: z.int().min(1),
          quantity: PositiveQuantity.optional(),
          amountMinor: AboveZero.optional(),
        })
        .refine((line) => (line.quantity === undefined) !== (line.amountMinor === undefined), {
          message: 'quantity_or_amount',
        }),
    )
    .min(1)
    .max(1000)
    .optional(),
  issuedOn: Day.optional(),
  note: Note.default(''),
})
export type CreditNoteInput = z.infer<typeof CreditNoteInput>
export const CancelInput = z.object({ reason: Reason })
export const AnswerInput = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('accepted') }),
  z.object({ answer: z.literal('disputed'), reason: Reason }),
])
export type AnswerInput = z.infer<typeof AnswerInput>

export const INVOICE_STATES = ['open', 'part_settled', 'settled', 'overdue', 'cancelled'] as const
export const InvoiceHead = z.object({
  id: Id,
  side: Side,
  kind: z.enum(INVOICE_KINDS),
  no: z.string(),
  reference: z.string(),
  partyOrgId: Id,
  partyName: z.string(),
  orderId: Id.nullable(),
  orderNo: z.string(),
  currency: z.string(),
  totalMinor: z.int(),
  taxMinor: z.int(),
  depositMinor: z.int(),
  paidMinor: z.int(),
  creditedMinor: z.int(),
  /** What is still to be settled; of a credit note, what is still to be used or paid back. */
  openMinor: z.int(),
  overdueMinor: z.int(),
  issuedOn: Day,
  /** The next day on which a part is due. */
  dueOn: Day.nullable(),
  state: z.enum(INVOICE_STATES),
  isDisputed: z.boolean(),
  version: Version,
})
export type InvoiceHead = z.infer<typeof InvoiceHead>
export const Invoice = InvoiceHead.extend({
  basis: z.string().nullable(),
  reason: z.enum(CREDIT_REASONS).nullable(),
  corrects: z.object({ id: Id, no: z.string() }).nullable(),
  creditNotes: z.array(z.object({ id: Id, no: z.string(), totalMinor: z.int() })),
  note: z.string(),
  cancelReason: z.string().nullable(),
  lines: z.array(
    z.object({
      no: z.int(),
      orderLineId: Id.nullable(),
      flow: Flow,
      description: z.string(),
      quantity: Quantity,
      unit: z.string(),
      amountMinor: z.int(),
      taxBp: z.int(),
      taxMinor: z.int(),
      depositMinor: z.int(),
      creditedMinor: z.int(),
    }),
  ),
  instalments: z.array(
    z.object({
      no: z.int(),
      dueFrom: z.enum(['order', 'shipment', 'delivery', 'invoice']),
      days: z.int(),
      amountMinor: z.int(),
      openMinor: z.int(),
      dueOn: Day.nullable(),
    }),
  ),
  settlements: z.array(
    z.object({
      by: z.enum(['payment', 'credit_note']),
      id: Id,
      label: z.string(),
      amountMinor: z.int(),
      at: Instant,
    }),
  ),
  answers: z.array(
    z.object({ answer: z.enum(['accepted', 'disputed']), reason: z.string(), at: Instant }),
  ),
})
export type Invoice = z.infer<typeof Invoice>
export const InvoiceQuery = Page.extend({
  side: Side.default('receivable'),
  q: z.string().trim().max(100).optional(),
  partyOrgId: Id.optional(),
  orderId: Id.optional(),
  kind: z.enum(INVOICE_KINDS).optional(),
  state: z.enum(['open', 'overdue', 'settled', 'cancelled', 'disputed']).optional(),
})
export type InvoiceQuery = z.infer<typeof InvoiceQuery>
export const Invoices = listOf(InvoiceHead)

const AllocationInput = z.object({ invoiceId: Id, amountMinor: AboveZero })
export const Allocations = z.array(AllocationInput).max(200)
export const PAYMENT_KINDS = ['payment', 'refund'] as const
export const PAYMENT_STATES = ['announced', 'received', 'reversed'] as const
export const PaymentInput = z.object({
  /** I received it, or I paid it; a refund is paid back by the seller. */
  kind: z.enum(PAYMENT_KINDS).default('payment'),
  side: Side.default('receivable'),
  partyOrgId: Id,
  currency: Currency.default('CNY'),
  amountMinor: AboveZero,
  paidOn: Day.optional(),
  /** The bank's reference. The same one again is the same payment. */
  reference: z.string().trim().max(100).default(''),
  note: Note.default(''),
  allocations: Allocations.default([]),
})
export type PaymentInput = z.infer<typeof PaymentInput>
export const ReceiptInput = z.object({
  paidOn: Day.optional(),
  allocations: Allocations.default([]),
})
export type ReceiptInput = z.infer<typeof ReceiptInput>
export const AllocationsInput = z.object({ allocations: Allocations.min(1) })
export const Payment = z.object({
  id: Id,
  side: Side,
  kind: z.enum(PAYMENT_KINDS),
  state: z.enum(PAYMENT_STATES),
  partyOrgId: Id,
  partyName: z.string(),
  currency: z.string(),
  amountMinor: z.int(),
  allocatedMinor: z.int(),
  paidOn: Day,
  reference: z.string(),
  note: z.string(),
  isMine: z.boolean(),
  reverseReason: z.string().nullable(),
  allocations: z.array(
    z.object({ invoiceId: Id, no: z.string(), amountMinor: z.int(), at: Instant }),
  ),
  version: Version,
})
export type Payment = z.infer<typeof Payment>
export const PaymentQuery = Page.extend({
  side: Side.default('receivable'),
  partyOrgId: Id.optional(),
  state: z.enum([...PAYMENT_STATES, 'on_account']).optional(),
})
export type PaymentQuery = z.infer<typeof PaymentQuery>
export const Payments = listOf(Payment)

const Ageing = z.object({
  notDueMinor: z.int(),
  days30Minor: z.int(),
  days60Minor: z.int(),
  days90Minor: z.int(),
  over90Minor: z.int(),
})
export const ClaimQuery = z.object({ side: Side.default('receivable') })
export const ClaimRow = Ageing.extend({
  partyOrgId: Id,
  partyName: z.string(),
  currency: z.string(),
  openMinor: z.int(),
  overdueMinor: z.int(),
  /** Payments and credit notes that are not allocated yet. */
  onAccountMinor: z.int(),
  balanceMinor: z.int(),
  oldestDueOn: Day.nullable(),
  invoices: z.int(),
  disputedMinor: z.int(),
})
export type ClaimRow = z.infer<typeof ClaimRow>
export const Claims = z.object({
  side: Side,
  asOf: Day,
  totals: z.array(
    Ageing.extend({
      currency: z.string(),
      openMinor: z.int(),
      overdueMinor: z.int(),
      onAccountMinor: z.int(),
      balanceMinor: z.int(),
      /** Days of sales that are outstanding, over the last 90 days; null where nothing was invoiced. */
      daysOutstanding: z.number().nullable(),
      invoiced90Minor: z.int(),
    }),
  ),
  parties: z.array(ClaimRow),
})
export type Claims = z.infer<typeof Claims>
export const ClaimSheet = ClaimQuery.extend(FileLocale)

export const AccountQuery = z.object({
  side: Side.default('receivable'),
  currency: Currency.default('CNY'),
  from: Day.optional(),
  to: Day.optional(),
})
export type AccountQuery = z.infer<typeof AccountQuery>
/** What stands between two parties over a time, line by line, with the balance after each. */
export const AccountStatement = z.object({
  side: Side,
  partyOrgId: Id,
  partyName: z.string(),
  ownName: z.string(),
  currency: z.string(),
  from: Day,
  to: Day,
  openingMinor: z.int(),
  closingMinor: z.int(),
  rows: z.array(
    z.object({
      on: Day,
      kind: z.enum([...INVOICE_KINDS, ...PAYMENT_KINDS, 'cancelled', 'reversed']),
      id: Id,
      no: z.string(),
      orderNo: z.string(),
      /** What raises the claim is positive. */
      amountMinor: z.int(),
      balanceMinor: z.int(),
    }),
  ),
})
export type AccountStatement = z.infer<typeof AccountStatement>
export const AccountSheet = AccountQuery.extend(FileLocale)

export const Dunning = z.object({
  asOf: Day,
  parties: z.array(
    z.object({
      partyOrgId: Id,
      partyName: z.string(),
      currency: z.string(),
      overdueMinor: z.int(),
      daysLateMax: z.int(),
      /** How firmly to write: 1 up to 30 days late, 2 up to 60, 3 beyond. */
      level: z.int().min(1).max(3),
      invoices: z.array(
        z.object({
          id: Id,
          no: z.string(),
          reference: z.string(),
          orderNo: z.string(),
          overdueMinor: z.int(),
          dueOn: Day,
          daysLate: z.int(),
        }),
      ),
    }),
  ),
})
export type Dunning = z.infer<typeof Dunning>

export const DIFFERENCES = [
  'invoiced_over_ordered',
  'invoiced_over_received',
  'received_not_invoiced',
  'short_received',
  'price_above_order',
  'price_below_order',
] as const
/** Order, receipt and invoice of each line, side by side, and what does not agree. */
export const ThreeWayMatch = z.object({
  orderId: Id,
  orderNo: z.string(),
  currency: z.string(),
  isMatched: z.boolean(),
  lines: z.array(
    z.object({
      orderLineId: Id,
      no: z.int(),
      description: z.string(),
      unit: z.string(),
      ordered: Quantity,
      shipped: Quantity,
      received: Quantity,
      invoiced: Quantity,
      orderedMinor: z.int(),
      invoicedMinor: z.int(),
      creditedMinor: z.int(),
      differences: z.array(z.enum(DIFFERENCES)),
    }),
  ),
})
export type ThreeWayMatch = z.infer<typeof ThreeWayMatch>

export const ENTRY_KINDS = [
  'deposit',
  'invoice',
  'credit_note',
  'payment',
  'refund',
  'bank',
  'manual',
  'reversal',
] as const
const PostingRow = z.object({
  account: Account,
  flow: Flow.nullable(),
  currency: z.string(),
  amountMinor: Signed,
})
export const EntryInput = z.object({
  bookedOn: Day.optional(),
  memo: Reason,
  postings: z
    .array(
      z.object({
        account: Account,
        flow: Flow.nullable().default(null),
        currency: Currency.default('CNY'),
        /** A debit is positive, a credit negative. */
        amountMinor: Signed.refine((minor) => minor !== 0, { message: 'not_zero' }),
      }),
    )
    .min(2)
    .max(100),
})
export type EntryInput = z.infer<typeof EntryInput>
export const Entry = z.object({
  id: Id,
  bookedOn: Day,
  kind: z.enum(ENTRY_KINDS),
  source: z.string(),
  memo: z.string(),
  partyOrgId: Id.nullable(),
  partyName: z.string(),
  createdAt: Instant,
  postings: z.array(PostingRow),
})
export type Entry = z.infer<typeof Entry>
export const EntryQuery = Page.extend({
  account: Account.optional(),
  partyOrgId: Id.optional(),
  from: Day.optional(),
  to: Day.optional(),
})
export type EntryQuery = z.infer<typeof EntryQuery>
export const Entries = listOf(Entry)
export const BalanceQuery = z.object({ from: Day.optional(), to: Day.optional() })
export type BalanceQuery = z.infer<typeof BalanceQuery>
export const TrialBalance = z.object({
  from: Day.nullable(),
  to: Day,
  closedUntil: Day.nullable(),
  rows: z.array(
    z.object({
      account: Account,
      flow: Flow.nullable(),
      currency: z.string(),
      openingMinor: z.int(),
      debitMinor: z.int(),
      creditMinor: z.int(),
      closingMinor: z.int(),
    }),
  ),
})
export type TrialBalance = z.infer<typeof TrialBalance>
export const BalanceSheetFile = BalanceQuery.extend(FileLocale)
export const ClosingInput = z.object({ until: Day })
export const Closing = z.object({ until: Day, closedAt: Instant })

export const EarningQuery = z.object({
  currency: Currency.default('CNY'),
  months: z.coerce.number().int().min(1).max(36).default(12),
})
export type EarningQuery = z.infer<typeof EarningQuery>
/** What each of the three flows earned and cost, month by month, as the ledger has it. */
export const Earnings = z.object({
  currency: z.string(),
  flows: z.array(
    z.object({
      flow: Flow,
      revenueMinor: z.int(),
      costMinor: z.int(),
      marginMinor: z.int(),
      /** Of the revenue; null without any. */
      marginBp: z.int().nullable(),
    }),
  ),
  months: z.array(
    z.object({
      month: z.string(),
      flow: Flow,
      revenueMinor: z.int(),
      costMinor: z.int(),
    }),
  ),
})
export type Earnings = z.infer<typeof Earnings>
