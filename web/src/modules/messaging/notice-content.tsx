import { Link } from '@tanstack/react-router'
import type { Notice, RollUp } from '../../../../server/modules/messaging/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { TimelineOfFacts } from '../../ui/timeline.tsx'
import { Change, Facts, Money } from '../../ui/values.tsx'
import { BodyText } from './body-text.tsx'
import { FileList } from './files.tsx'
import { noticeFacts } from './notice-facts.ts'
import { priceChange } from './price-change.ts'

/** What was sent, word for word, and under which terms. */
export function NoticeContent({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  const format = useFormat()
  const date = (at: string | null) => (at ? format.dateTime(at) : '')
  return (
    <section className="card card-padded stack notice-content">
      <h2>{t('messaging:notice.content')}</h2>
      {notice.body && <BodyText text={notice.body} />}
      {notice.prices.length > 0 && <SentPrices notice={notice} />}
      <FileList files={notice.files} />
      <Facts
        items={[
          ...(notice.validFrom
            ? [
                {
                  key: 'validFrom',
                  label: t('messaging:compose.validFrom'),
                  value: date(notice.validFrom),
                },
              ]
            : []),
          ...(notice.deadlineAt
            ? [
                {
                  key: 'deadline',
                  label: t('messaging:compose.deadline'),
                  value: date(notice.deadlineAt),
                },
              ]
            : []),
          {
            key: 'relay',
            label: t('messaging:compose.relay'),
            value:
              notice.relayMinutes === 0
                ? t('messaging:compose.relayNone')
                : format.duration(notice.relayMinutes * 60_000),
          },
          {
            key: 'reminders',
            label: t('messaging:compose.reminders'),
            value:
              notice.reminderHours.length === 0
                ? t('messaging:compose.never')
                : t('messaging:compose.afterHours', {
                    hours: format.list(notice.reminderHours.map((hours) => format.number(hours))),
                  }),
          },
          {
            key: 'escalation',
            label: t('messaging:compose.escalation'),
            value:
              notice.escalateAfterHours === null
                ? t('messaging:compose.never')
                : t('messaging:compose.afterHours', {
                    hours: format.number(notice.escalateAfterHours),
                  }),
          },
        ]}
      />
      {notice.supersedesId && (
        <Link to={`/notices/${notice.supersedesId}` as string}>
          {t('messaging:notice.toPredecessor')}
        </Link>
      )}
    </section>
  )
}

function SentPrices({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  return (
    <table className="selling">
      <thead>
        <tr>
          <th scope="col">{t('messaging:prices.product')}</th>
          <th scope="col">{t('messaging:prices.factory')}</th>
          <th scope="col">{t('messaging:prices.retail')}</th>
        </tr>
      </thead>
      <tbody>
        {notice.prices.map((line) => {
          const { changeBp } = priceChange(line.priceMinor, line.previousMinor)
          return (
            <tr key={line.productId}>
              <th scope="row">
                {line.name} <span className="faint">{line.code}</span>
              </th>
              <td>
                <Money minor={line.priceMinor} currency={line.currency} />{' '}
                {changeBp !== null && <Change share={changeBp / 10_000} />}
              </td>
              <td>
                <Money minor={line.retailMinor} currency={line.currency} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

export function NoticeTimeline({ notice, rollUp }: { notice: Notice; rollUp: RollUp | undefined }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <section className="card card-padded stack">
      <h2>{t('messaging:timeline.title')}</h2>
      <TimelineOfFacts
        label={t('messaging:timeline.title')}
        facts={noticeFacts(notice, rollUp?.curve ?? []).map(({ key, at, tone, values }) => ({
          key,
          at,
          tone,
          who: key === 'created' ? notice.createdByName : undefined,
          what: t(
            `messaging:timeline.${key}`,
            Object.fromEntries(
              Object.entries(values).map(([name, value]) => [name, format.number(value)]),
            ),
          ),
          detail: key === 'recalled' ? notice.recallReason : undefined,
        }))}
      />
    </section>
  )
}
