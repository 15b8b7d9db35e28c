import { CheckCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Switch } from 'antd'
import { useSearchValues } from '../../../app/navigation.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { type ListColumn, ListPage } from '../../../ui/list-page.tsx'
import { RelativeTime, StateTag } from '../../../ui/values.tsx'
import { type ExceptionRow, exceptionCountsQuery, keys } from './api.ts'
import { EXCEPTION_KINDS } from './orders-page.tsx'
import './orders.css'

/** What is late or open on my orders, the longest waiting first. */
export function ExceptionsPage() {
  const { t } = useTexts()
  const [values, change] = useSearchValues()
  const isMine = values.mine !== 'false'
  return (
    <ListPage<ExceptionRow>
      id="trade-exceptions"
      title={t('orders:exception.many')}
      note={t('orders:exception.note')}
      back={{ to: '/orders', label: t('orders:many') }}
      above={
        <>
          <span className="row">
            <Switch
              id="exceptions-mine"
              checked={isMine}
              onChange={(checked) => change({ mine: checked ? undefined : 'false' })}
            />
            <label htmlFor="exceptions-mine">{t('orders:exception.mine')}</label>
          </span>
          <KindTiles
            isMine={isMine}
            chosen={typeof values.kind === 'string' ? values.kind : ''}
            onChoose={(kind) => change({ kind: kind || undefined })}
          />
        </>
      }
      queryKey={keys.exceptions}
      path="/trade-exceptions"
      query={{ mine: isMine, ...(typeof values.kind === 'string' && { kind: values.kind }) }}
      rowKey={(row) => row.key}
      to={(row) => `/orders/${row.orderId}`}
      columns={useColumns()}
      card={(row) => <ExceptionCard row={row} />}
      empty={{
        icon: <CheckCircleOutlined />,
        title: t('orders:exception.none'),
        note: t('orders:exception.noneNote'),
      }}
    />
  )
}

/** A tile a kind with its count: what to look at first. */
function KindTiles({
  isMine,
  chosen,
  onChoose,
}: {
  isMine: boolean
  chosen: string
  onChoose: (kind: string) => void
}) {
  const { t } = useTexts()
  const { data } = useQuery(exceptionCountsQuery)
  const countOf = (kind: string) =>
    (data?.counts ?? [])
      .filter((row) => row.kind === kind)
      .reduce((sum, row) => sum + (isMine ? row.mine : row.count), 0)
  return (
    <div className="kind-tiles">
      {EXCEPTION_KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          className={kind === chosen ? 'kind-tile is-open' : 'kind-tile'}
          aria-pressed={kind === chosen}
          onClick={() => onChoose(kind === chosen ? '' : kind)}
        >
          <b className={countOf(kind) > 0 ? 'figures text-bad' : 'figures faint'}>
            {countOf(kind)}
          </b>
          <span>{t(`orders:exception.${kind}`)}</span>
        </button>
      ))}
    </div>
  )
}

function useColumns(): ListColumn<ExceptionRow>[] {
  const { t } = useTexts()
  return [
    { key: 'no', title: t('orders:no'), width: 150, render: (row) => row.no },
    {
      key: 'kind',
      title: t('orders:exception.one'),
      width: 160,
      render: (row) => <StateTag tone="bad">{t(`orders:exception.${row.kind}`)}</StateTag>,
    },
    {
      key: 'partner',
      title: t('orders:partner'),
      render: (row) => (
        <>
          {row.partner.name} <span className="faint">{t(`orders:side.${row.side}`)}</span>
        </>
      ),
    },
    {
      key: 'lines',
      title: t('orders:line.many'),
      align: 'right',
      width: 90,
      render: (row) => <span className="figures">{row.lines || '–'}</span>,
    },
    {
      key: 'since',
      title: t('orders:exception.since'),
      width: 140,
      render: (row) => <RelativeTime at={row.since} />,
    },
    {
      key: 'acts',
      title: t('orders:exception.acts'),
      width: 120,
      render: (row) => t(row.isMine ? 'orders:exception.us' : 'orders:exception.them'),
    },
  ]
}

function ExceptionCard({ row }: { row: ExceptionRow }) {
  const { t } = useTexts()
  return (
    <div className="trade-order-card">
      <div className="trade-order-head">
        <b>{row.no}</b>
        <StateTag tone="bad">{t(`orders:exception.${row.kind}`)}</StateTag>
      </div>
      <div className="soft">
        {row.partner.name} · {t(row.isMine ? 'orders:exception.us' : 'orders:exception.them')}
      </div>
      <RelativeTime at={row.since} />
    </div>
  )
}
