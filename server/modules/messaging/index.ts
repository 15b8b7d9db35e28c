import type { JobHandlers } from '../../platform/jobs.ts'
import { relayDue } from './relays.ts'
import { escalateDue, remindDue } from './reminders.ts'
import { deliverToJoined, sendScheduled } from './sending.ts'

export { dispatchFeed } from './feed.ts'
export { countWritten } from './notice-queries.ts'
export { countOpenReceipts } from './receipt-queries.ts'
export { messagingRoutes } from './routes.ts'
export { deliverWhatWaits } from './sending.ts'

export const messagingJobs: JobHandlers = {
  'messaging.send': sendScheduled,
  'messaging.relay': relayDue,
  'messaging.remind': remindDue,
  'messaging.escalate': escalateDue,
  'messaging.deliver_to_joined': deliverToJoined,
}
