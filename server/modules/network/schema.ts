import { z } from 'zod'
import {
  Currency,
  FileQuery,
  Id,
  Instant,
  listOf,
  Mail,
  many,
  Name,
  Page,
  TimeZone,
  Version,
} from '../../platform/schema.ts'
import { AuditEvent, Me, OrgInput, PersonInput, Uscc } from '../identity/schema.ts'

export const SIDES = ['downstream', 'upstream'] as const
export const Side = z.enum(SIDES)
export type Side = z.infer<typeof Side>
export const PARTNER_STATUSES = ['imported', 'invited', 'joined', 'suspended', 'left'] as const
export const PartnerStatus = z.enum(PARTNER_STATUSES)
export type PartnerStatus = z.infer<typeof PartnerStatus>

/** `HH:MM` in the chain's time zone. */
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

// The bare fields, because a default inside a partial would overwrite what the caller left out.
const settings = {
  timeZone: TimeZone,
  /** No notice, reminder or escalation goes out in between; null for never quiet. */
  quietHours: z.object({ from: Clock, to: Clock }).nullable(),
  /** Hours after delivery at which who has not confirmed is reminded. */
  reminderHours: z.array(z.int().min(1).max(720)).max(6),
  /** Hours after delivery at which the parent distributor is told; null for never. */
  escalateAfterHours: z.int().min(1).max(720).nullable(),
  /** Minutes a distributor has to adjust a notice before it flows on by itself. */
  relayMinutes: z.int().min(0).max(10_080),
  /** Prices are rounded half up to this many minor units at each tier: 1 fen, 10 fen, 1 yuan. */
  priceStepMinor: z.int().min(1).max(100_000),
}
export const ChainSettings = z.object({
  timeZone: settings.timeZone.default('Asia/Shanghai'),
  quietHours: settings.quietHours.default(null),
  reminderHours: settings.reminderHours.default([4, 12, 24]),
  escalateAfterHours: settings.escalateAfterHours.default(48),
  relayMinutes: settings.relayMinutes.default(0),
  priceStepMinor: settings.priceStepMinor.default(1),
})
export type ChainSettings = z.infer<typeof ChainSettings>

export const ChainInput = z.object({
  name: Name,
  note: z.string().trim().max(1000).default(''),
  currency: Currency.default('CNY'),
  /** Whether partners under the same parent see each other in the directory. */
  peersVisible: z.boolean().default(false),
  settings: ChainSettings.prefault({}),
})
export type ChainInput = z.infer<typeof ChainInput>
export const ChainPatch = z.object({
  name: Name.optional(),
  note: z.string().trim().max(1000).optional(),
  peersVisible: z.boolean().optional(),
  settings: z.object(settings).partial().optional(),
})
export type ChainPatch = z.infer<typeof ChainPatch>
export const Chain = z.object({
  id: Id,
  name: z.string(),
  note: z.string(),
  currency: z.string(),
  peersVisible: z.boolean(),
  settings: ChainSettings,
  lead: z.object({ orgId: Id, name: z.string() }),
  isLead: z.boolean(),
  /** My own place, when I am a partner in it. */
  myPartnerId: Id.nullable(),
  myTier: z.int().nullable(),
  partners: z.int(),
  joined: z.int(),
  createdAt: Instant,
  version: Version,
})
export type Chain = z.infer<typeof Chain>
export const Chains = z.object({ items: z.array(Chain) })

export const TierCount = z.object({
  side: Side,
  tier: z.int(),
  status: PartnerStatus,
  partners: z.int(),
})
export const ChainSummary = z.object({
  tiers: z.array(TierCount),
  regions: z.array(z.object({ region: z.string(), partners: z.int() })),
  kinds: z.array(z.object({ kind: z.string(), partners: z.int() })),
  tags: z.array(z.object({ tag: z.string(), partners: z.int() })),
})
export type ChainSummary = z.infer<typeof ChainSummary>

