import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { minorToText, textToMinor } from '../../ui/format.ts'

interface AmountFieldProps {
  /** Given by the form. */
  id?: string
  value?: number | string | null
  onChange?: (value: number | string | null) => void
  onBlur?: () => void
  currency: string
  label?: string
}

/**
 * An amount typed as people write it and held in minor units. What is no amount is handed on as it is, so
 * that the form's own schema says what is wrong with it.
 */
export function AmountField({ id, value, onChange, onBlur, currency, label }: AmountFieldProps) {
  const [text, setText] = useState(typeof value === 'number' ? minorToText(value, currency) : '')
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a value from outside replaces the text
  useEffect(() => {
    if (typeof value === 'number' && textToMinor(text, currency) !== value) {
      setText(minorToText(value, currency))
    }
  }, [value, currency])
  return (
    <Input
      id={id}
      className="figures"
      inputMode="decimal"
      value={text}
      aria-label={label}
      suffix={currency}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        const typed = event.target.value
        setText(typed)
        onChange?.(typed === '' ? null : (textToMinor(typed, currency) ?? typed))
      }}
      onBlur={() => {
        if (typeof value === 'number') setText(minorToText(value, currency))
        onBlur?.()
      }}
    />
  )
}
