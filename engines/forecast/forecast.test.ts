import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import {
  ADI_CUT,
  adida,
  CV2_CUT,
  classify,
  croston,
  crostonOptimized,
  ForecastError,
  type ForecastErrorCode,
  imapa,
  METHOD_NAMES,
  METHODS,
  roundHalfEven,
  sba,
  smooth,
  tsb,
} from './index.ts'
import { bestAlpha } from './intermittent.ts'

// Box and Jenkins (1976): international airline passengers, 1949 to 1960.
const PASSENGERS =
  `112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140
  145 150 178 163 172 178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194
  196 196 236 235 229 243 264 272 237 211 180 201 204 188 235 227 234 264 302 293 259 229 203 229
  242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374 413 405 355 306 271 306
  315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
  360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432`
    .trim()
    .split(/\s+/)
    .map(Number)

const close = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b)), `${a} ≠ ${b}`)

// Croston, SBA, optimized, TSB(.2, .2), TSB(size .9, chance .1), ADIDA, IMAPA: shared/research/connect-trade.md 6.4.
const REFERENCE: [number[], string[]][] = [
  [
    [2, 5, 0, 1, 3, 0, 1, 1, 0],
    '1.7326769284 1.6460430820 1.6290713236 1.2331544248 0.7881734699 1.5269618700 1.5269618700',
  ],
  [
    [0, 0, 1, 0, 0, 7, 1, 0, 1],
    '0.5463235294 0.5190073529 0.6517543860 0.8536413184 0.3236244814 0.7745000000 0.7913324118',
  ],
  [
    [0, 0, 1, 0, 0, 7, 1, 0, 0],
    '0.5500000000 0.5225000000 0.5923076923 0.5543444480 0.3188479140 0.7245000000 0.6844720500',
  ],
  [
    [1, 0, 0, 2, 0, 3, 0, 0, 4, 0, 5],
    '1.2642022830 1.2009921688 1.5567830953 1.4322639420 3.1120641533 1.4934000000 1.4694424101',
  ],
  [
    PASSENGERS,
    '460.3027724819 437.2876338578 461.7665886332 469.6300923005 428.5668665454 461.7665886332 461.7665886332',
  ],
].map(([series, row]) => [series as number[], (row as string).split(' ')])

test('every method gives the reference numbers to the last printed digit', () => {
  assert.equal(PASSENGERS.length, 144)
  for (const [series, expected] of REFERENCE) {
    const found = [
      croston(series),
      sba(series),
      crostonOptimized(series),
      tsb(series),
      tsb(series, { alphaSize: 0.9, alphaChance: 0.1 }),
      adida(series),
      imapa(series),
    ]
    assert.deepEqual(
      found.map((value) => value.toFixed(10)),
      expected,
      series.slice(0, 12).join(),
    )
  }
})

const PBS = fileURLToPath(new URL('../../../shared/data/pbs/PBS_dataset.csv', import.meta.url))
test('the prescriptions of Australia give what R gives', {
  skip: !existsSync(PBS) && 'shared/data/pbs/PBS_dataset.csv is not here',
}, () => {
  const series = readFileSync(PBS, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]))
  assert.equal(series.length, 204)
  assert.equal(series.filter((value) => value > 0).length, 114)
  assert.equal(croston(series).toFixed(10), '0.8688921083')
  assert.equal(croston(series, { alpha: 0.5 }).toFixed(10), '0.6754646270')
  assert.equal(croston(series, { alpha: 0.05 }).toFixed(10), '1.4058076892')
  assert.deepEqual(
    [
      sba(series),
      crostonOptimized(series),
      tsb(series),
      tsb(series, { alphaSize: 0.1, alphaChance: 0.1 }),
      adida(series),
      imapa(series),
    ].map((value) => value.toFixed(7)),
    ['0.8254475', '0.8243047', '0.0001753', '0.0151936', '0.0027570', '0.0027570'],
  )
})

test('a half is rounded to the even block length', () => {
  assert.deepEqual([0.5, 1.5, 2.5, 3.5, 2.4, 2.6].map(roundHalfEven), [0, 2, 2, 4, 2, 3])
  // Gaps of 2 and 3: blocks of 2 see (0 1) (0 0) (9 0), blocks of 3 would see (1 0 0) (9 0) with one dropped.
  const series = [0, 1, 0, 0, 9, 0]
  const inTwos = Float64Array.of(1, 0, 9)
  assert.equal(adida(series), smooth(inTwos, bestAlpha(inTwos)) / 2)
})

test('nothing asked for is nothing expected, and one value is what it is', () => {
  for (const method of METHOD_NAMES) {
    assert.equal(METHODS[method]([0, 0, 0, 0]), 0, method)
    assert.equal(METHODS[method]([0]), 0, method)
  }
  close(croston([7]), 7)
  close(sba([7]), 7 * 0.95)
  for (const method of [crostonOptimized, tsb, adida, imapa]) close(method([7]), 7)
  // No probe is better than another on a constant series.
  assert.equal(bestAlpha(Float64Array.of(4, 4, 4, 4)), 0.2)
  // The interval is the whole series: one block, and its sum is spread over it.
  assert.equal(adida([0, 0, 0, 6]), 1.5)
})

