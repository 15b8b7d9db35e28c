import { type Chained, priceLinks, release, type Suppressed } from '@jingwei/insight'
import { sql } from 'kysely'
import type pg from 'pg'
import { type Db, kyselyOver } from '../../../platform/db.ts'
import { periodOf, readTrades } from './trades.ts'

/** Late confirmations of a month still count for so long; then it is over for good. */
const GRACE_MS = 3 * 86_400_000
/** How far back the first release of all looks. */
const MONTHS_FIRST = 24
/** All regions together. */
export const ALL = '*'

/**
 * Releases the price index of the months that are over. It reads the trades of all orgs as the owner, and this is the
 * one place that does: what it writes passed the rule of disclosure and reveals no party. Nothing that was released
 * is touched again, so it may run as often as it likes, and two at once write what one would.
 */
export async function releasePriceIndex(owner: pg.Pool, now: Date): Promise<number> {
  const last = periodOf(new Date(now.getTime() - GRACE_MS)) - 1
  const client = await owner.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('trade_price_index'))`)
    const db = kyselyOver(client)
    const { latest } = await db
      .selectFrom('trade_price_index')
      .select((q) => q.fn.max('period').as('latest'))
      .executeTakeFirstOrThrow()
    let written = 0
    if (latest === null || latest < last) {
      const from = latest ?? last - MONTHS_FIRST
      for (const product of await tradedProducts(db)) {
        const trades = await readTrades(db, {
          ...{ where: sql`l.product_id = ${product.id}`, from, until: last },
        })
        const before = latest === null ? [] : await readBefore(db, product.id, latest)
        const cells = release(before, priceLinks(trades)).slice(before.length)
        // A month before the latest release is closed, whether or not the product had a row in it.
        const fresh = cells.filter(({ period }) => latest === null || period > latest)
        written += await write(db, product.org_id, fresh, now)
      }
    }
    await client.query('COMMIT')
    client.release()
    return written
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken) => client.release(broken),
    )
    throw error
  }
}

const tradedProducts = (db: Db) =>
  db
    .selectFrom('products')
    .select(['id', 'org_id'])
    .where('id', 'in', (q) =>
      q.selectFrom('trade_order_lines').select('product_id').where('product_id', 'is not', null),
    )
    .orderBy('id')
    .execute()

async function readBefore(db: Db, productId: string, period: number): Promise<Chained[]> {
  const rows = await db
    .selectFrom('trade_price_index')
    .selectAll()
    .where('product_id', '=', productId)
    .where('period', '=', period)
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
    exact: row.exact,
  }))
}

async function write(db: Db, orgId: string, cells: Chained[], now: Date): Promise<number> {
  if (cells.length === 0) return 0
  const rows = cells.map((cell) => ({
    ...{ org_id: orgId, product_id: cell.product, region: cell.region ?? ALL, period: cell.period },
    ...{ index_value: cell.index, base: cell.base, reason: cell.reason, exact: cell.exact },
    ...{ price_e4: cell.price && Math.round(cell.price), price_reason: cell.priceReason },
    ...{ sellers: cell.sellers, buyers: cell.buyers, released_at: now.toISOString() },
  }))
  await db.insertInto('trade_price_index').values(rows).execute()
  return rows.length
}
