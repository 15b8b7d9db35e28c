import { z } from 'zod'
import { Id, Instant, listOf, Page, StoredFile, Version } from '../../platform/schema.ts'

export const MEMBERS_MAX = 2000
export const ConversationKind = z.enum(['group', 'direct'])
export const MESSAGE_KINDS = ['text', 'markdown', 'picture', 'file', 'card'] as const
export const MessageKind = z.enum(MESSAGE_KINDS)
const Title = z.string().trim().min(1).max(60)
const No = z.coerce.number().int().min(1).max(9_000_000_000_000)

/** People as the directory names them (`key` of its entries): only who may be found can be brought in. */
const PersonKey = z.string().regex(/^m:[0-9a-f-]{36}(:[0-9a-f-]{36})?$/)
const People = z.array(PersonKey).max(200)

/** Whose people come and go by themselves: those of a partner group, or of the parties of a subject. */
export const Follows = z.discriminatedUnion('by', [
  z.object({ by: z.literal('group'), groupId: Id, who: z.enum(['managers', 'everybody']) }),
  z.object({
    by: z.literal('parties'),
    orgIds: z.array(Id).max(500),
    who: z.enum(['managers', 'everybody']),
  }),
])
export const FollowsGroup = Follows.options[0]
export const ConversationInput = z.object({
  title: Title,
  people: People.default([]),
  follows: FollowsGroup.nullish(),
  chainId: Id.nullish(),
  showsHistory: z.boolean().default(false),
})
export type ConversationInput = z.infer<typeof ConversationInput>
export const DirectInput = z.object({ person: PersonKey })
export const ConversationPatch = z
  .object({ title: Title, follows: FollowsGroup.nullable(), showsHistory: z.boolean() })
  .partial()
export type ConversationPatch = z.infer<typeof ConversationPatch>
export const MembersInput = z.object({ people: People.min(1) })
export const OwnSettings = z.object({ isMuted: z.boolean(), isPinned: z.boolean() }).partial()

export const Sender = z.object({
  personId: Id.nullable(),
  orgId: Id.nullable(),
  name: z.string(),
  orgName: z.string(),
  /** `clock` and the like for robots of the house, an id for a robot of the conversation. */
  robot: z.string().nullable(),
})
export const Message = z.object({
  conversationId: Id,
  no: z.int(),
  id: Id,
  kind: MessageKind,
  sender: Sender,
  text: z.string(),
  /** What a robot of the house says in each language. */
  texts: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** Names how `data` is drawn; without a drawing of that name the text is shown. */
  template: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  file: StoredFile.nullable(),
  replyTo: z.object({ no: z.int(), name: z.string(), text: z.string() }).nullable(),
  mentions: z.array(z.object({ personId: Id, name: z.string() })),
  mentionsAll: z.boolean(),
  at: Instant,
  editedAt: Instant.nullable(),
  recalledAt: Instant.nullable(),
  recalledBy: z.string().nullable(),
  version: Version,
})
export type Message = z.infer<typeof Message>

export const ConversationItem = z.object({
  id: Id,
  kind: ConversationKind,
  /** Of a direct conversation the other person's name. */
  title: z.string(),
  orgName: z.string(),
  members: z.int(),
  hasOutsiders: z.boolean(),
  lastNo: z.int(),
  lastAt: Instant,
  last: z
    .object({ kind: MessageKind, name: z.string(), text: z.string(), isRecalled: z.boolean() })
    .nullable(),
  unread: z.int(),
  /** Something unread names me or everybody. */
  isMentioned: z.boolean(),
  isMuted: z.boolean(),
  isPinned: z.boolean(),
})
export type ConversationItem = z.infer<typeof ConversationItem>
export const Conversation = ConversationItem.extend({
  subject: z.string().nullable(),
  chainId: Id.nullable(),
  follows: Follows.nullable(),
  showsHistory: z.boolean(),
  isHost: z.boolean(),
  /** Whether my org opened it, and so decides about it. */
  isOurs: z.boolean(),
  came: z.enum(['added', 'followed']),
  /** The first number that is for me. */
  firstNo: z.int(),
  /** The first number that I have not read; null when there is none. */
  firstUnreadNo: z.int().nullable(),
  pinned: z.array(z.int()),
  version: Version,
})
export type Conversation = z.infer<typeof Conversation>
export const ConversationQuery = Page.extend({
  q: z.string().trim().max(60).optional(),
  only: z.enum(['unread']).optional(),
})
export type ConversationQuery = z.infer<typeof ConversationQuery>
export const Conversations = listOf(ConversationItem).extend({
  /** Unread messages in all conversations that are not muted, and mentions in any. */
  unread: z.int(),
})

