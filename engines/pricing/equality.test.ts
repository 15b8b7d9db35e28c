// The compiled form against the definition, on random agreements. PRICING_CASES sets how many lines are priced.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as random from './agreements-fixture.ts'
import {
  type Agreement,
  type CatalogueProduct,
  compile,
  diffRules,
  type Explanation,
  explainLine,
  type PriceBook,
  type PriceContext,
  type Priced,
  type PriceLine,
  PricingError,
  patchProducts,
  patchRules,
  priceBatch,
  priceLine,
  type Touched,
} from './index.ts'
import { explain } from './reference.ts'

const CASES = Number(process.env.PRICING_CASES ?? 20_000)
const LINES = 25

/** The outcome in one comparable shape, errors included. */
function attempt<T>(price: () => T): T | string {
  try {
    return price()
  } catch (error) {
    if (error instanceof PricingError) return error.code
    throw error
  }
}

function compiled(agreements: Agreement[], products: CatalogueProduct[]): PriceBook | null {
  const book = attempt(() => compile(agreements, products))
  if (typeof book !== 'string') return book
  // Nothing else is wrong with random agreements.
  assert.ok(['formula_cycle', 'agreement_faulty'].includes(book), book)
  return null
}

function shortOf({ unitE4, amountMinor, agreementId, unpriced }: Explanation): Priced {
  return { unitE4, amountMinor, agreementId, unpriced } as Priced
}

function byDefinition(
  agreements: Agreement[],
  products: CatalogueProduct[],
  context: PriceContext,
  line: PriceLine,
): Explanation {
  const product = products.find(({ id }) => id === line.productId)
  return explain(agreements, product, context, line)
}

function priceOf(book: PriceBook, context: PriceContext, line: PriceLine): Priced | string {
  return attempt(() => priceLine(book, context, line))
}

const world = fc.record({
  agreements: random.agreements,
  products: random.products,
  context: random.context,
  lines: fc.array(random.line, { minLength: LINES, maxLength: LINES }),
})

test('compiled prices equal the definition, one by one', () => {
  const seen = { priced: 0, unpriced: 0, refused: 0 }
  fc.assert(
    fc.property(world, ({ agreements, products, context, lines }) => {
      const book = compiled(agreements, products)
      if (!book) return
      for (const line of lines) {
        const expected: Priced | string = attempt(() =>
          shortOf(byDefinition(agreements, products, context, line)),
        )
        const priced = priceOf(book, context, line)
        assert.deepEqual(priced, expected)
        if (typeof expected === 'string') seen.refused++
        else if (expected.unitE4 === null) seen.unpriced++
        else seen.priced++
      }
    }),
    { numRuns: Math.ceil(CASES / LINES) },
  )
  // The comparison is worth something only if all of it happens.
  if (process.env.PRICING_CASES) console.log(JSON.stringify(seen))
  assert.ok(seen.priced > CASES / 3, JSON.stringify(seen))
  assert.ok(seen.unpriced > 0 && seen.refused > 0, JSON.stringify(seen))
})

test('a cart is priced as its lines are', () => {
  fc.assert(
    fc.property(world, ({ agreements, products, context, lines }) => {
      const book = compiled(agreements, products)
      if (!book) return
      const single = lines.map((line) => priceOf(book, context, line))
      const cart = attempt((): Priced[] => priceBatch(book, context, lines))
      const refused = single.find((one) => typeof one === 'string')
      assert.deepEqual(cart, refused ?? single)
    }),
    { numRuns: Math.ceil(CASES / LINES / 4) },
  )
})

test('the explanation from the book tells what the definition tells, and its steps add up', () => {
  fc.assert(
    fc.property(world, ({ agreements, products, context, lines }) => {
      const book = compiled(agreements, products)
      if (!book) return
      for (const line of lines) {
        const whole: Explanation | string = attempt(() =>
          byDefinition(agreements, products, context, line),
        )
        const short: Explanation | string = attempt(
          (): Explanation => explainLine(book, context, line),
        )
        if (typeof whole === 'string' || typeof short === 'string') {
          assert.equal(short, whole)
          continue
        }
        const { agreements: tried, ...rest } = whole
        const { agreements: shown, ...told } = short
        assert.deepEqual(told, rest)
        for (const one of shown) assert.ok(tried.some((other) => isSame(one, other)))
        let price: number | null = null
        for (const step of told.steps) {
          assert.equal(step.beforeE4, price)
          price = step.afterE4
        }
        assert.equal(price, told.unitE4)
      }
    }),
    { numRuns: Math.ceil(CASES / LINES / 4) },
  )
})

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

test('a patched book prices as one compiled anew', () => {
  const patch = fc.record({
    at: fc.nat(),
    rules: fc.uniqueArray(random.rule, { maxLength: 8, selector: (one) => one.id }),
    product: fc.constantFrom('p1', 'p2', 'p3').chain(random.product),
  })
  fc.assert(
    fc.property(world, fc.array(patch, { minLength: 1, maxLength: 3 }), (one, patches) => {
      let { agreements, products } = one
      const { context, lines } = one
      const book = compiled(agreements, products)
      if (!book) return
      const priced = () => lines.map((line) => priceOf(book, context, line))
      priced()
      for (const { at, rules, product } of patches) {
        const changed = agreements[at % agreements.length]!
        const next = agreements.map((a) => (a === changed ? { ...a, rules } : a))
        const nextProducts = products.map((p) => (p.id === product.id ? product : p))
        patchProducts(book, [product])
        products = nextProducts
        const refused: Touched | string = attempt(
          (): Touched => patchRules(book, changed.id, diffRules(changed.rules, rules)),
        )
        const anew = compiled(next, products)
        assert.equal(anew === null, typeof refused === 'string')
        if (anew) agreements = next
        const fresh = compile(agreements, products)
        assert.deepEqual(
          priced(),
          lines.map((line) => priceOf(fresh, context, line)),
        )
      }
    }),
    { numRuns: Math.ceil(CASES / LINES / 4) },
  )
})
