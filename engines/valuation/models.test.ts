import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { runReadme } from '../../test/readme.ts'
import {
  arpuAgrees,
  arpuOf,
  benchmark,
  CELLS,
  capitalEfficiency,
  devaValue,
  fitLaws,
  indicatorsOf,
  LAWS,
  lawValue,
  lifetimeOfCurve,
  lifetimeOfRetention,
  links,
  monteCarlo,
  operatingValue,
  organicUsers,
  type Peer,
  partsOf,
  SUBJECTS,
  scoreOf,
  tornado,
  USER_INDICATORS,
  vrPoints,
} from './index.ts'

const METCALFE = fileURLToPath(
  new URL('../../../shared/data/metcalfe/facebook_tencent.csv', import.meta.url),
)
const skip = existsSync(METCALFE) ? false : 'the public data beside the project is absent'

test('on public figures the square misses least, and the coefficients are those published', {
  skip,
}, () => {
  const points = readFileSync(METCALFE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('facebook'))
    .map((line) => line.split(','))
    .map(([, , users, value]) => ({ users: Number(users) * 1e6, value: Number(value) * 1e6 }))
  const fits = fitLaws(points)
  assert.deepEqual(
    fits.map((fit) => fit.law),
    ['metcalfe', 'cube', 'odlyzko', 'sarnoff'],
  )
  // research/credit-iot-value.md section 5.
  const wanted = {
    metcalfe: [5.03e-9, 0.211e9],
    cube: [4.45e-18, 0.508e9],
    odlyzko: [0.2474, 0.709e9],
    sarnoff: [5.1, 0.753e9],
  }
  for (const { law, coefficient, rmsd, drift, rollingRmsd } of fits) {
    assert.equal(coefficient.toPrecision(3), wanted[law][0]!.toPrecision(3))
    assert.equal((rmsd / 1e9).toFixed(3), (wanted[law][1]! / 1e9).toFixed(3))
    assert.equal(drift.length, points.length - 4)
    assert.ok(rollingRmsd! > 0)
  }
})

test('one user has no links, and every law grows with users', () => {
  assert.deepEqual([links(0), links(1), links(2), links(5)], [0, 0, 1, 10])
  fc.assert(
    fc.property(fc.constantFrom(...LAWS), fc.integer({ min: 2, max: 1e9 }), (law, users) => {
      assert.ok(lawValue(law, 2, users + 1) > lawValue(law, 2, users))
    }),
  )
})

test('what a law made it fits without a miss, and it comes first', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LAWS),
      fc.uniqueArray(fc.integer({ min: 10, max: 1e8 }), { minLength: 6, maxLength: 12 }),
      fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
      (law, users, coefficient) => {
        const points = users.map((n) => ({ users: n, value: lawValue(law, coefficient, n) }))
        const [best] = fitLaws(points)
        assert.equal(best!.law, law)
        assert.ok(Math.abs(best!.coefficient / coefficient - 1) < 1e-9)
        assert.ok(
          best!.relative < 1e-9 &&
            best!.rollingRmsd! / Math.max(...points.map((point) => point.value)) < 1e-9,
        )
        assert.deepEqual(best!.warnings, [])
      },
    ),
  )
})

test('few points and a drifting coefficient are warned of', () => {
  const points = [1, 2, 3].map((n) => ({ users: n * 10, value: n }))
  assert.ok(fitLaws(points).every((fit) => fit.warnings.includes('too_few_points')))
  const bubble = [10, 20, 30, 40, 50, 60, 70, 80].map((users, i) => ({
    users,
    value: users * users * (i < 4 ? 5 : 1),
  }))
  const metcalfe = fitLaws(bubble).find((fit) => fit.law === 'metcalfe')!
  assert.deepEqual(metcalfe.warnings, ['coefficient_drifts'])
  assert.throws(() => fitLaws(points.slice(0, 1)), { code: 'too_few_points' })
  assert.throws(() => fitLaws([{ users: -4, value: 1 }, ...points]), { code: 'out_of_range' })
  assert.throws(() => fitLaws([{ users: 4, value: -1 }, ...points]), { code: 'negative' })
})

