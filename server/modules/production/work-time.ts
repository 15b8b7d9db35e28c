import type { WorkCalendar } from './schema.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/**
 * Working time as a ruler: `at` tells how much of it lies before a moment, `when` goes back. Plans,
 * rates and delays are straight lines along it, whatever nights, Sundays and holidays lie between.
 */
export interface WorkRuler {
  at(ms: number): number
  /** The earliest moment before which so much working time lies. */
  when(workMs: number): number
  /** The latest such moment: where a break begins after the work is done, its end. */
  whenNext(workMs: number): number
}

const rulers = new Map<string, WorkRuler>()
const RULERS_MAX = 200

/** The ruler of a calendar around a moment: from two years before it to four years after. */
export function rulerOf(calendar: WorkCalendar, aroundMs: number): WorkRuler {
  const year = new Date(aroundMs).getUTCFullYear()
  const key = `${year} ${JSON.stringify(calendar)}`
  let ruler = rulers.get(key)
  if (!ruler) {
    if (rulers.size >= RULERS_MAX) rulers.clear()
    ruler = layRuler(calendar, Date.UTC(year - 2, 0, 1), Date.UTC(year + 5, 0, 1))
    rulers.set(key, ruler)
  }
  return ruler
}

/** What lies outside the two ends counts as no working time. */
export function layRuler(calendar: WorkCalendar, fromMs: number, toMs: number): WorkRuler {
  const spans = spansOf(calendar, fromMs, toMs)
  const starts = spans.map(([start]) => start)
  const before: number[] = []
  let total = 0
  for (const [start, end] of spans) {
    before.push(total)
    total += end - start
  }
  const work = (i: number) => spans[i]![1] - spans[i]![0]
  return {
    at(ms) {
      const i = lastAtMost(starts, ms)
      return i < 0 ? 0 : before[i]! + Math.min(ms - starts[i]!, work(i))
    },
    when(workMs) {
      if (spans.length === 0) return fromMs
      // The last span that begins with less than this done: its end is the earliest moment.
      const i = Math.max(0, lastAtMost(before, workMs - 1))
      return starts[i]! + Math.max(0, Math.min(workMs - before[i]!, work(i)))
    },
    whenNext(workMs) {
      if (spans.length === 0) return fromMs
      const i = Math.max(0, lastAtMost(before, workMs))
      return starts[i]! + Math.max(0, Math.min(workMs - before[i]!, work(i)))
    },
  }
}

/** Position of the last entry that is not above `value`; -1 when all are. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Every working span between two moments, in order, with those that touch joined. */
function spansOf(calendar: WorkCalendar, fromMs: number, toMs: number): [number, number][] {
  const holidays = new Set(calendar.holidays)
  const extraDays = new Set(calendar.extraDays)
  const toUtc = zoneClock(calendar.timeZone)
  const found: [number, number][] = []
  for (let day = fromMs; day < toMs; day += DAY) {
    const date = new Date(day).toISOString().slice(0, 10)
    const weekday = new Date(day).getUTCDay() || 7
    const isWorked =
      extraDays.has(date) || (calendar.weekdays.includes(weekday) && !holidays.has(date))
    if (!isWorked) continue
    for (const { from, to } of calendar.shifts) {
      const start = minutesOf(from)
      const end = minutesOf(to)
      // A night shift ends on the next day; one that ends when it began goes round the clock.
      found.push([
        toUtc(day + start * MINUTE),
        toUtc(day + (end > start ? end : end + 1440) * MINUTE),
      ])
    }
  }
  found.sort((a, b) => a[0] - b[0])
  const joined: [number, number][] = []
  for (const [start, end] of found) {
    const last = joined.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else joined.push([start, end])
  }
  return joined
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number) as [number, number]
  return hours * 60 + minutes
}

/** Turns a wall clock, written as if it were UTC, into the moment at which the zone's clocks show it. */
function zoneClock(timeZone: string): (wallMs: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const offsets = new Map<number, number>()
  // Clocks change on full hours, so one look an hour is enough; most zones are asked once a day only.
  const offsetAt = (ms: number): number => {
    const hour = Math.floor(ms / (60 * MINUTE))
    let offset = offsets.get(hour)
    if (offset === undefined) {
      const part = Object.fromEntries(
        format.formatToParts(hour * 60 * MINUTE).map((p) => [p.type, p.value]),
      )
      const wall = Date.UTC(+part.year!, +part.month! - 1, +part.day!, +part.hour!, +part.minute!)
      offset = wall - hour * 60 * MINUTE
      offsets.set(hour, offset)
    }
    return offset
  }
  return (wallMs) => wallMs - offsetAt(wallMs - offsetAt(wallMs))
}
