import {
  AlertOutlined,
  FileDoneOutlined,
  InboxOutlined,
  PercentageOutlined,
  TagsOutlined,
} from '@ant-design/icons'
import type { QueryClient } from '@tanstack/react-query'
import type { WebModule } from '../../app/modules.ts'
import type { StreamEvent } from '../../ui/sse.ts'
import { registerCard } from '../messaging/cards.ts'
import { findProducts } from './api.ts'
import { findExceptions, findOrders, keys as orderKeys } from './orders/api.ts'

registerCard('trade.order', () => import('./orders/order-card.tsx').then((m) => m.OrderCard))

export const trade: WebModule = {
  name: 'trade',
  routes: [
    {
      path: '/prices',
      access: 'trade:view',
      page: () => import('./products-page.tsx').then((m) => m.ProductsPage),
    },
    {
      path: '/prices/markups',
      access: 'trade:view',
      page: () => import('./markups-page.tsx').then((m) => m.MarkupsPage),
    },
    {
      path: '/orders',
      access: 'trade:view',
      page: () => import('./orders/orders-page.tsx').then((m) => m.OrdersPage),
    },
    {
      path: '/orders/exceptions',
      access: 'trade:view',
      page: () => import('./orders/exceptions-page.tsx').then((m) => m.ExceptionsPage),
    },
    {
      path: '/orders/receive',
      access: 'trade:view',
      page: () => import('./orders/receive-page.tsx').then((m) => m.ReceivePage),
    },
    {
      path: '/orders/$id',
      access: 'trade:view',
      page: () => import('./orders/order-page.tsx').then((m) => m.OrderPage),
    },
  ],
  menu: [
    {
      key: 'trade',
      labelKey: 'trade:menu',
      icon: <TagsOutlined />,
      to: '/prices',
      access: 'trade:view',
      order: 40,
    },
    {
      ...{ key: 'orders', labelKey: 'orders:menu', icon: <FileDoneOutlined /> },
      ...{ to: '/orders', access: 'trade:view', order: 41 },
    },
  ],
  waiting: [
    {
      ...{ key: 'exceptions', labelKey: 'orders:exception.many' },
      ...{ emptyKey: 'orders:exception.none', icon: <AlertOutlined /> },
      ...{ to: '/orders/exceptions', access: 'trade:view', order: 10 },
      queryKey: [...orderKeys.exceptions, 'waiting'],
      load: waitingExceptions,
    },
  ],
  work: [
    {
      ...{ key: 'receive', labelKey: 'orders:receive.title', noteKey: 'orders:receive.tile' },
      ...{ icon: <InboxOutlined />, to: '/orders/receive', access: 'trade:view', order: 15 },
    },
  ],
  pages: [
    {
      key: 'markups',
      labelKey: 'trade:markup.title',
      words: 'mark-up markup margin limits 加价 加价规则 上下限',
      icon: <PercentageOutlined />,
      to: '/prices/markups',
      access: 'trade:view',
    },
  ],
  commands: [
    {
      key: 'products',
      labelKey: 'trade:product.many',
      access: 'trade:view',
      search: async (q, signal) => {
        const { items } = await findProducts({ q, limit: 6 }, signal)
        return items.map((product) => ({
          key: product.id,
          title: product.name,
          note: product.code,
          icon: <TagsOutlined />,
          to: `/prices?product=${product.id}`,
        }))
      },
    },
    {
      key: 'trade-orders',
      labelKey: 'orders:many',
      access: 'trade:view',
      search: async (q, signal) =>
        (await findOrders({ q, limit: 6 }, signal)).items.map((order) => ({
          ...{ key: order.id, title: order.no, note: `${order.partner.name} ${order.title}` },
          ...{ icon: <FileDoneOutlined />, to: `/orders/${order.id}` },
        })),
    },
  ],
  onEvent: heard,
}

async function waitingExceptions(signal: AbortSignal) {
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
}

function heard(event: StreamEvent, client: QueryClient): void {
  if (event.type === 'reset' || event.type.startsWith('trade.')) {
    void client.invalidateQueries({ queryKey: ['trade'] })
  }
}
