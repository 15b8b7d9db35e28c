import {
  AlertOutlined,
  CreditCardOutlined,
  FileDoneOutlined,
  InboxOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge, Button, Segmented } from 'antd'
import { useState } from 'react'
import { useSearchValues } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { ExportButton } from '../../../ui/export-button.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { type ListColumn, ListPage } from '../../../ui/list-page.tsx'
import { type ListFilter, toQuery } from '../../../ui/list-state.ts'
import { DateText, Money, StateTag } from '../../../ui/values.tsx'
import { exceptionCountsQuery, keys, type OrderRow } from './api.ts'
import { CreditDrawer } from './credit-drawer.tsx'
import { FlowTags, LANES } from './lanes.tsx'
import './orders.css'

const INFORMATION = [
  'held',
  'placed',
  'confirmed',
  'change_pending',
  'cancel_pending',
  'return_pending',
  'refused',
  'withdrawn',
  'cancelled',
]
const GOODS = [
  'waiting',
  'part_shipped',
  'shipped',
  'part_received',
  'differs',
  'received',
  'returned',
]
export const EXCEPTION_KINDS = [
  'credit_hold',
  'late_confirmation',
  'change_pending',
  'late_shipment',
  'late_receipt',
  'difference',
  'overdue_payment',
]

/** All orders of my org, sold and bought. */
export function OrdersPage() {
  const { t } = useTexts()
  const may = useMay()
  const [values, change] = useSearchValues()
  const [isCredit, setCredit] = useState(false)
  const filters = useFilters()
  const side = typeof values.side === 'string' ? values.side : ''
  return (
    <ListPage<OrderRow>
      id="trade-orders"
      title={t('orders:many')}
      note={t('orders:note')}
      actions={
        <>
          {may('trade:edit') && side !== 'buying' && (
            <Button icon={<CreditCardOutlined />} onClick={() => setCredit(true)}>
              {t('orders:credit.title')}
            </Button>
          )}
          <Link to={'/orders/receive' as string}>
            <Button icon={<InboxOutlined />}>{t('orders:receive.title')}</Button>
          </Link>
          <ExceptionsButton />
        </>
      }
      above={
        <>
          <Segmented
            value={side}
            onChange={(value) => change({ side: value || undefined })}
            options={['', 'selling', 'buying'].map((value) => ({
              value,
              label: t(`orders:side.${value || 'both'}`),
            }))}
          />
          <CreditDrawer isOpen={isCredit} onClose={() => setCredit(false)} />
        </>
      }
      queryKey={keys.orders}
      path="/trade-orders"
      query={side ? { side } : {}}
      rowKey={(order) => order.id}
      to={(order) => `/orders/${order.id}`}
      columns={useColumns()}
      card={(order) => <OrderCard order={order} />}
      searchLabel={t('orders:search')}
      filters={filters}
      tools={
        <ExportButton
          path="/trade-orders.xlsx"
          query={{ ...toQuery(values, filters), ...(side && { side }) }}
          isIcon
        />
      }
      empty={{
        icon: <FileDoneOutlined />,
        title: t('orders:none'),
        note: t('orders:noneNote'),
      }}
    />
  )
}

/** The way to the inbox, with how many wait for my side. */
function ExceptionsButton() {
  const { t } = useTexts()
  const { data } = useQuery(exceptionCountsQuery)
  const mine = data?.counts.reduce((sum, row) => sum + row.mine, 0) ?? 0
  return (
    <Link to={'/orders/exceptions' as string}>
      <Badge count={mine} overflowCount={999} size="small">
        <Button type="primary" icon={<AlertOutlined />}>
          {t('orders:exception.many')}
        </Button>
      </Badge>
    </Link>
  )
}

function useFilters(): ListFilter[] {
  const { t } = useTexts()
  const options = (space: string, names: string[]) =>
    names.map((value) => ({ value, label: t(`orders:${space}.${value}`) }))
  return [
    {
      ...{ kind: 'choice', key: 'information', label: t('orders:lane.information') },
      ...{ options: options('information', INFORMATION), isMultiple: true },
    },
    {
      ...{ kind: 'choice', key: 'goods', label: t('orders:lane.goods') },
      ...{ options: options('goods', GOODS), isMultiple: true },
    },
    {
      ...{ kind: 'choice', key: 'exception', label: t('orders:exception.many') },
      options: options('exception', EXCEPTION_KINDS),
    },
  ]
}

function useColumns(): ListColumn<OrderRow>[] {
  const { t } = useTexts()
  return [
    { key: 'no', title: t('orders:no'), width: 120, render: (order) => order.no },
    {
      key: 'partner',
      title: t('orders:partner'),
      width: 165,
      render: (order) => (
        <>
          {order.partner.name} <span className="faint">{t(`orders:side.${order.side}`)}</span>
        </>
      ),
    },
    { key: 'title', title: t('orders:content'), render: (order) => order.title },
    {
      key: 'total',
      title: t('orders:total'),
      align: 'right',
      width: 140,
      render: (order) => <Money minor={order.totalMinor} currency={order.currency} />,
    },
    ...LANES.map((lane) => ({
      key: lane,
      title: t(`orders:lane.${lane}`),
      width: 132,
      render: (order: OrderRow) => <FlowTags lane={lane} states={order[lane]} />,
    })),
    {
      key: 'deliverBy',
      title: t('orders:deliverBy'),
      width: 124,
      render: (order) => <DateText at={order.deliverBy} />,
    },
    {
      key: 'placedAt',
      title: t('orders:placedAt'),
      width: 124,
      isHidden: true,
      render: (order) => <DateText at={order.placedAt} />,
    },
    {
      key: 'exceptions',
      title: t('orders:exception.many'),
      width: 132,
      render: (order) => <ExceptionTags order={order} />,
    },
  ]
}

function ExceptionTags({ order }: { order: Pick<OrderRow, 'exceptions'> }) {
  const { t } = useTexts()
  return (
    <span className="flow-tags">
      {order.exceptions.map((kind) => (
        <StateTag key={kind} tone="bad">
          {t(`orders:exception.${kind}`)}
        </StateTag>
      ))}
    </span>
  )
}

function OrderCard({ order }: { order: OrderRow }) {
  const { t } = useTexts()
  return (
    <div className="trade-order-card">
      <div className="trade-order-head">
        <b>{order.no}</b>
        <Money minor={order.totalMinor} currency={order.currency} />
      </div>
      <div className="soft">
        {t(`orders:side.${order.side}`)} · {order.partner.name} · {order.title}
      </div>
      <div className="flow-tags">
        {LANES.map((lane) => (
          <FlowTags key={lane} lane={lane} states={order[lane]} />
        ))}
      </div>
      <ExceptionTags order={order} />
    </div>
  )
}
