export { findPeople } from './directory-queries.ts'
export { readGroup } from './groups.ts'
export { importJobs } from './import-job.ts'
export { importRoutes } from './import-routes.ts'
export type { OnJoined } from './joining.ts'
export {
  audienceSql,
  type ChainFacts,
  countAudience,
  getChain,
  getLedChain,
  getPlace,
  groupMembersSql,
  likeText,
  type Place,
  placesAbove,
  placesSql,
  type Seller,
  sellersOf,
} from './places.ts'
export { networkRoutes } from './routes.ts'
export type { CountOpenReceipts } from './structure.ts'
