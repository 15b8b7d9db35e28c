import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CascadeInput,
  CLAMPED,
  cascadePrices,
  explainPath,
  type Limit,
  PRICE_MAX,
  RULE_MASK,
  RULES,
  type RuleName,
  type SellerRule,
  type TierRule,
} from './index.ts'

interface Naive {
  price: bigint
  rule: RuleName
  isClamped: boolean
}

/** The definition, seller by seller, in whole numbers of 1/10,000 of a minor unit. */
function naive(input: CascadeInput, seller: number, line: number): Naive {
  const parent = input.sellers.parentIndex[seller]!
  const tier = input.sellers.tier[seller]!
  const buy = parent < 0 ? BigInt(input.lines[line]!) : naive(input, parent, line).price
  const { tiers, sellers } = input.rules
  const candidates: [RuleName, TierRule | SellerRule | undefined][] = [
    ['own_product', sellers.find((r) => r.seller === seller && r.line === line)],
    ['own', sellers.find((r) => r.seller === seller && r.line === null)],
    ['tier_product', tiers.find((r) => r.tier === tier && r.line === line)],
    ['tier', tiers.find((r) => r.tier === tier && r.line === null)],
  ]
  const [rule, applied] = candidates.find(([, r]) => r) ?? ['none' as const, undefined]
  const value = BigInt(applied?.value ?? 0)
  const exact =
    applied?.kind === 'fixed'
      ? value * 10_000n
      : applied?.kind === 'amount'
        ? (buy + value) * 10_000n
        : buy * (10_000n + value)
  let bounded = exact
  const limit = input.limits.find((l) => l.tier === tier)
  if (limit) {
    const least = buy * (10_000n + BigInt(limit.minBp))
    const most = buy * (10_000n + BigInt(limit.maxBp))
    bounded = exact < least ? least : exact > most ? most : exact
  }
  const price = inRange(halfUp(bounded, input.step), input.step)
  return { price, rule, isClamped: price !== halfUp(exact, input.step) }
}

function halfUp(tenThousandths: bigint, step: number): bigint {
  const unit = 10_000n * BigInt(step)
  const shifted = tenThousandths + unit / 2n
  const quotient = shifted / unit - (shifted % unit < 0n ? 1n : 0n)
  return quotient * BigInt(step)
}

function inRange(price: bigint, step: number): bigint {
  const top = (BigInt(PRICE_MAX) / BigInt(step)) * BigInt(step)
  return price < 0n ? 0n : price > top ? top : price
}

const price = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 200_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: PRICE_MAX }) },
  { weight: 1, arbitrary: fc.integer({ min: PRICE_MAX - 100, max: PRICE_MAX }) },
)
const bp = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -500, max: 4000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -10_000, max: 100_000 }) },
)
const step = fc.oneof(fc.constantFrom(1, 5, 10, 100), fc.integer({ min: 1, max: 1_000_000 }))
const amount = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -5000, max: 20_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -PRICE_MAX, max: PRICE_MAX }) },
)
const priced = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), value: bp }),
  fc.record({ kind: fc.constant('amount' as const), value: amount }),
  fc.record({ kind: fc.constant('fixed' as const), value: price }),
)
const limits = fc
  .uniqueArray(fc.record({ tier: fc.integer({ min: 1, max: 6 }), a: bp, b: bp }), {
    selector: (l) => l.tier,
  })
  .map((all): Limit[] =>
    all.map(({ tier, a, b }) => ({ tier, minBp: Math.min(a, b), maxBp: Math.max(a, b) })),
  )

