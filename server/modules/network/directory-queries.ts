import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { membersSql, orgsSql } from '../identity/index.ts'
import { coversPartner, coversPerson, type RuleSides } from './access.ts'
import {
  belowMe,
  type ChainFacts,
  getChain,
  groupsWithin,
  likeOperator,
  likeText,
} from './places.ts'
import { rulesOf, viewerOf } from './rules.ts'
import { DIRECTORY_RELATIONS, type DirectoryEntry, type DirectoryQuery } from './schema.ts'

/**
 * Whom the reader may find, by the table in access.ts. It reads people of other orgs, which no policy opens,
 * so it runs across orgs; every branch below names the right by which its rows appear.
 */
export async function listDirectory(ctx: Ctx, query: DirectoryQuery & { keys?: string[] }) {
  // A chain that the reader cannot see is not found: asked as the app's role, before going across orgs.
  const { chainId } = query
  const opened = await ctx.read(async (tx) => {
    return openedBelow(tx, chainId ? await getChain(tx, chainId) : null)
  })
  return ctx.acrossOrgs(async (tx) => {
    const places = await placesOfMine(tx, chainId ?? null)
    const wanted = query.relation?.length ? query.relation : DIRECTORY_RELATIONS
    const branches: Record<DirectoryEntry['relation'], () => Promise<RawBuilder<unknown>[]>> = {
      colleague: async () => [colleagues(tx)],
      below: async () => [contactsBelow(tx, opened), membersBelow(tx, opened)],
      above: () => membersAbove(tx, places),
      peer: async () => [membersBeside(places), contactsBeside(places)],
    }
    const asked: RawBuilder<unknown>[] = []
    for (const relation of wanted) asked.push(...(await branches[relation]()))
    const rows = asked.length === 0 ? [] : await readPage(tx, asked, query)
    return pageOf(
      rows,
      query.limit,
      (row) => [row.name, row.key],
      (row) => row,
    )
  })
}

/**
 * The people behind keys of the directory, as far as the reader may find them, with the org that each works
 * for: what other modules ask before they bring people together.
 */
export async function findPeople(
  ctx: Ctx,
  keys: string[],
): Promise<{ key: string; personId: string; orgId: string; name: string }[]> {
  const limit = keys.length
  if (limit === 0) return []
  const { items } = await listDirectory(ctx, { keys, limit })
  const memberIds = items.map((item) => item.key.split(':')[1] as string)
  return ctx.acrossOrgs(async (tx) => {
    const { rows } = await sql<{ id: string; personId: string; orgId: string }>`
      SELECT m.id, m.person_id AS "personId", m.org_id AS "orgId" FROM ${membersSql()} m
      WHERE m.id = ANY(${memberIds}::uuid[])`.execute(tx.db)
    const byId = new Map(rows.map(({ id, ...person }) => [id, person]))
    return items.map(({ key, name }) => ({ key, name, ...byId.get(key.split(':')[1] as string)! }))
  })
}

/** Each branch gives its own first rows, so that none is sorted as a whole. */
async function readPage(
  tx: Tx,
  branches: RawBuilder<unknown>[],
  { q, cursor, limit, keys }: DirectoryQuery & { keys?: string[] },
): Promise<DirectoryEntry[]> {
  const after = decodeCursor(cursor, 2)
  const conditions = [sql`true`]
  if (keys) conditions.push(sql`e.key = ANY(${keys}::text[])`)
  if (after) conditions.push(sql`(e.name, e.key) > (${after[0]}, ${after[1]})`)
  if (q) {
    const like = `%${likeText(q)}%`
    conditions.push(sql`concat_ws(chr(10), e.name, e.phone, e.mail, e."jobTitle", e.department,
      e."orgName") ${likeOperator(q)} ${like}`)
  }
  const where = sql.join(conditions, sql` AND `)
  const limited = branches.map(
    (branch) =>
      sql`(SELECT * FROM (${branch}) e WHERE ${where} ORDER BY e.name, e.key LIMIT ${limit + 1})`,
  )
  const { rows } = await sql<DirectoryEntry>`
    SELECT * FROM (${sql.join(limited, sql` UNION ALL `)}) e
    ORDER BY e.name, e.key LIMIT ${limit + 1}`.execute(tx.db)
  return rows
}

