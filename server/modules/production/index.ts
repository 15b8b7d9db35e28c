import type { JobHandlers } from '../../platform/jobs.ts'
import { lookAt, tick } from './clock.ts'

export { answerShare } from './answers.ts'
export { progressOf } from './order-queries.ts'
export { createOrder, placeProduction } from './orders.ts'
export { takeReports } from './reports.ts'
export { productionRoutes } from './routes.ts'
export type { ReportInput } from './schema.ts'
export { DEFAULTS } from './settings-rules.ts'
export { rulerOf } from './work-time.ts'

export const productionJobs: JobHandlers = {
  'production.tick': tick,
  'production.look': lookAt,
}
