import { useQuery } from '@tanstack/react-query'
import { Drawer, Tabs } from 'antd'
import { useMe } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Avatar } from './avatar.tsx'
import { type Message, type Readers, readersQuery } from './chat-api.ts'

/** Who has read a message and who has not, by name. */
export function ReadersDrawer({
  message,
  onClose,
}: {
  message: Message | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const readers = useQuery({
    ...readersQuery(message?.conversationId ?? '', message?.no ?? 0),
    enabled: message !== null,
  })
  return (
    <Drawer
      open={message !== null}
      onClose={onClose}
      title={t('chat:readers.title')}
      placement={isPhone ? 'bottom' : 'right'}
      size={isPhone ? '80%' : 380}
    >
      {readers.isPending ? (
        <Skeleton rows={6} />
      ) : !readers.data ? (
        <ErrorState error={readers.error} onRetry={() => void readers.refetch()} isSmall />
      ) : (
        <Tabs
          defaultActiveKey={readers.data.unread.length > 0 ? 'unread' : 'read'}
          items={(['unread', 'read'] as const).map((key) => ({
            key,
            label: t(`chat:readers.${key}`, { n: readers.data[key].length }),
            children: <Names list={readers.data[key]} empty={t(`chat:readers.none.${key}`)} />,
          }))}
        />
      )}
    </Drawer>
  )
}

function Names({ list, empty }: { list: Readers['read']; empty: string }) {
  const { t } = useTexts()
  const format = useFormat()
  const { org } = useMe()
  if (list.length === 0) return <EmptyState isSmall title={empty} />
  return (
    <ul className="people-rows">
      {list.map((one) => (
        <li key={one.personId} className="person-row is-static">
          <Avatar name={one.name} />
          <span className="person-row-main">
            <span>{one.name}</span>
            <span className={one.orgId === org?.id ? 'faint' : 'outsider'}>
              {one.orgName || t('chat:outside')}
            </span>
          </span>
          {one.at && <span className="faint figures">{format.dateTime(one.at)}</span>}
        </li>
      ))}
    </ul>
  )
}
