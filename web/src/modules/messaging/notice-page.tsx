import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import type { Counts, Notice, RollUp } from '../../../../server/modules/messaging/schema.ts'
import { useGo, useRouteParams, useSearchValues } from '../../app/navigation.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { useIsLive } from '../../ui/stream.ts'
import { RelativeTime, StateTag } from '../../ui/values.tsx'
import { AnswerCurve } from './answer-curve.tsx'
import { noticeQuery, rollUpQuery } from './api.ts'
import { NoticeStateTag } from './marks.tsx'
import './messaging.css'
import { type NamesFilter, NamesList } from './names-list.tsx'
import { NoticeActs } from './notice-acts.tsx'
import { NoticeContent, NoticeTimeline } from './notice-content.tsx'
import { reachOf } from './progress.ts'
import { RollUpRows } from './roll-up-rows.tsx'
import { ThreadBar, ThreadLegend } from './thread-bar.tsx'

const DIMENSIONS = ['tier', 'parent', 'region', 'group'] as const
type Dimension = (typeof DIMENSIONS)[number]

/** The sender's page: where a notice is by now, and who is missing. */
export function NoticePage() {
  const { t } = useTexts()
  const go = useGo()
  const { id } = useRouteParams<'id'>()
  const notice = useQuery(noticeQuery(id))
  const back = { to: '/messages?tab=sent', label: t('messaging:sent.tab') }
  const isDraft = notice.data?.state === 'draft'
  useEffect(() => {
    if (isDraft) go(`/notices/${id}/edit`, { replace: true })
  }, [go, id, isDraft])
  if (notice.isPending || isDraft || !notice.data) {
    return (
      <Page title={t('messaging:notice.opening')} back={back} width="wide">
        {notice.isError ? (
          <ErrorState error={notice.error} onRetry={() => void notice.refetch()} />
        ) : (
          <Skeleton rows={10} />
        )}
      </Page>
    )
  }
  return (
    <Page
      title={notice.data.title}
      state={
        <>
          <NoticeStateTag state={notice.data.state} />
          <LiveTag notice={notice.data} />
        </>
      }
      back={back}
      width="wide"
      note={<Heading notice={notice.data} />}
      actions={<NoticeActs notice={notice.data} />}
    >
      <StateBanner notice={notice.data} />
      {notice.data.sentAt ? (
        <Running notice={notice.data} />
      ) : (
        <NoticeContent notice={notice.data} />
      )}
    </Page>
  )
}

