import { useQueryClient } from '@tanstack/react-query'
import { DatePicker, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { minorDigits } from '../../../ui/format.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { type Order, orderChanged, propose } from './api.ts'

interface Values {
  reason: string
  deliverBy?: Dayjs | null
  payment: keyof typeof TERMS | 'same'
  lines: { quantity: string; price: string; deliverBy?: Dayjs | null }[]
}
const TERMS = {
  cash: [{ shareBp: 10_000, from: 'order', days: 0 }],
  delivery: [{ shareBp: 10_000, from: 'delivery', days: 0 }],
  downAndDelivery: [
    { shareBp: 3000, from: 'order', days: 0 },
    { shareBp: 7000, from: 'delivery', days: 0 },
  ],
  net30: [{ shareBp: 10_000, from: 'invoice', days: 30 }],
  net60: [{ shareBp: 10_000, from: 'invoice', days: 60 }],
} as const

const dayOf = (day: Dayjs | null | undefined) => day?.format('YYYY-MM-DD') ?? null

/** Asks the other side for other terms; only what is different is sent. */
export function ChangeDrawer({
  order,
  isOpen,
  onClose,
}: {
  order: Order
  isOpen: boolean
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const scale = 10 ** (4 + minorDigits(order.currency))
  const initial: Values = {
    reason: '',
    payment: 'same',
    deliverBy: order.deliverBy ? dayjs(order.deliverBy) : null,
    lines: order.lines.map((line) => ({
      quantity: line.quantity,
      price: String(line.unitE4 / scale),
      deliverBy: line.deliverBy ? dayjs(line.deliverBy) : null,
    })),
  }
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      onClose={onClose}
      title={t('orders:act.propose')}
      initial={initial}
      submitLabel={t('orders:proposal.send')}
      onSubmit={(values) => propose(order, changeOf(order, values, scale))}
      onDone={(answer) => {
        orderChanged(client, answer as Order)
        onClose()
      }}
    >
      <p className="soft">{t('orders:ask.propose')}</p>
      {order.lines.map((line, at) => (
        <fieldset key={line.id} className="change-line">
          <legend>{line.description}</legend>
          <Field
            name={['lines', at, 'quantity']}
            label={t('orders:quantityIn', { unit: line.unit })}
            isRequired
          >
            <InputNumber min="0" stringMode className="wide" />
          </Field>
          <Field name={['lines', at, 'price']} label={t('orders:price')} isRequired>
            <InputNumber min="0" stringMode className="wide" suffix={order.currency} />
          </Field>
          <Field name={['lines', at, 'deliverBy']} label={t('orders:deliverBy')}>
            <DatePicker className="wide" />
          </Field>
        </fieldset>
      ))}
      <Field name="deliverBy" label={t('orders:deliverByAll')}>
        <DatePicker className="wide" />
      </Field>
      <Field name="payment" label={t('orders:payment')} isRequired>
        <Select
          options={['same', ...Object.keys(TERMS)].map((value) => ({
            value,
            label: t(`orders:terms.${value}`),
          }))}
        />
      </Field>
      <Field name="reason" label={t('orders:reason')} isRequired>
        <Input maxLength={500} />
      </Field>
    </FormDrawer>
  )
}

function changeOf(order: Order, values: Values, scale: number) {
  const lines = order.lines.flatMap((line, at) => {
    const asked = values.lines[at]!
    const unitE4 = Math.round(Number(asked.price) * scale)
    const change = {
      ...(Number(asked.quantity) !== Number(line.quantity) && { quantity: String(asked.quantity) }),
      ...(unitE4 !== line.unitE4 && { unitE4 }),
      ...(dayOf(asked.deliverBy) !== line.deliverBy && { deliverBy: dayOf(asked.deliverBy) }),
    }
    return Object.keys(change).length > 0 ? [{ lineId: line.id, ...change }] : []
  })
  const deliverBy = dayOf(values.deliverBy)
  return {
    kind: 'change' as const,
    reason: values.reason,
    lines,
    ...(deliverBy !== order.deliverBy && { deliverBy }),
    ...(values.payment !== 'same' && {
      payment: TERMS[values.payment].map((part) => ({ ...part })),
    }),
  }
}