const cny = (amount: number, per: 'month' | 'year' = 'month') => ({ amount, currency: 'CNY', per })

test('K × ARPU × MAU × LT refuses a monthly figure against a yearly lifetime', () => {
  const input = { k: 1.2, arpu: cny(5), mau: 1e6, lifetime: { length: 24, unit: 'month' as const } }
  assert.deepEqual(operatingValue(input), { amount: 144e6, currency: 'CNY' })
  assert.throws(() => operatingValue({ ...input, arpu: cny(60, 'year') }), {
    code: 'unit_mismatch',
    field: 'lifetime',
  })
  assert.throws(() => operatingValue({ ...input, mau: -1 }), { code: 'negative', field: 'mau' })
  assert.throws(() => operatingValue({ ...input, k: Number.NaN }), { code: 'not_a_number' })
})

test('pay rate × ARPPU is ARPU, and what does not agree is said', () => {
  assert.equal(arpuOf(0.05, cny(100)).amount, 5)
  assert.ok(arpuAgrees(cny(5.05), 0.05, cny(100)))
  assert.ok(!arpuAgrees(cny(6), 0.05, cny(100)))
  assert.throws(() => arpuAgrees(cny(5), 0.05, cny(1200, 'year')), { code: 'unit_mismatch' })
  assert.throws(() => arpuAgrees(cny(5), 0.05, { ...cny(100), currency: 'USD' }), {
    code: 'currency_mismatch',
  })
  assert.throws(() => arpuOf(1.2, cny(1)), { code: 'out_of_range' })
})

test('the lifetime of a steady retention is 1 / (1 − r), by formula and by curve', () => {
  assert.equal(lifetimeOfRetention(0.75), 4)
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.98, noNaN: true }),
      fc.integer({ min: 2, max: 60 }),
      (r, n) => {
        const curve = Array.from({ length: n }, (_, i) => r ** (i + 1))
        const { length, tail } = lifetimeOfCurve(curve)
        assert.ok(Math.abs(length * (1 - r) - 1) < 1e-9)
        assert.ok(tail >= 0 && tail < length)
      },
    ),
  )
  assert.deepEqual(lifetimeOfCurve([0.5, 0]), { length: 1.5, tail: 0 })
  for (const bad of [[], [1.2], [0.5, 0.6], [0.5, 0.5]]) assert.throws(() => lifetimeOfCurve(bad))
  assert.throws(() => lifetimeOfRetention(1), { code: 'out_of_range' })
})

test('DEVA, capital efficiency and what remains without bought users', () => {
  assert.equal(devaValue({ amount: 10, currency: 'CNY' }, 3).amount, 90)
  const usd = (amount: number) => ({ amount, currency: 'USD' })
  assert.equal(capitalEfficiency(usd(10e9), usd(2e9)), 5)
  assert.throws(() => capitalEfficiency(usd(1), { amount: 1, currency: 'CNY' }), {
    code: 'currency_mismatch',
  })
  assert.throws(() => capitalEfficiency(usd(1), usd(0)), { code: 'out_of_range' })
  assert.equal(organicUsers(1000, 0.4), 600)
  assert.equal(organicUsers(1000, 0.4, 0.5), 800)
  assert.throws(() => organicUsers(1000, 1.4), { code: 'out_of_range', field: 'boughtShare' })
})

const answers = (of = USER_INDICATORS) =>
  fc.record(
    Object.fromEntries(of.map(({ name }) => [name, fc.double({ min: 1, max: 5, noNaN: true })])),
  ) as fc.Arbitrary<Record<string, number>>

