import { z } from 'zod'
import {
  Currency,
  Id,
  listOf,
  Minor,
  Name,
  Page,
  StoredFile,
  Version,
} from '../../../platform/schema.ts'

export const PRODUCT_KINDS = ['goods', 'service'] as const
/** `buyers`: all who may buy from me; `chosen`: the groups, tiers and orgs that are named; `nobody`. */
export const VISIBILITIES = ['buyers', 'chosen', 'nobody'] as const
export const UnitName = z.string().trim().min(1).max(20)
export const Decimals = z.int().min(0).max(6)
const Factor = z.int().min(1).max(1_000_000_000_000)
/** One of `unit` is numerator / denominator base units; a quantity in it has that many decimals at most. */
export const PackUnit = z.object({
  unit: UnitName,
  numerator: Factor,
  denominator: Factor.default(1),
  decimals: Decimals.default(0),
})
export type PackUnit = z.infer<typeof PackUnit>
export const Viewers = z.object({
  groupIds: z.array(Id).max(50).default([]),
  tiers: z.array(z.int().min(1).max(30)).max(30).default([]),
  orgIds: z.array(Id).max(200).default([]),
})
export type Viewers = z.infer<typeof Viewers>
/** Colour, size: what sets a variant apart in its family. */
export const Options = z
  .record(z.string().trim().min(1).max(20), z.string().trim().min(1).max(40))
  .refine((options) => Object.keys(options).length <= 6, { message: 'options_many' })
/** Whole ten-thousandths of a minor unit for one base unit. */
export const UnitE4 = z.int().min(0).max(9_000_000_000_000_000)

/** What may be said of a product beside its code and its dated price. */
export const ProductDetails = z.object({
  name: Name,
  unit: UnitName,
  category: z.string().trim().max(60),
  description: z.string().trim().max(5000),
  kind: z.enum(PRODUCT_KINDS),
  /** Of the base unit: 0 for pieces, so that 1.5 of them is refused. */
  decimals: Decimals,
  /** Products that rules treat alike, across categories. */
  priceGroup: z.string().trim().max(60),
  units: z.array(PackUnit).max(20),
  variantOf: Id.nullable(),
  options: Options,
  visibility: z.enum(VISIBILITIES),
  viewers: Viewers,
  isOnRequest: z.boolean(),
  pictureIds: z.array(Id).max(12),
  /** The least I would take and what it costs me: known to my org alone. */
  floorE4: UnitE4.nullable(),
  costE4: UnitE4.nullable(),
  isRetired: z.boolean(),
})
export type ProductDetails = z.infer<typeof ProductDetails>
export const Picture = StoredFile.pick({ id: true, name: true, mediaType: true })

/** A row of the grid: a product that is changed from the version that was read, or a new one (no id). */
export const GridRow = ProductDetails.partial().extend({
  id: Id.nullable(),
  version: Version.nullable().default(null),
  code: z.string().trim().min(1).max(60).optional(),
  currency: Currency.optional(),
  priceMinor: Minor.optional(),
  retailMinor: Minor.optional(),
})
export type GridRow = z.infer<typeof GridRow>
export const GridInput = z.object({ rows: z.array(GridRow).min(1).max(1000) })
export type GridInput = z.infer<typeof GridInput>

export const OUTCOMES = ['created', 'updated', 'unchanged', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]
export const SheetInput = z.object({
  /** An XLSX or CSV file that was uploaded. */
  fileId: Id,
  /** Says what would happen, and changes nothing. */
  isDryRun: z.boolean().default(false),
})
export type SheetInput = z.infer<typeof SheetInput>
export const SheetOutcome = z.object({
  counts: z.object({
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    failed: z.int(),
  }),
  /** Of each row of the file that was not left as it is. */
  rows: z.array(
    z.object({
      row: z.int(),
      name: z.string(),
      outcome: z.enum(OUTCOMES),
      problems: z.array(z.object({ field: z.string(), code: z.string() })),
    }),
  ),
})
export type SheetOutcome = z.infer<typeof SheetOutcome>

export const TradingPartner = z.object({
  orgId: Id,
  name: z.string(),
  shortName: z.string(),
})
export const PartnerQuery = z.object({ q: z.string().trim().max(100).optional() })
export type PartnerQuery = z.infer<typeof PartnerQuery>
export const TradingPartners = z.object({ items: z.array(TradingPartner) })
export const OfferQuery = Page.extend({
  q: z.string().trim().max(100).optional(),
  category: z.string().trim().max(60).optional(),
})
export type OfferQuery = z.infer<typeof OfferQuery>
/** A product as a buyer sees it: what one base unit costs it when paid with the order; null is on request. */
export const Offer = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(PRODUCT_KINDS),
  category: z.string(),
  unit: z.string(),
  decimals: Decimals,
  units: z.array(PackUnit),
  currency: z.string(),
  pictures: z.array(Picture),
  variantOf: Id.nullable(),
  options: Options,
  unitE4: z.int().nullable(),
})
export type Offer = z.infer<typeof Offer>
export const Offers = listOf(Offer)
/** With the other variants of its family. */
export const OfferDetail = Offer.extend({
  family: z.array(Offer.pick({ id: true, name: true, options: true, unitE4: true })),
})
