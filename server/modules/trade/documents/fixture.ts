// The children of each UBL 2.1 element that this system writes, in the standard's order with the standard's numbers: a fact of
// OASIS's schemas, which cannot be had as a package. `?` at most one, `*` any number, `+` at least one, else exactly one.

const HEAD = 'UBLVersionID? CustomizationID? ProfileID? ID'
const BILLING =
  'DocumentCurrencyCode? LineCountNumeric? OrderReference? BillingReference* AccountingSupplierParty AccountingCustomerParty'
export const CHILDREN: Record<string, string> = {
  Order: `${HEAD} IssueDate OrderTypeCode? Note* DocumentCurrencyCode? LineCountNumeric? BuyerCustomerParty SellerSupplierParty Delivery* DeliveryTerms? PaymentTerms* TaxTotal* AnticipatedMonetaryTotal? OrderLine+`,
  OrderResponse: `${HEAD} IssueDate OrderResponseCode? Note* DocumentCurrencyCode? LineCountNumeric? OrderReference+ SellerSupplierParty BuyerCustomerParty Delivery* DeliveryTerms? PaymentTerms* TaxTotal* LegalMonetaryTotal? OrderLine*`,
  DespatchAdvice: `${HEAD} IssueDate DespatchAdviceTypeCode? Note* LineCountNumeric? OrderReference* DespatchSupplierParty DeliveryCustomerParty Shipment? DespatchLine+`,
  Invoice: `${HEAD} IssueDate DueDate? InvoiceTypeCode? Note* ${BILLING} PaymentTerms* TaxTotal* LegalMonetaryTotal InvoiceLine+`,
  CreditNote: `${HEAD} IssueDate CreditNoteTypeCode? Note* ${BILLING} PaymentTerms* TaxTotal* LegalMonetaryTotal CreditNoteLine+`,
  OrderReference: 'ID',
  BillingReference: 'InvoiceDocumentReference?',
  InvoiceDocumentReference: 'ID',
  BuyerCustomerParty: 'Party?',
  SellerSupplierParty: 'Party?',
  DespatchSupplierParty: 'Party?',
  DeliveryCustomerParty: 'Party?',
  AccountingSupplierParty: 'Party?',
  AccountingCustomerParty: 'Party?',
  Party: 'PartyIdentification* PartyName*',
  CarrierParty: 'PartyIdentification* PartyName*',
  PartyIdentification: 'ID',
  PartyName: 'Name',
  Delivery: 'ID? TrackingID? DeliveryLocation? RequestedDeliveryPeriod? CarrierParty?',
  DeliveryLocation: 'ID? Description*',
  RequestedDeliveryPeriod: 'StartDate? StartTime? EndDate? EndTime?',
  DeliveryTerms: 'ID? SpecialTerms*',
  PaymentTerms: 'ID? Note* PaymentPercent? Amount? PaymentDueDate?',
  TaxTotal: 'TaxAmount TaxSubtotal*',
  TaxSubtotal: 'TaxableAmount? TaxAmount Percent? TaxCategory',
  TaxCategory: 'ID? Name? Percent? TaxScheme',
  ClassifiedTaxCategory: 'ID? Name? Percent? TaxScheme',
  TaxScheme: 'ID? Name?',
  AnticipatedMonetaryTotal:
    'LineExtensionAmount? TaxExclusiveAmount? TaxInclusiveAmount? PrepaidAmount? PayableAmount',
  LegalMonetaryTotal:
    'LineExtensionAmount? TaxExclusiveAmount? TaxInclusiveAmount? PrepaidAmount? PayableAmount',
  OrderLine: 'Note* LineItem',
  LineItem: 'ID Note* Quantity? LineExtensionAmount? Delivery* Price? Item',
  DespatchLine: 'ID Note* DeliveredQuantity? OrderLineReference+ Item Shipment*',
  OrderLineReference: 'LineID OrderReference?',
  InvoiceLine:
    'ID Note* InvoicedQuantity? LineExtensionAmount OrderLineReference* TaxTotal* Item Price?',
  CreditNoteLine:
    'ID Note* CreditedQuantity? LineExtensionAmount? OrderLineReference* TaxTotal* Item Price?',
  Shipment: 'ID Delivery?',
  Item: 'Description* Name? ClassifiedTaxCategory* AdditionalItemProperty* ItemInstance*',
  AdditionalItemProperty: 'ID? Name Value?',
  ItemInstance: 'SerialID? LotIdentification?',
  LotIdentification: 'LotNumberID? ExpiryDate?',
  Price: 'PriceAmount BaseQuantity?',
}

/** The names of an element's children in one pattern that they must match: `Note* ID` as `(?:Note )*(?:ID )`. */
export const patternOf = (children: string) =>
  new RegExp(`^${children.replace(/(\w+)([?*+]?) ?/g, '(?:$1 )$2')}$`)
