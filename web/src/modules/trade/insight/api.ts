import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as s from '../../../../../server/modules/trade/insight/schema.ts'
import { http } from '../../../ui/http.ts'

export type PriceIndex = z.output<typeof s.PriceIndex>
export type IndexedProduct = z.output<typeof s.IndexedProducts>['items'][number]
export type IndexCell = PriceIndex['regions'][number]['cells'][number]
export type OwnPrice = PriceIndex['own'][number]
export type NextOrder = z.output<typeof s.NextOrders>['items'][number]
export type Match = z.output<typeof s.SupplierMatches>['items'][number]
export type Part = Match['parts'][number]['part']
export type Weights = Record<Part, number>
export type WishReport = z.output<typeof s.WishReports>['items'][number]
export type Wish = WishReport['promised'][number]

const ROOT = ['trade', 'insight'] as const
export const WISHES_KEY = [...ROOT, 'wishes'] as const

export const indexedQuery = queryOptions({
  queryKey: [...ROOT, 'indexed'],
  queryFn: ({ signal }) => http.get<{ items: IndexedProduct[] }>('/indexed-products', { signal }),
})
export const indexQuery = (id: string) =>
  queryOptions({
    queryKey: [...ROOT, 'index', id],
    queryFn: ({ signal }) => http.get<PriceIndex>(`/indexed-products/${id}`, { signal }),
  })
export const nextOrdersQuery = (side: 'sold' | 'bought', horizonDays: number) =>
  queryOptions({
    queryKey: [...ROOT, 'next', side, horizonDays],
    queryFn: ({ signal }) =>
      http.get<z.output<typeof s.NextOrders>>('/next-orders', {
        query: { side, horizonDays },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
export const matchesQuery = (productId: string | undefined, weights: Weights) =>
  queryOptions({
    queryKey: [...ROOT, 'matches', productId, weights],
    queryFn: ({ signal }) =>
      http.get<{ items: Match[] }>('/supplier-matches', {
        query: { productId, ...weights },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
export const wishesQuery = queryOptions({
  queryKey: WISHES_KEY,
  queryFn: ({ signal }) => http.get<{ items: WishReport[] }>('/wishes', { signal }),
})
export const promiseWishes = (promise: { category: string; wishes: Wish[] }) =>
  http.put('/wish-promises', promise)
