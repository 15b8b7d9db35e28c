import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  backtest,
  chooseMethod,
  croston,
  errorsOf,
  METHOD_NAMES,
  METHODS,
  poolOf,
  rangeOf,
  scaleOf,
} from './index.ts'

const repeat = (length: number, of: (i: number) => number) =>
  Array.from({ length }, (_, i) => of(i))

test('errors are counted by hand', () => {
  // Steps of 2 and 4 after the first demand: mean 3, mean square 10.
  const scale = scaleOf([0, 0, 1, 3, 7])
  assert.deepEqual(scale, { absolute: 3, squared: 10 })
  const { mae, rmsse, mase, bias, count } = errorsOf([3, 1], [1, 2], scale)
  assert.deepEqual([mae, mase, bias, count], [1.5, 0.5, 1 / 3, 2])
  assert.equal(rmsse, Math.sqrt(2.5 / 10))
})

test('what has no scale has no scaled error, and what sold nothing no bias', () => {
  for (const history of [[], [5], [0, 0], [0, 4, 4, 4]]) assert.equal(scaleOf(history), null)
  const { rmsse, mase, bias } = errorsOf([1], [0], null)
  assert.deepEqual([rmsse, mase, bias], [null, null, null])
})

test('a method sees nothing of what it is asked for', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 20, maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 3, maxLength: 3 }),
      (past, future) => {
        const { misses } = backtest([...past, ...future], {
          origins: 3,
          methods: ['croston', 'tsb'],
        })
        for (const method of ['croston', 'tsb'] as const) {
          const first = METHODS[method](past) - future[0]!
          assert.equal(misses[method]![0], first)
        }
      },
    ),
  )
})

test('a horizon holds one forecast against several periods', () => {
  const series = [...repeat(12, () => 2), 4, 6]
  const { errors, origins } = backtest(series, { origins: 1, horizon: 2, methods: ['croston'] })
  assert.equal(origins, 1)
  // 2 was forecast; 4 and 6 came.
  assert.equal(errors.croston!.mae, 3)
  assert.equal(errors.croston!.count, 2)
  assert.equal(errors.croston!.bias, -3 / 5)
})

test('the method that fits is chosen', () => {
  // An item that dies: only TSB and the naive one see it.
  const dead = [...repeat(20, (i) => (i % 2 ? 10 : 0)), ...repeat(16, () => 0)]
  assert.ok(['tsb', 'naive'].includes(chooseMethod(dead).method))
  // One that alternates is never as last time.
  const alternating = repeat(60, (i) => (i % 2 ? 10 : 0))
  const choice = chooseMethod(alternating)
  assert.equal(choice.reason, 'backtest')
  assert.notEqual(choice.method, 'naive')
  assert.equal(choice.errors!.rmsse! < 0.6, true)
})

test('a series too short to tell says so, and takes what a pool knows', () => {
  const short = repeat(14, (i) => i % 3)
  assert.deepEqual([chooseMethod(short).method, chooseMethod(short).reason], ['sba', 'too_short'])
  assert.equal(chooseMethod(repeat(40, () => 0)).reason, 'too_short')
  assert.equal(chooseMethod(repeat(40, () => 3)).reason, 'never_moves')
  const pool = poolOf([backtest(repeat(60, (i) => (i % 2 ? 10 : 0)))], 6)
  const pooled = chooseMethod(short, { pool })
  assert.equal(pooled.reason, 'pool')
  assert.equal(pool.rmsse[pooled.method], Math.min(...Object.values(pool.rmsse)))
  assert.equal(chooseMethod([1, 2], { methods: ['tsb'] }).method, 'tsb')
})

test('a heavy pool decides, and a light one leaves the item its own', () => {
  const dead = [...repeat(20, (i) => (i % 2 ? 10 : 0)), ...repeat(16, () => 0)]
  const rmsse = Object.fromEntries(METHOD_NAMES.map((name) => [name, name === 'mean' ? 0.1 : 9]))
  assert.equal(chooseMethod(dead, { pool: { rmsse, weight: 1e9 } }).method, 'mean')
  assert.equal(
    chooseMethod(dead, { pool: { rmsse, weight: 1e-9 } }).method,
    chooseMethod(dead).method,
  )
})

test('the choice does not depend on the unit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 50 }),
      fc.integer({ min: -8, max: 8 }),
      (values, power) => {
        const scaled = values.map((value) => value * 2 ** power)
        const [own, other] = [chooseMethod(values), chooseMethod(scaled)]
        assert.equal(other.method, own.method)
        assert.equal(other.errors?.rmsse, own.errors?.rmsse)
        assert.equal(other.errors?.bias, own.errors?.bias)
      },
    ),
    { numRuns: 40 },
  )
})

test('impossible options are refused', () => {
  for (const options of [{ origins: 0 }, { horizon: 1.5 }, { trainMin: -1 }, { methods: [] }])
    assert.throws(() => backtest([1, 2, 3], options), { code: 'bad_option' })
  assert.throws(() => backtest([1], { methods: ['magic' as never] }), { code: 'bad_option' })
  assert.throws(() => rangeOf(1, [1], 1), { code: 'bad_option' })
})

test('a range covers exactly the share that it states, whatever the misses are', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: -900, max: 900 }), { minLength: 8, maxLength: 40 }),
      fc.constantFrom(0.5, 0.6, 0.8, 0.9),
      (all, level) => {
        // Exchangeable means that any of them could have come last: try each as the one to come.
        const sorted = [...all].sort((a, b) => a - b)
        let [within, stated] = [0, 0]
        for (const [i, next] of sorted.entries()) {
          const range = rangeOf(1000, sorted.toSpliced(i, 1), level)
          if (!range) {
            assert.ok((all.length * (1 - level)) / 2 < 1)
            return
          }
          const actual = 1000 - next
          if (actual >= range.low && actual <= range.high) within++
          stated = range.coverage
        }
        assert.ok(stated >= level - 1e-9)
        assert.ok(
          Math.abs(within / all.length - stated) < 1e-9,
          `${within}/${all.length} ${stated}`,
        )
      },
    ),
  )
})

test('a range never promises less than nothing, and none is given on too few misses', () => {
  assert.equal(
    rangeOf(
      1,
      repeat(8, (i) => i),
      0.8,
    ),
    null,
  )
  const range = rangeOf(
    1,
    repeat(9, (i) => i),
    0.8,
  )!
  assert.deepEqual([range.low, range.high], [0, 1])
  assert.ok(Math.abs(range.coverage - 0.8) < 1e-12)
})

test('ranges of steady demand hold what they say on demand made by chance', () => {
  // A linear congruential generator, so that the test is the same on every machine.
  let state = 42
  const chance = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
  let [within, total, stated] = [0, 0, 0]
  for (let item = 0; item < 400; item++) {
    const series = repeat(60, () => (chance() < 0.6 ? 1 + Math.floor(chance() * 20) : 0))
    const [past, next] = [series.slice(0, -1), series.at(-1)!]
    const { misses } = backtest(past, { origins: 39, methods: ['croston'] })
    const range = rangeOf(croston(past), misses.croston!, 0.8)!
    if (next >= range.low - 1e-9 && next <= range.high + 1e-9) within++
    total++
    stated = range.coverage
  }
  assert.ok(stated >= 0.8)
  // Three standard errors of a share of 400; ties at zero make it cover more, never less.
  assert.ok(within / total >= stated - 0.06, `${within} of ${total} at ${stated}`)
})
