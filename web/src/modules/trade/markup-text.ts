import type { Markup } from '../../../../server/modules/trade/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import type { MarkupLimit } from './api.ts'

/** A mark-up in words: `+8%`, `+¥5.00`, `at ¥99.00`. */
export function useMarkupText(): (markup: Markup, currency: string) => string {
  const { t } = useTexts()
  const format = useFormat()
  return (markup, currency) => {
    if (markup.kind === 'percent') return format.basisPoints(markup.value)
    const amount = format.money(Math.abs(markup.value), currency)
    if (markup.kind === 'fixed') return t('trade:markup.fixedAt', { amount })
    return `${markup.value < 0 ? '−' : '+'}${amount}`
  }
}

export function useLimitText(): (limit: MarkupLimit) => string {
  const { t } = useTexts()
  const format = useFormat()
  return ({ minBp, maxBp }) =>
    t('trade:markup.between', { min: format.basisPoints(minBp), max: format.basisPoints(maxBp) })
}
