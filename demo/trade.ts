import { DAY, dayStart, HOUR } from './calendar.ts'
import { type Random, seeded } from './random.ts'
import type { Org } from './shapes.ts'
import type { World } from './world.ts'

const EPOCH = Date.UTC(2026, 0, 6)

export type Counted = 'received' | 'short' | 'damaged'
export interface TradeShipment {
  id: string
  at: number
  carrier: string
  waybill: string
  packages: number
  /** What left of which line. */
  lines: { line: number; quantity: number; factId: string }[]
  receivedAt: number | null
  counted: { line: number; kind: Counted; quantity: number; factId: string; settled: boolean }[]
  signedBy: string
}
export interface TradeLine {
  id: string
  productId: string | null
  description: string
  kind: 'goods' | 'service'
  unit: string
  quantity: number
  unitMinor: number
}
export interface TradeOrder {
  id: string
  no: string
  seller: Org
  buyer: Org
  placedAt: number
  confirmedAt: number | null
  ended: { how: 'refused' | 'cancelled'; at: number; reason: string } | null
  deliverBy: number
  payment: { shareBp: number; from: 'order' | 'delivery' | 'invoice'; days: number }[]
  lines: TradeLine[]
  shipments: TradeShipment[]
  /** Goods that came back: asked, agreed and taken in again. */
  back: { id: string; factId: string; line: number; quantity: number; at: number } | null
  /** A change that waits for the other side. */
  change: { id: string; line: number; quantity: number; at: number } | null
}

/** How busy a month is, from January: before the new year, in spring, and when the cold comes. */
const SEASON = [1.5, 0.5, 1.1, 1.2, 0.9, 0.7, 0.6, 1.0, 1.4, 1.6, 1.5, 1.3]
const CARRIERS = ['顺丰速运 SF', '德邦快递 DP', '安能物流 AN', '京东物流 JD', '中通快运 ZT'].map(
  (name) => name.split(' '),
) as [name: string, letters: string][]
const TERMS: TradeOrder['payment'][] = [
  [
    { shareBp: 3000, from: 'order', days: 0 },
    { shareBp: 7000, from: 'delivery', days: 0 },
  ],
  [{ shareBp: 10_000, from: 'order', days: 0 }],
  [{ shareBp: 10_000, from: 'invoice', days: 30 }],
  [{ shareBp: 10_000, from: 'invoice', days: 60 }],
]
const MATERIALS: Record<string, [name: string, unit: string, yuan: number][]> = {
  面料: [
    ['精梳棉面料', '米', 21],
    ['罗纹布', '米', 26],
    ['抓绒布', '米', 33],
  ],
  染整: [['染整加工', '米', 4.2]],
  印花: [['印花加工', '米', 3.6]],
  纽扣: [['树脂纽扣', '千粒', 86]],
  拉链: [['五号金属拉链', '百条', 145]],
}

/** Who sells what to whom: the lead and its factories, and the line of distributors down to a store. */
interface Pair {
  seller: Org
  buyer: Org
  orders: number
  /** Pieces of a usual line. */
  size: number
  factor: number
  trade: string | null
}

/** A year of trade, with its seasons, late shipments, differences and returns. */
export function tradeYear(
  seed: string,
  world: Pick<World, 'network' | 'goods'>,
  now: number,
): TradeOrder[] {
  const draw = seeded(`${seed}/trade`)
  let serial = 0
  const id = (): string => draw.id(EPOCH + ++serial)
  const orders = pairsOf(world).flatMap((pair) => {
    const own = draw.fork(`${pair.seller.id}/${pair.buyer.id}`)
    return Array.from({ length: pair.orders }, () =>
      makeOrder({ draw: own, id, now, world }, pair, placedAt(own, now)),
    )
  })
  orders.sort((a, b) => a.placedAt - b.placedAt || a.id.localeCompare(b.id))
  const last = new Map<string, number>()
  for (const order of orders) {
    const no = (last.get(order.seller.id) ?? 0) + 1
    last.set(order.seller.id, no)
    order.no = `SO-${String(no).padStart(6, '0')}`
  }
  return orders
}