/** A random tree of up to six tiers with rules and limits of every sort. */
const cascade: fc.Arbitrary<CascadeInput> = fc
  .record({
    lines: fc.array(price, { minLength: 1, maxLength: 4 }),
    parents: fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
    step,
    limits,
  })
  .chain(({ lines, parents, step, limits }) => {
    const parentIndex: number[] = []
    const tier: number[] = []
    for (const [at, pick] of parents.entries()) {
      const parent = (pick % (at + 1)) - 1
      const isTooDeep = parent >= 0 && tier[parent] === 6
      parentIndex.push(isTooDeep ? -1 : parent)
      tier.push(isTooDeep || parent < 0 ? 1 : tier[parent]! + 1)
    }
    const line = fc.option(fc.nat({ max: lines.length - 1 }))
    return fc.record({
      lines: fc.constant(lines),
      sellers: fc.constant({ parentIndex, tier }),
      limits: fc.constant(limits),
      step: fc.constant(step),
      rules: fc.record({
        tiers: fc.uniqueArray(
          fc
            .record({ tier: fc.integer({ min: 1, max: 6 }), line, rule: priced })
            .map(({ tier, line, rule }) => ({ tier, line, ...rule })),
          { selector: (r) => `${r.tier} ${r.line}`, maxLength: 12 },
        ),
        sellers: fc.uniqueArray(
          fc
            .record({ seller: fc.nat({ max: tier.length - 1 }), line, rule: priced })
            .map(({ seller, line, rule }) => ({ seller, line, ...rule })),
          { selector: (r) => `${r.seller} ${r.line}`, maxLength: 20 },
        ),
      }),
    })
  })

const RUNS = { numRuns: 1500 }

test('every price, rule and clamp equals the BigInt definition on random trees', () => {
  fc.assert(
    fc.property(cascade, (input) => {
      const { prices, flags } = cascadePrices(input)
      const width = input.lines.length
      for (let s = 0; s < input.sellers.tier.length; s++) {
        for (let l = 0; l < width; l++) {
          const expected = naive(input, s, l)
          const flag = flags[s * width + l]!
          assert.equal(BigInt(prices[s * width + l]!), expected.price)
          assert.equal(RULES[flag & RULE_MASK], expected.rule)
          assert.equal((flag & CLAMPED) !== 0, expected.isClamped)
        }
      }
    }),
    RUNS,
  )
})

test('raising a list price lowers no price and leaves every other line as it was', () => {
  fc.assert(
    fc.property(cascade, fc.nat(), fc.nat({ max: 1_000_000 }), (input, pick, rise) => {
      const changed = pick % input.lines.length
      const lines = Array.from(input.lines)
      lines[changed] = Math.min(lines[changed]! + rise, PRICE_MAX)
      const before = cascadePrices(input).prices
      const after = cascadePrices({ ...input, lines }).prices
      for (const [at, old] of before.entries()) {
        const isSame = at % lines.length !== changed || lines[changed] === input.lines[changed]
        assert.ok(isSame ? after[at] === old : after[at]! >= old, `position ${at}`)
      }
    }),
    RUNS,
  )
})

test('a price stays within the limits of its tier, each rounded to the step', () => {
  fc.assert(
    fc.property(cascade, (input) => {
      const { prices } = cascadePrices(input)
      const width = input.lines.length
      for (const [at, sold] of prices.entries()) {
        const seller = Math.floor(at / width)
        const limit = input.limits.find((l) => l.tier === input.sellers.tier[seller])
        if (!limit) continue
        const parent = input.sellers.parentIndex[seller]!
        const buy = BigInt(
          parent < 0 ? input.lines[at % width]! : prices[parent * width + (at % width)]!,
        )
        const least = inRange(halfUp(buy * BigInt(10_000 + limit.minBp), input.step), input.step)
        const most = inRange(halfUp(buy * BigInt(10_000 + limit.maxBp), input.step), input.step)
        assert.ok(BigInt(sold) >= least && BigInt(sold) <= most, `${sold} in ${least}..${most}`)
      }
    }),
    RUNS,
  )
})

