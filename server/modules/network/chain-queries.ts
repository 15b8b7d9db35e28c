import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import { orgsSql } from '../identity/index.ts'
import { belowMe, getChain, myPlaces } from './places.ts'
import {
  type Chain,
  type ChainMap,
  ChainSettings,
  type ChainSummary,
  type PartnerStatus,
} from './schema.ts'

interface ChainRow {
  id: string
  org_id: string
  name: string
  note: string
  currency: string
  peers_visible: boolean
  settings: unknown
  created_at: string
  version: number
  lead_name: string
  my_partner_id: string | null
  my_tier: number | null
  partners: number
  joined: number
}

async function chainRows(tx: Tx, id: string | null): Promise<ChainRow[]> {
  const { rows } = await sql<ChainRow>`
    SELECT c.id, c.org_id, c.name, c.note, c.currency, c.peers_visible, c.settings, c.created_at, c.version,
      o.name AS lead_name, mine.id AS my_partner_id, mine.tier AS my_tier, n.partners, n.joined
    FROM chains c
    JOIN ${orgsSql()} o ON o.id = c.org_id
    LEFT JOIN LATERAL (SELECT p.id, p.tier FROM partners p
      WHERE p.chain_id = c.id AND p.partner_org_id = ${tx.actor.orgId} ORDER BY p.side LIMIT 1) mine ON true
    CROSS JOIN LATERAL (SELECT count(*) AS partners, count(*) FILTER (WHERE p.status = 'joined') AS joined
      FROM partners p WHERE p.chain_id = c.id AND ${belowMe(tx)}) n
    WHERE c.id = coalesce(${id}::uuid, c.id)
    ORDER BY c.org_id <> ${tx.actor.orgId}::uuid, c.created_at, c.id`.execute(tx.db)
  return rows
}

function shapeChain(tx: Tx, row: ChainRow): Chain {
  const isLead = row.org_id === tx.actor.orgId
  return {
    id: row.id,
    name: row.name,
    // What the lead notes about its chain is for its own people.
    note: isLead ? row.note : '',
    currency: row.currency,
    peersVisible: row.peers_visible,
    settings: ChainSettings.parse(row.settings),
    lead: { orgId: row.org_id, name: row.lead_name },
    isLead,
    myPartnerId: row.my_partner_id,
    myTier: row.my_tier,
    partners: row.partners,
    joined: row.joined,
    createdAt: row.created_at,
    version: row.version,
  }
}

export async function readChain(tx: Tx, id: string): Promise<Chain> {
  const [row] = await chainRows(tx, id)
  return shapeChain(tx, found(row, 'chain'))
}

/** The chains that my org leads, then those in which it stands. */
export function listChains(ctx: Ctx): Promise<{ items: Chain[] }> {
  return ctx.read(async (tx) => ({
    items: (await chainRows(tx, null)).map((row) => shapeChain(tx, row)),
  }))
}

export function viewChain(ctx: Ctx, id: string): Promise<Chain> {
  return ctx.read((tx) => readChain(tx, id))
}

/** What there is to filter by, with numbers. */
export function summarizeChain(ctx: Ctx, chainId: string): Promise<ChainSummary> {
  return ctx.read(async (tx) => {
    await getChain(tx, chainId)
    const { rows } = await sql<ChainSummary>`
      WITH p AS MATERIALIZED (
        SELECT p.id, p.side, p.tier, p.status, p.region, p.kind FROM partners p
        WHERE p.chain_id = ${chainId} AND ${belowMe(tx)})
      SELECT
        (SELECT coalesce(json_agg(t ORDER BY t.side, t.tier, t.status), '[]') FROM (
          SELECT side, tier, status, count(*) AS partners FROM p GROUP BY 1, 2, 3) t) AS tiers,
        (SELECT coalesce(json_agg(t ORDER BY t.partners DESC, t.region), '[]') FROM (
          SELECT region, count(*) AS partners FROM p WHERE region <> '' GROUP BY 1
          ORDER BY 2 DESC, 1 LIMIT 1000) t) AS regions,
        (SELECT coalesce(json_agg(t ORDER BY t.partners DESC, t.kind), '[]') FROM (
          SELECT kind, count(*) AS partners FROM p WHERE kind <> '' GROUP BY 1
          ORDER BY 2 DESC, 1 LIMIT 200) t) AS kinds,
        (SELECT coalesce(json_agg(t ORDER BY t.partners DESC, t.tag), '[]') FROM (
          SELECT g.tag, count(*) AS partners FROM partner_tags g JOIN p ON p.id = g.partner_id
          WHERE g.org_id = ${tx.actor.orgId} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 500) t) AS tags`.execute(
      tx.db,
    )
    return rows[0]!
  })
}

const MAP_PARTNERS_MAX = 20_000

interface MapRow {
  id: string
  parent_id: string | null
  name: string
  tier: number
  side: 'd' | 'u'
  status: PartnerStatus
  kind: string
  region: string
  visible: number
}

/**
 * The visible tree in columns. A partner sees its own places with all below them, each under its parent.
 * Rows come tier by tier, so a parent's position is known before its children ask for it.
 */
export function mapChain(
  ctx: Ctx,
  chainId: string,
  partnersMax = MAP_PARTNERS_MAX,
): Promise<ChainMap> {
  return ctx.read(async (tx) => {
    const chain = await getChain(tx, chainId)
    const isLead = chain.orgId === tx.actor.orgId
    const mine = isLead ? [] : await myPlaces(tx, chainId)
    const parents = mine.flatMap((place) => place.parentId ?? [])
    const shown = isLead
      ? sql`true`
      : sql`(p.path <@ ANY(${mine.map((place) => place.path)}::ltree[]) OR p.id = ANY(${parents}::uuid[]))`
    const { rows } = await sql<MapRow>`
      SELECT p.id, p.parent_id, p.name, p.tier, left(p.side, 1) AS side, p.status, p.kind, p.region,
        count(*) OVER () AS visible
      FROM partners p WHERE p.chain_id = ${chainId} AND ${shown}
      ORDER BY p.tier, p.side, p.name, p.id LIMIT ${partnersMax}`.execute(tx.db)
    const position = new Map(rows.map((row, i) => [row.id, i]))
    return {
      ids: rows.map((row) => row.id),
      parents: rows.map((row) => position.get(row.parent_id ?? '') ?? -1),
      names: rows.map((row) => row.name),
      tiers: rows.map((row) => row.tier),
      sides: rows.map((row) => row.side),
      statuses: rows.map((row) => row.status),
      kinds: rows.map((row) => row.kind),
      regions: rows.map((row) => row.region),
      omitted: (rows[0]?.visible ?? 0) - rows.length,
    }
  })
}
