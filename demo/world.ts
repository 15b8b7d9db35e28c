import { cascadePrices } from '@jingwei/pricing'
import { type Bulletin, type NoticeState, writeBulletins } from './bulletins.ts'
import { DAY, MINUTE } from './calendar.ts'
import { type Goods, layGoods, type Product, STEP } from './goods.ts'
import { layNetwork } from './network.ts'
import { type DemoOrder, placeOrders } from './orders.ts'
import { type Random, seeded } from './random.ts'
import { playNotice, playRelays, type Receipt, type Relay, type Wave } from './receipts.ts'
import type { Network } from './shapes.ts'
import { type TradeOrder, tradeYear } from './trade.ts'

const EPOCH = Date.UTC(2026, 0, 3)
export const SEED = 'jingwei'

/** What one seller charges for the lines of a notice; the position -1 is the lead. */
export interface SellerPrice {
  seller: number
  priceMinor: number[]
  previousMinor: number[]
}
export interface NoticeLine {
  product: Product
  priceMinor: number
  previousMinor: number
  retailMinor: number
}
export interface Notice extends Bulletin {
  id: string
  state: NoticeState
  edition: number
  createdAt: number
  endedAt: number | null
  lines: NoticeLine[]
  prices: SellerPrice[]
  receipts: Receipt[]
  waves: Wave[]
  relays: Relay[]
}
/** A dated fact of the catalogue. */
export interface PriceFact {
  product: Product
  validFrom: number
  priceMinor: number
  retailMinor: number
  noticeId: string | null
  setAt: number
}
export interface Template {
  id: string
  name: string
  kind: Bulletin['kind']
  title: string
  body: string
}
export interface World {
  chainId: string
  chainCreatedAt: number
  network: Network
  goods: Goods
  notices: Notice[]
  facts: PriceFact[]
  templates: Template[]
  /** Whom of the staff may find which groups in the directory. */
  rules: { id: string; name: string; departments: string[]; groups: string[] }[]
  /** What the factories make, and have made. */
  orders: DemoOrder[]
  /** What was sold and bought in the last year. */
  trade: TradeOrder[]
}

/** The whole demo world. The seed decides who and what there is; `now` decides on which days it happened. */
export function makeWorld(seed: string, now: number): World {
  const network = layNetwork(seed, now)
  const goods = layGoods(seed, network)
  const ids = seeded(`${seed}/world ids`)
  let serial = 0
  const id = () => ids.id(EPOCH + ++serial)
  const chainId = id()
  const history = new History(seed, now, network, goods)
  for (const bulletin of writeBulletins(now)) history.add(id(), bulletin)
  const world = {
    chainId,
    chainCreatedAt: network.lead.createdAt + DAY,
    network,
    goods,
    notices: history.notices,
    facts: history.facts,
    templates: TEMPLATES.map((template) => ({ id: id(), ...template })),
    rules: RULES.map((rule) => ({ id: id(), ...rule })),
  }
  return {
    ...world,
    orders: placeOrders(seed, world, now),
    trade: tradeYear(seed, world, now),
  }
}

/** The notices one after the other, and the list prices that each of them found and left. */
class History {
  readonly notices: Notice[] = []
  readonly facts: PriceFact[] = []
  private readonly current = new Map<string, Pick<Product, 'priceMinor' | 'retailMinor'>>()
  private readonly draw: Random
  private readonly now: number
  private readonly network: Network
  private readonly goods: Goods

  constructor(seed: string, now: number, network: Network, goods: Goods) {
    this.draw = seeded(`${seed}/history`)
    this.now = now
    this.network = network
    this.goods = goods
    for (const product of goods.products) {
      const { priceMinor, retailMinor, createdAt } = product
      this.current.set(product.id, { priceMinor, retailMinor })
      const dated = { validFrom: createdAt, setAt: createdAt, noticeId: null }
      this.facts.push({ product, priceMinor, retailMinor, ...dated })
    }
  }

  add(id: string, bulletin: Bulletin): void {
    const old = this.notices.find((notice) => notice.key === bulletin.supersedes) ?? null
    if (old) this.supersede(old, bulletin.sentAt!)
    const draw = this.draw.fork(bulletin.key)
    const lines = this.linesOf(bulletin)
    const notice: Notice = {
      ...bulletin,
      ...{
        id,
        state: bulletin.scheduledAt ? 'scheduled' : 'draft',
        edition: old ? old.edition + 1 : 1,
      },
      createdAt: (bulletin.sentAt ?? this.now - 5 * MINUTE) - draw.int(8, 95) * MINUTE,
      endedAt: bulletin.recalled?.at ?? null,
      ...{ lines, prices: [], receipts: [], waves: [], relays: [] },
    }
    this.notices.push(notice)
    if (bulletin.sentAt !== null) this.send(notice)
    else notice.prices = lines.length > 0 ? [{ ...leadPrice(lines), previousMinor: [] }] : []
  }

  private send(notice: Notice): void {
    const { partners, shown } = this.network
    if (notice.lines.length > 0) {
      notice.prices = priceTree(this.network, this.goods, notice)
      for (const { product, priceMinor, retailMinor } of notice.lines) {
        const dated = { validFrom: notice.validFrom!, setAt: notice.sentAt!, noticeId: notice.id }
        this.facts.push({ product, priceMinor, retailMinor, ...dated })
        this.current.set(product.id, { priceMinor, retailMinor })
      }
    }
    const draw = this.draw.fork(`${notice.key}/course`)
    const waiting = new Set([shown.distributor])
    const relays = notice.relayMinutes
      ? playRelays(draw, notice, partners, { now: this.now, waiting })
      : new Map<number, Relay>()
    notice.relays = [...relays.values()]
    this.play(notice, relays)
  }

