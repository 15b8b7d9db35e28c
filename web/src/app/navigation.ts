import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** One value, several, or none: what an address holds after its question mark. */
export type SearchValues = Record<string, string | string[] | undefined>

/** Addresses stay readable: `?tier=1&tier=2&q=布`, and every value is text. */
export function parseSearch(text: string): SearchValues {
  const values: SearchValues = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const before = values[name]
    if (before === undefined) values[name] = value
    else values[name] = Array.isArray(before) ? [...before, value] : [before, value]
  }
  return values
}

export function writeSearch(values: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one))
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** The parts of the path that the route names: `$chainId` is `chainId`. */
export function useRouteParams<T extends string>(): Record<T, string> {
  return useParams({ strict: false }) as Record<T, string>
}

/** Goes to a path such as `/chains/1?tab=rules`. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate()
  return useCallback(
    (to, { replace = false } = {}) => {
      const [path, search = ''] = to.split('?')
      void navigate({ to: path as string, search: parseSearch(search) as never, replace })
    },
    [navigate],
  )
}

/** What stands after the question mark, and a way to change parts of it without a new history entry. */
export function useSearchValues(): [SearchValues, (patch: SearchValues) => void] {
  const values = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const change = useCallback(
    (patch: SearchValues) => {
      void navigate({
        to: '.',
        search: ((before: SearchValues) => ({ ...before, ...patch })) as never,
        replace: true,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [values, change]
}
