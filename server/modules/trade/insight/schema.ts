import { PARTS, PROMISES, SUPPRESSED, WISHES } from '@jingwei/insight'
import { z } from 'zod'
import { Id } from '../../../platform/schema.ts'

const Month = z.string().regex(/^\d{4}-\d{2}$/)
const Day = z.iso.date()
const Share = z.number().min(0).max(1)
const Org = z.object({ id: Id, name: z.string() })
/** Estimates are numbers, not exact decimals: nobody is bound by them. */
const Estimate = z.number().min(0)
const Standing = z.enum(['below', 'near', 'above'])

export const IndexedProducts = z.object({
  items: z.array(
    z.object({
      ...{ id: Id, code: z.string(), name: z.string(), unit: z.string(), currency: z.string() },
      month: Month,
      index: z.number().nullable(),
    }),
  ),
})
const IndexCell = z.object({
  month: Month,
  /** 100 in the month `base`; null where it is kept back or nothing could be compared, with the reason. */
  index: z.number().nullable(),
  base: Month,
  reason: z.enum(SUPPRESSED).nullable(),
  /** The mean price of a base unit paid on delivery, in ten-thousandths of a minor unit, to three digits. */
  priceE4: z.number().nullable(),
  priceReason: z.enum(SUPPRESSED).nullable(),
  /** How many parties, in bands such as `5-9`. */
  sellers: z.string(),
  buyers: z.string(),
})
const OwnPrice = z.object({
  side: z.enum(['bought', 'sold']),
  region: z.string(),
  month: Month,
  ownE4: z.number(),
  ratio: z.number().nullable(),
  standing: Standing.nullable(),
  ownMove: z.number().nullable(),
  marketMove: z.number().nullable(),
})
export const PriceIndex = z.object({
  product: z.object({ id: Id, name: z.string(), unit: z.string(), currency: z.string() }),
  /** Null is all regions together; they come first. */
  regions: z.array(z.object({ region: z.string().nullable(), cells: z.array(IndexCell) })),
  own: z.array(OwnPrice),
})
export type PriceIndex = z.infer<typeof PriceIndex>

export const NextOrderQuery = z.object({
  side: z.enum(['sold', 'bought']).default('sold'),
  horizonDays: z.coerce.number().int().min(7).max(90).default(28),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
const NextItem = z.object({
  ...{ productId: Id, name: z.string(), unit: z.string() },
  /** The chance that the next order has it. */
  chance: Share,
  quantity: Estimate,
  low: Estimate.nullable(),
  high: Estimate.nullable(),
  perWeek: Estimate,
  method: z.string(),
  methodReason: z.string(),
  orders: z.int(),
  lastDay: Day,
})
const NextOrder = z.object({
  org: Org,
  day: Day.nullable(),
  early: Day.nullable(),
  late: Day.nullable(),
  /** The share of cases that fall between early and late. */
  coverage: Share.nullable(),
  isOverdue: z.boolean(),
  lastDay: Day,
  orders: z.int(),
  /** The chance of an order within the horizon, and the like cases that it was counted from. */
  confidence: Share,
  seen: z.int(),
  came: z.int(),
  items: z.array(NextItem),
})
export const NextOrders = z.object({ horizonDays: z.int(), items: z.array(NextOrder) })
export type NextOrders = z.infer<typeof NextOrders>
export type NextOrderQuery = z.infer<typeof NextOrderQuery>

const Weight = z.coerce.number().int().min(0).max(100)
export const MatchQuery = z
  .object({
    productId: Id.optional(),
    price: Weight.default(40),
    onTime: Weight.default(25),
    quality: Weight.default(25),
    response: Weight.default(10),
  })
  .refine(({ price, onTime, quality, response }) => price + onTime + quality + response > 0, {
    path: ['price'],
    message: 'weights_all_zero',
  })
export type MatchQuery = z.infer<typeof MatchQuery>
const Score = z.number().min(0).max(100)
export const SupplierMatches = z.object({
  items: z.array(
    z.object({
      org: Org,
      score: Score.nullable(),
      /** Where the score would lie if what is unknown turned out worst, and best. */
      least: Score,
      most: Score,
      known: Share,
      parts: z.array(
        z.object({
          part: z.enum(PARTS),
          score: Score.nullable(),
          share: Share,
          points: Score,
          cases: z.int().nullable(),
          figure: z.number().nullable(),
        }),
      ),
    }),
  ),
})
export type SupplierMatches = z.infer<typeof SupplierMatches>

const Wish = z.enum(WISHES)
export const WishPromise = z.object({
  category: z.string().trim().max(60),
  /** In the order in which they matter. */
  wishes: z
    .array(Wish)
    .max(WISHES.length)
    .refine((wishes) => new Set(wishes).size === wishes.length, { message: 'named_twice' }),
})
export type WishPromise = z.infer<typeof WishPromise>
export const WishReport = z.object({
  category: z.string(),
  measured: z.array(
    z.object({
      wish: Wish,
      figure: z.number().nullable(),
      score: Score.nullable(),
      isKept: z.boolean().nullable(),
    }),
  ),
  promised: z.array(Wish),
  verdict: z.enum(PROMISES),
  isWarned: z.boolean(),
  broken: z.array(Wish),
  unmeasured: z.array(Wish),
  recommended: z.enum(['own_stock', 'marketplace']).nullable(),
  reasons: z.array(z.object({ wish: Wish.nullable(), reason: z.string() })),
  strained: z.array(Wish),
})
export const WishReports = z.object({ items: z.array(WishReport) })
export type WishReports = z.infer<typeof WishReports>
