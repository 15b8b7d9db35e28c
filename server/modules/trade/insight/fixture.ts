import type { TestApp, User } from '../../../../test/app.ts'
import { newId } from '../../../platform/ids.ts'

export interface Sale {
  seller: string
  buyer: string
  productId: string
  at: Date
  unitE4: number
  quantity?: number
  unit?: string
  payment?: unknown
  deliverBy?: string
  confirmedAt?: Date | null
}

let orders = 0

/** Agreed orders of one line, as placing and confirming would leave them, at any time of the past. */
export async function sell(world: TestApp, sales: readonly Sale[]): Promise<string[]> {
  const { owner } = world.app.database
  const lines: string[] = []
  for (const sale of sales) {
    const [orderId, lineId] = [newId(), newId()]
    const quantity = sale.quantity ?? 100
    const amount = Math.round((sale.unitE4 * quantity) / 10_000)
    await owner.query(
      `INSERT INTO trade_orders (id, org_id, buyer_org_id, no, seller_name, buyer_name, currency, payment,
         deliver_by, source_kind, total_minor, placed_by_org_id, placed_by_name, placed_at, confirmed_at)
       SELECT $1, $2, $3, $4, s.short_name, b.short_name, 'CNY', $5, $6, 'agreement', $7, $3, 'x', $8, $9
       FROM orgs s, orgs b WHERE s.id = $2 AND b.id = $3`,
      [
        ...[orderId, sale.seller, sale.buyer, `T-${++orders}`],
        JSON.stringify(sale.payment ?? [{ shareBp: 10_000, from: 'delivery', days: 0 }]),
        ...[sale.deliverBy ?? null, amount, sale.at],
        sale.confirmedAt === undefined ? sale.at : sale.confirmedAt,
      ],
    )
    await owner.query(
      `INSERT INTO trade_order_lines (id, org_id, buyer_org_id, order_id, line_no, product_id, description, kind,
         unit, ordered, quantity, unit_e4, amount_minor)
       VALUES ($1, $2, $3, $4, 1, $5, 'x', 'goods', $6, $7, $7, $8, $9)`,
      [
        ...[lineId, sale.seller, sale.buyer, orderId, sale.productId, sale.unit ?? '件'],
        ...[quantity, sale.unitE4, amount],
      ],
    )
    lines.push(lineId)
  }
  return lines
}

/** Orgs that nobody signs in to: the rest of a market. */
export async function firms(world: TestApp, name: string, count: number): Promise<string[]> {
  const { rows } = await world.app.database.owner.query<{ id: string }>(
    `INSERT INTO orgs (id, name, short_name, created_at)
     SELECT jingwei_uuid(), $1 || g, $1 || g, now() FROM generate_series(1, $2::int) g RETURNING id`,
    [name, count],
  )
  return rows.map(({ id }) => id)
}

/** Places below the lead, so that a buyer has a region. */
export async function standIn(
  world: TestApp,
  { lead, chainId }: { lead: User; chainId: string },
  places: readonly { orgId: string; region: string }[],
): Promise<void> {
  for (const { orgId, region } of places) {
    const id = newId()
    await world.app.database.owner.query(
      `INSERT INTO partners (id, org_id, chain_id, side, tier, path, owner_org_id, brought_by_org_id,
         partner_org_id, status, code, name, region, created_at)
       VALUES ($1, $2, $3, 'downstream', 1, $4::text::ltree, $2, $2, $5, 'joined', $4::text, $4::text, $6, now())`,
      [id, lead.orgId, chainId, id.replaceAll('-', ''), orgId, region],
    )
  }
}

/** The tenth of a month so many months ago. */
export function monthsAgo(now: Date, months: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 10, 3))
}

/** Goods of a line that left and arrived, some of them damaged. */
export async function deliver(
  world: TestApp,
  lineId: string,
  { at, damaged = 0 }: { at: Date; damaged?: number },
): Promise<void> {
  const shipmentId = newId()
  const line = `SELECT org_id, buyer_org_id, order_id FROM trade_order_lines WHERE id = $2`
  await world.app.database.owner.query(
    `INSERT INTO trade_shipments (id, org_id, buyer_org_id, order_id, no, shipped_at, by_name)
     SELECT $1, l.*, 1, $3, 'x' FROM (${line}) l`,
    [shipmentId, lineId, at],
  )
  const { rows } = await world.app.database.owner.query<{ quantity: string }>(
    'SELECT quantity FROM trade_order_lines WHERE id = $1',
    [lineId],
  )
  const whole = Number(rows[0]!.quantity)
  for (const [kind, quantity] of [
    ['shipped', whole],
    ['received', whole - damaged],
    ['damaged', damaged],
  ] as const) {
    if (quantity === 0) continue
    await world.app.database.owner.query(
      `INSERT INTO trade_goods_facts (id, org_id, buyer_org_id, order_id, line_id, shipment_id, kind, quantity, at,
         recorded_at, by_org_id, by_name)
       SELECT $1, l.*, $2, $3, $4, $5, $6, $6, CASE $4 WHEN 'shipped' THEN l.org_id ELSE l.buyer_org_id END, 'x'
       FROM (${line}) l`,
      [newId(), lineId, shipmentId, kind, quantity, at],
    )
  }
}
