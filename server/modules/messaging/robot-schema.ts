import { z } from 'zod'
import { Id, Instant, listOf, Page, Version } from '../../platform/schema.ts'

const Name = z.string().trim().min(1).max(40)
/** An address or a range: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32. */
const Range = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
export const RobotInput = z.object({
  name: Name,
  addresses: z.array(Range).max(50).default([]),
  perMinute: z.int().min(1).max(600).default(20),
})
export type RobotInput = z.infer<typeof RobotInput>
export const RobotPatch = z
  .object({ name: Name, addresses: z.array(Range).max(50), perMinute: z.int().min(1).max(600) })
  .partial()
export type RobotPatch = z.infer<typeof RobotPatch>
export const Robot = z.object({
  id: Id,
  conversationId: Id,
  name: z.string(),
  /** The last letters of its key, to tell keys apart. */
  hint: z.string(),
  addresses: z.array(z.string()),
  perMinute: z.int(),
  createdAt: Instant,
  rotatedAt: Instant.nullable(),
  usedAt: Instant.nullable(),
  version: Version,
})
export type Robot = z.infer<typeof Robot>
/** The address with its key is shown this once. */
export const RobotMade = Robot.extend({ url: z.string() })
export type RobotMade = z.infer<typeof RobotMade>
export const Robots = z.object({ items: z.array(Robot) })

export const DESTINATION_KINDS = ['wecom', 'dingtalk', 'feishu', 'webhook'] as const
export const DestinationKind = z.enum(DESTINATION_KINDS)
export type DestinationKind = z.infer<typeof DestinationKind>
export const TAKES = ['digests', 'alerts', 'robots', 'all'] as const
const Url = z
  .url({ protocol: /^https?$/, message: 'An address that begins with https://' })
  .max(1000)
const Sources = z
  .array(z.object({ conversationId: Id, takes: z.enum(TAKES) }))
  .max(200)
  .default([])
export const DestinationInput = z.object({
  kind: DestinationKind,
  name: Name,
  url: Url,
  /** DingTalk and Feishu sign with it where it is set; plain webhooks always sign, and make one if none is given. */
  secret: z.string().trim().max(200).default(''),
  language: z.enum(['zh', 'en']).default('zh'),
  takesNotices: z.boolean().default(false),
  sources: Sources,
})
export type DestinationInput = z.infer<typeof DestinationInput>
export const DestinationPatch = z
  .object({
    name: Name,
    url: Url,
    secret: z.string().trim().max(200),
    language: z.enum(['zh', 'en']),
    takesNotices: z.boolean(),
    sources: z.array(z.object({ conversationId: Id, takes: z.enum(TAKES) })).max(200),
    isPaused: z.boolean(),
  })
  .partial()
export type DestinationPatch = z.infer<typeof DestinationPatch>
export const Destination = z.object({
  id: Id,
  kind: DestinationKind,
  name: z.string(),
  /** The host and the last letters of the address; the rest is secret. */
  hint: z.string(),
  language: z.enum(['zh', 'en']),
  takesNotices: z.boolean(),
  sources: z.array(z.object({ conversationId: Id, title: z.string(), takes: z.enum(TAKES) })),
  isPaused: z.boolean(),
  waiting: z.int(),
  failed: z.int(),
  lastSentAt: Instant.nullable(),
  /** Until then nothing is sent: a limit was met, or a try is put off. */
  readyAt: Instant,
  lastFailure: z.string().nullable(),
  version: Version,
})
export type Destination = z.infer<typeof Destination>
/** The secret that a plain webhook's receiver checks signatures with, shown this once. */
export const DestinationMade = Destination.extend({ secret: z.string().nullable() })
export const Destinations = z.object({ items: z.array(Destination) })

export const FORWARD_STATES = ['waiting', 'sent', 'failed'] as const
export const ForwardQuery = Page.extend({ state: z.enum(FORWARD_STATES).optional() })
export type ForwardQuery = z.infer<typeof ForwardQuery>
export const Forward = z.object({
  id: Id,
  title: z.string(),
  text: z.string(),
  state: z.enum(FORWARD_STATES),
  tries: z.int(),
  failure: z.string().nullable(),
  createdAt: Instant,
  doneAt: Instant.nullable(),
})
export const Forwards = listOf(Forward)
export const Retried = z.object({ retried: z.int() })
