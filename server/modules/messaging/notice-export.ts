import type { FastifyReply } from 'fastify'
import type { Ctx } from '../../platform/ctx.ts'
import { everyRow } from '../../platform/cursor.ts'
import { sendSheet } from '../../platform/sheets/send.ts'
import { type FileColumn, sheetOf } from './file-columns.ts'
import { listInbox } from './inbox-queries.ts'
import { listNotices } from './notice-queries.ts'
import { RECEIPT_WORDS } from './receipt-export.ts'
import type { InboxFileQuery, InboxItem, NoticeFileQuery, NoticeItem } from './schema.ts'

const KINDS: Record<NoticeItem['kind'], string> = {
  announcement: '公告 Announcement',
  price_change: '调价 Price change',
  recall: '召回 Recall',
  task: '任务 Task',
}
const STATES: Record<NoticeItem['state'], string> = {
  draft: '草稿 Draft',
  scheduled: '定时 Scheduled',
  sending: '发送中 Sending',
  sent: '进行中 Running',
  complete: '全部送达 All delivered',
  recalled: '已撤回 Recalled',
  superseded: '已被新版取代 Superseded',
}

const INBOX_COLUMNS: FileColumn<InboxItem>[] = [
  { header: '标题 Title', width: 36, of: (n) => n.title },
  { header: '类型 Kind', width: 20, of: (n) => KINDS[n.kind] },
  { header: '发件方 From', width: 18, of: (n) => n.fromName },
  { header: '产业链 Chain', width: 18, of: (n) => n.chainName },
  { header: '版本 Edition', width: 10, type: 'number', of: (n) => n.edition },
  { header: '状态 State', width: 20, of: (n) => RECEIPT_WORDS[n.state] },
  { header: '送达 Delivered', width: 20, at: (n) => n.deliveredAt },
  { header: '阅读 Read', width: 20, at: (n) => n.readAt },
  { header: '确认 Confirmed', width: 20, at: (n) => n.confirmedAt },
  { header: '生效 Valid from', width: 20, at: (n) => n.validFrom },
  { header: '截止 Deadline', width: 20, at: (n) => n.deadlineAt },
  { header: '提醒次数 Reminded', width: 10, type: 'number', of: (n) => n.reminded },
]

const SENT_COLUMNS: FileColumn<NoticeItem>[] = [
  { header: '标题 Title', width: 36, of: (n) => n.title },
  { header: '类型 Kind', width: 20, of: (n) => KINDS[n.kind] },
  { header: '产业链 Chain', width: 18, of: (n) => n.chainName },
  { header: '版本 Edition', width: 10, type: 'number', of: (n) => n.edition },
  { header: '状态 State', width: 20, of: (n) => STATES[n.state] },
  { header: '创建人 Created by', width: 14, of: (n) => n.createdByName },
  { header: '创建 Created', width: 20, at: (n) => n.createdAt },
  { header: '定时 Scheduled', width: 20, at: (n) => n.scheduledAt },
  { header: '发出 Sent', width: 20, at: (n) => n.sentAt },
  { header: '生效 Valid from', width: 20, at: (n) => n.validFrom },
  { header: '截止 Deadline', width: 20, at: (n) => n.deadlineAt },
  ...(
    [
      ['接收方 Recipients', 'recipients'],
      ['排队 Queued', 'queued'],
      ['未读 Not read', 'delivered'],
      ['已读未确认 Read', 'read'],
      ['已确认 Confirmed', 'confirmed'],
      ['未送达 Failed', 'failed'],
    ] as const
  ).map(([header, state]) => ({
    header,
    width: 12,
    type: 'number' as const,
    of: (n: NoticeItem) => n.counts[state],
  })),
]

/** What my firm received, as its list shows it with the same filters. */
export function sendInboxFile(ctx: Ctx, reply: FastifyReply, query: InboxFileQuery) {
  const { timeZone, ...filter } = query
  const rows = everyRow((page) => listInbox(ctx, { ...filter, ...page }))
  return sendSheet(ctx, reply, 'inbox.xlsx', sheetOf('收件箱 Inbox', INBOX_COLUMNS, rows, timeZone))
}

/** What my org wrote, as its list shows it with the same filters. */
export function sendNoticesFile(ctx: Ctx, reply: FastifyReply, query: NoticeFileQuery) {
  const { timeZone, ...filter } = query
  const rows = everyRow((page) => listNotices(ctx, { ...filter, ...page }))
  return sendSheet(ctx, reply, 'notices.xlsx', sheetOf('已发 Sent', SENT_COLUMNS, rows, timeZone))
}
