import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { escalationOf, judge, lagOf, silenceOf } from './judge.ts'
import {
  inOrder,
  type PlannedStep,
  planBackwards,
  planForwards,
  type RoutingFault,
} from './plan.ts'
import { shareOut } from './planning.ts'
import {
  completionOf,
  plannedShare,
  projectFinish,
  recentRate,
  type ShareState,
  workedMilli,
} from './progress.ts'
import { bundleSizes, fromMilli, splitExactly, toMilli } from './quantity.ts'
import type { WorkCalendar } from './schema.ts'
import { DEFAULTS, isDigestDue, settingsOf, slotOf } from './settings-rules.ts'
import { rulerOf } from './work-time.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A Monday at eight in Shanghai. */
const MONDAY = Date.parse('2026-03-02T08:00:00+08:00')
const calendar = (more: Partial<WorkCalendar> = {}) => ({ ...DEFAULTS.calendar, ...more })
const ruler = rulerOf(calendar(), MONDAY)
const at = (text: string) => Date.parse(`${text}:00+08:00`)

test('working time leaves out nights, noon, Sundays and holidays', () => {
  const hours = (from: string, to: string, r = ruler) => (r.at(at(to)) - r.at(at(from))) / HOUR
  assert.equal(hours('2026-03-02T08:00', '2026-03-02T18:00'), 9)
  assert.equal(hours('2026-03-02T11:30', '2026-03-02T13:30'), 1)
  assert.equal(hours('2026-03-02T18:00', '2026-03-03T08:00'), 0)
  assert.equal(hours('2026-03-02T00:00', '2026-03-09T00:00'), 54, 'six days')
  const festive = rulerOf(calendar({ holidays: ['2026-03-04'], extraDays: ['2026-03-08'] }), MONDAY)
  assert.equal(hours('2026-03-04T00:00', '2026-03-05T00:00', festive), 0)
  assert.equal(hours('2026-03-08T00:00', '2026-03-09T00:00', festive), 9, 'a worked Sunday')
  const nights = rulerOf(calendar({ shifts: [{ from: '22:00', to: '06:00' }] }), MONDAY)
  assert.equal(hours('2026-03-02T20:00', '2026-03-03T08:00', nights), 8)
  const always = { weekdays: [1, 2, 3, 4, 5, 6, 7], shifts: [{ from: '00:00', to: '00:00' }] }
  assert.equal(
    hours('2026-03-01T00:00', '2026-03-08T00:00', rulerOf(calendar(always), MONDAY)),
    168,
  )
})

test('a day on which clocks change is an hour shorter or longer', () => {
  const berlin = rulerOf(
    calendar({
      timeZone: 'Europe/Berlin',
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      shifts: [{ from: '00:00', to: '00:00' }],
    }),
    MONDAY,
  )
  const day = (date: string) => {
    const start = Date.parse(`${date}T00:00:00Z`) - 2 * HOUR
    return (berlin.at(start + 30 * HOUR) - berlin.at(start - 2 * HOUR)) / HOUR
  }
  // Round the clock nothing is left out or counted twice, whatever the clocks show.
  assert.equal(day('2026-03-29'), 32)
  assert.equal(day('2026-10-25'), 32)
  const shift = rulerOf(calendar({ timeZone: 'Europe/Berlin' }), MONDAY)
  assert.equal(
    shift.at(Date.parse('2026-03-30T16:00:00Z')) - shift.at(Date.parse('2026-03-30T06:00:00Z')),
    9 * HOUR,
  )
})

test('there and back along working time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * DAY }), (offset) => {
      const ms = MONDAY + offset
      const work = ruler.at(ms)
      assert.equal(ruler.at(ruler.when(work)), work)
      assert.equal(ruler.at(ruler.whenNext(work)), work)
      assert.ok(ruler.when(work) <= ms && ms <= ruler.whenNext(work))
    }),
  )
})

test('what is split adds up exactly, whatever the weights', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), weights, (total, raw) => {
      const parts = splitExactly(
        total,
        raw.map((w) => w + 1),
      )
      assert.equal(
        parts.reduce((a, b) => a + b, 0),
        total,
      )
      assert.ok(parts.every((part) => part >= 0))
      const sum = raw.reduce((a, b) => a + b + 1, 0)
      parts.forEach((part, i) => {
        assert.ok(
          Math.abs(part - (total * (raw[i]! + 1)) / sum) < 2000,
          'nobody gets a piece more than is fair',
        )
      })
    }),
  )
  assert.throws(() => splitExactly(1000, []), RangeError)
})

