import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../../platform/ctx.ts'
import { AppError, found } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { readGroup } from '../../network/index.ts'
import { tradingPartners } from '../partners.ts'
import { readProduct, selectProducts, shapeProduct } from '../product-queries.ts'
import type { Product, ProductInput, ProductPatch } from '../schema.ts'
import { checkTogether, type Head, type Planned, planRow } from './checking.ts'
import type { GridInput, GridRow } from './schema.ts'
import { writePlans } from './writing.ts'

/** Adds a product with its first price, which holds from now on. */
export function addProduct(ctx: Ctx, input: ProductInput): Promise<Product> {
  return ctx.transaction(async (tx) => {
    const [plan] = await saveRows(tx, [{ ...input, id: null, version: null }])
    refuseOne(plan!)
    return readProduct(tx, plan!.after.id)
  })
}

/** Changes, retires or brings back a product. Its price changes by a dated fact only. */
export function changeProduct(ctx: Ctx, id: string, patch: ProductPatch): Promise<Product> {
  return ctx.transaction(async (tx) => {
    await lockProducts(tx, [id])
    checkVersion(tx, (await readProduct(tx, id)).version)
    const [plan] = await saveRows(tx, [{ ...patch, id, version: null }], { isForced: true })
    refuseOne(plan!)
    return readProduct(tx, id)
  })
}

/** Saves what was edited in the grid, all of it or nothing: what is wrong is named cell by cell. */
export function saveGrid(ctx: Ctx, { rows }: GridInput): Promise<{ items: Product[] }> {
  return ctx.transaction(async (tx) => {
    const plans = await planRows(tx, rows)
    refuseAll(plans)
    await apply(tx, plans, false)
    refuseAll(plans)
    const ids = plans.map(({ after }) => after.id)
    const saved = await selectProducts(tx, sql`p.id = ANY(${ids}::uuid[])`)
    return { items: saved.map(shapeProduct) }
  })
}

export interface Saving {
  /** Also a row that changes nothing counts as a change. */
  isForced?: boolean
  isDryRun?: boolean
  /** What was planned before in the same dry run, and is not there yet. */
  beside?: readonly Planned[]
}

/** Saves the rows that can be saved, and leaves the others with what is wrong with them. */
export async function saveRows(
  tx: Tx,
  rows: readonly GridRow[],
  { isForced = false, isDryRun = false, beside = [] }: Saving = {},
): Promise<Planned[]> {
  const plans = await planRows(tx, rows, beside)
  if (!isDryRun) await apply(tx, plans, isForced)
  return plans
}

async function apply(tx: Tx, plans: readonly Planned[], isForced: boolean): Promise<void> {
  const sound = plans.filter(
    ({ problems, changed, before }) =>
      problems.length === 0 && (changed.length > 0 || (isForced && before !== null)),
  )
  if (sound.length === 0) return
  const taken = await writePlans(tx, sound)
  for (const plan of sound) {
    if (taken.has(plan.after.id)) plan.problems.push({ field: 'code', code: 'code_taken' })
  }
  recordSaved(
    tx,
    sound.filter(({ problems }) => problems.length === 0),
  )
}

// One fact a product while a person could have done it; a sheet is one fact.
const RECORDED_ONE_BY_ONE = 50

function recordSaved(tx: Tx, plans: readonly Planned[]): void {
  if (plans.length > RECORDED_ONE_BY_ONE) {
    const added = plans.filter(({ before }) => before === null).length
    record(tx, 'trade.products_saved', 'products', { added, changed: plans.length - added })
    return
  }
  for (const { before, after, row } of plans) {
    const { id: _, version: __, floorE4: ___, costE4: ____, ...said } = row
    record(
      tx,
      before ? 'trade.product_changed' : 'trade.product_added',
      `product:${after.id}`,
      said,
    )
  }
}

async function planRows(
  tx: Tx,
  rows: readonly GridRow[],
  beside: readonly Planned[] = [],
): Promise<Planned[]> {
  const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]))
  await lockProducts(tx, ids)
  const heads = rows.flatMap(({ variantOf }) => (variantOf ? [variantOf] : []))
  const named = (await selectProducts(tx, sql`p.id = ANY(${[...ids, ...heads]}::uuid[])`)).map(
    shapeProduct,
  )
  const known = new Map(named.map((product) => [product.id, product]))
  const plans = rows.map((row) => {
    const before = row.id === null ? null : (known.get(row.id) ?? null)
    const plan = planRow(row, before, row.id ?? newId())
    if (row.id !== null && !before) plan.problems = [{ field: 'id', code: 'not_found' }]
    return plan
  })
  const planned = beside.map(({ after }) => [after.id, after] as const)
  const family = new Map<string, Head>([...known, ...planned])
  checkTogether(plans, family, await siblingsOf(tx, plans))
  await checkCodes(tx, plans)
  await checkNamed(tx, plans)
  return plans
}

