// Prices by quantity x payment x lead time: our engine and our API beside Medusa's pricing module on PostgreSQL.
// 10,000 products with the same ten prices each in all three, and every amount of every kind of cart is compared
// before anything is timed. Medusa prices one quantity a call, so all lines of a cart have the same; ours could differ.
import {
  type Agreement,
  type CatalogueProduct,
  compile,
  type PriceContext,
  type PriceLine,
  priceBatch,
  type Rule,
} from '../engines/pricing/index.ts'
import { median, report } from './house.ts'
import { type Medusa, type MedusaPrice, openMedusa } from './medusa.ts'
import { openQuoteApi } from './quote-api.ts'
import {
  amountOf,
  E4_PER_MINOR,
  OFFERS,
  type Offer,
  PRODUCTS,
  type Quote,
  SITUATIONS,
  TERMS,
} from './quote-offers.ts'

const CARTS = [1, 100, 10_000]
/** As many calls at once as serve Medusa, and our API, best. */
const AT_ONCE: Record<number, number> = { 1: 8, 100: 4, 10000: 1 }
const SECONDS = 2
const ROUNDS = 3

function ruleOf(product: number, at: number): Rule {
  const { pieces, payment, leadDays } = OFFERS[at]!
  const unitE4 = amountOf(product, OFFERS[at]!) * E4_PER_MINOR
  return {
    id: `${product}-${at}`,
    step: 'price',
    combine: 'exclusive',
    breakMode: 'volume',
    when: {
      products: [`p${product}`],
      ...(payment && { payment: { kind: 'exact', terms: [TERMS[payment]] } }),
      ...(leadDays > 0 && { lead: { fromDays: leadDays } }),
    },
    breaks: [{ fromMicro: pieces * 1_000_000, effect: { kind: 'absolute', unitE4 } }],
  }
}

function medusaPriceOf(product: number, offer: Offer): MedusaPrice {
  const { pieces, payment, leadDays } = offer
  const rules: NonNullable<MedusaPrice['rules']> = {
    ...(payment && { payment }),
    ...(leadDays > 0 && { lead_days: [{ operator: 'gte', value: leadDays }] }),
  }
  return {
    amount: amountOf(product, offer),
    currency_code: 'cny',
    ...(pieces > 0 && { min_quantity: pieces }),
    ...(Object.keys(rules).length > 0 && { rules }),
  }
}

async function fillMedusa(medusa: Medusa): Promise<string[]> {
  const ids: string[] = []
  for (let first = 0; first < PRODUCTS; first += 500) {
    const sets = Array.from({ length: 500 }, (_, i) => ({
      prices: OFFERS.map((offer) => medusaPriceOf(first + i, offer)),
    }))
    for (const { id } of await medusa.pricing.createPriceSets(sets)) ids.push(id)
  }
  return ids
}

function medusaQuote(medusa: Medusa, ids: readonly string[]): Quote {
  return async (products, { pieces, payment, leadDays }) => {
    const id = products.map((product) => ids[product]!)
    const context = { currency_code: 'cny', quantity: pieces, payment, lead_days: leadDays }
    const priced = await medusa.pricing.calculatePrices({ id }, { context })
    const byId = new Map(priced.map((one) => [one.id, one.calculated_amount]))
    return id.map((one) => byId.get(one)!)
  }
}

function ourQuote(): Quote {
  const numbers = Array.from({ length: PRODUCTS }, (_, i) => i)
  const agreement: Agreement = {
    id: 'bench',
    currency: 'CNY',
    rules: numbers.flatMap((product) => OFFERS.map((_, at) => ruleOf(product, at))),
  }
  const products = numbers.map(
    (i): CatalogueProduct => ({ id: `p${i}`, unit: 'piece', currency: 'CNY' }),
  )
  const began = performance.now()
  const book = compile([agreement], products)
  made.push(['ours, compiling 100,000 rules', `${Math.round(performance.now() - began)} ms`])
  return async (cart, { pieces, payment, leadDays }) => {
    const context: PriceContext = { atMs: 0, currency: 'CNY', customer: 'buyer' }
    // Every line with its own terms, as they come from a request.
    const lines = cart.map(
      (product): PriceLine => ({
        productId: products[product]!.id,
        quantityMicro: pieces * 1_000_000,
        payment: TERMS[payment].map((part) => ({ ...part })),
        leadDays,
      }),
    )
    return priceBatch(book, context, lines).map((one) => one.unitE4! / E4_PER_MINOR)
  }
}

