import type { Ctx, Tx } from '../../platform/ctx.ts'
import { CopyText, copyInto } from './import-copy.ts'
import { ensureGroups, groupKey } from './import-groups.ts'
import { idSource } from './import-ids.ts'
import type { ImportRecord } from './import-queries.ts'
import { problem, rowReader } from './import-rules.ts'
import { checkpoint, lockStarted, NO_WAIT, requireRunning } from './import-run.ts'
import type { Base } from './import-target.ts'
import type { Import, Side } from './schema.ts'
import { lockStructure, TIERS_MAX } from './tree.ts'

const WINDOW_ROWS = 5000

/** What all rows of an import have in common. */
export interface Batch {
  importId: string
  orgId: string
  chainId: string
  side: Side
  base: Base
}

/** Rows that wait, in the text in which PostgreSQL takes them. */
export interface Window {
  rows: CopyText
  contacts: CopyText
  tags: CopyText
  /** Row numbers by the path of a group that they name. */
  groups: Map<string, { path: string[]; rowNos: number[] }>
  lastRowNo: number
}

/** The next waiting rows of the file, or null behind the last one. */
export async function nextWindow(
  ctx: Ctx,
  { id, org_id, plan }: ImportRecord,
  after: number,
): Promise<Window | null> {
  const rows = await ctx.acrossOrgs(async ({ client }) => {
    const result = await client.query<{ row_no: number; cells: string[] }>(
      `SELECT row_no, cells FROM import_rows
       WHERE import_id = $1 AND org_id = $2 AND outcome IS NULL AND row_no > $3
       ORDER BY row_no LIMIT ${WINDOW_ROWS}`,
      [id, org_id, after],
    )
    return result.rows
  })
  const last = rows.at(-1)
  if (!last) return null
  const window: Window = {
    rows: new CopyText(),
    contacts: new CopyText(),
    tags: new CopyText(),
    groups: new Map(),
    lastRowNo: last.row_no,
  }
  const read = rowReader(plan.mapping)
  const nextId = idSource()
  for (const { row_no, cells } of rows) {
    const v = read(cells).values
    window.rows.add(
      ...[
        row_no,
        nextId(),
        v.code,
        v.parentCode,
        v.name,
        v.kind,
        v.uscc,
        v.region,
        v.address,
        v.note,
      ],
    )
    for (const [i, c] of v.contacts.entries()) {
      window.contacts.add(row_no, nextId(), c.name, c.jobTitle, c.phone, c.mail, i === 0)
    }
    for (const tag of v.tags) window.tags.add(row_no, tag)
    for (const path of v.groups) {
      const key = groupKey(path)
      const group = window.groups.get(key)
      if (group) group.rowNos.push(row_no)
      else window.groups.set(key, { path, rowNos: [row_no] })
    }
  }
  return window
}

const ROW_COLUMNS = 'row_no, id, code, parent_code, name, kind, uscc, region, address, note'

/** What became of the rows of a window so far, in the text in which the next transaction takes it. */
export interface Placed {
  rows: CopyText
  hasUnchanged: boolean
  /** Nothing of these rows can be there already, so no insert need look for it. */
  isAllNew: boolean
}

/**
 * Places a window: rows whose parent stands are written, rows whose parent is still to come stay open. A dry
 * run decides the same and writes nothing. The rows are handed to PostgreSQL while the window before is still being
 * placed; what depends on that one waits for `turn`, and takes no lock until then.
 */
export function placeWindow(
  ctx: Ctx,
  row: ImportRecord,
  window: Window,
  findBatch: (tx: Tx) => Promise<Batch>,
  turn: Promise<unknown>,
): Promise<Placed> {
  return ctx.acrossOrgs(async (tx) => {
    const isDry = row.state === 'checking'
    await loadRows(tx, window)
    await turn
    if (!isDry) await lockStructure(tx, row.chain_id)
    await requireRunning(tx, row)
    const batch = await findBatch(tx)
    await setBelowBase(tx, batch)
    const hasExisting = await matchExisting(tx, batch, row.plan.startedAt)
    if (isDry) {
      await resolveParents(tx, batch)
      await tx.client.query(`UPDATE import_batch SET outcome = 'created' WHERE outcome IS NULL`)
    } else {
      if (hasExisting) await updateChanged(tx)
      do await resolveParents(tx, batch)
      while ((await insertReady(tx, batch, row.plan.startedAt)) > 0)
    }
    return readPlaced(tx, isDry)
  })
}

