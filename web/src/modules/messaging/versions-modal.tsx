import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Message, versionsQuery } from './chat-api.ts'

/** What a message said before it was changed or taken back. */
export function VersionsModal({
  message,
  onClose,
}: {
  message: Message | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const versions = useQuery({
    ...versionsQuery(message?.conversationId ?? '', message?.no ?? 0),
    enabled: message !== null,
  })
  return (
    <Modal
      open={message !== null}
      onCancel={onClose}
      footer={null}
      title={t(message?.recalledAt ? 'chat:versions.recalled' : 'chat:versions.title')}
    >
      {versions.isPending ? (
        <Skeleton rows={2} />
      ) : !versions.data ? (
        <ErrorState error={versions.error} isSmall />
      ) : (
        <ol className="versions">
          {versions.data.items.map((one) => (
            <li key={one.version}>
              <span className="faint figures">
                {t('chat:versions.until', { time: format.dateTime(one.changedAt) })}
              </span>
              <span className="chat-said">{one.text}</span>
            </li>
          ))}
          {message && !message.recalledAt && (
            <li>
              <span className="faint">{t('chat:versions.now')}</span>
              <span className="chat-said">{message.text}</span>
            </li>
          )}
        </ol>
      )}
    </Modal>
  )
}
