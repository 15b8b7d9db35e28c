import {
  BarChartOutlined,
  BuildOutlined,
  ClockCircleOutlined,
  DashboardOutlined,
  InboxOutlined,
  PlusOutlined,
  ScheduleOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMay } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { type ListColumn, ListPage } from '../../ui/list-page.tsx'
import { DateText, NumberText } from '../../ui/values.tsx'
import { keys, type OrderRow } from './api.ts'
import { OrderState, ProgressBar, ProgressText, useActual } from './marks.tsx'
import './production.css'

/** The lead's production orders, the one due first in front. */
export function OrdersPage() {
  const { t } = useTexts()
  const may = useMay()
  const add = may('production:edit') && (
    <Link to={'/production/new' as string}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t('production:order.add')}
      </Button>
    </Link>
  )
  return (
    <ListPage<OrderRow>
      id="production-orders"
      title={t('production:order.many')}
      note={t('production:order.note')}
      actions={
        <>
          {PAGES.map(({ to, icon, key }) => (
            <Link key={to} to={to as string}>
              <Button icon={icon}>{t(key)}</Button>
            </Link>
          ))}
          {add}
        </>
      }
      queryKey={keys.orders}
      path="/production-orders"
      rowKey={(order) => order.id}
      to={(order) => `/production/orders/${order.id}`}
      columns={useColumns()}
      card={(order) => <OrderCard order={order} />}
      searchLabel={t('production:order.search')}
      filters={[
        {
          kind: 'choice',
          key: 'state',
          label: t('production:order.state'),
          options: ['done', 'cancelled', 'all'].map((value) => ({
            value,
            label: t(`production:state.${value}`),
          })),
        },
      ]}
      empty={{
        icon: <BuildOutlined />,
        title: t('production:order.none'),
        note: t('production:order.noneNote'),
        action: add,
      }}
    />
  )
}

const PAGES = [
  { to: '/production/board', icon: <DashboardOutlined />, key: 'production:board.title' },
  { to: '/production/gantt', icon: <ScheduleOutlined />, key: 'production:gantt.title' },
  { to: '/production/factories', icon: <BarChartOutlined />, key: 'production:score.title' },
  { to: '/production/work', icon: <InboxOutlined />, key: 'production:work.title' },
  {
    to: '/production/settings',
    icon: <ClockCircleOutlined />,
    key: 'production:settings.title',
  },
]

function useColumns(): ListColumn<OrderRow>[] {
  const { t } = useTexts()
  const format = useFormat()
  const actual = useActual()
  return [
    {
      key: 'code',
      title: t('production:order.code'),
      width: 150,
      text: (order) => order.code,
      render: (order) => order.code,
    },
    {
      key: 'product',
      title: t('production:order.product'),
      text: (order) => order.productName,
      render: (order) => order.productName,
    },
    {
      key: 'quantity',
      title: t('production:order.quantity'),
      align: 'right',
      width: 120,
      text: (order) => `${order.quantity} ${order.unit}`,
      render: (order) => <NumberText value={order.quantity} digits={3} unit={order.unit} />,
    },
    {
      key: 'progress',
      title: t('production:progress.title'),
      width: 220,
      text: ({ progress }) => actual(progress),
      render: (order) => (
        <div className="progress-cell">
          <ProgressBar progress={order.progress} />
          <ProgressText progress={order.progress} />
        </div>
      ),
    },
    {
      key: 'state',
      title: t('production:order.state'),
      width: 110,
      text: (order) => t(`production:state.${order.state}`),
      render: (order) => <OrderState order={order} />,
    },
    {
      key: 'due',
      title: t('production:order.due'),
      width: 160,
      text: (order) => format.dateTime(order.dueAt),
      render: (order) => <DateText at={order.dueAt} hasTime />,
    },
    {
      key: 'finish',
      title: t('production:progress.finish'),
      width: 160,
      text: (order) => (order.finishAt ? format.dateTime(order.finishAt) : t('production:unknown')),
      render: (order) =>
        order.finishAt ? (
          <DateText at={order.finishAt} hasTime />
        ) : (
          <span className="faint">{t('production:unknown')}</span>
        ),
    },
    {
      key: 'warnings',
      title: t('production:warning.many'),
      align: 'right',
      width: 90,
      text: (order) => order.openWarnings,
      render: (order) =>
        order.openWarnings > 0 ? (
          <span className="figures text-bad">{order.openWarnings}</span>
        ) : (
          '–'
        ),
    },
  ]
}

function OrderCard({ order }: { order: OrderRow }) {
  const { t } = useTexts()
  return (
    <div className="order-card">
      <div className="order-card-head">
        <b>{order.code}</b>
        <OrderState order={order} />
      </div>
      <div className="soft">
        {order.productName} · <NumberText value={order.quantity} digits={3} unit={order.unit} />
      </div>
      <ProgressBar progress={order.progress} />
      <div className="order-card-head faint">
        <ProgressText progress={order.progress} />
        <span>
          {t('production:order.due')} <DateText at={order.dueAt} hasTime />
        </span>
      </div>
    </div>
  )
}
