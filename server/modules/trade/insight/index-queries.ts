import { ownPrices, type Released, type Suppressed } from '@jingwei/insight'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { found } from '../../../platform/errors.ts'
import { ALL } from './releasing.ts'
import type { IndexedProducts, PriceIndex } from './schema.ts'
import { monthText, periodOf, readTrades } from './trades.ts'

/** How many months back a page shows. */
const MONTHS = 36

/** Products of which something was released, as far as I see them, with their latest month. */
export function listIndexed(ctx: Ctx): Promise<z.infer<typeof IndexedProducts>> {
  return ctx.read(async (tx) => {
    const rows = await tx.db
      .selectFrom('trade_price_index as x')
      .innerJoin('products as p', 'p.id', 'x.product_id')
      .distinctOn(['p.name', 'p.id'])
      .select(['p.id', 'p.code', 'p.name', 'p.unit', 'p.currency', 'x.period', 'x.index_value'])
      .where('x.region', '=', ALL)
      .orderBy('p.name')
      .orderBy('p.id')
      .orderBy('x.period', 'desc')
      .limit(500)
      .execute()
    return {
      items: rows.map(({ period, index_value, ...product }) => ({
        ...{ ...product, month: monthText(period) },
        index: index_value === null ? null : Number(index_value),
      })),
    }
  })
}

/** What was released of a product that I see, and how my own prices stand beside it. */
export function getPriceIndex(ctx: Ctx, productId: string): Promise<PriceIndex> {
  return ctx.read(async (tx) => {
    const product = found(
      await tx.db
        .selectFrom('products')
        .select(['id', 'name', 'unit', 'currency'])
        .where('id', '=', productId)
        .executeTakeFirst(),
      'product',
    )
    const cells = await readReleased(tx, [productId])
    const regions = [...Map.groupBy(cells, ({ region }) => region)]
      .map(([region, of]) => ({ region, cells: of.map(shapeCell) }))
      .sort((a, b) => compare(a.region ?? '', b.region ?? ''))
    const own = await ownBeside(tx, productId, cells)
    return { product, regions, own }
  })
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export async function readReleased(tx: Tx, productIds: string[]): Promise<Released[]> {
  const rows = await tx.db
    .selectFrom('trade_price_index')
    .select(['product_id', 'region', 'period', 'index_value', 'base', 'reason', 'price_e4'])
    .select(['price_reason', 'sellers', 'buyers'])
    .where('product_id', 'in', productIds.length > 0 ? productIds : [null as never])
    .where('period', '>=', periodOf(tx.now()) - MONTHS)
    .orderBy('period')
    .execute()
  return rows.map((row) => ({
    product: row.product_id,
    region: row.region === ALL ? null : row.region,
    period: row.period,
    index: row.index_value === null ? null : Number(row.index_value),
    base: row.base,
    reason: row.reason as Suppressed | null,
    price: row.price_e4,
    priceReason: row.price_reason as Suppressed | null,
    sellers: row.sellers,
    buyers: row.buyers,
  }))
}

const shapeCell = (cell: Released): PriceIndex['regions'][number]['cells'][number] => ({
  month: monthText(cell.period),
  index: cell.index,
  base: monthText(cell.base),
  reason: cell.reason,
  priceE4: cell.price,
  priceReason: cell.priceReason,
  sellers: cell.sellers,
  buyers: cell.buyers,
})

async function ownBeside(tx: Tx, productId: string, cells: Released[]): Promise<PriceIndex['own']> {
  const me = tx.actor.orgId
  const until = periodOf(tx.now())
  const trades = await readTrades(tx.db, {
    ...{ where: sql`l.product_id = ${productId}`, from: until - MONTHS, until },
  })
  return (['bought', 'sold'] as const).flatMap((side) =>
    ownPrices(
      trades.filter((trade) => (side === 'bought' ? trade.buyer : trade.seller) === me),
      cells,
    )
      .sort((a, b) => a.period - b.period || compare(a.region, b.region))
      .map(({ region, period, own, ratio, standing, ownMove, marketMove }) => ({
        ...{ side, region, month: monthText(period), ownE4: own },
        ...{ ratio, standing, ownMove, marketMove },
      })),
  )
}
