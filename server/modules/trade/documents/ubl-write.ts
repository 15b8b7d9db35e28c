import { digitsOf } from '../catalogue/amounts.ts'
import type { UblDocument, UblLine } from './schema.ts'
import { decimalText, shortDecimal } from './ubl-amounts.ts'
import { unitCode } from './units.ts'

// UBL 2.1 as OASIS lays it down. Its schemas are sequences, so the order of what is written here is part of the standard.

const OASIS = 'urn:oasis:names:specification:ubl:schema:xsd:'
type Part = string | false | null | undefined

export function writeUbl(document: UblDocument): string {
  const { kind } = document
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="${OASIS}${kind}-2"` +
    ` xmlns:cac="${OASIS}CommonAggregateComponents-2" xmlns:cbc="${OASIS}CommonBasicComponents-2">` +
    `${join(PARTS[kind](document))}</${kind}>\n`
  )
}

const PARTS: Record<UblDocument['kind'], (d: UblDocument) => Part[]> = {
  Order: (d) => [
    ...head(d),
    note(d.note),
    cbc('DocumentCurrencyCode', d.currency),
    cbc('LineCountNumeric', `${d.lines.length}`),
    buyer('BuyerCustomerParty', d),
    seller('SellerSupplierParty', d),
    ...terms(d),
    totals('AnticipatedMonetaryTotal', d),
    ...d.lines.map((line) => orderLine(line, d)),
  ],
  OrderResponse: (d) => [
    ...head(d),
    cbc('OrderResponseCode', d.code),
    note(d.note),
    cbc('DocumentCurrencyCode', d.currency),
    cbc('LineCountNumeric', `${d.lines.length}`),
    orderReference(d.orderNo),
    seller('SellerSupplierParty', d),
    buyer('BuyerCustomerParty', d),
    ...terms(d),
    totals('LegalMonetaryTotal', d),
    ...d.lines.map((line) => orderLine(line, d)),
  ],
  DespatchAdvice: (d) => [
    ...head(d),
    note(d.note),
    cbc('LineCountNumeric', `${d.lines.length}`),
    orderReference(d.orderNo),
    seller('DespatchSupplierParty', d),
    buyer('DeliveryCustomerParty', d),
    shipment(d),
    ...d.lines.map(despatchLine),
  ],
  Invoice: (d) => [
    ...head(d),
    cbc('InvoiceTypeCode', d.code),
    note(d.note),
    ...billing(d),
    ...d.lines.map((line) => moneyLine('Invoice', 'InvoicedQuantity', line, d)),
  ],
  CreditNote: (d) => [
    ...head(d),
    cbc('CreditNoteTypeCode', d.code),
    note(d.note),
    ...billing(d),
    ...d.lines.map((line) => moneyLine('CreditNote', 'CreditedQuantity', line, d)),
  ],
}

const head = (d: UblDocument): Part[] => [
  cbc('UBLVersionID', '2.1'),
  cbc('ID', d.no),
  cbc('IssueDate', d.issuedOn),
]
const note = (text: string) => cbc('Note', text)
const orderReference = (no: string) => no && cac('OrderReference', cbc('ID', no))
const seller = (name: string, d: UblDocument) => cac(name, party('Party', d.seller))
const buyer = (name: string, d: UblDocument) => cac(name, party('Party', d.buyer))
const party = (name: string, { id, name: called }: { id: string; name: string }) =>
  cac(name, id && cac('PartyIdentification', cbc('ID', id)), cac('PartyName', cbc('Name', called)))

/** What an invoice and a credit note have in common, in the same order. */
const billing = (d: UblDocument): Part[] => [
  cbc('DocumentCurrencyCode', d.currency),
  cbc('LineCountNumeric', `${d.lines.length}`),
  orderReference(d.orderNo),
  d.correctsNo && cac('BillingReference', cac('InvoiceDocumentReference', cbc('ID', d.correctsNo))),
  seller('AccountingSupplierParty', d),
  buyer('AccountingCustomerParty', d),
  ...payments(d),
  taxTotal(d),
  totals('LegalMonetaryTotal', d),
]

const terms = (d: UblDocument): Part[] => [
  (d.deliverBy || d.place) &&
    cac(
      'Delivery',
      d.place && cac('DeliveryLocation', cbc('Description', d.place)),
      requested(d.deliverBy),
    ),
  d.incoterm && cac('DeliveryTerms', cbc('ID', d.incoterm)),
  ...payments(d),
]
const requested = (day: string | null) => day && cac('RequestedDeliveryPeriod', cbc('EndDate', day))

const payments = (d: UblDocument): Part[] =>
  d.payments.map(({ note: text, shareBp, amountMinor, dueOn }) =>
    cac(
      'PaymentTerms',
      note(text),
      shareBp !== null && cbc('PaymentPercent', shortDecimal(shareBp, 2, 0)),
      amountMinor !== null && amount('Amount', amountMinor, d),
      cbc('PaymentDueDate', dueOn),
    ),
  )

function shipment(d: UblDocument): Part {
  if (!d.carrier && !d.waybill) return null
  return cac(
    'Shipment',
    cbc('ID', d.no),
    cac(
      'Delivery',
      cbc('TrackingID', d.waybill),
      d.carrier && cac('CarrierParty', cac('PartyName', cbc('Name', d.carrier))),
    ),
  )
}

/** Tax by its rates; a document that names no tax has no such part, since nought would be a figure too. */
function taxTotal(d: UblDocument): Part {
  if (d.totals?.taxMinor == null) return null
  const byRate = new Map<number, { net: number; tax: number }>()
  for (const { taxBp, taxMinor, netMinor } of d.lines) {
    if (taxBp === null) continue
    const sums = byRate.get(taxBp) ?? { net: 0, tax: 0 }
    byRate.set(taxBp, { net: sums.net + (netMinor ?? 0), tax: sums.tax + (taxMinor ?? 0) })
  }
  const subtotals = [...byRate].map(([bp, { net, tax }]) =>
    cac(
      'TaxSubtotal',
      amount('TaxableAmount', net, d),
      amount('TaxAmount', tax, d),
      category('TaxCategory', bp),
    ),
  )
  return cac('TaxTotal', amount('TaxAmount', d.totals.taxMinor, d), ...subtotals)
}
const category = (name: string, bp: number) =>
  cac(
    name,
    cbc('ID', 'S'),
    cbc('Percent', shortDecimal(bp, 2, 0)),
    cac('TaxScheme', cbc('ID', 'VAT')),
  )

function totals(name: string, d: UblDocument): Part {
  const { totals: sums } = d
  if (!sums) return null
  return cac(
    name,
    amount('LineExtensionAmount', sums.netMinor, d),
    sums.taxMinor !== null && amount('TaxExclusiveAmount', sums.netMinor, d),
    sums.taxMinor !== null && amount('TaxInclusiveAmount', sums.grossMinor, d),
    sums.prepaidMinor > 0 && amount('PrepaidAmount', sums.prepaidMinor, d),
    amount('PayableAmount', sums.payableMinor, d),
  )
}

const orderLine = (line: UblLine, d: UblDocument) =>
  cac(
    'OrderLine',
    cac(
      'LineItem',
      cbc('ID', line.no),
      quantity('Quantity', line),
      line.netMinor !== null && amount('LineExtensionAmount', line.netMinor, d),
      line.deliverBy && cac('Delivery', requested(line.deliverBy)),
      price(line, d),
      item(line),
    ),
  )

const despatchLine = (line: UblLine) =>
  cac(
    'DespatchLine',
    cbc('ID', line.no),
    quantity('DeliveredQuantity', line),
    cac('OrderLineReference', cbc('LineID', line.orderLineNo)),
    item(line),
  )

const moneyLine = (kind: string, counted: string, line: UblLine, d: UblDocument) =>
  cac(
    `${kind}Line`,
    cbc('ID', line.no),
    quantity(counted, line),
    amount('LineExtensionAmount', line.netMinor ?? 0, d),
    line.orderLineNo && cac('OrderLineReference', cbc('LineID', line.orderLineNo)),
    line.taxMinor !== null && cac('TaxTotal', amount('TaxAmount', line.taxMinor, d)),
    item(line),
    price(line, d),
  )

/** The unit's own name stands beside its code, which many units share. */
const item = (line: UblLine) =>
  cac(
    'Item',
    cbc('Name', line.description),
    line.taxBp !== null && category('ClassifiedTaxCategory', line.taxBp),
    line.unit && cac('AdditionalItemProperty', cbc('Name', 'unit'), cbc('Value', line.unit)),
    ...line.lots.map((lot) =>
      cac('ItemInstance', cac('LotIdentification', cbc('LotNumberID', lot))),
    ),
  )
const price = (line: UblLine, d: UblDocument) =>
  line.unitE4 !== null &&
  cac(
    'Price',
    `<cbc:PriceAmount currencyID="${escaped(d.currency!)}">${shortDecimal(line.unitE4, digitsOf(d.currency!) + 4, digitsOf(d.currency!))}</cbc:PriceAmount>`,
  )
const quantity = (name: string, line: UblLine) =>
  `<cbc:${name}${line.unit && ` unitCode="${unitCode(line.unit)}"`}>${line.quantity}</cbc:${name}>`
const amount = (name: string, minor: number, d: UblDocument) =>
  `<cbc:${name} currencyID="${escaped(d.currency!)}">${decimalText(minor, digitsOf(d.currency!))}</cbc:${name}>`

/** A leaf; none for a text that says nothing. */
const cbc = (name: string, text: string | null) =>
  text ? `<cbc:${name}>${escaped(text)}</cbc:${name}>` : ''
const cac = (name: string, ...parts: Part[]) => `<cac:${name}>${join(parts)}</cac:${name}>`
const join = (parts: Part[]) => parts.filter(Boolean).join('')

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}
/** Text as XML may carry it: controls and halves of characters, which it may not, are left out. */
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\r]/g, (sign) => ESCAPES[sign]!)
