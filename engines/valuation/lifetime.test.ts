import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { bgNbdLikelihood } from './bg-nbd.ts'
import { groupCustomers } from './customers.ts'
import {
  type BgNbd,
  bgNbdAlive,
  bgNbdExpected,
  bgNbdExpectedOf,
  type Customers,
  expectedSpend,
  fitBgNbd,
  fitGammaGamma,
  fitParetoNbd,
  type GammaGamma,
  type ParetoNbd,
  paretoNbdAlive,
  paretoNbdExpected,
  paretoNbdExpectedOf,
  summarise,
  ValuationError,
} from './index.ts'
import { paretoNbdLikelihood } from './pareto-nbd.ts'
import { digamma, hyp2f1, lnAdd, lnGamma, lnHypOne, lnSubtract } from './special.ts'

const CDNOW = fileURLToPath(new URL('../../../shared/data/cdnow/', import.meta.url))
const skip = existsSync(CDNOW) ? false : 'the public data beside the project is absent'

function table(name: string): number[][] {
  const [, ...lines] = readFileSync(CDNOW + name, 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => line.split(',').map(Number))
}

function cdnow(): Required<Customers> {
  const rows = table('cdnow_customers_summary_with_transactions.csv')
  const column = (k: number) => rows.map((row) => row[k]!)
  return { frequency: column(1), recency: column(2), age: column(3), spend: column(4) }
}

const near = (seen: number, wanted: number, within: number) =>
  assert.ok(Math.abs(seen - wanted) <= within, `${seen} is not within ${within} of ${wanted}`)

// References: lifetimes' test_estimation.py and BTYD, as research/credit-iot-value.md 2.3 lists them.
test('BG/NBD on CDNOW is the published fit, and all starts reach it', { skip }, () => {
  const fit = fitBgNbd(cdnow())
  const { r, alpha, a, b } = fit.parameters as unknown as BgNbd
  near(r, 0.24259, 5e-6)
  near(alpha, 4.41353, 5e-6)
  near(a, 0.79289, 5e-6)
  near(b, 2.42575, 1e-5)
  near(fit.logLikelihood, -9582.4256, 5e-5)
  assert.deepEqual([fit.isConverged, fit.doubts, fit.starts.length], [true, [], 5])
  const model = { r, alpha, a, b }
  const times = [0.1429, 1, 3, 31.8571, 32, 78]
  const expected = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
  for (const [i, time] of times.entries()) near(bgNbdExpected(model, time), expected[i]!, 4e-4)
  near(bgNbdExpectedOf(model, { frequency: 2, recency: 30.43, age: 38.86 }, 39), 1.226, 5e-4)
})

test('Pareto/NBD on CDNOW is the published fit', { skip }, () => {
  const fit = fitParetoNbd(cdnow())
  const { r, alpha, s, beta } = fit.parameters as unknown as ParetoNbd
  near(r, 0.55328, 5e-6)
  near(alpha, 10.57761, 2e-5)
  near(s, 0.60621, 1e-5)
  near(beta, 11.66791, 2e-4)
  near(fit.logLikelihood, -9594.9739, 5e-5)
  assert.ok(fit.isConverged)
  const seen = { frequency: 26, recency: 30.86, age: 31 }
  near(paretoNbdAlive({ r, alpha, s, beta }, seen), 0.9979, 5e-5)
  near(paretoNbdExpectedOf({ r, alpha, s, beta }, seen, 52), 25.46, 5e-3)
})

test('Gamma-Gamma on CDNOW is the published fit', { skip }, () => {
  const fit = fitGammaGamma(cdnow())
  near(fit.parameters.p!, 6.2488, 5e-5)
  near(fit.parameters.q!, 3.7446, 5e-5)
  near(fit.parameters.v!, 15.4477, 1e-4)
  near(fit.logLikelihood, -4055.9232, 5e-5)
  near(fit.meanSpend!, 35.171, 5e-4)
  near(fit.correlation, 0.1139, 5e-5)
  assert.deepEqual([fit.count, fit.isConverged], [946, true])
})

