import type { PaymentTerm } from '@jingwei/pricing/terms'
import type { Estimate, LandedPart } from './schema.ts'

// What an offer really costs the buyer, for one unit of what was asked for: its price in that unit, freight and
// duty as the buyer reckons them, and what it is worth to pay earlier or later. Pure and in whole numbers;
// each part is rounded once, and the parts add up to the whole.

export interface OfferTerms {
  unitE4: number
  /** How many of the line's units one unit of the offer holds, in millionths. */
  holdsMicro: bigint
  leadDays: number
  payment: PaymentTerm
}
export interface Reckoning {
  /** What is compared, in millionths of the line's unit: a fixed freight is spread over it. */
  quantityMicro: bigint
  estimate: Pick<Estimate, 'freightBp' | 'freightMinor' | 'dutyBp'>
  annualRateBp: number
}
export interface Landed {
  landedE4: number
  parts: LandedPart[]
}

const MICRO = 1_000_000n
const BP = 10_000n
const DAYS_A_YEAR = 365n
// Four parts of this size still add up to a whole number that JavaScript holds exactly.
const PART_MAX = 2_000_000_000_000_000n

export function landedPrice(offer: OfferTerms, reckoning: Reckoning): Landed {
  const { estimate, quantityMicro, annualRateBp } = reckoning
  const price = capped(round(BigInt(offer.unitE4) * MICRO, offer.holdsMicro))
  const freight = capped(
    round(price * BigInt(estimate.freightBp), BP) +
      round(BigInt(estimate.freightMinor) * BP * MICRO, quantityMicro),
  )
  const duty = capped(round((price + freight) * BigInt(estimate.dutyBp), BP))
  const credit = creditDays(offer)
  const payment = capped(-round(price * credit * BigInt(annualRateBp), BP * BP * DAYS_A_YEAR))
  const parts: LandedPart[] = [
    {
      kind: 'price',
      e4: Number(price),
      data: { unitE4: offer.unitE4, holds: String(offer.holdsMicro) },
    },
  ]
  if (freight !== 0n) {
    const { freightBp, freightMinor } = estimate
    parts.push({ kind: 'freight', e4: Number(freight), data: { freightBp, freightMinor } })
  }
  if (duty !== 0n) {
    parts.push({ kind: 'duty', e4: Number(duty), data: { dutyBp: estimate.dutyBp } })
  }
  if (payment !== 0n) {
    // Days to a tenth: the mean of when the money goes out, counted from when the goods come in.
    const days = Number(round(credit * 10n, BP)) / 10
    parts.push({ kind: 'payment', e4: Number(payment), data: { days, annualRateBp } })
  }
  return { landedE4: parts.reduce((sum, part) => sum + part.e4, 0), parts }
}

const capped = (e4: bigint) => (e4 > PART_MAX ? PART_MAX : e4 < -PART_MAX ? -PART_MAX : e4)

/**
 * By how many days after delivery the price is paid, each share weighing its part, times 10,000. What is due from
 * the order is paid before the goods come, and costs interest; how long they travel nobody knows, so what
 * is due from shipment or invoice counts from delivery.
 */
function creditDays({ payment, leadDays }: OfferTerms): bigint {
  return payment.reduce(
    (sum, part) =>
      sum + BigInt(part.shareBp) * BigInt(part.from === 'order' ? part.days - leadDays : part.days),
    0n,
  )
}

const NOTHING = { freightBp: 0, freightMinor: 0, dutyBp: 0 }

/** The most particular estimate that fits: of this supplier and incoterm, of the supplier, of the incoterm, of all. */
export function estimateFor(
  estimates: readonly Estimate[],
  sellerId: string,
  incoterm: string | null,
): Pick<Estimate, 'freightBp' | 'freightMinor' | 'dutyBp'> {
  const weight = (e: Estimate) => (e.sellerId ? 2 : 0) + (e.incoterm ? 1 : 0)
  const fitting = estimates.filter(
    (e) =>
      (e.sellerId === null || e.sellerId === sellerId) &&
      (e.incoterm === null || e.incoterm === incoterm),
  )
  return (
    fitting.reduce<Estimate | null>(
      (best, e) => (best === null || weight(e) > weight(best) ? e : best),
      null,
    ) ?? NOTHING
  )
}

/** What a quantity costs, in minor units: rounded half up, once. */
export function amountOf(unitE4: number, quantityMicro: bigint): bigint {
  return round(BigInt(unitE4) * quantityMicro, BP * MICRO)
}

/** Half away from zero, so that what is owed and what is gained are rounded alike. */
function round(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (size * 2n + denominator) / (denominator * 2n)
  return numerator < 0n ? -rounded : rounded
}
