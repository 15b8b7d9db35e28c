import { type PlannedStep, planBackwards } from '../server/modules/production/plan.ts'
import { splitExactly } from '../server/modules/production/quantity.ts'
import { DEFAULTS } from '../server/modules/production/settings-rules.ts'
import { rulerOf, type WorkRuler } from '../server/modules/production/work-time.ts'
import { DAY, HOUR, MINUTE } from './calendar.ts'
import type { Product } from './goods.ts'
import { type Random, seeded } from './random.ts'
import type { Partner } from './shapes.ts'
import type { World } from './world.ts'

const EPOCH = Date.UTC(2026, 0, 5)
export const FINISHED = 26
export const RUNNING = 18

/** How the house makes a garment; trims are made beside the cloth. `trade` null is its own workshop. */
export const OPERATIONS = [
  { no: 10, name: '织造', trade: '面料', after: [], waitHours: 0, minutes: 0.5, lines: 1 },
  { no: 20, name: '染整', trade: '染整', after: [10], waitHours: 3, minutes: 0.4, lines: 1 },
  { no: 30, name: '印花', trade: '印花', after: [20], waitHours: 2, minutes: 0.35, lines: 1 },
  { no: 40, name: '纽扣', trade: '纽扣', after: [], waitHours: 0, minutes: 0.3, lines: 1 },
  { no: 50, name: '拉链', trade: '拉链', after: [], waitHours: 0, minutes: 0.3, lines: 1 },
  { no: 60, name: '裁剪', trade: null, after: [30], waitHours: 3, minutes: 1, lines: 4 },
  { no: 70, name: '缝制', trade: null, after: [40, 50, 60], waitHours: 1, minutes: 12, lines: 40 },
  { no: 80, name: '整烫包装', trade: null, after: [70], waitHours: 1, minutes: 2, lines: 8 },
] as const

/** What befalls a share: it runs, it lags, or nobody reports on it. */
export type Course = 'steady' | 'slow' | 'silent'
export interface DemoReport {
  id: string
  doneMs: number
  goodMilli: number
  scrapMilli: number
}
export interface DemoShare {
  id: string
  operation: (typeof OPERATIONS)[number]
  orgId: string
  person: string
  quantityMilli: number
  workMs: number
  startMs: number
  endMs: number
  priceMinor: number | null
  reports: DemoReport[]
  /** Null where nobody has answered yet. */
  answeredMs: number | null
}
export interface DemoOrder {
  id: string
  code: string
  product: Product
  quantityMilli: number
  dueMs: number
  createdMs: number
  finishedMs: number | null
  shares: DemoShare[]
}

/** The orders of the demo chain over its factories: those of the last two months, and those that run today. */
export function placeOrders(
  seed: string,
  world: Omit<World, 'orders' | 'trade'>,
  now: number,
): DemoOrder[] {
  const draw = seeded(`${seed}/orders`)
  const ruler = rulerOf(DEFAULTS.calendar, now)
  const products = world.goods.products.filter((product) => !product.isRetired)
  return Array.from({ length: FINISHED + RUNNING }, (_, i) => {
    const own = draw.fork(`order ${i}`)
    // Orders that are over were due in the past, those that run in the days to come.
    const days = i < FINISHED ? -58 + i * 2.1 : 1 + ((i - FINISHED) % 9) * 0.9
    const dueMs = ruler.when(ruler.at(now + days * DAY))
    return new OrderOf(own, world, ruler, now).place(
      i,
      products[(i * 7) % products.length]!,
      dueMs,
      i < FINISHED,
    )
  })
}

class OrderOf {
  private readonly draw: Random
  private readonly world: Omit<World, 'orders' | 'trade'>
  private readonly ruler: WorkRuler
  private readonly now: number
  private serial = 0

  constructor(draw: Random, world: Omit<World, 'orders' | 'trade'>, ruler: WorkRuler, now: number) {
    this.draw = draw
    this.world = world
    this.ruler = ruler
    this.now = now
  }

  private id(): string {
    return this.draw.id(EPOCH + ++this.serial)
  }

