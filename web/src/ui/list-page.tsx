import { SearchOutlined } from '@ant-design/icons'
import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, Table, type TableColumnType } from 'antd'
import {
  type MouseEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useGo, useSearchValues } from '../app/navigation.ts'
import { ExportRows, type TextColumn } from './export-button.tsx'
import { http, type QueryValue } from './http.ts'
import { useFormat, useTexts } from './i18n.ts'
import {
  asList,
  countActive,
  joinPages,
  type ListAnswer,
  type ListFilter,
  toQuery,
} from './list-state.ts'
import { ColumnsChooser, cleared, FilterBar, FilterChips, SavedFilters } from './list-tools.tsx'
import { Page } from './page.tsx'
import { readStored, useIsPhone, usePreferences, writeStored } from './preferences.ts'
import { EmptyState, ErrorState, Skeleton } from './states.tsx'

export type { ListAnswer, ListFilter } from './list-state.ts'

export interface ListColumn<T> {
  key: string
  title: string
  render: (row: T) => ReactNode
  width?: number
  align?: 'right' | 'center'
  /** The server's names for this order; a list that sorts one way only gives one. */
  sort?: { ascend?: string; descend?: string }
  /** Not shown until somebody chooses it. */
  isHidden?: boolean
  /** What a spreadsheet says of it. A list in which any column has this can be saved. */
  text?: (row: T) => string | number | null
}

export interface Selection<T> {
  rows: T[]
  keys: string[]
  /** Everything that the filters find, also what is not loaded yet: send `query` instead of `keys`. */
  isAll: boolean
  count: number
  query: Record<string, QueryValue>
  clear: () => void
}

export interface ListProps<T> {
  /** Under this name the device remembers columns and saved filters. */
  id: string
  queryKey: QueryKey
  /** `/members`, asked with q, sort, filters, cursor and limit. */
  path?: string
  /** Instead of `path`, for a list that comes another way. */
  load?: (query: Record<string, QueryValue>, signal: AbortSignal) => Promise<ListAnswer<T>>
  /** Sent with every request besides the filters. */
  query?: Record<string, QueryValue>
  rowKey: (row: T) => string
  columns: ListColumn<T>[]
  /** A row on a phone. Without it the first column is the title and the rest are pairs. */
  card?: (row: T) => ReactNode
  /** The page of a row; the first column becomes its link. */
  to?: (row: T) => string
  /** Instead of a page: what a click on a row does. */
  onOpen?: (row: T) => void
  filters?: ListFilter[]
  /** Absent: the list cannot be searched. */
  searchLabel?: string
  /** What to do with chosen rows. */
  bulk?: (selection: Selection<T>) => ReactNode
  /** Exports and other lesser acts, right of the tools. */
  tools?: ReactNode
  empty: { icon?: ReactNode; title: string; note?: ReactNode; action?: ReactNode }
  /** Inside another page: the list does not fill the screen. */
  isEmbedded?: boolean
}

const PAGE_SIZE = 100

/** A page that is a list. */
export function ListPage<T extends object>({
  title,
  note,
  back,
  actions,
  above,
  ...list
}: ListProps<T> & {
  title: string
  note?: ReactNode
  back?: { to: string; label: string }
  actions?: ReactNode
  above?: ReactNode
}) {
  return (
    <Page title={title} note={note} back={back} actions={actions}>
      {above}
      <List {...list} />
    </Page>
  )
}

function useListQuery<T>({ queryKey, path, load, query = {}, filters = [] }: ListProps<T>) {
  const [values, change] = useSearchValues()
  const asked = toQuery(values, filters, query)
  const read = (cursor: string | null, signal = new AbortController().signal) => {
    const page = { ...asked, limit: PAGE_SIZE, cursor }
    return load
      ? load(page, signal)
      : http.get<ListAnswer<T>>(path as string, { query: page, signal })
  }
  const result = useInfiniteQuery({
    queryKey: [...queryKey, asked],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    getNextPageParam: (last) => last.nextCursor ?? null,
    placeholderData: keepPreviousData,
  })
  return { values, change, asked, result, read }
}

