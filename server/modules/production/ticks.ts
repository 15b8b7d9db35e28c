import type { Tx } from '../../platform/ctx.ts'
import { enqueue } from '../../platform/jobs.ts'

/** The clock looks at running orders this often; digests come at their own, slower pace. */
export const TICK_MS = 15 * 60_000

/**
 * The next round of an org's clock; each round plans the one after it. The key names the hour, because to add
 * a job under the key of one that is running would take that one's retries away.
 */
export function planTick(tx: Tx, orgId: string): Promise<void> {
  const at = new Date(Math.floor(tx.now().getTime() / TICK_MS + 1) * TICK_MS)
  return enqueue(tx, 'production.tick', { orgId }, { at, key: `tick:${orgId}:${at.getTime()}` })
}

/** One order is looked at soon, because something was reported on it; many reports make one look. */
export function planLook(tx: Tx, orgId: string, orderId: string): Promise<void> {
  return enqueue(tx, 'production.look', { orgId, orderId }, { key: `look:${orderId}` })
}
