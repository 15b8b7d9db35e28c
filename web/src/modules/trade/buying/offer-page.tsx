import { ShoppingCartOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, DatePicker, InputNumber, Select, Slider } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { Ladder } from '../../../../../server/modules/trade/agreements/schema.ts'
import { INCOTERMS, type PaymentTerm } from '../../../../../server/modules/trade/terms-schema.ts'
import { useGo, useRouteParams } from '../../../app/navigation.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { ladderQuery, type QuotedLine, quoteQuery } from '../agreements/api.ts'
import { HeatMap } from '../agreements/heat-map.tsx'
import { termKey, termText, USUAL_TERMS } from '../agreements/terms-text.ts'
import { unitPriceText } from '../agreements/unit-price.ts'
import { Why } from '../agreements/why.tsx'
import { type OfferDetail, offerQuery, sellersQuery } from './api.ts'
import { addToCart, leadDaysTo } from './cart.ts'
import { Picture } from './shop-page.tsx'
import '../price.css'

/** One product at my price, which moves as quantity, payment and date do. */
export function OfferPage() {
  const { t } = useTexts()
  const { sellerId, productId } = useRouteParams<'sellerId' | 'productId'>()
  const offer = useQuery(offerQuery(sellerId, productId))
  if (offer.isPending) return <Skeleton rows={10} />
  if (offer.isError) {
    return <ErrorState error={offer.error} onRetry={() => void offer.refetch()} />
  }
  return (
    <Page
      title={offer.data.name}
      note={`${offer.data.code} ${Object.values(offer.data.options).join(' ')}`}
      back={{ to: `/buying?seller=${sellerId}`, label: t('price:buying.title') }}
      width="wide"
    >
      <OpenOffer key={productId} offer={offer.data} sellerId={sellerId} />
    </Page>
  )
}

interface Terms {
  quantity: string
  unit: string
  payment: PaymentTerm
  day: string | null
  incoterm: string | null
}

function OpenOffer({ offer, sellerId }: { offer: OfferDetail; sellerId: string }) {
  const { t } = useTexts()
  const [terms, setTerms] = useState<Terms>({
    ...{ quantity: '1', unit: offer.unit, payment: USUAL_TERMS[0]! },
    ...{ day: null, incoterm: null },
  })
  const change = (patch: Partial<Terms>) => setTerms((before) => ({ ...before, ...patch }))
  const leadDays = leadDaysTo(terms.day, Date.now())
  const asked = { sellerOrgId: sellerId, currency: offer.currency }
  const incoterm = (terms.incoterm ?? undefined) as (typeof INCOTERMS)[number] | undefined
  const table = useQuery(
    ladderQuery({ ...asked, productId: offer.id, ...(incoterm && { incoterm }) }),
  )
  const quote = useQuery(
    quoteQuery({
      ...asked,
      lines: [
        {
          ...{ productId: offer.id, quantity: terms.quantity, unit: terms.unit },
          ...{ payment: terms.payment, leadDays, ...(incoterm && { incoterm }) },
        },
      ],
    }),
  )
  const line = quote.data?.items[0]
  return (
    <div className="offer">
      <div className="offer-left">
        <Picture offer={offer} />
        {offer.description && <p className="soft offer-text">{offer.description}</p>}
        <Packs offer={offer} />
        <Family offer={offer} sellerId={sellerId} />
      </div>
      <div className="offer-right">
        <section className="panel">
          <TermsForm offer={offer} terms={terms} table={table.data} onChange={change} />
          <PriceNow
            offer={offer}
            sellerId={sellerId}
            terms={terms}
            line={line}
            table={table.data}
            error={quote.error}
          />
        </section>
        {line && !line.isOnRequest && (
          <Section title={t('price:offer.why')}>
            <Why explanation={line.explanation} currency={offer.currency} tried={line.tried} />
          </Section>
        )}
        {table.data && (
          <Section title={t('price:ladder.title')} note={t('price:ladder.pick')}>
            <HeatMap
              table={table.data}
              chosen={{ quantity: baseQuantity(offer, terms), payment: terms.payment, leadDays }}
              onChoose={({ quantity, payment, leadDays: days }) =>
                change({
                  ...{ quantity, unit: offer.unit, payment },
                  day: days === null ? null : dayjs().add(days, 'day').format('YYYY-MM-DD'),
                })
              }
            />
          </Section>
        )}
      </div>
    </div>
  )
}

