import { z } from 'zod'
import { Currency } from '../../../platform/schema.ts'
import { Quantity } from '../terms-schema.ts'

export const UBL_KINDS = [
  'Order',
  'OrderResponse',
  'DespatchAdvice',
  'Invoice',
  'CreditNote',
] as const
const Day = z.iso.date()
const Minor = z.int().min(0)
const Party = z.object({ id: z.string().max(200), name: z.string().max(500) })
const Words = z.string().max(2000)

/** What a UBL document of any of the five kinds says, in plain words; amounts are in minor units. */
export const UblDocument = z.object({
  kind: z.enum(UBL_KINDS),
  no: z.string().min(1).max(200),
  issuedOn: Day,
  /** Of an invoice 380 or 386 (deposit); of an order response AP, CA or RE. */
  code: z.string().max(20),
  note: Words,
  currency: Currency.nullable(),
  seller: Party,
  buyer: Party,
  orderNo: z.string().max(200),
  /** The invoice that a credit note corrects. */
  correctsNo: z.string().max(200),
  deliverBy: Day.nullable(),
  incoterm: z.string().max(20),
  place: z.string().max(500),
  carrier: z.string().max(200),
  waybill: z.string().max(200),
  payments: z
    .array(
      z.object({
        note: Words,
        shareBp: z.int().min(0).max(10_000).nullable(),
        amountMinor: Minor.nullable(),
        dueOn: Day.nullable(),
      }),
    )
    .max(100),
  totals: z
    .object({
      netMinor: Minor,
      /** Null where the document names no tax. */
      taxMinor: Minor.nullable(),
      grossMinor: Minor,
      prepaidMinor: Minor,
      payableMinor: Minor,
    })
    .nullable(),
  lines: z
    .array(
      z.object({
        no: z.string().max(60),
        orderLineNo: z.string().max(60),
        description: z.string().max(2000),
        quantity: Quantity,
        unit: z.string().max(60),
        /** The price of one unit, in ten-thousandths of a minor unit. */
        unitE4: z.int().min(0).nullable(),
        netMinor: Minor.nullable(),
        taxBp: z.int().min(0).max(10_000).nullable(),
        taxMinor: Minor.nullable(),
        deliverBy: Day.nullable(),
        lots: z.array(z.string().max(200)).max(100),
      }),
    )
    .min(1)
    .max(1000),
})
export type UblDocument = z.infer<typeof UblDocument>
export type UblLine = UblDocument['lines'][number]

export const UblInput = z.object({
  /** The file's text; a document type declaration is refused. */
  xml: z.string().min(1).max(1_500_000),
})