test('bundles hold exactly the order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e7 }),
      fc.integer({ min: 1000, max: 1e6 }),
      (total, size) => {
        const sizes = bundleSizes(total, size)
        assert.equal(
          sizes.reduce((a, b) => a + b, 0),
          total,
        )
        assert.ok(sizes.every((one) => one > 0 && one <= size))
      },
    ),
  )
})

test('quantities go over the wire and back unchanged', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (milli) => {
      assert.equal(toMilli(JSON.parse(JSON.stringify(fromMilli(milli)))), milli)
    }),
  )
})

const operations = fc.integer({ min: 1, max: 8 }).chain((count) =>
  fc.tuple(
    ...Array.from({ length: count }, (_, i) =>
      fc.record({
        no: fc.constant((i + 1) * 10),
        after: fc.subarray(Array.from({ length: i }, (_, k) => (k + 1) * 10)),
        waitMs: fc.constantFrom(0, 0, HOUR, 5 * HOUR),
        shares: fc.array(fc.integer({ min: 0, max: 40 * HOUR }), { minLength: 1, maxLength: 3 }),
      }),
    ),
  ),
)
const stepsOf = (
  drawn: { no: number; after: number[]; waitMs: number; shares: number[] }[],
): PlannedStep[] =>
  drawn.map(({ shares, ...step }) => ({
    ...step,
    shares: shares.map((workMs, i) => ({ key: `${step.no}/${i}`, workMs })),
  }))

test('a plan ends at the due date, gives every share its work, and begins nothing before it may', () => {
  fc.assert(
    fc.property(operations, fc.integer({ min: 0, max: 60 * DAY }), (drawn, offset) => {
      const steps = stepsOf(drawn)
      const due = MONDAY + 200 * DAY + offset
      const plan = planBackwards(steps, due, () => ruler)
      for (const step of steps) {
        const span = plan.steps.get(step.no)!
        assert.ok(span.endMs <= due)
        for (const no of step.after)
          assert.ok(
            plan.steps.get(no)!.endMs + step.waitMs <= span.startMs,
            'after what it waits for',
          )
        for (const { key, workMs } of step.shares) {
          const share = plan.shares.get(key)!
          assert.equal(ruler.at(share.endMs) - ruler.at(share.startMs), workMs)
          assert.ok(share.startMs >= span.startMs && share.endMs <= span.endMs)
        }
      }
      const last = steps.filter(({ no }) => steps.every((other) => !other.after.includes(no)))
      assert.ok(last.every(({ no }) => plan.steps.get(no)!.endMs === due))
    }),
  )
})

test('forwards nothing begins before its time either, and no plan could be done earlier', () => {
  fc.assert(
    fc.property(operations, fc.integer({ min: 0, max: 60 * DAY }), (drawn, offset) => {
      const steps = stepsOf(drawn)
      const from = MONDAY + offset
      const plan = planForwards(steps, from, () => ruler)
      for (const step of steps) {
        const span = plan.steps.get(step.no)!
        assert.ok(span.startMs >= from)
        for (const no of step.after)
          assert.ok(plan.steps.get(no)!.endMs + step.waitMs <= span.startMs)
        for (const { key, workMs } of step.shares) {
          const share = plan.shares.get(key)!
          assert.equal(ruler.at(share.endMs) - ruler.at(share.startMs), workMs)
        }
      }
    }),
  )
})

test('a routing that goes round, names a stranger or says a number twice is refused', () => {
  const faultOf = (steps: { no: number; after: number[] }[]) => {
    try {
      inOrder(steps)
      return null
    } catch (error) {
      return (error as RoutingFault).fault
    }
  }
  assert.equal(
    faultOf([
      { no: 1, after: [2] },
      { no: 2, after: [1] },
    ]),
    'operation_cycle',
  )
  assert.equal(faultOf([{ no: 1, after: [1] }]), 'operation_cycle')
  assert.equal(faultOf([{ no: 1, after: [9] }]), 'operation_unknown')
  assert.equal(
    faultOf([
      { no: 1, after: [] },
      { no: 1, after: [] },
    ]),
    'operation_twice',
  )
  assert.equal(
    faultOf([
      { no: 2, after: [1] },
      { no: 1, after: [] },
    ]),
    null,
  )
})

