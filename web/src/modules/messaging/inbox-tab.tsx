import { BellOutlined, InboxOutlined, SearchOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, Segmented, Select } from 'antd'
import { useRef, useState } from 'react'
import { type InboxItem, NOTICE_KINDS } from '../../../../server/modules/messaging/schema.ts'
import { useSearchValues } from '../../app/navigation.ts'
import { ExportButton } from '../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { readStored, writeStored } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime, StateTag, useNow } from '../../ui/values.tsx'
import { inboxQuery } from './api.ts'
import { askForNotes, notesState } from './browser-notes.ts'
import { countdown } from './countdown.ts'
import { KindIcon } from './marks.tsx'
import { useDelayed } from './use-delayed.ts'

const ONLY = ['all', 'unread', 'waiting'] as const

export function InboxTab() {
  const { t } = useTexts()
  const format = useFormat()
  const [search, setSearch] = useSearchValues()
  const only = ONLY.find((one) => one === search.only) ?? 'all'
  const q = useDelayed(typeof search.q === 'string' ? search.q : '', 250)
  const filter = { only, q, kind: search.kind }
  const list = useInfiniteQuery(inboxQuery(filter))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const head = list.data?.pages[0]
  const isFiltered = only !== 'all' || q !== '' || search.kind !== undefined
  const label = (key: (typeof ONLY)[number], count: number | undefined) =>
    count
      ? `${t(`messaging:inbox.only.${key}`)} ${format.number(count)}`
      : t(`messaging:inbox.only.${key}`)

  return (
    <div className="inbox">
      <div className="inbox-filters">
        <Segmented
          value={only}
          onChange={(value) => setSearch({ only: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: label('all', undefined) },
            { value: 'unread', label: label('unread', head?.unread) },
            { value: 'waiting', label: label('waiting', head?.waiting) },
          ]}
        />
        <Select
          allowClear
          value={typeof search.kind === 'string' ? search.kind : undefined}
          onChange={(kind?: string) => setSearch({ kind })}
          placeholder={t('messaging:filter.kind')}
          aria-label={t('messaging:filter.kind')}
          options={NOTICE_KINDS.map((kind) => ({
            value: kind,
            label: t(`messaging:kind.${kind}`),
          }))}
        />
        <Input
          allowClear
          prefix={<SearchOutlined />}
          value={typeof search.q === 'string' ? search.q : ''}
          onChange={(event) => setSearch({ q: event.target.value || undefined })}
          placeholder={t('messaging:inbox.search')}
          aria-label={t('messaging:inbox.search')}
        />
        <ExportButton path="/inbox.xlsx" query={filter} isIcon />
      </div>
      <NotesOffer />
      {list.isPending ? (
        <Skeleton rows={8} />
      ) : list.isError && items.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState
          icon={<InboxOutlined />}
          title={t(isFiltered ? 'messaging:inbox.noneFound' : 'messaging:inbox.none')}
          note={t(isFiltered ? 'messaging:inbox.noneFoundNote' : 'messaging:inbox.noneNote')}
          action={
            isFiltered && (
              <Button onClick={() => setSearch({ only: undefined, q: undefined, kind: undefined })}>
                {t('messaging:filter.clear')}
              </Button>
            )
          }
        />
      ) : (
        <InboxRows items={items} />
      )}
      {list.hasNextPage && (
        <Button
          block
          className="inbox-more"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('messaging:more')}
        </Button>
      )}
    </div>
  )
}

const placeOf = (item: InboxItem) => `${item.noticeId}/${item.partnerId}`

function InboxRows({ items }: { items: InboxItem[] }) {
  // What came after the list was first shown slides in; paging and filters do not.
  const since = useRef(Date.now())
  return (
    <ul className="inbox-rows">
      {items.map((item) => (
        <InboxRow
          key={placeOf(item)}
          item={item}
          isArrival={Date.parse(item.deliveredAt) > since.current - 2000}
        />
      ))}
    </ul>
  )
}

function InboxRow({ item, isArrival }: { item: InboxItem; isArrival: boolean }) {
  const { t } = useTexts()
  const isOver = item.state === 'recalled' || item.state === 'superseded'
  const isUnread = item.readAt === null && !isOver
  const classes = [
    'inbox-row',
    isUnread && 'is-unread',
    isOver && 'is-over',
    isArrival && 'is-arrival',
  ]
  return (
    <li>
      <Link
        to={`/messages/inbox/${placeOf(item)}` as string}
        className={classes.filter(Boolean).join(' ')}
      >
        <KindIcon kind={item.kind} />
        <span className="inbox-row-main">
          <span className="inbox-row-title">
            {isUnread && (
              <span className="unread-dot" role="img" aria-label={t('messaging:inbox.unread')} />
            )}
            {item.title}
          </span>
          <span className="inbox-row-note">
            {t(`messaging:kind.${item.kind}`)} · {item.fromName} · {item.chainName}
          </span>
          <span className="inbox-row-tags">
            <RowTags item={item} />
          </span>
        </span>
        <span className="inbox-row-time">
          <RelativeTime at={item.deliveredAt} />
        </span>
      </Link>
    </li>
  )
}

function RowTags({ item }: { item: InboxItem }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useNow()
  if (item.state === 'recalled')
    return <StateTag tone="bad">{t('messaging:receiptState.recalled')}</StateTag>
  if (item.state === 'superseded') {
    return <StateTag tone="quiet">{t('messaging:receiptState.superseded')}</StateTag>
  }
  if (item.confirmedAt)
    return <StateTag tone="good">{t('messaging:receiptState.confirmed')}</StateTag>
  const due = item.deadlineAt ? countdown(item.deadlineAt, now) : null
  return (
    <>
      {/* An announcement asks to be read, nothing more. */}
      {item.kind !== 'announcement' && (
        <StateTag tone="accent">{t('messaging:inbox.confirmNeeded')}</StateTag>
      )}
      {item.deadlineAt && due && (
        <StateTag tone={due.isPast ? 'bad' : 'quiet'}>
          {t(due.isPast ? 'messaging:inbox.overdue' : 'messaging:inbox.deadline', {
            time: format.relative(item.deadlineAt, now),
          })}
        </StateTag>
      )}
      {item.reminded > 0 && (
        <StateTag tone="quiet" icon={<BellOutlined />}>
          {t('messaging:inbox.reminded', { n: format.number(item.reminded) })}
        </StateTag>
      )}
    </>
  )
}

/** Offered once, where it is needed: to who reads notices. */
function NotesOffer() {
  const { t } = useTexts()
  const [state, setState] = useState(notesState)
  const [isHidden, setHidden] = useState(() => readStored(OFFER_KEY, false))
  if (state !== 'off' || isHidden) return null
  return (
    <div className="notes-offer">
      <BellOutlined aria-hidden />
      <span>{t('messaging:notes.offer')}</span>
      <span className="notes-offer-acts">
        <Button size="small" type="primary" onClick={() => void askForNotes().then(setState)}>
          {t('messaging:notes.turnOn')}
        </Button>
        <Button
          size="small"
          type="text"
          onClick={() => {
            writeStored(OFFER_KEY, true)
            setHidden(true)
          }}
        >
          {t('messaging:notes.later')}
        </Button>
      </span>
    </div>
  )
}
const OFFER_KEY = 'jingwei.notes-offered'