function pairsOf({ network, goods }: Pick<World, 'network' | 'goods'>): Pair[] {
  const { lead, partners, orgs, shown } = network
  const orgOf = new Map(orgs.map((org) => [org.id, org]))
  const factors = [1, ...goods.markups.filter((m) => m.tier !== null).map((m) => m.value / 10_000)]
  const upTo = (tier: number) =>
    factors.slice(0, tier).reduce((product, share, i) => product * (i === 0 ? 1 : 1 + share), 1)
  const sellers = new Set([lead.id, ...Object.values(shown).map((at) => partners[at]!.orgId)])
  const pairs: Pair[] = []
  for (const partner of partners) {
    if (partner.status !== 'joined' || partner.orgId === null) continue
    const buyer = orgOf.get(partner.orgId)!
    if (partner.side === 'upstream') {
      pairs.push({
        ...{ seller: buyer, buyer: lead, orders: 7, size: 2400, factor: 1 },
        trade: partner.kind,
      })
    } else if (
      sellers.has(partner.ownerOrgId) ||
      Object.values(shown).includes(partners.indexOf(partner))
    ) {
      const seller = orgOf.get(partner.ownerOrgId)
      if (!seller || seller.id === buyer.id) continue
      const { tier } = partner
      pairs.push({
        ...{ seller, buyer, orders: tier === 1 ? 34 : tier === 2 ? 20 : 9 },
        ...{
          size: Math.max(6, Math.round(1600 / 4 ** (tier - 1))),
          factor: upTo(tier),
          trade: null,
        },
      })
    }
  }
  return pairs
}

/** Some day of the last year; busy months draw more. */
function placedAt(draw: Random, now: number): number {
  for (;;) {
    const at = now - draw.next() * 365 * DAY
    const isBusy = draw.next() * 1.6 < SEASON[new Date(at).getUTCMonth()]!
    const atWork = dayStart(at) + (8.5 + draw.next() * 9) * HOUR
    if (isBusy && atWork < now) return atWork
  }
}

interface Making {
  draw: Random
  id: () => string
  now: number
  world: Pick<World, 'goods'>
}

function makeOrder(making: Making, pair: Pair, at: number): TradeOrder {
  const { draw, id, now } = making
  const lines = pair.trade === null ? goodsLines(making, pair) : materialLines(making, pair)
  const answered = at + draw.logNormal(5, 0.9) * HOUR
  const isRefused = draw.chance(0.015)
  const order: TradeOrder = {
    ...{ id: id(), no: '', seller: pair.seller, buyer: pair.buyer, placedAt: at },
    confirmedAt: !isRefused && answered < now ? answered : null,
    ended:
      isRefused && answered < now ? { how: 'refused', at: answered, reason: '排期已满' } : null,
    deliverBy: dayStart(at) + draw.int(7, 24) * DAY + 15 * HOUR,
    payment: draw.pick(TERMS),
    ...{ lines, shipments: [], back: null, change: null },
  }
  if (order.confirmedAt !== null) {
    shipOrder(making, order)
    comeBack(making, order)
    if (order.shipments.length === 0 && draw.chance(0.12)) {
      const quantity = Math.max(1, Math.round(lines[0]!.quantity * 0.7))
      order.change = { id: id(), line: 0, quantity, at: order.confirmedAt + 2 * HOUR }
      if (order.change.at > now) order.change = null
    }
  }
  return order
}

function goodsLines({ draw, id, world }: Making, pair: Pair): TradeLine[] {
  const products = world.goods.products.filter((product) => !product.isRetired)
  const chosen = new Set(Array.from({ length: draw.int(1, 5) }, () => draw.pick(products)))
  const lines = [...chosen].map(
    (product): TradeLine => ({
      ...{ id: id(), productId: product.id, description: product.name, kind: 'goods' },
      ...{ unit: product.unit, quantity: Math.max(2, Math.round(draw.logNormal(pair.size, 0.6))) },
      unitMinor: Math.round((product.priceMinor * pair.factor) / 10) * 10,
    }),
  )
  if (pair.factor === 1 && draw.chance(0.12)) {
    lines.push({
      ...{ id: id(), productId: null, description: '陈列与培训', kind: 'service', unit: '次' },
      ...{ quantity: 1, unitMinor: 280_000 },
    })
  }
  return lines
}

