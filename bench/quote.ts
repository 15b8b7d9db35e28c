// Prices by quantity x payment x lead time: our engine beside Medusa's pricing module on PostgreSQL, in one process.
// 10,000 products with the same ten absolute prices each in both, and every amount of every kind of cart is compared
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
import type { PaymentTerm } from '../engines/pricing/terms.ts'
import { median, report } from './house.ts'
import { type Medusa, type MedusaPrice, openMedusa } from './medusa.ts'

const PRODUCTS = 10_000
const CARTS = [1, 100, 10_000]
/** As many calls at once as serve Medusa best. */
const AT_ONCE: Record<number, number> = { 1: 8, 100: 4, 10000: 1 }
const SECONDS = 2
const ROUNDS = 3
const E4_PER_MINOR = 10_000

const PREPAID: PaymentTerm = [{ shareBp: 10_000, from: 'order', days: 0 }]
const CREDIT: PaymentTerm = [{ shareBp: 10_000, from: 'invoice', days: 60 }]
const DEPOSIT: PaymentTerm = [
  { shareBp: 3000, from: 'order', days: 0 },
  { shareBp: 7000, from: 'delivery', days: 0 },
]

/** One price of a product: what it needs, and which part of the base it is, in per mille. */
interface Offer {
  perMille: number
  pieces?: number
  payment?: 'prepaid' | 'credit'
  early?: true
  rush?: true
  group?: 'vip'
}
const OFFERS: Offer[] = [
  { perMille: 1000 },
  { perMille: 980, pieces: 10 },
  { perMille: 950, pieces: 100 },
  { perMille: 920, pieces: 1000 },
  { perMille: 900, payment: 'prepaid' },
  { perMille: 1030, payment: 'credit' },
  { perMille: 940, early: true },
  { perMille: 1100, rush: true },
  { perMille: 860, payment: 'prepaid', early: true },
  { perMille: 840, payment: 'prepaid', early: true, group: 'vip' },
]
/** Minor units; the same odd prices in both. */
const base = (product: number) => 1000 + ((product * 7919) % 90_000)
const amountOf = (product: number, { perMille }: Offer) =>
  Math.round((base(product) * perMille) / 1000)

interface Situation {
  pieces: number
  payment: 'prepaid' | 'credit' | 'deposit'
  leadDays: number
  group: 'vip' | 'none'
}
const SITUATIONS: Situation[] = [
  { pieces: 1, payment: 'deposit', leadDays: 14, group: 'none' },
  { pieces: 250, payment: 'deposit', leadDays: 14, group: 'vip' },
  { pieces: 12, payment: 'credit', leadDays: 14, group: 'none' },
  { pieces: 5000, payment: 'prepaid', leadDays: 14, group: 'none' },
  { pieces: 30, payment: 'deposit', leadDays: 60, group: 'none' },
  { pieces: 30, payment: 'deposit', leadDays: 1, group: 'vip' },
  { pieces: 120, payment: 'prepaid', leadDays: 45, group: 'none' },
  { pieces: 120, payment: 'prepaid', leadDays: 45, group: 'vip' },
]

function ruleOf(product: number, at: number): Rule {
  const offer = OFFERS[at]!
  const classes = offer.payment && [offer.payment]
  return {
    id: `${product}-${at}`,
    step: 'price',
    combine: 'exclusive',
    breakMode: 'volume',
    when: {
      products: [`p${product}`],
      ...(classes && { payment: { kind: 'class', classes } }),
      ...(offer.early && { lead: { fromDays: 30 } }),
      ...(offer.rush && { lead: { belowDays: 3 } }),
      ...(offer.group && { customerGroups: [offer.group] }),
    },
    breaks: [
      {
        fromMicro: (offer.pieces ?? 0) * 1_000_000,
        effect: { kind: 'absolute', unitE4: amountOf(product, offer) * E4_PER_MINOR },
      },
    ],
  }
}

function medusaPriceOf(product: number, offer: Offer): MedusaPrice {
  const rules: NonNullable<MedusaPrice['rules']> = {
    ...(offer.payment && { payment: offer.payment }),
    ...(offer.early && { lead_days: [{ operator: 'gte', value: 30 }] }),
    ...(offer.rush && { lead_days: [{ operator: 'lt', value: 3 }] }),
    ...(offer.group && { customer_group: offer.group }),
  }
  return {
    amount: amountOf(product, offer),
    currency_code: 'cny',
    ...(offer.pieces && { min_quantity: offer.pieces }),
    ...(Object.keys(rules).length > 0 && { rules }),
  }
}

/** Prices one cart and answers its unit prices in minor units, in the order of `products`. */
type Quote = (products: readonly number[], situation: Situation) => Promise<number[]>

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
  return async (products, { pieces, payment, leadDays, group }) => {
    const id = products.map((product) => ids[product]!)
    const context = {
      currency_code: 'cny',
      quantity: pieces,
      payment,
      lead_days: leadDays,
      customer_group: group,
    }
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
  const payments = { prepaid: PREPAID, credit: CREDIT, deposit: DEPOSIT }
  return async (cart, { pieces, payment, leadDays, group }) => {
    const context: PriceContext = { atMs: 0, currency: 'CNY', customerGroups: [group] }
    // Every line with its own terms, as they come from a request.
    const lines = cart.map(
      (product): PriceLine => ({
        productId: products[product]!.id,
        quantityMicro: pieces * 1_000_000,
        payment: payments[payment].map((part) => ({ ...part })),
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
const theirs = medusaQuote(medusa, ids)
const ours = ourQuote()
const compared = await compareAnswers(ours, theirs)
made.push(['answers compared, all equal', compared.toLocaleString('en')])

const shown = (perSecond: number) => Math.round(perSecond).toLocaleString('en').padStart(10)
const times: number[] = []
for (const size of CARTS) {
  const rounds = { ours: [] as number[], theirs: [] as number[] }
  for (let i = 0; i < ROUNDS; i++) {
    rounds.theirs.push(await rate(theirs, size, AT_ONCE[size]!))
    rounds.ours.push(await rate(ours, size, 1))
  }
  const [own, other] = [median(rounds.ours), median(rounds.theirs)]
  times.push(own / other)
  const label = `carts of ${size.toLocaleString('en')}`
  made.push([`${label}: ours, lines/s`, shown(own)])
  made.push([`${label}: medusa ${medusa.version}, lines/s`, shown(other)])
  made.push([`${label}: times`, shown(own / other)])
}
await medusa.close()
// The least of the three: what every size of cart reaches.
report('quote', made, { times_medusa_engine: Math.min(...times) })
process.exit()