/** Search, filters, columns, sort, paging by cursor, count; rows become cards on a phone. */
export function List<T extends object>(props: ListProps<T>) {
  const { id, rowKey, filters = [], searchLabel, bulk, tools, empty, columns } = props
  const { t } = useTexts()
  const format = useFormat()
  const isPhone = useIsPhone()
  const { values, change, asked, result, read } = useListQuery(props)
  const told = columns.filter((column): column is ListColumn<T> & TextColumn<T> => !!column.text)
  const columnsKey = `jingwei.columns.${id}`
  const [hidden, setHidden] = useState(() =>
    readStored<string[]>(
      columnsKey,
      columns.filter((column) => column.isHidden).map((column) => column.key),
    ),
  )
  const [chosen, setChosen] = useState<string[]>([])
  const [isAll, setAll] = useState(false)

  const rows = useMemo(() => joinPages(result.data?.pages ?? [], rowKey), [result.data, rowKey])
  const total = result.data?.pages[0]?.total
  const isFiltered = Boolean(values.q) || countActive(values, filters) > 0
  // A choice made under other filters would act on rows that are out of sight.
  const askedText = JSON.stringify(asked)
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the question changes
  useEffect(() => {
    setChosen([])
    setAll(false)
  }, [askedText])

  const selection: Selection<T> = {
    rows: rows.filter((row) => chosen.includes(rowKey(row))),
    keys: chosen,
    isAll,
    count: isAll ? (total ?? rows.length) : chosen.length,
    query: asked,
    clear: () => {
      setChosen([])
      setAll(false)
    },
  }
  const count = total ?? rows.length
  const countText = result.data
    ? t(total === undefined && result.hasNextPage ? 'common:list.countMore' : 'common:list.count', {
        count,
        number: format.number(count),
      })
    : ''
  const hasTools = searchLabel !== undefined || filters.length > 0 || tools

  return (
    <div className="list">
      {hasTools && (
        <search className="list-tools">
          {searchLabel !== undefined && (
            <SearchBox
              value={asList(values.q)[0] ?? ''}
              label={searchLabel}
              onSearch={(q) => change({ q: q || undefined })}
            />
          )}
          <FilterBar filters={filters} values={values} onChange={change} />
          <div className="list-tools-end">
            {tools}
            {told.length > 0 && <ExportRows name={id} columns={told} read={read} />}
            {!isPhone && filters.length > 0 && (
              <SavedFilters id={id} filters={filters} values={values} onChange={change} />
            )}
            {!isPhone && columns.length > 3 && (
              <ColumnsChooser
                columns={columns}
                hidden={hidden}
                onChange={(next) => {
                  setHidden(next)
                  writeStored(columnsKey, next)
                }}
              />
            )}
          </div>
        </search>
      )}
      <FilterChips filters={filters} values={values} onChange={change} />
      <div className="list-line">
        <span className="faint figures" aria-live="polite">
          {countText}
        </span>
      </div>
      {bulk && chosen.length > 0 && (
        <BulkBar
          selection={selection}
          total={total}
          onAll={() => setAll(true)}
          hasMore={result.hasNextPage}
        >
          {bulk(selection)}
        </BulkBar>
      )}
      {result.isPending ? (
        <div className="card card-padded">
          <Skeleton rows={8} />
        </div>
      ) : result.isError && rows.length === 0 ? (
        <div className="card">
          <ErrorState error={result.error} onRetry={() => void result.refetch()} />
        </div>
      ) : rows.length === 0 ? (
        <div className="card">
          {isFiltered ? (
            <EmptyState
              icon={<SearchOutlined />}
              title={t('common:list.nothingFound')}
              note={t('common:list.nothingFoundNote')}
              action={
                <Button onClick={() => change({ ...cleared(filters), q: undefined })}>
                  {t('common:list.clear')}
                </Button>
              }
            />
          ) : (
            <EmptyState {...empty} />
          )}
        </div>
      ) : isPhone ? (
        <Cards {...props} rows={rows} more={result} />
      ) : (
        <Rows
          {...props}
          rows={rows}
          more={result}
          hidden={hidden}
          chosen={chosen}
          onChoose={setChosen}
          values={values}
          change={change}
        />
      )}
    </div>
  )
}