function materialLines({ draw, id }: Making, pair: Pair): TradeLine[] {
  const [name, unit, yuan] = draw.pick(MATERIALS[pair.trade!] ?? MATERIALS.面料!)
  return [
    {
      ...{ id: id(), productId: null, description: name, kind: 'goods', unit },
      quantity: Math.max(1, Math.round(draw.logNormal(unit === '米' ? pair.size : 30, 0.5))),
      unitMinor: Math.round(yuan * (90 + draw.int(0, 20))),
    },
  ]
}

/** One or two shipments, mostly in time; what arrived is counted a few days later. */
function shipOrder({ draw, id, now }: Making, order: TradeOrder): void {
  const open = order.lines.flatMap((line, at) => (line.kind === 'goods' ? [at] : []))
  if (open.length === 0) return
  const parts = order.lines[open[0]!]!.quantity >= 4 && draw.chance(0.25) ? [0.6, 0.4] : [1]
  const lateness = draw.chance(0.1) ? draw.int(2, 9) : -draw.int(0, 6)
  let at = Math.max(order.confirmedAt! + 8 * HOUR, order.deliverBy + lateness * DAY)
  for (const [n, share] of parts.entries()) {
    if (at > now) return
    const lines = open.map((line) => {
      const whole = order.lines[line]!.quantity
      const first = Math.round(whole * 0.6)
      const quantity = parts.length === 1 ? whole : n === 0 ? first : whole - first
      return { line, quantity, factId: id() }
    })
    const [carrier, letters] = draw.pick(CARRIERS)
    const shipment: TradeShipment = {
      ...{ id: id(), at, lines, carrier, receivedAt: null, counted: [] },
      waybill: `${letters}${draw.int(1_000_000_000, 9_999_999_999)}`,
      packages: Math.max(1, Math.round((lines[0]!.quantity * share) / 40)),
      signedBy: draw.pick(['王师傅', '李师傅', '仓库 陈强', '收货 刘敏']),
    }
    const arrives = at + draw.logNormal(3, 0.4) * DAY
    if (arrives < now && !draw.chance(0.01)) count(shipment, arrives, draw, id)
    order.shipments.push(shipment)
    at += draw.int(3, 8) * DAY
  }
}

function count(shipment: TradeShipment, at: number, draw: Random, id: () => string): void {
  shipment.receivedAt = at
  for (const { line, quantity } of shipment.lines) {
    const missing = draw.chance(0.04) ? Math.max(1, Math.round(quantity * 0.03)) : 0
    const kind: Counted = draw.chance(0.5) ? 'short' : 'damaged'
    // The last unit is not lost: of one piece nothing would be left to receive.
    const lost = missing < quantity ? missing : 0
    const good = { line, kind: 'received' as const, quantity: quantity - lost, factId: id() }
    shipment.counted.push({ ...good, settled: false })
    if (lost > 0)
      shipment.counted.push({
        line,
        kind,
        quantity: lost,
        factId: id(),
        settled: draw.chance(0.85),
      })
  }
}

/** Some weeks later a part comes back: it did not sell, or did not please. */
function comeBack({ draw, id, now }: Making, order: TradeOrder): void {
  const first = order.shipments[0]
  const good = first?.counted.find((one) => one.kind === 'received')
  if (!good || !draw.chance(0.05)) return
  const at = first!.receivedAt! + draw.int(5, 30) * DAY
  const quantity = Math.round(good.quantity * 0.15)
  if (at > now || quantity < 1) return
  order.back = { id: id(), factId: id(), line: good.line, quantity, at }
}