function LiveTag({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  const isLive = useIsLive()
  if (!isLive || !['sending', 'sent', 'complete'].includes(notice.state)) return null
  return (
    <StateTag tone="good" icon={<span className="live-dot" aria-hidden />}>
      {t('messaging:notice.live')}
    </StateTag>
  )
}

function Heading({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  return (
    <>
      {t(`messaging:kind.${notice.kind}`)} · {notice.chainName}
      {notice.edition > 1 && <> · {t('messaging:edition', { n: notice.edition })}</>} ·{' '}
      {notice.createdByName} · <RelativeTime at={notice.sentAt ?? notice.createdAt} />
    </>
  )
}

function StateBanner({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  const format = useFormat()
  if (notice.state === 'scheduled' && notice.scheduledAt) {
    return (
      <Alert
        type="info"
        showIcon
        className="over-banner"
        title={t('messaging:notice.goesOut', { time: format.dateTime(notice.scheduledAt) })}
      />
    )
  }
  if (notice.state === 'recalled') {
    return (
      <Alert
        type="error"
        showIcon
        className="over-banner"
        title={t('messaging:notice.recalled', {
          time: notice.recalledAt ? format.dateTime(notice.recalledAt) : '',
        })}
        description={notice.recallReason}
      />
    )
  }
  if (notice.supersededById) {
    return (
      <Alert
        type="warning"
        showIcon
        className="over-banner"
        title={t('messaging:notice.superseded')}
        description={
          <Link to={`/notices/${notice.supersededById}` as string}>
            {t('messaging:over.toSuccessor')}
          </Link>
        }
      />
    )
  }
  return null
}

function Running({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  const [search, setSearch] = useSearchValues()
  const by = DIMENSIONS.find((one) => one === search.by) ?? 'tier'
  const rollUp = useQuery({ ...rollUpQuery(notice.id, by), placeholderData: keepPreviousData })
  const [filter, setFilter] = useState<NamesFilter>({})
  const total = rollUp.data?.total ?? notice.counts
  return (
    <>
      <Progress notice={notice} counts={total} rollUp={rollUp.data} />
      <div className="notice-columns">
        <div className="notice-main">
          {rollUp.isError && !rollUp.data ? (
            <ErrorState error={rollUp.error} onRetry={() => void rollUp.refetch()} />
          ) : (
            <section className="card card-padded stack">
              <header className="section-head">
                <h2>{t('messaging:notice.byWhom')}</h2>
                <Segmented<Dimension>
                  value={by}
                  onChange={(value) => setSearch({ by: value === 'tier' ? undefined : value })}
                  options={DIMENSIONS.map((one) => ({
                    value: one,
                    label: t(`messaging:dimension.${one}`),
                  }))}
                />
              </header>
              <RollUpRows
                by={by}
                rows={rollUp.data?.rows}
                isStale={rollUp.isPlaceholderData}
                chosen={filter.dimension === by ? filter.key : undefined}
                onChoose={(row) =>
                  setFilter((before) => ({
                    states: before.states,
                    ...(row && { dimension: by, key: row.key, label: row.label }),
                  }))
                }
              />
            </section>
          )}
          <NamesList notice={notice} filter={filter} onFilter={setFilter} />
        </div>
        <aside className="notice-aside">
          {rollUp.data && <AnswerCurve notice={notice} rollUp={rollUp.data} />}
          <NoticeTimeline notice={notice} rollUp={rollUp.data} />
          <NoticeContent notice={notice} />
        </aside>
      </div>
    </>
  )
}

/** The thread of all recipients, and the four figures that a sender is asked for. */
function Progress({
  notice,
  counts,
  rollUp,
}: {
  notice: Notice
  counts: Counts
  rollUp: RollUp | undefined
}) {
  const { t } = useTexts()
  const format = useFormat()
  const reach = reachOf(counts)
  const figures = [
    { key: 'recipients', value: counts.recipients },
    { key: 'reached', value: reach.reached },
    { key: 'opened', value: reach.opened },
    { key: 'confirmed', value: reach.confirmed },
    { key: 'failed', value: reach.failed },
  ] as const
  return (
    <section className="card card-padded progress-card" aria-label={t('messaging:notice.progress')}>
      <div className="progress-head">
        <div>
          <span className="progress-share figures">
            {format.percent(reach.confirmedShare, reach.confirmedShare < 0.01 ? 2 : 1)}
          </span>{' '}
          <span className="soft">{t('messaging:notice.confirmedShare')}</span>
        </div>
        {rollUp && <Medians rollUp={rollUp} />}
      </div>
      <ThreadBar counts={counts} size="big" />
      <ThreadLegend counts={counts} />
      <dl className="progress-figures">
        {figures.map(({ key, value }) => (
          <div key={key} className={key === 'failed' && value > 0 ? 'is-bad' : undefined}>
            <dt>{t(`messaging:figure.${key}`)}</dt>
            <dd className="figures">{format.number(value)}</dd>
          </div>
        ))}
        {notice.relaysWaiting > 0 && (
          <div>
            <dt>{t('messaging:figure.relaysWaiting')}</dt>
            <dd className="figures">{format.number(notice.relaysWaiting)}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}

function Medians({ rollUp }: { rollUp: RollUp }) {
  const { t } = useTexts()
  const format = useFormat()
  if (rollUp.medianReadMinutes === null) return null
  return (
    <div className="faint progress-medians">
      {t('messaging:notice.medianRead', {
        time: format.duration(rollUp.medianReadMinutes * 60_000),
      })}
      {rollUp.medianConfirmMinutes !== null && (
        <>
          {' · '}
          {t('messaging:notice.medianConfirm', {
            time: format.duration(rollUp.medianConfirmMinutes * 60_000),
          })}
        </>
      )}
    </div>
  )
}
