import { PlusOutlined, RedoOutlined, UndoOutlined, UploadOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Product } from '../../../../../server/modules/trade/schema.ts'
import { ApiError, http } from '../../../ui/http.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { useIsPhone } from '../../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../../ui/states.tsx'
import { SheetDrawer } from '../agreements/sheet-drawer.tsx'
import { allProductsQuery, keys } from '../api.ts'
import { useGuarded } from '../use-guarded.ts'
import {
  addRow,
  type Faults,
  type GridState,
  isChanged,
  openGrid,
  readRow,
  redo,
  serverFaults,
  undo,
} from './grid.ts'
import { GridTable } from './grid-table.tsx'
import '../price.css'

/** The catalogue like a spreadsheet: typed, pasted, undone, and saved in one go. */
export function GridPage() {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const products = useQuery({ ...allProductsQuery, staleTime: Number.POSITIVE_INFINITY })
  if (isPhone) {
    return (
      <Page title={t('price:grid.title')} back={{ to: '/prices', label: t('trade:title') }}>
        <EmptyState icon={null} title={t('price:grid.title')} note={t('price:grid.phone')} />
      </Page>
    )
  }
  if (products.isPending) return <Skeleton rows={12} />
  if (products.isError) {
    return <ErrorState error={products.error} onRetry={() => void products.refetch()} />
  }
  return <OpenGrid key={products.dataUpdatedAt} products={products.data} />
}

function OpenGrid({ products }: { products: Product[] }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const [grid, setGrid] = useState<GridState>(() => openGrid(products))
  const [refused, setRefused] = useState<ReadonlyMap<string, Faults>>(new Map())
  const [text, setText] = useState('')
  const [isImporting, setImporting] = useState(false)
  const q = useDeferredValue(text).toLowerCase()
  const shown = useMemo(
    () =>
      grid.rows.filter(
        ({ product, cells }) =>
          product === null || q === '' || `${cells.code} ${cells.name}`.toLowerCase().includes(q),
      ),
    [grid.rows, q],
  )
  const changed = useMemo(() => grid.rows.filter(isChanged), [grid.rows])
  const faults = useMemo(() => {
    const found = new Map(refused)
    for (const row of changed) {
      const own = readRow(row).faults
      if (Object.keys(own).length > 0) found.set(row.key, { ...found.get(row.key), ...own })
    }
    return found
  }, [changed, refused])
  const bad = [...faults.values()].reduce((sum, own) => sum + Object.keys(own).length, 0)
  useGuarded(() => changed.length > 0)
  const reload = () => client.invalidateQueries({ queryKey: keys.products })
  const save = useMutation({
    mutationFn: () =>
      http.put<{ items: Product[] }>('/products', {
        rows: changed.map((row) => readRow(row).input),
      }),
    onSuccess: ({ items }) => {
      message.success(t('price:grid.saved', { n: items.length }))
      setGrid(openGrid([]))
      void reload()
    },
    onError: (error) => {
      if (error instanceof ApiError) setRefused(serverFaults(changed, error.fields))
      void message.error(errorText(error))
    },
  })
  const change = (next: GridState) => {
    setRefused(new Map())
    setGrid(next)
  }
  return (
    <Page
      title={t('price:grid.title')}
      note={t('price:grid.note')}
      back={{ to: '/prices', label: t('trade:title') }}
      actions={
        <>
          <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
            {t('price:grid.import')}
          </Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={changed.length === 0 || bad > refused.size}
            onClick={() => save.mutate()}
          >
            {changed.length === 0
              ? t('price:grid.nothing')
              : t('price:grid.save', { n: changed.length })}
          </Button>
        </>
      }
    >
      <div className="grid-tools">
        <Input.Search
          allowClear
          placeholder={t('price:grid.search')}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          icon={<UndoOutlined />}
          aria-label={t('price:grid.undo')}
          disabled={grid.done.length === 0}
          onClick={() => change(undo(grid))}
        />
        <Button
          icon={<RedoOutlined />}
          aria-label={t('price:grid.redo')}
          disabled={grid.undone.length === 0}
          onClick={() => change(redo(grid))}
        />
        <Button icon={<PlusOutlined />} onClick={() => change(addRow(grid))}>
          {t('price:grid.add')}
        </Button>
        {changed.length > 0 && (
          <Button type="text" onClick={() => change(openGrid(products))}>
            {t('price:grid.discard')}
          </Button>
        )}
        <span className="grid-count">
          {changed.length > 0 && t('price:grid.changed', { n: changed.length })}{' '}
          {bad > 0 && <span className="price-none">{t('price:grid.faulty', { n: bad })}</span>}
        </span>
      </div>
      <GridTable grid={grid} shown={shown} faults={faults} onChange={change} />
      <p className="faint">{t('price:grid.fill')}</p>
      <SheetDrawer
        isOpen={isImporting}
        title={t('price:grid.import')}
        path="/products/imports"
        onClose={() => setImporting(false)}
        onDone={() => void reload()}
      />
    </Page>
  )
}
