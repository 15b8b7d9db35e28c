import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import type { z } from 'zod'
import type * as s from '../../../../server/modules/messaging/conversation-schema.ts'
import { http } from '../../ui/http.ts'
import type { StreamEvent } from '../../ui/sse.ts'
import { keys as inboxKeys } from './api.ts'
import { type Stretch, withEarlier, withLater, withMessage } from './stretch.ts'
import { atMostEvery } from './throttle.ts'

export type Conversation = s.Conversation
export type ConversationItem = s.ConversationItem
export type ConversationMember = s.ConversationMember
export type Message = s.Message
export type Readers = z.infer<typeof s.Readers>
type Conversations = z.infer<typeof s.Conversations>

const ROOT = 'messaging'
export const chatKeys = {
  lists: [ROOT, 'conversations'] as const,
  one: (id: string) => [ROOT, 'conversation', id] as const,
  members: (id: string) => [ROOT, 'conversation', id, 'members'] as const,
  messages: (id: string) => [ROOT, 'messages', id] as const,
  reads: (id: string) => [ROOT, 'reads', id] as const,
}

export const conversationsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...chatKeys.lists, q],
    queryFn: ({ signal, pageParam }) =>
      http.get<Conversations>('/conversations', {
        query: { q, cursor: pageParam, limit: 40 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Conversations) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
export const unreadTalk = async (signal: AbortSignal) =>
  (await http.get<Conversations>('/conversations', { query: { limit: 1 }, signal })).unread

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: chatKeys.one(id),
    queryFn: ({ signal }) => http.get<Conversation>(`/conversations/${id}`, { signal }),
  })
export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: chatKeys.members(id),
    queryFn: ({ signal }) =>
      http.get<{ items: ConversationMember[] }>(`/conversations/${id}/members`, { signal }),
  })

const stretch = (id: string, query: Record<string, number | undefined>, signal?: AbortSignal) =>
  http.get<Stretch>(`/conversations/${id}/messages`, { query, signal })
/** The newest messages, or those around a number that somebody came to see. */
export const messagesQuery = (id: string, around: number | undefined) =>
  queryOptions({
    queryKey: [...chatKeys.messages(id), around ?? 'newest'],
    queryFn: ({ signal }) => stretch(id, { around }, signal),
    staleTime: 0,
  })
export async function loadEarlier(client: QueryClient, id: string, around: number | undefined) {
  const { queryKey } = messagesQuery(id, around)
  const first = client.getQueryData(queryKey)?.items[0]
  if (!first) return
  const earlier = await stretch(id, { before: first.no })
  client.setQueryData(queryKey, (now) => now && withEarlier(now, earlier))
}
export async function loadLater(client: QueryClient, id: string, around: number | undefined) {
  const { queryKey } = messagesQuery(id, around)
  const last = client.getQueryData(queryKey)?.items.at(-1)
  if (!last) return
  const later = await stretch(id, { after: last.no })
  client.setQueryData(queryKey, (now) => now && withLater(now, later))
}

export const openConversation = (input: z.input<typeof s.ConversationInput>) =>
  http.post<Conversation>('/conversations', input)
export const openDirect = (person: string) =>
  http.post<Conversation>('/direct-conversations', { person })
export const changeConversation = (
  { id, version }: Conversation,
  patch: z.input<typeof s.ConversationPatch>,
) => http.patch<Conversation>(`/conversations/${id}`, patch, { version })
export const setOwn = (id: string, own: { isMuted?: boolean; isPinned?: boolean }) =>
  http.put<Conversation>(`/conversations/${id}/own`, own)
export const addMembers = (id: string, people: string[]) =>
  http.post<Conversation>(`/conversations/${id}/members`, { people })
export const removeMember = (id: string, personId: string) =>
  http.delete(`/conversations/${id}/members/${personId}`)