test('the order in which sellers are listed changes nobody’s price', () => {
  fc.assert(
    fc.property(cascade, fc.infiniteStream(fc.nat()), (input, noise) => {
      const { parentIndex, tier } = input.sellers
      const count = tier.length
      const weights = Array.from({ length: count }, () => noise.next().value as number)
      const order = Array.from({ length: count }, (_, s) => s).sort(
        (a, b) => tier[a]! - tier[b]! || weights[a]! - weights[b]!,
      )
      const place = new Map(order.map((from, to) => [from, to]))
      const moved = cascadePrices({
        ...input,
        sellers: {
          parentIndex: order.map((s) => (parentIndex[s]! < 0 ? -1 : place.get(parentIndex[s]!)!)),
          tier: order.map((s) => tier[s]!),
        },
        rules: {
          tiers: input.rules.tiers.toReversed(),
          sellers: input.rules.sellers
            .map((r) => ({ ...r, seller: place.get(r.seller)! }))
            .toReversed(),
        },
      })
      const still = cascadePrices(input)
      const width = input.lines.length
      for (let s = 0; s < count; s++) {
        const [old, now] = [s * width, place.get(s)! * width]
        assert.deepEqual(moved.prices.slice(now, now + width), still.prices.slice(old, old + width))
        assert.deepEqual(moved.flags.slice(now, now + width), still.flags.slice(old, old + width))
      }
    }),
    RUNS,
  )
})

test('a seller’s own rule changes its own price and those below it, and nobody else’s', () => {
  fc.assert(
    fc.property(cascade, fc.nat(), priced, (input, pick, rule) => {
      const { parentIndex, tier } = input.sellers
      const seller = pick % tier.length
      const others = input.rules.sellers.filter((r) => r.seller !== seller)
      const changed = { ...input.rules, sellers: [...others, { seller, line: null, ...rule }] }
      const before = cascadePrices(input).prices
      const after = cascadePrices({ ...input, rules: changed }).prices
      const width = input.lines.length
      const isBelow: boolean[] = []
      for (let s = 0; s < tier.length; s++) {
        isBelow[s] = s === seller || (parentIndex[s]! >= 0 && isBelow[parentIndex[s]!]!)
        if (isBelow[s]) continue
        const at = s * width
        assert.deepEqual(after.slice(at, at + width), before.slice(at, at + width))
      }
    }),
    RUNS,
  )
})

test('the explained path of a seller ends at the price of the cascade', () => {
  fc.assert(
    fc.property(cascade, fc.nat(), fc.nat(), (input, s, l) => {
      const width = input.lines.length
      const [seller, line] = [s % input.sellers.tier.length, l % width]
      const { prices, flags } = cascadePrices(input)
      const steps = explainPath(input, seller, line)
      let buys = input.lines[line]!
      for (const step of steps) {
        const flag = flags[step.seller * width + line]!
        assert.equal(step.buysAtMinor, buys)
        assert.equal(step.sellsAtMinor, prices[step.seller * width + line])
        assert.equal(step.rule, RULES[flag & RULE_MASK])
        assert.equal(step.isClamped, (flag & CLAMPED) !== 0)
        buys = step.sellsAtMinor
      }
      assert.equal(steps.at(-1)!.seller, seller)
      assert.equal(steps.length, input.sellers.tier[seller])
    }),
    RUNS,
  )
})

function one(list: number, over: Partial<CascadeInput> = {}): CascadeInput {
  return {
    lines: [list],
    sellers: { parentIndex: [-1], tier: [1] },
    rules: { tiers: [], sellers: [] },
    limits: [],
    step: 1,
    ...over,
  }
}
const tierRule = (kind: TierRule['kind'], value: number) => ({
  tiers: [{ tier: 1, line: null, kind, value }],
  sellers: [],
})

