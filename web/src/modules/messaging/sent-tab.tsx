import { SearchOutlined, SendOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { NOTICE_KINDS, NOTICE_STATES } from '../../../../server/modules/messaging/schema.ts'
import { useGo, useSearchValues } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { ExportButton } from '../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime } from '../../ui/values.tsx'
import { chainsQuery, type NoticeItem, noticesQuery } from './api.ts'
import { LeadFirst } from './lead-first.tsx'
import { KindIcon, NoticeStateTag } from './marks.tsx'
import { ThreadBar } from './thread-bar.tsx'
import { useDelayed } from './use-delayed.ts'

export function SentTab() {
  const { t } = useTexts()
  const may = useMay()
  const go = useGo()
  const [search, setSearch] = useSearchValues()
  const q = useDelayed(typeof search.q === 'string' ? search.q : '', 250)
  const filter = { q, kind: search.kind, state: search.state }
  const list = useInfiniteQuery(noticesQuery(filter))
  const chains = useQuery(chainsQuery)
  const isLead = chains.data?.items.some((chain) => chain.isLead) ?? false
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = q !== '' || search.kind !== undefined || search.state !== undefined

  if (chains.data && list.data && !isLead && !isFiltered && items.length === 0) {
    return <LeadFirst hasChain={chains.data.items.length > 0} />
  }
  return (
    <div className="sent">
      <div className="inbox-filters">
        <Input
          allowClear
          prefix={<SearchOutlined />}
          value={typeof search.q === 'string' ? search.q : ''}
          onChange={(event) => setSearch({ q: event.target.value || undefined })}
          placeholder={t('messaging:sent.search')}
          aria-label={t('messaging:sent.search')}
        />
        <Select
          allowClear
          mode="multiple"
          maxTagCount="responsive"
          value={listOf(search.kind)}
          onChange={(kind: string[]) => setSearch({ kind: kind.length > 0 ? kind : undefined })}
          placeholder={t('messaging:filter.kind')}
          aria-label={t('messaging:filter.kind')}
          options={NOTICE_KINDS.map((kind) => ({
            value: kind,
            label: t(`messaging:kind.${kind}`),
          }))}
        />
        <Select
          allowClear
          mode="multiple"
          maxTagCount="responsive"
          value={listOf(search.state)}
          onChange={(state: string[]) => setSearch({ state: state.length > 0 ? state : undefined })}
          placeholder={t('messaging:filter.state')}
          aria-label={t('messaging:filter.state')}
          options={NOTICE_STATES.map((state) => ({
            value: state,
            label: t(`messaging:noticeState.${state}`),
          }))}
        />
        <ExportButton path="/notices.xlsx" query={filter} isIcon />
      </div>
      {list.isPending ? (
        <Skeleton rows={8} />
      ) : list.isError && items.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState
          icon={<SendOutlined />}
          title={t(isFiltered ? 'messaging:sent.noneFound' : 'messaging:sent.none')}
          note={t(isFiltered ? 'messaging:inbox.noneFoundNote' : 'messaging:sent.noneNote')}
          action={
            isFiltered ? (
              <Button
                onClick={() => setSearch({ q: undefined, kind: undefined, state: undefined })}
              >
                {t('messaging:filter.clear')}
              </Button>
            ) : (
              may('messaging:edit') && (
                <Button type="primary" onClick={() => go('/notices/new')}>
                  {t('messaging:compose.title')}
                </Button>
              )
            )
          }
        />
      ) : (
        <ul className="inbox-rows">
          {items.map((notice) => (
            <SentRow key={notice.id} notice={notice} />
          ))}
        </ul>
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

function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function SentRow({ notice }: { notice: NoticeItem }) {
  const { t } = useTexts()
  const format = useFormat()
  const { counts } = notice
  const isDraft = notice.state === 'draft'
  return (
    <li>
      <Link
        className="inbox-row sent-row"
        to={(isDraft ? `/notices/${notice.id}/edit` : `/notices/${notice.id}`) as string}
      >
        <KindIcon kind={notice.kind} />
        <span className="inbox-row-main">
          <span className="inbox-row-title">
            {notice.title}
            {notice.edition > 1 && (
              <span className="faint"> {t('messaging:edition', { n: notice.edition })}</span>
            )}
          </span>
          <span className="inbox-row-note">
            {t(`messaging:kind.${notice.kind}`)} · {notice.chainName} · {notice.createdByName}
          </span>
          {counts.recipients > 0 && (
            <span className="sent-row-bar">
              <ThreadBar counts={counts} />
              <span className="figures faint">
                {t('messaging:sent.confirmedOf', {
                  confirmed: format.number(counts.confirmed),
                  recipients: format.number(counts.recipients),
                })}
              </span>
            </span>
          )}
        </span>
        <span className="inbox-row-time">
          <NoticeStateTag state={notice.state} />
          <RelativeTime at={notice.sentAt ?? notice.scheduledAt ?? notice.createdAt} />
        </span>
      </Link>
    </li>
  )
}
