import { BellOutlined, CopyOutlined, RedoOutlined, RollbackOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import type { Notice } from '../../../../server/modules/messaging/schema.ts'
import { useGo } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { ConfirmWithConsequences } from '../../ui/confirm.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useErrorText } from '../../ui/states.tsx'
import {
  keys,
  noticeChanged,
  recallNotice,
  remindNotice,
  retryNotice,
  unscheduleNotice,
} from './api.ts'
import { reachOf } from './progress.ts'

type Act = 'remind' | 'recall' | null

/** What a sender can still do with a notice that is out, or that will be. */
export function NoticeActs({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  const may = useMay()
  const go = useGo()
  const [act, setAct] = useState<Act>(null)
  const isRunning = notice.state === 'sent' || notice.state === 'complete'
  const reach = reachOf(notice.counts)
  if (!may('messaging:edit')) return null
  if (notice.state === 'scheduled') return <Unschedule notice={notice} />
  if (!isRunning) return null
  return (
    <>
      {reach.failed > 0 && <Retry notice={notice} />}
      <Button danger icon={<RollbackOutlined />} onClick={() => setAct('recall')}>
        {t('messaging:acts.recall')}
      </Button>
      <Button icon={<CopyOutlined />} onClick={() => go(`/notices/new?supersedes=${notice.id}`)}>
        {t('messaging:acts.newEdition')}
      </Button>
      {reach.owing > 0 && (
        <Button type="primary" icon={<BellOutlined />} onClick={() => setAct('remind')}>
          {t('messaging:acts.remind')}
        </Button>
      )}
      <Remind notice={notice} isOpen={act === 'remind'} onClose={() => setAct(null)} />
      <Recall notice={notice} isOpen={act === 'recall'} onClose={() => setAct(null)} />
    </>
  )
}

function Unschedule({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const errorText = useErrorText()
  const { message } = App.useApp()
  const [isRunning, setRunning] = useState(false)
  async function takeBack(): Promise<void> {
    setRunning(true)
    try {
      noticeChanged(client, await unscheduleNotice(notice.id))
    } catch (error) {
      message.error(errorText(error))
    } finally {
      setRunning(false)
    }
  }
  return (
    <Button loading={isRunning} onClick={() => void takeBack()}>
      {t('messaging:acts.unschedule')}
    </Button>
  )
}

/** Delivers to nobody who has it already, so it needs no question first. */
function Retry({ notice }: { notice: Notice }) {
  const { t } = useTexts()
  const format = useFormat()
  const client = useQueryClient()
  const errorText = useErrorText()
  const { message } = App.useApp()
  const [isRunning, setRunning] = useState(false)
  async function retry(): Promise<void> {
    setRunning(true)
    try {
      const { missing, delivered } = await retryNotice(notice.id)
      await client.invalidateQueries({ queryKey: keys.notice(notice.id) })
      message.info(
        t('messaging:acts.retried', {
          delivered: format.number(delivered),
          missing: format.number(missing - delivered),
        }),
      )
    } catch (error) {
      message.error(errorText(error))
    } finally {
      setRunning(false)
    }
  }
  return (
    <Button icon={<RedoOutlined />} loading={isRunning} onClick={() => void retry()}>
      {t('messaging:acts.retry', { n: format.number(notice.counts.failed) })}
    </Button>
  )
}

interface ActProps {
  notice: Notice
  isOpen: boolean
  onClose: () => void
}

function Remind({ notice, isOpen, onClose }: ActProps) {
  const { t } = useTexts()
  const format = useFormat()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { delivered, read } = notice.counts
  return (
    <ConfirmWithConsequences
      isOpen={isOpen}
      isDanger={false}
      title={t('messaging:acts.remindTitle')}
      note={t('messaging:acts.remindNote')}
      figures={[
        {
          key: 'delivered',
          label: t('messaging:names.quick.unread'),
          value: format.number(delivered),
        },
        { key: 'read', label: t('messaging:acts.readOnly'), value: format.number(read) },
      ]}
      confirmLabel={t('messaging:acts.remind')}
      onClose={onClose}
      onConfirm={async () => {
        const { reminded } = await remindNotice(notice.id)
        await client.invalidateQueries({ queryKey: keys.notice(notice.id) })
        message.success(t('messaging:acts.reminded', { n: format.number(reminded) }))
      }}
    />
  )
}

function Recall({ notice, isOpen, onClose }: ActProps) {
  const { t } = useTexts()
  const format = useFormat()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const reach = reachOf(notice.counts)
  return (
    <ConfirmWithConsequences
      isOpen={isOpen}
      title={t('messaging:acts.recallTitle')}
      note={t('messaging:acts.recallNote')}
      figures={[
        {
          key: 'reached',
          label: t('messaging:figure.reached'),
          value: format.number(reach.reached),
        },
        { key: 'opened', label: t('messaging:figure.opened'), value: format.number(reach.opened) },
        {
          key: 'confirmed',
          label: t('messaging:figure.confirmed'),
          value: format.number(reach.confirmed),
          tone: 'bad',
        },
      ]}
      warnings={notice.kind === 'price_change' ? [t('messaging:acts.recallPrices')] : []}
      step={{
        kind: 'tick',
        label: t('messaging:acts.recallStep', { n: format.number(reach.reached) }),
      }}
      isLoading={reason.trim() === ''}
      confirmLabel={t('messaging:acts.recall')}
      onClose={onClose}
      onConfirm={async () => {
        noticeChanged(client, await recallNotice(notice.id, reason.trim()))
        message.success(t('messaging:acts.recalled'))
      }}
    >
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is a component inside */}
      <label className="stack-small">
        <span>{t('messaging:acts.recallReason')}</span>
        <Input.TextArea
          value={reason}
          maxLength={300}
          autoSize={{ minRows: 2, maxRows: 4 }}
          placeholder={t('messaging:acts.recallReasonPlaceholder')}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
    </ConfirmWithConsequences>
  )
}