test('points lie between 2 and 50, and a better answer never lowers them', () => {
  for (const subject of SUBJECTS) {
    const indicators = indicatorsOf(subject)
    fc.assert(
      fc.property(answers(indicators), fc.constantFrom(...indicators), (scores, { name }) => {
        const { points, today, future } = vrPoints(scores, indicators)
        assert.ok(points >= 2 - 1e-9 && points <= 50 + 1e-9)
        assert.ok(Math.abs(today + future - points) < 1e-9)
        const better = vrPoints({ ...scores, [name]: 5 }, indicators).points
        assert.ok(better >= points - 1e-9)
      }),
    )
    const all = (score: number) => Object.fromEntries(indicators.map((i) => [i.name, score]))
    assert.equal(vrPoints(all(1), indicators).points, 2)
    assert.equal(vrPoints(all(5), indicators).points, 50)
  }
})

test('the pull counts once in its cell, as the mean of its three effects', () => {
  const scores = Object.fromEntries(USER_INDICATORS.map((i) => [i.name, 3]))
  const parts = partsOf('v2', USER_INDICATORS)
  assert.deepEqual(
    parts.map((part) => [part.name, part.weight]),
    [
      ['market_size', 0.25],
      ['pain_point', 0.25],
      ['pull', 0.25],
      ['ease_of_acquisition', 0.25],
    ],
  )
  const pulled = { ...scores, same_side_effect: 5, cross_side_effect: 5, irreplaceability: 5 }
  assert.equal(vrPoints(pulled).cells.v2, 3.5)
  const weighted = vrPoints(pulled, USER_INDICATORS, { pull: 1 })
  assert.equal(weighted.cells.v2, 5)
})

test('the pain point is the watershed', () => {
  const scores = Object.fromEntries(USER_INDICATORS.map((i) => [i.name, 3]))
  assert.equal(vrPoints(scores).painPoint, 'needs_capital')
  assert.equal(vrPoints({ ...scores, pain_point: 4 }).painPoint, 'may_succeed')
  assert.equal(vrPoints({ ...scores, pain_point: 2 }).painPoint, 'do_not_start')
})

test('bad answers and weights are named', () => {
  const scores = Object.fromEntries(USER_INDICATORS.map((i) => [i.name, 3]))
  assert.throws(() => vrPoints({ ...scores, pay_rate: null }), { code: 'empty', field: 'pay_rate' })
  assert.throws(() => vrPoints({ ...scores, pay_rate: 6 }), { code: 'out_of_range' })
  assert.throws(() => vrPoints({ ...scores, charm: 3 }), { code: 'unknown_name', field: 'charm' })
  const weights = { pay_rate: 0.5, arppu: 0.2, lifetime: 0.2 }
  assert.throws(() => vrPoints(scores, USER_INDICATORS, weights), {
    code: 'weights_do_not_sum',
    field: 'r1',
  })
  assert.equal(CELLS.length, 4)
})

test('figures are scored by anchors, rising or falling', () => {
  const of = (name: string) => USER_INDICATORS.find((i) => i.name === name)!
  assert.deepEqual(
    [0, 1e6, 5e7, 1e8, 9e9].map((n) => scoreOf(of('active_users'), n)),
    [1, 2, 3, 4, 5],
  )
  // 11 yuan a head was the cheapest known.
  assert.deepEqual(
    [500, 200, 50, 30, 11].map((n) => scoreOf(of('ease_of_acquisition'), n)),
    [1, 2, 3, 4, 5],
  )
  assert.throws(() => scoreOf(of('pain_point'), 3), { code: 'unknown_name' })
  assert.throws(() => scoreOf(of('pay_rate'), -1), { code: 'negative' })
})

const peer = (more: Partial<Peer> = {}): Peer => ({
  name: 'peer',
  value: 19e9,
  currency: 'USD',
  points: 30,
  closeness: 1,
  ...more,
})

