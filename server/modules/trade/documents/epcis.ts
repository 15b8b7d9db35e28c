import { sql } from 'kysely'
import type { Ctx } from '../../../platform/ctx.ts'
import type { Order } from '../orders/schema.ts'
import { unitCode } from './units.ts'

// The flow of goods in GS1's EPCIS 2.0. Every recorded fact is an event of its own with the fact's id, so that reading again
// tells nothing twice; a correction declares the event that it takes back to be in error, as the standard has it.

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
const ZONE = '+08:00'
const MISTAKEN = 'incorrect_data'

interface GoodsFact {
  id: string
  lineId: string
  shipmentId: string | null
  kind: 'shipped' | 'received' | 'short' | 'damaged' | 'over' | 'returned'
  quantity: string
  lot: string
  at: string
  recordedAt: string
  correctedAt: string | null
}

/** What was recorded of an order's goods, in the order in which it became known; read after the order itself. */
export function goodsFactsOf(ctx: Ctx, orderId: string): Promise<GoodsFact[]> {
  return ctx.read(async (tx) => {
    const { rows } = await sql<GoodsFact>`
      SELECT f.id, f.line_id AS "lineId", f.shipment_id AS "shipmentId", f.kind, f.lot, f.at,
        trim_scale(f.quantity)::text AS quantity, f.recorded_at AS "recordedAt",
        c.recorded_at AS "correctedAt"
      FROM trade_goods_facts f LEFT JOIN trade_goods_facts c ON c.corrects_id = f.id
      WHERE f.order_id = ${orderId} AND f.corrects_id IS NULL
        AND ${tx.actor.orgId} IN (f.org_id, f.buyer_org_id)
      ORDER BY f.recorded_at, f.id`.execute(tx.db)
    return rows
  })
}

// What is short was looked for and not seen: where it is, nobody knows.
const STEPS: Record<GoodsFact['kind'], [bizStep: string, disposition: string]> = {
  shipped: ['shipping', 'in_transit'],
  received: ['receiving', 'in_progress'],
  damaged: ['receiving', 'damaged'],
  over: ['receiving', 'mismatch_quantity'],
  short: ['inspecting', 'unknown'],
  returned: ['receiving', 'returned'],
}

export function epcisDocument(order: Order, facts: readonly GoodsFact[], now: Date) {
  const told = facts.flatMap((fact) => {
    const event = eventOf(order, fact)
    if (fact.correctedAt === null) return [event]
    const declarationTime = iso(fact.correctedAt)
    return [event, { ...event, errorDeclaration: { declarationTime, reason: MISTAKEN } }]
  })
  return {
    '@context': [CONTEXT],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: now.toISOString(),
    epcisBody: { eventList: told },
  }
}

function eventOf(order: Order, fact: GoodsFact) {
  const [bizStep, disposition] = STEPS[fact.kind]
  const [from, to] =
    fact.kind === 'returned' ? [order.buyer, order.seller] : [order.seller, order.buyer]
  const line = order.lines.find(({ id }) => id === fact.lineId)!
  const uom = unitCode(line.unit)
  return {
    type: 'ObjectEvent',
    eventID: urn(fact.id),
    eventTime: iso(fact.at),
    eventTimeZoneOffset: ZONE,
    recordTime: iso(fact.recordedAt),
    action: 'OBSERVE',
    ...{ bizStep, disposition },
    bizTransactionList: [
      { type: 'po', bizTransaction: urn(order.id) },
      ...(fact.shipmentId ? [{ type: 'desadv', bizTransaction: urn(fact.shipmentId) }] : []),
    ],
    quantityList: [
      {
        epcClass: classOf(line.productId ?? line.id, fact.lot),
        quantity: Number(fact.quantity),
        // What is counted has no unit in EPCIS.
        ...(uom !== 'C62' && { uom }),
      },
    ],
    sourceList: [{ type: 'possessing_party', source: urn(from.id) }],
    destinationList: [{ type: 'possessing_party', destination: urn(to.id) }],
  }
}

const urn = (id: string) => `urn:uuid:${id}`
const iso = (at: string) => new Date(at).toISOString()

/** A kind of goods, or a lot of it: as a part of the product's own name, since no GS1 company prefix is known. */
const classOf = (id: string, lot: string) =>
  lot === '' ? urn(id) : `${urn(id)}?=lot=${encodeURIComponent(lot)}`
