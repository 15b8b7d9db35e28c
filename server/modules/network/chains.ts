import { type Ctx, checkVersion } from '../../platform/ctx.ts'
import { AppError, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { readChain } from './chain-queries.ts'
import { type Chain, type ChainInput, type ChainPatch, ChainSettings } from './schema.ts'

/** Opens a chain that the actor's org leads. */
export function openChain(ctx: Ctx, input: ChainInput): Promise<Chain> {
  return ctx.transaction(async (tx) => {
    const id = newId(tx.now().getTime())
    const row = await tx.db
      .insertInto('chains')
      .values({
        id,
        org_id: tx.actor.orgId as string,
        name: input.name,
        note: input.note,
        currency: input.currency,
        peers_visible: input.peersVisible,
        settings: JSON.stringify(input.settings),
        created_at: tx.now().toISOString(),
      })
      .onConflict((c) => c.columns(['org_id', 'name']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!row) throw nameTaken()
    record(tx, 'network.chain_opened', `chain:${id}`, { name: input.name })
    return readChain(tx, id)
  })
}

export function changeChain(ctx: Ctx, id: string, patch: ChainPatch): Promise<Chain> {
  return ctx.transaction(async (tx) => {
    const row = found(
      await tx.db
        .selectFrom('chains')
        .selectAll()
        .where('id', '=', id)
        .where('org_id', '=', tx.actor.orgId as string)
        .forUpdate()
        .executeTakeFirst(),
      'chain',
    )
    checkVersion(tx, row.version)
    const settings = { ...ChainSettings.parse(row.settings), ...patch.settings }
    await tx.db
      .updateTable('chains')
      .set({
        name: patch.name ?? row.name,
        note: patch.note ?? row.note,
        peers_visible: patch.peersVisible ?? row.peers_visible,
        settings: JSON.stringify(settings),
        version: row.version + 1,
      })
      .where('id', '=', id)
      .execute()
      .catch((error: { code?: string }) => {
        throw error.code === '23505' ? nameTaken() : error
      })
    record(tx, 'network.chain_changed', `chain:${id}`, { fields: Object.keys(patch) })
    return readChain(tx, id)
  })
}

function nameTaken(): AppError {
  return new AppError('conflict', {
    reason: 'chain_name_taken',
    errors: [{ field: 'name', code: 'chain_name_taken', message: 'You have a chain of this name' }],
  })
}
