import { useQuery } from '@tanstack/react-query'
import { Image } from 'antd'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import type { Tone } from '../../ui/palette.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { TimelineOfFacts } from '../../ui/timeline.tsx'
import { fileAddress } from '../messaging/api.ts'
import { type StoryItem, storyQuery } from './api.ts'
import { useActual } from './marks.tsx'
import './production.css'

const TONES: Partial<Record<StoryItem['kind'], Tone>> = {
  planned: 'indigo',
  raised: 'bad',
  acknowledged: 'accent',
  cleared: 'good',
  finished: 'good',
  cancelled: 'bad',
}

/** Everything that happened, the last first. */
export function StoryTab({ orderId }: { orderId: string }) {
  const { t } = useTexts()
  const say = useWords()
  const { data, error } = useQuery(storyQuery(orderId))
  if (error && !data) return <ErrorState error={error} isSmall />
  if (!data) return <Skeleton rows={6} />
  if (data.items.length === 0) return <EmptyState isSmall title={t('production:story.none')} />
  return (
    <div className="card card-padded">
      <TimelineOfFacts
        label={t('production:story.title')}
        facts={data.items.map((item) => ({
          ...{ key: item.key, at: item.at, who: item.who || undefined, what: say(item) },
          tone: TONES[item.kind] ?? 'quiet',
          ...(typeof item.data.fileId === 'string' && {
            detail: (
              <Image
                src={fileAddress(item.data.fileId)}
                alt={t('production:report.photo')}
                className="story-photo"
              />
            ),
          }),
        }))}
      />
    </div>
  )
}

function useWords(): (item: StoryItem) => string {
  const { t } = useTexts()
  const format = useFormat()
  const actual = useActual()
  return ({ kind, data }) => {
    const share = (value: unknown) =>
      typeof value === 'number' ? format.percent(value) : t('production:unknown')
    const values = {
      ...data,
      ...(typeof data.dueAt === 'string' && { due: format.dateTime(data.dueAt) }),
      planned: share(data.planned),
      actual: actual({
        planned: 0,
        actual: typeof data.actual === 'number' ? data.actual : null,
        unknown: Number(data.unknown ?? 0),
      }),
    }
    switch (kind) {
      case 'planned':
        return t(data.planNo === 1 ? 'production:story.placed' : 'production:story.planned', values)
      case 'answered':
        return t(`production:story.${data.answer}`, values)
      case 'raised':
      case 'cleared':
      case 'acknowledged':
        return t(`production:story.${kind}`, {
          ...values,
          kind: t(`production:warning.kind.${data.kind}`),
          where: data.operation ?? t('production:order.one'),
          cause: t(`production:cause.${data.cause ?? 'people'}`),
        })
      case 'reported':
      case 'corrected':
        return t(
          Number(data.scrap) === 0 ? `production:story.${kind}` : `production:story.${kind}Scrap`,
          values,
        )
      default:
        return t(`production:story.${kind}`, values)
    }
  }
}
