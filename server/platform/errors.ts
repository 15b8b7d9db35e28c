import type { ErrorDetails } from './schema.ts'

/** What a user can meet and mend. The title is the fallback for readers without a catalogue. */
const ERRORS = {
  bad_input: [400, 'The request has errors: see the fields'],
  not_signed_in: [401, 'Sign in first'],
  wrong_login: [401, 'Login or password is wrong'],
  code_needed: [401, 'Enter the code from your authenticator'],
  wrong_code: [401, 'The code is wrong or was used already'],
  forbidden: [403, 'Your role does not allow this'],
  cross_site: [403, 'This request came from another site'],
  not_found: [404, 'Not found'],
  conflict: [409, 'This clashes with what is already there'],
  already_done: [409, 'This has been done already'],
  wrong_state: [409, 'This is not possible in the present state'],
  gone: [410, 'This link has expired, was used up or was taken back'],
  stale: [412, 'Somebody changed this meanwhile: load it again'],
  too_large: [413, 'This is larger than allowed'],
  wrong_media: [415, 'This kind of content is not accepted here'],
  key_reused: [422, 'This Idempotency-Key was used for a different request'],
  refused: [422, 'A rule does not allow this'],
  version_needed: [428, 'Send If-Match with the version that you read'],
  too_many: [429, 'Too many attempts: wait and try again'],
  internal: [500, 'Something went wrong on our side'],
  unavailable: [503, 'Not ready: try again shortly'],
} as const

export type ErrorCode = keyof typeof ERRORS

/** An expected failure. `reason` is a finer stable id (`uscc_check_digit`), shown by the web's catalogue. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? ERRORS[code][1])
    this.code = code
    this.details = details
  }
  get status(): number {
    return ERRORS[this.code][0]
  }
  get title(): string {
    return ERRORS[this.code][1]
  }
}

export function badField(field: string, code: string, message: string): AppError {
  return new AppError('bad_input', { errors: [{ field, code, message }] })
}

/** For rows that must exist for this reader: another org's row is simply not found. */
export function found<T>(row: T | undefined | null, what: string): T {
  if (row === undefined || row === null) throw new AppError('not_found', { reason: what })
  return row
}
