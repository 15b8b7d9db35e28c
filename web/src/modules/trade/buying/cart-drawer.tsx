import { DeleteOutlined, ShoppingCartOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useGo } from '../../../app/navigation.ts'
import { useMe } from '../../../app/session.ts'
import { ApiError, http } from '../../../ui/http.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { useIsPhone } from '../../../ui/preferences.ts'
import { EmptyState, Skeleton, useErrorText } from '../../../ui/states.tsx'
import { quoteQuery } from '../agreements/api.ts'
import { termText } from '../agreements/terms-text.ts'
import { unitPriceText } from '../agreements/unit-price.ts'
import { type Cart, cartKey, dropCart, leadDaysTo, removeFromCart, useCarts } from './cart.ts'

/** What I am about to order: a cart for each seller and term of payment, priced as it stands now. */
export function CartDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTexts()
  const carts = useCarts()
  const isPhone = useIsPhone()
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      title={t('price:cart.title')}
      size={isPhone ? '100%' : 520}
      destroyOnHidden
    >
      {carts.length === 0 ? (
        <EmptyState
          isSmall
          icon={<ShoppingCartOutlined />}
          title={t('price:cart.empty')}
          note={t('price:cart.emptyNote')}
        />
      ) : (
        <div className="stack">
          {carts.map((cart) => (
            <OneCart key={cartKey(cart)} cart={cart} onDone={onClose} />
          ))}
        </div>
      )}
    </Drawer>
  )
}

function OneCart({ cart, onDone }: { cart: Cart; onDone: () => void }) {
  const { t } = useTexts()
  const format = useFormat()
  const go = useGo()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const buyerOrgId = useMe().org?.id ?? ''
  const key = cartKey(cart)
  const { sellerOrgId, currency, payment, incoterm } = cart
  const quote = useQuery(
    quoteQuery({
      ...{ sellerOrgId, currency, isUnexplained: true },
      lines: cart.lines.map(({ productId, quantity, unit, deliverBy }) => ({
        ...{ productId, quantity, unit, payment, leadDays: leadDaysTo(deliverBy, Date.now()) },
        ...(incoterm && { incoterm: incoterm as 'EXW' }),
      })),
    }),
  )
  const place = useMutation({
    mutationFn: () => placeOrder(cart, buyerOrgId, quote.data?.totalMinor ?? 0),
    onSuccess: ({ id, no }) => {
      dropCart(key)
      message.success(t('price:cart.placed', { no }))
      onDone()
      go(`/orders/${id}`)
    },
    onError: (error) => {
      const isChanged = error instanceof ApiError && error.reason === 'price_changed'
      void message.error(isChanged ? t('price:cart.changed') : errorText(error))
      void quote.refetch()
    },
  })
  const hasGap = quote.data?.items.some((line) => line.isOnRequest) ?? true
  return (
    <section className="panel cart">
      <h3>{cart.sellerName}</h3>
      <p className="faint">
        {termText(t, payment)}
        {incoterm && ` · ${incoterm}`}
      </p>
      <ul>
        {cart.lines.map((line, i) => {
          const priced = quote.data?.items[i]
          return (
            <li key={line.productId} className="cart-line">
              <span>
                {line.name}
                <span className="faint">
                  {' '}
                  {line.quantity} {line.unit} {line.deliverBy && `· ${format.date(line.deliverBy)}`}
                </span>
              </span>
              <span className="figures cart-amount">
                {!priced ? (
                  '…'
                ) : priced.isOnRequest ? (
                  t('price:buying.onRequest')
                ) : (
                  <>
                    {format.money(priced.amountMinor, currency)}
                    <span className="faint">
                      {' '}
                      {unitPriceText(priced.unitE4, currency, format.locale)} / {priced.unit}
                    </span>
                  </>
                )}
              </span>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('price:cart.remove', { name: line.name })}
                onClick={() => removeFromCart(key, line.productId)}
              />
            </li>
          )
        })}
      </ul>
      <div className="cart-foot">
        <span>
          {t('price:cart.total')}{' '}
          {quote.data ? (
            <b className="figures price-big">{format.money(quote.data.totalMinor, currency)}</b>
          ) : (
            <Skeleton rows={1} />
          )}
        </span>
        <Button
          type="primary"
          loading={place.isPending}
          disabled={hasGap || quote.isFetching}
          onClick={() => place.mutate()}
        >
          {t('price:cart.place')}
        </Button>
      </div>
      {quote.data && hasGap && <p className="faint">{t('price:cart.onRequest')}</p>}
    </section>
  )
}

/** Says the total that was shown: where it is another by now, nothing is placed. */
function placeOrder(
  { lines, sellerName: _, ...cart }: Cart,
  buyerOrgId: string,
  totalMinor: number,
) {
  return http.post<{ id: string; no: string }>('/trade-orders', {
    ...{ ...cart, buyerOrgId, totalMinor },
    lines: lines.map(({ name: __, ...line }) => line),
  })
}
