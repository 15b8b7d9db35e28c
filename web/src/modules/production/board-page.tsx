import { ClockCircleOutlined, FullscreenOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useRef, useState } from 'react'
import { useMay, useMe } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { useNow } from '../../ui/values.tsx'
import { type Board, boardQuery, workQuery } from './api.ts'
import { Figure } from './board-figure.tsx'
import { OrderState, ProgressBar, useActual } from './marks.tsx'
import { SettingsDrawer } from './settings-drawer.tsx'
import { useLedChain } from './use-led-chain.ts'
import { WorkWall } from './work-wall.tsx'
import './production.css'

/** The wall board of the workshop and of the lead's office: read from five metres, fresh by itself. */
export function BoardPage() {
  const { t } = useTexts()
  const { chainId, chains, choose, isPending } = useLedChain()
  const may = useMay()
  const [isSetting, setSetting] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  // The stream says when something moved; the clock moves the plan along also when nothing does.
  const { data, error, refetch } = useQuery({
    ...boardQuery(chainId ?? ''),
    enabled: chainId !== null,
    refetchInterval: 60_000,
  })
  const me = useMe()
  // Who leads no chain has a wall of its own work.
  const mine = useQuery({
    ...workQuery(),
    enabled: !isPending && chainId === null,
    refetchInterval: 60_000,
  })
  return (
    <Page
      title={t('production:board.title')}
      back={{ to: '/production', label: t('production:order.many') }}
      actions={
        <>
          {chains.length > 1 && (
            <Select
              value={chainId}
              options={chains.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={choose}
              aria-label={t('production:order.chain')}
            />
          )}
          {chainId && may('production:edit') && (
            <Button icon={<ClockCircleOutlined />} onClick={() => setSetting(true)}>
              {t('production:settings.clock')}
            </Button>
          )}
          <Button
            icon={<FullscreenOutlined />}
            onClick={() => void place.current?.requestFullscreen()}
          >
            {t('production:board.full')}
          </Button>
        </>
      }
    >
      {chainId && (
        <SettingsDrawer
          address={{ chainId, scope: 'chain', subjectId: chainId }}
          title={t('production:settings.ofChain')}
          isOpen={isSetting}
          onClose={() => setSetting(false)}
        />
      )}
      <div ref={place} className="board">
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <Wall board={data} />
        ) : mine.data?.items.length ? (
          <WorkWall name={me.org?.name ?? ''} items={mine.data.items} />
        ) : isPending || chainId || mine.isLoading ? (
          <Skeleton rows={8} />
        ) : (
          <EmptyState title={t('production:noChain')} note={t('production:noChainNote')} />
        )}
      </div>
    </Page>
  )
}

function Wall({ board }: { board: Board }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useNow()
  const actual = useActual()
  return (
    <>
      <header className="board-head">
        <h2>{board.chainName}</h2>
        <time className="figures">{format.dateTime(new Date(now).toISOString())}</time>
      </header>
      <dl className="board-figures">
        <Figure
          label={t('production:board.actual')}
          value={actual(board.progress)}
          note={t('production:board.plannedNow', { share: format.percent(board.progress.planned) })}
        />
        <Figure label={t('production:board.running')} value={format.number(board.running)} />
        <Figure
          label={t('production:board.late')}
          value={format.number(board.late)}
          isBad={board.late > 0}
        />
        <Figure
          label={t('production:board.warnings')}
          value={format.number(board.openWarnings)}
          isBad={board.openWarnings > 0}
        />
        <Figure
          label={t('production:board.silent')}
          value={format.number(board.silent)}
          isBad={board.silent > 0}
        />
        <Figure label={t('production:board.dueToday')} value={format.number(board.dueToday)} />
      </dl>
      <div className="board-columns">
        <section>
          <h3>{t('production:board.orders')}</h3>
          <ul className="board-list">
            {board.orders.slice(0, 14).map((order) => (
              <li key={order.id}>
                <span className="board-name">
                  <b>{order.code}</b> {order.productName}
                </span>
                <ProgressBar progress={order.progress} isBig />
                <span className="figures board-share">{actual(order.progress)}</span>
                <OrderState order={order} />
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3>{t('production:board.factories')}</h3>
          <ul className="board-list">
            {[...board.factories]
              .sort(
                (a, b) =>
                  b.openWarnings - a.openWarnings || b.silent - a.silent || b.running - a.running,
              )
              .slice(0, 14)
              .map((factory) => (
                <li key={factory.org.id}>
                  <span className="board-name">{factory.org.name}</span>
                  <ProgressBar progress={factory.progress} isBig />
                  <span className="figures board-share">{actual(factory.progress)}</span>
                  <span className={factory.openWarnings > 0 ? 'text-bad figures' : 'faint figures'}>
                    {t('production:board.warned', { count: factory.openWarnings })}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      </div>
    </>
  )
}
