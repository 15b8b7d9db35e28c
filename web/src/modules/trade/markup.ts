import { CLAMPED, cascadePrices } from '@jingwei/pricing'
import type { Markup, MarkupRow, TierMarkups } from '../../../../server/modules/trade/schema.ts'
import { minorToText, textToMinor } from '../../ui/format.ts'
import type { MarkupLimit } from './api.ts'

/** What is shown while mark-ups are edited comes from the very engine that the server prices with. */
export interface PreviewStep {
  tier: number
  buysAtMinor: number
  sellsAtMinor: number
  isClamped: boolean
}

/** One product down a path with one seller on each tier, from the factory price to the last tier. */
export function previewPath(
  setting: TierMarkups,
  tiers: readonly number[],
  priceMinor: number,
  stepMinor: number,
): PreviewStep[] {
  const { prices, flags } = cascadePrices({
    lines: [priceMinor],
    sellers: { parentIndex: tiers.map((_, at) => at - 1), tier: tiers },
    rules: {
      tiers: setting.tiers.flatMap(({ tier, markups }) =>
        markups
          .filter((row) => row.productId === null && isPriceable(row.markup))
          .map((row) => ({ tier, line: null, ...row.markup })),
      ),
      sellers: [],
    },
    limits: setting.tiers.flatMap(({ tier, limit }) =>
      limit && limit.minBp <= limit.maxBp ? [{ tier, ...limit }] : [],
    ),
    step: stepMinor,
  })
  return tiers.map((tier, at) => ({
    tier,
    buysAtMinor: at === 0 ? priceMinor : prices[at - 1]!,
    sellsAtMinor: prices[at]!,
    isClamped: (flags[at]! & CLAMPED) !== 0,
  }))
}

// The engine takes percents from -100 % on; the form may hold less for a moment while somebody types.
const isPriceable = (markup: Markup) => markup.kind !== 'percent' || markup.value >= -10_000

/** What one place would sell at with a mark-up, within the limits of its tier. */
export function sellsAt(
  buysAtMinor: number,
  markup: Markup,
  limit: MarkupLimit | null,
  stepMinor: number,
): { minor: number; isClamped: boolean } {
  const { prices, flags } = cascadePrices({
    lines: [buysAtMinor],
    sellers: { parentIndex: [-1], tier: [1] },
    rules: { tiers: [{ tier: 1, line: null, ...markup }], sellers: [] },
    limits: limit ? [{ tier: 1, ...limit }] : [],
    step: stepMinor,
  })
  return { minor: prices[0]!, isClamped: (flags[0]! & CLAMPED) !== 0 }
}

/** The mark-up that holds for a product: its own row before the general one. */
export function markupFor(rows: readonly MarkupRow[], productId: string | null): Markup | null {
  const row =
    rows.find((one) => one.productId === productId) ?? rows.find((one) => one.productId === null)
  return row?.markup ?? null
}

/** What a person types into the field of a mark-up: per cent, or an amount with its sign. */
export function textToMarkupValue(
  text: string,
  kind: Markup['kind'],
  currency: string,
): number | null {
  const plain = text.normalize('NFKC').trim()
  const sign = plain.startsWith('-') || plain.startsWith('−') ? -1 : 1
  const bare = plain.replace(/^[+\-−]/, '').replace(/%$/, '')
  if (kind === 'fixed' && sign < 0) return null
  // A per cent with two digits is a number of basis points, as an amount of yuan is one of fen.
  const value = textToMinor(bare, kind === 'percent' ? 'CNY' : currency)
  return value === null ? null : sign * value + 0
}

export function markupValueToText(markup: Markup, currency: string): string {
  const text = minorToText(markup.value, markup.kind === 'percent' ? 'CNY' : currency)
  return markup.kind === 'percent' ? text.replace(/\.?0+$/, '') : text
}

export type MarkupFault = 'below_limit' | 'above_limit' | 'out_of_range'
/** What the server would refuse; amounts and fixed prices are bounded when they are calculated. */
export function markupFault(markup: Markup, limit: MarkupLimit | null): MarkupFault | null {
  if (markup.kind !== 'percent') return null
  if (markup.value < -9_000 || markup.value > 100_000) return 'out_of_range'
  if (limit && markup.value < limit.minBp) return 'below_limit'
  if (limit && markup.value > limit.maxBp) return 'above_limit'
  return null
}
