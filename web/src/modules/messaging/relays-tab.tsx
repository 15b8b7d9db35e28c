import { AlertOutlined, ShareAltOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Relay } from '../../../../server/modules/messaging/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime, StateTag, useNow } from '../../ui/values.tsx'
import { type Escalations, escalationsQuery, relaysQuery } from './api.ts'
import { countdown, shownSpan } from './countdown.ts'
import { KindIcon } from './marks.tsx'

/** What a distributor does with notices: pass them on, and ask those below who have not answered. */
export function RelaysTab() {
  const { t } = useTexts()
  const relays = useQuery(relaysQuery)
  const escalations = useQuery(escalationsQuery)
  if (relays.isPending) return <Skeleton rows={6} />
  if (relays.isError) {
    return <ErrorState error={relays.error} onRetry={() => void relays.refetch()} />
  }
  const open = relays.data.items.filter((relay) => relay.relayedAt === null)
  const passed = relays.data.items.filter((relay) => relay.relayedAt !== null)
  const owing = escalations.data?.items ?? []
  if (relays.data.items.length === 0 && owing.length === 0) {
    return (
      <EmptyState
        icon={<ShareAltOutlined />}
        title={t('messaging:relays.none')}
        note={t('messaging:relays.noneNote')}
      />
    )
  }
  return (
    <>
      {escalations.isError && (
        <ErrorState isSmall error={escalations.error} onRetry={() => void escalations.refetch()} />
      )}
      {owing.length > 0 && <Owing items={owing} />}
      {open.length > 0 && (
        <Section title={t('messaging:relays.waiting')} note={t('messaging:relays.waitingNote')}>
          <RelayRows relays={open} />
        </Section>
      )}
      {passed.length > 0 && (
        <Section title={t('messaging:relays.passed')}>
          <RelayRows relays={passed} />
        </Section>
      )}
    </>
  )
}

function RelayRows({ relays }: { relays: Relay[] }) {
  return (
    <ul className="inbox-rows">
      {relays.map((relay) => (
        <RelayRow key={relay.noticeId + relay.partnerId} relay={relay} />
      ))}
    </ul>
  )
}

function RelayRow({ relay }: { relay: Relay }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useNow()
  const due = countdown(relay.dueAt, now)
  return (
    <li>
      <Link
        className="inbox-row"
        to={`/messages/inbox/${relay.noticeId}/${relay.partnerId}` as string}
      >
        <KindIcon kind={relay.kind} />
        <span className="inbox-row-main">
          <span className="inbox-row-title">{relay.title}</span>
          <span className="inbox-row-note">
            {relay.fromName} ·{' '}
            {t('messaging:relays.recipients', { n: format.number(relay.recipients) })}
          </span>
          <span className="inbox-row-tags">
            {relay.relayedAt ? (
              <StateTag tone="good">{t('messaging:relays.passedTag')}</StateTag>
            ) : (
              <StateTag tone="accent">
                {due.isPast
                  ? t('messaging:relays.flowsNow')
                  : t('messaging:relays.flowsIn', { time: format.duration(shownSpan(due.ms)) })}
              </StateTag>
            )}
            {relay.note && <StateTag tone="quiet">{t('messaging:relays.hasNote')}</StateTag>}
            {relay.markup && <StateTag tone="indigo">{t('messaging:relays.hasMarkup')}</StateTag>}
          </span>
        </span>
        <span className="inbox-row-time">
          <RelativeTime at={relay.relayedAt ?? relay.openedAt} />
        </span>
      </Link>
    </li>
  )
}

function Owing({ items }: { items: Escalations['items'] }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <Section title={t('messaging:escalations.title')} note={t('messaging:escalations.note')}>
      <ul className="inbox-rows">
        {items.map((item) => (
          <li key={item.noticeId}>
            <div className="inbox-row is-static">
              <span className="kind-icon kind-recall" aria-hidden>
                <AlertOutlined />
              </span>
              <span className="inbox-row-main">
                <span className="inbox-row-title">{item.title}</span>
                <span className="inbox-row-note">{item.fromName}</span>
                <span className="escalated-names">
                  <b className="figures">
                    {t('messaging:escalations.waiting', { n: format.number(item.waiting) })}
                  </b>{' '}
                  {format.list(
                    item.waiting > item.names.length
                      ? [...item.names, t('messaging:escalations.others')]
                      : item.names,
                  )}
                </span>
              </span>
              <span className="inbox-row-time">
                {item.deadlineAt && <RelativeTime at={item.deadlineAt} />}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
