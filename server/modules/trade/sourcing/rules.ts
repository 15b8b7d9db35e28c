import { AppError, badField } from '../../../platform/errors.ts'
import { toMicro } from '../quantity.ts'
import { amountOf } from './landed.ts'
import type { OfferInput, QuoteState, RfqState } from './schema.ts'

// What may be said when, as far as it can be told without the database. Pure.

export const AMOUNT_MAX = 9_000_000_000_000_000n

/** A request stands open until its deadline, then closed, until it is finished or called off. */
export function rfqState(row: { state: string; closes_at: string }, nowMs: number): RfqState {
  if (row.state !== 'open') return row.state as RfqState
  return Date.parse(row.closes_at) <= nowMs ? 'closed' : 'open'
}

/** A quote that waits for either side ends by itself when its validity does. */
export function quoteState(
  row: { state: string; valid_until: string | null },
  nowMs: number,
): QuoteState {
  const waits = row.state === 'open' || row.state === 'countered'
  const isOver = row.valid_until !== null && Date.parse(row.valid_until) <= nowMs
  return waits && isOver ? 'expired' : (row.state as QuoteState)
}

export interface AskedLine {
  no: number
  unit: string
  quantityMicro: bigint
}

/** Refuses offers that fit no line, contradict themselves or add up beyond all measure; names the field. */
export function checkOffers(lines: readonly AskedLine[], offers: readonly OfferInput[]): void {
  const byNo = new Map(lines.map((line) => [line.no, line]))
  const none = new Set(offers.filter((o) => o.kind === 'none').map((o) => o.lineNo))
  offers.forEach((offer, i) => {
    const at = (field: string) => `offers.${i}.${field}`
    const line = byNo.get(offer.lineNo)
    if (!line) throw badField(at('lineNo'), 'unknown', 'The request has no such line')
    if (offer.kind === 'none') return
    if (none.has(offer.lineNo))
      throw badField(at('kind'), 'none_and_offer', 'This line is said to be not available')
    const holds = toMicro(offer.unitHolds)
    if (offer.unit === line.unit && holds !== 1_000_000n)
      throw badField(at('unitHolds'), 'unit_holds', 'A unit holds itself once')
    if (offer.available !== null && toMicro(offer.minQuantity) > toMicro(offer.available))
      throw badField(at('minQuantity'), 'minimum_over_available', 'More is the least than there is')
    const most = offer.available === null ? 0n : toMicro(offer.available)
    const asked = (line.quantityMicro * 1_000_000n) / holds + 1_000_000n
    if (amountOf(offer.unitE4, most > asked ? most : asked) > AMOUNT_MAX)
      throw badField(at('unitE4'), 'amount_too_large', 'This amounts to more than can be reckoned')
  })
}

/** Until when a quote holds: beyond now, and while others may still answer beyond the deadline. */
export function checkValidity(validUntil: string, closesAt: string, nowMs: number): void {
  const until = Date.parse(validUntil)
  if (until <= nowMs) throw badField('validUntil', 'past', 'This has passed already')
  if (until < Date.parse(closesAt))
    throw badField('validUntil', 'before_deadline', 'It must hold until the deadline at least')
}

export function refuseState(what: string, state: string): never {
  throw new AppError('wrong_state', { reason: `${what}_${state}`, data: { state } })
}
