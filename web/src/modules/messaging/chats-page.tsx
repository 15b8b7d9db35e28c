import { MessageOutlined } from '@ant-design/icons'
import { useRouteParams } from '../../app/navigation.ts'
import { useTexts } from '../../ui/i18n.ts'
import { usePageTitle } from '../../ui/page.tsx'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState } from '../../ui/states.tsx'
import './chat.css'
import { ChatPane } from './chat-pane.tsx'
import { ConversationList } from './conversation-list.tsx'

/** Conversations: at a desk the list stands beside the open one, on a phone one follows the other. */
export function ChatsPage() {
  const { t } = useTexts()
  const { id } = useRouteParams<'id'>()
  const isPhone = useIsPhone()
  usePageTitle(t('chat:title'))
  return (
    <div className="chats">
      {(!isPhone || !id) && <ConversationList openId={id} />}
      {id ? (
        <ChatPane key={id} id={id} />
      ) : (
        !isPhone && (
          <div className="chat-none">
            <EmptyState
              icon={<MessageOutlined />}
              title={t('chat:pick')}
              note={t('chat:pickNote')}
            />
          </div>
        )
      )}
    </div>
  )
}
