import {
  learnHabits,
  learnRhythm,
  likelihood,
  type NextOrder,
  nextOrder,
  type Order,
} from '@jingwei/insight'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import type { NextOrderQuery, NextOrders } from './schema.ts'
import { factorSql } from './trades.ts'

const DAY_MS = 86_400_000
/** How far back is learnt from, and from how many lines at most: the latest tell most. */
const DAYS_BACK = 730
const LINES_MAX = 50_000
const ITEMS = 5

interface LineRow {
  org: string
  org_name: string
  day: number
  item: string
  name: string
  unit: string
  quantity: number
}

/**
 * Who is likely to order next, from orders that my org was a party to and nothing else: those it sold, by buyer, or
 * those it bought, by seller. The likeliest within the horizon come first.
 */
export function listNextOrders(ctx: Ctx, query: NextOrderQuery): Promise<NextOrders> {
  return ctx.read(async (tx) => {
    const rows = await readLines(tx, query.side)
    const today = Math.floor(tx.now().getTime() / DAY_MS)
    const parties = [...Map.groupBy(rows, ({ org }) => org)].map(([id, lines]) => ({
      org: { id, name: lines[0]!.org_name },
      orders: ordersOf(lines),
    }))
    const days = parties.map(({ orders }) => orders.map(({ day }) => day))
    const rhythm = learnRhythm(days, today, { horizonDays: query.horizonDays })
    const habits = learnHabits(parties.map(({ orders }) => orders))
    const likeliest = parties
      .map((party, i) => ({ ...party, sure: likelihood(rhythm, days[i]!, today).confidence }))
      .sort((a, b) => b.sure - a.sure || (a.org.id < b.org.id ? -1 : 1))
      .slice(0, query.limit)
    const names = new Map(rows.map(({ item, name, unit }) => [item, { name, unit }]))
    return {
      horizonDays: query.horizonDays,
      items: likeliest.map(({ org, orders }) => ({
        ...{ org, orders: orders.length, lastDay: dayText(orders.at(-1)!.day) },
        ...shape(nextOrder({ rhythm, habits }, orders, today, { take: ITEMS }), names),
      })),
    }
  })
}

async function readLines(tx: Tx, side: NextOrderQuery['side']): Promise<LineRow[]> {
  const me = tx.actor.orgId
  const [mine, other, name] =
    side === 'sold'
      ? [sql`o.org_id`, sql`o.buyer_org_id`, sql`o.buyer_name`]
      : [sql`o.buyer_org_id`, sql`o.org_id`, sql`o.seller_name`]
  // The latest first, so that a name is the latest too.
  const { rows } = await sql<LineRow>`
    SELECT ${other} AS org, ${name} AS org_name, l.product_id AS item, p.name, p.unit,
      (o.placed_at AT TIME ZONE 'UTC')::date - DATE '1970-01-01' AS day,
      (l.quantity * f.factor)::float8 AS quantity
    FROM trade_orders o JOIN trade_order_lines l ON l.order_id = o.id
    JOIN products p ON p.id = l.product_id CROSS JOIN LATERAL (SELECT ${factorSql} AS factor) f
    WHERE ${mine} = ${me} AND o.ended IS NULL AND l.quantity > 0 AND f.factor > 0
      AND o.placed_at <= ${tx.now()} AND o.placed_at > ${new Date(tx.now().getTime() - DAYS_BACK * DAY_MS)}
    ORDER BY o.placed_at DESC, l.id LIMIT ${LINES_MAX}`.execute(tx.db)
  return rows
}

function ordersOf(lines: readonly LineRow[]): Order[] {
  return [...Map.groupBy(lines, ({ day }) => day)]
    .map(([day, of]) => ({ day, lines: of.map(({ item, quantity }) => ({ item, quantity })) }))
    .sort((a, b) => a.day - b.day)
}

const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

function shape(next: NextOrder, names: ReadonlyMap<string, { name: string; unit: string }>) {
  const { confidence, seen, came } = next.likelihood
  const dayOrNull = (day: number | null) => (day === null ? null : dayText(Math.round(day)))
  return {
    ...{ day: dayOrNull(next.day), early: dayOrNull(next.early), late: dayOrNull(next.late) },
    ...{ coverage: next.coverage, isOverdue: next.isOverdue, confidence, seen, came },
    items: next.items.map(({ item, range, lastDay, ...rest }) => ({
      ...{
        ...names.get(item)!,
        productId: item,
        low: range?.low ?? null,
        high: range?.high ?? null,
      },
      ...{ ...rest, lastDay: dayText(lastDay) },
    })),
  }
}
