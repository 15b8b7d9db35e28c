import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { badField } from '../../platform/errors.ts'
import { type FileStore, getFile } from '../../platform/files.ts'
import {
  findHeaders,
  guessMapping,
  HEADER_SEARCH_ROWS,
  type HeaderDictionary,
} from '../../platform/sheets/headers.ts'
import { openSheet, SheetError, type SheetRow } from '../../platform/sheets/read.ts'
import { takeReports } from './reports.ts'
import { ReportInput, type SheetResult } from './schema.ts'

const ROWS_MAX = 2000

type Column = 'order' | 'operation' | 'good' | 'scrap' | 'reason' | 'done'
const HEADERS: HeaderDictionary<Column> = {
  order: [
    '生产单号',
    '订单号',
    '单号',
    '制单号',
    '款号单号',
    'order',
    'order no',
    'order number',
    'production order',
  ],
  operation: ['工序', '工序名称', '工序号', 'operation', 'process', 'step'],
  good: [
    '合格数',
    '良品数',
    '完成数',
    '完成数量',
    '产量',
    '数量',
    'good',
    'good quantity',
    'output',
    'quantity',
    'done',
  ],
  scrap: ['不良数', '报废数', '次品数', '废品数', 'scrap', 'defects', 'rejects', 'bad'],
  reason: ['不良原因', '报废原因', '原因', 'scrap reason', 'reason', 'defect reason'],
  done: ['完成时间', '时间', '日期', '生产日期', '报工时间', 'done at', 'time', 'date'],
}

interface ReadRow {
  row: number
  cells: Partial<Record<Column, string>>
}

/**
 * Reports that somebody keeps in a sheet. A row is known by the file's content and its place in it, so the
 * same sheet brought twice changes nothing.
 */
export async function importReports(
  ctx: Ctx,
  files: FileStore,
  fileId: string,
): Promise<SheetResult> {
  const file = await ctx.read((tx) => getFile(tx, fileId))
  const rows = await readRows(files.path(file.sha256), file.name)
  return ctx.transaction(async (tx) => {
    const shareIds = await mySharesByName(tx)
    const result: SheetResult = { accepted: 0, repeated: 0, refused: [] }
    const reports: { row: number; report: ReportInput }[] = []
    for (const { row, cells } of rows) {
      const read = reportOf(cells, shareIds, `${file.sha256} ${row}`, tx.now())
      if (typeof read === 'string') result.refused.push({ row, reason: read })
      else reports.push({ row, report: read })
    }
    const outcomes = await takeReports(
      tx,
      reports.map(({ report }) => report),
    )
    outcomes.forEach(({ outcome, reason }, i) => {
      if (outcome === 'refused') result.refused.push({ row: reports[i]!.row, reason: reason ?? '' })
      else result[outcome]++
    })
    result.refused.sort((a, b) => a.row - b.row)
    return result
  })
}

async function readRows(path: string, name: string): Promise<ReadRow[]> {
  try {
    const sheet = await openSheet(path, { name })
    const all: SheetRow[] = []
    for await (const row of sheet.rows()) {
      all.push(row)
      if (all.length > ROWS_MAX + HEADER_SEARCH_ROWS)
        throw badField('fileId', 'sheet_rows', `More than ${ROWS_MAX} rows`)
    }
    const found = findHeaders(all, HEADERS)
    const columns = guessMapping(found?.columns ?? [], HEADERS)
    const has = (field: Column) => columns.some((column) => column.field === field)
    if (!found || !has('order') || !has('operation') || !has('good'))
      throw badField(
        'fileId',
        'sheet_columns',
        'Needs columns for order, operation and good quantity',
      )
    return all
      .filter((row) => row.number > found.headerRow && row.cells.some((cell) => cell.trim() !== ''))
      .map((row) => ({
        row: row.number,
        cells: Object.fromEntries(
          columns.flatMap(({ field, index }) =>
            field ? [[field, (row.cells[index] ?? '').trim()]] : [],
          ),
        ),
      }))
  } catch (error) {
    if (error instanceof SheetError) throw badField('fileId', error.code, error.message)
    throw error
  }
}

/** My shares by order and operation, the operation by its name or its number. */
async function mySharesByName(tx: Tx): Promise<Map<string, string>> {
  const { rows } = await sql<{
    id: string
    order_code: string
    operation_no: number
    operation_name: string
  }>`
    SELECT id, order_code, operation_no, operation_name FROM shares
    WHERE assignee_org_id = ${tx.actor.orgId} AND withdrawn_at IS NULL
    ORDER BY offered_at DESC LIMIT 20000`.execute(tx.db)
  const ids = new Map<string, string>()
  // The latest order wins where two leads use the same number.
  for (const row of rows.reverse()) {
    ids.set(`${row.order_code} ${row.operation_name}`, row.id)
    ids.set(`${row.order_code} ${row.operation_no}`, row.id)
  }
  return ids
}

function reportOf(
  cells: ReadRow['cells'],
  shareIds: ReadonlyMap<string, string>,
  name: string,
  now: Date,
): ReportInput | string {
  const shareId = shareIds.get(`${cells.order} ${cells.operation}`)
  if (!shareId) return 'share'
  const doneAt = cells.done ? readTime(cells.done) : now
  if (doneAt === null) return 'time'
  const read = ReportInput.safeParse({
    id: uuidOf(name),
    shareId,
    good: readNumber(cells.good),
    scrap: readNumber(cells.scrap || '0'),
    scrapReason: cells.reason ?? '',
    doneAt: doneAt.toISOString(),
    source: 'xlsx',
  })
  if (read.success) return read.data
  const field = String(read.error.issues[0]?.path[0] ?? '')
  return field === 'scrapReason' ? 'reason_needed' : 'figure'
}

function readNumber(text: string | undefined): number | undefined {
  const plain = (text ?? '').normalize('NFKC').replaceAll(',', '')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
}

/** A time without a zone is on the clocks of the factory. */
function readTime(text: string): Date | null {
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(
      text.normalize('NFKC').trim(),
    )
  if (!match) return null
  const [year, month, day, hour, minute] = match
    .slice(1, 6)
    .map((part) => Number(part ?? 0)) as number[]
  const at = new Date(Date.UTC(year!, month! - 1, day!, (match[4] ? hour! : 18) - 8, minute!))
  return Number.isNaN(at.getTime()) ? null : at
}

/** An id that the same text always has. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
