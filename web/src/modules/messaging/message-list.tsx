import { DownOutlined, LoadingOutlined, RedoOutlined, UpOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Fragment, useEffect, useRef, useState } from 'react'
import { useMe } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useErrorText } from '../../ui/states.tsx'
import { type Conversation, loadEarlier, loadLater, readCountsQuery } from './chat-api.ts'
import { type MessageActs, MessageRow } from './message-row.tsx'
import { isContinued, type Stretch } from './stretch.ts'
import type { Waiting } from './use-outbox.ts'
import { useSeen } from './use-seen.ts'

interface Props {
  conversation: Conversation
  stretch: Stretch
  around: number | undefined
  firstUnread: number | null
  mayManage: boolean
  waiting: Waiting[]
  acts: MessageActs
  onRetry: (item: Waiting) => void
  onDrop: (key: string) => void
}

const COUNTED_MAX = 400
/** Nearer to the end than this, what comes is followed; further up, reading is not disturbed. */
const NEAR_PX = 120

/**
 * The messages, newest at the foot. The scroller runs in reverse, so that the browser itself keeps the foot in
 * view when something comes and keeps one's place when earlier messages are put before.
 */
export function MessageList(props: Props) {
  const { conversation, stretch, around, firstUnread, mayManage, waiting, acts } = props
  const { t } = useTexts()
  const format = useFormat()
  const client = useQueryClient()
  const { id } = conversation
  const scroller = useRef<HTMLDivElement>(null)
  const [isUp, setUp] = useState(false)
  const [isLoading, setLoading] = useState(false)
  const watch = useSeen(id)
  const counts = useCounts(id, stretch)
  const pinned = new Set(conversation.pinned)
  const lastNo = stretch.items.at(-1)?.no

  useEffect(() => {
    if (around === undefined) return
    const place = scroller.current?.querySelector(`[data-no="${around}"]`)
    place?.scrollIntoView({ block: 'center' })
    place?.classList.add('is-sought')
  }, [around])

  async function onScroll(): Promise<void> {
    const box = scroller.current
    if (!box) return
    // In a reversed scroller the foot is 0 and what lies above is negative.
    const fromFoot = -box.scrollTop
    setUp(fromFoot > NEAR_PX)
    const fromTop = box.scrollHeight - box.clientHeight - fromFoot
    if (isLoading) return
    const load =
      fromTop < 400 && stretch.hasEarlier
        ? loadEarlier
        : fromFoot < 400 && stretch.hasLater
          ? loadLater
          : null
    if (!load) return
    setLoading(true)
    try {
      await load(client, id, around)
    } finally {
      setLoading(false)
    }
  }
  return (
    <div className="chat-scroll-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <div className="chat-scroll" ref={scroller} onScroll={() => void onScroll()} tabIndex={0}>
        <ol className="chat-says" aria-live="polite" aria-label={t('chat:messages')}>
          {stretch.hasEarlier && (
            <li className="chat-mark">
              {isLoading ? (
                <LoadingOutlined />
              ) : (
                <Button
                  type="text"
                  size="small"
                  onClick={() => void loadEarlier(client, id, around)}
                >
                  {t('chat:earlier')}
                </Button>
              )}
            </li>
          )}
          {stretch.items.length === 0 && waiting.length === 0 && (
            <li className="chat-mark">{t('chat:beginning')}</li>
          )}
          {stretch.items.map((message, at) => {
            const before = stretch.items[at - 1]
            const isNewDay = !before || dayOf(before.at) !== dayOf(message.at)
            const isFirstUnread = message.no === firstUnread
            return (
              <Fragment key={message.no}>
                {isNewDay && <li className="chat-mark">{format.date(message.at)}</li>}
                {isFirstUnread && (
                  <li className="chat-mark chat-unread">{t('chat:unreadFromHere')}</li>
                )}
                <li data-no={message.no} ref={watch}>
                  <MessageRow
                    message={message}
                    isContinued={!isNewDay && !isFirstUnread && isContinued(before, message)}
                    isPinned={pinned.has(message.no)}
                    mayManage={mayManage}
                    count={counts.get(message.no)}
                    acts={acts}
                  />
                </li>
              </Fragment>
            )
          })}
          {!stretch.hasLater &&
            waiting.map((item) => <WaitingRow key={item.key} item={item} {...props} />)}
        </ol>
      </div>
      {conversation.unread > 0 && conversation.firstUnreadNo !== null && !isUp && (
        <Button
          className="chat-to-unread"
          shape="round"
          icon={<UpOutlined />}
          onClick={() => acts.goTo(conversation.firstUnreadNo!)}
        >
          {t('chat:unreadAbove', { n: conversation.unread })}
        </Button>
      )}
      {isUp && around === undefined && (
        <Button
          className="chat-to-newest"
          shape="round"
          icon={<DownOutlined />}
          onClick={() => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' })}
        >
          {lastNo && conversation.lastNo > lastNo ? t('chat:newBelow') : t('chat:toNewest')}
        </Button>
      )}
    </div>
  )
}

const dayOf = (at: string) => new Date(at).toDateString()

/** How many have read what is shown; asked again when somebody reads. */
function useCounts(id: string, stretch: Stretch) {
  const last = stretch.items.at(-1)?.no ?? 0
  const first = Math.max(stretch.items[0]?.no ?? 1, last - COUNTED_MAX)
  const { data } = useQuery(readCountsQuery(id, first, last))
  return new Map(data?.items.map((item) => [item.no, item]))
}

/** What has been written and not yet been answered for. */
function WaitingRow({ item, onRetry, onDrop }: Props & { item: Waiting }) {
  const { t } = useTexts()
  const { person } = useMe()
  const errorText = useErrorText()
  const { outgoing, error } = item
  const text = 'text' in outgoing ? outgoing.text : t('chat:sendingFile')
  return (
    <li className="say is-mine is-waiting" aria-label={person.name}>
      <div className="say-main">
        <div className="say-line">
          <div className="bubble bubble-text">
            <span className="chat-said">{text}</span>
          </div>
        </div>
        <div className="say-foot">
          {error ? (
            <>
              <span className="text-bad" role="alert">
                {errorText(error)}
              </span>
              <button type="button" onClick={() => onRetry(item)}>
                <RedoOutlined /> {t('chat:again')}
              </button>
              <button type="button" onClick={() => onDrop(item.key)}>
                {t('chat:discard')}
              </button>
            </>
          ) : (
            <LoadingOutlined aria-label={t('chat:sending')} />
          )}
        </div>
      </div>
    </li>
  )
}
