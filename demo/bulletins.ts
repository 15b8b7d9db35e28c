import { DAY, dayStart, HOUR, MINUTE, nextOfficeDay, officeMoment } from './calendar.ts'

export type NoticeKind = 'announcement' | 'price_change' | 'recall' | 'task'
export type NoticeState = 'draft' | 'scheduled' | 'sent' | 'complete' | 'recalled' | 'superseded'

/** What the lead wrote and meant, before anybody answered. */
export interface Bulletin {
  key: string
  kind: NoticeKind
  title: string
  body: string
  /** The staff login or name of who wrote it. */
  author: string
  side: 'downstream' | 'upstream'
  tiers?: number[]
  /** Names of groups; the loader puts their ids in. */
  groups?: string[]
  tags?: string[]
  sentAt: number | null
  scheduledAt?: number
  validFrom?: number
  deadlineAt?: number
  /** Product name to the change of its price, in parts of a hundred. */
  changes?: [name: string, percent: number][]
  relayMinutes?: number
  /** The notice that this one takes the place of. */
  supersedes?: string
  recalled?: { at: number; reason: string }
  /** Confirmed and read-only shares to hold it at, for the one that is still under way. */
  held?: { confirmed: number; read: number }
  answers?: string[]
}

type Plan = Omit<
  Bulletin,
  'sentAt' | 'scheduledAt' | 'validFrom' | 'deadlineAt' | 'recalled' | 'side'
> & {
  /** Days ago and the hour of that day, and how many minutes after that hour. */
  ago?: [days: number, hour: number, minutes?: number]
  side?: Bulletin['side']
  /** Days from sending (for a draft: from today) to the midnight or the evening that is meant. */
  validIn?: number
  dueIn?: number
  recalledAfter?: { minutes: number; reason: string }
}

/** The notices of the last three months and the next days, oldest first. */
export function writeBulletins(now: number): Bulletin[] {
  return PLANS.map(({ ago, side = 'downstream', validIn, dueIn, recalledAfter, ...plan }) => {
    const sentAt = ago ? sentOn(now, ago) : null
    const day = dayStart(sentAt ?? now)
    return {
      ...plan,
      ...{ side, sentAt, title: plan.title.replace('{季}', season(now)) },
      ...(validIn && { validFrom: day + validIn * DAY }),
      ...(dueIn && { deadlineAt: day + dueIn * DAY + 18 * HOUR }),
      ...(recalledAfter && {
        recalled: { at: sentAt! + recalledAfter.minutes * MINUTE, reason: recalledAfter.reason },
      }),
    }
  }).concat(presentBulletins(now))
}

function sentOn(now: number, [days, hour, minutes = 0]: [number, number, number?]): number {
  return officeMoment(dayStart(now - days * DAY) + hour * HOUR) + minutes * MINUTE
}

/** What is under way when the demo is started, and what is still to come. */
function presentBulletins(now: number): Bulletin[] {
  const relaySent = officeMoment(now - 2.4 * HOUR)
  return [
    {
      ...{ key: 'stock', kind: 'task', author: '陆文静', side: 'downstream', tiers: [6] },
      title: '季末库存盘点',
      body: '请按款、色、码盘点季末库存，盘点完成后确认。差异超过 1% 的门店请在回复里写明原因。',
      sentAt: officeMoment(now - 27 * HOUR),
      deadlineAt: dayStart(now) + 2 * DAY + 18 * HOUR,
      held: { confirmed: 0.6, read: 0.14 },
      answers: ['已盘点，无差异', '已完成', '差 2 件，已查明', '盘点完成', '差异 0.4%'],
    },
    {
      ...{ key: 'pants', kind: 'price_change', author: '孟凡凯', side: 'downstream' },
      title: '裤装与卫衣换季调价',
      body: '换季调价，请各级代理在流转时间内核对加价并补充说明；到时未处理的，系统按默认加价自动下发。',
      sentAt: relaySent,
      validFrom: dayStart(now) + 5 * DAY,
      // Long enough for whoever starts the demo today to still have a turn.
      relayMinutes: Math.ceil((now - relaySent) / HOUR) * 60 + 180,
      changes: [
        ['商务休闲西裤', -4],
        ['工装束脚裤', -6],
        ['冰丝阔腿裤', -8],
        ['圆领加绒卫衣', 3],
        ['连帽拉链卫衣', 3],
      ],
    },
    {
      ...{ key: 'next', kind: 'announcement', author: '周晓东', side: 'downstream' },
      tags: ['旗舰店', '直营'],
      title: '旗舰店与直营店周例会',
      body: '请店长准时参加线上周例会，议题：上周售罄率、试衣转化、下周主推款。',
      sentAt: null,
      scheduledAt: nextOfficeDay(now, 9.5),
    },
    {
      ...{ key: 'draft', kind: 'price_change', author: '苏梓萱', side: 'downstream' },
      groups: ['重点门店'],
      title: '裙装清货价（待核）',
      body: '裙装清货，价格待商品部核定后发布。',
      sentAt: null,
      validFrom: dayStart(now) + 9 * DAY,
      changes: [
        ['雪纺碎花连衣裙', -15],
        ['百褶半身裙', -12],
      ],
    },
  ]
}

/** The season that was on order three months ago: the one that is about to begin. */
function season(now: number): string {
  return '春春夏夏夏秋秋秋冬冬冬春'[new Date(now).getUTCMonth()]!
}

