import { DeleteOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { MarkupRow, SellerMarkups } from '../../../../server/modules/trade/schema.ts'
import { useTexts } from '../../ui/i18n.ts'
import type { MarkupLimit } from './api.ts'
import { MarkupField } from './markup-field.tsx'
import { productRow } from './tier-setting.ts'

type NamedProduct = SellerMarkups['products'][number]

/** Products that go another way than the general rule. */
export function ProductMarkups({
  rows,
  products,
  currency,
  limit,
  isReadOnly,
  onChange,
}: {
  rows: MarkupRow[]
  products: NamedProduct[]
  currency: string
  limit: MarkupLimit | null
  isReadOnly: boolean
  onChange: (rows: MarkupRow[]) => void
}) {
  const { t } = useTexts()
  // A product stays in sight while its field is empty, until it is taken off.
  const [started, setStarted] = useState<string[]>([])
  const named = new Map(products.map((product) => [product.id, product]))
  const set = new Map(rows.flatMap((row) => (row.productId ? [[row.productId, row.markup]] : [])))
  const shown = [...new Set([...set.keys(), ...started])]
  if (isReadOnly && shown.length === 0) return null
  return (
    <div className="stack-small">
      {shown.map((id) => {
        const product = named.get(id)
        const name = product ? `${product.name} ${product.code}` : id.slice(0, 8)
        return (
          <div key={id} className="product-markup">
            <span className="product-markup-name">
              {product?.name ?? name} <span className="faint">{product?.code}</span>
            </span>
            <MarkupField
              value={set.get(id) ?? null}
              currency={currency}
              limit={limit}
              label={name}
              isDisabled={isReadOnly}
              onChange={(markup) => {
                setStarted((all) => (all.includes(id) ? all : [...all, id]))
                onChange(productRow(rows, id, markup))
              }}
            />
            {!isReadOnly && (
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('trade:markup.dropProduct', { name })}
                onClick={() => {
                  setStarted((all) => all.filter((one) => one !== id))
                  onChange(productRow(rows, id, null))
                }}
              />
            )}
          </div>
        )
      })}
      {!isReadOnly && products.length > shown.length && (
        <Select
          value={null}
          size="small"
          className="fit"
          variant="borderless"
          placeholder={t('trade:markup.addProduct')}
          aria-label={t('trade:markup.addProduct')}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          options={products
            .filter((product) => !shown.includes(product.id))
            .map((product) => ({ value: product.id, label: `${product.code} · ${product.name}` }))}
          onChange={(id: string | null) => id && setStarted((all) => [...all, id])}
        />
      )}
    </div>
  )
}
