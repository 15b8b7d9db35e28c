import { clockOf } from '../../../platform/sheets/clock.ts'
import type { WrittenSheet } from '../../../platform/sheets/write.ts'
import { inMajor } from '../product-sheet.ts'
import type { OrderExport, OrderRow } from './schema.ts'

const WORDS = {
  'zh-CN': {
    name: '订单',
    columns: [
      '订单号',
      '方向',
      '对方',
      '首行商品',
      '下单时间',
      '交货日期',
      '币种',
      '金额',
      '信息流',
      '货物流',
      '资金流',
      '异常',
    ],
    selling: '销售',
    buying: '采购',
    states: {
      held: '信用待放行',
      placed: '待确认',
      confirmed: '已确认',
      change_pending: '变更待答复',
      cancel_pending: '取消待答复',
      return_pending: '退货待答复',
      refused: '已拒绝',
      withdrawn: '已撤回',
      cancelled: '已取消',
      none: '不适用',
      waiting: '未发货',
      part_shipped: '部分发货',
      shipped: '已发货',
      part_received: '部分收货',
      differs: '收货有差异',
      received: '已收货',
      returned: '已退货',
      credit_hold: '信用待放行',
      late_confirmation: '逾期未确认',
      late_shipment: '逾期未发货',
      late_receipt: '逾期未收货',
      difference: '差异未处理',
      overdue_payment: '逾期未付款',
      not_invoiced: '未开票',
      part_invoiced: '部分开票',
      invoiced: '已开票',
      part_paid: '部分付款',
      paid: '已付清',
      overdue: '逾期',
    },
  },
  en: {
    name: 'Orders',
    columns: [
      'Order',
      'Side',
      'Partner',
      'First line',
      'Placed',
      'Deliver by',
      'Currency',
      'Amount',
      'Information',
      'Goods',
      'Money',
      'Exceptions',
    ],
    selling: 'Sale',
    buying: 'Purchase',
    states: {
      held: 'on credit hold',
      placed: 'to be confirmed',
      confirmed: 'confirmed',
      change_pending: 'change to answer',
      cancel_pending: 'cancellation to answer',
      return_pending: 'return to answer',
      refused: 'refused',
      withdrawn: 'withdrawn',
      cancelled: 'cancelled',
      none: 'not applicable',
      waiting: 'not shipped',
      part_shipped: 'partly shipped',
      shipped: 'shipped',
      part_received: 'partly received',
      differs: 'received with differences',
      received: 'received',
      returned: 'returned',
      credit_hold: 'credit hold',
      late_confirmation: 'late confirmation',
      late_shipment: 'late shipment',
      late_receipt: 'late receipt',
      difference: 'difference open',
      overdue_payment: 'overdue payment',
      not_invoiced: 'not invoiced',
      part_invoiced: 'partly invoiced',
      invoiced: 'invoiced',
      part_paid: 'partly paid',
      paid: 'paid',
      overdue: 'overdue',
    },
  },
} as const

/** Orders as a worksheet; each flow says for itself how many lines stand where. */
export function orderSheet(
  orders: readonly OrderRow[],
  { locale, timeZone }: Pick<OrderExport, 'locale' | 'timeZone'>,
): WrittenSheet {
  const words = WORDS[locale]
  const clock = clockOf(timeZone)
  const stateOf = (state: string) => words.states[state as keyof typeof words.states]
  const flow = (states: Record<string, number>) =>
    Object.entries(states)
      .map(([state, lines]) => `${stateOf(state)} ${lines}`)
      .join(' · ')
  return {
    name: words.name,
    columns: words.columns.map((header, at) => ({
      header,
      width: [16, 8, 18, 24, 18, 12, 8, 14, 24, 30, 24, 24][at]!,
      type: at === 4 ? 'datetime' : at === 7 ? 'number' : 'text',
    })),
    rows: orders.map((order) => [
      order.no,
      words[order.side],
      order.partner.name,
      order.title,
      clock(order.placedAt),
      order.deliverBy ?? '',
      order.currency,
      inMajor(order.totalMinor, order.currency),
      flow(order.information),
      flow(order.goods),
      flow(order.money),
      order.exceptions.map(stateOf).join(' · '),
    ]),
  }
}
