import { z } from 'zod'
import {
  Id,
  Instant,
  Level,
  listOf,
  Mail,
  ModuleName,
  many,
  Name,
  Page,
  Phone,
  Version,
} from '../../platform/schema.ts'
import { normalUscc, usccFault } from './uscc.ts'

export { normalUscc, usccFault }

export const ROLES = ['owner', 'manager', 'member'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>
export const Locale = z.enum(['zh-CN', 'en'])
export const Theme = z.enum(['system', 'light', 'dark'])
/** A level for each module that differs from what the role gives. */
export const Permissions = z.partialRecord(ModuleName, Level)

export const Uscc = z
  .string()
  .max(40)
  .transform(normalUscc)
  .superRefine((code, issue) => {
    const fault = usccFault(code)
    if (fault) issue.addIssue({ code: 'custom', message: fault, params: { reason: fault } })
  })

export const OrgInput = z.object({
  name: z.string().trim().min(2).max(100),
  shortName: z.string().trim().min(1).max(30),
  uscc: Uscc.nullish(),
  region: z.string().trim().max(100).default(''),
  industry: z.string().trim().max(60).default(''),
})
export type OrgInput = z.infer<typeof OrgInput>
export const Org = z.object({
  id: Id,
  name: z.string(),
  shortName: z.string(),
  uscc: z.string().nullable(),
  region: z.string(),
  industry: z.string(),
  isDemo: z.boolean(),
  createdAt: Instant,
  version: Version,
})
export type Org = z.infer<typeof Org>

export const Password = z.string().min(10).max(200)
/** Mail or phone number; which of the two is told by its shape. */
export const Login = z.string().trim().min(3).max(200)

export const PersonInput = z
  .object({
    name: Name,
    mail: Mail.nullish(),
    phone: Phone.nullish(),
    password: Password,
    locale: Locale.default('zh-CN'),
  })
  .refine((p) => p.mail || p.phone, { path: ['mail'], message: 'mail_or_phone' })
export type PersonInput = z.infer<typeof PersonInput>

export const Registration = z.object({ org: OrgInput, person: PersonInput })
export type Registration = z.infer<typeof Registration>

export const SignIn = z.object({
  login: Login,
  password: z.string().min(1).max(200),
  /** Six digits of the authenticator, or a recovery code; asked for with error `code_needed`. */
  code: z.string().trim().max(30).optional(),
})
export type SignIn = z.infer<typeof SignIn>

export const OrgChoice = z.object({ id: Id, name: z.string(), shortName: z.string(), role: Role })
export const Me = z.object({
  person: z.object({
    id: Id,
    name: z.string(),
    mail: z.string().nullable(),
    phone: z.string().nullable(),
    locale: Locale,
    theme: Theme,
    hasTwoFactor: z.boolean(),
    version: Version,
  }),
  org: Org.nullable(),
  role: Role.nullable(),
  permissions: z.record(ModuleName, Level),
  orgs: z.array(OrgChoice),
  version: Version,
})
export type Me = z.infer<typeof Me>
export const MePatch = z.object({
  name: Name.optional(),
  locale: Locale.optional(),
  theme: Theme.optional(),
})
export type MePatch = z.infer<typeof MePatch>
export const OrgSwitch = z.object({ orgId: Id })
export const PasswordChange = z.object({ current: z.string().max(200), next: Password })
export type PasswordChange = z.infer<typeof PasswordChange>

export const TwoFactorStart = z.object({ secret: z.string(), uri: z.string() })
export const TwoFactorConfirm = z.object({ code: z.string().trim().length(6) })
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })
export const PasswordAgain = z.object({ password: z.string().max(200) })

export const Session = z.object({
  id: Id,
  ip: z.string(),
  userAgent: z.string(),
  createdAt: Instant,
  seenAt: Instant,
  isCurrent: z.boolean(),
})

// Spelled out because a default inside a partial would overwrite what the caller left out.
export const OrgPatch = z.object({
  name: z.string().trim().min(2).max(100).optional(),
  shortName: z.string().trim().min(1).max(30).optional(),
  uscc: Uscc.nullish(),
  region: z.string().trim().max(100).optional(),
  industry: z.string().trim().max(60).optional(),
})
export type OrgPatch = z.infer<typeof OrgPatch>