async function siblingsOf(tx: Tx, plans: readonly Planned[]) {
  const heads = plans.flatMap(({ after }) => (after.variantOf ? [after.variantOf] : []))
  if (heads.length === 0) return []
  const { rows } = await sql<Pick<Product, 'id' | 'variantOf' | 'options'>>`
    SELECT id, variant_of AS "variantOf", options FROM products
    WHERE org_id = ${tx.actor.orgId} AND variant_of = ANY(${heads}::uuid[])`.execute(tx.db)
  return rows
}

/** A code that another product of mine has, as far as it can be seen before writing. */
async function checkCodes(tx: Tx, plans: readonly Planned[]): Promise<void> {
  const renamed = plans.filter(({ changed }) => changed.includes('code'))
  if (renamed.length === 0) return
  const { rows } = await sql<{ code: string }>`
    SELECT code FROM products WHERE org_id = ${tx.actor.orgId}
      AND code = ANY(${renamed.map(({ after }) => after.code)}::text[])`.execute(tx.db)
  const held = new Set(rows.map(({ code }) => code))
  for (const { after, problems } of renamed) {
    if (held.has(after.code)) problems.push({ field: 'code', code: 'code_taken' })
  }
}

/** Pictures must be images of mine, groups mine, and orgs those that may buy from me. */
async function checkNamed(tx: Tx, plans: readonly Planned[]): Promise<void> {
  const say = (field: string, plan: Planned) => plan.problems.push({ field, code: 'not_found' })
  const pictured = plans.filter(({ changed }) => changed.includes('pictureIds'))
  const fileIds = pictured.flatMap(({ after }) => after.pictureIds)
  const files = fileIds.length > 0 ? await imagesOf(tx, fileIds) : new Set()
  for (const plan of pictured) {
    plan.after.pictureIds.forEach((id, i) => {
      if (!files.has(id)) say(`pictureIds.${i}`, plan)
    })
  }
  const viewed = plans.filter(({ changed }) => changed.includes('viewers'))
  const groupIds = new Set(viewed.flatMap(({ after }) => after.viewers.groupIds))
  const orgIds = viewed.flatMap(({ after }) => after.viewers.orgIds)
  for (const id of groupIds) await readGroup(tx, id)
  const buyers = orgIds.length > 0 ? await tradingPartners(tx, { orgIds }) : []
  const isBuyer = new Set(buyers.filter((b) => b.canSellTo).map((b) => b.orgId))
  for (const plan of viewed) {
    plan.after.viewers.orgIds.forEach((id, i) => {
      if (!isBuyer.has(id)) say(`viewers.orgIds.${i}`, plan)
    })
  }
}

async function imagesOf(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM files WHERE org_id = ${tx.actor.orgId} AND id = ANY(${ids}::uuid[])
      AND media_type IN ('image/png', 'image/jpeg', 'image/webp', 'image/gif')`.execute(tx.db)
  return new Set(rows.map(({ id }) => id))
}

/** In one order, so that two grids saved at once wait for each other instead of blocking each other. */
async function lockProducts(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`SELECT id FROM products WHERE org_id = ${tx.actor.orgId} AND id = ANY(${ids}::uuid[])
    ORDER BY id FOR UPDATE`.execute(tx.db)
}

function refuseOne({ problems, before }: Planned): void {
  if (problems.length === 0) return
  const errors = problems.map((problem) => ({ ...problem, message: MESSAGE }))
  const { code } = problems[0]!
  if (!before && code === 'code_taken') throw new AppError('conflict', { reason: code, errors })
  throw new AppError('bad_input', { reason: code, errors })
}

function refuseAll(plans: readonly Planned[]): void {
  const errors = plans.flatMap(({ problems }, i) =>
    problems.map(({ field, code }) => ({ field: `rows.${i}.${field}`, code, message: MESSAGE })),
  )
  if (errors.length === 0) return
  const isStale = errors.every(({ code }) => code === 'stale')
  const isGone = errors.every(({ code, field }) => code === 'not_found' && field.endsWith('.id'))
  if (isGone) found(null, 'product')
  throw new AppError(isStale ? 'stale' : 'bad_input', { reason: errors[0]!.code, errors })
}

const MESSAGE = 'The catalogue cannot hold this'
