import {
  FileProtectOutlined,
  PercentageOutlined,
  PlusOutlined,
  TableOutlined,
  TagsOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { Product } from '../../../../server/modules/trade/schema.ts'
import { useSearchValues } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { ExportButton } from '../../ui/export-button.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { type ListColumn, ListPage } from '../../ui/list-page.tsx'
import { DateText, Money, StateTag } from '../../ui/values.tsx'
import { keys } from './api.ts'
import { ProductDrawer } from './product-drawer.tsx'
import { ProductRecord } from './product-record.tsx'
import './trade.css'

/** The lead's own price list: what it sells, for how much, and what is announced. */
export function ProductsPage() {
  const { t } = useTexts()
  const may = useMay()
  const [search, setSearch] = useSearchValues()
  const [isAdding, setAdding] = useState(false)
  const opened = typeof search.product === 'string' ? search.product : null
  const add = may('trade:edit') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('trade:product.add')}
    </Button>
  )
  return (
    <>
      <ListPage<Product>
        id="products"
        title={t('trade:title')}
        note={t('trade:note')}
        actions={
          <>
            <Link to={'/prices/markups' as string}>
              <Button icon={<PercentageOutlined />}>{t('trade:markup.title')}</Button>
            </Link>
            <Link to={'/agreements' as string}>
              <Button icon={<FileProtectOutlined />}>{t('price:agreement.title')}</Button>
            </Link>
            {may('trade:edit') && (
              <Link to={'/prices/catalogue' as string}>
                <Button icon={<TableOutlined />}>{t('price:grid.open')}</Button>
              </Link>
            )}
            {add}
          </>
        }
        queryKey={keys.products}
        path="/products"
        rowKey={(product) => product.id}
        columns={useColumns()}
        card={(product) => <ProductCard product={product} />}
        onOpen={(product) => setSearch({ product: product.id })}
        searchLabel={t('trade:product.search')}
        filters={[
          { kind: 'text', key: 'category', label: t('trade:product.category') },
          {
            kind: 'choice',
            key: 'retired',
            label: t('trade:product.state'),
            options: [{ value: 'true', label: t('trade:product.retiredOnly') }],
          },
        ]}
        tools={
          <ExportButton
            path="/products.xlsx"
            query={{ q: search.q, category: search.category, retired: search.retired }}
            isIcon
          />
        }
        empty={{
          icon: <TagsOutlined />,
          title: t('trade:product.none'),
          note: t('trade:product.noneNote'),
          action: add,
        }}
      />
      <ProductDrawer isOpen={isAdding} onClose={() => setAdding(false)} />
      <ProductRecord id={opened} onClose={() => setSearch({ product: undefined })} />
    </>
  )
}

function useColumns(): ListColumn<Product>[] {
  const { t } = useTexts()
  return [
    {
      key: 'name',
      title: t('trade:product.name'),
      render: (product) => (
        <span className={product.isRetired ? 'faint' : undefined}>
          {product.name}{' '}
          {product.isRetired && <StateTag tone="quiet">{t('trade:product.retired')}</StateTag>}
        </span>
      ),
    },
    { key: 'code', title: t('trade:product.code'), render: (product) => product.code },
    { key: 'category', title: t('trade:product.category'), render: (product) => product.category },
    { key: 'unit', title: t('trade:product.unit'), width: 80, render: (product) => product.unit },
    {
      key: 'price',
      title: t('trade:product.price'),
      align: 'right',
      render: (product) => <Money minor={product.priceMinor} currency={product.currency} />,
    },
    {
      key: 'retail',
      title: t('trade:product.retail'),
      align: 'right',
      render: (product) => <Money minor={product.retailMinor} currency={product.currency} />,
    },
    {
      key: 'next',
      title: t('trade:product.next'),
      align: 'right',
      width: 230,
      render: (product) => <NextPrice product={product} />,
    },
  ]
}

export function NextPrice({ product }: { product: Product }) {
  if (!product.nextPrice) return null
  return (
    <span className="next-price">
      <Money minor={product.nextPrice.priceMinor} currency={product.currency} />{' '}
      <span className="faint">
        <DateText at={product.nextPrice.validFrom} hasTime />
      </span>
    </span>
  )
}

function ProductCard({ product }: { product: Product }) {
  const { t } = useTexts()
  return (
    <div className="product-card">
      <div>
        <b>{product.name}</b>
        <div className="faint">
          {product.code}
          {product.category && <> · {product.category}</>}
        </div>
        {product.isRetired && <StateTag tone="quiet">{t('trade:product.retired')}</StateTag>}
      </div>
      <div className="product-card-price">
        <b>
          <Money minor={product.priceMinor} currency={product.currency} />
        </b>
        <div className="faint">
          {t('trade:product.retail')}{' '}
          <Money minor={product.retailMinor} currency={product.currency} />
        </div>
        <NextPrice product={product} />
      </div>
    </div>
  )
}
