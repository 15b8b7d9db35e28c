import { AlertOutlined, FileDoneOutlined, InboxOutlined } from '@ant-design/icons'
import type { WebModule } from '../../../app/modules.ts'
import { registerCard } from '../../messaging/cards.ts'
import { findExceptions, findOrders, keys } from './api.ts'

registerCard('trade.order', () => import('./order-card.tsx').then((m) => m.OrderCard))

const access = 'trade:view' as const
export const orderRoutes: WebModule['routes'] = [
  { path: '/orders', access, page: () => import('./orders-page.tsx').then((m) => m.OrdersPage) },
  {
    path: '/orders/exceptions',
    access,
    page: () => import('./exceptions-page.tsx').then((m) => m.ExceptionsPage),
  },
  {
    path: '/orders/receive',
    access,
    page: () => import('./receive-page.tsx').then((m) => m.ReceivePage),
  },
  { path: '/orders/$id', access, page: () => import('./order-page.tsx').then((m) => m.OrderPage) },
]
export const orderMenu: WebModule['menu'] = [
  {
    ...{ key: 'orders', labelKey: 'orders:menu', icon: <FileDoneOutlined /> },
    ...{ noteKey: 'orders:tile', to: '/orders', access, order: 43 },
  },
]
export const orderWaiting: NonNullable<WebModule['waiting']> = [
  {
    ...{ key: 'exceptions', labelKey: 'orders:exception.many' },
    ...{ emptyKey: 'orders:exception.none', icon: <AlertOutlined /> },
    ...{ to: '/orders/exceptions', access, order: 10 },
    queryKey: [...keys.exceptions, 'waiting'],
    load: async (signal) => {
      const { items, total } = await findExceptions({ mine: true, limit: 6 }, signal)
      return {
        count: total ?? items.length,
        items: items.map((row) => ({
          key: row.key,
          title: `${row.no} ${row.partner.name}`,
          to: `/orders/${row.orderId}`,
          at: row.since,
        })),
      }
    },
  },
]
export const orderWork: NonNullable<WebModule['work']> = [
  {
    ...{ key: 'receive', labelKey: 'orders:receive.title', noteKey: 'orders:receive.tile' },
    ...{ icon: <InboxOutlined />, to: '/orders/receive', access, order: 15 },
  },
]
export const orderCommands: NonNullable<WebModule['commands']> = [
  {
    key: 'trade-orders',
    labelKey: 'orders:many',
    access,
    search: async (q, signal) =>
      (await findOrders({ q, limit: 6 }, signal)).items.map((order) => ({
        ...{ key: order.id, title: order.no, note: `${order.partner.name} ${order.title}` },
        ...{ icon: <FileDoneOutlined />, to: `/orders/${order.id}` },
      })),
  },
]
