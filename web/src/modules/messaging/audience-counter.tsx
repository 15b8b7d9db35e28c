import type { UseQueryResult } from '@tanstack/react-query'
import type { AudienceCount } from '../../../../server/modules/messaging/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { summarise } from './audience.ts'

/** How many that is, who of them can be reached now, and a few names so that a wrong filter shows. */
export function AudienceCounter({ count }: { count: UseQueryResult<AudienceCount> }) {
  const { t } = useTexts()
  const format = useFormat()
  if (count.isPending) return <Skeleton rows={2} />
  if (!count.data) {
    return <ErrorState isSmall error={count.error} onRetry={() => void count.refetch()} />
  }
  const summary = summarise(count.data)
  const reasons = summary.reasons.map(({ reason, count: n }) =>
    t(`messaging:audience.because.${reason}`, { n: format.number(n) }),
  )
  return (
    <div
      className={count.isPlaceholderData ? 'audience-count is-stale' : 'audience-count'}
      aria-live="polite"
    >
      <p className="audience-total">
        <b className="figures">{format.number(summary.recipients)}</b>{' '}
        <span>
          {t('messaging:audience.recipients', { reachable: format.number(summary.reachable) })}
        </span>
      </p>
      {summary.unreachable > 0 && (
        <p className="faint">
          {t('messaging:audience.unreachable', {
            n: format.number(summary.unreachable),
            reasons: format.list(reasons),
          })}
        </p>
      )}
      <ul className="tier-bars">
        {summary.tiers.map((row) => (
          <li key={row.tier}>
            <span>{t('messaging:tier', { n: row.tier })}</span>
            <span className="tier-bar" aria-hidden>
              <span style={{ width: `${row.share * 100}%` }}>
                <span
                  style={{
                    width: `${row.recipients === 0 ? 0 : (row.reachable / row.recipients) * 100}%`,
                  }}
                />
              </span>
            </span>
            <span className="figures">{format.number(row.recipients)}</span>
          </li>
        ))}
      </ul>
      {count.data.sample.length > 0 && (
        <p className="faint">
          {t('messaging:audience.sample', {
            names: format.list(count.data.sample.slice(0, 5).map((one) => one.name)),
          })}
        </p>
      )}
    </div>
  )
}
