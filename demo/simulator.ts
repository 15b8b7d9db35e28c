import type { App } from '../server/app.ts'
import {
  answerShare,
  createOrder,
  DEFAULTS,
  type ReportInput,
  rulerOf,
  takeReports,
} from '../server/modules/production/index.ts'
import { asOrg, openCtx, SYSTEM } from '../server/platform/ctx.ts'
import { HOUR, MINUTE } from './calendar.ts'
import { type Random, seeded } from './random.ts'

const STEP_MS = MINUTE
/** At most so many reports a minute, so that a demo that was off for days comes back gently. */
const BURST = 25

interface RunningShare {
  id: string
  assignee_org_id: string
  unit: string
  quantity_milli: number
  work_ms: number
  starts_at: string
  worked: number
  last_done_at: string | null
  person: string
}

/**
 * Keeps the demo chain alive: its factories report what they would have made by now, through the same verb as
 * everybody's phone. What befalls whom is drawn from the share's own id, so it is the same at every start.
 */
export function startSimulator(app: Pick<App, 'source' | 'database'>): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = simulate(app).catch((error) =>
      app.source.log.warn({ err: error }, 'the demo stood still'),
    )
  }, STEP_MS)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** One minute of the demo; answers how many reports came in. */
export async function simulate(app: Pick<App, 'source' | 'database'>): Promise<number> {
  await orderAgain(app)
  const nowMs = app.source.now().getTime()
  const { rows } = await app.database.owner.query<RunningShare>(RUNNING, [new Date(nowMs)])
  const due = rows.flatMap((share) => {
    const report = nextReport(share, nowMs)
    return report ? [{ share, report }] : []
  })
  for (const { share, report } of due.slice(0, BURST)) {
    const system = { ...SYSTEM, name: share.person }
    const ctx = asOrg(app.source, openCtx(app.source, system), share.assignee_org_id)
    await ctx.transaction((tx) => takeReports(tx, [report]))
  }
  return Math.min(due.length, BURST)
}

interface Template {
  org_id: string
  chain_id: string
  product_id: string
  quantity: number
  length_ms: number
  count: number
  shares: {
    operationNo: number
    orgId: string
    quantity: number
    lines: number
    priceMinor: number
  }[]
}

/** Where few orders are left the lead orders once more what it ordered first, and its factories accept. */
async function orderAgain({ source, database }: Pick<App, 'source' | 'database'>): Promise<void> {
  const { rows } = await database.owner.query<Template>(AGAIN, [RUNNING_MIN])
  const [template] = rows
  if (!template) return
  const ctxOf = (orgId: string) => asOrg(source, openCtx(source, SYSTEM), orgId)
  const order = await createOrder(ctxOf(template.org_id), {
    ...{ chainId: template.chain_id, productId: template.product_id, priority: 3, note: '' },
    ...{ code: `JL26-${401 + template.count}`, quantity: template.quantity },
    dueAt: new Date(source.now().getTime() + template.length_ms).toISOString(),
    shares: template.shares,
  })
  for (const share of order.operations.flatMap((operation) => operation.shares)) {
    if (share.answer !== 'offered') continue
    await answerShare(ctxOf(share.org.id), share.id, { answer: 'accepted', reason: '' })
  }
}

const RUNNING_MIN = 12
// The order of the demo whose turn it is to be repeated: they take turns as orders are counted.
const AGAIN = `
  WITH ours AS (SELECT d.* FROM production_orders d JOIN orgs o ON o.id = d.org_id AND o.is_demo
    WHERE d.code ~ '^JL26-[0-9]+$'),
  state AS (SELECT count(*)::int AS count, count(*) FILTER (WHERE state = 'running') AS running FROM ours),
  turn AS (SELECT ours.*, count FROM state, ours WHERE running < $1 AND ours.code = 'JL26-' || 401 + count % 26)
  SELECT t.org_id, t.chain_id, t.product_id, t.quantity_milli / 1000.0::float8 AS quantity, t.count,
    (extract(epoch FROM t.due_at - t.created_at) * 1000)::float8 AS length_ms,
    (SELECT jsonb_agg(jsonb_build_object('operationNo', s.operation_no, 'orgId', s.assignee_org_id,
      'quantity', s.quantity_milli / 1000.0, 'lines', s.lines, 'priceMinor', s.price_minor)
      ORDER BY s.operation_no, s.id) FROM shares s WHERE s.order_id = t.id AND s.withdrawn_at IS NULL) AS shares
  FROM turn t`

