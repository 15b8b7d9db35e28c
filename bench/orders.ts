// Orders from beginning to end through the API: placed by the buyer, confirmed and shipped by the seller, invoiced and
// paid, five requests an order. Each client is a pair of firms of its own; the server is a process of its own. At the
// end the books of all are looked through: every ledger balanced, every invoice settled, and nothing booked twice.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { FAULTS } from '../server/modules/trade/money/fixture.ts'
import { newId, newSecret, secretHash } from '../server/platform/ids.ts'
import { type House, median, openHouse, percentile, report } from './house.ts'

const PAIRS = Number(process.env.PAIRS ?? 32)
const SECONDS = Number(process.env.SECONDS ?? 8)
const ROUNDS = 3
const STEPS = ['place', 'confirm', 'ship', 'invoice', 'pay'] as const
type Step = (typeof STEPS)[number]

interface Pair {
  seller: { orgId: string; cookie: string }
  buyer: { orgId: string; cookie: string }
  productId: string
}

const agent = new Agent({ keepAlive: true, maxSockets: PAIRS })

if (process.argv[2] === 'serve') await serve()
else await measure()

async function serve(): Promise<void> {
  const house = await openHouse()
  const pairs: Pair[] = []
  for (let i = 0; i < PAIRS; i++) pairs.push(await plant(house, i))
  await house.app.database.owner.query('VACUUM ANALYZE')
  process.once('disconnect', () => process.exit())
  process.send!({ address: house.address, ownerUrl: house.ownerUrl, pairs })
  await once(process, 'message')
  await house.close()
  process.exit()
}

/** A firm whose owner is signed in; registering so many would meet the limit on strangers. */
async function firm(house: House, name: string): Promise<Pair['seller']> {
  const [orgId, personId, secret] = [newId(), newId(), newSecret()]
  await house.app.database.owner.query(
    `WITH o AS (INSERT INTO orgs (id, name, short_name, created_at) VALUES ($1, $2, $2, now())),
       p AS (INSERT INTO people (id, name, mail, created_at) VALUES ($3, $2, $3::uuid || '@bench.invalid', now())),
       m AS (INSERT INTO memberships (id, org_id, person_id, role, joined_at)
         VALUES (jingwei_uuid(), $1, $3, 'owner', now()))
     INSERT INTO sessions (id, token_hash, person_id, org_id, ip, user_agent, created_at, seen_at, expires_at)
     VALUES (jingwei_uuid(), $4, $3, $1, '127.0.0.1', 'bench', now(), now(), now() + interval '1 day')`,
    [orgId, name, personId, secretHash(secret)],
  )
  return { orgId, cookie: `jingwei_session=${secret}` }
}

/** A lead with one product and one distributor below it. */
async function plant(house: House, i: number): Promise<Pair> {
  const { owner } = house.app.database
  const [seller, buyer] = [await firm(house, `Seller ${i}`), await firm(house, `Buyer ${i}`)]
  const [chainId, productId] = [newId(), newId()]
  await owner.query(
    `INSERT INTO chains (id, org_id, name, created_at) VALUES ($1, $2, 'Bench', now())`,
    [chainId, seller.orgId],
  )
  await owner.query(
    `INSERT INTO partners (id, org_id, chain_id, side, tier, path, owner_org_id, brought_by_org_id, partner_org_id,
       status, code, name, created_at, joined_at)
     VALUES ($1, $2, $3, 'downstream', 1, $4::ltree, $2, $2, $5, 'joined', 'B', 'Buyer', now(), now())`,
    [newId(), seller.orgId, chainId, `b${i}.d.1`, buyer.orgId],
  )
  await owner.query(
    `INSERT INTO products (id, org_id, code, name, unit, created_at) VALUES ($1, $2, 'P', '衬衫', '件', now())`,
    [productId, seller.orgId],
  )
  await owner.query(
    `INSERT INTO product_prices (org_id, product_id, valid_from, price_minor, retail_minor, set_at)
     VALUES ($1, $2, now() - interval '1 year', 10000, 29900, now())`,
    [seller.orgId, productId],
  )
  return { seller, buyer, productId }
}

function call(
  url: string,
  method: string,
  cookie: string,
  body: unknown,
  version = 0,
  // biome-ignore lint/suspicious/noExplicitAny: the bench reads the wire as it is
): Promise<any> {
  return new Promise((resolve, reject) => {
    const match = version > 0 && { 'if-match': `"${version}"` }
    const headers = { cookie, 'content-type': 'application/json', ...match }
    const req = request(url, { method, agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk) => (text += chunk))
      answer.on('end', () => {
        if (answer.statusCode! < 400) resolve(JSON.parse(text))
        else reject(new Error(`${method} ${url}: ${answer.statusCode} ${text}`))
      })
    })
    req.on('error', reject)
    req.end(JSON.stringify(body))
  })
}