test('the shares of an operation always add up to the order', () => {
  const operation = {
    no: 1,
    name: '缝制',
    unit: '件',
    msPerPiece: 60_000,
    after: [],
    waitMinutes: 0,
  }
  fc.assert(
    fc.property(
      fc.integer({ min: 5000, max: 1e8 }),
      fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 4 }),
      (total, given) => {
        const asked = [...given.map((q) => q / 1000), undefined].map((quantity, i) => ({
          ...{ operationNo: 1, orgId: `org ${i}`, lines: 1, priceMinor: null },
          ...(quantity !== undefined && { quantity }),
        }))
        const [step] = shareOut([operation], total, asked, 'own')
        assert.equal(
          step!.shares.reduce((sum, share) => sum + share.quantityMilli, 0),
          total,
        )
        assert.ok(step!.shares.every((share) => share.quantityMilli > 0))
      },
    ),
  )
})

function share(more: Partial<ShareState> = {}): ShareState {
  return {
    key: 's',
    no: 1,
    quantityMilli: 100_000,
    workMs: 18 * HOUR,
    startMs: MONDAY,
    endMs: at('2026-03-03T18:00'),
    goodMilli: 0,
    scrapMilli: 0,
    reports: 0,
    lastDoneMs: null,
    lastReportedMs: null,
    recent: [],
    ruler,
    ...more,
  }
}
/** Reports of so much in all by these moments. */
function reported(points: [string, number][], more: Partial<ShareState> = {}): ShareState {
  const recent = points.map(([time, milli]) => ({ ms: at(time), workedMilli: milli * 1000 }))
  const last = recent.at(-1)!
  return share({
    ...{ recent, reports: recent.length, goodMilli: last.workedMilli },
    ...{ lastDoneMs: last.ms, lastReportedMs: last.ms, ...more },
  })
}

test('the plan runs along working time, from nothing to all', () => {
  assert.equal(plannedShare(share(), at('2026-03-02T07:00')), 0)
  assert.equal(plannedShare(share(), at('2026-03-02T18:00')), 0.5)
  assert.equal(plannedShare(share(), at('2026-03-03T07:59')), 0.5, 'the night makes nothing')
  assert.equal(plannedShare(share(), at('2026-03-04T00:00')), 1)
})

test('what nobody has reported is unknown, and never zero', () => {
  const noon = at('2026-03-02T12:00')
  const silent = completionOf([share()], noon)
  assert.deepEqual([silent.actual, silent.unknown], [null, 1])
  const half = completionOf([share(), reported([['2026-03-02T10:00', 40]])], noon)
  assert.equal(half.actual, 0.4, 'of what is known')
  assert.equal(half.unknown, 0.5)
  const early = completionOf([share()], at('2026-03-01T12:00'))
  assert.deepEqual([early.actual, early.unknown], [0, 0], 'before its time nothing is missing')
})

test('planned and actual stay between nothing and all, and unknown parts are never counted as done', () => {
  const drawn = fc.record({
    quantityMilli: fc.integer({ min: 1, max: 1e6 }),
    goodMilli: fc.integer({ min: 0, max: 1e6 }),
    reports: fc.integer({ min: 0, max: 3 }),
    workMs: fc.integer({ min: 0, max: 50 * HOUR }),
  })
  fc.assert(
    fc.property(
      fc.array(drawn, { maxLength: 6 }),
      fc.integer({ min: -5 * DAY, max: 9 * DAY }),
      (list, offset) => {
        const shares = list.map((one) =>
          share({ ...one, goodMilli: one.reports ? one.goodMilli : 0 }),
        )
        const { planned, actual, unknown } = completionOf(shares, MONDAY + offset)
        const isShare = (n: number) => n >= 0 && n <= 1 + 1e-9
        assert.ok(isShare(planned) && isShare(unknown) && (actual === null || isShare(actual)))
        assert.equal(actual === null, shares.length > 0 && unknown === 1)
      },
    ),
  )
})

