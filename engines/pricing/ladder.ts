// The whole table of prices that a buyer may see.

import type { PriceContext } from './model.ts'
import { canonicalTerm } from './payments.ts'
import type { PriceBook } from './price-book.ts'
import { priceLine } from './pricing.ts'
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
  /** Where each column of quantities begins, in micro; rising. */
  quantities: number[]
  payments: PaymentTerm[]
  /** Where each band of lead days begins; null is "no date wished". */
  leads: (number | null)[]
  /** `cells[quantity][payment][lead]`: the unit price in e4 at exactly that quantity and lead; null is on request. */
  cells: (number | null)[][][]
  /** True where the price also moves between the break points: graduated breaks, formulas, time value of lead days. */
  isMovingInside: boolean
}

/** The table quantity x payment x lead time, its break points found from the rules that may match. */
export function ladder(book: PriceBook, context: PriceContext, question: LadderQuestion): Ladder {
  const { productId, incoterm, place, leastMicro = 1_000_000 } = question
  const rules = [...book.agreements.values()].flatMap((one) =>
    [...one.rules.values()].map((r) => r.rule),
  )
  const starts = rules.flatMap(({ breaks }) => breaks.map((one) => one.fromMicro))
  const quantities = rising([leastMicro, ...starts.filter((from) => from > leastMicro)])
  const days = rules.flatMap(({ when }) => [when?.lead?.fromDays ?? 0, when?.lead?.belowDays ?? 0])
  const leads = [null, ...rising([0, ...days])]
  const exact = rules.flatMap(({ when }) =>
    when?.payment?.kind === 'exact' ? when.payment.terms : [],
  )
  const byKey = new Map([...question.payments, ...exact].map((term) => [canonicalTerm(term), term]))
  const payments = [...byKey.values()]
  const cells = quantities.map((quantityMicro) =>
    payments.map((payment) =>
      leads.map((leadDays) => {
        const line = { productId, quantityMicro, payment, leadDays, incoterm, place }
        return priceLine(book, context, line).unitE4
      }),
    ),
  )
  return { quantities, payments, leads, cells, isMovingInside: false }
}

const rising = (values: number[]) => [...new Set(values)].sort((a, b) => a - b)
