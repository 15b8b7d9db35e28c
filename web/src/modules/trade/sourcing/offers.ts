import type { PaymentTerm } from '../../../../../server/modules/trade/terms-schema.ts'
import { uuid } from '../../../ui/uuid.ts'
import type { Quote, QuoteInput, Rfq, RfqLine } from './api.ts'
import { textToQuantity } from './price.ts'

/** An offer as it is being written. */
export interface OfferDraft {
  key: string
  lineNo: number
  kind: 'offer' | 'substitute' | 'none'
  description: string
  minQuantity: string
  available: string
  lot: string
  unit: string
  unitHolds: string
  unitE4: number | null
  leadDays: number | null
  payment: PaymentTerm
  incoterm: Rfq['incoterm']
  remark: string
}

/** An offer at the request's own terms, its price still open. */
export function newOffer(rfq: Rfq, line: RfqLine): OfferDraft {
  return {
    ...{ key: uuid(), lineNo: line.no, kind: 'offer', description: '', minQuantity: '' },
    ...{ available: '', lot: '', unit: line.unit, unitHolds: '1', unitE4: null, leadDays: null },
    ...{ payment: rfq.payment, incoterm: rfq.incoterm, remark: '' },
  }
}

/** What the latest version offers, to go on from; else one empty offer a line. */
export function draftOffers(rfq: Rfq, quote: Quote | null): OfferDraft[] {
  const latest = quote?.versions[0]
  if (!latest) return rfq.lines.map((line) => newOffer(rfq, line))
  return latest.offers.map(({ no: _, minQuantity, available, lot, ...offer }) => ({
    ...offer,
    key: uuid(),
    minQuantity: minQuantity === '0' ? '' : minQuantity,
    available: available ?? '',
    lot: lot ?? '',
  }))
}

/** Lines that are left open are not offered; a price or a time that is missing is told by the server's own rules. */
export function toOffers(drafts: readonly OfferDraft[]): QuoteInput['offers'] {
  return drafts.map(({ key: _, minQuantity, available, lot, unitE4, leadDays, ...offer }) => ({
    ...offer,
    minQuantity: minQuantity === '' ? '0' : (textToQuantity(minQuantity) ?? minQuantity),
    available: available === '' ? null : (textToQuantity(available) ?? available),
    lot: lot.trim() === '' || available === '' ? null : lot.trim(),
    unitHolds: textToQuantity(offer.unitHolds) ?? offer.unitHolds,
    unitE4: unitE4 ?? (offer.kind === 'none' ? 0 : (undefined as never)),
    leadDays: leadDays ?? (offer.kind === 'none' ? 0 : (undefined as never)),
  }))
}
