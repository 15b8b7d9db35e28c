import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { AppError, badField } from '../../platform/errors.ts'
import { type FileStore, getFile, insertFile, type KeptBytes } from '../../platform/files.ts'
import { newId } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { type ImportRecord, readImport, shapeImport } from './import-queries.ts'
import { guessPlan, readByPlan, type StoredPlan } from './import-sheet.ts'
import { findBase, type ImportTarget } from './import-target.ts'
import type { Import, ImportPlan } from './schema.ts'

/** Refuses an upload before its bytes are kept: the chain, the side and the parent must be the caller's. */
export async function requireTarget(ctx: Ctx, target: ImportTarget): Promise<void> {
  await ctx.read((tx) => findBase(tx, target))
}

/** Begins an import from a kept file: reads its headings and guesses what they mean. */
export async function beginImport(
  ctx: Ctx,
  files: FileStore,
  target: ImportTarget,
  kept: KeptBytes,
): Promise<Import> {
  const guess = await guessPlan(await files.local(kept.sha256), kept.name)
  return ctx.transaction(async (tx) => {
    const base = await findBase(tx, target)
    const file = await insertFile(tx, kept)
    const id = newId()
    const plan: StoredPlan = { ...guess, under: base.id, startedAt: null }
    await tx.db
      .insertInto('imports')
      .values({
        id,
        org_id: tx.actor.orgId as string,
        chain_id: target.chainId,
        parent_id: base.id,
        side: target.side,
        file_id: file.id,
        file_name: kept.name,
        state: 'uploaded',
        plan: JSON.stringify(plan),
        // A key of the API acts for its org; what it began is signed with its own id.
        created_by: (tx.actor.personId ?? tx.actor.keyId) as string,
        created_at: tx.now().toISOString(),
      })
      .execute()
    return shapeImport(await readImport(tx, id))
  })
}

const AT_REST = ['uploaded', 'checked', 'cancelled', 'failed'] as const

/** Takes another sheet, heading row or mapping, and reads the preview anew. */
export async function changePlan(
  ctx: Ctx,
  files: FileStore,
  id: string,
  plan: ImportPlan,
): Promise<Import> {
  const { row, sha256 } = await ctx.read(async (tx) => {
    const row = await readImport(tx, id)
    requireState(row, AT_REST)
    return { row, sha256: (await getFile(tx, row.file_id)).sha256 }
  })
  const read = await readByPlan(await files.local(sha256), row.file_name, plan)
  return ctx.transaction(async (tx) => {
    const current = await readImport(tx, id, true)
    requireState(current, AT_REST)
    checkVersion(tx, current.version)
    await restart(tx, current, 'uploaded', {
      ...read,
      under: current.plan.under,
      startedAt: null,
    })
    return shapeImport(await readImport(tx, id))
  })
}

/** Reads and checks every row as an import would, and writes nothing but the outcomes. */
export function checkImport(ctx: Ctx, id: string): Promise<Import> {
  return start(ctx, id, 'checking')
}

export function runImport(ctx: Ctx, id: string): Promise<Import> {
  return start(ctx, id, 'running')
}

function start(ctx: Ctx, id: string, state: 'checking' | 'running'): Promise<Import> {
  return ctx.transaction(async (tx) => {
    const row = await readImport(tx, id, true)
    if (row.state === 'done') throw new AppError('already_done', { reason: 'import_done' })
    requireState(row, AT_REST)
    if (row.plan.mapping.name === undefined) {
      throw badField('plan.mapping.name', 'required', 'Say which column holds the name')
    }
    await restart(tx, row, state, { ...row.plan, startedAt: tx.now().toISOString() })
    await enqueue(
      tx,
      'network.import',
      { orgId: row.org_id, importId: id },
      { key: `import:${id}` },
    )
    return shapeImport(await readImport(tx, id))
  })
}

/** Ends an import between two batches. What was imported until then stays, and a new run finds it. */
export function cancelImport(ctx: Ctx, id: string): Promise<Import> {
  return ctx.transaction(async (tx) => {
    const row = await readImport(tx, id, true)
    if (row.state === 'cancelled')
      throw new AppError('already_done', { reason: 'import_cancelled' })
    requireState(row, ['uploaded', 'checked', 'checking', 'running'])
    await tx.db
      .updateTable('imports')
      .set({ state: 'cancelled', finished_at: tx.now().toISOString(), version: row.version + 1 })
      .where('id', '=', id)
      .execute()
    return shapeImport(await readImport(tx, id))
  })
}

function requireState(row: ImportRecord, states: readonly Import['state'][]): void {
  if (!states.includes(row.state)) {
    throw new AppError('wrong_state', { reason: `import_${row.state}`, data: { state: row.state } })
  }
}

/** Forgets what an earlier reading found: every check and every run reads the file from its first row. */
async function restart(tx: Tx, row: ImportRecord, state: Import['state'], plan: StoredPlan) {
  await tx.db.deleteFrom('import_rows').where('import_id', '=', row.id).execute()
  await tx.db
    .updateTable('imports')
    .set({
      state,
      plan: JSON.stringify(plan),
      rows_total: 0,
      rows_read: 0,
      rows_done: 0,
      counts: '{}',
      failure: null,
      finished_at: null,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute()
}
