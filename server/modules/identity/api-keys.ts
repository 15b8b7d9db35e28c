import type { Ctx, Tx } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId, newSecret, secretHash } from '../../platform/ids.ts'
import type { Level, ModuleName } from '../../platform/schema.ts'
import { forget } from './door.ts'
import type { ApiKeyInput } from './schema.ts'

interface KeyRow {
  id: string
  name: string
  hint: string
  scopes: unknown
  created_at: string
  expires_at: string | null
  used_at: string | null
}

function shapeKey(row: KeyRow) {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes as Partial<Record<ModuleName, Level>>,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }
}

const COLUMNS = ['id', 'name', 'hint', 'scopes', 'created_at', 'expires_at', 'used_at'] as const

export function listApiKeys(ctx: Ctx) {
  return ctx.read(async (tx) => {
    const rows = await tx.db
      .selectFrom('api_keys')
      .select(COLUMNS)
      .where('org_id', '=', tx.actor.orgId as string)
      .where('revoked_at', 'is', null)
      .orderBy('created_at', 'desc')
      .execute()
    return { items: rows.map(shapeKey) }
  })
}

/** The key itself is in the answer and nowhere else. */
export function createApiKey(ctx: Ctx, input: ApiKeyInput) {
  return ctx.transaction(async (tx) => {
    const key = newSecret('jw_')
    const now = tx.now()
    const row = await tx.db
      .insertInto('api_keys')
      .values({
        id: newId(),
        org_id: tx.actor.orgId as string,
        name: input.name,
        hint: `${key.slice(0, 7)}…${key.slice(-4)}`,
        key_hash: secretHash(key),
        scopes: JSON.stringify(input.scopes),
        created_by: tx.actor.personId ?? (tx.actor.keyId as string),
        created_at: now.toISOString(),
        expires_at: input.days
          ? new Date(now.getTime() + input.days * 86_400_000).toISOString()
          : null,
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
    record(tx, 'identity.key_made', `key:${row.id}`, {
      name: input.name,
      scopes: input.scopes,
    })
    return { ...shapeKey(row), key }
  })
}

export function revokeApiKey(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const [revoked] = await revokeKeys(tx, { id })
    found(revoked, 'key')
  })
}

/** One key, or all that somebody made: each is refused from now on, and stands in the record. */
export async function revokeKeys(tx: Tx, which: { id: string } | { madeBy: string }) {
  const rows = await tx.db
    .updateTable('api_keys')
    .set({ revoked_at: tx.now().toISOString() })
    .where('org_id', '=', tx.actor.orgId as string)
    .where('revoked_at', 'is', null)
    .where((e) => ('id' in which ? e('id', '=', which.id) : e('created_by', '=', which.madeBy)))
    .returning('id')
    .execute()
  for (const { id } of rows) {
    await forget(tx, { keyId: id })
    record(tx, 'identity.key_revoked', `key:${id}`)
  }
  return rows
}
