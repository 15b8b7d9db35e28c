export { checkMarkup } from './markups.ts'
export { type DraftLine, type OrderDraft, placeOrder } from './orders/placing.ts'
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
