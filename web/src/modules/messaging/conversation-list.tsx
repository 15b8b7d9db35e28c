import {
  BellOutlined,
  MessageOutlined,
  PlusOutlined,
  PushpinFilled,
  SearchOutlined,
} from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useGo } from '../../app/navigation.ts'
import { useTexts } from '../../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime } from '../../ui/values.tsx'
import { Avatar } from './avatar.tsx'
import { type ConversationItem, conversationsQuery } from './chat-api.ts'
import { ChatSearch } from './chat-search.tsx'
import { NewConversation } from './new-conversation.tsx'
import { useDelayed } from './use-delayed.ts'

/** My conversations, those on top first, with what was said last in each. */
export function ConversationList({ openId }: { openId: string | undefined }) {
  const { t } = useTexts()
  const go = useGo()
  const [typed, setTyped] = useState('')
  const [opened, setOpened] = useState<'new' | 'search' | null>(null)
  const q = useDelayed(typed, 250)
  const list = useInfiniteQuery(conversationsQuery(q))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <nav className="chat-list" aria-label={t('chat:title')}>
      <div className="chat-list-head">
        <Segmented
          value="chats"
          onChange={() => go('/messages')}
          options={[
            { value: 'chats', label: t('chat:title'), icon: <MessageOutlined /> },
            { value: 'notices', label: t('chat:notices'), icon: <BellOutlined /> },
          ]}
        />
        <Button
          type="primary"
          icon={<PlusOutlined />}
          aria-label={t('chat:new.title')}
          onClick={() => setOpened('new')}
        />
      </div>
      <div className="chat-list-find">
        <Input
          allowClear
          prefix={<SearchOutlined />}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={() => setOpened('search')}
          placeholder={t('chat:find')}
          aria-label={t('chat:find')}
        />
        {typed.trim().length > 1 && (
          <Button type="link" onClick={() => setOpened('search')}>
            {t('chat:search.inMessages', { q: typed.trim() })}
          </Button>
        )}
      </div>
      {list.isPending ? (
        <Skeleton rows={8} />
      ) : list.isError && items.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} isSmall />
      ) : items.length === 0 ? (
        <EmptyState
          isSmall
          icon={<MessageOutlined />}
          title={t(q ? 'chat:noneFound' : 'chat:none')}
          note={q ? undefined : t('chat:noneNote')}
          action={!q && <Button onClick={() => setOpened('new')}>{t('chat:new.title')}</Button>}
        />
      ) : (
        <ul className="chat-rows">
          {items.map((item) => (
            <Row key={item.id} item={item} isOpen={item.id === openId} />
          ))}
          {list.hasNextPage && (
            <li className="chat-more">
              <Button
                type="text"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('chat:more')}
              </Button>
            </li>
          )}
        </ul>
      )}
      <NewConversation isOpen={opened === 'new'} onClose={() => setOpened(null)} />
      <ChatSearch isOpen={opened === 'search'} first={typed} onClose={() => setOpened(null)} />
    </nav>
  )
}

function Row({ item, isOpen }: { item: ConversationItem; isOpen: boolean }) {
  const { t } = useTexts()
  const { last } = item
  const said = !last
    ? t('chat:nothingYet')
    : last.isRecalled
      ? t('chat:recalledBy', { name: last.name })
      : last.kind === 'picture'
        ? t('chat:picture')
        : last.text.split('\n')[0]
  return (
    <li>
      <Link
        to={`/messages/chats/${item.id}` as string}
        className={`chat-row${isOpen ? ' is-open' : ''}${item.isPinned ? ' is-pinned' : ''}`}
        aria-current={isOpen ? 'page' : undefined}
      >
        <Badge
          count={item.unread}
          dot={item.isMuted && !item.isMentioned}
          size="small"
          offset={[-4, 4]}
        >
          <Avatar name={item.title} kind={item.kind === 'group' ? 'group' : 'person'} />
        </Badge>
        <span className="chat-row-main">
          <span className="chat-row-title">
            <span className="chat-row-name">{item.title}</span>
            {item.hasOutsiders && <span className="outsider">{t('chat:outside')}</span>}
            {item.isPinned && <PushpinFilled className="faint" aria-label={t('chat:onTop')} />}
          </span>
          <span className="chat-row-last">
            {item.isMentioned && item.unread > 0 && (
              <span className="text-accent">{t('chat:mentioned')} </span>
            )}
            {last && !last.isRecalled && item.kind === 'group' && `${last.name}：`}
            {said}
          </span>
        </span>
        <span className="chat-row-time">
          <RelativeTime at={item.lastAt} />
        </span>
      </Link>
    </li>
  )
}
