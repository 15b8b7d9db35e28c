import { z } from 'zod'
import {
  Currency,
  FileQuery,
  Id,
  Instant,
  listOf,
  Minor,
  many,
  Page,
  Version,
} from '../../../platform/schema.ts'
import { ShareInput } from '../../production/schema.ts'
import { LineMoney } from '../money/schema.ts'
import { Incoterm, PaymentTerm, PositiveQuantity, Quantity } from '../terms-schema.ts'

const Day = z.iso.date()
const Reason = z.string().trim().min(1).max(500)
const Note = z.string().trim().max(500).default('')
const Party = z.object({ id: Id, name: z.string() })

export const INFORMATION_STATES = [
  'held',
  'placed',
  'confirmed',
  'change_pending',
  'cancel_pending',
  'return_pending',
  'refused',
  'withdrawn',
  'cancelled',
] as const
export const GOODS_STATES = [
  'none',
  'waiting',
  'part_shipped',
  'shipped',
  'part_received',
  'differs',
  'received',
  'returned',
] as const
export const EXCEPTIONS = [
  'credit_hold',
  'late_confirmation',
  'change_pending',
  'late_shipment',
  'late_receipt',
  'difference',
  'overdue_payment',
] as const
export type ExceptionKind = (typeof EXCEPTIONS)[number]
export const SIDES = ['selling', 'buying'] as const

/** What may be done to an order now by who asks; the server decides it and the page only shows it. */
export const ACTIONS = [
  'confirm',
  'refuse',
  'withdraw',
  'release',
  'propose',
  'cancel',
  'return',
  'ship',
  'receive',
  'take_back',
  'settle',
  'make',
] as const
export type Action = (typeof ACTIONS)[number]

export const PlaceInput = z.object({
  sellerOrgId: Id,
  buyerOrgId: Id,
  currency: Currency.default('CNY'),
  payment: PaymentTerm,
  deliverBy: Day.nullable().default(null),
  incoterm: Incoterm.nullable().default(null),
  place: z.string().trim().max(200).nullable().default(null),
  /** What the page showed; at any other price the order is not placed. */
  totalMinor: Minor,
  lines: z
    .array(
      z.object({
        productId: Id,
        quantity: PositiveQuantity,
        unit: z.string().trim().min(1).max(20),
        deliverBy: Day.nullable().default(null),
        overBp: z.int().min(0).max(5000).default(0),
      }),
    )
    .min(1)
    .max(200),
})
export type PlaceInput = z.infer<typeof PlaceInput>
export const RepeatInput = z.object({ deliverBy: Day.nullable().default(null) })

export const ReasonInput = z.object({ reason: Reason })
export const Terms = z.object({
  payment: PaymentTerm.optional(),
  deliverBy: Day.nullable().optional(),
  incoterm: Incoterm.nullable().optional(),
  place: z.string().trim().max(200).nullable().optional(),
})
/** A change names what shall be different, a return what shall come back, a cancellation nothing: all that is open. */
export const ProposalInput = z.discriminatedUnion('kind', [
  Terms.extend({
    kind: z.literal('change'),
    reason: Reason,
    lines: z
      .array(
        z.object({
          lineId: Id,
          quantity: Quantity.optional(),
          unitE4: z.int().min(0).max(9_000_000_000_000).optional(),
          deliverBy: Day.nullable().optional(),
        }),
      )
      .max(200)
      .default([]),
  }),
  z.object({ kind: z.literal('cancel'), reason: Reason }),
  z.object({
    kind: z.literal('return'),
    reason: Reason,
    lines: z
      .array(z.object({ lineId: Id, quantity: PositiveQuantity }))
      .min(1)
      .max(200),
  }),
])
export type ProposalInput = z.infer<typeof ProposalInput>
export const AnswerInput = z.object({
  answer: z.enum(['accepted', 'refused', 'withdrawn']),
  reason: Note,
})
export type AnswerInput = z.infer<typeof AnswerInput>

