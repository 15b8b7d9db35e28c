// Whether the conditions of a rule or an agreement hold, and which one does not.
import { PricingError, WHOLE_MAX } from './exact.ts'
import type { Mismatch } from './explanation.ts'
import type {
  CatalogueProduct,
  Conditions,
  PartyConditions,
  PriceContext,
  PriceLine,
} from './model.ts'
import { fitsPayment, type PaymentFacts } from './payments.ts'

const LEAD_DAYS_MAX = 10_000

/** Throws `quantity_invalid` or `lead_invalid`: whole numbers, quantity from 1 to 9e15, lead days from 0 to 10,000. */
export function requireLine({ quantityMicro, leadDays }: PriceLine): void {
  if (!Number.isInteger(quantityMicro) || quantityMicro < 1 || quantityMicro > WHOLE_MAX)
    throw new PricingError('quantity_invalid', { quantityMicro })
  const isLead = leadDays === null || (Number.isInteger(leadDays) && leadDays >= 0)
  if (!isLead || leadDays! > LEAD_DAYS_MAX) throw new PricingError('lead_invalid', { leadDays })
}

const lacks = <T>(wanted: readonly T[] | undefined, own: T | undefined): boolean =>
  wanted !== undefined && (own === undefined || !wanted.includes(own))

const lacksAll = (wanted: readonly string[] | undefined, own: readonly string[] = []): boolean =>
  wanted !== undefined && !own.some((one) => wanted.includes(one))

/** The part that is the same for a whole cart. */
export function contextMismatch(when: PartyConditions, context: PriceContext): Mismatch | null {
  const { fromMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = when
  if (context.atMs < fromMs || context.atMs >= untilMs) return 'dates'
  if (lacks(when.customers, context.customer)) return 'customer'
  if (lacksAll(when.contracts, context.contracts)) return 'contract'
  if (lacksAll(when.customerGroups, context.customerGroups)) return 'customer_group'
  if (lacks(when.tiers, context.tier)) return 'tier'
  const region = context.region
  if (when.regions && !(region && when.regions.some((start) => region.startsWith(start))))
    return 'region'
  return lacks(when.channels, context.channel) ? 'channel' : null
}

/** The part that a line brings: its terms and its days. */
export function lineMismatch(
  when: PartyConditions,
  line: PriceLine,
  payment: PaymentFacts,
): Mismatch | null {
  if (lacks(when.incoterms, line.incoterm)) return 'incoterm'
  if (lacks(when.places, line.place)) return 'place'
  if (when.payment && !fitsPayment(when.payment, payment)) return 'payment'
  return when.lead && !isWithin(line.leadDays, when.lead.fromDays, when.lead.belowDays)
    ? 'lead'
    : null
}

export function isWithin(value: number | null, from = 0, below = Number.POSITIVE_INFINITY) {
  return value !== null && value >= from && value < below
}

export function targetMismatch(when: Conditions, product: CatalogueProduct): Mismatch | null {
  if (lacks(when.products, product.id)) return 'product'
  if (lacksAll(when.priceGroups, product.priceGroups)) return 'price_group'
  return lacksAll(when.categories, pathsTo(product.category)) ? 'category' : null
}

/** `apparel/shirts` lies in `apparel` and in itself. */
export function pathsTo(category: string | undefined): string[] {
  if (category === undefined) return []
  const parts = category.split('/')
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}
