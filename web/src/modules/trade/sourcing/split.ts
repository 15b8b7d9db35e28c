import type { AwardInput, Compared, Comparison } from './api.ts'
import { textToQuantity } from './price.ts'

/** What the reader wants to take, as typed, by offer. */
export type Split = Readonly<Record<string, string>>
export const splitKey = ({ quoteId, offer }: Compared) => `${quoteId} ${offer.lineNo} ${offer.no}`

export const isTakeable = (offer: Compared) => offer.state === 'open' || offer.state === 'accepted'

const MICRO = 1_000_000n
const toMicro = (quantity: string): bigint => {
  const [whole, part = ''] = quantity.split('.') as [string, string?]
  return BigInt(whole) * MICRO + BigInt(part.padEnd(6, '0'))
}
const fromMicro = (micro: bigint): string => {
  const part = (micro % MICRO).toString().padStart(6, '0').replace(/0+$/, '')
  return `${micro / MICRO}${part && `.${part}`}`
}

/** Fills what is still missing of each line from the cheapest landed price on, as far as each offer goes. */
export function cheapestSplit(comparison: Comparison): Split {
  const split: Record<string, string> = {}
  for (const { line, awarded, offers } of comparison.lines) {
    let missing = toMicro(line.quantity) - toMicro(awarded)
    for (const one of offers) {
      if (missing <= 0n) break
      if (!isTakeable(one)) continue
      const holds = toMicro(one.offer.unitHolds)
      // Whole units only where one of them holds several: half a box is not sold.
      const inOwn = (missing * MICRO) / holds
      const wanted = holds > MICRO ? ((missing + holds - 1n) / holds) * MICRO : inOwn
      const left = one.left === null ? wanted : toMicro(one.left)
      const taken = wanted < left ? wanted : left
      if (taken <= 0n || taken < toMicro(one.offer.minQuantity)) continue
      split[splitKey(one)] = fromMicro(taken)
      missing -= (taken * holds) / MICRO
    }
  }
  return split
}

export interface SplitSum {
  lines: AwardInput['lines']
  /** By supplier, for the bar under the comparison. */
  suppliers: { name: string; minor: number }[]
  minor: number
  isOdd: boolean
}

/** What a split comes to; each line is rounded once, as the order will be. */
export function sumSplit(comparison: Comparison, split: Split): SplitSum {
  const sum: SplitSum = { lines: [], suppliers: [], minor: 0, isOdd: false }
  const bySupplier = new Map<string, { name: string; minor: number }>()
  for (const one of comparison.lines.flatMap((line) => line.offers)) {
    const typed = split[splitKey(one)] ?? ''
    const quantity = textToQuantity(typed)
    if (typed !== '' && quantity === null) sum.isOdd = true
    if (quantity === null || quantity === '0') continue
    const { quoteId, versionNo, offer, seller } = one
    sum.lines.push({ quoteId, versionNo, lineNo: offer.lineNo, offerNo: offer.no, quantity })
    const e10 = BigInt(offer.unitE4) * toMicro(quantity)
    const minor = Number((e10 * 2n + 10_000_000_000n) / 20_000_000_000n)
    const supplier = bySupplier.get(seller.id) ?? { name: seller.name, minor: 0 }
    supplier.minor += minor
    bySupplier.set(seller.id, supplier)
    sum.minor += minor
  }
  sum.suppliers = [...bySupplier.values()]
  return sum
}
