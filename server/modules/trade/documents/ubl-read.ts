import { AppError } from '../../../platform/errors.ts'
import { SheetError } from '../../../platform/sheets/error.ts'
import { type Attributes, type XmlHandler, XmlReader } from '../../../platform/sheets/xml.ts'
import { digitsOf } from '../catalogue/amounts.ts'
import { QUANTITY } from '../quantity.ts'
import { UBL_KINDS, UblDocument } from './schema.ts'
import { wholeOf } from './ubl-amounts.ts'
import { unitOfCode } from './units.ts'

const NODES_MAX = 60_000

interface Node {
  name: string
  unitCode: string
  currency: string
  text: string
  children: Node[]
}

/** Reads what this system writes and what others write alike; whatever else a document says is passed over. */
export function readUbl(xml: string): UblDocument {
  const root = treeOf(xml)
  const kind = UBL_KINDS.find((name) => name === root.name)
  if (!kind) throw refused('not_ubl')
  const read = UblDocument.safeParse(documentOf(kind, root))
  if (read.success) return read.data
  throw refused('ubl_invalid', read.error.issues[0]!.path.join('.'))
}

const refused = (code: string, part = '') =>
  new AppError('bad_input', {
    errors: [{ field: 'xml', code, message: part ? `${code}: ${part}` : code }],
  })

function treeOf(xml: string): Node {
  const builder = new TreeBuilder()
  const reader = new XmlReader('ubl', builder)
  try {
    reader.write(Buffer.from(xml))
    reader.end()
  } catch (error) {
    if (error instanceof SheetError) throw refused('xml_refused', String(error.detail.reason ?? ''))
    throw error
  }
  return builder.root!
}

class TreeBuilder implements XmlHandler {
  root: Node | undefined
  readonly #path: Node[] = []
  #nodes = 0

