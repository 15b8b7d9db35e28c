import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { getChain } from './places.ts'
import type { Group, GroupInput, GroupPatch } from './schema.ts'
import { lockStructure } from './tree.ts'

/** Groups are how an org sorts its partners for itself; no other org sees them. */
export function listGroups(ctx: Ctx, chainId: string): Promise<{ items: Group[] }> {
  return ctx.read(async (tx) => {
    await getChain(tx, chainId)
    return { items: await readGroups(tx, sql`g.chain_id = ${chainId}`) }
  })
}

async function readGroups(tx: Tx, which: ReturnType<typeof sql>): Promise<Group[]> {
  const { rows } = await sql<Group>`
    SELECT g.id, g.name, g.parent_id AS "parentId", g.version,
      (SELECT count(*) FROM partner_group_members m WHERE m.group_id = g.id) AS partners
    FROM partner_groups g WHERE g.org_id = ${tx.actor.orgId} AND ${which}
    ORDER BY g.name, g.id`.execute(tx.db)
  return rows
}

/** A group of mine; another org's is not found. */
export async function readGroup(tx: Tx, id: string): Promise<Group> {
  return found((await readGroups(tx, sql`g.id = ${id}`))[0], 'group')
}

export function addGroup(ctx: Ctx, chainId: string, input: GroupInput): Promise<Group> {
  return ctx.transaction(async (tx) => {
    await getChain(tx, chainId)
    if (input.parentId) await requireParent(tx, chainId, input.parentId)
    const id = newId(tx.now().getTime())
    await tx.db
      .insertInto('partner_groups')
      .values({
        id,
        org_id: tx.actor.orgId as string,
        chain_id: chainId,
        parent_id: input.parentId ?? null,
        name: input.name,
        created_at: tx.now().toISOString(),
      })
      .execute()
      .catch(explainNameTaken)
    record(tx, 'network.group_added', `group:${id}`, { name: input.name })
    return readGroup(tx, id)
  })
}

/** A chain's groups change one at a time: two that are put into each other at once would make a ring. */
async function lockGroup(tx: Tx, id: string) {
  const group = () =>
    tx.db
      .selectFrom('partner_groups')
      .selectAll()
      .where('id', '=', id)
      .where('org_id', '=', tx.actor.orgId as string)
      .executeTakeFirst()
  await lockStructure(tx, found(await group(), 'group').chain_id)
  return found(await group(), 'group')
}

async function requireParent(tx: Tx, chainId: string, parentId: string): Promise<void> {
  const parent = await tx.db
    .selectFrom('partner_groups')
    .select('id')
    .where('id', '=', parentId)
    .where('chain_id', '=', chainId)
    .where('org_id', '=', tx.actor.orgId as string)
    .executeTakeFirst()
  if (!parent) throw badField('parentId', 'unknown', 'No such group of yours in this chain')
}

export function changeGroup(ctx: Ctx, id: string, patch: GroupPatch): Promise<Group> {
  return ctx.transaction(async (tx) => {
    const group = await lockGroup(tx, id)
    checkVersion(tx, group.version)
    if (patch.parentId) {
      await requireParent(tx, group.chain_id, patch.parentId)
      await refuseRing(tx, id, patch.parentId)
    }
    await tx.db
      .updateTable('partner_groups')
      .set({
        name: patch.name ?? group.name,
        parent_id: patch.parentId === undefined ? group.parent_id : patch.parentId,
        version: group.version + 1,
      })
      .where('id', '=', id)
      .execute()
      .catch(explainNameTaken)
    record(tx, 'network.group_changed', `group:${id}`, { fields: Object.keys(patch) })
    return readGroup(tx, id)
  })
}

async function refuseRing(tx: Tx, id: string, parentId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    WITH RECURSIVE above AS (
      SELECT id, parent_id FROM partner_groups WHERE id = ${parentId}
      UNION SELECT g.id, g.parent_id FROM partner_groups g JOIN above a ON g.id = a.parent_id)
    SELECT id FROM above WHERE id = ${id}`.execute(tx.db)
  if (rows.length > 0) throw badField('parentId', 'own_subtree', 'A group cannot lie inside itself')
}

/** Groups inside the one that goes move up; its partners stay partners. */
export function removeGroup(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const group = await lockGroup(tx, id)
    if (tx.ifMatch !== null) checkVersion(tx, group.version)
    await tx.db
      .updateTable('partner_groups')
      .set((e) => ({ parent_id: group.parent_id, version: e('version', '+', 1) }))
      .where('parent_id', '=', id)
      .execute()
      .catch(explainNameTaken)
    await tx.db.deleteFrom('partner_groups').where('id', '=', id).execute()
    record(tx, 'network.group_removed', `group:${id}`, { name: group.name })
  })
}

function explainNameTaken(error: { code?: string }): never {
  if (error.code !== '23505') throw error
  throw new AppError('conflict', {
    reason: 'group_name_taken',
    errors: [{ field: 'name', code: 'group_name_taken', message: 'There is a group of this name' }],
  })
}
