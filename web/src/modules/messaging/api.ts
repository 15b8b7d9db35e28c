import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import type { z } from 'zod'
import type * as s from '../../../../server/modules/messaging/schema.ts'
import type * as network from '../../../../server/modules/network/schema.ts'
import type { StoredFile as StoredFileShape } from '../../../../server/platform/schema.ts'
import { http, type QueryValue } from '../../ui/http.ts'

export type Notices = z.infer<typeof s.Notices>
export type NoticeItem = z.infer<typeof s.NoticeItem>
export type NoticeState = z.infer<typeof s.NoticeState>
export type Inbox = z.infer<typeof s.Inbox>
export type Receipts = z.infer<typeof s.Receipts>
export type Relays = z.infer<typeof s.Relays>
export type Escalations = z.infer<typeof s.Escalations>
export type Template = z.infer<typeof s.Template>
export type Templates = z.infer<typeof s.Templates>
export type RollUpBy = z.infer<typeof s.RollUpQuery>['by']
export type StoredFile = z.infer<typeof StoredFileShape>
export type Chains = z.infer<typeof network.Chains>
export type Groups = z.infer<typeof network.Groups>
export type Partners = z.infer<typeof network.Partners>

type Filter = Record<string, QueryValue>
const ROOT = 'messaging'

/** Every query of the module begins with one word, so that a live event can name what it makes stale. */
export const keys = {
  inbox: [ROOT, 'inbox'] as const,
  notices: [ROOT, 'notices'] as const,
  notice: (id: string) => [ROOT, 'notice', id] as const,
  relays: [ROOT, 'relays'] as const,
  escalations: [ROOT, 'escalations'] as const,
  templates: [ROOT, 'templates'] as const,
}

