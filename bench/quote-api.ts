// The same prices through the product's own API: the server in a process of its own, one agreement with 100,000 prices,
// written through the API too, and a buyer of that seller who asks.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { newId } from '../server/platform/ids.ts'
import { type House, openHouse, person } from './house.ts'
import { amountOf, E4_PER_MINOR, OFFERS, PRODUCTS, type Quote, TERMS } from './quote-offers.ts'

export interface QuoteApi {
  quote: Quote
  close(): Promise<void>
}

interface Served {
  address: string
  cookie: string
  sellerOrgId: string
  productIds: string[]
}

if (process.argv[2] === 'serve-quotes') await serve()

export async function openQuoteApi(): Promise<QuoteApi> {
  const child = fork(fileURLToPath(import.meta.url), ['serve-quotes'])
  const [served] = (await once(child, 'message')) as [Served]
  const agent = new Agent({ keepAlive: true })
  return {
    quote: quoteThrough(served, agent),
    async close() {
      agent.destroy()
      child.send('stop')
      await once(child, 'exit')
    },
  }
}

function quoteThrough({ address, cookie, sellerOrgId, productIds }: Served, agent: Agent): Quote {
  return async (products, { pieces, payment, leadDays }) => {
    const lines = products.map((product) => ({
      productId: productIds[product],
      quantity: String(pieces),
      unit: '件',
      payment: TERMS[payment],
      leadDays,
    }))
    const url = `${address}/api/v1/price-quotes`
    const body = { sellerOrgId, lines, isUnexplained: true }
    const answer = await post(agent, url, cookie, JSON.stringify(body))
    const { items } = JSON.parse(answer) as { items: { unitE4: number }[] }
    return items.map(({ unitE4 }) => unitE4 / E4_PER_MINOR)
  }
}

function post(agent: Agent, url: string, cookie: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'content-type': 'application/json' }
    const req = request(url, { method: 'POST', agent, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString()
        if (answer.statusCode === 200) resolve(text)
        else reject(new Error(`${answer.statusCode}: ${text.slice(0, 500)}`))
      })
    })
    req.on('error', reject)
    req.end(body)
  })
}

async function serve(): Promise<void> {
  const house = await openHouse()
  const [seller, buyer] = [await person(house, 'Seller'), await person(house, 'Buyer')]
  await plantPlace(house, seller.orgId, buyer.orgId)
  const productIds = await plantProducts(house, seller.orgId)
  await agree(house, seller.cookie, productIds)
  await house.app.database.owner.query('VACUUM ANALYZE')
  const { address } = house
  process.send!({ address, cookie: buyer.cookie, sellerOrgId: seller.orgId, productIds })
  await once(process, 'message')
  await house.close()
  process.exit()
}

async function plantPlace(house: House, sellerOrgId: string, buyerOrgId: string): Promise<void> {
  const chainId = newId()
  await house.app.database.owner.query(
    `WITH chain AS (INSERT INTO chains (id, org_id, name, settings, created_at)
       VALUES ($1, $2, 'Bench', '{}', now()))
     INSERT INTO partners (id, org_id, chain_id, side, tier, path, owner_org_id, brought_by_org_id,
       partner_org_id, status, code, name, created_at, joined_at)
     VALUES ($3, $2, $1, 'downstream', 1, 'b', $2, $2, $4, 'joined', 'B', 'Buyer', now(), now())`,
    [chainId, sellerOrgId, newId(), buyerOrgId],
  )
}

async function plantProducts(house: House, orgId: string): Promise<string[]> {
  const { rows } = await house.app.database.owner.query<{ id: string }>(
    `INSERT INTO products (id, org_id, code, name, unit, created_at)
     SELECT jingwei_uuid(), $1, 'P' || lpad(g::text, 5, '0'), '商品 ' || g, '件', now()
     FROM generate_series(0, $2::int - 1) g RETURNING id, code`,
    [orgId, PRODUCTS],
  )
  return rows.map(({ id }) => id)
}

/** One agreement for all buyers, its list brought in a thousand rows at a time. */
async function agree(house: House, cookie: string, productIds: readonly string[]): Promise<void> {
  let version = 0
  async function call(method: string, path: string, body: unknown) {
    const headers = { cookie, 'content-type': 'application/json', 'if-match': `"${version}"` }
    const url = `${house.address}/api/v1/${path}`
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`)
    return JSON.parse(text)
  }
  const { id } = await call('POST', 'agreements', { name: 'Bench', for: { audience: 'all' } })
  const refresh = async () => {
    const answer = await fetch(`${house.address}/api/v1/agreements/${id}`, { headers: { cookie } })
    version = ((await answer.json()) as { versions: { version: number }[] }).versions[0]!.version
  }
  await refresh()
  await call('PUT', `agreements/${id}/draft`, { terms: { coversAll: false } })
  for (let first = 0; first < PRODUCTS; first += 100) {
    const rows = Array.from({ length: 100 }, (_, i) =>
      OFFERS.map((offer) => ({
        productId: productIds[first + i],
        from: String(offer.pieces),
        payment: offer.payment && TERMS[offer.payment],
        leadDays: offer.leadDays,
        unitE4: amountOf(first + i, offer) * E4_PER_MINOR,
      })),
    ).flat()
    await refresh()
    await call('PATCH', `agreements/${id}/prices`, { rows })
  }
  await refresh()
  await call('PUT', `agreements/${id}/draft/activation`, {})
}