  private play(notice: Notice, relays: Map<number, Relay>): void {
    const { partners, shown } = this.network
    // What a visitor is to answer: the store its stocktaking, the distributor its new prices.
    const isWaiting = notice.held !== undefined || notice.relayMinutes !== undefined
    const keepOpen = new Set(isWaiting ? [shown.store, shown.distributor] : [])
    const course = { now: this.now, endsAt: notice.endedAt, relays, keepOpen }
    const played = playNotice(this.draw.fork(`${notice.key}/answers`), notice, partners, course)
    notice.receipts = played.receipts
    notice.waves = played.waves
    notice.state = notice.receipts.some((receipt) => receipt.state === 'queued')
      ? 'sent'
      : 'complete'
    if (notice.endedAt !== null) notice.state = notice.recalled ? 'recalled' : 'superseded'
  }

  /** The edition before ends now, and the prices that it set give way to those before it. */
  private supersede(old: Notice, at: number): void {
    old.endedAt = at
    this.play(old, new Map())
    for (const { product, previousMinor } of old.lines) {
      const { retailMinor } = product
      this.current.set(product.id, { priceMinor: previousMinor, retailMinor })
      const dated = { validFrom: old.validFrom!, setAt: at - 1, noticeId: null }
      this.facts.push({ product, priceMinor: previousMinor, retailMinor, ...dated })
    }
  }

  private linesOf(bulletin: Bulletin): NoticeLine[] {
    return (bulletin.changes ?? []).map(([name, percent]) => {
      const product = this.goods.products.find((p) => p.name === name)!
      const { priceMinor: previousMinor, retailMinor } = this.current.get(product.id)!
      const priceMinor = Math.round((previousMinor * (100 + percent)) / 100 / 50) * 50
      return { product, priceMinor, previousMinor, retailMinor }
    })
  }
}

function leadPrice(lines: readonly NoticeLine[]): SellerPrice {
  return {
    seller: -1,
    priceMinor: lines.map((line) => line.priceMinor),
    previousMinor: lines.map((line) => line.previousMinor),
  }
}

/** What every seller downstream charged for the lines of the notice, before and after. */
function priceTree(network: Network, goods: Goods, notice: Notice): SellerPrice[] {
  const { partners } = network
  const parents = new Set(partners.map((partner) => partner.parent))
  const sellers = partners
    .map((_, at) => at)
    .filter((at) => partners[at]!.side === 'downstream' && parents.has(at))
  const position = new Map(sellers.map((at, i) => [at, i]))
  const common = {
    sellers: {
      parentIndex: sellers.map((at) => position.get(partners[at]!.parent) ?? -1),
      tier: sellers.map((at) => partners[at]!.tier),
    },
    rules: {
      tiers: goods.markups
        .filter((markup) => markup.tier !== null)
        .map(({ tier, kind, value }) => ({ tier: tier!, line: null, kind, value })),
      sellers: goods.markups
        .filter((markup) => markup.seller !== null)
        .map(({ seller, kind, value }) => ({
          seller: position.get(seller!)!,
          line: null,
          kind,
          value,
        })),
    },
    limits: goods.limits,
    step: STEP,
  }
  const lead = leadPrice(notice.lines)
  const after = cascadePrices({ ...common, lines: lead.priceMinor }).prices
  const before = cascadePrices({ ...common, lines: lead.previousMinor }).prices
  const width = notice.lines.length
  const cut = (prices: Float64Array, i: number) => [...prices.subarray(i * width, (i + 1) * width)]
  return [
    lead,
    ...sellers.map((seller, i) => {
      return { seller, priceMinor: cut(after, i), previousMinor: cut(before, i) }
    }),
  ]
}

const TEMPLATES: Omit<Template, 'id'>[] = [
  {
    name: '调价通知',
    kind: 'price_change',
    title: '（系列）调价',
    body: '因（原因），（系列）出厂价调整，自生效日起按新价开单。已下未发的订单按（新价／原价）结算。',
  },
  {
    name: '产品召回',
    kind: 'recall',
    title: '召回：（品名）（货号）',
    body: '抽检发现（问题）。请立即下架全部库存，已售商品凭小票无条件退款，库存退回原发货仓。',
  },
  {
    name: '门店任务',
    kind: 'task',
    title: '（任务名称）',
    body: '请在截止时间前完成以下事项，完成后确认：\n1.\n2.',
  },
  {
    name: '放假与发货安排',
    kind: 'announcement',
    title: '（节日）放假与发货安排',
    body: '（起止日期）放假，期间暂停发货。请提前备货，节后按下单先后补发。',
  },
]

const RULES = [
  {
    name: '客服部对全部下游',
    departments: ['客服部'],
    groups: ['华东区', '华南区', '华北区', '华中区', '西南区', '东北区', '西北区'],
  },
  { name: '渠道部对重点门店', departments: ['渠道部'], groups: ['重点门店'] },
  { name: '采购部对外协工厂', departments: ['采购部', '质量部'], groups: ['外协工厂'] },
]
