/** An answer of the server that is not what was asked for, or the lack of one. */
export interface FieldFault {
  field: string
  code: string
  message: string
}

export interface ProblemBody {
  title?: string
  status?: number
  code?: string
  reason?: string
  detail?: string
  errors?: FieldFault[]
  data?: Record<string, unknown>
}

/** Codes that come from here and not from the server. */
export const OFFLINE = 'offline'
export const NO_ANSWER = 'no_answer'

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly reason: string | null
  readonly fields: FieldFault[]
  readonly data: Record<string, unknown>
  /** Set when the server says how long to wait. */
  readonly retryAfterSeconds: number | null
  constructor(body: ProblemBody, status: number, retryAfterSeconds: number | null = null) {
    super(body.detail ?? body.title ?? body.code ?? String(status))
    this.status = status
    this.code = body.code ?? (status >= 500 ? 'internal' : 'unknown')
    this.reason = body.reason ?? null
    this.fields = body.errors ?? []
    this.data = body.data ?? {}
    const told = this.data.retryAfterSeconds
    this.retryAfterSeconds = typeof told === 'number' ? told : retryAfterSeconds
  }
}

/** Reads an answer's body into an error; a proxy's HTML page counts as a server that does not answer. */
export function toApiError(
  status: number,
  contentType: string,
  text: string,
  retryAfter: string | null,
): ApiError {
  const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null
  if (/\bjson\b/.test(contentType)) {
    const body = parseObject(text)
    if (body) return new ApiError(body, status, seconds)
  }
  return new ApiError({ code: status >= 500 ? 'unavailable' : 'unknown' }, status, seconds)
}

function parseObject(text: string): ProblemBody | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as ProblemBody) : null
  } catch {
    return null
  }
}

/** A fetch that got no answer at all: the line is down, or the server is. */
export function toNetworkError(isOnline: boolean): ApiError {
  return new ApiError({ code: isOnline ? NO_ANSWER : OFFLINE }, 0)
}

/** Catalogue keys for an error, finest first. */
export function errorKeys(error: ApiError): string[] {
  const keys = [`errors:code.${error.code}`]
  if (error.reason) keys.unshift(`errors:reason.${error.reason}`)
  return keys
}

/**
 * Catalogue keys for a field's fault, finest first. A schema's own rule comes as code `custom` with its
 * stable id in the message.
 */
export function fieldKeys({ code, message }: Pick<FieldFault, 'code' | 'message'>): string[] {
  const id = code === 'custom' ? message : code
  return /^[a-z0-9_]+$/.test(id)
    ? [`errors:field.${id}`, 'errors:field.invalid']
    : ['errors:field.invalid']
}

/** `org.uscc` as the path that a form knows it by; numbers are places in a list. */
export function fieldPath(field: string): (string | number)[] {
  return field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** Whether asking again by itself may help: never for what the server has refused. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504
}
