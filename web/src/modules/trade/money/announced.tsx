import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { Section } from '../../../ui/page.tsx'
import { useErrorText } from '../../../ui/states.tsx'
import { DateText, Money } from '../../../ui/values.tsx'
import { announcedQuery, confirmPayment, moneyChanged } from './api.ts'

/** Payments that the other side says it made: they count when I have them. */
export function Announced() {
  const { t } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const payments = useQuery(announcedQuery)
  const confirm = useMutation({
    mutationFn: confirmPayment,
    onSuccess: () => {
      message.success(t('money:payment.confirmed'))
      void moneyChanged(client)
    },
    onError: (error) => void message.error(errorText(error)),
  })
  if (!payments.data || payments.data.items.length === 0) return null
  return (
    <Section title={t('money:payment.waiting')}>
      <div className="card card-padded">
        {payments.data.items.map((payment) => (
          <div key={payment.id} className="money-line">
            <div>
              <b>{payment.partyName}</b>
              <div className="faint">
                <DateText at={payment.paidOn} /> {payment.reference} {payment.note}
              </div>
            </div>
            <div className="row">
              <Money minor={payment.amountMinor} currency={payment.currency} />
              {may('trade:edit') && (
                <Button
                  size="small"
                  loading={confirm.isPending && confirm.variables === payment.id}
                  onClick={() => confirm.mutate(payment.id)}
                >
                  {t('money:payment.confirm')}
                </Button>
              )}
            </div>
          </div>
        ))}
      </div>
    </Section>
  )
}
