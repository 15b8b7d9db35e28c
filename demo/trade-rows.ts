import { dayIn, partsOf } from '../server/modules/trade/orders/instalments.ts'
import { DAY, HOUR } from './calendar.ts'
import type { Row, Value } from './copy.ts'
import { seeded } from './random.ts'
import type { Table } from './rows.ts'
import type { TradeOrder } from './trade.ts'
import type { World } from './world.ts'

const EPOCH = Date.UTC(2026, 0, 7)
const when = (ms: number | null): Value => (ms === null ? null : new Date(ms))
const day = (ms: number) => dayIn(new Date(ms), 0)

/** A year of orders as rows. Sums of lines are left to the database, which keeps them from the facts. */
export function tradeOrderTables({ trade }: Pick<World, 'trade'>): Table[] {
  const both = (order: TradeOrder) => ({ org_id: order.seller.id, buyer_org_id: order.buyer.id })
  const last = new Map<string, number>()
  for (const order of trade) last.set(order.seller.id, Number(order.no.slice(3)))
  const all = <T>(of: (order: TradeOrder) => T[]): T[] => trade.flatMap(of)
  return [
    {
      name: 'trade_order_counters',
      rows: [...last].map(([org_id, last_no]) => ({ org_id, last_no })),
    },
    { name: 'trade_orders', rows: trade.map(orderRow) },
    { name: 'trade_order_lines', rows: all(lineRows) },
    { name: 'trade_shipments', rows: all(shipmentRows) },
    {
      name: 'trade_goods_facts',
      rows: all(movedRows),
      after: `UPDATE trade_order_lines l SET coming_back = b.quantity::numeric
        FROM (VALUES ${backValues(trade)}) b(id, quantity) WHERE l.id = b.id::uuid`,
    },
    {
      name: 'trade_goods_facts',
      rows: all((order) => {
        const { back } = order
        if (!back) return []
        const fact = { id: back.factId, line: back.line, quantity: back.quantity }
        return [
          factRow(order, { ...fact, kind: 'returned', shipment: null, at: back.at + 3 * DAY }),
        ]
      }),
    },
    { name: 'trade_settlements', rows: all(settlementRows) },
    {
      name: 'trade_delivery_proofs',
      rows: all((order) =>
        order.shipments.flatMap((shipment) =>
          shipment.receivedAt === null
            ? []
            : [
                {
                  ...{ id: shipment.lines[0]!.factId, ...both(order), order_id: order.id },
                  ...{ shipment_id: shipment.id, signed_by: shipment.signedBy },
                  ...{ signed_at: when(shipment.receivedAt), by_org_id: order.seller.id },
                  ...{ by_name: shipment.carrier, at: when(shipment.receivedAt + HOUR) },
                },
              ],
        ),
      ),
    },
    { name: 'trade_order_proposals', rows: all(proposalRows) },
    { name: 'trade_instalments', rows: dueRows(trade) },
  ]
}

/** A list of values is never empty here: of a year of orders some come back. */
const backValues = (trade: readonly TradeOrder[]) =>
  trade
    .flatMap((order) =>
      order.back ? [`('${order.lines[order.back.line]!.id}', ${order.back.quantity})`] : [],
    )
    .join(', ')

const amountOf = (line: TradeOrder['lines'][number]) => line.unitMinor * line.quantity
const totalOf = (order: TradeOrder) => order.lines.reduce((sum, line) => sum + amountOf(line), 0)

function orderRow(order: TradeOrder): Row {
  return {
    ...{ id: order.id, org_id: order.seller.id, buyer_org_id: order.buyer.id, no: order.no },
    ...{ seller_name: order.seller.shortName, buyer_name: order.buyer.shortName, currency: 'CNY' },
    ...{ payment: JSON.stringify(order.payment), deliver_by: day(order.deliverBy) },
    ...{ source_kind: 'agreement', total_minor: totalOf(order) },
    ...{
      placed_by_org_id: order.buyer.id,
      placed_by_name: '采购',
      placed_at: when(order.placedAt),
    },
    ...{
      confirmed_at: when(order.confirmedAt),
      confirmed_by_name: order.confirmedAt ? '销售' : null,
    },
    ...{ ended: order.ended?.how ?? null, ended_at: when(order.ended?.at ?? null) },
    ended_reason: order.ended?.reason ?? '',
  }
}

function lineRows(order: TradeOrder): Row[] {
  return order.lines.map((line, at) => ({
    ...{ id: line.id, org_id: order.seller.id, buyer_org_id: order.buyer.id, order_id: order.id },
    ...{ line_no: at + 1, product_id: line.productId, description: line.description },
    ...{ kind: line.kind, unit: line.unit, ordered: line.quantity, quantity: line.quantity },
    ...{ unit_e4: line.unitMinor * 10_000, amount_minor: amountOf(line) },
  }))
}

function shipmentRows(order: TradeOrder): Row[] {
  return order.shipments.map((shipment, at) => ({
    ...{ id: shipment.id, org_id: order.seller.id, buyer_org_id: order.buyer.id },
    ...{ order_id: order.id, no: at + 1, carrier: shipment.carrier, waybill: shipment.waybill },
    ...{ packages: shipment.packages, shipped_at: when(shipment.at), by_name: '仓库' },
  }))
}

function movedRows(order: TradeOrder): Row[] {
  return order.shipments.flatMap((shipment) => {
    const { id, at, receivedAt } = shipment
    return [
      ...shipment.lines.map(({ line, quantity, factId }) =>
        factRow(order, { id: factId, line, quantity, kind: 'shipped', shipment: id, at }),
      ),
      ...shipment.counted.map(({ line, quantity, factId, kind }) =>
        factRow(order, { id: factId, line, quantity, kind, shipment: id, at: receivedAt! }),
      ),
    ]
  })
}

