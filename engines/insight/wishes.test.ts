import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  type CategoryFacts,
  judgeWishes,
  measure,
  type Offer,
  revealedWishes,
  topShareOf,
  WISHES,
  type Wish,
} from './index.ts'

const facts: CategoryFacts = {
  ...{ category: '米面粮油', asked: 100, offered: 95, due: 200, inTime: 150 },
  ...{ received: 100, accepted: 99, priceRatio: 1.05, topShare: 0.8 },
}

test('each wish is measured from what happened, and unknown is unknown', () => {
  const kept = (of: CategoryFacts) => measure(of).map(({ isKept }) => isKept)
  assert.deepEqual(
    measure(facts).map(({ figure }) => figure),
    [0.95, 0.75, 0.99, 1.05],
  )
  assert.deepEqual(kept(facts), [true, false, true, false])
  const blank = { asked: null, due: 0, received: null, priceRatio: null }
  assert.deepEqual(kept({ ...facts, ...blank }), [null, null, null, null])
  for (const { score } of measure({ ...facts, ...blank })) assert.equal(score, null)
})

test('one promise keeps you in the game, two win, three strain, four kill', () => {
  const verdicts = WISHES.map((_, i) => judgeWishes(facts, WISHES.slice(0, i + 1)))
  assert.deepEqual(
    verdicts.map(({ verdict, isWarned }) => [verdict, isWarned]),
    [
      ['in_the_game', false],
      ['wins', false],
      ['strains', true],
      ['kills', true],
    ],
  )
  const nothing = judgeWishes(facts, [])
  assert.deepEqual([nothing.verdict, nothing.recommended], ['none', null])
  assert.deepEqual(nothing.reasons, [{ wish: null, reason: 'nothing_promised' }])
})

test('if range is the wish, own stock cannot serve it', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...WISHES]),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (promised, topShare) => {
        const { recommended, strained } = judgeWishes({ ...facts, topShare }, promised)
        if (promised.includes('range')) assert.equal(recommended, 'marketplace')
        assert.ok(strained.every((wish) => promised.includes(wish) && wish !== 'range'))
      },
    ),
  )
})

test('few items that make the demand are held in own stock, a long tail is not', () => {
  const by = (wish: Wish, topShare: number | null) => {
    const { recommended, reasons } = judgeWishes({ ...facts, topShare }, [wish])
    return [recommended, reasons[0]!.reason]
  }
  assert.deepEqual(by('speed', 0.8), ['own_stock', 'own_stock_is_near'])
  assert.deepEqual(by('speed', 0.3), ['marketplace', 'long_tail_cannot_be_stocked'])
  assert.deepEqual(by('thrift', 0.8), ['own_stock', 'few_items_are_bought_in_bulk'])
  assert.deepEqual(by('thrift', 0.3), ['marketplace', 'competition_lowers_prices'])
  assert.deepEqual(by('quality', null), ['own_stock', 'own_hands_hold_quality'])
  assert.deepEqual(by('speed', null), [null, 'demand_unknown'])
})

test('promises that pull apart, that are broken and that nobody measures are named', () => {
  const report = judgeWishes({ ...facts, received: null }, ['range', 'speed', 'quality'])
  assert.deepEqual(report.strained, ['speed', 'quality'])
  assert.deepEqual(report.broken, ['speed'])
  assert.deepEqual(report.unmeasured, ['quality'])
})

test('impossible facts are refused by name', () => {
  assert.throws(() => measure({ ...facts, offered: 200 }), { code: 'bad_share' })
  assert.throws(() => measure({ ...facts, priceRatio: Number.NaN }), { code: 'bad_share' })
  assert.throws(() => judgeWishes({ ...facts, topShare: 2 }, []), { code: 'bad_share' })
  assert.throws(() => judgeWishes(facts, ['luck' as Wish]), { code: 'bad_wish' })
  assert.throws(() => revealedWishes([{ offers: [], won: 0 }]), { code: 'bad_award' })
})

test('scores rise with what is measured, and stay on their scale', () => {
  const share = fc.integer({ min: 0, max: 100 })
  fc.assert(
    fc.property(share, share, fc.double({ min: 0.1, max: 3, noNaN: true }), (a, b, ratio) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      const of = (n: number, priceRatio: number) =>
        measure({ ...facts, offered: n, inTime: n * 2, accepted: n, priceRatio })
      of(low, ratio).forEach((one, i) => {
        const better = of(high, ratio * 0.9)[i]!
        assert.ok(one.score! >= 0 && one.score! <= 100 && better.score! >= one.score!)
      })
    }),
  )
})

test('the busiest fifth is counted, at least one item', () => {
  assert.equal(topShareOf([60, 10, 10, 10, 10]), 0.6)
  assert.equal(topShareOf([5]), 1)
  assert.equal(topShareOf([]), null)
  assert.equal(topShareOf([0, 0]), null)
})

test('what customers choose by shows in what they chose', () => {
  const offer = (thrift: number, speed: number): Offer => ({
    thrift,
    speed,
    range: 1,
    quality: null,
  })
  // The cheapest always wins, and is the fastest half of the time.
  const awards = Array.from({ length: 20 }, (_, i) => ({
    offers: [offer(9, i % 2 ? 3 : 30), offer(10, 10), offer(11, 20)],
    won: 0,
  }))
  const [first, second, ...rest] = revealedWishes(awards)
  assert.deepEqual([first!.wish, first!.cases, first!.won], ['thrift', 20, 20])
  assert.ok(Math.abs(first!.lift! - 3) < 1e-9)
  assert.deepEqual([second!.wish, second!.won], ['speed', 10])
  // All offers alike, or one of them unknown: nothing was chosen by it.
  assert.deepEqual(
    rest.map(({ cases, lift }) => [cases, lift]),
    [
      [0, null],
      [0, null],
    ],
  )
})