  open(name: string, attributes: Attributes): void {
    if (++this.#nodes > NODES_MAX) throw refused('xml_too_large')
    const node: Node = {
      ...{ name, text: '', children: [] },
      unitCode: attributes.get('unitCode') ?? '',
      currency: attributes.get('currencyID') ?? '',
    }
    this.#path.at(-1)?.children.push(node)
    this.root ??= node
    this.#path.push(node)
  }

  close(_: string, text: string): void {
    this.#path.pop()!.text = text
  }
}

/** The first node on a path; of the alternatives in a step the first that is there. */
function at(node: Node | undefined, path: string): Node | undefined {
  return path
    .split('/')
    .reduce<Node | undefined>(
      (from, step) => from?.children.find(({ name }) => step.split('|').includes(name)),
      node,
    )
}
const textAt = (node: Node | undefined, path: string) => at(node, path)?.text ?? ''
const dayAt = (node: Node | undefined, path: string) => textAt(node, path) || null
const all = (node: Node, name: string) => node.children.filter((child) => child.name === name)

const partyOf = (root: Node, names: string) => ({
  id: textAt(root, `${names}/Party/PartyIdentification/ID`),
  name:
    textAt(root, `${names}/Party/PartyName/Name`) ||
    textAt(root, `${names}/Party/PartyLegalEntity/RegistrationName`),
})

function documentOf(kind: UblDocument['kind'], root: Node): unknown {
  const total = at(root, 'LegalMonetaryTotal|AnticipatedMonetaryTotal')
  const currency =
    textAt(root, 'DocumentCurrencyCode') || at(total, 'PayableAmount')?.currency || null
  const digits = digitsIn(currency)
  const minor = (node: Node | undefined, path: string) => amountAt(node, path, digits, currency)
  const net = minor(total, 'LineExtensionAmount') ?? minor(total, 'PayableAmount')
  return {
    ...{ kind, no: textAt(root, 'ID'), issuedOn: textAt(root, 'IssueDate'), currency },
    code: textAt(root, 'InvoiceTypeCode|CreditNoteTypeCode|OrderResponseCode'),
    note: textAt(root, 'Note'),
    seller: partyOf(root, 'AccountingSupplierParty|SellerSupplierParty|DespatchSupplierParty'),
    buyer: partyOf(root, 'AccountingCustomerParty|BuyerCustomerParty|DeliveryCustomerParty'),
    orderNo: textAt(root, 'OrderReference/ID'),
    correctsNo: textAt(root, 'BillingReference/InvoiceDocumentReference/ID'),
    deliverBy: dayAt(root, 'Delivery/RequestedDeliveryPeriod/EndDate'),
    incoterm: textAt(root, 'DeliveryTerms/ID'),
    place: textAt(root, 'Delivery/DeliveryLocation/Description'),
    carrier: textAt(root, 'Shipment/Delivery/CarrierParty/PartyName/Name'),
    waybill: textAt(root, 'Shipment/Delivery/TrackingID'),
    payments: all(root, 'PaymentTerms').map((term) => ({
      note: textAt(term, 'Note'),
      shareBp: optional(textAt(term, 'PaymentPercent'), 2),
      amountMinor: minor(term, 'Amount'),
      dueOn: dayAt(term, 'PaymentDueDate'),
    })),
    totals: !total
      ? null
      : {
          netMinor: net,
          taxMinor: minor(root, 'TaxTotal/TaxAmount'),
          grossMinor: minor(total, 'TaxInclusiveAmount') ?? net,
          prepaidMinor: minor(total, 'PrepaidAmount') ?? 0,
          payableMinor: minor(total, 'PayableAmount'),
        },
    lines: linesOf(kind, root).map((line) => lineOf(kind, line, digits, currency)),
  }
}

function linesOf(kind: UblDocument['kind'], root: Node): Node[] {
  return kind === 'Order' || kind === 'OrderResponse'
    ? all(root, 'OrderLine').flatMap((line) => all(line, 'LineItem'))
    : all(root, kind === 'DespatchAdvice' ? 'DespatchLine' : `${kind}Line`)
}

function lineOf(
  kind: UblDocument['kind'],
  line: Node,
  digits: number,
  currency: string | null,
): unknown {
  const counted = at(line, 'Quantity|InvoicedQuantity|CreditedQuantity|DeliveredQuantity')
  const item = at(line, 'Item')
  const unit = item?.children.find(
    (child) => child.name === 'AdditionalItemProperty' && textAt(child, 'Name') === 'unit',
  )
  const price = at(line, 'Price/PriceAmount')
  return {
    no: textAt(line, 'ID'),
    orderLineNo: textAt(line, 'OrderLineReference/LineID'),
    description: textAt(item, 'Name') || textAt(item, 'Description'),
    quantity: plainQuantity(counted?.text ?? (kind === 'DespatchAdvice' ? '' : '1')),
    unit: textAt(unit, 'Value') || unitOfCode(counted?.unitCode ?? ''),
    // A price for ten, say, is no unit price: it is left to the reader to ask.
    unitE4:
      price && (optional(textAt(line, 'Price/BaseQuantity'), 0) ?? 1) === 1
        ? wholeOf(price.text, digits + 4)
        : null,
    netMinor: amountAt(line, 'LineExtensionAmount', digits, currency),
    taxBp: optional(textAt(item, 'ClassifiedTaxCategory/Percent'), 2),
    taxMinor: amountAt(line, 'TaxTotal/TaxAmount', digits, currency),
    deliverBy: dayAt(line, 'Delivery/RequestedDeliveryPeriod/EndDate'),
    lots: all(item ?? line, 'ItemInstance').map((one) =>
      textAt(one, 'LotIdentification/LotNumberID'),
    ),
  }
}

/** An amount in another currency than the document's, or with more digits, is refused rather than guessed at. */
function amountAt(node: Node | undefined, path: string, digits: number, currency: string | null) {
  const found = at(node, path)
  if (!found) return null
  const isForeign = found.currency !== '' && found.currency !== currency
  return isForeign ? Number.NaN : (wholeOf(found.text, digits) ?? Number.NaN)
}
const optional = (text: string, places: number) =>
  text === '' ? null : (wholeOf(text, places) ?? Number.NaN)

function plainQuantity(text: string): string {
  const plain = text
    .trim()
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
  return QUANTITY.test(plain) ? plain : text
}

function digitsIn(currency: string | null): number {
  return currency !== null && /^[A-Z]{3}$/.test(currency) ? digitsOf(currency) : 2
}
