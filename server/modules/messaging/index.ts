import type { FileStore } from '../../platform/files.ts'
import type { JobHandlers } from '../../platform/jobs.ts'
import type { Outbound } from '../../platform/outbound.ts'
import { fetchPicturesJob } from './card-pictures.ts'
import { followFirm } from './following.ts'
import { forwardJob } from './forwarding.ts'
import { relayDue } from './relays.ts'
import { escalateDue, remindDue } from './reminders.ts'
import { deliverToJoined, sendScheduled } from './sending.ts'

export { sweepChanges } from './change-sweep.ts'
export { conversationFeed } from './conversation-feed.ts'
export { conversationRoutes } from './conversation-routes.ts'
export { destinationRoutes } from './destination-routes.ts'
export { dispatchFeed } from './feed.ts'
export { conversationOf, conversationSql, followParties } from './following.ts'
export { countWritten } from './notice-queries.ts'
export { postAllAsRobot, postAsRobot, postToParties, type SubjectCard } from './posting.ts'
export { countOpenReceipts } from './receipt-queries.ts'
export { robotRoutes, webhookRoutes } from './robot-routes.ts'
export { messagingRoutes } from './routes.ts'
export { afterQuietHours } from './rules.ts'
export { deliverWhatWaits } from './sending.ts'

export const messagingJobs = (outbound: Outbound, files: FileStore): JobHandlers => ({
  'messaging.send': sendScheduled,
  'messaging.relay': relayDue,
  'messaging.remind': remindDue,
  'messaging.escalate': escalateDue,
  'messaging.follow': followFirm,
  'messaging.forward': forwardJob(outbound),
  'messaging.fetch_pictures': fetchPicturesJob(outbound, files),
  'messaging.deliver_to_joined': deliverToJoined,
})