export const ConversationMember = z.object({
  personId: Id,
  name: z.string(),
  jobTitle: z.string(),
  orgId: Id,
  orgName: z.string(),
  isHost: z.boolean(),
  came: z.enum(['added', 'followed']),
  joinedAt: Instant,
})
export type ConversationMember = z.infer<typeof ConversationMember>
export const ConversationMembers = z.object({ items: z.array(ConversationMember) })

const Mentions = {
  mentions: z.array(Id).max(100).default([]),
  mentionsAll: z.boolean().default(false),
}
const Reply = { replyNo: z.int().min(1).nullish() }
/** A record of ours that somebody shows in a conversation: an order, say. */
export const CardInput = z.object({
  title: z.string().trim().min(1).max(100),
  note: z.string().trim().max(200).default(''),
  /** A page of ours: `/production/orders/…`. */
  path: z.string().regex(/^\/[a-z0-9/_-]{1,200}$/),
  facts: z
    .array(z.object({ label: z.string().trim().min(1).max(20), value: z.string().trim().max(60) }))
    .max(6)
    .default([]),
})
export const MessageInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().trim().min(1).max(5000),
    ...Mentions,
    ...Reply,
  }),
  z.object({
    kind: z.literal('markdown'),
    text: z.string().trim().min(1).max(10_000),
    ...Mentions,
    ...Reply,
  }),
  z.object({
    kind: z.literal('picture'),
    fileId: Id,
    width: z.int().min(1).max(100_000).optional(),
    height: z.int().min(1).max(100_000).optional(),
    ...Reply,
  }),
  z.object({ kind: z.literal('file'), fileId: Id, ...Reply }),
  z.object({ kind: z.literal('card'), card: CardInput, ...Reply }),
])
export type MessageInput = z.infer<typeof MessageInput>
export const MessagePatch = z.object({
  text: z.string().trim().min(1).max(10_000),
  ...Mentions,
})
export type MessagePatch = z.infer<typeof MessagePatch>

/** A stretch of a conversation: the newest, or before, after or around a number. */
export const MessageQuery = z.object({
  before: No.optional(),
  after: z.coerce.number().int().min(0).max(9_000_000_000_000).optional(),
  around: No.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type MessageQuery = z.infer<typeof MessageQuery>
export const Messages = z.object({
  items: z.array(Message),
  hasEarlier: z.boolean(),
  hasLater: z.boolean(),
})
export const MessageVersions = z.object({
  items: z.array(z.object({ version: z.int(), text: z.string(), changedAt: Instant })),
})

export const ReadingInput = z
  .object({ from: z.int().min(1), to: z.int().min(1).max(9_000_000_000_000) })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'It ends before it begins' })
export const Reading = z.object({ unread: z.int(), isMentioned: z.boolean() })
export const ReadCountQuery = z
  .object({ from: No, to: No })
  .refine(({ from, to }) => from <= to && to - from < 500, {
    path: ['to'],
    message: 'at most 500 messages at once',
  })
export const ReadCounts = z.object({
  items: z.array(z.object({ no: z.int(), read: z.int(), of: z.int() })),
})
const Reader = z.object({
  personId: Id,
  name: z.string(),
  orgId: Id,
  orgName: z.string(),
  /** To the minute. */
  at: Instant.nullable(),
})
export const Readers = z.object({ read: z.array(Reader), unread: z.array(Reader) })

export const SearchQuery = Page.extend({
  q: z.string().trim().min(2).max(60),
  conversationId: Id.optional(),
})
export type SearchQuery = z.infer<typeof SearchQuery>
export const FoundMessages = listOf(Message.extend({ title: z.string() }))
