import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { type App, buildApp } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { silent } from '../server/platform/console.ts'
import { newId, newSecret, secretHash } from '../server/platform/ids.ts'
import { migrate } from '../server/platform/migrate.ts'
import { startEmbedded } from '../server/platform/postgres.ts'

export interface House {
  app: App
  address: string
  ownerUrl: string
  dataDir: string
  close(): Promise<void>
}

/** The product as a user runs it: embedded PostgreSQL with every safety on, the real server on a port. */
export async function openHouse(env: Record<string, string> = {}): Promise<House> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jingwei-bench-'))
  const database = await startEmbedded(dataDir, silent)
  const { appUrl } = await migrate({ ownerUrl: database.ownerUrl, say: silent })
  const settings = { PORT: '0', LOG_LEVEL: 'error', REQUESTS_PER_MINUTE: '100000000', ...env }
  const app = await buildApp({
    config: readConfig({ ...settings, JINGWEI_DATA: dataDir }, []),
    ownerUrl: database.ownerUrl,
    appUrl,
    log: pino({ level: 'error' }) as never,
  })
  const address = await app.listen()
  return {
    app,
    address,
    ownerUrl: database.ownerUrl,
    dataDir,
    async close() {
      await app.close()
      await database.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export interface PlantedChain {
  chainId: string
  leadOrgId: string
  leadCookie: string
  productIds: string[]
  /** A session cookie for each store's org, when asked for. */
  storeCookies: string[]
  stores: number
  sellers: number
}

// How many places stand in tiers 1 to 5 for a given number of stores in tier 6.
function tiersFor(stores: number): number[] {
  const ratio = stores / 4000
  return [6, 24, 80, 160, 300].map((n) =>
    Math.max(n, Math.round(n * Math.sqrt(ratio) * (ratio > 1 ? 4 : 1))),
  )
}

/** A six-tier chain in which everybody has joined, written in bulk. */
export async function plantChain(
  house: House,
  stores: number,
  withSessions: boolean,
): Promise<PlantedChain> {
  const { owner } = house.app.database
  const lead = await person(house, 'Lead')
  const chainId = newId()
  await owner.query(
    `INSERT INTO chains (id, org_id, name, settings, created_at)
     VALUES ($1, $2, 'Bench', '{"reminderHours":[],"escalateAfterHours":null}', now())`,
    [chainId, lead.orgId],
  )
  const tiers = [...tiersFor(stores), stores]
  for (const [i, count] of tiers.entries()) {
    await plantTier(house, chainId, lead.orgId, { tier: i + 1, count, above: tiers[i - 1] ?? 1 })
  }
  await owner.query(
    `INSERT INTO markups (id, org_id, chain_id, set_by_org_id, tier, kind, value, set_at)
     SELECT jingwei_uuid(), $1, $2, $1, t, 'percent', 500 + t * 100, now() FROM generate_series(1, 6) t`,
    [lead.orgId, chainId],
  )
  const productIds = [newId()]
  await owner.query(
    `INSERT INTO products (id, org_id, code, name, unit, created_at) VALUES ($1, $2, 'P1', '衬衫', '件', now())`,
    [productIds[0], lead.orgId],
  )
  await owner.query(
    `INSERT INTO product_prices (org_id, product_id, valid_from, price_minor, retail_minor, set_at)
     VALUES ($1, $2, now() - interval '1 year', 10000, 29900, now())`,
    [lead.orgId, productIds[0]],
  )
  const storeCookies = withSessions ? await plantSessions(house, chainId) : []
  await owner.query('VACUUM ANALYZE')
  return {
    chainId,
    leadOrgId: lead.orgId,
    leadCookie: lead.cookie,
    productIds,
    storeCookies,
    stores,
    sellers: tiers.slice(0, 5).reduce((a, b) => a + b, 0),
  }
}

async function plantTier(
  house: House,
  chainId: string,
  leadOrgId: string,
  { tier, count, above }: { tier: number; count: number; above: number },
) {
  const { owner } = house.app.database
  await owner.query(
    `WITH made AS (
       INSERT INTO orgs (id, name, short_name, created_at)
       SELECT jingwei_uuid(), 'Org ' || $3::int || '-' || g, 'O' || g, now() FROM generate_series(1, $4::int) g
       RETURNING id),
     numbered AS (SELECT id, row_number() OVER () - 1 AS n, (row_number() OVER () - 1) % $5::int AS up FROM made),
     above AS (SELECT id, path, row_number() OVER (ORDER BY no) - 1 AS n
       FROM partners WHERE chain_id = $1 AND tier = $3::int - 1)
     INSERT INTO partners (id, org_id, chain_id, parent_id, side, tier, path, owner_org_id,
       brought_by_org_id, partner_org_id, status, code, name, region, created_at, joined_at)
     SELECT jingwei_uuid(), $2, $1, a.id, 'downstream', $3::int,
       (coalesce(a.path::text || '.', 'c1.d.') || $3::int || '_' || n.n)::ltree, $2, $2, n.id, 'joined',
       $3::int || '-' || n.n, '门店 ' || n.n, '浙江省杭州市', now(), now()
     FROM numbered n LEFT JOIN above a ON a.n = n.up`,
    [chainId, leadOrgId, tier, count, above],
  )
}

/** A person with a session in every org of the last tier. */
async function plantSessions(house: House, chainId: string): Promise<string[]> {
  const { owner } = house.app.database
  const { rows } = await owner.query<{ org: string }>(
    'SELECT partner_org_id AS org FROM partners WHERE chain_id = $1 AND tier = 6 ORDER BY no',
    [chainId],
  )
  const secrets = rows.map(() => newSecret())
  const people = rows.map(() => newId())
  await owner.query(
    `INSERT INTO people (id, name, mail, created_at)
     SELECT id, 'Store', id::text || '@bench.invalid', now() FROM unnest($1::uuid[]) AS p(id)`,
    [people],
  )
  await owner.query(
    `INSERT INTO memberships (id, org_id, person_id, role, joined_at)
     SELECT jingwei_uuid(), m.org, m.person, 'owner', now() FROM unnest($1::uuid[], $2::uuid[]) AS m(org, person)`,
    [rows.map((r) => r.org), people],
  )
  await owner.query(
    `INSERT INTO sessions (id, token_hash, person_id, org_id, ip, user_agent, created_at, seen_at, expires_at)
     SELECT jingwei_uuid(), s.hash, s.person, s.org, '127.0.0.1', 'bench', now(), now(), now() + interval '1 day'
     FROM unnest($1::bytea[], $2::uuid[], $3::uuid[]) AS s(hash, person, org)`,
    [secrets.map(secretHash), people, rows.map((r) => r.org)],
  )
  return secrets.map((secret) => `jingwei_session=${secret}`)
}

export async function person(house: House, name: string) {
  const response = await fetch(`${house.address}/api/v1/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      org: { name: `${name} Ltd`, shortName: name },
      person: { name, mail: `${newId()}@bench.invalid`, password: 'a bench password' },
    }),
  })
  if (response.status !== 201) throw new Error(await response.text())
  const me = (await response.json()) as { org: { id: string } }
  const cookie = response.headers.get('set-cookie')!.split(';')[0] as string
  return { orgId: me.org.id, cookie }
}

/** A draft of a price change for the whole chain. */
export async function draft(house: House, chain: PlantedChain): Promise<string> {
  const response = await fetch(`${house.address}/api/v1/notices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: chain.leadCookie },
    body: JSON.stringify({
      chainId: chain.chainId,
      kind: 'price_change',
      title: '夏装调价通知',
      validFrom: new Date(Date.now() + 86_400_000).toISOString(),
      prices: chain.productIds.map((productId) => ({
        productId,
        priceMinor: 12_000,
        retailMinor: 29_900,
      })),
    }),
  })
  if (response.status !== 201) throw new Error(await response.text())
  return ((await response.json()) as { id: string }).id
}

export async function sendDraft(house: House, chain: PlantedChain, id: string): Promise<void> {
  const response = await fetch(`${house.address}/api/v1/notices/${id}/sending`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', cookie: chain.leadCookie },
    body: '{}',
  })
  if (response.status !== 200) throw new Error(await response.text())
  await response.arrayBuffer()
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!
}

/** A table for people, then one line for programs. */
export function report(name: string, rows: [string, string][], keys: Record<string, number>): void {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown'
  console.log(
    `\n${name}: ${availableParallelism()} cores, ${cpu}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
  )
  const width = Math.max(...rows.map(([label]) => label.length))
  for (const [label, value] of rows) console.log(`  ${label.padEnd(width)}  ${value}`)
  const shown = Object.entries(keys).map(
    ([key, value]) => `${key}=${Math.round(value * 100) / 100}`,
  )
  console.log(`${name} ${shown.join(' ')}`)
}
