import { z } from 'zod'
import {
  Currency,
  Id,
  Instant,
  listOf,
  Minor,
  Name,
  Page,
  StoredFile,
  Version,
} from '../../platform/schema.ts'

/** A decimal with at most three places; JavaScript holds such numbers exactly up to here. */
export const Quantity = z
  .number()
  .min(0)
  .max(999_999_999.999)
  .refine((n) => Math.abs(n * 1000 - Math.round(n * 1000)) < 1e-4, { message: 'three_places' })
export const Amount = Quantity.refine((n) => n > 0, { message: 'above_zero' })
const Share = z.number().min(0).max(1)
const Code = z.string().trim().min(1).max(40)
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const Day = z.iso.date()

/* ---- how it is worked: calendars, limits, the clock ---- */

export const WorkCalendar = z.object({
  timeZone: z.string().max(60).refine(isTimeZone, { message: 'time_zone_unknown' }),
  /** 1 is Monday, 7 is Sunday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  /** A shift that ends before it begins runs over midnight; one that ends when it begins, round the clock. */
  shifts: z
    .array(z.object({ from: Clock, to: Clock }))
    .min(1)
    .max(6),
  holidays: z.array(Day).max(400),
  /** Days off that are worked all the same. */
  extraDays: z.array(Day).max(400),
})
export type WorkCalendar = z.infer<typeof WorkCalendar>
function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const Minutes = z.int().min(0).max(100_000)
export const Thresholds = z.object({
  /** Behind: the gap to the plan, as a share of the operation, and the least delay that counts at all. */
  behindRaise: Share,
  behindClear: Share,
  behindMinutes: Minutes,
  /** Late: working time by which the projected finish lies past the due date. */
  lateRaiseMinutes: Minutes,
  lateClearMinutes: Minutes,
  /** Silent: working time without a report. */
  silentRaiseMinutes: Minutes,
  silentClearMinutes: Minutes,
  /** A warning stands at least so long, and is raised again no sooner. */
  dwellMinutes: Minutes,
  /** Minutes after which a warning that nobody took up goes one rung higher. */
  escalateMinutes: z.array(z.int().min(1).max(100_000)).max(4),
})
export type Thresholds = z.infer<typeof Thresholds>
export const AUDIENCES = ['parties', 'each', 'lead'] as const
export const ClockSettings = z.object({
  isOn: z.boolean(),
  everyMinutes: z.union([15, 30, 60, 120, 240, 480].map((n) => z.literal(n))),
  quietHours: z.object({ from: Clock, to: Clock }).nullable(),
  /** One group of all parties, a group with each factory that shows only its own, or the lead's people alone. */
  audience: z.enum(AUDIENCES),
})
export type ClockSettings = z.infer<typeof ClockSettings>
export const Settings = z.object({
  calendar: WorkCalendar,
  thresholds: Thresholds,
  clock: ClockSettings,
})
export type Settings = z.infer<typeof Settings>
/** What one chain, factory or order has of its own; the nearest one holds. */
export const OwnSettings = z.object({
  calendar: WorkCalendar.partial().optional(),
  thresholds: Thresholds.partial().optional(),
  clock: ClockSettings.partial().optional(),
})
export type OwnSettings = z.infer<typeof OwnSettings>
export const SETTING_SCOPES = ['chain', 'factory', 'order'] as const
export const SettingsAddress = z.object({
  chainId: Id,
  scope: z.enum(SETTING_SCOPES),
  /** The chain, the factory's org, or the order. */
  subjectId: Id,
})
export type SettingsAddress = z.infer<typeof SettingsAddress>
export const SettingsView = z.object({ own: OwnSettings, holds: Settings, version: z.int() })

/* ---- routings ---- */

