import { DEFAULTS } from '../server/modules/production/settings-rules.ts'
import { rulerOf } from '../server/modules/production/work-time.ts'
import { DAY, HOUR, MINUTE } from './calendar.ts'
import type { Row } from './copy.ts'
import { type DemoOrder, type DemoShare, FINISHED, OPERATIONS } from './orders.ts'
import { seeded } from './random.ts'
import { type Table, when } from './rows.ts'
import type { World } from './world.ts'

const EPOCH = Date.UTC(2026, 0, 6)

/** The orders as rows, with what was reported on them and what the clock has said. */
export function productionTables(world: World, now: number): Table[] {
  const { orders, network, goods } = world
  const orgId = network.lead.id
  const products = new Set(orders.map((order) => order.product))
  const shares = orders.flatMap((order) => order.shares.map((share) => ({ order, share })))
  return [
    {
      name: 'routing_operations',
      rows: goods.products
        .filter((product) => products.has(product))
        .flatMap(({ id, unit }) =>
          OPERATIONS.map((operation) => ({
            ...{ org_id: orgId, product_id: id, edition: 1, ...operationColumns(operation, unit) },
            created_at: when(now - 70 * DAY),
          })),
        ),
    },
    { name: 'production_orders', rows: orders.map((order) => orderRow(world, order)) },
    {
      name: 'order_operations',
      rows: orders.flatMap((order) =>
        OPERATIONS.map((operation) => ({
          ...{
            org_id: orgId,
            order_id: order.id,
            ...operationColumns(operation, order.product.unit),
          },
        })),
      ),
    },
    {
      name: 'plans',
      rows: orders.map((order) => ({
        ...{ org_id: orgId, order_id: order.id, plan_no: 1, quantity_milli: order.quantityMilli },
        ...{ due_at: when(order.dueMs), reason: '', made_by: network.people[3]!.id },
        ...{ made_by_name: network.people[3]!.name, made_at: when(order.createdMs) },
      })),
    },
    { name: 'shares', rows: shares.map(({ order, share }) => shareRow(world, order, share)) },
    {
      name: 'plan_lines',
      rows: shares.map(({ order, share }) => ({
        ...{
          org_id: orgId,
          order_id: order.id,
          plan_no: 1,
          share_id: share.id,
          assignee_org_id: share.orgId,
        },
        ...{
          quantity_milli: share.quantityMilli,
          starts_at: when(share.startMs),
          ends_at: when(share.endMs),
        },
      })),
    },
    {
      name: 'progress_reports',
      rows: shares.flatMap(({ order, share }) => reportRows(orgId, order, share)),
    },
    {
      name: 'progress',
      rows: shares
        .filter(({ share }) => share.reports.length > 0)
        .map(({ order, share }) => progressRow(orgId, order, share)),
    },
    { name: 'digests', rows: orders.flatMap((order, i) => digestRows(orgId, order, i, now)) },
    { name: 'warnings', rows: warningRows(world) },
  ]
}

function operationColumns(operation: (typeof OPERATIONS)[number], unit: string) {
  return {
    ...{ no: operation.no, name: operation.name, unit },
    ms_per_piece: Math.round(operation.minutes * MINUTE),
    after: [...operation.after],
    wait_minutes: operation.waitHours * 60,
  }
}

function orderRow({ network, chainId }: World, order: DemoOrder): Row {
  return {
    ...{ id: order.id, org_id: network.lead.id, chain_id: chainId, code: order.code },
    ...{ product_id: order.product.id, product_name: order.product.name, unit: order.product.unit },
    ...{ currency: 'CNY', quantity_milli: order.quantityMilli, due_at: when(order.dueMs) },
    ...{ state: order.finishedMs === null ? 'running' : 'done', plan_no: 1 },
    ...{ created_by: network.people[3]!.id, created_at: when(order.createdMs) },
    finished_at: when(order.finishedMs),
  }
}

function shareRow({ network, chainId }: World, order: DemoOrder, share: DemoShare): Row {
  const done = share.reports.reduce((sum, r) => sum + r.goodMilli + r.scrapMilli, 0)
  return {
    ...{ id: share.id, org_id: network.lead.id, order_id: order.id, chain_id: chainId },
    ...{ operation_no: share.operation.no, assignee_org_id: share.orgId, order_code: order.code },
    ...{ product_name: order.product.name, operation_name: share.operation.name },
    ...{
      unit: order.product.unit,
      quantity_milli: share.quantityMilli,
      lines: share.operation.lines,
    },
    ...{ work_ms: share.workMs, starts_at: when(share.startMs), ends_at: when(share.endMs) },
    ...{ price_minor: share.priceMinor, currency: 'CNY', answer: 'accepted' },
    ...{
      answered_at: when(share.answeredMs),
      answered_by: share.person,
      offered_at: when(order.createdMs),
    },
    finished_at: when(done >= share.quantityMilli ? share.reports.at(-1)!.doneMs : null),
  }
}

