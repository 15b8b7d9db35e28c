import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Input, InputNumber, Select } from 'antd'
import { useMe } from '../../app/session.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { keys, nextPartiesQuery, type Order, sendGoods, type WorkItem } from './api.ts'

interface Values {
  toOrgId: string
  item: string
  quantity: number
}
interface Opening {
  isOpen: boolean
  onClose: () => void
}

/** Hands what was made on to whoever comes next, or back to the lead. */
export function SendDrawer({ work, ...opening }: Opening & { work: WorkItem }) {
  const { data } = useQuery({ ...nextPartiesQuery(work.id), enabled: opening.isOpen })
  return (
    <GoodsDrawer
      {...opening}
      parties={data?.items ?? []}
      unit={work.operation.unit}
      initial={{
        item: `${work.productName} ${work.operation.name}`,
        quantity: work.good || work.quantity,
      }}
      source={{ shareId: work.id }}
    />
  )
}

/** The lead hands material of its own to a factory of the order. */
export function LeadSendDrawer({ order, ...opening }: Opening & { order: Order }) {
  const { org } = useMe()
  const parties = new Map(
    order.operations.flatMap(({ shares }) => shares.map((share) => [share.org.id, share.org])),
  )
  return (
    <GoodsDrawer
      {...opening}
      parties={[...parties.values()].filter(({ id }) => id !== org?.id)}
      unit={order.unit}
      initial={{ quantity: order.quantity }}
      source={{ orderId: order.id }}
    />
  )
}

interface GoodsProps extends Opening {
  parties: { id: string; name: string }[]
  unit: string
  initial: Partial<Values>
  source: { shareId: string } | { orderId: string }
}

function GoodsDrawer({ isOpen, onClose, parties, unit, initial, source }: GoodsProps) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const first = { ...initial, unit }
  return (
    <FormDrawer<Values & { unit: string }>
      isOpen={isOpen}
      onClose={onClose}
      title={t('production:goods.send')}
      initial={first}
      submitLabel={t('production:goods.send')}
      onSubmit={(values) => sendGoods({ ...first, ...values, ...source })}
      onDone={() => {
        message.success(t('production:goods.isSent'))
        void client.invalidateQueries({ queryKey: keys.all })
        onClose()
      }}
    >
      <Field name="toOrgId" label={t('production:goods.to')} isRequired>
        <Select options={parties.map(({ id, name }) => ({ value: id, label: name }))} />
      </Field>
      <Field name="item" label={t('production:goods.item')} isRequired>
        <Input />
      </Field>
      <Field name="quantity" label={t('production:order.quantity')} isRequired>
        <InputNumber min={0.001} className="wide" suffix={'orderId' in source ? undefined : unit} />
      </Field>
      {'orderId' in source && (
        <Field name="unit" label={t('production:goods.unit')} isRequired>
          <Input maxLength={20} />
        </Field>
      )}
    </FormDrawer>
  )
}
