// Random agreements, products and questions in a world small enough that rules often meet: for property tests.
import fc from 'fast-check'
import type {
  Agreement,
  Bound,
  Break,
  CatalogueProduct,
  Conditions,
  Effect,
  PartyConditions,
  PaymentCondition,
  PriceContext,
  PriceLine,
  Rounding,
  Rule,
} from './index.ts'
import { PAYMENT_CLASSES, ROUNDING_MODES, STEPS } from './index.ts'
import type { PaymentTerm } from './terms.ts'

const PRODUCTS = ['p1', 'p2', 'p3']
const RULES = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8']

// Mostly one, so that most of what is asked has a price.
const currency = fc.oneof(
  { weight: 25, arbitrary: fc.constant('CNY') },
  { weight: 1, arbitrary: fc.constant('USD') },
)

const nothing = fc.constant(undefined)
/** Left out `absent` times as often as given. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, absent = 4) =>
  fc.oneof({ weight: absent, arbitrary: nothing }, { weight: 1, arbitrary })
const mostly = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: nothing }, { weight: 5, arbitrary })
const some = <T>(...values: T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 })

const e4 = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 50_000_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9_000_000_000_000_000 }) },
)
const bp = fc.oneof(fc.constantFrom(-1000, -500, 0, 250), fc.integer({ min: -10_000, max: 30_000 }))
const micro = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(1, 10, 100, 500, 1000).map((n) => n * 1_000_000) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 2_000_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9_000_000_000_000_000 }) },
)

export const payment: fc.Arbitrary<PaymentTerm> = fc.oneof(
  fc.constantFrom<PaymentTerm>(
    [{ shareBp: 10_000, from: 'order', days: 0 }],
    [{ shareBp: 10_000, from: 'invoice', days: 60 }],
    [
      { shareBp: 3000, from: 'order', days: 0 },
      { shareBp: 7000, from: 'delivery', days: 0 },
    ],
    [
      { shareBp: 7000, from: 'delivery', days: 0 },
      { shareBp: 3000, from: 'order', days: 0 },
    ],
  ),
  fc
    .array(
      fc.record({
        shareBp: fc.integer({ min: 1, max: 3000 }),
        from: fc.constantFrom('order' as const, 'shipment' as const, 'delivery' as const),
        days: fc.constantFrom(0, 0, 30, 90),
      }),
      { maxLength: 3 },
    )
    .map((parts) => {
      const rest = 10_000 - parts.reduce((sum, { shareBp }) => sum + shareBp, 0)
      return [...parts, { shareBp: rest, from: 'invoice' as const, days: 45 }]
    }),
)

const band = (most: number) =>
  fc
    .record({
      from: maybe(fc.integer({ min: 0, max: most }), 2),
      size: maybe(fc.integer({ min: 1, max: most }), 2),
    })
    .map(({ from, size }) => ({ from, below: size === undefined ? undefined : (from ?? 0) + size }))

const paymentCondition: fc.Arbitrary<PaymentCondition> = fc.oneof(
  fc.record({
    kind: fc.constant('exact' as const),
    terms: fc.array(payment, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('class' as const), classes: some(...PAYMENT_CLASSES) }),
  fc.tuple(band(60), band(4000)).map(([days, deposit]) => ({
    kind: 'range' as const,
    creditDaysFrom: days.from,
    creditDaysBelow: days.below,
    depositBpFrom: deposit.from,
    depositBpBelow: deposit.below,
  })),
)

const party: fc.Arbitrary<PartyConditions> = fc.record({
  customers: some('c1', 'c2'),
  contracts: some('k1', 'k2'),
  customerGroups: some('g1', 'g2', 'g3'),
  tiers: some(1, 2, 3),
  regions: some('33', '3301', '44'),
  channels: some('web', 'fair'),
  payment: paymentCondition,
  lead: band(40).map(({ from, below }) => ({ fromDays: from, belowDays: below })),
  incoterms: some('EXW', 'DDP'),
  places: maybe(some('Ningbo', 'Shenzhen'), 10),
  fromMs: fc.integer({ min: 0, max: 50 }),
  untilMs: fc.integer({ min: 51, max: 100 }),
})
// Most rules carry one or two conditions, so that they do match now and then.
const sparse = <T extends object>(all: fc.Arbitrary<T>) =>
  fc
    .tuple(all, fc.uniqueArray(fc.nat(30), { maxLength: 3 }))
    .map(
      ([when, kept]) =>
        Object.fromEntries(
          Object.entries(when).filter(([, value], i) => value !== undefined && kept.includes(i)),
        ) as T,
    )

const target: fc.Arbitrary<Conditions> = fc.oneof(
  fc.constant({}),
  fc.record({ products: some(...PRODUCTS) }),
  fc.record({ priceGroups: some('x', 'y') }),
  fc.record({ categories: some('a', 'a/b', 'c') }),
  fc.record({ categories: some('a', 'a/b'), priceGroups: some('x', 'y') }),
)

const formula = fc.constantFrom(
  'list * 0.95',
  'max(cost * 1.2, list * 0.9)',
  'min(price, list) - 12.345',
  'round(price * 0.97, 5)',
  'price * (1 + 6% * creditDays / 360)',
  'price + max(0, 30 - leadDays) * 0.5%',
  'list / (quantity + 1) + cost',
  'cost / (quantity - 10)',
  '-(price) + 2 * list',
  'down(price, 0.99) + up(deposit * 100)',
  'rule("r1") * 0.9',
  'rule("r2") + rule("r3") / 3',
  'price * 1234.567891 / 1233.1',
)
const effect: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('absolute' as const), unitE4: e4 }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('amount' as const),
      unitE4: fc.integer({ min: -20_000_000, max: 20_000_000 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('percent' as const),
      bp,
      of: fc.oneof(
        {
          weight: 8,
          arbitrary: fc.constantFrom(undefined, 'price' as const, 'list' as const, 'cost' as const),
        },
        { weight: 1, arbitrary: fc.record({ rule: fc.constantFrom(...RULES) }) },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('formula' as const), text: formula }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('time_value' as const),
      annualRateBp: fc.integer({ min: 0, max: 2400 }),
      base: payment,
      yearDays: fc.constantFrom(360 as const, 365 as const),
    }),
  },
)

const bound: fc.Arbitrary<Bound> = fc.oneof(
  fc.record({ unitE4: e4 }),
  fc.record({ of: fc.constantFrom('list' as const, 'cost' as const), bp }),
)

const breaks = fc
  .array(fc.record({ size: micro, gap: maybe(micro, 1), effect }), { minLength: 1, maxLength: 4 })
  .chain((parts) => fc.tuple(fc.constant(parts), fc.boolean()))
  .map(([parts, isFromStart]): Break[] => {
    let from = isFromStart ? 0 : 5_000_000
    const made: Break[] = []
    for (const { size, gap, effect } of parts) {
      if (from > 9_000_000_000_000_000) break
      const below = Math.min(from + size, 9_000_000_000_000_000)
      const isBounded = gap !== undefined && below > from
      made.push({ fromMicro: from, ...(isBounded && { belowMicro: below }), effect })
      from = below + (isBounded && gap % 3 === 0 ? gap : 0)
      if (below === made.at(-1)!.fromMicro) break
    }
    return made
  })

const rule: fc.Arbitrary<Rule> = fc
  .record({
    id: fc.constantFrom(...RULES),
    step: fc.constantFrom('price' as const, 'price' as const, 'price' as const, ...STEPS),
    target,
    party: sparse(party),
    priority: maybe(fc.integer({ min: -1, max: 1 }), 4),
    combine: fc.constantFrom('exclusive' as const, 'stackable' as const),
    breakMode: fc.constantFrom('volume' as const, 'graduated' as const),
    breaks: fc.oneof(
      fc.record({ fromMicro: fc.constant(0), effect }).map((one) => [one]),
      breaks,
    ),
    inheritsBreaks: fc.boolean(),
    unit: maybe(fc.constantFrom('piece', 'metre'), 6),
    floor: maybe(bound, 5),
    ceiling: maybe(bound, 5),
  })
  .map(({ target, party, ...rest }) => {
    const isRefused = rest.breakMode === 'graduated' && !rest.inheritsBreaks && !isWithoutGaps(rest)
    const breakMode = isRefused ? 'volume' : rest.breakMode
    return { ...rest, breakMode, when: { ...target, ...party } }
  })

function isWithoutGaps({ breaks }: Pick<Rule, 'breaks'>): boolean {
  return breaks.every(({ fromMicro }, i) => {
    const end = i === 0 ? 0 : (breaks[i - 1]!.belowMicro ?? fromMicro)
    return end === fromMicro
  })
}

/** A price for everything, for want of which half of what is asked would have none. */
const LIST: Rule = {
  id: 'list',
  step: 'price',
  combine: 'exclusive',
  breakMode: 'volume',
  breaks: [{ fromMicro: 0, effect: { kind: 'percent', bp: 0, of: 'list' } }],
}