interface Moved {
  id: string
  line: number
  quantity: number
  kind: 'shipped' | 'received' | 'short' | 'damaged' | 'returned'
  shipment: string | null
  at: number
}
function factRow(order: TradeOrder, moved: Moved): Row {
  const isSellers = moved.kind === 'shipped' || moved.kind === 'returned'
  const reasons: Partial<Record<Moved['kind'], string>> = { short: '数量不足', damaged: '包装破损' }
  return {
    ...{ id: moved.id, org_id: order.seller.id, buyer_org_id: order.buyer.id, order_id: order.id },
    ...{ line_id: order.lines[moved.line]!.id, shipment_id: moved.shipment, kind: moved.kind },
    ...{ quantity: moved.quantity, reason: reasons[moved.kind] ?? '' },
    lot: moved.kind === 'shipped' ? `L${day(moved.at).replaceAll('-', '').slice(2)}` : '',
    ...{ at: when(moved.at), recorded_at: when(moved.at) },
    by_org_id: isSellers ? order.seller.id : order.buyer.id,
    by_name: isSellers ? '仓库' : '收货',
  }
}

function settlementRows(order: TradeOrder): Row[] {
  return order.shipments.flatMap((shipment) =>
    shipment.counted
      .filter((counted) => counted.settled)
      .map((counted) => ({
        ...{ fact_id: counted.factId, org_id: order.seller.id, buyer_org_id: order.buyer.id },
        ...{ order_id: order.id, line_id: order.lines[counted.line]!.id, how: 'credit' },
        ...{ quantity: counted.quantity, at: when(shipment.receivedAt! + 8 * HOUR) },
        ...{ by_org_id: order.seller.id, by_name: '销售' },
      })),
  )
}

function proposalRows(order: TradeOrder): Row[] {
  const base = { org_id: order.seller.id, buyer_org_id: order.buyer.id, order_id: order.id }
  const { back, change } = order
  const said = (id: string, kind: string, line: number, at: number, terms: object): Row => ({
    ...{ id, ...base, kind, by_org_id: order.buyer.id, by_name: '采购', made_at: when(at) },
    ...{ base_version: 1, line_ids: [order.lines[line]!.id], terms },
  })
  const rows: Row[] = []
  if (back) {
    const lines = [{ id: order.lines[back.line]!.id, quantity: String(back.quantity) }]
    rows.push({
      ...said(back.id, 'return', back.line, back.at, { lines }),
      ...{ reason: '滞销退货', answer: 'accepted', answered_at: when(back.at + DAY) },
      answered_by_name: '销售',
    })
  }
  if (change) {
    const line = order.lines[change.line]!
    const asked = {
      ...{ id: line.id, quantity: String(change.quantity), unitE4: line.unitMinor * 10_000 },
      ...{ amountMinor: line.unitMinor * change.quantity, deliverBy: null },
    }
    rows.push({
      ...said(change.id, 'change', change.line, change.at, { lines: [asked] }),
      ...{ reason: '门店减单', answer: null, answered_at: null, answered_by_name: null },
    })
  }
  return rows
}

/** What fell due by confirming, receiving and taking back, as the product itself would have written it. */
function dueRows(trade: readonly TradeOrder[]): Row[] {
  const ids = seeded('demo/dues')
  let serial = 0
  return trade.flatMap((order) => {
    const events = eventsOf(order)
    const due = order.payment.map(() => 0)
    return events.flatMap(({ at, agreed, delivered }) =>
      partsOf(order.payment, {
        order: agreed,
        shipment: 0,
        delivery: delivered,
        invoice: 0,
      }).flatMap((target, part): Row[] => {
        const amount = target - due[part]!
        due[part] = target
        if (amount === 0) return []
        const { from, days } = order.payment[part]!
        return [
          {
            ...{ id: ids.id(EPOCH + ++serial), org_id: order.seller.id },
            ...{ buyer_org_id: order.buyer.id, order_id: order.id, part, event: from },
            ...{ amount_minor: amount, fell_due_at: when(at), due_on: dayIn(new Date(at), days) },
          },
        ]
      }),
    )
  })
}

/** What an order came to, agreed and delivered, after each thing that happened to it. */
function eventsOf(order: TradeOrder): { at: number; agreed: number; delivered: number }[] {
  if (order.confirmedAt === null) return []
  const goods = order.lines.filter((line) => line.kind === 'goods')
  const services = order.lines.reduce(
    (sum, line) => sum + (line.kind === 'service' ? amountOf(line) : 0),
    0,
  )
  const price = (line: number) => order.lines[line]!.unitMinor
  let agreed = totalOf(order)
  let delivered = 0
  const events = [{ at: order.confirmedAt, agreed, delivered: goods.length === 0 ? services : 0 }]
  const moves: { at: number; agreed: number; delivered: number }[] = []
  for (const { receivedAt, counted } of order.shipments) {
    if (receivedAt === null) continue
    for (const one of counted) {
      const worth = price(one.line) * one.quantity
      if (one.kind === 'received') moves.push({ at: receivedAt, agreed: 0, delivered: worth })
      else if (one.settled) moves.push({ at: receivedAt + 8 * HOUR, agreed: -worth, delivered: 0 })
    }
  }
  const { back } = order
  if (back) {
    const worth = price(back.line) * back.quantity
    moves.push({ at: back.at + 3 * DAY, agreed: -worth, delivered: -worth })
  }
  moves.sort((a, b) => a.at - b.at)
  for (const move of moves) {
    agreed += move.agreed
    delivered += move.delivered
    events.push({ at: move.at, agreed, delivered })
  }
  return events
}