async function compareAnswers(ours: Quote, theirs: Quote): Promise<number> {
  const all = Array.from({ length: PRODUCTS }, (_, i) => i)
  let compared = 0
  for (const situation of SITUATIONS) {
    const [own, other] = [await ours(all, situation), await theirs(all, situation)]
    for (const [i, amount] of own.entries())
      if (amount !== other[i])
        throw new Error(`product ${i}, ${JSON.stringify(situation)}: ${amount} and ${other[i]}`)
    compared += own.length
  }
  return compared
}

/** Lines priced a second with carts of a size, `atOnce` carts at a time. */
async function rate(quote: Quote, size: number, atOnce: number): Promise<number> {
  const end = performance.now() + SECONDS * 1000
  const began = performance.now()
  let lines = 0
  let next = 0
  async function buyer(): Promise<void> {
    while (performance.now() < end) {
      // Carts walk through the products, so that no price is asked again soon.
      const first = next
      next = (next + size) % PRODUCTS
      const cart = Array.from({ length: size }, (_, i) => (first + i) % PRODUCTS)
      const situation = SITUATIONS[(lines / size) % SITUATIONS.length]!
      lines += (await quote(cart, situation)).length
    }
  }
  await Promise.all(Array.from({ length: atOnce }, buyer))
  return lines / ((performance.now() - began) / 1000)
}

const made: [string, string][] = []
const medusa = await openMedusa()
const began = performance.now()
const ids = await fillMedusa(medusa)
made.push(['medusa, writing 100,000 prices', `${Math.round(performance.now() - began)} ms`])
await medusa.analyze()
const opened = performance.now()
const api = await openQuoteApi()
made.push(['our API, writing 100,000 prices', `${Math.round(performance.now() - opened)} ms`])
const quotes = { engine: ourQuote(), api: api.quote, medusa: medusaQuote(medusa, ids) }
const compared = [
  await compareAnswers(quotes.engine, quotes.medusa),
  await compareAnswers(quotes.api, quotes.medusa),
]
const all = compared.reduce((sum, some) => sum + some)
made.push(['answers compared, all equal', all.toLocaleString('en')])

const shown = (perSecond: number) => Math.round(perSecond).toLocaleString('en').padStart(10)
const times = { engine: [] as number[], api: [] as number[] }
for (const size of CARTS) {
  const rates = { engine: [] as number[], api: [] as number[], medusa: [] as number[] }
  for (let i = 0; i < ROUNDS; i++) {
    rates.medusa.push(await rate(quotes.medusa, size, AT_ONCE[size]!))
    rates.api.push(await rate(quotes.api, size, AT_ONCE[size]!))
    rates.engine.push(await rate(quotes.engine, size, 1))
  }
  const [engine, through, theirs] = [rates.engine, rates.api, rates.medusa].map(median)
  times.engine.push(engine! / theirs!)
  times.api.push(through! / theirs!)
  const label = `carts of ${size.toLocaleString('en')}`
  made.push([`${label}: medusa ${medusa.version}, lines/s`, shown(theirs!)])
  made.push([
    `${label}: our API, lines/s`,
    `${shown(through!)}  x ${(through! / theirs!).toFixed(1)}`,
  ])
  made.push([
    `${label}: our engine, lines/s`,
    `${shown(engine!)}  x ${(engine! / theirs!).toFixed(1)}`,
  ])
}
await Promise.all([medusa.close(), api.close()])
// The least of the three: what every size of cart reaches.
report('quote', made, {
  times_medusa_engine: Math.min(...times.engine),
  times_medusa_api: Math.min(...times.api),
})
process.exit()
