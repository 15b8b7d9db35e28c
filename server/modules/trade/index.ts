import type { JobHandlers } from '../../platform/jobs.ts'
import { closeDue, remindDue } from './sourcing/closing.ts'

export { acceptPrices } from './agreements/acceptance.ts'
export {
  type LineOnRequest,
  type LinesToPrice,
  type LineToPrice,
  type PricedLine,
  priceLines,
} from './agreements/price-lines.ts'
export { type ProductFacts, productRows } from './catalogue/product-rows.ts'
export { inUnit, type PackUnit, toBaseMicro } from './catalogue/units.ts'
export { releasePriceIndex } from './insight/releasing.ts'
export { checkMarkup } from './markups.ts'
export { moneyOfLines } from './money/lines.ts'
export { type DraftLine, type OrderDraft, placeOrder } from './orders/placing.ts'
export { requireTrade, type TradingPartner, tradingPartners } from './partners.ts'
export {
  type CurrentPrice,
  currentPrices,
  type PriceLine,
  setPrices,
  withdrawPrices,
} from './prices.ts'
export { describeProducts, type NamedProduct } from './product-queries.ts'
export { tradeRoutes } from './routes.ts'
export {
  type PricedSeller,
  priceSellers,
  type SellerPrices,
  sellingPrices,
} from './seller-prices.ts'

export const tradeJobs: JobHandlers = {
  'trade.close_rfq': closeDue,
  'trade.remind_rfq': remindDue,
}
