import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TierMarkups } from '../../../../server/modules/trade/schema.ts'
import {
  markupLines,
  markupValue,
  productRow,
  sellerLines,
  sellingTiers,
  withGeneral,
  withLimit,
  withRows,
} from './tier-setting.ts'

const EIGHT = { kind: 'percent', value: 800 } as const
const NINE = { kind: 'percent', value: 900 } as const
const PRODUCT = '01900000-0000-7000-8000-000000000001'

test('the last tier sells to consumers, so it has no rule', () => {
  assert.deepEqual(sellingTiers(6), [1, 2, 3, 4, 5])
  assert.deepEqual(sellingTiers(2), [1])
  assert.deepEqual(sellingTiers(1), [1])
})

test('a tier is added in its place and taken off when it holds nothing', () => {
  const two = withGeneral(withGeneral({ tiers: [] }, 3, EIGHT), 1, NINE)
  assert.deepEqual(
    two.tiers.map((row) => row.tier),
    [1, 3],
  )
  assert.deepEqual(TierMarkups.parse(two), two)
  assert.deepEqual(
    withGeneral(two, 1, null).tiers.map((row) => row.tier),
    [3],
  )
})

test('a tier with a limit stays without a mark-up', () => {
  const limited = withLimit({ tiers: [] }, 2, { minBp: 0, maxBp: 1500 })
  assert.equal(withGeneral(limited, 2, null).tiers.length, 1)
  assert.deepEqual(withLimit(limited, 2, null), { tiers: [] })
})

test('a general rule replaces the one before and leaves products alone', () => {
  const before = withRows({ tiers: [] }, 1, [
    { productId: PRODUCT, markup: NINE },
    { productId: null, markup: NINE },
  ])
  assert.deepEqual(withGeneral(before, 1, EIGHT).tiers[0]!.markups, [
    { productId: null, markup: EIGHT },
    { productId: PRODUCT, markup: NINE },
  ])
})

test('the row of a product is set, changed in its place, and taken off', () => {
  const general = [{ productId: null, markup: NINE }]
  const added = productRow(general, PRODUCT, EIGHT)
  assert.equal(added.length, 2)
  assert.deepEqual(productRow(added, PRODUCT, NINE)[1], { productId: PRODUCT, markup: NINE })
  assert.deepEqual(productRow(added, PRODUCT, null), general)
})

test('every rule is a line of a spreadsheet, and limits without a rule are one too', () => {
  const limit = { minBp: 0, maxBp: 1500 }
  const special = { productId: PRODUCT, markup: NINE }
  const setting = withLimit(
    withRows(withGeneral({ tiers: [] }, 1, EIGHT), 1, [
      { productId: null, markup: EIGHT },
      special,
    ]),
    2,
    limit,
  )
  assert.deepEqual(markupLines(setting), [
    { tier: 1, limit: null, productId: null, markup: EIGHT },
    { tier: 1, limit: null, ...special },
    { tier: 2, limit, productId: null, markup: null },
  ])
  assert.deepEqual(markupLines({ tiers: [] }), [])
})

test('a seller’s own rule stands in for that of its tier, product by product', () => {
  const general = { productId: null, markup: NINE }
  const special = { productId: PRODUCT, markup: NINE }
  assert.deepEqual(
    sellerLines({ own: [{ ...general, markup: EIGHT }], defaults: [general, special] }),
    [
      { productId: null, markup: EIGHT, isOwn: true },
      { ...special, isOwn: false },
    ],
  )
  assert.deepEqual(sellerLines({ own: [], defaults: [] }), [])
})

test('a spreadsheet shows a mark-up as the number that people write', () => {
  assert.equal(markupValue({ kind: 'percent', value: -250 }, 'CNY'), -2.5)
  assert.equal(markupValue({ kind: 'amount', value: 1250 }, 'CNY'), 12.5)
  assert.equal(markupValue({ kind: 'fixed', value: 9900 }, 'JPY'), 9900)
})
