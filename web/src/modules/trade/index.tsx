import {
  BulbOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  PercentageOutlined,
  ShoppingOutlined,
  SolutionOutlined,
  TableOutlined,
  TagsOutlined,
} from '@ant-design/icons'
import type { QueryClient } from '@tanstack/react-query'
import type { WebModule } from '../../app/modules.ts'
import type { StreamEvent } from '../../ui/sse.ts'
import { findProducts } from './api.ts'
import { moneyMenu, moneyPages, moneyRoutes } from './money/index.tsx'
import { orderCommands, orderMenu, orderRoutes, orderWaiting, orderWork } from './orders/index.tsx'
import { sourcingRoutes, sourcingWaiting } from './sourcing/entries.tsx'

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
    ...orderRoutes,
    ...moneyRoutes,
    {
      path: '/prices/catalogue',
      access: 'trade:edit',
      page: () => import('./catalogue/grid-page.tsx').then((m) => m.GridPage),
    },
    {
      path: '/agreements',
      access: 'trade:view',
      page: () => import('./agreements/agreements-page.tsx').then((m) => m.AgreementsPage),
    },
    {
      path: '/agreements/$id',
      access: 'trade:view',
      page: () => import('./agreements/agreement-page.tsx').then((m) => m.AgreementPage),
    },
    {
      path: '/buying',
      access: 'trade:view',
      page: () => import('./buying/shop-page.tsx').then((m) => m.ShopPage),
    },
    {
      path: '/buying/$sellerId/$productId',
      access: 'trade:view',
      page: () => import('./buying/offer-page.tsx').then((m) => m.OfferPage),
    },
    ...sourcingRoutes,
    {
      path: '/insight',
      access: 'trade:view',
      page: () => import('./insight/insight-page.tsx').then((m) => m.InsightPage),
    },
  ],
  menu: [
    {
      key: 'trade',
      labelKey: 'trade:menu',
      noteKey: 'trade:workNote',
      icon: <TagsOutlined />,
      to: '/prices',
      also: ['/agreements'],
      access: 'trade:view',
      order: 40,
    },
    {
      key: 'buying',
      labelKey: 'price:buying.title',
      noteKey: 'price:buying.tile',
      icon: <ShoppingOutlined />,
      to: '/buying',
      access: 'trade:view',
      order: 41,
    },
    {
      key: 'sourcing',
      labelKey: 'sourcing:menu',
      noteKey: 'sourcing:tile',
      icon: <FileSearchOutlined />,
      to: '/sourcing',
      access: 'trade:view',
      order: 42,
    },
    ...orderMenu,
    ...moneyMenu,
    {
      key: 'insight',
      labelKey: 'insight:menu',
      noteKey: 'insight:tile',
      icon: <BulbOutlined />,
      to: '/insight',
      access: 'trade:view',
      order: 46,
    },
  ],
  waiting: [...orderWaiting, ...sourcingWaiting],
  work: orderWork,
  pages: [
    {
      key: 'agreements',
      labelKey: 'price:agreement.title',
      words: 'agreement contract price terms 协议 合同 价格 阶梯 付款',
      icon: <FileProtectOutlined />,
      to: '/agreements',
      access: 'trade:view',
    },
    {
      key: 'catalogue',
      labelKey: 'price:grid.title',
      words: 'catalogue grid excel paste 商品目录 表格 批量',
      icon: <TableOutlined />,
      to: '/prices/catalogue',
      access: 'trade:edit',
    },
    {
      key: 'markups',
      labelKey: 'trade:markup.title',
      words: 'mark-up markup margin limits 加价 加价规则 上下限',
      icon: <PercentageOutlined />,
      to: '/prices/markups',
      access: 'trade:view',
    },
    ...moneyPages,
    {
      key: 'approvals',
      labelKey: 'sourcing:approvals.title',
      words: 'approvals purchase award limits 审批 采购审批 额度',
      icon: <SolutionOutlined />,
      to: '/sourcing/approvals',
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
    ...orderCommands,
  ],
  onEvent: heard,
}

function heard(event: StreamEvent, client: QueryClient): void {
  if (event.type === 'reset' || event.type.startsWith('trade.')) {
    void client.invalidateQueries({ queryKey: ['trade'] })
  }
}
