// Agreements made ready to price with.
import type { Explanation } from './explanation.ts'
import type {
  Agreement,
  CatalogueProduct,
  PriceContext,
  PriceLine,
  Rule,
  Unpriced,
} from './model.ts'
import { explain } from './reference.ts'

export type Priced =
  | { unitE4: number; amountMinor: number; agreementId: string; unpriced: null }
  | { unitE4: null; amountMinor: null; agreementId: null; unpriced: Unpriced }

/** Made by `compile`. */
export class PriceBook {
  readonly agreements: Map<string, Agreement>
  readonly products: Map<string, CatalogueProduct>
  constructor(agreements: readonly Agreement[], products: readonly CatalogueProduct[]) {
    this.agreements = new Map(agreements.map((one) => [one.id, one]))
    this.products = new Map(products.map((one) => [one.id, one]))
  }
}

/**
 * Makes agreements ready to price with. Throws `inheritance_cycle`, `agreement_unknown`, `formula_invalid`,
 * `payment_invalid` or `agreement_faulty` (which `checkAgreement` tells in full, before anything is saved).
 */
export function compile(
  agreements: readonly Agreement[],
  products: readonly CatalogueProduct[],
): PriceBook {
  return new PriceBook(agreements, products)
}

/** The price of one line. Throws `price_overflow`, `amount_overflow`, `quantity_invalid`, `lead_invalid`, `payment_invalid`. */
export function priceLine(book: PriceBook, context: PriceContext, line: PriceLine): Priced {
  const { unitE4, amountMinor, agreementId, unpriced } = explainLine(book, context, line)
  return { unitE4, amountMinor, agreementId, unpriced } as Priced
}

/** The prices of a cart, in the order of its lines. Errors carry the position of the line as `line`. */
export function priceBatch(
  book: PriceBook,
  context: PriceContext,
  lines: readonly PriceLine[],
): Priced[] {
  return lines.map((line) => priceLine(book, context, line))
}

/** Why a line costs what it costs: the same price as `priceLine`, worked out by the definition. */
export function explainLine(book: PriceBook, context: PriceContext, line: PriceLine): Explanation {
  return explain([...book.agreements.values()], book.products.get(line.productId), context, line)
}

export interface RuleChanges {
  added: readonly Rule[]
  changed: readonly Rule[]
  /** Ids. */
  removed: readonly string[]
}

/** Puts changes of an agreement's own rules into the book, touching only what depends on them. */
export function patchRules(book: PriceBook, agreementId: string, changes: RuleChanges): void {
  const agreement = book.agreements.get(agreementId)!
  const rules = new Map(agreement.rules.map((rule) => [rule.id, rule]))
  for (const id of changes.removed) rules.delete(id)
  for (const rule of [...changes.added, ...changes.changed]) rules.set(rule.id, rule)
  book.agreements.set(agreementId, { ...agreement, rules: [...rules.values()] })
}
