import { z } from 'zod'
import {
  BasisPoints,
  Currency,
  FileQuery,
  Id,
  Instant,
  listOf,
  Minor,
  Name,
  Page,
  Version,
} from '../../platform/schema.ts'
import { Picture, ProductDetails, UnitName } from './catalogue/schema.ts'

export const ProductInput = ProductDetails.partial().extend({
  code: z.string().trim().min(1).max(60),
  name: Name,
  unit: UnitName,
  category: z.string().trim().max(60).default(''),
  currency: Currency.default('CNY'),
  /** What the first tier pays, and the retail price that the lead suggests. */
  priceMinor: Minor,
  retailMinor: Minor,
})
export type ProductInput = z.infer<typeof ProductInput>
export const ProductPatch = ProductDetails.partial()
export type ProductPatch = z.infer<typeof ProductPatch>
export const Product = ProductDetails.omit({ pictureIds: true }).extend({
  id: Id,
  code: z.string(),
  currency: z.string(),
  priceMinor: z.int(),
  retailMinor: z.int(),
  /** A price that is set but not yet valid. */
  nextPrice: z.object({ priceMinor: z.int(), retailMinor: z.int(), validFrom: Instant }).nullable(),
  pictures: z.array(Picture),
  /** Of products that have some: how many others are variants of this one. */
  variants: z.int(),
  version: Version,
})
export type Product = z.infer<typeof Product>
export const ProductQuery = Page.extend({
  q: z.string().trim().max(100).optional(),
  category: z.string().max(60).optional(),
  retired: z.stringbool().default(false),
})
export type ProductQuery = z.infer<typeof ProductQuery>
export const Products = listOf(Product)
export const ProductExport = ProductQuery.omit({ cursor: true, limit: true }).extend({
  ...FileQuery.shape,
  /** The language of the headings. */
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type ProductExport = z.infer<typeof ProductExport>
export const PriceHistory = z.object({
  items: z.array(
    z.object({
      priceMinor: z.int(),
      retailMinor: z.int(),
      validFrom: Instant,
      setAt: Instant,
      noticeId: Id.nullable(),
    }),
  ),
})

export const MARKUP_KINDS = ['percent', 'amount', 'fixed'] as const
/** `percent` in basis points of the seller's own purchase price, `amount` and `fixed` in minor units. */
export const Markup = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), value: BasisPoints }),
  z.object({ kind: z.literal('amount'), value: z.int().min(-1_000_000_000).max(1_000_000_000) }),
  z.object({ kind: z.literal('fixed'), value: Minor }),
])
export type Markup = z.infer<typeof Markup>
export const MarkupRow = z.object({ productId: Id.nullable(), markup: Markup })
export type MarkupRow = z.infer<typeof MarkupRow>
export const MarkupLimit = z
  .object({ minBp: BasisPoints, maxBp: BasisPoints })
  .refine((l) => l.minBp <= l.maxBp, {
    path: ['minBp'],
    message: 'min_over_max',
  })

/** What the lead sets for each tier: the mark-up that sellers of the tier take unless they set their own. */
export const TierMarkups = z.object({
  tiers: z
    .array(
      z.object({
        tier: z.int().min(1).max(30),
        markups: z.array(MarkupRow).max(2000),
        limit: MarkupLimit.nullable(),
      }),
    )
    .max(30),
})
export type TierMarkups = z.infer<typeof TierMarkups>

/** What I add when I sell to those below me, and within which limits. */
export const SellerMarkups = z.object({
  tier: z.int(),
  limit: MarkupLimit.nullable(),
  /** What applies where I set nothing. */
  defaults: z.array(MarkupRow),
  own: z.array(MarkupRow),
  products: z.array(z.object({ id: Id, code: z.string(), name: z.string(), unit: z.string() })),
})
export type SellerMarkups = z.infer<typeof SellerMarkups>
export const SellerMarkupsInput = z.object({ own: z.array(MarkupRow).max(2000) })
export type SellerMarkupsInput = z.infer<typeof SellerMarkupsInput>

export const RULE_NAMES = ['own_product', 'own', 'tier_product', 'tier', 'none', 'private'] as const
export const PricePathQuery = z.object({
  /** Where the path ends; a partner asks for its own place. */
  partnerId: Id,
  productId: Id,
  /** What the path begins with: the lead's list price (absent: as it is now), or what the partner pays. */
  priceMinor: z.coerce.number().pipe(Minor).optional(),
})
export type PricePathQuery = z.infer<typeof PricePathQuery>
/**
 * What a change would cost down one path, step by step: shown before sending. The lead's view ends at the
 * first seller whose rule is its own (`private`); a partner's has one step, its own.
 */
export const PricePath = z.object({
  steps: z.array(
    z.object({
      tier: z.int(),
      partnerId: Id,
      name: z.string(),
      buysAtMinor: z.int(),
      sellsAtMinor: z.int().nullable(),
      markup: Markup.nullable(),
      rule: z.enum(RULE_NAMES),
      isClamped: z.boolean(),
    }),
  ),
})
export type PricePath = z.infer<typeof PricePath>
