import { EllipsisOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Dropdown, Input } from 'antd'
import { useState } from 'react'
import { useGo } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { ConfirmWithConsequences } from '../../../ui/confirm.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { DateText, Money } from '../../../ui/values.tsx'
import { IssueDrawer } from '../money/issue-drawer.tsx'
import {
  type Action,
  confirmOrder,
  endOrder,
  type Order,
  propose,
  releaseOrder,
  repeatOrder,
} from './api.ts'
import { ChangeDrawer } from './change-drawer.tsx'
import { MakeDrawer, ReturnDrawer, ShipDrawer, TakeBackDrawer } from './goods-drawers.tsx'
import { TermText } from './order-page.tsx'
import { useAct } from './proposal-bar.tsx'

type Open = Action | 'invoice' | null
const FIRST: Action[] = ['confirm', 'release', 'ship', 'receive', 'take_back']
const LATER: Action[] = [
  'refuse',
  'withdraw',
  'ship',
  'take_back',
  'make',
  'propose',
  'return',
  'cancel',
]

/** What my side may do now: the next step as the one button, all else behind it. */
export function OrderActs({ order }: { order: Order }) {
  const { t } = useTexts()
  const may = useMay()
  const act = useAct()
  const go = useGo()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const mayNow = (action: Action) => order.actions.includes(action)
  const first = FIRST.find(mayNow)
  const later = LATER.filter((action) => action !== first && mayNow(action))
  if (!may('trade:edit')) return first === 'receive' ? <ReceiveLink order={order} /> : null
  // Whoever sells asks for money from the day on which both are bound.
  const invoice = order.side === 'selling' && order.confirmedAt !== null ? ['invoice'] : []
  const repeat = () =>
    act(async () => {
      const again = await repeatOrder(order.id)
      go(`/orders/${again.id}`)
      return again
    })
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [...later, ...invoice, 'repeat'].map((key) => ({
            key,
            label: t(`orders:act.${key}`),
          })),
          onClick: ({ key }) => (key === 'repeat' ? void repeat() : setOpen(key as Action)),
        }}
      >
        <Button icon={<EllipsisOutlined />} aria-label={t('orders:act.more')} />
      </Dropdown>
      {first === 'receive' && <ReceiveLink order={order} />}
      {first && first !== 'receive' && (
        <Button type="primary" onClick={() => setOpen(first)}>
          {t(`orders:act.${first}`)}
        </Button>
      )}
      <Confirming order={order} open={open} onClose={close} act={act} />
      <Ending order={order} open={open} onClose={close} act={act} />
      <ShipDrawer order={order} isOpen={open === 'ship'} onClose={close} />
      <ChangeDrawer order={order} isOpen={open === 'propose'} onClose={close} />
      <ReturnDrawer order={order} isOpen={open === 'return'} onClose={close} />
      <TakeBackDrawer order={order} isOpen={open === 'take_back'} onClose={close} />
      <IssueDrawer order={order} isOpen={open === 'invoice'} onClose={close} />
      <MakeDrawer order={order} isOpen={open === 'make'} onClose={close} />
    </>
  )
}

function ReceiveLink({ order }: { order: Order }) {
  const { t } = useTexts()
  return (
    <Link to={`/orders/receive?order=${order.id}` as string}>
      <Button type="primary">{t('orders:act.receive')}</Button>
    </Link>
  )
}

interface Asking {
  order: Order
  open: Open
  onClose: () => void
  act: (work: () => Promise<Order>) => Promise<void>
}

/** Both are bound by it, so what they are bound to is shown once more. */
function Confirming({ order, open, onClose, act }: Asking) {
  const { t } = useTexts()
  const isRelease = open === 'release'
  return (
    <ConfirmWithConsequences
      isOpen={open === 'confirm' || isRelease}
      title={t(`orders:act.${isRelease ? 'release' : 'confirm'}`)}
      note={t(`orders:ask.${isRelease ? 'release' : 'confirm'}`)}
      figures={[
        {
          ...{ key: 'total', label: t('orders:total') },
          value: <Money minor={order.totalMinor} currency={order.currency} />,
          note: <TermText order={order} />,
        },
        {
          ...{ key: 'deliverBy', label: t('orders:deliverBy') },
          value: <DateText at={order.deliverBy} />,
        },
      ]}
      confirmLabel={t(`orders:act.${isRelease ? 'release' : 'confirm'}`)}
      isDanger={false}
      onConfirm={() => act(() => (isRelease ? releaseOrder(order) : confirmOrder(order)))}
      onClose={onClose}
    />
  )
}

/** Refusing, withdrawing and asking to cancel all say why. */
function Ending({ order, open, onClose, act }: Asking) {
  const { t } = useTexts()
  const [reason, setReason] = useState('')
  if (open !== 'refuse' && open !== 'withdraw' && open !== 'cancel') return null
  const end = (): Promise<Order> => {
    if (open === 'cancel') return propose(order, { kind: 'cancel', reason })
    return endOrder(order, open === 'refuse' ? 'refusal' : 'withdrawal', reason)
  }
  return (
    <ConfirmWithConsequences
      isOpen
      title={t(`orders:act.${open}`)}
      note={t(`orders:ask.${open}`)}
      confirmLabel={t(`orders:act.${open}`)}
      isLoading={reason.trim() === ''}
      onConfirm={() => act(end)}
      onClose={() => {
        setReason('')
        onClose()
      }}
    >
      <Input
        value={reason}
        maxLength={500}
        placeholder={t('orders:reason')}
        aria-label={t('orders:reason')}
        onChange={(event) => setReason(event.target.value)}
        autoFocus
      />
    </ConfirmWithConsequences>
  )
}
