import { InboxOutlined, SolutionOutlined } from '@ant-design/icons'
import type { ModuleRoute, WaitingSource } from '../../../app/modules.ts'
import { http } from '../../../ui/http.ts'
import type { Award, InboxRow } from './api.ts'

const access = 'trade:view' as const

export const sourcingRoutes: ModuleRoute[] = [
  { path: '/sourcing', access, page: () => import('./rfqs-page.tsx').then((m) => m.RfqsPage) },
  {
    path: '/sourcing/new',
    access: 'trade:edit',
    page: () => import('./rfq-new-page.tsx').then((m) => m.RfqNewPage),
  },
  {
    path: '/sourcing/inbox',
    access,
    page: () => import('./inbox-page.tsx').then((m) => m.InboxPage),
  },
  {
    path: '/sourcing/approvals',
    access,
    page: () => import('./approvals-page.tsx').then((m) => m.ApprovalsPage),
  },
  {
    path: '/sourcing/purchasers',
    access,
    page: () => import('./purchasers-page.tsx').then((m) => m.PurchasersPage),
  },
  { path: '/sourcing/$id', access, page: () => import('./rfq-page.tsx').then((m) => m.RfqPage) },
]

/** What waits on the home page: requests to quote, counter-offers to answer, awards to approve. */
export const sourcingWaiting: WaitingSource[] = [
  {
    ...{ key: 'rfqs', labelKey: 'sourcing:inbox.title', emptyKey: 'sourcing:inbox.nothing' },
    ...{ icon: <InboxOutlined />, to: '/sourcing/inbox', access, order: 30 },
    queryKey: ['trade', 'sourcing', 'inbox', 'waiting'],
    load: async (signal) => {
      const query = { limit: 100 }
      const { items } = await http.get<{ items: InboxRow[] }>('/rfq-inbox', { query, signal })
      const waiting = items.filter(
        (rfq) =>
          rfq.quoteState === 'countered' ||
          (rfq.state === 'open' && rfq.quoteState === null && rfq.declinedAt === null),
      )
      return {
        count: waiting.length,
        items: waiting.map((rfq) => ({
          ...{ key: rfq.id, title: rfq.title, note: rfq.buyer.name, to: `/sourcing/${rfq.id}` },
          ...{ at: rfq.closesAt, isUrgent: rfq.quoteState === 'countered' },
        })),
      }
    },
  },
  {
    ...{ key: 'approvals', labelKey: 'sourcing:approvals.title' },
    ...{ emptyKey: 'sourcing:approvals.nothing', icon: <SolutionOutlined /> },
    ...{ to: '/sourcing/approvals', access, order: 25 },
    queryKey: ['trade', 'sourcing', 'awards', 'waiting'],
    load: async (signal) => {
      const query = { mine: true }
      const { items } = await http.get<{ items: Award[] }>('/awards', { query, signal })
      return {
        count: items.length,
        items: items.map((award) => ({
          ...{ key: award.id, title: award.rfq.title, note: award.askedBy },
          ...{ to: '/sourcing/approvals', at: award.askedAt },
        })),
      }
    },
  },
]
