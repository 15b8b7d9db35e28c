import type { Random } from './random.ts'

// The commonest surnames, each as often as its share of the people asks.
const SURNAMES = `王王王王王王王李李李李李李李张张张张张张刘刘刘刘刘陈陈陈陈杨杨杨黄黄赵赵吴吴周周徐徐孙孙马马朱朱胡胡郭郭何何林林罗罗高高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤`

const GIVEN = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '军',
  '洋',
  '勇',
  '艳',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '霞',
  '平',
  '刚',
  '建国',
  '建华',
  '秀英',
  '桂英',
  '志强',
  '志明',
  '海燕',
  '丽华',
  '国强',
  '晓燕',
  '晓东',
  '文斌',
  '玉兰',
  '红梅',
  '金凤',
  '子涵',
  '雨桐',
  '浩然',
  '宇轩',
  '梓萱',
  '思远',
  '佳怡',
  '嘉豪',
  '欣怡',
  '俊杰',
  '天宇',
  '雅婷',
  '诗涵',
  '明轩',
  '佩琪',
  '立新',
  '春梅',
  '建平',
  '永强',
  '少华',
  '慧敏',
  '雪梅',
  '振华',
  '新民',
  '卫东',
  '爱华',
  '长青',
  '丽萍',
  '小红',
  '德胜',
  '正阳',
  '若兰',
  '书恒',
  '景行',
  '云帆',
  '沐阳',
  '知远',
  '亦凡',
  '承志',
  '映雪',
  '念慈',
  '清扬',
  '文静',
  '晨曦',
  '凯',
] as const

export function personName(random: Random): string {
  return random.pick([...SURNAMES]) + random.pick(GIVEN)
}

export const BRANDS = [
  '锦程',
  '华裳',
  '云裳',
  '盛泰',
  '恒信',
  '瑞丰',
  '嘉禾',
  '天成',
  '鸿运',
  '宏达',
  '顺达',
  '永兴',
  '德隆',
  '福源',
  '利民',
  '佳美',
  '丽人',
  '新时代',
  '金缕',
  '织梦',
  '衣恋坊',
  '尚品',
  '美源',
  '千禧',
  '百顺',
  '裕丰',
  '同辉',
  '凯旋',
  '远大',
  '中和',
  '东升',
  '旭日',
  '晨光',
  '春晖',
  '长青',
  '雅居',
  '君悦',
  '明珠',
  '泰和',
  '兴隆',
  '万通',
  '广源',
  '聚鑫',
  '汇丰源',
  '庆丰',
  '祥云',
  '紫荆',
  '海蓝',
  '安达',
  '康庄',
  '博雅',
  '合众',
  '星河',
  '润泽',
  '茂盛',
  '隆昌',
  '金谷',
  '银河',
  '蓝天',
  '绿洲',
] as const

// Two characters at random make enough further house names for hundreds of firms.
const HEADS = [
  ...'金银宝锦华盛恒瑞嘉天鸿宏顺永德福利佳丽新东旭晨春长君明泰兴万广聚庆祥海安康博合星润茂隆',
]
const TAILS = [...'达源丰成泰盛隆昌辉阳润和顺兴发祥瑞康裕通远航鑫鹏诚信佳美雅艺']

export function brandName(random: Random): string {
  if (random.chance(0.3)) return random.pick(BRANDS)
  return random.pick(HEADS) + random.pick(TAILS)
}

/** What a partner of each downstream tier is called, as firm and as kind. */
export const TIERS = [
  { kind: '大区总代', suffix: '服饰集团有限公司' },
  { kind: '省级代理', suffix: '服饰有限公司' },
  { kind: '市级代理', suffix: '服装销售有限公司' },
  { kind: '县级经销商', suffix: '服装经营部' },
  { kind: '片区批发', suffix: '服装批发行' },
  { kind: '门店', suffix: '' },
] as const

export interface Trade {
  kind: string
  group: string
  suffix: string
  /** Where firms of the trade cluster. */
  towns: string[]
  count: number
}
/** The 36 factories, by trade. Dye houses work for the cloth mills, so they stand one tier further up. */
export const TRADES: readonly Trade[] = [
  {
    kind: '面料',
    group: '面料厂',
    suffix: '纺织有限公司',
    towns: ['绍兴', '苏州', '嘉兴', '南通'],
    count: 12,
  },
  {
    kind: '染整',
    group: '染整厂',
    suffix: '印染整理有限公司',
    towns: ['绍兴', '常州', '湖州'],
    count: 8,
  },
  {
    kind: '印花',
    group: '印花厂',
    suffix: '数码印花有限公司',
    towns: ['绍兴', '杭州', '苏州'],
    count: 6,
  },
  {
    kind: '纽扣',
    group: '辅料厂',
    suffix: '纽扣饰品有限公司',
    towns: ['嘉兴', '温州', '金华'],
    count: 5,
  },
  {
    kind: '拉链',
    group: '辅料厂',
    suffix: '拉链科技有限公司',
    towns: ['泉州', '温州', '金华'],
    count: 5,
  },
]

const TITLES = {
  store: ['店长', '店员', '副店长', '老板', '老板娘'],
  dealer: ['老板', '采购', '财务', '仓库主管', '内勤'],
  agent: ['总经理', '销售总监', '采购经理', '财务经理', '物流主管'],
  factory: ['厂长', '总经理', '生产主管', '业务经理', '财务', '质检主管'],
} as const

/** The titles of a partner's people, who runs it first. */
export function titlesOf(side: 'downstream' | 'upstream', tier: number): readonly string[] {
  if (side === 'upstream') return TITLES.factory
  return tier === 6 ? TITLES.store : tier <= 3 ? TITLES.agent : TITLES.dealer
}
