/** How a moment lies to now; the words are the catalogue's. */
export interface Countdown {
  isPast: boolean
  /** Milliseconds between, never negative. */
  ms: number
  /** `now` under a minute, `soon` within a day, else `later`: how loudly it is shown. */
  urgency: 'past' | 'now' | 'soon' | 'later'
  /** When what is shown changes next. */
  nextChangeMs: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export function countdown(iso: string, now: number): Countdown {
  const left = Date.parse(iso) - now
  const ms = Math.abs(left)
  return {
    isPast: left <= 0,
    ms,
    urgency: left <= 0 ? 'past' : left < MINUTE ? 'now' : left < DAY ? 'soon' : 'later',
    // Seconds are shown in the last hour only; a phone need not wake for more.
    nextChangeMs: left > 0 && left <= HOUR ? 1000 : ms < DAY ? MINUTE : HOUR,
  }
}

/** A span cut to what is worth showing: days and hours, hours and minutes, or minutes and seconds. */
export function shownSpan(ms: number): number {
  if (ms >= DAY) return Math.floor(ms / HOUR) * HOUR
  if (ms >= HOUR) return Math.floor(ms / MINUTE) * MINUTE
  return Math.floor(ms / 1000) * 1000
}
