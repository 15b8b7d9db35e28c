import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  band,
  cashPrice,
  judge,
  ownPrices,
  priceLinks,
  protect,
  release,
  type Share,
  type Trade,
} from './index.ts'

/** Seven sellers and seven buyers who all trade with their neighbour, in one region. */
function market(period: number, priceOf: (i: number) => number, region = 'East', parties = 7) {
  return Array.from({ length: parties }, (_, i): Trade => {
    const [seller, buyer] = [`${region} S${i}`, `${region} B${i}`]
    return { period, product: 'P', region, seller, buyer, price: priceOf(i), quantity: 10 }
  })
}
const at = (links: ReturnType<typeof priceLinks>, region: string | null, period: number) =>
  links.find((link) => link.region === region && link.period === period)!

test('every price up by a tenth is an index of 110, whoever trades most', () => {
  const released = release(
    [],
    priceLinks([...market(1, (i) => 10 + i), ...market(2, (i) => 11 + i * 1.1)]),
  )
  const [base, next] = released.filter(({ region }) => region === 'East')
  assert.deepEqual([base!.index, base!.base, base!.reason], [null, 1, 'no_trades'])
  assert.deepEqual([next!.index, next!.base, next!.reason], [110, 1, null])
  assert.deepEqual([next!.sellers, next!.buyers], ['5-9', '5-9'])
})

test('the index is weighed by value as the formula says', () => {
  const before = market(1, () => 10)
  const after = market(2, (i) => (i === 0 ? 20 : 10))
  const weight = (1 / 7 + 2 / 8) / 2
  const link = at(priceLinks([...before, ...after]), 'East', 2)
  assert.ok(Math.abs(link.relative! - 2 ** weight) < 1e-12)
})

test('a change in who trades is no change in price', () => {
  const before = market(1, (i) => 10 + i)
  const newcomers = market(2, () => 500, 'East', 12).slice(7)
  const link = at(priceLinks([...before, ...market(2, (i) => 10 + i), ...newcomers]), 'East', 2)
  assert.ok(Math.abs(link.relative! - 1) < 1e-12)
})

test('few parties, one that dominates and nobody at all are kept back by name', () => {
  const share = (i: number, weight = 1): Share => ({ seller: `S${i}`, buyer: `B${i}`, weight })
  const many = Array.from({ length: 6 }, (_, i) => share(i))
  assert.equal(judge(many), null)
  assert.equal(judge([]), 'no_trades')
  assert.equal(judge(many.slice(0, 4)), 'few_sellers')
  assert.equal(
    judge(many.map((one) => ({ ...one, buyer: `B${one.buyer === 'B0'}` }))),
    'few_buyers',
  )
  // Five others weigh 5; 10/3 is 40 % of the whole, and a little more is too much.
  assert.equal(judge([...many.slice(1), share(0, 10 / 3)]), null)
  assert.equal(judge([...many.slice(1), share(0, 3.4)]), 'dominant_seller')
  const oneBuyer = Array.from({ length: 10 }, (_, i) => ({
    ...share(i),
    buyer: `B${Math.min(i, 5)}`,
  }))
  assert.equal(judge(oneBuyer), 'dominant_buyer')
  // Who adds nothing is nobody to hide behind.
  assert.equal(judge([...many.slice(0, 4), share(8, 0)]), 'few_sellers')
})

test('where one region is kept back, another is too, so that nobody can subtract', () => {
  const rows = (price: number, period: number) => [
    ...market(period, () => price, 'East', 8),
    ...market(period, () => price, 'South', 6),
    ...market(period, () => price, 'West', 2),
  ]
  const links = priceLinks([...rows(10, 1), ...rows(11, 2)])
  assert.equal(at(links, null, 2).relativeReason, null)
  assert.equal(at(links, 'East', 2).relativeReason, null)
  assert.equal(at(links, 'South', 2).relativeReason, 'protects_another')
  assert.equal(at(links, 'West', 2).relativeReason, 'few_sellers')
  assert.deepEqual([at(links, 'South', 2).relative, at(links, 'South', 2).price], [null, null])
})

