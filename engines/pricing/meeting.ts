// A line and a context in which several rules match at once, as an example to show; null when there is none.
import { pathsTo } from './matching.ts'
import type {
  CatalogueProduct,
  Conditions,
  PaymentClass,
  PaymentCondition,
  PriceContext,
  PriceLine,
  Rule,
} from './model.ts'
import { fitsPayment, paymentFacts } from './payments.ts'
import { slicesOf } from './reference-steps.ts'
import type { PaymentTerm } from './terms.ts'

export interface Example {
  context: PriceContext
  line: PriceLine
}

const OF_CLASS: Record<PaymentClass, PaymentTerm> = {
  prepaid: [{ shareBp: 10_000, from: 'order', days: 0 }],
  deposit: [
    { shareBp: 3000, from: 'order', days: 0 },
    { shareBp: 7000, from: 'delivery', days: 0 },
  ],
  on_delivery: [{ shareBp: 10_000, from: 'delivery', days: 0 }],
  instalments: [
    { shareBp: 3000, from: 'order', days: 0 },
    { shareBp: 3000, from: 'delivery', days: 0 },
    { shareBp: 4000, from: 'delivery', days: 30 },
  ],
  credit: [{ shareBp: 10_000, from: 'invoice', days: 60 }],
}

/** Where all `whens` hold and the quantity reaches a break of each of the `rules`. */
export function meeting(
  whens: readonly Conditions[],
  rules: readonly Rule[],
  currency: string,
  products: readonly CatalogueProduct[],
): Example | null {
  const product = commonProduct(whens, rules, products)
  const payment = commonPayment(whens.flatMap(({ payment }) => payment ?? []))
  const quantityMicro = commonQuantity(rules)
  const days = commonBand(whens.map(({ lead }) => [lead?.fromDays, lead?.belowDays]))
  const dates = commonBand(whens.map(({ fromMs, untilMs }) => [fromMs, untilMs]))
  const region = commonRegion(whens.flatMap(({ regions }) => (regions ? [regions] : [])))
  const one = {
    customer: commonValue(whens.map(({ customers }) => customers)),
    tier: commonValue(whens.map(({ tiers }) => tiers)),
    channel: commonValue(whens.map(({ channels }) => channels)),
    incoterm: commonValue(whens.map(({ incoterms }) => incoterms)),
    place: commonValue(whens.map(({ places }) => places)),
  }
  const isNone = [product, payment, quantityMicro, days, dates, region].includes(null)
  if (isNone || Object.values(one).includes(null)) return null
  const { incoterm, place, ...party } = one
  const all = {
    // Whoever is in one group may be in another too.
    contracts: firsts(whens.map(({ contracts }) => contracts)),
    customerGroups: firsts(whens.map(({ customerGroups }) => customerGroups)),
  }
  const leadDays = whens.some(({ lead }) => lead) ? Math.max(days!, 0) : null
  const line = { productId: product!, quantityMicro: quantityMicro!, payment: payment!, leadDays }
  return {
    context: {
      atMs: dates!,
      currency,
      ...named({ ...party, region: region || undefined, ...all }),
    },
    line: { ...line, ...named({ incoterm, place }) },
  } as Example
}

function named(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/** A value in every list that is given; undefined when none is given, null when they share none. */
function commonValue<T>(lists: readonly (readonly T[] | undefined)[]): T | undefined | null {
  const given = lists.filter((list) => list !== undefined)
  if (given.length === 0) return undefined
  return given[0]!.find((value) => given.every((list) => list.includes(value))) ?? null
}

function firsts(lists: readonly (readonly string[] | undefined)[]): string[] | undefined {
  const given = lists.flatMap((list) => list?.slice(0, 1) ?? [])
  return given.length > 0 ? [...new Set(given)] : undefined
}

/** The first number in all bands; 0 when it lies in them. */
function commonBand(bands: readonly (readonly [number?, number?])[]): number | null {
  const from = Math.max(...bands.map(([from = Number.NEGATIVE_INFINITY]) => from))
  const below = Math.min(...bands.map(([, below = Number.POSITIVE_INFINITY]) => below))
  const value = from <= 0 && below > 0 ? 0 : Number.isFinite(from) ? from : below - 1
  return value < below ? value : null
}

function commonRegion(lists: readonly (readonly string[])[]): string | null {
  const fits = (region: string) =>
    lists.every((list) => list.some((start) => region.startsWith(start)))
  return lists.length === 0 ? '' : (lists.flat().find(fits) ?? null)
}

function commonQuantity(rules: readonly Rule[]): number | null {
  const starts = rules.flatMap(({ breaks }) =>
    breaks.map(({ fromMicro }) => fromMicro || 1_000_000),
  )
  const tries = [...starts, 1].sort((a, b) => a - b)
  return tries.find((quantity) => rules.every((rule) => slicesOf(rule, quantity))) ?? null
}

function commonPayment(conditions: readonly PaymentCondition[]): PaymentTerm | null {
  const tries = [...Object.values(OF_CLASS), ...conditions.flatMap(termsOf)]
  const fits = (term: PaymentTerm) => {
    const facts = paymentFacts(term)
    return conditions.every((condition) => fitsPayment(condition, facts))
  }
  return tries.find(fits) ?? null
}

function termsOf(condition: PaymentCondition): readonly PaymentTerm[] {
  if (condition.kind !== 'range') return condition.kind === 'exact' ? condition.terms : []
  const { depositBpFrom = 0, creditDaysFrom = 0 } = condition
  if (depositBpFrom === 10_000) return []
  const rest = 10_000 - depositBpFrom
  const days = Math.ceil((creditDaysFrom * 10_000) / rest)
  const balance = { shareBp: rest, from: 'invoice' as const, days }
  return [
    depositBpFrom > 0 ? [{ shareBp: depositBpFrom, from: 'order', days: 0 }, balance] : [balance],
  ]
}

function commonProduct(
  whens: readonly Conditions[],
  rules: readonly Rule[],
  products: readonly CatalogueProduct[],
): string | null {
  const units = rules.flatMap(({ unit }) => unit ?? [])
  const isFit = (product: CatalogueProduct) =>
    units.every((unit) => unit === product.unit) &&
    whens.every(
      ({ products, priceGroups, categories }) =>
        (!products || products.includes(product.id)) &&
        (!priceGroups || priceGroups.some((group) => product.priceGroups?.includes(group))) &&
        (!categories || categories.some((path) => pathsTo(product.category).includes(path))),
    )
  return products.find(isFit)?.id ?? null
}
