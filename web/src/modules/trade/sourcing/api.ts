import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as network from '../../../../../server/modules/network/schema.ts'
import type * as a from '../../../../../server/modules/trade/sourcing/award-schema.ts'
import type * as s from '../../../../../server/modules/trade/sourcing/schema.ts'
import { http } from '../../../ui/http.ts'

export type { Award, Purchaser } from '../../../../../server/modules/trade/sourcing/award-schema.ts'
export type {
  Compared,
  Comparison,
  InboxRow,
  Offer,
  Quote,
  QuoteState,
  QuoteVersion,
  Rfq,
  RfqLine,
  RfqRow,
  RfqState,
} from '../../../../../server/modules/trade/sourcing/schema.ts'
export type RfqInput = z.input<typeof s.RfqInput>
export type QuoteInput = z.input<typeof s.QuoteInput>
export type AwardInput = z.input<typeof a.AwardInput>

const ROOT = ['trade', 'sourcing'] as const
export const keys = {
  rfqs: [...ROOT, 'rfqs'] as const,
  inbox: [...ROOT, 'inbox'] as const,
  rfq: (id: string) => [...ROOT, 'rfq', id] as const,
  awards: [...ROOT, 'awards'] as const,
}

export const rfqQuery = (id: string) =>
  queryOptions({
    queryKey: keys.rfq(id),
    queryFn: ({ signal }) => http.get<s.Rfq>(`/rfqs/${id}`, { signal }),
  })
export const comparisonQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.rfq(id), 'comparison'],
    queryFn: ({ signal }) => http.get<s.Comparison>(`/rfqs/${id}/comparison`, { signal }),
  })
export const quoteQuery = (id: string) =>
  queryOptions({
    queryKey: [...ROOT, 'quote', id],
    queryFn: ({ signal }) => http.get<s.Quote>(`/quotes/${id}`, { signal }),
  })
export const awardsQuery = (query: { rfqId?: string; mine?: boolean }) =>
  queryOptions({
    queryKey: [...keys.awards, query],
    queryFn: ({ signal }) => http.get<z.infer<typeof a.Awards>>('/awards', { query, signal }),
  })
export const purchasersQuery = queryOptions({
  queryKey: [...ROOT, 'purchasers'],
  queryFn: ({ signal }) => http.get<a.Purchasers>('/purchasers', { signal }),
})
export const matchesQuery = (category: string[]) =>
  queryOptions({
    queryKey: [...ROOT, 'matches', category],
    queryFn: ({ signal }) =>
      http.get<z.infer<typeof s.Matches>>('/rfq-matches', { query: { category }, signal }),
  })
export const groupsQuery = (chainId: string) =>
  queryOptions({
    queryKey: ['network', 'chain', chainId, 'groups'],
    queryFn: ({ signal }) =>
      http.get<z.infer<typeof network.Groups>>(`/chains/${chainId}/groups`, { signal }),
  })
export const sendRfq = (input: RfqInput) => http.post<s.Rfq>('/rfqs', input)
export const rfqAct = {
  see: (id: string) => http.put<null>(`/rfqs/${id}/seen`, {}),
  remind: (id: string) => http.put<{ reminded: number }>(`/rfqs/${id}/reminder`, {}),
  extend: (id: string, closesAt: string) => http.put<s.Rfq>(`/rfqs/${id}/deadline`, { closesAt }),
  cancel: (id: string, reason: string) => http.put<s.Rfq>(`/rfqs/${id}/cancellation`, { reason }),
  end: (id: string) => http.put<s.Rfq>(`/rfqs/${id}/end`, {}),
  decline: (id: string, reason: string) => http.put<s.Rfq>(`/rfqs/${id}/refusal`, { reason }),
  ask: (id: string, question: string) => http.post<s.Rfq>(`/rfqs/${id}/questions`, { question }),
  answer: (id: string, questionId: string, answer: string) =>
    http.put<s.Rfq>(`/rfqs/${id}/questions/${questionId}/answer`, { answer }),
  reckon: (id: string, input: s.Assumptions) =>
    http.put<s.Assumptions>(`/rfqs/${id}/assumptions`, input),
  invite: (id: string, orgIds: string[]) => http.post<s.Rfq>(`/rfqs/${id}/suppliers`, { orgIds }),
  talk: (id: string, sellerId: string) =>
    http.put<{ conversationId: string }>(`/rfqs/${id}/suppliers/${sellerId}/conversation`, {}),
  award: (id: string, input: AwardInput) => http.post<a.Award>(`/rfqs/${id}/awards`, input),
  quote: (id: string, input: QuoteInput) => http.post<s.Quote>(`/rfqs/${id}/quotes`, input),
}
export const quoteAct = {
  counter: (id: string, input: QuoteInput) => http.post<s.Quote>(`/quotes/${id}/versions`, input),
  agree: (id: string, versionNo: number) =>
    http.put<s.Quote>(`/quotes/${id}/agreement`, { versionNo }),
  reject: (id: string, reason: string) => http.put<s.Quote>(`/quotes/${id}/rejection`, { reason }),
  withdraw: (id: string, reason: string) =>
    http.put<s.Quote>(`/quotes/${id}/withdrawal`, { reason }),
}
export const decide = (id: string, input: z.input<typeof a.DecisionInput>) =>
  http.put<a.Award>(`/awards/${id}/decision`, input)
export const withdrawAward = (id: string) => http.put<a.Award>(`/awards/${id}/withdrawal`, {})
export const setPurchaser = (personId: string, input: a.PurchaserInput) =>
  http.put<a.Purchaser>(`/purchasers/${personId}`, input)
export const removePurchaser = (personId: string) => http.delete<null>(`/purchasers/${personId}`)
