import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as s from '../../../../../server/modules/trade/agreements/schema.ts'
import type * as c from '../../../../../server/modules/trade/catalogue/schema.ts'
import { http } from '../../../ui/http.ts'

export type SavedDraft = z.infer<typeof s.SavedDraft>
export type ListedPrices = z.infer<typeof s.ListedPrices>
export type Partners = z.infer<typeof c.TradingPartners>
export type Quotes = z.infer<typeof s.Quotes>
export type QuotedLine = Quotes['items'][number]
export type LadderAsked = z.input<typeof s.LadderQuery>

const ROOT = ['trade', 'agreements'] as const
export const keys = { list: ROOT, one: (id: string) => [...ROOT, id] as const }

export const agreementQuery = (id: string) =>
  queryOptions({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => http.get<s.Agreement>(`/agreements/${id}`, { signal }),
  })
export const listedQuery = (id: string, no: number, q: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.one(id), 'prices', no, q],
    queryFn: ({ signal, pageParam }) =>
      http.get<ListedPrices>(`/agreements/${id}/prices`, {
        query: { no, q, cursor: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ListedPrices) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
export const previewQuery = (id: string, input: z.input<typeof s.PreviewInput>) =>
  queryOptions({
    queryKey: [...keys.one(id), 'preview', input],
    queryFn: ({ signal }) => http.post<s.Ladder>(`/agreements/${id}/preview`, input, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })
export const buyersQuery = (q: string) =>
  queryOptions({
    queryKey: ['trade', 'buyers', q],
    queryFn: ({ signal }) => http.get<Partners>('/buyers', { query: { q }, signal }),
    placeholderData: keepPreviousData,
  })
export const ladderQuery = (query: LadderAsked) =>
  queryOptions({
    queryKey: ['trade', 'ladder', query],
    queryFn: ({ signal }) => http.get<s.Ladder>('/price-ladder', { query, signal }),
    placeholderData: keepPreviousData,
  })
export const quoteQuery = (input: z.input<typeof s.QuoteInput>) =>
  queryOptions({
    queryKey: ['trade', 'quote', input],
    queryFn: ({ signal }) => http.post<Quotes>('/price-quotes', input, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const addAgreement = (input: z.input<typeof s.AgreementInput>) =>
  http.post<s.Agreement>('/agreements', input)
export const openDraft = (id: string) => http.post<s.Agreement>(`/agreements/${id}/draft`)
export const saveDraft = (id: string, version: number, input: z.input<typeof s.DraftInput>) =>
  http.put<SavedDraft>(`/agreements/${id}/draft`, input, { version })
export const actOnDraft = (id: string, version: number, act: 'activation' | 'approval') =>
  http.put<s.Agreement>(`/agreements/${id}/draft/${act}`, {}, { version })
export const dropDraft = (id: string, version: number) =>
  http.delete<s.Agreement>(`/agreements/${id}/draft`, { version })
export const endAgreement = (id: string, version: number) =>
  http.put<s.Agreement>(`/agreements/${id}/end`, {}, { version })
export const importSheet = (path: string, fileId: string, isDryRun: boolean) =>
  http.post<c.SheetOutcome>(path, { fileId, isDryRun })
