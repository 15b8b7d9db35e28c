// Medusa's pricing module as a peer: the module itself with its own migrations, without the rest of Medusa, on an
// embedded PostgreSQL of its own that runs with the same settings as ours.
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { silent } from '../server/platform/console.ts'
import { startEmbedded } from '../server/platform/postgres.ts'

export interface MedusaPrice {
  amount: number
  currency_code: string
  min_quantity?: number
  rules?: Record<string, string | { operator: string; value: number }[]>
}

/** The part of its pricing module that the bench calls. */
interface Pricing {
  createPriceSets(sets: { prices: MedusaPrice[] }[]): Promise<{ id: string }[]>
  calculatePrices(
    filters: { id: string[] },
    context: { context: Record<string, string | number> },
  ): Promise<{ id: string; calculated_amount: number }[]>
}

export interface Medusa {
  pricing: Pricing
  version: string
  /** What autovacuum would do in a while: without it PostgreSQL picks plans that are a hundred times slower. */
  analyze(): Promise<void>
  close(): Promise<void>
}

export async function openMedusa(): Promise<Medusa> {
  process.env.NODE_ENV = 'production'
  const dataDir = await mkdtemp(join(tmpdir(), 'jingwei-bench-peer-'))
  const cluster = await startEmbedded(dataDir, silent)
  const require = createRequire(import.meta.url)
  const { MedusaApp } = require('@medusajs/framework/modules-sdk')
  const database = connection(cluster.ownerUrl)
  const app = await quietly(async () => {
    const app = await MedusaApp({
      modulesConfig: {
        pricing: { resolve: require.resolve('@medusajs/pricing'), options: { database } },
      },
      sharedResourcesConfig: { database },
    })
    await app.runMigrations()
    return app
  })
  return {
    pricing: app.modules.pricing,
    async analyze() {
      const client = new pg.Client({ connectionString: cluster.ownerUrl })
      await client.connect()
      await client.query('VACUUM ANALYZE')
      await client.end()
    },
    version: require('@medusajs/pricing/package.json').version,
    async close() {
      await app.onApplicationPrepareShutdown()
      await app.onApplicationShutdown()
      await cluster.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Its ORM reads only host names from an address, and ours may be a socket. */
function connection(ownerUrl: string) {
  const url = new URL(ownerUrl)
  const place = {
    host: url.searchParams.get('host') ?? url.hostname,
    port: Number(url.port || url.searchParams.get('port') || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    ssl: false,
  }
  return { clientUrl: ownerUrl, driverOptions: { connection: place }, pool: { min: 2, max: 16 } }
}

/** It reports each migration, and that it runs without Medusa's own links. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log, info, warn, error } = console
  Object.assign(console, { log: noop, info: noop, warn: noop, error: noop })
  try {
    return await work()
  } finally {
    Object.assign(console, { log, info, warn, error })
  }
}

function noop(): void {}
