import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { CREDIT_REASONS } from '../../../../../server/modules/trade/money/schema.ts'
import { useMay } from '../../../app/session.ts'
import { ConfirmWithConsequences } from '../../../ui/confirm.tsx'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { AmountField } from '../amount-field.tsx'
import { answerInvoice, cancelInvoice, creditInvoice, moneyChanged, type s } from './api.ts'
import { PaymentDrawer } from './payment-drawer.tsx'

type Open = 'cancel' | 'dispute' | 'credit' | 'pay' | null

/** What either side may do with a document now. */
export function InvoiceActs({ invoice }: { invoice: s.Invoice }) {
  const { t } = useTexts()
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)
  if (!may('trade:edit') || invoice.state === 'cancelled') return null
  const close = () => setOpen(null)
  const isMine = invoice.side === 'receivable'
  const isNote = invoice.kind === 'credit_note'
  const isUntouched = invoice.paidMinor + (isNote ? 0 : invoice.creditedMinor) === 0
  return (
    <>
      {isMine && isUntouched && (
        <Button danger onClick={() => setOpen('cancel')}>
          {t('money:invoice.cancel')}
        </Button>
      )}
      {isMine && !isNote && (
        <Button onClick={() => setOpen('credit')}>{t('money:invoice.credit')}</Button>
      )}
      {!isMine && <Answer invoice={invoice} onDispute={() => setOpen('dispute')} />}
      {!isNote && invoice.openMinor > 0 && (
        <Button type="primary" onClick={() => setOpen('pay')}>
          {t(isMine ? 'money:payment.record' : 'money:payment.announce')}
        </Button>
      )}
      <ReasonConfirm kind={open} invoice={invoice} onClose={close} />
      <CreditDrawer isOpen={open === 'credit'} invoice={invoice} onClose={close} />
      <PaymentDrawer
        isOpen={open === 'pay'}
        side={invoice.side}
        party={{
          orgId: invoice.partyOrgId,
          name: invoice.partyName,
          currency: invoice.currency,
        }}
        onClose={close}
      />
    </>
  )
}

function Answer({ invoice, onDispute }: { invoice: s.Invoice; onDispute: () => void }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const accept = useMutation({
    mutationFn: () => answerInvoice(invoice.id, { answer: 'accepted' }),
    onSuccess: () => {
      message.success(t('money:invoice.answered'))
      void moneyChanged(client)
    },
    onError: (error) => void message.error(errorText(error)),
  })
  const last = invoice.answers.at(-1)?.answer
  return (
    <>
      {last !== 'disputed' && <Button onClick={onDispute}>{t('money:invoice.dispute')}</Button>}
      {last !== 'accepted' && (
        <Button loading={accept.isPending} onClick={() => accept.mutate()}>
          {t('money:invoice.accept')}
        </Button>
      )}
    </>
  )
}

function ReasonConfirm({
  kind,
  invoice,
  onClose,
}: {
  kind: Open
  invoice: s.Invoice
  onClose: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const isCancel = kind === 'cancel'
  async function confirm() {
    await (isCancel
      ? cancelInvoice(invoice.id, reason)
      : answerInvoice(invoice.id, { answer: 'disputed', reason }))
    await moneyChanged(client)
  }
  const { no } = invoice
  const amount = format.money(invoice.totalMinor - invoice.depositMinor, invoice.currency)
  return (
    <ConfirmWithConsequences
      isOpen={isCancel || kind === 'dispute'}
      title={t(isCancel ? 'money:invoice.cancelTitle' : 'money:invoice.disputeTitle', { no })}
      note={isCancel && t('money:invoice.cancelNote', { amount })}
      confirmLabel={t(isCancel ? 'money:invoice.cancel' : 'money:invoice.dispute')}
      isDanger={isCancel}
      isLoading={reason.trim() === ''}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Input.TextArea
        aria-label={t('money:invoice.reason')}
        placeholder={t('money:invoice.reason')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
    </ConfirmWithConsequences>
  )
}

const CreditForm = z.object({
  reason: z.enum(CREDIT_REASONS),
  no: z.int(),
  amountMinor: z.int().min(1),
  note: z.string().trim().max(500).default(''),
})
type CreditForm = z.infer<typeof CreditForm>

function CreditDrawer({
  isOpen,
  invoice,
  onClose,
}: {
  isOpen: boolean
  invoice: s.Invoice
  onClose: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const client = useQueryClient()
  const lines = invoice.lines.filter((line) => line.amountMinor > line.creditedMinor)
  return (
    <FormDrawer<CreditForm, CreditForm>
      isOpen={isOpen}
      onClose={onClose}
      title={t('money:invoice.creditTitle', { no: invoice.no })}
      submitLabel={t('money:invoice.credit')}
      schema={CreditForm}
      initial={{ reason: 'return', ...(lines[0] && { no: lines[0].no }) }}
      onSubmit={({ reason, no, amountMinor, note }) =>
        creditInvoice(invoice.id, { reason, note, lines: [{ no, amountMinor }] })
      }
      onDone={() => {
        void moneyChanged(client)
        onClose()
      }}
    >
      <Field name="reason" label={t('money:invoice.creditReason')}>
        <Select
          options={CREDIT_REASONS.map((value) => ({
            value,
            label: t(`money:invoice.creditReason_${value}`),
          }))}
        />
      </Field>
      <Field name="no" label={t('money:invoice.creditLine')}>
        <Select
          options={lines.map((line) => ({
            value: line.no,
            label: `${line.description} · ${format.money(line.amountMinor - line.creditedMinor, invoice.currency)}`,
          }))}
        />
      </Field>
      <Field name="amountMinor" label={t('money:invoice.creditAmount')}>
        <AmountField currency={invoice.currency} />
      </Field>
      <Field name="note" label={t('money:invoice.note')}>
        <Input maxLength={200} />
      </Field>
    </FormDrawer>
  )
}