  place(at: number, product: Product, dueMs: number, isOver: boolean): DemoOrder {
    const { draw } = this
    const quantityMilli = draw.int(6, 16) * 100_000
    const id = this.id()
    const shares = OPERATIONS.flatMap((operation, i) =>
      this.sharesOf(operation, quantityMilli, at + i),
    )
    this.plan(shares, dueMs)
    const createdMs = Math.round(
      Math.min(...shares.map((share) => share.startMs)) - draw.int(20, 60) * HOUR,
    )
    for (const share of shares) {
      share.answeredMs =
        share.orgId === this.world.network.lead.id
          ? createdMs
          : createdMs + draw.int(5, 240) * MINUTE
      // Where the clock was not yet in use, factories were slower.
      this.work(share, isOver, at < FINISHED / 2 ? 1.06 : 0.88)
    }
    const last = Math.max(
      ...shares.flatMap((share) => share.reports.map((report) => report.doneMs)),
    )
    const code = `JL26-${String(401 + at)}`
    return {
      id,
      code,
      product,
      quantityMilli,
      dueMs,
      createdMs,
      finishedMs: isOver ? last : null,
      shares,
    }
  }

  private sharesOf(
    operation: DemoShare['operation'],
    quantityMilli: number,
    turn: number,
  ): DemoShare[] {
    const { lead, partners, people } = this.world.network
    const makers: (Partner | null)[] =
      operation.trade === null
        ? [null]
        : partners.filter(
            (p) => p.kind === operation.trade && p.side === 'upstream' && p.status === 'joined',
          )
    const count = operation.trade !== null && this.draw.chance(0.3) ? 2 : 1
    const chosen = Array.from({ length: count }, (_, i) => makers[(turn + i + 7) % makers.length]!)
    const weights = chosen.map(() => this.draw.int(2, 4))
    return splitExactly(quantityMilli, weights).map((part, i) => {
      const maker = chosen[i] ?? null
      return {
        id: this.id(),
        operation,
        orgId: maker?.orgId ?? lead.id,
        person: people.find((person) => person.id === (maker?.personId ?? people[3]!.id))!.name,
        quantityMilli: part,
        workMs: Math.ceil((part * operation.minutes * MINUTE) / 1000 / operation.lines),
        ...{ startMs: 0, endMs: 0, reports: [], answeredMs: null },
        priceMinor: maker ? this.draw.int(30, 400) : null,
      }
    })
  }

  private plan(shares: DemoShare[], dueMs: number): void {
    const steps: PlannedStep[] = OPERATIONS.map(({ no, after, waitHours }) => ({
      ...{ no, after, waitMs: waitHours * HOUR },
      shares: shares
        .filter((share) => share.operation.no === no)
        .map(({ id, workMs }) => ({ key: id, workMs })),
    }))
    const plan = planBackwards(steps, dueMs, () => this.ruler)
    for (const share of shares) Object.assign(share, plan.shares.get(share.id)!)
  }

  /** Reports every two working hours or so, from the planned beginning until all is done, or until now. */
  private work(share: DemoShare, isOver: boolean, pace: number): void {
    const course: Course = isOver
      ? 'steady'
      : this.draw.chance(0.08)
        ? 'silent'
        : this.draw.chance(0.12)
          ? 'slow'
          : 'steady'
    if (course === 'silent') return
    const { ruler, draw } = this
    const from = ruler.at(share.startMs)
    const stretch = (course === 'slow' ? 1.9 : pace) * (0.9 + draw.next() * 0.2)
    const whole = share.workMs * stretch
    const steps = Math.max(2, Math.min(12, Math.round(whole / (2 * HOUR))))
    let done = 0
    for (let i = 1; i <= steps; i++) {
      const doneMs = Math.round(ruler.when(from + (whole * i) / steps))
      if (doneMs > this.now - 5 * MINUTE) return
      const until =
        i === steps
          ? share.quantityMilli
          : Math.round((share.quantityMilli * i) / steps / 1000) * 1000
      const scrapMilli = until - done > 20_000 && draw.chance(0.25) ? draw.int(1, 6) * 1000 : 0
      share.reports.push({
        id: this.id(),
        doneMs,
        goodMilli: until - done - scrapMilli,
        scrapMilli,
      })
      done = until
    }
  }
}
