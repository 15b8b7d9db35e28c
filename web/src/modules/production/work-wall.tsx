import { useFormat, useTexts } from '../../ui/i18n.ts'
import { StateTag, useNow } from '../../ui/values.tsx'
import type { WorkItem } from './api.ts'
import { Figure } from './board-figure.tsx'
import { ProgressBar, useActual, useCount } from './marks.tsx'

const DAY = 86_400_000

/** A factory's own wall: the work that it has taken on, what is due first in front. Prices are not for a wall. */
export function WorkWall({ name, items }: { name: string; items: WorkItem[] }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useNow()
  const work = items.filter((item) => item.answer === 'accepted')
  const begun = work.filter((item) => Date.parse(item.startsAt) <= now)
  const bad = {
    late: begun.filter((item) => isLate(item, now)).length,
    warnings: work.reduce((sum, item) => sum + item.openWarnings, 0),
    silent: begun.filter((item) => item.lastReportedAt === null).length,
  }
  return (
    <>
      <header className="board-head">
        <h2>{name}</h2>
        <time className="figures">{format.dateTime(new Date(now).toISOString())}</time>
      </header>
      <dl className="board-figures">
        <Figure label={t('production:board.begun')} value={format.number(begun.length)} />
        {(['late', 'warnings', 'silent'] as const).map((kind) => (
          <Figure
            key={kind}
            label={t(`production:board.${kind === 'silent' ? 'unreported' : kind}`)}
            value={format.number(bad[kind])}
            isBad={bad[kind] > 0}
          />
        ))}
        <Figure
          label={t('production:board.dueToday')}
          value={format.number(work.filter((item) => Date.parse(item.endsAt) <= now + DAY).length)}
        />
      </dl>
      <ul className="board-list">
        {[...work]
          .sort((a, b) => a.endsAt.localeCompare(b.endsAt))
          .slice(0, 16)
          .map((item) => (
            <WallRow key={item.id} item={item} isLate={isLate(item, now)} />
          ))}
      </ul>
    </>
  )
}

function isLate({ endsAt, finishAt }: WorkItem, now: number): boolean {
  return now > Date.parse(endsAt) || (finishAt !== null && finishAt > endsAt)
}

function WallRow({ item, isLate }: { item: WorkItem; isLate: boolean }) {
  const { t } = useTexts()
  const format = useFormat()
  const { done, of } = useCount()(item)
  return (
    <li>
      <span className="board-name">
        <b>{item.operation.name}</b> {item.orderCode} {item.productName}
      </span>
      <ProgressBar progress={item.progress} isBig />
      <span className="figures board-share">{useActual()(item.progress)}</span>
      <span className="figures">
        {done} / {of} {item.operation.unit}
      </span>
      <StateTag tone={item.openWarnings > 0 || isLate ? 'bad' : 'quiet'}>
        {t('production:board.until', { date: format.date(item.endsAt) })}
      </StateTag>
    </li>
  )
}
