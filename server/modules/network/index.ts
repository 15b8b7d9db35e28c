export {
  audienceSql,
  countAudience,
  getLedChain,
  getPlace,
  groupMembersSql,
  type LedChain,
  type Place,
  placesAbove,
  placesSql,
  type Seller,
  sellersOf,
} from './places.ts'
