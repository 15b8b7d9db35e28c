import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, encodeCursor, pageOf } from '../../platform/cursor.ts'
import { found } from '../../platform/errors.ts'
import { may, standingOf } from './access.ts'
import { partnersMatching } from './partner-filter.ts'
import { type ChainFacts, getChain, getPlace, placesAbove } from './places.ts'
import type {
  PARTNER_SORTS,
  Partner,
  PartnerDetail,
  PartnerEvent,
  PartnerFilter,
  PartnerQuery,
  PartnerStatus,
  Side,
} from './schema.ts'

interface PartnerRow {
  id: string
  org_id: string
  chain_id: string
  parent_id: string | null
  side: Side
  tier: number
  owner_org_id: string
  partner_org_id: string | null
  status: PartnerStatus
  code: string
  name: string
  kind: string
  uscc: string | null
  region: string
  address: string
  note: string
  created_at: string
  joined_at: string | null
  version: number
  parent_name: string | null
  parent_code: string | null
  children: number
  tags: string[]
  groups: { id: string; name: string }[]
  is_under_me: boolean
}

/** Partner rows with what a screen shows beside them; `page` selects whole rows of partners. */
async function partnerRows(
  tx: Tx,
  page: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<PartnerRow[]> {
  const { orgId } = tx.actor
  const { rows } = await sql<PartnerRow>`
    SELECT p.id, p.org_id, p.chain_id, p.parent_id, p.side, p.tier, p.owner_org_id, p.partner_org_id, p.status,
      p.code, p.name, p.kind, p.uscc, p.region, p.address, p.note, p.created_at, p.joined_at, p.version,
      u.name AS parent_name, u.code AS parent_code,
      (SELECT count(*) FROM partners c WHERE c.parent_id = p.id) AS children,
      ARRAY(SELECT t.tag FROM partner_tags t WHERE t.org_id = ${orgId} AND t.partner_id = p.id
        ORDER BY t.tag) AS tags,
      (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name), '[]')
        FROM partner_group_members m JOIN partner_groups g ON g.id = m.group_id
        WHERE m.org_id = ${orgId} AND m.partner_id = p.id) AS groups,
      p.path <@ ANY((SELECT jingwei_my_paths())::ltree[]) AS is_under_me
    FROM (${page}) p LEFT JOIN partners u ON u.id = p.parent_id
    ORDER BY ${order}`.execute(tx.db)
  return rows
}

function shapePartner(tx: Tx, row: PartnerRow): Partner {
  const place = {
    chainOrgId: row.org_id,
    ownerOrgId: row.owner_org_id,
    partnerOrgId: row.partner_org_id,
    isUnderMe: row.is_under_me,
  }
  return {
    id: row.id,
    chainId: row.chain_id,
    code: row.code,
    name: row.name,
    side: row.side,
    tier: row.tier,
    kind: row.kind,
    status: row.status,
    uscc: row.uscc,
    region: row.region,
    address: row.address,
    note: may(tx.actor.orgId, 'readNote', place) ? row.note : '',
    parentId: row.parent_id,
    parentName: row.parent_name,
    children: row.children,
    tags: row.tags,
    groups: row.groups,
    isMine: standingOf(tx.actor.orgId, place) === 'owner',
    createdAt: row.created_at,
    joinedAt: row.joined_at,
    version: row.version,
  }
}

export async function readPartner(tx: Tx, id: string): Promise<Partner> {
  const [row] = await partnerRows(tx, sql`SELECT * FROM partners WHERE id = ${id}`, sql`p.id`)
  return shapePartner(tx, found(row, 'partner'))
}

export function viewPartner(ctx: Ctx, id: string): Promise<PartnerDetail> {
  return ctx.read(async (tx) => {
    const partner = await readPartner(tx, id)
    const place = await getPlace(tx, id)
    const above = await placesAbove(tx, place)
    const { rows: below } = await sql<PartnerDetail['below'][number]>`
      SELECT tier, count(*) AS partners, count(*) FILTER (WHERE status = 'joined') AS joined FROM partners
      WHERE id IN (SELECT jingwei_below(${id})) GROUP BY tier ORDER BY tier`.execute(tx.db)
    const invitation = await tx.db
      .selectFrom('partner_invitations')
      .select('expires_at')
      .where('partner_id', '=', id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', tx.now().toISOString())
      .orderBy('created_at', 'desc')
      .executeTakeFirst()
    return {
      ...partner,
      ancestors: above.map(({ id, name, tier }) => ({ id, name, tier })),
      below,
      openInvitation: invitation ? { expiresAt: invitation.expires_at } : null,
    }
  })
}

type Sort = (typeof PARTNER_SORTS)[number]
interface Sorting {
  order: RawBuilder<unknown>
  /** The rows after the one that the cursor stands for. */
  after(cursor: (string | number)[]): RawBuilder<unknown>
  cursorOf(row: PartnerRow): (string | number)[]
}

// Ids sort by the time they were made, so `created` needs no column of its own.
const SORTS: Record<Sort, Sorting> = {
  name: {
    order: sql`p.name, p.id`,
    after: ([name, id]) => sql`(p.name, p.id) > (${name}, ${id}::uuid)`,
    cursorOf: (row) => [row.name, row.id],
  },
  code: {
    order: sql`p.code, p.id`,
    after: ([code, id]) => sql`(p.code, p.id) > (${code}, ${id}::uuid)`,
    cursorOf: (row) => [row.code, row.id],
  },
  tier: {
    order: sql`p.tier, p.name, p.id`,
    after: ([tier, name, id]) => sql`(p.tier, p.name, p.id) > (${tier}::int, ${name}, ${id}::uuid)`,
    cursorOf: (row) => [row.tier, row.name, row.id],
  },
  created: {
    order: sql`p.id DESC`,
    after: ([id]) => sql`p.id < ${id}::uuid`,
    cursorOf: (row) => [row.id],
  },
}
const CURSOR_LENGTH: Record<Sort, number> = { name: 2, code: 2, tier: 3, created: 1 }

function pageSql(
  tx: Tx,
  chain: ChainFacts,
  filter: PartnerFilter,
  sort: Sort,
  cursor: string | undefined,
  limit: number,
): RawBuilder<unknown> {
  const { order, after } = SORTS[sort]
  const place = decodeCursor(cursor, CURSOR_LENGTH[sort])
  const from = place ? sql`AND ${after(place)}` : sql``
  return sql`SELECT p.* FROM partners p WHERE ${partnersMatching(tx, chain, filter)} ${from}
    ORDER BY ${order} LIMIT ${limit}`
}

/** The partners that my org works with. The total is counted for the first page; later pages know it. */
export function listPartners(ctx: Ctx, chainId: string, query: PartnerQuery) {
  return ctx.read(async (tx) => {
    const chain = await getChain(tx, chainId)
    const { cursor, limit, sort, ...filter } = query
    if (filter.q || chain.orgId !== tx.actor.orgId) {
      const { rows, total } = await searchedRows(tx, chain, filter, sort, cursor, limit + 1)
      return { ...pageOf(rows, limit, SORTS[sort].cursorOf, (row) => shapePartner(tx, row)), total }
    }
    const page = pageSql(tx, chain, filter, sort, cursor, limit + 1)
    const rows = await partnerRows(tx, page, SORTS[sort].order)
    const list = pageOf(rows, limit, SORTS[sort].cursorOf, (row) => shapePartner(tx, row))
    if (cursor !== undefined) return list
    if (rows.length <= limit) return { ...list, total: rows.length }
    return { ...list, total: await countPartners(tx, chain, filter) }
  })
}

/**
 * No index leads to what is searched by a part of its name, nor to what lies below me: the page and the
 * total are taken from one pass over the chain instead of two.
 */
async function searchedRows(
  tx: Tx,
  chain: ChainFacts,
  filter: PartnerFilter,
  sort: Sort,
  cursor: string | undefined,
  limit: number,
): Promise<{ rows: PartnerRow[]; total: number }> {
  const { order, after } = SORTS[sort]
  const place = decodeCursor(cursor, CURSOR_LENGTH[sort])
  const from = place ? sql`WHERE ${after(place)}` : sql``
  const { rows: found } = await sql<{ ids: string[]; total: number }>`
    WITH hits AS MATERIALIZED (SELECT p.id, p.name, p.code, p.tier FROM partners p
      WHERE ${partnersMatching(tx, chain, filter)})
    SELECT ARRAY(SELECT p.id FROM hits p ${from} ORDER BY ${order} LIMIT ${limit}) AS ids,
      (SELECT count(*) FROM hits) AS total`.execute(tx.db)
  const { ids, total } = found[0]!
  const page = sql`SELECT * FROM partners WHERE id = ANY(${ids}::uuid[])`
  return { rows: ids.length > 0 ? await partnerRows(tx, page, order) : [], total }
}

async function countPartners(tx: Tx, chain: ChainFacts, filter: PartnerFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    SELECT count(*) AS total FROM partners p WHERE ${partnersMatching(tx, chain, filter)}`.execute(
    tx.db,
  )
  return rows[0]!.total
}

/** Partners in order of name, a batch at a time, with their parents' codes: for files of any length. */
export async function* partnersInBatches(
  ctx: Ctx,
  chainId: string,
  filter: PartnerFilter,
  batch = 2000,
): AsyncGenerator<(Partner & { parentCode: string | null })[]> {
  let cursor: string | undefined
  while (true) {
    const rows = await ctx.read(async (tx) => {
      const chain = await getChain(tx, chainId)
      const page = pageSql(tx, chain, filter, 'name', cursor, batch)
      const found = await partnerRows(tx, page, SORTS.name.order)
      return found.map((row) => ({ ...shapePartner(tx, row), parentCode: row.parent_code }))
    })
    yield rows
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    cursor = encodeCursor([last.name, last.id])
  }
}

/** What the record of my own org says about a partner. */
export function partnerHistory(ctx: Ctx, id: string, query: { cursor?: string; limit: number }) {
  return ctx.read(async (tx) => {
    await getPlace(tx, id)
    const after = decodeCursor(query.cursor, 1)
    let events = tx.db
      .selectFrom('events')
      .select(['seq', 'id', 'type', 'at', 'actor', 'data'])
      .where('org_id', '=', tx.actor.orgId as string)
      .where('subject', '=', `partner:${id}`)
      .orderBy('seq', 'desc')
      .limit(query.limit + 1)
    if (after) events = events.where('seq', '<', Number(after[0]))
    return pageOf(
      await events.execute(),
      query.limit,
      (row) => [row.seq],
      (row) => row as z.output<typeof PartnerEvent>,
    )
  })
}
