import { type RawBuilder, sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../platform/cursor.ts'
import { AppError, badField, found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { orgsSql } from '../identity/index.ts'
import { hintProduction, tellParties, type Words } from './group.ts'
import type { AcknowledgeInput, ShelveInput, Warning, WarningQuery } from './schema.ts'

export interface WarningRow {
  id: string
  org_id: string
  order_id: string
  order_code: string
  product_name: string
  assignee_org_id: string | null
  operation_no: number | null
  operation_name: string | null
  org_name: string | null
  kind: Warning['kind']
  measure: number
  raised_at: string
  acknowledged_at: string | null
  owner_name: string | null
  cause: Warning['cause']
  action: string | null
  shelved_until: string | null
  cleared_at: string | null
  escalated: number
  version: number
}

/** A warning that rests comes back by itself: whether it does now is a matter of the hour. */
export function stateOf(
  row: Pick<WarningRow, 'cleared_at' | 'acknowledged_at' | 'shelved_until'>,
  nowMs: number,
): Warning['state'] {
  if (row.cleared_at !== null) return 'cleared'
  if (row.acknowledged_at !== null) return 'acknowledged'
  if (row.shelved_until !== null && Date.parse(row.shelved_until) > nowMs) return 'shelved'
  return 'raised'
}

function shapeWarning(row: WarningRow, nowMs: number): Warning {
  return {
    id: row.id,
    orderId: row.order_id,
    orderCode: row.order_code,
    productName: row.product_name,
    kind: row.kind,
    state: stateOf(row, nowMs),
    operation:
      row.operation_no === null ? null : { no: row.operation_no, name: row.operation_name ?? '' },
    org:
      row.assignee_org_id === null ? null : { id: row.assignee_org_id, name: row.org_name ?? '' },
    measure: row.measure,
    raisedAt: row.raised_at,
    acknowledgedAt: row.acknowledged_at,
    ownerName: row.owner_name,
    cause: row.cause,
    action: row.action,
    shelvedUntil: row.shelved_until,
    clearedAt: row.cleared_at,
    escalated: row.escalated,
    version: row.version,
  }
}

async function selectWarnings(
  tx: Tx,
  where: RawBuilder<unknown>,
  limit: number | null = null,
): Promise<WarningRow[]> {
  const { rows } = await sql<WarningRow>`
    SELECT w.*, g.short_name AS org_name FROM warnings w LEFT JOIN ${orgsSql()} g ON g.id = w.assignee_org_id
    WHERE ${tx.actor.orgId} IN (w.org_id, w.assignee_org_id) AND ${where}
    ORDER BY w.raised_at DESC, w.id DESC LIMIT ${limit}`.execute(tx.db)
  return rows
}

/** Warnings on my orders, or on my shares of others' orders; the last first. */
export function listWarnings(ctx: Ctx, query: WarningQuery) {
  return ctx.read(async (tx) => {
    const parts = [sql`true`]
    if (query.chainId) parts.push(sql`w.chain_id = ${query.chainId}`)
    if (query.orderId) parts.push(sql`w.order_id = ${query.orderId}`)
    if (query.open) parts.push(sql`w.cleared_at IS NULL`)
    const after = decodeCursor(query.cursor, 2)
    if (after)
      parts.push(
        sql`(w.raised_at, w.id) < (${String(after[0])}::timestamptz, ${String(after[1])}::uuid)`,
      )
    const rows = await selectWarnings(tx, sql.join(parts, sql` AND `), query.limit + 1)
    const nowMs = tx.now().getTime()
    return pageOf(
      rows,
      query.limit,
      (row) => [row.raised_at, row.id],
      (row) => shapeWarning(row, nowMs),
    )
  })
}

export function getWarning(ctx: Ctx, id: string): Promise<Warning> {
  return ctx.read((tx) => readWarning(tx, id))
}

async function readWarning(tx: Tx, id: string): Promise<Warning> {
  const row = found((await selectWarnings(tx, sql`w.id = ${id}`))[0], 'warning')
  return shapeWarning(row, tx.now().getTime())
}

async function lockOpen(tx: Tx, id: string): Promise<WarningRow> {
  await sql`SELECT id FROM warnings WHERE id = ${id} FOR UPDATE`.execute(tx.db)
  const row = found((await selectWarnings(tx, sql`w.id = ${id}`))[0], 'warning')
  checkVersion(tx, row.version)
  if (row.cleared_at !== null) throw new AppError('wrong_state', { reason: 'warning_cleared' })
  return row
}

const CAUSE_WORDS: Record<AcknowledgeInput['cause'], Words> = {
  people: { zh: '人', en: 'people' },
  machine: { zh: '机', en: 'machine' },
  material: { zh: '料', en: 'material' },
  method: { zh: '法', en: 'method' },
  environment: { zh: '环', en: 'environment' },
}

/** Somebody takes a warning on: who, for which cause, and what is done about it. */
export function acknowledgeWarning(
  ctx: Ctx,
  id: string,
  input: AcknowledgeInput,
): Promise<Warning> {
  return ctx.transaction(async (tx) => {
    const warning = await lockOpen(tx, id)
    if (warning.acknowledged_at !== null)
      throw new AppError('already_done', { reason: 'warning_acknowledged' })
    const ownerName = input.ownerName ?? tx.actor.name
    await tx.db
      .updateTable('warnings')
      .set({
        acknowledged_at: tx.now().toISOString(),
        acknowledged_by: tx.actor.personId,
        owner_name: ownerName,
        cause: input.cause,
        action: input.action,
        shelved_until: null,
        version: warning.version + 1,
      })
      .where('id', '=', id)
      .execute()
    record(tx, 'production.warning_acknowledged', `warning:${id}`, { ...input, ownerName })
    const cause = CAUSE_WORDS[input.cause]
    await tellParties(tx, warning.org_id, warning.order_id, {
      key: `acknowledged ${id}`,
      template: 'production.acknowledged',
      data: {
        warningId: id,
        orderId: warning.order_id,
        cause: input.cause,
        action: input.action,
        ownerName,
      },
      text: {
        zh: `${ownerName} 已接手 ${warning.order_code} 的预警，原因（${cause.zh}）：${input.action}`,
        en: `${ownerName} is on the warning of ${warning.order_code}, cause (${cause.en}): ${input.action}`,
      },
    })
    await hintWarning(tx, warning)
    return readWarning(tx, id)
  })
}

/** Lets a warning rest until a moment; until then it climbs no ladder. */
export function shelveWarning(ctx: Ctx, id: string, input: ShelveInput): Promise<Warning> {
  return ctx.transaction(async (tx) => {
    const warning = await lockOpen(tx, id)
    const wait = Date.parse(input.until) - tx.now().getTime()
    if (wait <= 0 || wait > 14 * 86_400_000)
      throw badField('until', 'shelf_range', 'A later moment within two weeks')
    await tx.db
      .updateTable('warnings')
      .set({
        shelved_until: input.until,
        shelved_reason: input.reason,
        acknowledged_at: null,
        version: warning.version + 1,
      })
      .where('id', '=', id)
      .execute()
    record(tx, 'production.warning_shelved', `warning:${id}`, { ...input })
    await hintWarning(tx, warning)
    return readWarning(tx, id)
  })
}

async function hintWarning(tx: Tx, warning: WarningRow): Promise<void> {
  await hintProduction(
    tx,
    warning.org_id,
    ...(warning.assignee_org_id ? [warning.assignee_org_id] : []),
  )
}