export const sendMessage = (
  id: string,
  input: z.input<typeof s.MessageInput>,
  idempotencyKey: string,
) => http.post<Message>(`/conversations/${id}/messages`, input, { idempotencyKey })
export const editMessage = (
  { conversationId, no, version }: Message,
  patch: z.input<typeof s.MessagePatch>,
) => http.patch<Message>(`/conversations/${conversationId}/messages/${no}`, patch, { version })
export const recallMessage = ({ conversationId, no }: Message) =>
  http.put<Message>(`/conversations/${conversationId}/messages/${no}/recall`)
export const pinMessage = (id: string, no: number) =>
  http.put(`/conversations/${id}/messages/${no}/pin`)
export const unpinMessage = (id: string, no: number) =>
  http.delete(`/conversations/${id}/messages/${no}/pin`)
export const markRead = (id: string, from: number, to: number) =>
  http.put<z.infer<typeof s.Reading>>(`/conversations/${id}/reading`, { from, to })

export const readCountsQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: [...chatKeys.reads(id), from, to],
    queryFn: ({ signal }) =>
      http.get<z.infer<typeof s.ReadCounts>>(`/conversations/${id}/reads`, {
        query: { from, to },
        signal,
      }),
    placeholderData: keepPreviousData,
    enabled: to >= from && from > 0,
  })
export const readersQuery = (id: string, no: number) =>
  queryOptions({
    queryKey: [...chatKeys.reads(id), 'names', no],
    queryFn: ({ signal }) =>
      http.get<Readers>(`/conversations/${id}/messages/${no}/readers`, { signal }),
  })
export const versionsQuery = (id: string, no: number) =>
  queryOptions({
    queryKey: [...chatKeys.messages(id), 'versions', no],
    queryFn: ({ signal }) =>
      http.get<z.infer<typeof s.MessageVersions>>(`/conversations/${id}/messages/${no}/versions`, {
        signal,
      }),
  })
export const pinnedQuery = (id: string, pinned: number[]) =>
  queryOptions({
    queryKey: [...chatKeys.messages(id), 'pinned', pinned],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(
        pinned.map((no) => stretch(id, { after: no - 1, limit: 1 }, signal)),
      )
      return found.flatMap(({ items }) => items)
    },
    enabled: pinned.length > 0,
  })
export const searchQuery = (q: string, conversationId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [ROOT, 'search', q, conversationId],
    queryFn: ({ signal, pageParam }) =>
      http.get<z.infer<typeof s.FoundMessages>>('/messages', {
        query: { q, conversationId, cursor: pageParam, limit: 30 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled: q.trim().length > 1,
  })

/** Puts what was said into every stretch that shows it, and marks the list as stale. */
export function heardInTalk(event: StreamEvent, client: QueryClient): void {
  if (event.type === 'conversation.message') {
    takeIn(client, event.data as unknown as Message)
    return
  }
  if (event.type === 'conversation.changed') {
    const id = String(event.data.conversationId)
    void client.invalidateQueries({ queryKey: chatKeys.one(id) })
    refreshLists(client)
    return
  }
  const topic = String(event.data.topic ?? '')
  if (event.type === 'signal' && topic.startsWith('reads:')) {
    const id = topic.slice('reads:'.length)
    atMostEvery(topic, 1000, () => void client.invalidateQueries({ queryKey: chatKeys.reads(id) }))
    refreshLists(client)
  }
}

export function takeIn(client: QueryClient, message: Message): void {
  const stretches = client.getQueriesData<Stretch>({
    queryKey: chatKeys.messages(message.conversationId),
  })
  for (const [queryKey, now] of stretches) {
    if (now && 'hasLater' in now) client.setQueryData(queryKey, withMessage(now, message))
  }
  refreshLists(client)
}

/** A busy chain says several things a second; the list need not be asked for at each. */
export function refreshLists(client: QueryClient): void {
  atMostEvery('conversations', 700, () => {
    void client.invalidateQueries({ queryKey: chatKeys.lists })
    void client.invalidateQueries({ queryKey: [...inboxKeys.inbox, 'unread'] })
  })
}
