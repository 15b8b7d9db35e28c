import { CarOutlined, CheckOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useGo, useSearchValues } from '../../../app/navigation.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../../ui/states.tsx'
import { RelativeTime } from '../../../ui/values.tsx'
import {
  arrivalsQuery,
  type Order,
  orderChanged,
  orderQuery,
  receive,
  type Shipment,
} from './api.ts'
import { useQuantity } from './lanes.tsx'
import './orders.css'

/** Receiving at the ramp, with one thumb: what is on its way, then what was counted of it. */
export function ReceivePage() {
  const { t } = useTexts()
  const [{ order, shipment }] = useSearchValues()
  const orderId = typeof order === 'string' ? order : null
  return (
    <Page
      title={t('orders:receive.title')}
      note={t('orders:receive.note')}
      back={
        orderId
          ? { to: '/orders/receive', label: t('orders:receive.all') }
          : { to: '/orders', label: t('orders:many') }
      }
    >
      {orderId ? (
        <CountOrder orderId={orderId} shipmentId={typeof shipment === 'string' ? shipment : null} />
      ) : (
        <ArrivalList />
      )}
    </Page>
  )
}

function ArrivalList() {
  const { t } = useTexts()
  const go = useGo()
  const { data, error, refetch } = useQuery(arrivalsQuery)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  if (data.items.length === 0)
    return (
      <EmptyState
        icon={<CarOutlined />}
        title={t('orders:receive.none')}
        note={t('orders:receive.noneNote')}
      />
    )
  return (
    <ul className="arrivals">
      {data.items.map((arrival) => (
        <li key={arrival.shipmentId}>
          <button
            type="button"
            className="card card-padded arrival"
            onClick={() =>
              go(`/orders/receive?order=${arrival.orderId}&shipment=${arrival.shipmentId}`)
            }
          >
            <span className="trade-order-head">
              <b>{arrival.title}</b>
              <RelativeTime at={arrival.shippedAt} />
            </span>
            <span className="soft">
              {arrival.seller.name} · {arrival.no} · {[arrival.carrier, arrival.waybill].join(' ')}
            </span>
            <span className="faint">
              {t('orders:receive.lines', { count: arrival.lines })}
              {arrival.packages !== null && (
                <> · {t('orders:shipment.packages', { count: arrival.packages })}</>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function CountOrder({ orderId, shipmentId }: { orderId: string; shipmentId: string | null }) {
  const { t } = useTexts()
  const { data: order, error, refetch } = useQuery(orderQuery(orderId))
  if (error && !order) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!order) return <Skeleton rows={6} />
  const isOpen = (shipment: Shipment) => shipment.lines.some((line) => !line.isReceived)
  const shipment =
    order.shipments.find(({ id }) => id === shipmentId) ?? order.shipments.find(isOpen)
  if (!shipment || !isOpen(shipment))
    return <EmptyState icon={<CheckOutlined />} title={t('orders:receive.done')} />
  return <Count key={shipment.id} order={order} shipment={shipment} />
}

interface Counted {
  good: string
  damaged: string
  reason: string
}

function Count({ order, shipment }: { order: Order; shipment: Shipment }) {
  const { t } = useTexts()
  const go = useGo()
  const client = useQueryClient()
  const say = useErrorText()
  const { message } = App.useApp()
  const open = shipment.lines.filter((line) => !line.isReceived)
  const [counts, setCounts] = useState<Counted[]>(() =>
    open.map((line) => ({ good: line.shipped, damaged: '0', reason: '' })),
  )
  const [isSending, setSending] = useState(false)
  const differs = open.map(
    (line, at) =>
      Number(counts[at]!.damaged) > 0 || Number(counts[at]!.good) !== Number(line.shipped),
  )
  const isReady = differs.every((is, at) => !is || counts[at]!.reason.trim() !== '')
  async function send(): Promise<void> {
    setSending(true)
    try {
      const lines = open.map((line, at) => ({ lineId: line.lineId, ...counts[at]! }))
      orderChanged(client, await receive(order.id, shipment.id, { lines }))
      message.success(t('orders:receive.isDone'))
      go(`/orders/${order.id}`)
    } catch (error) {
      message.error(say(error))
    } finally {
      setSending(false)
    }
  }
  return (
    <div className="count-page">
      <p className="soft">
        {order.seller.name} · {order.no} · {t('orders:shipment.no', { no: shipment.no })} ·{' '}
        {[shipment.carrier, shipment.waybill].join(' ')}
      </p>
      <ol className="count-lines">
        {open.map((line, at) => (
          <li key={line.lineId} className="card card-padded">
            <CountLine
              line={line}
              count={counts[at]!}
              isDifferent={differs[at]!}
              onChange={(count) =>
                setCounts(counts.map((one, i) => (i === at ? { ...one, ...count } : one)))
              }
            />
          </li>
        ))}
      </ol>
      <div className="count-send">
        {!isReady && <Alert type="warning" showIcon title={t('orders:receive.sayWhy')} />}
        <Button
          type="primary"
          size="large"
          block
          disabled={!isReady}
          loading={isSending}
          onClick={() => void send()}
        >
          {t(differs.some(Boolean) ? 'orders:receive.sendDiffering' : 'orders:receive.send')}
        </Button>
      </div>
    </div>
  )
}

const REASONS = ['short', 'damaged', 'wet', 'wrong'] as const

function CountLine({
  line,
  count,
  isDifferent,
  onChange,
}: {
  line: Shipment['lines'][number]
  count: Counted
  isDifferent: boolean
  onChange: (count: Partial<Counted>) => void
}) {
  const { t } = useTexts()
  const quantity = useQuantity()
  const missing = Number(line.shipped) - Number(count.good) - Number(count.damaged)
  return (
    <>
      <div className="trade-order-head">
        <b>{line.description}</b>
        <span className="faint figures">
          {t('orders:sum.shipped')} {quantity(line.shipped, line.unit)}
        </span>
      </div>
      <div className="count-fields">
        {(['good', 'damaged'] as const).map((kind) => (
          <div key={kind}>
            <label htmlFor={`${line.lineId} ${kind}`}>{t(`orders:receive.${kind}`)}</label>
            <InputNumber
              id={`${line.lineId} ${kind}`}
              size="large"
              className="wide"
              min="0"
              stringMode
              inputMode="decimal"
              value={count[kind]}
              onChange={(value) => onChange({ [kind]: value ?? '0' })}
            />
          </div>
        ))}
      </div>
      {isDifferent && (
        <>
          {missing !== 0 && (
            <p className="text-bad figures">
              {t(missing > 0 ? 'orders:sum.short' : 'orders:sum.over')}{' '}
              {quantity(String(Math.abs(missing)), line.unit)}
            </p>
          )}
          <div className="row count-reasons">
            {REASONS.map((reason) => {
              const text = t(`orders:receive.reason.${reason}`)
              return (
                <Button
                  key={reason}
                  type={count.reason === text ? 'primary' : 'default'}
                  onClick={() => onChange({ reason: text })}
                >
                  {text}
                </Button>
              )
            })}
          </div>
          <Input
            size="large"
            value={count.reason}
            maxLength={500}
            placeholder={t('orders:reason')}
            aria-label={t('orders:reason')}
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        </>
      )}
    </>
  )
}
