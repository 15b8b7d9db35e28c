import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { InboxNotice } from '../../../../server/modules/messaging/schema.ts'
import { useTexts } from '../../ui/i18n.ts'

/** Says before anything else that a notice holds no more, and leads to the one that does. */
export function OverBanner({ notice }: { notice: InboxNotice }) {
  const { t } = useTexts()
  if (notice.state === 'recalled') {
    return (
      <Alert
        type="error"
        showIcon
        className="over-banner"
        title={t('messaging:over.recalled', { from: notice.fromName })}
        description={
          notice.recallReason && t('messaging:over.recallReason', { reason: notice.recallReason })
        }
      />
    )
  }
  if (notice.supersededById === null && notice.state !== 'superseded') return null
  return (
    <Alert
      type="warning"
      showIcon
      className="over-banner"
      title={t('messaging:over.superseded')}
      description={
        notice.supersededById && (
          <Link to={`/messages/inbox/${notice.supersededById}/${notice.partnerId}` as string}>
            {t('messaging:over.toSuccessor')}
          </Link>
        )
      }
    />
  )
}
