import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { runReadme } from '../../test/readme.ts'
import { near, readCsv, refused, skip } from './fixture.ts'
import {
  type BinningOptions,
  binAt,
  binVariable,
  calibrationOf,
  liftOf,
  psiOf,
  separationOf,
  shiftOf,
  type Value,
} from './index.ts'
import { upperChiSquare } from './special.ts'
import { bestCuts } from './trend.ts'

test('the table of mean radius agrees with the published one to the digit', { skip }, () => {
  const columns = readCsv('optbinning_refs/breast_cancer.csv')
  const csv = (name: string) => columns.get(name)!
  const target = csv('target').map(Number)
  const splits = [11.43, 12.33, 13.09, 13.705, 15.05, 16.93]
  const { bins, iv, js } = binVariable('mean radius', csv('mean radius').map(Number), target, {
    splits,
  })
  const wanted = [-3.12517, -2.710972, -1.643814, -0.839827, -0.153979, 2.002754, 5.283323]
  for (const [i, woe] of wanted.entries()) near(bins[i]!.woe, woe, 5e-7)
  near(iv, 5.043925, 5e-7)
  near(js, 0.393784, 5e-7)
})

test('the tables of German credit agree with the published ones to the digit', { skip }, () => {
  const columns = readCsv('german_credit/germancredit.csv')
  const csv = (name: string) => columns.get(name)!
  const target = csv('creditability').map((word) => (word === 'bad' ? 1 : 0))
  const amount = binVariable('amount', csv('credit_amount').map(Number), target, {
    splits: [1400, 1800, 4000, 9200],
  })
  // The published tables take the weight the other way round: bad over good.
  const wanted = [0.03366128, -0.7282385, -0.25830746, 0.39053946, 1.17007125]
  for (const [i, woe] of wanted.entries()) near(-amount.bins[i]!.woe, woe, 5e-9)
  near(amount.iv, 0.1812204, 5e-8)
  const housing = csv('housing')
  const kinds = [...new Set(housing)]
  const groups = kinds.map((kind) => [kind])
  const byHand = binVariable('housing', housing, target, { groups })
  const woeOf = (word: string) => -byHand.bins.find(({ label }) => label.includes(word))!.woe
  near(woeOf('rent'), 0.4044452, 5e-8)
  near(woeOf('own'), -0.194156, 5e-8)
  near(woeOf('free'), 0.4726044, 5e-8)
  near(byHand.iv, 0.08329343, 5e-9)
  const raw = {
    status_of_existing_checking_account: 0.666012,
    savings_account_and_bonds: 0.19601,
    purpose: 0.169195,
    property: 0.112638,
    present_employment_since: 0.086434,
    personal_status_and_sex: 0.00884,
  }
  for (const [name, iv] of Object.entries(raw)) {
    const column = csv(name)
    const each = [...new Set(column)].map((value) => [value])
    near(binVariable(name, column, target, { groups: each }).iv, iv, 5e-7)
  }
})

const TARGET = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? 1 : 0))

test('a column without values, or with one, is said to be so', () => {
  const none = binVariable('x', Array<null>(40).fill(null), TARGET)
  assert.deepEqual(none.notes, ['no ordinary value: nothing to cut'])
  assert.deepEqual(
    none.bins.map(({ kind }) => kind),
    ['missing'],
  )
  assert.equal(none.iv, 0)
  assert.equal(binAt(none, 5), -1)
  for (const value of [7, 'seven']) {
    const one = binVariable('x', Array<Value>(40).fill(value), TARGET)
    assert.deepEqual(one.notes, ['one value only: nothing to cut'])
    assert.equal(one.bins.length, 2)
  }
})

