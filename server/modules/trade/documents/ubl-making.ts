import { AppError } from '../../../platform/errors.ts'
import { dayOf } from '../money/days.ts'
import type { Invoice } from '../money/schema.ts'
import type { Order, Shipment } from '../orders/schema.ts'
import type { Figures } from './figures.ts'
import type { UblDocument, UblLine } from './schema.ts'

// Orders, shipments and invoices as what UBL says of them; only what both parties know goes in.

const NOTHING = {
  code: '',
  note: '',
  orderNo: '',
  correctsNo: '',
  deliverBy: null,
  incoterm: '',
  place: '',
  carrier: '',
  waybill: '',
  payments: [],
  totals: null,
} as const
const EMPTY_LINE = {
  orderLineNo: '',
  unitE4: null,
  netMinor: null,
  taxBp: null,
  taxMinor: null,
  deliverBy: null,
  lots: [],
} as const
const day = (at: string) => dayOf(new Date(at))

export function orderDocument(order: Order, figures: Figures): UblDocument {
  const { currency, seller, buyer, totalMinor } = order
  return {
    ...NOTHING,
    ...{ kind: 'Order', no: order.no, issuedOn: day(order.placedAt), currency, seller, buyer },
    deliverBy: order.deliverBy,
    incoterm: order.incoterm ?? '',
    place: order.place ?? '',
    payments: order.payment.map((part, at) => ({
      note: figures.payment([part]),
      shareBp: part.shareBp,
      amountMinor: order.plan[at]?.amountMinor ?? null,
      dueOn: null,
    })),
    // Prices are agreed as they are paid; what tax is in them only an invoice says.
    totals: {
      ...{ netMinor: totalMinor, grossMinor: totalMinor, payableMinor: totalMinor },
      ...{ taxMinor: null, prepaidMinor: 0 },
    },
    lines: order.lines.map((line) => ({
      ...EMPTY_LINE,
      no: `${line.lineNo}`,
      description: line.description,
      quantity: line.quantity,
      unit: line.unit,
      unitE4: line.unitE4,
      netMinor: line.amountMinor,
      deliverBy: line.deliverBy,
      lots: [],
    })),
  }
}

/** What was answered to an order: accepted (AP), accepted with changes (CA) or refused (RE). */
export function responseDocument(order: Order, now: Date, figures: Figures): UblDocument {
  const isRefused = order.ended === 'refused'
  if (!order.confirmedAt && !isRefused) throw new AppError('wrong_state', { reason: 'unanswered' })
  const isChanged = order.lines.some((line) => line.quantity !== line.ordered)
  return {
    ...orderDocument(order, figures),
    kind: 'OrderResponse',
    no: `${order.no}-R`,
    issuedOn: order.confirmedAt ? day(order.confirmedAt) : dayOf(now),
    code: isRefused ? 'RE' : isChanged ? 'CA' : 'AP',
    note: isRefused ? order.endedReason : '',
    orderNo: order.no,
  }
}

export function despatchDocument(order: Order, shipment: Shipment): UblDocument {
  const lineNo = new Map(order.lines.map((line) => [line.id, `${line.lineNo}`]))
  return {
    ...NOTHING,
    ...{ kind: 'DespatchAdvice', no: `${order.no}-${shipment.no}`, currency: null },
    ...{ issuedOn: day(shipment.shippedAt), seller: order.seller, buyer: order.buyer },
    ...{ note: shipment.note, orderNo: order.no },
    ...{ carrier: shipment.carrier, waybill: shipment.waybill, payments: [] },
    lines: shipment.lines.map((line, at) => ({
      ...EMPTY_LINE,
      no: `${at + 1}`,
      orderLineNo: lineNo.get(line.lineId) ?? '',
      description: line.description,
      quantity: line.shipped,
      unit: line.unit,
      lots: line.lots,
    })),
  }
}

type Party = UblDocument['seller']

/** An invoice or credit note; `own` is the reader's firm, `lineNo` numbers the lines of its order. */
export function invoiceDocument(
  invoice: Invoice,
  own: Party,
  lineNo: ReadonlyMap<string, number>,
): UblDocument {
  if (invoice.state === 'cancelled') throw new AppError('wrong_state', { reason: 'cancelled' })
  const party = { id: invoice.partyOrgId, name: invoice.partyName }
  const [seller, buyer] = invoice.side === 'receivable' ? [own, party] : [party, own]
  const { totalMinor, taxMinor, depositMinor } = invoice
  const isTaxed = invoice.lines.some((line) => line.taxBp > 0)
  const isCredit = invoice.kind === 'credit_note'
  return {
    ...NOTHING,
    ...{ kind: isCredit ? 'CreditNote' : 'Invoice', no: invoice.no, issuedOn: invoice.issuedOn },
    ...{ currency: invoice.currency, seller, buyer, note: invoice.note, orderNo: invoice.orderNo },
    code: isCredit ? '381' : invoice.kind === 'deposit' ? '386' : '380',
    correctsNo: invoice.corrects?.no ?? '',
    payments: invoice.instalments.map((part) => ({
      ...{ note: '', shareBp: null, amountMinor: part.amountMinor, dueOn: part.dueOn },
    })),
    totals: {
      netMinor: totalMinor - taxMinor,
      taxMinor: isTaxed ? taxMinor : null,
      grossMinor: totalMinor,
      prepaidMinor: depositMinor,
      payableMinor: totalMinor - depositMinor,
    },
    lines: invoice.lines.map((line) => moneyLine(line, lineNo)),
  }
}

function moneyLine(line: Invoice['lines'][number], lineNo: ReadonlyMap<string, number>): UblLine {
  const isTaxed = line.taxBp > 0
  return {
    ...EMPTY_LINE,
    no: `${line.no}`,
    orderLineNo: `${lineNo.get(line.orderLineId ?? '') ?? ''}`,
    description: line.description,
    quantity: line.quantity,
    unit: line.unit,
    netMinor: line.amountMinor - line.taxMinor,
    taxBp: isTaxed ? line.taxBp : null,
    taxMinor: isTaxed ? line.taxMinor : null,
    lots: [],
  }
}