const rounding: fc.Arbitrary<Rounding> = fc
  .record({
    stepE4: fc.constantFrom(1, 7, 10_000, 100_000, 1_000_000),
    mode: fc.constantFrom(...ROUNDING_MODES),
    ending: fc.double({ min: 0, max: 0.999, noNaN: true }),
  })
  .map(({ ending, ...rest }) => ({ ...rest, endingE4: Math.floor(ending * rest.stepE4) }))

const agreement = (id: string, above: string[]): fc.Arbitrary<Agreement> =>
  fc.record({
    id: fc.constant(id),
    currency,
    extends: above.length > 0 ? maybe(fc.constantFrom(...above), 1) : fc.constant(undefined),
    isTemplate: maybe(fc.constant(true), 8),
    priority: maybe(fc.integer({ min: 0, max: 1 }), 3),
    when: maybe(sparse(party), 1),
    rules: fc
      .tuple(
        fc.uniqueArray(rule, { minLength: 1, maxLength: 8, selector: (one) => one.id }),
        fc.boolean(),
      )
      .map(([rules, isWhole]) => (isWhole ? [...rules, LIST] : rules)),
    floor: maybe(bound, 4),
    ceiling: maybe(bound, 4),
    rounding: maybe(rounding, 1),
  })

export const agreements: fc.Arbitrary<Agreement[]> = fc
  .tuple(agreement('a1', []), agreement('a2', ['a1']), agreement('a3', ['a1', 'a2']))
  .chain((all) => fc.subarray(all, { minLength: 1 }))
  .map((all) =>
    all.map((one) =>
      all.some(({ id }) => id === one.extends) ? one : { ...one, extends: undefined },
    ),
  )

