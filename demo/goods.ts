import type { Kind } from '@jingwei/pricing'
import { DAY } from './calendar.ts'
import { type Random, seeded } from './random.ts'
import type { Network } from './shapes.ts'

const EPOCH = Date.UTC(2026, 0, 2)

export interface Product {
  id: string
  code: string
  name: string
  unit: string
  category: string
  /** What the first tier pays and what the lead suggests at retail, before the first price change. */
  priceMinor: number
  retailMinor: number
  createdAt: number
  isRetired: boolean
}
export interface Markup {
  id: string
  setByOrgId: string
  tier: number | null
  /** Position of the partner that sells, where it set the mark-up itself. */
  seller: number | null
  kind: Kind
  value: number
  setAt: number
}
export interface Goods {
  products: Product[]
  markups: Markup[]
  limits: { tier: number; minBp: number; maxBp: number }[]
}

/** Prices are multiples of ten fen at every tier. */
export const STEP = 10
const FACTORS = [600, 600, 700, 800, 900]

// Category, code letters, the least and greatest factory price in yuan, and what is made in it.
const RANGE: [string, string, number, number, string][] = [
  [
    'T恤',
    'TX',
    22,
    48,
    '精梳棉圆领T恤,凉感速干T恤,重磅宽松T恤,条纹海军领T恤,莫代尔打底T恤,撞色印花T恤,亨利领短袖T恤,长袖基础T恤',
  ],
  [
    '衬衫',
    'CS',
    45,
    95,
    '免烫商务衬衫,牛津纺休闲衬衫,法兰绒格子衬衫,亚麻立领衬衫,真丝缎面衬衫,竹纤维短袖衬衫,泡泡袖衬衫',
  ],
  ['卫衣', 'WY', 58, 110, '圆领加绒卫衣,连帽拉链卫衣,落肩宽松卫衣,拼接撞色卫衣,华夫格卫衣'],
  [
    '针织',
    'ZZ',
    55,
    160,
    '圆领羊毛针织衫,麻花高领毛衣,V领针织开衫,羊绒混纺背心,冰丝针织短袖,条纹针织连衣裙',
  ],
  ['夹克', 'JK', 95, 180, '轻薄风衣夹克,棒球领夹克,工装多袋夹克,灯芯绒夹克,防泼水冲锋夹克'],
  ['羽绒', 'YR', 190, 420, '轻薄羽绒马甲,短款连帽羽绒服,中长款羽绒服,工装羽绒服,极寒加厚羽绒服'],
  [
    '牛仔',
    'NZ',
    62,
    120,
    '直筒牛仔裤,锥形弹力牛仔裤,阔腿牛仔裤,复古做旧牛仔裤,牛仔半身裙,牛仔外套',
  ],
  ['裤装', 'KZ', 48, 98, '商务休闲西裤,工装束脚裤,冰丝阔腿裤,针织运动裤,灯芯绒直筒裤'],
  ['裙装', 'QZ', 60, 150, '雪纺碎花连衣裙,针织A字裙,百褶半身裙,衬衫式连衣裙,缎面吊带裙'],
  [
    '童装',
    'TZ',
    28,
    130,
    '儿童连帽抽绳外套,儿童纯棉T恤,儿童加绒卫衣,儿童羽绒马甲,儿童牛仔背带裤,儿童防晒衣',
  ],
  ['内搭', 'ND', 18, 60, '德绒保暖内衣套装,莫代尔家居服,无痕背心'],
]

/** The catalogue and how its prices grow from tier to tier. */
export function layGoods(seed: string, network: Network): Goods {
  const draw = seeded(`${seed}/goods`)
  let serial = 0
  const id = () => draw.id(EPOCH + ++serial)
  const { lead, partners } = network
  const products = RANGE.flatMap(([category, letters, low, high, names]) =>
    names.split(',').map((name, i) => ({
      ...priced(draw, low, high),
      ...{ id: id(), code: `JL-${letters}${String(101 + i * 4)}`, name, category },
      unit: name.endsWith('套装') ? '套' : '件',
      createdAt: Math.round(lead.createdAt + DAY + serial * 900_000),
      isRetired: name === '无痕背心',
    })),
  )
  const setAt = lead.createdAt + 3 * DAY
  const markups: Markup[] = FACTORS.map((value, i) => {
    return {
      id: id(),
      setByOrgId: lead.id,
      tier: i + 1,
      seller: null,
      kind: 'percent',
      value,
      setAt,
    }
  })
  // One city agent in six and one dealer in twelve adds something of its own, within the limits.
  for (const [seller, partner] of partners.entries()) {
    if (partner.side !== 'downstream' || partner.status !== 'joined') continue
    const share = partner.tier === 3 ? 1 / 6 : partner.tier === 4 ? 1 / 12 : 0
    if (!draw.chance(share)) continue
    const value = draw.int(FACTORS[partner.tier - 1]! / 50, 24) * 50
    const own = { setByOrgId: partner.orgId!, seller, kind: 'percent' as const, value }
    markups.push({ id: id(), ...own, tier: null, setAt: partner.joinedAt! + DAY })
  }
  const limits = FACTORS.map((value, i) => ({ tier: i + 1, minBp: 200, maxBp: value + 600 }))
  return { products, markups, limits }
}

function priced(draw: Random, low: number, high: number) {
  const yuan = low + draw.next() * (high - low)
  const priceMinor = Math.round(yuan * 2) * 50
  // A tag ends in nine yuan, as tags do.
  const retailMinor = (Math.round((yuan * (2.5 + draw.next() * 0.5)) / 10) * 10 - 1) * 100
  return { priceMinor, retailMinor }
}
