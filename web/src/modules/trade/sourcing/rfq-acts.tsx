import {
  CalendarOutlined,
  CloseCircleOutlined,
  MessageOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, DatePicker, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../../app/session.ts'
import { ConfirmWithConsequences } from '../../../ui/confirm.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { keys, type Rfq, rfqAct } from './api.ts'

/** An act that needs a word why: shows what it will do, asks for the reason, does it. */
export function ReasonButton({
  label,
  icon,
  title,
  note,
  isDanger,
  onReason,
}: {
  label: string
  icon?: ReactNode
  title: string
  note: string
  isDanger?: boolean
  onReason: (reason: string) => Promise<unknown>
}) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <>
      <Button icon={icon} danger={isDanger === true} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <ConfirmWithConsequences
        isOpen={isOpen}
        title={title}
        note={note}
        isDanger={isDanger === true}
        isLoading={reason.trim() === ''}
        confirmLabel={label}
        onConfirm={() => onReason(reason)}
        onClose={() => setOpen(false)}
      >
        <Input.TextArea
          rows={2}
          maxLength={500}
          value={reason}
          placeholder={t('sourcing:reason')}
          aria-label={t('sourcing:reason')}
          onChange={(event) => setReason(event.target.value)}
        />
      </ConfirmWithConsequences>
    </>
  )
}

/** What the buyer may do with the whole request. */
export function BuyerActs({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const may = useMay()('trade:edit')
  const [isEnding, setEnding] = useState(false)
  const store = (answer: Rfq) => {
    client.setQueryData(keys.rfq(rfq.id), answer)
    return client.invalidateQueries({ queryKey: ['trade', 'sourcing'] })
  }
  const isRunning = rfq.state === 'open' || rfq.state === 'closed'
  if (!may || !isRunning) return null
  const isExtendable = rfq.state === 'open' || !rfq.isSealed
  const hasAward = rfq.suppliers?.some((supplier) => supplier.quoteState === 'accepted')
  return (
    <>
      {isExtendable && <ExtendButton rfq={rfq} onDone={store} />}
      {!hasAward && (
        <ReasonButton
          isDanger
          label={t('sourcing:rfq.cancel')}
          icon={<StopOutlined />}
          title={t('sourcing:rfq.cancelTitle')}
          note={t('sourcing:rfq.cancelNote', { count: rfq.suppliers?.length ?? 0 })}
          onReason={(reason) => rfqAct.cancel(rfq.id, reason).then(store)}
        />
      )}
      {rfq.isOpened && (
        <Button icon={<CloseCircleOutlined />} onClick={() => setEnding(true)}>
          {t('sourcing:rfq.end')}
        </Button>
      )}
      <ConfirmWithConsequences
        isOpen={isEnding}
        title={t('sourcing:rfq.endTitle')}
        note={t('sourcing:rfq.endNote')}
        confirmLabel={t('sourcing:rfq.end')}
        onConfirm={() => rfqAct.end(rfq.id).then(store)}
        onClose={() => setEnding(false)}
      />
    </>
  )
}

function ExtendButton({ rfq, onDone }: { rfq: Rfq; onDone: (rfq: Rfq) => unknown }) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const [until, setUntil] = useState<Dayjs | null>(dayjs(rfq.closesAt).add(1, 'day'))
  return (
    <>
      <Button icon={<CalendarOutlined />} onClick={() => setOpen(true)}>
        {t('sourcing:rfq.extend')}
      </Button>
      <ConfirmWithConsequences
        isOpen={isOpen}
        title={t('sourcing:rfq.extend')}
        note={t('sourcing:rfq.extendNote')}
        isDanger={false}
        isLoading={until === null}
        confirmLabel={t('sourcing:rfq.extend')}
        onConfirm={() => rfqAct.extend(rfq.id, until!.toISOString()).then(onDone)}
        onClose={() => setOpen(false)}
      >
        <DatePicker
          className="wide"
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={until}
          minDate={dayjs(rfq.closesAt)}
          aria-label={t('sourcing:rfq.closesAt')}
          onChange={setUntil}
        />
      </ConfirmWithConsequences>
    </>
  )
}

/** The way to talk with the buyer, where the buyer has opened one. */
export function SupplierActs({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  if (!rfq.conversationId) return null
  return (
    <Link to={`/messages/chats/${rfq.conversationId}` as string}>
      <Button icon={<MessageOutlined />}>{t('sourcing:supplier.talkBuyer')}</Button>
    </Link>
  )
}

/** Says that we will not quote, and why. */
export function DeclineButton({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  const client = useQueryClient()
  return (
    <ReasonButton
      label={t('sourcing:inbox.decline')}
      title={t('sourcing:inbox.decline')}
      note={t('sourcing:inbox.declineNote')}
      onReason={(reason) =>
        rfqAct
          .decline(rfq.id, reason)
          .then((answer) => client.setQueryData(keys.rfq(rfq.id), answer))
      }
    />
  )
}
