import type { FastifyReply } from 'fastify'
import type { Ctx } from '../../platform/ctx.ts'
import { sendSheet } from '../../platform/sheets/send.ts'
import { type FileColumn, sheetOf } from './file-columns.ts'
import { exportReceipts, requireNotice } from './receipt-queries.ts'
import type { Receipt, ReceiptFileQuery } from './schema.ts'

export const RECEIPT_WORDS: Record<Receipt['state'], string> = {
  queued: '排队 Queued',
  delivered: '已送达 Delivered',
  read: '已读 Read',
  confirmed: '已确认 Confirmed',
  failed: '未送达 Failed',
  superseded: '已被新版取代 Superseded',
  recalled: '已撤回 Recalled',
}

const COLUMNS: FileColumn<Receipt>[] = [
  { header: '编码 Code', width: 14, of: (r) => r.partnerCode },
  { header: '名称 Name', width: 28, of: (r) => r.partnerName },
  { header: '层级 Tier', width: 8, of: (r) => r.tier },
  { header: '地区 Region', width: 18, of: (r) => r.region },
  { header: '上级 Parent', width: 24, of: (r) => r.parentName },
  { header: '状态 State', width: 20, of: (r) => RECEIPT_WORDS[r.state] },
  { header: '原因 Reason', width: 14, of: (r) => r.reason },
  { header: '送达 Delivered', width: 20, at: (r) => r.deliveredAt },
  { header: '阅读 Read', width: 20, at: (r) => r.readAt },
  { header: '阅读人 Read by', width: 14, of: (r) => r.readByName },
  { header: '确认 Confirmed', width: 20, at: (r) => r.confirmedAt },
  { header: '确认人 Confirmed by', width: 14, of: (r) => r.confirmedByName },
  { header: '回复 Answer', width: 30, of: (r) => r.answer },
  { header: '提醒次数 Reminded', width: 10, of: (r) => r.reminded },
]

/** The receipts as a spreadsheet; a million of them need no memory here. */
export async function sendReceiptsFile(
  ctx: Ctx,
  reply: FastifyReply,
  noticeId: string,
  { timeZone, ...query }: ReceiptFileQuery,
) {
  await ctx.read((tx) => requireNotice(tx, noticeId))
  const rows = exportReceipts(ctx, noticeId, query)
  return sendSheet(ctx, reply, 'receipts.xlsx', sheetOf('Receipts', COLUMNS, rows, timeZone))
}