/** The whole visible tree in columns: 5,000 partners in about 300 kB before compression. */
export const ChainMap = z.object({
  ids: z.array(Id),
  /** Index into `ids` of the parent; -1 directly under the lead (or under the top of what I may see). */
  parents: z.array(z.int()),
  names: z.array(z.string()),
  tiers: z.array(z.int()),
  sides: z.array(z.enum(['d', 'u'])),
  statuses: z.array(PartnerStatus),
  kinds: z.array(z.string()),
  regions: z.array(z.string()),
  /** Partners of the lowest tiers that a map of this size leaves out; the table has them all. */
  omitted: z.int(),
})
export type ChainMap = z.infer<typeof ChainMap>

export const PartnerInput = z.object({
  /** The partner's own code: what an import finds it by again. */
  code: z.string().trim().min(1).max(60),
  name: Name,
  side: Side.default('downstream'),
  /** Absent: directly below the org that adds it. */
  parentId: Id.nullish(),
  kind: z.string().trim().max(40).default(''),
  uscc: Uscc.nullish(),
  region: z.string().trim().max(100).default(''),
  address: z.string().trim().max(200).default(''),
  note: z.string().trim().max(1000).default(''),
  tags: z.array(z.string().trim().min(1).max(30)).max(20).default([]),
  groupIds: z.array(Id).max(20).default([]),
})
export type PartnerInput = z.infer<typeof PartnerInput>
export const PartnerPatch = z.object({
  code: z.string().trim().min(1).max(60).optional(),
  name: Name.optional(),
  kind: z.string().trim().max(40).optional(),
  uscc: Uscc.nullish(),
  region: z.string().trim().max(100).optional(),
  address: z.string().trim().max(200).optional(),
  note: z.string().trim().max(1000).optional(),
  tags: z.array(z.string().trim().min(1).max(30)).max(20).optional(),
  groupIds: z.array(Id).max(20).optional(),
})
export type PartnerPatch = z.infer<typeof PartnerPatch>
export const Partner = z.object({
  id: Id,
  chainId: Id,
  code: z.string(),
  name: z.string(),
  side: Side,
  tier: z.int(),
  kind: z.string(),
  status: PartnerStatus,
  uscc: z.string().nullable(),
  region: z.string(),
  address: z.string(),
  note: z.string(),
  parentId: Id.nullable(),
  parentName: z.string().nullable(),
  children: z.int(),
  tags: z.array(z.string()),
  groups: z.array(z.object({ id: Id, name: z.string() })),
  /** Whether I may change it: the nearest joined org above it may. */
  isMine: z.boolean(),
  createdAt: Instant,
  joinedAt: Instant.nullable(),
  version: Version,
})
export type Partner = z.infer<typeof Partner>
export const PartnerDetail = Partner.extend({
  /** From the top that I may see down to the parent. */
  ancestors: z.array(z.object({ id: Id, name: z.string(), tier: z.int() })),
  below: z.array(z.object({ tier: z.int(), partners: z.int(), joined: z.int() })),
  openInvitation: z.object({ expiresAt: Instant }).nullable(),
})
export type PartnerDetail = z.infer<typeof PartnerDetail>
export const PARTNER_SORTS = ['name', 'code', 'tier', 'created'] as const
export const PartnerFilter = z.object({
  q: z.string().trim().max(100).optional(),
  side: Side.optional(),
  tier: many(z.coerce.number().int().min(1).max(30)),
  status: many(PartnerStatus),
  groupId: many(Id),
  tag: many(z.string().max(30)),
  region: many(z.string().max(100)),
  kind: many(z.string().max(40)),
  parentId: Id.optional(),
  /** All below this partner, at any depth. */
  underId: Id.optional(),
})
export type PartnerFilter = z.infer<typeof PartnerFilter>
export const PartnerQuery = Page.extend(PartnerFilter.shape).extend({
  sort: z.enum(PARTNER_SORTS).default('name'),
})
export type PartnerQuery = z.infer<typeof PartnerQuery>
export const Partners = listOf(Partner)
export const PARTNER_FILE_LOCALES = ['zh-CN', 'en'] as const
export const PartnerFileQuery = PartnerFilter.extend({
  ...FileQuery.shape,
  locale: z.enum(PARTNER_FILE_LOCALES).default('zh-CN'),
})
export type PartnerFileQuery = z.infer<typeof PartnerFileQuery>

