import { CheckCircleFilled, CheckOutlined, MessageOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import type { InboxNotice } from '../../../../server/modules/messaging/schema.ts'
import { useMe } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useErrorText } from '../../ui/states.tsx'
import { confirmNotice } from './api.ts'

/** One act at thumb's reach: confirm, with a word back where one is wanted. */
export function ConfirmBar({
  notice,
  onConfirmed,
}: {
  notice: InboxNotice
  onConfirmed: (fresh: InboxNotice) => void
}) {
  const { t } = useTexts()
  const errorText = useErrorText()
  const [answer, setAnswer] = useState('')
  const [isAnswering, setAnswering] = useState(false)
  const confirm = useMutation({
    mutationFn: () => confirmNotice(notice.noticeId, notice.partnerId, answer.trim() || null),
    onSuccess: onConfirmed,
  })
  // Once it is recalled or superseded, a green bar would say that it still counts.
  if (notice.state === 'confirmed') return <Confirmed notice={notice} />
  if (notice.state !== 'read' && notice.state !== 'delivered') return null
  return (
    <div className="confirm-bar">
      <ReadBy notice={notice} />
      {confirm.isError && (
        <Alert type="error" showIcon title={errorText(confirm.error)} role="alert" />
      )}
      {isAnswering && (
        <Input.TextArea
          autoFocus
          value={answer}
          maxLength={1000}
          autoSize={{ minRows: 2, maxRows: 5 }}
          placeholder={t('messaging:confirm.answerPlaceholder')}
          aria-label={t('messaging:confirm.answer')}
          onChange={(event) => setAnswer(event.target.value)}
        />
      )}
      <div className="confirm-bar-acts">
        <Button
          size="large"
          icon={<MessageOutlined />}
          aria-expanded={isAnswering}
          onClick={() => setAnswering(!isAnswering)}
        >
          {t('messaging:confirm.answer')}
        </Button>
        <Button
          size="large"
          type="primary"
          className="confirm-main"
          icon={<CheckOutlined />}
          loading={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          {t(answer.trim() ? 'messaging:confirm.withAnswer' : 'messaging:confirm.now')}
        </Button>
      </div>
    </div>
  )
}

function Confirmed({ notice }: { notice: InboxNotice }) {
  const { t } = useTexts()
  const format = useFormat()
  const time = format.dateTime(notice.confirmedAt as string)
  return (
    <div className="confirm-bar confirmed" role="status">
      <CheckCircleFilled aria-hidden />
      <div>
        <b>
          {notice.confirmedByName
            ? t('messaging:confirm.doneBy', { time, name: notice.confirmedByName })
            : t('messaging:confirm.done', { time })}
        </b>
        <ReadBy notice={notice} />
        {notice.answer && (
          <div className="soft">
            {t('messaging:confirm.youAnswered', { answer: notice.answer })}
          </div>
        )}
      </div>
    </div>
  )
}

/** A colleague opened it first: nobody has to ask round whether it was seen. */
function ReadBy({ notice }: { notice: InboxNotice }) {
  const { t } = useTexts()
  const me = useMe()
  const format = useFormat()
  const { readAt, readByName } = notice
  if (!readAt || !readByName || readByName === (notice.confirmedByName ?? me.person.name))
    return null
  return (
    <div className="soft">
      {t('messaging:confirm.readBy', { name: readByName, time: format.dateTime(readAt) })}
    </div>
  )
}
