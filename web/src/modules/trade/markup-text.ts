import type { Markup, MarkupRow, SellerMarkups } from '../../../../server/modules/trade/schema.ts'
import type { TextColumn } from '../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import type { MarkupLimit } from './api.ts'
import { markupValue } from './tier-setting.ts'

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

/** What a spreadsheet says of a rule: for which product, and how much. A tier may have limits and no rule. */
export function useMarkupColumns(
  currency: string,
  products: Pick<SellerMarkups['products'][number], 'id' | 'code' | 'name'>[],
): TextColumn<Pick<MarkupRow, 'productId'> & { markup: Markup | null }>[] {
  const { t } = useTexts()
  const named = new Map(products.map((product) => [product.id, product]))
  return [
    {
      title: t('trade:product.code'),
      text: ({ productId }) =>
        productId === null ? null : (named.get(productId)?.code ?? productId),
    },
    {
      title: t('trade:product.name'),
      text: ({ productId }) =>
        productId === null ? t('trade:markup.general') : (named.get(productId)?.name ?? null),
    },
    {
      title: t('trade:markup.kind'),
      text: ({ markup }) => markup && t(`trade:markup.kinds.${markup.kind}`),
    },
    {
      title: t('trade:markup.value'),
      text: ({ markup }) => markup && markupValue(markup, currency),
    },
  ]
}
