import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { tradeWorld } from '../server/modules/trade/fixture.ts'

// Generated bad requests over every operation of the OpenAPI document. `FUZZ_REQUESTS=100000` runs the
// long form; the gate runs a short one.
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 3000)
const HANG_MS = 5000
const world = await tradeWorld({ after })
const { app, lead } = world
await world.newChain()
await world.addProduct()

interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query: string[]
}

function operations(): Operation[] {
  const { paths } = app.http.swagger() as {
    paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>
  }
  return (
    Object.entries(paths)
      // Signing out is a good request, and would make every later one a stranger's.
      .filter(([path]) => path.startsWith('/api/v1/') && !/stream$|sessions.current$/.test(path))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { parameters = [] }]) => ({
          method: method.toUpperCase() as Operation['method'],
          path,
          query: parameters.filter((p) => p.in === 'query').map((p) => p.name),
        })),
      )
  )
}

const nasty = fc.oneof(
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    "' OR 1=1 --",
    '../../etc/passwd',
    '%00',
    '𠮷'.repeat(300),
    '=cmd|x',
    '-1',
  ),
  fc.constantFrom(
    'null',
    'NaN',
    '1e999',
    '99999999999999999999',
    '2026-13-45',
    '0001-01-01T00:00:00Z',
    '{}',
  ),
  fc.uuid(),
)
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(
    fc.constantFrom(
      'name',
      'code',
      'title',
      'kind',
      'audience',
      'prices',
      'chainId',
      'parentId',
      'tiers',
      'own',
      'org',
      'person',
      'login',
      'password',
      'at',
      'reason',
      'filter',
      'partnerIds',
      'markup',
      'settings',
      'uscc',
      'people',
      'text',
      'mentions',
      'from',
      'to',
      'card',
      'fileId',
    ),
    fc.oneof(nasty, fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.double(), fc.constant(null)),
    { maxKeys: 8 },
  ),
)
const bad = fc.record({
  operation: fc.constantFrom(...operations()),
  ids: fc.array(nasty, { minLength: 2, maxLength: 2 }),
  query: fc.array(nasty, { minLength: 6, maxLength: 6 }),
  body: json,
  ifMatch: fc.option(fc.constantFrom('"1"', '"x"', '*', '"99999999999"', ''), { nil: undefined }),
  key: fc.option(fc.constantFrom('short', 'x'.repeat(200), 'ok-key-0001', 'ö-not-ascii'), {
    nil: undefined,
  }),
  broken: fc.constantFrom(
    false,
    false,
    false,
    'not json',
    '{"a":',
    '[]',
    '"text"',
    `{"__proto__":{"x":1}}`,
  ),
})

async function rows(): Promise<string> {
  const { rows: tables } = await app.database.owner.query<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
     AND relname NOT IN ('throttles', 'sessions') ORDER BY 1`,
  )
  const counts = tables.map(
    ({ relname }) => `SELECT '${relname}' AS t, count(*) AS n FROM ${relname}`,
  )
  const { rows: result } = await app.database.owner.query(counts.join(' UNION ALL '))
  return JSON.stringify(result)
}

test(`${REQUESTS} bad requests over every route: no failure of ours, no hang, nothing written`, async () => {
  const statuses = new Map<number, number>()
  let before = await rows()
  let sinceCheck = 0
  await fc.assert(
    fc.asyncProperty(bad, async ({ operation, ids, query, body, ifMatch, key, broken }) => {
      const next = ids[Symbol.iterator]()
      const path = operation.path.replace(/\{\w+\}/g, () =>
        encodeURIComponent(next.next().value ?? 'x'),
      )
      const search = operation.query
        .map((name, i) => `${name}=${encodeURIComponent(query[i % 6]!)}`)
        .join('&')
      const hasBody = operation.method !== 'GET'
      const response = await Promise.race([
        app.http.inject({
          method: operation.method,
          url: search ? `${path}?${search}` : path,
          headers: {
            cookie: lead.cookie,
            ...(hasBody && { 'content-type': 'application/json' }),
            ...(ifMatch !== undefined && { 'if-match': ifMatch }),
            ...(key !== undefined && { 'idempotency-key': key }),
          },
          ...(hasBody && { payload: broken || JSON.stringify(body) }),
        } as InjectOptions),
        new Promise<never>((_, reject) =>
          setTimeout(() => reject(new Error('it hangs')), HANG_MS).unref(),
        ),
      ])
      const status = response.statusCode
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      assert.ok(
        status < 500,
        `${operation.method} ${path}?${search} answered ${status}: ${response.body}`,
      )
      if (status >= 400) {
        const type = String(response.headers['content-type'])
        assert.match(type, /application\/problem\+json/, `${operation.method} ${path}: ${type}`)
        assert.ok(response.json().code)
      }
      // A generated request may happen to be a good one: then what it wrote is the new baseline.
      if (status < 300 && hasBody) before = await rows()
      else if (++sinceCheck % 100 === 0) assert.equal(await rows(), before)
    }),
    { numRuns: REQUESTS, endOnFailure: true },
  )
  assert.equal(await rows(), before)
  assert.equal((await lead.get('me')).status, 200, 'the server is well')
  assert.ok((statuses.get(400) ?? 0) > REQUESTS / 10, JSON.stringify([...statuses]))
})
