import type { Tx } from '../../../platform/ctx.ts'
import type { ProductFacts } from '../catalogue/product-rows.ts'
import { currentPrices } from '../prices.ts'
import type { BasePrice } from './base-prices.ts'

/** The list prices of my own products as bases, for looking at an agreement without a buyer. */
export async function listPriceMap(
  tx: Tx,
  products: readonly ProductFacts[],
): Promise<Map<string, BasePrice>> {
  const ids = products.map(({ id }) => id)
  const validFrom = tx.now().toISOString()
  return new Map(
    [...(await currentPrices(tx, ids))].map(([id, { priceMinor }]) => [
      id,
      { minor: priceMinor, kind: 'list', validFrom, acceptedAt: null },
    ]),
  )
}
