import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as c from '../../../../../server/modules/trade/catalogue/schema.ts'
import { http } from '../../../ui/http.ts'
import type { Partners } from '../agreements/api.ts'

export type Offers = z.infer<typeof c.Offers>
export type OfferDetail = z.infer<typeof c.OfferDetail>

export const sellersQuery = queryOptions({
  queryKey: ['trade', 'sellers'],
  queryFn: ({ signal }) => http.get<Partners>('/sellers', { signal }),
})
export const offersQuery = (sellerId: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ['trade', 'offers', sellerId, q],
    queryFn: ({ signal, pageParam }) =>
      http.get<Offers>(`/sellers/${sellerId}/products`, {
        query: { q, cursor: pageParam, limit: 48 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Offers) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
export const offerQuery = (sellerId: string, productId: string) =>
  queryOptions({
    queryKey: ['trade', 'offers', sellerId, 'one', productId],
    queryFn: ({ signal }) =>
      http.get<OfferDetail>(`/sellers/${sellerId}/products/${productId}`, { signal }),
  })
export const pictureUrl = (id: string) => `/api/v1/files/${id}`
