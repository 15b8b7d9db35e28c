import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../../../ui/i18n.ts'
import type { Tone } from '../../../ui/palette.ts'
import { StateTag } from '../../../ui/values.tsx'
import type { Award, QuoteState, RfqState } from './api.ts'
import { e4ToText, textToE4 } from './price.ts'

const RFQ_TONES: Record<RfqState, Tone> = {
  open: 'indigo',
  closed: 'accent',
  finished: 'good',
  cancelled: 'quiet',
}
export function RfqStateTag({ state }: { state: RfqState }) {
  const { t } = useTexts()
  return <StateTag tone={RFQ_TONES[state]}>{t(`sourcing:rfq.states.${state}`)}</StateTag>
}

const QUOTE_TONES: Record<QuoteState, Tone> = {
  open: 'indigo',
  countered: 'accent',
  accepted: 'good',
  rejected: 'bad',
  expired: 'quiet',
  withdrawn: 'quiet',
}
export function QuoteStateTag({ state }: { state: QuoteState }) {
  const { t } = useTexts()
  return <StateTag tone={QUOTE_TONES[state]}>{t(`sourcing:quote.states.${state}`)}</StateTag>
}

const AWARD_TONES: Record<Award['state'], Tone> = {
  waiting: 'accent',
  placed: 'good',
  refused: 'bad',
  withdrawn: 'quiet',
}
export function AwardStateTag({ state }: { state: Award['state'] }) {
  const { t } = useTexts()
  return <StateTag tone={AWARD_TONES[state]}>{t(`sourcing:award.states.${state}`)}</StateTag>
}

const SYMBOLS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', JPY: '¥', GBP: '£' }

/** A unit price with all its places. */
export function UnitPrice({ e4, currency }: { e4: number; currency: string }) {
  const text = e4ToText(Math.abs(e4), currency)
  const symbol = SYMBOLS[currency] ?? `${currency} `
  return <span className="figures">{`${e4 < 0 ? '−' : ''}${symbol}${text}`}</span>
}

/** A unit price as people type it; what is no price is handed on as null. */
export function UnitPriceField({
  value,
  onChange,
  currency,
  label,
  isWrong,
}: {
  value: number | null
  onChange: (e4: number | null) => void
  currency: string
  label: string
  isWrong?: boolean
}) {
  const [text, setText] = useState(value === null ? '' : e4ToText(value, currency))
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a value from outside replaces the text
  useEffect(() => {
    if (value !== null && textToE4(text, currency) !== value) setText(e4ToText(value, currency))
  }, [value, currency])
  const isOdd = isWrong || (text !== '' && textToE4(text, currency) === null)
  return (
    <Input
      className="figures"
      inputMode="decimal"
      value={text}
      placeholder={label}
      aria-label={label}
      suffix={currency}
      {...(isOdd && { status: 'error' as const })}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setText(event.target.value)
        onChange(textToE4(event.target.value, currency))
      }}
    />
  )
}
