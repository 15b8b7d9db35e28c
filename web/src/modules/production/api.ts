import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as network from '../../../../server/modules/network/schema.ts'
import type * as s from '../../../../server/modules/production/schema.ts'
import type * as trade from '../../../../server/modules/trade/schema.ts'
import { http, type QueryValue } from '../../ui/http.ts'

export type Order = s.Order
export type OrderRow = s.OrderRow
export type OrderOperation = s.OrderOperation
export type OrderShare = s.OrderShare
export type Warning = s.Warning
export type WorkItem = s.WorkItem
export type Progress = z.infer<typeof s.Progress>
export type Board = s.Board
export type Gantt = s.Gantt
export type Bundle = s.Bundle
export type Handover = s.Handover
export type ScannedBundle = s.ScannedBundle
export type ReportInput = z.input<typeof s.ReportInput>
export type ReportResult = s.ReportResult
export type StoryItem = s.Story['items'][number]
export type FactoryScore = s.FactoryScore
export type PeriodFigures = s.PeriodFigures
export type Routing = s.Routing
export type OrderInput = z.input<typeof s.OrderInput>
export type PlanInput = z.input<typeof s.PlanInput>
export type Chain = network.Chain
type Chains = z.infer<typeof network.Chains>
type Products = z.infer<typeof trade.Products>

export const keys = {
  all: ['production'] as const,
  orders: ['production', 'orders'] as const,
  order: (id: string) => ['production', 'order', id] as const,
  work: ['production', 'work'] as const,
}

const read = <T>(key: readonly unknown[], path: string, query: Record<string, QueryValue> = {}) =>
  queryOptions({
    queryKey: ['production', ...key, query],
    queryFn: ({ signal }) => http.get<T>(path, { query, signal }),
    placeholderData: keepPreviousData,
  })

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: keys.order(id),
    queryFn: ({ signal }) => http.get<Order>(`/production-orders/${id}`, { signal }),
  })
export const findOrders = (query: Record<string, QueryValue>, signal?: AbortSignal) =>
  http.get<z.infer<typeof s.Orders>>('/production-orders', { query, signal })
export const storyQuery = (id: string) =>
  read<s.Story>(['order', id, 'story'], `/production-orders/${id}/story`)
export const bundlesQuery = (id: string) =>
  read<{ items: Bundle[] }>(['order', id, 'bundles'], `/production-orders/${id}/bundles`)
export const handoversQuery = (query: { orderId?: string; open?: boolean }) =>
  read<{ items: Handover[] }>(['handovers'], '/handovers', query)
export const warningsQuery = (query: { orderId?: string; open?: boolean; limit?: number }) =>
  read<z.infer<typeof s.Warnings>>(['warnings'], '/warnings', query)
export const findWarnings = (limit: number, signal: AbortSignal) =>
  http.get<z.infer<typeof s.Warnings>>('/warnings', { query: { limit }, signal })
export const workQuery = (done = false) =>
  queryOptions({
    queryKey: [...keys.work, done],
    queryFn: ({ signal }) =>
      http.get<{ items: WorkItem[] }>('/shares', { query: { done }, signal }),
  })
export const scan = (code: string) =>
  http.get<ScannedBundle>(`/bundles/${encodeURIComponent(code)}`)
export const boardQuery = (chainId: string) =>
  read<Board>(['board'], '/production-board', { chainId })
export const ganttQuery = (query: { chainId: string; from: string; to: string }) =>
  read<Gantt>(['gantt'], '/production-gantt', query)
export const scoresQuery = (query: { chainId: string; from: string; to: string }) =>
  read<{ items: FactoryScore[] }>(['scores'], '/production-scores', query)
export const comparisonQuery = (query: { chainId: string; at: string; days: number }) =>
  read<{ before: PeriodFigures; after: PeriodFigures }>(
    ['comparison'],
    '/production-comparison',
    query,
  )
export const chainsQuery = queryOptions({
  queryKey: ['network', 'chains'],
  queryFn: ({ signal }) => http.get<Chains>('/chains', { signal }),
})
export const productsQuery = queryOptions({
  queryKey: ['trade', 'products', 'for-production'],
  queryFn: ({ signal }) => http.get<Products>('/products', { query: { limit: 500 }, signal }),
})
export const routingQuery = (productId: string) =>
  queryOptions({
    queryKey: ['production', 'routing', productId],
    queryFn: ({ signal }) => http.get<Routing>(`/products/${productId}/routing`, { signal }),
    retry: false,
  })
export const partiesQuery = (chainId: string) => ({
  ...read<z.infer<typeof s.Parties>>(['parties'], '/production-parties', { chainId }),
  enabled: chainId !== '',
})

export const placeOrder = (input: OrderInput) => http.post<Order>('/production-orders', input)
export const preview = (input: OrderInput) =>
  http.post<z.infer<typeof s.PlanPreview>>('/production-plans', input)
export const setRouting = (productId: string, input: z.input<typeof s.RoutingInput>) =>
  http.put<Routing>(`/products/${productId}/routing`, input)
export const makePlan = (id: string, input: PlanInput) =>
  http.post<Order>(`/production-orders/${id}/plans`, input)
export const cancelOrder = (id: string, reason: string) =>
  http.put<Order>(`/production-orders/${id}/cancellation`, { reason })
export const makeBundles = (id: string, size: number) =>
  http.post<{ items: Bundle[] }>(`/production-orders/${id}/bundles`, { size })
export const answer = (id: string, input: z.input<typeof s.AnswerInput>) =>
  http.put<WorkItem>(`/shares/${id}/answer`, input)
export const acknowledge = (warning: Warning, input: s.AcknowledgeInput) =>
  http.put<Warning>(`/warnings/${warning.id}/acknowledgement`, input, { version: warning.version })
export const shelve = (warning: Warning, input: s.ShelveInput) =>
  http.put<Warning>(`/warnings/${warning.id}/shelf`, input, { version: warning.version })
export const receive = (id: string, input: z.input<typeof s.ReceiveInput>) =>
  http.put<Handover>(`/handovers/${id}/receipt`, input)
/** The key is the first report's own id: what is sent again is recognised as a whole, too. */
export const sendReports = (reports: ReportInput[]) =>
  http.post<{ results: ReportResult[] }>('/progress-reports', { reports })
export const bringSheet = (fileId: string) => http.post<s.SheetResult>('/report-sheets', { fileId })
export const sendGoods = (input: z.input<typeof s.HandoverInput>) =>
  http.post<Handover>('/handovers', input)
export const nextPartiesQuery = (shareId: string) =>
  read<{ items: { id: string; name: string }[] }>(
    ['next', shareId],
    `/shares/${shareId}/next-parties`,
  )
export const settingsQuery = (address: s.SettingsAddress) =>
  read<z.infer<typeof s.SettingsView>>(['settings'], '/production-settings', { ...address })
export const setSettings = (address: s.SettingsAddress, own: s.OwnSettings) =>
  http.put<z.infer<typeof s.SettingsView>>('/production-settings', own, { query: { ...address } })
