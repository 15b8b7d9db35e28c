import type { JobHandlers } from '../../platform/jobs.ts'
import { lookAt, tick } from './clock.ts'

export { productionRoutes } from './routes.ts'

export const productionJobs: JobHandlers = {
  'production.tick': tick,
  'production.look': lookAt,
}