/** What my org's record says about a partner, latest first. */
export const PartnerEvent = AuditEvent.omit({ subject: true, hash: true })
export const PartnerHistory = listOf(PartnerEvent)

export const CONSEQUENCE_WARNINGS = [
  'joined_partners_lose_access',
  'owner_changes',
  'price_path_changes',
  'history_kept',
] as const
/** What an act would do, in numbers, before it is done. */
export const Consequences = z.object({
  partners: z.int(),
  joined: z.int(),
  contacts: z.int(),
  tiersBefore: z.tuple([z.int(), z.int()]).nullable(),
  tiersAfter: z.tuple([z.int(), z.int()]).nullable(),
  pendingReceipts: z.int(),
  warnings: z.array(z.enum(CONSEQUENCE_WARNINGS)),
})
export type Consequences = z.infer<typeof Consequences>
export const MoveInput = z.object({ parentId: Id.nullable(), dryRun: z.boolean().default(false) })
export type MoveInput = z.infer<typeof MoveInput>
export const MergeInput = z.object({
  /** The partner that stays; the one in the address is merged into it and goes. */
  intoId: Id,
  dryRun: z.boolean().default(false),
})
export type MergeInput = z.infer<typeof MergeInput>
export const RemovalInput = z.object({
  /** What becomes of those below: they move up to the parent, or go with it. */
  children: z.enum(['move_up', 'remove']).default('move_up'),
  dryRun: z.boolean().default(false),
})
export type RemovalInput = z.infer<typeof RemovalInput>

export const GroupInput = z.object({
  name: z.string().trim().min(1).max(60),
  parentId: Id.nullish(),
})
export const GroupPatch = z.object({
  name: z.string().trim().min(1).max(60).optional(),
  parentId: Id.nullish(),
})
export type GroupInput = z.infer<typeof GroupInput>
export type GroupPatch = z.infer<typeof GroupPatch>
export const Group = z.object({
  id: Id,
  name: z.string(),
  parentId: Id.nullable(),
  partners: z.int(),
  version: Version,
})
export type Group = z.infer<typeof Group>
export const Groups = z.object({ items: z.array(Group) })
/** Bulk work over chosen partners, or over all that a filter finds. */
export const BulkInput = z.object({
  partnerIds: z.array(Id).max(5000).optional(),
  filter: PartnerFilter.optional(),
  addTags: z.array(z.string().trim().min(1).max(30)).max(20).default([]),
  removeTags: z.array(z.string().trim().min(1).max(30)).max(20).default([]),
  addGroupIds: z.array(Id).max(20).default([]),
  removeGroupIds: z.array(Id).max(20).default([]),
})
export type BulkInput = z.infer<typeof BulkInput>
export const BulkResult = z.object({ partners: z.int() })