const entry = (
  key: RawBuilder<unknown>,
  from: 'm' | 'c',
  orgName: RawBuilder<unknown>,
  partnerId: RawBuilder<unknown>,
  relation: DirectoryEntry['relation'],
) => {
  const t = sql.ref(from)
  return sql`${key} AS key, ${t}.name, ${t}.job_title AS "jobTitle", ${t}.department, ${t}.phone,
    ${t}.mail, ${orgName} AS "orgName", ${partnerId} AS "partnerId", ${relation}::text AS relation`
}

/** By right of membership. */
function colleagues(tx: Tx): RawBuilder<unknown> {
  return sql`SELECT ${entry(sql`'m:' || m.id`, 'm', sql`o.short_name`, sql`NULL::uuid`, 'colleague')}
    FROM ${membersSql()} m JOIN ${orgsSql()} o ON o.id = m.org_id WHERE m.org_id = ${tx.actor.orgId}`
}

/** Conditions on alias `p` for the partners whose people the reader may find; null for none. */
async function openedBelow(tx: Tx, chain: ChainFacts | null): Promise<RawBuilder<unknown>> {
  const mine = [chain ? belowMe(tx, chain) : belowMeAnywhere(tx)]
  const viewer = await viewerOf(tx)
  if (!viewer.isSteward) {
    const rules = (await rulesOf(tx, chain?.id ?? null)).filter((rule) =>
      coversPerson(rule, viewer),
    )
    const open = rules.filter((r) => r.theirGroupIds.length + r.theirPartnerIds.length === 0)
    const groupIds = rules.flatMap((rule) => rule.theirGroupIds)
    mine.push(sql`(p.chain_id = ANY(${open.map((rule) => rule.chainId)}::uuid[])
      OR p.id = ANY(${rules.flatMap((rule) => rule.theirPartnerIds)}::uuid[])
      OR p.id IN (SELECT g.partner_id FROM partner_group_members g
        WHERE g.group_id IN (${groupsWithin(groupIds)})))`)
  }
  return sql.join(mine, sql` AND `)
}

function belowMeAnywhere(tx: Tx): RawBuilder<unknown> {
  return sql`(p.org_id = ${tx.actor.orgId} OR p.id IN
    (SELECT jingwei_below_me(c.id) FROM unnest(jingwei_my_chains()) AS c(id)))`
}

/** By right of keeping them, within the rules of the reader's own org. */
function contactsBelow(tx: Tx, opened: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT ${entry(sql`'c:' || c.id`, 'c', sql`p.name`, sql`p.id`, 'below')}
    FROM contacts c JOIN partners p ON p.id = c.partner_id
    WHERE c.org_id = ${tx.actor.orgId} AND ${opened}`
}

/** By right of being above them in the chain, within the rules of the reader's own org. */
function membersBelow(tx: Tx, opened: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT ${entry(sql`'m:' || m.id || ':' || p.id`, 'm', sql`p.name`, sql`p.id`, 'below')}
    FROM partners p JOIN ${membersSql()} m ON m.org_id = p.partner_org_id
    WHERE p.status = 'joined' AND p.partner_org_id <> ${tx.actor.orgId} AND ${opened}`
}

interface MyPlace {
  id: string
  chainId: string
  parentId: string | null
  side: string
  ownerOrgId: string
  leadOrgId: string
  peersVisible: boolean
}

async function placesOfMine(tx: Tx, chainId: string | null): Promise<MyPlace[]> {
  const { rows } = await sql<MyPlace>`
    SELECT p.id, p.chain_id AS "chainId", p.parent_id AS "parentId", p.side,
      p.owner_org_id AS "ownerOrgId", p.org_id AS "leadOrgId", c.peers_visible AS "peersVisible"
    FROM partners p JOIN chains c ON c.id = p.chain_id
    WHERE p.partner_org_id = ${tx.actor.orgId} AND p.status = 'joined'
      AND p.chain_id = coalesce(${chainId}::uuid, p.chain_id)`.execute(tx.db)
  return rows
}

