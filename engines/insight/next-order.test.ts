import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  learnHabits,
  learnRhythm,
  likelihood,
  nextOrder,
  type Order,
  orderDays,
  reliability,
} from './index.ts'

/** A linear congruential generator, so that the tests are the same on every machine. */
function chances(state = 7) {
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
const every = (interval: number, from: number, until: number) =>
  Array.from({ length: Math.floor((until - from) / interval) + 1 }, (_, i) => from + i * interval)

test('buyers who keep their rhythm are sure to come, and those who stopped are not', () => {
  const steady = Array.from({ length: 40 }, (_, i) => every(10, i % 10, 360))
  const gone = Array.from({ length: 40 }, (_, i) => every(10, i % 10, 120))
  const rhythm = learnRhythm([...steady, ...gone], 360, { horizonDays: 28 })
  const stays = likelihood(rhythm, steady[3]!, 360)
  const left = likelihood(rhythm, gone[3]!, 360)
  assert.ok(stays.confidence > 0.95, String(stays.confidence))
  assert.ok(left.confidence < 0.1, String(left.confidence))
  assert.ok(stays.seen > 100 && stays.came <= stays.seen)
})

test('what is said holds on buyers made by chance, each with a rate of its own', () => {
  const chance = chances()
  const buyers = Array.from({ length: 1500 }, () => {
    const rate = 0.01 + 0.15 * chance() ** 2
    return Array.from({ length: 500 }, (_, day) => day).filter(() => chance() < rate)
  }).filter((days) => days.some((day) => day <= 400))
  const rhythm = learnRhythm(
    buyers.map((days) => days.filter((day) => day <= 400)),
    400,
    { horizonDays: 28 },
  )
  const said = buyers.map((days) => ({
    confidence: likelihood(rhythm, days, 400).confidence,
    came: days.some((day) => day > 400 && day <= 428),
  }))
  const { bands, gap, brier } = reliability(said)
  assert.ok(gap < 0.05, `gap ${gap}`)
  assert.ok(brier < 0.2)
  for (const band of bands.filter(({ count }) => count >= 100))
    assert.ok(Math.abs(band.said - band.found) < 0.12, JSON.stringify(band))
})

const history = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 30 })

test('nothing after the day is looked at', () => {
  fc.assert(
    fc.property(fc.array(history, { minLength: 1, maxLength: 20 }), (histories) => {
      const day = 200
      const known = histories
        .map((days) => days.filter((d) => d <= day))
        .filter((d) => d.length > 0)
      fc.pre(known.length > 0)
      const later = known.map((days) => [...days, 201, 299])
      const [a, b] = [known, later].map((all) => learnRhythm(all, day, { horizonDays: 14 }))
      assert.deepEqual([...a!.counts], [...b!.counts])
      const [x, y] = [known, later].map((all) => likelihood(a!, all[0]!, day))
      assert.deepEqual(x, y)
    }),
  )
})

test('a confidence is a chance, and a shift of the calendar changes none', () => {
  fc.assert(
    fc.property(
      fc.array(history, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: -5000, max: 20_000 }),
      (histories, shift) => {
        const rhythm = learnRhythm(histories, 300, { horizonDays: 14 })
        const moved = histories.map((days) => days.map((day) => day + shift))
        const other = learnRhythm(moved, 300 + shift, { horizonDays: 14 })
        histories.forEach((days, i) => {
          const said = likelihood(rhythm, days, 300)
          assert.ok(said.confidence > 0 && said.confidence < 1)
          assert.deepEqual(likelihood(other, moved[i]!, 300 + shift), said)
        })
      },
    ),
  )
})

test('impossible questions are refused by name', () => {
  assert.throws(() => learnRhythm([[1]], 9, { horizonDays: 0 }), { code: 'bad_option' })
  assert.throws(() => learnRhythm([[1]], 9, { horizonDays: 7, everyDays: 0.5 }), {
    code: 'bad_option',
  })
  assert.throws(() => orderDays([Number.NaN]), { code: 'bad_day' })
  const rhythm = learnRhythm([[1]], 9, { horizonDays: 7 })
  assert.throws(() => likelihood(rhythm, [12], 9), { code: 'no_orders' })
  const habits = learnHabits([])
  assert.throws(() => nextOrder({ rhythm, habits }, [], 9), { code: 'no_orders' })
  const order = { day: 1, lines: [{ item: 'a', quantity: 0 }] }
  assert.throws(() => nextOrder({ rhythm, habits }, [order], 9), { code: 'bad_quantity' })
})

