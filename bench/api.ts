// Reads and verbs under 100 clients, login check included, beside a bare fastify with zod and one indexed
// select on the same database. Both servers are processes of their own; the clients are in this one. The mix is
// what a chain's people do, each in their own firm: four reads to one verb. Verbs alone are shown beside it.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { median, openHouse, percentile, plantChain, report } from './house.ts'

const CLIENTS = 100
const SECONDS = 4
const ROUNDS = 3

if (process.argv[2] === 'raw') await serveRaw(process.argv[3]!)
else if (process.argv[2] === 'ours') await serveOurs()
else await compare()

async function serveOurs(): Promise<void> {
  const house = await openHouse()
  const chain = await plantChain(house, 4000, true)
  const storeCookies = chain.storeCookies.slice(0, CLIENTS)
  process.send!({ address: house.address, ownerUrl: house.ownerUrl, ...chain, storeCookies })
  await once(process, 'message')
  await house.close()
  process.exit()
}

/** The peer: the same framework, the same validation, one prepared select by primary key, nothing else. */
async function serveRaw(ownerUrl: string): Promise<void> {
  const [{ default: Fastify }, { serializerCompiler, validatorCompiler }, { z }, { default: pg }] =
    await Promise.all([
      import('fastify'),
      import('fastify-type-provider-zod'),
      import('zod'),
      import('pg'),
    ])
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 16 })
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.get(
    '/products/:id',
    {
      schema: {
        params: z.object({ id: z.uuid() }),
        response: {
          200: z.object({ id: z.uuid(), code: z.string(), name: z.string(), unit: z.string() }),
        },
      },
    },
    async (req) => {
      const { id } = req.params as { id: string }
      const text = 'SELECT id, code, name, unit FROM products WHERE id = $1'
      const { rows } = await pool.query({ name: 'one', text, values: [id] })
      return rows[0]
    },
  )
  process.send!({ address: await app.listen({ port: 0, host: '127.0.0.1' }) })
  await once(process, 'message')
  process.exit()
}

interface Load {
  perSecond: number
  p99: number
}

interface Call {
  method: string
  url: string
  body?: string
}

/** Each client asks again as soon as it is answered; the cookies are dealt out to the clients in turn. */
async function load(calls: (i: number) => Call, cookies: string[]): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const times: number[] = []
  const end = performance.now() + SECONDS * 1000
  const start = performance.now()
  let next = 0
  async function client(_: unknown, place: number): Promise<void> {
    const cookie = cookies[place % cookies.length] as string
    while (performance.now() < end) {
      const call = calls(next++)
      const began = performance.now()
      await new Promise<void>((resolve, reject) => {
        const headers = { cookie, ...(call.body && { 'content-type': 'application/json' }) }
        const req = request(call.url, { method: call.method, agent, headers }, (answer) => {
          answer.resume()
          answer.on('end', () => {
            if (answer.statusCode! >= 400)
              reject(new Error(`${call.method} ${call.url}: ${answer.statusCode}`))
            else resolve()
          })
        })
        req.on('error', reject)
        req.end(call.body)
      })
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  agent.destroy()
  return {
    perSecond: times.length / ((performance.now() - start) / 1000),
    p99: percentile(times, 0.99),
  }
}

async function compare(): Promise<void> {
  const self = fileURLToPath(import.meta.url)
  const house = fork(self, ['ours'])
  const [ours] = await once(house, 'message')
  const peer = fork(self, ['raw', ours.ownerUrl])
  const [raw] = await once(peer, 'message')
  const id = ours.productIds[0]
  const lead = [ours.leadCookie]
  const record = { method: 'GET', url: `${ours.address}/api/v1/products/${id}` }
  const list = { method: 'GET', url: `${ours.address}/api/v1/products?limit=20` }
  const templates = `${ours.address}/api/v1/notice-templates`
  const own = ['inbox', 'org'].map((what) => ({
    method: 'GET',
    url: `${ours.address}/api/v1/${what}`,
  }))
  const verb = (): Call => ({
    method: 'POST',
    url: templates,
    body: JSON.stringify({
      name: `t${Math.random()}`,
      kind: 'announcement',
      title: 'x',
      body: 'y',
    }),
  })
  const kinds = {
    read: () => load(() => record, lead),
    raw: () => load(() => ({ method: 'GET', url: `${raw.address}/products/${id}` }), ['']),
    list: () => load(() => list, lead),
    mix: () => load((i) => (i % 5 === 0 ? verb() : own[i % 2]!), ours.storeCookies),
    verb: () => load(verb, ours.storeCookies),
    verbOfOne: () => load(verb, lead),
  }
  const rounds = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, [] as Load[]]))
  for (const kind of ['read', 'mix', 'raw'] as const) await kinds[kind]()
  for (let i = 0; i < ROUNDS; i++) {
    for (const [kind, run] of Object.entries(kinds)) rounds[kind]!.push(await run())
  }
  house.send('stop')
  peer.send('stop')
  await Promise.all([once(house, 'exit'), once(peer, 'exit')])
  const rate = (kind: keyof typeof kinds) => median(rounds[kind]!.map((r) => r.perSecond))
  const slow = (kind: keyof typeof kinds) => median(rounds[kind]!.map((r) => r.p99))
  const line = (kind: keyof typeof kinds) =>
    `${Math.round(rate(kind))}/s, p99 ${slow(kind).toFixed(1)} ms`
  const share = rate('read') / rate('raw')
  report(
    'api',
    [
      ['one record, logged in, as its tenant', line('read')],
      ['a list', line('list')],
      ['four reads to a verb, each client its own firm', line('mix')],
      ['verbs alone, each client its own firm', line('verb')],
      ['verbs alone, all of one firm', line('verbOfOne')],
      ['bare fastify + zod + one select', line('raw')],
      ['share of the bare one', `${(share * 100).toFixed(0)} % (goal 50)`],
    ],
    { share_of_fastify: share, p99_ms: Math.max(slow('read'), slow('list'), slow('mix')) },
  )
}
