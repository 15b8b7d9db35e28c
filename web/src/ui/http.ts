import { type ApiError, toApiError, toNetworkError } from './problem.ts'
import { uuid } from './uuid.ts'

export { ApiError } from './problem.ts'

const BASE = '/api/v1'

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[]
export interface Ask {
  query?: Record<string, QueryValue>
  signal?: AbortSignal
}
export interface Change extends Ask {
  /** The version that was read: sent as If-Match. PATCH always needs one. */
  version?: number
}
export interface Removal extends Change {
  /** Said again before something dangerous: a password. */
  body?: unknown
}
export interface Create extends Change {
  /** By default every call has its own key; a caller that may repeat a create keeps one and passes it. */
  idempotencyKey?: string
}

let onSignedOut: () => void = () => {}
/** The frame says what to do when a session has ended. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}

/** `/chains?tier=1&tier=2`: empty values are left out, lists repeat their name. */
export function address(path: string, query: Record<string, QueryValue> = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one))
  }
  const text = params.toString()
  return `${BASE}${path}${text ? `?${text}` : ''}`
}

async function send<T>(
  method: string,
  path: string,
  body: unknown,
  ask: Ask,
  headers: Record<string, string> = {},
): Promise<T> {
  const init: RequestInit = {
    method,
    headers: { accept: 'application/json', ...headers },
    credentials: 'same-origin',
    signal: ask.signal ?? null,
  }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { ...init.headers, 'content-type': 'application/json' }
  }
  const url = address(path, ask.query)
  const answer = await reach(url, init, headers['idempotency-key'] !== undefined)
  return (await read(answer)) as T
}

/** A create whose answer was lost is sent once more under the same key, which cannot do it twice. */
async function reach(url: string, init: RequestInit, mayRepeat: boolean): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    if (!mayRepeat || !navigator.onLine) throw toNetworkError(navigator.onLine)
    await new Promise((done) => setTimeout(done, 600))
    return reach(url, init, false)
  }
}

async function read(answer: Response): Promise<unknown> {
  if (answer.status === 204) return null
  if (answer.ok) return answer.json()
  throw await failure(answer)
}

async function failure(answer: Response): Promise<ApiError> {
  const error = toApiError(
    answer.status,
    answer.headers.get('content-type') ?? '',
    await answer.text(),
    answer.headers.get('retry-after'),
  )
  if (error.code === 'not_signed_in') onSignedOut()
  return error
}

const ifMatch = (version: number | undefined): Record<string, string> =>
  version === undefined ? {} : { 'if-match': `"${version}"` }

/** Everything that the app asks of the server goes through here. Paths are relative to /api/v1. */
export const http = {
  get: <T>(path: string, ask: Ask = {}): Promise<T> => send('GET', path, undefined, ask),
  post: <T>(
    path: string,
    body?: unknown,
    { idempotencyKey, version, ...ask }: Create = {},
  ): Promise<T> =>
    send('POST', path, body, ask, {
      'idempotency-key': idempotencyKey ?? uuid(),
      ...ifMatch(version),
    }),
  put: <T>(path: string, body?: unknown, { version, ...ask }: Change = {}): Promise<T> =>
    send('PUT', path, body, ask, ifMatch(version)),
  patch: <T>(
    path: string,
    body: unknown,
    { version, ...ask }: Change & { version: number },
  ): Promise<T> => send('PATCH', path, body, ask, ifMatch(version)),
  delete: <T = null>(path: string, { version, body, ...ask }: Removal = {}): Promise<T> =>
    send('DELETE', path, body, ask, ifMatch(version)),
  upload,
  download,
}

export interface Upload {
  signal?: AbortSignal
  query?: Record<string, QueryValue>
  fields?: Record<string, string>
  /** Share of the bytes sent, 0 to 1. */
  onProgress?: (share: number) => void
}

/** Sends one file as the part `file`. XMLHttpRequest, because fetch cannot tell how much has left. */
function upload<T>(
  path: string,
  file: File,
  { signal, query, fields, onProgress }: Upload = {},
): Promise<T> {
  return new Promise<T>((done, fail) => {
    const request = new XMLHttpRequest()
    request.open('POST', address(path, query))
    request.setRequestHeader('accept', 'application/json')
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total)
    }
    request.onerror = () => fail(toNetworkError(navigator.onLine))
    request.onabort = () => fail(new DOMException('The upload was cancelled', 'AbortError'))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        done(request.status === 204 ? (null as T) : (JSON.parse(request.responseText) as T))
        return
      }
      const type = request.getResponseHeader('content-type') ?? ''
      const error = toApiError(
        request.status,
        type,
        request.responseText,
        request.getResponseHeader('retry-after'),
      )
      if (error.code === 'not_signed_in') onSignedOut()
      fail(error)
    }
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    const form = new FormData()
    // Fields go first: a server that streams reads them before the file begins.
    for (const [name, value] of Object.entries(fields ?? {})) form.append(name, value)
    form.append('file', file)
    request.send(form)
  })
}

/** Fetches a file and hands it to the browser to save; an error shows as one instead of as a broken file. */
async function download(path: string, ask: Ask & { fileName?: string } = {}): Promise<void> {
  const answer = await reach(
    address(path, ask.query),
    { credentials: 'same-origin', signal: ask.signal ?? null },
    true,
  )
  if (!answer.ok) throw await failure(answer)
  saveFile(
    await answer.blob(),
    ask.fileName ?? fileNameOf(answer.headers.get('content-disposition')),
  )
}

export function saveFile(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // Some browsers read the file only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** The name that the server gives a file, in its full spelling when there is one. */
export function fileNameOf(disposition: string | null): string {
  const full = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (full) return decodeURIComponent(full)
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? 'download'
}
