import { z } from 'zod'
import {
  type Locale,
  OrgInput,
  Password,
  type PersonInput,
} from '../../../../server/modules/identity/schema.ts'
import { Mail, Name, Phone } from '../../../../server/platform/schema.ts'

/** What people sign in with: the form asks in one field for what the server keeps in two. */
export const LoginId = z
  .string()
  .trim()
  .min(1)
  .refine((text) => Mail.safeParse(text).success || Phone.safeParse(text).success, {
    message: 'mail_or_phone',
  })

export const PersonForm = z.object({ name: Name, login: LoginId, password: Password })
export type PersonForm = z.infer<typeof PersonForm>
export const RegistrationForm = z.object({ org: OrgInput, person: PersonForm })
export type RegistrationForm = z.infer<typeof RegistrationForm>
export const AcceptanceForm = z.object({ person: PersonForm })
export const JoinNewForm = z.object({ org: OrgInput, person: PersonForm })
export const JoinOrgForm = z.object({ org: OrgInput })

/** Where the server's complaints about mail and phone are shown. */
export const PERSON_ALIASES = { 'person.mail': 'person.login', 'person.phone': 'person.login' }

export function toPerson(
  { name, login, password }: PersonForm,
  locale: z.infer<typeof Locale>,
): PersonInput {
  const isMail = login.includes('@')
  return {
    name,
    password,
    locale,
    mail: isMail ? login : undefined,
    phone: isMail ? undefined : login,
  }
}

export const SignInForm = z.object({
  login: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(200),
})

/** Where to go after signing in: a page of ours, never another site. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return '/'
  return next.startsWith('/sign-in') ? '/' : next
}

/** 91 350100 M000100Y 4 3: the parts of a social credit code, spaced for the eye. */
export function spacedUscc(code: string | null): string {
  if (!code) return ''
  return `${code.slice(0, 2)} ${code.slice(2, 8)} ${code.slice(8, 17)} ${code.slice(17)}`
}