export const OperationInput = z.object({
  no: z.int().min(1).max(999),
  name: Name,
  unit: z.string().trim().min(1).max(20).optional(),
  minutesPerPiece: z.number().positive().max(100_000),
  /** Numbers of the operations that must be finished first; none: it may begin at once. */
  after: z.array(z.int()).max(30).default([]),
  waitMinutes: Minutes.default(0),
})
export type OperationInput = z.input<typeof OperationInput>
export const RoutingInput = z.object({ operations: z.array(OperationInput).min(1).max(60) })
export type RoutingInput = z.infer<typeof RoutingInput>
export const Operation = z.object({
  no: z.int(),
  name: z.string(),
  unit: z.string(),
  minutesPerPiece: z.number(),
  after: z.array(z.int()),
  waitMinutes: z.int(),
})
export type Operation = z.infer<typeof Operation>
export const Routing = z.object({
  productId: Id,
  edition: z.int(),
  operations: z.array(Operation),
  createdAt: Instant,
})
export type Routing = z.infer<typeof Routing>

/* ---- orders ---- */

export const ShareInput = z.object({
  operationNo: z.int(),
  orgId: Id,
  /** Absent: an equal part of what the others leave. */
  quantity: Amount.optional(),
  /** Pieces that are worked at the same time there. */
  lines: z.int().min(1).max(1000).default(1),
  priceMinor: Minor.nullable().default(null),
})
export type ShareInput = z.infer<typeof ShareInput>
const order = {
  quantity: Amount,
  dueAt: Instant,
  priority: z.int().min(1).max(5),
}
export const OrderInput = z.object({
  chainId: Id,
  productId: Id,
  code: Code,
  ...order,
  priority: order.priority.default(3),
  note: z.string().trim().max(2000).default(''),
  /** What nobody is given is done in the lead's own workshop. */
  shares: z.array(ShareInput).max(300).default([]),
})
export type OrderInput = z.infer<typeof OrderInput>
export const PlanInput = z.object({
  /** The version of the plan that this one was made from. */
  basedOn: z.int().min(1),
  reason: z.string().trim().min(1).max(500),
  quantity: order.quantity.optional(),
  dueAt: order.dueAt.optional(),
  priority: order.priority.optional(),
  /** All shares as they are to be; absent: as they are. */
  shares: z.array(ShareInput).max(300).optional(),
})
export type PlanInput = z.infer<typeof PlanInput>
export const PlanPreview = z.object({
  startAt: Instant,
  /** When it could be finished at best, beginning now. */
  earliestAt: Instant,
  isFeasible: z.boolean(),
  operations: z.array(
    z.object({ no: z.int(), name: z.string(), startsAt: Instant, endsAt: Instant }),
  ),
})

export const ORDER_STATES = ['running', 'done', 'cancelled'] as const
export const ANSWERS = ['offered', 'accepted', 'refused'] as const
export const Progress = z.object({
  planned: Share,
  actual: Share.nullable(),
  /** The part of the work of which nothing is known. */
  unknown: Share,
})
export const Org = z.object({ id: Id, name: z.string() })

/** To whom work may be given. */
export const Parties = z.object({ items: z.array(Org.extend({ kind: z.string() })) })
export const ChainQuery = z.object({ chainId: Id })

export const OrderShare = z.object({
  id: Id,
  org: Org,
  quantity: z.number(),
  good: z.number(),
  scrap: z.number(),
  startsAt: Instant,
  endsAt: Instant,
  answer: z.enum(ANSWERS),
  reason: z.string().nullable(),
  proposedQuantity: z.number().nullable(),
  proposedEndsAt: Instant.nullable(),
  priceMinor: z.int().nullable(),
  lines: z.int(),
  progress: Progress,
  finishAt: Instant.nullable(),
  lastReportedAt: Instant.nullable(),
})
export type OrderShare = z.infer<typeof OrderShare>
export const OrderOperation = Operation.extend({
  startsAt: Instant,
  endsAt: Instant,
  progress: Progress,
  finishAt: Instant.nullable(),
  shares: z.array(OrderShare),
})
export type OrderOperation = z.infer<typeof OrderOperation>

