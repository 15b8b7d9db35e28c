import type { User } from '../../../../test/app.ts'
import { type TradeChain, type TradeWorld, tradeWorld } from '../fixture.ts'
import { type DraftLine, type OrderDraft, placeOrder } from './placing.ts'

export const DOWN_AND_DELIVERY = [
  { shareBp: 3000, from: 'order', days: 0 },
  { shareBp: 7000, from: 'delivery', days: 0 },
] as const

export const line = (more: Partial<DraftLine> = {}): DraftLine => ({
  productId: null,
  description: '衬衫',
  kind: 'goods',
  quantity: '100',
  unit: '件',
  unitE4: 1_000_000,
  amountMinor: 10_000,
  explanation: { rule: 'agreed by hand' },
  deliverBy: null,
  ...more,
})

export interface OrderWorld extends TradeWorld {
  chain: TradeChain
  seller: User
  buyer: User
  draft(more?: Partial<OrderDraft>): OrderDraft
  /** Places an order in the user's name, as quotes and agreements do. */
  place(by: User, more?: Partial<OrderDraft>): Promise<{ id: string; no: string }>
}

/** A lead that sells to its distributor. */
export async function orderWorld(t: { after(work: () => unknown): void }): Promise<OrderWorld> {
  const world = await tradeWorld(t)
  const chain = await world.newChain()
  const draft = (more: Partial<OrderDraft> = {}): OrderDraft => ({
    sellerOrgId: world.lead.orgId,
    buyerOrgId: world.distributor.orgId,
    currency: 'CNY',
    payment: DOWN_AND_DELIVERY,
    deliverBy: null,
    incoterm: null,
    place: null,
    source: { kind: 'agreement', id: null },
    lines: [line()],
    ...more,
  })
  return {
    ...world,
    ...{ chain, draft, seller: world.lead, buyer: world.distributor },
    place: (by, more) => world.actAs(by, 'transaction', (tx) => placeOrder(tx, draft(more))),
  }
}
