// Agreements made ready to price with, and kept so as rules and products change.
import { AgreementIndex, type ProductEntry, Shapes } from './agreement-index.ts'
import { requireAgreement, requireProduct, requireRule } from './check-rule.ts'
import { ConditionList } from './conditions.ts'
import { PricingError } from './exact.ts'
import { inheritance } from './inheritance.ts'
import type { Agreement, CatalogueProduct, Rule } from './model.ts'
import { agreementStanding, comparePrecedence } from './precedence.ts'
import { circleFrom } from './references.ts'
import { TermsMemory } from './terms-memory.ts'

/** Made by `compile`; changed in place by `patchRules` and `patchProducts`. */
export class PriceBook {
  readonly agreements = new Map<string, AgreementIndex>()
  readonly products = new Map<string, ProductEntry>()
  readonly conditions = { context: ConditionList.ofContext(), terms: ConditionList.ofTerms() }
  readonly terms = new TermsMemory()
  /** Agreements that name no customer, and those that do, each in order of precedence. */
  readonly open: AgreementIndex[] = []
  readonly byCustomer = new Map<string, AgreementIndex[]>()
  readonly #shapes = new Shapes()
  #productsMade = 0

  constructor(agreements: readonly Agreement[], products: readonly CatalogueProduct[]) {
    for (const product of products) this.putProduct(product)
    const byId = new Map(agreements.map((one) => [one.id, one]))
    if (byId.size !== agreements.length)
      throw new PricingError('agreement_faulty', { code: 'id_doubled' })
    for (const agreement of agreements) {
      requireAgreement(agreement)
      // The furthest first, so that each finds what it extends.
      for (const one of inheritance(agreement, (id) => byId.get(id)).toReversed()) {
        if (this.agreements.has(one.id)) continue
        const parent = one.extends === undefined ? null : this.agreements.get(one.extends)!
        this.agreements.set(one.id, new AgreementIndex(one, parent, this.conditions, this.#shapes))
      }
    }
    this.#order()
    for (const index of this.agreements.values()) requireNoCircle(index, index.referring)
  }

  #order(): void {
    const governing = [...this.agreements.values()]
      .filter(({ agreement }) => !agreement.isTemplate)
      .sort(compareAgreements)
    for (const index of governing) {
      const customers = index.agreement.when?.customers
      if (!customers) this.open.push(index)
      for (const customer of new Set(customers)) {
        const list = this.byCustomer.get(customer)
        if (list) list.push(index)
        else this.byCustomer.set(customer, [index])
      }
    }
  }

  /** The agreements that may govern for a customer, in order of precedence. */
  governing(customer: string | undefined): readonly AgreementIndex[] {
    const own = customer === undefined ? undefined : this.byCustomer.get(customer)
    if (!own) return this.open
    return this.open.length === 0 ? own : [...own, ...this.open].sort(compareAgreements)
  }

  /** Its position stays the same as long as the product is known. */
  putProduct(product: CatalogueProduct): number {
    requireProduct(product)
    const at = this.products.get(product.id)?.at ?? this.#productsMade++
    this.products.set(product.id, { product, at })
    return at
  }
}

const compareAgreements = (a: AgreementIndex, b: AgreementIndex) =>
  comparePrecedence(agreementStanding(a.agreement), agreementStanding(b.agreement))

/**
 * Makes agreements ready to price with. Throws `inheritance_cycle`, `agreement_unknown`, `formula_invalid`,
 * `formula_cycle`, `payment_invalid` or `agreement_faulty` with the first fault; `checkAgreement` tells them all.
 */
export function compile(
  agreements: readonly Agreement[],
  products: readonly CatalogueProduct[],
): PriceBook {
  return new PriceBook(agreements, products)
}

export interface RuleChanges {
  added: readonly Rule[]
  changed: readonly Rule[]
  /** Ids. */
  removed: readonly string[]
}

/** What a change made stale; everything else is as it was. */
export interface Touched {
  rules: number
  /** Plans dropped; each is built again when its product is next priced. */
  plans: number
}

/**
 * Puts changes of an agreement's own rules into the book: only plans that they concern are dropped, here and in
 * agreements that extend this one. All or nothing; throws as `compile` does.
 */
export function patchRules(book: PriceBook, agreementId: string, changes: RuleChanges): Touched {
  const index = book.agreements.get(agreementId)
  if (!index) throw new PricingError('agreement_unknown', { agreementId })
  const put = [...changes.added, ...changes.changed]
  for (const rule of put) requireRule(rule)
  const ids = [...put.map(({ id }) => id), ...changes.removed]
  const before = ids.flatMap((id) => index.rules.get(id)?.rule ?? [])
  const family = familyOf(index)
  const stale = [
    ...put,
    ...family.flatMap((one) => ids.flatMap((id) => one.rules.get(id)?.rule ?? [])),
  ]
  change(index, put, changes.removed)
  try {
    for (const one of [index, ...descendants(index)]) requireNoCircle(one, ids)
  } catch (error) {
    change(index, before, ids)
    throw error
  }
  book.terms.clear()
  const isReferred = family.some(({ references }) => ids.some((id) => references.has(id)))
  const isNarrow = !isReferred && stale.every(({ when }) => when?.products)
  const products = new Set(stale.flatMap(({ when }) => when?.products ?? []))
  const positions = [...products].flatMap((id) => book.products.get(id)?.at ?? [])
  return { rules: ids.length, plans: index.forget(isNarrow ? positions : null) }
}

/** Puts products into the book, new or with other prices; only their plans are dropped. Throws `agreement_faulty`. */
export function patchProducts(book: PriceBook, products: readonly CatalogueProduct[]): Touched {
  for (const product of products) requireProduct(product)
  const positions = products.map((product) => book.putProduct(product))
  let plans = 0
  for (const index of book.agreements.values())
    if (index.parent === null) plans += index.forget(positions)
  return { rules: 0, plans }
}

function change(index: AgreementIndex, put: readonly Rule[], removed: readonly string[]): void {
  for (const id of removed) index.remove(id)
  for (const rule of put) index.put(rule)
}

function descendants(index: AgreementIndex): AgreementIndex[] {
  return index.children.flatMap((child) => [child, ...descendants(child)])
}

/** All whose plans may hold a rule of the agreement, and all whose rules it may take the place of. */
function familyOf(index: AgreementIndex): AgreementIndex[] {
  const above: AgreementIndex[] = []
  for (let one = index.parent; one; one = one.parent) above.push(one)
  return [...above, index, ...descendants(index)]
}

function requireNoCircle(index: AgreementIndex, ids: Iterable<string>): void {
  for (const id of ids) {
    const circle = circleFrom(id, (other) => index.effective(other))
    if (circle) throw new PricingError('formula_cycle', { ruleIds: circle })
  }
}
