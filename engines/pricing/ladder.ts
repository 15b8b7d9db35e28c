// The whole table of prices that a buyer may see, its break points found from the rules themselves.
import type { AgreementIndex } from './agreement-index.ts'
import { MICRO, PricingError } from './exact.ts'
import { contextMismatch } from './matching.ts'
import type { PartyConditions, PriceContext, PriceLine, Rule } from './model.ts'
import { canonicalTerm } from './payments.ts'
import type { PriceBook } from './price-book.ts'
import { pricerFor } from './pricing.ts'
import type { PaymentTerm } from './terms.ts'

export interface LadderQuestion {
  productId: string
  /** Terms to show beside those that the rules name exactly. */
  payments: readonly PaymentTerm[]
  incoterm?: string
  place?: string
  /** The smallest quantity to show; 1 base unit when left out. */
  leastMicro?: number
}

export interface Ladder {
  /** Where each band of quantities begins, in micro; rising. */
  quantities: number[]
  payments: PaymentTerm[]
  /** Where each band of lead days begins; null, always first, is no date wished. */
  leads: (number | null)[]
  /** `cells[quantity][payment][lead]`: the unit price in e4 at exactly that quantity and lead; null is on request. */
  cells: (number | null)[][][]
  /** Whether the price also moves between those points: graduated breaks, formulas, time value of lead days. */
  isMovingInside: boolean
}

/**
 * The table quantity x payment x lead time. It tells prices only, none of the seller's rules, floors or costs.
 * Bands in which nothing changes are told once. Throws `payment_invalid`, `quantity_invalid`, `price_overflow`.
 */
export function ladder(book: PriceBook, context: PriceContext, question: LadderQuestion): Ladder {
  const { productId, incoterm, place, leastMicro = MICRO } = question
  const { rules, whens } = concerned(book, context, productId)
  const quantities = rising([leastMicro, ...rules.flatMap(bounds).filter((q) => q > leastMicro)])
  const leads = [null, ...rising([0, ...whens.flatMap(leadBounds)])]
  const payments = distinct([...question.payments, ...whens.flatMap(exactTerms)])
  const price = pricerFor(book, context)
  const cell = (quantityMicro: number, payment: PaymentTerm, leadDays: number | null) =>
    unitOf(price, { productId, quantityMicro, payment, leadDays, incoterm, place })
  const cells = quantities.map((quantity) =>
    payments.map((payment) => leads.map((lead) => cell(quantity, payment, lead))),
  )
  const moves = movesOf(rules)
  const table = withoutRepeats({ quantities, payments, leads, cells }, moves)
  return { ...table, isMovingInside: moves.quantity || moves.lead }
}

/** The rules that may have a say in this buyer's price of the product, and the conditions that split its terms. */
function concerned(
  book: PriceBook,
  context: PriceContext,
  productId: string,
): { rules: Rule[]; whens: PartyConditions[] } {
  const product = book.products.get(productId)?.product
  const holds = (when: PartyConditions = {}) => contextMismatch(when, context) === null
  const found = new Set<Rule>()
  const whens: PartyConditions[] = []
  for (const governing of product ? book.governing(context.customer) : []) {
    if (!holds(governing.agreement.when)) continue
    if (governing.agreement.when) whens.push(governing.agreement.when)
    for (const { indexed } of governing.inOrder(product!))
      if (holds(indexed.rule.when)) found.add(indexed.rule)
    for (let index: AgreementIndex | null = governing; index; index = index.parent)
      for (const id of index.references) found.add(governing.effective(id) ?? NO_RULE)
  }
  found.delete(NO_RULE)
  const rules = [...found]
  return { rules, whens: [...whens, ...rules.flatMap(({ when }) => when ?? [])] }
}

const NO_RULE: Rule = {
  id: '',
  step: 'price',
  combine: 'exclusive',
  breakMode: 'volume',
  breaks: [],
}

function unitOf(price: (line: PriceLine) => { unitE4: number | null }, line: PriceLine) {
  try {
    return price(line).unitE4
  } catch (error) {
    // A break at a quantity that nobody can pay for has no price to show.
    if (error instanceof PricingError && error.code === 'amount_overflow') return null
    throw error
  }
}

// A graduated rule still holds for a quantity that fills its last slice.
const bounds = ({ breaks, breakMode }: Rule): number[] =>
  breaks.flatMap(({ fromMicro, belowMicro }) => [
    fromMicro,
    belowMicro === undefined ? fromMicro : belowMicro + (breakMode === 'graduated' ? 1 : 0),
  ])

const leadBounds = ({ lead }: PartyConditions): number[] =>
  lead ? [lead.fromDays ?? 0, lead.belowDays ?? 0] : []

const exactTerms = ({ payment }: PartyConditions): readonly PaymentTerm[] =>
  payment?.kind === 'exact' ? payment.terms : []

const rising = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b)

function distinct(terms: PaymentTerm[]): PaymentTerm[] {
  return [...new Map(terms.map((term) => [canonicalTerm(term), term])).values()]
}

interface Moves {
  quantity: boolean
  lead: boolean
}

function movesOf(rules: readonly Rule[]): Moves {
  const effects = rules.flatMap(({ breaks }) => breaks.map(({ effect }) => effect))
  const formulas = effects.flatMap((effect) => (effect.kind === 'formula' ? [effect.text] : []))
  const isGraduated = rules.some(
    ({ breakMode, breaks }) => breakMode !== 'volume' && breaks.length > 1,
  )
  return {
    quantity: isGraduated || formulas.some((text) => /\bquantity\b/.test(text)),
    lead:
      effects.some(({ kind }) => kind === 'time_value') ||
      formulas.some((text) => /\bleadDays\b/.test(text)),
  }
}

/** Leaves out bands that are priced as the one before, as long as prices stand still inside them. */
function withoutRepeats(
  { quantities, payments, leads, cells }: Omit<Ladder, 'isMovingInside'>,
  moves: Moves,
): Omit<Ladder, 'isMovingInside'> {
  const isNew = (now: unknown, before: unknown) => JSON.stringify(now) !== JSON.stringify(before)
  const rows = quantities.flatMap((_, q) =>
    q === 0 || moves.quantity || isNew(cells[q], cells[q - 1]) ? [q] : [],
  )
  const days = leads.flatMap((_, l) => {
    const column = (at: number) => cells.map((row) => row.map((terms) => terms[at]))
    return l < 2 || moves.lead || isNew(column(l), column(l - 1)) ? [l] : []
  })
  return {
    quantities: rows.map((q) => quantities[q]!),
    payments,
    leads: days.map((l) => leads[l]!),
    cells: rows.map((q) => cells[q]!.map((terms) => days.map((l) => terms[l]!))),
  }
}
