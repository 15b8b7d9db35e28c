import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Drawer, Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime, StateTag } from '../../ui/values.tsx'
import { type Destination, type Forward, forwardsQuery } from './robot-api.ts'

const STATES = ['all', 'waiting', 'sent', 'failed'] as const
const TONES = { waiting: 'accent', sent: 'good', failed: 'bad' } as const

/** What of each message has become at a destination. */
export function ForwardsDrawer({
  destination,
  onClose,
}: {
  destination: Destination | null
  onClose: () => void
}) {
  const isPhone = useIsPhone()
  return (
    <Drawer
      open={destination !== null}
      onClose={onClose}
      title={destination?.name}
      size={isPhone ? '100%' : 480}
      destroyOnHidden
    >
      {destination && <Forwards id={destination.id} />}
    </Drawer>
  )
}

function Forwards({ id }: { id: string }) {
  const { t } = useTexts()
  const [state, setState] = useState<(typeof STATES)[number]>('all')
  const list = useInfiniteQuery(forwardsQuery(id, state === 'all' ? undefined : state))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="stack">
      <Segmented
        block
        value={state}
        onChange={setState}
        options={STATES.map((value) => ({ value, label: t(`chat:out.state.${value}`) }))}
      />
      {list.isPending ? (
        <Skeleton rows={5} />
      ) : list.isError && items.length === 0 ? (
        <ErrorState error={list.error} isSmall />
      ) : items.length === 0 ? (
        <EmptyState isSmall title={t('chat:out.queueEmpty')} />
      ) : (
        <ul className="found-rows">
          {items.map((item) => (
            <ForwardRow key={item.id} item={item} />
          ))}
          {list.hasNextPage && (
            <li>
              <Button type="text" onClick={() => void list.fetchNextPage()}>
                {t('chat:more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

function ForwardRow({ item }: { item: Forward }) {
  const { t } = useTexts()
  return (
    <li className="found-row">
      <span className="found-row-head">
        <span>{item.title}</span>
        <StateTag tone={TONES[item.state]}>{t(`chat:out.state.${item.state}`)}</StateTag>
        <span className="faint found-row-time">
          <RelativeTime at={item.doneAt ?? item.createdAt} />
        </span>
      </span>
      <span className="soft forward-text">{item.text}</span>
      {item.failure && item.state !== 'sent' && (
        <span className="text-bad">
          {t([`chat:out.failure.${item.failure}`, 'chat:out.failure.other'], {
            code: item.failure,
          })}
          {item.tries > 0 && ` · ${t('chat:out.tries', { n: item.tries })}`}
        </span>
      )}
    </li>
  )
}
