import { SearchOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Drawer, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime } from '../../ui/values.tsx'
import { searchQuery } from './chat-api.ts'
import { useDelayed } from './use-delayed.ts'

/** Finds what was said, here or everywhere, and goes to the place. */
export function ChatSearch({
  isOpen,
  first,
  conversationId,
  onClose,
}: {
  isOpen: boolean
  first?: string
  conversationId?: string
  onClose: () => void
}) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const [typed, setTyped] = useState('')
  useEffect(() => {
    if (isOpen && first) setTyped(first)
  }, [isOpen, first])
  const q = useDelayed(typed.trim(), 250)
  const list = useInfiniteQuery({
    ...searchQuery(q, conversationId),
    enabled: isOpen && q.length > 1,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      title={t('chat:search.title')}
      size={isPhone ? '100%' : 420}
    >
      <div className="stack">
        <Input
          allowClear
          autoFocus
          prefix={<SearchOutlined />}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder={t('chat:search.placeholder')}
          aria-label={t('chat:search.placeholder')}
        />
        {q.length < 2 ? (
          <EmptyState isSmall icon={<SearchOutlined />} title={t('chat:search.short')} />
        ) : list.isPending ? (
          <Skeleton rows={5} />
        ) : list.isError ? (
          <ErrorState error={list.error} isSmall />
        ) : items.length === 0 ? (
          <EmptyState isSmall icon={<SearchOutlined />} title={t('chat:search.none')} />
        ) : (
          <ul className="found-rows">
            {items.map((item) => (
              <li key={item.id}>
                <Link
                  to={`/messages/chats/${item.conversationId}` as string}
                  search={{ at: String(item.no) } as never}
                  className="found-row"
                  onClick={onClose}
                >
                  <span className="found-row-head">
                    <span>{item.sender.name}</span>
                    <span className="faint">{conversationId ? '' : item.title}</span>
                    <span className="faint found-row-time">
                      <RelativeTime at={item.at} />
                    </span>
                  </span>
                  <Marked text={item.text} q={q} />
                </Link>
              </li>
            ))}
            {list.hasNextPage && (
              <li>
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
      </div>
    </Drawer>
  )
}

/** The words around the first place where it was said. */
function Marked({ text, q }: { text: string; q: string }) {
  const at = text.toLowerCase().indexOf(q.toLowerCase())
  if (at < 0) return <span className="soft">{text.slice(0, 120)}</span>
  return (
    <span className="soft">
      {at > 30 && '…'}
      {text.slice(Math.max(0, at - 30), at)}
      <mark>{text.slice(at, at + q.length)}</mark>
      {text.slice(at + q.length, at + 90)}
    </span>
  )
}