export const product = (id: string): fc.Arbitrary<CatalogueProduct> =>
  fc.record({
    id: fc.constant(id),
    unit: fc.constantFrom('piece', 'piece', 'metre'),
    category: mostly(fc.constantFrom('a', 'a/b', 'c', 'd/e')),
    priceGroups: mostly(fc.subarray(['x', 'y'])),
    currency,
    listE4: mostly(e4),
    costE4: mostly(e4),
  })

export const products: fc.Arbitrary<CatalogueProduct[]> = fc.tuple(...PRODUCTS.map(product))

export const context: fc.Arbitrary<PriceContext> = fc.record({
  atMs: fc.integer({ min: 0, max: 100 }),
  currency,
  customer: mostly(fc.constantFrom('c1', 'c2', 'c3')),
  contracts: mostly(fc.subarray(['k1', 'k2'])),
  customerGroups: mostly(fc.subarray(['g1', 'g2', 'g3'])),
  tier: mostly(fc.integer({ min: 1, max: 3 })),
  region: mostly(fc.constantFrom('330106', '4403', '3')),
  channel: mostly(fc.constantFrom('web', 'fair', 'shop')),
})

export const line: fc.Arbitrary<PriceLine> = fc.record({
  productId: fc.constantFrom(...PRODUCTS, ...PRODUCTS, ...PRODUCTS, 'p9'),
  quantityMicro: micro,
  payment,
  leadDays: fc.option(fc.integer({ min: 0, max: 80 }), { freq: 5 }),
  incoterm: mostly(fc.constantFrom('EXW', 'DDP', 'FOB')),
  place: mostly(fc.constantFrom('Ningbo', 'Shenzhen')),
})

export { rule }
