import { useQuery } from '@tanstack/react-query'
import { MODULES } from './modules.ts'
import { type Me, mayDo } from './session.ts'

const SOURCE = MODULES.find((module) => module.unread)?.unread

/** How many notices this reader has not opened; null where no module counts them. */
export function useUnread(me: Me): { count: number; to: string | null } {
  const isOn = SOURCE !== undefined && me.org !== null && mayDo(me, SOURCE.access)
  const { data = 0 } = useQuery({
    queryKey: SOURCE?.queryKey ?? ['unread'],
    queryFn: ({ signal }) => SOURCE?.load(signal) ?? 0,
    enabled: isOn,
  })
  return { count: isOn ? data : 0, to: isOn ? SOURCE.to : null }
}
