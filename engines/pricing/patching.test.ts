import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Agreement,
  type CatalogueProduct,
  compile,
  diffRules,
  type PriceLine,
  PricingError,
  patchProducts,
  patchRules,
  priceBatch,
  priceLine,
  type Rule,
} from './index.ts'

const PRODUCTS = 10_000
const ROWS = 100_000
const context = { atMs: 0, currency: 'CNY' }
const products = Array.from(
  { length: PRODUCTS },
  (_, i): CatalogueProduct => ({ id: `p${i}`, unit: 'piece', currency: 'CNY', listE4: 1_000_000 }),
)
/** A row of a price list: the product's ten breaks are rows of their own. */
const row = (at: number, unitE4 = 1_000_000 - at): Rule => ({
  id: `row ${at}`,
  step: 'price',
  combine: 'exclusive',
  breakMode: 'volume',
  when: { products: [`p${at % PRODUCTS}`] },
  breaks: [
    { fromMicro: Math.floor(at / PRODUCTS) * 10_000_000, effect: { kind: 'absolute', unitE4 } },
  ],
})
const rows = Array.from({ length: ROWS }, (_, at) => row(at))
const line = (product: number): PriceLine => ({
  productId: `p${product}`,
  quantityMicro: 1_000_000,
  payment: [{ shareBp: 10_000, from: 'order', days: 0 }],
  leadDays: null,
})
const all = products.map((_, i) => line(i))

test('an import of 100,000 rows touches what it changes, and nothing else', () => {
  const book = compile([{ id: 'a', currency: 'CNY', rules: rows }], products)
  const before = priceBatch(book, context, all)
  // Read anew, as an import does: the same rows as other objects, one dearer, one gone, one new.
  const read = (JSON.parse(JSON.stringify(rows)) as Rule[]).filter(({ id }) => id !== 'row 7')
  read[3] = row(3, 5_000_000)
  read.push({ ...row(8), id: 'extra', priority: 1, breaks: row(8, 77).breaks })
  const changes = diffRules(rows, read)
  assert.deepEqual(
    [changes.added.map(({ id }) => id), changes.changed.map(({ id }) => id), changes.removed],
    [['extra'], ['row 3'], ['row 7']],
  )
  assert.equal(changes.unchanged, ROWS - 2)
  assert.deepEqual(patchRules(book, 'a', changes), { rules: 3, plans: 3 })
  const after = priceBatch(book, context, all)
  const moved = after.flatMap(({ unitE4 }, i) => (unitE4 === before[i]!.unitE4 ? [] : [i]))
  assert.deepEqual(moved, [3, 7, 8])
  assert.deepEqual(
    moved.map((i) => after[i]!.unitE4),
    [5_000_000, null, 77],
  )
  assert.deepEqual(patchRules(book, 'a', diffRules(read, read)), { rules: 0, plans: 0 })
})

test('the order of keys and keys left undefined make no change', () => {
  const one: Rule = { ...row(1), priority: undefined, when: { products: ['p1'], tiers: [1] } }
  const other = JSON.parse(JSON.stringify({ ...row(1), when: { tiers: [1], products: ['p1'] } }))
  assert.deepEqual(diffRules([one], [other]), { added: [], changed: [], removed: [], unchanged: 1 })
  assert.equal(diffRules([one], [{ ...one, when: { products: ['p1'] } }]).changed.length, 1)
})

test('a new list price touches the plans of its product only', () => {
  const off: Rule = {
    ...row(0),
    id: 'off',
    when: {},
    breaks: [{ fromMicro: 0, effect: { kind: 'percent', bp: -1000 } }],
  }
  const agreements: Agreement[] = [
    { id: 'a', currency: 'CNY', rules: [off] },
    { id: 'b', currency: 'CNY', extends: 'a', when: { customers: ['c'] }, rules: [] },
  ]
  const book = compile(agreements, products.slice(0, 10))
  const lines = all.slice(0, 10)
  priceBatch(book, context, lines)
  priceBatch(book, { ...context, customer: 'c' }, lines)
  assert.deepEqual(patchProducts(book, [{ ...products[4]!, listE4: 2_000_000 }]), {
    rules: 0,
    plans: 2,
  })
  assert.equal(priceLine(book, context, line(4)).unitE4, 1_800_000)
  // A rule for everything is the one that all plans depend on, inherited ones too.
  priceBatch(book, context, lines)
  priceBatch(book, { ...context, customer: 'c' }, lines)
  assert.equal(patchRules(book, 'a', { added: [], changed: [{ ...off }], removed: [] }).plans, 20)
})

test('a patch is refused whole', () => {
  const book = compile([{ id: 'a', currency: 'CNY', rules: rows.slice(0, 10) }], products)
  const before = priceBatch(book, context, all.slice(0, 10))
  const circle = (id: string, other: string): Rule => ({
    ...row(0),
    id,
    breaks: [{ fromMicro: 0, effect: { kind: 'formula', text: `rule("${other}")` } }],
  })
  const refused = (rules: Rule[], code: string) =>
    assert.throws(
      () =>
        patchRules(book, 'a', { added: [row(3, 9), ...rules], changed: [], removed: ['row 1'] }),
      (error: unknown) => error instanceof PricingError && error.code === code,
    )
  refused([circle('x', 'y'), circle('y', 'x')], 'formula_cycle')
  refused([row(5, -1)], 'agreement_faulty')
  assert.throws(
    () => patchRules(book, 'nobody', { added: [], changed: [], removed: [] }),
    PricingError,
  )
  assert.deepEqual(priceBatch(book, context, all.slice(0, 10)), before)
})