function SearchBox({
  value,
  label,
  onSearch,
}: {
  value: string
  label: string
  onSearch: (q: string) => void
}) {
  const isPhone = useIsPhone()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onSearch(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <Input
      className="list-search"
      size={isPhone ? 'large' : 'medium'}
      prefix={<SearchOutlined aria-hidden />}
      type="search"
      allowClear
      value={text}
      placeholder={label}
      aria-label={label}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => onSearch(text.trim())}
    />
  )
}

function BulkBar<T>({
  selection,
  total,
  hasMore,
  onAll,
  children,
}: {
  selection: Selection<T>
  total: number | undefined
  hasMore: boolean
  onAll: () => void
  children: ReactNode
}) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('common:list.bulk')}>
      <span className="figures">
        {t('common:list.chosen', {
          count: selection.count,
          number: format.number(selection.count),
        })}
      </span>
      {!selection.isAll && hasMore && total !== undefined && (
        <Button type="link" size="small" onClick={onAll}>
          {t('common:list.chooseAll', { count: total, number: format.number(total) })}
        </Button>
      )}
      <Button type="link" size="small" onClick={selection.clear}>
        {t('common:list.clearChosen')}
      </Button>
      <div className="bulk-actions">{children}</div>
    </div>
  )
}

interface More {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isPlaceholderData: boolean
  fetchNextPage: () => unknown
}

function useLoadMore({ hasNextPage, isFetchingNextPage, fetchNextPage }: More) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = end.current
    if (!place || !hasNextPage || isFetchingNextPage) return
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && fetchNextPage(),
      { rootMargin: '800px' },
    )
    observer.observe(place)
    return () => observer.disconnect()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return end
}

function Cards<T extends object>({
  rows,
  more,
  rowKey,
  columns,
  card,
  to,
  onOpen,
}: ListProps<T> & { rows: T[]; more: More }) {
  const { t } = useTexts()
  const end = useLoadMore(more)
  const shown = columns.filter((column) => !column.isHidden)
  return (
    <>
      <ul className={more.isPlaceholderData ? 'cards is-stale' : 'cards'}>
        {rows.map((row) => {
          const body = card ? card(row) : <CardOfColumns columns={shown} row={row} />
          return (
            <li key={rowKey(row)} className="card cards-item">
              {to ? (
                <Link to={to(row)} className="cards-link">
                  {body}
                </Link>
              ) : onOpen ? (
                <button type="button" className="cards-link" onClick={() => onOpen(row)}>
                  {body}
                </button>
              ) : (
                <div className="cards-link">{body}</div>
              )}
            </li>
          )
        })}
      </ul>
      <div ref={end} />
      {more.hasNextPage && (
        <Button
          block
          size="large"
          loading={more.isFetchingNextPage}
          onClick={() => more.fetchNextPage()}
        >
          {t('common:list.more')}
        </Button>
      )}
    </>
  )
}

