import {
  AlertOutlined,
  BarChartOutlined,
  BuildOutlined,
  ClockCircleOutlined,
  DashboardOutlined,
  FormOutlined,
  InboxOutlined,
  ScheduleOutlined,
} from '@ant-design/icons'
import type { QueryClient } from '@tanstack/react-query'
import type { WebModule } from '../../app/modules.ts'
import { http } from '../../ui/http.ts'
import type { StreamEvent } from '../../ui/sse.ts'
import { registerCard, registerCardSource } from '../messaging/cards.ts'
import { findOrders, findWarnings, keys, type WorkItem } from './api.ts'

registerCard('production.digest', () => import('./digest-card.tsx').then((m) => m.DigestCard))
registerCard('production.warning', () => import('./warning-card.tsx').then((m) => m.WarningCard))

const access = 'production:view' as const
registerCardSource({
  ...{ key: 'production', labelKey: 'production:order.many', access },
  ...{ searchKey: 'production:order.search', icon: <BuildOutlined /> },
  find: async (q, signal) => (await import('./order-cards.ts')).findToShow(q, signal),
})

export const production: WebModule = {
  name: 'production',
  routes: [
    {
      path: '/production',
      access,
      page: () => import('./orders-page.tsx').then((m) => m.OrdersPage),
    },
    {
      path: '/production/new',
      access: 'production:edit',
      page: () => import('./order-new-page.tsx').then((m) => m.OrderNewPage),
    },
    {
      path: '/production/orders/$id',
      access,
      page: () => import('./order-page.tsx').then((m) => m.OrderPage),
    },
    {
      path: '/production/orders/$id/labels',
      access,
      page: () => import('./labels-page.tsx').then((m) => m.LabelsPage),
    },
    {
      path: '/production/board',
      access,
      page: () => import('./board-page.tsx').then((m) => m.BoardPage),
    },
    {
      path: '/production/gantt',
      access,
      page: () => import('./gantt-page.tsx').then((m) => m.GanttPage),
    },
    {
      path: '/production/factories',
      access,
      page: () => import('./factories-page.tsx').then((m) => m.FactoriesPage),
    },
    {
      path: '/production/work',
      access,
      page: () => import('./work-page.tsx').then((m) => m.WorkPage),
    },
    {
      path: '/production/settings',
      access,
      page: () => import('./settings-page.tsx').then((m) => m.ProductionSettingsPage),
    },
    {
      path: '/production/warnings/$id',
      access,
      page: () => import('./warning-page.tsx').then((m) => m.WarningPage),
    },
    { path: '/report', access, page: () => import('./report-page.tsx').then((m) => m.ReportPage) },
  ],
  menu: [
    {
      ...{ key: 'production', labelKey: 'production:menu', icon: <BuildOutlined /> },
      ...{ to: '/production', access, order: 50 },
    },
  ],
  pages: [
    {
      ...{ key: 'board', labelKey: 'production:board.title', icon: <DashboardOutlined /> },
      ...{ words: 'wall board screen 看板 大屏', to: '/production/board', access },
    },
    {
      ...{ key: 'gantt', labelKey: 'production:gantt.title', icon: <ScheduleOutlined /> },
      ...{
        words: 'gantt schedule load bottleneck 排程 甘特图 负荷 瓶颈',
        to: '/production/gantt',
        access,
      },
    },
    {
      ...{ key: 'factories', labelKey: 'production:score.title', icon: <BarChartOutlined /> },
      ...{ words: 'score on-time quality 评分 准时率 质量', to: '/production/factories', access },
    },
    {
      ...{
        key: 'hours',
        labelKey: 'production:settings.title',
        icon: <ClockCircleOutlined />,
      },
      ...{ words: 'shifts calendar time zone 班次 放假 时区', to: '/production/settings', access },
    },
  ],
  commands: [
    {
      key: 'production-orders',
      labelKey: 'production:order.many',
      access,
      search: async (q, signal) =>
        (await findOrders({ q, state: 'all', limit: 6 }, signal)).items.map((order) => ({
          ...{ key: order.id, title: order.code, note: order.productName, icon: <BuildOutlined /> },
          to: `/production/orders/${order.id}`,
        })),
    },
  ],
  waiting: [
    {
      ...{
        key: 'warnings',
        labelKey: 'production:warning.many',
        emptyKey: 'production:warning.none',
      },
      ...{ icon: <AlertOutlined />, to: '/production', access, order: 5 },
      queryKey: ['production', 'warnings', 'waiting'],
      load: async (signal) => {
        const { items } = await findWarnings(50, signal)
        const raised = items.filter((warning) => warning.state === 'raised')
        return {
          count: raised.length,
          items: raised.map((warning) => ({
            key: warning.id,
            title: `${warning.orderCode} ${warning.productName}`,
            ...(warning.operation && { note: warning.operation.name }),
            to: `/production/orders/${warning.orderId}?tab=warnings`,
            at: warning.raisedAt,
            isUrgent: warning.escalated > 0,
          })),
        }
      },
    },
    {
      ...{
        key: 'offers',
        labelKey: 'production:work.offers',
        emptyKey: 'production:work.offersNone',
      },
      ...{ icon: <InboxOutlined />, to: '/production/work', access: 'production:edit', order: 20 },
      queryKey: [...keys.work, 'offers'],
      load: async (signal) => {
        const { items } = await http.get<{ items: WorkItem[] }>('/shares', { signal })
        const offered = items.filter((work) => work.answer === 'offered')
        return {
          count: offered.length,
          items: offered.map((work) => ({
            key: work.id,
            title: `${work.orderCode} ${work.operation.name}`,
            note: work.lead.name,
            to: '/production/work',
            at: work.endsAt,
          })),
        }
      },
    },
  ],
  work: [
    {
      ...{ key: 'report', labelKey: 'production:report.title', noteKey: 'production:report.tile' },
      ...{ icon: <FormOutlined />, to: '/report', access, order: 10 },
    },
    {
      ...{ key: 'my-work', labelKey: 'production:work.title', noteKey: 'production:work.tile' },
      ...{ icon: <InboxOutlined />, to: '/production/work', access, order: 20 },
    },
    {
      ...{ key: 'wall', labelKey: 'production:board.title', noteKey: 'production:board.tile' },
      ...{ icon: <DashboardOutlined />, to: '/production/board', access, order: 30 },
    },
  ],
  onEvent: heard,
}

function heard(event: StreamEvent, client: QueryClient): void {
  const topic = event.type === 'signal' ? (event.data as { topic?: string }).topic : undefined
  if (event.type === 'reset' || event.type.startsWith('production.') || topic === 'production') {
    void client.invalidateQueries({ queryKey: keys.all })
  }
}
