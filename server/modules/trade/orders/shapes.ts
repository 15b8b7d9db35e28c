import type { PaymentTerm } from '../terms-schema.ts'
import { dayIn, partsOf } from './instalments.ts'
import type { OrderParts } from './order-parts.ts'
import type { Action, Order } from './schema.ts'

export interface OrderFacts {
  id: string
  no: string
  sellerOrgId: string
  sellerName: string
  buyerOrgId: string
  buyerName: string
  currency: string
  payment: PaymentTerm
  deliverBy: string | null
  incoterm: string | null
  place: string | null
  sourceKind: 'quote' | 'agreement' | 'repeat'
  sourceId: string | null
  totalMinor: number
  placedAt: string
  placedByOrgId: string
  placedByName: string
  isHeld: boolean
  confirmedAt: string | null
  confirmedByName: string | null
  ended: 'refused' | 'withdrawn' | 'cancelled' | null
  endedReason: string
  version: number
}

/** What an org may do to an order as it stands. */
export function actionsOf(order: OrderFacts, me: string, parts: OrderParts): Action[] {
  if (order.ended) return []
  const isSeller = order.sellerOrgId === me
  const isPlacer = order.placedByOrgId === me
  if (!order.confirmedAt) {
    const before: Action[] = isPlacer ? ['withdraw'] : ['refuse']
    if (order.isHeld && isSeller) before.push('release')
    if (!order.isHeld && !isPlacer) before.push('confirm')
    return before
  }
  const some = (is: (line: OrderParts['lines'][number]) => boolean) => parts.lines.some(is)
  const actions: Action[] = []
  const offer = (action: Action, isOpen: boolean) => isOpen && actions.push(action)
  const isQuiet = parts.proposal === null
  offer('ship', isSeller && some((line) => line.goods.toShip !== '0'))
  offer('make', isSeller && some((line) => line.goods.toShip !== '0' && line.productId !== null))
  offer('receive', !isSeller && some((line) => line.goods.inTransit !== '0'))
  offer('take_back', isSeller && some((l) => l.goods.comingBack !== l.goods.returned))
  offer(
    'settle',
    parts.differences.some((difference) => difference.ways.length > 0),
  )
  offer('propose', isQuiet)
  offer('return', isQuiet && !isSeller && some((l) => l.goods.received !== l.goods.comingBack))
  offer('cancel', isQuiet && some((l) => l.goods.toShip !== '0' || l.kind === 'service'))
  return actions
}

export function shapeOrder(
  order: OrderFacts,
  me: string,
  parts: OrderParts & Pick<Order, 'conversationId' | 'exceptions' | 'actions'>,
): Order {
  const { dues, ...rest } = parts
  const { sellerOrgId, sellerName, buyerOrgId, buyerName } = order
  const seller = { id: sellerOrgId, name: sellerName }
  const buyer = { id: buyerOrgId, name: buyerName }
  return {
    id: order.id,
    no: order.no,
    side: sellerOrgId === me ? 'selling' : 'buying',
    ...{ seller, buyer },
    currency: order.currency,
    payment: [...order.payment],
    deliverBy: order.deliverBy,
    incoterm: order.incoterm,
    place: order.place,
    source: { kind: order.sourceKind, id: order.sourceId },
    totalMinor: order.totalMinor,
    placedAt: order.placedAt,
    placedBy: { id: order.placedByOrgId, name: order.placedByName },
    confirmedAt: order.confirmedAt,
    confirmedByName: order.confirmedByName,
    ended: order.ended,
    endedReason: order.endedReason,
    plan: planOf(order, dues),
    version: order.version,
    ...rest,
  }
}

/** The payment plan: its parts in full, and what of each is due since when. */
function planOf(order: OrderFacts, dues: OrderParts['dues']): Order['plan'] {
  const total = order.ended ? 0 : order.totalMinor
  const full = partsOf(order.payment, {
    order: total,
    shipment: total,
    delivery: total,
    invoice: total,
  })
  return order.payment.map((part, at) => {
    const mine = dues.filter(
      (due) => due.part === at || (part.from === 'invoice' && due.days === part.days),
    )
    const promised = part.from === 'order' ? order.placedAt : order.deliverBy
    return {
      shareBp: part.shareBp,
      from: part.from,
      days: part.days,
      amountMinor: full[at]!,
      dueMinor: mine.reduce((sum, due) => sum + due.amountMinor, 0),
      dues: mine.map(({ amountMinor, dueOn, at: since }) => ({ amountMinor, dueOn, at: since })),
      expectedOn: promised ? dayIn(new Date(promised), part.days) : null,
    }
  })
}
