export {
  audienceSql,
  countAudience,
  getLedChain,
  getPlace,
  groupMembersSql,
  type Place,
  placesAbove,
  placesSql,
  type Seller,
  sellersOf,
} from './places.ts'