export const ShipInput = z.object({
  carrier: z.string().trim().max(60).default(''),
  waybill: z.string().trim().max(60).default(''),
  packages: z.int().min(1).max(100_000).nullable().default(null),
  note: Note,
  shippedAt: Instant.optional(),
  /** Where counted goods leave from. */
  stockPlace: z.string().trim().max(60).default(''),
  lines: z
    .array(
      z.object({
        lineId: Id,
        quantity: PositiveQuantity,
        lot: z.string().trim().max(60).default(''),
      }),
    )
    .min(1)
    .max(500),
})
export type ShipInput = z.infer<typeof ShipInput>
export const ProofInput = z
  .object({
    fileId: Id.nullable().default(null),
    signedBy: z.string().trim().max(60).default(''),
    signedAt: Instant.optional(),
    note: Note,
  })
  .refine((proof) => proof.fileId !== null || proof.signedBy !== '', {
    message: 'proof_needed',
    path: ['signedBy'],
  })
export type ProofInput = z.infer<typeof ProofInput>
/** What was counted: all that is good, and all that arrived damaged. Short and over follow from what was sent. */
export const ReceiveInput = z.object({
  receivedAt: Instant.optional(),
  lines: z
    .array(z.object({ lineId: Id, good: Quantity, damaged: Quantity.default('0'), reason: Note }))
    .min(1)
    .max(200),
})
export type ReceiveInput = z.infer<typeof ReceiveInput>
export const SETTLEMENTS = ['redeliver', 'credit', 'gift', 'waive', 'keep'] as const
export const SettleInput = z.object({ factId: Id, how: z.enum(SETTLEMENTS), note: Note })
export type SettleInput = z.infer<typeof SettleInput>
export const TakeBackInput = z.object({
  stockPlace: z.string().trim().max(60).default(''),
  lines: z
    .array(z.object({ lineId: Id, quantity: PositiveQuantity, isRestocked: z.boolean() }))
    .min(1)
    .max(200),
})
export type TakeBackInput = z.infer<typeof TakeBackInput>
export const CorrectInput = z.object({ factId: Id, reason: Reason })
export type CorrectInput = z.infer<typeof CorrectInput>
export const NoteInput = z.object({ text: z.string().trim().min(1).max(2000) })
export const CostsInput = z.object({
  lines: z
    .array(z.object({ lineId: Id, costE4: z.int().min(0).max(9_000_000_000_000) }))
    .min(1)
    .max(200),
})
export type CostsInput = z.infer<typeof CostsInput>
export const MakeInput = z.object({
  lineId: Id,
  chainId: Id,
  code: z.string().trim().min(1).max(40),
  quantity: z.number().positive().max(100_000_000),
  dueAt: Instant,
  shares: z.array(ShareInput).max(300).default([]),
})
export type MakeInput = z.infer<typeof MakeInput>

