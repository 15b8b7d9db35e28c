import { useSyncExternalStore } from 'react'
import type { PaymentTerm } from '../../../../../server/modules/trade/terms-schema.ts'
import { readStored, writeStored } from '../../../ui/preferences.ts'

export interface CartLine {
  productId: string
  name: string
  quantity: string
  unit: string
  /** `2026-12-01`, or null when no date is named. */
  deliverBy: string | null
}
/** One seller's cart; an order has one term of payment. */
export interface Cart {
  sellerOrgId: string
  sellerName: string
  currency: string
  payment: PaymentTerm
  incoterm: string | null
  lines: CartLine[]
}

const STORE = 'trade.carts'
const isCarts = (value: unknown): value is Cart[] =>
  Array.isArray(value) && value.every((cart) => Array.isArray((cart as Cart).lines))
let carts: Cart[] | null = null
const listeners = new Set<() => void>()

function read(): Cart[] {
  if (carts === null) {
    const stored = readStored<unknown>(STORE, [])
    carts = isCarts(stored) ? stored : []
  }
  return carts
}

function write(next: Cart[]): void {
  carts = next.filter(({ lines }) => lines.length > 0)
  writeStored(STORE, carts)
  for (const tell of listeners) tell()
}

export function useCarts(): Cart[] {
  return useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, read)
}

/** A line goes into the cart of its seller and its terms; the same product there is replaced. */
export function addToCart(cart: Omit<Cart, 'lines'>, line: CartLine): void {
  const same = (other: Cart) => cartKey(other) === cartKey(cart)
  const held = read().find(same)
  const lines = [...(held?.lines ?? []).filter((l) => l.productId !== line.productId), line]
  write([...read().filter((other) => !same(other)), { ...cart, lines }])
}

export function removeFromCart(key: string, productId: string): void {
  write(
    read().map((cart) =>
      cartKey(cart) === key
        ? { ...cart, lines: cart.lines.filter((line) => line.productId !== productId) }
        : cart,
    ),
  )
}

export function dropCart(key: string): void {
  write(read().filter((cart) => cartKey(cart) !== key))
}

export function cartKey({ sellerOrgId, currency, payment, incoterm }: Omit<Cart, 'lines'>): string {
  return `${sellerOrgId} ${currency} ${incoterm ?? ''} ${JSON.stringify(payment)}`
}

const DAY_MS = 86_400_000
/** Days from today to a wished day; the server counts the same way. */
export function leadDaysTo(day: string | null, now: number): number | null {
  return day === null ? null : Math.max(0, Math.ceil((Date.parse(day) - now) / DAY_MS))
}