/** By a rule of the org directly above, or of the lead, that covers the reader's place. */
async function membersAbove(tx: Tx, places: MyPlace[]): Promise<RawBuilder<unknown>[]> {
  const { rows } = await sql<RuleSides & { orgId: string; placeId: string; groupIds: string[] }>`
    WITH RECURSIVE mine AS (
      SELECT * FROM unnest(${places.map((p) => p.id)}::uuid[], ${places.map((p) => p.chainId)}::uuid[],
        ${places.map((p) => p.ownerOrgId)}::uuid[], ${places.map((p) => p.leadOrgId)}::uuid[])
        AS t(id, chain_id, owner_org_id, lead_org_id)),
    around AS (
      SELECT t.id AS place, g.id, g.parent_id, g.org_id FROM mine t
        JOIN partner_group_members m ON m.partner_id = t.id JOIN partner_groups g ON g.id = m.group_id
      UNION SELECT a.place, g.id, g.parent_id, g.org_id FROM around a JOIN partner_groups g ON g.id = a.parent_id)
    SELECT r.org_id AS "orgId", t.id AS "placeId", r.my_departments AS "myDepartments",
      r.my_person_ids AS "myPersonIds", r.their_group_ids AS "theirGroupIds",
      r.their_partner_ids AS "theirPartnerIds",
      ARRAY(SELECT a.id FROM around a WHERE a.place = t.id AND a.org_id = r.org_id) AS "groupIds"
    FROM mine t JOIN visibility_rules r ON r.chain_id = t.chain_id
      AND r.org_id IN (t.owner_org_id, t.lead_org_id)`.execute(tx.db)
  const covering = rows.filter((r) => coversPartner(r, { id: r.placeId, groupIds: r.groupIds }))
  if (covering.length === 0) return []
  const opened = covering.map((rule) => {
    const isOpen = rule.myDepartments.length + rule.myPersonIds.length === 0
    return sql`(m.org_id = ${rule.orgId} AND (${isOpen}::boolean
      OR (m.department <> '' AND m.department = ANY(${rule.myDepartments}::text[]))
      OR m.person_id = ANY(${rule.myPersonIds}::uuid[])))`
  })
  return [
    sql`SELECT ${entry(sql`'m:' || m.id`, 'm', sql`o.short_name`, sql`NULL::uuid`, 'above')}
      FROM ${membersSql()} m JOIN ${orgsSql()} o ON o.id = m.org_id
      WHERE ${sql.join(opened, sql` OR `)}`,
  ]
}

/** On alias `p`: those beside the reader's places, in chains that let them see each other. */
function beside(places: MyPlace[]): RawBuilder<unknown> {
  const visible = places.filter((place) => place.peersVisible)
  const siblings = visible.map(
    (place) => sql`(p.chain_id = ${place.chainId} AND p.side = ${place.side}
      AND p.parent_id IS NOT DISTINCT FROM ${place.parentId}::uuid AND p.id <> ${place.id})`,
  )
  return siblings.length === 0 ? sql`false` : sql`(${sql.join(siblings, sql` OR `)})`
}

/** By the chain's switch: those who speak for a firm, not everybody in it. */
function membersBeside(places: MyPlace[]): RawBuilder<unknown> {
  return sql`SELECT ${entry(sql`'m:' || m.id || ':' || p.id`, 'm', sql`p.name`, sql`NULL::uuid`, 'peer')}
    FROM partners p JOIN ${membersSql()} m ON m.org_id = p.partner_org_id
    WHERE p.status = 'joined' AND m.role <> 'member' AND m.job_title <> '' AND ${beside(places)}`
}

/** By the chain's switch, while nobody there has joined: the one contact whom their owner would call. */
function contactsBeside(places: MyPlace[]): RawBuilder<unknown> {
  return sql`SELECT ${entry(sql`'c:' || c.id`, 'c', sql`p.name`, sql`NULL::uuid`, 'peer')}
    FROM partners p JOIN contacts c ON c.partner_id = p.id AND c.org_id = p.owner_org_id
    WHERE p.status IN ('imported', 'invited') AND c.is_primary AND ${beside(places)}`
}
