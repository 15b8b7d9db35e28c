import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as s from '../../../../server/modules/messaging/robot-schema.ts'
import { http } from '../../ui/http.ts'

export type Robot = s.Robot
export type RobotMade = s.RobotMade
export type Destination = s.Destination
export type DestinationKind = s.DestinationKind
export type Forward = z.infer<typeof s.Forward>

export const robotsQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ['messaging', 'robots', conversationId],
    queryFn: ({ signal }) =>
      http.get<{ items: Robot[] }>(`/conversations/${conversationId}/robots`, { signal }),
  })
export const addRobot = (conversationId: string, input: z.input<typeof s.RobotInput>) =>
  http.post<RobotMade>(`/conversations/${conversationId}/robots`, input)
export const changeRobot = ({ id, version }: Robot, patch: z.input<typeof s.RobotPatch>) =>
  http.patch<Robot>(`/robots/${id}`, patch, { version })
export const rotateRobot = (id: string) => http.post<RobotMade>(`/robots/${id}/key`)
export const testRobot = (id: string) => http.put(`/robots/${id}/test`)
export const removeRobot = (id: string) => http.delete(`/robots/${id}`)

const KEY = ['messaging', 'destinations'] as const
export const destinationsKey = KEY
export const destinationsQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => http.get<{ items: Destination[] }>('/destinations', { signal }),
  // A queue moves by itself.
  refetchInterval: 5000,
})
export const addDestination = (input: z.input<typeof s.DestinationInput>) =>
  http.post<z.infer<typeof s.DestinationMade>>('/destinations', input)
export const changeDestination = (
  { id, version }: Destination,
  patch: z.input<typeof s.DestinationPatch>,
) => http.patch<Destination>(`/destinations/${id}`, patch, { version })
export const removeDestination = (id: string) => http.delete(`/destinations/${id}`)
export const testDestination = (id: string) => http.put<Destination>(`/destinations/${id}/test`)
export const retryForwards = (id: string) =>
  http.put<{ retried: number }>(`/destinations/${id}/retry`)
export const forwardsQuery = (id: string, state: Forward['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: [...KEY, id, state],
    queryFn: ({ signal, pageParam }) =>
      http.get<z.infer<typeof s.Forwards>>(`/destinations/${id}/forwards`, {
        query: { state, cursor: pageParam, limit: 30 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  })