/** One order, from the wish to the money. */
async function trade(
  address: string,
  pair: Pair,
  times: Record<Step, number[]>,
  no: string,
): Promise<void> {
  const { seller, buyer, productId } = pair
  const api = `${address}/api/v1`
  const timed = async <T>(step: Step, work: Promise<T>): Promise<T> => {
    const began = performance.now()
    const answer = await work
    times[step].push(performance.now() - began)
    return answer
  }
  const order = await timed(
    'place',
    call(`${api}/trade-orders`, 'POST', buyer.cookie, {
      ...{ sellerOrgId: seller.orgId, buyerOrgId: buyer.orgId, totalMinor: 100_000 },
      payment: [{ shareBp: 10_000, from: 'invoice', days: 30 }],
      lines: [{ productId, quantity: '10', unit: '件' }],
    }),
  )
  const at = `${api}/trade-orders/${order.id}`
  await timed('confirm', call(`${at}/confirmation`, 'PUT', seller.cookie, {}, order.version))
  const lines = [{ lineId: order.lines[0].id, quantity: '10' }]
  await timed('ship', call(`${at}/shipments`, 'POST', seller.cookie, { lines }))
  const invoice = await timed(
    'invoice',
    call(`${at}/invoices`, 'POST', seller.cookie, { taxBp: 1300 }),
  )
  const amountMinor = invoice.openMinor
  await timed(
    'pay',
    call(`${api}/payments`, 'POST', seller.cookie, {
      ...{ partyOrgId: buyer.orgId, amountMinor, reference: no },
      allocations: [{ invoiceId: invoice.id, amountMinor }],
    }),
  )
}

async function measure(): Promise<void> {
  const server = fork(fileURLToPath(import.meta.url), ['serve'])
  server.once('exit', (code) => code && process.exit(code))
  const [house] = (await once(server, 'message')) as [
    { address: string; ownerUrl: string; pairs: Pair[] },
  ]
  const times = Object.fromEntries(STEPS.map((step) => [step, []])) as unknown as Record<
    Step,
    number[]
  >
  let done = 0
  const rates: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const before = done
    const began = performance.now()
    await Promise.all(
      house.pairs.map(async (pair) => {
        while (performance.now() - began < SECONDS * 1000) {
          await trade(house.address, pair, times, `pay-${done++}-${round}`)
        }
      }),
    )
    const rate = (done - before) / ((performance.now() - began) / 1000)
    // The first round only warms up.
    if (round > 0) rates.push(rate)
    else for (const step of STEPS) times[step].length = 0
  }
  const books = await lookThrough(house.ownerUrl, done)
  server.send('stop')
  await once(server, 'exit')
  agent.destroy()
  report(
    'orders',
    [
      ['pairs of firms at once', `${PAIRS}`],
      ['rounds', rates.map((rate) => `${rate.toFixed(0)}/s`).join(', ')],
      ...STEPS.map((step): [string, string] => [
        step,
        `median ${median(times[step]).toFixed(1)} ms, p99 ${percentile(times[step], 0.99).toFixed(1)} ms`,
      ]),
      ['books of all', books],
      ['orders from beginning to end', `${median(rates).toFixed(0)}/s (goal 200)`],
    ],
    { orders_per_s: median(rates), requests_per_s: median(rates) * STEPS.length },
  )
}

async function lookThrough(ownerUrl: string, orders: number): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const faults = await client.query(FAULTS)
  const { rows } = await client.query(
    `SELECT (SELECT count(*)::int FROM trade_orders) AS orders,
       (SELECT count(*)::int FROM invoices WHERE paid_minor = total_minor) AS paid,
       (SELECT count(*)::int FROM ledger_entries) AS entries,
       (SELECT sum(amount_minor)::text FROM ledger_postings) AS sum`,
  )
  await client.end()
  const books = rows[0]
  if (faults.rows.length > 0) throw new Error(JSON.stringify(faults.rows))
  if (books.orders !== orders || books.paid !== orders || books.entries !== orders * 4) {
    throw new Error(`${orders} orders went through: ${JSON.stringify(books)}`)
  }
  return `balanced: ${books.paid} invoices paid, ${books.entries} entries, which sum up to ${books.sum}`
}
