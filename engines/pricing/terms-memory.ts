// What lines bring beside product and quantity, read once and known again: payment, incoterm and place.

import { BP } from './exact.ts'
import { lineMismatch } from './matching.ts'
import type { PartyConditions, PriceLine } from './model.ts'
import { PAYMENT_DAYS_MAX, type PaymentFacts, paymentFacts } from './payments.ts'
import { DUE_FROM, type PaymentPart, type PaymentTerm } from './terms.ts'

const KNOWN_MAX = 10_000
const [UNKNOWN, YES, NO] = [0, 1, 2]

/** One combination of payment, incoterm and place, and which conditions it has been found to fit. */
export class Terms {
  readonly payment: PaymentFacts
  readonly #line: PriceLine
  readonly #found: Uint8Array

  constructor(line: PriceLine, payment: PaymentFacts, conditions: number) {
    this.payment = payment
    // Days do not count here; they are compared as numbers by whoever asks.
    const { incoterm, place } = line
    this.#line = { productId: '', quantityMicro: 1, payment: [], leadDays: null, incoterm, place }
    this.#found = new Uint8Array(conditions)
  }

  fits(condition: number, all: readonly PartyConditions[]): boolean {
    if (condition === 0) return true
    if (this.#found[condition] === UNKNOWN) {
      const when = { ...all[condition], lead: undefined }
      this.#found[condition] = lineMismatch(when, this.#line, this.payment) ? NO : YES
    }
    return this.#found[condition] === YES
  }
}

interface Node {
  next: Map<number, Node>
  terms: Map<string, Terms>
}

/** Terms by the parts of the payment, so that equal ones are found without making a text of them. */
export class TermsMemory {
  #root: Node = { next: new Map(), terms: new Map() }
  #size = 0
  #line: PriceLine | null = null
  #last: Terms | null = null

  /** Forgets all: conditions have been added. */
  clear(): void {
    this.#root = { next: new Map(), terms: new Map() }
    this.#size = 0
    this.forgetLast()
  }

  /** Between calls somebody may have written into the last line's payment. */
  forgetLast(): void {
    this.#line = null
    this.#last = null
  }

  /** Throws `payment_invalid`. */
  of(line: PriceLine, conditions: number): Terms {
    const last = this.#line
    const isLast =
      last !== null &&
      last.payment === line.payment &&
      last.incoterm === line.incoterm &&
      last.place === line.place
    if (isLast) return this.#last!
    const { incoterm, place } = line
    const names =
      incoterm !== undefined || place !== undefined ? JSON.stringify([incoterm, place]) : ''
    let terms = this.#node(line.payment)?.terms.get(names)
    if (!terms) {
      terms = new Terms(line, paymentFacts(line.payment), conditions)
      this.#keep(line.payment, names, terms)
    }
    this.#line = line
    this.#last = terms
    return terms
  }

  #node(payment: PaymentTerm): Node | undefined {
    let node: Node | undefined = this.#root
    for (const part of payment) {
      node = node.next.get(partKey(part))
      if (node === undefined) return undefined
    }
    return node
  }

  #keep(payment: PaymentTerm, names: string, terms: Terms): void {
    if (this.#size++ > KNOWN_MAX) this.clear()
    let node = this.#root
    for (const part of payment) {
      const key = partKey(part)
      let next = node.next.get(key)
      if (!next) {
        next = { next: new Map(), terms: new Map() }
        node.next.set(key, next)
      }
      node = next
    }
    node.terms.set(names, terms)
  }
}

const FROM_INDEX: Record<string, number> = Object.fromEntries(DUE_FROM.map((from, i) => [from, i]))

/** One number a part; NaN, which is never kept, for a part out of range. */
function partKey({ shareBp, from, days }: PaymentPart): number {
  if ((shareBp | 0) !== shareBp || (days | 0) !== days) return Number.NaN
  if (shareBp < 1 || shareBp > BP || days < 0 || days > PAYMENT_DAYS_MAX) return Number.NaN
  return (days * 16_384 + shareBp) * DUE_FROM.length + FROM_INDEX[from]!
}
