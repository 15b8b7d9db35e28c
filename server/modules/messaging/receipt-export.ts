import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Ctx } from '../../platform/ctx.ts'
import { writeXlsx } from '../../platform/sheets/write.ts'
import { exportReceipts, requireNotice } from './receipt-queries.ts'
import type { Receipt, ReceiptQuery } from './schema.ts'

const STATES: Record<Receipt['state'], string> = {
  queued: '排队 Queued',
  delivered: '已送达 Delivered',
  read: '已读 Read',
  confirmed: '已确认 Confirmed',
  failed: '未送达 Failed',
  superseded: '已被新版取代 Superseded',
  recalled: '已撤回 Recalled',
}

const COLUMNS: { header: string; width: number; of: (r: Receipt) => string | number | null }[] = [
  { header: '编码 Code', width: 14, of: (r) => r.partnerCode },
  { header: '名称 Name', width: 28, of: (r) => r.partnerName },
  { header: '层级 Tier', width: 8, of: (r) => r.tier },
  { header: '地区 Region', width: 18, of: (r) => r.region },
  { header: '上级 Parent', width: 24, of: (r) => r.parentName },
  { header: '状态 State', width: 20, of: (r) => STATES[r.state] },
  { header: '原因 Reason', width: 14, of: (r) => r.reason },
  { header: '送达 Delivered', width: 22, of: (r) => r.deliveredAt },
  { header: '阅读 Read', width: 22, of: (r) => r.readAt },
  { header: '阅读人 Read by', width: 14, of: (r) => r.readByName },
  { header: '确认 Confirmed', width: 22, of: (r) => r.confirmedAt },
  { header: '确认人 Confirmed by', width: 14, of: (r) => r.confirmedByName },
  { header: '回复 Answer', width: 30, of: (r) => r.answer },
  { header: '提醒次数 Reminded', width: 10, of: (r) => r.reminded },
]

/** Streams the receipts as a spreadsheet, so that a million of them need no memory here. */
export async function sendReceiptsFile(
  ctx: Ctx,
  reply: FastifyReply,
  noticeId: string,
  query: ReceiptQuery,
) {
  // Once the file has begun, nothing can be refused any more.
  await ctx.read((tx) => requireNotice(tx, noticeId))
  const out = new PassThrough()
  const rows = async function* () {
    for await (const receipt of exportReceipts(ctx, noticeId, query)) {
      yield COLUMNS.map((column) => column.of(receipt))
    }
  }
  const columns = COLUMNS.map(({ header, width }) => ({ header, width }))
  writeXlsx(out, { sheets: [{ name: 'Receipts', columns, rows: rows() }] }).catch((error) => {
    ctx.log.error({ err: error }, 'export failed')
    out.destroy(error)
  })
  return reply
    .header('content-disposition', 'attachment; filename="receipts.xlsx"')
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .send(out)
}
