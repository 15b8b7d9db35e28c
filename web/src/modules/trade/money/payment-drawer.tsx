import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, type FormInstance, Input, Select } from 'antd'
import type { z } from 'zod'
import { PaymentInput, type Side } from '../../../../../server/modules/trade/money/schema.ts'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Money } from '../../../ui/values.tsx'
import { AmountField } from '../amount-field.tsx'
import { oldestFirst } from './ages.ts'
import { claimsQuery, moneyChanged, openInvoicesQuery, recordPayment } from './api.ts'

interface Party {
  orgId: string
  name: string
  currency: string
}
type Values = z.infer<typeof PaymentInput>

/** Money that came or went; what came settles what is due first. */
export function PaymentDrawer({
  isOpen,
  side,
  party,
  onClose,
}: {
  isOpen: boolean
  side: Side
  party?: Party
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const claims = useQuery({ ...claimsQuery(side), enabled: isOpen && !party })
  const parties = party
    ? [party]
    : (claims.data?.parties ?? []).map((row) => ({
        orgId: row.partyOrgId,
        name: row.partyName,
        currency: row.currency,
      }))
  const currencyOf = (orgId?: string) =>
    parties.find((one) => one.orgId === orgId)?.currency ?? 'CNY'
  async function submit(values: Values) {
    const currency = currencyOf(values.partyOrgId)
    const body = { ...values, side, currency }
    if (side === 'payable') return recordPayment(body)
    const { items } = await client.fetchQuery(openInvoicesQuery(side, values.partyOrgId))
    const { settled } = oldestFirst(
      values.amountMinor,
      items.filter((one) => one.kind !== 'credit_note' && one.currency === currency),
    )
    const allocations = settled.map(({ invoice, amountMinor }) => ({
      invoiceId: invoice.id,
      amountMinor,
    }))
    return recordPayment({ ...body, allocations })
  }
  return (
    <FormDrawer<Values, Values>
      isOpen={isOpen}
      onClose={onClose}
      title={t(side === 'receivable' ? 'money:payment.record' : 'money:payment.announce')}
      submitLabel={t('common:save')}
      schema={PaymentInput}
      initial={party ? { partyOrgId: party.orgId } : {}}
      onSubmit={submit}
      onDone={() => {
        message.success(t('money:payment.recorded'))
        void moneyChanged(client)
        onClose()
      }}
    >
      {(form) => (
        <>
          <Field name="partyOrgId" label={t('money:party')}>
            <Select
              disabled={party !== undefined}
              showSearch={{ optionFilterProp: 'label' }}
              options={parties.map((one) => ({ value: one.orgId, label: one.name }))}
            />
          </Field>
          <Amount form={form} currencyOf={currencyOf} />
          <Field name="paidOn" label={t('money:payment.paidOn')}>
            <Input type="date" />
          </Field>
          <Field
            name="reference"
            label={t('money:payment.reference')}
            help={t('money:payment.referenceHelp')}
          >
            <Input maxLength={100} />
          </Field>
          <Field name="note" label={t('money:payment.note')}>
            <Input maxLength={200} />
          </Field>
          {side === 'payable' ? (
            <p className="faint">{t('money:payment.announceNote')}</p>
          ) : (
            <Preview form={form} currencyOf={currencyOf} />
          )}
        </>
      )}
    </FormDrawer>
  )
}

function Amount({ form, currencyOf }: { form: FormInstance; currencyOf: (id?: string) => string }) {
  const { t } = useTexts()
  const orgId = Form.useWatch('partyOrgId', form)
  return (
    <Field name="amountMinor" label={t('money:payment.amount')}>
      <AmountField currency={currencyOf(orgId)} />
    </Field>
  )
}

/** Which documents the amount will settle, before it is saved. */
function Preview({
  form,
  currencyOf,
}: {
  form: FormInstance
  currencyOf: (id?: string) => string
}) {
  const { t } = useTexts()
  const format = useFormat()
  const orgId = Form.useWatch('partyOrgId', form) as string | undefined
  const amount = Form.useWatch('amountMinor', form) as number | string | null | undefined
  const open = useQuery({
    ...openInvoicesQuery('receivable', orgId ?? ''),
    enabled: orgId !== undefined,
  })
  if (typeof amount !== 'number' || !open.data) return null
  const currency = currencyOf(orgId)
  const { settled, leftMinor } = oldestFirst(
    amount,
    open.data.items.filter((one) => one.kind !== 'credit_note' && one.currency === currency),
  )
  return (
    <section aria-live="polite">
      <h3>{t('money:payment.settles')}</h3>
      <p className="faint">{t('money:payment.oldest')}</p>
      {settled.map(({ invoice, amountMinor }) => (
        <div key={invoice.id} className="money-line">
          <span>{invoice.no}</span>
          <Money minor={amountMinor} currency={currency} />
        </div>
      ))}
      {leftMinor > 0 && (
        <p className="soft">
          {t('money:payment.onAccount', { amount: format.money(leftMinor, currency) })}
        </p>
      )}
    </section>
  )
}