test('a price that moved by more than three times is set aside and counted', () => {
  const after = market(2, (i) => (i === 6 ? 1000 : 10))
  const link = at(priceLinks([...market(1, () => 10), ...after]), 'East', 2)
  assert.deepEqual([link.relative, link.setAside], [1, 1])
})

test('a link that is kept back breaks the chain, and nothing of it is shown later', () => {
  const rows = [
    ...market(1, () => 10),
    ...market(2, () => 12).slice(0, 4),
    ...market(3, () => 12),
    ...market(4, () => 15),
  ]
  const released = release([], priceLinks(rows)).filter(({ region }) => region === 'East')
  assert.deepEqual(
    released.map(({ index, base, reason }) => [index, base, reason]),
    [
      [null, 1, 'no_trades'],
      [null, 2, 'few_sellers'],
      [null, 3, 'few_sellers'],
      [125, 3, null],
    ],
  )
})

test('what went out stays as it was when trades come late', () => {
  const first = [...market(1, () => 10), ...market(2, () => 11)]
  const out = release([], priceLinks(first))
  const late = [...first, ...market(2, () => 30, 'East', 9), ...market(3, () => 12)]
  const again = release(out, priceLinks(late))
  assert.deepEqual(again.slice(0, out.length), out)
  assert.ok(again.some(({ period }) => period === 3))
  // A region that was not there then does not appear for a period that is out.
  const other = release(out, priceLinks([...first, ...market(2, () => 9, 'North')]))
  assert.deepEqual(other, out)
})

test('impossible trades are refused by name', () => {
  const [row] = market(1, () => 10)
  for (const [change, code] of [
    [{ price: 0 }, 'bad_price'],
    [{ price: Number.NaN }, 'bad_price'],
    [{ quantity: -1 }, 'bad_quantity'],
    [{ quantity: Number.POSITIVE_INFINITY }, 'bad_quantity'],
    [{ period: 1.5 }, 'bad_period'],
  ] as const)
    assert.throws(() => priceLinks([{ ...row!, ...change }]), { code })
})

const trades = fc.array(
  fc.record({
    period: fc.integer({ min: 1, max: 4 }),
    product: fc.constantFrom('P', 'Q'),
    region: fc.constantFrom('East', 'West', 'North'),
    seller: fc.integer({ min: 0, max: 8 }).map((i) => `S${i}`),
    buyer: fc.integer({ min: 0, max: 8 }).map((i) => `B${i}`),
    price: fc.integer({ min: 50, max: 140 }),
    quantity: fc.integer({ min: 1, max: 100 }),
  }),
  { maxLength: 400, minLength: 100, size: 'max' },
)
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.abs(b), `${a} ${b}`)

test('the order of the rows and the units of price and quantity change no index', () => {
  fc.assert(
    fc.property(trades, (rows) => {
      const links = priceLinks(rows)
      assert.deepEqual(priceLinks(rows.toReversed()), links)
      const other = priceLinks(
        rows.map((row) => ({ ...row, price: row.price * 7, quantity: row.quantity * 0.125 })),
      )
      other.forEach((link, i) => {
        assert.equal(link.relativeReason, links[i]!.relativeReason)
        if (link.relative !== null) near(link.relative, links[i]!.relative!)
      })
    }),
    { numRuns: 30 },
  )
})

test('time runs backwards to the reciprocal, and a mean stays between its extremes', () => {
  fc.assert(
    fc.property(trades, (rows) => {
      const forward = priceLinks(rows)
      const backward = priceLinks(rows.map((row) => ({ ...row, period: -row.period })))
      for (const { product, region, period, relative } of forward) {
        if (relative === null) continue
        assert.ok(relative >= 1 / 3 && relative <= 3)
        const back = backward.find(
          (link) =>
            link.product === product && link.region === region && link.period === 1 - period,
        )!
        near(back.relative!, 1 / relative)
      }
    }),
    { numRuns: 30 },
  )
})

