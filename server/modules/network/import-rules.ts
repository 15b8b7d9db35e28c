import { createHash } from 'node:crypto'
import { Mail, normalPhone } from '../../platform/schema.ts'
import type { HeaderDictionary } from '../../platform/sheets/headers.ts'
import { normalUscc, usccFault } from '../identity/schema.ts'
import type { ImportField, ImportPlan } from './schema.ts'

/** What people call each field in their own sheets, in Chinese and English. */
export const IMPORT_HEADERS: HeaderDictionary<ImportField> = {
  code: [
    ...['编码', '编号', '代码', '客户编码', '客户编号', '客户代码', '门店编码', '门店编号'],
    ...['门店代码', '店号', '店铺编码', '店铺编号', '经销商编码', '经销商编号', '供应商编码'],
    ...['供应商编号', '工厂编码', '工厂编号', '伙伴编码', '单位编码', 'code', 'partner code'],
    ...['store code', 'store no', 'store number', 'shop code', 'customer code', 'customer no'],
    ...['dealer code', 'distributor code', 'supplier code', 'vendor code', 'factory code'],
  ],
  name: [
    ...['名称', '客户名称', '门店名称', '店名', '店铺名称', '公司名称', '单位名称', '企业名称'],
    ...['经销商名称', '供应商名称', '工厂名称', '伙伴名称', '全称', 'name', 'partner name'],
    ...['store name', 'shop name', 'company', 'company name', 'customer name', 'dealer name'],
    ...['supplier name', 'vendor name', 'factory name', 'partner', 'store', 'supplier'],
  ],
  parentCode: [
    ...['上级编码', '上级编号', '上级代码', '上级', '上级客户编码', '上级经销商编码'],
    ...['上级经销商', '所属经销商编码', '所属经销商', '所属代理商', '父级编码', '经销商编码'],
    ...['隶属编码', '归属编码', '归属经销商', 'parent', 'parent code', 'parent no', 'superior'],
    ...['upper code', 'reports to', 'distributor code', 'served by'],
  ],
  kind: [
    ...['类型', '类别', '客户类型', '门店类型', '店铺类型', '伙伴类型', '渠道类型', '业态', '级别'],
    ...['kind', 'type', 'partner type', 'store type', 'channel', 'category'],
  ],
  uscc: [
    ...['统一社会信用代码', '社会信用代码', '信用代码', '税号', '纳税人识别号', '营业执照号'],
    ...['uscc', 'unified social credit code', 'credit code', 'tax number', 'tax id'],
  ],
  region: [
    ...['地区', '区域', '省市', '省份', '城市', '所在地区', '所在城市', '行政区划', '省市区'],
    ...['region', 'area', 'city', 'province', 'district'],
  ],
  address: [
    ...['地址', '详细地址', '门店地址', '公司地址', '收货地址', '经营地址'],
    ...['address', 'street address', 'store address'],
  ],
  group: ['分组', '组别', '大区', '所属大区', '分组路径', '片区', 'group', 'group path', 'zone'],
  tags: ['标签', '标记', 'tags', 'tag', 'labels'],
  note: ['备注', '说明', '附注', 'note', 'notes', 'remark', 'remarks', 'comment'],
  contactName: [
    ...['联系人', '联系人姓名', '负责人', '店长', '姓名', '联系人1', '联系人一', '主联系人'],
    ...['contact', 'contact name', 'contact person', 'contact 1', 'manager'],
  ],
  contactJobTitle: [
    ...['职务', '职位', '岗位', '联系人职务', '联系人职位', '联系人1职务'],
    ...['job title', 'title', 'position', 'contact title', 'contact job title'],
  ],
  contactPhone: [
    ...['电话', '手机', '手机号', '联系电话', '联系人电话', '联系人手机', '手机号码', '联系方式'],
    ...['联系人1电话', 'phone', 'mobile', 'telephone', 'tel', 'contact phone', 'phone number'],
  ],
  contactMail: [
    ...['邮箱', '电子邮箱', '电子邮件', '邮件', '联系人邮箱', '联系人1邮箱'],
    ...['mail', 'email', 'e-mail', 'contact mail', 'contact email'],
  ],
  contact2Name: ['联系人2', '联系人二', '第二联系人', '备用联系人', 'contact 2', 'contact 2 name'],
  contact2JobTitle: ['联系人2职务', '联系人2职位', '第二联系人职务', 'contact 2 title'],
  contact2Phone: ['联系人2电话', '联系人2手机', '第二联系人电话', '备用电话', 'contact 2 phone'],
  contact2Mail: ['联系人2邮箱', '第二联系人邮箱', 'contact 2 mail', 'contact 2 email'],
}

