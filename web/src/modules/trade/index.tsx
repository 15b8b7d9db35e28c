import { PercentageOutlined, TagsOutlined } from '@ant-design/icons'
import type { QueryClient } from '@tanstack/react-query'
import type { WebModule } from '../../app/modules.ts'
import type { StreamEvent } from '../../ui/sse.ts'
import { findProducts } from './api.ts'

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
  ],
  menu: [
    {
      key: 'trade',
      labelKey: 'trade:menu',
      noteKey: 'trade:workNote',
      icon: <TagsOutlined />,
      to: '/prices',
      access: 'trade:view',
      order: 40,
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
  ],
  onEvent: heard,
}

function heard(event: StreamEvent, client: QueryClient): void {
  if (event.type === 'reset' || event.type.startsWith('trade.')) {
    void client.invalidateQueries({ queryKey: ['trade'] })
  }
}
