import { http } from '../../ui/http.ts'
import type { Showable } from '../messaging/cards.ts'
import { findOrders, type OrderRow, type WorkItem } from './api.ts'

const FOUND_MAX = 40

/** The orders that I lead and those in which I have work, by number or product. */
export async function findToShow(q: string, signal: AbortSignal): Promise<Showable[]> {
  const [led, work] = await Promise.all([
    findOrders({ q, state: 'all', limit: FOUND_MAX }, signal),
    http.get<{ items: WorkItem[] }>('/shares', { signal }),
  ])
  const ledIds = new Set(led.items.map(({ id }) => id))
  const asked = q.toLowerCase()
  const mine = work.items.filter(
    (item) =>
      !ledIds.has(item.orderId) &&
      `${item.orderCode} ${item.productName}`.toLowerCase().includes(asked),
  )
  const shares = [...Map.groupBy(mine, ({ orderId }) => orderId).values()]
  return [...led.items.map(ofOrder), ...shares.map(ofWork)].slice(0, FOUND_MAX)
}

function ofOrder(order: OrderRow): Showable {
  return {
    key: order.id,
    title: order.code,
    note: order.productName,
    card: (t, format) => ({
      title: order.code,
      note: order.productName,
      path: `/production/orders/${order.id}`,
      facts: [
        fact(t('production:order.quantity'), `${format.number(order.quantity, 3)} ${order.unit}`),
        fact(t('production:order.due'), format.dateTime(order.dueAt)),
        fact(
          t('production:progress.finish'),
          order.finishAt ? format.dateTime(order.finishAt) : t('production:unknown'),
        ),
      ],
    }),
  }
}

function ofWork(shares: WorkItem[]): Showable {
  const { orderId, orderCode, productName, lead } = shares[0]!
  return {
    key: orderId,
    title: orderCode,
    note: `${productName} · ${lead.name}`,
    card: (_, format) => ({
      title: orderCode,
      note: productName,
      path: `/production/orders/${orderId}`,
      facts: shares
        .slice(0, 6)
        .map(({ operation, quantity, endsAt }) =>
          fact(
            operation.name,
            `${format.number(quantity, 3)} ${operation.unit} · ${format.dateTime(endsAt)}`,
          ),
        ),
    }),
  }
}

const fact = (label: string, value: string) => ({
  label: label.slice(0, 20),
  value: value.slice(0, 60),
})
