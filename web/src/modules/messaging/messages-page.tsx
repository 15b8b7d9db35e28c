import { FormOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Badge, Button, Tabs } from 'antd'
import { useGo, useSearchValues } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { chainsQuery, escalationsQuery, relaysQuery } from './api.ts'
import { conversationsQuery } from './chat-api.ts'
import { DestinationsTab } from './destinations-tab.tsx'
import { InboxTab } from './inbox-tab.tsx'
import './messaging.css'
import { RelaysTab } from './relays-tab.tsx'
import { SentTab } from './sent-tab.tsx'
import { TemplatesTab } from './templates-tab.tsx'

const TABS = ['inbox', 'sent', 'relays', 'templates', 'destinations'] as const

export function MessagesPage() {
  const { t } = useTexts()
  const may = useMay()
  const go = useGo()
  const [search, setSearch] = useSearchValues()
  const relays = useQuery(relaysQuery)
  const escalations = useQuery(escalationsQuery)
  const chains = useQuery(chainsQuery)
  const chats = useInfiniteQuery(conversationsQuery(''))
  const tab = TABS.find((one) => one === search.tab) ?? 'inbox'
  // A store has an inbox and nothing else; what a lead or a distributor needs would only be in its way.
  const isLead = chains.data?.items.some((chain) => chain.isLead) ?? false
  const isSeller = (relays.data?.items.length ?? 0) > 0 || (escalations.data?.items.length ?? 0) > 0
  const isShown = {
    chats: true,
    inbox: true,
    sent: isLead,
    relays: isSeller,
    templates: isLead,
    destinations: may('messaging:edit'),
  }
  const turns = relays.data?.items.filter((relay) => relay.relayedAt === null).length ?? 0

  return (
    <Page
      title={t('messaging:title')}
      width="wide"
      actions={
        isLead &&
        may('messaging:edit') && (
          <Button type="primary" icon={<FormOutlined />} onClick={() => go('/notices/new')}>
            {t('messaging:compose.title')}
          </Button>
        )
      }
    >
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(key) =>
          key === 'chats'
            ? go('/messages/chats')
            : setSearch({ tab: key === 'inbox' ? undefined : key, q: undefined, only: undefined })
        }
        items={[
          {
            key: 'chats',
            label: (
              <Badge count={chats.data?.pages[0]?.unread} size="small" offset={[8, -2]}>
                {t('chat:title')}
              </Badge>
            ),
          },
          { key: 'inbox', label: t('messaging:inbox.tab'), children: <InboxTab /> },
          { key: 'sent', label: t('messaging:sent.tab'), children: <SentTab /> },
          {
            key: 'relays',
            label: (
              <Badge count={turns} size="small" offset={[8, -2]}>
                {t('messaging:relays.tab')}
              </Badge>
            ),
            children: <RelaysTab />,
          },
          { key: 'templates', label: t('messaging:templates.tab'), children: <TemplatesTab /> },
          { key: 'destinations', label: t('chat:out.tab'), children: <DestinationsTab /> },
        ].filter(({ key }) => isShown[key as keyof typeof isShown] || key === tab)}
      />
    </Page>
  )
}
