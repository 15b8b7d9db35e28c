import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { runReadme } from '../../test/readme.ts'
import { itemFrequency, ndcgAt, plainFrequency, recallAt } from './index.ts'

test('what was bought lately comes first, and what was bought always is 1', () => {
  const orders = [
    ['rice', 'oil'],
    ['rice', 'oil'],
    ['rice', 'tea'],
  ]
  const found = itemFrequency(orders, { decayWithin: 0.5, decayAcross: 1 })
  assert.deepEqual(found, [
    { item: 'rice', score: 1, orders: 3 },
    { item: 'tea', score: 1 / 1.75, orders: 1 },
    { item: 'oil', score: 0.75 / 1.75, orders: 2 },
  ])
  assert.deepEqual(
    plainFrequency(orders).map(({ item }) => item),
    ['rice', 'oil', 'tea'],
  )
})

test('groups are counted from the latest order', () => {
  const found = itemFrequency([['a'], ['b'], ['c']], {
    ...{ groupSize: 2, decayWithin: 1, decayAcross: 0.5 },
  })
  assert.deepEqual(
    found.map(({ item, score }) => [item, score]),
    [
      ['b', 0.4],
      ['c', 0.4],
      ['a', 0.2],
    ],
  )
})

test('no order teaches nothing, and impossible decay is refused', () => {
  assert.deepEqual(itemFrequency([]), [])
  assert.deepEqual(itemFrequency([[], []]), [])
  for (const options of [{ decayWithin: 0 }, { decayAcross: 1.1 }, { groupSize: 0 }])
    assert.throws(() => itemFrequency([['a']], options), { code: 'bad_option' })
})

const order = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 6 })
const orders = fc.array(order, { maxLength: 25 })

test('scores are shares, in order, and naming an item twice changes nothing', () => {
  fc.assert(
    fc.property(orders, (all) => {
      const found = itemFrequency(all)
      assert.deepEqual(found, itemFrequency(all.map((items) => [...items, ...items].reverse())))
      for (const [i, { score, orders: count }] of found.entries()) {
        assert.ok(score > 0 && score <= 1 + 1e-12 && count >= 1)
        if (i > 0) assert.ok(score <= found[i - 1]!.score)
      }
    }),
  )
})

test('buying an item once more never lowers its score', () => {
  fc.assert(
    fc.property(orders, fc.constantFrom('a', 'b'), (all, item) => {
      const scoreIn = (list: string[][]) =>
        itemFrequency(list, { groupSize: 100 }).find((entry) => entry.item === item)?.score ?? 0
      assert.ok(scoreIn([...all, [item]]) >= scoreIn(all) - 1e-12)
    }),
  )
})

test('recall and gain are 1 for the perfect list and fall with the place', () => {
  const taken = new Set(['a', 'b'])
  assert.equal(recallAt(2, ['a', 'b', 'c'], taken), 1)
  assert.equal(ndcgAt(2, ['b', 'a', 'c'], taken), 1)
  assert.equal(recallAt(1, ['a'], taken), 0.5)
  assert.equal(ndcgAt(10, ['x', 'y'], taken), 0)
  assert.ok(ndcgAt(10, ['a', 'x', 'b'], taken) > ndcgAt(10, ['x', 'a', 'b'], taken))
})

test('the example of the README runs and gives what it says', () =>
  runReadme(new URL('.', import.meta.url)))
