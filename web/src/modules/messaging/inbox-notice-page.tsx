import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { InboxNotice } from '../../../../server/modules/messaging/schema.ts'
import { useRouteParams } from '../../app/navigation.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page, Section } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime, useNow } from '../../ui/values.tsx'
import { inboxNoticeKey, inboxNoticeQuery, keys } from './api.ts'
import { BodyText } from './body-text.tsx'
import { ConfirmBar } from './confirm-bar.tsx'
import { countdown } from './countdown.ts'
import { FileList } from './files.tsx'
import { KindIcon, ReceiptStateTag } from './marks.tsx'
import './messaging.css'
import { OverBanner } from './over-banner.tsx'
import { OwnPrices } from './own-prices.tsx'
import { RelayTurn } from './relay-turn.tsx'
import { ValidFrom } from './valid-from.tsx'

export function InboxNoticePage() {
  const { t } = useTexts()
  const client = useQueryClient()
  const { noticeId, partnerId } = useRouteParams<'noticeId' | 'partnerId'>()
  const notice = useQuery(inboxNoticeQuery(noticeId, partnerId))
  const back = { to: '/messages', label: t('messaging:inbox.tab') }
  const isRead = notice.isSuccess
  // Opening was the reading, so the list and the bell count less by now.
  useEffect(() => {
    if (!isRead) return
    void client.invalidateQueries({
      queryKey: keys.inbox,
      predicate: (query) => query.queryKey[2] !== 'one',
    })
  }, [client, isRead])

  if (notice.isPending || (notice.isError && !notice.data)) {
    return (
      <Page title={t('messaging:inbox.opening')} back={back} width="narrow">
        {notice.isPending ? (
          <Skeleton rows={8} />
        ) : (
          <ErrorState error={notice.error} onRetry={() => void notice.refetch()} />
        )}
      </Page>
    )
  }
  const keep = (fresh: InboxNotice) => {
    client.setQueryData(inboxNoticeKey(noticeId, partnerId), fresh)
    void client.invalidateQueries({
      queryKey: keys.inbox,
      predicate: (query) => query.queryKey[2] !== 'one',
    })
  }
  return (
    <Page
      title={notice.data.title}
      state={<ReceiptStateTag state={notice.data.state} />}
      back={back}
      width="narrow"
      note={<From notice={notice.data} />}
    >
      <OverBanner notice={notice.data} />
      <Received notice={notice.data} />
      {notice.data.relay && <RelayTurn notice={notice.data} />}
      <ConfirmBar notice={notice.data} onConfirmed={keep} />
    </Page>
  )
}

function From({ notice }: { notice: InboxNotice }) {
  const { t } = useTexts()
  return (
    <span className="notice-from">
      <KindIcon kind={notice.kind} />
      <span>
        {t(`messaging:kind.${notice.kind}`)} · {notice.fromName} · {notice.chainName}
        {notice.edition > 1 && <> · {t('messaging:edition', { n: notice.edition })}</>} ·{' '}
        <RelativeTime at={notice.deliveredAt} />
      </span>
    </span>
  )
}

function Received({ notice }: { notice: InboxNotice }) {
  const { t } = useTexts()
  const isOver = notice.state === 'recalled' || notice.state === 'superseded'
  return (
    <div className={isOver ? 'received is-over' : 'received'}>
      {notice.deadlineAt && !isOver && (
        <Deadline at={notice.deadlineAt} isDone={notice.confirmedAt !== null} />
      )}
      {notice.prices.length > 0 && (
        <div className="card">
          {notice.validFrom && <ValidFrom at={notice.validFrom} />}
          <OwnPrices prices={notice.prices} />
        </div>
      )}
      {(notice.body || notice.files.length > 0) && (
        <div className="card card-padded stack">
          {notice.body && <BodyText text={notice.body} />}
          <FileList files={notice.files} />
        </div>
      )}
      {notice.notes.length > 0 && (
        <Section title={t('messaging:notes.title')}>
          <ul className="passed-notes">
            {notice.notes.map((note) => (
              <li key={note.fromName}>
                <b>{note.fromName}</b>
                <BodyText text={note.note} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

function Deadline({ at, isDone }: { at: string; isDone: boolean }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useNow()
  const due = countdown(at, now)
  const urgency = isDone ? 'later' : due.urgency
  return (
    <div className={`valid-from card valid-from-${urgency === 'past' ? 'late' : urgency}`}>
      <span>{t('messaging:inbox.deadlineAt', { time: format.dateTime(at) })}</span>
      {!isDone && <b className="figures">{format.relative(at, now)}</b>}
    </div>
  )
}
