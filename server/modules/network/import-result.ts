import type { FastifyReply } from 'fastify'
import type { Ctx } from '../../platform/ctx.ts'
import { type ResultRow, type ResultWords, resultSheet } from '../../platform/sheets/result.ts'
import { sendSheet } from '../../platform/sheets/send.ts'
import { type ImportRecord, readImport, readRows } from './import-queries.ts'
import type { ImportField } from './schema.ts'

// One file for both languages: it is passed on to people who read either.
const WORDS: ResultWords = {
  sheetName: '导入结果 Result',
  row: '行 Row',
  outcome: '结果 Outcome',
  problems: '问题 Problems',
  outcomes: {
    created: '新增 Created',
    updated: '更新 Updated',
    unchanged: '未变 Unchanged',
    skipped: '未处理 Not processed',
    failed: '失败 Failed',
  },
}
const PAGE_ROWS = 2000

/** Streams every row with what became of it, page by page, so that a large import needs no memory here. */
export async function sendResultFile(ctx: Ctx, reply: FastifyReply, id: string) {
  const row = await ctx.read((tx) => readImport(tx, id))
  const name = `${row.file_name.replace(/\.[^.]{1,5}$/, '')}-result.xlsx`
  return sendSheet(ctx, reply, name, resultSheet(row.plan.headers, resultRows(ctx, row), WORDS))
}

async function* resultRows(ctx: Ctx, { id, plan }: ImportRecord): AsyncGenerator<ResultRow> {
  for (let after = 0; ; ) {
    const rows = await ctx.read((tx) => readRows(tx, id, after, PAGE_ROWS))
    for (const row of rows) {
      yield {
        number: row.row_no,
        cells: row.cells,
        outcome: row.outcome ?? 'skipped',
        problems: row.problems.map(({ field, code, message }) => ({
          column: plan.mapping[field as ImportField] ?? null,
          code,
          message,
        })),
      }
    }
    if (rows.length < PAGE_ROWS) return
    after = rows.at(-1)!.row_no
  }
}
