import { MessageOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useRouteParams } from '../../../app/navigation.ts'
import { PrintButton } from '../../../ui/export-button.tsx'
import { minorDigits } from '../../../ui/format.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { RecordPage } from '../../../ui/record-page.tsx'
import { DateText, Facts, Money, StateTag } from '../../../ui/values.tsx'
import { type Order, orderQuery } from './api.ts'
import { LineLanes, useQuantity } from './lanes.tsx'
import { OrderActs } from './order-acts.tsx'
import { OwnSide } from './own-side.tsx'
import { PlanTab } from './plan-tab.tsx'
import { DifferenceBar, ProposalBar } from './proposal-bar.tsx'
import { ShipmentsTab } from './shipments-tab.tsx'
import { StoryLanes } from './story-lanes.tsx'
import './orders.css'

/** One order as my side may see it: its lines with three flows each, and one timeline for both parties. */
export function OrderPage() {
  const { t } = useTexts()
  const { id } = useRouteParams<'id'>()
  const { data: order, error, isPending, refetch } = useQuery(orderQuery(id))
  const figures = useFigures(order)
  return (
    <RecordPage
      title={order ? order.no : t('orders:one')}
      state={order && <OrderState order={order} />}
      note={order && t(`orders:with.${order.side}`, { name: partnerOf(order).name })}
      back={{ to: '/orders', label: t('orders:many') }}
      isLoading={isPending}
      error={order ? undefined : error}
      onRetry={() => void refetch()}
      actions={
        order && (
          <>
            {order.conversationId && (
              <Link to={`/messages/chats/${order.conversationId}` as string}>
                <Button icon={<MessageOutlined />}>{t('orders:group')}</Button>
              </Link>
            )}
            <PrintButton path={`/trade-orders/${order.id}/document.pdf`} />
            <OrderActs order={order} />
          </>
        )
      }
      figures={figures}
      tabs={
        order && [
          { key: 'lines', label: t('orders:line.many'), children: <LinesTab order={order} /> },
          { key: 'story', label: t('orders:story.title'), children: <StoryLanes order={order} /> },
          {
            ...{ key: 'goods', label: t('orders:shipment.many') },
            count: order.shipments.length || undefined,
            children: <ShipmentsTab order={order} />,
          },
          { key: 'plan', label: t('orders:plan.title'), children: <PlanTab order={order} /> },
          {
            ...{ key: 'own', label: t('orders:own.title') },
            count: order.notes.length || undefined,
            children: <OwnSide order={order} />,
          },
        ]
      }
    >
      {order && <ProposalBar order={order} />}
      {order && <DifferenceBar order={order} />}
    </RecordPage>
  )
}

export const partnerOf = (order: Order) => (order.side === 'selling' ? order.buyer : order.seller)

function OrderState({ order }: { order: Order }) {
  const { t } = useTexts()
  const held = order.lines.some((line) => line.information === 'held')
  const state = order.ended ?? (order.confirmedAt ? 'confirmed' : held ? 'held' : 'placed')
  const tone = order.ended ? 'quiet' : order.confirmedAt ? 'good' : 'accent'
  return (
    <span className="flow-tags">
      <StateTag tone={tone}>{t(`orders:information.${state}`)}</StateTag>
      {order.exceptions.map((kind) => (
        <StateTag key={kind} tone="bad">
          {t(`orders:exception.${kind}`)}
        </StateTag>
      ))}
    </span>
  )
}

function useFigures(order: Order | undefined) {
  const { t } = useTexts()
  if (!order) return []
  const paid = order.lines.reduce((sum, line) => sum + line.money.paidMinor, 0)
  const fallen = order.plan.reduce((sum, part) => sum + part.dueMinor, 0)
  return [
    {
      ...{ key: 'total', label: t('orders:total') },
      value: <Money minor={order.totalMinor} currency={order.currency} />,
      note: <TermText order={order} />,
    },
    {
      ...{ key: 'due', label: t('orders:plan.fallen') },
      value: <Money minor={fallen} currency={order.currency} />,
    },
    {
      ...{ key: 'paid', label: t('orders:sum.paid') },
      value: <Money minor={paid} currency={order.currency} />,
    },
    {
      ...{ key: 'deliverBy', label: t('orders:deliverBy') },
      value: <DateText at={order.deliverBy} />,
      note: [order.incoterm, order.place].filter(Boolean).join(' '),
      ...(order.exceptions.includes('late_shipment') && { tone: 'bad' as const }),
    },
    {
      ...{ key: 'placedAt', label: t('orders:placedAt') },
      value: <DateText at={order.placedAt} />,
      note: t(`orders:source.${order.source.kind}`),
    },
  ]
}

/** 30 % 下单付 · 70 % 收货付: how it is paid, in words. */
export function TermText({ order }: { order: Pick<Order, 'payment'> }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <>
      {order.payment
        .map(({ shareBp, from, days }) =>
          t(days > 0 ? `orders:term.${from}Days` : `orders:term.${from}`, {
            share: format.percent(shareBp / 10_000, 2),
            days,
          }),
        )
        .join(' · ')}
    </>
  )
}

function LinesTab({ order }: { order: Order }) {
  return (
    <ol className="trade-lines">
      {order.lines.map((line) => (
        <li key={line.id} className="card card-padded">
          <LineHead line={line} order={order} />
          <LineLanes line={line} currency={order.currency} />
          <Made line={line} />
        </li>
      ))}
    </ol>
  )
}

function LineHead({ line, order }: { line: Order['lines'][number]; order: Order }) {
  const { t } = useTexts()
  const quantity = useQuantity()
  return (
    <div className="trade-line-head">
      <h3>
        <span className="faint figures">{line.lineNo}</span> {line.description}
        {line.kind === 'service' && <span className="faint"> · {t('orders:line.service')}</span>}
      </h3>
      <span className="figures">
        {quantity(line.quantity, line.unit)} × <UnitPrice line={line} currency={order.currency} />
      </span>
      <b>
        <Money minor={line.amountMinor} currency={order.currency} />
      </b>
      {line.deliverBy && (
        <span className="faint">
          {t('orders:deliverBy')} <DateText at={line.deliverBy} />
        </span>
      )}
    </div>
  )
}

/** A unit price has up to four places more than the currency; zeros that say nothing are left out. */
export function UnitPrice({ line, currency }: { line: { unitE4: number }; currency: string }) {
  const format = useFormat()
  const { unitE4 } = line
  return unitE4 % 10_000 === 0 ? (
    <Money minor={unitE4 / 10_000} currency={currency} />
  ) : (
    <span className="figures">
      {format.number(unitE4 / 10 ** (4 + minorDigits(currency)), 6)} {currency}
    </span>
  )
}

/** What is being made for a line; only the seller has it. */
function Made({ line }: { line: Order['lines'][number] }) {
  const { t } = useTexts()
  const format = useFormat()
  if (line.production.length === 0) return null
  return (
    <Facts
      items={line.production.map((made) => ({
        key: made.orderId,
        label: t('orders:make.of', { code: made.code }),
        value: (
          <Link to={`/production/orders/${made.orderId}` as string}>
            {t(`production:state.${made.state}`)} ·{' '}
            {made.progress === null ? t('production:unknown') : format.percent(made.progress)}
          </Link>
        ),
      }))}
    />
  )
}
