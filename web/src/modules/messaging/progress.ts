import type { Counts, ReceiptState } from '../../../../server/modules/messaging/schema.ts'

/** The order in which a bar shows states: the furthest along first. */
export const SEGMENTS = [
  'confirmed',
  'read',
  'delivered',
  'queued',
  'failed',
  'superseded',
  'recalled',
] as const satisfies readonly ReceiptState[]

export interface Segment {
  state: ReceiptState
  count: number
  /** Of all recipients, 0 to 1. */
  share: number
}

/** What a bar shows. Counts name the present state of each receipt, so they add up to the recipients. */
export function segmentsOf(counts: Counts): Segment[] {
  const total = SEGMENTS.reduce((sum, state) => sum + counts[state], 0)
  return SEGMENTS.flatMap((state) =>
    counts[state] > 0 ? [{ state, count: counts[state], share: counts[state] / total }] : [],
  )
}

export interface Reach {
  /** Whoever has it, whatever they did with it since. */
  reached: number
  opened: number
  confirmed: number
  failed: number
  /** Whoever was reached and still owes an answer. */
  owing: number
  confirmedShare: number
}

export function reachOf(counts: Counts): Reach {
  const opened = counts.read + counts.confirmed
  const reached = opened + counts.delivered
  return {
    reached,
    opened,
    confirmed: counts.confirmed,
    failed: counts.failed,
    owing: counts.delivered + counts.read,
    confirmedShare: counts.recipients === 0 ? 0 : counts.confirmed / counts.recipients,
  }
}

/** A curve that starts at zero when the notice went out and stays level up to now. */
export function curvePoints(
  curve: readonly { minutes: number; read: number; confirmed: number }[],
  minutesSoFar: number,
): { minutes: number; read: number; confirmed: number }[] {
  const points = [{ minutes: 0, read: 0, confirmed: 0 }, ...curve]
  const last = points.at(-1)!
  if (minutesSoFar > last.minutes) points.push({ ...last, minutes: minutesSoFar })
  return points
}

export type AxisUnit = 'minutes' | 'hours' | 'days'
/** The unit in which a span of minutes reads best, and how many minutes one of it has. */
export function axisUnit(spanMinutes: number): { unit: AxisUnit; minutes: number } {
  if (spanMinutes <= 180) return { unit: 'minutes', minutes: 1 }
  if (spanMinutes <= 72 * 60) return { unit: 'hours', minutes: 60 }
  return { unit: 'days', minutes: 1440 }
}