const CASES: [string, CascadeInput, number][] = [
  ['no rule passes the price through', one(1234), 1234],
  ['no rule rounds to the step', one(1234, { step: 10 }), 1230],
  ['half a step rounds up', one(1235, { step: 10 }), 1240],
  ['an odd step rounds up from its half', one(13, { step: 5 }), 15],
  ['12.5 % on 1 yuan', one(100, { rules: tierRule('percent', 1250) }), 113],
  ['less than half a minor unit goes', one(1, { rules: tierRule('percent', 4999) }), 1],
  ['half a minor unit counts', one(1, { rules: tierRule('percent', 5000) }), 2],
  ['a discount', one(1000, { rules: tierRule('percent', -2500) }), 750],
  ['giving it away', one(1000, { rules: tierRule('percent', -10_000) }), 0],
  ['an amount on top', one(1000, { rules: tierRule('amount', 55) }), 1055],
  ['an amount never goes below zero', one(1000, { rules: tierRule('amount', -1001) }), 0],
  ['a fixed price', one(1000, { rules: tierRule('fixed', 1999) }), 1999],
  ['nothing on nothing', one(0, { rules: tierRule('percent', 100_000) }), 0],
  [
    'a limit cuts a fixed price',
    one(1000, { rules: tierRule('fixed', 1999), limits: [{ tier: 1, minBp: 0, maxBp: 2000 }] }),
    1200,
  ],
  [
    'a least mark-up lifts a price that no rule touches',
    one(1000, { limits: [{ tier: 1, minBp: 500, maxBp: 2000 }] }),
    1050,
  ],
  [
    'the greatest price stays the greatest',
    one(PRICE_MAX, { rules: tierRule('percent', 1) }),
    PRICE_MAX,
  ],
  [
    'the greatest price is a multiple of the step',
    one(PRICE_MAX, { rules: tierRule('amount', PRICE_MAX), step: 7 }),
    Math.floor(PRICE_MAX / 7) * 7,
  ],
  ['an odd price near the greatest keeps its last digit', one(PRICE_MAX - 3), PRICE_MAX - 3],
]
for (const [name, input, expected] of CASES) {
  test(`cascade: ${name}`, () => assert.equal(cascadePrices(input).prices[0], expected))
}

test('own for one product beats own, beats the tier’s for one product, beats the tier’s', () => {
  const rules: { tiers: TierRule[]; sellers: SellerRule[] } = {
    tiers: [
      { tier: 1, line: 0, kind: 'amount', value: 2 },
      { tier: 1, line: null, kind: 'amount', value: 1 },
    ],
    sellers: [
      { seller: 1, line: 0, kind: 'amount', value: 4 },
      { seller: 1, line: null, kind: 'amount', value: 3 },
    ],
  }
  const sellers = { parentIndex: [-1, -1, -1], tier: [1, 1, 2] }
  const { prices, flags } = cascadePrices({ ...one(0), lines: [100, 200], sellers, rules })
  assert.deepEqual([...prices], [102, 201, 104, 203, 100, 200])
  assert.deepEqual(
    [...flags].map((flag) => RULES[flag & RULE_MASK]),
    ['tier_product', 'tier', 'own_product', 'own', 'none', 'none'],
  )
})

test('the inputs are left as they were and no seller gives no price', () => {
  const lines = Float64Array.of(100)
  const result = cascadePrices({ ...one(0), lines, sellers: { parentIndex: [], tier: [] } })
  assert.equal(result.prices.length, 0)
  cascadePrices({ ...one(0), lines, rules: tierRule('percent', 1000) })
  assert.deepEqual([...lines], [100])
})

