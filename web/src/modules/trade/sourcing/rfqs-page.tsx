import {
  FileSearchOutlined,
  InboxOutlined,
  PlusOutlined,
  SafetyOutlined,
  SolutionOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMay } from '../../../app/session.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { type ListColumn, ListPage } from '../../../ui/list-page.tsx'
import { Money, RelativeTime, StateTag } from '../../../ui/values.tsx'
import { keys, type RfqRow } from './api.ts'
import { RfqStateTag } from './marks.tsx'
import './sourcing.css'

const PAGES = [
  { to: '/sourcing/inbox', icon: <InboxOutlined />, key: 'sourcing:inbox.title' },
  { to: '/sourcing/approvals', icon: <SolutionOutlined />, key: 'sourcing:approvals.title' },
  { to: '/sourcing/purchasers', icon: <SafetyOutlined />, key: 'sourcing:purchasers.title' },
]

/** What I have asked for, the newest first. */
export function RfqsPage() {
  const { t } = useTexts()
  const may = useMay()
  const add = may('trade:edit') && (
    <Link to={'/sourcing/new' as string}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t('sourcing:rfq.add')}
      </Button>
    </Link>
  )
  return (
    <ListPage<RfqRow>
      id="rfqs"
      title={t('sourcing:rfq.many')}
      note={t('sourcing:rfq.note')}
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
      queryKey={keys.rfqs}
      path="/rfqs"
      rowKey={(rfq) => rfq.id}
      to={(rfq) => `/sourcing/${rfq.id}`}
      columns={useColumns()}
      card={(rfq) => <RfqCard rfq={rfq} />}
      searchLabel={t('sourcing:rfq.search')}
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
        icon: <FileSearchOutlined />,
        title: t('sourcing:rfq.none'),
        note: t('sourcing:rfq.noneNote'),
        action: add,
      }}
    />
  )
}

function useColumns(): ListColumn<RfqRow>[] {
  const { t } = useTexts()
  const format = useFormat()
  return [
    {
      key: 'title',
      title: t('sourcing:rfq.title'),
      text: (rfq) => `${rfq.code} ${rfq.title}`,
      render: (rfq) => (
        <>
          <span className="faint figures">{rfq.code}</span> {rfq.title}
        </>
      ),
    },
    {
      key: 'lines',
      title: t('sourcing:rfq.lines'),
      text: (rfq) => rfq.firstLine,
      render: (rfq) => <FirstLine rfq={rfq} />,
    },
    {
      key: 'state',
      title: t('sourcing:rfq.state'),
      width: 110,
      text: (rfq) => t(`sourcing:rfq.states.${rfq.state}`),
      render: (rfq) => <RfqStateTag state={rfq.state} />,
    },
    {
      key: 'answered',
      title: t('sourcing:rfq.answered'),
      align: 'right',
      width: 120,
      text: (rfq) => `${rfq.answered}/${rfq.invited}`,
      render: (rfq) => <Answered rfq={rfq} />,
    },
    {
      key: 'closesAt',
      title: t('sourcing:rfq.closesAt'),
      width: 150,
      text: (rfq) => format.dateTime(rfq.closesAt),
      render: (rfq) => <RelativeTime at={rfq.closesAt} />,
    },
    {
      key: 'awarded',
      title: t('sourcing:rfq.awarded'),
      align: 'right',
      width: 140,
      text: (rfq) => rfq.awardedMinor / 100,
      render: (rfq) =>
        rfq.awardedMinor > 0 ? (
          <Money minor={rfq.awardedMinor} currency={rfq.currency} />
        ) : (
          <span className="faint">–</span>
        ),
    },
  ]
}

function Answered({ rfq }: { rfq: RfqRow }) {
  const { t } = useTexts()
  return (
    <span className="figures">
      {rfq.answered}/{rfq.invited}
      {rfq.openQuestions > 0 && (
        <span className="answered-questions">
          {t('sourcing:question.open', { count: rfq.openQuestions })}
        </span>
      )}
    </span>
  )
}

export function FirstLine({ rfq }: { rfq: { firstLine: string; lines: number } }) {
  const { t } = useTexts()
  return (
    <span>
      {rfq.firstLine}
      {rfq.lines > 1 && (
        <span className="faint"> {t('sourcing:rfq.more', { count: rfq.lines - 1 })}</span>
      )}
    </span>
  )
}

function RfqCard({ rfq }: { rfq: RfqRow }) {
  const { t } = useTexts()
  return (
    <div className="rfq-card">
      <div className="rfq-card-head">
        <b>{rfq.title}</b>
        <RfqStateTag state={rfq.state} />
      </div>
      <div className="soft">
        <FirstLine rfq={rfq} />
      </div>
      <div className="rfq-card-head faint">
        <span>
          {t('sourcing:rfq.answered')} <Answered rfq={rfq} />{' '}
          {rfq.isSealed && <StateTag tone="quiet">{t('sourcing:rfq.sealed')}</StateTag>}
        </span>
        <RelativeTime at={rfq.closesAt} />
      </div>
    </div>
  )
}
