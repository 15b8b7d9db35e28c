import { EditOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import type { Product } from '../../../../server/modules/trade/schema.ts'
import { useMay } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { Change, DateText, KeyFigures, Money, StateTag } from '../../ui/values.tsx'
import { changeProduct, pricesQuery, productChanged, productQuery } from './api.ts'
import { DetailsSection } from './catalogue/details-section.tsx'
import { historySteps } from './history.ts'
import { ProductDrawer } from './product-drawer.tsx'

/** One product: what it costs, what it will cost, and every price that it had. */
export function ProductRecord({ id, onClose }: { id: string | null; onClose: () => void }) {
  return id === null ? null : <OpenRecord key={id} id={id} onClose={onClose} />
}

function OpenRecord({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const product = useQuery(productQuery(id))
  return (
    <Drawer
      open
      size={isPhone ? '100%' : 560}
      onClose={onClose}
      title={product.data?.name ?? t('trade:product.one')}
      extra={product.data && <Acts product={product.data} />}
    >
      {product.isPending ? (
        <Skeleton rows={6} />
      ) : product.isError && !product.data ? (
        <ErrorState error={product.error} onRetry={() => void product.refetch()} />
      ) : (
        product.data && <Record product={product.data} />
      )}
    </Drawer>
  )
}

function Acts({ product }: { product: Product }) {
  const { t } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const [isEditing, setEditing] = useState(false)
  const retire = useMutation({
    mutationFn: (isRetired: boolean) => changeProduct(product, { isRetired }),
    onSuccess: (fresh) => {
      productChanged(client, fresh)
      message.success(t(fresh.isRetired ? 'trade:product.isRetired' : 'trade:product.isBack'))
    },
    onError: (error) => void message.error(errorText(error)),
  })
  if (!may('trade:edit')) return null
  return (
    <span className="record-acts">
      <Button
        type="text"
        loading={retire.isPending}
        onClick={() => retire.mutate(!product.isRetired)}
      >
        {t(product.isRetired ? 'trade:product.bringBack' : 'trade:product.retire')}
      </Button>
      <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
        {t('trade:product.edit')}
      </Button>
      <ProductDrawer product={product} isOpen={isEditing} onClose={() => setEditing(false)} />
    </span>
  )
}

function Record({ product }: { product: Product }) {
  const { t } = useTexts()
  const format = useFormat()
  const next = product.nextPrice
  return (
    <div className="stack">
      <p className="soft">
        {product.code} · {t('trade:product.per', { unit: product.unit })}
        {product.category && <> · {product.category}</>}{' '}
        {product.isRetired && <StateTag tone="quiet">{t('trade:product.retired')}</StateTag>}
      </p>
      <KeyFigures
        figures={[
          {
            key: 'price',
            label: t('trade:product.price'),
            value: format.money(product.priceMinor, product.currency),
          },
          {
            key: 'retail',
            label: t('trade:product.retail'),
            value: format.money(product.retailMinor, product.currency),
          },
          ...(next
            ? [
                {
                  key: 'next',
                  label: t('trade:product.next'),
                  value: format.money(next.priceMinor, product.currency),
                  note: t('trade:product.from', { time: format.dateTime(next.validFrom) }),
                },
              ]
            : []),
        ]}
      />
      <DetailsSection product={product} />
      <History product={product} />
    </div>
  )
}

function History({ product }: { product: Product }) {
  const { t } = useTexts()
  const prices = useQuery(pricesQuery(product.id))
  if (prices.isPending) return <Skeleton rows={4} />
  if (prices.isError) {
    return <ErrorState isSmall error={prices.error} onRetry={() => void prices.refetch()} />
  }
  return (
    <section className="stack-small">
      <h3>{t('trade:history.title')}</h3>
      <table className="price-history">
        <thead>
          <tr>
            <th scope="col">{t('trade:history.validFrom')}</th>
            <th scope="col">{t('trade:product.price')}</th>
            <th scope="col">{t('trade:history.change')}</th>
            <th scope="col">{t('trade:product.retail')}</th>
            <th scope="col">{t('trade:history.by')}</th>
          </tr>
        </thead>
        <tbody>
          {historySteps(prices.data.items, Date.now()).map((step) => (
            <tr key={step.validFrom + step.setAt} className={`history-${step.phase}`}>
              <td>
                <DateText at={step.validFrom} hasTime />{' '}
                {step.phase !== 'past' && (
                  <StateTag tone={step.phase === 'now' ? 'good' : 'accent'}>
                    {t(`trade:history.${step.phase}`)}
                  </StateTag>
                )}
              </td>
              <td>
                <Money minor={step.priceMinor} currency={product.currency} />
              </td>
              <td>
                <Change share={step.changeShare} />
              </td>
              <td>
                <Money minor={step.retailMinor} currency={product.currency} />
              </td>
              <td>
                {step.noticeId ? (
                  <Link to={`/notices/${step.noticeId}` as string}>
                    {t('trade:history.notice')}
                  </Link>
                ) : (
                  <span className="faint">{t('trade:history.set')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