/**
 * Finishes a window that was placed: contacts, tags, groups, the outcome of every row, and the checkpoint.
 * It has a transaction and a connection of its own, so that PostgreSQL places the next window meanwhile.
 * Should the process die between the two, the rows are still open, and the next one knows what was placed.
 */
export function finishWindow(
  ctx: Ctx,
  row: ImportRecord,
  window: Window,
  placed: Placed,
): Promise<Import['counts']> {
  return ctx.acrossOrgs(async (tx) => {
    const isDry = row.state === 'checking'
    await lockStarted(tx, row)
    await loadBelongings(tx, row, window, placed, isDry)
    if (placed.hasUnchanged) await markAdditions(tx, row.org_id)
    if (!isDry) await insertBelongings(tx, row.org_id, window, placed.isAllNew)
    const counts = await writeOutcomes(tx, row.id)
    await checkpoint(tx, row, counts)
    return counts
  })
}

async function loadRows({ client }: Tx, window: Window): Promise<void> {
  await client.query(
    `${NO_WAIT}; CREATE TEMP TABLE import_batch (row_no int, id uuid, code text, parent_code text, name text, kind text,
       uscc text, region text, address text, note text, existing uuid, is_changed boolean,
       parent_id uuid, tier int, base text, outcome text, problem text) ON COMMIT DROP`,
  )
  await copyInto(client, `import_batch (${ROW_COLUMNS})`, window.rows)
  await client.query('ANALYZE import_batch')
}

async function setBelowBase({ client }: Tx, { base }: Batch): Promise<void> {
  await client.query(
    `UPDATE import_batch SET parent_id = $1, tier = $2, base = $3
     WHERE parent_code IS NULL OR parent_code = $4`,
    [base.id, base.tier + 1, base.path, base.code],
  )
}

async function readPlaced({ client }: Tx, isDry: boolean): Promise<Placed> {
  const { rows } = await client.query<[number, string, string | null, string, string | null]>({
    text: `SELECT row_no, id, existing, outcome, problem FROM import_batch WHERE outcome IS NOT NULL`,
    rowMode: 'array',
  })
  const placed: Placed = { rows: new CopyText(), hasUnchanged: false, isAllNew: true }
  for (const [rowNo, id, existing, outcome, problem] of rows) {
    const isNew = outcome === 'created' && existing === null
    placed.rows.add(rowNo, isNew ? (isDry ? null : id) : existing, isNew, outcome, problem)
    if (outcome === 'unchanged') placed.hasUnchanged = true
    if (existing !== null) placed.isAllNew = false
  }
  return placed
}

async function loadBelongings(
  tx: Tx,
  row: ImportRecord,
  window: Window,
  placed: Placed,
  isDry: boolean,
): Promise<void> {
  const { client } = tx
  await client.query(
    `${NO_WAIT}; CREATE TEMP TABLE import_placed (row_no int, partner_id uuid, is_new boolean, outcome text,
       problem text) ON COMMIT DROP;
     CREATE TEMP TABLE import_contacts (row_no int, id uuid, name text, job_title text, phone text,
       mail text, is_first boolean) ON COMMIT DROP;
     CREATE TEMP TABLE import_tags (row_no int, tag text) ON COMMIT DROP;
     CREATE TEMP TABLE import_groups (row_no int, group_id uuid) ON COMMIT DROP`,
  )
  await copyInto(client, 'import_placed', placed.rows)
  await copyInto(client, 'import_contacts', window.contacts)
  await copyInto(client, 'import_tags', window.tags)
  if (window.groups.size > 0) {
    const paths = [...window.groups.values()].map((group) => group.path)
    const at = { orgId: row.org_id, chainId: row.chain_id }
    const ids = await ensureGroups(tx, at, paths, !isDry)
    const members = new CopyText()
    for (const [key, { rowNos }] of window.groups) {
      for (const rowNo of rowNos) members.add(rowNo, ids.get(key) ?? null)
    }
    await copyInto(client, 'import_groups', members)
  }
  await client.query('ANALYZE import_placed')
}