test('the summary of the raw transactions is the published one', { skip }, () => {
  const lines = readFileSync(`${CDNOW}CDNOW_sample.txt`, 'utf8').trim().split('\n')
  const dayOf = (text: string) =>
    Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`) / 86_400_000
  const transactions = lines.map((line) => {
    const [, customer, date, , amount] = line.trim().split(/\s+/) as string[]
    return { customer: customer!, day: dayOf(date!), amount: Number(amount) }
  })
  const made = summarise(transactions, dayOf('19970930'), 7)
  const wanted = cdnow()
  assert.equal(made.ids.length, wanted.frequency.length)
  for (let i = 0; i < made.ids.length; i++) {
    const id = Number(made.ids[i]) - 1
    assert.equal(made.frequency[i], wanted.frequency[id], `customer ${made.ids[i]}`)
    near(made.recency[i]!, wanted.recency[id]!, 0.006)
    near(made.age[i]!, wanted.age[id]!, 0.006)
  }
})

/** A generator with a seed, for customers that a model made. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return (state + 0.5) / 2 ** 32
  }
}

function simulate(model: BgNbd, count: number, seed: number, most = 501): Customers {
  const u = random(seed)
  const normal = () => Math.sqrt(-2 * Math.log(u())) * Math.cos(2 * Math.PI * u())
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * u() ** (1 / shape)
    const d = shape - 1 / 3
    for (;;) {
      const x = normal()
      const v = (1 + x / Math.sqrt(9 * d)) ** 3
      if (v > 0 && Math.log(u()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }
  const made = { frequency: [] as number[], recency: [] as number[], age: [] as number[] }
  for (let i = 0; i < count; i++) {
    const rate = gamma(model.r) / model.alpha
    const [ga, gb] = [gamma(model.a), gamma(model.b)]
    const age = 20 + Math.floor(u() * 60)
    let [time, bought, last] = [0, 0, 0]
    while (bought < most) {
      time -= Math.log(u()) / rate
      if (time > age) break
      bought++
      last = time
      if (u() < ga / (ga + gb)) break
    }
    made.frequency.push(bought)
    made.recency.push(last)
    made.age.push(age)
  }
  return made
}

test('BG/NBD finds what customers were made with, within four standard errors', () => {
  const truth = { r: 0.6, alpha: 3, a: 0.7, b: 3 }
  const fit = fitBgNbd(simulate(truth, 20_000, 3))
  assert.ok(fit.isConverged, fit.doubts.join())
  for (const [name, value] of Object.entries(truth)) {
    near(fit.parameters[name]!, value, 4 * fit.standardErrors![name]!)
  }
})

test('289,000 customers who buy up to 501 times are fitted', () => {
  const made = simulate({ r: 0.5, alpha: 0.12, a: 0.2, b: 9 }, 4_000, 5)
  // Each of the 4,000 stands for seventy-two others, and one of them bought most.
  const times = <T>(values: ArrayLike<T>) =>
    Array.from({ length: 72 }, () => [...Array.from(values)]).flat()
  const frequency = [...times(made.frequency), ...Array(1000).fill(501)] as number[]
  const recency = [...times(made.recency), ...Array(1000).fill(59.5)] as number[]
  const age = [...times(made.age), ...Array(1000).fill(60)] as number[]
  assert.equal(frequency.length, 289_000)
  const fit = fitBgNbd({ frequency, recency, age })
  assert.ok(fit.isConverged, fit.doubts.join())
  assert.ok(Object.values(fit.parameters).every((p) => p > 0 && Number.isFinite(p)))
})

test('a fit does not depend on the unit of time', () => {
  const weeks = simulate({ r: 0.6, alpha: 3, a: 0.7, b: 3 }, 1500, 9)
  const days = {
    frequency: weeks.frequency,
    recency: Array.from(weeks.recency, (t) => t * 7),
    age: Array.from(weeks.age, (t) => t * 7),
  }
  for (const fit of [fitBgNbd, fitParetoNbd]) {
    const [a, b] = [fit(weeks).parameters, fit(days).parameters]
    for (const [name, value] of Object.entries(a)) {
      const wanted = name === 'alpha' || name === 'beta' ? value * 7 : value
      near(b[name]! / wanted, 1, 1e-3)
    }
  }
})

test('who cannot be told apart is said not to have converged', () => {
  // Nobody bought again: any chance of leaving fits as well.
  const none = { frequency: Array(50).fill(0), recency: Array(50).fill(0), age: Array(50).fill(30) }
  const fit = fitBgNbd(none)
  assert.equal(fit.isConverged, false)
  assert.ok(fit.doubts.includes('not_a_peak') || fit.doubts.includes('at_bound'))
  // All bought alike: their rates have no spread.
  const same = {
    frequency: Array(40).fill(10),
    recency: Array(40).fill(29),
    age: Array(40).fill(30),
  }
  assert.equal(fitBgNbd(same).isConverged, false)
})

test('bad customers are named', () => {
  const good = { frequency: [1, 0], recency: [3, 0], age: [9, 9] }
  const cases: [Partial<Customers>, string, string][] = [
    [{ frequency: [] }, 'empty', 'frequency'],
    [{ age: [9] }, 'wrong_length', 'age'],
    [{ frequency: [-1, 0] }, 'negative', 'frequency[0]'],
    [{ frequency: [1.5, 0] }, 'out_of_range', 'frequency[0]'],
    [{ frequency: [Number.NaN, 0] }, 'not_a_number', 'frequency[0]'],
    [{ recency: [10, 0] }, 'out_of_range', 'recency[0]'],
    [{ recency: [3, 1] }, 'out_of_range', 'recency[1]'],
    [{ age: [9, 0] }, 'out_of_range', 'age[1]'],
    [{ age: [Number.POSITIVE_INFINITY, 9] }, 'not_a_number', 'age[0]'],
  ]
  for (const [change, code, field] of cases) {
    for (const fit of [fitBgNbd, fitParetoNbd]) {
      assert.throws(
        () => fit({ ...good, ...change }),
        (error) => error instanceof ValuationError && error.code === code && error.field === field,
        `${code} ${field}`,
      )
    }
  }
  assert.throws(() => fitGammaGamma(good), { code: 'empty', field: 'spend' })
  const few = { ...good, spend: [5, 0] }
  assert.throws(() => fitGammaGamma(few), { code: 'too_few_points' })
  const free = { frequency: Array(6).fill(1), recency: [], age: [], spend: [1, 1, 1, 0, 1, 1] }
  assert.throws(() => fitGammaGamma(free), { code: 'out_of_range', field: 'spend[3]' })
  assert.throws(() => summarise([], 5), { code: 'empty' })
  assert.throws(() => summarise([{ customer: 'a', day: 1, amount: -2 }], 5), { code: 'negative' })
})

const rate = fc.double({ min: 0.05, max: 20, noNaN: true })
const seen = fc
  .record({
    frequency: fc.nat(400),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    age: rate,
  })
  .map(({ frequency, share, age }) => ({ frequency, recency: frequency ? share * age : 0, age }))

test('chances lie between 0 and 1, and more time brings more purchases', () => {
  fc.assert(
    fc.property(fc.tuple(rate, rate, rate, rate), seen, rate, ([r, alpha, a, b], who, time) => {
      const bg = { r, alpha, a, b: b + 1 }
      const pareto = { r, alpha, s: a, beta: b }
      for (const alive of [bgNbdAlive(bg, who), paretoNbdAlive(pareto, who)]) {
        assert.ok(alive >= 0 && alive <= 1, `${alive}`)
      }
      assert.ok(bgNbdExpected(bg, 2 * time) >= bgNbdExpected(bg, time) - 1e-9)
      assert.ok(bgNbdExpectedOf(bg, who, 2 * time) >= bgNbdExpectedOf(bg, who, time) - 1e-9)
      assert.ok(paretoNbdExpected(pareto, 2 * time) >= paretoNbdExpected(pareto, time) - 1e-9)
      // Nobody is expected to buy more than at its rate with nobody leaving.
      assert.ok(paretoNbdExpected(pareto, time) <= (r / alpha) * time * (1 + 1e-9))
      assert.ok(bgNbdExpected(bg, 0) === 0 && paretoNbdExpectedOf(pareto, who, 0) === 0)
    }),
  )
})

test('both likelihoods sum to one over what a customer can do', () => {
  // P(no repeat) + ∫ P(x = 1, at t) + … is hard to close; that of nobody buying is known in closed form.
  const grouped = groupCustomers({ frequency: [0], recency: [0], age: [10] })
  const bg = bgNbdLikelihood(grouped).at(Float64Array.of(0.5, 4, 0.8, 2.5))
  near(Math.exp(bg), (4 / 14) ** 0.5, 1e-12)
  const alikeRates = paretoNbdLikelihood(grouped).at(Float64Array.of(0.5, 4, 0.7, 4))
  // With alpha = beta the time to the first of either event is Lomax(r + s).
  const either = (4 / 14) ** 1.2
  near(Math.exp(alikeRates), either + (0.7 / 1.2) * (1 - either), 1e-9)
})

test('spend is drawn towards that of all, the less the more is known', () => {
  const model: GammaGamma = { p: 6, q: 4, v: 15 }
  near(expectedSpend(model, 0, 0), 30, 1e-12)
  const once = expectedSpend(model, 1, 100)
  const often = expectedSpend(model, 50, 100)
  assert.ok(30 < once && once < often && often < 100)
  assert.throws(() => expectedSpend({ ...model, q: 1 }, 0, 0), { code: 'out_of_range', field: 'q' })
})

test('the special functions keep their identities', () => {
  const x = fc.double({ min: 1e-3, max: 1e5, noNaN: true })
  fc.assert(
    fc.property(x, (at) => {
      near(lnGamma(at + 1), lnGamma(at) + Math.log(at), 1e-11 * (1 + Math.abs(lnGamma(at))))
      near(digamma(at + 1), digamma(at) + 1 / at, 1e-9 * (1 + 1 / at))
    }),
  )
  near(lnGamma(0.5), Math.log(Math.PI) / 2, 1e-14)
  near(lnGamma(171), Math.log(7.257415615307994e306), 1e-11)
  near(digamma(1), -0.5772156649015329, 1e-13)
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), rate, (z, a) => {
      // ₂F₁(a, b; b; z) = (1 − z)^−a and ₂F₁(1, 1; 2; z) = −ln(1 − z) / z.
      near(hyp2f1(a, 3, 3, z) / (1 - z) ** -a, 1, 1e-9)
      if (z > 1e-6) near(Math.exp(lnHypOne(1, 2, z)), -Math.log1p(-z) / z, 1e-9)
    }),
  )
  near(lnAdd(700, 701), 701 + Math.log1p(Math.exp(-1)), 1e-12)
  near(lnSubtract(-800, -801), -800 + Math.log(1 - Math.exp(-1)), 1e-12)
  assert.equal(lnSubtract(3, 3), Number.NEGATIVE_INFINITY)
})
