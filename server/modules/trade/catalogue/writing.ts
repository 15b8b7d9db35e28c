import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { setPrices } from '../prices.ts'
import type { Draft, Planned } from './checking.ts'

/** Writes what was planned, set by set: its cost grows inside PostgreSQL, not with round trips. */
export async function writePlans(tx: Tx, plans: readonly Planned[]): Promise<Set<string>> {
  const added = plans.filter(({ before }) => before === null)
  const changed = plans.filter(({ before }) => before !== null)
  // The heads of families first: a variant names a product that is there.
  const taken = new Set<string>()
  for (const isVariant of [false, true]) {
    const rows = added.filter(({ after }) => (after.variantOf !== null) === isVariant)
    for (const code of await insertProducts(tx, rows)) taken.add(code)
  }
  await updateProducts(tx, changed)
  const written = plans.filter(({ after }) => !taken.has(after.id))
  const of = (...fields: (keyof Draft)[]) =>
    written.filter((plan) => fields.some((field) => plan.changed.includes(field)))
  await replaceUnits(tx, of('units'))
  await replacePictures(tx, of('pictureIds'))
  await replaceViewers(tx, of('viewers'))
  await setFloors(tx, of('floorE4', 'costE4').filter(isKnown))
  const dated = of('priceMinor', 'retailMinor').filter(({ before }) => before !== null)
  if (dated.length > 0) {
    const lines = dated.map(({ after }) => ({ ...after, productId: after.id }))
    await setPrices(tx, lines, { validFrom: tx.now().toISOString(), noticeId: null })
  }
  return taken
}

const isKnown = ({ before, after }: Planned) =>
  before !== null || after.floorE4 !== null || after.costE4 !== null

const columnsOf = (drafts: readonly Draft[]) =>
  JSON.stringify(
    drafts.map((d) => ({
      ...d,
      price_group: d.priceGroup,
      variant_of: d.variantOf,
      is_on_request: d.isOnRequest,
      is_retired: d.isRetired,
    })),
  )
const RECORD = sql`r(id uuid, code text, name text, unit text, category text, currency text, description text,
  kind text, decimals int, price_group text, variant_of uuid, options jsonb, visibility text,
  is_on_request boolean, is_retired boolean, "priceMinor" bigint, "retailMinor" bigint)`

/** Adds products with their first price; the ids of those whose code was taken meanwhile come back. */
async function insertProducts(tx: Tx, plans: readonly Planned[]): Promise<string[]> {
  if (plans.length === 0) return []
  const now = tx.now().toISOString()
  const drafts = plans.map(({ after }) => after)
  const { rows } = await sql<{ id: string }>`
    WITH r AS (SELECT * FROM jsonb_to_recordset(${columnsOf(drafts)}::jsonb) AS ${RECORD}),
    added AS (
      INSERT INTO products (id, org_id, code, name, unit, category, currency, description, kind, decimals,
        price_group, variant_of, options, visibility, is_on_request, created_at, retired_at)
      SELECT id, ${tx.actor.orgId}::uuid, code, name, unit, category, currency, description, kind, decimals,
        price_group, variant_of, options, visibility, is_on_request, ${now}::timestamptz,
        CASE WHEN is_retired THEN ${now}::timestamptz END FROM r
      ON CONFLICT (org_id, code) DO NOTHING RETURNING id, org_id)
    INSERT INTO product_prices (org_id, product_id, valid_from, price_minor, retail_minor, set_by, set_at)
    SELECT a.org_id, a.id, ${now}::timestamptz, r."priceMinor", r."retailMinor", ${tx.actor.personId}::uuid,
      ${now}::timestamptz FROM added a JOIN r ON r.id = a.id
    RETURNING product_id AS id`.execute(tx.db)
  const added = new Set(rows.map(({ id }) => id))
  return drafts.filter(({ id }) => !added.has(id)).map(({ id }) => id)
}