/** What can be wrong with a row; both languages, because the result file is read by either. */
const PROBLEMS = {
  required: ['必填', 'Required'],
  too_long: ['最多 {n} 个字', 'At most {n} characters'],
  too_many: ['最多 {n} 个', 'At most {n}'],
  uscc_shape: ['统一社会信用代码应为 18 位', 'A unified social credit code has 18 characters'],
  uscc_check_digit: ['统一社会信用代码的校验位不符', 'The check digit does not fit'],
  uscc_organisation_digit: [
    '统一社会信用代码中组织机构代码的校验位不符',
    'The check digit of the organisation code inside does not fit',
  ],
  phone_invalid: ['不是有效的电话号码', 'Not a telephone number'],
  mail_invalid: ['不是有效的邮箱', 'Not a mail address'],
  own_parent: ['上级不能是自己', 'A partner cannot stand below itself'],
  duplicate_code: ['与第 {n} 行重复', 'Row {n} has this code already'],
  parent_missing: [
    '找不到此上级：表中和链中都没有',
    'No such parent, neither in the sheet nor in the chain',
  ],
  parent_failed: ['上级所在的行未能导入', 'The row of the parent could not be imported'],
  parent_cycle: ['上级关系成环', 'The parents go round in a circle'],
  parent_differs: [
    '已在另一上级之下：请在页面上移动',
    'Stands below another parent: move it on its page',
  ],
  parent_not_yours: [
    '此上级已加入并自行管理下级',
    'This parent has joined and manages those below it itself',
  ],
  not_yours: ['此伙伴现由其上级管理，不能更改', 'This partner is managed by the org above it now'],
  other_side: ['此编码已在链的另一侧使用', 'This code is used on the other side of the chain'],
  too_deep: ['超过 30 层', 'Deeper than 30 tiers'],
} as const
export type ProblemCode = keyof typeof PROBLEMS
export interface RowProblem {
  field: string
  code: string
  message: string
}

export function problem(field: ImportField, code: ProblemCode, n?: number): RowProblem {
  const message = PROBLEMS[code].join(' ')
  return { field, code, message: n === undefined ? message : message.replaceAll('{n}', String(n)) }
}

export interface ContactValues {
  name: string
  jobTitle: string | null
  phone: string
  mail: string
}

/** A row in the chain's terms. Null is "the sheet says nothing", which leaves an existing value alone. */
export interface RowValues {
  code: string | null
  parentCode: string | null
  name: string
  kind: string | null
  uscc: string | null
  region: string | null
  address: string | null
  note: string | null
  groups: string[][]
  tags: string[]
  contacts: ContactValues[]
}

const LENGTHS: Partial<Record<ImportField, number>> = {
  code: 60,
  name: 100,
  parentCode: 60,
  kind: 40,
  region: 100,
  address: 200,
  note: 1000,
  contactName: 100,
  contactJobTitle: 60,
  contact2Name: 100,
  contact2JobTitle: 60,
}
const SEVERAL = /[;；,，、\n]+/
const STEPS = /[/／>＞\\]+/
const GROUPS_MAX = 20
const GROUP_DEPTH_MAX = 8
const GROUP_LENGTH = 60
const TAGS_MAX = 20
const TAG_LENGTH = 30

/** Text that PostgreSQL can hold: no NUL and its kind, no half of a character pair. */
export function storable(cell: string): string {
  const text = CONTROLS.test(cell) ? cell.replace(CONTROLS_ALL, '') : cell
  return text.isWellFormed() ? text : text.toWellFormed()
}
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/
const CONTROLS_ALL = new RegExp(CONTROLS, 'g')

