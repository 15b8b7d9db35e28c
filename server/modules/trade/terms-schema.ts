import { DUE_FROM } from '@jingwei/pricing/terms'
import { z } from 'zod'
import { QUANTITY } from './quantity.ts'

/** An exact decimal of up to six places, as text: `"12.5"`. */
export const Quantity = z.string().regex(QUANTITY, { message: 'quantity_invalid' })
export const PositiveQuantity = Quantity.refine((q) => /[1-9]/.test(q), { message: 'above_zero' })

export const PaymentPart = z.object({
  shareBp: z.int().min(1).max(10_000),
  from: z.enum(DUE_FROM),
  days: z.int().min(0).max(720),
})
/** How an amount is paid; the shares add up to 100 %. */
export const PaymentTerm = z
  .array(PaymentPart)
  .min(1)
  .max(36)
  .refine((parts) => parts.reduce((sum, p) => sum + p.shareBp, 0) === 10_000, {
    message: 'shares_do_not_sum',
  })
export type PaymentTerm = z.infer<typeof PaymentTerm>
export const INCOTERMS = [
  'EXW',
  'FCA',
  'FOB',
  'CFR',
  'CIF',
  'CPT',
  'CIP',
  'DAP',
  'DPU',
  'DDP',
] as const
export const Incoterm = z.enum(INCOTERMS)