export const ContactInput = z.object({
  name: Name,
  jobTitle: z.string().trim().max(60).default(''),
  department: z.string().trim().max(60).default(''),
  phone: z.string().trim().max(40).default(''),
  mail: Mail.or(z.literal('')).default(''),
  note: z.string().trim().max(500).default(''),
  isPrimary: z.boolean().default(false),
})
export type ContactInput = z.infer<typeof ContactInput>
export const ContactPatch = z.object({
  name: Name.optional(),
  jobTitle: z.string().trim().max(60).optional(),
  department: z.string().trim().max(60).optional(),
  phone: z.string().trim().max(40).optional(),
  mail: Mail.or(z.literal('')).optional(),
  note: z.string().trim().max(500).optional(),
  isPrimary: z.boolean().optional(),
})
export type ContactPatch = z.infer<typeof ContactPatch>
export const Contact = z.object({
  id: Id,
  partnerId: Id,
  name: z.string(),
  jobTitle: z.string(),
  department: z.string(),
  phone: z.string(),
  mail: z.string(),
  note: z.string(),
  isPrimary: z.boolean(),
  version: Version,
})
export type Contact = z.infer<typeof Contact>
export const Contacts = z.object({ items: z.array(Contact) })

export const DIRECTORY_RELATIONS = ['below', 'above', 'peer', 'colleague'] as const
/** Somebody whom the reader may find: a partner's contact, or a person of a joined org. */
export const DirectoryEntry = z.object({
  key: z.string(),
  name: z.string(),
  jobTitle: z.string(),
  department: z.string(),
  phone: z.string(),
  mail: z.string(),
  orgName: z.string(),
  partnerId: Id.nullable(),
  relation: z.enum(DIRECTORY_RELATIONS),
})
export type DirectoryEntry = z.infer<typeof DirectoryEntry>
export const DirectoryQuery = Page.extend({
  q: z.string().trim().max(100).optional(),
  chainId: Id.optional(),
  relation: many(z.enum(DIRECTORY_RELATIONS)),
})
export type DirectoryQuery = z.infer<typeof DirectoryQuery>
export const Directory = listOf(DirectoryEntry)
export const DirectoryFileQuery = DirectoryQuery.omit({ cursor: true, limit: true }).extend({
  locale: z.enum(PARTNER_FILE_LOCALES).default('zh-CN'),
})
export type DirectoryFileQuery = z.infer<typeof DirectoryFileQuery>

export const RuleQuery = z.object({ chainId: Id.optional() })
export const RuleInput = z.object({
  chainId: Id,
  name: Name,
  /** My side of the rule: these departments and these people; both empty means everybody of mine. */
  myDepartments: z.array(z.string().trim().min(1).max(60)).max(100).default([]),
  myPersonIds: z.array(Id).max(500).default([]),
  /** Their side: partners of these groups and these partners; both empty means all my partners. */
  theirGroupIds: z.array(Id).max(100).default([]),
  theirPartnerIds: z.array(Id).max(500).default([]),
})
export type RuleInput = z.infer<typeof RuleInput>
export const RulePatch = z.object({
  name: Name.optional(),
  myDepartments: z.array(z.string().trim().min(1).max(60)).max(100).optional(),
  myPersonIds: z.array(Id).max(500).optional(),
  theirGroupIds: z.array(Id).max(100).optional(),
  theirPartnerIds: z.array(Id).max(500).optional(),
})
export type RulePatch = z.infer<typeof RulePatch>
export const Rule = z.object({
  id: Id,
  chainId: Id,
  name: z.string(),
  myDepartments: z.array(z.string()),
  myPersonIds: z.array(Id),
  theirGroupIds: z.array(Id),
  theirPartnerIds: z.array(Id),
  /** How many it joins at present: of mine, of theirs. */
  people: z.int(),
  partners: z.int(),
  version: Version,
})
export type Rule = z.infer<typeof Rule>
export const Rules = z.object({ items: z.array(Rule) })

