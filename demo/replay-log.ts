import { fromMilli, splitExactly } from '../server/modules/production/quantity.ts'
import { openSheet } from '../server/platform/sheets/read.ts'

// A public event log (case, activity, resource, start, end) as production orders. Pure but for the reading.

export interface LogEvent {
  caseId: string
  activity: string
  startMs: number
  endMs: number
}
export interface LogOperation {
  no: number
  activity: string
  /** Pieces of work: as many as the log has of this activity in this case. */
  pieces: number
  minutesPerPiece: number
  waitMinutes: number
}
export interface LogOrder {
  caseId: string
  startMs: number
  endMs: number
  dueMs: number
  operations: LogOperation[]
  /** One report a piece of work, by when it was done: its part of the lot. */
  reports: { no: number; doneMs: number; good: number }[]
}

const MINUTE = 60_000
/** The log tells no quantities: an order is one lot of a thousand parts, shared out over its pieces of work. */
export const LOT = 1000

export async function readLog(path: string): Promise<LogEvent[]> {
  const sheet = await openSheet(path, { name: path })
  const events: LogEvent[] = []
  let columns: string[] | null = null
  for await (const { cells } of sheet.rows()) {
    if (!columns) {
      columns = cells.map((cell) => cell.trim().toLowerCase())
      continue
    }
    const cell = (...names: string[]) =>
      cells[columns!.findIndex((column) => names.includes(column))]?.trim() ?? ''
    const startMs = timeOf(cell('start_timestamp', 'start timestamp'))
    const endMs = timeOf(cell('timestamp', 'complete timestamp', 'time:timestamp'))
    const [caseId, activity] = [
      cell('case_id', 'case id', 'case:concept:name'),
      cell('activity', 'concept:name'),
    ]
    if (!caseId || !activity || Number.isNaN(startMs) || Number.isNaN(endMs)) continue
    events.push({ caseId, activity, startMs, endMs: Math.max(startMs, endMs) })
  }
  return events
}

/** Logs write their times without a zone; the clock of the replay is the same, so UTC will do. */
function timeOf(text: string): number {
  return Date.parse(`${text.replaceAll('/', '-').replace(' ', 'T')}Z`)
}

/**
 * Cases in the order of their beginning. The first half teaches how long a piece of each activity takes and
 * how long it waits before it; the second half is played, each with a due date that these times promise.
 * Of a case to be played only its operations and their number of pieces are known beforehand.
 */
export function ordersOf(events: readonly LogEvent[]): { learned: number; orders: LogOrder[] } {
  const cases = [...Map.groupBy(events, (event) => event.caseId).values()]
    .map((list) => [...list].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs))
    .sort((a, b) => a[0]!.startMs - b[0]!.startMs)
  const half = Math.ceil(cases.length / 2)
  const times = learn(cases.slice(0, half))
  return { learned: half, orders: cases.slice(half).map((list) => orderOf(list, times)) }
}

interface Times {
  piece: Map<string, number>
  wait: Map<string, number>
  /** For an activity that the first half has never seen. */
  usualPiece: number
  usualWait: number
  /** How much longer cases took than their medians add up to: rework and queues that no median shows. */
  stretch: number
}

function learn(cases: readonly LogEvent[][]): Times {
  const pieces = new Map<string, number[]>()
  const waits = new Map<string, number[]>()
  const note = (map: Map<string, number[]>, key: string, ms: number) =>
    map.set(key, [...(map.get(key) ?? []), ms])
  for (const list of cases) {
    for (const event of list) note(pieces, event.activity, event.endMs - event.startMs)
    const spans = spansOf(list)
    spans.forEach((span, i) => {
      if (i > 0) note(waits, span.activity, Math.max(0, span.startMs - spans[i - 1]!.endMs))
    })
  }
  const medians = (map: Map<string, number[]>) =>
    new Map([...map].map(([key, list]) => [key, median(list)]))
  const times: Times = {
    piece: medians(pieces),
    wait: medians(waits),
    usualPiece: median([...pieces.values()].flat()),
    usualWait: median([...waits.values()].flat()),
    stretch: 1,
  }
  const ratios = cases.map((list) => {
    const { startMs, endMs, dueMs } = orderOf(list, times)
    return (endMs - startMs) / Math.max(MINUTE, dueMs - startMs)
  })
  return { ...times, stretch: Math.max(1, median(ratios)) }
}

/** Each activity of a case once, from its first beginning to its last end, in the order of their beginnings. */
function spansOf(
  list: readonly LogEvent[],
): { activity: string; startMs: number; endMs: number; pieces: number }[] {
  return [...Map.groupBy(list, (event) => event.activity)].map(([activity, of]) => ({
    activity,
    startMs: Math.min(...of.map((event) => event.startMs)),
    endMs: Math.max(...of.map((event) => event.endMs)),
    pieces: of.length,
  }))
}

function orderOf(list: readonly LogEvent[], times: Times): LogOrder {
  const operations = spansOf(list).map(({ activity, pieces }, i) => ({
    no: (i + 1) * 10,
    activity,
    pieces,
    minutesPerPiece: Math.max(
      1,
      (times.stretch * (times.piece.get(activity) ?? times.usualPiece)) / MINUTE,
    ),
    waitMinutes:
      i === 0
        ? 0
        : Math.round((times.stretch * (times.wait.get(activity) ?? times.usualWait)) / MINUTE),
  }))
  const startMs = list[0]!.startMs
  const promised = operations.reduce(
    (sum, { pieces, minutesPerPiece, waitMinutes }) => sum + pieces * minutesPerPiece + waitMinutes,
    0,
  )
  return {
    caseId: list[0]!.caseId,
    startMs,
    endMs: Math.max(...list.map((event) => event.endMs)),
    dueMs: startMs + Math.ceil(promised) * MINUTE,
    operations,
    reports: operations
      .flatMap(({ activity, pieces, no }) => {
        const parts = splitExactly(
          LOT * 1000,
          Array.from({ length: pieces }, () => 1),
          1,
        )
        return list
          .filter((event) => event.activity === activity)
          .map(({ endMs }, i) => ({ no, doneMs: endMs, good: fromMilli(parts[i]!) }))
      })
      .sort((a, b) => a.doneMs - b.doneMs),
  }
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export interface Played {
  dueMs: number
  finishedMs: number
  /** The first warning of each kind, where there was one. */
  warned: Partial<Record<'behind' | 'late' | 'silent', number>>
}
export interface Verdict {
  orders: number
  late: number
  /** Late orders that were warned of (behind or late) before their due date, and how long before. */
  caught: number
  medianHoursAhead: number | null
  /** Orders that ended in time although they were warned of as late. */
  falseAlarms: number
}

/** What the warnings would have caught, and how early. */
export function verdictOf(played: readonly Played[]): Verdict {
  const late = played.filter((order) => order.finishedMs > order.dueMs)
  const ahead = late.flatMap(({ dueMs, warned }) => {
    const first = Math.min(
      warned.behind ?? Number.POSITIVE_INFINITY,
      warned.late ?? Number.POSITIVE_INFINITY,
    )
    return first < dueMs ? [(dueMs - first) / 3_600_000] : []
  })
  return {
    orders: played.length,
    late: late.length,
    caught: ahead.length,
    medianHoursAhead: ahead.length > 0 ? median(ahead) : null,
    falseAlarms: played.filter((o) => o.finishedMs <= o.dueMs && o.warned.late !== undefined)
      .length,
  }
}