/** Finds the partners that this org has brought under the same codes, and what the row would change. */
async function matchExisting(tx: Tx, batch: Batch, startedAt: string | null): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `UPDATE import_batch t SET existing = m.id, is_changed = m.is_changed,
       problem = CASE
         WHEN m.created_at = $4 THEN NULL
         WHEN m.side <> $3 THEN 'other_side'
         WHEN m.is_moved THEN 'parent_differs'
         WHEN m.is_changed AND m.owner_org_id <> $2 THEN 'not_yours' END,
       outcome = CASE
         WHEN m.created_at = $4 THEN 'created'
         WHEN m.side <> $3 OR m.is_moved OR (m.is_changed AND m.owner_org_id <> $2) THEN 'failed'
         WHEN m.is_changed THEN 'updated' ELSE 'unchanged' END
     FROM (
       SELECT b.row_no, e.id, e.side, e.owner_org_id, e.created_at,
         -- An empty cell says nothing, so it neither clears a value nor moves a partner up.
         b.parent_code IS NOT NULL AND e.parent_id IS DISTINCT FROM
           CASE WHEN b.tier IS NOT NULL THEN b.parent_id ELSE above.id END AS is_moved,
         (e.name, e.kind, e.uscc, e.region, e.address, e.note) IS DISTINCT FROM
           (b.name, coalesce(b.kind, e.kind), coalesce(b.uscc, e.uscc), coalesce(b.region, e.region),
            coalesce(b.address, e.address), coalesce(b.note, e.note)) AS is_changed
       FROM import_batch b
       JOIN partners e ON e.chain_id = $1 AND e.brought_by_org_id = $2 AND e.code = b.code
         AND e.status <> 'left'
       LEFT JOIN partners above ON above.chain_id = $1 AND above.brought_by_org_id = $2
         AND above.code = b.parent_code AND above.status <> 'left' AND above.side = $3) m
     WHERE t.row_no = m.row_no`,
    [batch.chainId, batch.orgId, batch.side, startedAt],
  )
  return (rowCount ?? 0) > 0
}

/** A row that changes no field of its partner may still bring a contact, a tag or a group. */
async function markAdditions(tx: Tx, orgId: string): Promise<void> {
  await tx.client.query(
    `UPDATE import_placed t SET outcome = 'updated' WHERE t.outcome = 'unchanged' AND (
       EXISTS (SELECT 1 FROM import_contacts c WHERE c.row_no = t.row_no AND NOT EXISTS (
         SELECT 1 FROM contacts k WHERE k.org_id = $1 AND k.partner_id = t.partner_id AND k.name = c.name
           AND k.phone = c.phone AND k.mail = c.mail
           AND (c.job_title IS NULL OR k.job_title = c.job_title)))
       OR EXISTS (SELECT 1 FROM import_tags g WHERE g.row_no = t.row_no AND NOT EXISTS (
         SELECT 1 FROM partner_tags k
         WHERE k.org_id = $1 AND k.partner_id = t.partner_id AND k.tag = g.tag))
       OR EXISTS (SELECT 1 FROM import_groups g WHERE g.row_no = t.row_no AND NOT EXISTS (
         SELECT 1 FROM partner_group_members k
         WHERE k.group_id = g.group_id AND k.partner_id = t.partner_id)))`,
    [orgId],
  )
}

async function updateChanged(tx: Tx): Promise<void> {
  await tx.client.query(
    `UPDATE partners p SET name = t.name, kind = coalesce(t.kind, p.kind), uscc = coalesce(t.uscc, p.uscc),
       region = coalesce(t.region, p.region), address = coalesce(t.address, p.address),
       note = coalesce(t.note, p.note), version = p.version + 1
     FROM import_batch t WHERE t.outcome = 'updated' AND t.is_changed AND p.id = t.existing`,
  )
}

/** Gives the open rows their parents, as far as these stand by now. */
async function resolveParents(tx: Tx, { chainId, orgId, side }: Batch): Promise<void> {
  await tx.client.query(
    `UPDATE import_batch t SET parent_id = m.id, tier = m.tier + 1, base = m.path::text,
       outcome = CASE WHEN m.owner <> $2 OR m.tier >= ${TIERS_MAX} THEN 'failed' END,
       problem = CASE WHEN m.owner <> $2 THEN 'parent_not_yours'
         WHEN m.tier >= ${TIERS_MAX} THEN 'too_deep' END
     FROM (
       SELECT b.row_no, p.id, p.tier, p.path,
         CASE WHEN p.status = 'joined' THEN coalesce(p.partner_org_id, p.owner_org_id)
           ELSE p.owner_org_id END AS owner
       FROM import_batch b
       JOIN partners p ON p.chain_id = $1 AND p.brought_by_org_id = $2 AND p.code = b.parent_code
         AND p.status <> 'left' AND p.side = $3
       WHERE b.outcome IS NULL AND b.tier IS NULL) m
     WHERE t.row_no = m.row_no`,
    [chainId, orgId, side],
  )
}

