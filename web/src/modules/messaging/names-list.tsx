import { SearchOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import {
  type Notice,
  RECEIPT_STATES,
  type Receipt,
  type ReceiptState,
} from '../../../../server/modules/messaging/schema.ts'
import { ExportButton } from '../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime } from '../../ui/values.tsx'
import { type RollUpBy, receiptsQuery } from './api.ts'
import { ReceiptStateTag } from './marks.tsx'
import { receiptFilter } from './receipt-filter.ts'
import { useDelayed } from './use-delayed.ts'

export interface NamesFilter {
  states?: ReceiptState[]
  dimension?: RollUpBy
  key?: string
  label?: string
}

/** Who has it, who has not, and why; by name, and as a spreadsheet. */
export function NamesList({
  notice,
  filter,
  onFilter,
}: {
  notice: Notice
  filter: NamesFilter
  onFilter: (filter: NamesFilter) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const isPhone = useIsPhone()
  const [text, setText] = useState('')
  const query = receiptFilter(filter, useDelayed(text.trim(), 250))
  const list = useInfiniteQuery(receiptsQuery(notice.id, query))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const total = list.data?.pages[0]?.total

  return (
    <section className="card card-padded stack">
      <header className="section-head">
        <div>
          <h2>{t('messaging:names.title')}</h2>
          {total !== undefined && (
            <div className="section-note figures">
              {t('messaging:names.count', { n: format.number(total) })}
            </div>
          )}
        </div>
        <ExportButton path={`/notices/${notice.id}/receipts.xlsx`} query={query} />
      </header>
      <div className="names-filters">
        <Quick filter={filter} onFilter={onFilter} />
        <Select<ReceiptState[]>
          allowClear
          mode="multiple"
          maxTagCount="responsive"
          value={filter.states ?? []}
          placeholder={t('messaging:filter.state')}
          aria-label={t('messaging:filter.state')}
          onChange={(states) =>
            onFilter({ ...filter, states: states.length > 0 ? states : undefined })
          }
          options={RECEIPT_STATES.map((state) => ({
            value: state,
            label: t(`messaging:receiptState.${state}`),
          }))}
        />
        <Input
          allowClear
          prefix={<SearchOutlined />}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('messaging:names.search')}
          aria-label={t('messaging:names.search')}
        />
        {filter.dimension && (
          <Tag closable onClose={() => onFilter({ states: filter.states })}>
            {filter.label}
          </Tag>
        )}
      </div>
      {list.isPending ? (
        <Skeleton rows={6} />
      ) : list.isError && items.length === 0 ? (
        <ErrorState isSmall error={list.error} onRetry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState
          isSmall
          title={t('messaging:names.none')}
          note={t('messaging:names.noneNote')}
        />
      ) : isPhone ? (
        <NameCards items={items} />
      ) : (
        <NameTable items={items} />
      )}
      {list.hasNextPage && (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('messaging:more')}
        </Button>
      )}
    </section>
  )
}

const QUICK = {
  unread: ['delivered'],
  unconfirmed: ['delivered', 'read'],
  failed: ['failed'],
} as const satisfies Record<string, readonly ReceiptState[]>

/** The three questions that a sender asks. */
function Quick({
  filter,
  onFilter,
}: {
  filter: NamesFilter
  onFilter: (filter: NamesFilter) => void
}) {
  const { t } = useTexts()
  const chosen = filter.states?.join()
  return (
    <div className="quick-filters">
      {(Object.keys(QUICK) as (keyof typeof QUICK)[]).map((key) => {
        const isOn = chosen === QUICK[key].join()
        return (
          <Tag.CheckableTag
            key={key}
            checked={isOn}
            onChange={() => onFilter({ ...filter, states: isOn ? undefined : [...QUICK[key]] })}
          >
            {t(`messaging:names.quick.${key}`)}
          </Tag.CheckableTag>
        )
      })}
    </div>
  )
}

function Why({ receipt }: { receipt: Receipt }) {
  const { t } = useTexts()
  if (receipt.reason)
    return <span className="text-bad">{t(`messaging:failure.${receipt.reason}`)}</span>
  if (receipt.answer) return <span>{t('messaging:names.answer', { answer: receipt.answer })}</span>
  const who = receipt.confirmedByName ?? receipt.readByName
  if (who) return <span className="soft">{who}</span>
  if (receipt.escalatedAt)
    return <span className="text-accent">{t('messaging:names.escalated')}</span>
  if (receipt.reminded > 0) {
    return <span className="faint">{t('messaging:inbox.reminded', { n: receipt.reminded })}</span>
  }
  return null
}

const lastOf = (receipt: Receipt) => receipt.confirmedAt ?? receipt.readAt ?? receipt.deliveredAt

function NameTable({ items }: { items: Receipt[] }) {
  const { t } = useTexts()
  return (
    <Table<Receipt>
      size="small"
      className="names-table"
      rowKey="partnerId"
      pagination={false}
      dataSource={items}
      scroll={{ x: true }}
      columns={[
        {
          title: t('messaging:names.partner'),
          render: (_, receipt) => (
            <span className="name-cell">
              {receipt.partnerName}
              <span className="faint">{receipt.partnerCode}</span>
            </span>
          ),
        },
        {
          title: t('messaging:names.place'),
          render: (_, receipt) => (
            <span className="name-cell">
              {t('messaging:tier', { n: receipt.tier })}
              <span className="faint">{receipt.region}</span>
            </span>
          ),
        },
        { title: t('messaging:names.parent'), dataIndex: 'parentName' },
        {
          title: t('messaging:filter.state'),
          render: (_, receipt) => (
            <span className="name-cell">
              <ReceiptStateTag state={receipt.state} />
              <Why receipt={receipt} />
            </span>
          ),
        },
        {
          title: t('messaging:names.when'),
          align: 'right',
          className: 'when',
          render: (_, receipt) => <RelativeTime at={lastOf(receipt)} />,
        },
      ]}
    />
  )
}

function NameCards({ items }: { items: Receipt[] }) {
  const { t } = useTexts()
  return (
    <ul className="name-cards">
      {items.map((receipt) => (
        <li key={receipt.partnerId}>
          <div className="name-card-head">
            <b>{receipt.partnerName}</b>
            <ReceiptStateTag state={receipt.state} />
          </div>
          <div className="faint">
            {t('messaging:tier', { n: receipt.tier })} · {receipt.region || receipt.partnerCode}
            {receipt.parentName && <> · {receipt.parentName}</>}
          </div>
          <div>
            <Why receipt={receipt} />{' '}
            <span className="faint">
              <RelativeTime at={lastOf(receipt)} />
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}
