import { QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Me } from '../../../server/modules/identity/schema.ts'
import type { Level } from '../../../server/platform/schema.ts'
import { ApiError, http } from '../ui/http.ts'
import { readStored, writeStored } from '../ui/preferences.ts'
import { isPassing } from '../ui/problem.ts'
import { tellOrgChanged } from '../ui/stream.ts'
import type { Access, ModuleName } from './modules.ts'

export type { Me }

const KEPT = 'jingwei.me'

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 30 * 60_000,
      retry: (count, error) => isPassing(error) && navigator.onLine && count < 3,
      refetchOnWindowFocus: true,
      // Without a line a page says so at once instead of waiting for ever, and asks again when it is back.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** Who I am. The last answer is kept on the device, so that the frame stands before the network answers. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await http.get<Me>('/me', { signal })
    writeStored(KEPT, me)
    return me
  },
  initialData: () => readStored<Me | null>(KEPT, null) ?? undefined,
  initialDataUpdatedAt: 0,
  staleTime: 60_000,
})

/** The signed-in person and the org it acts for. Pages inside the frame always have one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('useMe outside the frame: nobody is signed in')
  return data
}

// Spelled out, because the schema would bring the whole validator into the first load.
const RANK: Record<Level, number> = { none: 0, view: 1, edit: 2 }

export function mayDo(me: Me, access: Access | undefined): boolean {
  if (!access) return true
  if (!me.org) return false
  const [module, level] = access.split(':') as [ModuleName, 'view' | 'edit']
  return RANK[me.permissions[module] ?? 'none'] >= RANK[level]
}

/** `const may = useMay(); may('network:edit') && <Button/>` */
export function useMay(): (access: Access) => boolean {
  const me = useMe()
  return useCallback((access) => mayDo(me, access), [me])
}

/** After sign-in, registration, joining or a switch of org: nothing of before may remain. */
export function useEnter(): (me: Me) => void {
  const client = useQueryClient()
  return useCallback(
    (me) => {
      client.clear()
      writeStored(KEPT, me)
      client.setQueryData(meQuery.queryKey, me)
      tellOrgChanged()
    },
    [client],
  )
}

/** Puts a changed profile or org in place without asking again. */
export function useKeepMe(): (me: Me) => void {
  const client = useQueryClient()
  return useCallback(
    (me) => {
      writeStored(KEPT, me)
      client.setQueryData(meQuery.queryKey, me)
    },
    [client],
  )
}

export function forgetMe(): void {
  writeStored(KEPT, null)
  queries.clear()
}

/** Ends the session here and on the server. */
export async function leave(): Promise<void> {
  try {
    await http.delete('/sessions/current')
  } catch (error) {
    // A session that has ended already is what was wanted.
    if (!(error instanceof ApiError && error.status === 401)) throw error
  }
  forgetMe()
  tellOrgChanged()
}
