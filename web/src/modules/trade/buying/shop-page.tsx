import { ShoppingCartOutlined, ShoppingOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge, Button, Input, Select, Tag } from 'antd'
import { useDeferredValue } from 'react'
import type { Offer } from '../../../../../server/modules/trade/catalogue/schema.ts'
import { useSearchValues } from '../../../app/navigation.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { unitPriceText } from '../agreements/unit-price.ts'
import { offersQuery, pictureUrl, sellersQuery } from './api.ts'
import { useCarts } from './cart.ts'
import { CartDrawer } from './cart-drawer.tsx'
import '../price.css'

/** What my suppliers offer me, each product at my own price. */
export function ShopPage() {
  const { t } = useTexts()
  const [search, setSearch] = useSearchValues()
  const sellers = useQuery(sellersQuery)
  const list = sellers.data?.items ?? []
  const sellerId = typeof search.seller === 'string' ? search.seller : (list[0]?.orgId ?? null)
  const q = useDeferredValue(typeof search.q === 'string' ? search.q : '')
  const count = useCarts().reduce((sum, cart) => sum + cart.lines.length, 0)
  return (
    <Page
      title={t('price:buying.title')}
      note={t('price:buying.note')}
      actions={
        <Badge count={count} color="var(--accent)">
          <Button icon={<ShoppingCartOutlined />} onClick={() => setSearch({ cart: '1' })}>
            {t('price:cart.title')}
          </Button>
        </Badge>
      }
    >
      {sellers.isPending ? (
        <Skeleton rows={6} />
      ) : sellers.isError ? (
        <ErrorState error={sellers.error} onRetry={() => void sellers.refetch()} />
      ) : sellerId === null ? (
        <EmptyState
          icon={<ShoppingOutlined />}
          title={t('price:buying.noSeller')}
          note={t('price:buying.noSellerNote')}
        />
      ) : (
        <>
          <div className="shop-tools">
            <Select
              aria-label={t('price:buying.seller')}
              value={sellerId}
              onChange={(seller) => setSearch({ seller })}
              options={list.map(({ orgId, name }) => ({ value: orgId, label: name }))}
            />
            <Input.Search
              allowClear
              placeholder={t('price:buying.search')}
              defaultValue={q}
              onChange={(event) => setSearch({ q: event.target.value || undefined })}
            />
          </div>
          <Offers sellerId={sellerId} q={q} />
        </>
      )}
      <CartDrawer isOpen={search.cart === '1'} onClose={() => setSearch({ cart: undefined })} />
    </Page>
  )
}

function Offers({ sellerId, q }: { sellerId: string; q: string }) {
  const { t } = useTexts()
  const offers = useInfiniteQuery(offersQuery(sellerId, q))
  if (offers.isPending) return <Skeleton rows={8} />
  if (offers.isError) {
    return <ErrorState error={offers.error} onRetry={() => void offers.refetch()} />
  }
  const items = offers.data.pages.flatMap((page) => page.items)
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<ShoppingOutlined />}
        title={t('price:buying.none')}
        note={t('price:buying.noneNote')}
      />
    )
  }
  return (
    <>
      <ul className="shop">
        {items.map((offer) => (
          <li key={offer.id}>
            <OfferCard offer={offer} sellerId={sellerId} />
          </li>
        ))}
      </ul>
      {offers.hasNextPage && (
        <Button
          block
          loading={offers.isFetchingNextPage}
          onClick={() => void offers.fetchNextPage()}
        >
          {t('common:list.more')}
        </Button>
      )}
    </>
  )
}

function OfferCard({ offer, sellerId }: { offer: Offer; sellerId: string }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <Link to={`/buying/${sellerId}/${offer.id}` as string} className="shop-card">
      <Picture offer={offer} />
      <span className="shop-name">{offer.name}</span>
      <span className="faint">
        {offer.code} {Object.values(offer.options).join(' ')}
        {offer.kind === 'service' && <Tag>{t('price:buying.service')}</Tag>}
      </span>
      <b className="figures">
        {offer.unitE4 === null
          ? t('price:buying.onRequest')
          : t('price:buying.from', {
              price: unitPriceText(offer.unitE4, offer.currency, format.locale),
              unit: offer.unit,
            })}
      </b>
    </Link>
  )
}

/** The first picture, or the name's first sign on cloth. */
export function Picture({ offer }: { offer: Pick<Offer, 'pictures' | 'name'> }) {
  const [first] = offer.pictures
  return first ? (
    <img className="shop-picture" src={pictureUrl(first.id)} alt="" loading="lazy" />
  ) : (
    <span className="shop-picture shop-cloth" aria-hidden>
      {offer.name.slice(0, 1)}
    </span>
  )
}
