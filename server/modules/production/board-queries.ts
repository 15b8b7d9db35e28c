import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { getLedChain } from '../network/index.ts'
import { assess, silentShares } from './assess.ts'
import { shapeRows } from './order-queries.ts'
import { completionOf, isDone, plannedShare, projectFinish } from './progress.ts'
import type { Board, Gantt, OrderRow } from './schema.ts'
import { type ReadOrder, readLayers, readOrders, type Share } from './states.ts'
import type { WorkRuler } from './work-time.ts'

const DAY = 86_400_000
const BOARD_ORDERS_MAX = 60

/** The wall board: how the whole chain stands now, the worst orders in front. */
export function readBoard(ctx: Ctx, chainId: string): Promise<Board> {
  return ctx.read(async (tx) => {
    const chain = await getLedChain(tx, chainId)
    const orders = await runningOrders(tx, chainId)
    const rows = await shapeRows(tx, orders)
    const nowMs = tx.now().getTime()
    const shares = orders.flatMap((order) => order.steps.flatMap((step) => step.shares))
    return {
      chainName: chain.name,
      at: tx.now().toISOString(),
      running: rows.length,
      late: rows.filter((row) => row.isLate).length,
      silent: rows.filter((row) => row.silent > 0).length,
      openWarnings: rows.reduce((sum, row) => sum + row.openWarnings, 0),
      dueToday: rows.filter((row) => Date.parse(row.dueAt) <= nowMs + DAY).length,
      progress: completionOf(shares, nowMs),
      orders: [...rows].sort(worstFirst).slice(0, BOARD_ORDERS_MAX),
      factories: await factoriesOf(tx, orders, nowMs),
    }
  })
}

function runningOrders(tx: Tx, chainId: string): Promise<ReadOrder[]> {
  const where = sql`o.state = 'running' AND o.chain_id = ${chainId}`
  return readOrders(tx, where, sql`ORDER BY o.due_at, o.id LIMIT 2000`)
}

function worstFirst(a: OrderRow, b: OrderRow): number {
  const lag = (row: OrderRow) => row.progress.planned - (row.progress.actual ?? 0)
  return (
    Number(b.isLate) - Number(a.isLate) ||
    b.openWarnings - a.openWarnings ||
    lag(b) - lag(a) ||
    a.dueAt.localeCompare(b.dueAt)
  )
}

async function factoriesOf(
  tx: Tx,
  orders: readonly ReadOrder[],
  nowMs: number,
): Promise<Board['factories']> {
  const { rows } = await sql<{ org: string; count: number }>`
    SELECT assignee_org_id AS org, count(*) FROM warnings
    WHERE order_id = ANY(${orders.map((order) => order.id)}::uuid[]) AND cleared_at IS NULL
      AND assignee_org_id IS NOT NULL GROUP BY 1`.execute(tx.db)
  const open = new Map(rows.map((row) => [row.org, row.count]))
  const silent = new Set(orders.flatMap((order) => silentShares(order, nowMs)))
  return [...sharesByOrg(orders)].map(([id, shares]) => ({
    org: { id, name: shares[0]!.orgName },
    progress: completionOf(shares, nowMs),
    openWarnings: open.get(id) ?? 0,
    silent: shares.filter((share) => silent.has(share)).length,
    running: shares.filter((share) => share.startMs <= nowMs && !isDone(share)).length,
  }))
}

function sharesByOrg(orders: readonly ReadOrder[]): Map<string, Share[]> {
  const shares = orders.flatMap((order) => order.steps.flatMap((step) => step.shares))
  return Map.groupBy(shares, (share) => share.orgId)
}

/** Who does what when, and how full each of them is: planned work against the working time of each day. */
export function readGantt(
  ctx: Ctx,
  query: { chainId: string; from: string; to: string },
): Promise<Gantt> {
  return ctx.read(async (tx) => {
    await getLedChain(tx, query.chainId)
    const orders = await runningOrders(tx, query.chainId)
    const fromMs = Date.parse(query.from)
    // A page shows weeks, not years.
    const toMs = Math.min(Math.max(Date.parse(query.to), fromMs + DAY), fromMs + 92 * DAY)
    const layers = await readLayers(tx)
    const factories = [...sharesWithOrders(orders)].map(([id, held]) => {
      const ruler = layers.rulerOf(query.chainId, id, fromMs)
      const shares = held.map(({ share }) => share)
      const days: { day: string; load: number }[] = []
      for (let day = fromMs; day < toMs; day += DAY) {
        const load = loadBetween(shares, ruler, day, day + DAY)
        if (load === null) continue
        days.push({ day: new Date(day + DAY / 2).toISOString().slice(0, 10), load })
      }
      return {
        org: { id, name: held[0]!.share.orgName },
        load: loadBetween(shares, ruler, fromMs, toMs) ?? 0,
        days,
        bars: held
          .filter(({ share }) => share.endMs >= fromMs && share.startMs <= toMs)
          .map(({ order, share }) => barOf(order, share, tx.now().getTime())),
      }
    })
    factories.sort((a, b) => b.load - a.load)
    const fullest = factories[0]
    return { factories, bottleneck: fullest && fullest.load > 0.85 ? fullest.org : null }
  })
}

/**
 * Planned work over working time. A firm does its operations side by side, so it is as full as the fullest of
 * them; null where nobody works.
 */
function loadBetween(
  shares: readonly Share[],
  ruler: WorkRuler,
  fromMs: number,
  toMs: number,
): number | null {
  const open = ruler.at(toMs) - ruler.at(fromMs)
  if (open === 0) return null
  const byOperation = Map.groupBy(shares, (share) => share.operationName)
  const loads = [...byOperation.values()].map((of) =>
    of.reduce((sum, share) => sum + workBetween(share, fromMs, toMs) / open, 0),
  )
  return Math.max(0, ...loads)
}

/** Planned working time of a share between two moments. */
function workBetween(share: Share, fromMs: number, toMs: number): number {
  return share.workMs * (plannedShare(share, toMs) - plannedShare(share, fromMs))
}

function sharesWithOrders(orders: readonly ReadOrder[]) {
  const held = orders.flatMap((order) =>
    order.steps.flatMap((step) => step.shares.map((share) => ({ order, share }))),
  )
  return Map.groupBy(held, ({ share }) => share.orgId)
}

function barOf(
  order: ReadOrder,
  share: Share,
  nowMs: number,
): Gantt['factories'][number]['bars'][number] {
  const alone = { no: share.no, after: [], waitMs: 0, shares: [share] }
  const { finishMs } = projectFinish([alone], nowMs)
  const { completion } = assess({ ...order, steps: [alone] }, nowMs)
  return {
    shareId: share.id,
    orderId: order.id,
    orderCode: order.code,
    productName: order.productName,
    operation: share.operationName,
    startsAt: new Date(share.startMs).toISOString(),
    endsAt: new Date(share.endMs).toISOString(),
    finishAt: finishMs === null ? null : new Date(finishMs).toISOString(),
    actual: completion.actual,
    isLate:
      !isDone(share) && (nowMs > share.endMs || (finishMs !== null && finishMs > share.endMs)),
  }
}
