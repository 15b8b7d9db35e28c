import { ArrowRightOutlined, CheckCircleFilled, CheckOutlined } from '@ant-design/icons'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useFormat, useTexts } from '../ui/i18n.ts'
import { Page, Section } from '../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { KeyFigures, RelativeTime, StateTag, useNow } from '../ui/values.tsx'
import { type FirstStep, firstSteps } from './first-steps.ts'
import { type HomeChain, homeChainsQuery } from './home-api.ts'
import { MODULES, type WaitingSource } from './modules.ts'
import { parseSearch } from './navigation.ts'
import { mayDo, useMe } from './session.ts'
import './home.css'

/** What waits for me, and in the beginning the way to a chain of one's own. */
export function HomePage() {
  const { t } = useTexts()
  const me = useMe()
  const now = useNow()
  const mayEdit = mayDo(me, 'network:edit')
  const { data: chains } = useQuery({
    ...homeChainsQuery,
    enabled: me.org !== null && mayDo(me, 'network:view'),
  })
  const steps = firstSteps(me.org !== null, mayEdit, chains?.items)
  const hour = new Date(now).getHours()
  const greeting = t(
    `common:greeting.${hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'}`,
    {
      name: me.person.name,
    },
  )
  return (
    <Page title={greeting} width="wide" note={steps ? undefined : <Today />}>
      {steps && <FirstRun steps={steps} />}
      {me.org && <Board isSilent={steps !== null} />}
      {chains && !steps && <MyChains chains={chains.items} />}
    </Page>
  )
}

function Today() {
  const format = useFormat()
  const text = new Intl.DateTimeFormat(format.locale, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
  }).format(useNow())
  return <>{text}</>
}