test('one odd report does not move the rate', () => {
  const steady: [string, number][] = [
    ['2026-03-02T09:00', 5],
    ['2026-03-02T10:00', 10],
    ['2026-03-02T11:00', 15],
    ['2026-03-02T12:00', 20],
  ]
  const perHour = (s: ShareState) => Math.round((recentRate(s)! * HOUR) / 10) / 100
  assert.equal(perHour(reported(steady)), 5)
  assert.equal(perHour(reported([...steady, ['2026-03-02T14:00', 60]])) < 8, true)
  assert.equal(perHour(reported([...steady, ['2026-03-03T09:00', 50]])), 5, 'nights do not count')
  assert.equal(recentRate(reported([['2026-03-02T09:00', 5]])), null, 'one report has no rate')
  const stuck = reported([
    ['2026-03-02T09:00', 5],
    ['2026-03-02T10:00', 5],
  ])
  assert.equal(recentRate(stuck), null, 'nothing was made')
})

test('the finish follows the rate along working time, and waits for what comes before', () => {
  const cut = reported([
    ['2026-03-02T10:00', 20],
    ['2026-03-02T12:00', 40],
  ])
  const sew = share({
    key: 't',
    no: 2,
    startMs: at('2026-03-03T08:00'),
    endMs: at('2026-03-04T18:00'),
  })
  const steps = [
    { no: 1, after: [], waitMs: 0, shares: [cut] },
    { no: 2, after: [1], waitMs: HOUR, shares: [sew] },
  ]
  const now = at('2026-03-02T12:00')
  const { steps: finishes, finishMs } = projectFinish(steps, now)
  // Sixty left at ten an hour are six hours: five this afternoon, and one tomorrow.
  assert.equal(finishes.get(1), at('2026-03-03T09:00'))
  assert.equal(finishMs, ruler.when(ruler.at(at('2026-03-03T10:00')) + 18 * HOUR))
})

test('where there is no rate the finish is unknown, and so is everything behind it', () => {
  const steps = [
    { no: 1, after: [], waitMs: 0, shares: [share()] },
    {
      no: 2,
      after: [1],
      waitMs: 0,
      shares: [share({ no: 2, startMs: MONDAY + 9 * DAY, endMs: MONDAY + 10 * DAY })],
    },
  ]
  const projection = projectFinish(steps, at('2026-03-02T12:00'))
  assert.deepEqual([...projection.steps.values()], [null, null])
  assert.equal(projection.finishMs, null)
})

test('an order whose finish is unknown may yet be late for sure', () => {
  const steps = [{ no: 1, after: [], waitMs: 0, shares: [share()] }]
  const now = at('2026-03-03T17:00')
  assert.equal(projectFinish(steps, now).finishMs, null)
  // Eighteen hours of work, of which the first hour is left today.
  assert.equal(projectFinish(steps, now, true).finishMs, at('2026-03-05T17:00'))
})

test('a projected finish never lies in the past of what is not done', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 8 }),
      fc.integer({ min: 0, max: 20 }),
      (made, days) => {
        let sum = 0
        const one = reported(
          made.map((n, i) => {
            sum += n
            return [`2026-03-02T${String(8 + i).padStart(2, '0')}:30`, sum] as [string, number]
          }),
        )
        const now = at('2026-03-02T17:00') + days * DAY
        const { finishMs } = projectFinish([{ no: 1, after: [], waitMs: 0, shares: [one] }], now)
        if (finishMs !== null && workedMilli(one) < one.quantityMilli) assert.ok(finishMs >= now)
      },
    ),
  )
})

const LIMITS = { raise: 0.15, clear: 0.05, dwellMs: HOUR }

test('a warning is raised at one limit and cleared at a lower one', () => {
  const calm = { raisedMs: null, clearedMs: null }
  const raised = { raisedMs: MONDAY, clearedMs: null }
  const cases = [
    [calm, 0.149, 'quiet', null],
    [calm, 0.15, 'at the limit', 'raise'],
    [calm, null, 'unknown raises nothing', null],
    [raised, 0.2, 'it stands', null],
    [raised, 0.1, 'between the limits nothing changes', null],
    [raised, 0.05, 'at the lower limit', 'clear'],
    [raised, null, 'unknown clears nothing', null],
    [{ raisedMs: MONDAY, clearedMs: MONDAY + 2 * HOUR }, 0.3, 'again', 'raise'],
  ] as const
  for (const [standing, measure, why, verdict] of cases)
    assert.equal(judge(standing, measure, LIMITS, MONDAY + 4 * HOUR), verdict, why)
})