export const PartnerInvitation = z.object({
  partnerId: Id,
  partnerName: z.string(),
  token: z.string(),
  link: z.string(),
  expiresAt: Instant,
})
export type PartnerInvitation = z.infer<typeof PartnerInvitation>
/** An invitation that is still open. Its link was shown once: only the hash is stored. */
export const OpenInvitation = z.object({
  partnerId: Id,
  partnerName: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
})
export const PartnerInvitationInput = z.object({ days: z.int().min(1).max(90).default(30) })
/** One partner by its address; many by ids or by filter: answers a link for each (at most 5,000). */
export const PartnerInvitationsInput = z.object({
  partnerIds: z.array(Id).max(5000).optional(),
  filter: PartnerFilter.optional(),
  days: z.int().min(1).max(90).default(30),
})
export type PartnerInvitationsInput = z.infer<typeof PartnerInvitationsInput>
export const PartnerInvitations = z.object({ items: z.array(PartnerInvitation) })
export const JoinToken = z.object({ token: z.string().min(20).max(100) })
export const JoinView = z.object({
  chainName: z.string(),
  leadName: z.string(),
  invitedBy: z.string(),
  partnerName: z.string(),
  side: Side,
  tier: z.int(),
  uscc: z.string().nullable(),
  region: z.string(),
  expiresAt: Instant,
  isSignedIn: z.boolean(),
  /** Orgs that the signed-in reader may bring in. */
  myOrgs: z.array(z.object({ id: Id, name: z.string() })),
})
/** Join with an org I own, or with a new one (and, when not signed in, as a new person). */
export const JoinInput = z
  .object({ orgId: Id.optional(), org: OrgInput.optional(), person: PersonInput.optional() })
  .refine((j) => j.orgId !== undefined || j.org !== undefined, {
    path: ['org'],
    message: 'org_needed',
  })
export type JoinInput = z.infer<typeof JoinInput>
/** Who I am after joining, and the place that my org has taken. */
export const Joined = Me.extend({ joined: z.object({ orgId: Id, chainId: Id, partnerId: Id }) })
export type Joined = z.infer<typeof Joined>

export const IMPORT_FIELDS = [
  'code',
  'name',
  'parentCode',
  'kind',
  'uscc',
  'region',
  'address',
  'group',
  'tags',
  'note',
  'contactName',
  'contactJobTitle',
  'contactPhone',
  'contactMail',
  'contact2Name',
  'contact2JobTitle',
  'contact2Phone',
  'contact2Mail',
] as const
export const ImportField = z.enum(IMPORT_FIELDS)
export type ImportField = z.infer<typeof ImportField>
export const IMPORT_STATES = [
  'uploaded',
  'checking',
  'checked',
  'running',
  'done',
  'cancelled',
  'failed',
] as const
export const ImportPlan = z.object({
  sheet: z.string().nullable(),
  /** 1-based row of the headings; rows above are ignored. */
  headerRow: z.int().min(1).max(1000),
  /** Column index of each field; a field left out is not imported. */
  mapping: z.partialRecord(ImportField, z.int().min(0).max(199)),
})
export type ImportPlan = z.infer<typeof ImportPlan>
export const ROW_OUTCOMES = ['created', 'updated', 'unchanged', 'failed'] as const
export const Import = z.object({
  id: Id,
  chainId: Id,
  side: Side,
  parentId: Id.nullable(),
  fileName: z.string(),
  state: z.enum(IMPORT_STATES),
  plan: ImportPlan,
  sheets: z.array(z.string()),
  headers: z.array(z.string()),
  /** The first rows below the headings, as read. */
  preview: z.array(z.array(z.string())),
  encoding: z.string().nullable(),
  rowsTotal: z.int(),
  rowsRead: z.int(),
  rowsDone: z.int(),
  counts: z.partialRecord(z.enum(ROW_OUTCOMES), z.int()),
  failure: z.string().nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  version: Version,
})
export type Import = z.infer<typeof Import>
export const Imports = listOf(Import)
export const ImportRow = z.object({
  rowNo: z.int(),
  outcome: z.enum(ROW_OUTCOMES).nullable(),
  code: z.string().nullable(),
  cells: z.array(z.string()),
  problems: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
  partnerId: Id.nullable(),
})
export const ImportRows = listOf(ImportRow)
export const ImportRowQuery = Page.extend({ outcome: many(z.enum(ROW_OUTCOMES)) })