test('nothing is shown that the rule forbids, alone or by subtraction', () => {
  const share = fc.record({
    seller: fc.integer({ min: 0, max: 9 }).map(String),
    buyer: fc.integer({ min: 0, max: 9 }).map(String),
    weight: fc.integer({ min: 1, max: 50 }),
  })
  let [shown, beside] = [0, 0]
  fc.assert(
    fc.property(
      fc.array(fc.array(share, { maxLength: 40, size: 'max' }), { maxLength: 5 }),
      (parts) => {
        const { whole, parts: reasons } = protect(parts)
        assert.equal(whole, judge(parts.flat()))
        const open = parts.filter((_, i) => reasons[i] === null)
        const hidden = parts.filter((_, i) => reasons[i] !== null).flat()
        for (const part of open) assert.equal(judge(part), null)
        shown += open.length
        beside += reasons.filter((reason) => reason === 'protects_another').length
        if (whole === null && hidden.length > 0 && open.length > 0)
          assert.equal(judge(hidden), null)
      },
    ),
    { numRuns: 300 },
  )
  assert.ok(shown > 50 && beside > 5, 'the cases no longer reach both')
})

test('whoever dominates is bounded as the rule says: the rest is at least half of the largest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 5, maxLength: 12 }),
      (sizes) => {
        const shares = sizes.map((weight, i) => ({ seller: `S${i}`, buyer: `B${i}`, weight }))
        if (judge(shares) !== null) return
        const [largest, second, ...rest] = sizes.toSorted((a, b) => b - a)
        assert.ok(second! <= largest!)
        assert.ok(rest.reduce((a, b) => a + b, 0) >= largest! / 2 - 1e-9)
      },
    ),
  )
})

test('counts are told in bands', () => {
  assert.deepEqual([0, 4, 5, 9, 10, 49, 99, 100, 4000].map(band), [
    ...['<5', '<5', '5-9', '5-9', '10-19', '20-49', '50-99', '100+', '100+'],
  ])
})

test('a price paid late is worth less, one paid down more, and on delivery what it says', () => {
  const days = { shipment: 5, delivery: 10, invoice: 12 }
  const whole = (from: 'order' | 'delivery' | 'invoice', late: number) =>
    cashPrice(100, [{ shareBp: 10_000, from, days: late }], days, 0.06)
  assert.equal(whole('delivery', 0), 100)
  near(whole('delivery', 365), 100 / 1.06)
  near(whole('invoice', 363), 100 / 1.06)
  assert.ok(whole('order', 0) > 100)
  const split = [
    { shareBp: 3000, from: 'order' as const, days: 10 },
    { shareBp: 7000, from: 'delivery' as const, days: 365 },
  ]
  near(cashPrice(100, split, days, 0.06), 30 + 70 / 1.06)
  assert.equal(cashPrice(100, split, days, 0), 100)
})

test('an own price stands beside the market, and beside all regions where its own is kept back', () => {
  const rows = (period: number, price: number) => [
    ...market(period, () => price),
    ...market(period, () => price, 'West', 8),
    ...market(period, () => price, 'North', 1),
  ]
  const released = release([], priceLinks([...rows(1, 10), ...rows(2, 11)]))
  const mine = (region: string, period: number, price: number): Trade => ({
    ...{ product: 'P', seller: 'S', buyer: 'me', quantity: 3 },
    ...{ region, period, price },
  })
  const [, dear] = ownPrices([mine('West', 1, 11), mine('West', 2, 13.2)], released)
  assert.equal(dear!.standing, 'above')
  near(dear!.ratio!, 1.2)
  near(dear!.ownMove!, 1.2)
  near(dear!.marketMove!, 1.1)
  const [north] = ownPrices([mine('North', 2, 11)], released)
  assert.deepEqual([north!.standing, north!.ownMove], ['near', null])
  const [unknown] = ownPrices([{ ...mine('West', 2, 5), product: 'Q' }], released)
  assert.deepEqual([unknown!.ratio, unknown!.standing, unknown!.marketMove], [null, null, null])
})
