import { matchSuppliers, type SupplierFacts } from '@jingwei/insight'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { found } from '../../../platform/errors.ts'
import { tradingPartners } from '../partners.ts'
import { readReleased } from './index-queries.ts'
import type { MatchQuery, SupplierMatches } from './schema.ts'
import { periodOf, readTrades } from './trades.ts'

/** What counts of the past. */
const DAYS_BACK = 365
const PRICE_MONTHS = 6
/** So long an order may wait before it counts as not answered. */
const ANSWER_DAYS = 3
const DAY_MS = 86_400_000

/**
 * Everybody that my org may buy from, by how well they suit. Only my own dealings with them count, so the answer tells
 * nothing that I do not know; what I have no experience of is unknown.
 */
export function listMatches(ctx: Ctx, query: MatchQuery): Promise<SupplierMatches> {
  return ctx.read(async (tx) => {
    const sellers = (await tradingPartners(tx)).filter(({ canBuyFrom }) => canBuyFrom)
    const deeds = await readDeeds(tx)
    const prices = query.productId ? await readPrices(tx, query.productId) : new Map()
    const { price, onTime, quality, response } = query
    const matches = matchSuppliers(
      sellers.map(({ orgId }): SupplierFacts => {
        const deed = deeds.get(orgId)
        return {
          supplier: orgId,
          priceRatio: prices.get(orgId) ?? null,
          onTime: deed ? { good: deed.kept, of: deed.due } : null,
          quality: deed ? { good: deed.sound, of: deed.arrived } : null,
          response: deed ? { good: deed.answered, of: deed.asked, hours: deed.hours } : null,
        }
      }),
      { price, onTime, quality, response },
    )
    const names = new Map(sellers.map(({ orgId, shortName }) => [orgId, shortName]))
    return {
      items: matches.map(({ supplier, ...match }) => ({
        org: { id: supplier, name: names.get(supplier)! },
        ...match,
      })),
    }
  })
}

/** Lines of which the day has come, and whether they were there by then; and what arrived, sound or not. */
export const goodsTalliesSql = (now: Date): RawBuilder<unknown> => sql`
  count(*) FILTER (WHERE d.due < ${day(now)}::date)::int AS due,
  count(*) FILTER (WHERE d.due < ${day(now)}::date AND l.goods_state IN ('received', 'returned')
    AND d.arrived <= d.due)::int AS kept,
  count(*) FILTER (WHERE l.received > 0)::int AS arrived,
  count(*) FILTER (WHERE l.received > 0 AND l.damaged = 0 AND l.returned = 0)::int AS sound`
/** The day each line is due, and the last on which something of it arrived: `d`. */
export const goodsDaysSql = sql`CROSS JOIN LATERAL (SELECT coalesce(l.deliver_by, o.deliver_by) AS due,
  (SELECT max(g.at AT TIME ZONE 'UTC')::date FROM trade_goods_facts g
    WHERE g.line_id = l.id AND g.kind = 'received') AS arrived) d`

const day = (at: Date): string => at.toISOString().slice(0, 10)

interface Deed {
  seller: string
  due: number
  kept: number
  arrived: number
  sound: number
  asked: number
  answered: number
  hours: number | null
}

async function readDeeds(tx: Tx): Promise<Map<string, Deed>> {
  const me = tx.actor.orgId
  const now = tx.now()
  const since = new Date(now.getTime() - DAYS_BACK * DAY_MS)
  const patient = new Date(now.getTime() - ANSWER_DAYS * DAY_MS)
  const { rows } = await sql<Deed>`
    WITH goods AS (
      SELECT o.org_id AS seller, ${goodsTalliesSql(now)}
      FROM trade_orders o JOIN trade_order_lines l ON l.order_id = o.id ${goodsDaysSql}
      WHERE o.buyer_org_id = ${me} AND o.placed_at > ${since} AND o.confirmed_at IS NOT NULL
        AND o.ended IS NULL AND l.kind = 'goods' AND l.quantity > 0 GROUP BY 1),
    answers AS (
      SELECT o.org_id AS seller, count(*)::int AS asked,
        count(*) FILTER (WHERE o.confirmed_at IS NOT NULL OR o.ended = 'refused')::int AS answered,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
          coalesce(o.confirmed_at, CASE o.ended WHEN 'refused' THEN o.ended_at END) - o.placed_at) / 3600)::float8 AS hours
      FROM trade_orders o
      WHERE o.buyer_org_id = ${me} AND o.placed_by_org_id = ${me} AND o.placed_at > ${since}
        AND o.source_kind <> 'quote' AND o.ended IS DISTINCT FROM 'withdrawn'
        AND (o.placed_at < ${patient} OR o.confirmed_at IS NOT NULL OR o.ended = 'refused') GROUP BY 1)
    SELECT coalesce(g.seller, a.seller) AS seller, coalesce(g.due, 0) AS due, coalesce(g.kept, 0) AS kept,
      coalesce(g.arrived, 0) AS arrived, coalesce(g.sound, 0) AS sound, coalesce(a.asked, 0) AS asked,
      coalesce(a.answered, 0) AS answered, a.hours
    FROM goods g FULL JOIN answers a ON a.seller = g.seller`.execute(tx.db)
  return new Map(rows.map((row) => [row.seller, row]))
}

/** What each seller asks over the market; where that is not known, over the mean of those I bought from. */
async function readPrices(tx: Tx, productId: string): Promise<Map<string, number>> {
  found(
    await tx.db.selectFrom('products').select('id').where('id', '=', productId).executeTakeFirst(),
    'product',
  )
  const until = periodOf(tx.now())
  const trades = await readTrades(tx.db, {
    where: sql`l.product_id = ${productId} AND l.buyer_org_id = ${tx.actor.orgId}`,
    ...{ from: until - PRICE_MONTHS, until },
  })
  const paid = [...Map.groupBy(trades, ({ seller }) => seller)].map(([seller, of]) => {
    const quantity = of.reduce((sum, trade) => sum + trade.quantity, 0)
    return { seller, price: of.reduce((sum, t) => sum + t.price * t.quantity, 0) / quantity }
  })
  const cells = await readReleased(tx, [productId])
  const market = cells.findLast((cell) => cell.region === null && cell.price !== null)?.price
  const level =
    market ??
    (paid.length > 1 ? paid.reduce((sum, { price }) => sum + price, 0) / paid.length : null)
  return new Map(level ? paid.map(({ seller, price }) => [seller, price / level]) : [])
}