test('a figure that trembles rings at most once an hour', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.4, noNaN: true }), { minLength: 10, maxLength: 200 }),
      (measures) => {
        let standing: { raisedMs: number | null; clearedMs: number | null } = {
          raisedMs: null,
          clearedMs: null,
        }
        const changes: number[] = []
        measures.forEach((measure, i) => {
          const now = MONDAY + i * 5 * 60_000
          const verdict = judge(standing, measure, LIMITS, now)
          if (verdict === 'raise') standing = { raisedMs: now, clearedMs: null }
          if (verdict === 'clear') standing = { ...standing, clearedMs: now }
          if (verdict) changes.push(now)
        })
        for (let i = 1; i < changes.length; i++) assert.ok(changes[i]! - changes[i - 1]! >= HOUR)
      },
    ),
  )
})

test('the lag is measured where the last report stands; of what came since, silence tells', () => {
  const { thresholds } = DEFAULTS
  const slow = reported([
    ['2026-03-02T10:00', 5],
    ['2026-03-02T18:00', 20],
  ])
  assert.equal(lagOf(slow, thresholds, at('2026-03-02T18:00')), 0.3)
  assert.equal(lagOf(slow, thresholds, at('2026-03-03T18:00')), 0.3)
  assert.equal(lagOf(share(), thresholds, at('2026-03-03T18:00')), null, 'unknown')
  assert.equal(silenceOf(slow, at('2026-03-03T10:00')), 120)
  assert.equal(silenceOf(share(), at('2026-03-02T10:00')), 120, 'since its planned beginning')
  assert.equal(silenceOf(share({ startMs: MONDAY + 9 * DAY }), at('2026-03-03T10:00')), 0)
  const small = reported(
    [
      ['2026-03-02T08:20', 0.5],
      ['2026-03-02T08:40', 1],
    ],
    { workMs: 2 * HOUR, endMs: at('2026-03-02T10:00') },
  )
  assert.ok(
    lagOf(small, thresholds, at('2026-03-02T08:40'))! < thresholds.behindRaise,
    'half an hour is none',
  )
})

test('a warning that nobody takes up climbs, and rests while it is acknowledged or shelved', () => {
  const open = { raisedMs: MONDAY, acknowledgedMs: null, shelvedUntilMs: null, escalated: 0 }
  const rung = (more: object, minutes: number) =>
    escalationOf({ ...open, ...more }, { escalateMinutes: [60, 240] }, MONDAY + minutes * 60_000)
  assert.equal(rung({}, 59), null)
  assert.equal(rung({}, 60), 1)
  assert.equal(rung({ escalated: 1 }, 200), null)
  assert.equal(rung({}, 300), 2, 'a clock that stood still does not climb twice')
  assert.equal(rung({ acknowledgedMs: MONDAY }, 300), null)
  assert.equal(rung({ shelvedUntilMs: MONDAY + 10 * HOUR }, 300), null)
  assert.equal(rung({ shelvedUntilMs: MONDAY + HOUR }, 300), 2, 'the shelf is over')
})

test('a digest is due when its hour has come, somebody worked and nobody sleeps', () => {
  const { clock } = DEFAULTS
  assert.equal(slotOf(clock, at('2026-03-02T14:20')), at('2026-03-02T14:00'))
  const due = (text: string, more = {}) =>
    isDigestDue({ ...clock, ...more }, 'Asia/Shanghai', ruler, at(text))
  assert.equal(due('2026-03-02T09:00'), true)
  assert.equal(due('2026-03-02T08:00'), false, 'nothing was worked yet')
  assert.equal(due('2026-03-02T13:00'), false, 'noon')
  assert.equal(due('2026-03-01T10:00'), false, 'Sunday')
  assert.equal(due('2026-03-02T09:00', { isOn: false }), false)
  assert.equal(due('2026-03-02T09:00', { quietHours: { from: '08:30', to: '10:00' } }), false)
})

test('of settings the nearest holds, field by field', () => {
  const held = settingsOf(
    { thresholds: { behindRaise: 0.3, silentRaiseMinutes: 600 } },
    undefined,
    { thresholds: { behindRaise: 0.2 }, clock: { audience: 'lead' } },
  )
  assert.equal(held.thresholds.behindRaise, 0.2)
  assert.equal(held.thresholds.silentRaiseMinutes, 600)
  assert.equal(held.thresholds.dwellMinutes, DEFAULTS.thresholds.dwellMinutes)
  assert.equal(held.clock.audience, 'lead')
})
