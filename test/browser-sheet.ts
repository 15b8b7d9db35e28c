import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { writeXlsx } from '../server/platform/sheets/write.ts'

const HEADINGS = [
  '客户编码',
  '客户名称',
  '上级编码',
  '类型',
  '税号',
  '城市',
  '大区',
  '联系人',
  '手机号码',
  '业务员备忘',
]
const KINDS = ['总代理', '省代理', '市代理', '区代理', '经销商', '门店']
const CITIES = ['浙江 杭州', '江苏 苏州', '四川 成都', '广东 佛山']
/** How many stand in each tier; the last tier is filled up to 296. */
const WIDTHS = [2, 4, 8, 16, 32, 234]

export const GOOD = 296
/** The rows that cannot come in: the name or code that people know them by, and what is wrong. */
export const BAD = [
  { code: 'BAD-NAME', name: '', shown: 'BAD-NAME', field: 'name', problem: 'required' },
  {
    code: 'M6-001',
    name: '重复的门店',
    shown: '重复的门店',
    field: 'code',
    problem: 'duplicate_code',
  },
  {
    code: 'BAD-USCC',
    name: '税号有误的门店',
    shown: '税号有误的门店',
    field: 'uscc',
    problem: 'uscc_check_digit',
  },
  {
    code: 'BAD-UP',
    name: '没有上级的门店',
    shown: '没有上级的门店',
    field: 'parentCode',
    problem: 'parent_missing',
  },
] as const

export const codeOf = (tier: number, at: number) => `M${tier}-${String(at).padStart(3, '0')}`
export const nameOf = (tier: number, at: number) => `${KINDS[tier - 1]}${at}号`

/** A sheet as sales people keep it: titles above the headings, stores before their dealers, gaps and slips. */
export async function messySheet(): Promise<Buffer> {
  const good = WIDTHS.flatMap((width, i) =>
    Array.from({ length: width }, (_, at) => {
      const tier = i + 1
      const parent = tier === 1 ? '' : codeOf(tier - 1, (at % WIDTHS[i - 1]!) + 1)
      const city = CITIES[at % CITIES.length]!
      const group = at % 2 === 0 ? '华东大区' : '西南大区'
      const phone = `138${String(tier * 1000 + at).padStart(8, '0')}`
      const name = ` ${nameOf(tier, at + 1)} `
      const code = codeOf(tier, at + 1)
      return [
        code,
        name,
        parent,
        KINDS[i],
        '',
        city,
        group,
        `联系人${tier}${at}`,
        phone,
        '季度拜访',
      ]
    }),
  ).reverse()
  const bad = BAD.map(({ code, name, field }) => [
    code,
    name,
    field === 'parentCode' ? '没有这一家' : 'M5-001',
    '门店',
    field === 'uscc' ? '91330100MA27XL0H0X' : '',
    '浙江 杭州',
    '',
    '',
    '',
    '',
  ])
  const out = new PassThrough()
  const bytes = buffer(out)
  await writeXlsx(out, {
    sheets: [
      {
        name: '渠道档案',
        columns: HEADINGS.map((_, at) => ({ header: at === 0 ? '兰溪服饰渠道客户档案' : '' })),
        rows: [
          ['', '', '', '', '', '', '制表：销售部'],
          HEADINGS,
          ...good.slice(0, 100),
          [],
          ...good.slice(100),
          ...bad,
        ],
      },
    ],
  })
  return bytes
}