test('reliability is counted by hand', () => {
  const { bands, brier, gap } = reliability(
    [
      { confidence: 0.2, came: false },
      { confidence: 0.4, came: true },
      { confidence: 1, came: true },
    ],
    2,
  )
  assert.deepEqual(
    bands.map(({ count, found }) => [count, found]),
    [
      [2, 0.5],
      [1, 1],
    ],
  )
  assert.ok(Math.abs(brier - (0.04 + 0.36) / 3) < 1e-12)
  // The lower band said 0.6 in all and had one: 0.4 over three answers.
  assert.ok(Math.abs(gap - 0.4 / 3) < 1e-12)
})

/** Rice every time, oil every second time, tea once long ago; every ten days. */
const orders = every(10, 0, 200).map((day, i): Order => {
  const lines = [{ item: 'rice', quantity: 100 }]
  if (i % 2 === 0) lines.push({ item: 'oil', quantity: 20 + (i % 4) })
  if (i === 1) lines.push({ item: 'tea', quantity: 1 })
  return { day, lines }
})
const others = Array.from({ length: 30 }, (_, i) => orders.map((o) => ({ ...o, day: o.day - i })))
const learnt = {
  rhythm: learnRhythm(
    others.map((all) => all.map(({ day }) => day)),
    205,
    { horizonDays: 28 },
  ),
  habits: learnHabits(others),
}

test('the next order has a day, its items and how much of each', () => {
  const next = nextOrder(learnt, orders, 205)
  assert.deepEqual([next.day, next.early, next.late, next.isOverdue], [210, 210, 210, false])
  assert.ok(next.coverage! >= 0.8)
  assert.ok(next.likelihood.confidence > 0.9)
  assert.deepEqual(
    next.items.map(({ item, orders: count }) => [item, count]),
    [
      ['rice', 21],
      ['oil', 11],
      ['tea', 1],
    ],
  )
  const [rice, oil, tea] = next.items
  assert.ok(Math.abs(rice!.quantity - 100) < 1e-9)
  // To the last digit of a double: a hundred smoothed with a hundred.
  assert.deepEqual([rice!.range!.low, rice!.range!.high].map(Math.round), [100, 100])
  assert.ok(rice!.chance > 0.95 && tea!.chance < 0.1, `${rice!.chance} ${tea!.chance}`)
  assert.ok(oil!.chance > tea!.chance && oil!.chance < rice!.chance)
  assert.ok(Math.abs(rice!.perWeek - 70) < 15, String(rice!.perWeek))
  assert.equal(tea!.range, null)
})

test('an order that should have come is overdue, and one order alone has no day', () => {
  const late = nextOrder(learnt, orders, 215)
  assert.deepEqual([late.day, late.isOverdue], [210, true])
  const first = nextOrder(learnt, orders.slice(0, 1), 3)
  assert.deepEqual([first.day, first.coverage, first.isOverdue], [null, null, false])
  assert.ok(first.likelihood.confidence > 0)
})

test('a buyer who was away long is not expected sooner than that', () => {
  const days = [0, 10, 20, 60, 70, 80]
  const made = days.map((day) => ({ day, lines: [{ item: 'a', quantity: 1 }] }))
  assert.equal(nextOrder(learnt, made, 85).day, 90)
  // Fifteen days of silence: only the interval of 40 is left.
  assert.equal(nextOrder(learnt, made, 95).day, 120)
})

test('orders of one day are one order', () => {
  const twice = orders.flatMap(({ day, lines }) => lines.map((line) => ({ day, lines: [line] })))
  assert.deepEqual(nextOrder(learnt, twice, 205), nextOrder(learnt, orders, 205))
})
