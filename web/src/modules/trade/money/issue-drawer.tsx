import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, type FormInstance, Input, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { BASES, InvoiceInput } from '../../../../../server/modules/trade/money/schema.ts'
import { Id } from '../../../../../server/platform/schema.ts'
import { useGo } from '../../../app/navigation.ts'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { AmountField } from '../amount-field.tsx'
import { askDeposit, issueInvoice, moneyChanged, type s, sellingQuery } from './api.ts'

const Amount = z.int().min(0).nullish()
const IssueForm = z.object({
  orderId: Id,
  basis: z.enum([...BASES, 'deposit']),
  taxBp: InvoiceInput.shape.taxBp,
  freightMinor: Amount,
  financeMinor: Amount,
  note: InvoiceInput.shape.note,
})
type IssueForm = z.infer<typeof IssueForm>
const TAX_RATES = [0, 100, 300, 600, 900, 1300]

interface Issuing {
  isOpen: boolean
  onClose: () => void
  /** The order whose page it stands on; without one it is chosen. */
  order?: { id: string; no: string }
}
/** Invoices an order that I sell, or asks for its deposit. */
export function IssueDrawer({ isOpen, onClose, order }: Issuing) {
  const { t } = useTexts()
  const go = useGo()
  const client = useQueryClient()
  const { message } = App.useApp()
  const submit = ({ orderId, basis, taxBp, freightMinor, financeMinor, note }: IssueForm) => {
    if (basis === 'deposit') return askDeposit(orderId)
    const charges = [
      { flow: 'logistics' as const, description: t('money:invoice.freight'), minor: freightMinor },
      { flow: 'finance' as const, description: t('money:invoice.finance'), minor: financeMinor },
    ].flatMap(({ minor, ...charge }) => (minor ? [{ ...charge, amountMinor: minor }] : []))
    return issueInvoice(orderId, { basis, taxBp, charges, note })
  }
  return (
    <FormDrawer<IssueForm, IssueForm>
      isOpen={isOpen}
      onClose={onClose}
      title={order ? `${t('money:invoice.issue')} · ${order.no}` : t('money:invoice.issue')}
      submitLabel={t('money:invoice.issue')}
      schema={IssueForm}
      initial={{ basis: 'shipped', taxBp: 1300, ...(order && { orderId: order.id }) }}
      onSubmit={submit}
      onDone={(answer) => {
        const { id, no } = answer as s.Invoice
        message.success(t('money:invoice.issued', { no }))
        void moneyChanged(client)
        onClose()
        go(`/money/invoices/${id}`)
      }}
    >
      {(form) => (
        <>
          {!order && (
            <Field
              name="orderId"
              label={t('money:invoice.order_')}
              help={t('money:invoice.orderHelp')}
            >
              <OrderPicker />
            </Field>
          )}
          <Field name="basis" label={t('money:invoice.basis')}>
            <Select
              options={[...BASES, 'deposit'].map((value) => ({
                value,
                label: t(`money:invoice.basis_${value}`),
              }))}
            />
          </Field>
          <Charges form={form} />
          <Field name="note" label={t('money:invoice.note')}>
            <Input maxLength={200} />
          </Field>
        </>
      )}
    </FormDrawer>
  )
}

/** A deposit carries no tax and no charges; they come with the goods. */
function Charges({ form }: { form: FormInstance }) {
  const { t } = useTexts()
  const format = useFormat()
  if (Form.useWatch('basis', form) === 'deposit') return null
  return (
    <>
      <Field name="taxBp" label={t('money:invoice.tax_')}>
        <Select
          options={TAX_RATES.map((value) => ({ value, label: format.percent(value / 10_000, 0) }))}
        />
      </Field>
      <Field
        name="freightMinor"
        label={t('money:invoice.freight')}
        help={t('money:invoice.chargeHelp')}
      >
        <AmountField currency="CNY" />
      </Field>
      <Field name="financeMinor" label={t('money:invoice.finance')}>
        <AmountField currency="CNY" />
      </Field>
    </>
  )
}

function OrderPicker({
  id,
  value,
  onChange,
}: {
  id?: string
  value?: string
  onChange?: (orderId: string) => void
}) {
  const format = useFormat()
  const [q, setQ] = useState('')
  const orders = useQuery(sellingQuery(q))
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      loading={orders.isFetching}
      showSearch={{ filterOption: false, onSearch: setQ }}
      options={(orders.data?.items ?? []).map((order) => ({
        value: order.id,
        label: `${order.no} · ${order.partner.name} · ${format.money(order.totalMinor, order.currency)}`,
      }))}
    />
  )
}
