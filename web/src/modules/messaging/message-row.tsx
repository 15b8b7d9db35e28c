import { EllipsisOutlined, PushpinOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import { memo } from 'react'
import { useMe } from '../../app/session.ts'
import { copyText } from '../../ui/copy.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Avatar } from './avatar.tsx'
import type { Message } from './chat-api.ts'
import { MessageBody } from './message-body.tsx'

export interface MessageActs {
  reply(message: Message): void
  edit(message: Message): void
  recall(message: Message): void
  pin(message: Message, isPinned: boolean): void
  showReaders(message: Message): void
  showVersions(message: Message): void
  goTo(no: number): void
}
interface Props {
  message: Message
  isContinued: boolean
  isPinned: boolean
  mayManage: boolean
  count: { read: number; of: number } | undefined
  acts: MessageActs
}

/** One message: whose it is, what it says, what it answers, and who has read it. */
export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, isContinued, isPinned, count, acts } = props
  const { t } = useTexts()
  const format = useFormat()
  const { person, org } = useMe()
  const { sender } = message
  const isMine = sender.personId === person.id
  if (message.recalledAt) return <Recalled message={message} acts={acts} />
  return (
    <div className={`say${isMine ? ' is-mine' : ''}${isContinued ? ' is-continued' : ''}`}>
      {!isMine && <Avatar name={sender.name} kind={sender.robot ? 'robot' : 'person'} />}
      <div className="say-main">
        {!isMine && !isContinued && (
          <div className="say-head">
            <span>{sender.robot === 'clock' ? t('chat:robot.clock') : sender.name}</span>
            {sender.robot ? (
              <span className="robot-mark">{t('chat:robot.mark')}</span>
            ) : (
              sender.orgId !== org?.id && <span className="outsider">{sender.orgName}</span>
            )}
            <time
              className="faint figures"
              dateTime={message.at}
              title={format.dateTime(message.at)}
            >
              {clockOf(message.at, format.locale)}
            </time>
          </div>
        )}
        <div className="say-line">
          <div className={`bubble bubble-${message.kind}`}>
            {message.replyTo && (
              <button
                type="button"
                className="say-reply"
                onClick={() => acts.goTo(message.replyTo!.no)}
              >
                <span className="say-reply-name">{message.replyTo.name}</span>{' '}
                {message.replyTo.text || t('chat:recalled')}
              </button>
            )}
            <MessageBody message={message} />
          </div>
          <ActsMenu {...props} isMine={isMine} />
        </div>
        <div className="say-foot">
          {isPinned && <PushpinOutlined aria-label={t('chat:pinned')} />}
          {message.editedAt && (
            <button type="button" onClick={() => acts.showVersions(message)}>
              {t('chat:edited')}
            </button>
          )}
          {isMine && count && count.of > 0 && (
            <button type="button" className="figures" onClick={() => acts.showReaders(message)}>
              {count.read >= count.of
                ? t('chat:readByAll')
                : count.of === 1
                  ? t('chat:unread')
                  : t('chat:readBy', { read: count.read, of: count.of })}
            </button>
          )}
        </div>
      </div>
    </div>
  )
})

/** The day stands above; beside a name the time of day is enough. */
const clockOf = (at: string, locale: string) =>
  new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hour12: false })

function Recalled({ message, acts }: { message: Message; acts: MessageActs }) {
  const { t } = useTexts()
  const { person } = useMe()
  return (
    <div className="say-recalled">
      {message.recalledBy === message.sender.name
        ? t('chat:recalledBy', { name: message.sender.name })
        : t('chat:recalledFor', { name: message.recalledBy, of: message.sender.name })}
      {message.sender.personId === person.id && (
        <button type="button" onClick={() => acts.showVersions(message)}>
          {t('chat:showRecalled')}
        </button>
      )}
    </div>
  )
}

function ActsMenu({ message, isPinned, mayManage, acts, isMine }: Props & { isMine: boolean }) {
  const { t } = useTexts()
  const isText = message.kind === 'text' || message.kind === 'markdown'
  const items: NonNullable<MenuProps['items']> = [
    { key: 'reply', label: t('chat:act.reply'), onClick: () => acts.reply(message) },
    {
      key: 'copy',
      label: t('chat:act.copy'),
      onClick: () => void copyText(message.text),
    },
    {
      key: 'pin',
      label: t(isPinned ? 'chat:act.unpin' : 'chat:act.pin'),
      onClick: () => acts.pin(message, isPinned),
    },
    { key: 'readers', label: t('chat:act.readers'), onClick: () => acts.showReaders(message) },
  ]
  if (isMine && isText) {
    items.push({ key: 'edit', label: t('chat:act.edit'), onClick: () => acts.edit(message) })
  }
  if (isMine || mayManage) {
    items.push({
      key: 'recall',
      danger: true,
      label: t('chat:act.recall'),
      onClick: () => acts.recall(message),
    })
  }
  return (
    <Dropdown
      menu={{ items }}
      trigger={['click']}
      placement={isMine ? 'bottomRight' : 'bottomLeft'}
    >
      <Button
        type="text"
        size="small"
        className="say-acts"
        icon={<EllipsisOutlined />}
        aria-label={t('chat:act.more')}
      />
    </Dropdown>
  )
}
