import { LogoutOutlined, UserAddOutlined, UserDeleteOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Input, Popconfirm, Switch } from 'antd'
import { useState } from 'react'
import { useGo } from '../../app/navigation.ts'
import { useMe } from '../../app/session.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { useIsPhone } from '../../ui/preferences.ts'
import { ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { Avatar } from './avatar.tsx'
import {
  addMembers,
  type Conversation,
  type ConversationMember,
  changeConversation,
  chatKeys,
  membersQuery,
  refreshLists,
  removeMember,
  setOwn,
} from './chat-api.ts'
import { ChatRobots } from './chat-robots.tsx'
import { type Found, PeoplePicker } from './people-picker.tsx'

const SHOWN_AT_FIRST = 30

interface Props {
  isOpen: boolean
  conversation: Conversation
  mayManage: boolean
  onClose: () => void
}

/** Who takes part, what it is called, and how it should behave for me. */
export function ChatDrawer(props: Props) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  return (
    <Drawer
      open={props.isOpen}
      onClose={props.onClose}
      title={t('chat:details')}
      size={isPhone ? '100%' : 420}
      destroyOnHidden
    >
      <Own {...props} />
      {props.mayManage && <Rules {...props} />}
      <Members {...props} />
      {props.mayManage && <ChatRobots conversationId={props.conversation.id} />}
    </Drawer>
  )
}

/** Runs a change, keeps its answer, and says when it was refused. */
function useChange({ conversation }: Props) {
  const client = useQueryClient()
  const errorText = useErrorText()
  const { message } = App.useApp()
  return async (work: () => Promise<Conversation | null>): Promise<boolean> => {
    try {
      const changed = await work()
      if (changed) client.setQueryData(chatKeys.one(conversation.id), changed)
      void client.invalidateQueries({ queryKey: chatKeys.members(conversation.id) })
      refreshLists(client)
      return true
    } catch (error) {
      message.error(errorText(error))
      return false
    }
  }
}

function Own(props: Props) {
  const { t } = useTexts()
  const change = useChange(props)
  const { id, isMuted, isPinned } = props.conversation
  return (
    <Section>
      <div className="switch-row">
        <label htmlFor="chat-top">{t('chat:own.top')}</label>
        <Switch
          id="chat-top"
          checked={isPinned}
          onChange={(value) => void change(() => setOwn(id, { isPinned: value }))}
        />
      </div>
      <div className="switch-row">
        <label htmlFor="chat-mute">
          {t('chat:own.mute')}
          <span className="faint">{t('chat:own.muteNote')}</span>
        </label>
        <Switch
          id="chat-mute"
          checked={isMuted}
          onChange={(value) => void change(() => setOwn(id, { isMuted: value }))}
        />
      </div>
    </Section>
  )
}

function Rules(props: Props) {
  const { t } = useTexts()
  const change = useChange(props)
  const { conversation } = props
  const [title, setTitle] = useState(conversation.title)
  const rename = () => {
    const next = title.trim()
    if (next && next !== conversation.title)
      void change(() => changeConversation(conversation, { title: next }))
  }
  return (
    <Section title={t('chat:rules.title')}>
      <Input
        value={title}
        maxLength={60}
        aria-label={t('chat:new.name')}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={rename}
        onPressEnter={rename}
      />
      <div className="switch-row">
        <label htmlFor="chat-history">
          {t('chat:rules.history')}
          <span className="faint">{t('chat:rules.historyNote')}</span>
        </label>
        <Switch
          id="chat-history"
          checked={conversation.showsHistory}
          onChange={(showsHistory) =>
            void change(() => changeConversation(conversation, { showsHistory }))
          }
        />
      </div>
      {conversation.follows && (
        <p className="faint">{t(`chat:follow.by.${conversation.follows.by}`)}</p>
      )}
    </Section>
  )
}