export const WARNING_KINDS = ['behind', 'late', 'silent'] as const
export type WarningKind = (typeof WARNING_KINDS)[number]
export const WARNING_STATES = ['raised', 'acknowledged', 'shelved', 'cleared'] as const
/** 人、机、料、法、环. */
export const CAUSES = ['people', 'machine', 'material', 'method', 'environment'] as const
export const Warning = z.object({
  id: Id,
  orderId: Id,
  orderCode: z.string(),
  productName: z.string(),
  kind: z.enum(WARNING_KINDS),
  state: z.enum(WARNING_STATES),
  operation: z.object({ no: z.int(), name: z.string() }).nullable(),
  org: Org.nullable(),
  /** The gap as a share, or minutes of working time. */
  measure: z.number(),
  raisedAt: Instant,
  acknowledgedAt: Instant.nullable(),
  ownerName: z.string().nullable(),
  cause: z.enum(CAUSES).nullable(),
  action: z.string().nullable(),
  shelvedUntil: Instant.nullable(),
  clearedAt: Instant.nullable(),
  escalated: z.int(),
  version: Version,
})
export type Warning = z.infer<typeof Warning>
export const Warnings = listOf(Warning)
export const WarningQuery = Page.extend({
  chainId: Id.optional(),
  orderId: Id.optional(),
  open: z.stringbool().default(true),
})
export type WarningQuery = z.infer<typeof WarningQuery>
export const AcknowledgeInput = z.object({
  cause: z.enum(CAUSES),
  action: z.string().trim().min(1).max(1000),
  ownerName: Name.optional(),
})
export type AcknowledgeInput = z.infer<typeof AcknowledgeInput>
export const ShelveInput = z.object({ until: Instant, reason: z.string().trim().min(1).max(500) })
export type ShelveInput = z.infer<typeof ShelveInput>

export const OrderRow = z.object({
  id: Id,
  code: z.string(),
  productName: z.string(),
  unit: z.string(),
  quantity: z.number(),
  dueAt: Instant,
  priority: z.int(),
  state: z.enum(ORDER_STATES),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  planNo: z.int(),
  progress: Progress,
  finishAt: Instant.nullable(),
  isLate: z.boolean(),
  openWarnings: z.int(),
  unanswered: z.int(),
  /** Shares under way of which nothing was reported for longer than the limit. */
  silent: z.int(),
  factories: z.int(),
  version: Version,
})
export type OrderRow = z.infer<typeof OrderRow>
export const Orders = listOf(OrderRow)
export const OrderQuery = Page.extend({
  chainId: Id.optional(),
  state: z.enum([...ORDER_STATES, 'all']).default('running'),
  q: z.string().trim().max(100).optional(),
})
export type OrderQuery = z.infer<typeof OrderQuery>
export const Order = OrderRow.extend({
  chainId: Id,
  productId: Id,
  note: z.string(),
  currency: Currency,
  operations: z.array(OrderOperation),
  conversationId: Id.nullable(),
})
export type Order = z.infer<typeof Order>
export const STORY_KINDS = [
  ...['planned', 'answered', 'reported', 'corrected', 'sent', 'received'],
  ...['raised', 'acknowledged', 'cleared', 'digest', 'finished', 'cancelled'],
] as const
export const Story = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(STORY_KINDS),
      at: Instant,
      who: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type Story = z.infer<typeof Story>
export const CancelInput = z.object({ reason: z.string().trim().min(1).max(500) })

/* ---- a factory's own side ---- */

export const AnswerInput = z
  .object({
    answer: z.enum(['accepted', 'refused']),
    reason: z.string().trim().max(500).default(''),
    proposedQuantity: Amount.optional(),
    proposedEndsAt: Instant.optional(),
  })
  .refine((a) => a.answer === 'accepted' || a.reason !== '', {
    path: ['reason'],
    message: 'reason_needed',
  })