const PLANS: Plan[] = [
  {
    ...{ key: 'fair', kind: 'announcement', author: '陆文静', ago: [88, 9.4], tiers: [1, 2, 3, 4] },
    title: '{季}季新品订货会安排',
    body: '订货会在杭州总部展厅举行，会期两天。请各级代理于会前三天把参会人数报给渠道部，样衣图册随后寄出。\n\n住宿由总部统一安排，差旅自理。',
  },
  {
    ...{ key: 'basics', kind: 'price_change', author: '孟凡凯', ago: [81, 14.2], validIn: 4 },
    title: '基础款 T 恤与衬衫调价',
    body: '棉纱价格回落，基础款 T 恤与衬衫出厂价下调，自生效日起按新价开单。已下未发的订单按新价结算。',
    changes: [
      ['精梳棉圆领T恤', -5],
      ['重磅宽松T恤', -5],
      ['条纹海军领T恤', -4],
      ['长袖基础T恤', -6],
      ['免烫商务衬衫', -3],
      ['牛津纺休闲衬衫', -3],
    ],
  },
  {
    ...{ key: 'ledger', kind: 'announcement', author: '方志强', side: 'upstream', ago: [74, 10.3] },
    title: '外协工厂对账与开票流程更新',
    body: '自下月起每月 5 日前在线核对上月送货单，10 日前开票，25 日付款。逾期对账顺延至下一付款期。',
  },
  {
    ...{ key: 'windows', kind: 'task', author: '陆文静', ago: [66, 9.8], dueIn: 7, tiers: [6] },
    title: '门店陈列自查并上传照片',
    body: '请按陈列手册完成橱窗、主通道与收银区三处陈列，自查后确认完成。总部将抽查两成门店。',
    answers: ['已完成', '陈列已调整', '橱窗已换新', '照片已上传', '收银区道具缺一件，已申领'],
  },
  {
    ...{ key: 'cords', kind: 'recall', author: '韩少华', ago: [58, 15.1] },
    title: '召回：儿童连帽抽绳外套（JL-TZ101）',
    body: '抽检发现部分批次帽绳长度超过 GB 31701 的规定。请立即下架全部库存，已售商品凭小票无条件退款。库存退回原发货仓，运费由总部承担。',
    answers: ['已下架', '本店无库存', '已下架 3 件', '已下架 6 件并封存', '退回途中'],
  },
  {
    ...{ key: 'denim1', kind: 'price_change', author: '苏梓萱', ago: [48, 10.2], validIn: 5 },
    title: '牛仔系列调价',
    body: '牛仔系列出厂价下调，自生效日起按新价开单。',
    changes: [
      ['直筒牛仔裤', -6],
      ['锥形弹力牛仔裤', -6],
      ['阔腿牛仔裤', -5],
      // The slip that the second edition mends.
      ['牛仔外套', -14],
    ],
  },
  {
    ...{ key: 'denim2', kind: 'price_change', author: '孟凡凯', ago: [48, 10.2, 95], validIn: 5 },
    supersedes: 'denim1',
    title: '牛仔系列调价',
    body: '牛仔系列出厂价下调，自生效日起按新价开单。本版更正了牛仔外套的价格，请以本版为准。',
    changes: [
      ['直筒牛仔裤', -6],
      ['锥形弹力牛仔裤', -6],
      ['阔腿牛仔裤', -5],
      ['牛仔外套', -4],
    ],
  },
  {
    ...{ key: 'holiday', kind: 'announcement', author: '高卫东', ago: [41, 16.3] },
    title: '仓库盘点期间发货安排',
    body: '杭州总仓本月底盘点两天，期间暂停发货。请提前备货，盘点结束后按下单先后补发。',
  },
  {
    ...{
      key: 'capacity',
      kind: 'task',
      author: '方志强',
      side: 'upstream',
      ago: [33, 10.9],
      dueIn: 5,
    },
    title: '填报下季产能与交期',
    body: '请填报下季每周可排产件数、常规与加急交期。未填报的工厂不进入首轮排单。',
    answers: ['已填报', '每周 2.4 万米', '加急 7 天', '常规 12 天，加急 6 天', '产能与上季相同'],
  },
  {
    ...{ key: 'mistake', kind: 'announcement', author: '周晓东', ago: [26, 14.1] },
    groups: ['西南区', '西北区'],
    title: '西南区会员日活动规则',
    body: '会员日当天全场满 300 减 40，可与会员积分同享，不与其他活动同享。',
    recalledAfter: { minutes: 42, reason: '误发到西北区，活动仅限西南区' },
  },
  {
    ...{ key: 'member-day', kind: 'announcement', author: '陆文静', ago: [26, 14.1, 70] },
    groups: ['西南区'],
    title: '西南区会员日活动规则',
    body: '会员日当天全场满 300 减 40，可与会员积分同享，不与其他活动同享。物料随本周配送到店。',
  },
  {
    ...{ key: 'warm', kind: 'price_change', author: '孟凡凯', ago: [18, 13.6], validIn: 6 },
    title: '羽绒与针织系列调价',
    body: '鸭绒与羊毛原料上涨，羽绒与针织系列出厂价上调。生效日前已确认的订单仍按原价。',
    changes: [
      ['轻薄羽绒马甲', 4],
      ['短款连帽羽绒服', 5],
      ['中长款羽绒服', 6],
      ['工装羽绒服', 5],
      ['圆领羊毛针织衫', 3],
      ['麻花高领毛衣', 3],
    ],
  },
  {
    ...{ key: 'fraud', kind: 'announcement', author: '谢丽萍', ago: [8, 11.2] },
    title: '谨防冒充财务人员的诈骗',
    body: '总部收款账户没有变更。凡以微信或电话要求更换账户、提前打款的，请先在本系统联系应收会计核实。',
  },
]