const GoodsOfLine = z.object({
  state: z.enum(GOODS_STATES),
  shipped: Quantity,
  received: Quantity,
  short: Quantity,
  damaged: Quantity,
  over: Quantity,
  comingBack: Quantity,
  returned: Quantity,
  unsettled: Quantity,
  toShip: Quantity,
  inTransit: Quantity,
})
export const OrderLine = z.object({
  id: Id,
  lineNo: z.int(),
  productId: Id.nullable(),
  description: z.string(),
  kind: z.enum(['goods', 'service']),
  unit: z.string(),
  ordered: Quantity,
  quantity: Quantity,
  unitE4: z.int(),
  amountMinor: z.int(),
  explanation: z.unknown(),
  deliverBy: Day.nullable(),
  overBp: z.int(),
  information: z.enum(INFORMATION_STATES),
  goods: GoodsOfLine,
  money: LineMoney,
  /** The seller's own; null to the buyer and where it is not known. */
  costE4: z.int().nullable(),
  /** What is being made for it; the seller's own. */
  production: z.array(
    z.object({
      orderId: Id,
      code: z.string(),
      quantity: Quantity,
      state: z.enum(['running', 'done', 'cancelled']),
      progress: z.number().nullable(),
    }),
  ),
})
export type OrderLine = z.infer<typeof OrderLine>
export const Shipment = z.object({
  id: Id,
  no: z.int(),
  carrier: z.string(),
  waybill: z.string(),
  packages: z.int().nullable(),
  note: z.string(),
  shippedAt: Instant,
  byName: z.string(),
  lines: z.array(
    z.object({
      lineId: Id,
      description: z.string(),
      unit: z.string(),
      shipped: Quantity,
      lots: z.array(z.string()),
      isReceived: z.boolean(),
      good: Quantity,
      short: Quantity,
      damaged: Quantity,
      over: Quantity,
    }),
  ),
  proofs: z.array(
    z.object({
      id: Id,
      fileId: Id.nullable(),
      signedBy: z.string(),
      signedAt: Instant,
      note: z.string(),
      byName: z.string(),
    }),
  ),
})
export type Shipment = z.infer<typeof Shipment>
export const Proposal = z.object({
  id: Id,
  kind: z.enum(['change', 'cancel', 'return']),
  isMine: z.boolean(),
  byName: z.string(),
  madeAt: Instant,
  reason: z.string(),
  terms: Terms.extend({
    lines: z.array(
      z.object({
        id: Id,
        quantity: Quantity,
        unitE4: z.int().optional(),
        amountMinor: z.int().optional(),
        deliverBy: Day.nullable().optional(),
      }),
    ),
  }),
})
export type Proposal = z.infer<typeof Proposal>
export const Difference = z.object({
  factId: Id,
  lineId: Id,
  kind: z.enum(['short', 'damaged', 'over']),
  quantity: Quantity,
  unit: z.string(),
  reason: z.string(),
  at: Instant,
  /** How this side may end it. */
  ways: z.array(z.enum(SETTLEMENTS)),
})
/** One part of the payment plan: what it comes to when all is done, and what of it fell due so far. */
export const PlanPart = z.object({
  shareBp: z.int(),
  from: z.enum(['order', 'shipment', 'delivery', 'invoice']),
  days: z.int(),
  amountMinor: z.int(),
  dueMinor: z.int(),
  dues: z.array(z.object({ amountMinor: z.int(), dueOn: Day, at: Instant })),
  /** When the rest is to be expected, as far as a date was promised. */
  expectedOn: Day.nullable(),
})

