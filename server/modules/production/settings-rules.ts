import { afterQuietHours } from '../messaging/index.ts'
import type { ClockSettings, OwnSettings, Settings } from './schema.ts'
import type { WorkRuler } from './work-time.ts'

/** What holds where nobody has set anything. */
export const DEFAULTS: Settings = {
  calendar: {
    timeZone: 'Asia/Shanghai',
    weekdays: [1, 2, 3, 4, 5, 6],
    shifts: [
      { from: '08:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ],
    holidays: [],
    extraDays: [],
  },
  thresholds: {
    behindRaise: 0.15,
    behindClear: 0.05,
    behindMinutes: 60,
    lateRaiseMinutes: 120,
    lateClearMinutes: 0,
    silentRaiseMinutes: 240,
    silentClearMinutes: 120,
    dwellMinutes: 60,
    escalateMinutes: [60, 240],
  },
  clock: {
    isOn: true,
    everyMinutes: 60,
    quietHours: { from: '21:00', to: '07:30' },
    audience: 'parties',
  },
}

/** What holds in the end: the nearest that says something, field by field. */
export function settingsOf(...layers: (OwnSettings | undefined)[]): Settings {
  return layers.reduce<Settings>(
    (held, own) => ({
      calendar: { ...held.calendar, ...own?.calendar },
      thresholds: { ...held.thresholds, ...own?.thresholds },
      clock: { ...held.clock, ...own?.clock },
    }),
    DEFAULTS,
  )
}

/** The latest moment of the clock's round at or before `nowMs`: 14:00 for an hourly clock at 14:20. */
export function slotOf(clock: ClockSettings, nowMs: number): number {
  const every = clock.everyMinutes * 60_000
  return Math.floor(nowMs / every) * every
}

/**
 * Whether a digest is due for a slot: the clock is on, nobody sleeps, and somebody has worked since the
 * slot before.
 */
export function isDigestDue(
  clock: ClockSettings,
  timeZone: string,
  ruler: WorkRuler,
  slotMs: number,
): boolean {
  if (!clock.isOn) return false
  const at = new Date(slotMs)
  if (afterQuietHours(at, { quietHours: clock.quietHours, timeZone }).getTime() !== slotMs)
    return false
  return ruler.at(slotMs) > ruler.at(slotMs - clock.everyMinutes * 60_000)
}

const lastDue = new WeakMap<Settings, { slotMs: number; ruler: WorkRuler; isDue: boolean }>()

/** The same for all orders that share their settings: asked once a slot, because zones are slow to reckon. */
export function isSlotDue(settings: Settings, ruler: WorkRuler, slotMs: number): boolean {
  const last = lastDue.get(settings)
  if (last && last.slotMs === slotMs && last.ruler === ruler) return last.isDue
  const isDue = isDigestDue(settings.clock, settings.calendar.timeZone, ruler, slotMs)
  lastDue.set(settings, { slotMs, ruler, isDue })
  return isDue
}
