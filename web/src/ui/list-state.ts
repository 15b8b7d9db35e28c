import type { QueryValue } from './http.ts'

/** What an address holds of a list: the search, the sort, and each filter under its own name. */
export type ListValues = Record<string, string | string[] | undefined>

export interface ListAnswer<T> {
  items: T[]
  nextCursor?: string | null
  total?: number
}

export interface FilterOption {
  value: string
  label: string
}

export type ListFilter =
  | { kind: 'choice'; key: string; label: string; options: FilterOption[]; isMultiple?: boolean }
  /** Two parameters, each an instant: from the start of the first day to the end of the last. */
  | { kind: 'dates'; key: string; toKey: string; label: string }
  | { kind: 'text'; key: string; label: string }

/** The names in the address that belong to the filters. */
export function filterKeys(filters: ListFilter[]): string[] {
  return filters.flatMap((filter) =>
    filter.kind === 'dates' ? [filter.key, filter.toKey] : [filter.key],
  )
}

/** Only what the list knows goes to the server: a stray parameter in a link is not our business. */
export function toQuery(
  values: ListValues,
  filters: ListFilter[],
  extra: Record<string, QueryValue> = {},
): Record<string, QueryValue> {
  const query: Record<string, QueryValue> = {}
  for (const key of ['q', 'sort', ...filterKeys(filters)]) if (values[key]) query[key] = values[key]
  return { ...query, ...extra }
}

export function countActive(values: ListValues, filters: ListFilter[]): number {
  return filters.filter(
    (filter) => values[filter.key] || (filter.kind === 'dates' && values[filter.toKey]),
  ).length
}

export interface ActiveFilter {
  key: string
  text: string
  /** What to take out of the address to drop it. */
  clears: string[]
}

/** Each active filter as a chip. Options are shown by their label, an unknown one as it stands. */
export function activeFilters(
  values: ListValues,
  filters: ListFilter[],
  day: (iso: string) => string,
): ActiveFilter[] {
  return filters.flatMap((filter) => {
    if (filter.kind === 'dates') {
      const [from, to] = [values[filter.key], values[filter.toKey]].map((v) =>
        typeof v === 'string' ? day(v) : '',
      )
      if (!from && !to) return []
      return [
        {
          key: filter.key,
          text: `${filter.label}: ${from} – ${to}`,
          clears: [filter.key, filter.toKey],
        },
      ]
    }
    const chosen = asList(values[filter.key])
    if (chosen.length === 0) return []
    const names = chosen.map((value) =>
      filter.kind === 'choice'
        ? (filter.options.find((option) => option.value === value)?.label ?? value)
        : value,
    )
    return [{ key: filter.key, text: `${filter.label}: ${names.join(', ')}`, clears: [filter.key] }]
  })
}

export function asList(value: string | string[] | undefined): string[] {
  if (value === undefined || value === '') return []
  return Array.isArray(value) ? value : [value]
}

/** Pages joined; a row that moved to the next page between two requests is shown once. */
export function joinPages<T>(pages: ListAnswer<T>[], rowKey: (row: T) => string): T[] {
  const rows = new Map<string, T>()
  for (const page of pages) for (const item of page.items) rows.set(rowKey(item), item)
  return [...rows.values()]
}
