import {
  ArrowLeftOutlined,
  DownOutlined,
  EllipsisOutlined,
  PushpinOutlined,
  SearchOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Tooltip } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { useSearchValues } from '../../app/navigation.ts'
import { useMe } from '../../app/session.ts'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import {
  type Conversation,
  conversationQuery,
  editMessage,
  type Message,
  messagesQuery,
  pinMessage,
  recallMessage,
  takeIn,
  unpinMessage,
} from './chat-api.ts'
import { ChatComposer } from './chat-composer.tsx'
import { ChatDrawer } from './chat-drawer.tsx'
import { ChatSearch } from './chat-search.tsx'
import { MessageList } from './message-list.tsx'
import type { MessageActs } from './message-row.tsx'
import { PinnedDrawer } from './pinned-drawer.tsx'
import { ReadersDrawer } from './readers-drawer.tsx'
import { useOutbox } from './use-outbox.ts'
import { VersionsModal } from './versions-modal.tsx'

/** One conversation: what was said, and where one answers. */
export function ChatPane({ id }: { id: string }) {
  const conversation = useQuery(conversationQuery(id))
  if (conversation.isPending) return <Skeleton rows={10} />
  if (!conversation.data) {
    return (
      <div className="chat-pane">
        <ErrorState error={conversation.error} onRetry={() => void conversation.refetch()} />
      </div>
    )
  }
  return <Opened conversation={conversation.data} />
}

type Shown = 'search' | 'details' | 'pins' | null

function Opened({ conversation }: { conversation: Conversation }) {
  const { id } = conversation
  const { role } = useMe()
  const [search, setSearch] = useSearchValues()
  const around = Number(search.at) || undefined
  const messages = useQuery(messagesQuery(id, around))
  const outbox = useOutbox(id)
  const [shown, setShown] = useState<Shown>(null)
  const [readersOf, setReadersOf] = useState<Message | null>(null)
  const [versionsOf, setVersionsOf] = useState<Message | null>(null)
  const [replyTo, setReplyTo] = useState<Message | null>(null)
  const [editing, setEditing] = useState<Message | null>(null)
  const guarded = useGuarded()
  const client = useQueryClient()
  // Who had not read on coming in sees where they left off for as long as they stay.
  const firstUnread = useRef(conversation.firstUnreadNo).current
  const mayManage =
    conversation.kind === 'group' &&
    (conversation.isHost || (conversation.isOurs && ['owner', 'manager'].includes(role ?? '')))
  const goTo = (no: number | undefined) =>
    setSearch({ at: no === undefined ? undefined : String(no) })

  const acts = useMemo<MessageActs>(
    () => ({
      reply: (message) => {
        setEditing(null)
        setReplyTo(message)
      },
      edit: (message) => {
        setReplyTo(null)
        setEditing(message)
      },
      recall: (message) => void guarded(async () => takeIn(client, await recallMessage(message))),
      pin: (message, isPinned) =>
        void guarded(() => (isPinned ? unpinMessage : pinMessage)(id, message.no)),
      showReaders: setReadersOf,
      showVersions: setVersionsOf,
      goTo: (no) => setSearch({ at: String(no) }),
    }),
    [client, guarded, id, setSearch],
  )
  return (
    <section className="chat-pane" aria-label={conversation.title}>
      <Head conversation={conversation} onShow={setShown} />
      {messages.isPending ? (
        <Skeleton rows={8} />
      ) : !messages.data ? (
        <ErrorState error={messages.error} onRetry={() => void messages.refetch()} />
      ) : (
        <MessageList
          key={around ?? 'newest'}
          conversation={conversation}
          stretch={messages.data}
          around={around}
          firstUnread={firstUnread}
          mayManage={mayManage}
          waiting={outbox.waiting}
          acts={acts}
          onRetry={outbox.retry}
          onDrop={outbox.drop}
        />
      )}
      {around !== undefined && (
        <Button
          className="chat-to-newest"
          shape="round"
          icon={<DownOutlined />}
          onClick={() => goTo(undefined)}
        >
          <NewestLabel />
        </Button>
      )}
      <ChatComposer
        conversationId={id}
        isGroup={conversation.kind === 'group'}
        replyTo={replyTo}
        editing={editing}
        onDrop={() => {
          setReplyTo(null)
          setEditing(null)
        }}
        onSend={(outgoing) => {
          outbox.send(outgoing)
          if (around !== undefined) goTo(undefined)
        }}
        onEdit={(message, text, mentions, mentionsAll) =>
          void guarded(async () =>
            takeIn(client, await editMessage(message, { text, mentions, mentionsAll })),
          )
        }
      />
      <ChatSearch isOpen={shown === 'search'} conversationId={id} onClose={() => setShown(null)} />
      <PinnedDrawer
        isOpen={shown === 'pins'}
        conversation={conversation}
        onClose={() => setShown(null)}
        onGo={(no) => {
          setShown(null)
          goTo(no)
        }}
      />
      <ChatDrawer
        isOpen={shown === 'details'}
        conversation={conversation}
        mayManage={mayManage}
        onClose={() => setShown(null)}
      />
      <ReadersDrawer message={readersOf} onClose={() => setReadersOf(null)} />
      <VersionsModal message={versionsOf} onClose={() => setVersionsOf(null)} />
    </section>
  )
}

/** Runs an act and says in words when it was refused. */
function useGuarded() {
  const errorText = useErrorText()
  const { message } = App.useApp()
  const latest = useRef({ errorText, message })
  latest.current = { errorText, message }
  return useMemo(
    () =>
      async (work: () => Promise<unknown>): Promise<void> => {
        try {
          await work()
        } catch (error) {
          latest.current.message.error(latest.current.errorText(error))
        }
      },
    [],
  )
}

function NewestLabel() {
  const { t } = useTexts()
  return <>{t('chat:toNewest')}</>
}

function Head({
  conversation,
  onShow,
}: {
  conversation: Conversation
  onShow: (shown: Shown) => void
}) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  return (
    <header className="chat-head">
      {isPhone && (
        <Link to="/messages/chats" className="chat-back" aria-label={t('chat:back')}>
          <ArrowLeftOutlined />
        </Link>
      )}
      <button type="button" className="chat-head-text" onClick={() => onShow('details')}>
        <span className="chat-head-title">
          <span className="chat-row-name">{conversation.title}</span>
          {conversation.hasOutsiders && <span className="outsider">{t('chat:outside')}</span>}
        </span>
        <span className="faint">
          {conversation.kind === 'direct'
            ? conversation.orgName
            : t('chat:memberCount', { count: conversation.members, n: conversation.members })}
        </span>
      </button>
      {conversation.pinned.length > 0 && (
        <Button
          type="text"
          icon={<PushpinOutlined />}
          aria-label={t('chat:pins')}
          onClick={() => onShow('pins')}
        >
          {conversation.pinned.length}
        </Button>
      )}
      <Tooltip title={t('chat:search.title')}>
        <Button
          type="text"
          icon={<SearchOutlined />}
          aria-label={t('chat:search.title')}
          onClick={() => onShow('search')}
        />
      </Tooltip>
      <Tooltip title={t('chat:details')}>
        <Button
          type="text"
          icon={<EllipsisOutlined />}
          aria-label={t('chat:details')}
          onClick={() => onShow('details')}
        />
      </Tooltip>
    </header>
  )
}