test('what is no demand is refused by name and place', () => {
  const cases: [number[], ForecastErrorCode, number | null][] = [
    [[], 'empty', null],
    [[1, Number.NaN], 'not_a_number', 1],
    [['3' as never], 'not_a_number', 0],
    [[0, 1, Number.POSITIVE_INFINITY], 'infinite', 2],
    [[Number.NEGATIVE_INFINITY], 'infinite', 0],
    [[0, -1], 'negative', 1],
  ]
  for (const [series, code, at] of cases) {
    for (const method of METHOD_NAMES)
      assert.throws(
        () => METHODS[method](series),
        (error) => error instanceof ForecastError && error.code === code && error.at === at,
        `${method} ${code}`,
      )
    assert.throws(() => classify(series), { code })
  }
  for (const alpha of [0, -0.1, 1.1, Number.NaN]) {
    assert.throws(() => croston([1], { alpha }), { code: 'bad_smoothing' })
    assert.throws(() => tsb([1], { alphaChance: alpha }), { code: 'bad_smoothing' })
  }
})

test('the kinds of demand part at the published cut-offs', () => {
  assert.equal(classify([3, 3, 4, 3]).class, 'smooth')
  assert.equal(classify([1, 9, 1, 1, 12]).class, 'erratic')
  assert.equal(classify([0, 0, 3, 0, 0, 3]).class, 'intermittent')
  assert.equal(classify([0, 0, 1, 0, 0, 20, 0, 1]).class, 'lumpy')
  assert.deepEqual(classify([0, 0]), { class: 'none', adi: null, cv2: null })
  // 33 periods, 25 demands: 1.32 exactly, which is no longer smooth.
  const atCut = Array.from({ length: 33 }, (_, i) => (i < 25 ? 5 : 0))
  assert.deepEqual(classify(atCut), { class: 'intermittent', adi: ADI_CUT, cv2: 0 })
  // Sizes 3 and 17: mean 10, squared variation 0.49 exactly, which is no longer even.
  const uneven = classify([3, 17])
  assert.deepEqual(uneven, { class: 'erratic', adi: 1, cv2: CV2_CUT })
})

const demand = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 10_000 }) },
)
const series = fc.array(demand, { minLength: 1, maxLength: 80 })

test('a forecast scales with its unit', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: -20, max: 20 }), (values, power) => {
      // Powers of two change no digit, so that even the choice of the smoothing is the same.
      const unit = 2 ** power
      for (const method of METHOD_NAMES)
        assert.equal(
          METHODS[method](values.map((value) => value * unit)),
          METHODS[method](values) * unit,
          method,
        )
      assert.equal(classify(values.map((value) => value * unit)).class, classify(values).class)
    }),
  )
})

test('a forecast lies between nothing and the largest demand', () => {
  fc.assert(
    fc.property(series, (values) => {
      const most = Math.max(...values)
      for (const method of METHOD_NAMES) {
        const forecast = METHODS[method](values)
        assert.ok(forecast >= 0 && forecast <= most * (1 + 1e-12), `${method}: ${forecast}`)
      }
    }),
  )
})

test('a constant demand is forecast as it is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 40 }),
      (size, length) => {
        const values = Array.from({ length }, () => size)
        for (const method of METHOD_NAMES)
          close(METHODS[method](values), method === 'sba' ? size * 0.95 : size)
      },
    ),
  )
})

test('silence at the end leaves Croston as it was and lets TSB fade', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 1, max: 30 }), (values, silence) => {
      fc.pre(values.some((value) => value > 0))
      const later = [...values, ...Array.from({ length: silence }, () => 0)]
      assert.equal(croston(later), croston(values))
      assert.equal(crostonOptimized(later), crostonOptimized(values))
      close(tsb(later), tsb(values) * 0.8 ** silence)
    }),
  )
})

test('a shift in time moves only what counts from the start', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 1, max: 30 }), (values, wait) => {
      const shifted = [...Array.from({ length: wait }, () => 0), ...values]
      // The first gap grows by the wait; sizes stay. More silence never means more demand.
      assert.ok(croston(shifted) <= croston(values) * (1 + 1e-12))
      assert.ok(METHODS.mean(shifted) <= METHODS.mean(values))
      assert.equal(METHODS.naive(shifted), METHODS.naive(values))
    }),
  )
})

test('a series is not changed, whatever it is held in', () => {
  fc.assert(
    fc.property(series, (values) => {
      const typed = Float64Array.from(values)
      for (const method of METHOD_NAMES)
        assert.equal(METHODS[method](typed), METHODS[method](Object.freeze([...values])))
      assert.deepEqual([...typed], values)
    }),
  )
})
