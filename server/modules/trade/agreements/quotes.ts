import type { Ctx } from '../../../platform/ctx.ts'
import { priceLines } from './price-lines.ts'
import type { QuoteInput } from './schema.ts'

/** What lines cost at their terms, each with the reasons: for a buyer, or for the seller on its behalf. */
export function quotePrices(ctx: Ctx, input: QuoteInput) {
  return ctx.acrossOrgs(async (tx) => {
    const { sellerOrgId, currency, lines, isUnexplained } = input
    const buyerOrgId = input.buyerOrgId ?? (tx.actor.orgId as string)
    const at = input.at ? new Date(input.at) : tx.now()
    const items = await priceLines(tx, {
      sellerOrgId,
      buyerOrgId,
      at,
      currency,
      lines,
      isUnexplained,
    })
    const totalMinor = items.reduce(
      (sum, line) => sum + (line.isOnRequest ? 0 : line.amountMinor),
      0,
    )
    return { items, totalMinor }
  })
}
