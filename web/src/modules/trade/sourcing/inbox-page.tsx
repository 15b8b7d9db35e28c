import { InboxOutlined } from '@ant-design/icons'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { type ListColumn, ListPage } from '../../../ui/list-page.tsx'
import { RelativeTime, StateTag } from '../../../ui/values.tsx'
import { type InboxRow, keys } from './api.ts'
import { QuoteStateTag, RfqStateTag } from './marks.tsx'
import { FirstLine } from './rfqs-page.tsx'
import './sourcing.css'

/** What others ask me to quote, the latest first. */
export function InboxPage() {
  const { t } = useTexts()
  return (
    <ListPage<InboxRow>
      id="rfq-inbox"
      title={t('sourcing:inbox.title')}
      note={t('sourcing:inbox.note')}
      back={{ to: '/sourcing', label: t('sourcing:rfq.many') }}
      queryKey={keys.inbox}
      path="/rfq-inbox"
      rowKey={(rfq) => rfq.id}
      to={(rfq) => `/sourcing/${rfq.id}`}
      columns={useColumns()}
      card={(rfq) => <InboxCard rfq={rfq} />}
      searchLabel={t('sourcing:inbox.search')}
      filters={[
        {
          kind: 'choice',
          key: 'state',
          label: t('sourcing:rfq.state'),
          options: ['open', 'closed', 'finished', 'cancelled'].map((value) => ({
            value,
            label: t(`sourcing:rfq.states.${value}`),
          })),
        },
      ]}
      empty={{
        icon: <InboxOutlined />,
        title: t('sourcing:inbox.none'),
        note: t('sourcing:inbox.noneNote'),
      }}
    />
  )
}

/** Where my own answer stands. */
export function MyAnswer({ rfq }: { rfq: InboxRow }) {
  const { t } = useTexts()
  if (rfq.quoteState) return <QuoteStateTag state={rfq.quoteState} />
  if (rfq.declinedAt) return <StateTag tone="quiet">{t('sourcing:inbox.declined')}</StateTag>
  if (rfq.state !== 'open') return <span className="faint">–</span>
  return (
    <StateTag tone="accent">
      {t(rfq.seenAt ? 'sourcing:inbox.toQuote' : 'sourcing:inbox.unread')}
    </StateTag>
  )
}

function useColumns(): ListColumn<InboxRow>[] {
  const { t } = useTexts()
  const format = useFormat()
  return [
    {
      key: 'title',
      title: t('sourcing:rfq.title'),
      text: (rfq) => rfq.title,
      render: (rfq) => (rfq.seenAt ? rfq.title : <b>{rfq.title}</b>),
    },
    {
      key: 'buyer',
      title: t('sourcing:inbox.buyer'),
      text: (rfq) => rfq.buyer.name,
      render: (rfq) => rfq.buyer.name,
    },
    {
      key: 'lines',
      title: t('sourcing:rfq.lines'),
      text: (rfq) => rfq.firstLine,
      render: (rfq) => <FirstLine rfq={rfq} />,
    },
    {
      key: 'mine',
      title: t('sourcing:inbox.mine'),
      width: 130,
      render: (rfq) => <MyAnswer rfq={rfq} />,
    },
    {
      key: 'state',
      title: t('sourcing:rfq.state'),
      width: 110,
      text: (rfq) => t(`sourcing:rfq.states.${rfq.state}`),
      render: (rfq) => <RfqStateTag state={rfq.state} />,
    },
    {
      key: 'closesAt',
      title: t('sourcing:rfq.closesAt'),
      width: 150,
      text: (rfq) => format.dateTime(rfq.closesAt),
      render: (rfq) => <RelativeTime at={rfq.closesAt} />,
    },
  ]
}

function InboxCard({ rfq }: { rfq: InboxRow }) {
  return (
    <div className="rfq-card">
      <div className="rfq-card-head">
        <b>{rfq.title}</b>
        <MyAnswer rfq={rfq} />
      </div>
      <div className="soft">
        <FirstLine rfq={rfq} />
      </div>
      <div className="rfq-card-head faint">
        <span>{rfq.buyer.name}</span>
        <RelativeTime at={rfq.closesAt} />
      </div>
    </div>
  )
}
