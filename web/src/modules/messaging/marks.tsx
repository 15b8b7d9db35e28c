import {
  AlertOutlined,
  CarryOutOutlined,
  NotificationOutlined,
  TagOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { NoticeKind, ReceiptState } from '../../../../server/modules/messaging/schema.ts'
import { useTexts } from '../../ui/i18n.ts'
import type { Tone } from '../../ui/palette.ts'
import { StateTag } from '../../ui/values.tsx'
import type { NoticeState } from './api.ts'

const KIND_ICONS: Record<NoticeKind, ReactNode> = {
  announcement: <NotificationOutlined />,
  price_change: <TagOutlined />,
  recall: <AlertOutlined />,
  task: <CarryOutOutlined />,
}

export function KindIcon({ kind }: { kind: NoticeKind }) {
  return (
    <span className={`kind-icon kind-${kind}`} aria-hidden>
      {KIND_ICONS[kind]}
    </span>
  )
}

const NOTICE_TONES: Record<NoticeState, Tone> = {
  draft: 'quiet',
  scheduled: 'indigo',
  sending: 'indigo',
  sent: 'indigo',
  complete: 'good',
  recalled: 'bad',
  superseded: 'quiet',
}

export function NoticeStateTag({ state }: { state: NoticeState }) {
  const { t } = useTexts()
  return <StateTag tone={NOTICE_TONES[state]}>{t(`messaging:noticeState.${state}`)}</StateTag>
}

const RECEIPT_TONES: Record<ReceiptState, Tone> = {
  queued: 'quiet',
  delivered: 'accent',
  read: 'indigo',
  confirmed: 'good',
  failed: 'bad',
  superseded: 'quiet',
  recalled: 'bad',
}

export function ReceiptStateTag({ state }: { state: ReceiptState }) {
  const { t } = useTexts()
  return <StateTag tone={RECEIPT_TONES[state]}>{t(`messaging:receiptState.${state}`)}</StateTag>
}