export const Member = z.object({
  id: Id,
  personId: Id,
  name: z.string(),
  mail: z.string().nullable(),
  phone: z.string().nullable(),
  role: Role,
  permissions: Permissions,
  department: z.string(),
  jobTitle: z.string(),
  joinedAt: Instant,
  version: Version,
})
export type Member = z.infer<typeof Member>
export const MemberQuery = Page.extend({
  q: z.string().trim().max(100).optional(),
  role: many(Role),
  /** Who may edit there, by the role or by a right of their own. */
  mayEdit: ModuleName.optional(),
  /** Whether the second step of signing in is on: for those who manage people. */
  twoFactor: z.enum(['on', 'off']).optional(),
})
export type MemberQuery = z.infer<typeof MemberQuery>
export const Members = listOf(Member)
export const MemberPatch = z.object({
  role: Role.optional(),
  permissions: Permissions.optional(),
  department: z.string().trim().max(60).optional(),
  jobTitle: z.string().trim().max(60).optional(),
})
export type MemberPatch = z.infer<typeof MemberPatch>
export const MemberRemovalInput = z.object({
  /** What the member handed out goes too; otherwise it stays in force. */
  revokeKeys: z.boolean().default(false),
  revokeInvitations: z.boolean().default(false),
  dryRun: z.boolean().default(false),
})
export type MemberRemovalInput = z.infer<typeof MemberRemovalInput>
/** What removing a member would do, in numbers, before it is done. */
export const MemberRemoval = z.object({
  /** Devices on which the member acts for this org. */
  sessions: z.int(),
  apiKeys: z.int(),
  invitations: z.int(),
  /** What the member wrote stays with the org: not yet sent, and sent. */
  drafts: z.int(),
  notices: z.int(),
})
export type MemberRemoval = z.infer<typeof MemberRemoval>

export const InvitationInput = z.object({
  role: z.enum(['manager', 'member']).default('member'),
  permissions: Permissions.default({}),
  department: z.string().trim().max(60).default(''),
  jobTitle: z.string().trim().max(60).default(''),
  note: z.string().trim().max(200).default(''),
  /** One link may bring in several people, say a whole workshop by one QR code. */
  uses: z.int().min(1).max(500).default(1),
  days: z.int().min(1).max(90).default(14),
})
export type InvitationInput = z.infer<typeof InvitationInput>
export const INVITATION_STATES = ['open', 'used', 'expired', 'revoked'] as const
export const Invitation = z.object({
  id: Id,
  state: z.enum(INVITATION_STATES),
  role: Role,
  department: z.string(),
  jobTitle: z.string(),
  note: z.string(),
  usesLeft: z.int(),
  /** Null where a key made it. */
  invitedBy: z.string().nullable(),
  createdAt: Instant,
  expiresAt: Instant,
})
export type Invitation = z.infer<typeof Invitation>
export const InvitationQuery = Page.extend({
  q: z.string().trim().max(100).optional(),
  state: many(z.enum(INVITATION_STATES)),
})
export type InvitationQuery = z.infer<typeof InvitationQuery>
export const Invitations = listOf(Invitation)
/** The link is shown once: only its hash is stored. */
export const NewInvitation = Invitation.extend({ token: z.string(), link: z.string() })
export const InvitationView = z.object({
  orgName: z.string(),
  role: Role,
  department: z.string(),
  jobTitle: z.string(),
  invitedBy: z.string(),
  expiresAt: Instant,
  /** True when the reader is signed in and can join as itself. */
  isSignedIn: z.boolean(),
})
/** Signed-in people join as themselves; others say who they are. */
export const Acceptance = z.object({ person: PersonInput.optional() })
export type Acceptance = z.infer<typeof Acceptance>
export const Token = z.object({ token: z.string().min(20).max(100) })

export const Scopes = z
  .partialRecord(ModuleName, z.enum(['view', 'edit']))
  .refine((s) => Object.keys(s).length > 0, { message: 'scope_needed' })
export const ApiKeyInput = z.object({
  name: Name,
  scopes: Scopes,
  days: z.int().min(1).max(3650).nullish(),
})
export type ApiKeyInput = z.infer<typeof ApiKeyInput>
export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  hint: z.string(),
  scopes: z.partialRecord(ModuleName, Level),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  usedAt: Instant.nullable(),
})
export const NewApiKey = ApiKey.extend({ key: z.string() })

export const AuditQuery = Page.extend({
  type: z.string().max(60).optional(),
  subject: z.string().max(100).optional(),
  q: z.string().trim().max(100).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
})
export type AuditQuery = z.infer<typeof AuditQuery>
export const AuditEvent = z.object({
  seq: z.int(),
  id: Id,
  type: z.string(),
  subject: z.string(),
  at: Instant,
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  data: z.record(z.string(), z.unknown()),
  hash: z.string(),
})
export const AuditEvents = listOf(AuditEvent)
export const AuditCheck = z.object({ events: z.int(), brokenAt: z.int().nullable() })