export type AnswerInput = z.infer<typeof AnswerInput>
/** One piece of work as its factory sees it: nothing of the rest of the order. */
export const WorkItem = z.object({
  id: Id,
  orderId: Id,
  orderCode: z.string(),
  productName: z.string(),
  lead: Org,
  operation: z.object({ no: z.int(), name: z.string(), unit: z.string() }),
  quantity: z.number(),
  good: z.number(),
  scrap: z.number(),
  startsAt: Instant,
  endsAt: Instant,
  answer: z.enum(ANSWERS),
  reason: z.string().nullable(),
  priceMinor: z.int().nullable(),
  currency: Currency,
  progress: Progress,
  finishAt: Instant.nullable(),
  lastReportedAt: Instant.nullable(),
  openWarnings: z.int(),
  isDone: z.boolean(),
})
export type WorkItem = z.infer<typeof WorkItem>
export const WorkItems = z.object({ items: z.array(WorkItem) })
export const WorkQuery = z.object({ done: z.stringbool().default(false) })

/* ---- reports ---- */

export const SOURCES = ['phone', 'scan', 'xlsx', 'api', 'machine'] as const
export const ReportInput = z
  .object({
    /** Made by whoever reports: sent again, the same report changes nothing. */
    id: Id,
    shareId: Id,
    good: Quantity,
    scrap: Quantity.default(0),
    scrapReason: z.string().trim().max(200).default(''),
    doneAt: Instant,
    source: z.enum(SOURCES).default('api'),
    bundleCode: z.string().trim().max(40).optional(),
    fileId: Id.optional(),
    /** The report that this one corrects: its figures take the place of the other's. */
    corrects: Id.optional(),
  })
  .refine((r) => r.corrects !== undefined || r.good + r.scrap > 0, {
    path: ['good'],
    message: 'nothing_reported',
  })
  .refine((r) => r.scrap === 0 || r.scrapReason !== '', {
    path: ['scrapReason'],
    message: 'reason_needed',
  })
export type ReportInput = z.infer<typeof ReportInput>
export const ReportsInput = z.object({ reports: z.array(ReportInput).min(1).max(200) })
export type ReportsInput = z.infer<typeof ReportsInput>
export const REPORT_OUTCOMES = ['accepted', 'repeated', 'refused'] as const
export const ReportResult = z.object({
  id: Id,
  outcome: z.enum(REPORT_OUTCOMES),
  /** Why it was refused. */
  reason: z.string().optional(),
})
export type ReportResult = z.infer<typeof ReportResult>
/** In the order of the reports. A refused one does not hold up those behind it. */
export const ReportResults = z.object({ results: z.array(ReportResult) })
export const Report = z.object({
  id: Id,
  shareId: Id,
  operation: z.object({ no: z.int(), name: z.string() }),
  org: Org,
  good: z.number(),
  scrap: z.number(),
  scrapReason: z.string(),
  doneAt: Instant,
  reportedAt: Instant,
  personName: z.string(),
  source: z.enum(SOURCES),
  bundleCode: z.string().nullable(),
  file: StoredFile.pick({ id: true, name: true }).nullable(),
  corrects: Id.nullable(),
  isCorrected: z.boolean(),
})
export type Report = z.infer<typeof Report>
export const Reports = listOf(Report)
export const ReportQuery = Page.extend({ shareId: Id.optional(), orderId: Id.optional() })
export type ReportQuery = z.infer<typeof ReportQuery>
export const SheetInput = z.object({ fileId: Id })
export const SheetResult = z.object({
  accepted: z.int(),
  repeated: z.int(),
  refused: z.array(z.object({ row: z.int(), reason: z.string() })),
})
export type SheetResult = z.infer<typeof SheetResult>

/* ---- bundles and hand-overs ---- */