export const inboxQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: [...keys.inbox, filter],
    queryFn: ({ signal, pageParam }) =>
      http.get<Inbox>('/inbox', { query: { ...filter, cursor: pageParam, limit: 30 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Inbox) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const inboxHead = (only: 'unread' | 'waiting', signal: AbortSignal) =>
  http.get<Inbox>('/inbox', { query: { only, limit: 5 }, signal })

export const inboxNoticeKey = (noticeId: string, partnerId: string) =>
  [...keys.inbox, 'one', noticeId, partnerId] as const
/** Opening is the reading: asking for a notice marks it as read. */
export const inboxNoticeQuery = (noticeId: string, partnerId: string) =>
  queryOptions({
    queryKey: inboxNoticeKey(noticeId, partnerId),
    queryFn: ({ signal }) =>
      http.put<s.InboxNotice>(`/inbox/${noticeId}/${partnerId}/reading`, undefined, { signal }),
  })
export const confirmNotice = (noticeId: string, partnerId: string, answer: string | null) =>
  http.put<s.InboxNotice>(`/inbox/${noticeId}/${partnerId}/confirmation`, { answer })

export const noticesQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: [...keys.notices, filter],
    queryFn: ({ signal, pageParam }) =>
      http.get<Notices>('/notices', { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Notices) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
export const findNotices = (filter: Filter, signal?: AbortSignal) =>
  http.get<Notices>('/notices', { query: filter, signal })
export const noticeQuery = (id: string) =>
  queryOptions({
    queryKey: keys.notice(id),
    queryFn: ({ signal }) => http.get<s.Notice>(`/notices/${id}`, { signal }),
  })
export const draftNotice = (input: z.input<typeof s.NoticeInput>, idempotencyKey: string) =>
  http.post<s.Notice>('/notices', input, { idempotencyKey })
export const changeDraft = (id: string, version: number, input: z.input<typeof s.NoticePatch>) =>
  http.patch<s.Notice>(`/notices/${id}`, input, { version })
export const dropDraft = (id: string) => http.delete(`/notices/${id}`)
export const sendNotice = (id: string, at: string | null) =>
  http.put<s.Notice>(`/notices/${id}/sending`, { at })
export const unscheduleNotice = (id: string) => http.delete<s.Notice>(`/notices/${id}/sending`)
export const recallNotice = (id: string, reason: string) =>
  http.put<s.Notice>(`/notices/${id}/recall`, { reason })
export const retryNotice = (id: string) =>
  http.put<z.infer<typeof s.Retried>>(`/notices/${id}/retry`)
export const remindNotice = (id: string) =>
  http.put<{ reminded: number }>(`/notices/${id}/reminder`)

export const rollUpQuery = (id: string, by: RollUpBy) =>
  queryOptions({
    queryKey: [...keys.notice(id), 'roll-up', by],
    queryFn: ({ signal }) =>
      http.get<s.RollUp>(`/notices/${id}/roll-up`, { query: { by }, signal }),
    placeholderData: keepPreviousData,
  })
export const receiptsQuery = (id: string, filter: Filter) =>
  infiniteQueryOptions({
    queryKey: [...keys.notice(id), 'receipts', filter],
    queryFn: ({ signal, pageParam }) =>
      http.get<Receipts>(`/notices/${id}/receipts`, {
        query: { ...filter, cursor: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Receipts) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
export const audienceQuery = (chainId: string, audience: s.Audience) =>
  queryOptions({
    queryKey: [ROOT, 'audience', chainId, audience],
    queryFn: ({ signal }) =>
      http.post<s.AudienceCount>('/audience', { chainId, audience }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const relaysQuery = queryOptions({
  queryKey: keys.relays,
  queryFn: ({ signal }) => http.get<Relays>('/relays', { signal }),
})
export const relayQuery = (noticeId: string, partnerId: string) =>
  queryOptions({
    queryKey: [...keys.relays, noticeId, partnerId],
    queryFn: ({ signal }) => http.get<s.Relay>(`/relays/${noticeId}/${partnerId}`, { signal }),
  })
export const adjustRelay = (relay: s.Relay, patch: s.RelayPatch) =>
  http.patch<s.Relay>(`/relays/${relay.noticeId}/${relay.partnerId}`, patch, {
    version: relay.version,
  })
export const passOn = (noticeId: string, partnerId: string) =>
  http.put<s.Relay>(`/relays/${noticeId}/${partnerId}/passing`)

export const escalationsQuery = queryOptions({
  queryKey: keys.escalations,
  queryFn: ({ signal }) => http.get<Escalations>('/escalations', { signal }),
})

export const templatesQuery = queryOptions({
  queryKey: keys.templates,
  queryFn: ({ signal }) => http.get<Templates>('/notice-templates', { signal }),
})
export const addTemplate = (input: s.TemplateInput) =>
  http.post<Template>('/notice-templates', input)
export const changeTemplate = (id: string, version: number, patch: s.TemplatePatch) =>
  http.patch<Template>(`/notice-templates/${id}`, patch, { version })
export const removeTemplate = (id: string) => http.delete(`/notice-templates/${id}`)

export const uploadFile = (file: File, onProgress: (share: number) => void, signal: AbortSignal) =>
  http.upload<StoredFile>('/files', file, { onProgress, signal })
export const fileAddress = (id: string) => `/api/v1/files/${id}`

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
export const groupsQuery = (chainId: string) =>
  queryOptions({
    queryKey: ['network', 'chain', chainId, 'groups'],
    queryFn: ({ signal }) => http.get<Groups>(`/chains/${chainId}/groups`, { signal }),
  })
export const partnersQuery = (chainId: string, filter: Filter) =>
  queryOptions({
    queryKey: ['network', 'chain', chainId, 'found', filter],
    queryFn: ({ signal }) =>
      http.get<Partners>(`/chains/${chainId}/partners`, {
        query: { ...filter, limit: 30 },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

/** After anything that changes a notice of mine: its page, the list and the home page. */
export function noticeChanged(client: QueryClient, notice: s.Notice): void {
  client.setQueryData(keys.notice(notice.id), notice)
  void client.invalidateQueries({ queryKey: [...keys.notice(notice.id), 'roll-up'] })
  void client.invalidateQueries({ queryKey: [...keys.notice(notice.id), 'receipts'] })
  void client.invalidateQueries({ queryKey: keys.notices })
}