const BAD: [string, Partial<CascadeInput>, RegExp][] = [
  ['a step of nothing', { step: 0 }, /step 0/],
  ['half a step', { step: 0.5 }, /step 0.5/],
  ['a negative price', { lines: [-1] }, /price -1/],
  ['a price beyond the greatest', { lines: [PRICE_MAX + 1] }, /price 9000000000000001/],
  ['a price that is no number', { lines: [Number.NaN] }, /price NaN/],
  ['columns of two lengths', { sellers: { parentIndex: [-1], tier: [1, 2] } }, /columns/],
  [
    'a parent that comes later',
    { sellers: { parentIndex: [1, -1], tier: [2, 1] } },
    /before its parent/,
  ],
  ['a seller below itself', { sellers: { parentIndex: [0], tier: [1] } }, /before its parent/],
  ['tier 0', { sellers: { parentIndex: [-1], tier: [0] } }, /tier 0/],
  ['a limit upside down', { limits: [{ tier: 1, minBp: 10, maxBp: 9 }] }, /limit 10/],
  ['a limit beyond the range', { limits: [{ tier: 1, minBp: 0, maxBp: 100_001 }] }, /limit 100001/],
  ['a limit of tier 0', { limits: [{ tier: 0, minBp: 0, maxBp: 1 }] }, /tier 0/],
  [
    'two limits for a tier',
    { limits: [1, 2].map((maxBp) => ({ tier: 1, minBp: 0, maxBp })) },
    /two limits/,
  ],
  ['a percent beyond the range', { rules: tierRule('percent', 100_001) }, /percent 100001/],
  ['a negative fixed price', { rules: tierRule('fixed', -1) }, /fixed -1/],
  [
    'a rule for no seller',
    { rules: { tiers: [], sellers: [{ seller: 1, line: null, kind: 'amount', value: 1 }] } },
    /a rule for 1,/,
  ],
  [
    'a rule for no line',
    { rules: { tiers: [{ tier: 1, line: 1, kind: 'amount', value: 1 }], sellers: [] } },
    /line 1/,
  ],
  [
    'two rules of a tier for one line',
    {
      rules: {
        tiers: [1, 2].map((value) => ({ tier: 1, line: 0, kind: 'amount' as const, value })),
        sellers: [],
      },
    },
    /two rules for tier 1, line 0/,
  ],
  [
    'two rules of a seller for all lines',
    {
      rules: {
        tiers: [],
        sellers: [1, 2].map((value) => ({
          ...{ seller: 0, line: null, kind: 'amount' as const, value },
        })),
      },
    },
    /two rules for seller 0, line -1/,
  ],
]
for (const [name, over, message] of BAD) {
  test(`cascade refuses ${name}`, () => {
    assert.throws(() => cascadePrices(one(100, over)), { name: 'RangeError', message })
  })
}

test('explaining a path of a seller or a line that is not there is refused', () => {
  assert.throws(() => explainPath(one(100), 1, 0), { name: 'RangeError', message: /no seller 1/ })
  assert.throws(() => explainPath(one(100), 0, 1), { name: 'RangeError', message: /no line 1/ })
})

// The allowance is ten times what a slow laptop needs: this finds a lost fast path, not a busy machine.
test('a hundred thousand sellers of ten products are priced in well under a second', () => {
  const { input } = bigChain(100_000, 10)
  cascadePrices(input)
  const start = performance.now()
  const { prices } = cascadePrices(input)
  const tookMs = performance.now() - start
  assert.ok(tookMs < 600, `${tookMs.toFixed(0)} ms`)
  for (const s of [0, 999, 50_000, 99_999]) {
    assert.equal(BigInt(prices[s * 10 + 7]!), naive(input, s, 7).price)
  }
})

/** Six tiers, each seller with about seven below it; every tenth seller has a rule of its own. */
function bigChain(count: number, width: number): { input: CascadeInput } {
  const parentIndex = Int32Array.from({ length: count }, (_, s) =>
    s < 7 ? -1 : Math.floor(s / 7) - 1,
  )
  const tier = new Uint8Array(count)
  for (let s = 0; s < count; s++) tier[s] = s < 7 ? 1 : tier[parentIndex[s]!]! + 1
  const sellers: SellerRule[] = []
  for (let s = 0; s < count; s += 10) {
    const kind = s % 20 === 0 ? ('percent' as const) : ('fixed' as const)
    sellers.push({
      seller: s,
      line: null,
      kind,
      value: s % 20 === 0 ? 500 + (s % 700) : 9900 + (s % 999),
    })
  }
  const input: CascadeInput = {
    lines: Float64Array.from({ length: width }, (_, l) => 9900 + l * 1311),
    sellers: { parentIndex, tier },
    rules: {
      tiers: [1, 2, 3, 4, 5, 6].map((tier) => ({ tier, line: null, kind: 'percent', value: 800 })),
      sellers,
    },
    limits: [2, 3, 4].map((tier) => ({ tier, minBp: 200, maxBp: 1500 })),
    step: 10,
  }
  return { input }
}
