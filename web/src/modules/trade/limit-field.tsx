import { Button, InputNumber } from 'antd'
import { useTexts } from '../../ui/i18n.ts'
import type { MarkupLimit } from './api.ts'

/** How far a tier's own mark-up may go, in per cent; free when nothing is set. */
export function LimitField({
  value,
  onChange,
  isDisabled,
}: {
  value: MarkupLimit | null
  onChange: (limit: MarkupLimit | null) => void
  isDisabled: boolean
}) {
  const { t } = useTexts()
  if (!value) {
    return (
      <div className="limit-free">
        <span className="faint">{t('trade:markup.free')}</span>
        {!isDisabled && (
          <Button size="small" onClick={() => onChange({ minBp: 0, maxBp: 2000 })}>
            {t('trade:markup.setLimit')}
          </Button>
        )}
      </div>
    )
  }
  const isWrong = value.minBp > value.maxBp
  const field = (label: string, bp: number, set: (bp: number) => MarkupLimit) => (
    <InputNumber<number>
      value={bp / 100}
      min={-90}
      max={1000}
      precision={2}
      step={1}
      disabled={isDisabled}
      status={isWrong ? 'error' : undefined}
      suffix="%"
      aria-label={label}
      onChange={(percent) => onChange(set(Math.round((percent ?? 0) * 100)))}
    />
  )
  return (
    <>
      <div className="limit-field">
        {field(t('trade:markup.least'), value.minBp, (minBp) => ({ ...value, minBp }))}
        <span aria-hidden>–</span>
        {field(t('trade:markup.most'), value.maxBp, (maxBp) => ({ ...value, maxBp }))}
        {!isDisabled && (
          <Button size="small" type="text" onClick={() => onChange(null)}>
            {t('trade:markup.noLimit')}
          </Button>
        )}
      </div>
      {isWrong && (
        <div className="markup-fault" role="alert">
          {t('trade:markup.fault.min_over_max')}
        </div>
      )}
    </>
  )
}
