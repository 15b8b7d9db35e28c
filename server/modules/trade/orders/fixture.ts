import type { Answer, User } from '../../../../test/app.ts'
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

// biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
type Body = any

export interface OrderWorld extends TradeWorld {
  chain: TradeChain
  seller: User
  buyer: User
  draft(more?: Partial<OrderDraft>): OrderDraft
  /** Places an order in the user's name, as quotes and agreements do. */
  place(by: User, more?: Partial<OrderDraft>): Promise<{ id: string; no: string }>
  /** An order of the buyer that the seller has confirmed, as the buyer reads it. */
  confirmed(more?: Partial<OrderDraft>): Promise<Body>
  /** What happens to an order, each answering the order as its actor then reads it. */
  ship(order: Body, ...lines: [at: number, quantity: string, lot?: string][]): Promise<Body>
  receive(order: Body, ...lines: [at: number, good: string, damaged?: string][]): Promise<Body>
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
  const { lead: seller, distributor: buyer } = world
  const place = (by: User, more?: Partial<OrderDraft>) =>
    world.actAs(by, 'transaction', (tx) => placeOrder(tx, draft(more)))
  return {
    ...world,
    ...{ chain, draft, seller, buyer, place },
    async confirmed(more) {
      const { id } = await place(buyer, more)
      const url = `trade-orders/${id}`
      const placed = expectStatus(await seller.get(url), 200)
      expectStatus(await seller.put(`${url}/confirmation`, {}, ifMatch(placed)), 200)
      return expectStatus(await buyer.get(url), 200)
    },
    async ship(order, ...lines) {
      const answer = await seller.post(`trade-orders/${order.id}/shipments`, {
        carrier: '顺丰',
        waybill: 'SF1',
        lines: lines.map(([at, quantity, lot = '']) => ({
          lineId: order.lines[at].id,
          ...{ quantity, lot },
        })),
      })
      return expectStatus(answer, 201)
    },
    async receive(order, ...lines) {
      const shipment = order.shipments.at(-1)
      const url = `trade-orders/${order.id}/shipments/${shipment.id}/receipts`
      const answer = await buyer.post(url, {
        lines: lines.map(([at, good, damaged = '0']) => ({
          lineId: order.lines[at].id,
          ...{ good, damaged, reason: '纸箱破损' },
        })),
      })
      return expectStatus(answer, 201)
    },
  }
}

/** The answer's body, or a failure that says what came instead. */
export function expectStatus(answer: Answer, status: number): Body {
  if (answer.status !== status) throw new Error(`${answer.status} ${answer.text}`)
  return answer.body
}

export const ifMatch = (order: { version: number }) => ({ 'if-match': `"${order.version}"` })
