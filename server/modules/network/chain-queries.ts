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
  type Side,
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
  const me = tx.actor.orgId
  const { rows } = await sql<ChainRow>`
    SELECT c.id, c.org_id, c.name, c.note, c.currency, c.peers_visible, c.settings, c.created_at, c.version,
      o.name AS lead_name, mine.id AS my_partner_id, mine.tier AS my_tier, n.partners, n.joined
    FROM chains c
    JOIN ${orgsSql()} o ON o.id = c.org_id
    LEFT JOIN LATERAL (SELECT p.id, p.tier FROM partners p
      WHERE p.chain_id = c.id AND p.partner_org_id = ${me} ORDER BY p.side LIMIT 1) mine ON true
    CROSS JOIN LATERAL (SELECT count(*) AS partners, count(*) FILTER (WHERE p.status = 'joined') AS joined
      FROM (SELECT p.status FROM partners p WHERE c.org_id = ${me}::uuid AND p.chain_id = c.id
        UNION ALL SELECT p.status FROM partners p
          WHERE c.org_id <> ${me}::uuid AND p.id IN (SELECT jingwei_below_me(c.id))) p) n
    WHERE c.id = coalesce(${id}::uuid, c.id)
    ORDER BY c.org_id <> ${me}::uuid, c.created_at, c.id`.execute(tx.db)
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

/** What there is to filter by, with numbers: one pass over the partners, and one over their tags. */
export function summarizeChain(ctx: Ctx, chainId: string): Promise<ChainSummary> {
  return ctx.read(async (tx) => {
    const mine = belowMe(tx, await getChain(tx, chainId))
    const { rows: counts } = await sql<CountRow>`
      SELECT p.side, p.tier, p.status, p.region, p.kind, count(*) AS partners
      FROM partners p WHERE ${mine}
      GROUP BY GROUPING SETS ((p.side, p.tier, p.status), (p.region), (p.kind))
      ORDER BY p.side, p.tier, p.status, partners DESC, p.region, p.kind`.execute(tx.db)
    const { rows: tags } = await sql<{ tag: string; partners: number }>`
      SELECT t.tag, count(*) AS partners FROM partner_tags t JOIN partners p ON p.id = t.partner_id
      WHERE t.org_id = ${tx.actor.orgId} AND ${mine}
      GROUP BY t.tag ORDER BY partners DESC, t.tag LIMIT ${CHOICES_MAX}`.execute(tx.db)
    const choices = <K extends 'region' | 'kind'>(key: K) =>
      counts
        .filter((row) => row[key])
        .slice(0, CHOICES_MAX)
        .map((row) => ({ [key]: row[key], partners: row.partners }) as Record<K, string> & Counted)
    return {
      tiers: counts.flatMap(({ side, tier, status, partners }) =>
        side && tier && status ? { side, tier, status, partners } : [],
      ),
      regions: choices('region'),
      kinds: choices('kind'),
      tags,
    }
  })
}

const CHOICES_MAX = 1000
type Counted = { partners: number }
interface CountRow extends Counted {
  side: Side | null
  tier: number | null
  status: PartnerStatus | null
  region: string | null
  kind: string | null
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
}

/**
 * The visible tree in columns. A partner sees its own places with all below them, each under its parent.
 * Rows come tier by tier, so that a map that leaves some out leaves out the lowest.
 */
export function mapChain(
  ctx: Ctx,
  chainId: string,
  partnersMax = MAP_PARTNERS_MAX,
): Promise<ChainMap> {
  return ctx.read(async (tx) => {
    const chain = await getChain(tx, chainId)
    const mine = chain.orgId === tx.actor.orgId ? [] : await myPlaces(tx, chainId)
    const around = mine.flatMap((place) => [place.id, ...(place.parentId ? [place.parentId] : [])])
    const shown = sql`(SELECT p.* FROM partners p WHERE ${belowMe(tx, chain)}
      UNION ALL SELECT p.* FROM partners p WHERE p.id = ANY(${around}::uuid[]))`
    const { rows } = await sql<MapRow>`
      SELECT p.id, p.parent_id, p.name, p.tier, left(p.side, 1) AS side, p.status, p.kind, p.region
      FROM ${shown} p ORDER BY p.tier, p.id LIMIT ${partnersMax}`.execute(tx.db)
    const isCut = rows.length === partnersMax
    const { rows: all } = isCut
      ? await sql<Counted>`SELECT count(*) AS partners FROM ${shown} p`.execute(tx.db)
      : { rows: [{ partners: rows.length }] }
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
      omitted: all[0]!.partners - rows.length,
    }
  })
}
