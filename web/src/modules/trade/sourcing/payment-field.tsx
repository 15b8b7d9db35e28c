import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import type { PaymentTerm } from '../../../../../server/modules/trade/terms-schema.ts'
import { useTexts } from '../../../ui/i18n.ts'

const FROM = ['order', 'shipment', 'delivery', 'invoice'] as const
const part = (shareBp: number, from: (typeof FROM)[number], days = 0) => ({ shareBp, from, days })
const PRESETS: Record<string, PaymentTerm> = {
  thirtySeventy: [part(3000, 'order'), part(7000, 'delivery')],
  cash: [part(10_000, 'order')],
  onDelivery: [part(10_000, 'delivery')],
  credit30: [part(10_000, 'invoice', 30)],
  credit60: [part(10_000, 'invoice', 60)],
  credit90: [part(10_000, 'invoice', 90)],
}
export const THIRTY_SEVENTY = PRESETS.thirtySeventy!

const presetOf = (term: PaymentTerm) =>
  Object.keys(PRESETS).find((key) => JSON.stringify(PRESETS[key]) === JSON.stringify(term))

/** How it is paid, in words: 30% 下单 · 70% 到货. */
export function usePaymentText(): (term: PaymentTerm) => string {
  const { t } = useTexts()
  return (term) =>
    term
      .map(({ shareBp, from, days }) => {
        const share = `${shareBp / 100}%`
        const key = days === 0 ? 'sourcing:payment.at' : 'sourcing:payment.after'
        return t(key, { share, days, from: t(`sourcing:payment.from.${from}`) })
      })
      .join(' · ')
}

/** One of the usual ways to pay, or shares of one's own. */
export function PaymentField({
  id,
  value,
  onChange,
  label,
}: {
  id?: string
  value?: PaymentTerm
  onChange?: (term: PaymentTerm) => void
  label?: string
}) {
  const { t } = useTexts()
  const term = value ?? THIRTY_SEVENTY
  const set = (at: number, patch: Partial<PaymentTerm[number]>) =>
    onChange?.(term.map((one, i) => (i === at ? { ...one, ...patch } : one)))
  const preset = presetOf(term)
  return (
    <div className="stack-small">
      <Select
        {...(id && { id })}
        value={preset ?? 'own'}
        aria-label={label ?? t('sourcing:payment.title')}
        options={[...Object.keys(PRESETS), 'own'].map((key) => ({
          value: key,
          label: t(`sourcing:payment.preset.${key}`),
        }))}
        onChange={(key) =>
          onChange?.(PRESETS[key] ?? [part(2000, 'order'), part(8000, 'delivery', 30)])
        }
      />
      {preset === undefined &&
        term.map(({ shareBp, from, days }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name but their place
          <div className="payment-part" key={at}>
            <InputNumber
              min={0.01}
              max={100}
              value={shareBp / 100}
              suffix="%"
              aria-label={t('sourcing:payment.share')}
              onChange={(share) => set(at, { shareBp: Math.round((share ?? 0) * 100) })}
            />
            <Select
              value={from}
              aria-label={t('sourcing:payment.start')}
              options={FROM.map((key) => ({
                value: key,
                label: t(`sourcing:payment.from.${key}`),
              }))}
              onChange={(next) => set(at, { from: next })}
            />
            <InputNumber
              min={0}
              max={720}
              precision={0}
              value={days}
              suffix={t('sourcing:days')}
              aria-label={t('sourcing:days')}
              onChange={(next) => set(at, { days: next ?? 0 })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              disabled={term.length === 1}
              aria-label={t('sourcing:payment.drop')}
              onClick={() => onChange?.(term.filter((_, i) => i !== at))}
            />
          </div>
        ))}
      {preset === undefined && (
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => onChange?.([...term, part(1000, 'invoice', 30)])}
        >
          {t('sourcing:payment.add')}
        </Button>
      )}
    </div>
  )
}