function FirstRun({ steps }: { steps: FirstStep[] }) {
  const { t } = useTexts()
  const next = steps.find((step) => !step.isDone)
  return (
    <section className="first-run card" aria-label={t('common:first.title')}>
      <header>
        <h2>{t('common:first.title')}</h2>
        <p className="soft">{t('common:first.note')}</p>
      </header>
      <ol>
        {steps.map((step, index) => (
          <li
            key={step.key}
            className={
              step === next
                ? 'first-step is-next'
                : step.isDone
                  ? 'first-step is-done'
                  : 'first-step'
            }
            aria-current={step === next ? 'step' : undefined}
          >
            <span className="first-step-number" aria-hidden>
              {step.isDone ? <CheckOutlined /> : index + 1}
            </span>
            <div>
              <strong>{t(`common:first.${step.key}`)}</strong>
              <p className="soft">{t(`common:first.${step.key}Note`)}</p>
              {step === next && step.to && (
                <Link to={step.to}>
                  <Button
                    type="primary"
                    size="large"
                    icon={<ArrowRightOutlined />}
                    iconPlacement="end"
                  >
                    {t(`common:first.${step.key}Do`)}
                  </Button>
                </Link>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A card for each kind of thing that waits. `isSilent` says nothing when nothing does. */
function Board({ isSilent }: { isSilent: boolean }) {
  const { t } = useTexts()
  const me = useMe()
  const sources = MODULES.flatMap((module) => module.waiting ?? [])
    .filter((source) => mayDo(me, source.access))
    .sort((a, b) => a.order - b.order)
  const answers = useQueries({
    queries: sources.map((source) => ({
      queryKey: source.queryKey,
      queryFn: ({ signal }: { signal: AbortSignal }) => source.load(signal),
    })),
  })
  const cards = sources.map((source, index) => ({
    source,
    answer: answers[index] as (typeof answers)[number],
  }))
  const isSettled = answers.every((answer) => answer.isSuccess)
  const isAllDone = isSettled && answers.every((answer) => answer.data?.count === 0)
  if (sources.length === 0) return null
  if (isAllDone || (isSilent && !isSettled)) {
    if (isSilent) return null
    return (
      <div className="card section">
        <EmptyState
          icon={<CheckCircleFilled className="text-good" />}
          title={t('common:waiting.none')}
          note={t('common:waiting.noneNote')}
        />
      </div>
    )
  }
  const failed = answers.every((answer) => answer.error && !answer.data) ? answers[0]?.error : null
  if (failed) {
    return (
      <div className="card section">
        <ErrorState
          error={failed}
          onRetry={() => {
            for (const answer of answers) void answer.refetch()
          }}
        />
      </div>
    )
  }
  const loud = cards.filter(({ answer }) => answer.data?.count !== 0)
  const quiet = cards.filter(({ answer }) => answer.data?.count === 0)
  return (
    <section className="section" aria-label={t('common:waiting.title')}>
      <h2 className="board-title">{t('common:waiting.title')}</h2>
      <div className="board">
        {loud.map(({ source, answer }) => (
          <WaitingCard key={source.key} source={source} answer={answer} />
        ))}
        {quiet.length > 0 && (
          <article className="card board-card is-quiet" aria-label={t('common:waiting.clear')}>
            <ul>
              {quiet.map(({ source }) => (
                <li key={source.key} className="board-clear">
                  <CheckOutlined aria-hidden /> {t(source.emptyKey)}
                </li>
              ))}
            </ul>
          </article>
        )}
      </div>
    </section>
  )
}

/** The chains that the org leads or stands in, and how far they are joined up. */
function MyChains({ chains }: { chains: HomeChain[] }) {
  const { t } = useTexts()
  const format = useFormat()
  if (chains.length === 0) return null
  return (
    <Section title={t('common:chains.title')}>
      <div className="board">
        {chains.map((chain) => (
          <Link key={chain.id} to={`/chains/${chain.id}`} className="card chain-card">
            <span className="chain-card-head">
              <strong>{chain.name}</strong>
              <StateTag tone={chain.isLead ? 'indigo' : 'quiet'}>
                {chain.isLead || chain.myTier === null
                  ? t('common:chains.lead')
                  : t('common:chains.place', { tier: chain.myTier })}
              </StateTag>
            </span>
            {!chain.isLead && (
              <span className="faint">{t('common:chains.led', { name: chain.lead.name })}</span>
            )}
            {chain.partners > 0 && (
              <>
                <KeyFigures
                  figures={[
                    {
                      key: 'partners',
                      label: t('common:chains.partners'),
                      value: format.number(chain.partners),
                    },
                    {
                      key: 'joined',
                      label: t('common:chains.joined'),
                      value: format.percent(chain.joined / chain.partners),
                    },
                  ]}
                />
                <span className="chain-card-bar" aria-hidden>
                  <span style={{ width: `${(100 * chain.joined) / chain.partners}%` }} />
                </span>
              </>
            )}
          </Link>
        ))}
      </div>
    </Section>
  )
}

interface Answer {
  data: Awaited<ReturnType<WaitingSource['load']>> | undefined
  error: Error | null
  refetch: () => unknown
}

function WaitingCard({
  source,
  answer: { data, error, refetch },
}: {
  source: WaitingSource
  answer: Answer
}) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <article className="card board-card">
      <header>
        <span className="board-icon" aria-hidden>
          {source.icon}
        </span>
        <h3>{t(source.labelKey)}</h3>
        {data && data.count > 0 && (
          <span className="board-count figures">{format.number(data.count)}</span>
        )}
      </header>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} isSmall />
      ) : !data ? (
        <div className="board-loading">
          <Skeleton rows={3} />
        </div>
      ) : (
        <>
          <ul>
            {data.items.slice(0, 5).map((item) => (
              <li key={item.key}>
                <Link to={item.to.split('?')[0]} search={searchOf(item.to)} className="board-item">
                  <span className="board-item-title">
                    {item.isUrgent && (
                      <StateTag tone="accent">{t('common:waiting.urgent')}</StateTag>
                    )}
                    <span>{item.title}</span>
                  </span>
                  <span className="board-item-note">
                    {item.note && <span>{item.note}</span>}
                    {item.at && <RelativeTime at={item.at} />}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          <Link to={source.to.split('?')[0]} search={searchOf(source.to)} className="board-all">
            {t('common:waiting.all')} <ArrowRightOutlined aria-hidden />
          </Link>
        </>
      )}
    </article>
  )
}

function searchOf(to: string) {
  return parseSearch(to.split('?')[1] ?? '') as never
}