test('a case is priced by its peers, the closer the more', () => {
  const priced = benchmark(15, [
    peer(),
    peer({ name: 'far', value: 10e9, points: 20, closeness: 0.5 }),
  ])
  assert.deepEqual(
    priced.byPeer.map((p) => p.value),
    [9.5e9, 7.5e9],
  )
  assert.equal(Math.round(priced.value), Math.round((9.5e9 * 2 + 7.5e9) / 3))
  assert.deepEqual([priced.low, priced.high], [7.5e9, 9.5e9])
  assert.throws(() => benchmark(15, []), { code: 'empty' })
  assert.throws(() => benchmark(15, [peer({ points: null })]), {
    code: 'peer_without_points',
    field: 'peer',
  })
  assert.throws(() => benchmark(15, [peer(), peer({ currency: 'CNY' })]), {
    code: 'currency_mismatch',
  })
  assert.throws(() => benchmark(15, [peer({ closeness: 0 })]), { code: 'out_of_range' })
})

test('scaling the currency changes nothing but the unit', () => {
  const money = fc.double({ min: 1, max: 1e12, noNaN: true })
  fc.assert(
    fc.property(money, fc.double({ min: 0.01, max: 100, noNaN: true }), (value, factor) => {
      const [a, b] = [value, value * factor].map((v) => benchmark(20, [peer({ value: v })]).value)
      assert.ok(Math.abs(b! / (a! * factor) - 1) < 1e-12)
      const operating = (amount: number) =>
        operatingValue({ k: 1, arpu: cny(amount), mau: 10, lifetime: { length: 3, unit: 'month' } })
          .amount
      assert.ok(Math.abs(operating(value * factor) / (operating(value) * factor) - 1) < 1e-12)
    }),
  )
})

const model = ({ mau, arpu, lifetime }: Record<string, number>) => mau! * arpu! * lifetime!
const inputs = {
  mau: { low: 90, likely: 100, high: 110 },
  arpu: { low: 1, likely: 5, high: 9 },
  lifetime: { low: 20, likely: 24, high: 26 },
}

test('a tornado puts what matters most on top', () => {
  const bars = tornado(model, inputs)
  assert.deepEqual(
    bars.map((bar) => bar.input),
    ['arpu', 'lifetime', 'mau'],
  )
  assert.deepEqual([bars[0]!.atLow, bars[0]!.atHigh], [2400, 21_600])
})

test('a Monte Carlo range is the same for a seed, ordered, and narrows to a known value', () => {
  const range = monteCarlo(model, inputs, { seed: 7 })
  assert.deepEqual(range, monteCarlo(model, inputs, { seed: 7 }))
  assert.notEqual(range.p50, monteCarlo(model, inputs, { seed: 8 }).p50)
  assert.ok(
    range.p5 < range.p25 && range.p25 < range.p50 && range.p50 < range.p75 && range.p75 < range.p95,
  )
  assert.equal(
    range.histogram.reduce((sum, bar) => sum + bar.count, 0),
    10_000,
  )
  // The mean of a triangle is the mean of its three corners.
  const one = monteCarlo(({ x }) => x!, { x: { low: 0, likely: 1, high: 5 } }, { draws: 200_000 })
  assert.ok(Math.abs(one.mean - 2) < 0.01)
  const sure = monteCarlo(({ x }) => x!, { x: { low: 4, likely: 4, high: 4 } })
  assert.deepEqual([sure.p5, sure.p95, sure.histogram[0]!.count], [4, 4, 10_000])
  assert.throws(() => monteCarlo(model, inputs, { draws: 3 }), { code: 'out_of_range' })
  assert.throws(() => tornado(model, { x: { low: 3, likely: 1, high: 2 } }), {
    code: 'out_of_range',
    field: 'x',
  })
  assert.throws(() => tornado(model, {}), { code: 'empty' })
  assert.throws(() => monteCarlo(() => Number.NaN, inputs), { code: 'not_a_number' })
})

test('the example of the README runs and gives what it says', () =>
  runReadme(new URL('.', import.meta.url)))
