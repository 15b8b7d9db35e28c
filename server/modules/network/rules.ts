import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { membersSql } from '../identity/index.ts'
import { isSteward, type RuleSides, type Viewer } from './access.ts'
import { belowMe, type ChainFacts, getChain, groupsWithin } from './places.ts'
import type { Rule, RuleInput, RulePatch } from './schema.ts'

/** The reader as the rules of its own org see it. */
export async function viewerOf(tx: Tx): Promise<Viewer> {
  const { rows } = await sql<{ department: string }>`
    SELECT m.department FROM ${membersSql()} m
    WHERE m.org_id = ${tx.actor.orgId} AND m.person_id = ${tx.actor.personId}`.execute(tx.db)
  return {
    personId: tx.actor.personId,
    department: rows[0]?.department ?? '',
    isSteward: isSteward(tx.actor),
  }
}

export type StoredRule = RuleSides & { id: string; chainId: string; name: string; version: number }

const RULE = sql`id, chain_id AS "chainId", name, my_departments AS "myDepartments",
  my_person_ids AS "myPersonIds", their_group_ids AS "theirGroupIds",
  their_partner_ids AS "theirPartnerIds", version`

/** The rules of my org; of one chain, or of all in which it still stands. */
export async function rulesOf(tx: Tx, chainId: string | null): Promise<StoredRule[]> {
  const { rows } = await sql<StoredRule>`
    SELECT ${RULE} FROM visibility_rules WHERE org_id = ${tx.actor.orgId}
      AND chain_id = coalesce(${chainId}::uuid, chain_id) AND chain_id IN (SELECT id FROM chains)
    ORDER BY name, id`.execute(tx.db)
  return rows
}

export function listRules(ctx: Ctx, chainId: string | undefined): Promise<{ items: Rule[] }> {
  return ctx.read(async (tx) => {
    const items: Rule[] = []
    for (const rule of await rulesOf(tx, chainId ?? null)) items.push(await countRule(tx, rule))
    return { items }
  })
}

/** How many people of mine and partners of mine a rule brings together at present. */
async function countRule(tx: Tx, rule: StoredRule): Promise<Rule> {
  const chain = await getChain(tx, rule.chainId)
  const { rows } = await sql<{ people: number; partners: number }>`
    SELECT
      (SELECT count(*) FROM ${membersSql()} m WHERE m.org_id = ${tx.actor.orgId} AND (
        ${isOpen(rule.myDepartments, rule.myPersonIds)}
        OR (m.department <> '' AND m.department = ANY(${rule.myDepartments}::text[]))
        OR m.person_id = ANY(${rule.myPersonIds}::uuid[]))) AS people,
      (SELECT count(*) FROM partners p WHERE ${belowMe(tx, chain)} AND (
        ${isOpen(rule.theirGroupIds, rule.theirPartnerIds)}
        OR p.id = ANY(${rule.theirPartnerIds}::uuid[])
        OR p.id IN (SELECT g.partner_id FROM partner_group_members g
          WHERE g.group_id IN (${groupsWithin(rule.theirGroupIds)})))) AS partners`.execute(tx.db)
  return { ...(rule as Rule), ...rows[0]! }
}

function isOpen(...lists: (readonly string[])[]) {
  return sql`${lists.every((list) => list.length === 0)}::boolean`
}

async function readRule(tx: Tx, id: string): Promise<Rule> {
  const rule = (await rulesOf(tx, null)).find((one) => one.id === id)
  return countRule(tx, found(rule, 'rule'))
}

export function addRule(ctx: Ctx, input: RuleInput): Promise<Rule> {
  return ctx.transaction(async (tx) => {
    await requireSides(tx, await getChain(tx, input.chainId), input)
    const id = newId(tx.now().getTime())
    await tx.db
      .insertInto('visibility_rules')
      .values({
        id,
        org_id: tx.actor.orgId as string,
        chain_id: input.chainId,
        name: input.name,
        my_departments: input.myDepartments,
        my_person_ids: input.myPersonIds,
        their_group_ids: input.theirGroupIds,
        their_partner_ids: input.theirPartnerIds,
        created_at: tx.now().toISOString(),
      })
      .execute()
    record(tx, 'network.rule_added', `rule:${id}`, { ...input })
    return readRule(tx, id)
  })
}

export function changeRule(ctx: Ctx, id: string, patch: RulePatch): Promise<Rule> {
  return ctx.transaction(async (tx) => {
    const rule = await lockRule(tx, id)
    checkVersion(tx, rule.version)
    await requireSides(tx, await getChain(tx, rule.chain_id), patch)
    await tx.db
      .updateTable('visibility_rules')
      .set({
        name: patch.name ?? rule.name,
        my_departments: patch.myDepartments ?? rule.my_departments,
        my_person_ids: patch.myPersonIds ?? rule.my_person_ids,
        their_group_ids: patch.theirGroupIds ?? rule.their_group_ids,
        their_partner_ids: patch.theirPartnerIds ?? rule.their_partner_ids,
        version: rule.version + 1,
      })
      .where('id', '=', id)
      .execute()
    record(tx, 'network.rule_changed', `rule:${id}`, { ...patch })
    return readRule(tx, id)
  })
}

export function removeRule(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const rule = await lockRule(tx, id)
    if (tx.ifMatch !== null) checkVersion(tx, rule.version)
    await tx.db.deleteFrom('visibility_rules').where('id', '=', id).execute()
    record(tx, 'network.rule_removed', `rule:${id}`, { name: rule.name })
  })
}

async function lockRule(tx: Tx, id: string) {
  const row = await tx.db
    .selectFrom('visibility_rules')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', tx.actor.orgId as string)
    .forUpdate()
    .executeTakeFirst()
  return found(row, 'rule')
}

/** A rule can only name people, groups and partners of the org that makes it. */
async function requireSides(tx: Tx, chain: ChainFacts, sides: Partial<RuleSides>): Promise<void> {
  const { orgId } = tx.actor
  const known = {
    myPersonIds: sql`SELECT m.person_id AS id FROM ${membersSql()} m WHERE m.org_id = ${orgId}
      AND m.person_id = ANY(${sides.myPersonIds ?? []}::uuid[])`,
    theirGroupIds: sql`SELECT g.id FROM partner_groups g WHERE g.org_id = ${orgId}
      AND g.chain_id = ${chain.id} AND g.id = ANY(${sides.theirGroupIds ?? []}::uuid[])`,
    theirPartnerIds: sql`SELECT p.id FROM partners p WHERE ${belowMe(tx, chain)}
      AND p.id = ANY(${sides.theirPartnerIds ?? []}::uuid[])`,
  }
  for (const field of ['myPersonIds', 'theirGroupIds', 'theirPartnerIds'] as const) {
    const asked = new Set(sides[field] ?? [])
    if (asked.size === 0) continue
    const { rows } = await known[field].execute(tx.db)
    if (rows.length < asked.size) throw badField(field, 'unknown', 'One of them is not yours')
  }
}
