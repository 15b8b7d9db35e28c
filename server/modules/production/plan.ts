import type { WorkRuler } from './work-time.ts'

/** An operation as the planner needs it: what comes before it, and how much work each share of it is. */
export interface PlannedStep {
  no: number
  /** The operations that must be finished before this one begins; branches without an edge run side by side. */
  after: readonly number[]
  /** Time that passes before this one may begin: drying, a lorry. It runs on the clock, not in working time. */
  waitMs: number
  shares: readonly { key: string; workMs: number }[]
}
export interface Span {
  startMs: number
  endMs: number
}
export interface PlanOf {
  /** By operation, and within it by share. */
  steps: Map<number, Span>
  shares: Map<string, Span>
}
/** The calendar by which a share is worked. */
export type RulerOf = (key: string) => WorkRuler

export class RoutingFault extends Error {
  readonly fault: 'operation_unknown' | 'operation_twice' | 'operation_cycle'
  readonly no: number
  constructor(fault: RoutingFault['fault'], no: number) {
    super(`${fault} ${no}`)
    this.fault = fault
    this.no = no
  }
}

/** The operations so ordered that each stands behind all it waits for; throws where they go round in a circle. */
export function inOrder<T extends { no: number; after: readonly number[] }>(
  steps: readonly T[],
): T[] {
  const byNo = new Map<number, T>()
  for (const step of steps) {
    if (byNo.has(step.no)) throw new RoutingFault('operation_twice', step.no)
    byNo.set(step.no, step)
  }
  const done = new Map<number, 'open' | 'placed'>()
  const placed: T[] = []
  const place = (step: T): void => {
    if (done.get(step.no) === 'placed') return
    if (done.get(step.no) === 'open') throw new RoutingFault('operation_cycle', step.no)
    done.set(step.no, 'open')
    for (const no of step.after) {
      const before = byNo.get(no)
      if (!before) throw new RoutingFault('operation_unknown', no)
      place(before)
    }
    done.set(step.no, 'placed')
    placed.push(step)
  }
  for (const step of steps) place(step)
  return placed
}

/** From the due date back: everything begins as late as it may, and what is split ends together. */
export function planBackwards(
  steps: readonly PlannedStep[],
  dueMs: number,
  rulerOf: RulerOf,
): PlanOf {
  const plan: PlanOf = { steps: new Map(), shares: new Map() }
  const latest = new Map<number, number>()
  for (const step of inOrder(steps).reverse()) {
    const endMs = latest.get(step.no) ?? dueMs
    let startMs = endMs
    for (const { key, workMs } of step.shares) {
      const ruler = rulerOf(key)
      const end = ruler.at(endMs)
      const span = { startMs: ruler.whenNext(end - workMs), endMs: ruler.when(end) }
      // Nothing to do takes no time, also where it falls into a break.
      if (span.startMs > span.endMs) span.startMs = span.endMs
      plan.shares.set(key, span)
      startMs = Math.min(startMs, span.startMs)
    }
    plan.steps.set(step.no, { startMs, endMs })
    for (const no of step.after) {
      latest.set(no, Math.min(latest.get(no) ?? Number.POSITIVE_INFINITY, startMs - step.waitMs))
    }
  }
  return plan
}

/** From a moment on: everything begins as early as it can. Tells when an order could be finished at best. */
export function planForwards(
  steps: readonly PlannedStep[],
  fromMs: number,
  rulerOf: RulerOf,
): PlanOf {
  const plan: PlanOf = { steps: new Map(), shares: new Map() }
  for (const step of inOrder(steps)) {
    const ready = step.after.map((no) => plan.steps.get(no)!.endMs + step.waitMs)
    const readyMs = Math.max(fromMs, ...ready)
    let endMs = readyMs
    for (const { key, workMs } of step.shares) {
      const ruler = rulerOf(key)
      const start = ruler.at(readyMs)
      const span = {
        startMs: Math.max(readyMs, ruler.whenNext(start)),
        endMs: ruler.when(start + workMs),
      }
      if (workMs === 0 || span.endMs < span.startMs) span.endMs = span.startMs
      plan.shares.set(key, span)
      endMs = Math.max(endMs, span.endMs)
    }
    plan.steps.set(step.no, { startMs: readyMs, endMs })
  }
  return plan
}

export function finishOf(plan: PlanOf): number {
  return Math.max(...[...plan.steps.values()].map((span) => span.endMs))
}