/** Near enough to find the column; the server reckons exactly. */
function baseQuantity({ unit, units }: OfferDetail, terms: Terms): string {
  const pack = units.find((one) => one.unit === terms.unit && one.unit !== unit)
  const factor = pack ? pack.numerator / pack.denominator : 1
  return String(Number(terms.quantity) * factor)
}

function TermsForm({
  offer,
  terms,
  table,
  onChange,
}: {
  offer: OfferDetail
  terms: Terms
  table: Ladder | undefined
  onChange: (patch: Partial<Terms>) => void
}) {
  const { t } = useTexts()
  const payments = table?.payments ?? USUAL_TERMS
  const steps = (table?.quantities ?? ['1']).map(Number)
  const most = Math.max(10, ...steps) * 2
  const pack = offer.units.find(({ unit }) => unit === terms.unit)
  const decimals = pack ? pack.decimals : offer.decimals
  return (
    <div className="terms">
      <label htmlFor="offer-quantity">{t('price:offer.quantity')}</label>
      <div className="terms-quantity">
        <InputNumber
          id="offer-quantity"
          min={decimals > 0 ? String(10 ** -decimals) : '1'}
          max="999999999"
          stringMode
          value={terms.quantity}
          onChange={(value) =>
            value && /^\d+(\.\d{1,6})?$/.test(value) && onChange({ quantity: value })
          }
        />
        <Select
          aria-label={t('price:offer.unit')}
          value={terms.unit}
          onChange={(unit) => onChange({ unit })}
          options={[offer.unit, ...offer.units.map(({ unit }) => unit)].map((value) => ({ value }))}
        />
        {terms.unit === offer.unit && (
          <Slider
            aria-label={t('price:offer.quantity')}
            min={1}
            max={most}
            value={Math.min(most, Math.round(Number(terms.quantity)))}
            tooltip={{ open: false }}
            marks={Object.fromEntries(steps.slice(0, 6).map((step) => [step, ' ']))}
            onChange={(value) => onChange({ quantity: String(value) })}
          />
        )}
      </div>
      <label htmlFor="offer-payment">{t('price:offer.payment')}</label>
      <Select
        id="offer-payment"
        value={termKey(terms.payment)}
        onChange={(key) => onChange({ payment: payments.find((term) => termKey(term) === key)! })}
        options={payments.map((term) => ({ value: termKey(term), label: termText(t, term) }))}
      />
      <label htmlFor="offer-day">{t('price:offer.date')}</label>
      <DatePicker
        id="offer-day"
        value={terms.day ? dayjs(terms.day) : null}
        placeholder={t('price:offer.anyDate')}
        minDate={dayjs()}
        onChange={(day) => onChange({ day: day ? day.format('YYYY-MM-DD') : null })}
      />
      <label htmlFor="offer-incoterm">{t('price:offer.incoterm')}</label>
      <Select
        id="offer-incoterm"
        allowClear
        value={terms.incoterm}
        placeholder={t('price:rule.anyIncoterm')}
        onChange={(incoterm) => onChange({ incoterm: incoterm ?? null })}
        options={INCOTERMS.map((value) => ({ value }))}
      />
    </div>
  )
}

