import { z } from 'zod'
import {
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
} from '../../platform/schema.ts'
import { PartnerStatus, Side } from '../network/schema.ts'
import { Markup } from '../trade/schema.ts'

export const NOTICE_KINDS = ['announcement', 'price_change', 'recall', 'task'] as const
export const NoticeKind = z.enum(NOTICE_KINDS)
export type NoticeKind = z.infer<typeof NoticeKind>
export const NOTICE_STATES = [
  'draft',
  'scheduled',
  'sending',
  'sent',
  'complete',
  'recalled',
  'superseded',
] as const
export const NoticeState = z.enum(NOTICE_STATES)
export const RECEIPT_STATES = [
  'queued',
  'delivered',
  'read',
  'confirmed',
  'failed',
  'superseded',
  'recalled',
] as const
export const ReceiptState = z.enum(RECEIPT_STATES)
export type ReceiptState = z.infer<typeof ReceiptState>
/** Why a recipient could not be reached: no account yet, access suspended, has left. */
export const FAILURES = ['not_joined', 'suspended', 'left'] as const
export const Failure = z.enum(FAILURES)

/** Everybody who meets all the conditions that are given; a list adds to nothing else. */
export const Audience = z.object({
  side: Side.default('downstream'),
  tiers: z.array(z.int().min(1).max(30)).max(30).optional(),
  groupIds: z.array(Id).max(200).optional(),
  tags: z.array(z.string().max(30)).max(100).optional(),
  regions: z.array(z.string().max(100)).max(500).optional(),
  kinds: z.array(z.string().max(40)).max(100).optional(),
  /** All below these partners, and they themselves. */
  underIds: z.array(Id).max(500).optional(),
  partnerIds: z.array(Id).max(5000).optional(),
})
export type Audience = z.infer<typeof Audience>
export const AudienceCountInput = z.object({ chainId: Id, audience: Audience })
export const AudienceCount = z.object({
  recipients: z.int(),
  reachable: z.int(),
  byTier: z.array(z.object({ tier: z.int(), recipients: z.int(), reachable: z.int() })),
  byStatus: z.array(z.object({ status: PartnerStatus, recipients: z.int() })),
  /** A few of them by name, so that a wrong filter shows. */
  sample: z.array(z.object({ id: Id, name: z.string(), tier: z.int() })),
})
export type AudienceCount = z.infer<typeof AudienceCount>

