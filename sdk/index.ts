import type { Operations } from './operations.ts'

export type { Operations }

type Name = keyof Operations

/** An answer that is not a success: `code` is stable, `reason` finer, `errors` names fields. */
export class JingweiError extends Error {
  readonly status: number
  readonly code: string
  readonly reason: string | undefined
  readonly errors: { field: string; code: string; message: string }[]
  constructor(problem: {
    title: string
    status: number
    code: string
    reason?: string
    errors?: JingweiError['errors']
  }) {
    super(problem.title)
    this.name = 'JingweiError'
    this.status = problem.status
    this.code = problem.code
    this.reason = problem.reason
    this.errors = problem.errors ?? []
  }
}

export interface Input<N extends Name> {
  path?: Operations[N]['path']
  query?: Operations[N]['query']
  body?: Operations[N]['body']
  /** The version that was read: every PATCH needs it. */
  version?: number
  /** Makes a repeated POST answer as the first did; one is made when you give none. */
  idempotencyKey?: string
  signal?: AbortSignal
}

export interface Client {
  /** Calls one operation, say `call('GET /chains/{id}', { path: { id } })`. Throws `JingweiError`. */
  call<N extends Name>(operation: N, input?: Input<N>): Promise<Operations[N]['answer']>
}

const TRIES = 3

/**
 * A typed client for partners' software.
 * @param address where Jingwei runs, such as `https://chain.example.com`
 * @param key an API key (`jw_…`) whose scopes allow what you call
 */
export function createClient({ address, key }: { address: string; key: string }): Client {
  return {
    async call(operation, input = {}) {
      const [method, template] = String(operation).split(' ') as [string, string]
      const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String((input.path as Record<string, unknown>)[name])),
      )
      const url = new URL(`/api/v1${path}`, address)
      for (const [name, value] of Object.entries(input.query ?? {})) {
        for (const one of [value].flat())
          if (one !== undefined) url.searchParams.append(name, String(one))
      }
      const headers: Record<string, string> = {
        authorization: `Bearer ${key}`,
        accept: 'application/json',
      }
      if (input.body !== undefined) headers['content-type'] = 'application/json'
      if (input.version !== undefined) headers['if-match'] = `"${input.version}"`
      if (method === 'POST')
        headers['idempotency-key'] = input.idempotencyKey ?? crypto.randomUUID()
      const body = input.body === undefined ? undefined : JSON.stringify(input.body)
      const response = await send(url, { method, headers, body, signal: input.signal })
      if (response.status === 204) return null as never
      const answer: unknown = await response.json()
      if (!response.ok)
        throw new JingweiError(answer as ConstructorParameters<typeof JingweiError>[0])
      return answer as never
    },
  }
}

/** Tries again where the server says it is busy or not ready: with its Idempotency-Key nothing is done twice. */
async function send(url: URL, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, init)
    const isPassing = response.status === 429 || response.status === 503
    if (!isPassing || attempt === TRIES) return response
    const seconds = Number(response.headers.get('retry-after') ?? attempt)
    await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, 10) * 1000))
  }
}
