import type { Random } from './random.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

// China keeps one time all year, eight hours ahead of UTC, so plain arithmetic is exact.
const SHANGHAI = 8 * HOUR

/** The hour of the day in Shanghai, with its fraction. */
export function hourOf(ms: number): number {
  return ((ms + SHANGHAI) % DAY) / HOUR
}

/** The moment at which the day began in Shanghai. */
export function dayStart(ms: number): number {
  return ms - ((ms + SHANGHAI) % DAY)
}

export function isWeekend(ms: number): boolean {
  const day = new Date(ms + SHANGHAI).getUTCDay()
  return day === 0 || day === 6
}

/** The nearest moment at or before `ms` at which the lead's office sends something. */
export function officeMoment(ms: number): number {
  let at = ms
  if (hourOf(at) < 9) at = dayStart(at) - DAY + 16.4 * HOUR
  if (hourOf(at) > 17.5) at = dayStart(at) + 16.4 * HOUR
  while (isWeekend(at)) at -= DAY
  return at
}

/** The next hour of the clock in Shanghai, on a working day. */
export function nextOfficeDay(ms: number, hour: number): number {
  let at = dayStart(ms) + hour * HOUR
  while (at <= ms || isWeekend(at)) at += DAY
  return at
}

/** When somebody gets round to it: stores are open every day until late, offices rest at weekends. */
export function settle(random: Random, ms: number, isShop: boolean): number {
  const [opens, shuts] = isShop ? [8.6, 21.4] : [8.5, 18.6]
  let at = ms
  if (hourOf(at) >= shuts) at = dayStart(at) + DAY + opens * HOUR + random.logNormal(35, 1) * MINUTE
  else if (hourOf(at) < opens) at = dayStart(at) + opens * HOUR + random.logNormal(35, 1) * MINUTE
  while (isWeekend(at) && (isShop ? random.chance(0.12) : random.chance(0.7))) at += DAY
  return Math.round(at)
}

/** Quiet hours of the demo chain; what falls due in them goes out when they end. */
export const QUIET = { from: '21:30', to: '08:00' } as const
export function afterQuiet(ms: number): number {
  const hour = hourOf(ms)
  if (hour >= 21.5) return dayStart(ms) + DAY + 8 * HOUR
  return hour < 8 ? dayStart(ms) + 8 * HOUR : ms
}