function PriceNow({
  offer,
  sellerId,
  terms,
  line,
  table,
  error,
}: {
  offer: OfferDetail
  sellerId: string
  terms: Terms
  line: QuotedLine | undefined
  table: Ladder | undefined
  error: Error | null
}) {
  const { t } = useTexts()
  const format = useFormat()
  const { message } = App.useApp()
  const go = useGo()
  const sellers = useQuery(sellersQuery)
  const price = (e4: number) => unitPriceText(e4, offer.currency, format.locale)
  if (error) {
    return (
      <p className="price-now price-none">{t('price:offer.impossible', { unit: terms.unit })}</p>
    )
  }
  if (!line) return <Skeleton rows={2} />
  if (line.isOnRequest) return <p className="price-now price-none">{t('price:offer.noPrice')}</p>
  const next = table && nextBreak(table, offer, terms, line.unitE4)
  const add = () => {
    const seller = sellers.data?.items.find(({ orgId }) => orgId === sellerId)
    const { payment, incoterm, quantity, unit, day } = terms
    addToCart(
      {
        sellerOrgId: sellerId,
        sellerName: seller?.name ?? '',
        currency: offer.currency,
        payment,
        incoterm,
      },
      { productId: offer.id, name: offer.name, quantity, unit, deliverBy: day },
    )
    message.success(t('price:offer.inCart'))
    go(`/buying?seller=${sellerId}&cart=1`)
  }
  return (
    <div className="price-now" aria-live="polite">
      <div>
        <span className="faint">{t('price:offer.unitPrice')}</span>
        <b className="figures price-big">{price(line.unitE4)}</b>
        <span className="faint">/ {line.unit}</span>
      </div>
      <div>
        <span className="faint">{t('price:offer.amount')}</span>
        <b className="figures price-big">{format.money(line.amountMinor, offer.currency)}</b>
      </div>
      <Button type="primary" size="large" icon={<ShoppingCartOutlined />} onClick={add}>
        {t('price:offer.addToCart')}
      </Button>
      {next && (
        <p className="price-next">
          {t('price:offer.next', {
            ...{ more: format.number(next.more, 6), unit: offer.unit },
            price: price(next.unitE4),
          })}
        </p>
      )}
    </div>
  )
}

/** The next quantity from which one costs less, at the same payment and lead time. */
function nextBreak(table: Ladder, offer: OfferDetail, terms: Terms, nowE4: number) {
  if (terms.unit !== offer.unit) return null
  const payment = table.payments.findIndex((term) => termKey(term) === termKey(terms.payment))
  const days = leadDaysTo(terms.day, Date.now())
  const lead = table.leads.findLastIndex((from) =>
    days === null ? from === null : from !== null && from <= days,
  )
  for (const [q, from] of table.quantities.entries()) {
    const more = Number(from) - Number(terms.quantity)
    const cell = table.cells[q]?.[payment]?.[lead] ?? null
    if (more > 0 && cell !== null && cell < nowE4) return { more, unitE4: cell }
  }
  return null
}

function Packs({ offer }: { offer: OfferDetail }) {
  const { t } = useTexts()
  const format = useFormat()
  if (offer.units.length === 0) return null
  return (
    <ul className="faint offer-packs">
      {offer.units.map(({ unit, numerator: n, denominator: d }) => (
        <li key={unit}>
          {t(d === 1 ? 'price:offer.pack' : 'price:offer.packPart', {
            ...{ unit, d, base: offer.unit },
            n: format.number(n),
          })}
        </li>
      ))}
    </ul>
  )
}

function Family({ offer, sellerId }: { offer: OfferDetail; sellerId: string }) {
  const { t } = useTexts()
  const format = useFormat()
  if (offer.family.length === 0) return null
  return (
    <section className="stack-small">
      <h3>{t('price:offer.family')}</h3>
      <ul className="offer-family">
        {offer.family.map((other) => (
          <li key={other.id}>
            <Link to={`/buying/${sellerId}/${other.id}` as string}>
              {Object.values(other.options).join(' ') || other.name}
            </Link>{' '}
            <span className="faint figures">
              {other.unitE4 !== null && unitPriceText(other.unitE4, offer.currency, format.locale)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
