// What an org pays or takes itself, beside what the market does.
import { InsightError, type Released, type Trade } from './price-index.ts'

export type Standing = 'below' | 'near' | 'above'
const NEAR = 0.02

export interface OwnPrice {
  product: string
  region: string
  period: number
  /** Own price with the terms normalised, weighed by quantity. */
  own: number
  /** Own over market; null where the market is kept back or unknown. */
  ratio: number | null
  standing: Standing | null
  /** How the own price and the market moved since the period before; null where either is not known. */
  ownMove: number | null
  marketMove: number | null
}

/**
 * Own trades against what was released. Against a mean and never as a rank among others: ranks could be felt out by
 * trading at one price after another. Where the own region is kept back, all regions together stand in.
 */
export function ownPrices(own: readonly Trade[], released: readonly Released[]): OwnPrice[] {
  const keyOf = (product: string, region: string | null, period: number) =>
    JSON.stringify([product, region, period])
  const market = new Map(
    released.map((cell) => [keyOf(cell.product, cell.region, cell.period), cell]),
  )
  const mine = new Map<string, { at: Trade; value: number; quantity: number }>()
  for (const trade of own) {
    if (!(trade.price > 0 && trade.quantity > 0))
      throw new InsightError('bad_price', `${trade.price} for ${trade.quantity}`)
    const key = keyOf(trade.product, trade.region, trade.period)
    const found = mine.get(key) ?? { at: trade, value: 0, quantity: 0 }
    found.value += trade.price * trade.quantity
    found.quantity += trade.quantity
    mine.set(key, found)
  }
  const priceAt = (key: string) => {
    const found = mine.get(key)
    return found ? found.value / found.quantity : null
  }
  return [...mine].map(
    ([
      key,
      {
        at: { product, region, period },
      },
    ]) => {
      const price = priceAt(key)!
      const before = priceAt(keyOf(product, region, period - 1))
      const cells = [region, null].map((where) => market.get(keyOf(product, where, period)))
      const level = cells.find((cell) => cell?.price != null)?.price ?? null
      const ratio = level && price / level
      return {
        ...{ product, region, period, own: price, ratio },
        standing:
          ratio === null ? null : ratio < 1 - NEAR ? 'below' : ratio > 1 + NEAR ? 'above' : 'near',
        ownMove: before && price / before,
        marketMove: moveOf(cells, (where) => market.get(keyOf(product, where, period - 1))),
      }
    },
  )
}

/** From the indices that are shown, so that it says no more than they do. */
function moveOf(
  cells: (Released | undefined)[],
  before: (region: string | null) => Released | undefined,
): number | null {
  for (const cell of cells) {
    const last = cell && before(cell.region)
    if (!cell?.index || !last || cell.base !== last.base) continue
    return cell.index / (last.index ?? 100)
  }
  return null
}