/** Reads rows by a plan. Pure: the same cells give the same values, however often they are read. */
export function rowReader(mapping: ImportPlan['mapping']) {
  const hasCode = mapping.code !== undefined
  return (cells: readonly string[]): { values: RowValues; problems: RowProblem[] } => {
    const problems: RowProblem[] = []
    const text = (field: ImportField): string => {
      const index = mapping[field]
      const cell = index === undefined ? undefined : cells[index]
      if (cell === undefined || cell === '') return ''
      const value = field === 'note' ? cell.trim() : oneLine(cell)
      const max = LENGTHS[field]
      if (max !== undefined && value.length > max) problems.push(problem(field, 'too_long', max))
      return value
    }
    const name = text('name')
    if (name === '') problems.push(problem('name', 'required'))
    const region = text('region')
    let code: string | null = plainCode(text('code'))
    // Without a column of codes, a partner is known by its name and region: the same sheet, sent again,
    // finds it. A column with an empty cell is a row that somebody forgot to fill.
    if (!hasCode) code = name === '' ? null : derivedCode(name, region)
    else if (code === '') {
      problems.push(problem('code', 'required'))
      code = null
    }
    const parentCode = plainCode(text('parentCode')) || null
    if (parentCode !== null && parentCode === code)
      problems.push(problem('parentCode', 'own_parent'))
    const values: RowValues = {
      code,
      parentCode,
      name,
      kind: text('kind') || null,
      uscc: readUscc(text('uscc'), problems),
      region: region || null,
      address: text('address') || null,
      note: text('note') || null,
      groups: readGroups(rawText(cells, mapping.group), problems),
      tags: readTags(rawText(cells, mapping.tags), problems),
      contacts: [],
    }
    for (const prefix of ['contact', 'contact2'] as const) {
      const contact = readContact(prefix, text, name, problems)
      if (contact && !values.contacts.some((other) => isSame(other, contact))) {
        values.contacts.push(contact)
      }
    }
    return { values, problems }
  }
}

function rawText(cells: readonly string[], index: number | undefined): string {
  return index === undefined ? '' : (cells[index] ?? '').trim()
}

function oneLine(cell: string): string {
  return ODD_SPACE.test(cell) ? cell.replace(/\s+/g, ' ').trim() : cell
}
const ODD_SPACE = /^\s|\s$|\s\s|[^\S ]/

const NOT_ASCII = /[^\x20-\x7e]/
function plainCode(text: string): string {
  return NOT_ASCII.test(text) ? text.normalize('NFKC').trim() : text
}

function derivedCode(name: string, region: string): string {
  const hash = createHash('sha1').update(`${name}\n${region}`).digest('hex')
  return `N-${hash.slice(0, 16)}`
}

function readUscc(text: string, problems: RowProblem[]): string | null {
  if (text === '') return null
  const code = normalUscc(text)
  const fault = usccFault(code)
  if (fault) problems.push(problem('uscc', fault))
  return code
}

/** `华东区/浙江; 重点客户`: each group by its path from the top. */
function readGroups(text: string, problems: RowProblem[]): string[][] {
  if (text === '') return []
  const split = text
    .split(SEVERAL)
    .map((path) => path.split(STEPS).map(oneLine).filter(Boolean))
    .filter((path) => path.length > 0)
  const paths = [...new Map(split.map((path) => [path.join('/'), path])).values()]
  if (paths.length > GROUPS_MAX || paths.some((path) => path.length > GROUP_DEPTH_MAX)) {
    problems.push(
      problem('group', 'too_many', paths.length > GROUPS_MAX ? GROUPS_MAX : GROUP_DEPTH_MAX),
    )
  }
  if (paths.some((path) => path.some((name) => name.length > GROUP_LENGTH))) {
    problems.push(problem('group', 'too_long', GROUP_LENGTH))
  }
  return paths
}

function readTags(text: string, problems: RowProblem[]): string[] {
  if (text === '') return []
  const tags = [...new Set(text.split(SEVERAL).map(oneLine).filter(Boolean))]
  if (tags.length > TAGS_MAX) problems.push(problem('tags', 'too_many', TAGS_MAX))
  if (tags.some((tag) => tag.length > TAG_LENGTH))
    problems.push(problem('tags', 'too_long', TAG_LENGTH))
  return tags
}

function readContact(
  prefix: 'contact' | 'contact2',
  text: (field: ImportField) => string,
  partnerName: string,
  problems: RowProblem[],
): ContactValues | null {
  const name = text(`${prefix}Name`)
  const phone = readPhone(text(`${prefix}Phone`))
  const mail = text(`${prefix}Mail`).toLowerCase()
  if (name === '' && phone === '' && mail === '') return null
  if (phone !== '' && !/^\+?\d{5,15}$/.test(phone)) {
    problems.push(problem(`${prefix}Phone`, 'phone_invalid'))
  }
  if (mail !== '' && !Mail.safeParse(mail).success) {
    problems.push(problem(`${prefix}Mail`, 'mail_invalid'))
  }
  // A number without a name is the partner's own line.
  return { name: name || partnerName, jobTitle: text(`${prefix}JobTitle`) || null, phone, mail }
}

const PLAIN_PHONE = /^\d{5,15}$/
function readPhone(text: string): string {
  return PLAIN_PHONE.test(text) ? text : normalPhone(text)
}

function isSame(a: ContactValues, b: ContactValues): boolean {
  return a.name === b.name && a.phone === b.phone && a.mail === b.mail
}
