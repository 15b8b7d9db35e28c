import { ClockCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useMemo, useState } from 'react'
import { useMay } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page, Section } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { comparisonQuery, type FactoryScore, type PeriodFigures, scoresQuery } from './api.ts'
import { SettingsDrawer } from './settings-drawer.tsx'
import { useLedChain } from './use-led-chain.ts'
import './production.css'

const DAY = 86_400_000

/** How the factories did, and what the clock has changed: the same figures before and after a day. */
export function FactoriesPage() {
  const { t } = useTexts()
  const { chainId, isPending } = useLedChain()
  const [days, setDays] = useState(90)
  const today = useMemo(() => dayjs().endOf('day').valueOf(), [])
  const from = new Date(today - days * DAY).toISOString()
  const to = new Date(today + 30 * DAY).toISOString()
  const { data, error, refetch } = useQuery({
    ...scoresQuery({ chainId: chainId ?? '', from, to }),
    enabled: chainId !== null,
  })
  return (
    <Page
      title={t('production:score.title')}
      note={t('production:score.note')}
      back={{ to: '/production', label: t('production:order.many') }}
      actions={
        <Segmented
          value={days}
          onChange={setDays}
          options={[30, 90, 365].map((value) => ({
            value,
            label: t('production:score.days', { count: value }),
          }))}
        />
      }
    >
      {chainId && <BeforeAfter chainId={chainId} />}
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : chainId && data && data.items.length > 0 ? (
        <Scores items={data.items} chainId={chainId} />
      ) : data || (!isPending && !chainId) ? (
        <div className="card">
          <EmptyState title={t('production:score.none')} note={t('production:order.noneNote')} />
        </div>
      ) : (
        <Skeleton rows={8} />
      )}
    </Page>
  )
}

function BeforeAfter({ chainId }: { chainId: string }) {
  const { t } = useTexts()
  const [at, setAt] = useState(() => dayjs().startOf('day').subtract(30, 'day'))
  const { data } = useQuery(comparisonQuery({ chainId, at: at.toISOString(), days: 30 }))
  return (
    <Section
      title={t('production:compare.title')}
      note={t('production:compare.note')}
      actions={
        <DatePicker
          value={at}
          allowClear={false}
          aria-label={t('production:compare.day')}
          onChange={(day) => day && setAt(day.startOf('day'))}
        />
      }
    >
      {data ? <ComparedFigures before={data.before} after={data.after} /> : <Skeleton rows={3} />}
    </Section>
  )
}

function ComparedFigures({ before, after }: { before: PeriodFigures; after: PeriodFigures }) {
  const { t } = useTexts()
  const say = useFigures()
  const rows = [
    ['cycle', say.hours(before.cycleHours), say.hours(after.cycleHours)],
    ['onTime', say.share(before.onTime), say.share(after.onTime)],
    ['reporting', say.share(before.reporting), say.share(after.reporting)],
    ['reaction', say.minutes(before.reactionMinutes), say.minutes(after.reactionMinutes)],
    ['orders', String(before.orders), String(after.orders)],
  ] as const
  return (
    <dl className="compare card card-padded">
      {rows.map(([key, was, is]) => (
        <div key={key}>
          <dt>{t(`production:compare.${key}`)}</dt>
          <dd className="figures">
            <span className="faint">{was}</span> → <b>{is}</b>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Where nothing was counted a dash stands, never a nought. */
function useFigures() {
  const format = useFormat()
  return {
    share: (value: number | null) => (value === null ? '–' : format.percent(value)),
    hours: (value: number | null) =>
      value === null ? '–' : format.duration(Math.round(value) * 3_600_000),
    minutes: (value: number | null) =>
      value === null ? '–' : format.duration(Math.round(value) * 60_000),
  }
}

function Scores({ items, chainId }: { items: FactoryScore[]; chainId: string }) {
  const { t } = useTexts()
  const say = useFigures()
  const may = useMay()
  const [setting, setSetting] = useState<FactoryScore['org'] | null>(null)
  return (
    <div className="card scores">
      <table>
        <thead>
          <tr>
            {['org', 'shares', 'onTime', 'quality', 'reporting', 'answer', 'reaction'].map(
              (key) => (
                <th key={key} scope="col">
                  {t(`production:score.${key}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {items.map((score) => (
            <tr key={score.org.id}>
              <th scope="row">
                {score.org.name}
                {may('production:edit') && (
                  <Button
                    type="text"
                    size="small"
                    icon={<ClockCircleOutlined />}
                    title={t('production:settings.hoursOf')}
                    aria-label={`${t('production:settings.hoursOf')} ${score.org.name}`}
                    onClick={() => setSetting(score.org)}
                  />
                )}
              </th>
              <td className="figures">
                {score.finished} / {score.shares}
              </td>
              <td
                className={`figures ${score.onTime !== null && score.onTime < 0.8 ? 'text-bad' : ''}`}
              >
                {say.share(score.onTime)}
              </td>
              <td
                className={`figures ${score.quality !== null && score.quality < 0.95 ? 'text-bad' : ''}`}
              >
                {say.share(score.quality)}
              </td>
              <td className="figures">{say.share(score.reporting)}</td>
              <td className="figures">{say.minutes(score.answerMinutes)}</td>
              <td className="figures">{say.minutes(score.reactionMinutes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {setting && (
        <SettingsDrawer
          address={{ chainId, scope: 'factory', subjectId: setting.id }}
          title={t('production:settings.ofFactory', { name: setting.name })}
          isOpen
          onClose={() => setSetting(null)}
        />
      )}
    </div>
  )
}
