import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Product } from '../../../../../server/modules/trade/schema.ts'
import { useMay } from '../../../app/session.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Facts } from '../../../ui/values.tsx'
import { unitPriceText } from '../agreements/unit-price.ts'
import { pictureUrl } from '../buying/api.ts'
import { DetailsDrawer } from './details-drawer.tsx'
import '../price.css'

/** What a product is beside its price: packs, pictures, who may see it, and my own figures. */
export function DetailsSection({ product }: { product: Product }) {
  const { t } = useTexts()
  const format = useFormat()
  const may = useMay()
  const [isEditing, setEditing] = useState(false)
  const { units, unit, pictures, visibility, floorE4, costE4, currency, options, variants } =
    product
  const price = (e4: number | null) =>
    e4 === null ? t('common:none') : unitPriceText(e4, currency, format.locale)
  const packs = units.map(({ unit: pack, numerator: n, denominator: d }) =>
    t(d === 1 ? 'price:offer.pack' : 'price:offer.packPart', { unit: pack, n, d, base: unit }),
  )
  return (
    <section className="stack-small">
      <div className="details-head">
        <h3>{t('price:detail.facts')}</h3>
        {may('trade:edit') && (
          <Button size="small" icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t('price:detail.title')}
          </Button>
        )}
      </div>
      {pictures.length > 0 && (
        <div className="pictures">
          {pictures.map(({ id, name }) => (
            <img key={id} className="picture" src={pictureUrl(id)} alt={name} loading="lazy" />
          ))}
        </div>
      )}
      {product.description && <p className="soft">{product.description}</p>}
      <Facts
        items={[
          {
            key: 'units',
            label: t('price:detail.units'),
            value: packs.length > 0 ? format.list(packs) : t('price:detail.noUnits', { unit }),
          },
          ...(Object.keys(options).length > 0
            ? [
                {
                  key: 'options',
                  label: t('price:detail.options'),
                  value: Object.entries(options)
                    .map(([option, value]) => `${option} ${value}`)
                    .join(' · '),
                },
              ]
            : []),
          ...(variants > 0
            ? [
                {
                  key: 'variants',
                  label: t('price:detail.variants'),
                  value: format.number(variants),
                },
              ]
            : []),
          {
            key: 'seen',
            label: t('price:detail.visibility'),
            value: t(`price:detail.seen.${visibility}`),
          },
          { key: 'floor', label: t('price:detail.floor'), value: price(floorE4) },
          { key: 'cost', label: t('price:detail.cost'), value: price(costE4) },
        ]}
      />
      {isEditing && <DetailsDrawer product={product} onClose={() => setEditing(false)} />}
    </section>
  )
}