test('special codes have bins of their own, 0 and absent ones too', () => {
  const column = TARGET.map((_, i) => (i < 8 ? 0 : i < 14 ? null : i))
  const { bins, ...binning } = binVariable('x', column, TARGET, { specials: [0, -9] })
  const special = bins.filter(({ kind }) => kind === 'special')
  assert.deepEqual(
    special.map(({ bad, good, label }) => [label, good + bad]),
    [
      ['0', 8],
      ['-9', 0],
    ],
  )
  assert.equal(special[1]!.woe, 0)
  assert.ok(binning.notes.includes('special -9 is not in the data: no evidence'))
  assert.equal(bins[binAt({ bins, ...binning }, 0)]!.label, '0')
  const missing = bins.at(-1)!
  assert.equal(missing.good + missing.bad, 6)
  assert.equal(bins[binAt({ bins, ...binning }, Number.NaN)], missing)
  const mixed = binVariable(
    'x',
    column.map((v) => v ?? 'n/a'),
    TARGET,
    { specials: ['n/a'] },
  )
  assert.equal(mixed.kind, 'numeric')
})

test('a category never seen has no bin, and one in no group is named', () => {
  const column = TARGET.map((bad, i) => (bad ? 'late' : i % 2 ? 'early' : 'on time'))
  const binning = binVariable('x', column, TARGET)
  assert.equal(binAt(binning, 'lost'), -1)
  assert.ok(binAt(binning, 'late') >= 0)
  const given = binVariable('x', column, TARGET, { groups: [['late']] })
  assert.deepEqual(given.notes, ['in no group, joined: early, on time'])
  refused(() => binVariable('x', column, TARGET, { splits: [1] }), 'wrong_kind', 'x[0]')
  refused(() => binVariable('x', TARGET, TARGET, { groups: [['a']] }), 'wrong_kind', 'x[0]')
  const words = ['3', '5'] as unknown as number[]
  refused(() => binVariable('x', TARGET, TARGET, { splits: words }), 'not_a_number', 'splits[0]')
  refused(() => binAt(binning, 3), 'wrong_kind', 'x')
})

test('a trend that the data contradicts is answered with the one that they show', () => {
  const column = TARGET.map((_, i) => i)
  const target = column.map((i) => (i >= 20 ? 1 : 0))
  const { bins, notes } = binVariable('x', column, target, { trend: 'descending' })
  assert.equal(bins.length, 2)
  assert.match(notes[0]!, /^no two bins are descending; ascending would give an IV of \d/)
  assert.equal(binVariable('x', column, target).trend, 'ascending')
  const tight = binVariable('x', column, target, { maxShare: 0.06 })
  assert.deepEqual(tight.notes, ['no bins keep the limits on shares: left as one'])
})

test('no other way to cut has a greater value', () => {
  const block = fc.record({
    good: fc.integer({ min: 1, max: 20 }),
    bad: fc.integer({ min: 1, max: 20 }),
  })
  const trend = fc.constantFrom('ascending', 'descending', 'peak', 'valley', 'none')
  fc.assert(
    fc.property(fc.array(block, { minLength: 2, maxLength: 8 }), trend, (blocks, wanted) => {
      const total = blocks.reduce((sum, { good, bad }) => sum + good + bad, 0)
      const options: BinningOptions = { trend: wanted, minShare: 0.1, maxBins: 5 }
      const { ivByTrend } = bestCuts(blocks, total, options, [])
      near(ivByTrend[wanted]!, byTrial(blocks, total, wanted), 1e-9)
    }),
  )
})

