import { ExportOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { CopyButton } from '../../ui/qr-card.tsx'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { RelativeTime, StateTag, useNow } from '../../ui/values.tsx'
import './chat.css'
import { DestinationForm } from './destination-form.tsx'
import { ForwardsDrawer } from './forwards-drawer.tsx'
import {
  changeDestination,
  type Destination,
  destinationsKey,
  destinationsQuery,
  removeDestination,
  retryForwards,
  testDestination,
} from './robot-api.ts'

/** Where messages are sent on, how long each queue is, and what could not be sent. */
export function DestinationsTab() {
  const { t } = useTexts()
  const list = useQuery(destinationsQuery)
  const [editing, setEditing] = useState<Destination | 'new' | null>(null)
  const [opened, setOpened] = useState<Destination | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const items = list.data?.items ?? []
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
      {t('chat:out.add')}
    </Button>
  )
  return (
    <div className="stack">
      {secret && (
        <Alert
          type="success"
          title={t('chat:out.secretOnce')}
          closable={{ onClose: () => setSecret(null) }}
          description={
            <div className="row">
              <code className="mono">{secret}</code>
              <CopyButton text={secret} />
            </div>
          }
        />
      )}
      {list.isPending ? (
        <Skeleton rows={5} />
      ) : list.isError && items.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState
          icon={<ExportOutlined />}
          title={t('chat:out.none')}
          note={t('chat:out.noneNote')}
          action={add}
        />
      ) : (
        <>
          <div className="row">{add}</div>
          <ul className="inbox-rows">
            {items.map((item) => (
              <Row
                key={item.id}
                item={item}
                onEdit={() => setEditing(item)}
                onOpen={() => setOpened(item)}
              />
            ))}
          </ul>
        </>
      )}
      {editing && (
        <DestinationForm
          destination={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSecret={setSecret}
        />
      )}
      <ForwardsDrawer destination={opened} onClose={() => setOpened(null)} />
    </div>
  )
}

function Row({
  item,
  onEdit,
  onOpen,
}: {
  item: Destination
  onEdit: () => void
  onOpen: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const errorText = useErrorText()
  const { message } = App.useApp()
  const run = async (work: () => Promise<unknown>, said?: string): Promise<void> => {
    try {
      await work()
      if (said) message.success(said)
      void client.invalidateQueries({ queryKey: destinationsKey })
    } catch (error) {
      message.error(errorText(error))
    }
  }
  return (
    <li className="destination">
      <div className="destination-main">
        <div className="row">
          <strong>{item.name}</strong>
          <StateTag tone="indigo">{t(`chat:out.kind.${item.kind}`)}</StateTag>
          <QueueState item={item} />
        </div>
        <div className="faint mono">{item.hint}</div>
        <div className="soft">
          {[
            ...item.sources.map(
              (one) =>
                `${one.title || t('chat:out.hidden')}（${t(`chat:out.takes.${one.takes}`)}）`,
            ),
            ...(item.takesNotices ? [t('chat:out.notices')] : []),
          ].join(' · ') || t('chat:out.nothing')}
        </div>
        {item.failed > 0 && (
          <div className="text-bad" role="alert">
            {t('chat:out.failedWhy', {
              n: item.failed,
              why: t([`chat:out.failure.${item.lastFailure}`, 'chat:out.failure.other'], {
                code: item.lastFailure,
              }),
            })}
          </div>
        )}
        {item.failed === 0 && item.waiting > 0 && item.lastFailure && (
          <div className="soft">
            {t('chat:out.heldWhy', {
              why: t([`chat:out.failure.${item.lastFailure}`, 'chat:out.failure.other'], {
                code: item.lastFailure,
              }),
            })}
          </div>
        )}
        {item.lastSentAt && (
          <div className="faint">
            {t('chat:out.lastSent')} <RelativeTime at={item.lastSentAt} />
          </div>
        )}
      </div>
      <div className="row destination-acts">
        {item.failed > 0 && (
          <Button type="primary" onClick={() => void run(() => retryForwards(item.id))}>
            {t('chat:out.retry')}
          </Button>
        )}
        <Button onClick={() => void run(() => testDestination(item.id), t('chat:out.tested'))}>
          {t('chat:out.test')}
        </Button>
        <Button onClick={onOpen}>{t('chat:out.queue')}</Button>
        <Button onClick={onEdit}>{t('chat:out.edit')}</Button>
        <Button
          onClick={() => void run(() => changeDestination(item, { isPaused: !item.isPaused }))}
        >
          {t(item.isPaused ? 'chat:out.resume' : 'chat:out.pause')}
        </Button>
        <Popconfirm
          title={t('chat:out.removeAsk', { name: item.name, n: item.waiting })}
          okText={t('chat:out.remove')}
          cancelText={t('chat:cancel')}
          onConfirm={() => run(() => removeDestination(item.id))}
        >
          <Button danger>{t('chat:out.remove')}</Button>
        </Popconfirm>
      </div>
    </li>
  )
}

/** In one word: running, waiting for a limit, paused, or in need of somebody. */
function QueueState({ item }: { item: Destination }) {
  const { t } = useTexts()
  const format = useFormat()
  const now = useNow()
  if (item.isPaused) return <StateTag tone="quiet">{t('chat:out.paused')}</StateTag>
  if (item.waiting === 0 && item.failed > 0)
    return <StateTag tone="bad">{t('chat:out.needsYou')}</StateTag>
  if (item.waiting === 0) return <StateTag tone="good">{t('chat:out.upToDate')}</StateTag>
  const isHeld = Date.parse(item.readyAt) > now
  return (
    <StateTag tone="accent">
      {isHeld
        ? t('chat:out.held', { n: item.waiting, time: format.relative(item.readyAt, now) })
        : t('chat:out.waiting', { n: item.waiting })}
    </StateTag>
  )
}
