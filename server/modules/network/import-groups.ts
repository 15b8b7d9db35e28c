import type { Tx } from '../../platform/ctx.ts'

export const groupKey = (path: readonly string[]) => path.join('/')

/**
 * The ids of groups by their paths, made where they are missing when `create` says so. One statement a
 * level, whatever the number; a group that is missing and not to be made has no id.
 */
export async function ensureGroups(
  tx: Tx,
  { orgId, chainId }: { orgId: string; chainId: string },
  paths: readonly string[][],
  create: boolean,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const depth = paths.reduce((max, path) => Math.max(max, path.length), 0)
  for (let level = 1; level <= depth; level++) {
    const wanted = new Map<string, { parentId: string | null; name: string }>()
    for (const path of paths) {
      if (path.length < level) continue
      const parentId = level === 1 ? null : ids.get(groupKey(path.slice(0, level - 1)))
      if (parentId === undefined) continue
      wanted.set(groupKey(path.slice(0, level)), { parentId, name: path[level - 1]! })
    }
    const lists = [
      orgId,
      chainId,
      [...wanted.values()].map((group) => group.parentId),
      [...wanted.values()].map((group) => group.name),
    ]
    if (create) {
      await tx.client.query(
        `INSERT INTO partner_groups (id, org_id, chain_id, parent_id, name, created_at)
         SELECT jingwei_uuid(), $1, $2, w.parent_id, w.name, $5
         FROM unnest($3::uuid[], $4::text[]) AS w(parent_id, name) ON CONFLICT DO NOTHING`,
        [...lists, tx.now()],
      )
    }
    const { rows } = await tx.client.query<{ id: string; place: number }>(
      `SELECT g.id, w.place FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS w(parent_id, name, place)
       JOIN partner_groups g ON g.org_id = $1 AND g.chain_id = $2 AND g.name = w.name
         AND g.parent_id IS NOT DISTINCT FROM w.parent_id`,
      lists,
    )
    const keys = [...wanted.keys()]
    for (const { id, place } of rows) ids.set(keys[place - 1]!, id)
  }
  return ids
}
