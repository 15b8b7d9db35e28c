import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { matchSuppliers, PARTS, type SupplierFacts, WEIGHTS } from './index.ts'

const none: SupplierFacts = {
  ...{ supplier: 'none', priceRatio: null, onTime: null, quality: null, response: null },
}
const good: SupplierFacts = {
  ...{ supplier: 'good', priceRatio: 0.9, onTime: { good: 95, of: 100 } },
  ...{ quality: { good: 99, of: 100 }, response: { good: 20, of: 20, hours: 1 } },
}

test('a score is the sum of its points, and every part tells what it was made from', () => {
  const [match] = matchSuppliers([good])
  const [price, onTime, quality, response] = match!.parts
  assert.ok(Math.abs(price!.score! - 75) < 1e-9)
  assert.equal(onTime!.figure, (95 + 5 * 0.85) / 105)
  assert.equal(onTime!.cases, 100)
  assert.ok(quality!.score! > 85 && response!.score! > 90)
  const sum = match!.parts.reduce((total, part) => total + part.points, 0)
  assert.equal(match!.score, sum)
  assert.deepEqual([match!.known, match!.least, match!.most], [1, sum, sum])
})

test('unknown is unknown: it lowers nothing, stands beside the score, and is last when all is', () => {
  const [first, last] = matchSuppliers([none, { ...good, quality: null, response: null }])
  assert.equal(last!.score, null)
  assert.deepEqual([last!.least, last!.most, last!.known], [0, 100, 0])
  assert.ok(Math.abs(first!.known - 0.65) < 1e-12)
  assert.ok(first!.score! > 75)
  assert.ok(Math.abs(first!.most - first!.least - 35) < 1e-9)
  // No delivery is due yet, and nobody asked anything: that is unknown too.
  const [fresh] = matchSuppliers([
    { ...good, onTime: { good: 0, of: 0 }, response: { good: 0, of: 0, hours: null } },
  ])
  assert.deepEqual(
    fresh!.parts.map(({ score }) => score === null),
    [false, true, false, true],
  )
})

test('one good delivery is not a record', () => {
  const record = (of: number) => matchSuppliers([{ ...none, onTime: { good: of, of } }])[0]!.score!
  assert.ok(record(1) < record(10) && record(10) < record(1000))
  assert.ok(record(1) < 88 && record(1000) > 99)
})

test('impossible facts and weights are refused by name', () => {
  const facts: [Partial<SupplierFacts>, string][] = [
    [{ priceRatio: -1 }, 'bad_price'],
    [{ onTime: { good: 3, of: 2 } }, 'bad_tally'],
    [{ quality: { good: Number.NaN, of: 2 } }, 'bad_tally'],
    [{ response: { good: 1, of: 1, hours: -2 } }, 'bad_hours'],
  ]
  for (const [change, code] of facts)
    assert.throws(() => matchSuppliers([{ ...none, ...change }]), { code })
  for (const weights of [
    { ...WEIGHTS, price: -1 },
    { price: 0, onTime: 0, quality: 0, response: 0 },
  ])
    assert.throws(() => matchSuppliers([none], weights), { code: 'bad_weight' })
})

const tally = fc
  .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }))
  .map(([good, bad]) => ({ good, of: good + bad }))
const facts: fc.Arbitrary<SupplierFacts> = fc.record({
  supplier: fc.uuid(),
  priceRatio: fc.option(fc.double({ min: 0.5, max: 2, noNaN: true })),
  onTime: fc.option(tally),
  quality: fc.option(tally),
  response: fc.option(
    fc.tuple(tally, fc.integer({ min: 0, max: 200 })).map(([t, hours]) => ({ ...t, hours })),
  ),
})
const weights = fc.record({
  price: fc.integer({ min: 1, max: 50 }),
  onTime: fc.integer({ min: 0, max: 50 }),
  quality: fc.integer({ min: 0, max: 50 }),
  response: fc.integer({ min: 0, max: 50 }),
})

test('scores lie within their bounds, and the order in which suppliers come changes nothing', () => {
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 8 }), weights, (suppliers, weighing) => {
      const matches = matchSuppliers(suppliers, weighing)
      assert.deepEqual(matchSuppliers(suppliers.toReversed(), weighing), matches)
      matches.forEach(({ score, least, most, known }, i) => {
        assert.ok(least >= -1e-9 && most <= 100 + 1e-9 && least <= most && known <= 1 + 1e-9)
        if (score !== null) assert.ok(score >= least - 1e-9 && score <= most + 1e-9)
        if (i > 0) assert.ok((matches[i - 1]!.score ?? -1) >= (score ?? -1))
      })
    }),
  )
})

test('doubling all weights changes no score, and what becomes known stays within what was said', () => {
  fc.assert(
    fc.property(facts, weights, fc.constantFrom(...PARTS), (supplier, weighing, part) => {
      const [match] = matchSuppliers([supplier], weighing)
      const doubled = Object.fromEntries(PARTS.map((p) => [p, weighing[p] * 2])) as typeof weighing
      assert.deepEqual(matchSuppliers([supplier], doubled), [match])
      const field = part === 'price' ? 'priceRatio' : part
      const [before] = matchSuppliers([{ ...supplier, [field]: null }], weighing)
      if (match!.score === null) return
      assert.ok(match!.least >= before!.least - 1e-9 && match!.most <= before!.most + 1e-9)
    }),
  )
})

test('doing better never lowers a score', () => {
  fc.assert(
    fc.property(facts, weights, (supplier, weighing) => {
      const of = (changed: SupplierFacts) => matchSuppliers([changed], weighing)[0]!.score ?? -1
      const before = of(supplier)
      const { onTime, quality, response, priceRatio } = supplier
      const more = <T extends { good: number; of: number } | null>(t: T) =>
        t && t.of > 0 ? { ...t, good: t.good + 1, of: t.of + 1 } : t
      assert.ok(of({ ...supplier, onTime: more(onTime) }) >= before - 1e-9)
      assert.ok(of({ ...supplier, quality: more(quality) }) >= before - 1e-9)
      assert.ok(of({ ...supplier, response: more(response) }) >= before - 1e-9)
      assert.ok(of({ ...supplier, priceRatio: priceRatio && priceRatio * 0.95 }) >= before - 1e-9)
    }),
  )
})
