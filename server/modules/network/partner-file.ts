import type { FastifyReply } from 'fastify'
import type { Ctx } from '../../platform/ctx.ts'
import { clockOf } from '../../platform/sheets/clock.ts'
import { sendSheet } from '../../platform/sheets/send.ts'
import { listGroups } from './groups.ts'
import { partnersInBatches } from './partner-queries.ts'
import { getChain } from './places.ts'
import type { Group, Partner, PartnerFileQuery, PartnerStatus, Side } from './schema.ts'

type Locale = PartnerFileQuery['locale']
type Row = Partner & { parentCode: string | null; groupPaths: string[] }

const STATUSES: Record<Locale, Record<PartnerStatus, string>> = {
  'zh-CN': {
    imported: '已导入',
    invited: '已邀请',
    joined: '已加入',
    suspended: '已暂停',
    left: '已退出',
  },
  en: {
    imported: 'Imported',
    invited: 'Invited',
    joined: 'Joined',
    suspended: 'Suspended',
    left: 'Left',
  },
}
const SIDES: Record<Locale, Record<Side, string>> = {
  'zh-CN': { downstream: '下游', upstream: '上游' },
  en: { downstream: 'Downstream', upstream: 'Upstream' },
}
const SHEET: Record<Locale, string> = { 'zh-CN': '伙伴', en: 'Partners' }

// The headings are those that an import understands, so that a file can be exported, edited and read again.
const COLUMNS: {
  header: Record<Locale, string>
  width: number
  type?: 'number' | 'datetime'
  of: (row: Row, locale: Locale, clock: ReturnType<typeof clockOf>) => string | number | Date | null
}[] = [
  { header: { 'zh-CN': '编码', en: 'Code' }, width: 14, of: (r) => r.code },
  { header: { 'zh-CN': '名称', en: 'Name' }, width: 30, of: (r) => r.name },
  { header: { 'zh-CN': '上级编码', en: 'Parent code' }, width: 14, of: (r) => r.parentCode },
  { header: { 'zh-CN': '类型', en: 'Type' }, width: 12, of: (r) => r.kind },
  {
    header: { 'zh-CN': '统一社会信用代码', en: 'Unified social credit code' },
    width: 22,
    of: (r) => r.uscc,
  },
  { header: { 'zh-CN': '地区', en: 'Region' }, width: 18, of: (r) => r.region },
  { header: { 'zh-CN': '地址', en: 'Address' }, width: 30, of: (r) => r.address },
  {
    header: { 'zh-CN': '分组', en: 'Group' },
    width: 18,
    of: (r) => r.groupPaths.join(';'),
  },
  { header: { 'zh-CN': '标签', en: 'Tags' }, width: 18, of: (r) => r.tags.join(';') },
  { header: { 'zh-CN': '备注', en: 'Note' }, width: 24, of: (r) => r.note },
  { header: { 'zh-CN': '方向', en: 'Side' }, width: 10, of: (r, l) => SIDES[l][r.side] },
  { header: { 'zh-CN': '层级', en: 'Tier' }, width: 8, type: 'number', of: (r) => r.tier },
  { header: { 'zh-CN': '状态', en: 'Status' }, width: 10, of: (r, l) => STATUSES[l][r.status] },
  {
    header: { 'zh-CN': '下级数', en: 'Directly below' },
    width: 10,
    type: 'number',
    of: (r) => r.children,
  },
  {
    header: { 'zh-CN': '加入时间', en: 'Joined at' },
    width: 20,
    type: 'datetime',
    of: (r, _, clock) => clock(r.joinedAt),
  },
]

/** A group inside others is named with them, as an import reads it: 华东/杭州. */
function groupPaths(groups: Group[]): (id: string) => string {
  const byId = new Map(groups.map((group) => [group.id, group]))
  return function pathOf(id: string): string {
    const group = byId.get(id)
    if (!group) return ''
    return group.parentId ? `${pathOf(group.parentId)}/${group.name}` : group.name
  }
}

/** Streams what a list shows as a spreadsheet; the chain is looked up first, so that a stranger gets no file. */
export async function sendPartnersFile(
  ctx: Ctx,
  reply: FastifyReply,
  chainId: string,
  { locale, timeZone, ...filter }: PartnerFileQuery,
) {
  const chain = await ctx.read((tx) => getChain(tx, chainId))
  const pathOf = groupPaths((await listGroups(ctx, chainId)).items)
  const clock = clockOf(timeZone)
  const rows = async function* () {
    for await (const batch of partnersInBatches(ctx, chainId, filter)) {
      for (const partner of batch) {
        const row = { ...partner, groupPaths: partner.groups.map(({ id }) => pathOf(id)) }
        yield COLUMNS.map((column) => column.of(row, locale, clock))
      }
    }
  }
  const columns = COLUMNS.map(({ header, width, type }) => ({
    header: header[locale],
    width,
    type,
  }))
  const name = SHEET[locale]
  return sendSheet(ctx, reply, `${chain.name} ${name}.xlsx`, { name, columns, rows: rows() })
}
