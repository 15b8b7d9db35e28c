// Pricing lines with a book: the same prices as the definition in reference.ts, fast.
import type { AgreementIndex } from './agreement-index.ts'
import { amountMinor, PricingError } from './exact.ts'
import type { Explanation } from './explanation.ts'
import { contextMismatch, requireLine } from './matching.ts'
import type { Agreement, PriceContext, PriceLine, Unpriced } from './model.ts'
import type { PriceBook } from './price-book.ts'
import { explain } from './reference.ts'
import type { Asking } from './rule-shape.ts'
import type { Terms } from './terms-memory.ts'

export type Priced =
  | { unitE4: number; amountMinor: number; agreementId: string; unpriced: null }
  | { unitE4: null; amountMinor: null; agreementId: null; unpriced: Unpriced }

const [UNKNOWN, YES, NO] = [0, 1, 2]

/** One buyer's questions at one moment: conditions on them are looked at once. */
class Cart {
  readonly #book: PriceBook
  readonly #context: PriceContext
  readonly #found: Uint8Array
  readonly #governing: AgreementIndex[]
  // One for all lines, written anew for each.
  readonly #asking: Asking = { quantityMicro: 0, leadDays: 0, payment: null as never }

  constructor(book: PriceBook, context: PriceContext) {
    this.#book = book
    this.#context = context
    this.#found = new Uint8Array(book.conditions.context.all.length)
    book.terms.forgetLast()
    this.#governing = book
      .governing(context.customer)
      .filter(
        ({ agreement, contextCondition }) =>
          agreement.currency === context.currency && this.holds(contextCondition),
      )
  }

  holds(condition: number): boolean {
    if (condition === 0) return true
    if (this.#found[condition] === UNKNOWN) {
      const when = this.#book.conditions.context.all[condition]!
      this.#found[condition] = contextMismatch(when, this.#context) ? NO : YES
    }
    return this.#found[condition] === YES
  }

  price(line: PriceLine): Priced {
    requireLine(line)
    const book = this.#book
    const entry = book.products.get(line.productId)
    if (entry === undefined) return unpriced('product_unknown')
    const terms = book.terms.of(line, book.conditions.terms.all.length)
    const asking = this.#asking
    asking.quantityMicro = line.quantityMicro
    asking.leadDays = line.leadDays ?? Number.NaN
    asking.payment = terms.payment
    for (const index of this.#governing) {
      if (!this.#isFor(index, line, terms)) continue
      const plan = index.planOf(entry)
      const unitE4 = plan.shape.price(plan, this, terms, book.conditions.terms, asking)
      if (Number.isNaN(unitE4)) continue
      const amount = amountMinor(unitE4, line.quantityMicro)
      return { unitE4, amountMinor: amount, agreementId: index.agreement.id, unpriced: null }
    }
    return unpriced('no_agreement')
  }

  #isFor(index: AgreementIndex, line: PriceLine, terms: Terms): boolean {
    return (
      index.fitsLead(line.leadDays) &&
      terms.fits(index.termsCondition, this.#book.conditions.terms.all)
    )
  }
}

function unpriced(reason: Unpriced): Priced {
  return { unitE4: null, amountMinor: null, agreementId: null, unpriced: reason }
}

/**
 * The price of one line: its unit price in e4 and its amount in minor units, or why it has none.
 * Throws `price_overflow`, `amount_overflow`, `quantity_invalid`, `lead_invalid`, `payment_invalid`.
 */
export function priceLine(book: PriceBook, context: PriceContext, line: PriceLine): Priced {
  return new Cart(book, context).price(line)
}

/** Prices lines of one buyer one after another. The book must not change meanwhile. */
export function pricerFor(book: PriceBook, context: PriceContext): (line: PriceLine) => Priced {
  const cart = new Cart(book, context)
  return (line) => cart.price(line)
}

/** The prices of a cart, in the order of its lines. Throws as `priceLine` does, with the position as `details.line`. */
export function priceBatch(
  book: PriceBook,
  context: PriceContext,
  lines: readonly PriceLine[],
): Priced[] {
  const cart = new Cart(book, context)
  return lines.map((line, at) => {
    try {
      return cart.price(line)
    } catch (error) {
      if (error instanceof PricingError) error.details.line = at
      throw error
    }
  })
}

/**
 * Why a line costs what it costs: the same price as `priceLine`, worked out by the definition with every reason.
 * Agreements that name other customers are not looked at. Throws as `priceLine` does.
 */
export function explainLine(book: PriceBook, context: PriceContext, line: PriceLine): Explanation {
  const entry = book.products.get(line.productId)
  const governing = book.governing(context.customer)
  const ids = new Set<string>()
  const agreements = new Map<string, AgreementIndex>()
  for (const index of governing)
    for (let one: AgreementIndex | null = index; one; one = one.parent)
      agreements.set(one.agreement.id, one)
  for (const index of agreements.values())
    for (const { rule } of entry ? index.concerning(entry.product) : []) ids.add(rule.id)
  for (const index of agreements.values()) for (const id of index.references) ids.add(id)
  const narrowed = [...agreements.values()].map((index): Agreement => {
    const isGoverning = governing.includes(index)
    const rules = [...ids].flatMap((id) => index.rules.get(id)?.rule ?? [])
    return { ...index.agreement, isTemplate: !isGoverning, rules }
  })
  const explanation = explain(narrowed, entry?.product, context, line)
  explanation.agreements = explanation.agreements.filter(
    ({ outcome }) => outcome.code !== 'not_matched' || outcome.on !== 'template',
  )
  return explanation
}