async function updateProducts(tx: Tx, plans: readonly Planned[]): Promise<void> {
  if (plans.length === 0) return
  await sql`
    UPDATE products p SET code = r.code, name = r.name, unit = r.unit, category = r.category,
      description = r.description, kind = r.kind, decimals = r.decimals, price_group = r.price_group,
      variant_of = r.variant_of, options = r.options, visibility = r.visibility,
      is_on_request = r.is_on_request, version = p.version + 1,
      retired_at = CASE WHEN r.is_retired THEN coalesce(p.retired_at, ${tx.now()}::timestamptz) END
    FROM jsonb_to_recordset(${columnsOf(plans.map(({ after }) => after))}::jsonb) AS ${RECORD}
    WHERE p.id = r.id AND p.org_id = ${tx.actor.orgId}`.execute(tx.db)
}

async function replaceUnits(tx: Tx, plans: readonly Planned[]): Promise<void> {
  await dropRows(tx, 'product_units', plans)
  const rows = plans.flatMap(({ after }) => after.units.map((unit) => ({ ...unit, id: after.id })))
  if (rows.length === 0) return
  await sql`INSERT INTO product_units (org_id, product_id, unit, numerator, denominator, decimals)
    SELECT ${tx.actor.orgId}::uuid, r.id, r.unit, r.numerator, r.denominator, r.decimals
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, unit text, numerator bigint, denominator bigint, decimals int)`.execute(tx.db)
}

async function replacePictures(tx: Tx, plans: readonly Planned[]): Promise<void> {
  await dropRows(tx, 'product_pictures', plans)
  const rows = plans.flatMap(({ after }) =>
    after.pictureIds.map((file, position) => ({ id: after.id, file, position })),
  )
  if (rows.length === 0) return
  await sql`INSERT INTO product_pictures (org_id, product_id, file_id, position, name, media_type)
    SELECT ${tx.actor.orgId}::uuid, r.id, r.file, r.position, f.name, f.media_type
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, file uuid, position int)
    JOIN files f ON f.id = r.file`.execute(tx.db)
}

async function replaceViewers(tx: Tx, plans: readonly Planned[]): Promise<void> {
  await dropRows(tx, 'product_viewers', plans)
  const rows = plans.flatMap(({ after: { id, viewers } }) => [
    ...[...new Set(viewers.groupIds)].map((group) => ({ id, kind: 'group', group })),
    ...[...new Set(viewers.tiers)].map((tier) => ({ id, kind: 'tier', tier })),
    ...[...new Set(viewers.orgIds)].map((org) => ({ id, kind: 'org', org })),
  ])
  if (rows.length === 0) return
  await sql`INSERT INTO product_viewers (org_id, product_id, kind, group_id, tier, viewer_org_id)
    SELECT ${tx.actor.orgId}::uuid, r.id, r.kind, r."group", r.tier, r.org
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, kind text, "group" uuid, tier int, org uuid)`.execute(tx.db)
}

async function dropRows(
  tx: Tx,
  table: 'product_units' | 'product_pictures' | 'product_viewers',
  plans: readonly Planned[],
): Promise<void> {
  const ids = plans.filter(({ before }) => before !== null).map(({ after }) => after.id)
  if (ids.length === 0) return
  await sql`DELETE FROM ${sql.table(table)} WHERE org_id = ${tx.actor.orgId}
    AND product_id = ANY(${ids}::uuid[])`.execute(tx.db)
}

async function setFloors(tx: Tx, plans: readonly Planned[]): Promise<void> {
  if (plans.length === 0) return
  const rows = plans.map(({ after: { id, floorE4, costE4 } }) => ({ id, floorE4, costE4 }))
  await sql`INSERT INTO product_floors (org_id, product_id, floor_e4, cost_e4, set_by, set_at)
    SELECT ${tx.actor.orgId}::uuid, r.id, r."floorE4", r."costE4", ${tx.actor.personId}::uuid,
      ${tx.now()}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "floorE4" bigint, "costE4" bigint)
    ON CONFLICT (org_id, product_id) DO UPDATE SET floor_e4 = excluded.floor_e4, cost_e4 = excluded.cost_e4,
      set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx.db)
}
