import type { ChainSettings } from '../network/schema.ts'
import type { NoticeKind } from './schema.ts'

/** An announcement is done when read; everything else when somebody has confirmed it. */
export function needsConfirmation(kind: NoticeKind): boolean {
  return kind !== 'announcement'
}

/** The states in which a recipient still owes something. */
export function openStates(kind: NoticeKind): ('delivered' | 'read')[] {
  return needsConfirmation(kind) ? ['delivered', 'read'] : ['delivered']
}

/**
 * When something that falls due at `at` may go out: at once, or at the end of the quiet hours it falls in.
 * Quiet hours may run over midnight, and are kept in the chain's own time zone.
 */
export function afterQuietHours(
  at: Date,
  settings: Pick<ChainSettings, 'quietHours' | 'timeZone'>,
): Date {
  const quiet = settings.quietHours
  if (!quiet || quiet.from === quiet.to) return at
  const minute = minuteOfDay(at, settings.timeZone)
  const from = minutesOf(quiet.from)
  const to = minutesOf(quiet.to)
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to
  if (!isQuiet) return at
  const wait = (to - minute + 1440) % 1440
  const end = new Date(at.getTime() + wait * 60_000)
  end.setUTCSeconds(0, 0)
  // Where clocks change in between, the wait in minutes is off by an hour: look once more.
  const drift = minuteOfDay(end, settings.timeZone) - to
  return drift === 0 ? end : new Date(end.getTime() - drift * 60_000)
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number) as [number, number]
  return hours * 60 + minutes
}

function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value)
  return part('hour') * 60 + part('minute')
}