function CardOfColumns<T>({ columns, row }: { columns: ListColumn<T>[]; row: T }) {
  const [first, ...rest] = columns
  return (
    <>
      <div className="cards-title">{first?.render(row)}</div>
      <dl className="cards-facts">
        {rest.map((column) => (
          <div key={column.key}>
            {column.title && <dt>{column.title}</dt>}
            <dd>{column.render(row)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

interface RowsProps<T> {
  rows: T[]
  more: More
  hidden: string[]
  chosen: string[]
  onChoose: (keys: string[]) => void
  values: ReturnType<typeof useSearchValues>[0]
  change: ReturnType<typeof useSearchValues>[1]
}

function Rows<T extends object>({
  rows,
  more,
  hidden,
  chosen,
  onChoose,
  values,
  change,
  ...props
}: ListProps<T> & RowsProps<T>) {
  const { columns, rowKey, to, onOpen, bulk, isEmbedded } = props
  const { t } = useTexts()
  const go = useGo()
  const { density } = usePreferences()
  const place = useRef<HTMLDivElement>(null)
  // Many rows scroll inside the table, which draws only those in sight; few rows scroll with the page.
  const isVirtual = more.hasNextPage || rows.length > PAGE_SIZE
  const height = useHeightLeft(place, isVirtual, isEmbedded ? 480 : null)
  const sort = asList(values.sort)[0]

  const shown: TableColumnType<T>[] = columns
    .filter((column, index) => index === 0 || !hidden.includes(column.key))
    .map((column, index) => ({
      key: column.key,
      title: column.title,
      width: column.width ?? (index === 0 ? 240 : 140),
      align: column.align,
      ellipsis: true,
      className: column.align === 'right' ? 'figures' : undefined,
      render: (_value: unknown, row: T) =>
        index > 0 ? (
          column.render(row)
        ) : to ? (
          <Link to={to(row)} className="row-link">
            {column.render(row)}
          </Link>
        ) : onOpen ? (
          <button type="button" className="row-link" onClick={() => onOpen(row)}>
            {column.render(row)}
          </button>
        ) : (
          column.render(row)
        ),
      ...(column.sort && {
        sorter: true,
        sortDirections: [
          ...(column.sort.ascend ? ['ascend' as const] : []),
          ...(column.sort.descend ? ['descend' as const] : []),
        ],
        sortOrder:
          sort === undefined
            ? null
            : sort === column.sort.ascend
              ? 'ascend'
              : sort === column.sort.descend
                ? 'descend'
                : null,
      }),
    }))
  const width = shown.reduce((sum, column) => sum + Number(column.width), bulk ? 48 : 0)

  function open(row: T, event: MouseEvent<HTMLElement>): void {
    // A click on a button or a link in the row, or the end of a text selection, is not a click on the row.
    if (
      (event.target as HTMLElement).closest(
        'a, button, input, label, .ant-checkbox-wrapper, .ant-dropdown',
      )
    )
      return
    if (window.getSelection()?.toString()) return
    if (onOpen) onOpen(row)
    else if (to) go(to(row))
  }

  return (
    <div ref={place} className={more.isPlaceholderData ? 'card table is-stale' : 'card table'}>
      <Table<T>
        size={density === 'compact' ? 'small' : 'middle'}
        rowKey={rowKey}
        columns={shown}
        dataSource={rows}
        // A record may have a field named children; it is not a tree of rows.
        expandable={{ childrenColumnName: '' }}
        pagination={false}
        showSorterTooltip={false}
        virtual={isVirtual}
        scroll={isVirtual ? { x: width, y: height } : { x: width }}
        sticky={!isVirtual && !isEmbedded ? { offsetHeader: 56 } : false}
        onRow={(row) =>
          to || onOpen ? { onClick: (event) => open(row, event), className: 'row-open' } : {}
        }
        onChange={(_page, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter
          const column = columns.find(({ key }) => key === one?.columnKey)
          change({ sort: one?.order ? column?.sort?.[one.order] : undefined })
        }}
        onScroll={({ currentTarget }) => {
          const left =
            currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight
          if (left < 800 && more.hasNextPage && !more.isFetchingNextPage) more.fetchNextPage()
        }}
        rowSelection={
          bulk
            ? {
                selectedRowKeys: chosen,
                onChange: (keys) => onChoose(keys.map(String)),
                columnWidth: 48,
                getTitleCheckboxProps: () => ({ 'aria-label': t('common:list.chooseLoaded') }),
              }
            : undefined
        }
      />
      {isVirtual && more.hasNextPage && (
        <div className="table-more">
          <Button
            type="link"
            loading={more.isFetchingNextPage}
            onClick={() => more.fetchNextPage()}
          >
            {t('common:list.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** What is left of the window below the place, so that a long list ends where the screen does. */
function useHeightLeft(
  place: { current: HTMLElement | null },
  isWanted: boolean,
  fixed: number | null,
): number {
  const [height, setHeight] = useState(fixed ?? 480)
  useLayoutEffect(() => {
    if (!isWanted || fixed !== null) return
    const measure = () => {
      const top = place.current?.getBoundingClientRect().top ?? 0
      // The head of the table, the line below it, and the page's own margin.
      setHeight(Math.max(240, Math.floor(window.innerHeight - top - 48 - 44 - 24)))
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [place, isWanted, fixed])
  return height
}
