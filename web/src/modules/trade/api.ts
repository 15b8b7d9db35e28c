import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import type { z } from 'zod'
import type * as network from '../../../../server/modules/network/schema.ts'
import type * as s from '../../../../server/modules/trade/schema.ts'
import { http, type QueryValue } from '../../ui/http.ts'

export type Products = z.infer<typeof s.Products>
export type PriceHistory = z.infer<typeof s.PriceHistory>
export type MarkupLimit = z.infer<typeof s.MarkupLimit>
export type Chain = network.Chain
export type Chains = z.infer<typeof network.Chains>
export type Partners = z.infer<typeof network.Partners>

type Filter = Record<string, QueryValue>
const ROOT = 'trade'

export const keys = {
  products: [ROOT, 'products'] as const,
  product: (id: string) => [ROOT, 'product', id] as const,
  markups: (id: string) => [ROOT, 'markups', id] as const,
}

export const productsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: [...keys.products, filter],
    queryFn: ({ signal, pageParam }) =>
      http.get<Products>('/products', { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Products) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
export const findProducts = (filter: Filter, signal?: AbortSignal) =>
  http.get<Products>('/products', { query: filter, signal })
export const productPickQuery = (q: string) =>
  queryOptions({
    queryKey: [...keys.products, 'pick', q],
    queryFn: ({ signal }) => findProducts({ q, limit: 30 }, signal),
    placeholderData: keepPreviousData,
  })
export const productQuery = (id: string) =>
  queryOptions({
    queryKey: keys.product(id),
    queryFn: ({ signal }) => http.get<s.Product>(`/products/${id}`, { signal }),
  })
export const pricesQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.product(id), 'prices'],
    queryFn: ({ signal }) => http.get<PriceHistory>(`/products/${id}/prices`, { signal }),
  })
export const addProduct = (input: z.input<typeof s.ProductInput>) =>
  http.post<s.Product>('/products', input)
export const changeProduct = (product: s.Product, patch: s.ProductPatch) =>
  http.patch<s.Product>(`/products/${product.id}`, patch, { version: product.version })

export function productChanged(client: QueryClient, product: s.Product): void {
  client.setQueryData(keys.product(product.id), product)
  void client.invalidateQueries({ queryKey: keys.products })
}

/** Every product of mine, for places where one works on the whole list (a paste of a price list). */
export async function allProducts(signal?: AbortSignal): Promise<s.Product[]> {
  const items: s.Product[] = []
  let cursor: string | null = null
  do {
    const page: Products = await findProducts({ cursor, limit: 500 }, signal)
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}
export const allProductsQuery = queryOptions({
  queryKey: [...keys.products, 'all'],
  queryFn: ({ signal }) => allProducts(signal),
})

export const chainsQuery = queryOptions({
  queryKey: ['network', 'chains'],
  queryFn: ({ signal }) => http.get<Chains>('/chains', { signal }),
})
export const chainSummaryQuery = (chainId: string) =>
  queryOptions({
    queryKey: ['network', 'chain', chainId, 'summary'],
    queryFn: ({ signal }) =>
      http.get<network.ChainSummary>(`/chains/${chainId}/summary`, { signal }),
  })
export const tierMarkupsQuery = (chainId: string) =>
  queryOptions({
    queryKey: keys.markups(chainId),
    queryFn: ({ signal }) => http.get<s.TierMarkups>(`/chains/${chainId}/markups`, { signal }),
  })
export const setTierMarkups = (chainId: string, input: s.TierMarkups) =>
  http.put<s.TierMarkups>(`/chains/${chainId}/markups`, input)
export const sellerMarkupsQuery = (partnerId: string) =>
  queryOptions({
    queryKey: keys.markups(partnerId),
    queryFn: ({ signal }) =>
      http.get<s.SellerMarkups>(`/partners/${partnerId}/markups`, { signal }),
  })
export const setSellerMarkups = (partnerId: string, input: s.SellerMarkupsInput) =>
  http.put<s.SellerMarkups>(`/partners/${partnerId}/markups`, input)
export const pricePathQuery = (
  chainId: string,
  query: { partnerId: string; productId: string; priceMinor?: number },
) =>
  queryOptions({
    queryKey: [ROOT, 'price-path', chainId, query],
    queryFn: ({ signal }) =>
      http.get<s.PricePath>(`/chains/${chainId}/price-path`, { query, signal }),
    placeholderData: keepPreviousData,
  })
