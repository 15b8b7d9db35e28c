import { Input, Select, Space } from 'antd'
import { useEffect, useState } from 'react'
import { MARKUP_KINDS, type Markup } from '../../../../server/modules/trade/schema.ts'
import { useTexts } from '../../ui/i18n.ts'
import type { MarkupLimit } from './api.ts'
import { markupFault, markupValueToText, textToMarkupValue } from './markup.ts'

interface MarkupFieldProps {
  value: Markup | null
  onChange: (markup: Markup | null) => void
  currency: string
  limit?: MarkupLimit | null
  label: string
  /** Shown in the empty field: what applies where nothing is set. */
  placeholder?: string
  isDisabled?: boolean
  size?: 'large' | 'medium' | 'small'
}

/** A mark-up as people say it: 8 %, 5 yuan more, or this very price. Empty takes what applies anyway. */
export function MarkupField({
  value,
  onChange,
  currency,
  limit = null,
  label,
  placeholder,
  isDisabled,
  size,
}: MarkupFieldProps) {
  const { t } = useTexts()
  const [kind, setKind] = useState<Markup['kind']>(value?.kind ?? 'percent')
  const [text, setText] = useState(value ? markupValueToText(value, currency) : '')
  // A value from outside (loaded, taken back) replaces the text; one's own typing is left as typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a value from outside counts
  useEffect(() => {
    const shown = textToMarkupValue(text, kind, currency)
    if (value === null) {
      if (shown !== null) setText('')
    } else if (shown !== value.value || kind !== value.kind) {
      setKind(value.kind)
      setText(markupValueToText(value, currency))
    }
  }, [value, currency])

  function tell(nextText: string, nextKind: Markup['kind']): void {
    const typed = textToMarkupValue(nextText, nextKind, currency)
    if (nextText.trim() === '') onChange(null)
    // What is no number yet changes nothing: a slip of the finger must not take a rule away.
    else if (typed !== null) onChange({ kind: nextKind, value: typed })
  }
  const isWrong = text.trim() !== '' && textToMarkupValue(text, kind, currency) === null
  const fault = isWrong ? 'not_a_number' : value ? markupFault(value, limit) : null
  return (
    <div className="markup-field">
      <Space.Compact block>
        <Select
          value={kind}
          size={size}
          disabled={isDisabled}
          aria-label={t('trade:markup.kind')}
          popupMatchSelectWidth={false}
          onChange={(next) => {
            setKind(next)
            tell(text, next)
          }}
          options={MARKUP_KINDS.map((one) => ({
            value: one,
            label: t(`trade:markup.kinds.${one}`),
          }))}
          style={{ width: 112 }}
        />
        <Input
          value={text}
          size={size}
          disabled={isDisabled}
          inputMode="decimal"
          className="figures"
          aria-label={label}
          placeholder={placeholder}
          status={fault ? 'error' : undefined}
          aria-invalid={fault !== null}
          suffix={kind === 'percent' ? '%' : currency}
          onChange={(event) => {
            setText(event.target.value)
            tell(event.target.value, kind)
          }}
          onBlur={() => {
            if (!isWrong) return
            setText(value ? markupValueToText(value, currency) : '')
            if (value) setKind(value.kind)
          }}
        />
      </Space.Compact>
      {fault && (
        <div className="markup-fault" role="alert">
          {t(`trade:markup.fault.${fault}`)}
        </div>
      )}
    </div>
  )
}
