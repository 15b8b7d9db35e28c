import { type CategoryFacts, judgeWishes, topShareOf, type Wish } from '@jingwei/insight'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { record } from '../../../platform/events.ts'
import { readReleased } from './index-queries.ts'
import { goodsDaysSql, goodsTalliesSql } from './match-queries.ts'
import type { WishPromise, WishReports } from './schema.ts'
import { periodOf, readTrades } from './trades.ts'

const DAYS_BACK = 365
const PRICE_MONTHS = 6
const DAY_MS = 86_400_000

/** What each category that I sell in is given, promises, and is best served by. */
export function listWishes(ctx: Ctx): Promise<WishReports> {
  return ctx.read(async (tx) => {
    const promises = await tx.db
      .selectFrom('trade_wish_promises')
      .select(['category', 'wishes'])
      .where('org_id', '=', tx.actor.orgId as string)
      .execute()
    const promised = new Map(promises.map((row) => [row.category, row.wishes as Wish[]]))
    const facts = await readFacts(tx, [...promised.keys()])
    return {
      items: facts.map((one) => judgeWishes(one, promised.get(one.category) ?? [])),
    }
  })
}

/** Says what my org promises in a category; the last word holds. */
export function promiseWishes(ctx: Ctx, { category, wishes }: WishPromise): Promise<WishPromise> {
  return ctx.transaction(async (tx) => {
    const said = { wishes, set_by_name: tx.actor.name, set_at: tx.now().toISOString() }
    await tx.db
      .insertInto('trade_wish_promises')
      .values({ org_id: tx.actor.orgId as string, category, ...said })
      .onConflict((c) => c.columns(['org_id', 'category']).doUpdateSet(said))
      .execute()
    record(tx, 'trade.wishes_promised', `category:${category}`, { category, wishes })
    return { category, wishes }
  })
}

interface CategoryRow {
  category: string
  due: number
  kept: number
  arrived: number
  sound: number
}

/** From my own sales; nobody has counted yet what was asked for and not on offer, so that range is unknown. */
async function readFacts(tx: Tx, more: string[]): Promise<CategoryFacts[]> {
  const me = tx.actor.orgId
  const since = new Date(tx.now().getTime() - DAYS_BACK * DAY_MS)
  const { rows } = await sql<CategoryRow>`
    SELECT p.category, ${goodsTalliesSql(tx.now())}
    FROM trade_orders o JOIN trade_order_lines l ON l.order_id = o.id
    JOIN products p ON p.id = l.product_id ${goodsDaysSql}
    WHERE o.org_id = ${me} AND o.placed_at > ${since} AND o.confirmed_at IS NOT NULL AND o.ended IS NULL
      AND l.kind = 'goods' AND l.quantity > 0 GROUP BY 1 ORDER BY 1`.execute(tx.db)
  const sold = await readSold(tx)
  const categories = [...new Set([...rows.map((row) => row.category), ...more])].sort()
  return categories.map((category) => {
    const row = rows.find((one) => one.category === category)
    const of = sold.filter((one) => one.category === category)
    const priced = of.filter(({ market }) => market > 0)
    const market = priced.reduce((sum, one) => sum + one.market, 0)
    return {
      ...{ category, asked: null, offered: null },
      ...{ due: row?.due ?? null, inTime: row?.kept ?? null },
      ...{ received: row?.arrived ?? null, accepted: row?.sound ?? null },
      priceRatio:
        market > 0 ? priced.reduce((sum, one) => sum + one.pricedValue, 0) / market : null,
      topShare: topShareOf(of.map(({ value }) => value)),
    }
  })
}

/** What I sold of each product, and what that which has a market price would have come to at it. */
async function readSold(tx: Tx) {
  const until = periodOf(tx.now())
  const trades = await readTrades(tx.db, {
    where: sql`l.org_id = ${tx.actor.orgId}`,
    ...{ from: until - PRICE_MONTHS, until },
  })
  const products = [...new Set(trades.map(({ product }) => product))]
  const [facts, cells] = [await categoriesOf(tx, products), await readReleased(tx, products)]
  const levels = new Map(
    cells
      .filter((cell) => cell.region === null && cell.price !== null)
      .map((cell) => [`${cell.product} ${cell.period}`, cell.price!]),
  )
  return products.map((product) => {
    let [value, pricedValue, market] = [0, 0, 0]
    for (const trade of trades.filter((one) => one.product === product)) {
      const level = levels.get(`${product} ${trade.period}`)
      value += trade.price * trade.quantity
      if (level) {
        pricedValue += trade.price * trade.quantity
        market += level * trade.quantity
      }
    }
    return { category: facts.get(product) ?? '', value, pricedValue, market }
  })
}

async function categoriesOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.db
    .selectFrom('products')
    .select(['id', 'category'])
    .where('id', 'in', ids.length > 0 ? ids : [null as never])
    .execute()
  return new Map(rows.map((row) => [row.id, row.category]))
}
