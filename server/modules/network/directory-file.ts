import type { FastifyReply } from 'fastify'
import type { Ctx } from '../../platform/ctx.ts'
import { everyRow } from '../../platform/cursor.ts'
import { sendSheet } from '../../platform/sheets/send.ts'
import { listDirectory } from './directory-queries.ts'
import { getChain } from './places.ts'
import type { DirectoryEntry, DirectoryFileQuery } from './schema.ts'

type Locale = DirectoryFileQuery['locale']

const RELATIONS: Record<Locale, Record<DirectoryEntry['relation'], string>> = {
  'zh-CN': { below: '下级', above: '上级', peer: '同级', colleague: '同事' },
  en: { below: 'Below us', above: 'Above us', peer: 'Beside us', colleague: 'Colleague' },
}
const SHEET: Record<Locale, string> = { 'zh-CN': '通讯录', en: 'Directory' }

const COLUMNS: {
  header: Record<Locale, string>
  width: number
  of: (row: DirectoryEntry, locale: Locale) => string
}[] = [
  { header: { 'zh-CN': '姓名', en: 'Name' }, width: 14, of: (r) => r.name },
  { header: { 'zh-CN': '公司', en: 'Firm' }, width: 30, of: (r) => r.orgName },
  {
    header: { 'zh-CN': '关系', en: 'Relation' },
    width: 12,
    of: (r, locale) => RELATIONS[locale][r.relation],
  },
  { header: { 'zh-CN': '职务', en: 'Job title' }, width: 14, of: (r) => r.jobTitle },
  { header: { 'zh-CN': '部门', en: 'Department' }, width: 14, of: (r) => r.department },
  { header: { 'zh-CN': '电话', en: 'Phone' }, width: 18, of: (r) => r.phone },
  { header: { 'zh-CN': '邮箱', en: 'Mail' }, width: 28, of: (r) => r.mail },
]

/** Whom the reader may find, under the filters of the page, as a spreadsheet. */
export async function sendDirectoryFile(
  ctx: Ctx,
  reply: FastifyReply,
  { locale, ...filter }: DirectoryFileQuery,
) {
  const { chainId } = filter
  if (chainId) await ctx.read((tx) => getChain(tx, chainId))
  const rows = async function* () {
    for await (const entry of everyRow((page) => listDirectory(ctx, { ...filter, ...page }))) {
      yield COLUMNS.map(({ of }) => of(entry, locale))
    }
  }
  const columns = COLUMNS.map(({ header, width }) => ({ header: header[locale], width }))
  const name = SHEET[locale]
  return sendSheet(ctx, reply, `${name}.xlsx`, { name, columns, rows: rows() })
}