export const BundlesInput = z.object({ size: Amount })
export const Bundle = z.object({
  code: z.string(),
  quantity: z.number(),
  orderCode: z.string(),
  productName: z.string(),
  unit: z.string(),
})
export type Bundle = z.infer<typeof Bundle>
export const Bundles = z.object({ items: z.array(Bundle) })
/** A bundle as whoever scans it sees it: which of my operations it may be reported in. */
export const ScannedBundle = Bundle.extend({
  work: z.array(WorkItem.pick({ id: true, operation: true }).extend({ isReported: z.boolean() })),
})
export type ScannedBundle = z.infer<typeof ScannedBundle>
export const HandoverInput = z.object({
  orderId: Id.optional(),
  shareId: Id.optional(),
  toOrgId: Id,
  item: Name,
  unit: z.string().trim().min(1).max(20),
  quantity: Amount,
})
export type HandoverInput = z.infer<typeof HandoverInput>
export const ReceiveInput = z.object({
  quantity: Quantity,
  note: z.string().trim().max(500).default(''),
})
export type ReceiveInput = z.infer<typeof ReceiveInput>
export const Handover = z.object({
  id: Id,
  orderCode: z.string(),
  from: Org,
  to: Org,
  item: z.string(),
  unit: z.string(),
  sent: z.number(),
  sentAt: Instant,
  sentBy: z.string(),
  received: z.number().nullable(),
  receivedAt: Instant.nullable(),
  receivedBy: z.string().nullable(),
  /** Received less sent; null until it has arrived. */
  difference: z.number().nullable(),
  note: z.string(),
  isMine: z.boolean(),
})
export type Handover = z.infer<typeof Handover>
export const Handovers = z.object({ items: z.array(Handover) })
export const HandoverQuery = z.object({
  orderId: Id.optional(),
  open: z.stringbool().default(false),
})

/* ---- boards ---- */

export const Board = z.object({
  chainName: z.string(),
  at: Instant,
  running: z.int(),
  late: z.int(),
  silent: z.int(),
  openWarnings: z.int(),
  dueToday: z.int(),
  progress: Progress,
  /** The worst first. */
  orders: z.array(OrderRow),
  factories: z.array(
    z.object({
      org: Org,
      progress: Progress,
      openWarnings: z.int(),
      silent: z.int(),
      running: z.int(),
    }),
  ),
})
export type Board = z.infer<typeof Board>
export const GanttQuery = z.object({ chainId: Id, from: Instant, to: Instant })
export const Gantt = z.object({
  factories: z.array(
    z.object({
      org: Org,
      /** Planned work over the working time of the days asked for. */
      load: z.number(),
      days: z.array(z.object({ day: Day, load: z.number() })),
      bars: z.array(
        z.object({
          shareId: Id,
          orderId: Id,
          orderCode: z.string(),
          productName: z.string(),
          operation: z.string(),
          startsAt: Instant,
          endsAt: Instant,
          finishAt: Instant.nullable(),
          actual: Share.nullable(),
          isLate: z.boolean(),
        }),
      ),
    }),
  ),
  bottleneck: Org.nullable(),
})
export type Gantt = z.infer<typeof Gantt>
export const PeriodQuery = z.object({ chainId: Id, from: Instant, to: Instant })
export const FactoryScore = z.object({
  org: Org,
  shares: z.int(),
  finished: z.int(),
  /** Null where there is nothing to count. */
  onTime: Share.nullable(),
  quality: Share.nullable(),
  reporting: Share.nullable(),
  answerMinutes: z.number().nullable(),
  reactionMinutes: z.number().nullable(),
})
export type FactoryScore = z.infer<typeof FactoryScore>
export const Scorecard = z.object({ items: z.array(FactoryScore) })
export const PeriodFigures = z.object({
  orders: z.int(),
  cycleHours: z.number().nullable(),
  onTime: Share.nullable(),
  reporting: Share.nullable(),
  reactionMinutes: z.number().nullable(),
})
export type PeriodFigures = z.infer<typeof PeriodFigures>
export const ComparisonQuery = z.object({
  chainId: Id,
  at: Instant,
  days: z.coerce.number().int().min(1).max(730).default(90),
})
export const Comparison = z.object({ before: PeriodFigures, after: PeriodFigures })