/** Tries every way to cut. */
function byTrial(blocks: { good: number; bad: number }[], total: number, trend: string): number {
  const add = (part: typeof blocks, key: 'good' | 'bad') => part.reduce((sum, b) => sum + b[key], 0)
  const [goodAll, badAll] = [add(blocks, 'good'), add(blocks, 'bad')]
  let best = 0
  for (let mask = 0; mask < 2 ** (blocks.length - 1); mask++) {
    const edges = [0, ...blocks.keys().filter((i) => i > 0 && mask & (1 << (i - 1))), blocks.length]
    const bins = edges.slice(1).map((to, i) => {
      const part = blocks.slice(edges[i], to)
      return { good: add(part, 'good'), bad: add(part, 'bad') }
    })
    if (bins.length > 5 || bins.some(({ good, bad }) => (good + bad) / total < 0.1)) continue
    const rates = bins.map(({ good, bad }) => bad / (good + bad))
    const steps = rates
      .slice(1)
      .map((rate, i) => Math.sign(rate - rates[i]!))
      .join(' ')
    const allowed = {
      ascending: /^(1 ?)*$/,
      descending: /^(-1 ?)*$/,
      peak: /^(1 ?)*(-1 ?)*$/,
      valley: /^(-1 ?)*(1 ?)*$/,
      none: /./s,
    }
    if (bins.length > 1 && !allowed[trend as keyof typeof allowed].test(steps)) continue
    const iv = bins.reduce((sum, { good, bad }) => {
      const [p, q] = [good / goodAll, bad / badAll]
      return sum + (p - q) * Math.log(p / q)
    }, 0)
    best = Math.max(best, iv)
  }
  return best
}

test('separation, lift, calibration and stability agree with counts by hand', () => {
  const risk = [0.1, 0.4, 0.35, 0.8]
  assert.deepEqual(separationOf(risk, [0, 0, 1, 1]), { auc: 0.75, gini: 0.5, ks: 0.5 })
  assert.equal(separationOf([1, 1, 1], [0, 1, 0]).auc, 0.5)
  assert.deepEqual(liftOf(risk, [0, 0, 1, 1], { steps: 2 })[0], {
    depth: 0.5,
    captured: 0.5,
    lift: 1,
  })
  const { brier, chiSquare, pValue } = calibrationOf(Array(30).fill(0.5), TARGET.slice(0, 30), {
    groups: 3,
  })
  near(brier, 0.25, 1e-12)
  near(chiSquare, (1 + 4 + 4) / 2.5, 1e-9)
  near(pValue, upperChiSquare(chiSquare, 1), 1e-12)
  near(upperChiSquare(3.841458820694124, 1), 0.05, 1e-12)
  near(upperChiSquare(15.50731305586545, 8), 0.05, 1e-12)
  near(psiOf([50, 50], [60, 40]), 0.1 * Math.log(1.2) - 0.1 * Math.log(0.8), 1e-12)
  assert.deepEqual([0.05, 0.1, 0.25].map(shiftOf), ['stable', 'moving', 'shifted'])
})

test('bad input is named', () => {
  refused(() => binVariable('x', [1, 2], [0, Number.NaN]), 'not_a_number', 'target[1]')
  refused(() => binVariable('x', [1, 2], [0, 2]), 'out_of_range', 'target[1]')
  refused(() => binVariable('x', [1, 2], [0, 0]), 'one_class', 'target')
  refused(() => binVariable('x', [1, 2, 3], [0, 1]), 'wrong_length', 'x')
  refused(() => binVariable('x', [1, Number.POSITIVE_INFINITY], [0, 1]), 'not_a_number', 'x[1]')
  refused(() => binVariable('x', [1, 'a'], [0, 1]), 'wrong_kind', 'x[1]')
  refused(() => binVariable('x', [], []), 'empty', 'x')
  refused(() => binVariable('x', [1, 2], [0, 1], { maxBins: 0 }), 'out_of_range', 'maxBins')
  refused(() => separationOf([1, Number.NaN], [0, 1]), 'not_a_number', 'risk[1]')
  refused(() => calibrationOf([0.5, 1.2], [0, 1]), 'out_of_range', 'probability[1]')
  refused(() => psiOf([1, 2], [1]), 'wrong_length', 'actual')
  refused(() => psiOf([0, 0], [1, 1]), 'empty', 'expected')
})

test('the example of the README prints what it promises', () =>
  runReadme(new URL('./', import.meta.url)))