async function insertReady(tx: Tx, batch: Batch, startedAt: string | null): Promise<number> {
  const { rowCount } = await tx.client.query(
    `WITH ready AS (
       SELECT t.*, nextval('partners_no_seq') AS no FROM import_batch t
       WHERE t.outcome IS NULL AND t.tier IS NOT NULL)
     INSERT INTO partners (id, org_id, chain_id, no, parent_id, side, tier, path, owner_org_id,
       brought_by_org_id, status, code, name, kind, uscc, region, address, note, created_at)
     OVERRIDING SYSTEM VALUE
     SELECT id, $1, $2, no, parent_id, $3, tier, (base || '.' || no)::ltree, $4, $4, 'imported', code,
       name, coalesce(kind, ''), uscc, coalesce(region, ''), coalesce(address, ''), coalesce(note, ''), $5
     FROM ready`,
    [batch.base.chainOrgId, batch.chainId, batch.side, batch.orgId, startedAt],
  )
  if (rowCount === 0) return 0
  await tx.client.query(
    `UPDATE import_batch SET outcome = 'created' WHERE outcome IS NULL AND tier IS NOT NULL`,
  )
  return rowCount ?? 0
}

/** Contacts, tags and groups of the rows that were written; nothing is ever taken away by a sheet. */
async function insertBelongings(
  tx: Tx,
  orgId: string,
  window: Window,
  isAllNew: boolean,
): Promise<void> {
  const { client } = tx
  const unlessThere = isAllNew ? '' : 'ON CONFLICT DO NOTHING'
  const written = `t.outcome IN ('created', 'updated')`
  const unlessSame = isAllNew
    ? ''
    : `ON CONFLICT (org_id, partner_id, name, phone, mail) DO UPDATE
         SET job_title = excluded.job_title, version = contacts.version + 1
         WHERE excluded.job_title NOT IN ('', contacts.job_title)`
  if (window.contacts.rows > 0) {
    await client.query(
      `INSERT INTO contacts (id, org_id, partner_id, name, job_title, phone, mail, is_primary, created_at)
       SELECT c.id, $1, t.partner_id, c.name, coalesce(c.job_title, ''), c.phone, c.mail,
         c.is_first AND (t.is_new OR NOT EXISTS (SELECT 1 FROM contacts k
           WHERE k.org_id = $1 AND k.partner_id = t.partner_id AND k.is_primary)), $2
       FROM import_contacts c JOIN import_placed t USING (row_no) WHERE ${written}
       ${unlessSame}`,
      [orgId, tx.now()],
    )
  }
  if (window.tags.rows > 0) {
    await client.query(
      `INSERT INTO partner_tags (org_id, partner_id, tag)
       SELECT $1, t.partner_id, g.tag
       FROM import_tags g JOIN import_placed t USING (row_no) WHERE ${written} ${unlessThere}`,
      [orgId],
    )
  }
  if (window.groups.size > 0) {
    await client.query(
      `INSERT INTO partner_group_members (org_id, group_id, partner_id)
       SELECT $1, g.group_id, t.partner_id
       FROM import_groups g JOIN import_placed t USING (row_no) WHERE ${written} ${unlessThere}`,
      [orgId],
    )
  }
}

const PROBLEMS_MET = {
  other_side: [problem('code', 'other_side')],
  not_yours: [problem('name', 'not_yours')],
  parent_differs: [problem('parentCode', 'parent_differs')],
  parent_not_yours: [problem('parentCode', 'parent_not_yours')],
  too_deep: [problem('parentCode', 'too_deep')],
}

async function writeOutcomes({ client }: Tx, importId: string): Promise<Import['counts']> {
  await client.query(
    `UPDATE import_rows r SET outcome = t.outcome, partner_id = t.partner_id,
       problems = CASE WHEN t.problem IS NULL THEN '[]' ELSE $2::jsonb -> t.problem END
     FROM import_placed t WHERE r.import_id = $1 AND r.row_no = t.row_no AND r.outcome IS NULL`,
    [importId, JSON.stringify(PROBLEMS_MET)],
  )
  const { rows } = await client.query<{ outcome: keyof Import['counts']; n: number }>(
    'SELECT outcome, count(*) AS n FROM import_placed GROUP BY 1',
  )
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]))
}
