// Reads and verbs under 100 clients, login check included, beside a bare fastify with zod and one indexed
// select on the same database. Both servers are processes of their own; the clients are in this one.
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
  const chain = await plantChain(house, 4000, false)
  process.send!({ address: house.address, ownerUrl: house.ownerUrl, ...chain })
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

async function load(
  calls: (i: number) => { method: string; url: string; body?: string },
  cookie: string,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const times: number[] = []
  const end = performance.now() + SECONDS * 1000
  const start = performance.now()
  let next = 0
  async function client(): Promise<void> {
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
  const template = () =>
    JSON.stringify({ name: `t${Math.random()}`, kind: 'announcement', title: 'x', body: 'y' })
  const reads = () =>
    load(() => ({ method: 'GET', url: `${ours.address}/api/v1/products/${id}` }), ours.leadCookie)
  const lists = () =>
    load(
      () => ({ method: 'GET', url: `${ours.address}/api/v1/products?limit=20` }),
      ours.leadCookie,
    )
  const writes = () =>
    load(
      () => ({ method: 'POST', url: `${ours.address}/api/v1/notice-templates`, body: template() }),
      ours.leadCookie,
    )
  const floor = () => load(() => ({ method: 'GET', url: `${raw.address}/products/${id}` }), '')
  await reads()
  await floor()
  const rounds: Record<'read' | 'list' | 'write' | 'raw', Load[]> = {
    read: [],
    list: [],
    write: [],
    raw: [],
  }
  for (let i = 0; i < ROUNDS; i++) {
    rounds.read.push(await reads())
    rounds.raw.push(await floor())
    rounds.list.push(await lists())
    rounds.write.push(await writes())
  }
  house.send('stop')
  peer.send('stop')
  await Promise.all([once(house, 'exit'), once(peer, 'exit')])
  const rate = (kind: keyof typeof rounds) => median(rounds[kind].map((r) => r.perSecond))
  const slow = (kind: keyof typeof rounds) => median(rounds[kind].map((r) => r.p99))
  const line = (kind: keyof typeof rounds) =>
    `${Math.round(rate(kind))}/s, p99 ${slow(kind).toFixed(1)} ms`
  const share = rate('read') / rate('raw')
  report(
    'api',
    [
      ['one record, logged in, tenant set', line('read')],
      ['a list', line('list')],
      ['a verb with its event', line('write')],
      ['bare fastify + zod + one select', line('raw')],
      ['share of the bare one', `${(share * 100).toFixed(0)} % (goal 50)`],
    ],
    { share_of_fastify: share, p99_ms: Math.max(slow('read'), slow('list'), slow('write')) },
  )
}