export const PriceLineInput = z.object({ productId: Id, priceMinor: Minor, retailMinor: Minor })
export const NoticeInput = z.object({
  chainId: Id,
  kind: NoticeKind,
  title: z.string().trim().min(1).max(100),
  body: z.string().trim().max(20_000).default(''),
  audience: Audience.prefault({}),
  prices: z.array(PriceLineInput).max(500).default([]),
  /** From when the prices hold (a price change needs it). */
  validFrom: Instant.nullish(),
  deadlineAt: Instant.nullish(),
  /** Absent: as the chain's settings say. */
  relayMinutes: z.int().min(0).max(10_080).optional(),
  reminderHours: z.array(z.int().min(1).max(720)).max(6).optional(),
  escalateAfterHours: z.int().min(1).max(720).nullish(),
  observesQuietHours: z.boolean().default(true),
  fileIds: z.array(Id).max(10).default([]),
  supersedesId: Id.nullish(),
})
export type NoticeInput = z.infer<typeof NoticeInput>
/** A draft is replaced as a whole. */
export const NoticePatch = NoticeInput.omit({ chainId: true, supersedesId: true })
export type NoticePatch = z.infer<typeof NoticePatch>
export const Sending = z.object({ at: Instant.nullish() })
export const Counts = z.object({
  recipients: z.int(),
  queued: z.int(),
  delivered: z.int(),
  read: z.int(),
  confirmed: z.int(),
  failed: z.int(),
  superseded: z.int(),
  recalled: z.int(),
})
export type Counts = z.infer<typeof Counts>
export const PriceLine = z.object({
  productId: Id,
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  currency: z.string(),
  priceMinor: z.int(),
  /** What it was before, where that is known. */
  previousMinor: z.int().nullable(),
  retailMinor: z.int(),
})
export type PriceLine = z.infer<typeof PriceLine>
export const Notice = z.object({
  id: Id,
  chainId: Id,
  chainName: z.string(),
  kind: NoticeKind,
  title: z.string(),
  body: z.string(),
  state: NoticeState,
  edition: z.int(),
  supersedesId: Id.nullable(),
  supersededById: Id.nullable(),
  audience: Audience,
  prices: z.array(PriceLine),
  validFrom: Instant.nullable(),
  deadlineAt: Instant.nullable(),
  relayMinutes: z.int(),
  reminderHours: z.array(z.int()),
  escalateAfterHours: z.int().nullable(),
  observesQuietHours: z.boolean(),
  files: z.array(StoredFile),
  scheduledAt: Instant.nullable(),
  sentAt: Instant.nullable(),
  recalledAt: Instant.nullable(),
  recallReason: z.string().nullable(),
  createdByName: z.string(),
  createdAt: Instant,
  counts: Counts,
  relaysWaiting: z.int(),
  version: Version,
})
export type Notice = z.infer<typeof Notice>
/** In a list: without body, prices and files. */
export const NoticeItem = Notice.pick({
  id: true,
  chainId: true,
  chainName: true,
  kind: true,
  title: true,
  state: true,
  edition: true,
  validFrom: true,
  deadlineAt: true,
  scheduledAt: true,
  sentAt: true,
  createdAt: true,
  createdByName: true,
  counts: true,
})
export type NoticeItem = z.infer<typeof NoticeItem>
export const NoticeQuery = Page.extend({
  q: z.string().trim().max(100).optional(),
  chainId: Id.optional(),
  kind: many(NoticeKind),
  state: many(NoticeState),
})
export type NoticeQuery = z.infer<typeof NoticeQuery>
export const NoticeFileQuery = NoticeQuery.omit({ cursor: true, limit: true }).extend(
  FileQuery.shape,
)
export type NoticeFileQuery = z.infer<typeof NoticeFileQuery>
export const Notices = listOf(NoticeItem)
export const RecallInput = z.object({ reason: z.string().trim().min(1).max(300) })
export const Retried = z.object({ missing: z.int(), delivered: z.int() })

export const RollUpQuery = z.object({
  by: z.enum(['tier', 'group', 'region', 'parent']).default('tier'),
})
export const RollUp = z.object({
  total: Counts,
  rows: z.array(z.object({ key: z.string(), label: z.string(), counts: Counts })),
  /** Minutes from delivery to reading and to confirmation: how fast the chain answers. */
  medianReadMinutes: z.number().nullable(),
  medianConfirmMinutes: z.number().nullable(),
  /** Confirmations over time since sending, for the curve: minutes and running count. */
  curve: z.array(z.object({ minutes: z.number(), read: z.int(), confirmed: z.int() })),
  seq: z.int(),
})
export type RollUp = z.infer<typeof RollUp>
export const ReceiptQuery = Page.extend({
  state: many(ReceiptState),
  tier: many(z.coerce.number().int().min(1).max(30)),
  region: many(z.string().max(100)),
  groupId: Id.optional(),
  underId: Id.optional(),
  q: z.string().trim().max(100).optional(),
})
export type ReceiptQuery = z.infer<typeof ReceiptQuery>
export const ReceiptFileQuery = ReceiptQuery.extend(FileQuery.shape)
export type ReceiptFileQuery = z.infer<typeof ReceiptFileQuery>
export const Receipt = z.object({
  partnerId: Id,
  partnerCode: z.string(),
  partnerName: z.string(),
  tier: z.int(),
  region: z.string(),
  parentName: z.string().nullable(),
  state: ReceiptState,
  reason: Failure.nullable(),
  deliveredAt: Instant.nullable(),
  readAt: Instant.nullable(),
  readByName: z.string().nullable(),
  confirmedAt: Instant.nullable(),
  confirmedByName: z.string().nullable(),
  answer: z.string().nullable(),
  reminded: z.int(),
  escalatedAt: Instant.nullable(),
})
export type Receipt = z.infer<typeof Receipt>
export const Receipts = listOf(Receipt)

