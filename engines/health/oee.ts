// Overall equipment effectiveness by ISO 22400-2: availability × effectiveness × quality ratio.
import { HealthError, within } from './errors.ts'

export interface Shift {
  /** Planned busy time (PBT) and actual production time (APT), in one unit of time. */
  plannedBusyTime: number
  actualProductionTime: number
  /** Planned run time for each item (PRI), in that unit. */
  plannedTimePerItem: number
  produced: number
  good: number
}

export interface Oee {
  availability: number
  effectiveness: number
  quality: number
  oee: number
  /** Parts that came out above 1: their plan is wrong, and they are shown as they are. */
  above: ('availability' | 'effectiveness')[]
  /** What each part took from the planned busy time, in its unit; they and the rest add up to it. */
  losses: { downtime: number; speed: number; scrap: number }
}

/**
 * Computes OEE and its parts. Null where nothing was planned or nothing ran: that is unknown, not zero.
 * @throws HealthError `out_of_range` for negative figures or more good than produced
 */
export function oeeOf(shift: Shift): Oee | null {
  for (const [field, value] of Object.entries(shift)) within(value, field, 0)
  const { plannedBusyTime, actualProductionTime, plannedTimePerItem, produced, good } = shift
  if (good > produced) throw new HealthError('out_of_range', 'good', `${good} of ${produced}`)
  if (plannedBusyTime === 0 || actualProductionTime === 0 || produced === 0) return null
  const availability = actualProductionTime / plannedBusyTime
  const effectiveness = (plannedTimePerItem * produced) / actualProductionTime
  const quality = good / produced
  const above = Object.entries({ availability, effectiveness })
    .filter(([, value]) => value > 1)
    .map(([name]) => name as 'availability' | 'effectiveness')
  return {
    availability,
    effectiveness,
    quality,
    oee: availability * effectiveness * quality,
    above,
    losses: {
      downtime: plannedBusyTime - actualProductionTime,
      speed: actualProductionTime - plannedTimePerItem * produced,
      scrap: plannedTimePerItem * (produced - good),
    },
  }
}
