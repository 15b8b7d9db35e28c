import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Checkbox, DatePicker, Input, InputNumber, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import type { ReactNode } from 'react'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { chainsQuery } from '../api.ts'
import { make, type Order, type OrderLine, orderChanged, propose, ship, takeBack } from './api.ts'
import { useQuantity } from './lanes.tsx'

interface Opening {
  order: Order
  isOpen: boolean
  onClose: () => void
}

function useDone(onClose: () => void): (answer: unknown) => void {
  const client = useQueryClient()
  return (answer) => {
    orderChanged(client, answer as Order)
    onClose()
  }
}

interface Counted {
  quantity?: string | null
  lot?: string
}
/** Lines with a quantity beside each; those left empty are not meant. */
function QuantityFields({
  lines,
  most,
  children,
}: {
  lines: OrderLine[]
  most: (line: OrderLine) => string
  children?: (at: number) => ReactNode
}) {
  const quantity = useQuantity()
  return lines.map((line, at) => (
    <div key={line.id} className="quantity-line">
      <Field
        name={['lines', at, 'quantity']}
        label={
          <>
            {line.description} <span className="faint">≤ {quantity(most(line), line.unit)}</span>
          </>
        }
      >
        <InputNumber min="0" stringMode className="wide" suffix={line.unit} />
      </Field>
      {children?.(at)}
    </div>
  ))
}

const chosen = <T extends Counted>(lines: OrderLine[], values: T[]) =>
  lines.flatMap((line, at) => {
    const { quantity, ...more } = values[at] ?? ({} as T)
    return Number(quantity) > 0 ? [{ lineId: line.id, quantity: String(quantity), ...more }] : []
  })

/** Goods leave: what, in which lots, with whom. */
export function ShipDrawer({ order, isOpen, onClose }: Opening) {
  const { t } = useTexts()
  const done = useDone(onClose)
  const open = order.lines.filter((line) => line.goods.toShip !== '0')
  type Values = {
    lines: Counted[]
    carrier?: string
    waybill?: string
    packages?: number | null
    stockPlace?: string
    note?: string
  }
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      onClose={onClose}
      title={t('orders:act.ship')}
      initial={{ lines: open.map((line) => ({ quantity: line.goods.toShip, lot: '' })) }}
      submitLabel={t('orders:act.ship')}
      onSubmit={({ lines, ...more }) => ship(order.id, { ...more, lines: chosen(open, lines) })}
      onDone={done}
    >
      <QuantityFields lines={open} most={(line) => line.goods.toShip}>
        {(at) => (
          <Field name={['lines', at, 'lot']} label={t('orders:lot')}>
            <Input maxLength={60} />
          </Field>
        )}
      </QuantityFields>
      <div className="form-pair">
        <Field name="carrier" label={t('orders:shipment.carrier')}>
          <Input maxLength={60} />
        </Field>
        <Field name="waybill" label={t('orders:shipment.waybill')}>
          <Input maxLength={60} />
        </Field>
      </div>
      <Field name="packages" label={t('orders:shipment.packagesField')}>
        <InputNumber min={1} precision={0} className="wide" />
      </Field>
      <Field
        name="stockPlace"
        label={t('orders:shipment.place')}
        help={t('orders:shipment.placeHelp')}
      >
        <Input maxLength={60} />
      </Field>
      <Field name="note" label={t('orders:noteField')}>
        <Input maxLength={500} />
      </Field>
    </FormDrawer>
  )
}

/** The buyer asks to send goods back. */
export function ReturnDrawer({ order, isOpen, onClose }: Opening) {
  const { t } = useTexts()
  const done = useDone(onClose)
  const got = order.lines.filter((line) => line.goods.received !== line.goods.comingBack)
  return (
    <FormDrawer<{ lines: Counted[]; reason: string }>
      isOpen={isOpen}
      onClose={onClose}
      title={t('orders:act.return')}
      initial={{ lines: got.map(() => ({})) }}
      submitLabel={t('orders:proposal.send')}
      onSubmit={({ lines, reason }) =>
        propose(order, { kind: 'return', reason, lines: chosen(got, lines) })
      }
      onDone={done}
    >
      <QuantityFields
        lines={got}
        most={({ goods }) => String(Number(goods.received) - Number(goods.comingBack))}
      />
      <Field name="reason" label={t('orders:reason')} isRequired>
        <Input maxLength={500} />
      </Field>
    </FormDrawer>
  )
}

/** The seller has them in hand again. */
export function TakeBackDrawer({ order, isOpen, onClose }: Opening) {
  const { t } = useTexts()
  const done = useDone(onClose)
  const back = order.lines.filter((line) => line.goods.comingBack !== line.goods.returned)
  const most = ({ goods }: OrderLine) => String(Number(goods.comingBack) - Number(goods.returned))
  return (
    <FormDrawer<{ lines: Counted[]; stockPlace?: string; isRestocked?: boolean }>
      isOpen={isOpen}
      onClose={onClose}
      title={t('orders:act.take_back')}
      initial={{ isRestocked: true, lines: back.map((line) => ({ quantity: most(line) })) }}
      submitLabel={t('orders:act.take_back')}
      onSubmit={({ lines, stockPlace, isRestocked }) =>
        takeBack(order.id, {
          stockPlace: stockPlace ?? '',
          lines: chosen(back, lines).map(({ lineId, quantity }) => ({
            ...{ lineId, quantity, isRestocked: isRestocked ?? false },
          })),
        })
      }
      onDone={done}
    >
      <QuantityFields lines={back} most={most} />
      <Field name="isRestocked" label={t('orders:restock')} valuePropName="checked">
        <Checkbox>{t('orders:restockYes')}</Checkbox>
      </Field>
      <Field name="stockPlace" label={t('orders:shipment.place')}>
        <Input maxLength={60} />
      </Field>
    </FormDrawer>
  )
}

/** The seller has a line made in its own workshop; who else takes part is planned there. */
export function MakeDrawer({ order, isOpen, onClose }: Opening) {
  const { t } = useTexts()
  const done = useDone(onClose)
  const { data: chains } = useQuery({ ...chainsQuery, enabled: isOpen })
  const open = order.lines.filter((line) => line.goods.toShip !== '0' && line.productId)
  const first = open[0]
  type Values = { lineId: string; chainId: string; code: string; quantity: number; dueAt: Dayjs }
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      onClose={onClose}
      title={t('orders:act.make')}
      initial={{
        code: `${order.no}-1`,
        ...(first && { lineId: first.id, quantity: Number(first.goods.toShip) }),
      }}
      submitLabel={t('orders:act.make')}
      onSubmit={({ dueAt, ...values }) =>
        make(order.id, { ...values, dueAt: dueAt.endOf('day').toISOString() })
      }
      onDone={done}
    >
      <p className="soft">{t('orders:make.note')}</p>
      <Field name="lineId" label={t('orders:line.one')} isRequired>
        <Select options={open.map((line) => ({ value: line.id, label: line.description }))} />
      </Field>
      <Field name="chainId" label={t('orders:make.chain')} isRequired>
        <Select options={chains?.items.map(({ id, name }) => ({ value: id, label: name }))} />
      </Field>
      <Field name="code" label={t('orders:make.code')} isRequired>
        <Input maxLength={40} />
      </Field>
      <Field name="quantity" label={t('orders:quantity')} isRequired>
        <InputNumber min={0.001} className="wide" />
      </Field>
      <Field name="dueAt" label={t('orders:make.due')} isRequired>
        <DatePicker className="wide" />
      </Field>
    </FormDrawer>
  )
}