/** A notice as its recipient has it: its own prices, the notes of those who passed it on. */
export const InboxItem = z.object({
  noticeId: Id,
  partnerId: Id,
  kind: NoticeKind,
  title: z.string(),
  fromName: z.string(),
  chainName: z.string(),
  state: ReceiptState,
  edition: z.int(),
  validFrom: Instant.nullable(),
  deadlineAt: Instant.nullable(),
  deliveredAt: Instant,
  readAt: Instant.nullable(),
  confirmedAt: Instant.nullable(),
  reminded: z.int(),
})
export type InboxItem = z.infer<typeof InboxItem>
export const InboxQuery = Page.extend({
  q: z.string().trim().max(100).optional(),
  kind: many(NoticeKind),
  /** `waiting` is what still needs a confirmation. */
  only: z.enum(['all', 'unread', 'waiting']).default('all'),
})
export type InboxQuery = z.infer<typeof InboxQuery>
export const InboxFileQuery = InboxQuery.omit({ cursor: true, limit: true }).extend(FileQuery.shape)
export type InboxFileQuery = z.infer<typeof InboxFileQuery>
export const Inbox = listOf(InboxItem).extend({ unread: z.int(), waiting: z.int() })
export const InboxNotice = InboxItem.extend({
  body: z.string(),
  /** Who of my firm opened it first, and who confirmed it. */
  readByName: z.string().nullable(),
  confirmedByName: z.string().nullable(),
  prices: z.array(PriceLine),
  notes: z.array(z.object({ fromName: z.string(), note: z.string() })),
  files: z.array(StoredFile),
  answer: z.string().nullable(),
  recallReason: z.string().nullable(),
  supersededById: Id.nullable(),
  /** Set when I sell on: what I may still adjust before the notice flows on. */
  relay: z
    .object({ partnerId: Id, dueAt: Instant, isOpen: z.boolean(), recipients: z.int() })
    .nullable(),
})
export type InboxNotice = z.infer<typeof InboxNotice>
export const Confirmation = z.object({ answer: z.string().trim().max(1000).nullish() })

export const Relay = z.object({
  noticeId: Id,
  partnerId: Id,
  title: z.string(),
  kind: NoticeKind,
  fromName: z.string(),
  note: z.string(),
  markup: Markup.nullable(),
  openedAt: Instant,
  dueAt: Instant,
  relayedAt: Instant.nullable(),
  recipients: z.int(),
  limit: z.object({ minBp: z.int(), maxBp: z.int() }).nullable(),
  /** What I pay, and what those below me would pay with the mark-up as it stands. */
  prices: z.array(PriceLine.extend({ sellsAtMinor: z.int() })),
  version: Version,
})
export type Relay = z.infer<typeof Relay>
export const Relays = z.object({ items: z.array(Relay) })
export const RelayPatch = z.object({
  note: z.string().trim().max(1000).optional(),
  /** For this notice only; null takes the standing mark-up again. */
  markup: Markup.nullish(),
})
export type RelayPatch = z.infer<typeof RelayPatch>

/** Those below me who still owe an answer, after the notice was escalated to me. */
export const Escalations = z.object({
  items: z.array(
    z.object({
      noticeId: Id,
      kind: NoticeKind,
      title: z.string(),
      fromName: z.string(),
      deadlineAt: Instant.nullable(),
      waiting: z.int(),
      names: z.array(z.string()),
    }),
  ),
})

export const TemplateInput = z.object({
  name: Name,
  kind: NoticeKind,
  title: z.string().trim().min(1).max(100),
  body: z.string().trim().max(20_000).default(''),
})
export type TemplateInput = z.infer<typeof TemplateInput>
export const TemplatePatch = z.object({
  name: Name.optional(),
  title: z.string().trim().min(1).max(100).optional(),
  body: z.string().trim().max(20_000).optional(),
})
export type TemplatePatch = z.infer<typeof TemplatePatch>
export const Template = TemplateInput.extend({ id: Id, version: Version })
export const Templates = z.object({ items: z.array(Template) })