function reportRows(orgId: string, order: DemoOrder, share: DemoShare): Row[] {
  return share.reports.map((report) => ({
    ...{ id: report.id, org_id: orgId, order_id: order.id, share_id: share.id },
    ...{ operation_no: share.operation.no, reporter_org_id: share.orgId },
    ...{ good_milli: report.goodMilli, scrap_milli: report.scrapMilli },
    ...{ scrap_reason: report.scrapMilli > 0 ? '色差' : '', done_at: when(report.doneMs) },
    ...{ reported_at: when(report.doneMs), person_name: share.person, source: 'phone' },
    input_hash: Buffer.from(report.id),
  }))
}

function progressRow(orgId: string, order: DemoOrder, share: DemoShare): Row {
  let worked = 0
  const recent = share.reports.map((report) => {
    worked += report.goodMilli + report.scrapMilli
    return { ms: report.doneMs, worked }
  })
  const latest = recent.slice(-12)
  const last = when(latest.at(-1)!.ms)
  return {
    ...{ share_id: share.id, org_id: orgId, order_id: order.id, assignee_org_id: share.orgId },
    good_milli: share.reports.reduce((sum, report) => sum + report.goodMilli, 0),
    scrap_milli: share.reports.reduce((sum, report) => sum + report.scrapMilli, 0),
    ...{ reports: share.reports.length, last_done_at: last, last_reported_at: last },
    recent_ms: latest.map(({ ms }) => ms),
    recent_milli: latest.map(({ worked: milli }) => milli),
  }
}

/** What the clock said every two hours of work on the orders of the last month; before that it was not in use. */
function digestRows(orgId: string, order: DemoOrder, at: number, now: number): Row[] {
  if (at < FINISHED / 2 || order.finishedMs === null) return []
  const draw = seeded(`digest ${order.id}`)
  const ruler = rulerOf(DEFAULTS.calendar, now)
  const rows: Row[] = []
  const slot = 2 * HOUR
  const begin = Math.min(...order.shares.map((share) => share.startMs))
  for (let ms = Math.ceil(begin / slot) * slot; ms <= order.finishedMs; ms += slot) {
    if (ruler.at(ms) === ruler.at(ms - slot)) continue
    const due = order.shares.filter(
      (s) => s.startMs <= ms && (s.reports.at(-1)?.doneMs ?? ms) >= ms,
    )
    const missing = due.filter(() => draw.chance(0.06))
    const data = {
      ...{ orderId: order.id, code: order.code, slotAt: new Date(ms).toISOString() },
      ...{ expected: due.length, heard: due.length - missing.length, planned: null, actual: null },
      missing: missing.map((s) => ({ shareId: s.id, orgId: s.orgId, operation: s.operation.name })),
    }
    rows.push({ org_id: orgId, order_id: order.id, slot_at: when(ms), made_at: when(ms), data })
  }
  return rows
}

const TAKEN = [
  { cause: 'machine', action: '印花机喷头堵塞，已换备件，晚班补回' },
  { cause: 'material', action: '坯布到货晚半天，先做现有批次' },
  { cause: 'people', action: '两名挡车工请假，从二车间借调' },
  { cause: 'method', action: '染色配方返工，改用小缸试样后再投' },
  { cause: 'environment', action: '园区限电，调整到夜间开机' },
] as const

/** What was warned of on orders that are over, and who took it up. */
function warningRows({ orders, network, chainId }: World): Row[] {
  const ids = seeded('warnings')
  return orders
    .filter((order, i) => order.finishedMs !== null && i % 2 === 1)
    .map((order, i) => {
      const share = order.shares.find(({ operation }) => operation.no === 10 + (i % 5) * 10)!
      const raisedMs = Math.round((share.startMs + share.endMs) / 2)
      const wait = i < FINISHED / 4 ? 300 + i * 20 : 18 + i * 3
      const taken = TAKEN[i % TAKEN.length]!
      return {
        ...{
          id: ids.id(EPOCH + i),
          org_id: network.lead.id,
          chain_id: chainId,
          order_id: order.id,
        },
        ...{ order_code: order.code, product_name: order.product.name, share_id: share.id },
        ...{ assignee_org_id: share.orgId, operation_no: share.operation.no },
        ...{ operation_name: share.operation.name, kind: 'behind', measure: 0.18 + (i % 4) * 0.04 },
        ...{ raised_at: when(raisedMs), acknowledged_at: when(raisedMs + wait * MINUTE) },
        ...{ owner_name: share.person, cause: taken.cause, action: taken.action },
        cleared_at: when(raisedMs + wait * MINUTE + 7 * HOUR),
      }
    })
}
