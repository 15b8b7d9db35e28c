export { findPeople } from './directory-queries.ts'
export { readGroup } from './groups.ts'
export { importJobs } from './import-job.ts'
export { importRoutes } from './import-routes.ts'
export type { OnJoined } from './joining.ts'
export {
  audienceSql,
  type ChainFacts,
  chainsSql,
  countAudience,
  getChain,
  getLedChain,
  getPlace,
  groupMembersSql,
  inGroups,
  likeText,
  type Place,
  placeOrgsSql,
  placesAbove,
  placesSql,
  type Seller,
  sellersOf,
} from './places.ts'
export { networkRoutes } from './routes.ts'
export type { CountOpenReceipts } from './structure.ts'
