import { HistoryOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTexts } from '../../ui/i18n.ts'
import type { Tone } from '../../ui/palette.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { type TimelineFact, TimelineOfFacts } from '../../ui/timeline.tsx'
import { type HistoryEvent, type PartnerDetail, usePartnerHistory } from './api.ts'
import { factKey, factNames } from './history-facts.ts'

const TONES: Record<string, Tone> = {
  joined: 'good',
  suspended: 'bad',
  left: 'bad',
  removed: 'bad',
  invited: 'accent',
  moved: 'indigo',
  merged: 'indigo',
}

/** Who did what to this partner, newest first. */
export function PartnerHistory({ partner }: { partner: PartnerDetail }) {
  const { t } = useTexts()
  const history = usePartnerHistory(partner.id)
  const events = history.data?.pages.flatMap((page) => page.items) ?? []
  if (history.isPending) return <Skeleton rows={5} />
  if (!history.data)
    return <ErrorState error={history.error} onRetry={() => void history.refetch()} />
  if (events.length === 0)
    return <EmptyState icon={<HistoryOutlined />} title={t('network:history.emptyTitle')} isSmall />
  return (
    <div className="card card-padded">
      <TimelineOfFacts
        label={t('network:tabs.history')}
        facts={events.map((event) => factOf(event, t))}
      />
      {history.hasNextPage && (
        <Button onClick={() => void history.fetchNextPage()} loading={history.isFetchingNextPage}>
          {t('common:list.more')}
        </Button>
      )}
    </div>
  )
}

function factOf(event: HistoryEvent, t: ReturnType<typeof useTexts>['t']): TimelineFact {
  const key = factKey(event.type)
  const fields = factNames(event.data).map((field) =>
    t([`network:field.${field}`, 'network:history.otherField']),
  )
  return {
    key: event.id,
    at: event.at,
    who: event.actor.name || t('network:history.system'),
    what: t([`network:history.${key}`, 'network:history.other'], {
      name: event.data.name,
      type: event.type,
    }),
    detail:
      fields.length > 0
        ? t('network:history.detail', { fields: [...new Set(fields)].join('、') })
        : undefined,
    tone: TONES[key] ?? 'quiet',
  }
}
