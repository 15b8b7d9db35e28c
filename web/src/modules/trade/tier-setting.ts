import type {
  Markup,
  MarkupRow,
  SellerMarkups,
  TierMarkups,
} from '../../../../server/modules/trade/schema.ts'
import { minorDigits } from '../../ui/format.ts'
import type { MarkupLimit } from './api.ts'

/** The tiers that sell on: all but the last, which sells to consumers. */
export function sellingTiers(depth: number): number[] {
  return Array.from({ length: Math.max(1, depth - 1) }, (_, at) => at + 1)
}

type Row = TierMarkups['tiers'][number]

/** Changes one tier; one that holds nothing any more is left out, as the server leaves it out. */
function withTier(setting: TierMarkups, tier: number, change: (row: Row) => Row): TierMarkups {
  const before = setting.tiers.find((row) => row.tier === tier)
  const row = change(before ?? { tier, markups: [], limit: null })
  const others = setting.tiers.filter((one) => one.tier !== tier)
  const isEmpty = row.markups.length === 0 && row.limit === null
  const tiers = isEmpty ? others : [...others, row]
  return { tiers: tiers.sort((a, b) => a.tier - b.tier) }
}

/** The general row stands first; without a mark-up it is taken off. */
export function generalRow(rows: readonly MarkupRow[], markup: Markup | null): MarkupRow[] {
  const special = rows.filter((row) => row.productId !== null)
  return markup ? [{ productId: null, markup }, ...special] : special
}

export const withGeneral = (setting: TierMarkups, tier: number, markup: Markup | null) =>
  withTier(setting, tier, (row) => ({ ...row, markups: generalRow(row.markups, markup) }))

export const withLimit = (setting: TierMarkups, tier: number, limit: MarkupLimit | null) =>
  withTier(setting, tier, (row) => ({ ...row, limit }))

export const withRows = (setting: TierMarkups, tier: number, markups: MarkupRow[]) =>
  withTier(setting, tier, (row) => ({ ...row, markups }))

/** Sets or takes off the row of one product. */
export function productRow(
  rows: readonly MarkupRow[],
  productId: string,
  markup: Markup | null,
): MarkupRow[] {
  const others = rows.filter((row) => row.productId !== productId)
  if (!markup) return others
  const at = rows.findIndex((row) => row.productId === productId)
  if (at === -1) return [...rows, { productId, markup }]
  return rows.map((row, i) => (i === at ? { productId, markup } : row))
}

/** Every rule on a line of its own, as a spreadsheet shows them; a tier with limits alone has a line too. */
export function markupLines({ tiers }: TierMarkups) {
  return tiers.flatMap(({ tier, markups, limit }) =>
    (markups.length > 0 ? markups : [{ productId: null, markup: null }]).map((row) => ({
      tier,
      limit,
      ...row,
    })),
  )
}

/** What counts at a seller's place: its own rules, and those of its tier where it has none. */
export function sellerLines({ own, defaults }: Pick<SellerMarkups, 'own' | 'defaults'>) {
  const taken = defaults.filter((row) => own.every(({ productId }) => productId !== row.productId))
  return [
    ...own.map((row) => ({ ...row, isOwn: true })),
    ...taken.map((row) => ({ ...row, isOwn: false })),
  ]
}

/** A mark-up as the number that people write: per cent, or an amount in the currency's own unit. */
export const markupValue = ({ kind, value }: Markup, currency: string): number =>
  kind === 'percent' ? value / 100 : value / 10 ** minorDigits(currency)
