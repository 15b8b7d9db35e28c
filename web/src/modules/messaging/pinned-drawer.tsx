import { PushpinOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime } from '../../ui/values.tsx'
import { type Conversation, pinnedQuery } from './chat-api.ts'
import { MessageBody } from './message-body.tsx'

/** What is kept in everybody's view. */
export function PinnedDrawer({
  isOpen,
  conversation,
  onClose,
  onGo,
}: {
  isOpen: boolean
  conversation: Conversation
  onClose: () => void
  onGo: (no: number) => void
}) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const { id, pinned } = conversation
  const list = useQuery({ ...pinnedQuery(id, pinned), enabled: isOpen && pinned.length > 0 })
  return (
    <Drawer open={isOpen} onClose={onClose} title={t('chat:pins')} size={isPhone ? '100%' : 400}>
      {pinned.length === 0 ? (
        <EmptyState isSmall icon={<PushpinOutlined />} title={t('chat:noPins')} />
      ) : list.isPending ? (
        <Skeleton rows={4} />
      ) : !list.data ? (
        <ErrorState error={list.error} isSmall />
      ) : (
        <ul className="found-rows">
          {list.data.map((message) => (
            <li key={message.no} className="found-row">
              <span className="found-row-head">
                <span>{message.sender.name}</span>
                <span className="faint found-row-time">
                  <RelativeTime at={message.at} />
                </span>
              </span>
              <MessageBody message={message} />
              <Button size="small" className="fit" onClick={() => onGo(message.no)}>
                {t('chat:goThere')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  )
}
