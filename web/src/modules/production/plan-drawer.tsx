import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, DatePicker, Input, InputNumber } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { keys, makePlan, type Order, partiesQuery } from './api.ts'
import { type ShareDraft, SharesEditor, toShares } from './shares-editor.tsx'

interface Values {
  reason: string
  quantity: number
  dueAt: Dayjs
}

/** The next version of the plan: another date or quantity, or the work given to others. */
export function PlanDrawer({
  order,
  isOpen,
  onClose,
}: {
  order: Order
  isOpen: boolean
  onClose: () => void
}) {
  return isOpen ? <OpenPlan key={order.planNo} order={order} onClose={onClose} /> : null
}

function OpenPlan({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data: parties } = useQuery(partiesQuery(order.chainId))
  const [shares, setShares] = useState<ShareDraft[]>(() => draftsOf(order))
  const [isTouched, setTouched] = useState(false)
  return (
    <FormDrawer<Values>
      isOpen
      onClose={onClose}
      width={640}
      title={t('production:plan.change')}
      initial={{ quantity: order.quantity, dueAt: dayjs(order.dueAt) }}
      submitLabel={t('production:plan.send')}
      onSubmit={({ reason, quantity, dueAt }) =>
        makePlan(order.id, {
          basedOn: order.planNo,
          reason,
          quantity,
          dueAt: dueAt.toISOString(),
          ...(isTouched && { shares: toShares(shares) }),
        })
      }
      onDone={() => {
        message.success(t('production:plan.sent'))
        void client.invalidateQueries({ queryKey: keys.all })
        onClose()
      }}
    >
      <Field
        name="reason"
        label={t('production:reason')}
        help={t('production:plan.reasonHelp')}
        isRequired
      >
        <Input />
      </Field>
      <Field name="dueAt" label={t('production:order.due')} isRequired>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" className="wide" />
      </Field>
      <Field name="quantity" label={t('production:order.quantity')} isRequired>
        <InputNumber min={0.001} className="wide" suffix={order.unit} />
      </Field>
      <SharesEditor
        operations={order.operations}
        parties={parties?.items ?? []}
        currency={order.currency}
        value={shares}
        onChange={(next) => {
          setShares(next)
          setTouched(true)
        }}
      />
    </FormDrawer>
  )
}

function draftsOf(order: Order): ShareDraft[] {
  return order.operations.flatMap((operation) =>
    operation.shares.map((share) => ({
      key: share.id,
      operationNo: operation.no,
      orgId: share.org.id,
      quantity: operation.shares.length > 1 ? share.quantity : null,
      priceMinor: share.priceMinor,
      lines: share.lines,
    })),
  )
}