function Members(props: Props) {
  const { conversation, onClose } = props
  const { t } = useTexts()
  const go = useGo()
  const { person } = useMe()
  const members = useQuery(membersQuery(conversation.id))
  const [q, setQ] = useState('')
  const [isAdding, setAdding] = useState(false)
  const [chosen, setChosen] = useState<Found[]>([])
  const change = useChange(props)
  const items = (members.data?.items ?? []).filter((one) =>
    `${one.name} ${one.orgName}`.toLowerCase().includes(q.toLowerCase()),
  )
  const isGroup = conversation.kind === 'group'
  async function add(): Promise<void> {
    const isDone = await change(() =>
      addMembers(
        conversation.id,
        chosen.map((one) => one.key),
      ),
    )
    if (!isDone) return
    setChosen([])
    setAdding(false)
  }
  async function leave(): Promise<void> {
    const isDone = await change(async () => {
      await removeMember(conversation.id, person.id)
      return null
    })
    if (!isDone) return
    onClose()
    go('/messages/chats')
  }
  return (
    <Section
      title={t('chat:members.title', { n: conversation.members })}
      actions={
        isGroup && (
          <Button icon={<UserAddOutlined />} onClick={() => setAdding(!isAdding)}>
            {t('chat:members.add')}
          </Button>
        )
      }
    >
      {isAdding && (
        <div className="card card-padded stack-small">
          <PeoplePicker chosen={chosen} onChange={setChosen} />
          <Button type="primary" disabled={chosen.length === 0} onClick={() => void add()}>
            {t('chat:members.addThese', { n: chosen.length })}
          </Button>
        </div>
      )}
      {members.isPending ? (
        <Skeleton rows={4} />
      ) : !members.data ? (
        <ErrorState error={members.error} isSmall />
      ) : (
        <>
          {members.data.items.length > SHOWN_AT_FIRST && (
            <Input
              allowClear
              value={q}
              onChange={(event) => setQ(event.target.value)}
              placeholder={t('chat:members.find')}
              aria-label={t('chat:members.find')}
            />
          )}
          <ul className="people-rows">
            {items.slice(0, q ? 200 : SHOWN_AT_FIRST).map((one) => (
              <Member
                key={one.personId}
                member={one}
                mayRemove={props.mayManage && one.personId !== person.id && one.came === 'added'}
                onRemove={() =>
                  void change(async () => {
                    await removeMember(conversation.id, one.personId)
                    return null
                  })
                }
              />
            ))}
          </ul>
          {!q && items.length > SHOWN_AT_FIRST && (
            <p className="faint">{t('chat:members.more', { n: items.length - SHOWN_AT_FIRST })}</p>
          )}
        </>
      )}
      {isGroup && conversation.came === 'added' && (
        <Popconfirm
          title={t('chat:leave.ask')}
          okText={t('chat:leave.do')}
          cancelText={t('chat:cancel')}
          onConfirm={() => void leave()}
        >
          <Button danger block icon={<LogoutOutlined />}>
            {t('chat:leave.do')}
          </Button>
        </Popconfirm>
      )}
    </Section>
  )
}

function Member({
  member,
  mayRemove,
  onRemove,
}: {
  member: ConversationMember
  mayRemove: boolean
  onRemove: () => void
}) {
  const { t } = useTexts()
  const { org } = useMe()
  return (
    <li className="person-row is-static">
      <Avatar name={member.name} />
      <span className="person-row-main">
        <span>
          {member.name}{' '}
          {member.isHost && <span className="robot-mark">{t('chat:members.host')}</span>}
        </span>
        <span className="faint">
          {member.orgId !== org?.id && <span className="outsider">{member.orgName}</span>}{' '}
          {member.jobTitle}
        </span>
      </span>
      {mayRemove && (
        <Popconfirm
          title={t('chat:members.removeAsk', { name: member.name })}
          okText={t('chat:members.remove')}
          cancelText={t('chat:cancel')}
          onConfirm={onRemove}
        >
          <Button type="text" icon={<UserDeleteOutlined />} aria-label={t('chat:members.remove')} />
        </Popconfirm>
      )}
    </li>
  )
}
