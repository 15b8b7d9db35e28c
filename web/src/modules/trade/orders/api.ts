import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as s from '../../../../../server/modules/trade/orders/schema.ts'
import { http, type QueryValue } from '../../../ui/http.ts'

export type Order = s.Order
export type OrderRow = s.OrderRow
export type OrderLine = s.OrderLine
export type Shipment = s.Shipment
export type Action = s.Action
export type ExceptionKind = s.ExceptionKind
export type Exceptions = z.infer<typeof s.Exceptions>
export type ExceptionRow = Exceptions['items'][number]
export type Arrivals = z.infer<typeof s.Arrivals>
export type StoryItem = s.OrderStory['items'][number]
export type Difference = Order['differences'][number]
export type CreditLimits = z.infer<typeof s.CreditLimits>
export type Stock = z.infer<typeof s.Stock>

export const keys = {
  orders: ['trade', 'orders'] as const,
  order: (id: string) => ['trade', 'order', id] as const,
  exceptions: ['trade', 'exceptions'] as const,
  arrivals: ['trade', 'arrivals'] as const,
}
const at = (id: string) => `/trade-orders/${id}`

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: keys.order(id),
    queryFn: ({ signal }) => http.get<Order>(at(id), { signal }),
  })
export const storyQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.order(id), 'story'],
    queryFn: ({ signal }) => http.get<s.OrderStory>(`${at(id)}/story`, { signal }),
    placeholderData: keepPreviousData,
  })
export const findOrders = (query: Record<string, QueryValue>, signal?: AbortSignal) =>
  http.get<z.infer<typeof s.Orders>>('/trade-orders', { query, signal })
export const findExceptions = (query: Record<string, QueryValue>, signal?: AbortSignal) =>
  http.get<Exceptions>('/trade-exceptions', { query, signal })
export const exceptionCountsQuery = queryOptions({
  queryKey: [...keys.exceptions, 'counts'],
  queryFn: ({ signal }) => findExceptions({ limit: 1 }, signal),
})
export const arrivalsQuery = queryOptions({
  queryKey: keys.arrivals,
  queryFn: ({ signal }) => http.get<Arrivals>('/trade-arrivals', { signal }),
})
export const creditLimitsQuery = queryOptions({
  queryKey: ['trade', 'credit-limits'],
  queryFn: ({ signal }) => http.get<CreditLimits>('/credit-limits', { signal }),
})
export const stockQuery = queryOptions({
  queryKey: ['trade', 'stock'],
  queryFn: ({ signal }) => http.get<Stock>('/stock', { signal }),
})

type Versioned = Pick<Order, 'id' | 'version'>
const version = (order: Versioned) => ({ version: order.version })

export const confirmOrder = (order: Versioned) =>
  http.put<Order>(`${at(order.id)}/confirmation`, {}, version(order))
export const releaseOrder = (order: Versioned) => http.put<Order>(`${at(order.id)}/release`, {})
export const endOrder = (order: Versioned, how: 'refusal' | 'withdrawal', reason: string) =>
  http.put<Order>(`${at(order.id)}/${how}`, { reason })
export const repeatOrder = (id: string) => http.post<Order>(`${at(id)}/repeats`, {})
/** The server refuses a proposal that was made from an outdated reading, so it is sent with its version. */
export const propose = (order: Versioned, input: z.input<typeof s.ProposalInput>) =>
  http.post<Order>(`${at(order.id)}/proposals`, input, version(order))
export const answerProposal = (
  order: Order,
  proposalId: string,
  input: z.input<typeof s.AnswerInput>,
) => http.put<Order>(`${at(order.id)}/proposals/${proposalId}/answer`, input, version(order))
export const ship = (id: string, input: z.input<typeof s.ShipInput>) =>
  http.post<Order>(`${at(id)}/shipments`, input)
export const prove = (id: string, shipmentId: string, input: z.input<typeof s.ProofInput>) =>
  http.post<Order>(`${at(id)}/shipments/${shipmentId}/proofs`, input)
export const receive = (id: string, shipmentId: string, input: z.input<typeof s.ReceiveInput>) =>
  http.post<Order>(`${at(id)}/shipments/${shipmentId}/receipts`, input)
export const settle = (id: string, input: z.input<typeof s.SettleInput>) =>
  http.post<Order>(`${at(id)}/settlements`, input)
export const takeBack = (id: string, input: z.input<typeof s.TakeBackInput>) =>
  http.post<Order>(`${at(id)}/returns`, input)
export const correct = (id: string, input: s.CorrectInput) =>
  http.post<Order>(`${at(id)}/corrections`, input)
export const addNote = (id: string, text: string) => http.post<Order>(`${at(id)}/notes`, { text })
export const setCosts = (id: string, input: s.CostsInput) =>
  http.put<Order>(`${at(id)}/costs`, input)
export const make = (id: string, input: z.input<typeof s.MakeInput>) =>
  http.post<Order>(`${at(id)}/production-orders`, input)
export const setCreditLimit = (input: z.input<typeof s.CreditInput>) =>
  http.put<CreditLimits>('/credit-limits', input)
export const moveStock = (input: z.input<typeof s.StockInput>) => http.post('/stock-moves', input)

/** What an act answered is shown at once; everything beside it is looked up again. */
export function orderChanged(client: QueryClient, order: Order): void {
  client.setQueryData(keys.order(order.id), order)
  void client.invalidateQueries({ queryKey: ['trade'] })
}
