import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useGo } from '../../app/navigation.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Gantt, ganttQuery } from './api.ts'
import { useLedChain } from './use-led-chain.ts'
import './production.css'

const DAY = 86_400_000

/** Who does what when, the fullest factory on top: load by day above the bars of its orders. */
export function GanttPage() {
  const { t } = useTexts()
  const format = useFormat()
  const { chainId, isPending } = useLedChain()
  const [weeks, setWeeks] = useState(2)
  const [shift, setShift] = useState(0)
  const fromMs = useMemo(() => {
    const day = new Date()
    day.setHours(0, 0, 0, 0)
    return day.getTime() - 2 * DAY
  }, [])
  const from = fromMs + shift * 7 * DAY
  const to = from + weeks * 7 * DAY
  const query = ganttQuery({
    chainId: chainId ?? '',
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  })
  const { data, error, refetch } = useQuery({
    ...query,
    enabled: chainId !== null,
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      title={t('production:gantt.title')}
      note={
        data?.bottleneck
          ? t('production:gantt.bottleneck', {
              name: data.bottleneck.name,
              share: format.percent(data.factories[0]?.load ?? 0),
            })
          : t('production:gantt.note')
      }
      back={{ to: '/production', label: t('production:order.many') }}
      actions={
        <>
          <Button
            icon={<LeftOutlined />}
            aria-label={t('production:gantt.earlier')}
            onClick={() => setShift(shift - 1)}
          />
          <Button
            icon={<RightOutlined />}
            aria-label={t('production:gantt.later')}
            onClick={() => setShift(shift + 1)}
          />
          <Segmented
            value={weeks}
            onChange={setWeeks}
            options={[1, 2, 4].map((value) => ({
              value,
              label: t('production:gantt.weeks', { count: value }),
            }))}
          />
        </>
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data && data.factories.length > 0 ? (
        <Chart gantt={data} from={from} to={to} />
      ) : data || (!isPending && !chainId) ? (
        <div className="card">
          <EmptyState title={t('production:gantt.none')} note={t('production:order.noneNote')} />
        </div>
      ) : (
        <Skeleton rows={10} />
      )}
    </Page>
  )
}

function Chart({ gantt, from, to }: { gantt: Gantt; from: number; to: number }) {
  const format = useFormat()
  const { t } = useTexts()
  const days = Array.from({ length: Math.round((to - from) / DAY) }, (_, i) => from + i * DAY)
  const now = ((Date.now() - from) / (to - from)) * 100
  return (
    <div className="card gantt">
      <div className="gantt-row gantt-days faint figures">
        <span />
        <div className="gantt-track">
          {days.map((day, i) => (
            <span key={day} style={{ left: `${(i / days.length) * 100}%` }}>
              {days.length <= 14 || i % 3 === 0
                ? format.date(new Date(day).toISOString()).slice(5)
                : ''}
            </span>
          ))}
        </div>
      </div>
      {gantt.factories.map((factory) => (
        <div key={factory.org.id} className="gantt-row">
          <div className="gantt-name">
            <b>{factory.org.name}</b>
            <span className={factory.load > 0.85 ? 'text-bad figures' : 'faint figures'}>
              {t('production:gantt.load', { share: format.percent(factory.load) })}
            </span>
          </div>
          <div
            className="gantt-track"
            style={{ minHeight: `${lanesOf(factory.bars).length * 24 + 22}px` }}
          >
            {factory.days.map(({ day, load }) => (
              <span
                key={day}
                className={load > 1 ? 'gantt-load is-over' : 'gantt-load'}
                title={`${day} ${format.percent(load)}`}
                style={{
                  ...place(
                    Date.parse(`${day}T00:00:00`),
                    Date.parse(`${day}T00:00:00`) + DAY,
                    from,
                    to,
                  ),
                  height: `${Math.min(load, 1.2) * 16}px`,
                }}
              />
            ))}
            {lanesOf(factory.bars).flatMap((lane, at) =>
              lane.map((bar) => (
                <Bar key={bar.shareId} bar={bar} top={at * 24 + 20} from={from} to={to} />
              )),
            )}
            {now > 0 && now < 100 && <span className="gantt-now" style={{ left: `${now}%` }} />}
          </div>
        </div>
      ))}
    </div>
  )
}

type BarFacts = Gantt['factories'][number]['bars'][number]

function Bar({ bar, top, from, to }: { bar: BarFacts; top: number; from: number; to: number }) {
  const go = useGo()
  const { t } = useTexts()
  const format = useFormat()
  const says = `${bar.orderCode} ${bar.productName} · ${bar.operation} · ${format.dateTime(bar.startsAt)} – ${format.dateTime(bar.endsAt)} · ${bar.actual === null ? t('production:unknown') : format.percent(bar.actual)}`
  return (
    <button
      type="button"
      className={`gantt-bar ${bar.isLate ? 'is-late' : ''} ${bar.actual === null ? 'is-unknown' : ''}`}
      style={{
        ...place(Date.parse(bar.startsAt), Date.parse(bar.endsAt), from, to),
        top: `${top}px`,
      }}
      title={says}
      aria-label={says}
      onClick={() => go(`/production/orders/${bar.orderId}`)}
    >
      <span className="gantt-done" style={{ width: `${(bar.actual ?? 0) * 100}%` }} />
      <span className="gantt-text">
        {bar.orderCode} {bar.operation}
      </span>
    </button>
  )
}

function place(startMs: number, endMs: number, from: number, to: number) {
  const share = (ms: number) => (Math.min(Math.max(ms, from), to) - from) / (to - from)
  const left = share(startMs) * 100
  return { left: `${left}%`, width: `max(4px, ${share(endMs) * 100 - left}%)` }
}

/** Bars that overlap stand in lanes below each other. */
function lanesOf(bars: readonly BarFacts[]): BarFacts[][] {
  const lanes: BarFacts[][] = []
  for (const bar of [...bars].sort((a, b) => a.startsAt.localeCompare(b.startsAt))) {
    const lane = lanes.find((one) => (one.at(-1) as BarFacts).endsAt <= bar.startsAt)
    if (lane) lane.push(bar)
    else lanes.push([bar])
  }
  return lanes
}