// Work of the demo's orders that has begun, may go on because what comes before it is under way, and is not done.
const RUNNING = `
  SELECT s.id, s.assignee_org_id, s.unit, s.quantity_milli, s.work_ms, s.starts_at, p.last_done_at,
    coalesce(p.good_milli + p.scrap_milli, 0) AS worked, coalesce(m.name, o.short_name) AS person
  FROM shares s JOIN orgs o ON o.id = s.assignee_org_id AND o.is_demo
  JOIN production_orders d ON d.id = s.order_id AND d.state = 'running'
  LEFT JOIN progress p ON p.share_id = s.id
  LEFT JOIN LATERAL (SELECT q.name FROM memberships b JOIN people q ON q.id = b.person_id
    WHERE b.org_id = s.assignee_org_id ORDER BY b.joined_at, b.id LIMIT 1) m ON true
  WHERE s.withdrawn_at IS NULL AND s.answer <> 'refused' AND s.finished_at IS NULL AND s.starts_at < $1
  ORDER BY coalesce(p.last_done_at, s.starts_at), s.id`

/** What befalls a share: most run, some lag, some are silent for a while, and some spoil more than others. */
function fateOf(random: Random) {
  return {
    pace: random.chance(0.15) ? 0.55 : 0.9 + random.next() * 0.25,
    everyMs: (50 + random.int(0, 70)) * MINUTE,
    quietFrom: random.chance(0.12) ? 0.3 + random.next() * 0.3 : null,
    scrap: random.chance(0.2) ? 0.05 : 0.015,
  }
}

/** The report that is due now, or null where there is none: a break, nothing made yet, or nobody tells. */
export function nextReport(share: RunningShare, nowMs: number): ReportInput | null {
  const fate = fateOf(seeded(`fate ${share.id}`))
  const ruler = rulerOf(DEFAULTS.calendar, nowMs)
  const since = Date.parse(share.last_done_at ?? share.starts_at)
  const worked = ruler.at(nowMs) - ruler.at(since)
  if (worked < fate.everyMs || ruler.at(nowMs) === ruler.at(nowMs - MINUTE)) return null
  // Somebody forgets to report for half a day, and then tells all at once.
  const share0 = share.worked / share.quantity_milli
  const isQuiet =
    fate.quietFrom !== null && share0 >= fate.quietFrom && share0 < fate.quietFrom + 0.15
  if (isQuiet && worked < 5 * HOUR) return null
  const made = (share.quantity_milli * worked * fate.pace) / Math.max(share.work_ms, HOUR)
  const whole = Math.floor(Math.min(made, share.quantity_milli - share.worked) / 1000)
  const left = (share.quantity_milli - share.worked) / 1000
  const count = whole >= 1 ? whole : left < 1 ? left : 0
  if (count <= 0) return null
  const chance = seeded(`report ${share.id} ${share.worked}`)
  const scrap = chance.chance(0.2) ? Math.min(Math.ceil(count * fate.scrap), Math.floor(count)) : 0
  return {
    id: chance.id(nowMs),
    ...{ shareId: share.id, good: count - scrap, scrap, source: 'phone' },
    scrapReason: scrap > 0 ? chance.pick(['断纱', '色差', '污渍', '尺寸不符', '破洞']) : '',
    doneAt: new Date(nowMs).toISOString(),
  }
}