export const OrderRow = z.object({
  id: Id,
  no: z.string(),
  side: z.enum(SIDES),
  partner: Party,
  placedAt: Instant,
  deliverBy: Day.nullable(),
  currency: Currency,
  totalMinor: z.int(),
  /** How many of its lines stand where: each flow for itself. */
  information: z.record(z.string(), z.int()),
  goods: z.record(z.string(), z.int()),
  money: z.record(z.string(), z.int()),
  exceptions: z.array(z.enum(EXCEPTIONS)),
  title: z.string(),
  version: Version,
})
export type OrderRow = z.infer<typeof OrderRow>
export const Order = z.object({
  id: Id,
  no: z.string(),
  side: z.enum(SIDES),
  seller: Party,
  buyer: Party,
  currency: Currency,
  payment: PaymentTerm,
  deliverBy: Day.nullable(),
  incoterm: z.string().nullable(),
  place: z.string().nullable(),
  source: z.object({ kind: z.enum(['quote', 'agreement', 'repeat']), id: Id.nullable() }),
  totalMinor: z.int(),
  placedAt: Instant,
  placedBy: Party,
  confirmedAt: Instant.nullable(),
  confirmedByName: z.string().nullable(),
  ended: z.enum(['refused', 'withdrawn', 'cancelled']).nullable(),
  endedReason: z.string(),
  actions: z.array(z.enum(ACTIONS)),
  exceptions: z.array(z.enum(EXCEPTIONS)),
  conversationId: Id.nullable(),
  lines: z.array(OrderLine),
  shipments: z.array(Shipment),
  proposal: Proposal.nullable(),
  differences: z.array(Difference),
  plan: z.array(PlanPart),
  notes: z.array(z.object({ id: Id, text: z.string(), byName: z.string(), at: Instant })),
  version: Version,
})
export type Order = z.infer<typeof Order>
const Filter = z.object({
  side: z.enum(SIDES).optional(),
  q: z.string().trim().max(100).optional(),
  partnerOrgId: Id.optional(),
  information: many(z.enum(INFORMATION_STATES)),
  goods: many(z.enum(GOODS_STATES)),
  exception: z.enum(EXCEPTIONS).optional(),
  from: Day.optional(),
  to: Day.optional(),
})
export const OrderQuery = Page.extend(Filter.shape)
export type OrderQuery = z.infer<typeof OrderQuery>
export const OrderExport = Filter.extend({
  ...FileQuery.shape,
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type OrderExport = z.infer<typeof OrderExport>
export const Orders = listOf(OrderRow)

export const LANES = ['information', 'goods', 'money'] as const
export const OrderStory = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      lane: z.enum(LANES),
      kind: z.string(),
      at: Instant,
      side: z.enum(['seller', 'buyer']).nullable(),
      who: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type OrderStory = z.infer<typeof OrderStory>
export const ExceptionQuery = Page.extend({
  kind: z.enum(EXCEPTIONS).optional(),
  side: z.enum(SIDES).optional(),
  mine: z.stringbool().default(false),
})
export type ExceptionQuery = z.infer<typeof ExceptionQuery>
export const Exceptions = listOf(
  z.object({
    key: z.string(),
    kind: z.enum(EXCEPTIONS),
    orderId: Id,
    no: z.string(),
    side: z.enum(SIDES),
    partner: Party,
    since: Instant,
    lines: z.int(),
    /** Whether it is for my side to act. */
    isMine: z.boolean(),
  }),
).extend({
  counts: z.array(
    z.object({ kind: z.enum(EXCEPTIONS), side: z.enum(SIDES), count: z.int(), mine: z.int() }),
  ),
})
export type Exceptions = z.infer<typeof Exceptions>
export const Arrivals = z.object({
  items: z.array(
    z.object({
      orderId: Id,
      no: z.string(),
      shipmentId: Id,
      shipmentNo: z.int(),
      seller: Party,
      carrier: z.string(),
      waybill: z.string(),
      packages: z.int().nullable(),
      shippedAt: Instant,
      lines: z.int(),
      title: z.string(),
    }),
  ),
})

export const CreditInput = z.object({
  buyerOrgId: Id,
  currency: Currency.default('CNY'),
  limitMinor: Minor,
  beyond: z.enum(['wait', 'refuse']),
})
export type CreditInput = z.infer<typeof CreditInput>
export const CreditLimits = z.object({
  items: z.array(
    z.object({
      buyer: Party,
      currency: Currency,
      limitMinor: z.int(),
      usedMinor: z.int(),
      beyond: z.enum(['wait', 'refuse']),
      setByName: z.string(),
      setAt: Instant,
    }),
  ),
})
export const StockInput = z.object({
  productId: Id,
  place: z.string().trim().max(60).default(''),
  kind: z.enum(['in', 'out', 'adjust']),
  /** In and out are what moved; an adjustment is what was counted. */
  quantity: Quantity,
  note: Note,
})
export type StockInput = z.infer<typeof StockInput>
export const StockRow = z.object({
  productId: Id,
  name: z.string(),
  unit: z.string(),
  place: z.string(),
  onHand: Quantity,
  changedAt: Instant,
})
export const Stock = z.object({ items: z.array(StockRow) })
export const StockQuery = z.object({ productId: Id.optional() })
